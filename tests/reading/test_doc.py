"""Tests of the eyes: old Word files. In: compound files that we made, and programs that stand in for LibreOffice and antiword.

Out: blocks, or a refusal that says what to install. The real antiword reads a real file where it is installed.
"""

import os
import shutil
import stat
import time
import zipfile
from pathlib import Path

import pytest

from ontology.errors import ReadError
from reading.readers import doc
from reading.readers.doc import read_doc
from reading.readers.source import Source


def compound(*streams: str) -> bytes:
    """A file that looks like a compound one: its mark, and a directory with these names."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
    return head + b"".join(f"{name}\0".encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))


OLD_WORD = compound("WordDocument")


def shown(source: Source) -> list[str]:
    """The blocks of a source as lines."""
    lines = []
    for block in source.blocks or ():
        rows = [f"| {row.text}" for row in block.rows]
        lines += rows or [f"{'• ' if block.bullet else ''}{block.text.text}"]
    return lines


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that alone is searched for programs."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def install(folder: Path, name: str, script: str) -> None:
    """Puts a program into a folder."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (compound("Workbook"), "an Excel workbook"),
        (compound("Book"), "an old Excel workbook"),
        (compound("PowerPoint Document"), "a PowerPoint presentation"),
        (compound("WordDocument", "__properties_version1.0"), "an Outlook message"),
        (compound("EncryptedPackage"), "locked with a password"),
        (compound("Contents"), "without a Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "without a Word document"),
    ],
)
def test_other_compound_files_are_refused_by_what_they_are(data: bytes, seen: str) -> None:
    """Before any program runs; a workbook inside a Word file does not make it one."""
    with pytest.raises(ReadError, match=seen) as caught:
        read_doc(data, "made.doc")
    assert "made.doc" in caught.value.message
    assert caught.value.advice


@pytest.mark.usefixtures("programs")
def test_where_no_program_is_installed_the_refusal_names_one() -> None:
    """The user learns what to install, or what to do without."""
    with pytest.raises(ReadError, match="neither LibreOffice nor antiword") as caught:
        read_doc(compound("WordDocument", "Workbook"), "made.doc")
    assert "apt-get install antiword" in caught.value.advice


def test_what_antiword_says_becomes_blocks(programs: Path) -> None:
    """A paragraph a line, bullets, tables between bars, notes with their numbers; brackets that are no note stay."""
    said = "ONE\\n\\n1. Words[1] and [7].\\n    • a bullet\\n|a |b |\\n|c |d |\\n\\n-----------\\n[1] A note.\\n"
    install(programs, "antiword", f"printf '{said}'")
    source = read_doc(OLD_WORD, "made.doc")
    assert shown(source) == ["ONE", "1. Words¹ and [7].", "• a bullet", "| a\tb", "| c\td", "¹ A note."]
    assert (source.media_type, source.findings) == ("application/msword", ("read through antiword: headings unmarked",))


def test_libreoffice_comes_first_and_works_in_a_profile_of_its_own(programs: Path) -> None:
    """What it writes is read as DOCX; macros are off in its settings."""
    made = programs / "made.docx"
    word, kind = (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://schemas.openxmlformats.org/officeDocument",
    )
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("_rels/.rels", f'<a><b Id="c" Type="{kind}/2006/relationships/officeDocument" Target="word/d.xml"/></a>')
        archive.writestr(
            "word/d.xml", f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>Words.</w:t></w:r></w:p></w:body></w:document>'
        )
    install(programs, "antiword", "exit 9")
    check = 'grep -q DisableMacrosExecution profile/user/registrymodifications.xcu || exit 8; [ "$HOME" = "$PWD" ] || exit 7'
    install(programs, "soffice", f"{check}; cp {made} document.docx")
    source = read_doc(OLD_WORD, "made.doc")
    assert shown(source) == ["Words."]
    assert (source.media_type, source.findings) == ("application/msword", ("read through LibreOffice",))


@pytest.mark.parametrize(
    ("script", "seen"),
    [("echo broken >&2; exit 1", "antiword to read made.doc; broken"), ("exit 3", "code 3"), ("exit 0", "no words")],
)
def test_a_program_that_gives_up_is_quoted(programs: Path, script: str, seen: str) -> None:
    """With its own words where it has some."""
    install(programs, "antiword", script)
    with pytest.raises(ReadError, match=seen):
        read_doc(OLD_WORD, "made.doc")


def test_a_program_that_writes_nothing_is_told(programs: Path) -> None:
    """LibreOffice ends well also where it could not read."""
    install(programs, "soffice", "exit 0")
    with pytest.raises(ReadError, match="wrote nothing"):
        read_doc(OLD_WORD, "made.doc")


def test_a_program_that_hangs_is_ended_with_its_children(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of it outlives the call."""
    monkeypatch.setattr(doc, "SECONDS", 1)
    sleeper, child = shutil.which("sleep", path=os.defpath), programs / "child"
    install(programs, "antiword", f"{sleeper} 60 & echo $! > {child}; wait")
    begun = time.monotonic()
    with pytest.raises(ReadError, match="ended after 1 seconds"):
        read_doc(OLD_WORD, "made.doc")
    assert time.monotonic() - begun < 20
    number = child.read_text(encoding="utf-8").strip()
    status = Path(f"/proc/{number}/stat")
    ended = time.monotonic() + 5
    while status.exists() and status.read_text(encoding="utf-8").split()[2] != "Z" and time.monotonic() < ended:
        time.sleep(0.05)
    assert not status.exists() or status.read_text(encoding="utf-8").split()[2] == "Z"


def test_nothing_is_left_behind(
    programs: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The private folder goes with the call."""
    folder = tmp_path_factory.mktemp("scratch")
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    install(programs, "antiword", "echo words")
    assert shown(read_doc(OLD_WORD, "made.doc")) == ["words"]
    assert list(folder.iterdir()) == []


def test_a_real_old_word_file_is_read(shared: Path) -> None:
    """By the antiword that is installed."""
    if not shutil.which("antiword") and not shutil.which("soffice"):
        pytest.skip("neither antiword nor LibreOffice is installed: apt-get install antiword")
    file = shared / "corpus" / "files" / "review" / "Advance_questions_to_Slovenia_Add1.doc"
    source = read_doc(file.read_bytes(), file.name)
    assert sum(block.bullet for block in source.blocks or ()) == 3
    assert source.text.startswith("ADVANCE QUESTIONS TO SLOVENIA")


def test_thousands_of_empty_lines_take_no_time(programs: Path) -> None:
    """Antiword writes a line for every empty paragraph."""
    install(programs, "antiword", "head -c 30000 /dev/zero | tr '\\0' '\\n'; echo '1. Oil.[1]'; echo; echo '[1] A note.'")
    start = time.perf_counter()
    source = read_doc(compound("WordDocument"), "made.doc")
    assert shown(source) == ["1. Oil.¹", "¹ A note."]
    assert time.perf_counter() - start < 5
