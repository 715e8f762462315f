"""Values to score by, from a CSV file: unit, criterion, target, actual."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from campaign.criteria import Criterion, Formula, ScoreTable
from campaign.score import NOTHING, Value, Values, misfits
from campaign.table_fields import number
from lessons.csv_file import Cells, read_lines, refusal
from lessons.fields import suggest
from lessons.problems import ContentError, Problem, in_order

COLUMNS = ("unit", "criterion", "target", "actual")
_LENGTHS = {"unit": 60, "criterion": 16}
_YES = ("có", "co", "yes", "true", "đạt", "dat", "1", "x")
_NO = ("không", "khong", "no", "false", "không đạt", "khong dat", "0")


@dataclass(frozen=True, slots=True)
class ReadValues:
    """What the file holds: the values, and which units have none in which criteria."""

    values: Values
    missing: Mapping[str, tuple[str, ...]]


def read(path: Path, table: ScoreTable) -> ReadValues:
    """Read values and see that the table can score them.

    Raises:
        ContentError: with everything that is wrong, by line and column.
    """
    problems: list[Problem] = []
    values = dict[str, dict[str, Value]]()
    lines = dict[tuple[str, str], int]()
    for line, given in read_lines(path, COLUMNS, optional=("target",)):
        cells = Cells(path, line, given, problems, _LENGTHS)
        unit, leaf = cells.need("unit", str), cells.need("criterion", lambda code: find_leaf(table, code))
        target = cells.take("target", number)
        actual = cells.take("actual", lambda text, leaf=leaf: parse(leaf, text))  # type: ignore[misc]
        if unit is None or leaf is None:
            continue
        first = lines.setdefault((unit, leaf.code), line)
        if first != line:
            cells.say("criterion", f"{unit} đã có tiêu chí {leaf.code} ở dòng {first}, hãy bỏ một dòng")
        values.setdefault(unit, {})[leaf.code] = Value(actual, target)
    if problems:
        raise ContentError(in_order(problems))
    if not values:
        raise refusal(path, None, "tệp chưa có số liệu nào, hãy thêm mỗi đơn vị, mỗi tiêu chí một dòng")
    wrong = [
        Problem(path, lines[one.unit, one.criterion], f"{one.unit}, tiêu chí {one.criterion}", one.message)
        for one in misfits(table, values)
    ]
    if wrong:
        raise ContentError(in_order(wrong))
    return ReadValues(values, {unit: without(table, of) for unit, of in sorted(values.items())})


def without(table: ScoreTable, values: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the codes of the criteria in which a unit handed in nothing; a bonus need not be."""
    leaves = (leaf for leaf in table.leaves if leaf.formula is not Formula.BONUS_PENALTY)
    return tuple(leaf.code for leaf in leaves if values.get(leaf.code, NOTHING).actual is None)


def find_leaf(table: ScoreTable, code: str) -> Criterion:
    """Return the criterion of a code.

    Raises:
        ValueError: with what to do, when there is none or it is a group.
    """
    found = table.by_code.get(code)
    if found is None:
        known = suggest(code, [leaf.code for leaf in table.leaves])
        raise ValueError(f"bảng không có tiêu chí mã “{code}” ({known}), hãy sửa mã")
    if found.children:
        raise ValueError(f"{code} là mục gộp, điểm cộng từ mục con, hãy ghi cho mục con như {found.children[0].code}")
    return found


def parse(leaf: Criterion | None, text: str) -> Decimal:
    """Return what was reached as people write it: a number, or yes and no.

    Raises:
        ValueError: with what to do.
    """
    if leaf is None or leaf.formula is not Formula.YES_NO:
        return number(text)
    if text.casefold() in _YES:
        return Decimal(1)
    if text.casefold() in _NO:
        return Decimal(0)
    raise ValueError(f"“{text}” không rõ, hãy ghi có hoặc không")
