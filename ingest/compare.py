"""River: what an ingest would find. In: the ledger and the folders that were given before, or now. Out: what is new, changed,
gone and refused. Must not read what files say, nor change anything; an ingest may run meanwhile.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.fetch import Refusal, gather
from ingest.ledger import Held, Ledger
from ingest.withdraw import is_below, is_gone, missing
from stores.settings import Settings


@dataclass(frozen=True, slots=True)
class Changes:
    """Files by the names under which they were given, sorted; `refused` were refused before and have not changed since.

    `withdrawn` are the documents that the next ingest of the same folders would withdraw, `unchanged` counts the other files.
    """

    folders: tuple[str, ...]
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    refused: tuple[str, ...]
    withdrawn: tuple[str, ...]
    unchanged: int


def compare(paths: Iterable[Path], settings: Settings) -> Changes:
    """What changed at the paths since they were taken in; without paths, in all folders and files that ever were."""
    ledger = Ledger.read_only(settings.data / "work")
    if ledger is None:
        return _compared(None, [], list(paths), settings)
    try:
        known = ledger.held()
        given = list(paths) or [Path(folder) for folder in ledger.folders()]
        held = [one for one in known if Path(one.origin).is_absolute() and _is_asked(one, list(paths))]
        return _compared(ledger, held, given, settings)
    finally:
        ledger.close()


def _is_asked(held: Held, paths: list[Path]) -> bool:
    return not paths or any(is_below(held.origin, path) for path in paths)


def _compared(ledger: Ledger | None, held: list[Held], given: list[Path], settings: Settings) -> Changes:
    there = {held.origin: held for held in held}
    refused = ledger.refused() if ledger else {}
    new, changed, again = list[str](), list[str](), list[str]()
    seen: set[str] = set()
    files = [Path(origin) for origin in there if not is_gone(origin)]
    for source in gather([*given, *files], max_bytes=settings.source_max_mb * 1024 * 1024):
        if isinstance(source, Refusal):
            again.append(source.name)
            continue
        seen.add(source.origin)
        if refused.get(source.origin, ("", ""))[0] == source.sha256:
            again.append(source.name)
        elif source.origin not in there:
            new.append(source.name)
        elif there[source.origin].sha256 != source.sha256:
            changed.append(source.name)
    gone = [one for one in held if is_gone(one.origin)]
    return Changes(
        tuple(map(str, given)),
        tuple(sorted(new)),
        tuple(sorted(changed)),
        tuple(sorted(one.name for one in gone)),
        tuple(sorted(again)),
        _withdrawn(ledger, given),
        len(seen & set(there)) - len(changed),
    )


def _withdrawn(ledger: Ledger | None, given: list[Path]) -> tuple[str, ...]:
    """The documents of which nothing would be left."""
    if ledger is None:
        return ()
    gone = missing(ledger, given).renditions
    left = {one.document for one in ledger.held() if one not in gone}
    return tuple(sorted({one.document for one in gone} - left))
