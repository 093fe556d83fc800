"""Eyes, readers. In: the bytes of an old Word file (DOC). Out: its text in blocks, read by LibreOffice or antiword.

The one reader that runs a program: in a folder and a process group of its own, without a shell, with limits on time, memory and
files, so that nothing of it outlives the call; where the caller itself is killed, the limit on its seconds of work ends it. Must
not split. Neither program may run macros or reach a network.
"""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from ontology.errors import ReadError
from reading.lines import SUPERSCRIPTS
from reading.readers.docx import read_docx
from reading.readers.source import Source
from reading.readers.transcript import Item, Line, Note, Table, Transcript

MEDIA_TYPE = "application/msword"
SECONDS = 25  # a file; LibreOffice takes three to ten
_ADDRESSES, _WRITTEN = 4_000_000_000, 100_000_000  # bytes that a program may lay claim to, and may write into one file

_LIBREOFFICE = ("soffice", "libreoffice")
_ANTIWORD = "antiword"
# Names in the directory of a compound file, in this order: a Word file may hold a workbook, and a message a Word file.
_STREAMS = {
    "__properties_version1.0": "an Outlook message",
    "EncryptedPackage": "an Office file that is locked with a password",
    "WordDocument": "",
    "PowerPoint Document": "a PowerPoint presentation",
    "Workbook": "an Excel workbook",
    "Book": "an old Excel workbook",
    "VisioDocument": "a Visio drawing",
    "Quill": "a Publisher file",
}
# LibreOffice's own settings for one run: no macro, no link, nothing fetched for a document.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item></oor:items>
"""
_NOTES = re.compile(r"^[^\S\n]*+(?:-{5,}+|_{5,}+)?[^\S\n]*+\n(?=\[1\]\s)", re.MULTILINE)
_NOTE = re.compile(r"^\[(\d{1,3})\][ \t]+(.*)$")
_BULLET = re.compile(r"[•·▪◦➢]\s+")


def read_doc(data: bytes, name: str) -> Source:
    """The text of an old Word file; ReadError for other Office files, where no program is installed, and where it gives up."""
    _expect_word(data, name)
    libreoffice = next(filter(None, map(shutil.which, _LIBREOFFICE)), None)
    antiword = shutil.which(_ANTIWORD)
    if not libreoffice and not antiword:
        raise ReadError(
            f"Wanted to read the old Word file {name}; neither LibreOffice nor antiword is installed here.",
            advice="Install one of them (apt-get install antiword), or save the file as DOCX.",
        )
    with TemporaryDirectory(prefix="mandategraph-") as folder:
        file = Path(folder) / "document.doc"
        file.write_bytes(data)
        return _through_libreoffice(libreoffice, file, name) if libreoffice else _through_antiword(antiword or "", file, name)


def _expect_word(data: bytes, name: str) -> None:
    found = next((what for stream, what in _STREAMS.items() if _has_stream(data, stream)), None)
    if found == "":
        return
    raise ReadError(
        f"Wanted a Word document in {name}; it is {found or 'a compound file without a Word document in it'}.",
        advice="Save the document as DOCX or PDF, without a password.",
    )


def _has_stream(data: bytes, stream: str) -> bool:
    """Whether a compound file's directory has an entry of that name: entries of 128 bytes, the name first, in UTF-16."""
    wanted = f"{stream}\0".encode("utf-16-le")
    at = data.find(wanted)
    while at >= 0 and at % 128:
        at = data.find(wanted, at + 1)
    return at >= 0


def _through_libreoffice(program: str, file: Path, name: str) -> Source:
    settings = file.parent / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS, encoding="utf-8")
    options = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--convert-to", "docx", "--outdir", str(file.parent))
    _run([program, f"-env:UserInstallation={(file.parent / 'profile').as_uri()}", *options, str(file)], file.parent, name)
    made = file.with_suffix(".docx")
    if not made.is_file():
        raise _gave_up("LibreOffice", name, "it wrote nothing")
    source = read_docx(made.read_bytes(), name)
    return replace(source, media_type=MEDIA_TYPE, findings=("read through LibreOffice", *source.findings))


