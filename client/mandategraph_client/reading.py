"""What can be listed and read. Written by `python -m api.rest.typed` from the table of resources: do not edit."""

from typing import Literal

from mandategraph_client.asking import AsyncAsking, SyncAsking
from mandategraph_client.listing import AsyncListing, Listing
from mandategraph_client.models import (
    Actor,
    ActorAnswer,
    Citation,
    CitationAnswer,
    Crime,
    CrimeAnswer,
    Document,
    DocumentAnswer,
    Mandate,
    MandateAnswer,
    Mention,
    MentionAnswer,
    Network,
    NetworkAnswer,
    Paragraph,
    ParagraphAnswer,
    Recommendation,
    RecommendationAnswer,
    RiskFactor,
    RiskFactorAnswer,
    Situation,
    SituationAnswer,
)

DocumentKind = Literal[
    "Report",
    "Resolution",
    "Letter",
    "Statement",
    "Treaty",
    "Programme",
]
DocumentFidelity = Literal[
    "full",
    "digest",
]
DocumentSort = Literal[
    "iri",
    "date",
    "-date",
]
ParagraphKind = Literal[
    "Paragraph",
    "Footnote",
    "Table",
    "Signature",
    "Summary",
    "Objective",
    "Principles",
    "Priority",
    "Outcome",
    "Output",
    "Activity",
    "CoreFunction",
]
ParagraphSort = Literal[
    "document",
    "date",
    "-date",
]
CitationSort = Literal[
    "document",
    "date",
    "-date",
]
RecommendationSort = Literal[
    "document",
    "date",
    "-date",
]
MentionSort = Literal[
    "document",
    "date",
    "-date",
]
ActorKind = Literal[
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
]
ActorSort = Literal[
    "label",
    "-label",
    "iri",
]
NetworkSort = Literal[
    "label",
    "-label",
    "iri",
]
MandateSort = Literal[
    "label",
    "-label",
    "iri",
]
CrimeSort = Literal[
    "label",
    "-label",
    "iri",
]
RiskFactorSort = Literal[
    "number",
    "-number",
    "label",
    "-label",
    "iri",
]
SituationSort = Literal[
    "place",
    "year",
    "-year",
]


