"""Language: the error tree. In: nothing. Out: one exception class per failing act. Must not touch HTTP statuses or any store.

MandateGraphError
├── SymbolError (ValueError)       a text is not a United Nations document symbol
├── IriError (ValueError)          an IRI is not one of ours, or cannot be built
├── SettingsError                  a setting is unknown or out of range
├── SourceError                    a source cannot be taken in
│   ├── SourceMissing              the path or address holds nothing
│   ├── SourceUnreachable          nobody answers at the address, or we are held back
│   ├── ReadError                  the bytes are not a document that a reader knows
│   └── ChecksumError              the bytes are not those that were promised
├── QueryError                     a question cannot be answered as asked
│   ├── QuerySyntaxError           the query is malformed; line and column say where
│   ├── QueryRefused               the query asks for what the endpoint never does
│   ├── QueryTimeout               the query ran past its wall limit
│   ├── QueryTooLarge              the query outgrew its memory or size limit
│   ├── UnknownQuery               no named query has that name
│   └── BadParameter               a parameter is missing, unknown or malformed
├── StoreError                     a store cannot be used
│   ├── StoreMissing               nothing was published yet
│   │   └── StoreAway              a store at an address does not answer now
│   ├── StoreStale                 the store was built by another version
│   ├── StoreDamaged               a checksum of the store does not hold
│   ├── StoreUnwritable            its disk is full or read-only
│   └── StoreBusy                  another writer holds the store
│       └── EngineBusy             every query worker is taken; its words are for whoever asks
├── AccessError                    the caller may not do this, or not now
│   ├── KeyMissing                 what writes needs a key, and none came
│   ├── KeyRefused                 the key is unknown, was revoked, or does not reach so far
│   └── RateLimited                the caller asked too often; `retry_s` says when to come again
└── NotFound                       nothing of that name is in the published generation
    └── Withdrawn                  it was published once, and was taken back
"""


class MandateGraphError(Exception):
    """Base of every error that we raise on purpose: what was wanted, what came, where; `advice` says what to do next."""

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class SymbolError(MandateGraphError, ValueError):
    """A text is not a United Nations document symbol."""


class IriError(MandateGraphError, ValueError):
    """An IRI is not one of ours, or cannot be built from what was given."""


class SettingsError(MandateGraphError):
    """A setting is unknown or out of range."""


class SourceError(MandateGraphError):
    """A source cannot be taken in."""


class SourceMissing(SourceError):
    """The path or address holds nothing."""


class SourceUnreachable(SourceError):
    """Nobody answers at the address, or its host holds us back: no other document of that host can be had now either."""


class ReadError(SourceError):
    """The bytes are not a document that a reader knows."""


class ChecksumError(SourceError):
    """The bytes are not those that were promised."""


class QueryError(MandateGraphError):
    """A question cannot be answered as asked."""


class QuerySyntaxError(QueryError):
    """The query is malformed. `line` and `column` count from 1; None where the engine does not tell."""

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None, advice: str = "") -> None:
        super().__init__(message, advice=advice)
        self.line = line
        self.column = column


class QueryRefused(QueryError):
    """The query asks for what the endpoint never does, such as SERVICE, LOAD or an update."""


class QueryTimeout(QueryError):
    """The query ran past its wall limit."""


class QueryTooLarge(QueryError):
    """The query or its answer outgrew a memory or size limit."""


class UnknownQuery(QueryError):
    """No named query has that name."""


class BadParameter(QueryError):
    """A parameter is missing, unknown or malformed."""


class StoreError(MandateGraphError):
    """A store cannot be used."""


class StoreMissing(StoreError):
    """Nothing was published yet."""


class StoreAway(StoreMissing):
    """A store at an address does not answer now: what it holds may be there again in a moment."""


class StoreStale(StoreError):
    """The store was built by another version of the software or the ontology."""


class StoreDamaged(StoreError):
    """A checksum of the store does not hold."""


class StoreUnwritable(StoreError):
    """The disk of the store is full or read-only: what is there can be read as before."""


class StoreBusy(StoreError):
    """Another writer holds the store."""


class EngineBusy(StoreBusy):
    """Every query worker is taken. Its words name nothing of this machine: they are for whoever asks."""


class AccessError(MandateGraphError):
    """The caller may not do this, or not now."""


class KeyMissing(AccessError):
    """What writes needs a key, and none came."""


class KeyRefused(AccessError):
    """The key is unknown, was revoked, or does not reach so far."""


class RateLimited(AccessError):
    """The caller asked too often. `retry_s` is after how many seconds to come again."""

    def __init__(self, message: str, *, retry_s: int, advice: str = "") -> None:
        super().__init__(message, advice=advice)
        self.retry_s = retry_s


class NotFound(MandateGraphError):
    """Nothing of that name is in the published generation."""


class Withdrawn(NotFound):
    """It was published once, and was taken back."""
