"""Keepers, graph: the generation that the store by URL is to hold. In: the settings, and what is published. Out: the store holds
it. Must not move the pointer of the data folder.

Where the addresses name the generation (`{generation}`), each has a dataset of its own: it is made, filled and counted before the
pointer names it, and dropped once its folder is gone. Where they do not, the store is the one thing that can change for all at
once: the pointer moves first, readers keep to what the store says that it holds, and the change of its marker is the switch.
"""

import logging
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

from ontology.errors import QueryError, SettingsError, StoreAway, StoreBusy, StoreError
from stores import generations
from stores.generations import Generation
from stores.graph.endpoint import Endpoint
from stores.graph.marker import Mark, address_of, is_named
from stores.graph.remote import RemoteStore
from stores.graph.remote_load import Loading, Progress
from stores.graph.remote_writing import Writing
from stores.settings import Settings

_LOG = logging.getLogger("mandategraph.remote")
_RECORD = Path("work") / "datasets.txt"
_WALL_S = 600.0
_PATIENT_S = 30.0  # before publishing, in which a busy store may take its time
_QUICK_S = 3.0  # while somebody waits for a page
_BYTES = 1 << 30


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


def is_filled(settings: Settings) -> bool:
    """Whether publishing fills the store by URL; SettingsError where its addresses do not fit each other."""
    if not settings.sparql_update_url:
        return False
    addresses = [settings.sparql_url, settings.sparql_update_url]
    addresses += [settings.sparql_graphs_url] * bool(settings.sparql_graphs_url)
    if not settings.sparql_url or len(set(map(is_named, addresses))) > 1:
        raise SettingsError(
            "MANDATEGRAPH_SPARQL_URL, _UPDATE_URL and _GRAPHS_URL are to name the same store.",
            advice="Put {generation} into all of them or into none.",
        )
    if settings.sparql_datasets_url and not is_named(settings.sparql_url):
        raise SettingsError(
            "MANDATEGRAPH_SPARQL_DATASETS_URL makes a dataset a generation, and the addresses name none.",
            advice="Put {generation} into MANDATEGRAPH_SPARQL_URL, _UPDATE_URL and _GRAPHS_URL.",
        )
    return True


def switches_by_marker(settings: Settings) -> bool:
    """Whether one dataset is filled with one generation after the other: then what it held before can be asked no more."""
    return is_filled(settings) and not is_named(settings.sparql_url)


def require_answer(settings: Settings) -> None:
    """StoreAway or StoreError where the store by URL is to be filled and does not answer: better before publishing than after."""
    if switches_by_marker(settings):
        _mark(settings, _PATIENT_S)


def make_ready(generation: Generation, settings: Settings, progress: Progress = _silent) -> None:
    """Fills the dataset of a generation that is about to serve, where it has one of its own."""
    if is_filled(settings) and is_named(settings.sparql_url):
        _fill(generation, settings, progress)


def bring_up(settings: Settings, progress: Progress = _silent) -> str:
    """Has the store by URL hold the generation that the pointer names, and answers its id where anything had to be written.

    Datasets of generations that are gone are dropped. Wants the writer's lock held. StoreAway where the store does not answer,
    StoreError where it does not take what is sent: run it again then, it goes on.
    """
    if not is_filled(settings):
        return ""
    generation = generations.current(settings.data)
    written = _fill(generation, settings, progress)
    _drop_gone(settings)
    return generation.id if written else ""


def held_generation(generation: Generation, settings: Settings) -> Generation:
    """The generation to open: the one that the store by URL holds, where it is filled from here and switched by its marker."""
    named = held_there(settings)
    if named in ("", generation.id):
        return generation
    found = generations.kept(settings.data, named)
    if found is None:
        return generation
    return replace(found, warning=f"The SPARQL store still holds {named}, which serves in the place of {generation.id}.")


def held_there(settings: Settings) -> str:
    """The id that the store's marker tells; empty where it decides nothing, is not there, or tells none."""
    if not switches_by_marker(settings):
        return ""
    try:
        return _mark(settings, _QUICK_S).generation
    except StoreError as error:
        _LOG.warning("Which generation the SPARQL store holds cannot be told: %s", error)
        return ""


def _mark(settings: Settings, wall_s: float) -> Mark:
    try:
        with closing(_store(settings, "", wall_s)) as there:
            return there.mark(settings.base)
    except QueryError as error:  # it is a small query: what fails on it, or takes so long, is the store
        raise StoreAway(f"The SPARQL store does not say what it holds: {error}", advice="Look whether it runs.") from error


def _fill(generation: Generation, settings: Settings, progress: Progress) -> bool:
    with ExitStack() as undo:
        there = undo.enter_context(closing(_store(settings, generation.id, _WALL_S)))
        writing = undo.enter_context(closing(Writing(settings, generation.id)))
        if settings.sparql_datasets_url and not _is_there(there):
            _note_dataset(settings.data, generation.id)
            writing.make_dataset()
        return Loading(generation, settings, there, writing, progress).run()


def _is_there(there: RemoteStore) -> bool:
    try:
        there.ask("ASK {}")
    except (StoreAway, StoreBusy):
        raise
    except StoreError:  # nothing takes queries at that address
        return False
    return True


def _note_dataset(data: Path, name: str) -> None:
    """Before it is made: what a kill leaves behind is known to the next run."""
    with (data / _RECORD).open("a", encoding="utf-8") as record:
        record.write(name + "\n")


def _drop_gone(settings: Settings) -> None:
    record = settings.data / _RECORD
    names = sorted(set(record.read_text(encoding="utf-8").split())) if record.is_file() else []
    gone = [name for name in names if generations.kept(settings.data, name) is None]
    for name in gone if settings.sparql_datasets_url else ():
        with closing(Writing(settings, name)) as writing:
            writing.drop_dataset()
        record.write_text("".join(f"{one}\n" for one in names if one not in gone[: gone.index(name) + 1]), encoding="utf-8")


def _store(settings: Settings, generation: str, wall_s: float) -> RemoteStore:
    return RemoteStore(Endpoint(address_of(settings.sparql_url, generation), wall_s=wall_s, max_bytes=_BYTES, at_once=1))
