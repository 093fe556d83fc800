"""Language: the OWL API. In: a module as an RDF/XML file. Out: its profile's violations, or the module in another syntax. Must
not fetch an import.

The OWL API (the library under Protégé) is the one inside owlready2's HermiT.jar, called through JPype. Java stays loaded in this
process until it ends, so tests ask from a process of their own.
"""

import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

NO_JAVA: Final = """there is no Java on this machine (any from version 8 on would do).
  Debian and Ubuntu: apt-get install default-jre-headless, or .ci/packages as root
  elsewhere: a JRE of your system or of Eclipse Temurin, so that `java -version` answers
"""
FORMATS: Final = {
    "owx": "org.semanticweb.owlapi.io.OWLXMLOntologyFormat",
    "omn": "org.coode.owlapi.manchesterowlsyntax.ManchesterOWLSyntaxOntologyFormat",
}


def has_java() -> bool:
    """Whether a Java runtime answers on this machine's path."""
    return shutil.which("java") is not None


def hermit_jar() -> Path:
    """The jar inside owlready2 that holds HermiT and its OWL API; ImportError where the package is not installed."""
    spec = find_spec("owlready2")
    if spec is None or spec.origin is None:
        raise ImportError('owlready2 is not installed: pip install -e ".[dev]"', name="owlready2")
    return Path(spec.origin).parent / "hermit" / "HermiT.jar"


def profile_violations(file: Path) -> list[str]:
    """What in a file is outside OWL 2 DL, in the API's own words."""
    report = _java("org.semanticweb.owlapi.profiles.OWL2DLProfile")().checkOntology(_loaded(file))
    return sorted(str(violation) for violation in report.getViolations())


def render(file: Path, target: Path, prefixes: dict[str, str]) -> None:
    """Writes the module again in the syntax that the target's ending names, `owx` (OWL/XML) or `omn` (Manchester).

    OWL/XML is written so that more readers take it: without prefixes, and with an IRI in full where the API writes none for
    the base itself.
    """
    ending = target.suffix.removeprefix(".")
    ontology, syntax = _loaded(file), _java(FORMATS[ending])()
    for prefix, namespace in prefixes.items() if ending == "omn" else ():
        syntax.setPrefix(f"{prefix}:", namespace)
    address = _java("org.semanticweb.owlapi.model.IRI").create(_java("java.io.File")(str(target.resolve())))
    ontology.getOWLOntologyManager().saveOntology(ontology, syntax, address)
    if ending == "owx":
        own = f"<IRI>{ontology.getOntologyID().getOntologyIRI()}</IRI>"
        target.write_text(target.read_text(encoding="utf-8").replace("<IRI></IRI>", own), encoding="utf-8")


def _loaded(file: Path) -> Any:  # noqa: ANN401 # a Java object
    manager = _java("org.semanticweb.owlapi.apibinding.OWLManager").createOWLOntologyManager()
    return manager.loadOntologyFromOntologyDocument(_java("java.io.File")(str(file)))


def _java(name: str) -> Any:  # noqa: ANN401 # whatever class of Java it is
    import jpype

    if not jpype.isJVMStarted():
        jpype.startJVM(classpath=[str(hermit_jar())], convertStrings=True)
    return jpype.JClass(name)
