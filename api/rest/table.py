"""Answers, REST: the table of resources. In: nothing. Out: every resource by its name. Routes, parameters, the OpenAPI
document, the SPARQL of each response, the client's types and the tests are made from it. Must not ask anything.
"""

from collections.abc import Mapping
from types import MappingProxyType

from api.rest import texts, things
from api.rest.fields import Resource

RESOURCES: Mapping[str, Resource] = MappingProxyType(
    {
        one.name: one
        for one in (
            texts.DOCUMENTS,
            texts.PARAGRAPHS,
            texts.CITATIONS,
            texts.RECOMMENDATIONS,
            texts.MENTIONS,
            things.ACTORS,
            things.NETWORKS,
            things.MANDATES,
            things.CRIMES,
            things.RISK_FACTORS,
            things.SITUATIONS,
        )
    }
)
