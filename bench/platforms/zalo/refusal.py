"""The refusals of Zalo, in its own words; all of them come with status 200."""

from pydantic import JsonValue

from bench.platforms.zalo.record import Picture


class RefusedError(Exception):
    """A call that is answered with `ok: false`; `picture` is what was fetched in vain."""

    def __init__(self, code: int, description: str, picture: Picture | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.picture = picture

    def envelope(self) -> dict[str, JsonValue]:
        """Return the JSON body of the answer."""
        return {"ok": False, "description": self.description, "error_code": self.code}


def bad_request(reason: str, picture: Picture | None = None) -> RefusedError:
    """Return the refusal of a call that would be wrong at any time."""
    return RefusedError(400, f"Bad request: {reason}", picture)


def unauthorized() -> RefusedError:
    """Return the refusal of a token that is wrong or was reset."""
    return RefusedError(401, "Unauthorized")


def internal() -> RefusedError:
    """Return what Zalo calls an internal server error, under the number 403."""
    return RefusedError(403, "Internal server error")


def not_found() -> RefusedError:
    """Return the refusal of a method that does not exist."""
    return RefusedError(404, "Not Found")


def timed_out() -> RefusedError:
    """Return the refusal of a call that took too long; of getUpdates, that nothing came."""
    return RefusedError(408, "Request timeout")


def quota_exceeded() -> RefusedError:
    """Return the refusal of a message after the month's are used up."""
    return RefusedError(429, "Quota exceeded")
