"""Answers: dumps. In: a generation's id and a file's name. Out: the file, or why there is none. Must not know HTTP."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from api.changes import dumps, was_published
from api.library import Library, Serving
from ontology.errors import NotFound, Withdrawn
from stores import generations
from stores.dumps import FORMATS, SUMS, Dump, Dumps

LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Listed:
    """The dumps of one generation: those of all graphs together, and each graph's own by their endings; each by its address."""

    generation: str
    files: tuple[Mapping[str, object], ...]
    checksums: str
    graphs: Mapping[str, Mapping[str, str]]


def dumps_of(library: Library, serving: Serving, generation: str) -> Dumps:
    """The dumps of the generation that serves, or of one that is still kept.

    Withdrawn of one that was published once and is kept no longer; NotFound of one that never was, or that has no dumps.
    """
    is_serving = generation == serving.generation.id
    kept = serving.generation if is_serving else generations.kept(library.settings.data, generation)
    if kept is None and was_published(library, generation):
        raise Withdrawn(f"The generation {generation} is kept no longer.", advice="Take the dumps at /dumps/latest.")
    found = dumps(kept) if kept else None
    is_known = found is None or is_serving or was_published(library, generation)
    if kept is None or not is_known:
        raise NotFound(f"There is no generation {generation[:60]!r}.", advice="The one that serves is at /dumps/latest.")
    if found is None:
        raise NotFound(
            f"The generation {generation} was published before dumps were made, and has none.",
            advice="They come with the next one that is published. Meanwhile /graph/... and /sparql give the same statements.",
        )
    return found


def dump(library: Library, serving: Serving, generation: str, name: str) -> Dump:
    """A file of a generation's dumps: of all graphs, of one, or the list of checksums. Errors as in `dumps_of`."""
    found = dumps_of(library, serving, generation)
    if name == SUMS:
        return found.sums()
    for form in FORMATS:
        if name == form.file:
            return found.whole(form)
        graph = found.graph_of(name.removesuffix(f".{form.ending}")) if name.endswith(f".{form.ending}") else None
        if graph is not None and (one := found.of_graph(graph, form)):
            return one
    raise NotFound(
        f"The generation {generation} has no dump {name[:200]!r}.", advice=f"/dumps/{generation} lists those that there are."
    )


def listed(library: Library, serving: Serving, generation: str) -> Listed:
    """What there is of a generation. Errors as in `dumps_of`."""
    found = dumps_of(library, serving, generation)
    home = f"/dumps/{generation}"
    graphs = {
        graph: {form.ending: f"{home}/{quote(name)}.{form.ending}" for form in FORMATS} for graph, name in found.names.items()
    }
    return Listed(generation, tuple(_told(found, home)), f"{home}/{SUMS}", graphs)


def _told(found: Dumps, home: str) -> Iterator[Mapping[str, object]]:
    for form in FORMATS:
        whole = found.whole(form)
        file = {"name": whole.name, "href": f"{home}/{whole.name}", "media_type": form.media_type}
        yield file | {"bytes": whole.size, "sha256": whole.sha256}
