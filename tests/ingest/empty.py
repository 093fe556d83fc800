"""Made for tests: an empty generation. In: settings. Out: a published generation without a statement. Must not need a model."""

from ontology.errors import StoreMissing
from stores import generations
from stores.generations import Build
from stores.graph.store import GraphStore
from stores.settings import Settings
from stores.vectors.chosen import build_index
from stores.words.index import build_words

DIMENSIONS = 384


def publish_empty(settings: Settings) -> str:
    """Publishes it, and answers its id: all that is in it later was written by curators."""
    with generations.writer_lock(settings.data):
        try:
            assert not generations.pointed(settings.data), "something was published there before"
        except StoreMissing:
            aside = generations.begin(settings.data)
        with GraphStore.open(aside / "working") as store:
            store.backup(aside / "graph")
        build_index(aside / "index", [], dims=DIMENSIONS, meta={"model": settings.model}, url="")
        build_words(aside / "words.sqlite", [])
        (aside / "receipt.json").write_text('{"lines": []}\n', encoding="utf-8")
        return generations.publish(settings.data, aside, Build("", "empty", settings.model, {}))
