"""A changed row written back into its file: only the fields that changed, everything else stays as it is."""

from collections.abc import Iterator

from lessons.editing import Edit, YamlFields, edited, newline_of, scalar
from lessons.lesson_text import LessonText
from quizzes.rows import CHOICES, HEAD, PAGES, SECTIONS, TEXTS, Row

_INDENT = 4
"""How far the fields of a question stand from the edge where a file has none yet."""


def lesson(text: str, old: Row, new: Row) -> str:
    """Return a lesson's file with what changed from one row to the other."""
    found = LessonText(text)
    edits = list[Edit]()
    for name in HEAD:
        value = new.values[name]
        if value == old.values[name]:
            continue
        if name == "sources":
            sources = [line.strip() for line in value.split("\n") if line.strip()]
            edits.append(found.head.set_items(("sources",), sources))
        elif found.head.has((name,)):
            edits.append(found.head.set((name,), value))
        else:
            edits.append(found.head.add_after(("id",), name, value))
    if any(new.values[name] != old.values[name] for name in PAGES):
        edits += found.set_pages([new.values[name] for name in PAGES if new.values[name]])
    edits += [
        found.set_section(title, new.values[name])
        for name, title in SECTIONS.items()
        if new.values[name] != old.values[name]
    ]
    return edited(text, edits)


def questions(text: str, changes: list[tuple[Row, Row]], new: list[Row]) -> str:
    """Return a file of questions with the changed rows, each beside its old one, and with the new ones at its end."""
    fields = YamlFields(text)
    places = {fields.value(("questions", at, "id")): at for at in range(fields.count(("questions",)))}
    edits = [edit for old, row in changes for edit in _question(fields, places[row.question], old, row)]
    newline, indent = newline_of(text), fields.column(("questions", 0)) or _INDENT
    after = edited(text, edits)
    end = "" if after.endswith("\n") or not new else newline
    return after + end + "".join(_written(row, newline, indent) for row in new)


def _question(fields: YamlFields, at: int, old: Row, new: Row) -> Iterator[Edit]:
    here = ("questions", at)
    had, has = (sum(bool(row.values[f"text{number}"]) for number in range(1, CHOICES + 1)) for row in (old, new))
    for name, value in new.values.items():
        is_of_choice = name[:-1] in TEXTS or name == "right"
        if value == old.values[name] or is_of_choice:
            continue
        if fields.has((*here, name)):
            yield fields.set((*here, name), value)
        else:
            yield fields.add_after((*here, "id"), name, value)
    for number in range(1, min(had, has) + 1):
        yield from _choice(fields, (*here, "choices", number - 1), str(number), old, new)
    if has > had:
        yield fields.add_item((*here, "choices"), _choice_fields(new, has))
    elif has < had:
        yield fields.remove_item((*here, "choices", had - 1))


def _choice(fields: YamlFields, place: tuple[str | int, ...], number: str, old: Row, new: Row) -> Iterator[Edit]:
    for part in TEXTS:
        if new.values[part + number] != old.values[part + number]:
            yield fields.set((*place, part), new.values[part + number])
    was, is_right = old.values["right"] == number, new.values["right"] == number
    if was != is_right:
        yield fields.set((*place, "correct"), "true" if is_right else "false")


def _choice_fields(row: Row, number: int) -> dict[str, str]:
    return {
        "text": row.values[f"text{number}"],
        "correct": "true" if row.values["right"] == str(number) else "false",
        "why": row.values[f"why{number}"],
    }


def _written(row: Row, newline: str, indent: int) -> str:
    """Return a new question as the file has them, its fields that far from the edge."""
    first, own = " " * (indent - 2) + "- ", " " * indent
    lines = ["", f"{first}id: {scalar(row.question, indent, None)}"]
    lines += [f"{own}{name}: {scalar(row.values[name], indent, None)}" for name in ("page", "situation", "ask")]
    lines.append(f"{own}choices:")
    for number in range(1, CHOICES + 1):
        if row.values[f"text{number}"]:
            begins = f"{own}  - "
            for name, value in _choice_fields(row, number).items():
                lines.append(f"{begins}{name}: {scalar(value, indent + 4, None)}")
                begins = f"{own}    "
    for name in ("delayed", "source", "checked_on", "checked_by", "expires_on"):
        lines.append(f"{own}{name}: {scalar(row.values[name], indent, None)}".rstrip())
    return newline.join([*lines, ""])
