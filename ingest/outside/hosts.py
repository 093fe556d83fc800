"""River, outside documents: which hosts may be asked. In: names, one address from the settings, an address to be asked. Out: the
public network addresses behind it, or a refusal. Must not connect.

Without this, a host that is allowed could send us to a service of the own network (server-side request forgery): so each address
is held against the list, after each redirect again, and the network address that was judged is the one that is connected to.
"""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from ontology.errors import SettingsError, SourceError

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052
Lookup = Callable[[str, int], list[str]]
"""The network addresses of a host; OSError where it has none."""


def look_up(host: str, port: int) -> list[str]:
    """What the system's resolver says, IPv4 first: where IPv6 is not routed, its addresses only cost time."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = dict.fromkeys(str(place[0]) for _, _, _, _, place in found)
    return sorted(addresses, key=lambda address: ":" in address)


@dataclass(frozen=True, slots=True)
class Hosts:
    """The hosts that may be asked over https, and the one at home: the base address of the settings, which may be a loopback."""

    names: frozenset[str]
    home: httpx.URL
    lookup: Lookup = look_up

    @classmethod
    def of(cls, names: frozenset[str], home: str, lookup: Lookup = look_up) -> "Hosts":
        """SettingsError for a base address that is neither https nor a loopback."""
        url = httpx.URL(home)
        if url.scheme != "https" and not _is_loopback(url.host):
            raise SettingsError(
                f"The setting fetch_url is {home!r}, which is not encrypted.",
                advice="Give an https address, or none for the UN's.",
            )
        return cls(names, url, lookup)

    def addresses(self, url: httpx.URL) -> list[str]:
        """The network addresses to connect to. SourceError for any that is not allowed; OSError where the name has none."""
        at_home = (url.scheme, url.host, url.port) == (self.home.scheme, self.home.host, self.home.port)
        known = url.scheme == "https" and url.host in self.names and url.port is None
        if url.userinfo or not (at_home or known):
            raise _refused(url, "only https addresses of " + ", ".join(sorted({*self.names, self.home.host})))
        found = self.lookup(url.host, url.port or (443 if url.scheme == "https" else 80))
        inside = at_home and _is_loopback(url.host)
        if any(_is_public(address) == inside for address in found):
            raise _refused(url, "only public network addresses")
        return found


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        behind = found.ipv4_mapped or found.sixtofour
        if found in _NAT64:
            behind = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if behind is not None:  # a gateway leads on to that one
            return _is_public(str(behind))
        if found.is_site_local:
            return False
    return found.is_global and not found.is_multicast


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refused(url: httpx.URL, allowed: str) -> SourceError:
    return SourceError(f"Wanted a document; it should come from {url.copy_with(username=None, password=None)}.",
                       advice=f"That is not allowed: {allowed}.")  # fmt: skip
