"""The assistant in a terminal: the real core and a database in memory, to try a conversation or write it down."""

from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from conversation.message import Button, Message, spans
from conversation.pictures import LessonPicture
from conversation.replies import Tone

ACCOUNT = "terminal:main"

_BORDERS = {Tone.PLAIN: "green", Tone.WHY: "yellow", Tone.WARNING: "red"}


class Terminal:
    """Prints what is sent; `sent` has it all."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self.sent: list[Message] = []

    @property
    def account(self) -> str:
        """Return the one account of the terminal."""
        return ACCOUNT

    async def send(self, address: str, message: Message) -> None:
        """Print a message."""
        self.sent.append(message)
        if isinstance(message.picture, LessonPicture):
            seen = Text.assemble(("Hình: ", "bold"), (message.picture.alt, "italic"))
            self._console.print(Padding(seen, (0, 2)), width=min(64, self._console.width))
        for bubble in message.bubbles:
            text = Text()
            for run, is_strong in spans(bubble.text):
                text.append(run, "bold" if is_strong else "")
            self._console.print(Panel(text, border_style=_BORDERS[bubble.tone], width=min(64, self._console.width)))
        for option in message.options:
            self._console.print(Padding(self._option(option, is_plain=message.asks_consent), (0, 2)))

    def _option(self, option: Button, *, is_plain: bool) -> Text:
        style = "bold green" if option.is_next_step and not is_plain else ""
        mark = f"{option.number}. " if option.number else "• "
        return Text.assemble((mark, "bold"), (option.label, style))
