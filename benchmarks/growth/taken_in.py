"""Benchmarks, growth: taking in. In: a share of corpus/scale. Out: seconds, memory and disk by stage, all but the encoding.
Must not encode: vectors of zeros stand in the place of meanings.
"""

from pathlib import Path
from typing import Any

from benchmarks import size
from benchmarks.growth.course import WORKERS, Course, Figures, disk_mb, generation_of, index_mb, removed


def taken_in(course: Course, percent: int) -> Figures:
    """What a share of all documents took: read, described, checked and put into the working graph, then published."""
    data = course.scratch(f"taken-in-{percent}")
    told: dict[str, Any] = {"percent": percent}
    told["described"] = size.run(data, course.sources(course.share * percent / 100), WORKERS, checks=True).figures()
    told["disk_mb_described"] = {part: disk_mb(data / "work" / part) for part in ("graph", "sources", "ledger.sqlite")}
    told["published"] = size.publish(data, WORKERS)
    told["disk_mb_published"] = _published_mb(data)
    removed(data)
    return told | _sums(told)


def _published_mb(data: Path) -> dict[str, object]:
    generation = generation_of(data)
    parts = {part: disk_mb(generation / part) for part in ("graph", "index", "words.sqlite", "reuse")}
    return {**parts, "of_the_index": index_mb(generation / "index")}


def _sums(told: Figures) -> dict[str, object]:
    described, published = told["described"], told["published"]
    paragraphs = described["paragraphs"]
    processor = described["processor_seconds"] + published["processor_seconds"]
    seconds = described["seconds"] + published["seconds"]
    return {
        "paragraphs": paragraphs,
        "triples": described["triples"],
        "seconds": round(seconds, 1),
        "processor_seconds": round(processor, 1),
        "ms_a_paragraph": round(1000 * seconds / paragraphs, 3),
        "processor_ms_a_paragraph": round(1000 * processor / paragraphs, 3),
        "processor_ms_a_paragraph_described": round(1000 * described["processor_seconds"] / paragraphs, 3),
        "processor_ms_a_paragraph_published": round(1000 * published["processor_seconds"] / paragraphs, 3),
    }
