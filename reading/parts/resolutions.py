"""Eyes, stage split: what resolutions, decisions and letters are known by. In: the words of a block. Out: whether they name the
organ that speaks, open the operative part, close a resolution, or sign. Must not know paths.

Rule: United Nations Editorial Manual on resolutions: the organ's name on a line of its own, preambular paragraphs that open with
a participle and end in a comma, operative ones that open with a verb and are numbered unless there is only one; below them the
meeting and its date.
"""

import re

_ORGAN = re.compile(
    r"""(?:
      The\s+(?:[A-Z][\w’'-]*|of|on|the|for|to|and|in|its|as|Parties)(?:,?\s+(?:[A-Z][\w’'-]*|of|on|the|for|to|and|in|its|as))*
    | (?:L[’']|La\s|Le\s)(?:Assemblée|Conseil|Commission|Conférence)[^.;:]{0,80}
    | (?:La|El)\s(?:Asamblea|Consejo|Comisión|Conferencia)[^.;:]{0,80}
    | (?:Генеральная\sАссамблея|Совет|Комиссия|Экономический\sи\sСоциальный\sСовет|Конференция)[^.;:]{0,80}
    | (?:大会|安全理事会|人权理事会|经济及社会理事会)
    | (?:إن\s)?(?:الجمعية\sالعامة|مجلس|اللجنة|المجلس)[^.؛:]{0,60}
    )[,،，]""",
    re.VERBOSE,
)
_PRINCIPAL = ("The General Assembly", "The Security Council", "The Human Rights Council", "The Economic and Social Council")
_LONGEST_ORGAN = 110  # characters
_ADVERB = r"(?:(?:Also|Further|Again|Once|Strongly|Solemnly|Urgently|Fully|Firmly|Deeply|Hereby|Therefore)\s+(?:again\s+)?)*"
_FINITE = re.compile(rf"{_ADVERB}(?!Conscious\b|Anxious\b|Desirous\b|Whereas\b|Always\b)[A-Z]?[a-z]+s\b")
_PARTICIPLE = re.compile(
    r"(?:[A-Z][a-z]+ly\s+)?(?:Having|Being|[A-Z]?[a-z]+ing|[A-Z]?[a-z]+ed|Mindful|Aware|Conscious|Cognizant|Anxious|Desirous)\b"
    r"|[A-ZÉ][a-zéèêíóñ]+(?:ant|ando|endo)\b|و?[إا]ذ\b"
)
_END = 40  # characters
_COMMA = re.compile(r"[,،，][\s⁰¹²³⁴-⁹*]*$")
_MEETING = re.compile(
    r"\d{1,4}\s?(?:st|nd|rd|th)\s+(?:\([\w ]+\)\s+)?(?:(?:plenary|closed|resumed|organizational)\s+)*meeting\b.{0,60}"
    r"|\d{1,4}e\s+séance\b.{0,60}|\d{1,4}ª?\s+sesión\b.{0,60}|\d{1,4}-е\s+(?:пленарное\s+)?заседание\b.{0,60}",
    re.IGNORECASE,
)
_VOTE = re.compile(
    r"\[?\(?(?:Adopted|Resolution\s+adopted|Decision\s+adopted|Adoptée?|Aprobad[ao]|Принят[ао])\b.{0,400}[\])]?", re.IGNORECASE
)
_DATE = re.compile(r"\d{1,2}(?:er)?\s(?:de\s)?[^\W\d]{3,10}\s(?:de\s)?\d{4}(?:\sгода)?")
_SIGNED = re.compile(r"[\[(](?:Signed|Signé|Firmado|Подпись|Подписано|签名|توقيع)[\])]", re.IGNORECASE)
_SPOKEN = re.compile(
    r"(?:I|We|On\s+(?:behalf|instructions)|Upon\s+instructions|Further\s+to|With\s+reference)\b.{0,90}\b(?:honou?r|pleasure|wish|write|refer)\b"
    r"|Excellency|Dear\s|At\s+the\s+\d{1,5}(?:st|nd|rd|th)\s+meeting\b|J[’']ai\s+l[’']honneur|Tengo\s+el\s+honor",
)


def names_organ(text: str) -> bool:
    """Whether a block is the line "The General Assembly," under the title of a resolution."""
    words = text.strip()
    return len(text) <= _LONGEST_ORGAN and bool(_ORGAN.fullmatch(words) or words in _PRINCIPAL)


def is_preambular(text: str) -> bool:
    """Whether an unnumbered paragraph between the organ's name and the first operative one is preambular."""
    if _COMMA.search(text):
        return True
    return bool(_PARTICIPLE.match(text)) and not _FINITE.match(text)


def ends_preambular(text: str) -> bool:
    """Whether a preambular paragraph is whole: it ends in a comma or a semicolon."""
    return bool(re.search(r"[,;،，；][\s⁰¹²³⁴-⁹*]*$", text[-_END:]))


def goes_on_in_arabic(text: str) -> bool:
    """Whether a piece of an Arabic preamble, behind the end of a page, begins no paragraph: each opens with the same word."""
    return bool(re.match(r"[\u0621-\u064a]", text)) and not re.match(r"و?[إا]ذ\b", text)


def closes(text: str) -> bool:
    """Whether a block is the meeting under a resolution, or how it was adopted."""
    return bool(_MEETING.fullmatch(text)) or bool(re.match(r"[\[(]", text) and _VOTE.fullmatch(text)) or _is_vote(text)


def _is_vote(text: str) -> bool:
    return bool(re.match(r"Adopted\s+(?:without\s+a\s+vote|by\s+\d|unanimously|at\s+the\s+\d)", text)) and len(text) < 200


def is_date(text: str) -> bool:
    """Whether a block is a date and nothing else."""
    return bool(_DATE.fullmatch(text.strip()))


def signs(text: str) -> bool:
    """Whether a block is a signature: "(Signed)" and a name."""
    return bool(_SIGNED.match(text.strip()))


def begins_letter(text: str) -> bool:
    """Whether a block begins the text of a letter or a statement, behind its masthead."""
    return bool(_SPOKEN.match(text.strip()))
