"""Criteria for awards as a file, `campaign/awards/<name>.yaml`: read with every mistake told at once."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from campaign.awards import MEASURES, AwardKind, Criteria, Criterion, Measure, Rule
from campaign.table_fields import Points
from lessons.fields import Fields, Place, Schema, Text, fit, read_fields, suggest
from lessons.problems import ContentError, Problem, in_order, read_text

SHIPPED = Path(__file__).with_name("awards") / "guong-dien-hinh.yaml"
"""The criteria that are shipped, as an example."""


class _CriterionFields(Schema):
    measure: Text
    at_least: Points
    least_of: Annotated[int, Field(ge=0)] = 0


class _RuleFields(Schema):
    criteria: tuple[object, ...]
    needs: Annotated[int, Field(ge=1)] | None = None
    order: Text | None = None


class _AwardFields(Schema):
    name: Text
    example: bool = False
    hamlet: object = None
    leader: object = None
    learner: object = None


def load(path: Path = SHIPPED) -> Criteria:
    """Read the criteria from their file.

    Raises:
        ContentError: with everything that is wrong in it.
    """
    fields = read_fields(path, read_text(path))
    told = fit(_AwardFields, fields.value, fields)
    problems: list[Problem] = []
    rules = {}
    for kind in AwardKind:
        of_kind: object = getattr(told, kind)
        if of_kind is not None:
            rules[kind] = _rule(kind, fit(_RuleFields, of_kind, fields, (kind.value,), kind.value), fields, problems)
    if not rules:
        problems.append(fields.problem((), "", "chưa có mục hamlet, leader hoặc learner, hãy thêm ít nhất một mục"))
    if problems:
        raise ContentError(in_order(problems))
    return Criteria(told.name, rules, told.example)


def _rule(kind: AwardKind, told: _RuleFields, fields: Fields, problems: list[Problem]) -> Rule:
    place, where = (kind.value,), kind.value
    criteria = list[Criterion]()
    for at, value in enumerate(told.criteria):
        one = fit(_CriterionFields, value, fields, (*place, "criteria", at), where)
        here = (*place, "criteria", at, "measure")
        measure = _measure(kind, one.measure, here, fields, problems)
        if measure is not None and measure in [known.measure for known in criteria]:
            problems.append(fields.problem(here, where, f"“{measure}” ghi hai lần, hãy bỏ một"))
        elif measure is not None:
            criteria.append(Criterion(measure, one.at_least, one.least_of))
    if not told.criteria:
        problems.append(fields.problem((*place, "criteria"), where, "chưa có tiêu chí nào, hãy thêm vào"))
    needs = told.needs or len(told.criteria)
    if needs > len(told.criteria):
        message = f"“needs” ghi {needs} mà chỉ có {len(told.criteria)} tiêu chí, hãy ghi lại"
        problems.append(fields.problem((*place, "needs"), where, message))
    return Rule(tuple(criteria), needs, _order(kind, told, fields, problems))


def _order(kind: AwardKind, told: _RuleFields, fields: Fields, problems: list[Problem]) -> Measure | None:
    if told.order is None:
        return None
    here = (kind.value, "order")
    if kind is AwardKind.LEARNER:
        problems.append(fields.problem(here, kind.value, "người học không được xếp hạng, hãy bỏ dòng “order”"))
        return None
    return _measure(kind, told.order, here, fields, problems)


def _measure(kind: AwardKind, name: str, place: Place, fields: Fields, problems: list[Problem]) -> Measure | None:
    known = MEASURES[kind]
    if name in known:
        return Measure(name)
    hint = suggest(name, [one.value for one in known])
    problems.append(fields.problem(place, kind.value, f"ở mục {kind} không có tiêu chí “{name}” ({hint}), hãy sửa tên"))
    return None
