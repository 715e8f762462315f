"""Score tables as files, `campaign/tables/<year>-<block>.yaml`: read with every mistake told at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from campaign.criteria import Criterion, Formula, Gate, Kind, Rule, ScoreTable, Step
from campaign.indicators import Indicator
from campaign.score import written
from campaign.table_fields import (
    PARAMS,
    BandParams,
    BonusParams,
    CountParams,
    CriterionFields,
    HalfParams,
    TableFields,
    TargetParams,
)
from campaign.table_shape import COUNTED, TYPED
from lessons.csv_file import refusal
from lessons.fields import Fields, Place, Schema, fit, read_fields, suggest
from lessons.problems import ContentError, Problem, in_order, read_text

FOLDER = Path(__file__).with_name("tables")
"""The tables that are shipped, as examples."""

_ALONE = {Kind.YES_NO: Formula.YES_NO, Kind.COUNT: Formula.COUNT_POINTS, Kind.BONUS: Formula.BONUS_PENALTY,
          Kind.SCORE: Formula.TYPED_SCORE}  # fmt: skip
"""The kinds of leaf that have only one formula."""
_BY_PEOPLE = (Kind.YES_NO, Kind.SCORE)
_OF_NO_UNIT = (Indicator.LEARNING_UNCOUNTED, Indicator.OUTSIDE_COMMUNE)
_LONGEST = {"code": 16, "block": 60, "name": 300, "evidence": 300}


def load(path: Path) -> ScoreTable:
    """Read a table from its file.

    Raises:
        ContentError: with everything that is wrong in it.
    """
    if not path.exists():
        raise refusal(path, None, "không thấy tệp này, hãy xem lại tên tệp và thư mục")
    return parse(path, read_text(path))


def parse(path: Path, text: str) -> ScoreTable:
    """Read a table from a text, YAML or the JSON of campaign/table_shape.py; `path` is what to call it.

    Raises:
        ContentError: with everything that is wrong in it.
    """
    return read(read_fields(path, text))


def read(fields: Fields) -> ScoreTable:
    """Read a table from its fields, wherever they were written.

    Raises:
        ContentError: with everything that is wrong in them.
    """
    desk = _Desk(fields)
    table = _table(desk)
    if desk.problems:
        raise ContentError(in_order(desk.problems))
    return table


@dataclass(slots=True)
class _Desk:
    """Where one file is gone through: its fields, the codes so far and what was found wrong."""

    fields: Fields
    codes: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def note(self, place: Place, where: str, message: str) -> None:
        """Remark on a field."""
        self.problems.append(self.fields.problem(place, where, message))


def _table(desk: _Desk) -> ScoreTable:
    fields = fit(TableFields, desk.fields.value, desk.fields)
    table = ScoreTable(
        year=fields.year,
        block=fields.block,
        name=fields.name or fields.block,
        rounding=fields.rounding,
        criteria=_criteria(desk, ("criteria",), fields.criteria),
        is_example=fields.example,
        decimals=fields.decimals,
        kinds=fields.kinds,
        gate=Gate(fields.gate.percent, fields.gate.of) if fields.gate else None,
        tie_breakers=fields.tie_breakers,
        due=fields.due,
    )
    _check_table(desk, table, fields)
    return table


def _check_table(desk: _Desk, table: ScoreTable, fields: TableFields) -> None:
    for name in ("block", "name"):
        _check_length(desk, (name,), "", name, getattr(table, name))
    if not fields.criteria:
        desk.note(("criteria",), "", "bảng chưa có tiêu chí nào, hãy thêm vào")
    if fields.max is not None and fields.max != table.maximum and not desk.problems:
        message = f"các mục cộng lại được {written(table.maximum)} điểm mà “max” ghi {written(fields.max)}, hãy sửa lại"
        desk.note(("max",), "", message)
    if table.gate is not None and table.gate.percent > 100:
        desk.note(("gate", "percent"), "", "mức sàn phải từ 0 đến 100 phần trăm, hãy sửa lại")
    for at, code in enumerate(table.tie_breakers):
        if code not in desk.codes:
            desk.note(("tie_breakers", at), "", f"không có tiêu chí mã “{code}” để xét khi bằng điểm, hãy sửa mã")


def _check_length(desk: _Desk, place: Place, where: str, name: str, text: str) -> None:
    if len(text) > _LONGEST[name]:
        desk.note(place, where, f"“{name}” dài quá {_LONGEST[name]} chữ, hãy viết gọn lại")
    if not text.isprintable():
        desk.note(place, where, f"“{name}” có dấu xuống dòng hoặc ký tự ẩn, hãy gõ lại")


def _criteria(desk: _Desk, place: Place, values: Sequence[object]) -> tuple[Criterion, ...]:
    found = list[Criterion]()
    for at, value in enumerate(values):
        try:
            found.append(_criterion(desk, (*place, at), value))
        except ContentError as error:
            desk.problems.extend(error.problems)
    return tuple(found)


def _criterion(desk: _Desk, place: Place, value: object) -> Criterion:
    """Read one criterion with what is below it.

    Raises:
        ContentError: when nothing can be made of it; smaller problems are noted on the desk.
    """
    fields = fit(CriterionFields, value, desk.fields, place, _called(value))
    where = f"tiêu chí {fields.code}"
    if fields.code in desk.codes:
        first = desk.codes[fields.code]
        desk.note(place, where, f"mã “{fields.code}” đã có ở dòng {first}, hãy đặt mã khác")
    desk.codes.setdefault(fields.code, desk.fields.line(place))
    if " " in fields.code:
        desk.note((*place, "code"), where, "mã không có dấu cách, hãy viết liền như 1.1")
    for name in ("code", "name", "evidence"):
        text: str = getattr(fields, name)
        _check_length(desk, (*place, name), where, name, text)
    if fields.children is None:
        rule = _rule(desk, place, where, fields)
        source = _source(desk, place, where, fields, rule)
        return Criterion(fields.code, fields.name, fields.max, (), rule, source, fields.evidence)
    return _group(desk, place, where, fields, fields.children)


def _called(value: object) -> str:
    code = value.get("code") if isinstance(value, Mapping) else None
    return f"tiêu chí {code}" if isinstance(code, str) and code.strip() else ""


def _group(desk: _Desk, place: Place, where: str, fields: CriterionFields, children: Sequence[object]) -> Criterion:
    for name in ("kind", "formula", "params", "source", "evidence"):
        if getattr(fields, name):
            desk.note((*place, name), where, f"mục có “children” thì không có “{name}”, hãy bỏ một trong hai")
    so_far = len(desk.problems)
    below = _criteria(desk, (*place, "children"), children)
    added = sum((child.maximum for child in below), Decimal())
    if added != fields.max and len(desk.problems) == so_far:
        message = f"các mục con cộng lại được {written(added)} điểm mà “max” ghi {written(fields.max)}, hãy sửa lại"
        desk.note((*place, "max"), where, message)
    return Criterion(fields.code, fields.name, fields.max, below)


def _rule(desk: _Desk, place: Place, where: str, fields: CriterionFields) -> Rule:
    formula = fields.formula or (_ALONE.get(fields.kind) if fields.kind else None)
    if formula is None:
        message = f"chưa có “formula”, hãy ghi một trong {', '.join(Formula)}, hoặc “children” nếu có mục con"
        raise ContentError([desk.fields.problem((*place, "formula"), where, message)])
    if fields.kind not in (None, formula.kind):
        desk.note((*place, "kind"), where, f"công thức {formula} đi với kind {formula.kind}, hãy sửa một trong hai")
    here = (*place, "params")
    params = fit(PARAMS[formula], fields.params, desk.fields, here if fields.params else place, where)
    rule = _told(formula, params)
    unsound = _unsound(rule, fields.max)
    if unsound is not None:
        desk.note(here, where, unsound)
    return rule


def _told(formula: Formula, params: Schema) -> Rule:
    match params:
        case HalfParams():
            return Rule(formula, target=params.target, without_target=params.without_target is not None)
        case BandParams():
            steps = tuple(Step(step.at_least, step.points) for step in params.bands)
            return Rule(formula, target=params.target, steps=steps, of_target=params.of == "target")
        case TargetParams():
            return Rule(formula, target=params.target)
        case CountParams():
            return Rule(formula, points=params.points)
        case BonusParams():
            return Rule(formula, points=params.points, least=params.min)
        case _:
            return Rule(formula)


def _unsound(rule: Rule, most: Decimal) -> str | None:
    """Return what is wrong with what a formula is told, None when it is fine."""
    if rule.target is not None and rule.target <= 0:
        return "chỉ tiêu (target) phải lớn hơn 0, hãy sửa lại"
    if rule.formula is Formula.COUNT_POINTS and (rule.points is None or rule.points <= 0):
        return "số điểm mỗi lần (points) phải lớn hơn 0, hãy sửa lại"
    if rule.points == 0:
        return "số điểm mỗi lần (points) phải khác 0, hãy sửa lại"
    if rule.least is not None and rule.least > most:
        return f"điểm thấp nhất (min) không thể trên điểm tối đa {written(most)}, hãy sửa lại"
    if rule.formula is not Formula.BANDS:
        return None
    best = max((step.points for step in rule.steps), default=Decimal())
    if best != most:
        return f"bậc cao nhất được {written(best)} điểm mà tối đa là {written(most)}, hãy sửa cho bằng nhau"
    if len({step.at_least for step in rule.steps}) < len(rule.steps):
        return "có hai bậc cùng một mức (at_least), hãy bỏ một"
    return None


def _source(desk: _Desk, place: Place, where: str, fields: CriterionFields, rule: Rule) -> Indicator | None:
    """Return the indicator a leaf is counted by, None when people type it."""
    named = fields.source
    if named in ("", TYPED):
        return None
    here = (*place, "source")
    if not named.startswith(COUNTED):
        desk.note(here, where, f"không hiểu nguồn “{named}”, hãy ghi typed, hoặc indicator: rồi tên chỉ số viết liền")
        return None
    usable = [one for one in Indicator if one not in _OF_NO_UNIT]
    found = next((one for one in usable if one == named.removeprefix(COUNTED).strip()), None)
    if found is None:
        hint = suggest(named.removeprefix(COUNTED), [one.value for one in usable])
        desk.note(here, where, f"không có chỉ số “{named.removeprefix(COUNTED)}” ({hint}), hãy sửa tên")
    elif found.is_estimate:
        desk.note(here, where, f"{found} là số ước tính, không dùng để chấm điểm, hãy chọn participants")
    elif rule.formula.kind in _BY_PEOPLE:
        desk.note(here, where, f"công thức {rule.formula} do người chấm, hãy ghi source: typed")
    return found
