"""Benchmarks, growth: the plots. In: the figures. Out: one SVG a question, the same bytes for the same figures. Must not measure.

Without a background and in colours and greys of middle lightness, so that they are read on white and on black alike. Lines are
told apart by their markers, too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

INK = "#7f7f7f"
COLOURS = ("#3b8ed0", "#e07b39", "#3aa76d", "#c062a8", "#a08a2a", "#7d74d6")  # 3:1 and more on white and on black
MARKERS = "osD^vP"
SALT = "mandategraph"  # of the names inside an SVG, which are drawn by chance otherwise
_STYLE: Any = {
    "svg.hashsalt": SALT,
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 10,
    **dict.fromkeys(("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color", "grid.color"), INK),
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "legend.frameon": False,
    "grid.alpha": 0.3,
}
Line = tuple[str, Sequence[tuple[float, float]]]


@dataclass(frozen=True, slots=True)
class Plot:
    """One plot: the name of its file, its title, what runs across and up, its lines, and whether both axes are logarithmic."""

    name: str
    title: str
    across: str
    up: str
    lines: Sequence[Line]
    logarithmic: bool = True


def plotted(figures: Mapping[str, Any], folder: Path) -> list[Path]:
    """Writes the plots; the answer is their files."""
    import matplotlib as mpl

    mpl.use("svg")
    folder.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context(_STYLE):
        return [_drawn(folder / f"growth-{plot.name}.svg", plot) for plot in _plots(figures["steps"])]


def _plots(steps: Mapping[str, Any]) -> Iterator[Plot]:
    taken, asked, made, copied = (
        [told for step, told in steps.items() if step.startswith(kind)] for kind in ("taken-in", "asked", "made", "copied")
    )
    kinds = ("lookup", "document")
    sparql = [_line(f"{kind}", [*asked, *copied], "triples", "sparql", kind, "p50_ms") for kind in kinds]
    sparql.append(_line("named", asked, "triples", "sparql", "named", "p50_ms"))  # of the copies fewer are asked
    sparql.append(_line("named, 19 of 20", asked, "triples", "sparql", "named", "p95_ms"))
    sparql.append(_line("search in SPARQL", asked, "triples", "sparql", "search", "p50_ms"))
    by_stage = list(_by_stage(taken))
    yield Plot("ingest", "Taking in, everything but the encoding", "paragraphs", "ms a paragraph", by_stage, logarithmic=False)
    yield Plot("search", "Search, one asker", "passages", "ms", list(_searches(asked, made)))
    yield Plot("opening", "From opening to the first answer", "passages", "s", list(_openings(asked, made)))
    yield Plot("sparql", "SPARQL, one asker", "statements", "ms", sparql)
    yield Plot("disk", "What a generation takes on the disk", "passages", "MB", list(_disk(asked)))


def _searches(asked: Sequence[Mapping[str, Any]], made: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    yield _line("whole search, median", asked, "passages", "searches", "questions", "p50_ms")
    yield _line("whole search, 19 of 20", asked, "passages", "searches", "questions", "p95_ms")
    yield _line("index alone, median", asked, "passages", "index", "hybrid", "p50_ms")
    yield _line("the same, made passages", made, "passages", "index", "hybrid", "p50_ms")
    yield _line("the same, made and filtered", made, "passages", "index", "filtered", "p50_ms")


def _openings(asked: Sequence[Mapping[str, Any]], made: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    for name in ("cold", "warm"):
        yield _line(f"generation, {name}", asked, "passages", "reopened", name, "to_first_answer_s")
        yield _line(f"index alone, made, {name}", made, "passages", "reopened", name, "to_first_answer_s")


def _line(name: str, found: Sequence[Mapping[str, Any]], across: str, *path: str) -> Line:
    points = []
    for told in found:
        value: Any = told
        for step in path:
            value = value[step]
        points.append((float(told.get(across, told.get("statements", 0))), float(value)))
    return name, sorted(points)


def _by_stage(taken: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    kinds = {"all": "", "read and described": "_described", "published": "_published"}
    for name, end in kinds.items():
        yield _line(f"{name}, processors", taken, "paragraphs", f"processor_ms_a_paragraph{end}")
    yield _line("all, wall", taken, "paragraphs", "ms_a_paragraph")


def _disk(asked: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    for part in ("graph", "index", "words.sqlite", "reuse"):
        yield _line(part, asked, "passages", "disk_mb", part)


def _drawn(file: Path, plot: Plot) -> Path:
    from matplotlib.figure import Figure
    from matplotlib.ticker import FuncFormatter

    figure = Figure(figsize=(6.8, 4.2), layout="constrained")
    axes = figure.subplots()
    for (name, points), colour, marker in zip(plot.lines, COLOURS, MARKERS, strict=False):
        axes.plot([x for x, _ in points], [y for _, y in points], color=colour, marker=marker, markersize=5, label=name)
    axes.set_title(plot.title)
    axes.set_xlabel(plot.across)
    axes.set_ylabel(plot.up)
    if plot.logarithmic:
        axes.set_xscale("log")
        axes.set_yscale("log")
    else:
        axes.set_ylim(bottom=0)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
        if plot.logarithmic:  # between the powers of ten those of two and five are named
            axis.set_minor_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}" if f"{value:e}"[0] in "25" else ""))
    axes.grid(visible=True)
    figure.legend(loc="outside lower center", ncols=3, fontsize=8)
    figure.savefig(file, metadata={"Date": None, "Creator": None})
    return file