def _through_antiword(program: str, file: Path, name: str) -> Source:
    said = _run([program, "-m", "UTF-8.txt", "-w", "0", str(file)], file.parent, name)
    if not said.strip():
        raise _gave_up("antiword", name, "it found no words")
    transcript = Transcript()
    transcript.write(list(_items(said)))
    return Source(
        transcript.text, MEDIA_TYPE, {}, blocks=tuple(transcript.blocks), findings=("read through antiword: headings unmarked",)
    )


def _run(command: Sequence[str], folder: Path, name: str) -> str:
    """What a program says on its standard output; it and all that it started are ended when its time is up."""
    environment = {"PATH": os.defpath, "HOME": str(folder), "LANG": "C.UTF-8", "TMPDIR": str(folder)}
    program = Path(command[0]).name
    with TemporaryFile(dir=folder) as out, TemporaryFile(dir=folder) as errors:
        process = subprocess.Popen(  # noqa: S603 # a program found on the path, no shell, a name of our own
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=errors, cwd=folder, env=environment, start_new_session=True
        )
        try:
            _limit(process.pid)
            process.wait(SECONDS)
        except subprocess.TimeoutExpired as error:
            raise _gave_up(program, name, f"it was ended after {SECONDS} seconds") from error
        finally:
            _end(process)
        out.seek(0)
        errors.seek(0)
        if process.returncode:
            raise _gave_up(program, name, errors.read(300).decode("utf-8", "replace").strip() or f"code {process.returncode}")
        return out.read(_WRITTEN).decode("utf-8", "replace")


def _limit(process: int) -> None:
    """Memory, size of files and seconds of a processor that a program may take, where the system can set them from outside."""
    import resource

    if not hasattr(resource, "prlimit"):
        return
    try:
        for what, most in ((resource.RLIMIT_AS, _ADDRESSES), (resource.RLIMIT_FSIZE, _WRITTEN), (resource.RLIMIT_CPU, SECONDS)):
            resource.prlimit(process, what, (most, most))
    except (ProcessLookupError, PermissionError):
        return  # it has ended already, or the system forbids it: the time limit stands in any case


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ends the whole group: what the program started lives in it, also when the program itself is gone."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        process.wait()


def _gave_up(program: str, name: str, why: str) -> ReadError:
    return ReadError(
        f"Wanted {program} to read {name}; {why}.", advice="The file may be damaged: open it in Word and save it as DOCX."
    )


def _items(said: str) -> Iterator[Item]:
    """Antiword's lines, a paragraph each: tables between bars, notes behind the text, each with its number in brackets."""
    text, *behind = _NOTES.split(said.replace("\r\n", "\n"), maxsplit=1)
    notes = [match for line in "".join(behind).split("\n") if (match := _NOTE.match(line))]
    numbers = {match[1] for match in notes}
    rows: list[tuple[tuple[Item, ...], ...]] = []
    for line in text.split("\n"):
        words = re.sub(r"\[(\d{1,3})\]", lambda match: _raised(match, numbers), line.strip())
        if words.startswith("|") and words.endswith("|") and len(words) > 1:
            rows.append(tuple((Line(cell),) for cell in words.strip("|").split("|")))
            continue
        if rows:
            yield Table(tuple(rows))
            rows = []
        bullet = _BULLET.match(words)
        yield Line(words[bullet.end() :] if bullet else words, bullet=bullet is not None)
    if rows:
        yield Table(tuple(rows))
    for match in notes:
        yield Note(f"{match[1].translate(SUPERSCRIPTS)} {match[2]}")


def _raised(match: "re.Match[str]", numbers: set[str]) -> str:
    return match[1].translate(SUPERSCRIPTS) if match[1] in numbers else match[0]
