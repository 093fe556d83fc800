"""Tests of the front door: fetching. In: a server on the loopback, real commands. Out: files, lines, statuses. No other net."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mandategraph import app
from tests.command.conftest import Run, environment, refused
from tests.ingest.outside.documents_server import System, pdf, send_to, serving


@pytest.fixture
def system() -> Iterator[System]:
    """A system that has two reports, one of them also in French."""
    with serving() as made:
        made.put("A/72/884", "en", "pdf", pdf("English."))
        made.put("A/72/884", "fr", "pdf", pdf("French."))
        made.put("A/75/863", "en", "pdf", pdf("Later."))
        yield made


@pytest.fixture
def fetch(system: System, tmp_path: Path, models: Path) -> Run:
    """Runs the command against our server."""
    environ = environment(tmp_path / "data", models) | {
        "MANDATEGRAPH_FETCH_URL": system.address, "MANDATEGRAPH_FETCH_PAUSE_S": "0.05", "MANDATEGRAPH_FETCH_RETRIES": "0",
    }  # fmt: skip
    return lambda *arguments: CliRunner().invoke(app, ["fetch", *map(str, arguments)], env=environ)


def files(tmp_path: Path) -> set[str]:
    """The names of what is there."""
    return {file.name for file in (tmp_path / "data" / "fetched" / "files").iterdir()}


def test_fetch_keeps_each_language_and_says_what_to_do_next(fetch: Run, tmp_path: Path) -> None:
    """A line each; the command that reads them."""
    result = fetch("A/72/884", "--lang", "en,fr")
    assert result.exit_code == 0, result.output
    assert files(tmp_path) == {"A_72_884-en.pdf", "A_72_884-fr.pdf"}
    assert result.stdout.count("fetched  A/72/884") == 2
    assert f"mandategraph ingest {tmp_path / 'data' / 'fetched' / 'files'}" in result.stderr
    assert fetch("A/72/884", "--lang", "en, fr").stdout.count("unchanged") == 2
    assert "fetched  A/72/884  en" in fetch("A/72/884", "--force").stdout


def test_fetch_reads_symbols_from_a_file(fetch: Run, tmp_path: Path) -> None:
    """Together with those on the command line."""
    (tmp_path / "list.txt").write_text("# reports\nA/75/863\n", encoding="utf-8")
    assert fetch("A/72/884", "--from", tmp_path / "list.txt").exit_code == 0
    assert files(tmp_path) == {"A_72_884-en.pdf", "A_75_863-en.pdf"}


def test_fetch_tells_a_program_what_became_of_each(fetch: Run) -> None:
    """Status 3 where some failed, 1 where all did."""
    result = fetch("A/72/884", "A/99/9999", "nonsense", "--json")
    assert result.exit_code == 3
    told = json.loads(result.stdout)
    assert [line["outcome"] for line in told["fetched"]] == ["fetched", "refused", "refused"]
    assert "a page of HTML" in told["fetched"][1]["reason"]
    assert told["ingested"] is None
    assert fetch("A/99/9999").exit_code == 1


def test_fetch_says_which_host_it_does_not_go_to(fetch: Run, system: System) -> None:
    """In one line."""
    system.faults.append(send_to("https://example.org/a.pdf"))
    result = fetch("A/72/884")
    assert result.exit_code == 1
    assert "https://example.org/a.pdf" in result.stdout
    assert "Traceback" not in result.output


def test_fetch_offline_says_what_is_there_already(tmp_path: Path, models: Path) -> None:
    """Nothing is changed, and nothing more is tried."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{free.getsockname()[1]}"
    environ = environment(tmp_path / "data", models) | {"MANDATEGRAPH_FETCH_URL": closed, "MANDATEGRAPH_FETCH_RETRIES": "0"}
    result: Result = CliRunner().invoke(app, ["fetch", "A/72/884", "A/75/863"], env=environ)
    assert result.exit_code == 1
    assert "Could not reach 127.0.0.1" in result.stdout
    assert "not tried  A/75/863" in result.stdout
    assert f"it is in {tmp_path / 'data' / 'fetched' / 'files'}" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), ("symbols", "--from")),
        (("A/72/884", "--lang", "de"), ("de", "en, fr, es, ru, ar, zh")),
        (("A/72/884", "--format", "poem"), ("poem", "pdf, docx, doc")),
        (("--from", "gone.txt"), ("gone.txt",)),
    ],
)
def test_fetch_with_wrong_arguments_says_what_it_wants(fetch: Run, arguments: tuple[str, ...], words: tuple[str, ...]) -> None:
    """Before anything is asked."""
    refused(fetch(*arguments), *words)


@pytest.mark.slow
def test_fetch_and_ingest_at_once_publish_what_came(fetch: Run) -> None:
    """The symbol and the language are known by the file's name."""
    result = fetch("A/72/884", "--lang", "en,fr", "--ingest", "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert {line["document"] for line in told["ingested"]["lines"]} == {"A/72/884"}
    assert told["ingested"]["generation"].startswith("g000001-")
