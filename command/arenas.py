"""Front door: memory of a process with many threads. In: nothing. Out: an allocator that shares its pools. Must not be needed: an
answer is the same without it.
"""

import ctypes

_M_ARENA_MAX = -8  # malloc.h of the GNU C library
_ARENAS = 2


def share_arenas() -> bool:
    """Whether the C library now keeps two pools for all threads, where it would give each thread one.

    What a thread frees in its own pool is not given to another, so that a server grew by a sixth in five minutes of mixed load;
    with two pools it did not grow (benchmarks/soak.py). Call it before threads are started. False where the library has no such
    choice.
    """
    try:
        choose = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # musl, macOS, Windows
        return False
    return bool(choose(_M_ARENA_MAX, _ARENAS))
