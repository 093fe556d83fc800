"""Answers: curators. In: the text of a key and what it shall do. Out: the key, if it may. Must not write, nor know HTTP.

A key is looked up at each request, so that a revoked one ends at once; how often each may write is counted by its id.
"""

from api.allowance import Allowances
from ontology.errors import KeyMissing, KeyRefused
from stores.keys import SCOPES, Key, find_key
from stores.settings import Settings

_BURST = 20


class Curators:
    """Lets curators in. Safe to call from many threads."""

    def __init__(self, settings: Settings, allowances: Allowances | None = None) -> None:
        self._data = settings.data
        burst = max(_BURST, settings.writes_per_minute // 4)
        self._allowance = (allowances or Allowances()).made("writes", settings.writes_per_minute, burst)

    def admit(self, text: str | None, scope: str) -> Key:
        """The key that a text is, if it reaches `scope`. KeyMissing, KeyRefused or RateLimited otherwise."""
        if not text:
            raise KeyMissing(
                f"It takes a key to {SCOPES[scope]}; none came.", advice="Send the header Authorization: Bearer, with your key."
            )
        key = find_key(self._data, text)
        if scope not in key.scopes:
            raise KeyRefused(
                f"This key does not reach so far as to {SCOPES[scope]}.", advice=f"It reaches: {', '.join(key.scopes)}."
            )
        self._allowance.take(key.id)
        return key
