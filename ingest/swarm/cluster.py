"""River: a Ray cluster as the place of a run. In: an address, or none for one on this machine alone. Out: a crew on its nodes,
and its encoders. Must not write anything.

Ray is an extra. A cluster that is begun here listens on the loopback alone, has no dashboard, tells nobody of its use, and ends
with this process, however that ends. Whoever may use a cluster may run any code on its nodes: see to its network and its token.
"""

import logging
import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from ingest.place import Crew as AnyCrew
from ingest.place import limits_of, processes
from ingest.swarm import hand, work
from ingest.swarm.crew import Crew, Needs
from ingest.workers import Ready, Stopped
from ontology.errors import SettingsError, SourceUnreachable, StoreBusy
from stores.embedding.cache import Chunk, Encoded, Encoding
from stores.embedding.encoder import TokenEncoder
from stores.embedding.session import Device
from stores.settings import Settings

Task = TypeVar("Task")
Answer = TypeVar("Answer")

_FOLDER = "mg-ray-"  # followed by the number of the process
_ANSWER_S = 5.0
_STORE_MB = 256  # of shared memory for tasks and answers on their way; more is laid on disk
_ENCODER_MB = 1_536
_CHUNK_S = 600.0  # 64 long texts on one slow core
# The first bytes of a connection to any gRPC server, as Ray's head is one: it answers with bytes of its own at once.
_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes([0, 0, 0, 4, 0, 0, 0, 0, 0])


@contextmanager
def joined(address: str | None, settings: Settings) -> "Iterator[Cluster]":
    """The cluster at an address: `host:port` of its head, or `auto` for that of which this machine is a node; None begins one.

    SettingsError where Ray is not installed, the address is none, or the cluster has another version; SourceUnreachable, within
    seconds, where nobody answers.
    """
    try:
        import ray
    except ImportError as error:
        raise SettingsError(
            f"Wanted to ingest on Ray; Python says: {error}.", advice="Install it with: pip install 'mandategraph[ray]'."
        ) from error
    _hush()
    try:
        with _begun(settings) if address is None else _connected(address):
            yield Cluster()
    finally:
        ray.shutdown()


class Cluster:
    """The cluster that this process has joined."""

    def crew(
        self, ready: Ready[Task, Answer], settings: Settings, carry: Callable[[Task], Task]
    ) -> AbstractContextManager[AnyCrew[Task, Answer]]:
        """A worker on each core of the cluster, as far as its nodes have the memory that the settings allow to one."""
        limits = limits_of(settings)
        needs = Needs(1, 0, limits.memory_mb, limits.wall_s, settings.workers)
        return _crew(work.documents(ready, limits, settings.base), needs, carry)

    @contextmanager
    def encoding(self, encoder: TokenEncoder, settings: Settings) -> Iterator[Encoding]:
        """Encoders on its GPUs where it has some and the settings do not forbid it, else on its cores. They are asked for texts
        that the cache does not know, and begun when there are any.
        """

        def read(chunks: Iterable[Chunk], keep: Callable[[Chunk, Encoded], None]) -> None:
            device = _device(settings)
            gpus = 0 if device == "cpu" else 1
            needs = Needs(1, gpus, _ENCODER_MB, _CHUNK_S)
            crew: Crew[Chunk, Encoded] = _crew(work.texts(encoder, settings, device), needs, _as_it_is)
            with crew:
                crew.run(chunks, partial(_kept, keep))

        yield read


def _crew(kind: "tuple[hand.Found, hand.Make]", needs: Needs, carry: Callable[[Task], Task]) -> "Crew[Task, Any]":
    import ray
    from ray import cloudpickle

    found, _ = kind
    cloudpickle.register_pickle_by_value(hand)  # type: ignore[no-untyped-call]
    actor = ray.remote(
        num_cpus=needs.cpus,
        num_gpus=needs.gpus,
        memory=needs.memory_mb * 1024**2,
        max_restarts=0,
        max_task_retries=0,
        scheduling_strategy="SPREAD",
    )(hand.Hand)
    packed = cloudpickle.dumps(kind)  # type: ignore[no-untyped-call]
    return Crew(actor.remote, packed, found(), needs, carry)


def _as_it_is(task: Task) -> Task:
    return task


def _kept(keep: Callable[[Chunk, Encoded], None], chunk: Chunk, made: Encoded | Stopped) -> None:
    if isinstance(made, Stopped):
        raise StoreBusy(
            f"Encoding {len(chunk.keys)} texts {made.reason}.", advice="Look at the memory of the nodes, then run again."
        )
    keep(chunk, made)


def _device(settings: Settings) -> Device:
    import ray

    gpus = int(ray.cluster_resources().get("GPU", 0))  # type: ignore[no-untyped-call]
    if settings.encode_on == "gpu" and not gpus:
        raise SettingsError(
            "Wanted to encode on GPUs; the Ray cluster has none.", advice="Set MANDATEGRAPH_ENCODE_ON to cpu or found."
        )
    if settings.encode_on == "cpu" or not gpus:
        return "cpu"
    return "gpu" if settings.encode_on == "gpu" else "found"


