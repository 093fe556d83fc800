"""Tests of the eyes: splitting programme texts. In: a made results framework and made core functions. Out: their items."""

from collections.abc import Callable

from reading.assemble import Taken
from reading.clean import blocks
from reading.parts.programme import is_core_functions, is_results_framework, split_framework, split_functions

LADDER = {
    "objective": "", "principles": "", "priority/1": "objective", "priority/2": "objective",
    "outcome/1": "priority/1", "outcome/2": "priority/1", "outcome/3": "priority/2",
    "output/1": "outcome/1", "output/2": "outcome/2", "output/3": "outcome/3",
    "activity/1.1": "output/1", "activity/1.2": "output/1", "activity/2.1": "output/2",
    "activity/3.1": "output/3", "activity/3.2": "output/3",
}  # fmt: skip


def test_a_tab_table_becomes_a_ladder_from_objective_to_activities(take: Callable[[str], Taken]) -> None:
    """A priority spans the columns up to the next one, though only its first cell is filled."""
    units = take("framework.md").parts.units
    assert {unit.path: unit.within for unit in units} == LADDER
    words = {unit.path: unit.text.text for unit in units}
    assert words["objective"] == "Overall objective: To keep lamps lit"
    assert words["principles"] == "Operating principles: Work with care and oil"
    assert words["output/2"] == "A mender of lamps"
    assert words["output/3"] == "Oil for States Wicks for States"
    assert words["activity/3.2"] == "Send wicks, i) long and ii) short"


def test_a_pipe_table_reads_like_one_with_tabs() -> None:
    """Other PDF readers draw the same table with pipes."""
    source = (
        "| Priority 1 |  | Priority 2 |\n|---|---|---|\n| Lamps by us |  | Lamps by others |\n"
        "| Outcome 1 | Outcome 2 | Outcome 3 |\n| One | Two | Three |\n| Output 1 | Output 2 | Output 3 |\n| O1 | O2 | O3 |\n"
        "| Activities | Activities | Activities |\n| <li>- A</li> | <li>B</li><li>C</li> | <li>D</li> |\n"
    )
    found = blocks(source)
    assert is_results_framework(found)
    parts = split_framework(found)
    assert {unit.path: unit.within for unit in parts.units}["outcome/3"] == "priority/2"
    assert [unit.text.text for unit in parts.units if unit.kind == "activity"] == ["A", "B", "C", "D"]
    assert parts.findings == []


def test_activities_without_list_marks_are_one_activity() -> None:
    """A cell that is plain text is read, not dropped."""
    source = (
        "Priority 1\tPriority 2\nP\tQ\nOutcome 1\tOutcome 2\nR\tS\nOutput 1\tOutput 2\nT\tU\nActivities\tActivities\nV\t- W\n"
    )
    units = {unit.path: unit.text.text for unit in split_framework(blocks(source)).units}
    assert (units["activity/1.1"], units["activity/2.1"]) == ("V", "W")


def test_a_row_with_a_cell_too_few_or_too_many_is_a_finding_and_loses_nothing() -> None:
    """The receipt tells that the table could not be read in full."""
    source = "Priority 1\tPriority 2\nP\tQ\nOutcome 1\tOutcome 2\nR\tS\tT\nOutput 1\tOutput 2\nU\t\n"
    parts = split_framework(blocks(source))
    assert parts.findings == ["a row of 3 texts stands under 2 labels", "a row of 1 texts stands under 2 labels"]
    assert [aside.text.text for aside in parts.asides if aside.kind == "furniture"] == ["T"]


def test_core_functions_hold_their_activities(take: Callable[[str], Taken]) -> None:
    """A lost bullet sign and a sentence cut by a bullet are mended."""
    parts = take("functions.md").parts
    assert [item.path for item in parts.items] == [
        "p/1", "function/1", "function/1/activity/1", "function/1/activity/2", "function/2", "function/2/activity/1",
        "function/2/activity/2", "section/1", "p/2", "p/3",
    ]  # fmt: skip
    broken = next(unit for unit in parts.units if unit.path == "function/2/activity/1")
    assert broken.text.text == "Hold a course in spring for whoever asks, with the help of old keepers;"
    assert (broken.number, broken.within, broken.kind) == ("2.1", "function/2", "activity")


def test_a_label_without_a_function_before_it_loses_nothing() -> None:
    """The functions can stand in any order with plain text."""
    found = blocks("Associated activities\n\n- Look.\n\n- Listen.\n")
    assert is_core_functions(found)
    assert [unit.text.text for unit in split_functions(found).units] == ["Look.", "Listen."]


def test_a_report_is_no_programme_text() -> None:
    """Reports that speak of outcomes are still reports."""
    found = blocks("1. Outcome 1 was good.\n\n2. Associated activities went on.\n")
    assert not is_results_framework(found)
    assert not is_core_functions(found)


def test_a_label_that_stands_there_twice_is_a_finding_and_every_path_is_its_own() -> None:
    """A row that was pasted again, a table without a priority, an objective said twice: nothing is lost, nothing doubled."""
    source = (
        "Overall objective: Light\n\nOverall objective: More light\n\n"
        "Priority 1\tPriority 2\nP\tQ\nPriority 1\tPriority 2\nR\tS\n"
        "Outcome 1\tOutcome 1\nT\tU\nOutput 7\tOutput 8\nV\tW\nActivities\tActivities\nA\tB\nActivities\tActivities\nC\tD\n"
    )
    parts = split_framework(blocks(source))
    paths = [unit.path for unit in parts.units]
    assert len(paths) == len(set(paths))
    assert paths == [
        "objective", "priority/1", "priority/2", "priority/1-2", "priority/2-2", "outcome/1", "outcome/1-2", "output/7",
        "output/8", "activity/7.1", "activity/8.1", "activity/7.1-2", "activity/8.1-2",
    ]  # fmt: skip
    assert {unit.path: unit.within for unit in parts.units}["outcome/1-2"] == "priority/2-2"
    assert [finding for finding in parts.findings if "twice" in finding] == [
        "priority 1 stands there twice", "priority 2 stands there twice", "outcome 1 stands there twice",
        "activity 7.1 stands there twice", "activity 8.1 stands there twice",
    ]  # fmt: skip


def test_what_names_no_holder_stands_in_the_document() -> None:
    """Activities without an output, an outcome without a priority."""
    parts = split_framework(blocks("Outcome 1\tOutcome 2\nT\tU\nPriority 1\tPriority 2\nP\tQ\nActivities\tActivities\nA\t-\n"))
    assert {unit.path: unit.within for unit in parts.units} == {
        "outcome/1": "", "outcome/2": "", "priority/1": "", "priority/2": "", "activity/0.1": "", "activity/0.1-2": "",
    }  # fmt: skip


def test_a_second_list_of_one_function_counts_on() -> None:
    """The label printed twice begins no new count."""
    source = "Light the harbour: all of it.\n\nAssociated activities\n\n- Look.\n\nAssociated activities\n\n- Listen.\n"
    parts = split_functions(blocks(source))
    assert [unit.path for unit in parts.units] == ["function/1", "function/1/activity/1", "function/1/activity/2"]
    assert parts.findings == ["a list of activities follows no function of its own (function 1)"]
