"""Tests of the language: errors. In: the tree that the docstring draws. Out: the same tree as the classes make. No files."""

import inspect
import re

import pytest

from ontology import errors
from ontology.errors import MandateGraphError, QuerySyntaxError, SymbolError


def drawn() -> dict[str, tuple[str, ...]]:
    """Each class of the drawing with its bases, as its place in the tree and its brackets say."""
    bases: dict[str, tuple[str, ...]] = {}
    above: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        match = re.match(r"((?:│   |    )*(?:[├└]── )?)([A-Z]\w+)(?: \((\w+)\))?(?:\s{2,}|$)", line)
        if not match or (not match[1] and match[2] != "MandateGraphError"):
            continue
        depth = len(match[1]) // 4
        del above[depth:]
        bases[match[2]] = (*above[-1:], *([match[3]] if match[3] else []))
        above.append(match[2])
    return bases


def made() -> dict[str, tuple[str, ...]]:
    """Each class of the module with its bases."""
    classes = [each for _, each in inspect.getmembers(errors, inspect.isclass) if each.__module__ == errors.__name__]
    return {each.__name__: tuple(base.__name__ for base in each.__bases__ if base is not Exception) for each in classes}


def test_the_drawn_tree_is_the_tree_of_the_classes() -> None:
    """Whoever reads the drawing can rely on it."""
    assert drawn() == made()
    assert len(made()) == 30


def test_every_class_says_what_it_means() -> None:
    """A class without a sentence cannot be chosen rightly."""
    for name in made():
        assert (getattr(errors, name).__doc__ or "").strip().endswith(".")


def test_a_message_is_followed_by_its_advice() -> None:
    """Both are at hand apart, too."""
    error = MandateGraphError("Wanted oil; got water.", advice="Fetch oil.")
    assert str(error) == "Wanted oil; got water. Fetch oil."
    assert (error.message, error.advice) == ("Wanted oil; got water.", "Fetch oil.")
    assert str(MandateGraphError("Wanted oil.")) == "Wanted oil."


def test_a_syntax_error_knows_its_place() -> None:
    """Lines and columns count from one; None where the engine does not tell."""
    error = QuerySyntaxError("Malformed.", line=3, column=7)
    assert (error.line, error.column) == (3, 7)
    assert (QuerySyntaxError("Malformed.").line, QuerySyntaxError("Malformed.").column) == (None, None)


def test_a_symbol_error_is_a_value_error_too() -> None:
    """So that parsers of others can catch it as they do."""
    with pytest.raises(ValueError, match="no symbol"):
        raise SymbolError("This is no symbol.")
