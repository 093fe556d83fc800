"""Tests of the keepers: generations. In: folders written aside. Out: what serves, whatever was killed or damaged."""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ontology.errors import SettingsError, StoreBusy, StoreDamaged, StoreMissing
from stores.generations import Build, begin, current, pointed, prune, publish, writer_lock

BUILD = Build(corpus_digest="c" * 64, ontology_version="1", model="multilingual-e5-small", engines={"oxigraph": "0.5"})


def _publish(data: Path, words: str) -> str:
    partial = begin(data)
    for name in ("graph", "index"):
        (partial / name).mkdir()
        (partial / name / "words").write_text(words, encoding="utf-8")
    (partial / "receipt.json").write_text("{}", encoding="utf-8")
    return publish(data, partial, BUILD)


def test_what_is_published_serves_with_its_build_record(tmp_path: Path) -> None:
    """Graph, index, receipt and record lie in one folder, and no part of it is left aside."""
    name = _publish(tmp_path, "one")
    found = current(tmp_path)
    assert (found.id, found.warning, pointed(tmp_path)) == (name, "", name)
    assert (found.graph / "words").read_text(encoding="utf-8") == (found.index / "words").read_text(encoding="utf-8") == "one"
    assert found.receipt.is_file()
    assert replace(found.build, files={}) == BUILD
    assert sorted(found.build.files) == ["graph/words", "index/words", "receipt.json"]
    assert [path.name for path in (tmp_path / "generations").iterdir()] == [name]


def test_names_count_up_and_tell_equal_input_from_other_input(tmp_path: Path) -> None:
    """The digest is of what went in, so the same input has the same one; no time is in it."""
    first, second = _publish(tmp_path, "one"), _publish(tmp_path, "two")
    assert (first[:8], second[:8], first[8:]) == ("g000001-", "g000002-", second[8:])
    assert replace(BUILD, corpus_digest="d").digest != BUILD.digest == replace(BUILD, files={"a": (1, "b")}).digest


def test_before_the_first_publication_the_advice_is_to_ingest(tmp_path: Path) -> None:
    """A generation that was renamed into place, but never named by the pointer, was not published."""
    with pytest.raises(StoreMissing) as caught:
        current(tmp_path)
    assert "mandategraph ingest" in caught.value.advice
    _publish(tmp_path, "one")
    (tmp_path / "current").unlink()
    with pytest.raises(StoreMissing):
        current(tmp_path)


def test_a_run_that_was_killed_leaves_the_old_generation_serving_and_no_litter(tmp_path: Path) -> None:
    """Killed before the rename, and between rename and flip: the next run cleans up and completes."""
    first = _publish(tmp_path, "one")
    killed = begin(tmp_path)
    (killed / "graph").mkdir()
    orphan = tmp_path / "generations/g000007-00000000"
    shutil.copytree(current(tmp_path).folder, orphan)
    assert current(tmp_path).id == first
    third = _publish(tmp_path, "three")
    assert (third[:8], current(tmp_path).id, killed.exists()) == ("g000008-", third, False)


def test_nothing_is_published_without_a_graph(tmp_path: Path) -> None:
    """Graph and index come from one run or neither does."""
    first = _publish(tmp_path, "one")
    with pytest.raises(StoreMissing, match="no"):
        publish(tmp_path, begin(tmp_path), BUILD)
    assert current(tmp_path).id == first


@pytest.mark.parametrize("damage", ["changed", "cut", "gone", "record", "folder"])
def test_a_damaged_generation_gives_way_to_the_sound_one_before_it_and_says_so(tmp_path: Path, damage: str) -> None:
    """Never silently: the warning names both."""
    first, second = _publish(tmp_path, "one"), _publish(tmp_path, "two")
    folder = tmp_path / "generations" / second
    _harm(folder, damage)
    found = current(tmp_path)
    assert (found.id, pointed(tmp_path)) == (first, second)
    assert second in found.warning
    assert first in found.warning
    assert "ingest again" in found.warning


def _harm(folder: Path, damage: str) -> None:
    words = folder / "graph/words"
    match damage:
        case "changed":
            words.write_text("owt", encoding="utf-8")
        case "cut":
            words.write_text("t", encoding="utf-8")
        case "gone":
            words.unlink()
        case "record":
            (folder / "build.json").write_text("{}", encoding="utf-8")
        case _:
            shutil.rmtree(folder)


def test_a_pointer_of_nonsense_is_not_followed_out_of_the_folder(tmp_path: Path) -> None:
    """Whatever it says, only a generation serves."""
    first = _publish(tmp_path, "one")
    (tmp_path / "current").write_text("../../etc", encoding="utf-8")
    found = current(tmp_path)
    assert found.id == first
    assert "'../../etc'" in found.warning


def test_if_no_generation_is_sound_the_store_is_damaged(tmp_path: Path) -> None:
    """And the advice is to ingest."""
    name = _publish(tmp_path, "one")
    _harm(tmp_path / "generations" / name, "changed")
    with pytest.raises(StoreDamaged, match="No earlier generation is sound") as caught:
        current(tmp_path)
    assert "mandategraph ingest" in caught.value.advice


def test_a_generation_newer_than_the_pointer_never_serves(tmp_path: Path) -> None:
    """It was not published, however sound it looks."""
    first, second = _publish(tmp_path, "one"), _publish(tmp_path, "two")
    (tmp_path / "current").write_text(first, encoding="utf-8")
    _harm(tmp_path / "generations" / first, "changed")
    with pytest.raises(StoreDamaged):
        current(tmp_path)
    assert (tmp_path / "generations" / second).is_dir()


def test_pruning_keeps_the_serving_one_and_those_before_it(tmp_path: Path) -> None:
    """Also when it keeps one only."""
    names = [_publish(tmp_path, words) for words in ("one", "two", "three", "four")]
    assert sorted(prune(tmp_path, keep=2)) == names[:2]
    assert prune(tmp_path, keep=1) == [names[2]]
    assert prune(tmp_path, keep=1) == []
    assert current(tmp_path).id == names[3]


def test_a_second_writer_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    """From another process, whose kill would set it free."""
    imports = "import sys; from pathlib import Path; from stores.generations import writer_lock"
    code = imports + "\nwith writer_lock(Path(sys.argv[1])): print('held')\n"
    command = [sys.executable, "-c", code, str(tmp_path)]
    with writer_lock(tmp_path):
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        assert "StoreBusy" in ended.stderr
        with pytest.raises(StoreBusy, match="process"), writer_lock(tmp_path):
            pass
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "held\n"


def test_a_data_folder_that_cannot_be_made_is_a_setting_to_mend(tmp_path: Path) -> None:
    """A file stands where the folder should be: the message names it and the setting."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    for data in (tmp_path / "file", tmp_path / "file" / "within"):
        with pytest.raises(SettingsError, match="file") as told, writer_lock(data):
            pass
        assert "MANDATEGRAPH_DATA" in told.value.advice
