"""A typed client of the Mandate Graph's REST interface, blocking and not. Not an official United Nations product."""

from mandategraph_client.client import AsyncMandateGraph, MandateGraph
from mandategraph_client.errors import (
    BadRequest,
    ClientError,
    GenerationChanged,
    Gone,
    NotFound,
    NotReachable,
    ProblemError,
    RateLimited,
    Unavailable,
    UnexpectedAnswer,
)
from mandategraph_client.listing import AsyncListing, Listing, Page
from mandategraph_client.retrying import Retrying

__all__ = [
    "AsyncListing",
    "AsyncMandateGraph",
    "BadRequest",
    "ClientError",
    "GenerationChanged",
    "Gone",
    "Listing",
    "MandateGraph",
    "NotFound",
    "NotReachable",
    "Page",
    "ProblemError",
    "RateLimited",
    "Retrying",
    "Unavailable",
    "UnexpectedAnswer",
]
