"""Eyes, stage split: scopes. In: annex headings. Out: the body of a document, or an annex, with the numbers that are its own.

An annex whose numbers begin anew has a path of its own before every path in it: `annex/I/para/2`; what is enclosed in an annex
hangs on that: `annex/I/appendix/1`. Must not read paragraphs.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from reading.parts.given import Given
from reading.parts.headings import Outline
from reading.parts.labels import heading_mark
from reading.parts.units import Unit

_ANNEX = re.compile(
    r"[^\w\s]*(?P<kind>Annex|Appendix|Enclosure|Attachment|Annexe|Appendice|Anexo|Apéndice|Приложение|Добавление|附件|附录|المرفق|مرفق)"
    r"(?:\s*(?P<mark>[IVXLC]{1,7}|\d{1,2}|[A-Z](?!\w)|[一二三四五六七八九十]{1,3}|ال\w+))?(?:\s*[.:–—-]\s*|\s+|$|[^\w\s]+$)(?P<words>.*)",
    re.IGNORECASE | re.DOTALL,
)
_OF_LETTER = re.compile(  # "Annex to the letter dated ...", which stands over the annex's own title
    r"[^\w\s]*(?P<kind>Annex|Appendix|Enclosure|Annexe|Appendice|Anexo|Apéndice)(?:\s+(?P<mark>[IVXLC]{1,7}|\d{1,2}))?"
    r"\s+(?:to|à|aux?|de|del|a)\s(?:the\s|la\s|las\s|les\s|l[’'])?(?:identical\s)?(?:letters?|notes?|lettres?|cartas?)\b.*[^.;:,]",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_OF_LETTER = 400  # characters
_INNER = ("appendix", "enclosure", "attachment", "appendice", "apéndice", "добавление", "附录")
_LONGEST = 200  # characters of an annex's heading


@dataclass(frozen=True, slots=True)
class AnnexHead:
    """The heading of an annex: its printed mark ("" for none), where its own words begin, and whether it is enclosed in one."""

    mark: str
    at: int
    inner: bool


@dataclass(slots=True)
class Scope:
    """The body of a document, one of its resolutions, or an annex: it numbers for itself. `path` stands before all in it."""

    path: str = ""
    outline: Outline = field(default_factory=Outline)
    counts: Counter[str] = field(default_factory=Counter)
    open: Unit | None = None
    labelled: Unit | None = None  # the last paragraph or item with a label of its own
    last_number: int = 0
    series: str = ""  # the section whose numbers begin anew; "" for the row of the whole scope
    headed: bool = False  # no number has come since the last heading
    marked: bool = False  # and that has a mark of its own
    reached: int = 0  # the last number of that row, while another one runs
    last_decimal: tuple[int, ...] = ()
    listed: int = 0
    list_base: str = ""  # what the items of the open list hang on
    lists: dict[str, int] = field(default_factory=dict)  # how many lists a paragraph has
    items: dict[int, str] = field(default_factory=dict)  # the labels that came last in the paragraph, by depth
    resolving: bool = False  # the organ has been named
    operative: bool = False  # and the first operative paragraph has come

    def at(self, path: str) -> str:
        """A path of this scope under the document; the scope itself for none."""
        return f"{self.path}/{path}".strip("/")

    def numbered(self, path: str) -> str:
        """The path of a numbered paragraph or an item of one; numbers that begin anew stand under their section."""
        return self.at(f"{self.series}/{path}" if self.series and path.startswith("para/") else path)

    def section(self) -> str:
        """The path of what holds a paragraph: the innermost section, or the scope."""
        return self.at(self.outline.innermost())

    def next(self, kind: str) -> str:
        """The path of the next of its kind, such as `p/7`."""
        self.counts[kind] += 1
        return self.at(f"{kind}/{self.counts[kind]}")

    def relative(self, path: str) -> str:
        """A path of this scope without what stands before all its paths."""
        inner = path.removeprefix(f"{self.path}/") if self.path else path
        return inner.removeprefix(f"{self.series}/") if self.series else inner


def annex_head(text: str, hashes: int) -> AnnexHead | None:
    """What a block says as the heading of an annex; None where it is none."""
    of_letter = _OF_LETTER.fullmatch(text) if len(text) <= _LONGEST_OF_LETTER else None
    if of_letter:
        mark = heading_mark(of_letter["mark"]) if of_letter["mark"] else ""
        return AnnexHead(mark, len(text), of_letter["kind"].casefold() in _INNER)
    match = _ANNEX.fullmatch(text)
    if not match or len(text) > _LONGEST or re.search(r"[,;]\s*$", text):
        return None
    words = match["words"].strip()
    if words and (not hashes or words[:1].islower() or words.endswith(".")):
        return None
    mark = heading_mark(match["mark"]) if match["mark"] else ""
    return AnnexHead(mark, match.start("words") if words else len(text), match["kind"].casefold() in _INNER)


@dataclass(slots=True)
class Annexes:
    """The annexes of a document so far."""

    counts: Counter[str] = field(default_factory=Counter)
    taken: Given = field(default_factory=Given)

    def enter(self, head: AnnexHead, scope: Scope, outer: str) -> tuple[Scope, str]:
        """The scope of a new annex, seen from the open one, and the path that holds it."""
        above = _annex_of(scope.path) if head.inner else ""
        base = f"{above}/appendix" if above else f"{outer}/annex".strip("/")
        self.counts[base] += 1
        return Scope(self.taken.own(f"{base}/{head.mark or self.counts[base]}")), above or outer

    def resolution(self, mark: str) -> Scope:
        """The scope of one of several resolutions in a document: A, B."""
        return Scope(self.taken.own(f"resolution/{mark}"))


def _annex_of(path: str) -> str:
    """The annex that a path lies in; empty outside all."""
    steps = path.split("/")
    return "/".join(steps[: steps.index("annex") + 2]) if "annex" in steps else ""
