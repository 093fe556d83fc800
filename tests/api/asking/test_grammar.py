"""Tests of the grammar of questions. In: questions. Out: how they are read. Must not look anything up."""

import pytest

from api.asking.grammar import DEEPEST, MOST_OPERANDS, parsed
from ontology.errors import BadParameter
from stores.words.condition import printed


def read(question: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """The words to rank by, what a passage must hold, as a question, and the filters."""
    request = parsed(question)
    return request.words, printed(request.condition) if request.condition else "", request.fields


@pytest.mark.parametrize(
    "prose",
    [
        "Which networks were called on, and what was asked of them?",
        "What does para. 3 (a) of A/85/40 ask?",
        "A/75/863, para. 49 (b)",
        "resolution 1366 (2001)",
        "Secretary-General's follow-up - and what then?",
        "and or not",
        "peace/security (in general)",
        "https://w3id.org/mandategraph/doc/A/75/863",
        'a lone " quotation mark',
        "brackets (never closed",
        "closed) never opened",
        "3 * 4 *** and a*",
        "Comment l’office agit-il ?",
        "如何防止灭绝种族？",
        "{ ?s ?p ?o . FILTER(?o > 3) }",
    ],
)
def test_prose_asks_for_nothing_exactly(prose: str) -> None:
    """What could be an operator only by force is none, and the words stay as they are but for stars."""
    words, condition, fields = read(prose)
    assert (condition, fields) == ("", ())
    assert words == " ".join(prose.replace("*", " ").split())


@pytest.mark.parametrize(
    ("question", "words", "condition"),
    [
        ('"early warning" lamps', '"early warning" lamps', '"early warning"'),
        ("“early warning” «lamps at night»", "“early warning” «lamps at night»", '("early warning" AND "lamps at night")'),
        ("genocide AND incitement", "genocide incitement", "(genocide AND incitement)"),
        ("genocide OR war crimes AND Rwanda", "genocide war crimes Rwanda", "(genocide OR (war AND crimes AND rwanda))"),
        ("(genocide OR war crimes) AND Rwanda", "genocide war crimes Rwanda", "((genocide OR (war AND crimes)) AND rwanda)"),
        ("genocide -Rwanda", "genocide", "NOT rwanda"),
        ("genocide NOT Rwanda", "genocide", "NOT rwanda"),
        ('genocide NOT "in Rwanda" lamps', "genocide lamps", 'NOT "in rwanda"'),
        ("genocide -(Rwanda OR Burundi)", "genocide", "NOT (rwanda OR burundi)"),
        ("genocide AND NOT Rwanda", "genocide", "(genocide AND NOT rwanda)"),
        ("+Rwanda lamps", "Rwanda lamps", "rwanda"),
        ("lamps NOT NOT Rwanda", "lamps Rwanda", ""),
        ("genocid* lamps", "genocid lamps", "genocid*"),
        ('"early warn*"', '"early warn "', '"early warn*"'),
        ("*cide AND pre*tion", "cide pre tion", "(*cide AND pre*tion)"),
        ("灭*", "灭", "灭*"),
        ('title:"focal points" lamps', '"focal points" lamps', 'title:"focal points"'),
        ("section:Duties lamps", "Duties lamps", "section:duties"),
        ("lamps -title:night", "lamps", "NOT title:night"),
        ("the role of the court AND Rwanda", "the role of the court Rwanda", "(role AND court AND rwanda)"),
        ("(A/RES/60/1 OR S/RES/1366(2001)) AND lamps", "A/RES/60/1 S/RES/1366(2001) lamps",
         '(("a / res / 60 / 1" OR "s / res / 1366 ( 2001") AND lamps)'),
        ("灭绝种族 AND 防止", "灭绝种族 防止", '("灭 绝 种 族" AND "防 止")'),
    ],
)  # fmt: skip
def test_operators_say_what_a_passage_must_hold(question: str, words: str, condition: str) -> None:
    """And the words that are wanted still rank."""
    assert read(question) == (words, condition, ())


@pytest.mark.parametrize(
    ("question", "words", "condition"),
    [
        ("genocide AND", "genocide", ""),
        ("OR genocide", "genocide", ""),
        ("genocide AND OR AND incitement", "genocide incitement", "(genocide OR incitement)"),
        ("genocide NOT", "genocide", ""),
        ('genocide "" ""', 'genocide "" ""', ""),
        ("genocide AND ()", "genocide", "genocide"),
        ("genocide OR the", "genocide the", "genocide"),
        ('genocide AND "?!"', 'genocide "?!"', "genocide"),
    ],
)
def test_an_operator_that_lacks_its_words_is_passed_over(question: str, words: str, condition: str) -> None:
    """What is left is asked as it stands."""
    assert read(question) == (words, condition, ())


def test_filters_stand_in_the_question() -> None:
    """By name and value; a value may be quoted, and has the brackets that belong to it."""
    question = 'kind:recommendation "focal points" year:2009..2021 actor:"Security Council" symbol:S/RES/1366(2001)'
    words, condition, fields = read(question)
    assert (words, condition) == ('"focal points"', '"focal points"')
    assert fields == (
        *(("kind", "recommendation"), ("year", "2009..2021")),
        *(("actor", "Security Council"), ("symbol", "S/RES/1366(2001)")),
    )
    assert read("(kind:table AND lamps)")[1:] == ("lamps", (("kind", "table"),))


def test_a_question_of_filters_alone_is_ranked_by_their_values() -> None:
    """There is nothing better to rank by, and something is asked."""
    assert read("kind:recommendation theme:resilience") == (
        "recommendation resilience", "", (("kind", "recommendation"), ("theme", "resilience"))
    )  # fmt: skip


@pytest.mark.parametrize(
    "nothing", ["AND", "OR NOT", '"', '""', "*", "**", "()", "(((", "-", "+", '"*"', "?!", ":", '" "', "AND OR NOT"]
)
def test_where_no_word_is_left_the_answer_says_what_to_write(nothing: str) -> None:
    """Bare operators and marks ask for nothing."""
    with pytest.raises(BadParameter, match=r"no word to look for.*A/75/863"):
        parsed(nothing)


@pytest.mark.parametrize("nothing", ["-Rwanda", "NOT genocide", '-"early warning"', "NOT (genocide OR lamps)"])
def test_to_exclude_alone_is_not_to_ask(nothing: str) -> None:
    """Everything else would be the answer."""
    with pytest.raises(BadParameter, match=r"what is not wanted.*genocide -Rwanda"):
        parsed(nothing)


@pytest.mark.parametrize(
    "question", ["kind:table OR lamps", "lamps -kind:table", "lamps NOT (kind:table)", "lamps OR (storm AND kind:table)"]
)
def test_a_filter_narrows_the_whole_question(question: str) -> None:
    """It is no operand of OR, and cannot be excluded."""
    with pytest.raises(BadParameter, match=r"kind:table.*beside the rest"):
        parsed(question)


def test_brackets_and_operands_have_bounds() -> None:
    """A question is no program."""
    deep = "lamps"
    for _ in range(DEEPEST):
        deep = f"({deep} OR storm)"
    assert parsed(deep).condition
    with pytest.raises(BadParameter, match="fewer"):
        parsed(f"({deep} OR storm)")
    with pytest.raises(BadParameter, match="Brackets"):
        parsed("(" * 900 + "lamps" + ")" * 900)
    with pytest.raises(BadParameter, match=str(MOST_OPERANDS)):
        parsed(" OR ".join(["lamps"] * (MOST_OPERANDS + 1)))
    assert parsed(" ".join(["lamps"] * (MOST_OPERANDS + 1))).condition is None


def test_a_required_word_may_have_other_names() -> None:
    """Either will do; a phrase in quotes is meant as it stands, and a word that is not required needs no other."""
    forms = {"SCSL": ("Special Court for Sierra Leone",)}
    request = parsed('SCSL AND "SCSL"', lambda word: forms.get(word, ()))
    assert request.condition is not None
    assert printed(request.condition) == '((scsl OR "special court for sierra leone") AND scsl)'
    assert parsed("SCSL trials", lambda word: forms.get(word, ())).condition is None


def test_words_that_name_something_together_may_have_a_short_form() -> None:
    """As operands of an operator; beside other words they are only words."""
    short = {"Special Court for Sierra Leone": ("SCSL",)}
    request = parsed("Special Court for Sierra Leone AND trials", lambda name: short.get(name, ()))
    assert request.condition is not None
    assert printed(request.condition) == "(((special AND court AND sierra AND leone) OR scsl) AND trials)"
    request = parsed("the Special Court for Sierra Leone AND trials", lambda name: short.get(name, ()))
    assert request.condition is not None
    assert "scsl" not in printed(request.condition)
