"""Benchmarks: asking by wrk. In: where a server is, and queries. Out: requests a second. Must not start or stop a server."""

import re
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

CONNECTIONS = 8
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_BAD = re.compile(r"Non-2xx or 3xx responses: \d+")
_SCRIPT = """
local paths, n = {}, 0
for line in io.lines("%s") do paths[#paths + 1] = line end
request = function()
  n = n %% #paths + 1
  return wrk.format("GET", "%s" .. paths[n], {["Accept"] = "application/sparql-results+json"})
end
"""
_SO_MANY = """
local paths, n, answered = {}, 0, 0
for line in io.lines("%s") do paths[#paths + 1] = line end
delay = function() return n < %d and 0 or 100000000 end
request = function()
  n = n + 1
  return wrk.format("GET", "%s" .. paths[(n - 1) %% #paths + 1], {["Accept"] = "application/sparql-results+json"})
end
response = function(status)
  answered = answered + 1
  io.write("answered ", answered, " ", status, "\\n")
  io.flush()
end
"""


class Asked(Protocol):
    """Who is asked: a name, a port of this machine, and the address up to the query."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def port(self) -> int:
        """Where it listens."""

    @property
    def prefix(self) -> str:
        """Path and parameters, the query's last."""


def rate(server: Asked, queries: Sequence[str], seconds: int, cores: str) -> float:
    """Requests a second over 8 connections, 0 where none was answered in time; RuntimeError where one was answered badly."""
    with tempfile.TemporaryDirectory() as folder:
        asked, script = Path(folder) / "asked.txt", Path(folder) / "ask.lua"
        asked.write_text("\n".join(map(quote, queries)) + "\n", encoding="utf-8")
        script.write_text(_SCRIPT % (asked, server.prefix), encoding="utf-8")
        address = f"http://127.0.0.1:{server.port}"
        wrk = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "120s", "-s", str(script), address]
        command = ["taskset", "-c", cores, *wrk]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = _RATE.search(told)
    if found is None or _BAD.search(told):
        raise RuntimeError(f"{server.name}: {told}")
    return float(found[1])


def rate_of_all(server: Asked, queries: Sequence[str], count: int, most_s: int, cores: str) -> tuple[float, int]:
    """So many requests over 8 connections: how many a second until the last answer that came in time, and how many came.
    RuntimeError where one was answered badly.
    """
    with tempfile.TemporaryDirectory() as folder:
        asked, script = Path(folder) / "asked.txt", Path(folder) / "ask.lua"
        asked.write_text("\n".join(map(quote, queries)) + "\n", encoding="utf-8")
        # One more: wrk makes a request to see that it can, and does not send it.
        script.write_text(_SO_MANY % (asked, count + 1, server.prefix), encoding="utf-8")
        address = f"http://127.0.0.1:{server.port}"
        wrk = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{most_s}s", "--timeout", "600s", "-s", str(script), address]
        answered, took, began = 0, 0.0, time.monotonic()
        with subprocess.Popen(["taskset", "-c", cores, *wrk], stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout or ():
                if not line.startswith("answered "):
                    continue
                if line.split()[2] != "200":
                    process.kill()
                    raise RuntimeError(f"{server.name}: {line}")
                answered, took = answered + 1, time.monotonic() - began
                if answered == count:
                    process.kill()
                    break
    return answered / took if answered else 0.0, answered
