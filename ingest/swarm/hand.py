"""River, on a cluster: what stands on a node. In: what makes it ready, packed; then one task after the other. Out: what the node
holds, and an answer to each task. Must not import anything of ours before it is asked to.

Ray sends this module by value: so a node on which our packages are missing, or are others, can say so in words.
"""

import pickle
import sys
from collections.abc import Callable, Mapping
from typing import Any

Make = Callable[[], Callable[[Any], Any]]
Found = Callable[[], Mapping[str, str]]


class Hand:
    """An actor. It is greeted once, and then does tasks."""

    def __init__(self) -> None:
        self._do: Callable[[Any], Any] | None = None
        # Processes that this one starts would else run Ray's main module again, which is of no use to them and takes a second.
        vars(sys.modules["__main__"]).pop("__file__", None)

    def greet(self, packed: bytes, expected: Mapping[str, str]) -> tuple[str, list[str]]:
        """Makes ready, and says which node this is and in what it differs from what is expected: then nothing is done there."""
        node, _ = self.here()
        try:
            found, make = pickle.loads(packed)  # noqa: S301 # from the process that started this one
            there = found()
        except ImportError as error:
            return node, [f"Python there says: {error}"]
        differing = [
            f"{name} {there.get(name)} in place of {value}" for name, value in expected.items() if there.get(name) != value
        ]
        if not differing:
            self._do = make()
        return node, differing

    def here(self) -> tuple[str, list[str]]:
        """That it is still there, as after a greeting."""
        import ray

        return ray.get_runtime_context().get_node_id(), []

    def do(self, task: Any) -> Any:  # noqa: ANN401 # whatever it was made ready for
        """The answer to a task."""
        if self._do is None:
            raise RuntimeError("It was not made ready.")
        return self._do(task)
