"""Tests of the front door: the command line. In: one small generation and real commands. Out: answers, or errors that help."""

import json
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from api import terminal
from ingest.receipt import Line, Receipt
from mandategraph import app
from tests.command.conftest import FIXTURES, Run, environment, refused

pytestmark = pytest.mark.slow

COMMANDS = (
    "ingest",
    "fetch",
    "evaluate",
    "serve",
    "ask",
    "query",
    "show",
    "status",
    "withdraw",
    "export",
    "check",
    "review",
    "cite",
    "check-citations",
    "backup",
    "restore",
    "rebuild",
)


def test_help_lists_every_command() -> None:
    """Run as installed, in a process of its own."""
    told = subprocess.run([sys.executable, "-m", "mandategraph", "--help"], capture_output=True, text=True, check=True).stdout
    assert all(f"  {command} " in told for command in COMMANDS)


def test_the_installed_command_prints_its_version() -> None:
    """As the package says."""
    command = shutil.which("mandategraph", path=str(Path(sys.executable).parent))
    assert command
    assert subprocess.run([command, "--version"], capture_output=True, text=True, check=True).stdout.strip() == "0.1.0"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    """A sentence on what it does, and its options."""
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.stdout


def test_ask_answers_with_pinpoint_and_reason(run: Run) -> None:
    """The passage that says it, and which words were met."""
    result = run("ask", "Who brought oil by boat?", "-n", 2)
    assert result.exit_code == 0
    assert "S/2031/7, para. 4" in result.stdout
    assert "words met:" in result.stdout


def test_ask_answers_a_program_in_json(run: Run) -> None:
    """Score, words and document of each hit."""
    answer = json.loads(run("ask", "harbours closed by a storm", "--json", "-n", 3).stdout)
    assert answer["hits"][0]["pinpoint"] == "A/85/31, para. 1"
    assert len(answer["hits"]) == 3
    assert answer["total"] > 15


def test_ask_keeps_to_its_filters(run: Run) -> None:
    """By document, and by kind."""
    found = json.loads(run("ask", "storm", "-f", "document=S/2031/7", "--json").stdout)
    assert {hit["document"].rpartition("/doc/")[2] for hit in found["hits"]} == {"S/2031/7"}
    notes = json.loads(run("ask", "storm", "-f", "kind=footnote", "--json").stdout)
    assert {hit["pinpoint"].rpartition(" ")[0] for hit in notes["hits"]} == {"S/2031/7, footnote"}


def test_query_runs_a_named_query(run: Run) -> None:
    """As a table for a person, as JSON or CSV for a program."""
    assert "A/85/31" in run("query", "citations-of-document", "document=doc/A/85/31").stdout
    told = json.loads(run("query", "recommendations-by-addressee", "addressee=actor/member-states", "--json").stdout)
    assert len(told["results"]["bindings"]) == 3
    csv = run("query", "recommendations-by-addressee", "addressee=actor/member-states", "--format", "csv")
    assert csv.exit_code == 0
    assert len(csv.stdout.strip().splitlines()) == 4


def test_query_lists_what_can_be_asked(run: Run) -> None:
    """Each with an example that can be copied."""
    told = run("query", "list").stdout
    assert "recommendations-by-addressee" in told
    assert "mandategraph query cited-by" in told


def test_query_runs_a_file(run: Run, tmp_path: Path) -> None:
    """SPARQL from anywhere."""
    file = tmp_path / "mine.rq"
    file.write_text("PREFIX mg: <https://w3id.org/mandategraph/ontology#>\nSELECT (COUNT(*) AS ?n) { ?p a mg:Footnote }\n")
    told = json.loads(run("query", file, "--json").stdout)
    assert told["results"]["bindings"][0]["n"]["value"] == "3"
    file.write_text("ASK { ?s ?p ?o }")
    assert run("query", file).stdout.strip() == '{"head":{},"boolean":true}'