class Reading(SyncAsking):
    """Every resource, with blocking."""

    def documents(
        self,
        *,
        kind: DocumentKind | None = None,
        since: int | None = None,
        until: int | None = None,
        symbol: str | None = None,
        fidelity: DocumentFidelity | None = None,
        adopted_by: str | None = None,
        cites: str | None = None,
        names: str | None = None,
        language: str | None = None,
        min_precision: float | None = None,
        sort: DocumentSort | None = None,
        limit: int | None = None,
    ) -> Listing[Document]:
        """Reports, resolutions, letters, statements, treaties and programme documents that are here or that others cite."""
        asked = {
            "kind": kind,
            "since": since,
            "until": until,
            "symbol": symbol,
            "fidelity": fidelity,
            "adopted_by": adopted_by,
            "cites": cites,
            "names": names,
            "language": language,
            "min_precision": min_precision,
            "sort": sort,
            "limit": limit,
        }
        return Listing(self, "/api/v1/documents", asked)

    def document(
        self,
        path: str,
        *,
        language: str | None = None,
        min_precision: float | None = None,
    ) -> Document:
        """One of documents by its path, such as core-functions."""
        asked = {"language": language, "min_precision": min_precision}
        answer: DocumentAnswer = self.get(f"/api/v1/documents/{path}", asked)
        return answer["item"]

    def paragraphs(
        self,
        *,
        document: str | None = None,
        kind: ParagraphKind | None = None,
        since: int | None = None,
        until: int | None = None,
        mentions: str | None = None,
        cites: str | None = None,
        language: str | None = None,
        min_precision: float | None = None,
        sort: ParagraphSort | None = None,
        limit: int | None = None,
    ) -> Listing[Paragraph]:
        """Passages in reading order: numbered paragraphs and their letters, preambular ones, footnotes, summaries."""
        asked = {
            "document": document,
            "kind": kind,
            "since": since,
            "until": until,
            "mentions": mentions,
            "cites": cites,
            "language": language,
            "min_precision": min_precision,
            "sort": sort,
            "limit": limit,
        }
        return Listing(self, "/api/v1/paragraphs", asked)

    def paragraph(
        self,
        path: str,
        *,
        language: str | None = None,
        min_precision: float | None = None,
    ) -> Paragraph:
        """One of paragraphs by its path, such as core-functions/p/6."""
        asked = {"language": language, "min_precision": min_precision}
        answer: ParagraphAnswer = self.get(f"/api/v1/paragraphs/{path}", asked)
        return answer["item"]

    def citations(
        self,
        *,
        in_: str | None = None,
        cites: str | None = None,
        resolved: bool | None = None,
        since: int | None = None,
        until: int | None = None,
        language: str | None = None,
        min_precision: float | None = None,
        sort: CitationSort | None = None,
        limit: int | None = None,
    ) -> Listing[Citation]:
        """What passages cite: out of a document or passage by `in`, into one or into an instrument by `cites`."""
        asked = {
            "in": in_,
            "cites": cites,
            "resolved": resolved,
            "since": since,
            "until": until,
            "language": language,
            "min_precision": min_precision,
            "sort": sort,
            "limit": limit,
        }
        return Listing(self, "/api/v1/citations", asked)

    def citation(
        self,
        path: str,
        *,
        language: str | None = None,
        min_precision: float | None = None,
    ) -> Citation:
        """One of citations by its path, such as core-functions/p/6/citation/6d637b3ba9."""
        asked = {"language": language, "min_precision": min_precision}
        answer: CitationAnswer = self.get(f"/api/v1/citations/{path}", asked)
        return answer["item"]

    def recommendations(
        self,
        *,
        in_: str | None = None,
        addressee: str | None = None,
        asked_by: str | None = None,
        theme: str | None = None,
        strength: str | None = None,
        since: int | None = None,
        until: int | None = None,
        language: str | None = None,
        min_precision: float | None = None,
        sort: RecommendationSort | None = None,
        limit: int | None = None,
    ) -> Listing[Recommendation]:
        """What documents ask of somebody, with the verb, how strong it is, and who is asked."""
        asked = {
            "in": in_,
            "addressee": addressee,
            "asked_by": asked_by,
            "theme": theme,
            "strength": strength,
            "since": since,
            "until": until,
            "language": language,
            "min_precision": min_precision,
            "sort": sort,
            "limit": limit,
        }
        return Listing(self, "/api/v1/recommendations", asked)

    def recommendation(
        self,
        path: str,
        *,
        language: str | None = None,
        min_precision: float | None = None,
    ) -> Recommendation:
        """One of recommendations by its path, such as A/72/884/para/44/duty/490a8ff109."""
        asked = {"language": language, "min_precision": min_precision}
        answer: RecommendationAnswer = self.get(f"/api/v1/recommendations/{path}", asked)
        return answer["item"]

    def mentions(
        self,
        *,
        in_: str | None = None,
        of: str | None = None,
        since: int | None = None,
        until: int | None = None,
        language: str | None = None,
        min_precision: float | None = None,
        sort: MentionSort | None = None,
        limit: int | None = None,
    ) -> Listing[Mention]:
        """Where passages name a crime, an actor, a network or anything else of the vocabulary, with the evidence."""
        asked = {
            "in": in_,
            "of": of,
            "since": since,
            "until": until,
            "language": language,
            "min_precision": min_precision,
            "sort": sort,
            "limit": limit,
        }
        return Listing(self, "/api/v1/mentions", asked)

    def mention(
        self,
        path: str,
        *,
        language: str | None = None,
        min_precision: float | None = None,
    ) -> Mention:
        """One of mentions by its path, such as core-functions/function/1/activity/1/mention/de10e2c976."""
        asked = {"language": language, "min_precision": min_precision}
        answer: MentionAnswer = self.get(f"/api/v1/mentions/{path}", asked)
        return answer["item"]

    def actors(
        self,
        *,
        kind: ActorKind | None = None,
        member_of: str | None = None,
        region: str | None = None,
        named_in: str | None = None,
        language: str | None = None,
        min_precision: float | None = None,
        sort: ActorSort | None = None,
        limit: int | None = None,
    ) -> Listing[Actor]:
        """States, organs, entities, office-holders, groups, networks and mechanisms that act or are asked to act."""
        asked = {
            "kind": kind,
            "member_of": member_of,
            "region": region,
            "named_in": named_in,
            "language": language,
            "min_precision": min_precision,
            "sort": sort,
            "limit": limit,
        }
        return Listing(self, "/api/v1/actors", asked)

    def actor(
        self,
        path: str,
        *,
        language: str | None = None,
        min_precision: float | None = None,
    ) -> Actor:
        """One of actors by its path, such as security-council."""
        asked = {"language": language, "min_precision": min_precision}
        answer: ActorAnswer = self.get(f"/api/v1/actors/{path}", asked)
        return answer["item"]

    def networks(
        self,
        *,
        member: str | None = None,
        focus_region: str | None = None,
        named_in: str | None = None,
        language: str | None = None,
        min_precision: float | None = None,
        sort: NetworkSort | None = None,
        limit: int | None = None,
    ) -> Listing[Network]:
        """Networks, coalitions and groups of friends, with who belongs to them and who supports them."""
        asked = {
            "member": member,
            "focus_region": focus_region,
            "named_in": named_in,
            "language": language,
            "min_precision": min_precision,
            "sort": sort,
            "limit": limit,
        }
        return Listing(self, "/api/v1/networks", asked)

    def network(
        self,
        path: str,
        *,
        language: str | None = None,
        min_precision: float | None = None,
    ) -> Network:
        """One of networks by its path, such as global-network-of-responsibility-to-protect-focal-points."""
        asked = {"language": language, "min_precision": min_precision}
        answer: NetworkAnswer = self.get(f"/api/v1/networks/{path}", asked)
        return answer["item"]

    def mandates(
        self,
        *,
        held_by: str | None = None,
        basis: str | None = None,
        language: str | None = None,
        min_precision: float | None = None,
        sort: MandateSort | None = None,
        limit: int | None = None,
    ) -> Listing[Mandate]:
        """Mandates with who holds them, what established or reaffirmed them, and the passages that say so."""
        asked = {
            "held_by": held_by,
            "basis": basis,
            "language": language,
            "min_precision": min_precision,
            "sort": sort,
            "limit": limit,
        }
        return Listing(self, "/api/v1/mandates", asked)

    def mandate(
        self,
        path: str,
        *,
        language: str | None = None,
        min_precision: float | None = None,
    ) -> Mandate:
        """One of mandates by its path, such as special-adviser-prevention-of-genocide."""
        asked = {"language": language, "min_precision": min_precision}
        answer: MandateAnswer = self.get(f"/api/v1/mandates/{path}", asked)
        return answer["item"]

    def crimes(
        self,
        *,
        broader: str | None = None,
        named_in: str | None = None,
        language: str | None = None,
        min_precision: float | None = None,
        sort: CrimeSort | None = None,
        limit: int | None = None,
    ) -> Listing[Crime]:
        """Atrocity crimes and what stands around them, with their acts and their legal bases."""
        asked = {
            "broader": broader,
            "named_in": named_in,
            "language": language,
            "min_precision": min_precision,
            "sort": sort,
            "limit": limit,
        }
        return Listing(self, "/api/v1/crimes", asked)

    def crime(
        self,
        path: str,
        *,
        language: str | None = None,
        min_precision: float | None = None,
    ) -> Crime:
        """One of crimes by its path, such as genocide."""
        asked = {"language": language, "min_precision": min_precision}
        answer: CrimeAnswer = self.get(f"/api/v1/crimes/{path}", asked)
        return answer["item"]

    def risk_factors(
        self,
        *,
        crime: str | None = None,
        scope: str | None = None,
        named_in: str | None = None,
        language: str | None = None,
        min_precision: float | None = None,
        sort: RiskFactorSort | None = None,
        limit: int | None = None,
    ) -> Listing[RiskFactor]:
        """The risk factors of the Framework of Analysis with their indicators, in our words, and how sure each is."""
        asked = {
            "crime": crime,
            "scope": scope,
            "named_in": named_in,
            "language": language,
            "min_precision": min_precision,
            "sort": sort,
            "limit": limit,
        }
        return Listing(self, "/api/v1/risk-factors", asked)

    def risk_factor(
        self,
        path: str,
        *,
        language: str | None = None,
        min_precision: float | None = None,
    ) -> RiskFactor:
        """One of risk-factors by its path, such as 8."""
        asked = {"language": language, "min_precision": min_precision}
        answer: RiskFactorAnswer = self.get(f"/api/v1/risk-factors/{path}", asked)
        return answer["item"]

    def situations(
        self,
        *,
        place: str | None = None,
        since: int | None = None,
        until: int | None = None,
        in_: str | None = None,
        crime: str | None = None,
        factor: str | None = None,
        language: str | None = None,
        min_precision: float | None = None,
        sort: SituationSort | None = None,
        limit: int | None = None,
    ) -> Listing[Situation]:
        """A State or region in a year, with what documents observe there. No score and no verdict is given."""
        asked = {
            "place": place,
            "since": since,
            "until": until,
            "in": in_,
            "crime": crime,
            "factor": factor,
            "language": language,
            "min_precision": min_precision,
            "sort": sort,
            "limit": limit,
        }
        return Listing(self, "/api/v1/situations", asked)

    def situation(
        self,
        path: str,
        *,
        language: str | None = None,
        min_precision: float | None = None,
    ) -> Situation:
        """One of situations by its path, such as COD/2021."""
        asked = {"language": language, "min_precision": min_precision}
        answer: SituationAnswer = self.get(f"/api/v1/situations/{path}", asked)
        return answer["item"]


