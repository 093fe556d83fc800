"""Keepers, graph: the walls of a worker. In: the folder of the store. Out: which walls stand. Must not be raised in the server.

SPARQL can read no file and, past the guard, reach no server. These walls stand behind that, for the day on which a fault of the
engine lets a query run code: Linux takes away all system calls but those that evaluation needs (seccomp, a filter set through
prctl), and all files but those of the store (Landlock). Neither needs a privilege; neither can be taken down again.
"""

import ctypes
import errno
import os
import platform
import resource
import struct
import sys
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2  # linux/prctl.h, linux/seccomp.h
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
_LOAD, _EQUALS, _AT_LEAST, _ANY_OF, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # linux/bpf_common.h
_NUMBER, _ARCHITECTURE, _FIRST, _THIRD = 0, 4, 16, 32  # offsets in struct seccomp_data; low halves of arguments
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_X32 = 0x40000000  # numbers from here on are another way into the same kernel
_ARCHITECTURES: Mapping[str, int] = MappingProxyType({"x86_64": 0xC000003E, "aarch64": 0xC00000B7})
# What a process that has opened its store still calls: memory, locks, clocks, reading, and talking on what is open already.
# Each with its numbers for the two architectures (asm/unistd_64.h, asm-generic/unistd.h); "-" where there is none.
_NEEDED = """
read 0 63, write 1 64, close 3 57, fstat 5 80, poll 7 -, lseek 8 62, mmap 9 222, mprotect 10 226, munmap 11 215, brk 12 214,
rt_sigaction 13 134, rt_sigprocmask 14 135, rt_sigreturn 15 139, pread64 17 67, readv 19 65, writev 20 66, sched_yield 24 124,
mremap 25 216, madvise 28 233, nanosleep 35 101, setitimer 38 103, getpid 39 172, sendto 44 206, recvfrom 45 207, sendmsg 46 211,
recvmsg 47 212, shutdown 48 210, exit 60 93, fcntl 72 25, gettimeofday 96 169, getrusage 98 165, sysinfo 99 179,
sigaltstack 131 132, gettid 186 178, readahead 187 213, time 201 -, futex 202 98, sched_getaffinity 204 123, getdents64 217 61,
restart_syscall 219 128, fadvise64 221 223, clock_gettime 228 113, clock_getres 229 114, clock_nanosleep 230 115,
exit_group 231 94,
newfstatat 262 79, ppoll 271 73, set_robust_list 273 99, getcpu 309 168, getrandom 318 278, statx 332 291, rseq 334 293
"""
# What one that writes calls beside that: files and folders, threads of the engine, and its own limits.
_WRITTEN_WITH = """
stat 4 -, pwrite64 18 68, access 21 -, sendfile 40 71, clone 56 220, uname 63 160, flock 73 32, fsync 74 82, fdatasync 75 83,
ftruncate 77 46, rename 82 -, mkdir 83 -, rmdir 84 -, link 86 -, unlink 87 -, readlink 89 -, statfs 137 43, fstatfs 138 44,
mkdirat 258 34, unlinkat 263 35, renameat 264 38, linkat 265 37, readlinkat 267 78, faccessat 269 48, sync_file_range 277 84,
fallocate 285 47, prlimit64 302 261, renameat2 316 276, clone3 435 435, faccessat2 439 439
"""
_OPEN, _SIGNAL = "openat 257 56", "tgkill 234 131"  # allowed for reading only, and to this process only
_CREATE_RULES, _ADD_RULE, _RESTRICT = 444, 445, 446  # Landlock's calls have one number everywhere
_READ = 1 << 2 | 1 << 3  # read a file, list a folder
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # how many rights over files each version of Landlock knows
_TCP = 0b11


