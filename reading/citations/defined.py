"""Eyes: what a document defines. In: its passages in order, each with the names and citations found in it. Out: its short forms,
what each stands for and from where on. Must not look into another document, nor guess what an undefined short form means.

Rule: UN Editorial Manual on abbreviations: the full name first, the short form in brackets behind it, then the short form alone.
"the Office" is whichever office this document defined last; one that it defined for a name unknown to us stands for nothing
here, and so must not be taken for another.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ontology.concepts import Concept
from ontology.nouns import Passage
from ontology.span import Span
from reading.citations.cite import Printed
from reading.mentions.lexicon import Named

Read = tuple[Passage, list[Named], list[Printed]]
"""A passage with the names and the citations found in it."""

_HEREINAFTER = (
    r"(?:hereinafter|hereafter|henceforth|herein)\b(?:\s+(?:also\s+|collectively\s+)?(?:referred\s+to|known|called|cited|abbreviated))?"
    r"(?:\s+(?:in\s+(?:this|the\s+present)\s+\w+\s+)?as)?\s*[:,]?\s*"
)
_FORM = r"(?:[Tt]he\s+)?[“\"‘']?(?:[Tt]he\s+)?[\w&/’-]+(?:\s[\w&/’-]+){0,4}[”\"’']?,?"
_BRACKET = re.compile(
    rf"[(\[]\s*(?P<said>{_HEREINAFTER})?(?P<forms>{_FORM}(?:\s*(?:\bor\b|\band\b|,|;)\s*{_FORM}){{0,2}})\s*[)\]]"
)
_ALOUD = re.compile(rf"\(?(?P<said>{_HEREINAFTER})(?P<forms>(?:the\s+)?[“\"‘](?:the\s+)?[\w&/’ -]{{2,60}}[”\"’])")
_EACH = re.compile(r"\s*(?:,|;|\bor\b|\band\b)\s*(?=(?:[Tt]he\s)?[“\"‘]|[Tt]he\s|[A-Z])")
_ONE = re.compile(
    r"(?P<article>the\s+)?(?P<quote>[“\"‘'])?(?P<within>the\s+)?(?P<words>.+?)[”\"’'),]*", re.IGNORECASE | re.DOTALL
)
_ACRONYM = re.compile(r"[A-Z][A-Za-z&/-]*[A-Z][A-Za-z0-9]*s?")
_WORDS = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_LONGEST_GAP = 250  # characters between a name and the words "hereinafter" behind it
# A document is called by a noun for texts: "the Committee established by resolution 1970 (2011)" is not the resolution.
_TEXTS = re.compile(r"report|letter|note|study|resolution|declaration|statement|agreement|strategy|plan|framework|guidelines")
_CALLED = r"(?i:\b{}\b)(?:(?!\b(?:established|pursuant|created|under|by)\b)[^.;])*"
_DOCUMENTS_OWN = re.compile(r"\)?\s*,?\s*")
_GOES_ON = re.compile(r"\s(?:on|against|of|for|relating|concerning|to)\s+(?:the\s+)?(?:[A-Z]|all\b|prevention\b)|[ -][A-Z]|-?\w")
_ARTICLE = re.compile(r"\b[Tt]he\s+(?:(?:present|said|same)\s+)?[“\"]?$")


@dataclass(frozen=True, slots=True)
class ShortForm:
    """A short form and what it stands for, behind the place where it is defined: a concept, or a document that was cited.

    `words` are without the article. Neither `concept` nor `cited` is set where the long form is no name that we know.
    """

    words: str
    order: int
    offset: int
    concept: Concept | None = None
    cited: Printed | None = None

    @property
    def is_known(self) -> bool:
        """Whether what it stands for has a name or a symbol that we know."""
        return self.concept is not None or self.cited is not None


@dataclass(frozen=True, slots=True)
class Used:
    """A short form in running text, the article not among its words."""

    span: Span
    as_printed: str
    form: ShortForm


class ShortForms:
    """The short forms of one document. `len` counts definitions; a form may be defined anew further on."""

    def __init__(self, forms: Iterable[ShortForm] = ()) -> None:
        by_words: defaultdict[str, list[ShortForm]] = defaultdict(list)
        for form in sorted(forms, key=lambda form: (form.order, form.offset)):
            by_words[form.words].append(form)
        self._forms: Mapping[str, list[ShortForm]] = by_words
        longest_first = sorted(by_words, key=lambda words: (-len(words), words))
        self._words = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?!-?\w)") if by_words else None

    def __len__(self) -> int:
        return sum(map(len, self._forms.values()))

    def __iter__(self) -> Iterator[ShortForm]:
        return (form for forms in self._forms.values() for form in forms)

    def at(self, words: str, order: int, offset: int = 0) -> ShortForm | None:
        """What the words stand for in a passage, by its `order`, at an offset; None before any definition of them."""
        forms = self._forms.get(words, [])
        place = bisect_right(forms, (order, offset), key=lambda form: (form.order, form.offset))
        return forms[place - 1] if place else None

    def used(self, passage: Passage, named: Sequence[Named]) -> list[Used]:
        """The short forms that a passage uses, in order, with those that stand for nothing we know.

        What is part of a longer name ("the Office of Legal Affairs", "Human Rights Council") is not the short form.
        """
        if self._words is None:
            return []
        found = (self._use(passage, match, named) for match in self._words.finditer(passage.text))
        return [used for used in found if used is not None]

    def _use(self, passage: Passage, match: "re.Match[str]", named: Sequence[Named]) -> Used | None:
        form, text = self.at(match[0], passage.order, match.start()), passage.text
        span = Span(match.start(), match.end())
        holder = name_over(named, span)
        if form is None or (holder and holder.span.length > span.length):
            return None
        if not _ACRONYM.fullmatch(form.words) and (
            _GOES_ON.match(text, span.end) or not _ARTICLE.search(text[max(0, span.start - 20) : span.start])
        ):
            return None
        return Used(span, match[0], form)


def name_over(named: Sequence[Named], span: Span) -> Named | None:
    """The name of which the words at a span are all or part; names are in order, apart from each other."""
    place = bisect_right(named, span.start, key=_start)
    return named[place - 1] if place and named[place - 1].span.contains(span) else None


def _start(name: Named | Printed) -> int:
    return name.span.start


def defined(read: Iterable[Read]) -> ShortForms:
    """The short forms that the passages of one document define."""
    return ShortForms(form for passage, named, cited in read for form in _defined_in(passage, named, cited))


def _defined_in(passage: Passage, named: Sequence[Named], cited: Sequence[Printed]) -> Iterator[ShortForm]:
    text = passage.text
    for match in _definitions(text):
        for words, is_plain in _forms(match["forms"], bool(match["said"])):
            concept, document = _long_form(text, match, words, named, cited)
            if concept or document or not is_plain:
                yield ShortForm(words, passage.order, match.end(), concept, document)


def _definitions(text: str) -> Iterator["re.Match[str]"]:
    if "(" in text or "[" in text:
        yield from _BRACKET.finditer(text)
    if "here" in text or "henceforth" in text:
        yield from (match for match in _ALOUD.finditer(text) if not match[0].startswith("("))


def _forms(printed: str, is_said: bool) -> Iterator[tuple[str, bool]]:
    """The forms of a definition, and whether nothing but the bracket marks one as a definition."""
    for each in _EACH.split(printed):
        match = _ONE.fullmatch(each.strip())
        words = match["words"].strip() if match else ""
        if match is None or not re.match(r"[A-Z]|\d", words) or re.fullmatch(r"[\d/.-]+|[IVXLC]+", words):
            continue
        is_marked = is_said or bool(match["quote"]) or bool(match["article"])
        if is_marked or _ACRONYM.fullmatch(words):
            yield words, not is_marked


def _long_form(
    text: str, match: "re.Match[str]", words: str, named: Sequence[Named], cited: Sequence[Printed]
) -> tuple[Concept | None, Printed | None]:
    """The name or the citation in front that the short form is taken from."""
    start = max([0, *(end.end() for end in _SENTENCE_END.finditer(text, max(0, match.start() - _LONGEST_GAP), match.start()))])
    inside = named[bisect_left(named, match.start(), key=_start) : bisect_left(named, match.end(), key=_start)]
    for name in inside:  # the short form may itself be a name that everybody knows
        if name.as_printed == words and (" " in words or words.isupper()):
            return name.concept, None
    names = named[bisect_left(named, start, key=_start) : bisect_left(named, match.start(), key=_start)]
    nearest = names[-1] if names else None
    if nearest and nearest.concept and _is_short_for(words, nearest, text[nearest.span.end : match.start()], bool(match["said"])):
        return nearest.concept, None
    return None, _document(text, start, match.start(), words, cited)


def _document(text: str, start: int, end: int, words: str, cited: Sequence[Printed]) -> Printed | None:
    """The document cited directly in front, where the short form is the noun that it is called by."""
    head = _WORDS.findall(words)[-1].casefold()
    in_front = cited[bisect_left(cited, start, key=_start) : bisect_left(cited, end, key=_start)]
    last = next((each for each in reversed(in_front) if each.symbols), None)
    if last is None or not _TEXTS.fullmatch(head) or not _DOCUMENTS_OWN.fullmatch(text[last.span.end : end]):
        return None
    if last.number and head != "resolution":
        return None
    return last if re.search(_CALLED.format(head) + "$", text[start : last.span.start]) or last.number else None


def _is_short_for(words: str, name: Named, gap: str, is_said: bool) -> bool:
    """Whether the words are taken out of a name, or its initials; a name at the end of a longer, unknown one begins otherwise."""
    labels = name.concept.positive if name.concept else ()
    if len(gap) > _LONGEST_GAP or (gap.strip(' ,”"') and not is_said):
        return False
    if _ACRONYM.fullmatch(words):
        return words in labels or any(_fits(words, label) for label in (name.as_printed, *labels) if label[:1] == words[:1])
    own = {word.casefold().removesuffix("s") for word in _WORDS.findall(name.as_printed)}
    return {word.casefold().removesuffix("s") for word in _WORDS.findall(words)} <= own


def _fits(acronym: str, name: str) -> bool:
    """Whether the capitals of an acronym are initials of the name's words, in their order."""
    initials = iter(word[0].upper() for word in _WORDS.findall(name))
    return all(letter in initials for letter in re.findall(r"[A-Z]", acronym))
