"""Benchmarks, growth: the command line. In: a folder, and how much of everything. Out: the figures of each step, kept as it ends;
at the end one file of figures, its plots and deploy/SIZE.md. Must not measure in this process.

    python -m benchmarks.growth --data FOLDER [--vectors FILE] [--models FOLDER] [--share 0.01] [--only STEP ...]

Each step runs in a process of its own, so that one that is killed costs only itself; a second call goes on where the first one
stopped, and `--again STEP` measures one anew. With the whole of everything figures and plots are written into benchmarks/figures
and the page into deploy; with less, figures and plots into the folder, unless `--keep` is given. `--vectors` names a cache of
vectors (work/vectors.sqlite of a data folder), which is copied and never written: what it has is not encoded again.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.gold import FIGURES
from benchmarks.growth.course import Course, removed
from benchmarks.growth.page import write_page
from benchmarks.growth.plots import plotted
from benchmarks.growth.steps import STEPS
from benchmarks.growth.summary import summary, written
from benchmarks.scale import machine
from ontology.errors import MandateGraphError


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what has not ended yet; 1 where a step failed, after the others."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a scratch folder; what each step found is kept there")
    parser.add_argument("--models", type=Path, help="where model files are kept; by default inside the folder")
    parser.add_argument("--vectors", type=Path, help="a cache of vectors that are known already")
    parser.add_argument("--share", type=float, default=1.0, help="of each size; less than 1 tries the course out")
    parser.add_argument("--only", choices=STEPS, nargs="+", default=list(STEPS), help="these steps only")
    parser.add_argument("--again", choices=STEPS, nargs="+", default=[], help="measure these anew")
    parser.add_argument(
        "--keep", action="store_true", help="write into the tree though it is less than everything: the page says so"
    )
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    course = Course(chosen.data, chosen.share, chosen.vectors, chosen.models or chosen.data / "models")
    if chosen.step:
        return _one(course, chosen.step)
    failed = [
        step for step in chosen.only if (step in chosen.again or course.kept(step) is None) and not _in_new_process(chosen, step)
    ]
    if failed:
        print(f"Not ended: {', '.join(failed)}. The same command tries them again.", file=sys.stderr)
        return 1
    if all(course.kept(step) for step in STEPS):
        _end(course, in_tree=chosen.keep or course.share >= 1)
    return 0


def _one(course: Course, step: str) -> int:
    begun, worked = time.monotonic(), time.process_time()
    try:
        found = STEPS[step](course)
    except MandateGraphError as error:
        print(f"{step}: {error}", file=sys.stderr)
        return 1
    took = {"seconds": round(time.monotonic() - begun, 1), "processor_seconds": round(time.process_time() - worked, 1)}
    course.keep(step, {"step_took": took, "machine": machine(), **found})
    return 0


def _in_new_process(chosen: argparse.Namespace, step: str) -> bool:
    given = {"--data": chosen.data, "--models": chosen.models, "--vectors": chosen.vectors, "--share": chosen.share}
    named = [text for name, value in given.items() if value is not None for text in (name, str(value))]
    begun = time.monotonic()
    done = subprocess.run([sys.executable, "-m", "benchmarks.growth", *named, "--step", step], check=False)
    print(f"{step}: {'done' if done.returncode == 0 else 'failed'} after {time.monotonic() - begun:.0f} s", flush=True)
    return done.returncode == 0


def _end(course: Course, *, in_tree: bool) -> None:
    folder = FIGURES if in_tree else course.data
    figures = summary({step: course.kept(step) or {} for step in STEPS}, course.share)
    print(written(figures, folder / "growth.json"))
    for file in plotted(figures, folder):
        print(file)
    if in_tree:
        print(write_page(figures))
    removed(course.data / "scratch")


if __name__ == "__main__":
    sys.exit(main())
