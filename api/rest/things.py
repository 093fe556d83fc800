"""Answers, REST: the table of what documents speak of. In: nothing. Out: actors, networks, mandates, crimes, risk factors and
situations, each as a resource. Must not ask anything.
"""

from api.rest.fields import Field, Filter, Key, Nested, Resource, Sort
from api.rest.shared import BY_LABEL, CERTAINTY, NAMED_IN, TYPES, VOCABULARY, evidence, named

_ACTOR_KINDS = {
    kind: f"mg:{kind}"
    for kind in (
        "State",
        "UNOrgan",
        "UNEntity",
        "OfficeHolder",
        "RegionalArrangement",
        "CivilSociety",
        "NationalInstitution",
        "InternationalOrganization",
        "ActorGroup",
        "Network",
        "Mechanism",
    )
}
_MENTIONED = {"mentions": ("mentions", "of"), "paragraphs": ("paragraphs", "mentions")}
_DEFINITION = Field("definition", "skos:definition", "What it means, in our words", "text")

ACTORS = Resource(
    name="actors",
    title="Actors",
    says="States, organs, entities, office-holders, groups, networks and mechanisms that act or are asked to act.",
    pattern="?item a mg:Actor .",
    fields=(
        named("skos:prefLabel"),
        TYPES,
        Field("iso3", "mg:iso3", "A State's code in ISO 3166-1"),
        Field("m49", "mg:m49", "A State's code in M49"),
        Field("member_of", "mg:memberOf", "Groups that it belongs to", "link", many=True),
        Field("subgroup_of", "mg:subgroupOf", "Wider groups", "link", many=True),
        Field("part_of", "dcterms:isPartOf", "What it is a part of", "link"),
        Field("regions", "mg:inRegion", "Regions that it lies in", "link", many=True),
        Field("mandates", "mg:holdsMandate", "Mandates that it holds", "link", many=True),
        *VOCABULARY,
    ),
    filters=(
        Filter("kind", "word", "?item a {value} .", "Of that class", "UNOrgan", words=_ACTOR_KINDS),
        Filter(
            "member_of",
            "thing",
            "?item mg:memberOf {value} .",
            "That belong to it",
            "actor/african-union",
            ("actor/", "network/"),
        ),
        Filter("region", "thing", "?item mg:inRegion {value} .", "In that region", "region/002", ("region/",)),
        NAMED_IN,
    ),
    sorts=BY_LABEL,
    homes=("actor/", "state/"),
    example="security-council",
    links=_MENTIONED | {"recommendations": ("recommendations", "addressee")},
)

NETWORKS = Resource(
    name="networks",
    title="Networks",
    says="Networks, coalitions and groups of friends, with who belongs to them and who supports them.",
    pattern="?item a mg:Network .",
    fields=(
        named("skos:prefLabel"),
        TYPES,
        Field("founded", "mg:founded", "When it was founded"),
        Field("members", "mg:hasMember", "Who belongs to it", "link", many=True),
        Field("member_of", "mg:memberOf", "What it belongs to", "link", many=True),
        Field("hosted_by", "mg:hostedBy", "Who hosts it", "link", many=True),
        Field("supported_by", "mg:supportedBy", "Who supports it", "link", many=True),
        Field("focus_regions", "mg:focusRegion", "Regions that it looks at", "link", many=True),
        *VOCABULARY,
    ),
    filters=(
        Filter("member", "thing", "?item mg:hasMember {value} .", "To which it belongs", "state/POL", ("state/", "actor/")),
        Filter("focus_region", "thing", "?item mg:focusRegion {value} .", "That look at that region", "region/151", ("region/",)),
        NAMED_IN,
    ),
    sorts=BY_LABEL,
    homes=("network/",),
    example="global-network-of-responsibility-to-protect-focal-points",
    links=_MENTIONED,
)

MANDATES = Resource(
    name="mandates",
    title="Mandates",
    says="Mandates with who holds them, what established or reaffirmed them, and the passages that say so.",
    pattern="?item a mg:Mandate .",
    fields=(
        named("skos:prefLabel"),
        TYPES,
        Field("held_by", "mg:heldBy", "Who holds it", "link", many=True),
        Field("established_by", "mg:establishedBy", "What established it", "link", many=True),
        Field("defined_by", "mg:definedBy", "What defined it", "link", many=True),
        Field("reaffirmed_by", "mg:reaffirmedBy", "What reaffirmed it", "link", many=True),
        Field("functions", "mg:hasFunction", "Its functions", "link", many=True),
        *VOCABULARY,
        Nested(
            "bases",
            "?part mg:mandate ?item",
            "Passages that say what the mandate rests on",
            (
                Field("role", "mg:role", "What the document did: establishes, defines or reaffirms"),
                Field("target", "mg:target", "That document", "link"),
                *evidence(),
            ),
            is_finding=True,
        ),
    ),
    filters=(
        Filter(
            "held_by",
            "thing",
            "?item mg:heldBy {value} .",
            "Held by them",
            "actor/working-group-on-arbitrary-detention",
            ("actor/",),
        ),
        Filter(
            "basis",
            "thing",
            "?item mg:establishedBy|mg:definedBy|mg:reaffirmedBy {value} .",
            "That rest on that document",
            "A/RES/60/1",
        ),
    ),
    sorts=BY_LABEL,
    homes=("mandate/",),
    example="special-adviser-prevention-of-genocide",
)