@contextmanager
def _begun(settings: Settings) -> Iterator[None]:
    """A cluster of one node, of which nothing is left."""
    import ray

    count = processes(settings)
    _stay_on_loopback()
    sweep()
    with tempfile.TemporaryDirectory(prefix=f"{_FOLDER}{os.getpid()}-", ignore_cleanup_errors=True) as folder:
        try:
            ray.init(
                address="local",
                num_cpus=count,
                include_dashboard=False,
                log_to_driver=False,
                configure_logging=False,
                logging_level=logging.ERROR,
                object_store_memory=_STORE_MB * 1024**2,
                _memory=count * max(settings.file_memory_mb, _ENCODER_MB) * 1024**2,
                _node_ip_address="127.0.0.1",
                _temp_dir=folder,
            )
        except Exception as error:  # Ray raises many kinds: the bare one where a node is not up within half a minute
            raise StoreBusy(
                f"Ray could not be begun on this machine: {_first_line(error)}",
                advice="Look at its load and run again, or ingest without --on ray.",
            ) from error
        yield
        ray.shutdown()  # before its folder goes


def sweep() -> None:
    """Removes from the temporary folder what Ray of killed runs left there: the process is gone, the files are ours."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*-*"):
        process = folder.name.removeprefix(_FOLDER).partition("-")[0]
        if process.isdigit() and folder.lstat().st_uid == os.getuid() and not folder.is_symlink() and _is_over(int(process)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_over(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):  # another's, or a number that is none
        return False
    return False


@contextmanager
def _connected(address: str) -> Iterator[None]:
    import ray

    if address != "auto":
        _look_at(address)
    try:
        ray.init(address=address, log_to_driver=False, configure_logging=False, logging_level=logging.ERROR)
    except (ConnectionError, SystemExit) as error:  # Ray ends the process where it waited in vain for two minutes
        raise _unreachable(address, str(error)) from error
    except Exception as error:  # Ray raises many kinds
        raise SettingsError(
            f"The Ray cluster at {address} did not take this process in: {_first_line(error)}",
            advice="Ray wants the same Ray and Python on every node, this machine to be a node of the cluster (`ray start"
            " --address`), and its token (RAY_AUTH_MODE=token) where it has one.",
        ) from error
    yield


def _look_at(address: str) -> None:
    """SourceUnreachable unless something answers there as a head does: Ray itself would wait for two minutes."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65_536 or "/" in host:
        raise SettingsError(
            f"{address!r} is not the address of a Ray cluster.",
            advice="Give host:port of its head, such as 10.0.0.1:6379, or auto on a machine that is one of its nodes.",
        )
    answer = _answer_of(host.strip("[]"), int(port), address)
    if not answer or answer.startswith(b"HTTP/"):
        raise _unreachable(address, "what answers there is not Ray")
    if _is_loopback(host) and not _answers_elsewhere(int(port)):
        _stay_on_loopback()


def _answer_of(host: str, port: int, address: str) -> bytes:
    try:
        with socket.create_connection((host, port), timeout=_ANSWER_S) as connection:
            connection.sendall(_PREFACE)
            return connection.recv(16)
    except OSError as error:
        raise _unreachable(address, str(error)) from error


def _is_loopback(host: str) -> bool:
    return host in ("localhost", "[::1]") or host.startswith("127.")


def _answers_elsewhere(port: int) -> bool:
    """Whether the head listens beyond the loopback, under the address by which Ray would call this machine."""
    from ray._private.services import get_node_ip_address

    seen_as = get_node_ip_address()  # type: ignore[no-untyped-call]
    try:
        socket.create_connection((seen_as, port), timeout=_ANSWER_S).close()
    except OSError:
        return False
    return True


def _stay_on_loopback() -> None:
    """Ray puts the address that the network sees in the place of 127.0.0.1, and then listens to all, unless it is told that there
    are no clusters; it has no public word for that.
    """
    from ray._private import ray_constants

    ray_constants.ENABLE_RAY_CLUSTER = False


def _hush() -> None:
    """Ray prints what befalls its nodes on standard output, where a receipt may be on its way: to the log in its place."""
    from ray._private import worker

    def to_log(said: "dict[str, Any]", ignore_prefix: bool = False) -> None:  # noqa: ARG001 # as Ray calls it
        logging.getLogger(__name__).debug("Ray: %s", "\n".join(map(str, said["lines"]))[:2_000])

    logging.getLogger("ray").setLevel(logging.ERROR)
    worker.print_to_stdstream = to_log  # type: ignore[assignment]


def _unreachable(address: str, why: str) -> SourceUnreachable:
    return SourceUnreachable(
        f"Wanted the Ray cluster at {address}; nobody answers ({why}).",
        advice="Start its head with `ray start --head`, or ingest without --address: then Ray runs on this machine alone.",
    )


def _first_line(error: BaseException) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)[:300]
