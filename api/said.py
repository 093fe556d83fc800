"""Answers: what is said. In: the key of a passage in a language. Out: its words, with the document, headings and concepts that
the graph puts beside them. Must not rank or count.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from api.facts import MG, PREFERRED, facts_of, in_order
from ontology.errors import StoreDamaged
from stores.graph.store import GraphStore, Term


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a passage in one language. `fidelity` is "full", or "digest" where they are our own; `title` is that of the
    document, in the same language where it has one so; `sections` and `mentioned` are IRIs.
    """

    passage: str
    language: str
    text: str
    fidelity: str
    pinpoint: str
    document: str
    title: str
    sections: Sequence[str]
    mentioned: Sequence[str]


def words_of(graph: GraphStore, passage: str, language: str) -> Words:
    """What is said of a passage in a language. StoreDamaged where the graph lacks it: the index has it from there."""
    stated = graph.facts(passage)

    def texts(name: str) -> list[Term]:
        return list(stated.get(f"{MG}{name}", ()))

    said = [
        (str(term), kind)
        for kind, name in (("full", "text"), ("digest", "digestText"))
        for term in texts(name)
        if (term.language or "") == language
    ]
    placed = [(str(pinpoint), str(document)) for pinpoint in texts("pinpoint") for document in texts("inDocument")]
    if not said or not placed:
        message = f"The index has the passage {passage} in the language {language!r}; the graph does not."
        raise StoreDamaged(message, advice="Publish again: `mandategraph ingest` writes both anew.")
    (text, fidelity), (pinpoint, document) = said[0], min(placed)
    titles = in_order(facts_of(graph, document).get(f"{MG}title", ()), language)
    return Words(
        passage=passage,
        language=language,
        text=text,
        fidelity=fidelity,
        pinpoint=pinpoint,
        document=document,
        title=str(titles[0]) if titles else "",
        sections=[str(section) for section in texts("within")],
        mentioned=sorted({str(concept) for concept in texts("mentions")}),
    )


def headings_of(graph: GraphStore, words: Words) -> list[tuple[str, str]]:
    """The sections that hold a passage, from the document down: IRI and heading, in the language of the words if it has one."""
    found = []
    for section in words.sections:
        stated = facts_of(graph, section)
        headings = in_order(stated.get(f"{MG}heading", ()), words.language)
        if headings and (orders := stated.get(f"{MG}order", ())):
            found.append((int(str(orders[0])), section, str(headings[0])))
    return [(section, heading) for _, section, heading in sorted(found)]


def label_of(graph: GraphStore, iri: str) -> str:
    """The preferred label in English or in no language; empty where there is none."""
    return min((str(label) for label in facts_of(graph, iri).get(PREFERRED, ()) if label.language in (None, "en")), default="")


def called(graph: GraphStore, iri: str) -> str:
    """What a concept or a document is called: its label, else its title in English if it has one; empty where it has neither."""
    titles = facts_of(graph, iri).get(f"{MG}title", ())
    return label_of(graph, iri) or (str(titles[0]) if titles else "")