CRIMES = Resource(
    name="crimes",
    title="Crimes",
    says="Atrocity crimes and what stands around them, with their acts and their legal bases.",
    pattern="?item a mg:Crime .",
    fields=(
        named("skos:prefLabel"),
        TYPES,
        _DEFINITION,
        Field("broader", "skos:broader", "The wider notion", "link"),
        Field("is_distinct_crime", "mg:isDistinctCrime", "Whether it stands by itself in law", "boolean"),
        Field("may_amount_to", "mg:mayAmountTo", "Crimes that it may amount to", "link", many=True),
        Field("acts", "mg:hasAct", "Acts that make it up", "link", many=True),
        CERTAINTY,
        *VOCABULARY,
        Nested(
            "legal_bases",
            "?item mg:hasLegalBasis ?part",
            "Articles that sources name for it",
            (
                Field("label", "skos:prefLabel", "Its name", "text"),
                Field("instrument", "mg:instrument", "The instrument", "link"),
                Field("article", "mg:article", "The article"),
                Field("according_to", "mg:accordingTo", "Whose statement that is", "link", many=True),
                CERTAINTY,
            ),
        ),
    ),
    filters=(
        Filter("broader", "thing", "?item skos:broader {value} .", "Narrower than that", "crime/atrocity-crimes", ("crime/",)),
        NAMED_IN,
    ),
    sorts=BY_LABEL,
    homes=("crime/",),
    example="genocide",
    links=_MENTIONED,
)

_NUMBER = Key("number", is_number=True)
_NUMBERED = "?item mg:number ?printed . BIND(<http://www.w3.org/2001/XMLSchema#integer>(?printed) AS ?number)"

RISK_FACTORS = Resource(
    name="risk-factors",
    title="Risk factors",
    says="The risk factors of the Framework of Analysis with their indicators, in our words, and how sure each is.",
    pattern="?item a mg:RiskFactor .",
    fields=(
        named("skos:prefLabel"),
        TYPES,
        Field("number", "mg:number", "Its number"),
        _DEFINITION,
        Field("scope", "mg:scope", "common, or specific to a crime"),
        Field(
            "natures",
            '?item mg:riskNature ?nature BIND(LCASE(STRAFTER(STR(?nature), "#")) AS ?value)',
            "structural, dynamic or triggering",
            many=True,
        ),
        Field("points_to", "mg:pointsTo", "The crime that it is specific to", "link"),
        CERTAINTY,
        *VOCABULARY,
        Nested(
            "indicators",
            "?item mg:hasIndicator ?part",
            "Its indicators",
            (Field("label", "skos:prefLabel", "Its name", "text"), Field("number", "mg:number", "Its number"), CERTAINTY),
        ),
    ),
    filters=(
        Filter("crime", "thing", "?item mg:pointsTo {value} .", "Specific to that crime", "crime/genocide", ("crime/",)),
        Filter("scope", "string", "?item mg:scope {value} .", "common or specific", "common"),
        NAMED_IN,
    ),
    sorts=(
        Sort("number", (_NUMBER,), _NUMBERED),
        Sort("-number", (Key("number", descending=True, is_number=True),), _NUMBERED),
        *BY_LABEL,
    ),
    homes=("risk-factor/",),
    example="8",
    links=_MENTIONED,
)

_OBSERVED = "?item mg:hasObservation ?observation . ?observation"
_YEAR = "?item mg:inYear ?inYear . BIND(STR(?inYear) AS ?year)"
_PLACE = Key("place")
_PLACED = "?item mg:situationIn ?situationIn . BIND(STR(?situationIn) AS ?place)"

SITUATIONS = Resource(
    name="situations",
    title="Situations",
    says="A State or region in a year, with what documents observe there. No score and no verdict is given.",
    pattern="?item a mg:Situation .",
    fields=(
        named("skos:prefLabel"),
        TYPES,
        Field("place", "mg:situationIn", "The State or region", "link"),
        Field("year", "mg:inYear", "The year"),
        Nested(
            "observations",
            "?item mg:hasObservation ?part",
            "What passages say of it",
            (
                Field("crimes", "mg:ofCrime", "Crimes named", "link", many=True),
                Field("factors", "mg:underFactor", "Risk factors named", "link", many=True),
                Field("indicators", "mg:underIndicator", "Indicators named", "link", many=True),
                Field("as_of", "mg:asOf", "The day that the passage speaks for"),
                *evidence(),
            ),
            is_finding=True,
        ),
    ),
    filters=(
        Filter("place", "thing", "?item mg:situationIn {value} .", "There", "state/COD", ("state/", "region/")),
        Filter(
            "since", "year", "?item mg:inYear ?sinceYear . FILTER(STR(?sinceYear) >= {value})", "In that year or later", "2005"
        ),
        Filter(
            "until", "year", "?item mg:inYear ?untilYear . FILTER(STR(?untilYear) <= {value})", "In that year or earlier", "2035"
        ),
        Filter(
            "in",
            "unit",
            f"{_OBSERVED} mg:inPassage ?seenIn . ?seenIn mg:inDocument {{value}} .",
            "Observed in that document, or in that passage",
            "core-functions",
            passage_pattern=f"{_OBSERVED} mg:inPassage {{value}} .",
        ),
        Filter("crime", "thing", f"{_OBSERVED} mg:ofCrime {{value}} .", "Where it is named", "crime/genocide", ("crime/",)),
        Filter(
            "factor", "thing", f"{_OBSERVED} mg:underFactor {{value}} .", "Where it is named", "risk-factor/8", ("risk-factor/",)
        ),
    ),
    sorts=(
        Sort("place", (_PLACE, Key("year")), f"{_PLACED} {_YEAR}"),
        Sort("year", (Key("year"), _PLACE), f"{_PLACED} {_YEAR}"),
        Sort("-year", (Key("year", descending=True), _PLACE), f"{_PLACED} {_YEAR}"),
    ),
    homes=("situation/",),
    example="COD/2021",
    finding="?observation",
    finding_pattern="?item mg:hasObservation ?observation .",
)
