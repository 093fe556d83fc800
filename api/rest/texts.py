"""Answers, REST: the table of what stands in documents. In: nothing. Out: documents, paragraphs, citations, recommendations,
mentions, each as a resource. Must not ask anything.
"""

from api.rest.fields import Field, Filter, Key, Nested, Resource, Sort
from api.rest.shared import (
    DATE_OF_ITEM,
    DOCUMENT,
    DOCUMENT_KINDS,
    IN_UNIT,
    ORDER,
    PASSAGE_KINDS,
    START,
    TYPES,
    evidence,
    named,
    reading,
    years,
)

# "?rendition mg:chosen true" as a pattern would make the engine begin with every rendition that there is.
_CHOSEN = "?item mg:hasRendition ?rendition . ?rendition mg:chosen ?isChosen FILTER(?isChosen)"
_FIDELITY = f"{_CHOSEN} ?rendition mg:fidelity {{value}} ."
_FIDELITIES = {"full": "mg:FullText", "digest": "mg:Digest"}
_IN_DOCUMENT = "?passage mg:inDocument ?document ; mg:order ?order ."
_DOCUMENT_OF = Field("document", "mg:inPassage/mg:inDocument", "The document that it stands in", "link")

DOCUMENTS = Resource(
    name="documents",
    title="Documents",
    says="Reports, resolutions, letters, statements, treaties and programme documents that are here or that others cite.",
    pattern="?item a mg:Document .",
    fields=(
        named("mg:title|skos:prefLabel"),
        TYPES,
        Field("symbols", "mg:symbol", "Its symbols, parallel ones too", many=True),
        Field("issued", "mg:issued|mg:issuedYear", "When it was issued: a date, or a year"),
        Field("session", "mg:session", "The session"),
        Field("agenda_items", "mg:agendaItem", "Agenda items", many=True),
        Field("adopted_by", "mg:adoptedBy", "Who adopted it", "link"),
        Field(
            "fidelity",
            f'{_CHOSEN} ?rendition mg:fidelity ?fidelity BIND(IF(?fidelity = mg:Digest, "digest", "full") AS ?value)',
            "full: the words of the original are here; digest: our own words; absent: only its existence is known",
        ),
        Field("source_note", "mg:sourceNote", "Where its name and facts were taken from", "text"),
        Nested(
            "renditions",
            "?item mg:hasRendition ?part",
            "The files that its words were read from",
            (
                Field("language", "mg:language", "Its language"),
                Field("media_type", "mg:mediaType", "Its media type"),
                Field("sha256", "mg:sha256", "The digest of the file"),
                Field("chosen", "mg:chosen", "Whether its words are those that are shown", "boolean"),
            ),
        ),
    ),
    filters=(
        Filter("kind", "word", "?item a {value} .", "Of that class", "Resolution", words=DOCUMENT_KINDS),
        *years("?item"),
        Filter("symbol", "string", "?item mg:symbol {value} .", "With exactly that symbol", "A/RES/60/1"),
        Filter("fidelity", "word", _FIDELITY, "Whose words are here in full, or as a digest", "digest", words=_FIDELITIES),
        Filter(
            "adopted_by", "thing", "?item mg:adoptedBy {value} .", "Adopted by that organ", "actor/general-assembly", ("actor/",)
        ),
        Filter(
            "cites",
            "thing",
            "?citing mg:cites {value} ; mg:inDocument ?item .",
            "That cite it somewhere",
            "A/RES/60/1",
            finding_pattern="?finding mg:target {value} ; mg:inPassage ?citing . ?citing mg:inDocument ?item .",
        ),
        Filter(
            "names",
            "thing",
            "?naming mg:mentions {value} ; mg:inDocument ?item .",
            "That name it somewhere",
            "crime/genocide",
            finding_pattern="?finding mg:of {value} ; mg:inPassage ?naming . ?naming mg:inDocument ?item .",
        ),
    ),
    sorts=(
        Sort("iri", ()),
        Sort("date", (Key("date"),), DATE_OF_ITEM),
        Sort("-date", (Key("date", descending=True),), DATE_OF_ITEM),
    ),
    homes=("doc/", "instrument/"),
    example="core-functions",
    links={
        "paragraphs": ("paragraphs", "document"),
        "citations_out": ("citations", "in"),
        "citations_in": ("citations", "cites"),
        "recommendations": ("recommendations", "in"),
    },
)

