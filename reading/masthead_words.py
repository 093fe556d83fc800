"""Eyes: the fixed words of mastheads in the six languages. In: nothing. Out: patterns and tables. Must not read documents.

Rule: mastheads as the United Nations print them. Russian, Arabic and Chinese ones keep "Distr.: General", the date and
"Original: English" in English.
"""

import re

from ontology.nouns import DocumentKind
from ontology.symbol_forms import BODY_NAMES

_MONTHS = (
    "January February March April May June July August September October November December",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
)
MONTHS = {month.casefold(): at for row in _MONTHS for at, month in enumerate(row.split(), 1)}
"""A month's name in small letters, as a date has it -> its number."""

_ANY_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
DATE = re.compile(
    rf"(?<![\w–-])(?P<day>\d{{1,2}})(?:er)?\s(?:de\s)?(?P<month>{_ANY_MONTH})\s(?:de\s)?(?P<year>\d{{4}})(?!\d)", re.IGNORECASE
)
"""A day as printed; not one that ends a range ("16 June–8 July 2025")."""

DISTRIBUTION = re.compile(
    r"(?<!\w)Distr(?:\.|ibution|ibución)?\s*:?\s*(?:General Assembly\s)?"
    r"(?P<reach>g[ée]n[ée]rale?|limit(?:ed|ée|ada)|restr(?:icted|einte)|reservada)(?!\w|\sAssembly)",
    re.IGNORECASE,
)
DISTRIBUTIONS = {"gen": "General", "gén": "General", "lim": "Limited", "res": "Restricted"}
"""The first letters of how far a document goes -> the English word."""

LANGUAGES = {
    **dict.fromkeys(("english", "anglais", "inglés", "английский"), "en"),
    **dict.fromkeys(("french", "français", "francés", "французский"), "fr"),
    **dict.fromkeys(("spanish", "espagnol", "español", "испанский"), "es"),
    **dict.fromkeys(("russian", "russe", "ruso", "русский"), "ru"),
    **dict.fromkeys(("arabic", "arabe", "árabe", "арабский"), "ar"),
    **dict.fromkeys(("chinese", "chinois", "chino", "китайский"), "zh"),
}
"""A language's name in small letters -> its code."""

_ANY_LANGUAGE = "|".join(LANGUAGES)
ORIGINAL = re.compile(
    rf"(?<!\w)Original\s*:\s*(?P<languages>(?:{_ANY_LANGUAGE})(?:\s*(?:/|,|and|et|y)\s*(?:{_ANY_LANGUAGE})){{0,5}})(?!\w)",
    re.IGNORECASE,
)

_LETTER = r"\(?[a-zа-еأ-و]{1,3}\)"
_ITEM = rf"\d{{1,3}}(?:\s?{_LETTER}(?:(?:,\s?|\s?(?:and|et|y|и|و|–|-)\s?){_LETTER})*)?"
_ITEMS = rf"({_ITEM}(?:(?:\s?[,;、،和و]\s?|\s(?:and|et|y|и|و|和)\s?){_ITEM})*)"
ITEM = re.compile(rf"(\d{{1,3}})((?:\s?(?:,|and|et|y|и|و|–|-)?\s?{_LETTER})*)", re.IGNORECASE)
"""One agenda item: its number, and the letters of its sub-items."""

SUB_ITEM = re.compile(r"\(?([a-zа-еأ-و]{1,3})\)", re.IGNORECASE)
LATIN = str.maketrans("абсде" + "أبجدهو", "abcde" + "abcdef")
"""Letters of sub-items as the English version has them; Cyrillic ones are look-alikes or in the same place."""

AGENDA = re.compile(
    rf"(?<!\w)(?:Agenda\sitems?\s{_ITEMS}"
    rf"|Items?\s{_ITEMS}\sof\sthe\s(?:provisional\s|supplementary\s)?(?:agenda|(?:preliminary\s|supplementary\s)?list)"
    rf"|Points?\s{_ITEMS}\sde\s(?:l[’']ordre\sdu\sjour(?:\sprovisoire)?|la\sliste\spréliminaire)"
    rf"|Temas?\s{_ITEMS}\s(?:del\s(?:programa(?:\sprovisional)?)|de\sla\slista\spreliminar)"
    rf"|Пункты?\s{_ITEMS}\s(?:предварительной\s)?(?:повестки\sдня|перечня)"
    rf"|(?:البند|البنود|البندان)\s{_ITEMS}\sمن\s(?:جدول\sالأعمال|القائمة\sالأولية)"
    rf"|议程项目\s?{_ITEMS})(?:\*+)?",
    re.IGNORECASE,
)
"""Where the agenda items stand; the one group that matched holds their numbers."""

