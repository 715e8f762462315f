"""A record of every call and every delivery: what was asked, what was answered, and whether it took effect."""

from dataclasses import asdict, dataclass, field

from pydantic import JsonValue

from bench.platforms.zalo.faults import Fault


@dataclass(frozen=True, slots=True)
class Picture:
    """What the platform found when it fetched a picture; status 0 when nobody answered."""

    url: str
    status: int
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Call:
    """One call; `status` 0 means that the caller got no answer, `at` is monotonic seconds.

    `error_code` is Zalo's own, 0 for a success; `message_id` is that of the message which a person now sees.
    """

    at: float
    method: str
    chat: str
    text: str
    status: int = 200
    error_code: int = 0
    is_accepted: bool = False
    fault: Fault | None = None
    message_id: str | None = None
    description: str = ""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event brought to the hook; status 0 when nobody answered."""

    chat: str
    event_name: str
    is_wrapped: bool
    status: int


@dataclass(slots=True)
class Record:
    """All calls in the order in which they were judged, and all deliveries."""

    calls: list[Call] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)

    def of(self, method: str, chat: str | None = None) -> list[Call]:
        """Return the calls of a method, of one chat if it is named."""
        return [call for call in self.calls if call.method == method and chat in {None, call.chat}]

    def accepted(self, chat: str) -> list[Call]:
        """Return the calls that put a message in front of a person."""
        return [call for call in self.calls if call.chat == chat and call.message_id is not None]

    def as_json(self, since: int = 0) -> list[JsonValue]:
        """Return the calls from a place on as plain JSON."""
        return [asdict(call) for call in self.calls[since:]]
