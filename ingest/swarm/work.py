"""River, on a cluster: the two kinds of work of a hand. In: what makes a worker ready, or which model. Out: a document's answer
within its limits, or a chunk of texts encoded; what a node holds that decides both. Must not know Ray.
"""

import platform
from collections.abc import Callable, Mapping
from functools import partial
from importlib.metadata import version as installed
from pathlib import Path
from typing import TypeVar

import numpy as np

from ingest.swarm.hand import Found, Make
from ingest.workers import Limits, Ready, Stopped, Workers
from ingest.world import HOME, version
from ontology.errors import SettingsError
from stores.embedding.cache import Chunk, Encoded, encoded
from stores.embedding.encoder import TokenEncoder, load_encoder
from stores.embedding.session import Device
from stores.settings import Settings, load_settings

Task = TypeVar("Task")
Answer = TypeVar("Answer")

_DECIDE = ("lxml", "pypdfium2", "rdflib", "pyoxigraph", "pyshacl", "rapidfuzz", "snowballstemmer")  # what a document's graph
_PROBE = "What a node makes of these words tells whether its model is ours."
_FURTHEST = 1e-5  # in one number: others add up in another order (a GPU: 0.0000002), while halves of precision show here
_ON_A_GPU = 8  # texts side by side: one alone leaves the card idle, sixteen are no quicker


def documents(ready: Ready[Task, Answer], limits: Limits, base: str) -> tuple[Found, Make]:
    """What a node must hold to read documents, and what reads them: a process of its own, as on a single machine, so that seconds
    and memory are bounded and a crash takes nothing else down.
    """
    return partial(rules, base), partial(_bounded, ready, limits)


def texts(encoder: TokenEncoder, settings: Settings, device: Device) -> tuple[Found, Make]:
    """What a node must hold to encode texts, and what does."""
    probe = encoder.encode_passages([_PROBE])[0].tobytes()
    where = settings.models.resolve()
    return partial(rules, settings.base), partial(_encoding, settings.model, where, device, encoder.name, probe)


def rules(base: str) -> Mapping[str, str]:
    """What decides the graph of a document beside its bytes: our rules, Python, and the versions of those that read."""
    here = {"mandategraph rules": version(HOME, base)[:12], "Python": ".".join(platform.python_version_tuple()[:2])}
    return here | {name: installed(name) for name in _DECIDE}


def _bounded(ready: Ready[Task, Answer], limits: Limits) -> Callable[[Task], Answer | Stopped]:
    workers = Workers(ready, 1, limits)

    def do(task: Task) -> Answer | Stopped:
        answers: list[Answer | Stopped] = []

        def settle(_task: Task, answer: Answer | Stopped) -> None:
            answers.append(answer)

        workers.run([task], settle)
        return answers[0]

    return do


def _encoding(model: str, models: Path, device: Device, name: str, probe: bytes) -> Callable[[Chunk], Encoded]:
    """The node's own model. Its files lie where those of the caller do, if there is such a folder, else where the node's own
    settings say.
    """
    folder = models if models.is_dir() else load_settings().models
    encoder = load_encoder(model, folder, at_once=1 if device == "cpu" else _ON_A_GPU, device=device)
    _refuse_another(encoder, name, np.frombuffer(probe, dtype=np.float32))
    return partial(encoded, encoder)


def _refuse_another(encoder: TokenEncoder, name: str, probe: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]") -> None:
    """Vectors of two models in one index would be worse than none."""
    if encoder.name != name:
        told = f"The model there is {encoder.name}, not {name}."
    elif not (distance := float(abs(encoder.encode_passages([_PROBE])[0] - probe).max())) <= _FURTHEST:  # nor what is no number
        told = f"The model {name} gives other vectors there ({distance:.1g} off on one probe, wanted {_FURTHEST:g} at most)."
    else:
        return
    raise SettingsError(told, advice="Install the same packages on every node, and delete its model folder: it is written anew.")