TATWEEL = "\u0640"  # stretches an Arabic word and is no letter of it
_UNITED_NATIONS = (
    "United Nations",
    "Nations Unies",
    "Naciones Unidas",
    "Организация Объединенных Наций",
    "الأمم المتحدة",
    "联合国",
)
_ASSEMBLIES = (
    *("Assemblée générale", "Conseil de sécurité", "Conseil des droits de l’homme", "Conseil économique et social"),
    *("Asamblea General", "Consejo de Seguridad", "Consejo de Derechos Humanos", "Consejo Económico y Social"),
    *("Генеральная Ассамблея", "Совет Безопасности", "Совет по правам человека", "Экономический и Социальный Совет"),
    *("الجمعية العامة", "مجلس الأمن", "مجلس حقوق الإنسان", "大会", "安全理事会", "人权理事会", "经济及社会理事会"),
)
_ORGAN = "|".join(re.escape(name) for name in (*_UNITED_NATIONS, *BODY_NAMES.values(), *_ASSEMBLIES, "UNITED", "NATIONS"))
ORGANS = re.compile(rf"(?:{_ORGAN})(?:\s(?:{_ORGAN}))*|[AES]", re.IGNORECASE)
"""Organs, one or several, as a masthead heads its columns with them; the great letter of old mastheads."""

_FIRST = (
    r"(?:(?:Further|Interim|Final|Annual|Progress|Comprehensive|Consolidated|Supplementary|Special|Joint|\w+(?:th|rd|st|nd))\s)?"
)
DECIDED = re.compile(
    r"(?:Resolution|Decision)s? adopted (?:by|without)\b|(?:Résolution|Décision) adoptée par\b"
    r"|(?:Resolución|Decisión) (?:aprobada|adoptada) por\b"
    r"|(?:Резолюция|Решение), принят[ао]я?\b|(?:قرار|مقرر) اتخذ|.{0,25}(?:决议|决定)$",
    re.IGNORECASE,
)
"""How a line begins that can be nothing but the head of a resolution or a decision."""

KINDS: tuple[tuple[re.Pattern[str], DocumentKind], ...] = (
    (re.compile(rf"{_FIRST}(?:{_FIRST}Report|Note) (?:of|by) the\b", re.IGNORECASE), "report"),
    (re.compile(r"(?:Rapport|Note) (?:du|de la|de l[’'])|(?:Informe|Nota) (?:del|de la)\b", re.IGNORECASE), "report"),
    (re.compile(r"(?:Доклад|Записка) (?:Генерального секретаря|Верховного|Специального|Рабочей|Комитета|Совета)"), "report"),
    (
        re.compile(
            r"(?:تقرير|مذكرة) (?:من )?(?:الأمين العام|مفوض|المقرر|الفريق)|秘书长(?:的)?(?:报告|说明)$|.{2,20}工作组(?:的)?报告$"
        ),
        "report",
    ),
    (re.compile(r"(?:Identical )?letters? dated\b|Notes? verbales? dated\b", re.IGNORECASE), "letter"),
    (
        re.compile(
            r"Lettres? (?:identiques )?datées?\b|Cartas? (?:idénticas )?de fecha\b|(?:Идентичные письма|Письмо) ", re.IGNORECASE
        ),
        "letter",
    ),
    (
        re.compile(
            r"Statement by the President\b|Déclaration d[ue] (?:la )?Président|Declaración de (?:la|el) Presiden", re.IGNORECASE
        ),
        "statement",
    ),
    (re.compile(r"Заявление Председателя\b|بيان من رئيس|.{0,20}主席(?:的)?声明$"), "statement"),
    (
        re.compile(r"(?:Resolution|Résolution|Resolución|Резолюция)\b|قرار اتخذ|القرار \d|.{0,25}决议$", re.IGNORECASE),
        "resolution",
    ),
    (DECIDED, "resolution"),
)
"""How the line begins that says what a document is; a decision counts with the resolutions, as what an organ adopted."""

REVIEW = re.compile(
    r"(?:(?:UPR|Universal Periodic Review) of|Advanced? questions (?:to|for)) .+?(?=\s+Page\b|$)"
    r"|Thematic list of recommendations\b.*",
    re.IGNORECASE,
)
"""Titles of papers of the universal periodic review: they name the State under review."""