class AsyncReading(AsyncAsking):
    """Every resource, without blocking."""

    def documents(
        self,
        *,
        kind: DocumentKind | None = None,
        since: int | None = None,
        until: int | None = None,
        symbol: str | None = None,
        fidelity: DocumentFidelity | None = None,
        adopted_by: str | None = None,
        cites: str | None = None,
        names: str | None = None,
        language: str | None = None,
        min_precision: float | None = None,
        sort: DocumentSort | None = None,
        limit: int | None = None,
    ) -> AsyncListing[Document]:
        """Reports, resolutions, letters, statements, treaties and programme documents that are here or that others cite."""
        asked = {
            "kind": kind,
            "since": since,
            "until": until,
            "symbol": symbol,
            "fidelity": fidelity,
            "adopted_by": adopted_by,
            "cites": cites,
            "names": names,
            "language": language,
            "min_precision": min_precision,
            "sort": sort,
            "limit": limit,
        }
        return AsyncListing(self, "/api/v1/documents", asked)

    async def document(
        self,
        path: str,
        *,
        language: str | None = None,
        min_precision: float | None = None,
    ) -> Document:
        """One of documents by its path, such as core-functions."""
        asked = {"language": language, "min_precision": min_precision}
        answer: DocumentAnswer = await self.get(f"/api/v1/documents/{path}", asked)
        return answer["item"]

    def paragraphs(
        self,
        *,
        document: str | None = None,
        kind: ParagraphKind | None = None,
        since: int | None = None,
        until: int | None = None,
        mentions: str | None = None,
        cites: str | None = None,
        language: str | None = None,
        min_precision: float | None = None,
        sort: ParagraphSort | None = None,
        limit: int | None = None,
    ) -> AsyncListing[Paragraph]:
        """Passages in reading order: numbered paragraphs and their letters, preambular ones, footnotes, summaries."""
        asked = {
            "document": document,
            "kind": kind,
            "since": since,
            "until": until,
            "mentions": mentions,
            "cites": cites,
            "language": language,
            "min_precision": min_precision,
            "sort": sort,
            "limit": limit,
        }
        return AsyncListing(self, "/api/v1/paragraphs", asked)

    async def paragraph(
        self,
        path: str,
        *,
        language: str | None = None,
        min_precision: float | None = None,
    ) -> Paragraph:
        """One of paragraphs by its path, such as core-functions/p/6."""
        asked = {"language": language, "min_precision": min_precision}
        answer: ParagraphAnswer = await self.get(f"/api/v1/paragraphs/{path}", asked)
        return answer["item"]

    def citations(
        self,
        *,
        in_: str | None = None,
        cites: str | None = None,
        resolved: bool | None = None,
        since: int | None = None,
        until: int | None = None,
        language: str | None = None,
        min_precision: float | None = None,
        sort: CitationSort | None = None,
        limit: int | None = None,
    ) -> AsyncListing[Citation]:
        """What passages cite: out of a document or passage by `in`, into one or into an instrument by `cites`."""
        asked = {
            "in": in_,
            "cites": cites,
            "resolved": resolved,
            "since": since,
            "until": until,
            "language": language,
            "min_precision": min_precision,
            "sort": sort,
            "limit": limit,
        }
        return AsyncListing(self, "/api/v1/citations", asked)

    async def citation(
        self,
        path: str,
        *,
        language: str | None = None,
        min_precision: float | None = None,
    ) -> Citation:
        """One of citations by its path, such as core-functions/p/6/citation/6d637b3ba9."""
        asked = {"language": language, "min_precision": min_precision}
        answer: CitationAnswer = await self.get(f"/api/v1/citations/{path}", asked)
        return answer["item"]

    def recommendations(
        self,
        *,
        in_: str | None = None,
        addressee: str | None = None,
        asked_by: str | None = None,
        theme: str | None = None,
        strength: str | None = None,
        since: int | None = None,
        until: int | None = None,
        language: str | None = None,
        min_precision: float | None = None,
        sort: RecommendationSort | None = None,
        limit: int | None = None,
    ) -> AsyncListing[Recommendation]:
        """What documents ask of somebody, with the verb, how strong it is, and who is asked."""
        asked = {
            "in": in_,
            "addressee": addressee,
            "asked_by": asked_by,
            "theme": theme,
            "strength": strength,
            "since": since,
            "until": until,
            "language": language,
            "min_precision": min_precision,
            "sort": sort,
            "limit": limit,
        }
        return AsyncListing(self, "/api/v1/recommendations", asked)

    async def recommendation(
        self,
        path: str,
        *,
        language: str | None = None,
        min_precision: float | None = None,
    ) -> Recommendation:
        """One of recommendations by its path, such as A/72/884/para/44/duty/490a8ff109."""
        asked = {"language": language, "min_precision": min_precision}
        answer: RecommendationAnswer = await self.get(f"/api/v1/recommendations/{path}", asked)
        return answer["item"]

    def mentions(
        self,
        *,
        in_: str | None = None,
        of: str | None = None,
        since: int | None = None,
        until: int | None = None,
        language: str | None = None,
        min_precision: float | None = None,
        sort: MentionSort | None = None,
        limit: int | None = None,
    ) -> AsyncListing[Mention]:
        """Where passages name a crime, an actor, a network or anything else of the vocabulary, with the evidence."""
        asked = {
            "in": in_,
            "of": of,
            "since": since,
            "until": until,
            "language": language,
            "min_precision": min_precision,
            "sort": sort,
            "limit": limit,
        }
        return AsyncListing(self, "/api/v1/mentions", asked)

    async def mention(
        self,
        path: str,
        *,
        language: str | None = None,
        min_precision: float | None = None,
    ) -> Mention:
        """One of mentions by its path, such as core-functions/function/1/activity/1/mention/de10e2c976."""
        asked = {"language": language, "min_precision": min_precision}
        answer: MentionAnswer = await self.get(f"/api/v1/mentions/{path}", asked)
        return answer["item"]

    def actors(
        self,
        *,
        kind: ActorKind | None = None,
        member_of: str | None = None,
        region: str | None = None,
        named_in: str | None = None,
        language: str | None = None,
        min_precision: float | None = None,
        sort: ActorSort | None = None,
        limit: int | None = None,
    ) -> AsyncListing[Actor]:
        """States, organs, entities, office-holders, groups, networks and mechanisms that act or are asked to act."""
        asked = {
            "kind": kind,
            "member_of": member_of,
            "region": region,
            "named_in": named_in,
            "language": language,
            "min_precision": min_precision,
            "sort": sort,
            "limit": limit,
        }
        return AsyncListing(self, "/api/v1/actors", asked)

    async def actor(
        self,
        path: str,
        *,
        language: str | None = None,
        min_precision: float | None = None,
    ) -> Actor:
        """One of actors by its path, such as security-council."""
        asked = {"language": language, "min_precision": min_precision}
        answer: ActorAnswer = await self.get(f"/api/v1/actors/{path}", asked)
        return answer["item"]

    def networks(
        self,
        *,
        member: str | None = None,
        focus_region: str | None = None,
        named_in: str | None = None,
        language: str | None = None,
        min_precision: float | None = None,
        sort: NetworkSort | None = None,
        limit: int | None = None,
    ) -> AsyncListing[Network]:
        """Networks, coalitions and groups of friends, with who belongs to them and who supports them."""
        asked = {
            "member": member,
            "focus_region": focus_region,
            "named_in": named_in,
            "language": language,
            "min_precision": min_precision,
            "sort": sort,
            "limit": limit,
        }
        return AsyncListing(self, "/api/v1/networks", asked)

    async def network(
        self,
        path: str,
        *,
        language: str | None = None,
        min_precision: float | None = None,
    ) -> Network:
        """One of networks by its path, such as global-network-of-responsibility-to-protect-focal-points."""
        asked = {"language": language, "min_precision": min_precision}
        answer: NetworkAnswer = await self.get(f"/api/v1/networks/{path}", asked)
        return answer["item"]

    def mandates(
        self,
        *,
        held_by: str | None = None,
        basis: str | None = None,
        language: str | None = None,
        min_precision: float | None = None,
        sort: MandateSort | None = None,
        limit: int | None = None,
    ) -> AsyncListing[Mandate]:
        """Mandates with who holds them, what established or reaffirmed them, and the passages that say so."""
        asked = {
            "held_by": held_by,
            "basis": basis,
            "language": language,
            "min_precision": min_precision,
            "sort": sort,
            "limit": limit,
        }
        return AsyncListing(self, "/api/v1/mandates", asked)

    async def mandate(
        self,
        path: str,
        *,
        language: str | None = None,
        min_precision: float | None = None,
    ) -> Mandate:
        """One of mandates by its path, such as special-adviser-prevention-of-genocide."""
        asked = {"language": language, "min_precision": min_precision}
        answer: MandateAnswer = await self.get(f"/api/v1/mandates/{path}", asked)
        return answer["item"]

    def crimes(
        self,
        *,
        broader: str | None = None,
        named_in: str | None = None,
        language: str | None = None,
        min_precision: float | None = None,
        sort: CrimeSort | None = None,
        limit: int | None = None,
    ) -> AsyncListing[Crime]:
        """Atrocity crimes and what stands around them, with their acts and their legal bases."""
        asked = {
            "broader": broader,
            "named_in": named_in,
            "language": language,
            "min_precision": min_precision,
            "sort": sort,
            "limit": limit,
        }
        return AsyncListing(self, "/api/v1/crimes", asked)

    async def crime(
        self,
        path: str,
        *,
        language: str | None = None,
        min_precision: float | None = None,
    ) -> Crime:
        """One of crimes by its path, such as genocide."""
        asked = {"language": language, "min_precision": min_precision}
        answer: CrimeAnswer = await self.get(f"/api/v1/crimes/{path}", asked)
        return answer["item"]

    def risk_factors(
        self,
        *,
        crime: str | None = None,
        scope: str | None = None,
        named_in: str | None = None,
        language: str | None = None,
        min_precision: float | None = None,
        sort: RiskFactorSort | None = None,
        limit: int | None = None,
    ) -> AsyncListing[RiskFactor]:
        """The risk factors of the Framework of Analysis with their indicators, in our words, and how sure each is."""
        asked = {
            "crime": crime,
            "scope": scope,
            "named_in": named_in,
            "language": language,
            "min_precision": min_precision,
            "sort": sort,
            "limit": limit,
        }
        return AsyncListing(self, "/api/v1/risk-factors", asked)

    async def risk_factor(
        self,
        path: str,
        *,
        language: str | None = None,
        min_precision: float | None = None,
    ) -> RiskFactor:
        """One of risk-factors by its path, such as 8."""
        asked = {"language": language, "min_precision": min_precision}
        answer: RiskFactorAnswer = await self.get(f"/api/v1/risk-factors/{path}", asked)
        return answer["item"]

    def situations(
        self,
        *,
        place: str | None = None,
        since: int | None = None,
        until: int | None = None,
        in_: str | None = None,
        crime: str | None = None,
        factor: str | None = None,
        language: str | None = None,
        min_precision: float | None = None,
        sort: SituationSort | None = None,
        limit: int | None = None,
    ) -> AsyncListing[Situation]:
        """A State or region in a year, with what documents observe there. No score and no verdict is given."""
        asked = {
            "place": place,
            "since": since,
            "until": until,
            "in": in_,
            "crime": crime,
            "factor": factor,
            "language": language,
            "min_precision": min_precision,
            "sort": sort,
            "limit": limit,
        }
        return AsyncListing(self, "/api/v1/situations", asked)

    async def situation(
        self,
        path: str,
        *,
        language: str | None = None,
        min_precision: float | None = None,
    ) -> Situation:
        """One of situations by its path, such as COD/2021."""
        asked = {"language": language, "min_precision": min_precision}
        answer: SituationAnswer = await self.get(f"/api/v1/situations/{path}", asked)
        return answer["item"]
