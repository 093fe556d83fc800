"""Eyes, stage allude. In: one passage with its names, the short forms that are meant in it, and words that describe concepts.
Out: Allusions: what the passage speaks of without naming it, each with its evidence and by which inference.

What is read as a name is no allusion at the same place. Must not infer from another document.
"""

from collections.abc import Iterator, Mapping, Sequence

from ontology.nouns import Allusion, Mention
from ontology.span import Span
from reading.evidence import Witness
from reading.mentions.lexicon import Named
from reading.mentions.mandated import Held, Mandated, mandated
from reading.mentions.mention import is_cited, is_part_of_a_title
from reading.mentions.refer import Referred

_CONFIDENCE: Mapping[str, float] = {"description": 0.8, "adjective": 0.85, "holder of the mandate": 0.8}
# "risk factors", "early warning signs": of drug use, disease or conflict, unless the passage names a crime.
_CRIMES_ELSE_NOTHING = {"WarningSign", "GenericName"}
_SAID = 0.9  # of a mandate that the passage calls one, beside its holder


def allude(
    named: Sequence[Named], referred: Sequence[Referred], described: Sequence[Named], held: Held, witness: Witness
) -> tuple[list[Mention], list[Allusion]]:
    """The mandates that a passage mentions beside their holders, and what it alludes to; both in order."""
    text = witness.passage.text
    meant = [one.name for one in referred]
    spoken = mandated(text, sorted([*named, *meant], key=lambda name: name.span.start), held)
    found = [
        *_meant(referred),
        *_described(named, described, text),
        *(
            (one.span, "holder of the mandate", _CONFIDENCE["holder of the mandate"], one.mandate)
            for one in spoken
            if not one.is_said
        ),
    ]
    allusions = [
        Allusion(witness.iri("allusion", f"{span.of(text)} {iri}"), witness.evidence(span, method, confidence), iri)
        for span, method, confidence, iri in sorted(found, key=lambda each: (each[0].start, each[3]))
    ]
    return [_mention(one, witness) for one in spoken if one.is_said], allusions


def _meant(referred: Sequence[Referred]) -> Iterator[tuple[Span, str, float, str]]:
    for one in referred:
        if one.name.concept is not None and not is_cited(one.name.concept):
            yield one.name.span, one.name.by, one.confidence, one.name.concept.iri


def _mention(one: Mandated, witness: Witness) -> Mention:
    evidence = witness.evidence(one.span, "mandate of a holder named beside it", _SAID)
    return Mention(witness.iri("mention", f"{evidence.as_printed} {one.mandate}"), evidence, one.mandate)


def _described(named: Sequence[Named], described: Sequence[Named], text: str) -> Iterator[tuple[Span, str, float, str]]:
    speaks_of_crimes = any(other.concept and "Crime" in other.concept.kinds for other in named)
    for name in described:
        if name.concept is None or is_part_of_a_title(name, text):
            continue
        if set(name.concept.kinds) >= _CRIMES_ELSE_NOTHING and not speaks_of_crimes:
            continue
        if any(other.span.overlaps(name.span) and not _is_within(other, name) for other in named):
            continue
        if any(other.concept and other.concept.iri == name.concept.iri and other.span.overlaps(name.span) for other in named):
            continue
        method = "adjective" if "State" in name.concept.kinds else name.by
        yield name.span, method, _CONFIDENCE[method], name.concept.iri


def _is_within(name: Named, description: Named) -> bool:
    """Whether a shorter name stands in the words that describe something else: incitement in "incitement to hatred"."""
    return description.span.contains(name.span) and name.span.length < description.span.length
