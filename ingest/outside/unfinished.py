"""River, outside documents: a file that is not finished. In: what a server says of a body, the file that it goes to. Out: how to
ask for the rest, and where the rest goes. Must not connect.

A note beside the file keeps what the server said, so that another run goes on where one broke off; without an exact validator
nothing can be said to be the same file, and it is begun anew (RFC 9110, 13.1.5 and 14.4).
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server says to tell one state of a file from another."""

    etag: str = ""
    last_modified: str = ""

    def if_changed(self) -> dict[str, str]:
        """The headers that ask only for another state."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}

    @property
    def exact(self) -> str:
        """The one that stands for the same bytes; a weak tag does not."""
        return self.last_modified if self.etag.startswith("W/") else self.etag or self.last_modified


@dataclass(frozen=True, slots=True)
class Came:
    """Where the bytes came from in the end, and what the server says of them."""

    url: str
    validators: Validators
    language: str


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A file that bytes come into."""

    file: Path

    @property
    def size(self) -> int:
        """How many bytes have come."""
        return self.file.stat().st_size if self.file.exists() else 0

    @property
    def note(self) -> Path:
        """The file of what the server said."""
        return self.file.with_name(self.file.name + ".json")

    def remember(self, came: Came) -> None:
        """Keeps what the server says, before its bytes come."""
        self.note.write_text(json.dumps(asdict(came)), encoding="utf-8")

    def remembered(self) -> Came | None:
        """What the server said; None where nothing sound was noted."""
        try:
            noted = json.loads(self.note.read_text(encoding="utf-8"))
            return Came(noted["url"], Validators(**noted["validators"]), noted["language"])
        except (OSError, ValueError, KeyError, TypeError):  # absent, or half written when the machine stopped
            return None

    def rest(self) -> dict[str, str]:
        """The headers that ask for the rest of the same file; none where its sameness cannot be told, and it is forgotten."""
        came = self.remembered() if self.size else None
        if came is None or not came.validators.exact:
            self.forget()
            return {}
        return {"Range": f"bytes={self.size}-", "If-Range": came.validators.exact}

    def goes_on(self, headers: Mapping[str, str]) -> bool:
        """Whether a partial answer begins where the file ends."""
        return self.size > 0 and headers.get("Content-Range", "").startswith(f"bytes {self.size}-")

    def is_all(self, headers: Mapping[str, str]) -> bool:
        """Whether the answer that there is no rest means that all had come."""
        return self.size > 0 and headers.get("Content-Range", "") == f"bytes */{self.size}"

    def forget(self) -> None:
        """Removes the file and its note."""
        self.file.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)
