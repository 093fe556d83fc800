"""Web: opening a document. In: an address. Out: what of a document is wanted, and the addresses of its other states. Must not
look anything up.

The state of the reader stands in its address: ?lang= and ?beside= for languages, ?part= for the portion, ?at= for a place that
some portion holds, ?show= for the kinds that are marked, ?view=print. So a link to #para-120 finds its portion without a script.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from api.reader.explained import GROUPS
from api.web import parameters
from api.web.languages import NAMES
from ontology.errors import BadParameter

PARAMETERS = ("lang", "beside", "part", "at", "show", "view", "near")
CHOSEN = "chosen"
"""The value of ?show= that says that kinds were chosen, perhaps none."""
_VIEWS = ("print",)
_LONGEST_PLACE = 300


@dataclass(frozen=True, slots=True)
class State:
    """What of a document is wanted; `show` is None where no kinds were chosen and all are marked."""

    path: str
    lang: str = ""
    beside: str = ""
    part: str = ""
    at: str = ""
    show: frozenset[str] | None = None
    view: str = ""
    near: bool = False

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters that say so."""
        named = (("lang", self.lang), ("beside", self.beside), ("part", self.part), ("at", self.at), ("view", self.view))
        kinds = [] if self.show is None else [("show", CHOSEN), *(("show", kind) for kind in GROUPS if kind in self.show)]
        return [*((name, value) for name, value in named if value), *kinds]

    @property
    def address(self) -> str:
        """Where this state is."""
        return self.path + (f"?{urlencode(self.pairs)}" if self.pairs else "")

    def marks(self, group: str) -> bool:
        """Whether a kind is marked."""
        return self.show is None or group in self.show

    def turned_to(self, part: object) -> str:
        """The address of another portion, or of all."""
        return replace(self, part=str(part), at="", view="").address

    def spoken(self, lang: str, beside: str = "") -> str:
        """The address of the same in a language, with a second one beside it."""
        return replace(self, lang=lang, beside=beside if beside != lang else "").address

    def printed(self) -> str:
        """The address of the whole as it is printed."""
        return replace(self, view="print", part="", at="", show=None).address


def state_of(path: str, pairs: parameters.Pairs) -> State:
    """The state that an address asks for. BadParameter for a value that is none."""
    part = parameters.single(pairs, "part") or ""
    if part != "all" and part and not (part.isascii() and part.isdecimal() and len(part) < 6):
        raise BadParameter(f"Wanted the number of a part in ?part=, or all; got {part[:20]!r}.", advice="Ask with ?part=2.")
    at = parameters.single(pairs, "at") or ""
    if len(at) > _LONGEST_PLACE:
        raise BadParameter(f"Wanted a place in ?at= of at most {_LONGEST_PLACE} characters.", advice="Such as ?at=para-49-b.")
    return State(
        path=path,
        lang=parameters.single(pairs, "lang") or "",
        beside=_among(pairs, "beside", tuple(NAMES)),
        part=part,
        at=at,
        show=_shown(parameters.values(pairs, "show")),
        view=_among(pairs, "view", _VIEWS),
        near=_among(pairs, "near", ("1",)) == "1",
    )


def _among(pairs: parameters.Pairs, name: str, offered: Sequence[str]) -> str:
    value = parameters.single(pairs, name) or ""
    if value and value not in offered:
        raise BadParameter(f"Wanted one of {', '.join(offered)} in ?{name}=; got {value[:20]!r}.", advice="Or leave it out.")
    return value


def _shown(values: Sequence[str]) -> frozenset[str] | None:
    for value in values:
        if value != CHOSEN and value not in GROUPS:
            raise BadParameter(f"Wanted kinds in ?show= of {', '.join(GROUPS)}; got {value[:20]!r}.", advice="Or leave it out.")
    return frozenset(values) - {CHOSEN} if values else None