def test_show_shows_a_document_a_passage_and_a_thing(run: Run) -> None:
    """By symbol, path or IRI."""
    document = run("show", "S/2031/7").stdout
    assert "Lighthouses of warning" in document
    assert "The Office stands ready to help." in document
    passage = json.loads(run("show", "doc/S/2031/7/para/7/a", "--json").stdout)
    assert passage["passage"]["words"].startswith("To keep a lamp lit")
    assert {statement["kind"] for statement in passage["statements"]} == {"Citation", "Recommendation"}
    assert "Member States" in run("show", "https://w3id.org/mandategraph/actor/member-states").stdout


def test_status_tells_what_serves_and_where_settings_come_from(run: Run, bare: Run) -> None:
    """Also before the first ingest."""
    told = json.loads(run("status", "--json").stdout)
    assert told["generation"]["passages"] > 15
    assert told["settings"]["data"]["from"] == "environment MANDATEGRAPH_DATA"
    assert told["settings"]["port"] == {"value": "8000", "from": "default"}
    assert "all-MiniLM-L6-v2" in run("status").stdout
    before = bare("status")
    assert before.exit_code == 0
    assert "mandategraph ingest" in before.stdout


@pytest.mark.slow
def test_status_tells_what_changed_and_withdraw_takes_it_out(bare: Run, tmp_path: Path) -> None:
    """Files by the names under which they were given; a document that is not there is an error of one line."""
    (tmp_path / "sources").mkdir()
    note, other = (Path(shutil.copy(FIXTURES / name, tmp_path / "sources")) for name in ("S_2031_7.md", "A_85_31-digest.md"))
    assert json.loads(bare("status", tmp_path / "sources", "--json").stdout)["sources"]["new"] == [str(other), str(note)]
    assert bare("ingest", tmp_path / "sources").exit_code == 0
    assert "2 unchanged" in bare("status").stdout
    note.unlink()
    told = bare("status").stdout
    assert f"1 gone: {note}" in told
    assert "the next ingest withdraws: S/2031/7" in told
    gone = bare("withdraw", "S/2031/7")
    assert (gone.exit_code, "withdrawn" in gone.stdout) == (0, True)
    refused(bare("withdraw", "S/2031/7"), "S/2031/7", "nothing of it was taken in")


def test_a_receipt_tells_a_document_once_however_many_files_render_it() -> None:
    """Each file has its line; counts and what looked odd stand at the first."""
    lines = [Line(f"{name}.xml", "S/RES/1", "read", {"passages": 7}, ("odd thing",)) for name in ("ar", "en", "fr")]
    printed = StringIO()
    terminal.receipt(Console(file=printed, width=100), Receipt.of([*lines, Line("x.xml", "S/RES/2", "read")], "g1").as_dict())
    assert [printed.getvalue().count(words) for words in ("7 passages", "odd thing", "with it", "4 read")] == [1, 1, 2, 1]


def test_export_writes_the_whole_graph(run: Run, tmp_path: Path) -> None:
    """Sorted N-Quads, the same to a file and to standard output."""
    target = tmp_path / "all.nq"
    assert run("export", "--to", target).exit_code == 0
    lines = target.read_bytes().splitlines(keepends=True)
    assert lines == sorted(lines)
    assert run("export").stdout_bytes == b"".join(lines)
    assert len(lines) > 1000


def test_check_finds_nothing_in_a_sound_generation(run: Run) -> None:
    """Each check is named with its finding."""
    result = run("check", "--json")
    assert result.exit_code == 0, result.stdout
    found = json.loads(result.stdout)
    assert found
    assert not any(found.values())


