"""Eyes, readers: Akoma Ntoso bodies. In: the elements of a file. Out: pieces in reading order. Must not read metadata.

Labels, depth, roles and footnotes are those of the markup. Where it is known to go wrong it is put right and said: a preambular
paragraph among the operative ones, a footnote whose number was doubled, an annex that is only a heading.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from ontology.nouns import PassageRole
from reading.lines import SUPERSCRIPTS
from reading.parts.labels import annex_of, heading_mark, label_in_text, readings
from reading.parts.pieces import ENDED, Gathering, PieceKind, ends_in_comma, tidy
from reading.readers.akoma_words import cut_out, inner_words, local, rows_of, words_of

_HEADING_DEPTHS = {"HCh": 1, "Heading1": 1, "H1": 2, "H23": 3, "H4": 4, "H56": 5}
_ITEMS = frozenset({"point", "item", "indent", "subparagraph"})
_LISTS = frozenset({"list", "sublist", "blockList"})
_LEADS = frozenset({"intro", "listIntroduction", "listWrapUp", "wrapUp", "alinea", "content", "p", "block", "span"})
_GROUPS = frozenset({"section", "part", "title", "chapter", "article", "container", "hcontainer", "tblock", "division"})
_BLOCKS = _LEADS | _LISTS | _ITEMS | _GROUPS | {"paragraph", "table", "container", "heading", "subheading", "crossHeading"}
_HEADINGS = frozenset({"heading", "subheading", "crossHeading"})
_LONGEST_HEADING = 250
_STARS = re.compile(r"[\s*•_–—-]*")


@dataclass(slots=True)
class Walk:
    """Goes through a document once and gathers its pieces."""

    gathering: Gathering
    role: PassageRole | None = None
    marks: dict[etree._Element, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def document(self, root: etree._Element) -> None:
        """The whole file: cover, preface, bodies, annexes, conclusions."""
        self._number_notes(root)
        for child in root:
            self._document_part(child)
        self._mend_roles()

    def findings(self) -> list[str]:
        """What was put right, or looked odd."""
        more = [f"{count} {what}" for what, count in sorted(self.counts.items())]
        return [*self.told, *more]

    def _document_part(self, element: etree._Element) -> None:
        name = local(element)
        if name == "statement" or name == "doc":
            self._statement(element)
        elif name in ("documentCollection", "collectionBody", "components", "component", "attachments"):
            if name == "component":
                self._component(element)
            for child in element:
                self._document_part(child)
        elif name == "attachment":
            self._attachment(element)
        elif name in ("coverPage", "preface", "conclusions"):
            self._frame(element, "closing" if name == "conclusions" else "masthead")
        elif name in ("preamble", "mainBody", "body"):
            self._body(element, preamble=name == "preamble")
        elif name not in ("meta", "documentRef") and words_of(element):
            self._block(element, 1, "paragraph")

    def _statement(self, element: etree._Element) -> None:
        outer, self.role = self.role, "operative" if element.get("name") in ("resolution", "decision") else None
        for child in element:
            self._document_part(child)
        self.role = outer

    def _component(self, element: etree._Element) -> None:
        """One of several resolutions under one symbol: its letter and title stand in a preface of its own."""
        preface = next((one for one in element.iter() if local(one) == "preface"), None)
        if preface is None:
            return
        numbers = [words_of(one) for one in preface.iter() if local(one) == "docNumber"]
        titles = [words_of(one) for one in preface.iter() if local(one) == "docTitle"]
        cut_out(preface)
        mark = numbers[0].strip(". ") if numbers else ""
        self.gathering.put("resolution", " ".join([*titles] or [mark]), label=mark)

    def _attachment(self, element: etree._Element) -> None:
        """An annex; its mark and heading stand in its first heading, where they are printed."""
        outer, self.role = self.role, None
        body = next((one for one in element.iter() if local(one) in ("mainBody", "body")), element)
        first = next(iter(body), None)
        if first is None or annex_of(words_of(first)) is None:
            self.gathering.put("annex", "", level=1)
        for child in element:
            for one in child if local(child) == "doc" else (child,):
                self._document_part(one)
        self.role = outer

    def _frame(self, element: etree._Element, kind: PieceKind) -> None:
        """Cover, preface and conclusions, line by line; the resolution's title is one."""
        for line in element:
            title = any(local(one) == "docTitle" and one.get("refersTo") for one in line.iter())
            self.gathering.put("title" if title and kind == "masthead" else kind, "".join(inner_words(line, self.marks)))
            self._notes(line)

    def _body(self, element: etree._Element, *, preamble: bool) -> None:
        outer = self.role
        if preamble:
            self.role = "preambular" if outer == "operative" else outer
        self._count_loose(element)
        for child in element:
            self._block(child, 1, "paragraph")
        self.role = outer

    def _block(self, element: etree._Element, level: int, kind: PieceKind) -> None:
        name = local(element)
        if name == "formula":
            self._leaf("opening", element, 0)
        elif name in _HEADINGS:
            self._heading(element, _HEADING_DEPTHS["H23"])
        elif name == "block" and element.get("name") == "subheading":
            self._put_heading(words_of(element), "", _HEADING_DEPTHS["H23"])
        elif name == "table":
            self.gathering.put_table(rows_of(element))
            self._notes(element)
        elif name in ("paragraph", *_ITEMS):
            self._paragraph(element, level)
        elif name in _LISTS:
            for child in element:
                self._block(child, level + 1 if local(child) in (*_ITEMS, *_LISTS) else level, kind)
        elif name in _GROUPS and self._holds_blocks(element):
            self._group(element, level, kind)
        elif name:
            self._leaf(kind, element, 0 if level == 1 else level)

    def _group(self, element: etree._Element, level: int, kind: PieceKind) -> None:
        """A section or container: its number and heading, then what it holds."""
        self._count_loose(element)
        label = next((words_of(child) for child in element if local(child) == "num"), "")
        for child in element:
            if local(child) in _HEADINGS and label:
                self._put_heading(words_of(child), label, 1)
                label = ""
            elif local(child) != "num":
                if label:
                    self._put_heading("", label, 1)
                    label = ""
                self._block(child, level, kind)

    def _holds_blocks(self, element: etree._Element) -> bool:
        return any(local(child) in _BLOCKS - {"span"} for child in element)

    def _paragraph(self, element: etree._Element, level: int) -> None:
        """A numbered paragraph or item: its headings, its label, its own words, its items."""
        self._count_loose(element)
        label = next((words_of(child) for child in element if local(child) == "num"), "")
        depth = _HEADING_DEPTHS.get(element.get("class", ""), 0)
        bodies = [child for child in element if local(child) not in (*_HEADINGS, "num")]
        for child in element:
            if local(child) in _HEADINGS:
                self._put_heading(words_of(child), "" if bodies else label, depth or 3, child)
        own = next((child for child in bodies if local(child) not in _LISTS), None)
        whole = "".join(inner_words(own, self.marks)) if own is not None else ""
        open_ended = not ENDED.search(tidy(whole))
        unnamed = open_ended and (level == 1 and self.role == "operative" if not label else label.isupper())
        if len(bodies) == 1 and (depth or unnamed) and self._is_heading(whole, label):
            self._put_heading(whole, label, depth or _HEADING_DEPTHS["H23"], bodies[0])
            return
        for child in bodies:
            if local(child) in _LISTS:
                label = self._list(child, label, level)
            else:
                self._leaf("paragraph", child, level if label or level > 1 else 0, label)
                label = ""
        if label and bodies:
            self.gathering.put("paragraph", label)

    def _list(self, element: etree._Element, label: str, level: int) -> str:
        """The introduction of a list is the words of its paragraph; what is left of the label."""
        self._count_loose(element)
        for child in element:
            name = local(child)
            if name in ("intro", "listIntroduction", "content", "p") and label:
                self._leaf("paragraph", child, level, label)
                label = ""
            elif name in _LISTS:
                label = self._list(child, label, level + 1 if not label else level)
            else:
                self._block(child, level + 1, "paragraph")
        return label

    def _count_loose(self, holder: etree._Element) -> None:
        """Words right in an element that may hold only parts, as broken markup has them: nothing tells what they are."""
        if loose := sum(bool(tidy(words or "")) for words in (holder.text, *(child.tail for child in holder))):
            self.counts["runs of words stand outside of all parts and were left out"] += loose

    def _is_heading(self, words: str, label: str) -> bool:
        words = tidy(words)
        if not words or len(words) > _LONGEST_HEADING or re.search(r"[;,:]$|\w{3}[.。]$", words):
            return False
        found = readings(label)
        return not label or (bool(found) and found[0].style in ("great roman", "capital"))

    def _heading(self, element: etree._Element, depth: int) -> None:
        if element.get("refersTo") == "#preamble":
            outer, self.role = self.role, "preambular" if self.role else None
            self._leaf("paragraph", element, 0)
            self.role = outer
            return
        self._put_heading("".join(inner_words(element, self.marks)), "", depth, element)

    def _put_heading(self, words: str, label: str, depth: int, element: etree._Element | None = None) -> None:
        words = tidy(words)
        if _STARS.fullmatch(words) and not label:
            self.gathering.put("furniture", words)
        elif not label and (annex := annex_of(words)):
            self.gathering.put("annex", words, label=annex[1], level=annex[0])
            self.role = None
        else:
            known = heading_mark(label)
            shown = words if known or not label else f"{label} {words}"
            self.gathering.put("heading", shown or label, label=label if known and words else "", level=depth)
        if element is not None:
            self._notes(element)

    def _leaf(self, kind: PieceKind, element: etree._Element, level: int, label: str = "") -> None:
        """Words without parts of their own; a table inside is a table."""
        if tables := [one for one in element.iter() if local(one) == "table"]:
            for table in tables:
                cut_out(table)
        words = tidy("".join(inner_words(element, self.marks)))
        if any(local(one) == "docTitle" for one in element.iter()):
            kind = "title"
        if label and not readings(label):
            words, label = f"{label} {words}", ""
        if _STARS.fullmatch(words) and words:
            self.gathering.put("furniture", words)
        elif kind == "paragraph" and not label and level <= 1 and (annex := annex_of(words)):
            self.gathering.put("annex", words, label=annex[1], level=annex[0])
            self.role = None
        elif words or label:
            self.gathering.put(kind, words, label=label, level=level, role=self.role)
        for table in tables:
            self.gathering.put_table(rows_of(table))
        self._notes(element)

    def _notes(self, element: etree._Element) -> None:
        """The footnotes of an element, behind it."""
        for note in element.iter():
            if local(note) == "authorialNote" and note in self.marks:
                words = "".join(inner_words(note, {}))
                self.gathering.put("footnote", words or " ", label=note.get("marker", ""))

    def _number_notes(self, root: etree._Element) -> None:
        """The marker of each footnote as a superscript; a number out of the row between its right neighbours is mended."""
        notes = [one for one in root.iter() if local(one) == "authorialNote"]
        numbers = [note.get("marker", "").strip() for note in notes]
        for at, note in enumerate(notes):
            before = numbers[at - 1] if at else "0"
            after = numbers[at + 1] if at + 1 < len(numbers) else ""
            mark = numbers[at]
            if before.isdigit() and mark.isdigit() and mark != str(int(before) + 1) and after == str(int(before) + 2):
                self.told.append(f"footnote {before} is followed by one marked {mark} and by {after}: read as {int(before) + 1}")
                numbers[at] = mark = str(int(before) + 1)
                note.set("marker", mark)
            self.marks[note] = mark.translate(SUPERSCRIPTS)

    def _mend_roles(self) -> None:
        """Unnumbered paragraphs before paragraph 1 that end in a comma are preambular, wherever the markup puts them."""
        pieces = self.gathering.pieces
        start = next((at for at, piece in enumerate(pieces) if piece.kind == "opening"), None)
        if start is None:
            return
        for at in range(start + 1, len(pieces)):
            piece = pieces[at]
            if piece.kind == "paragraph" and piece.role == "operative":
                if piece.label or label_in_text(piece.text.text)[0] or not ends_in_comma(piece.text.text):
                    return
                pieces[at] = type(piece)(piece.kind, piece.text, "", 0, "preambular", piece.rows)
                self.counts["preambular paragraphs stand among the operative ones in the markup"] += 1
