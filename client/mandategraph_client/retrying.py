"""When to ask again, and how long to wait before."""

from dataclasses import dataclass

from mandategraph_client.errors import ClientError, NotReachable, RateLimited, Unavailable


@dataclass(frozen=True, slots=True)
class Retrying:
    """How often a request is asked again, and the waits in seconds: the server's Retry-After where it names one, else `first_s`,
    doubled each time. Longer than `most_s` is never waited: the error is raised instead.
    """

    times: int = 3
    first_s: float = 0.5
    most_s: float = 60.0

    def wait(self, error: ClientError, tried: int) -> float | None:
        """Seconds until the next try after `tried` tries that failed; None where there is none."""
        if tried > self.times or not isinstance(error, RateLimited | Unavailable | NotReachable):
            return None
        told = None if isinstance(error, NotReachable) else error.retry_after
        seconds = self.first_s * 2 ** (tried - 1) if told is None else told
        return seconds if seconds <= self.most_s else None
