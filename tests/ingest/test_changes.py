"""Tests of the river: what changed. In: graphs by hand, published one after the other. Out: digests, entries, dumps, the log."""

import gzip
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from ingest.changes import note_changes, record_graphs
from ontology.errors import StoreDamaged, StoreMissing
from stores import generations
from stores.changes import LOG, Entry, State, append, entry_of, lines, read_entry, read_line, read_states
from stores.dumps import FOLDER, FORMATS, JSON_LD, N_QUADS, SUMS, open_dumps
from stores.generations import Build
from stores.graph.store import GraphStore

BASE = "https://w3id.org/mandategraph/"
DOC, CATALOGUE, FOREIGN = (
    f"{BASE}graph/doc/A/85/31",
    f"{BASE}graph/catalogue",
    "http://example.org/ours?a=<b>".replace("<b>", "b"),
)


def triples(*subjects: str, word: str = "one") -> bytes:
    """A statement about each."""
    lines = [f'<{BASE}{subject}> <{BASE}ontology#text> "{word} ü"@en .\n' for subject in subjects]
    return "".join(sorted(lines)).encode()


def published(data: Path, graphs: Mapping[str, bytes], *, noted: bool = True) -> str:
    """A generation of those graphs, published as the river does."""
    with generations.writer_lock(data), GraphStore.memory() as store:
        for graph, held in graphs.items():
            store.replace(graph, held)
        try:
            before = generations.current(data)
        except StoreMissing:
            before = None
        aside = generations.begin(data)
        (aside / "graph").mkdir()
        states = record_graphs(store, aside, before, BASE)
        digest = hashlib.sha256(repr(sorted(states.items())).encode()).hexdigest()
        name = generations.publish(data, aside, Build(digest, "1", "m", {}))
        if noted:
            note_changes(data, name)
        return name


def entries(data: Path) -> list[Entry]:
    """The log."""
    return [read_line(data, line) for line in lines(data) if line is not None]


def test_a_generation_knows_what_each_of_its_graphs_holds(tmp_path: Path) -> None:
    """The digest is that of the sorted N-Triples lines, so that a partner can count it from a copy."""
    held = triples("doc/A/85/31", "doc/A/85/31/para/1")
    published(tmp_path, {DOC: held, CATALOGUE: b""})
    found = read_states(generations.current(tmp_path).folder)
    assert found == {DOC: State(hashlib.sha256(held).hexdigest(), 2), CATALOGUE: State(hashlib.sha256(b"").hexdigest(), 0)}


def test_an_entry_tells_graphs_added_changed_and_withdrawn_with_their_documents(tmp_path: Path) -> None:
    """Statements before and after, and the IRIs that are not described any more, though others still name them."""
    first = published(tmp_path, {DOC: triples("doc/A/85/31", "doc/A/85/31/para/1"), CATALOGUE: triples("doc/X")})
    second = published(tmp_path, {DOC: triples("doc/A/85/31"), FOREIGN: triples("doc/Y", word="two")})
    one, two = entries(tmp_path)
    assert (one.generation, one.before, two.generation, two.before) == (first, None, second, first)
    assert [(found.change, found.graph, found.document) for found in one.changes] == [
        ("added", CATALOGUE, None),
        ("added", DOC, f"{BASE}doc/A/85/31"),
    ]
    told = {found.graph: (found.change, found.was_statements, found.statements) for found in two.changes}
    assert told == {FOREIGN: ("added", 0, 1), CATALOGUE: ("withdrawn", 1, 0), DOC: ("changed", 2, 1)}
    assert two.withdrawn == (f"{BASE}doc/A/85/31/para/1", f"{BASE}doc/X")
    assert (two.was_statements, two.statements) == (3, 2)
    assert one.published < two.published


def test_what_moved_to_another_graph_is_not_withdrawn(tmp_path: Path) -> None:
    """A document whose text goes may still be described as cited: its IRI stands."""
    published(tmp_path, {DOC: triples("doc/A/85/31")})
    published(tmp_path, {CATALOGUE: triples("doc/A/85/31")})
    assert entries(tmp_path)[-1].withdrawn == ()


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.ending)
def test_a_dump_holds_all_graphs_and_each_is_a_file_of_its_own_within_it(tmp_path: Path, form: object) -> None:
    """Both are whole gzip files with the digests that SHA256SUMS lists."""
    graphs = {DOC: triples("doc/A/85/31"), CATALOGUE: b"", FOREIGN: triples("doc/Y")}
    published(tmp_path, graphs)
    folder = generations.current(tmp_path).folder
    dumps = open_dumps(folder)
    assert dumps is not None
    chosen = JSON_LD if form is JSON_LD else N_QUADS
    sums = dict(line.split("  ")[::-1] for line in (folder / FOLDER / SUMS).read_text(encoding="utf-8").splitlines())
    for graph in [None, *graphs]:
        dump = dumps.whole(chosen) if graph is None else dumps.of_graph(graph, chosen)
        assert dump is not None
        with dump.open() as file:
            data = b"".join(dump.read(file, 0, dump.size))
            parts = b"".join(b"".join(dump.read(file, at, min(at + 7, dump.size))) for at in range(0, dump.size, 7))
        assert data == parts
        assert (len(data), hashlib.sha256(data).hexdigest()) == (dump.size, sums[dump.name])
        assert dump.name == chosen.file or dumps.graph_of(dump.name.removesuffix(f".{chosen.ending}")) == graph
        assert _quads(gzip.decompress(data), chosen is JSON_LD) == _expected(graphs if graph is None else {graph: graphs[graph]})


