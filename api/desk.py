"""Answers: the desk. In: a curator's key, and what it wants written. Out: what was published of it. Must not write itself.

Answers never see the river, so what the web needs of it is told here and handed in by the command that serves. Whether the key
may do so is settled before (`api.curators`); the desk only signs with it.
"""

from collections.abc import Sequence
from typing import Protocol

from stores.keys import Key
from stores.written import Payload, Written


class Desk(Protocol):
    """Where curators write. Each write is published as a generation of its own before the call returns.

    All raise StoreBusy while another writer is at work, QueryRefused for what would change the pipeline's own graphs (which are
    corrected by verdicts), QueryTimeout and QueryTooLarge beyond the limits: then nothing was changed. Safe to call from many
    threads.
    """

    def update(self, text: str, key: Key, *, using: Sequence[str] = (), using_named: Sequence[str] = ()) -> Written:
        """Runs a SPARQL 1.1 update; `using` and `using_named` are the protocol's dataset, which stands for USING clauses.

        QuerySyntaxError tells line and column, BadParameter of a dataset both in the text and beside it.
        """

    def replace_graph(self, graph: str, payloads: Sequence[Payload], key: Key) -> Written:
        """Puts what was sent in the place of all that a graph held; BadParameter for text that is not of its media type."""

    def add_to_graph(self, graph: str, payloads: Sequence[Payload], key: Key) -> Written:
        """Adds what was sent to a graph, which is made if absent."""

    def remove_graph(self, graph: str, key: Key) -> Written:
        """Removes a graph; NotFound where there is none."""

    def judge(self, finding: str, judgement: str, key: Key, *, reason: str = "", corrected_to: str | None = None) -> Written:
        """Keeps a verdict on a finding and publishes it; BadParameter says which part of it is missing or does not fit.

        The verdict stands in the graph of reviews at once; what it changes in the document's own graph follows in a later
        generation, which a run beside the server makes.
        """
