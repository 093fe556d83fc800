"""Benchmarks: hostile files. In: real files and a seed. Out: the same mutations of them on every machine, and bombs made from
nothing. Must not know the product.
"""

import io
import json
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

Mutation = Callable[[bytes, random.Random], bytes]
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_AKOMA = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0/WD17"
_MB = 1024 * 1024


def flip(data: bytes, chance: random.Random) -> bytes:
    """Some bytes are others."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 5, 50, 500))):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


def cut_off(data: bytes, chance: random.Random) -> bytes:
    """The end is missing, as after a download that broke."""
    return data[: chance.randrange(len(data))]


def cut_out(data: bytes, chance: random.Random) -> bytes:
    """A part in the middle is missing."""
    start, end = _part(data, chance)
    return data[:start] + data[end:]


def repeat(data: bytes, chance: random.Random) -> bytes:
    """A part stands there many times."""
    start, end = _part(data, chance, 2000)
    return data[:end] + data[start:end] * chance.choice((1, 10, 1000)) + data[end:]


def insert(data: bytes, chance: random.Random) -> bytes:
    """Bytes without meaning stand in the middle."""
    at = chance.randrange(len(data))
    return data[:at] + chance.randbytes(chance.choice((1, 16, 4096))) + data[at:]


def swap(data: bytes, chance: random.Random) -> bytes:
    """Two parts have changed places."""
    one, two, three = sorted(chance.randrange(len(data) + 1) for _ in range(3))
    return data[:one] + data[two:three] + data[one:two] + data[three:]


def number(data: bytes, chance: random.Random) -> bytes:
    """Some digits are a number of another size: lengths, counts and offsets that lie."""
    places = [at for at, sign in enumerate(data) if 48 <= sign < 58]
    for at in sorted(chance.sample(places, min(len(places), 5)), reverse=True):
        data = data[:at] + chance.choice((b"-1", b"0", b"2147483648", b"9" * 40)) + data[at + 1 :]
    return data


def sign(data: bytes, chance: random.Random) -> bytes:
    """Signs that mean something in a format stand where they should not."""
    for _ in range(20):
        at = chance.randrange(len(data))
        word = chance.choice(
            (b"<", b">", b"&#0;", b'"', b"{", b"]", b"\0", b"\xff\xfe", b"endobj", b"]]>", b"\\ud800", "\u202e".encode())
        )
        data = data[:at] + word + data[at:]
    return data


MUTATIONS: Mapping[str, Mutation] = MappingProxyType(
    {act.__name__: act for act in (flip, cut_off, cut_out, repeat, insert, swap, number, sign)}
)


def inside(act: Mutation) -> Mutation:
    """The same mutation of one member of a zip archive, whose sums are right again."""

    def mutated(data: bytes, chance: random.Random) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
            members = old.infolist()
            hit = chance.choice([member.filename for member in members if member.file_size and member.filename.endswith("xml")])
            for member in members:
                held = old.read(member)
                new.writestr(zipfile.ZipInfo(member.filename), act(held, chance) if member.filename == hit else held)
        return made.getvalue()

    return mutated


def mutated(originals: Sequence[tuple[str, bytes]], count: int, seed: int) -> Iterator[tuple[str, str, bytes]]:
    """So many mutations of the originals (suffix, bytes), in turn: suffix, what was done, bytes."""
    for at in range(count):
        chance = random.Random(seed * 1_000_003 + at)  # noqa: S311 # reproducible files, no secrets
        suffix, data = originals[at % len(originals)]
        name = chance.choice(list(MUTATIONS))
        within = suffix == "docx" and chance.random() < 0.6
        act = inside(MUTATIONS[name]) if within else MUTATIONS[name]
        yield suffix, f"{name} inside" if within else name, act(data, chance)


def bombs(scale: int = 1) -> Iterator[tuple[str, str, bytes]]:
    """Files that are small, or ask for far more than they are: suffix, what it is, bytes. `scale` makes them larger."""
    yield "docx", "zip bomb", _docx(zeros(1500 * _MB * scale // 4))
    yield (
        "docx",
        "zip bomb of blanks in words",
        _docx(_word(b"<w:p><w:r><w:t>" + b" " * (100 * _MB * scale) + b"</w:t></w:r></w:p>")),
    )
    yield "docx", "many paragraphs", _docx(_word(b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" * (200_000 * scale)))
    yield "docx", "deep nesting", _docx(_word(b"<w:sdt><w:sdtContent>" * 50_000 + b"</w:sdtContent></w:sdt>" * 50_000))
    yield "docx", "many members", _archive({f"word/{at}.xml": b"" for at in range(20_000 * scale)})
    yield "docx", "no document", _archive({"[Content_Types].xml": b"<Types/>"})
    yield "docx", "path outside", _archive({"../../../outside.xml": b"<a/>", "word/document.xml": _word(b"")})
    yield "docx", "zip in zip", _docx(_docx(_docx(zeros(100 * _MB))))
    yield "docx", "entities", _docx(laughs("w:document", f'xmlns:w="{_WORD}"'))
    yield "xml", "entities", laughs("akomaNtoso", f'xmlns="{_AKOMA}"')
    yield "xml", "one long entity", _long_entity()
    yield "xml", "outside entity", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + _akoma(b"<p>&x;</p>")
    yield "xml", "outside parameter entity", b'<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///dev/zero"> %x;]>' + _akoma(b"")
    yield "xml", "deep nesting", _akoma(b"<section>" * (200_000 * scale) + b"</section>" * (200_000 * scale))
    yield "xml", "deep nesting, open", _akoma(b"<section>" * (200_000 * scale))
    yield "xml", "many attributes", _akoma(b"<p " + b" ".join(b'a%d="1"' % at for at in range(100_000 * scale)) + b"/>")
    yield "xml", "long word", _akoma(b"<p>" + b"a" * (20 * _MB * scale) + b"</p>")
    yield "json", "deep nesting", b"[" * (1_000_000 * scale)
    yield "json", "deep objects", b'{"a":' * (200_000 * scale) + b"1" + b"}" * (200_000 * scale)
    yield "json", "long number", b'[{"text": ' + b"9" * (_MB * scale) + b"}]"
    yield "json", "long word", json.dumps([{"text": "word " * (4_000_000 * scale), "type": "paragraph"}]).encode()
    yield (
        "json",
        "many paragraphs",
        json.dumps([{"text": "1. Requests the Office to report.", "type": "paragraph"}] * (20_000 * scale)).encode(),
    )
    yield "json", "other types", json.dumps([{"text": 1, "type": []}, {"text": None}, 5, None, {"links": {}}, "a"]).encode()
    yield "json", "lone surrogates", b'[{"text": "\\ud800 \\udfff a", "type": "paragraph", "paragraph_type": "operative"}]'
    yield "pdf", "flate bomb", _pdf(zlib.compress(zeros(300 * _MB * scale), 9), "/Filter /FlateDecode")
    yield (
        "pdf",
        "twice deflated",
        _pdf(zlib.compress(zlib.compress(zeros(600 * _MB * scale), 9), 9), "/Filter [/FlateDecode /FlateDecode]"),
    )
    yield "pdf", "pages in a circle", _pdf(b"", "", kids="2 0 R")
    yield "pdf", "a million pages", _pdf(b"", "", kids="3 0 R " * 1_000_000)
    yield "pdf", "huge page", _pdf(b"BT /F1 12 Tf (a) Tj ET", "", box="0 0 1e9 1e9")
    yield "pdf", "many words", _pdf(b"BT /F1 1 Tf " + b"(word) Tj " * (300_000 * scale) + b"ET", "")
    yield "html", "deep nesting", b"<html><body>" + b"<div>" * (200_000 * scale)
    yield "html", "many attributes", b"<html><body " + b" ".join(b"a%d=1" % at for at in range(200_000 * scale)) + b">"
    yield "html", "large table", b"<html><table>" + b"<tr><td colspan=1000 rowspan=65534>1. a" * (20_000 * scale)
    yield "txt", "long line", b"a" * (20 * _MB * scale)
    yield "txt", "many empty lines", b"\n" * (20 * _MB * scale)
    yield "txt", "brackets", b"1. " + b"(" * (_MB * scale)
    yield "txt", "like symbols", b"1. " + b"A/RES/" * (200_000 * scale)
    yield "txt", "like resolutions", b"1. Recalling its resolutions " + b"63/308, " * (100_000 * scale)
    yield "txt", "like lists", b"1. " + b"(a) the Office; " * (50_000 * scale)
    yield "txt", "like numbers", b"\n\n".join(b"%d. a" % (at % 7) for at in range(30_000 * scale))
    yield "txt", "like footnotes", "\n\n".join(f"{at}. a\u00b9\u00b2 \u2075" for at in range(20_000 * scale)).encode()
    yield "txt", "combining marks", b"1. a" + "\u0301".encode() * (_MB * scale)
    yield "txt", "blanks and hyphens", b"1. " + b"a- \n" * (300_000 * scale)
    yield "txt", "front matter without end", b"---\n" + b"symbol: A/1/1\n" * (300_000 * scale)
    yield "txt", "zeros", zeros(20 * _MB * scale)
    yield "doc", "no file system", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4096
    yield "doc", "sectors in a circle", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + b"\0\0\0\0" * 10_000


def zeros(size: int) -> bytes:
    """So many zero bytes."""
    return bytes(size)


def laughs(root: str, space: str) -> bytes:
    """Entities of entities: a few hundred bytes that stand for a thousand million words."""
    steps = "".join(f'<!ENTITY x{at} "{f"&x{at - 1};" * 10}">' for at in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x0 "ha">{steps}]><{root} {space}><p>&x9;</p></{root}>'.encode()


def _part(data: bytes, chance: random.Random, longest: int | None = None) -> tuple[int, int]:
    start = chance.randrange(len(data))
    return start, min(len(data), start + 1 + chance.randrange(longest or max(len(data) // 4, 1)))


def _long_entity() -> bytes:
    return b'<!DOCTYPE a [<!ENTITY x "' + b"a" * 50_000 + b'">]>' + _akoma(b"<p>" + b"&x;" * 50_000 + b"</p>")


def _akoma(body: bytes) -> bytes:
    return (
        f'<akomaNtoso xmlns="{_AKOMA}"><statement name="x"><mainBody>'.encode() + body + b"</mainBody></statement></akomaNtoso>"
    )


def _word(body: bytes) -> bytes:
    return f'<w:document xmlns:w="{_WORD}"><w:body>'.encode() + body + b"</w:body></w:document>"


def _docx(document: bytes) -> bytes:
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return _archive({"[Content_Types].xml": types, "word/document.xml": document})


def _archive(members: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _pdf(content: bytes, coding: str, kids: str = "3 0 R", box: str = "0 0 612 792") -> bytes:
    """A PDF of one page, its cross-reference table left to be found."""
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {kids.count('R')} >>".encode(),
        page.encode(),
        f"<< /Length {len(content)} {coding} >>\nstream\n".encode() + content + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (at, what) for at, what in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R /Size 6 >>\n%%EOF\n"
