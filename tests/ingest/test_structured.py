"""Tests of the river: structured formats from file to graph. In: a made resolution in two languages, its corrigendum with a
manifest. Out: what is published of them.
"""

import json
from pathlib import Path

import pytest

from stores import generations
from stores.graph.store import GraphStore
from tests.ingest.conftest import River
from tests.reading.test_akoma import markup
from tests.reading.test_registry import RESOLUTION

pytestmark = pytest.mark.slow

_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> BASE <https://w3id.org/mandategraph/> "


def _asked(river: River, query: str) -> list[tuple[str, ...]]:
    with GraphStore.read_only(generations.current(river.settings.data).graph) as graph:
        return [tuple(str(value) for value in row.values()) for row in graph.select(_PREFIX + query)]


def _sources(folder: Path) -> Path:
    folder.mkdir()
    (folder / "lamps.xml").write_bytes(markup())
    french = markup(language="fra").replace(b"Lamps be lit;", b"Soit la lumi\xc3\xa8re ;").replace(b"Thanks all.", b"Merci.")
    (folder / "lampes.xml").write_bytes(french.replace(b"<point><num>(i)</num><content><p>By day;</p></content></point>", b""))
    (folder / "mended.json").write_text(json.dumps(RESOLUTION), encoding="utf-8")
    (folder / "manifest.tsv").write_text("file\tsymbol\ttitle\nmended.json\tA/RES/85/31/Corr.1\tLamps\n", encoding="utf-8")
    return folder


def test_two_languages_and_a_corrigendum_are_one_document_and_another(river: River, tmp_path: Path) -> None:
    """Words in both languages on one paragraph, roles as classes, what was corrected; where the languages disagree is told."""
    receipt = river.run(_sources(tmp_path / "sources"))
    assert {(Path(line.source).name, line.document, line.outcome) for line in receipt.lines} == {
        ("lamps.xml", "A/RES/85/31", "read"),
        ("lampes.xml", "A/RES/85/31", "read"),
        ("mended.json", "A/RES/85/31/Corr.1", "read"),
    }
    told = {finding for line in receipt.lines for finding in line.findings}
    assert "A/RES/85/31, para. 2 (b) (i): not in fr" in told
    words = (
        "SELECT (LANG(?text) AS ?in) ?text { <doc/A/RES/85/31/para/2/a> a mg:OperativeParagraph ; mg:text ?text } ORDER BY ?text"
    )
    assert _asked(river, words) == [("en", "Lamps be lit;"), ("fr", "Soit la lumière ;")]
    assert _asked(river, "SELECT ?pin { <doc/A/RES/85/31/preamble/2/a> a mg:PreambularParagraph ; mg:pinpoint ?pin }") == [
        ("A/RES/85/31, preambular para. 2 (a)",)
    ]
    facts = "SELECT ?day ?item ?vote { <doc/A/RES/85/31> mg:adopted ?day ; mg:agendaItem ?item ; mg:vote ?vote }"
    assert _asked(river, facts) == [("2031-05-03", "7 (c)", "101 in favour, 3 against, 12 abstaining")]
    assert _asked(river, "SELECT ?which { ?which mg:corrects <doc/A/RES/85/31> }") == [
        ("https://w3id.org/mandategraph/doc/A/RES/85/31/Corr.1",)
    ]
    marked = "SELECT ?note ?pin { ?note mg:markedIn ?passage . ?passage mg:pinpoint ?pin } ORDER BY ?note"
    assert [pin for _, pin in _asked(river, marked)] == ["A/RES/85/31, preambular para. 1", "A/RES/85/31, para. 3"]
