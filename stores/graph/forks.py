"""Keepers, graph: new processes. In: what they need imported. Out: a context that forks them with it. Must not start one.

All processes of this room are forked from one server of forks, which has imported what they need; nothing of a connection, a
lock or a thread of ours is in it. Each still runs the script that started us once more, as `multiprocessing` wants it: so
whatever that script imports is imported there too, and a process begins in milliseconds.
"""

import multiprocessing
import sys
from multiprocessing.context import ForkServerContext
from types import ModuleType

_NEEDED = ("stores.graph.worker", "stores.graph.writing")


def forks() -> ForkServerContext:
    """The context to start processes with. What it imports counts from the first process that anybody forks here."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*_NEEDED, *_of_the_script()])
    return context


def _of_the_script() -> list[str]:
    """The modules that the script imports from; none for a package that was started by its name, such as pytest, which
    `multiprocessing` does not run again.
    """
    script = sys.modules["__main__"]
    if script.__spec__ is not None and script.__spec__.name.endswith(".__main__"):
        return []
    held = vars(script).values()
    named = {one.__name__ if isinstance(one, ModuleType) else getattr(one, "__module__", None) for one in held}
    return sorted(name for name in named if isinstance(name, str) and name in sys.modules and name != "__main__")
