"""Keepers: the settings. In: the environment and one TOML file. Out: one frozen value. Must not touch a store.

An environment variable wins over the file, the file over the default; `sources` remembers which of them spoke.
"""

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_network
from pathlib import Path
from types import MappingProxyType

from ontology.errors import IriError, SettingsError
from ontology.iris import DEFAULT_BASE, Iris

MODELS = ("multilingual-e5-small", "all-MiniLM-L6-v2")
_PREFIX = "MANDATEGRAPH_"
_FILE = Path("mandategraph.toml")


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice of one deployment. Sizes in bytes unless the name says `mb` (1,048,576 bytes); times in seconds."""

    data: Path = Path("data")
    base: str = DEFAULT_BASE
    model: str = MODELS[0]
    models: Path = Path("data/models")
    host: str = "127.0.0.1"
    port: int = 8000
    api_processes: int = 1
    trusted_proxies: str = ""
    requests_per_minute: int = 6_000
    log_queries: str = "no"
    shutdown_s: float = 30.0
    mcp_hosts: str = ""
    corrections: int = 2_000
    sparql_url: str = ""
    sparql_update_url: str = ""
    sparql_graphs_url: str = ""
    sparql_load: str = "quads"
    sparql_atomic: str = "yes"
    sparql_datasets_url: str = ""
    sparql_dataset_file: Path = Path()
    qdrant_url: str = ""
    qdrant_prefix: str = "mandategraph"
    qdrant_shards: int = 1
    qdrant_replicas: int = 1
    qdrant_graph: int = 0
    qdrant_quantisation: str = "none"
    qdrant_on_disk: str = "payload"
    qdrant_retries: int = 4
    qdrant_wall_s: float = 4.0
    qdrant_settle_s: int = 3_600
    rerank_passages: int = 50_000
    writes: str = "off"
    writes_per_minute: int = 60
    write_wall_s: float = 60.0
    write_max_mb: int = 16
    query_wall_s: float = 10.0
    query_memory_mb: int = 2048
    query_workers: int = 2
    query_rows: int = 100_000
    remembered_mb: int = 16
    answer_bytes: int = 64 * 1024 * 1024
    max_query_bytes: int = 100_000
    source_max_mb: int = 64
    fetch_url: str = "https://documents.un.org"
    fetch_pause_s: float = 1.0
    fetch_wall_s: float = 300.0
    fetch_retries: int = 4
    workers: int = 0
    file_wall_s: float = 30.0
    file_memory_mb: int = 2048
    encode_on: str = "found"
    sources: Mapping[str, str] = field(default_factory=dict)


SETTINGS = tuple(field.name for field in fields(Settings) if field.name != "sources")


def load_settings(environ: Mapping[str, str] | None = None, file: Path | None = None) -> Settings:
    """The settings in force: `environ` (by default the process environment) over a TOML file over the defaults.

    The file is `file`, else MANDATEGRAPH_CONFIG, else ./mandategraph.toml if there is one. Paths in it are relative to its
    folder. SettingsError names an unknown setting, a bad value or a named file that is absent, and what is allowed.
    """
    environ = os.environ if environ is None else environ
    values: dict[str, Path | str | int | float] = {}
    sources = dict.fromkeys(SETTINGS, "default")
    path = _chosen_file(environ, file)
    for name, value in _from_file(path).items():
        values[name], sources[name] = _read(name, value, f"file {path}", path.parent), f"file {path}"
    for variable, name in _from_environment(environ).items():
        source = f"environment {variable}"
        values[name], sources[name] = _read(name, environ[variable], source, Path()), source
    if "models" not in values and "data" in values:
        values["models"], sources["models"] = Path(str(values["data"])) / "models", f"under data, {sources['data']}"
    return Settings(**values, sources=MappingProxyType(sources))  # type: ignore[arg-type] # each was read by its own reader


def keep_to_ourselves() -> None:
    """Has libraries that would tell their makers how they are used not do so; before onnxruntime makes its first session."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")


def _chosen_file(environ: Mapping[str, str], file: Path | None) -> Path:
    named = file or (Path(environ[_PREFIX + "CONFIG"]) if environ.get(_PREFIX + "CONFIG") else None)
    if named is not None and not named.is_file():
        raise SettingsError(f"The settings file {named} is not there.", advice="Correct MANDATEGRAPH_CONFIG or write the file.")
    return named or _FILE


