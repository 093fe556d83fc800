"""Tests of the front door: evaluation. In: made gold on the two made reports. Out: figures, misses, gains and losses, or errors
that name file and line. Must not use a network.
"""

import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from benchmarks.accepted import accept, changes, read_accepted
from benchmarks.evaluate import SUITES, Suite, evaluate
from benchmarks.gold import read_gold
from benchmarks.task import Absent, Ground, Task, labels, positives, read_entries, read_json_lines, read_table, sets
from mandategraph import app
from ontology.errors import BadParameter, ReadError
from tests.command.conftest import FIXTURES, refused

pytestmark = pytest.mark.slow

UNITS = {"S/2031/7#1": "doc/S/2031/7/para/1", "S/2031/7#7(a)": "doc/S/2031/7/para/7/a", "S/2031/7#99": "doc/S/2031/7/para/99"}
CITED = {
    "para": "S/2031/7#1", "surface": "A/84/15-S/2030/9", "normalised": "A/84/15", "symbols": ["A/84/15", "S/2030/9"],
    "kind": "document", "form": "symbol",
}  # fmt: skip
QUERY = {"id": "Q1", "language": "en", "question": "Who asked for oil?", "relevant": [{"passage": "S/2031/7#1", "grade": 2}]}
Evaluate = Callable[..., Result]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder of gold beside the documents that it judges."""
    folder, sources = tmp_path / "eval" / "office", tmp_path / "corpus" / "office"
    folder.mkdir(parents=True)
    sources.mkdir(parents=True)
    for name in ("S_2031_7.md", "A_85_31.txt"):
        (sources / name).symlink_to(FIXTURES / name)  # the same origin as in the installation: nothing is read anew
    rows = "".join(f"{unit}\t{path}\n" for unit, path in UNITS.items())
    (folder / "units.tsv").write_text(f"unit\tiri_path\n{rows}", encoding="utf-8")
    write(folder / "structure.json", documents=[{"id": "S/2031/7", "sections": [{"heading": "Introduction", "children": []}]}])
    write(folder / "citations.json", citations=[CITED])
    write(folder / "queries.json", queries=[QUERY])
    return folder


def write(file: Path, **content: Any) -> None:
    """One JSON file, a line for each value."""
    file.write_text(json.dumps(content, indent=0), encoding="utf-8")


@pytest.fixture
def measure(office: Path, installation: dict[str, str], tmp_path: Path) -> Evaluate:
    """The command, on the made gold and the made installation."""
    fixed = [str(office.parent), "--data", installation["MANDATEGRAPH_DATA"], "--accepted", str(tmp_path / "accepted.json")]
    return lambda *arguments: CliRunner().invoke(app, ["evaluate", *fixed, *arguments], env=installation)


def told(result: Result) -> dict[str, dict[str, Any]]:
    """The tasks of an answer in JSON, by name."""
    assert result.exit_code == 0, result.output
    return {task["name"]: task for task in json.loads(result.stdout)["tasks"]}


@pytest.mark.slow
def test_evaluate_counts_what_was_found_and_what_is_wanted(measure: Evaluate) -> None:
    """By task; what the folder lacks is absent, not wrong."""
    result = measure("--json")
    tasks = told(result)
    assert tasks["citations"]["recall"] == 1.0
    assert tasks["structure: units"]["wanted"] == 3
    assert ["S/2031/7#99", ""] in tasks["structure: units"]["missed"]
    assert tasks["queries: en"]["scores"]["Q1"] > 0
    absent = [(line["task"], Path(line["reason"]).name) for line in json.loads(result.stdout)["absent"]]
    assert {("mentions", "mentions.json"), ("recommendations", "recommendations.json")} <= set(absent)


@pytest.mark.slow
def test_evaluate_prints_figures_and_the_worst_misses(measure: Evaluate) -> None:
    """For a person."""
    result = measure("--task", "structure", "--worst", "1")
    assert result.exit_code == 0, result.output
    assert "structure: units" in result.stdout
    assert "missed: 1x  (S/2031/7#99)" in result.stdout
    assert "citations" not in result.stdout


@pytest.mark.slow
def test_evaluate_holds_a_run_against_the_accepted_one(measure: Evaluate, office: Path) -> None:
    """Gains and losses, case by case."""
    assert told(measure("--task", "structure", "--json"))["structure: units"]["losses"] is None
    assert measure("--task", "structure", "--accept").exit_code == 0
    assert "+0 -0" in measure("--task", "structure").stdout
    more = (office / "units.tsv").read_text(encoding="utf-8") + "S/2031/7#98\tdoc/S/2031/7/para/98\n"
    (office / "units.tsv").write_text(more.replace("S/2031/7#99\tdoc/S/2031/7/para/99\n", ""), encoding="utf-8")
    result = measure("--task", "structure")
    assert "GAIN found: S/2031/7#99" in result.stdout
    assert "LOSS missed: S/2031/7#98" in result.stdout
    assert "+1 -1" in result.stdout


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("citations.json", '{"citations": [\n{"para": 1},\n]}', ("citations.json, line 3",)),
        ("citations.json", '{"_meta": {},\n"citations": [\n{"para": "x",\n"surface": "y"}]}', ("line 3", "without kind, form")),
        ("citations.json", '{"cited": []}', ("line 1", "no list 'citations'")),
        ("units.tsv", "unit\tpath\n", ("units.tsv, line 1", "no column iri_path")),
        ("units.tsv", "unit\tiri_path\nS/2031/7#1\n", ("units.tsv, line 2", "not 2 values")),
    ],
)
def test_malformed_gold_is_told_by_file_and_line(office: Path, name: str, content: str, words: tuple[str, ...]) -> None:
    """Nothing is measured on it."""
    (office / name).write_text(content, encoding="utf-8")
    with pytest.raises(ReadError) as caught:
        read_gold(office, office).entries("citations.json", "citations", ["para", "surface", "kind", "form"])
    for word in words:
        assert word in str(caught.value)


def test_gold_of_another_form_is_told_before_anything_is_published(measure: Evaluate, office: Path) -> None:
    """In one message."""
    (office / "units.tsv").write_text("unit\tpath\n", encoding="utf-8")
    refused(measure(), "units.tsv, line 1")


def test_evaluate_says_which_folders_and_tasks_there_are(measure: Evaluate, bare: Callable[..., Result], tmp_path: Path) -> None:
    """A name that is none, a folder that is not there."""
    refused(measure("--task", "poetry"), "poetry", "citations")
    refused(bare("evaluate", tmp_path / "nowhere"), "nowhere", "shared")
    (tmp_path / "accepted.json").write_text('{"tasks": {"citations": {}}}', encoding="utf-8")
    refused(measure(), "accepted.json")


def test_evaluate_says_that_nothing_was_measured(bare: Callable[..., Result], tmp_path: Path) -> None:
    """An empty folder of gold is no success, and accepts nothing."""
    accepted = tmp_path / "accepted.json"
    result = bare("evaluate", tmp_path, "--corpus", tmp_path, "--task", "paragraphs", "--accept", "--accepted", accepted)
    refused(result, "Nothing was measured", "paragraphs is absent: no ")
    assert not accepted.exists()


def test_sets_count_what_may_also_be_right_as_neither_missed_nor_wrong() -> None:
    """As gold says."""
    task = sets("t", [("a", "1"), ("b", "2")], [("a", "1"), ("c", "3"), ("d", "4")], also_right=[("c", "3")])
    assert (task.wanted, task.met, task.found, task.right) == (2, 1, 3, 2)
    assert (task.missed, task.wrong) == ((("b", "2"),), (("d", "4"),))
    assert (task.precision, task.recall) == (2 / 3, 0.5)
    assert task.f1 == pytest.approx(4 / 7)


def test_positives_say_nothing_of_what_is_wrong() -> None:
    """Gold that does not hold everything has recall alone."""
    task = positives("t", [("a", "1")], [("a", "1"), ("b", "2")])
    assert (task.precision, task.recall, task.f1) == (None, 1.0, None)
    assert sets("t", [], []).f1 is None
    assert sets("t", [("a", "1")], [("b", "1")]).f1 == 0.0


def test_labels_hold_a_wrong_one_against_both() -> None:
    """A case without a label counts as missed alone; a case that nobody labelled counts in no way."""
    task = labels("t", {"a": "x", "b": "y", "c": "z"}, {"a": "x", "b": "x", "d": "x"})
    assert (task.wanted, task.met, task.found, task.right) == (3, 1, 2, 1)


def test_changes_tell_of_scores_that_moved_and_of_gold_that_grew(tmp_path: Path) -> None:
    """By three decimals, as they are kept; tasks that are not run again stay accepted."""
    file = tmp_path / "accepted.json"
    accept([Task("q", 2, 2, scores={"O1": 0.5, "O2": 0.70004}), Task("r", 1, 1)], file)
    accept([Task("r", 3, 1, 4, 1, wrong=(("u", "v"),))], file)
    before = read_accepted(file)
    assert {task.name for task in before} == {"q", "r"}
    now = [Task("q", 2, 2, scores={"O1": 0.6, "O2": 0.7}), Task("r", 4, 4, 4, 4), Task("new", 1, 1)]
    found = changes(now, before)
    assert set(found) == {"q", "r"}
    assert found["q"].gains == ("O1: 0.500, now 0.600",)
    assert found["q"].losses == ()
    assert (found["r"].gains, found["r"].note) == (("no longer wrong: u v",), "the gold holds 4, and held 3")
    assert changes([Task("q", 2, 2, scores={"O1": 0.4})], before)["q"].losses == ("O1: 0.500, now 0.400",)


def test_no_sentence_of_a_source_is_kept(tmp_path: Path) -> None:
    """Longer words are told by a digest, and still known again."""
    file, said = tmp_path / "accepted.json", "The keepers of the northern coast wrote to nobody at all"
    accept([Task("x", 2, 0, missed=(("para/1", said), ("para/2", "A/72/884")))], file)
    assert "keepers" not in file.read_text(encoding="utf-8")
    assert changes([Task("x", 2, 0, missed=(("para/1", said),))], read_accepted(file))["x"].gains == ("found: para/2 A/72/884",)
    assert changes([Task("x", 2, 0, missed=(("para/1", said + "."),))], read_accepted(file))["x"].losses != ()


@pytest.mark.parametrize("suite", SUITES, ids=[suite.function for suite in SUITES])
def test_every_suite_is_listed_once_and_has_its_function(suite: Suite) -> None:
    """A name that leads nowhere would be found only after minutes."""
    module, _, name = suite.function.partition(":")
    assert callable(getattr(import_module(module), name))
    assert [one.function for one in SUITES].count(suite.function) == 1


def test_an_accepted_run_is_the_same_bytes_for_the_same_figures(tmp_path: Path) -> None:
    """Whatever the order in which cases were found."""
    one, other = tmp_path / "a.json", tmp_path / "b.json"
    accept([Task("x", 2, 0, missed=(("b", "2"), ("a", "1"))), Task("y", 0, 0)], one)
    accept([Task("y", 0, 0), Task("x", 2, 0, missed=(("a", "1"), ("b", "2")))], other)
    assert one.read_bytes() == other.read_bytes()


def test_files_of_gold_are_read_with_their_lines(tmp_path: Path) -> None:
    """One value a line, and tables."""
    file = tmp_path / "gold"
    file.write_text('{"a": 1}\n\n{"a": \n', encoding="utf-8")
    with pytest.raises(ReadError, match="line 3"):
        read_json_lines(file)
    file.write_text('a,b\n1,"2\n3"\n4\n', encoding="utf-8")
    with pytest.raises(ReadError, match="line 4"):
        read_table(file, ["a", "b"])
    file.write_bytes(b'{"k": [\n"\xff"]}')
    with pytest.raises(ReadError, match="line 2; it has bytes"):
        read_entries(file, "k")


def given(_: Ground) -> list[Task]:
    """A suite of our own, for the test below."""
    return [sets("given: one", [("a", "1")], [("a", "1")]), sets("two", [("a", "1")], [])]


def lacking(ground: Ground) -> list[Task]:
    """A suite whose gold is not there."""
    raise Absent(f"no {ground.gold / 'lacking.tsv'}")


def of_another_form(_: Ground) -> list[Task]:
    """A suite that finds gold of another form."""
    raise KeyError("para")


def test_a_suite_that_stumbles_over_its_gold_says_which_gold(tmp_path: Path) -> None:
    """And where it is said what it reads."""
    suites = [Suite("given", "tests.command.test_evaluate_command:of_another_form")]
    with pytest.raises(ReadError, match=r"given in .*KeyError: 'para'.*of_another_form"):
        evaluate(Ground(tmp_path, tmp_path), suites=suites)


def test_suites_are_chosen_by_name_and_long_ones_only_when_asked_for(tmp_path: Path) -> None:
    """A task by its whole name, or all of a suite."""
    suites = (
        Suite("given", "tests.command.test_evaluate_command:given"),
        Suite("lacking", "tests.command.test_evaluate_command:lacking", long=True),
    )
    ground = Ground(tmp_path, tmp_path)
    assert [task.name for task in evaluate(ground, suites=suites).tasks] == ["given: one", "given: two"]
    assert evaluate(ground, suites=suites).absent == ()
    assert [name for name, _ in evaluate(ground, long=True, suites=suites).absent] == ["lacking"]
    assert [task.name for task in evaluate(ground, names=["given: two"], suites=suites).tasks] == ["given: two"]
    with pytest.raises(BadParameter, match="given, lacking"):
        evaluate(ground, names=["taken"], suites=suites)
