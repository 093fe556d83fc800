"""Language: injected faults. Each is put into sound knowledge and must be caught by shapes, health, a query or the reasoner.

They stand in faults.toml. Shapes and queries are asked as a document is published, health and reasoner in `make check`.
"""

import json
import shutil
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from rdflib import Graph

from ontology import health, reasoner
from ontology.files import read_modules
from ontology.health import names
from ontology.health.language import Finding, Language
from ontology.iris import DEFAULT_BASE
from queries.catalogue import load_queries
from queries.runner import render
from stores.graph.store import GraphStore
from tests.ontology.conftest import TEXTS, messages

pytestmark = pytest.mark.slow

PREFIXES = """@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix mg: <https://w3id.org/mandategraph/ontology#> .
@prefix module: <https://w3id.org/mandategraph/ontology/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
Fault = dict[str, str]
FAULTS: dict[str, list[Fault]] = tomllib.loads(Path(__file__).with_name("faults.toml").read_text(encoding="utf-8"))


def each(by: str) -> pytest.MarkDecorator:
    """The test with each fault that something catches, under the fault's name."""
    return pytest.mark.parametrize("fault", FAULTS[by], ids=[fault["what"] for fault in FAULTS[by]])


@pytest.fixture(scope="module")
def before(language: Language, tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    """What health finds in the sound vocabulary: classes that a small one has nothing of."""
    return health.findings(language, vocabulary(tmp_path_factory.mktemp("sound"), ""))


def vocabulary(tmp_path: Path, added: str) -> health.Vocabulary:
    """The sound vocabulary with a fault."""
    (tmp_path / "sound.ttl").write_text(f"{TEXTS['vocabulary']}\n{added}\n", encoding="utf-8")
    return health.read_vocabulary(tmp_path)


def has(found: Sequence[Finding], fault: Fault) -> bool:
    """Whether a finding names the fault at its place."""
    return any(finding.term == fault["at"] and fault["named"] in finding.problem for finding in found)


@each("shapes")
def test_the_shapes_catch_and_name_it(shapes: Graph, fault: Fault) -> None:
    """Refused before it is published, in words that a reader without SHACL understands."""
    sound = TEXTS[fault["graph"]]
    assert fault["change"] in sound
    assert any(fault["named"] in message for message in messages(sound.replace(fault["change"], fault["into"], 1), shapes))
    assert not any(fault["named"] in message for message in messages(sound, shapes))


@each("health")
def test_health_catches_and_names_it_in_the_vocabulary(
    language: Language, before: list[Finding], tmp_path: Path, fault: Fault
) -> None:
    """Among all checks one finds it, at its entry, and none did before."""
    assert has(health.findings(language, vocabulary(tmp_path, fault["add"])), fault)
    assert not has(before, fault)


@each("modules")
def test_health_catches_and_names_it_in_the_modules(tmp_path: Path, fault: Fault) -> None:
    """Among all checks one finds it, at its term."""
    shutil.copytree(health.ROOT / "modules", tmp_path / "modules")
    (tmp_path / "modules" / "faults.ttl").write_text(PREFIXES + fault["add"], encoding="utf-8")
    assert has(health.findings(health.read_language(tmp_path / "modules"), vocabulary(tmp_path, "")), fault)


@pytest.mark.parametrize(
    ("what", "change", "problem"),
    [
        ("a term that the context lacks", lambda context: context.pop("heldBy"), "is missing from the context"),
        ("a link that is read as text", lambda context: context.update(heldBy="mg:heldBy"), "must have the @type @id"),
        (
            "a term under another's name",
            lambda context: context.update(heldBy={"@id": "mg:holds"}),
            "though no module defines it",
        ),
    ],
)
def test_health_catches_and_names_it_in_the_context(
    language: Language, tmp_path: Path, what: str, change: Callable[[dict[str, object]], object], problem: str
) -> None:
    """Whoever reads our JSON as linked data gets what the graph says."""
    context = json.loads((health.ROOT / "context.jsonld").read_text(encoding="utf-8"))
    change(context["@context"])
    path = tmp_path / "context.jsonld"
    path.write_text(json.dumps(context), encoding="utf-8")
    assert any(problem in finding.problem for finding in names.check_context(language, path)), what


@each("queries")
def test_a_query_catches_and_names_it(fault: Fault) -> None:
    """The query is asked of every document before and of the whole after publishing; its right answer is nothing."""
    query = load_queries(health.ROOT.parent / "queries" / "checks")[fault["check"]]
    rows = []
    for text in ("", fault["add"]):
        store = GraphStore.memory()
        graph = Graph().parse(data=f"@base <{DEFAULT_BASE}> .\n{PREFIXES}{text}", format="turtle")
        store.replace("urn:graph", graph.serialize(format="nt", encoding="utf-8"))
        rows.append([next(iter(row.values())).value for row in store.select(render(query, {}, base=DEFAULT_BASE))])
    assert rows == [[], [DEFAULT_BASE + fault["at"]]]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java, and there is none on this machine")
@each("reasoner")
def test_the_reasoner_catches_and_names_it(fault: Fault) -> None:
    """What only the axioms together exclude; the smallest part that contradicts itself is named."""
    modules = read_modules() + Graph().parse(data=PREFIXES + fault.get("axioms", ""), format="turtle")
    known = Graph().parse(data=f"{TEXTS['vocabulary']}\n{fault.get('facts', '')}\n", format="turtle")
    found = reasoner.judge(modules, known)
    assert not found.well
    assert any(name.endswith(fault["at"]) for name in (*found.unsatisfiable, *found.culprits)), found


def test_there_are_at_least_twenty_five_of_them() -> None:
    """Each with a name of its own among those that catch it."""
    assert all(len({fault["what"] for fault in faults}) == len(faults) for faults in FAULTS.values())
    assert sum(map(len, FAULTS.values())) >= 25