def _from_file(path: Path) -> Mapping[str, object]:
    if not path.is_file():
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"The settings file {path} is not TOML: {error}.", advice="Write lines such as port = 8000."
        ) from error
    for name in found:
        _refuse_unknown(name, name in SETTINGS, f"file {path}", ", ".join(SETTINGS))
    return found


def _from_environment(environ: Mapping[str, str]) -> Mapping[str, str]:
    """Setting by variable; an empty variable means "not set", as shells and containers use it."""
    named = {_PREFIX + name.upper(): name for name in SETTINGS}
    for variable in environ:
        ours = variable.startswith(_PREFIX) and variable != _PREFIX + "CONFIG"
        _refuse_unknown(variable, not ours or variable in named, "environment", ", ".join([*named, _PREFIX + "CONFIG"]))
    return {variable: name for variable, name in named.items() if environ.get(variable)}


def _refuse_unknown(name: str, known: bool, source: str, allowed: str) -> None:
    if not known:
        raise SettingsError(f"{name} ({source}) is not a setting.", advice=f"The settings are: {allowed}.")


def _read(name: str, value: object, source: str, folder: Path) -> Path | str | int | float:
    reader, allowed = _READERS[name]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _bad(name, value, source, allowed)
    try:
        found = reader(str(value))
    except (ValueError, IriError) as error:
        raise _bad(name, value, source, allowed) from error
    return folder / found if isinstance(found, Path) else found


def _bad(name: str, value: object, source: str, allowed: str) -> SettingsError:
    return SettingsError(f"The setting {name} ({source}) is {value!r}.", advice=f"It must be {allowed}.")


def _path(text: str) -> Path:
    if not text or "\0" in text:
        raise ValueError(text)
    return Path(text).expanduser()


def _base(text: str) -> str:
    return Iris(text).base


