"""Benchmarks: the evaluation. In: a folder of gold and the documents that it judges. Out: every task that can be run on them, and
those that cannot. Must not judge anything itself.

`mandategraph evaluate` is its front; each benchmark in `SUITES` offers its tasks.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from hashlib import sha256
from importlib import import_module
from pathlib import Path

from benchmarks.gold import FIGURES, HOME, read_gold
from benchmarks.office import Office
from benchmarks.task import Absent, Ground, Task
from ontology.errors import BadParameter, MandateGraphError, ReadError, SourceMissing
from stores.settings import load_settings


@dataclass(frozen=True, slots=True)
class Suite:
    """Tasks that one function answers: the first word of their names, where the function is, and what it stands on."""

    name: str
    function: str
    published: bool = False
    long: bool = False


SUITES = (
    Suite("structure", "benchmarks.office:structure", published=True),
    Suite("citations", "benchmarks.office:citations", published=True),
    Suite("recommendations", "benchmarks.office:recommendations", published=True),
    Suite("mentions", "benchmarks.office:mentions", published=True),
    Suite("judged mentions", "benchmarks.mentions:tasks"),
    Suite("queries", "benchmarks.office:queries", published=True),
    Suite("precedents", "benchmarks.office:precedents", published=True),
    Suite("paragraphs", "benchmarks.paragraphs:tasks"),
    Suite("duties", "benchmarks.duties:duties"),
    Suite("reviews", "benchmarks.duties:reviews"),
    Suite("links", "benchmarks.links:tasks"),
    Suite("registry", "benchmarks.structured:registry"),
    Suite("akoma ntoso", "benchmarks.structured:akoma"),
    Suite("akoma ntoso", "benchmarks.structured:malformed"),
    Suite("six languages", "benchmarks.structured:languages"),
    Suite("drafts", "benchmarks.drafts:tasks", long=True),
    Suite("sentences", "benchmarks.languages:tasks", long=True),
    Suite("names", "benchmarks.names:tasks", long=True),
    Suite("subjects", "benchmarks.subjects:tasks", long=True),
)


@dataclass(frozen=True, slots=True)
class Run:
    """What was measured, and which suites could not be, with the reason."""

    tasks: tuple[Task, ...]
    absent: tuple[tuple[str, str], ...]


@dataclass
class _Field:
    """The ground, and what is published of it once somebody asks."""

    ground: Ground
    data: Path | None
    stack: ExitStack = field(default_factory=ExitStack)
    office: Office | None = None

    def opened(self) -> Office:
        """The annotated documents, published by the pipeline at the first call."""
        if self.office is None:
            from benchmarks.extraction import Published
            from benchmarks.published import published

            gold = read_gold(self.ground.gold_file("office"), self.ground.source("office"))
            settings = load_settings()
            library = self.stack.enter_context(published(gold, self.data, settings.model, settings.models))
            serving = self.stack.enter_context(library.serving())
            self.office = Office(gold, library, Published(serving.graph, gold))
        return self.office

    def run(self, suite: Suite) -> list[Task]:
        """The tasks of one suite. Absent where the folder lacks what it needs, ReadError where it is not of its form."""
        module, _, name = suite.function.partition(":")
        function: Callable[[object], list[Task] | Task] = getattr(import_module(module), name)
        on = self.opened() if suite.published else self.ground
        try:
            found = function(on)
        except MandateGraphError:
            raise
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ReadError(
                f"Wanted gold of its own form for {suite.name} in {self.ground.gold}; got {type(error).__name__}: {error}.",
                advice=f"Hold it against {suite.function}, which says what it reads.",
            ) from error
        return [_under(suite, task) for task in ([found] if isinstance(found, Task) else found)]


def evaluate(
    ground: Ground,
    data: Path | None = None,
    names: Sequence[str] = (),
    *,
    long: bool = False,
    suites: Sequence[Suite] = SUITES,
    tell: Callable[[str, int, int], None] = lambda _, __, ___: None,
) -> Run:
    """Every task of the suites that were named, by default all of the short ones. BadParameter for a name that none has."""
    chosen = [suite for suite in suites if _is_chosen(suite, names, long)]
    unknown = [name for name in names if name.partition(":")[0] not in {suite.name for suite in suites}]
    if unknown:
        known = ", ".join(dict.fromkeys(suite.name for suite in suites))
        raise BadParameter(f"Wanted a task; got {', '.join(unknown)}.", advice=f"The tasks are {known}.")
    field_ = _Field(ground, data)
    tasks: list[Task] = []
    absent: list[tuple[str, str]] = []
    with field_.stack:
        for done, suite in enumerate(chosen):
            tell(suite.name, done, len(chosen))
            try:
                tasks += _named(field_.run(suite), names)
            except Absent as error:
                absent.append((suite.name, str(error)))
    return Run(tuple(tasks), tuple(absent))


def _under(suite: Suite, task: Task) -> Task:
    """The task by a name that begins with its suite's: so it can be chosen."""
    return task if task.name.partition(":")[0] == suite.name else replace(task, name=f"{suite.name}: {task.name}")


def _is_chosen(suite: Suite, names: Sequence[str], long: bool) -> bool:
    if names:
        return suite.name in {name.partition(":")[0] for name in names}
    return long or not suite.long


def _named(tasks: Iterable[Task], names: Sequence[str]) -> Iterator[Task]:
    """Those that were named: by their whole name, or by what stands before the colon."""
    for task in tasks:
        if not names or task.name in names or task.name.partition(":")[0] in names:
            yield task


def ground_of(folder: Path | None, corpus: Path | None) -> Ground:
    """The folders of gold and documents: those named, else those of `shared` beside the checkout. SourceMissing without them."""
    gold = folder or HOME.parent / "shared" / "eval"
    documents = corpus or gold.resolve().parent / "corpus"
    for wanted, what in ((gold, "gold"), (documents, "the documents that it judges")):
        if not wanted.is_dir():
            raise SourceMissing(
                f"Wanted a folder with {what} at {wanted}; there is none.",
                advice="Name it, or put the folder `shared` beside the checkout. Everything but the evaluation runs without it.",
            )
    return Ground(gold, documents)


def place_of_accepted(ground: Ground) -> Path:
    """Where the accepted run stands: in the tree for the gold beside the checkout, else beside the data, by the gold's place."""
    if ground.gold.resolve() == (HOME.parent / "shared" / "eval").resolve():
        return FIGURES / "accepted.json"
    digest = sha256(str(ground.gold.resolve()).encode()).hexdigest()[:8]
    return load_settings().data / "evaluations" / f"{ground.gold.resolve().name}-{digest}.json"
