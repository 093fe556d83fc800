"""Benchmarks, growth: the page. In: the figures and the words of size.md. Out: deploy/SIZE.md, its numbers from the figures. Must
not measure.

    python -m benchmarks.growth.page [--write]
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any

from benchmarks.gold import FIGURES, HOME
from benchmarks.growth.arithmetic import Corpus, Unit, last, unit
from benchmarks.growth.summary import line_of

PAGE = HOME / "deploy" / "SIZE.md"
WORDS = Path(__file__).with_name("size.md")
SIZES = (100_000, 1_000_000, 10_000_000, 100_000_000)
LAPTOP_MB = 8 * 1024  # half of the memory of a laptop with 16 GB
PRELIMINARY = """
**Preliminary.** The steps were run with {share:g} of everything, to see that they run: the numbers measured below are those of
tiny corpora on a busy machine, and what is worked out from them says nothing yet.
"""
Figures = Mapping[str, Any]


def page(figures: Figures) -> str:
    """The page. KeyError where the words ask for a number that there is not."""
    words = WORDS.read_text(encoding="utf-8")
    return Template(words).substitute(dict(numbers(figures)))


def write_page(figures: Figures) -> Path:
    """Writes the page."""
    PAGE.write_text(page(figures), encoding="utf-8")
    return PAGE


def numbers(figures: Figures) -> Iterator[tuple[str, str]]:
    """Every number of the page by name, as it is printed."""
    steps, of = figures["steps"], unit(figures["steps"])
    yield "command", figures["command"]
    yield "preliminary", "" if figures["share"] >= 1 else PRELIMINARY.format(share=figures["share"])
    yield from _shown(figures["shown"], steps)
    yield from _of_a_passage(of)
    yield "taken_in_table", _table(_taken_in(steps))
    yield "asked_table", _table(_asked(steps))
    yield "made_table", _table(_made(steps))
    yield "opening_table", _table(_openings(steps))
    yield "sparql_table", _table(_sparql(steps))
    yield "sizes_table", _table(_sizes(steps, of))
    yield from _graph(steps)
    yield from _encoding(steps, of)
    yield from _walk(last(steps, "neighbours"))


def _shown(shown: Figures, steps: Figures) -> Iterator[tuple[str, str]]:
    ratio = shown["taking_in_whole_over_tenth"]
    yield "linear_processor", f"{ratio['processor_ms_a_paragraph']:.2f}"
    yield "linear_wall", f"{ratio['ms_a_paragraph']:.2f}"
    yield "search_ratio", f"{shown['search_p50_largest_over_smallest']:.1f}"
    yield "scan_ms_a_million", f"{shown['index_p50_ms_a_million']:.0f}"
    yield "search_ms_a_million", f"{shown['search_p50_ms_a_million']:.0f}"
    beside = shown["search_beside_the_index_ms"]
    yield "beside_first_ms", f"{beside[0]:.0f}"
    yield "beside_last_ms", f"{beside[-1]:.0f}"
    yield "slow_at", _rounded(shown["passages_at_150_ms"])
    yield "slow_at_most", _rounded(shown["passages_at_150_ms_if_only_the_index_grew"])
    yield from _limits(shown["passages_at_150_ms"], steps)
    slope, base = _publishing(steps)
    yield "publishing_kb_a_passage", f"{slope * 1024:.1f}"
    yield "publishing_gb_a_million", f"{(base + 1e6 * slope) / 1024:.0f}"
    million = last(steps, "made")
    yield "made_passages", _count(million["passages"])
    yield "made_gb", f"{(million['memory_mb']['parent_of_its_own'] - million['memory_mb']['before']) / 1024:.1f}"
    yield "made_minutes", f"{million['processor_seconds'] / 60:.0f}"


def _publishing(steps: Figures) -> tuple[float, float]:
    """MB of memory that publishing takes for a passage more, and without any."""
    return line_of([(each["passages"], each["publishing_memory_mb"]["parent_of_its_own"]) for each in _of(steps, "asked")])


def _limits(slow: float, steps: Figures) -> Iterator[tuple[str, str]]:
    """Where a laptop and an embedded index end, with two places that count."""
    slope, base = _publishing(steps)
    a_passage = unit(steps).statements
    laptop = (LAPTOP_MB - base) / slope
    yield "laptop_passages", _rounded(laptop)
    for name, passages in (("laptop", laptop), ("slow", slow), ("ten_million", 1e7), ("hundred_million", 1e8)):
        yield f"{name}_statements", _rounded(passages * a_passage)


def _of_a_passage(of: Unit) -> Iterator[tuple[str, str]]:
    for name in ("dense", "keyword", "payload", "columns", "words", "reuse", "cache", "graph", "generation", "token_vectors"):
        yield f"bytes_{name}", _count(getattr(of, name))
    yield "statements_a_passage", f"{of.statements:.0f}"
    yield "bytes_a_statement", f"{of.a_statement:.0f}"
    yield "tokens", f"{of.tokens:.0f}"
    yield "own_tokens", f"{of.own_tokens:.0f}"


def _graph(steps: Figures) -> Iterator[tuple[str, str]]:
    large = last(steps, "copied")
    loading = large["loading"]
    tenths = loading["processor_us_a_statement_by_tenth"]
    asked = last(steps, "asked")
    slowest = asked["sparql"]["named"]["slowest_ms"]
    yield "graph_statements", _count(large["statements"])
    yield "asked_statements", _count(asked["triples"])
    yield "slowest", ", ".join(f"{name} {ms / 1000:.0f} s" for name, ms in slowest.items())
    yield "load_minutes", f"{loading['processor_seconds'] / 60:.1f}"
    yield "optimise_minutes", f"{large['optimising_processor_s'] / 60:.1f}"
    yield "load_us", f"{loading['processor_us_a_statement']:.1f}"
    yield "load_us_first", f"{tenths[0]:.1f}"
    yield "load_us_last", f"{tenths[-1]:.1f}"
    yield "graph_gb", f"{large['disk_mb'] / 1000:.1f}"
    yield "load_gb", f"{large['memory_mb']['parent_of_its_own'] / 1024:.1f}"
    yield "graph_gb_of_ten_billion", _count(1e10 * large["bytes_a_statement"] / 1e9)
    yield "load_hours_a_billion", f"{loading['processor_us_a_statement'] * 1000 / 3600:.1f}"


def _encoding(steps: Figures, of: Unit) -> Iterator[tuple[str, str]]:
    told = steps["encoding"]
    yield "encode_rate", f"{told['meaning']['passages_a_second']:.0f}"
    yield "encode_ms", f"{told['meaning']['processor_ms_a_passage']:.0f}"
    yield "encode_tokens_ms", f"{told['with_tokens']['processor_ms_a_passage']:.0f}"
    yield "encode_sample", _count(told["passages"])
    yield "giga_operations", f"{of.operations / 1e9:.1f}"
    gpu = _gpu()
    yield "gpu_card", gpu["machine"]["card"].partition(",")[0]
    yield "gpu_cores", str(gpu["machine"]["cores"])
    yield "gpu_sample", _count(gpu["passages"])
    yield "gpu_cores_rate", _count(gpu["processor"]["meaning"])
    yield "gpu_rate_of_one", _count(gpu["gpu"]["1"]["meaning"])
    yield "gpu_rate", _count(gpu["gpu"]["8"]["meaning"])
    yield "gpu_rate_in_chunks", _count(gpu["gpu"]["8"]["in_chunks"])
    yield "gpu_furthest", f"{gpu['from_the_processor']['furthest']:.1g}"
    yield "gpu_other_order", str(gpu["from_the_processor"]["nearest_in_another_order"])
    yield "gpu_other_nearest", str(gpu["from_the_processor"]["other_nearest"])


def _gpu() -> Figures:
    found: Figures = json.loads((FIGURES / "gpu.json").read_text(encoding="utf-8"))
    return found


def _walk(told: Figures) -> Iterator[tuple[str, str]]:
    yield "walk_passages", _count(told["passages"])
    yield "walk_m", str(told["m"])
    yield "walk_ef", str(told["ef"])
    yield "walk_ef_construct", str(told["ef_construct"])
    yield "walk_recall", f"{told['recall_at_10']:.2f}"
    yield "walk_p50", f"{told['walk']['p50_ms']:.1f}"
    yield "walk_scan_p50", f"{told['scan']['p50_ms']:.1f}"
    yield "walk_ms_a_passage", f"{1000 * told['processor_seconds'] / told['passages']:.1f}"


def _taken_in(steps: Figures) -> Iterator[Sequence[str]]:
    yield "share", "paragraphs", "statements", "processor ms a paragraph", "of it published", "minutes", "memory MB", "disk MB"
    for told in _of(steps, "taken-in"):
        disk = sum(told["disk_mb_described"].values()) + sum(
            mb for mb in told["disk_mb_published"].values() if not isinstance(mb, Mapping)
        )
        yield (
            f"{told['percent']} %",
            _count(told["paragraphs"]),
            _count(told["triples"]),
            f"{told['processor_ms_a_paragraph']:.2f}",
            f"{told['processor_ms_a_paragraph_published']:.2f}",
            f"{told['seconds'] / 60:.1f}",
            _count(max(told["described"]["memory_mb"]["together"], told["published"]["memory_mb"]["together"])),
            _count(disk),
        )


def _asked(steps: Figures) -> Iterator[Sequence[str]]:
    kinds = ("questions", "filtered", "dense", "keyword")
    yield "passages", *(f"{kind}, p50 and p95 ms" for kind in kinds), "index alone, p50 ms", "memory MB"
    for told in _of(steps, "asked"):
        pairs = [_pair(told["searches"][kind]) for kind in kinds]
        yield _count(told["passages"]), *pairs, f"{told['index']['hybrid']['p50_ms']:.1f}", _count(told["memory_mb"]["resident"])


def _made(steps: Figures) -> Iterator[Sequence[str]]:
    kinds = ("dense", "hybrid", "filtered", "counts")
    yield "passages", *(f"{kind}, p50 and p95 ms" for kind in kinds), "built, processor s", "memory MB", "disk MB"
    for told in _of(steps, "made"):
        pairs = [_pair(told["index"][kind]) for kind in kinds]
        built = (told["processor_seconds"], told["memory_mb"]["parent_of_its_own"], told["disk_mb"])
        yield _count(told["passages"]), *pairs, *map(_count, built)


def _openings(steps: Figures) -> Iterator[Sequence[str]]:
    yield "what", "size", "open, cold and warm s", "first answer, cold and warm s"
    for kind, name, size in (
        ("asked", "generation", "passages"),
        ("made", "index alone", "passages"),
        ("copied", "graph and its processes", "statements"),
    ):
        for told in _of(steps, kind):
            cold, warm = told["reopened"]["cold"], told["reopened"]["warm"]
            answers = f"{cold['to_first_answer_s']:.2f}, {warm['to_first_answer_s']:.2f}"
            yield name, f"{_count(told[size])} {size}", f"{cold['open_s']:.2f}, {warm['open_s']:.2f}", answers


def _sparql(steps: Figures) -> Iterator[Sequence[str]]:
    kinds = ("lookup", "document", "named", "search", "search_within")
    yield "statements", *(f"{kind.replace('_', ' ')}, p50 and p95 ms" for kind in kinds), "named ones asked"
    for told in [*_of(steps, "asked"), *_of(steps, "copied")]:
        pairs = [_pair(told["sparql"][kind]) if kind in told["sparql"] else "" for kind in kinds]
        examples = told["sparql"]["named"]["asked"] + told["sparql"]["named"].get("refused", 0)
        yield _count(told.get("statements", told.get("triples"))), *pairs, _count(examples)


def _sizes(steps: Figures, of: Unit) -> Iterator[Sequence[str]]:
    rate, core_ms = steps["encoding"]["meaning"]["passages_a_second"], last(steps, "taken-in")["processor_ms_a_paragraph"]
    corpora = [Corpus(passages, of, rate, _gpu()["gpu"]["8"]["in_chunks"], core_ms) for passages in SIZES]
    yield "", *(_count(corpus.passages) for corpus in corpora)
    for name, attribute in (
        ("statements", "statements"),
        ("one generation, GB", "generation_gb"),
        ("disk with two kept, one being made, working graph and cache, GB", "disk_gb"),
        ("vectors that a scan keeps in memory, GB", "scan_gb"),
        ("vectors and their graph in a Qdrant server's memory, GB", "qdrant_gb"),
        ("the same in one byte a number, GB", "qdrant_int8_gb"),
        ("encoding on the two cores measured, hours", "cpu_hours"),
        ("encoding on the GPU measured, hours", "gpu_hours"),
        ("everything else of taking in, hours of one processor", "core_hours"),
    ):
        yield name, *(_rounded(getattr(corpus, attribute)) for corpus in corpora)


def _of(steps: Figures, kind: str) -> list[Figures]:
    return [told for step, told in steps.items() if step.startswith(kind)]


def _pair(told: Figures) -> str:
    refused = f" ({told['refused']} refused)" if told.get("refused") else ""
    return f"{told['p50_ms']:.1f}, {told['p95_ms']:.1f}{refused}"


def _count(number: float) -> str:
    return f"{number:,.0f}"


def _rounded(number: float) -> str:
    """Two places that count: this is arithmetic, not measurement."""
    return f"{float(f'{number:.2g}'):,.10g}"


def _table(rows: Iterator[Sequence[str]]) -> str:
    head, *others = rows
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] + ["---:"] * (len(head) - 1), *others])


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="What fits where, from the last figures of growth.")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.relative_to(HOME)}")
    figures = json.loads((FIGURES / "growth.json").read_text(encoding="utf-8"))
    if parser.parse_args().write:
        print(write_page(figures))
    else:
        print(page(figures), end="")


if __name__ == "__main__":
    main()
