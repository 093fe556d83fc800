"""Tests of the eyes: addresses. In: addresses of the United Nations document services, and others. Out: symbols, or none."""

import pytest

from reading.citations.addresses import symbols_of


@pytest.mark.parametrize(
    ("address", "symbols"),
    [
        ("https://undocs.org/A/72/884", ("A/72/884",)),
        ("http://undocs.org/en/S/RES/1366(2001)", ("S/RES/1366(2001)",)),
        ("https://docs.un.org/fr/A/hrc/RES/37/26", ("A/HRC/RES/37/26",)),
        ("https://undocs.org/en/S/RES/1366%20(2001)", ("S/RES/1366(2001)",)),
        ("https://undocs.org/A/72/884-S/2018/525", ("A/72/884", "S/2018/525")),
        ("http://www.un.org/en/ga/search/view_doc.asp?symbol=A/RES/60/1", ("A/RES/60/1",)),
        ("https://www.un.org/en/genocideprevention", ()),
        ("https://undocs.org/home", ()),
        ("https://example.org/A/72/884", ()),
        ("https://[A/72/884", ()),
    ],
)
def test_an_address_of_the_document_services_leads_to_a_document(address: str, symbols: tuple[str, ...]) -> None:
    """By path or by question, in any language, whatever the letter case; other pages lead to none."""
    assert symbols_of(address) == symbols
