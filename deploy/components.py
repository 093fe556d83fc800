"""Deploy: the bill of materials. In: the lock of what runs, its metadata, licences.toml. Out: CycloneDX as JSON. Must not
import a room.

    python -m deploy.components [--to build/sbom.cdx.json]

The same bytes from the same tree: no time, and a serial number that is a hash of what is in it. CycloneDX's schema checks it.
It tells of x86_64 Linux and the Python that runs it, with torch's CPU build: what the container file puts into the image.
"""

import argparse
import sys
import tomllib
import uuid
from collections.abc import Iterable, Mapping
from importlib.metadata import Distribution
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, Property, XsUri
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from deploy.licences import REPORT, installed, previous, rules
from deploy.locks import PYTHONS, ROOT, Locked, environments, locked, wanted

_KINDS = {
    "browser code": ComponentType.LIBRARY,
    "library": ComponentType.LIBRARY,
    "model": ComponentType.MACHINE_LEARNING_MODEL,
    "program": ComponentType.APPLICATION,
}
_LICENCES = LicenseFactory()


def bill() -> str:
    """The bill of materials as JSON, with a line feed at its end. ValueError for a Python that is not locked."""
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    environment = next((one for one in environments() if one["python_version"] == here), None)
    if environment is None:
        raise ValueError(f"The bill is made by one of the supported Pythons ({', '.join(PYTHONS)}), not by {here}.")
    releases = [one for lock in ("run", "torch-cpu") for one in locked(lock) if one.holds(environment)]
    known = previous(REPORT.read_text(encoding="utf-8"))
    packages = {one.name: _package(one, known[one.name, one.version].licence) for one in releases}
    others = [_other(one) for one in rules()["component"]]
    for said, other in zip(rules()["component"], others, strict=True):
        if "in" in said:
            packages[said["in"]].components.add(other)
    whole = Bom(
        components=[
            *packages.values(),
            *(other for said, other in zip(rules()["component"], others, strict=True) if "in" not in said),
        ]
    )
    whole.metadata = BomMetaData(component=_product())
    _depend(whole, packages, environment)
    return _written(whole)


def _product() -> Component:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return Component(
        name=project["name"], version=project["version"], type=ComponentType.APPLICATION, bom_ref=project["name"],
        description=project["description"],
    )  # fmt: skip


def _package(one: Locked, licence: str) -> Component:
    """A release with the sha256 of each of its files: which of them is installed depends on the machine."""
    purl = PackageURL("pypi", name=one.name, version=one.version)
    files = [HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in one.hashes]
    reference = ExternalReference(type=ExternalReferenceType.DISTRIBUTION, url=XsUri(purl.to_string()), hashes=files)
    return Component(
        name=one.name, version=one.version, type=ComponentType.LIBRARY, bom_ref=one.name, purl=purl,
        licenses=[_LICENCES.make_from_string(licence)], external_references=[reference],
    )  # fmt: skip


def _other(said: Mapping[str, str]) -> Component:
    return Component(
        name=said["name"], version=said.get("version"), type=_KINDS[said["kind"]], bom_ref=said["name"],
        scope=ComponentScope(said["scope"]), licenses=[_LICENCES.make_from_string(said["licence"])],
        properties=[Property(name="mandategraph:comes", value=said["comes"])],
    )  # fmt: skip


def _depend(whole: Bom, packages: Mapping[str, Component], environment: Mapping[str, str]) -> None:
    """Who asks for whom, as the metadata of the installed packages says."""
    found = installed(map(Path, sys.path))
    product = whole.metadata.component
    assert product is not None  # noqa: S101 # set above
    whole.register_dependency(product, _asked(wanted()["run"], packages, environment))
    for name, component in packages.items():
        asked = [Requirement(line) for line in _requires(found.get(name))]
        whole.register_dependency(component, _asked(asked, packages, environment))


def _requires(found: Distribution | None) -> list[str]:
    return (found.requires or []) if found is not None else []


def _asked(
    requirements: Iterable[Requirement], packages: Mapping[str, Component], environment: Mapping[str, str]
) -> list[Component]:
    names = {canonicalize_name(one.name) for one in requirements if one.marker is None or one.marker.evaluate(dict(environment))}
    return [packages[name] for name in sorted(names) if name in packages]


def _written(whole: Bom) -> str:
    """As JSON, without the time, and with a serial number made of the rest."""
    whole.serial_number = uuid.UUID(int=0)
    whole.metadata.timestamp = None  # type: ignore[assignment] # the library writes none then
    text = JsonV1Dot6(whole).output_as_string(indent=1)
    whole.serial_number = uuid.uuid5(uuid.NAMESPACE_OID, text)
    return JsonV1Dot6(whole).output_as_string(indent=1) + "\n"


def faults(text: str) -> list[str]:
    """What CycloneDX's own schema finds wrong."""
    found = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text, all_errors=True)
    return [str(fault) for fault in found or ()]


def main(arguments: list[str] | None = None) -> int:
    """The command line: writes the file, 1 with a line for each fault where it is not valid."""
    parser = argparse.ArgumentParser(prog="python -m deploy.components")
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "sbom.cdx.json", help="the file to write")
    to: Path = parser.parse_args(arguments).to
    text = bill()
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(text, encoding="utf-8")
    found = faults(text)
    for fault in found:
        print(fault, file=sys.stderr)
    print(f"{to}: {text.count('bom-ref')} components.")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
