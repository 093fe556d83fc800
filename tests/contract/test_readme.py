"""Contract: the README. In: its code blocks. Out: each example is run, and its answer is the one that is printed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from api.library import Library
from api.meaning import Asking
from queries import runner
from stores.settings import load_settings

HOME = Path(__file__).resolve().parents[2]
EXAMPLE = re.compile(r"```console\n\$ (?P<command>mandategraph [^\n]+)\n(?P<answer>(?!\$)[^`]+)```")
LISTED = re.compile(r"^\$ mandategraph (?P<name>[a-z-]+)", re.MULTILINE)
# No row is a good answer: all is resolved, addressed, nobody found anything wrong, and nothing corrects the documents of the
# digests; a digest has no pages, and none reviews a State.
MAY_BE_EMPTY = {
    "unresolved-citations", "gap-recommendation-without-addressee", "verdicts", "footnotes-that-interrupt", "changes-of-document",
    "states-asking", "networks-called-on",
}  # fmt: skip
README = (HOME / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> dict[str, str]:
    """The settings of a generation of the digests, as `make run` builds it."""
    folder = tmp_path_factory.mktemp("readme")
    models = request.config.cache.mkdir("models") if request.config.cache else folder / "models"
    settings = {"MANDATEGRAPH_DATA": str(folder), "MANDATEGRAPH_MODELS": str(models)}
    done = _run(["ingest", "corpus/digests"], settings)
    assert done.returncode == 0, done.stderr
    return settings


def _run(arguments: list[str], settings: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "mandategraph", *arguments]
    return subprocess.run(
        command, cwd=HOME, env=settings | {"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False
    )


def _words(text: str) -> str:
    """Text without what may differ between machines: the last digits of scores, and the generation's name."""
    return " ".join(re.sub(r"\d+\.\d+|g\d{6}-[0-9a-f]{8}", "#", text).split())


@pytest.mark.slow
def test_every_example_of_the_readme_answers_as_printed(data: dict[str, str]) -> None:
    """A README that no longer tells the truth is a defect."""
    import shlex

    examples = list(EXAMPLE.finditer(README))
    assert examples, "the README shows no example with its answer"
    for example in examples:
        done = _run(shlex.split(example["command"])[1:], data)
        assert _words(done.stdout) == _words(example["answer"])


def test_the_readme_names_every_command_and_no_other() -> None:
    """What the README lists is what the command line has."""
    import mandategraph

    commands = {
        command.name or command.callback.__name__.replace("_", "-")
        for command in mandategraph.app.registered_commands
        if command.callback
    } | {str(group.typer_instance.info.name) for group in mandategraph.app.registered_groups if group.typer_instance}
    assert set(LISTED.findall(README)) == commands


def test_the_first_screen_gives_exactly_two_set_up_commands() -> None:
    """One block of shell, two lines, each a make target that there is."""
    block = re.search(r"```sh\n(?P<lines>.*?)```", README, re.DOTALL)
    assert block is not None
    lines = [line.split("#")[0].strip() for line in block["lines"].splitlines()]
    assert lines == ["make run", "make test"]
    makefile = (HOME / "Makefile").read_text(encoding="utf-8")
    assert all(re.search(rf"^{line.split()[1]}:", makefile, re.MULTILINE) for line in lines)
    assert README[: block.start()].count("\n") < 40


@pytest.mark.slow
def test_every_example_in_a_query_header_finds_something(data: dict[str, str]) -> None:
    """An example that answers nothing teaches nothing; most often its IRI is wrong."""
    library = Library.open(load_settings(data))
    with library.serving() as serving:
        for query in library.queries.values():
            for example in query.examples:
                answer = runner.run(Asking(library, serving), query, example, base=library.settings.base)
                assert answer.rows or query.name in MAY_BE_EMPTY, (query.name, example)
    library.close()
