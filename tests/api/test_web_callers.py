"""Tests of the web: callers. In: scopes of requests. Out: by what each is counted. Must not need a network."""

from types import SimpleNamespace

import pytest
from starlette.requests import Request
from starlette.types import Scope

from api.web.callers import KEY, caller_of, is_own_machine


def scope(peer: str, *forwarded: str, trusted: str = "") -> Scope:
    """The scope of a request from that peer, with an X-Forwarded-For field for each text."""
    settings = SimpleNamespace(trusted_proxies=trusted)
    return {
        "type": "http",
        "client": (peer, 40_000),
        "headers": [(b"x-forwarded-for", one.encode()) for one in forwarded],
        "app": SimpleNamespace(state=SimpleNamespace(library=SimpleNamespace(settings=settings))),
    }


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "caller"),
    [
        ("198.51.100.7", [], "", "198.51.100.7"),
        ("198.51.100.7", ["203.0.113.9"], "", "198.51.100.7"),
        ("198.51.100.7", ["203.0.113.9"], "127.0.0.1", "198.51.100.7"),
        ("127.0.0.1", ["203.0.113.9"], "127.0.0.1", "203.0.113.9"),
        ("127.0.0.1", ["192.0.2.1, 203.0.113.9"], "127.0.0.1", "203.0.113.9"),
        ("127.0.0.1", ["192.0.2.1", "203.0.113.9"], "127.0.0.1", "203.0.113.9"),
        ("127.0.0.1", ["203.0.113.9, 10.1.2.3"], "127.0.0.1, 10.0.0.0/8", "203.0.113.9"),
        ("127.0.0.1", ["10.1.2.3"], "127.0.0.1,10.0.0.0/8", "10.1.2.3"),
        ("127.0.0.1", ["203.0.113.9, nonsense"], "127.0.0.1", "127.0.0.1"),
        ("127.0.0.1", ["203.0.113.9:5123"], "127.0.0.1", "203.0.113.9"),
        ("127.0.0.1", ["[2001:db8:1:2::5]:5123"], "127.0.0.1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:3:4:5:6", [], "", "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.7", [], "", "198.51.100.7"),
        ("::1", ["203.0.113.9"], "::1", "203.0.113.9"),
        ("", [], "", "local"),
    ],
)
def test_a_caller_is_the_nearest_address_that_no_trusted_proxy_has(
    peer: str, forwarded: list[str], trusted: str, caller: str
) -> None:
    """Whatever a stranger writes into X-Forwarded-For, he is counted by the address that he came from."""
    assert caller_of(Request(scope(peer, *forwarded, trusted=trusted))) == caller


def test_a_caller_with_a_verified_key_is_counted_by_it() -> None:
    """From wherever the holder asks. Only who has verified a key writes it into the scope: a header alone changes nothing."""
    asked = scope("198.51.100.7")
    asked["headers"].append((b"authorization", b"Bearer made-up"))
    assert caller_of(Request(asked)) == "198.51.100.7"
    asked[KEY] = "desk of the office"
    assert caller_of(Request(asked)) == "key desk of the office"


def test_this_machine_is_told_from_a_proxy_on_it() -> None:
    """A proxy on this machine that nobody declared must not free all the world from its limits."""
    assert is_own_machine(scope("127.0.0.1"))
    assert is_own_machine(scope("::1"))
    assert not is_own_machine(scope("127.0.0.1", "203.0.113.9"))
    assert not is_own_machine(scope("198.51.100.7"))
