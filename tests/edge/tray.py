"""A desk in memory for the learner page: it keeps each chat's step and drops what it has seen before."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.channels.browser import ClosedError, Seen
from bot.incoming import Incoming
from conversation.message import Button, Message, Text

CODE = "4817"


def plain_step(step: int) -> Message:
    return Message((Text(f"Đây là bước {step}."),), (Button("Tiếp", 1, "p.1.0"),))


@dataclass
class Tray:
    """`say` gives the message of each step."""

    say: Callable[[int], Message] = plain_step
    hamlets: dict[str, str] = field(default_factory=lambda: {CODE: "xóm Đông"})
    wording: str = "Trợ lý Học số của UBND xã Xuân Hưng 👋."
    is_closed: bool = False
    taken: list[Incoming] = field(default_factory=list)
    chats: dict[str, Seen] = field(default_factory=dict)
    inbox: set[str] = field(default_factory=set)

    async def take(self, incoming: Incoming) -> None:
        if self.is_closed:
            raise ClosedError
        before = self.chats.get(incoming.address)
        if incoming.external_id in self.inbox or incoming.step != (before.step if before else 0):
            return
        self.inbox.add(incoming.external_id)
        self.taken.append(incoming)
        step = before.step + 1 if before else 1
        self.chats[incoming.address] = Seen(step, self.say(step))

    async def last(self, account: str, address: str) -> Seen | None:
        if self.is_closed:
            raise ClosedError
        return self.chats.get(address)

    def opening(self, join_code: str | None) -> Message:
        where = f" ({self.hamlets[join_code]})" if join_code else ""
        options = (
            Button("Tôi đủ 16 tuổi, đồng ý, học luôn", 1, "p.0.0", is_next_step=True),
            Button("Xã giữ những gì?", 2, "p.0.1"),
            Button("Chưa đủ 16 tuổi, hoặc để sau", 3, "p.0.2"),
        )
        kept = (
            "Để nhớ bác học đến đâu, UBND xã giữ một dấu nhớ trên trình duyệt này và kết quả học của bác. "
            "Bác xem, sửa, xóa lúc nào cũng được."
        )
        return Message((Text(self.wording + where), Text(kept)), options, prompt=0, asks_consent=True)

    def has_join_code(self, join_code: str) -> bool:
        return join_code in self.hamlets
