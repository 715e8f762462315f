"""The refusals of the Bot API, in its own words."""

from pydantic import JsonValue


class RefusedError(Exception):
    """A call that is answered with `ok: false`."""

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after

    def envelope(self) -> dict[str, JsonValue]:
        """Return the JSON body of the answer."""
        body: dict[str, JsonValue] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad_request(reason: str) -> RefusedError:
    """Return the refusal of a call that would be wrong at any time."""
    return RefusedError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> RefusedError:
    """Return the refusal of a message nobody will get."""
    return RefusedError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> RefusedError:
    """Return the refusal of a second way to fetch updates."""
    return RefusedError(409, f"Conflict: {reason}")


def too_many(retry_after: int) -> RefusedError:
    """Return the refusal of a call that came too soon."""
    return RefusedError(429, f"Too Many Requests: retry after {retry_after}", retry_after)
