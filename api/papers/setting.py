"""Answers, papers: setting. In: a paper as data, in JSON on standard input. Out: PDF on standard output; or, where a font lacks
signs of it, which ones, as JSON. Must not import anything of ours: it is run by itself, and ends with its one paper.

Typst cannot be stopped, keeps what it has set for ever (some 200 MB for 400 quotations), and panics on some texts. As a process
of its own it has bounds of time and memory that the kernel keeps, and takes all that with it.
It brings fonts for Latin, Greek, Cyrillic and Hebrew; for others it takes those of the machine. Where there is none it would draw
boxes, which look like a fault of the document: so it is asked for PDF/UA, which refuses them (ISO 14289-1, 7.21.4.1).
"""

import json
import resource
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import typst

MEMORY_MB = 1_500
PROCESSOR_S = 30
MOST_PROBES = 300
_FORM = Path(__file__).resolve().parent / "forms" / "paper.typ"
_PROBE = b'#set document(title: "probe")\n#set text(font: "Libertinus Serif")\n#sys.inputs.at("signs")'
_SAMPLES = 3
_SMALL = 8  # a script with no more signs in a paper is asked sign by sign


def main() -> None:
    """One paper: {"paper": the data of the form, as JSON; "signs": those that a font may lack; "plain": true for no PDF/UA}."""
    _bind()
    asked = json.loads(sys.stdin.buffer.read())
    try:
        sys.stdout.buffer.write(_set(asked["paper"], is_plain=asked["plain"]))
    except typst.TypstError:
        missing = Fonts().missing(asked["signs"])
        if not missing and asked["plain"]:
            raise
        sys.stdout.buffer.write(json.dumps({"missing": missing}).encode())


def _set(paper: str, *, is_plain: bool) -> bytes:
    made = typst.compile(
        str(_FORM),
        root=str(_FORM.parent),
        sys_inputs={"paper": paper},
        pdf_standards=[] if is_plain else ["ua-1"],
        timestamp=0,
    )
    return bytes(made)  # no name for a file is given, so the file itself comes


def _bind() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_S, PROCESSOR_S))
    if sys.platform == "linux":  # elsewhere address space is not counted this way
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB * 1024 * 1024,) * 2)


class Fonts:
    """Finds out which signs no font has, by a bounded number of trials."""

    def __init__(self) -> None:
        self._compiler = typst.Compiler(_PROBE)
        self._left = MOST_PROBES

    def missing(self, signs: Iterable[str]) -> str:
        """Those of the signs that no font here has. What was not tried when the trials are used up is counted with them."""
        scripts: dict[str, set[str]] = defaultdict(set)
        for sign in signs:
            scripts[script(sign)].add(sign)
        groups = sorted("".join(sorted(group)) for group in scripts.values())
        return "".join(self._missing(group) for group in sorted(groups, key=len))

    def _missing(self, signs: str) -> str:
        """Halved until found. Where samples of a script are missing, all of it is: ideographs are not asked one by one."""
        if self._has(signs):
            return ""
        if len(signs) == 1 or self._left <= 0:
            return signs
        samples = signs[:: max(len(signs) // _SAMPLES, 1)][:_SAMPLES]
        if len(signs) > _SMALL and not any(map(self._has, samples)):
            return signs
        half = len(signs) // 2
        return self._missing(signs[:half]) + self._missing(signs[half:])

    def _has(self, signs: str) -> bool:
        """Whether every sign has a letter in some font; marks that stand on letters are asked on one."""
        self._left -= 1
        asked = " ".join(f"a{sign}" if unicodedata.category(sign).startswith("M") else sign for sign in signs)
        try:
            self._compiler.compile(input=_PROBE, sys_inputs={"signs": asked}, pdf_standards=["ua-1"])
        except typst.TypstError:
            return False
        return True


def script(sign: str) -> str:
    """The first word of a sign's name in Unicode: Arabic, CJK, Hangul, ..."""
    word = unicodedata.name(sign, "unnamed").split(" ")[0].split("-")[0]
    return word if word == "CJK" else word.capitalize()


if __name__ == "__main__":
    main()
