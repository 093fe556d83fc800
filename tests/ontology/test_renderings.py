"""Language, pages: the renderings as other readers than their writers read them, and the pages as a browser would find them."""

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pyhornedowl
import pytest
from rdflib import OWL, RDF, RDFS, Graph
from rdflib.compare import isomorphic

from ontology.owl_api import has_java
from ontology.pages import __main__ as command
from ontology.pages.formats import ALL, ENDINGS, WITH_JAVA, joined, read_each
from ontology.pages.page import KINDS
from ontology.terms import MG

HOME = Path(command.__file__).resolve().parents[1]
NAMES = [*sorted(path.stem for path in (HOME / "modules").glob("*.ttl")), ALL]
each_name = pytest.mark.parametrize("name", NAMES)
needs_java = pytest.mark.skipif(not has_java(), reason="the OWL API needs Java; see .ci/packages")
_TOKEN = re.compile(r'<[^<>\s]+>|"(?:[^"\\]|\\.)*"(?:@[\w-]+)?|\w+')
# OWL/XML writes the datatype that a text without one has.
_PLAIN = re.compile(r'"\^\^<http://www.w3.org/1999/02/22-rdf-syntax-ns#PlainLiteral>')
# rdflib 7.6 reads JSON-LD into a class of its own that it has deprecated.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]
FAULTY = """
mg:Indicator owl:deprecated true ; dcterms:isReplacedBy mg:RiskFactor .
mg:RiskFactor skos:scopeNote "A <b>bold</b> note & more."@en .
dcterms:isReplacedBy a owl:AnnotationProperty .
"""


class Links(HTMLParser):
    """What a page is made of: the anchors it has, where it leads, and whatever a browser would fetch for it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.anchors: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One element."""
        given = {name: value or "" for name, value in attrs}
        self.anchors += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" and "href" in given else []
        self.fetched += [given[name] for name in ("src", "srcset", "data") if name in given]
        self.fetched += [tag] if tag in ("script", "link", "iframe", "object", "img") else []


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything, as `make pages` writes it, by a process of its own: Java stays loaded in the one that asks it."""
    folder = tmp_path_factory.mktemp("pages")
    done = _pages("--to", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


def graphs() -> dict[str, Graph]:
    """What was rendered."""
    modules = read_each(HOME / "modules")
    return {**modules, ALL: joined(modules)}


@each_name
def test_turtle_json_ld_and_rdf_xml_hold_the_same_triples(built: Path, name: str) -> None:
    """Read back by rdflib, without a context or anything else from the network."""
    wanted = graphs()[name]
    for ending in ("ttl", "jsonld", "rdf"):
        read = Graph().parse(built / f"{name}.{ending}", format={"jsonld": "json-ld", "rdf": "xml"}.get(ending, "turtle"))
        assert isomorphic(read, wanted), ending


@each_name
def test_json_ld_has_our_context_inside_and_no_nulls(built: Path, name: str) -> None:
    """So that reading it fetches nothing, and nodes come in one order."""
    read = json.loads((built / f"{name}.jsonld").read_text(encoding="utf-8"))
    assert read["@context"] == json.loads((HOME / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    assert "null" not in _TOKEN.findall(json.dumps(read["@graph"]).replace('"', ""))
    names = [node["id"] for node in read["@graph"] if "id" in node]
    assert names == sorted(names)


@needs_java
@each_name
@pytest.mark.parametrize("ending", WITH_JAVA)
def test_owl_xml_and_manchester_say_the_same_to_another_reader(built: Path, name: str, ending: str) -> None:
    """The OWL API wrote them, horned-owl reads them. It may declare more, never say less, and no axiom is new.

    Classes that exclude each other in threes or more it does not read from RDF, so those are taken from the triples.
    """
    wanted, read = _axioms(built / f"{name}.rdf"), _axioms(built / f"{name}.{ending}")
    wanted |= _excluding(graphs()[name])
    assert wanted - read == set()
    assert {axiom for axiom in read - wanted if axiom[0] != "Declaration"} == set()
    assert len(wanted) > 80


@each_name
def test_a_page_has_an_anchor_for_each_of_its_terms(built: Path, name: str) -> None:
    """The hash of an IRI leads to its term; no anchor stands twice, and a module shows no other module's terms."""
    page = Links(_page(built, name))
    together = graphs()[ALL]
    homes = {s: str(o).rpartition("/")[2] for s, o in together.subject_objects(RDFS.isDefinedBy)}
    wanted = {str(s).removeprefix(str(MG)) for s, home in homes.items() if name in (home, ALL)}
    assert {anchor for anchor in page.anchors if not anchor.startswith("all-") and anchor != "tip"} == wanted
    assert [anchor for anchor, times in Counter(page.anchors).items() if times > 1 and anchor != "tip"] == []


@each_name
def test_a_page_fetches_nothing(built: Path, name: str) -> None:
    """No script, no style sheet, no picture from elsewhere."""
    page = _page(built, name)
    assert Links(page).fetched == []
    assert "url(http" not in page
    assert "@import" not in page


@each_name
def test_every_link_between_the_pages_arrives(built: Path, name: str) -> None:
    """At a file that is there and, after a hash, at an anchor in it."""
    anchors = {path.name: set(Links(path.read_text(encoding="utf-8")).anchors) for path in built.glob("*.html")}
    here = "index.html" if name == ALL else f"{name}.html"
    for link in Links(_page(built, name)).links:
        file, _, anchor = link.partition("#")
        if not link.startswith("http"):
            assert (built / (file or here)).is_file(), link
            assert not anchor or anchor in anchors[file or here], link


