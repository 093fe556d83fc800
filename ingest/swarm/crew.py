"""River, on a cluster: the twin of `ingest.workers.Workers`. In: tasks. Out: an answer to each, or why there is none. Must not
know what a task is about.

Ray places the hands, moves what they are given and what they answer, and tells which of them died and of what. A task whose hand
went down with its node, or is out of reach, is done again elsewhere; one that took its hand down or was stopped on it is tried
once more on another, and then has no answer.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from ingest.workers import Stopped
from ontology.errors import SettingsError, StoreBusy

Task = TypeVar("Task")
Answer = TypeVar("Answer")

TRIES = 2  # of a task that is stopped, or takes its hand down
LOSSES = 5  # of a task whose nodes go down: it may be what takes them down
_START_S = 120.0  # to find room on the cluster and to make ready
_LOOK_S = 2.0  # after which the nodes are looked at again: some may have come or gone


@dataclass(frozen=True, slots=True)
class Needs:
    """What a hand takes of a node, and how long it may take for one task; `most` hands at a time, or 0 for as many as there is
    room for.
    """

    cpus: int
    gpus: int
    memory_mb: int
    wall_s: float
    most: int = 0


@dataclass(slots=True, eq=False)
class _Job(Generic[Task]):
    task: Task
    stops: int = 0
    losses: int = 0
    avoids: "_Hand[Task] | None" = None  # on which it was stopped: the fault may lie with that node


@dataclass(slots=True, eq=False)
class _Hand(Generic[Task]):
    """One actor, and what it is at: `due` is when what it was asked last must be answered, `heard` when it answered last."""

    actor: Any
    asked: Any
    due: float
    heard: float = 0.0
    is_ready: bool = False
    node: str = ""
    job: "_Job[Task] | None" = None


@dataclass(slots=True)
class Crew(Generic[Task, Answer]):
    """Hands on a cluster, asked for when there is work. Use it in a `with` statement: they end with it.

    `packed` makes them ready where the node holds what is `expected`; `carry` gives a task what it needs on the way.
    """

    make: Callable[[], Any]
    packed: bytes
    expected: Mapping[str, str]
    needs: Needs
    carry: Callable[[Task], Task]
    _hands: "list[_Hand[Task]]" = field(default_factory=list)
    _open: "deque[_Job[Task]]" = field(default_factory=deque)
    _failed: str = ""  # why the last hand was not made ready
    _since: float = 0.0  # since when no hand has been ready
    _room: int = 0
    _looked: float = 0.0

    def __enter__(self) -> "Crew[Task, Answer]":
        return self

    def __exit__(self, *_: object) -> None:
        for hand in list(self._hands):
            self._let_go(hand)

    def run(self, tasks: Iterable[Task], settle: "Callable[[Task, Answer | Stopped], Task | None]") -> None:
        """Does all tasks, as `Workers.run` does: a task is taken only when there is a hand, or room for one.

        StoreBusy when the cluster has no room for two minutes; SettingsError for a node that holds other rules. What `settle`
        raises ends the run.
        """
        waiting, self._since = iter(tasks), time.monotonic()
        while self._take_on(waiting) or self._busy():
            self._staff()
            self._hand_out()
            for hand in self._answered():
                self._hear(hand, settle)

    def _busy(self) -> bool:
        return bool(self._open) or any(hand.job for hand in self._hands)

    def _take_on(self, waiting: Iterator[Task]) -> bool:
        """Takes so many tasks that each hand there is room for has one; whether there may be more."""
        for _ in range(max(1, self._places()) - len(self._open) - sum(hand.job is not None for hand in self._hands)):
            task = next(waiting, None)
            if task is None:
                return False
            self._open.append(_Job(task))
        return True

    def _places(self) -> int:
        """For how many hands the nodes that are there have room; 0 until all that were lost are back."""
        if time.monotonic() - self._looked > _LOOK_S:
            self._looked = time.monotonic()
            self._room = sum(_room_on(node["Resources"], self.needs) for node in _alive().values())
            self._room = min(self._room, self.needs.most or self._room)
        return self._room

    def _staff(self) -> None:
        """As many hands as there are tasks and places. One that is not ready in time makes room for another."""
        jobs = len(self._open) + sum(hand.job is not None for hand in self._hands)
        for _ in range(min(jobs, self._places()) - len(self._hands)):
            actor = self.make()
            asked = actor.greet.remote(self.packed, dict(self.expected))
            self._hands.append(_Hand(actor, asked, time.monotonic() + _START_S))
        if any(hand.is_ready for hand in self._hands):
            self._since = time.monotonic()
        elif time.monotonic() - self._since > _START_S:
            raise StoreBusy(
                f"Wanted a worker on the Ray cluster; none was ready within {_START_S:g} s"
                f" ({self._failed or f'room for {self._room} on its nodes'}).",
                advice="Look at its load with `ray status`, or ingest without --on ray.",
            )

    def _hand_out(self) -> None:
        ready = [hand for hand in self._hands if hand.is_ready]
        for hand in ready:
            if self._open and hand.asked is None and time.monotonic() - hand.heard > _LOOK_S:
                # it may have died of itself while it had nothing to do, which must not be laid to a task
                hand.is_ready, hand.asked = False, hand.actor.here.remote()
                hand.due = time.monotonic() + _START_S
                continue
            job = next((job for job in self._open if job.avoids is not hand or len(ready) == 1), None)
            if job is not None and hand.job is None:
                self._open.remove(job)
                self._give(hand, job)

    def _give(self, hand: "_Hand[Task]", job: "_Job[Task]") -> None:
        hand.job, hand.due = job, time.monotonic() + self.needs.wall_s + _START_S
        hand.asked = hand.actor.do.remote(self.carry(job.task))

    def _answered(self) -> "list[_Hand[Task]]":
        """The hands that answered, or died, or are overdue, once any is."""
        import ray

        by_asked = {hand.asked: hand for hand in self._hands if hand.asked is not None}
        if not by_asked:
            time.sleep(_LOOK_S / 4)  # no node is there: ray.wait would not wait
            return []
        done, _ = ray.wait(list(by_asked), timeout=_LOOK_S)
        late = [hand for hand in by_asked.values() if hand.due < time.monotonic() and hand.asked not in done]
        return [*(by_asked[asked] for asked in done), *late]

    def _hear(self, hand: "_Hand[Task]", settle: "Callable[[Task, Answer | Stopped], Task | None]") -> None:
        import ray
        from ray.exceptions import GetTimeoutError, RayError, RayTaskError

        job, asked = hand.job, hand.asked
        hand.job = hand.asked = None
        hand.heard = time.monotonic()
        try:
            answer = ray.get(asked, timeout=_LOOK_S * 5)
        except RayTaskError as error:
            raise error.cause from error
        except (RayError, GetTimeoutError) as error:
            self._let_go(hand)
            self._lost(hand, job, error, settle)
            return
        if job is None:
            self._greeted(hand, answer)
        elif isinstance(answer, Stopped) and job.stops + 1 < TRIES:
            job.stops, job.avoids = job.stops + 1, hand
            self._open.appendleft(job)
        elif (following := settle(job.task, answer)) is not None:
            self._give(hand, _Job(following))

    def _greeted(self, hand: "_Hand[Task]", told: tuple[str, list[str]]) -> None:
        hand.node, differing = told
        if differing:
            raise SettingsError(
                f"A node of the Ray cluster ({_named(hand.node)}) is not like this machine: {'; '.join(differing)}.",
                advice="Install the same version of mandategraph with its dependencies on every node, then run again: what is"
                " done stays done.",
            )
        hand.is_ready = True

    def _lost(
        self,
        hand: "_Hand[Task]",
        job: "_Job[Task] | None",
        error: Exception,
        settle: "Callable[[Task, Answer | Stopped], Task | None]",
    ) -> None:
        """A hand that died or cannot be reached. Its task was settled by nobody: it is given to another."""
        from ray.exceptions import ActorDiedError

        self._failed = str(error).strip().splitlines()[-1][:300]
        logging.getLogger(__name__).info(
            "A worker on node %s of the cluster was lost: %s", hand.node or "(none yet)", self._failed
        )
        if job is None:
            return
        # Ray tells that a worker died on word of its node: where that is alive, the worker went down alone
        if isinstance(error, ActorDiedError) and hand.node in _alive():
            job.stops += 1
        else:
            job.losses += 1
        why = ""
        if job.stops >= TRIES:
            why = f"took down the worker that read it, {TRIES} times"
        elif job.losses >= LOSSES:
            why = f"was lost {LOSSES} times with the node that read it"
        if not why:
            self._open.appendleft(job)
        elif (following := settle(job.task, Stopped(why))) is not None:
            self._open.appendleft(_Job(following))

    def _let_go(self, hand: "_Hand[Task]") -> None:
        import ray

        if hand in self._hands:
            self._hands.remove(hand)
            ray.kill(hand.actor)


def _alive() -> dict[str, Mapping[str, Any]]:
    import ray

    nodes: list[dict[str, Any]] = ray.nodes()  # type: ignore[no-untyped-call]
    return {node["NodeID"]: node for node in nodes if node["Alive"]}


def _named(node: str) -> str:
    return str(_alive().get(node, {}).get("NodeManagerAddress", node[:12]))


def _room_on(resources: Mapping[str, float], needs: Needs) -> int:
    """How many hands a node holds."""
    wanted = {"CPU": needs.cpus, "GPU": needs.gpus, "memory": needs.memory_mb * 1024**2}
    return min(int(resources.get(name, 0) // amount) for name, amount in wanted.items() if amount)
