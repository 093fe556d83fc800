"""Tests of the answers: findings that a reviewer judges. In: a small generation. Out: what they may lead to, or an error."""

import pytest

from api.entities import require_finding
from api.library import Library
from ontology.errors import BadParameter, NotFound
from ontology.iris import DEFAULT_BASE

FINDING = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> SELECT ?it {{ ?it a mg:{kind} }} ORDER BY STR(?it) LIMIT 1"
CRIME, TREATY, STATE, REPORT = "crime/genocide", "instrument/genocide-convention", "state/KEN", "doc/A/85/40"


@pytest.mark.parametrize(
    ("kind", "fitting", "unfit"),
    [
        ("Mention", (CRIME, STATE), (REPORT, "ontology#Crime")),
        ("Citation", (TREATY, REPORT), (CRIME, STATE)),
        ("Recommendation", (STATE,), (CRIME, TREATY, REPORT)),
    ],
)
def test_a_finding_leads_to_what_the_ontology_wants_there(
    library: Library, kind: str, fitting: tuple[str, ...], unfit: tuple[str, ...]
) -> None:
    """A mention to an entry of the vocabulary, a citation to a work, a duty to an actor: the ranges say so."""
    with library.serving() as serving:
        (row,) = serving.graph.select(FINDING.format(kind=kind))
        for target in fitting:
            require_finding(serving, str(row["it"]), f"{DEFAULT_BASE}{target}")
        for target in unfit:
            with pytest.raises(BadParameter, match="leads to"):
                require_finding(serving, str(row["it"]), f"{DEFAULT_BASE}{target}")


def test_a_finding_that_nobody_found_or_judged_is_unknown(library: Library) -> None:
    """So is what the graph does not describe."""
    with library.serving() as serving:
        with pytest.raises(NotFound, match="no finding"):
            require_finding(serving, f"{DEFAULT_BASE}doc/A/1/2/para/1/mention/0")
        (row,) = serving.graph.select(FINDING.format(kind="Mention"))
        with pytest.raises(NotFound, match="not in this generation"):
            require_finding(serving, str(row["it"]), "https://example.org/nowhere")