@pytest.mark.slow
def test_ingest_tells_a_program_what_became_of_each_source(bare: Run, tmp_path: Path) -> None:
    """Status 3 where some were refused, 1 where all were."""
    (tmp_path / "empty.md").touch()
    (tmp_path / "binary.md").write_bytes(b"\x7fELF\x00\x01")
    result = bare(
        "ingest", FIXTURES / "A_85_31.txt", tmp_path / "empty.md", tmp_path / "binary.md", tmp_path / "gone.md", "--json"
    )
    assert result.exit_code == 3
    told = json.loads(result.stdout)
    assert told["totals"] == {"read": 1, "refused": 3}
    reasons = {Path(line["source"]).name: line["reason"] for line in told["lines"] if line["reason"]}
    assert ("empty" in reasons["empty.md"], "program" in reasons["binary.md"], "there is none" in reasons["gone.md"]) == (
        True,
        True,
        True,
    )
    again = bare("ingest", tmp_path / "empty.md")
    assert again.exit_code == 1
    assert "Traceback" not in again.output


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "A/99/9999"), ("A/99/9999",)),
        (("show", "no such thing"), ("no such thing",)),
        (("show", "https://example.org/a> ?s ?p ?o"), ("IRI",)),
        (("show", "doc/S/2031/7/para/99"), ("doc/S/2031/7/para/99",)),
        (("query", "no-such-query"), ("no-such-query", "cited-by")),
        (("query", "missing.rq"), ("missing.rq",)),
        (("query", "cited-by", "document"), ("name=value", "document")),
        (("query", "cited-by", "nonsense=1"), ("nonsense",)),
        (("query", "cited-by"), ("target",)),
        (("query", "cited-by", "target=doc/a b>"), ("target",)),
        (("query", "documents-list", "--format", "poem"), ("poem",)),
        (("ask", ""), ("empty",)),
        (("ask", "oil", "-f", "colour=red"), ("colour",)),
        (("ask", "oil", "-f", "colour"), ("name=value",)),
        (("ask", "oil", "-f", "document=A/99/9999"), ("A/99/9999",)),
        (("ask", "oil", "-f", "year=then"), ("then",)),
        (("ask", "oil", "-f", "crime=no-such-crime"), ("no-such-crime",)),
        (("ask", "oil", "--mode", "magic"), ("magic",)),
        (("export", "--to", "/nowhere/at/all.nq"), ("/nowhere/at/all.nq",)),
    ],
)
def test_wrong_arguments_give_one_message_that_helps(run: Run, arguments: tuple[str, ...], words: tuple[str, ...]) -> None:
    """What was wanted, what came, and nothing of our insides."""
    refused(run(*arguments), *words)


def test_a_malformed_query_is_told_by_its_line(run: Run, tmp_path: Path) -> None:
    """So that it can be mended."""
    file = tmp_path / "broken.rq"
    file.write_text("SELECT ?s\nWHERE {\n  ?s ?p ;\n}\n")
    refused(run("query", file), "line 4")


@pytest.mark.parametrize(
    ("query", "word"), [("DROP ALL", "DROP"), ("SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }", "SERVICE")]
)
def test_a_query_that_asks_for_what_is_never_done_is_refused(run: Run, tmp_path: Path, query: str, word: str) -> None:
    """Updates and other servers are none of a query's business."""
    (tmp_path / "bad.rq").write_text(query)
    refused(run("query", tmp_path / "bad.rq"), word)


def test_a_query_file_that_is_no_text_is_refused(run: Run, tmp_path: Path) -> None:
    """A binary file is no query."""
    (tmp_path / "bad.rq").write_bytes(b"\xff\xfe\x00")
    refused(run("query", tmp_path / "bad.rq"), "bad.rq")


@pytest.mark.parametrize(
    "arguments", [("ask", "oil"), ("show", "A/85/31"), ("query", "documents-list"), ("export",), ("check",), ("serve",)]
)
def test_before_the_first_ingest_every_command_says_what_to_do(bare: Run, arguments: tuple[str, ...]) -> None:
    """Nothing serves yet; the message has the command that changes it."""
    refused(bare(*arguments), "mandategraph ingest")


def test_a_wrong_setting_is_told_with_what_is_allowed(tmp_path: Path, models: Path) -> None:
    """Before anything is opened."""
    environ = environment(tmp_path, models) | {"MANDATEGRAPH_PORT": "many"}
    refused(CliRunner().invoke(app, ["status"], env=environ), "port", "65535")


def test_a_failed_export_leaves_no_half_file(run: Run, tmp_path: Path) -> None:
    """What stood there before stays."""
    (tmp_path / "folder").mkdir()
    refused(run("export", "--to", tmp_path / "folder"), "folder")
    assert list((tmp_path).iterdir()) == [tmp_path / "folder"]
