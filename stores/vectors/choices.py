"""What a deployment chose for its index on a server. In: the settings. Out: one frozen value. Must not talk to a server.

What each choice is good for, and from which size: deploy/QDRANT.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from stores.settings import Settings

ON_DISK = ("none", "payload", "vectors", "all")
"""What a server reads from its disk when it is asked for; each word takes in those before it."""


@dataclass(frozen=True, slots=True)
class Choices:
    """How collections are named, laid out and waited for. `data` is the data folder that owns them; times in seconds."""

    data: Path = Path("data")
    prefix: str = "mandategraph"
    shards: int = 1
    replicas: int = 1
    graph: int = 0
    quantisation: str = "none"
    on_disk: str = "payload"
    retries: int = 4
    wall_s: float = 4.0
    settle_s: int = 3_600

    @classmethod
    def of(cls, settings: Settings) -> "Choices":
        """The choices in force."""
        return cls(
            settings.data,
            settings.qdrant_prefix,
            settings.qdrant_shards,
            settings.qdrant_replicas,
            settings.qdrant_graph,
            settings.qdrant_quantisation,
            settings.qdrant_on_disk,
            settings.qdrant_retries,
            settings.qdrant_wall_s,
            settings.qdrant_settle_s,
        )

    @property
    def layout(self) -> Mapping[str, str | int]:
        """What a collection was built by; it is written beside it, and one that was built otherwise is built anew."""
        return {
            "shards": self.shards,
            "replicas": self.replicas,
            "graph": self.graph,
            "quantisation": self.quantisation,
            "on_disk": self.on_disk,
        }

    def lies_on_disk(self, what: str) -> bool:
        """Whether a server reads that (one of `ON_DISK`) from its disk."""
        return ON_DISK.index(what) <= ON_DISK.index(self.on_disk)
