"""Texts of lessons as Typst takes them: lines, each of runs that are strong or not."""

from conversation.message import spans
from papers.cards.drawing import Written

_ITEM = "• "


def lines(text: str) -> list[Written]:
    """Return the lines of a text whose markup is `**strong**` and line breaks.

    Each says whether it is an item of a list, and whether a new paragraph begins with it.
    """
    written, is_strong, begins = list[Written](), False, True
    for line in text.strip().split("\n"):
        if not line.strip():
            begins = True
            continue
        is_item = line.startswith(_ITEM)
        # A strong run may go on over a line break.
        marked = f"{'**' if is_strong else ''}{line.removeprefix(_ITEM)}"
        is_strong = marked.count("**") % 2 == 1
        runs: list[Written] = [{"words": words, "is_strong": strong} for words, strong in spans(marked)]
        written.append({"runs": runs, "is_item": is_item, "begins": begins})
        begins = False
    return written
