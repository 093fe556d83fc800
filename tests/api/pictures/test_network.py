"""Tests of pictures: networks. In: links. Out: where things stand."""

from itertools import pairwise

from api.pictures.network import MOST, _box_of, _overlap, network

CHAIN = [("a", "cites", "b"), ("b", "cites", "c"), ("c", "cites", "d")]


def test_every_thing_stands_within_the_picture_and_apart_from_the_others() -> None:
    """No two on one another."""
    found = network(CHAIN, {"a": "the first"})
    assert found is not None
    assert {node.name for node in found.nodes} == {"the first", "b", "c", "d"}
    assert all(0 < node.x < 100 and 0 < node.y < found.height for node in found.nodes)
    ordered = sorted(found.nodes, key=lambda node: (node.x, node.y))
    assert all(abs(one.x - other.x) + abs(one.y - other.y) > 5 for one, other in pairwise(ordered))


def test_the_same_links_give_the_same_picture() -> None:
    """Nothing is drawn by chance."""
    assert network(CHAIN, {}) == network(CHAIN, {})


def test_what_is_linked_stands_nearer_than_what_is_not() -> None:
    """The ends of a chain are further apart than neighbours."""
    found = network(CHAIN, {})
    assert found is not None
    place = {node.iri: (node.x, node.y / found.height * 100) for node in found.nodes}

    def far(one: str, other: str) -> float:
        return float(sum((a - b) ** 2 for a, b in zip(place[one], place[other], strict=True)) ** 0.5)

    assert far("a", "d") > far("a", "b")


def test_several_links_between_two_things_are_one_that_says_both() -> None:
    """And a thing that names itself has no link."""
    found = network([("a", "cites", "b"), ("a", "repeats", "b"), ("a", "is", "a")], {})
    assert found is not None
    assert [edge.says for edge in found.edges] == ["cites, repeats"]


def test_nothing_linked_gives_no_picture() -> None:
    """Not an empty one."""
    assert network([], {}) is None
    assert network([("a", "is", "a")], {}) is None


def test_too_many_things_are_told_and_those_with_most_links_are_drawn() -> None:
    """The hub of a great star is among them."""
    found = network([("hub", "has", f"leaf {at}") for at in range(100)], {})
    assert found is not None
    assert (len(found.nodes), found.left_out) == (MOST, 101 - MOST)
    assert "hub" in {node.iri for node in found.nodes}
    assert "61 things with fewer links are left out" in found.summary


def test_names_do_not_lie_on_one_another() -> None:
    """Of a star and of a chain with long names, as far as there is room."""
    star = [("hub", "has", f"A/RES/75/{at} of some length") for at in range(24)]
    for links in (star, [(f"the chain's thing {at}", "to", f"the chain's thing {at + 1}") for at in range(20)]):
        found = network(links, {})
        assert found is not None
        boxes = [_box_of(node) for node in found.nodes]
        shared = [_overlap(one, other) for at, one in enumerate(boxes) for other in boxes[:at]]
        assert max(shared) < 40, sorted(shared)[-5:]
