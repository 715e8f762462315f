"""A record of every call: what was asked, what was answered, and whether it took effect."""

from dataclasses import asdict, dataclass, field

from pydantic import JsonValue

from bench.platforms.telegram.faults import Fault
from bench.platforms.telegram.markup import Keyboard


@dataclass(frozen=True, slots=True)
class Call:
    """One call; `status` 0 means that the caller got no answer, `at` is monotonic seconds.

    `text` is as the caller sent it, `message_id` that of the message which a person now sees, `uploaded` the bytes of
    all files that came with the call.
    """

    at: float
    method: str
    chat: int | None
    text: str
    buttons: Keyboard
    status: int
    is_accepted: bool
    fault: Fault | None = None
    message_id: int | None = None
    description: str = ""
    uploaded: int = 0


@dataclass(slots=True)
class Record:
    """All calls in the order in which they were judged."""

    calls: list[Call] = field(default_factory=list)

    def of(self, method: str, chat: int | None = None) -> list[Call]:
        """Return the calls of a method, of one chat if it is named."""
        return [call for call in self.calls if call.method == method and chat in {None, call.chat}]

    def accepted(self, chat: int) -> list[Call]:
        """Return the calls that put a message in front of a person."""
        return [call for call in self.calls if call.chat == chat and call.message_id is not None]

    def as_json(self, since: int = 0) -> list[JsonValue]:
        """Return the calls from a place on as plain JSON."""
        return [asdict(call) for call in self.calls[since:]]