PARAGRAPHS = Resource(
    name="paragraphs",
    title="Paragraphs",
    says="Passages in reading order: numbered paragraphs and their letters, preambular ones, footnotes, summaries.",
    pattern="?item a mg:Passage ; mg:inDocument ?document ; mg:order ?order .",
    fields=(
        named("mg:pinpoint"),
        TYPES,
        Field("number", "mg:number", "Its number, as printed"),
        Field("order", "mg:order", "Its place in the document", "integer"),
        Field("document", "mg:inDocument", "Its document", "link"),
        Field("part_of", "mg:partOf", "The section or paragraph that holds it", "link"),
        Field("text", "mg:text|mg:digestText", "Its words, in the language asked for where it has them", "text"),
        Field(
            "fidelity",
            '?item mg:text|mg:digestText ?words BIND(IF(EXISTS { ?item mg:text ?words }, "full", "digest") AS ?value)',
            "full: words of the original; digest: our own words",
        ),
        Field("cites", "mg:cites", "What it cites", "link", many=True),
        Field("mentions", "mg:mentions", "What it names", "link", many=True),
        Field("footnotes", "^mg:markedIn", "The footnotes marked in it", "link", many=True),
    ),
    filters=(
        DOCUMENT,
        Filter("kind", "word", "?item a {value} .", "Of that class", "Paragraph", words=PASSAGE_KINDS),
        *years(),
        Filter(
            "mentions",
            "thing",
            "?item mg:mentions {value} .",
            "That name it",
            "crime/genocide",
            finding_pattern="?finding mg:of {value} ; mg:inPassage ?item .",
        ),
        Filter(
            "cites",
            "thing",
            "?item mg:cites {value} .",
            "That cite it",
            "A/RES/60/1",
            finding_pattern="?finding mg:target {value} ; mg:inPassage ?item .",
        ),
    ),
    sorts=reading(ORDER),
    homes=("doc/",),
    example="core-functions/p/6",
    links={
        "citations_out": ("citations", "in"),
        "citations_in": ("citations", "cites"),
        "recommendations": ("recommendations", "in"),
        "mentions_out": ("mentions", "in"),
    },
    by_document=True,
)

CITATIONS = Resource(
    name="citations",
    title="Citations",
    says="What passages cite: out of a document or passage by `in`, into one or into an instrument by `cites`.",
    pattern=f"?item a mg:Citation ; mg:inPassage ?passage ; mg:start ?start . {_IN_DOCUMENT}",
    fields=(
        named("mg:asPrinted"),
        TYPES,
        _DOCUMENT_OF,
        Field("target", "mg:target", "What is cited", "link"),
        Field("cited_part", "mg:citedPart", "The part of it that is cited, as printed"),
        Field("cited_passages", "mg:citesPassage", "The passages that are cited", "link", many=True),
        Field("unresolved", "mg:unresolved", "Why it leads nowhere"),
        *evidence(),
    ),
    filters=(
        IN_UNIT,
        Filter(
            "cites",
            "unit",
            "?item mg:target {value} .",
            "Into that document, instrument or passage",
            "A/RES/60/1",
            passage_pattern="?item mg:citesPassage {value} .",
        ),
        Filter(
            "resolved",
            "boolean",
            "FILTER(EXISTS { ?item mg:target ?resolvedTo } = {value})",
            "That lead somewhere, or do not",
            "true",
        ),
        *years(),
    ),
    sorts=reading(ORDER, START),
    homes=("doc/",),
    example="core-functions/p/6/citation/6d637b3ba9",
    by_document=True,
    finding="?item",
)

RECOMMENDATIONS = Resource(
    name="recommendations",
    title="Recommendations",
    says="What documents ask of somebody, with the verb, how strong it is, and who is asked.",
    pattern=f"?item a mg:Recommendation ; mg:inPassage ?passage ; mg:start ?start . {_IN_DOCUMENT}",
    fields=(
        named("mg:asPrinted"),
        TYPES,
        _DOCUMENT_OF,
        Field("addressees", "mg:addressee", "Who is asked", "link", many=True),
        Field("asked_by", "mg:askedBy", "Who asks", "link", many=True),
        Field("verb", "mg:verb", "The verb"),
        Field("strength", "mg:strength", "How strongly it asks"),
        Field("action", "mg:action", "What is asked", "text"),
        Field("themes", "mg:theme", "What it is about", "link", many=True),
        Field("pillars", "mg:pillar", "Pillars of the responsibility to protect", "link", many=True),
        Field("deadline", "mg:deadline", "By when"),
        Field("earlier", "mg:succeeds", "Earlier duties that it takes up", "link", many=True),
        Field("later", "mg:precedes", "Later duties that take it up", "link", many=True),
        *evidence(),
    ),
    filters=(
        IN_UNIT,
        Filter(
            "addressee", "thing", "?item mg:addressee {value} .", "Asked of them", "actor/member-states", ("actor/", "state/")
        ),
        Filter("asked_by", "thing", "?item mg:askedBy {value} .", "Asked by them", "actor/secretary-general", ("actor/",)),
        Filter("theme", "thing", "?item mg:theme {value} .", "About that", "theme/early-warning", ("theme/",)),
        Filter("strength", "string", "?item mg:strength {value} .", "As strong as that", "encourages"),
        *years(),
    ),
    sorts=reading(ORDER, START),
    homes=("doc/",),
    example="A/72/884/para/44/duty/490a8ff109",
    by_document=True,
    finding="?item",
)

MENTIONS = Resource(
    name="mentions",
    title="Mentions",
    says="Where passages name a crime, an actor, a network or anything else of the vocabulary, with the evidence.",
    pattern=f"?item a mg:Mention ; mg:inPassage ?passage ; mg:start ?start . {_IN_DOCUMENT}",
    fields=(
        named("mg:asPrinted"),
        TYPES,
        _DOCUMENT_OF,
        Field("of", "mg:of", "What is named", "link"),
        Field("weight", "mg:weight", "How much the passage is about it, 0 to 1", "number"),
        *evidence(),
    ),
    filters=(
        IN_UNIT,
        Filter("of", "thing", "?item mg:of {value} .", "Of that", "crime/genocide", ("actor/", "crime/", "network/")),
        *years(),
    ),
    sorts=reading(ORDER, START),
    homes=("doc/",),
    example="core-functions/function/1/activity/1/mention/de10e2c976",
    by_document=True,
    finding="?item",
)
