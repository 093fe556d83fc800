"""Tests of what reference managers read: tags, COinS and properties of a document and of a place in it."""

from urllib.parse import parse_qs

from api.citing.source import Reference, Source
from api.linked.bibliographic import bibliographic

REPORT = Source(
    iri="https://w3id.org/mandategraph/doc/A/85/40",
    kind="Report",
    symbols=("A/85/40", "S/2031/44"),
    title="Lamps & <b>keepers</b>",
    date="2031-02-09",
    fidelity="full",
)
PASSAGE = "https://w3id.org/mandategraph/doc/A/85/40/para/3/a"


def test_a_passage_is_a_report_with_its_paragraph_for_pages() -> None:
    """The fields are those from which Zotero makes an item of the type report."""
    told = bibliographic(Reference(REPORT, ("para. 3 (a)",)), PASSAGE, "en", "To keep\n lamps lit.")
    tags = dict(told.highwire)
    assert tags == {
        "citation_title": "Lamps & <b>keepers</b>",
        "citation_technical_report_institution": "United Nations",
        "citation_technical_report_number": "A/85/40-S/2031/44",
        "citation_publisher": "United Nations",
        "citation_publication_date": "2031/02/09",
        "citation_firstpage": "para. 3 (a)",
        "citation_language": "en",
        "citation_abstract": "To keep lamps lit.",
        "citation_public_url": PASSAGE,
    }


def test_the_coins_span_can_be_read_back() -> None:
    """As a query string, which is what OpenURL makes of it; a text cannot begin a field of its own."""
    told = parse_qs(bibliographic(Reference(REPORT, ("para. 3 (a)",)), PASSAGE, "en").coins, strict_parsing=True)
    assert told["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:book"]
    assert told["rft.genre"] == ["report"]
    assert told["rft.btitle"] == ["Lamps & <b>keepers</b>"]
    assert told["rft.pages"] == ["para. 3 (a)"]
    assert told["rft_id"] == [PASSAGE]


def test_words_of_a_digest_are_no_abstract() -> None:
    """They are ours, not the document's."""
    digest = Source(REPORT.iri, "Report", REPORT.symbols, REPORT.title, fidelity="digest")
    told = bibliographic(Reference(digest, ("para. 1",)), PASSAGE, "en", "Our own words.")
    assert "Our own words." not in str(told)


def test_what_is_not_known_is_absent() -> None:
    """A programme text has no symbol, no date and no institution."""
    told = bibliographic(
        Reference(Source("https://w3id.org/mandategraph/doc/core-functions", "Programme", (), "Functions")), "x", "en"
    )
    assert [name for name, _ in told.highwire] == ["citation_title", "citation_language", "citation_public_url"]
    assert dict(told.schema) == {"name": "Functions", "url": "x"}
