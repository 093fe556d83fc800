"""Keepers, graph: writing to a store by URL. In: updates and statements in bounded pieces. Out: nothing; what was sent is in the
store when a call returns. Must not decide what is sent, nor go anywhere but to the addresses of the settings.

Rules: SPARQL 1.1 Protocol, section 2.2, and SPARQL 1.1 Graph Store HTTP Protocol. Whatever is sent here can be sent twice: a
connection that breaks off does not tell whether the store took it, so it is tried again, three times in all. Name and password
stand in the address; no message has them.
"""

import gzip
import time
from http import HTTPStatus

import httpx

from ontology.errors import SettingsError, StoreAway, StoreBusy, StoreError
from stores.graph.endpoint import without_names
from stores.graph.marker import address_of
from stores.settings import Settings

N_QUADS = "application/n-quads"
N_TRIPLES = "application/n-triples"
_UPDATE = "application/sparql-update"
_TURTLE = "text/turtle"
_WALL_S = 600.0  # for one piece: after it the store is taken for stuck
_CONNECT_S = 5.0
_AGAIN_S = (0.5, 2.0)
_BUSY = (HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)
_NOT_PACKED = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNSUPPORTED_MEDIA_TYPE, HTTPStatus.NOT_IMPLEMENTED)
_PACKS_FROM = 64 * 1024  # bytes: shorter ones are sent as they are
_MOST_WORDS = 500  # bytes of the store's own words in an error
_ADVICE = "Look at the settings MANDATEGRAPH_SPARQL_*, and at the log of the store; then run: mandategraph load"


class Writing:
    """The addresses at which a generation is written. Close it at the end."""

    def __init__(self, settings: Settings, generation: str) -> None:
        self.quads = settings.sparql_load == "quads" and bool(settings.sparql_graphs_url)
        self.graphs = settings.sparql_load == "graphs" and bool(settings.sparql_graphs_url)
        self._settings = settings
        self._generation = generation
        self._packs = True
        self._client = httpx.Client(
            follow_redirects=False,
            trust_env=False,
            timeout=httpx.Timeout(_WALL_S, connect=_CONNECT_S),
            headers={"User-Agent": "mandategraph"},
        )

    def close(self) -> None:
        """Closes its connections."""
        self._client.close()

    def update(self, text: str) -> None:
        """One SPARQL Update request. StoreAway, StoreBusy or StoreError where the store did not take it."""
        self._sent("POST", self._at(self._settings.sparql_update_url), text.encode(), _UPDATE)

    def add_quads(self, lines: bytes) -> None:
        """Adds lines of N-Quads without blank nodes to what the store holds."""
        self._sent_packed("POST", self._at(self._settings.sparql_graphs_url), lines, N_QUADS)

    def put_graph(self, graph: str, lines: bytes, *, more: bool) -> None:
        """Puts lines of N-Triples in the place of a graph; with `more` they are added to it."""
        address = self._at(self._settings.sparql_graphs_url).copy_add_param("graph", graph)
        self._sent_packed("POST" if more else "PUT", address, lines, N_TRIPLES)

    def make_dataset(self) -> None:
        """Makes the dataset of the generation by its description. SettingsError where that cannot be read."""
        url, file = self._settings.sparql_datasets_url, self._settings.sparql_dataset_file
        try:
            described = file.read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise SettingsError(
                f"The description of a dataset, {file}, cannot be read.", advice="Correct MANDATEGRAPH_SPARQL_DATASET_FILE."
            ) from error
        method = "PUT" if address_of(url, "") != url else "POST"
        self._sent(method, self._at(url), address_of(described, self._generation).encode(), _TURTLE)

    def drop_dataset(self) -> None:
        """Drops the dataset of the generation, if there is one."""
        url = self._settings.sparql_datasets_url
        address = self._at(url) if address_of(url, "") != url else httpx.URL(f"{url}/{self._generation}")
        self._sent("DELETE", address, b"", "", absent=True)

    def _at(self, url: str) -> httpx.URL:
        return httpx.URL(address_of(url, self._generation))

    def _sent_packed(self, method: str, address: httpx.URL, body: bytes, media_type: str) -> None:
        """Packed, as long as the store has not refused that; then as it is."""
        if self._packs and len(body) > _PACKS_FROM:
            packed = gzip.compress(body, 1, mtime=0)
            if self._sent(method, address, packed, media_type, packed=True):
                return
            self._packs = False
        self._sent(method, address, body, media_type)

    def _sent(
        self, method: str, address: httpx.URL, body: bytes, media_type: str, *, packed: bool = False, absent: bool = False
    ) -> bool:
        """Whether it was taken; False only of what was packed, where the store does not know that. Raises for all else."""
        shown = without_names(str(address))
        headers = {"Content-Type": media_type} if media_type else {}
        headers |= {"Content-Encoding": "gzip"} if packed else {}
        for wait_s in (*_AGAIN_S, None):
            try:
                with self._client.stream(method, address, content=body, headers=headers) as response:
                    if response.status_code not in _BUSY or wait_s is None:
                        return _is_taken(response, shown, packed=packed, absent=absent)
            except httpx.HTTPError as error:
                if wait_s is None:
                    raise StoreAway(
                        f"The SPARQL store {shown} does not take what is sent: {type(error).__name__}.", advice=_ADVICE
                    ) from error
            time.sleep(wait_s)
        raise AssertionError("the last try returns or raises")


def _is_taken(response: httpx.Response, shown: str, *, packed: bool, absent: bool) -> bool:
    status = response.status_code
    if response.is_success or (absent and status == HTTPStatus.NOT_FOUND):
        return True
    if packed and status in _NOT_PACKED:
        return False
    if status in _BUSY:
        raise StoreBusy(f"The SPARQL store {shown} is overloaded ({status}).", advice=_ADVICE)
    words = " ".join(next(response.iter_bytes(_MOST_WORDS), b"").decode("utf-8", "replace").split())
    raise StoreError(f"The SPARQL store {shown} did not take what was sent ({status}): {words}", advice=_ADVICE)
