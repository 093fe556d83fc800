"""Answers: export. In: what serves. Out: the whole graph as sorted N-Quads, and how the installation stands. Must not know
HTTP.
"""

import re
from collections.abc import Iterator, Mapping

from api.library import Library, Serving
from ontology.errors import StoreMissing
from stores.settings import SETTINGS


def n_quads(serving: Serving) -> Iterator[bytes]:
    """Every statement of the generation, one line each, sorted: equal corpora give equal bytes."""
    return serving.graph.export()


def status(library: Library) -> Mapping[str, object]:
    """Settings with where each came from, and the generation that serves with what it was built from (None before the first)."""
    settings = library.settings
    told: dict[str, object] = {
        "settings": {
            name: {"value": _shown(str(getattr(settings, name))), "from": settings.sources.get(name, "default")}
            for name in SETTINGS
        }
    }
    try:
        with library.serving() as serving:
            told["generation"] = _generation(serving)
    except StoreMissing as error:
        told["generation"] = None
        told["advice"] = str(error)
    return told


def _shown(value: str) -> str:
    """A setting without the name, password and token in an address."""
    return re.sub(r"(?<=://)[^/@]*@", "***@", re.sub(r"(?<=token=)[^&]*", "***", value))


def _generation(serving: Serving) -> Mapping[str, object]:
    build = serving.generation.build
    return {
        "id": serving.generation.id,
        "warning": serving.warning,
        "statements": serving.graph.count(),
        "graphs": serving.graph.graphs(),
        "passages": serving.index.count(),
        "model": build.model,
        "engines": dict(build.engines),
        "corpus_digest": build.corpus_digest,
        "ontology_version": build.ontology_version,
    }
