"""YAML fields that remember the line each stands on, and their fit to a schema, in words for a teacher."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from lessons.problems import ContentError, Problem

# Every scalar is read as text and given its type by the schema: "Không" or 0912 never turn into something else.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_SAYINGS = {
    "missing": 'thiếu mục "{field}", hãy thêm vào',
    "string_type": '"{field}" phải là chữ, hãy viết liền sau dấu hai chấm',
    "string_too_short": '"{field}" đang để trống, hãy viết vào',
    "bool_type": '"{field}" chỉ nhận true hoặc false, hãy sửa lại',
    "bool_parsing": '"{field}" chỉ nhận true hoặc false, hãy sửa lại',
    "int_type": '"{field}" phải là một số, hãy sửa lại',
    "int_parsing": '"{field}" phải là một số, hãy sửa lại',
    "greater_than_equal": '"{field}" phải từ {ge} trở lên, hãy sửa lại',
    "number": '"{field}" phải là một số như 10 hoặc 2,5, hãy sửa lại',
    "day": '"{field}" phải là ngày viết kiểu 2026-11-22, hãy sửa lại',
    "enum": '"{field}" phải là một trong {expected}, hãy sửa lại',
    "tuple_type": '"{field}" phải là một danh sách, hãy viết mỗi mục một dòng, đầu dòng có dấu gạch ngang',
    "model_type": "chỗ này phải gồm các mục có tên, hãy viết kiểu tên: nội dung",
}

Place = tuple[int | str, ...]
"""The way from the top of the file to a field: keys and indexes."""


def _as_day(value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise PydanticCustomError("day", "not a day") from None


def _as_day_or_none(value: object) -> date | None:
    return None if value in ("", "null", "~", None) else _as_day(value)


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Blank = Annotated[str, StringConstraints(strip_whitespace=True)]
Day = Annotated[date, BeforeValidator(_as_day)]
DayOrNone = Annotated[date | None, BeforeValidator(_as_day_or_none)]


class Schema(BaseModel):
    """Fields with fixed names: an unknown one is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


_S = TypeVar("_S", bound=Schema)


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a YAML text; `lines_before` is how many lines of the file stand above it."""

    path: Path
    value: object
    root: yaml.Node
    lines_before: int

    def line(self, place: Place) -> int:
        """Return the line of a field, or of what should contain it."""
        node, mark = self.root, self.root.start_mark
        for step in place:
            found = _child(node, step)
            if found is None:
                break
            mark, node = found[0].start_mark, found[1]
        return int(mark.line) + 1 + self.lines_before

    def problem(self, place: Place, where: str, message: str) -> Problem:
        """Return a remark about a field; `where` is the name of what it belongs to."""
        return Problem(self.path, self.line(place), where, message)


def read_fields(path: Path, text: str, lines_before: int = 0) -> Fields:
    """Read a YAML text.

    Raises:
        ContentError: when it is not YAML, is empty, or names a field twice.
    """
    try:
        loader = _LOADER(text)
        root = loader.get_single_node()
        value = None if root is None else loader.construct_document(root)
    except yaml.MarkedYAMLError as error:
        # A quote that is never closed ends with the file: where it begins says more.
        is_open = "quoted" in (error.context or "")
        mark = error.context_mark if is_open else error.problem_mark
        line = mark.line + 1 + lines_before if mark else None
        message = "chỗ này máy chưa đọc được, hãy xem dấu hai chấm, dấu ngoặc kép và khoảng trắng đầu dòng"
        raise ContentError([Problem(path, line, "", message)]) from None
    except (yaml.YAMLError, RecursionError):
        raise ContentError([Problem(path, None, "", "có ký tự lạ trong tệp, hãy gõ lại chỗ ấy")]) from None
    if root is None:
        raise ContentError([Problem(path, lines_before + 1, "", "chưa có nội dung, hãy viết vào")])
    fields = Fields(path, value, root, lines_before)
    twice = [
        Problem(path, key.start_mark.line + 1 + lines_before, "", f'mục "{key.value}" ghi hai lần, hãy bỏ một')
        for key in _named_twice(root, set())
    ]
    if twice:
        raise ContentError(twice)
    return fields


def fit(schema: type[_S], value: object, fields: Fields, place: Place = (), where: str = "") -> _S:
    """Return the value as the schema wants it; `place` is where it stands in `fields`, `where` its name for people.

    Raises:
        ContentError: with a problem for each field that does not fit.
    """
    try:
        return schema.model_validate(value)
    except ValidationError as error:
        problems = [
            fields.problem((*place, *details["loc"]), where, _say(details, schema))
            for details in error.errors(include_url=False)
        ]
    raise ContentError(problems)


def suggest(word: str, known: list[str]) -> str:
    """Return a hint at the known word that looks most like this one, or at all of them."""
    close = get_close_matches(word, known, 1, 0.65)
    return f'có phải là "{close[0]}"' if close else f"chỉ có {', '.join(known)}"


def _say(details: ErrorDetails, schema: type[Schema]) -> str:
    named = [str(step) for step in details["loc"] if isinstance(step, str)]
    field = named[0] if named else ""
    if details["type"] == "extra_forbidden":
        return f'không có mục nào tên "{field}" ({suggest(field, list(schema.model_fields))}), hãy sửa tên hoặc bỏ đi'
    saying = _SAYINGS.get(details["type"], '"{field}" chưa đúng kiểu, hãy sửa lại')
    told = {name: str(value).replace(" or ", " hoặc ") for name, value in details.get("ctx", {}).items()}
    return saying.format(field=field, **told)


def _child(node: yaml.Node, step: int | str) -> tuple[yaml.Node, yaml.Node] | None:
    """Return the node that starts a part and the node of its content."""
    if isinstance(node, yaml.MappingNode):
        return next((pair for pair in node.value if pair[0].value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _named_twice(node: yaml.Node, visited: set[int]) -> Iterator[yaml.Node]:
    if id(node) in visited:
        return
    visited.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _named_twice(item, visited)
    elif isinstance(node, yaml.MappingNode):
        names = set[object]()
        for key, value in node.value:
            if key.value in names:
                yield key
            names.add(key.value)
            yield from _named_twice(value, visited)
