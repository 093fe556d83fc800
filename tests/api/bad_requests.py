"""A generator of bad requests. In: a seed. Out: addresses of /search that no form would send. Must not ask anything.

Every request is drawn from what people and machines send by mistake or on purpose: operators without operands, marks that open
and never close, other query languages, signs that nobody sees, filters that are none, dates that contradict each other.
"""

import random
from collections.abc import Callable, Iterator
from urllib.parse import quote, urlencode

from api.filters import FILTER_NAMES

SEED = 5
WORDS = (
    "lamps",
    "early warning",
    "génocide",
    "предупреждение",
    "预警",
    "الإنذار",
    "A/85/40",
    "S/RES/1366(2001)",
    "R2P",
    "the",
    "harbuors",
)
OPERATORS = (
    "AND",
    "OR",
    "NOT",
    "-",
    "+",
    "(",
    ")",
    '"',
    "“",
    "”",
    "*",
    "and",
    "&&",
    "||",
    "~",
    "^2",
    "?",
    "!",
    ":",
    "..",
    "%",
    "_",
    "\\",
)
FIELDS = (
    "kind:",
    "symbol:",
    "title:",
    "section:",
    "year:",
    "since:",
    "foo:",
    "mg:text",
    "actor:",
    "__class__:",
    "a:b:c",
    ":x",
    "kind:kind:",
)
VALUES = ("", " ", "*", "recommendation", "A/85/40", "A/99/999", "actor/security-council", "../../etc/passwd", "' OR '1'='1",
          "http://[", "https://w3id.org/mandategraph/doc/A/85/40", "<script>", "\x00", "x" * 300, "2031", "2018..", "..", "9999",
          "20310209", "2031-02-30", "-1", "０", "٢٠١٨", "null", "state/KEN> ?p ?o }", "Genocide", "en", "full")  # fmt: skip
OTHER_LANGUAGES = (
    "SELECT ?s WHERE { ?s mg:text ?o }",
    "DROP ALL ; INSERT DATA { <a> <b> <c> }",
    "'; DROP TABLE found; --",
    'words MATCH "x" OR every : "x"',
    "NEAR(early warning, 5)",
    "title:[a TO z] AND lamps~2",
    '{"query": {"match_all": {}}}',
    "${jndi:ldap://x}",
    "<script>alert(1)</script>",
    "{{7*7}} %(x)s %s",
    "../../../etc/passwd",
)
SIGNS = (
    "\x00",
    "\x01",
    "\x1b[2J",
    "\u200b",
    "\u202e",
    "\u0301" * 30,
    "\ufeff",
    "\ue02f",
    "\ue0ff",
    "\U000e0041",
    "🕯️",
    "ß",
    "ﬁ",
    "İ",
    "\r\n",
)
BROKEN = (
    "%",
    "%F",
    "%FF",
    "%C0%80",
    "%ED%A0%80",
    "%ED%BF%BF",
    "%F4%90%80%80",
    "%80",
    "%2",
    "%zz",
    "%u0041",
    "&",
    "&&",
    "=",
    "==",
    ";",
    "#",
)


def requests(count: int, seed: int = SEED) -> Iterator[str]:
    """So many query strings of /search, always the same ones for a seed."""
    dice = random.Random(seed)  # noqa: S311  # the same requests in every run
    makers: tuple[Callable[[random.Random], str], ...] = (
        _operators,
        _fields,
        _filters,
        _dates,
        _languages,
        _signs,
        _broken,
        _deep,
        _long,
    )
    for number in range(count):
        yield makers[number % len(makers)](dice)


def _asked(question: str, **more: str) -> str:
    return urlencode({"q": question, **more})


def _operators(dice: random.Random) -> str:
    pieces = dice.choices((*WORDS, *OPERATORS, *OPERATORS), k=dice.randint(0, 9))
    return _asked(dice.choice((" ", "")).join(pieces), **({"mode": "keyword"} if dice.random() < 0.5 else {}))


def _fields(dice: random.Random) -> str:
    pieces = [
        dice.choice(FIELDS) + dice.choice((*VALUES, '"' + dice.choice(VALUES) + '"', "")) for _ in range(dice.randint(1, 3))
    ]
    return _asked(" ".join([*pieces, *dice.choices((*WORDS, *OPERATORS), k=dice.randint(0, 3))]))


def _filters(dice: random.Random) -> str:
    names = (
        *FILTER_NAMES,
        "colour",
        "Kind",
        "year ",
        "",
        "q",
        "limit",
        "offset",
        "mode",
        "sort",
        "group",
        "format",
        "among",
        "__proto__",
    )
    pairs = [(dice.choice(names), dice.choice(VALUES)) for _ in range(dice.randint(1, 4))]
    return urlencode([("q", dice.choice(WORDS)), *pairs])


def _dates(dice: random.Random) -> str:
    days = (
        "1900",
        "1999",
        "2018",
        "2031",
        "2031-02",
        "2031-02-09",
        "2031-13",
        "0000",
        "99999",
        "soon",
        "-5",
        "2018-2-1",
        "2031-02-31",
    )
    pairs = [
        (dice.choice(("year", "year_from", "year_to", "since", "until")), dice.choice(days)) for _ in range(dice.randint(1, 4))
    ]
    inside = f" {dice.choice(('year', 'since', 'until', 'date'))}:{dice.choice(days)}{dice.choice(('', '..', '..2000'))}"
    return urlencode([("q", "lamps" + (inside if dice.random() < 0.5 else "")), *pairs])


def _languages(dice: random.Random) -> str:
    return _asked(dice.choice(("", "lamps ")) + dice.choice(OTHER_LANGUAGES) + dice.choice(("", " AND lamps", '"')))


def _signs(dice: random.Random) -> str:
    pieces = dice.choices((*SIGNS, *WORDS), k=dice.randint(1, 8))
    question = "".join(pieces)
    return _asked(dice.choice((question, f'"{question}"', f"-{question} lamps", f"{question}*")))


def _broken(dice: random.Random) -> str:
    return "q=" + "".join(dice.choices((*BROKEN, "lamps", "q=", quote(dice.choice(WORDS))), k=dice.randint(1, 6)))


def _deep(dice: random.Random) -> str:
    depth = dice.choice((1, 19, 20, 21, 60, 400))
    opening, closing = "(" * depth, dice.choice((")" * depth, "", ")" * (depth - 1), "(" * depth))
    joint = dice.choice((" OR ", " AND ", " ", " NOT ", ' "'))
    return _asked(opening + joint.join(dice.choices(WORDS, k=dice.choice((1, 2, 60, 120)))) + closing)


def _long(dice: random.Random) -> str:
    piece = dice.choice(("lamps ", '"', "* ", "AND ", "-", "(", "预", "\x00", "kind:table ", "x", "\u0301"))
    return _asked(piece * dice.choice((1, 300, 2_000, 100_000 // len(piece))))
