"""Web: callers. In: a request. Out: who asks, as one short text to count by. Must not answer, nor keep who asked.

Rule: the address is that of the connection. X-Forwarded-For is believed only where the connection comes from a proxy that the
setting `trusted_proxies` names, and from the right: what stands left of the first stranger was written by whoever liked to.
"""

import ipaddress
from functools import lru_cache

from starlette.requests import HTTPConnection
from starlette.types import Scope

KEY = "mandategraph.key"  # where the holder's name stands in the scope once a key was verified; never an unverified one
_CALLER = "mandategraph.caller"
_IPV6_HOST_BITS = 64  # one subscriber has a whole /64: to count single addresses in it would be to count nothing
_KEPT = 8_192

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Networks = tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]


def caller_of(request: HTTPConnection) -> str:
    """Who asks: `key NAME` where a key was verified (scope[KEY]), else the address; an IPv6 address counts by its /64."""
    return caller_in(request.scope)


def caller_in(scope: Scope) -> str:
    """The same for plain ASGI. The application of the scope knows which proxies are trusted."""
    holder = scope.get(KEY)
    if holder:
        return f"key {holder}"
    known = scope.get(_CALLER)
    if known is None:
        known = scope[_CALLER] = _told(_peer(scope), _header(scope, b"x-forwarded-for"), trusted_in(scope))
    return str(known)


def trusted_in(scope: Scope) -> str:
    """The setting `trusted_proxies` of the application that the scope belongs to."""
    return str(scope["app"].state.library.settings.trusted_proxies)


def is_by_proxy(scope: Scope) -> bool:
    """Whether the connection comes from a trusted proxy, whose X-Forwarded-* headers may be believed."""
    return _is_trusted(_peer(scope), trusted_in(scope))


def is_own_machine(scope: Scope) -> bool:
    """Whether the one who asks sits on this machine: a loopback, or no address at all, and nothing was forwarded."""
    return _is_local(_peer(scope)) and not _header(scope, b"x-forwarded-for") and not _header(scope, b"forwarded")


def _peer(scope: Scope) -> str:
    client = scope.get("client")
    return client[0] if client else ""


def _header(scope: Scope, name: bytes) -> str:
    """All fields of that name as one list, as RFC 9110 section 5.3 reads them."""
    values = [value for field, value in scope["headers"] if field == name]
    return b",".join(values).decode("latin-1") if values else ""


@lru_cache(_KEPT)
def _told(peer: str, forwarded: str, trusted: str) -> str:
    if forwarded and _is_trusted(peer, trusted):
        for step in reversed(forwarded.split(",")):
            address = _address(step)
            if address is None:
                break  # no address: what stands left of it is worth no more
            peer = str(address)
            if not _is_trusted(peer, trusted):
                break
    address = _address(peer)
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, _IPV6_HOST_BITS), strict=False))
    return str(address) if address else peer[:64] or "local"


@lru_cache(_KEPT)
def _is_trusted(peer: str, trusted: str) -> bool:
    if not trusted:
        return False
    address = _address(peer)
    return address is not None and any(address in network for network in _networks(trusted))


@lru_cache(_KEPT)
def _is_local(peer: str) -> bool:
    address = _address(peer)
    return address is None or address.is_loopback


@lru_cache(8)
def _networks(trusted: str) -> _Networks:
    return tuple(ipaddress.ip_network(one.strip()) for one in trusted.split(",") if one.strip())


def _address(text: str) -> _Address | None:
    """The address in a step of the list, which may carry brackets and a port; an IPv4 address in IPv6 dress is that IPv4 one."""
    bare = text.strip().strip('"')
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found
