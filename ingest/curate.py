"""River: curate. In: what a curator may write, and a key. Out: a generation that holds it. Must not change what ingest makes.

A write is done on a copy of the published graph in a process that can be ended (`stores.graph.writing`); index, words and tokens
are carried over by hard links, and the whole is published like any generation. One writer at a time: who comes meanwhile is told
StoreBusy at once. Nothing is lost at a kill: either the generation serves, with its record in it, or it never was.
"""

import logging
import os
import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from ingest.apply import Applying
from ingest.changes import note_changes, record_graphs
from ingest.describe import serialise
from ingest.publish import build_record
from ingest.reviews import Verdict, add_verdict, read_verdicts, reviews_graph, verdict, verdict_iri
from ontology.errors import StoreDamaged
from ontology.iris import Iris
from stores import generations
from stores.generations import Generation
from stores.graph.guard import check_update
from stores.graph.remote_publish import bring_up, make_ready, require_answer
from stores.graph.store import GraphStore
from stores.graph.updates import targets, with_dataset
from stores.graph.writing import Write, refusal, write
from stores.keys import Key
from stores.settings import Settings
from stores.vectors.choices import Choices
from stores.vectors.deployment import settle_collections
from stores.written import GraphChange, Payload, Written, catch_up, put_record

_LOG = logging.getLogger("mandategraph.curate")
_MADE_ANEW = ("graph/", "dumps/", "written.json")
_LONGEST_UPDATE = 1_000_000  # bytes: it is taken apart word by word before it runs; larger data goes to a graph
_LONGEST_TOLD = 10_000  # characters of an update that the journal keeps

Step = Callable[[Path, Generation], Mapping[str, GraphChange]]
"""Makes the graph of a folder aside from a generation's, and answers how each graph changed."""


class Curating:
    """The desk of `api.desk`, over the data folder of the settings. Safe to call from many threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._iris = Iris(settings.base)
        self.applying = Applying(settings)

    def update(self, text: str, key: Key, *, using: Sequence[str] = (), using_named: Sequence[str] = ()) -> Written:
        """See Desk."""
        found = check_update(text, max_bytes=_LONGEST_UPDATE)
        known = targets(found, base=self._iris.base, default=self._iris.default_graph)
        self._refuse_own(known or ())
        watched = None if known is None else tuple(sorted(known))
        asked = replace(self._asked("update"), text=with_dataset(text, found, using, using_named), watched=watched)
        return self._publish(key, "update", asked.text, partial(self._written, asked))

    def replace_graph(self, graph: str, payloads: Sequence[Payload], key: Key) -> Written:
        """See Desk."""
        return self._publish(key, "replace", graph, self._on_graph("replace", graph, payloads))

    def add_to_graph(self, graph: str, payloads: Sequence[Payload], key: Key) -> Written:
        """See Desk."""
        return self._publish(key, "add", graph, self._on_graph("add", graph, payloads))

    def remove_graph(self, graph: str, key: Key) -> Written:
        """See Desk."""
        return self._publish(key, "remove", graph, self._on_graph("remove", graph, ()))

    def judge(self, finding: str, judgement: str, key: Key, *, reason: str = "", corrected_to: str | None = None) -> Written:
        """See Desk."""
        given = verdict(finding, judgement, key.name, reason=reason, corrected_to=corrected_to)
        about = verdict_iri(given, self._iris)
        written = self._publish(key, "judge", f"{judgement} {finding}", partial(self._judged, given), about)
        self.applying.ask()
        return written

    def _judged(self, given: Verdict, aside: Path, before: Generation) -> Mapping[str, GraphChange]:
        graph = self._iris.graph("reviews")
        reviews = reviews_graph([*read_verdicts(self._settings.data), given], self._iris)
        payload = Payload(serialise(reviews), "application/n-triples")
        changes = self._written(
            replace(self._asked("replace"), own=(), graph=graph, payloads=(payload,), watched=(graph,)), aside, before
        )
        add_verdict(self._settings.data, given)
        return changes

    def _asked(self, act: str) -> Write:
        own, default = self._iris.graph(""), self._iris.default_graph
        return Write(act, self._iris.base, (own,), default)  # type: ignore[arg-type] # one of its acts

    def _on_graph(self, act: str, graph: str, payloads: Sequence[Payload]) -> Step:
        self._refuse_own([graph])
        return partial(self._written, replace(self._asked(act), graph=graph, payloads=tuple(payloads), watched=(graph,)))

    def _refuse_own(self, graphs: Sequence[str] | frozenset[str]) -> None:
        if own := [graph for graph in graphs if self._iris.is_pipelines(graph)]:
            raise refusal(own)

    def _written(self, asked: Write, aside: Path, before: Generation) -> Mapping[str, GraphChange]:
        limits = self._settings
        return write(before.graph, aside / "graph", asked, wall_s=limits.write_wall_s, memory_mb=limits.query_memory_mb)

    def _publish(self, key: Key, act: str, what: str, step: Step, about: str = "") -> Written:
        data = self._settings.data
        with generations.writer_lock(data):
            catch_up(data)
            require_answer(self._settings)
            before = _sound(data)
            aside = generations.begin(data)
            try:
                changes = step(aside, before)
                done = Written(before.id, _now(), key.id, key.name, act, what[:_LONGEST_TOLD], changes, about)
                if not changes:
                    return done
                put_record(aside, replace(done, generation=""))
                generation = self._finish(aside, before, changes)
            finally:
                shutil.rmtree(aside, ignore_errors=True)
            catch_up(data)
            generations.prune(data, serving=generation)
            bring_up(self._settings)
            settle_collections(self._settings.qdrant_url, Choices.of(self._settings))
        _LOG.info("%s by %s (key %s): %d graphs changed, published %s", act, key.name, key.id, len(changes), generation)
        return replace(done, generation=generation)

    def _finish(self, aside: Path, before: Generation, changes: Collection[str]) -> str:
        with GraphStore.read_only(aside / "graph") as store:
            states = record_graphs(store, aside, before, self._iris.base, changes)
        carry_over(before, aside)
        build = build_record(states, before.build.ontology_version, before.build.model)
        ready = partial(make_ready, settings=self._settings)
        generation = generations.publish(self._settings.data, aside, build, before, ready)
        note_changes(self._settings.data, generation)
        return generation


def carry_over(before: Generation, aside: Path) -> None:
    """Links into the folder aside what a write does not change: all but the graph, and what tells of it and was made already."""
    for path in before.build.files:
        if not path.startswith(_MADE_ANEW) and not (aside / path).exists():
            (aside / path).parent.mkdir(parents=True, exist_ok=True)
            os.link(before.folder / path, aside / path)


def _sound(data: Path) -> Generation:
    """What serves, if it is the newest: on an earlier one, a write would undo what others wrote since."""
    found = generations.current(data)
    if found.warning:
        raise StoreDamaged(found.warning, advice="Mend it with: mandategraph ingest PATH")
    return found


def _now() -> str:
    return datetime.now(UTC).replace(microsecond=0).isoformat()