def confine(folder: Path, *, writing: bool = False) -> tuple[str, ...]:
    """Shuts this process in with the files of `folder`, which it may read, or change as it likes with `writing`.

    Answers which walls stand: "files" (Landlock: nothing but the folder can be opened, and no TCP), "calls" (seccomp: no sockets
    and no programs; without `writing` no new processes either, and no writing to files). Fewer where the kernel or the processor
    does not have them; never an error. Threads that run already are not shut in: confine before the engine starts its own.
    """
    if sys.platform != "linux":
        return ()
    kernel = ctypes.CDLL(None, use_errno=True)
    if kernel.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return ()
    walls = [("files", _only_files(kernel, folder, writing)), ("calls", _only_calls(kernel, writing))]
    return tuple(name for name, stands in walls if stands)


def _only_files(kernel: ctypes.CDLL, folder: Path, writing: bool) -> bool:
    version = kernel.syscall(_CREATE_RULES, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    handled = (1 << _FILE_RIGHTS.get(version, 16)) - 1
    wanted = struct.pack("=QQ", handled, _TCP) if version >= 4 else struct.pack("=Q", handled)  # TCP since then
    rules = kernel.syscall(_CREATE_RULES, wanted, ctypes.c_size_t(len(wanted)), 0)
    if rules < 0:
        return False
    beneath = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", handled if writing else _READ, beneath)
        added = kernel.syscall(_ADD_RULE, rules, 1, rule, 0) == 0
        return bool(added and kernel.syscall(_RESTRICT, rules, 0) == 0)
    finally:
        os.close(beneath)
        os.close(rules)


def _only_calls(kernel: ctypes.CDLL, writing: bool) -> bool:
    machine = platform.machine()
    if machine not in _ARCHITECTURES:
        return False
    program = b"".join(_filter(machine, os.getpid(), writing))
    held = ctypes.create_string_buffer(program, len(program))
    described = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(held))
    return bool(kernel.prctl(_SET_SECCOMP, _FILTER, described, 0, 0) == 0)


def _filter(machine: str, process: int, writing: bool = False) -> Sequence[bytes]:
    """The filter as BPF instructions: code, steps to leap if it holds, steps if not, value."""
    calls = f"{_NEEDED},{_WRITTEN_WITH}" if writing else _NEEDED
    allowed = [number for call in calls.split(",") if (number := _number(call, machine)) is not None]
    refuse, allow = 11 + len(allowed), 12 + len(allowed)
    asked = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUALS, 2, refuse, _ARCHITECTURES[machine]),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, refuse, 4, _X32),
        (_EQUALS, 5, 7, _number(_OPEN, machine)),
        (_LOAD, 0, 0, _THIRD),
        (_ANY_OF, refuse, allow, 0 if writing else _WRITING),
        (_EQUALS, 8, 10, _number(_SIGNAL, machine)),
        (_LOAD, 0, 0, _FIRST),
        (_EQUALS, allow, refuse, process),
        (_LOAD, 0, 0, _NUMBER),
        *((_EQUALS, allow, 12 + place, number) for place, number in enumerate(allowed)),
    ]
    steps = [
        struct.pack("=HBBI", code, *((0, 0) if code == _LOAD else (yes - place - 1, no - place - 1)), value)
        for place, (code, yes, no, value) in enumerate(asked)
    ]
    return [*steps, struct.pack("=HBBI", _RETURN, 0, 0, _REFUSE), struct.pack("=HBBI", _RETURN, 0, 0, _ALLOW)]


def _number(call: str, machine: str) -> int | None:
    number = call.split()[1 + list(_ARCHITECTURES).index(machine)]
    return None if number == "-" else int(number)


def memory_told() -> BinaryIO:
    """What the kernel tells of this process's memory, opened before the walls stand; empty where it tells nothing."""
    statm = Path("/proc/self/statm")
    return statm.open("rb") if statm.exists() else BytesIO()


def bind_memory(memory: BinaryIO, memory_mb: int) -> None:
    """So many megabytes beyond what the opened store has: the limit counts address space, much of which is only reserved."""
    told = memory.read().split()
    held = int(told[0]) * resource.getpagesize() if told else 0
    resource.setrlimit(resource.RLIMIT_AS, (held + memory_mb * 1024 * 1024,) * 2)