def _one_of(*allowed: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in allowed:
            raise ValueError(text)
        return text

    return read


def _url(text: str) -> str:
    if text and not text.startswith(("http://", "https://")):
        raise ValueError(text)
    return text.rstrip("/")


def _address(text: str) -> str:
    if not _url(text):
        raise ValueError(text)
    return _url(text)


def _host(text: str) -> str:
    if not text or any(character.isspace() or character == "/" for character in text):
        raise ValueError(text)
    return text


def _prefix(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", text):
        raise ValueError(text)
    return text


def _networks(text: str) -> str:
    for one in filter(None, map(str.strip, text.split(","))):
        ip_network(one)
    return text


def _hosts(text: str) -> str:
    return ",".join(map(_host, filter(None, map(str.strip, text.split(",")))))


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not least <= int(text) <= most:
            raise ValueError(text)
        return int(text)

    return read


def _seconds(text: str) -> float:
    if not 0.05 <= float(text) <= 3600:
        raise ValueError(text)
    return float(text)


_READERS: Mapping[str, tuple[Callable[[str], Path | str | int | float], str]] = MappingProxyType(
    {
        "data": (_path, "a folder"),
        "base": (_base, "an http or https address that ends in a slash"),
        "model": (_one_of(*MODELS), "one of " + " or ".join(MODELS)),
        "models": (_path, "a folder"),
        "host": (_host, "a host name or address such as 127.0.0.1"),
        "port": (_whole(0, 65_535), "a whole number from 0 (any free port) to 65535"),
        "api_processes": (_whole(1, 64), "a whole number of processes that answer, from 1 to 64"),
        "trusted_proxies": (_networks, "addresses or networks of reverse proxies, parted by commas, like 127.0.0.1,10.0.0.0/8"),
        "requests_per_minute": (
            _whole(0, 1_000_000),
            "how many light requests a client may make in a minute, from 1 to 1000000, or 0 for no limit",
        ),
        "log_queries": (_one_of("no", "yes"), "no, or yes to write what people ask into the log"),
        "shutdown_s": (_seconds, "a number of seconds from 0.05 to 3600"),
        "corrections": (_whole(0, 1_000_000), "how many reported errors may wait for a curator, or 0 to take none"),
        "mcp_hosts": (_hosts, "hosts under which /mcp is asked, parted by commas, such as localhost:8000, or empty for no /mcp"),
        "sparql_url": (_url, "the http or https address of a SPARQL 1.1 query endpoint, or empty for the embedded store"),
        "sparql_update_url": (
            _url,
            "the http or https address that takes SPARQL 1.1 Update, or empty where others fill the store",
        ),
        "sparql_graphs_url": (_url, "the http or https address that takes statements, or empty to send them as updates"),
        "sparql_load": (_one_of("quads", "graphs"), "quads (N-Quads are posted), or graphs (Graph Store Protocol)"),
        "sparql_atomic": (_one_of("yes", "no"), "yes where an update of several operations is one transaction, else no"),
        "sparql_datasets_url": (_url, "the http or https address at which datasets are made, or empty where they are there"),
        "sparql_dataset_file": (_path, "a file in Turtle that describes a dataset, with {generation} for its name"),
        "qdrant_url": (_url, "an http or https address, or empty for the embedded index"),
        "qdrant_prefix": (_prefix, "1 to 40 small letters, digits and hyphens, a letter first, such as mandategraph"),
        "qdrant_shards": (_whole(1, 1_024), "a whole number of parts from 1 to 1024"),
        "qdrant_replicas": (_whole(1, 64), "a whole number of copies from 1 to 64, at most one on each node"),
        "qdrant_graph": (
            _whole(0, 256),
            "how many links each vector has in the graph of neighbours, to 256, or 0 for exact scans",
        ),
        "qdrant_quantisation": (_one_of("none", "scalar", "binary"), "none, scalar or binary"),
        "qdrant_on_disk": (_one_of("none", "payload", "vectors", "all"), "none, payload, vectors or all"),
        "qdrant_retries": (_whole(0, 20), "a whole number from 0 to 20"),
        "qdrant_wall_s": (_seconds, "a number of seconds from 0.05 to 3600"),
        "qdrant_settle_s": (_whole(1, 604_800), "a whole number of seconds from 1 to 604800"),
        "rerank_passages": (_whole(0, 100_000_000), "the most passages that are re-ranked, from 0 (never) to 100000000"),
        "writes": (_one_of("off", "on"), "off, or on to let curators write with a key"),
        "writes_per_minute": (_whole(1, 1_000_000), "how often a key may write in a minute, from 1 to 1000000"),
        "write_wall_s": (_seconds, "a number of seconds from 0.05 to 3600"),
        "write_max_mb": (_whole(1, 1_024), "a whole number of megabytes from 1 to 1024"),
        "query_wall_s": (_seconds, "a number of seconds from 0.05 to 3600"),
        "query_memory_mb": (_whole(16, 1_048_576), "a whole number of megabytes from 16 to 1048576"),
        "query_workers": (_whole(1, 256), "a whole number from 1 to 256"),
        "query_rows": (_whole(1, 100_000_000), "a whole number from 1 to 100000000"),
        "remembered_mb": (_whole(0, 1_048_576), "a whole number of megabytes from 0 (nothing) to 1048576"),
        "answer_bytes": (_whole(1_024, 2_000_000_000), "a whole number of bytes from 1024 to 2000000000"),
        "max_query_bytes": (_whole(1_024, 100_000_000), "a whole number of bytes from 1024 to 100000000"),
        "source_max_mb": (_whole(1, 4_096), "a whole number of megabytes from 1 to 4096"),
        "fetch_url": (_address, "an https address, or that of a loopback"),
        "fetch_pause_s": (_seconds, "a number of seconds from 0.05 to 3600"),
        "fetch_wall_s": (_seconds, "a number of seconds from 0.05 to 3600"),
        "fetch_retries": (_whole(0, 20), "a whole number from 0 to 20"),
        "workers": (
            _whole(0, 1_024),
            "a whole number of processes from 1 to 1024, or 0 for one on each core as far as memory lasts",
        ),
        "file_wall_s": (_seconds, "a number of seconds from 0.05 to 3600"),
        "file_memory_mb": (_whole(256, 1_048_576), "a whole number of megabytes from 256 to 1048576"),
        "encode_on": (_one_of("found", "cpu", "gpu"), "on a Ray cluster cpu, gpu, or found for GPUs where it has some"),
    }
)
