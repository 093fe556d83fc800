"""Answers: the grammar of questions. In: a question in one line. Out: the words to rank by, what a passage must hold, filters.
Must not look anything up.

    early warning                     words: the best passages by meaning and by words; none is required
    "early warning"                   a phrase: the passage holds these words in this order; capitals, accents and kinds of
                                      quotation marks do not count, other marks do
    genocide AND incitement           both words stand in the passage, as written; words beside each other are one operand
    genocide OR atrocity              at least one
    genocide NOT Rwanda, -Rwanda      the first, and not the second; -"..." excludes a phrase, -(a OR b) either
    +Rwanda                           the word stands in the passage
    (a OR b) AND c                    brackets; NOT binds closest, then words side by side, then AND, then OR
    genocid*, *cide, pr*tion          a word of that form, from two letters on; "early warn*" a phrase whose last word goes on
    title:"focal points"              the title of the document holds the words; section: the heading above the passage
    symbol:A/75/863 kind:recommendation year:2009..2021 since:2018-06-01 actor:"Security Council" ...
                                      the filters of /search, by the same names; several values of one are alternatives

An operand that is a short form or a full name of something may as well be its other name. Operators are in capitals. They and
phrases decide which passages may be found, exactly; within these the ranking is the same as ever. What cannot be an operator (a
lone quotation mark, an AND without operands, a bracket that is never closed) is passed over.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from api.asking.tokens import Token, tokens_of
from ontology.errors import BadParameter
from stores.vectors.sparse import STOP_WORD_SET
from stores.words.condition import All, Any, Condition, Not, Pattern, Phrase, Place
from stores.words.folding import is_mark, terms

DEEPEST = 20  # brackets in brackets
MOST_OPERANDS = 100
FEWEST_LETTERS = 2  # of a word with a star
PLACES: dict[str, Place] = {"title": "title", "section": "heading", "heading": "heading"}
_OPERATORS = ("and", "or")


@dataclass(frozen=True, slots=True)
class Request:
    """A question as it is built. `words` is what to rank by, as written, without operators, filters and what is excluded;
    `condition` what a passage must hold; `fields` the filters as pairs.
    """

    words: str
    condition: Condition | None = None
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Sequence:
    """Operands side by side, each with its sign: "+" wanted, "-" excluded, "" as the words around it."""

    operands: list[tuple[str, "Token | _Either"]] = field(default_factory=list)


@dataclass(slots=True)
class _Either:
    """Alternatives, each of sequences that all must hold."""

    ways: list[list[_Sequence]]


def parsed(question: str, forms: Callable[[str], Sequence[str]] = lambda _: ()) -> Request:
    """A question as it is built. `forms` gives other names for a word that is required: either will do.

    BadParameter where brackets are too deep, operands too many, or nothing is left to look for.
    """
    found = tokens_of(question)
    if sum(token.kind in ("word", "phrase", "field") for token in found) > MOST_OPERANDS and has_operators(found):
        raise BadParameter(
            f"A question with operators has at most {MOST_OPERANDS} words.", advice="Ask with fewer, or without operators."
        )
    reader = _Reader(found)
    tree = reader.either(0)
    builder = _Builder(question, forms)
    condition = builder.either(tree, hard=False, conjoined=True)
    words = builder.words(reader.passed_over)
    if not any(not is_mark(term) for term in terms(words)):
        words = " ".join(value for _, value in builder.fields)
    _refuse_nothing(words, condition)
    return Request(words, condition, tuple(builder.fields))


def _refuse_nothing(words: str, condition: Condition | None) -> None:
    if any(not is_mark(term) for term in terms(words)):
        return
    if condition is not None:
        raise BadParameter(
            "The question only says what is not wanted.", advice="Write what you look for beside it, such as: genocide -Rwanda."
        )
    raise BadParameter(
        "The question has no word to look for.",
        advice='Write words, "a phrase", genocid*, a symbol such as A/75/863, or genocide AND incitement.',
    )


def has_operators(found: Sequence[Token]) -> bool:
    """Whether anything among the tokens could be more than a word."""
    return any(token.kind not in ("word", "(", ")") for token in found)


class _Reader:
    """Reads tokens into a tree. `passed_over` are those that did nothing and are no words."""

    def __init__(self, found: Sequence[Token]) -> None:
        self._found = found
        self._at = 0
        self.passed_over: list[Token] = []

    def either(self, depth: int) -> _Either:
        if depth > DEEPEST:
            raise BadParameter(f"Brackets stand in brackets at most {DEEPEST} deep.", advice="Write the question with fewer.")
        ways: list[list[_Sequence]] = [[]]
        while True:
            sequence = self._sequence(depth)
            if sequence.operands:
                ways[-1].append(sequence)
            kind = self._kind()
            if kind not in _OPERATORS:
                return _Either([way for way in ways if way])
            self.passed_over.append(self._next())
            if kind == "or" and ways[-1]:
                ways.append([])

    def _sequence(self, depth: int) -> _Sequence:
        sequence, sign = _Sequence(), ""
        while (kind := self._kind()) and kind not in (*_OPERATORS, ")"):
            token = self._next()
            if kind in ("not", "-", "+"):
                sign = "-" if kind != "+" and sign != "-" else "" if kind != "+" else "+"
                self.passed_over.append(token)
                continue
            operand: Token | _Either = token
            if kind == "(":
                operand = self._group(token, depth)
            sequence.operands.append((sign, operand))
            sign = ""
        return sequence

    def _group(self, opening: Token, depth: int) -> _Either:
        before = len(self.passed_over)
        inside = self.either(depth + 1)
        closing = self._next()
        if len(self.passed_over) > before or not inside.ways:  # brackets round plain words are prose and stay as written
            self.passed_over += [opening, closing]
        return inside

    def _kind(self) -> str:
        return self._found[self._at].kind if self._at < len(self._found) else ""

    def _next(self) -> Token:
        self._at += 1
        return self._found[self._at - 1]


class _Builder:
    """Makes of a tree what a passage must hold, and remembers what is not to be ranked by."""

    def __init__(self, question: str, forms: Callable[[str], Sequence[str]]) -> None:
        self._question = question
        self._forms = forms
        self._dropped: list[tuple[int, int]] = []
        self.fields: list[tuple[str, str]] = []

    def either(self, tree: _Either, *, hard: bool, conjoined: bool) -> Condition | None:
        """`hard`: plain words are required, too; `conjoined`: whatever stands here narrows the whole question."""
        several = len(tree.ways) > 1
        ways = [self._every(way, hard=hard or several, conjoined=conjoined and not several) for way in tree.ways]
        return _joined(Any, [way for way in ways if way is not None])

    def _every(self, way: list[_Sequence], *, hard: bool, conjoined: bool) -> Condition | None:
        hard = hard or len(way) > 1
        parts = [part for each in way for part in self._side_by_side(each, hard, conjoined)]
        return _joined(All, parts)

    def _side_by_side(self, each: _Sequence, hard: bool, conjoined: bool) -> list[Condition]:
        """What operands side by side require; where they are words that name something together, another name will do as well."""
        parts = [self._operand(sign, what, hard, conjoined) for sign, what in each.operands]
        found = [part for part in parts if part is not None]
        words = [what.text for sign, what in each.operands if not sign and isinstance(what, Token) and what.kind == "word"]
        others = self._forms(" ".join(words)) if hard and 1 < len(words) == len(each.operands) else ()
        ways = [form for form in (_joined(All, found), *map(phrase, others)) if form is not None]
        return [Any(tuple(ways))] if len(ways) > 1 else found

    def _operand(self, sign: str, what: "Token | _Either", hard: bool, conjoined: bool) -> Condition | None:
        required = hard or bool(sign)
        if sign == "-":
            kept = len(self.fields)
            part = self.either(what, hard=True, conjoined=False) if isinstance(what, _Either) else self._leaf(what, True, False)
            self._drop(what)
            del self.fields[kept:]
            return None if part is None else Not(part)
        if isinstance(what, _Either):
            return self.either(what, hard=required, conjoined=conjoined)
        return self._leaf(what, required, conjoined)

    def _leaf(self, token: Token, required: bool, conjoined: bool) -> Condition | None:
        match token.kind:
            case "field":
                return self._field(token, conjoined)
            case "phrase":
                return phrase(token.text)
            case _:
                forms = (word(token.text, required=required), *map(phrase, self._forms(token.text) if required else ()))
                return _joined(Any, [form for form in forms if form is not None])

    def _field(self, token: Token, conjoined: bool) -> Condition | None:
        if token.name in PLACES:
            self._dropped.append((token.start, token.start + len(token.name) + 1))
            place = PLACES[token.name]
            return phrase(token.text, place) if token.quoted else word(token.text, required=True, place=place)
        self._dropped.append((token.start, token.end))
        if not conjoined:
            raise BadParameter(
                f"The filter {token.name}:{token.text[:40]} stands inside OR or is excluded; a filter narrows all.",
                advice="Write it beside the rest. Alternatives are several values of one filter: kind:table kind:footnote.",
            )
        self.fields.append((token.name, token.text))
        return None

    def _drop(self, what: "Token | _Either") -> None:
        if isinstance(what, Token):
            self._dropped.append((what.start, what.end))
            return
        for way in what.ways:
            for sequence in way:
                for _, inner in sequence.operands:
                    self._drop(inner)

    def words(self, passed_over: Sequence[Token]) -> str:
        """The question without what is not to be ranked by."""
        text = list(self._question)
        for start, end in [*self._dropped, *((token.start, token.end) for token in passed_over)]:
            text[start:end] = " " * (end - start)
        return " ".join("".join(text).replace("*", " ").split())


def _joined(kind: type[All] | type[Any], parts: list[Condition]) -> Condition | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else kind(tuple(parts))


def phrase(text: str, place: Place = "words") -> Condition | None:
    """The condition that a place holds a phrase; None where it has no word. Marks at its ends are the writer's."""
    found = terms(text)
    while found and is_mark(found[0]):
        del found[0]
    while found and is_mark(found[-1]):
        del found[-1]
    return Phrase(tuple(found), place, open_end=text.endswith("*")) if found else None


def word(text: str, *, required: bool, place: Place = "words") -> Condition | None:
    """The condition that a place holds a word, or a word of a form with stars; None for one that need not be there.

    Little words of English are never required, since nobody means them.
    """
    if "*" in text and (pattern := _pattern(text, place)):
        return pattern
    if not required or text.lower() in STOP_WORD_SET:
        return None
    return phrase(text, place)


def _pattern(text: str, place: Place) -> Condition | None:
    pieces = [terms(piece) for piece in text.split("*")]
    letters = [term for piece in pieces for term in piece if not is_mark(term)]
    if sum(map(len, letters)) < FEWEST_LETTERS and not any(not letter.isascii() for letter in letters):
        return None
    if text.endswith("*") and not any(pieces[1:]) and pieces[0]:
        return Phrase(tuple(pieces[0]), place, open_end=True)
    return Pattern("*".join("".join(piece) for piece in pieces), place)
