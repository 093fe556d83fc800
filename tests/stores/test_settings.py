"""Tests of the keepers: settings. In: an environment and a file of our own. Out: values with their sources."""

import dataclasses
from pathlib import Path

import pytest

from ontology.errors import SettingsError
from ontology.iris import DEFAULT_BASE
from stores.settings import SETTINGS, load_settings
from stores.vectors.choices import Choices


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_without_environment_and_file_the_defaults_hold() -> None:
    """Each setting says that nobody set it."""
    settings = load_settings({})
    assert (settings.data, settings.base, settings.port, settings.model) == (
        Path("data"),
        DEFAULT_BASE,
        8000,
        "multilingual-e5-small",
    )
    assert settings.models == Path("data/models")
    assert dict(settings.sources) == dict.fromkeys(SETTINGS, "default")


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    """`sources` tells which of them spoke."""
    (tmp_path / "mandategraph.toml").write_text('port = 9000\nhost = "0.0.0.0"\nquery_wall_s = 2\n', encoding="utf-8")
    settings = load_settings({"MANDATEGRAPH_PORT": "9001", "MANDATEGRAPH_HOST": "", "PATH": "/bin"})
    assert (settings.port, settings.host, settings.query_wall_s, settings.query_workers) == (9001, "0.0.0.0", 2.0, 2)  # noqa: S104 # a value
    assert settings.sources["port"] == "environment MANDATEGRAPH_PORT"
    assert settings.sources["host"] == "file mandategraph.toml"
    assert settings.sources["query_workers"] == "default"


def test_paths_in_a_file_are_relative_to_its_folder(tmp_path: Path) -> None:
    """A service started from elsewhere finds the same data; the models follow the data."""
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/site.toml").write_text('data = "stores"\n', encoding="utf-8")
    settings = load_settings({"MANDATEGRAPH_CONFIG": "etc/site.toml"})
    assert (settings.data, settings.models) == (Path("etc/stores"), Path("etc/stores/models"))
    assert load_settings({"MANDATEGRAPH_DATA": "/srv/x"}).models == Path("/srv/x/models")


@pytest.mark.parametrize(
    ("variable", "value", "allowed"),
    [
        ("PORT", "eighty", "from 0"),
        ("PORT", "70000", "65535"),
        ("MODEL", "gpt", "multilingual-e5-small or all-MiniLM-L6-v2"),
        ("BASE", "https://example.org/x", "ends in a slash"),
        ("QDRANT_URL", "localhost:6333", "http"),
        ("QUERY_WALL_S", "nan", "0.05"),
        ("QUERY_WORKERS", "0", "from 1"),
        ("HOST", "a b", "host name"),
        ("FETCH_URL", "ftp://documents.un.org", "https"),
        ("FETCH_PAUSE_S", "0", "0.05"),
        ("FETCH_RETRIES", "-1", "from 0"),
        ("SPARQL_UPDATE_URL", "store:7878/update", "http"),
        ("SPARQL_GRAPHS_URL", "file:///etc", "http"),
        ("SPARQL_LOAD", "turtle", "quads"),
        ("SPARQL_ATOMIC", "perhaps", "yes"),
        ("SPARQL_DATASETS_URL", "store", "http"),
        ("ENCODE_ON", "tpu", "gpu"),
    ],
)
def test_a_bad_value_is_refused_with_what_is_allowed(variable: str, value: str, allowed: str) -> None:
    """The message names the variable and the value that came."""
    with pytest.raises(SettingsError) as caught:
        load_settings({f"MANDATEGRAPH_{variable}": value})
    assert f"MANDATEGRAPH_{variable}" in caught.value.message
    assert repr(value) in caught.value.message
    assert allowed in caught.value.advice


def test_an_unknown_setting_is_refused_wherever_it_stands(tmp_path: Path) -> None:
    """A misspelt name must not be a silent default."""
    with pytest.raises(SettingsError, match="MANDATEGRAPH_PRT"):
        load_settings({"MANDATEGRAPH_PRT": "1"})
    (tmp_path / "mandategraph.toml").write_text("prt = 1\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"prt .file mandategraph\.toml"):
        load_settings({})


@pytest.mark.parametrize("text", ["port = true\n", "port = [1]\n", "port 1\n", "[port]\nx = 1\n"])
def test_a_file_of_the_wrong_shape_is_refused(tmp_path: Path, text: str) -> None:
    """Neither TOML's errors nor its booleans pass for numbers."""
    (tmp_path / "mandategraph.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"mandategraph\.toml"):
        load_settings({})


def test_a_named_file_that_is_absent_is_an_error() -> None:
    """Only the file that nobody named may be missing."""
    with pytest.raises(SettingsError, match=r"nowhere\.toml is not there"):
        load_settings({"MANDATEGRAPH_CONFIG": "nowhere.toml"})


def test_settings_cannot_be_changed_after_they_were_read() -> None:
    """They are passed around, so no room may write into them."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        load_settings({}).port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PREFIX", "Mandates"),
        ("PREFIX", "a/b"),
        ("SHARDS", "0"),
        ("REPLICAS", "65"),
        ("GRAPH", "-1"),
        ("QUANTISATION", "product"),
        ("ON_DISK", "some"),
        ("RETRIES", "21"),
        ("WALL_S", "0"),
        ("SETTLE_S", "0"),
    ],
)
def test_choices_of_a_qdrant_server_are_bounded(variable: str, value: str) -> None:
    """What a server would refuse, or take in another sense, is refused here."""
    with pytest.raises(SettingsError, match=f"MANDATEGRAPH_QDRANT_{variable}"):
        load_settings({f"MANDATEGRAPH_QDRANT_{variable}": value})


def test_the_choices_of_an_index_are_the_settings_in_force() -> None:
    """None of them is left out, and the defaults of both are one."""
    given = {"PREFIX": "test", "SHARDS": "2", "REPLICAS": "3", "GRAPH": "16", "QUANTISATION": "binary", "ON_DISK": "all"}
    bounds = {"RETRIES": "1", "WALL_S": "2.5", "SETTLE_S": "60"}
    settings = load_settings({f"MANDATEGRAPH_QDRANT_{name}": value for name, value in (given | bounds).items()})
    assert Choices.of(settings) == Choices(Path("data"), "test", 2, 3, 16, "binary", "all", 1, 2.5, 60)
    assert Choices.of(load_settings({})) == Choices()


def test_one_process_answers_unless_more_are_wanted() -> None:
    """As many as a machine may sensibly have."""
    assert load_settings({}).api_processes == 1
    assert load_settings({"MANDATEGRAPH_API_PROCESSES": "4"}).api_processes == 4
    for bad in ("0", "65", "two"):
        with pytest.raises(SettingsError, match="api_processes"):
            load_settings({"MANDATEGRAPH_API_PROCESSES": bad})