def _quads(data: bytes, json_ld: bool) -> list[tuple[str, str]]:
    if json_ld:
        return sorted((one["@id"], node["@id"]) for one in json.loads(data) for node in one["@graph"])
    return sorted((line.split()[-2].strip("<>"), line.split()[0].strip("<>")) for line in data.decode().splitlines())


def _expected(graphs: Mapping[str, bytes]) -> list[tuple[str, str]]:
    found = [(graph, line.split()[0].strip("<>")) for graph, held in graphs.items() for line in held.decode().splitlines()]
    return sorted(found)


def test_what_did_not_change_is_copied_and_equal_graphs_give_equal_dumps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the changed graph is packed, and the file is the one that packing all of them would give."""
    graphs = {DOC: triples("doc/A/85/31"), CATALOGUE: triples("doc/X"), FOREIGN: triples("doc/Y")}
    after = graphs | {DOC: triples("doc/A/85/31", word="two")}
    published(tmp_path / "one", graphs)
    packed: list[str] = []
    monkeypatch.setattr("stores.dumps.Packer.pack", _noting(packed))
    published(tmp_path / "one", after)
    assert packed == [DOC]
    published(tmp_path / "two", after)
    for form in FORMATS:
        one, two = ((generations.current(tmp_path / each).folder / FOLDER / form.file).read_bytes() for each in ("one", "two"))
        assert one == two


def _noting(packed: list[str]) -> object:
    from stores.dumps import Packer

    pack = Packer.pack

    def noted(self: Packer, graph: str, *rest: object) -> None:
        packed.append(graph)
        pack(self, graph, *rest)  # type: ignore[arg-type] # as given

    return noted


def test_a_dump_that_was_damaged_is_packed_anew(tmp_path: Path) -> None:
    """Copied unseen, one flipped bit would be handed on for ever."""
    graphs = {DOC: triples("doc/A/85/31"), CATALOGUE: triples("doc/X")}
    published(tmp_path, graphs)
    file = generations.current(tmp_path).folder / FOLDER / N_QUADS.file
    before = generations.current(tmp_path)
    sound = file.read_bytes()
    file.write_bytes(sound[:-9] + bytes([sound[-9] ^ 1]) + sound[-8:])
    with GraphStore.memory() as store:
        for graph, held in graphs.items():
            store.replace(graph, held)
        aside = generations.begin(tmp_path)
        record_graphs(store, aside, before, BASE)
    assert (aside / FOLDER / N_QUADS.file).read_bytes() == sound


def test_a_kill_before_the_log_is_mended_when_the_next_generation_is_noted(tmp_path: Path) -> None:
    """The entry waits in the generation's own folder; noted twice it stands once."""
    names = [published(tmp_path, {DOC: triples("doc/X", word=str(at))}, noted=at == 2) for at in range(3)]
    note_changes(tmp_path, names[-1])
    assert [entry.generation for entry in entries(tmp_path)] == names


def test_a_line_that_a_kill_cut_short_goes_and_is_written_again(tmp_path: Path) -> None:
    """It was never complete; the complete ones before it stay byte for byte."""
    names = [published(tmp_path, {DOC: triples("doc/X", word=str(at))}) for at in range(2)]
    whole = (tmp_path / LOG).read_bytes()
    (tmp_path / LOG).write_bytes(whole[:-40])
    assert [entry.generation for entry in entries(tmp_path)] == names[:1]
    note_changes(tmp_path, names[1])
    assert (tmp_path / LOG).read_bytes() == whole


def test_a_generation_from_before_there_was_a_log_counts_as_nothing(tmp_path: Path) -> None:
    """What comes after it says that all was added, and names none before it."""
    published(tmp_path, {DOC: triples("doc/X")}, noted=False)
    folder = generations.current(tmp_path).folder
    for name in ("graphs.json", "changes.json"):
        (folder / name).unlink()
    assert (read_states(folder), read_entry(folder)) == (None, None)
    record = json.loads((folder / "build.json").read_text(encoding="utf-8"))
    record["files"] = {name: told for name, told in record["files"].items() if name not in ("graphs.json", "changes.json")}
    (folder / "build.json").write_text(json.dumps(record), encoding="utf-8")
    second = published(tmp_path, {DOC: triples("doc/X")})
    (entry,) = entries(tmp_path)
    assert (entry.generation, entry.before, [found.change for found in entry.changes]) == (second, None, ["added"])


def test_no_path_of_the_machine_stands_in_what_is_published(tmp_path: Path) -> None:
    """Neither in the log nor beside the dumps."""
    published(tmp_path, {DOC: triples("doc/X")})
    folder = generations.current(tmp_path).folder
    told = [
        tmp_path / LOG,
        folder / "graphs.json",
        folder / "changes.json",
        folder / FOLDER / "members.json",
        folder / FOLDER / SUMS,
    ]
    assert not any(str(tmp_path) in path.read_text(encoding="utf-8") for path in told)


@pytest.mark.parametrize(
    "told", [None, [], {}, {"changes": 1}, {"changes": [], "withdrawn": []}, {"changes": [{}], "withdrawn": []}]
)
def test_what_is_no_entry_is_told_as_damage(told: object) -> None:
    """The log was written by us: anything else in it was not."""
    with pytest.raises(StoreDamaged):
        entry_of(told)


def test_the_log_is_only_ever_added_to(tmp_path: Path) -> None:
    """Whatever is appended, what stood there stands."""
    entry = Entry("g000001-00000000", None, "2031-01-01T00:00:00Z", 0, 0, (), ())
    append(tmp_path, entry)
    first = (tmp_path / LOG).read_bytes()
    append(tmp_path, entry)
    assert (tmp_path / LOG).read_bytes() == first * 2
