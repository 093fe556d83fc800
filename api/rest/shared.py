"""Answers, REST: the lines of the table that several resources share. In: nothing. Out: fields, filters and orders. Must not
ask anything.
"""

from api.rest.fields import Field, Filter, Key, Sort
from ontology.triples import DOCUMENT_CLASSES, PASSAGE_CLASSES
from queries.dates import dated

LABEL = "skos:prefLabel|mg:title|mg:pinpoint"
_IS_OURS = 'FILTER(STRSTARTS(STR(?class), "https://w3id.org/mandategraph/ontology#"))'
TYPES = Field(
    "types", f'?item a ?class {_IS_OURS} BIND(STRAFTER(STR(?class), "#") AS ?value)', "Classes of the ontology", many=True
)


def named(property_path: str) -> Field:
    """The field that holds an item's label in the language asked for."""
    return Field("label", property_path, "Its name", "text")


def evidence(at: str = "evidence.") -> tuple[Field, ...]:
    """The fields that say where a finding stands and how sure it is; offsets count characters of the passage's text."""
    return (
        Field(f"{at}passage", "mg:inPassage", "The passage that bears it out; its label is the pinpoint", "link"),
        Field(f"{at}as_printed", "mg:asPrinted", "The words that it stands on, as printed"),
        Field(f"{at}start", "mg:start", "Where they start in the passage, in characters from 0", "integer"),
        Field(f"{at}end", "mg:end", "Where they end", "integer"),
        Field(f"{at}language", "mg:inRendition/mg:language", "The language of the words"),
        Field(f"{at}method", "mg:method", "The rule that found it"),
        Field(f"{at}confidence", "mg:confidence", "How sure that rule says it is, 0 to 1", "number"),
        Field(f"{at}precision", "mg:precision", "How often the method was right on a judged sample, 0 to 1", "number"),
        Field(f"{at}precision_lower_bound", "mg:measuredBy/mg:lowerBound", "Lower end of its 95 % interval", "number"),
        Field(f"{at}precision_sample", "mg:measuredBy/mg:sampleSize", "Findings in that sample", "integer"),
        Field(f"{at}verdict", "^mg:verdictOn/mg:judgement", "What a reviewer held of it"),
        Field(
            f"{at}fidelity",
            '?item mg:inRendition/mg:fidelity ?fidelity BIND(IF(?fidelity = mg:Digest, "digest", "full") AS ?value)',
            "full: words of the original; digest: our own words",
        ),
    )


VOCABULARY = (
    Field("source_note", "mg:sourceNote", "Where name and facts were taken from", "text"),
    Field("note", "skos:note", "What else is to be known", "text"),
    Field("alternative_labels", "skos:altLabel", "Other names", "text", many=True),
    Field("same_as", "skos:exactMatch", "The same thing in other vocabularies", "link", many=True),
)
CERTAINTY = Field("certainty", "mg:certainty", "How the source was seen")


def _date_of(document: str) -> str:
    return dated(document, "?dated") + ' BIND(COALESCE(STR(?dated), "") AS ?date)'


DATE, DATE_OF_ITEM = _date_of("?document"), _date_of("?item")


def years(document: str = "?document") -> tuple[Filter, Filter]:
    """The filters for the years in which documents were issued; one without a date has no year."""
    since, until = _in_year(document, "since", ">="), _in_year(document, "until", "<=")
    return (
        Filter("since", "year", since, "Issued in that year or later (adopted, where that alone is known)", "2005"),
        Filter("until", "year", until, "Issued in that year or earlier (adopted, where that alone is known)", "2035"),
    )


def _in_year(document: str, name: str, sign: str) -> str:
    year = f'SUBSTR(COALESCE(STR(?{name}Dated), ""), 1, 4)'
    return f'{dated(document, f"?{name}Dated")} BIND({year} AS ?{name}) FILTER(?{name} != "" && ?{name} {sign} {{value}})'


DOCUMENT = Filter("document", "thing", "FILTER(?document = {value})", "In that document", "core-functions")
DOCUMENT_KINDS = {str(iri).rpartition("#")[2]: f"<{iri}>" for iri in DOCUMENT_CLASSES.values()}
PASSAGE_KINDS = {str(iri).rpartition("#")[2]: f"<{iri}>" for iri in PASSAGE_CLASSES.values()}
IN_UNIT = Filter(
    "in",
    "unit",
    "FILTER(?document = {value})",
    "In that document, or in that passage",
    "core-functions",
    passage_pattern="?item mg:inPassage {value} .",
)
ORDER = Key("order", is_number=True)
START = Key("start", is_number=True)
NAMED_IN = Filter(
    "named_in",
    "unit",
    "?naming mg:mentions ?item ; mg:inDocument {value} .",
    "Named in that document, or in that passage",
    "core-functions",
    passage_pattern="VALUES ?naming { {value} } ?naming mg:mentions ?item .",
    finding_pattern="?finding mg:of ?item ; mg:inPassage ?naming .",
)


def reading(*keys: Key) -> tuple[Sort, ...]:
    """Orders of what stands in documents: by the document's IRI and as it is read there, or by the document's date first."""
    iri = "BIND(STR(?document) AS ?documentIri)"
    document = Key("documentIri", per_document=True)
    return (
        Sort("document", (document, *keys), document_binds=iri),
        Sort("date", (Key("date", per_document=True), document, *keys), document_binds=f"{DATE} {iri}"),
        Sort("-date", (Key("date", descending=True, per_document=True), document, *keys), document_binds=f"{DATE} {iri}"),
    )


_LABELLED = 'OPTIONAL { ?item skos:prefLabel ?english FILTER(LANG(?english) = "en") } BIND(COALESCE(STR(?english), "") AS ?name)'
BY_LABEL = (
    Sort("label", (Key("name"),), _LABELLED),
    Sort("-label", (Key("name", descending=True),), _LABELLED),
    Sort("iri", ()),
)
