"""How config.yaml is read: unknown keys refused, and each mistake told with its line and what to do about it."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, ValidationInfo
from pydantic_core import ErrorDetails

from lessons.fields import Fields, read_fields
from lessons.problems import ContentError, Problem, read_text

_SAYINGS = {
    "missing": "thiếu mục này, hãy thêm vào",
    "string_type": "phải là chữ, hãy viết liền sau dấu hai chấm",
    "string_too_short": "đang để trống, hãy viết vào",
    "string_pattern_mismatch": "tên mục chỉ gồm chữ thường không dấu, số và dấu gạch dưới, hãy sửa “{input}”",
    "bool_type": "chỉ nhận true hoặc false, hãy sửa lại",
    "bool_parsing": "chỉ nhận true hoặc false, không phải “{input}”, hãy sửa lại",
    "int_type": "phải là một số nguyên, hãy sửa lại",
    "int_parsing": "phải là một số nguyên, không phải “{input}”, hãy sửa lại",
    "int_parsing_size": "phải là một số nguyên nhỏ hơn, hãy sửa lại",
    "float_type": "phải là một số, hãy sửa lại",
    "float_parsing": "phải là một số, không phải “{input}”, hãy sửa lại",
    "finite_number": "phải là một số, không phải “{input}”, hãy sửa lại",
    "greater_than_equal": "phải từ {ge} trở lên, không phải {input}, hãy sửa lại",
    "less_than_equal": "phải từ {le} trở xuống, không phải {input}, hãy sửa lại",
    "day": "phải là ngày viết kiểu 2026-11-22, hãy sửa lại",
    "tuple_type": "phải là một danh sách, hãy viết mỗi mục một dòng, đầu dòng có dấu gạch ngang",
    "literal_error": "chỉ nhận {expected}, không phải “{input}”, hãy sửa lại",
    "model_type": "phải gồm các dòng “tên mục: giá trị” viết thụt vào, hãy sửa lại",
    "dict_type": "phải gồm các dòng “tên mục: giá trị” viết thụt vào, hãy sửa lại",
}
_LONGEST_QUOTE = 40


class SettingsError(Exception):
    """Settings the program cannot start with; one sentence for the operator per problem."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class Section(BaseModel):
    """A part of config.yaml: frozen, its keys fixed."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)


_S = TypeVar("_S", bound=Section)


def _from_folder(value: object, info: ValidationInfo) -> object:
    """Take a path from the folder of config.yaml on; a path that is absolute already stays."""
    return info.context / value if isinstance(value, str | Path) and isinstance(info.context, Path) else value


PlacedPath = Annotated[Path, BeforeValidator(_from_folder)]
"""A path relative to the folder of config.yaml."""


def read_settings_file(path: Path, schema: type[_S]) -> _S:
    """Return what the file says.

    Raises:
        SettingsError: with a sentence for everything that is wrong in it.
    """
    if not path.is_file():
        hint = "hãy chạy lệnh trong thư mục có tệp ấy, hoặc đặt HOCSO_CONFIG là đường dẫn tới nó"
        raise SettingsError([f"Không thấy tệp {path}; {hint}."])
    try:
        fields = read_fields(path, read_text(path))
    except ContentError as error:
        raise SettingsError(map(str, error.problems)) from None
    try:
        return schema.model_validate(_without_blanks(fields.value), context=path.resolve().parent)
    except ValidationError as error:
        problems = [_problem(details, fields, schema) for details in error.errors(include_url=False)]
    raise SettingsError(map(str, problems))


def closest(word: str, known: Iterable[str]) -> str:
    """Return a hint at the known word that looks most like this one, or nothing."""
    close = get_close_matches(word, list(known), 1, 0.5)
    return f" (có phải là “{close[0]}”?)" if close else ""


def _without_blanks(value: object) -> object:
    """Leave out keys with nothing behind them: a section whose lines are all comments counts as not written."""
    if not isinstance(value, dict):
        return value
    return {key: _without_blanks(inner) for key, inner in value.items() if inner not in ("", None)}


def _problem(details: ErrorDetails, fields: Fields, schema: type[Section]) -> Problem:
    place = details["loc"]
    where = ".".join(str(step + 1) if isinstance(step, int) else step for step in place if step != "[key]")
    return Problem(fields.path, fields.line(place), where, _say(details, schema))


def _say(details: ErrorDetails, schema: type[Section]) -> str:
    if details["type"] == "extra_forbidden":
        key = str(details["loc"][-1])
        return f"không có mục nào tên như thế{closest(key, _keys(schema, details['loc'][:-1]))}, hãy sửa tên hoặc bỏ đi"
    context = details.get("ctx", {})
    if details["type"] == "value_error":
        return str(context["error"]).rstrip(".")
    saying = _SAYINGS.get(details["type"], "không dùng được “{input}”, hãy sửa lại")
    return saying.format(**{**context, "input": str(details["input"])[:_LONGEST_QUOTE]})


def _keys(schema: type[Section], place: tuple[int | str, ...]) -> list[str]:
    """Return the keys known at a place of the file."""
    for step in place:
        if isinstance(step, str):
            annotation = schema.model_fields[step].annotation
            schema = next(
                kind
                for kind in (annotation, *get_args(annotation))
                if isinstance(kind, type) and issubclass(kind, Section)
            )
    return list(schema.model_fields)
