"""Benchmarks, growth: the summary. In: what each step found. Out: one file of figures, with what they show together. Must not
measure, nor judge.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

COMMAND = "make bench-scale DATA=FOLDER"
SLOW_MS = 150.0
Found = Mapping[str, Mapping[str, Any]]


def summary(found: Found, share: float = 1.0) -> dict[str, Any]:
    """The figures: of which share of everything, what must be shown of the steps, and all that they found."""
    return {"command": COMMAND, "share": share, "shown": shown(found), "steps": dict(found)}


def shown(found: Found) -> dict[str, Any]:
    """What the issue asks to be shown: whether taking in is linear, how searches grow, how soon all is open; and where a search
    takes too long, if all of it grows on as it did, and if only the index does.
    """
    shares, asked, made = (_of(found, kind) for kind in ("taken-in", "asked", "made"))
    small, large = shares[0], shares[-1]
    ratio = {name: round(large[name] / small[name], 3) for name in ("processor_ms_a_paragraph", "ms_a_paragraph")}
    whole = [(each["passages"], each["searches"]["questions"]["p50_ms"]) for each in asked]
    alone = [(each["passages"], each["index"]["hybrid"]["p50_ms"]) for each in asked]
    beside = [ms - of_it for (_, ms), (_, of_it) in zip(whole, alone, strict=True)]
    slope, base = line_of([(each["passages"], each["index"]["hybrid"]["p50_ms"]) for each in made])
    whole_slope, whole_base = line_of(whole)
    return {
        "taking_in_whole_over_tenth": ratio,
        "search_p50_largest_over_smallest": round(whole[-1][1] / whole[0][1], 2),
        "open_s": {str(each["passages"]): each["reopened"] for each in asked},
        "index_p50_ms_a_million": round(1e6 * slope, 1),
        "index_p50_ms_at_none": round(base, 1),
        "search_beside_the_index_ms": [round(ms, 1) for ms in beside],
        "search_p50_ms_a_million": round(1e6 * whole_slope, 1),
        "passages_at_150_ms": round((SLOW_MS - whole_base) / whole_slope, -3),
        "passages_at_150_ms_if_only_the_index_grew": round((SLOW_MS - beside[-1] - base) / slope, -3),
    }


def _of(found: Found, kind: str) -> list[Mapping[str, Any]]:
    return [told for step, told in found.items() if step.startswith(kind)]


def line_of(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Slope and height of the straight line nearest to points."""
    slope, base = np.polyfit([x for x, _ in points], [y for _, y in points], 1)
    return float(slope), float(base)


def written(figures: Mapping[str, Any], file: Path) -> Path:
    """Writes the file of figures."""
    file.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return file