@each_name
def test_a_page_shows_the_words_of_each_term(built: Path, name: str) -> None:
    """Definition, example and source of every term, and its diagrams unless it defines no class."""
    page, graph = _page(built, name), graphs()[name]
    terms = set(graph.subjects(RDFS.isDefinedBy))
    assert page.count("<dt>Definition</dt>") == page.count("<dt>Source</dt>") == len(terms)
    assert page.count("<svg") == (0 if name == "alignments" else 1 if name == ALL else 2)
    assert "None" not in page.replace("None of", "")


def test_the_page_of_the_alignments_lists_what_stands_to_what(built: Path) -> None:
    """Axioms and near misses, told apart; concepts of UNBIS as well."""
    page = re.sub(r"<[^<>]+>", " ", _page(built, "alignments"))
    assert re.search(r"document\s+is below\s+fabio:Work", page)
    assert re.search(r"paragraph\s+is near\s+doco:Paragraph", page)
    assert "metadata.un.org/thesaurus/" in page


def test_all_modules_together_have_one_header(built: Path) -> None:
    """The namespace without its hash, with a version, and pointers to the modules; each module's own header is gone."""
    graph = Graph().parse(built / f"{ALL}.ttl", format="turtle")
    (header,) = graph.subjects(RDF.type, OWL.Ontology)
    assert str(header) == str(MG).removesuffix("#")
    assert len(set(graph.objects(header, RDFS.seeAlso))) == len(NAMES) - 1
    assert list(graph.objects(header, OWL.versionIRI))


def test_a_deprecated_term_is_marked_and_names_its_successor(tmp_path: Path) -> None:
    """And what looks like HTML in a note stays text."""
    home = _copy_with(tmp_path, FAULTY)
    command.build(home, tmp_path / "out", java=False)
    page = (tmp_path / "out" / "risk.html").read_text(encoding="utf-8")
    section = page.partition('id="Indicator"')[2].partition("</section>")[0]
    assert "<mark>deprecated</mark>" in section
    assert '<dt>Use instead</dt><dd><a href="#RiskFactor">risk factor</a>' in section
    assert "A &lt;b&gt;bold&lt;/b&gt; note &amp; more." in page


def test_kinds_and_characteristics_are_told_in_words(built: Path) -> None:
    """Transitive, inverse, chain, individuals: what a reader of OWL would look for."""
    page = _page(built, ALL)
    for heading, _ in KINDS.values():
        assert f'<h2 id="all-{heading.lower()}">{heading}</h2>' in page
    cites = page.partition('<section class="term" id="cites">')[2].partition("</section>")[0]
    assert re.search(r"<dt>Follows from</dt>.*cites passage.*, then .*in document", cites)
    within = page.partition('<section class="term" id="within">')[2].partition("</section>")[0]
    assert "transitive" in within
    assert re.search(r"<dt>Inverse</dt><dd><a [^<>]+>contains</a>", within)


def test_without_java_the_rest_is_written_and_what_is_missing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pages do not link to files that are not there; asked to insist, the command writes nothing."""
    monkeypatch.setattr(command, "has_java", lambda: False)
    assert command.main(["--to", str(tmp_path / "out")]) == 0
    assert "NO OWL/XML AND NO MANCHESTER" in capsys.readouterr().err
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".html", ".ttl", ".jsonld", ".rdf"}
    assert "Manchester" not in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert command.main(["--to", str(tmp_path / "none"), "--require-java"]) == 1
    assert not (tmp_path / "none").exists()


@needs_java
def test_each_module_and_all_together_come_in_every_format(built: Path) -> None:
    """Five files and a page each, and the context."""
    wanted = {f"{name}.{ending}" for name in NAMES for ending in ENDINGS} | {"context.jsonld", "index.html"}
    wanted |= {f"{name}.html" for name in NAMES if name != ALL}
    assert {path.name for path in built.iterdir()} == wanted


def _pages(*arguments: str) -> subprocess.CompletedProcess[str]:
    command_line = [sys.executable, "-m", "ontology.pages", *arguments]
    return subprocess.run(command_line, capture_output=True, text=True, check=False, cwd=HOME.parent)


def _page(built: Path, name: str) -> str:
    return (built / ("index.html" if name == ALL else f"{name}.html")).read_text(encoding="utf-8")


def _axioms(file: Path) -> set[tuple[str, tuple[str, ...]]]:
    """The axioms of a file, each by its kind and its words in any order: the members of a set have none."""
    axioms = map(str, pyhornedowl.open_ontology_from_file(str(file)).get_axioms())
    read = [_TOKEN.findall(_PLAIN.sub('"', axiom)) for axiom in axioms]
    return {(words[0], tuple(sorted(words[1:]))) for words in read}


def _excluding(graph: Graph) -> set[tuple[str, tuple[str, ...]]]:
    groups = [
        set(graph.items(o)) for s in graph.subjects(RDF.type, OWL.AllDisjointClasses) for o in graph.objects(s, OWL.members)
    ]
    groups += [set(pair) for pair in graph.subject_objects(OWL.disjointWith)]
    return {("DisjointClasses", tuple(sorted(f"<{name}>" for name in group))) for group in groups}


def _copy_with(folder: Path, turtle: str) -> Path:
    home = folder / "ontology"
    shutil.copytree(HOME / "modules", home / "modules")
    shutil.copy(HOME / "context.jsonld", home)
    with (home / "modules" / "risk.ttl").open("a", encoding="utf-8") as file:
        file.write(turtle)
    return home
