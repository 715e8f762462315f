"""A score table as the fields of its file: written as YAML for people, as JSON for keeping."""

import json
from decimal import Decimal

import yaml

from campaign.criteria import Criterion, Rule, ScoreTable
from campaign.score import written

TYPED = "typed"
COUNTED = "indicator:"
"""The two sources of a value; after the second stands the name of the indicator."""

Shape = dict[str, object]


def to_yaml(table: ScoreTable) -> str:
    """Return the file of a table."""
    return yaml.safe_dump(shape(table), allow_unicode=True, sort_keys=False, width=120)


def to_json(table: ScoreTable) -> str:
    """Return a table in the one way it is kept: the same table is the same text."""
    return json.dumps(shape(table), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def shape(table: ScoreTable) -> Shape:
    """Return a table as the fields of its file, those left out that say nothing."""
    fields: Shape = {
        "year": table.year,
        "block": table.block,
        "name": table.name,
        "example": table.is_example or None,
        "rounding": table.rounding.value,
        "decimals": table.decimals,
        "kinds": [kind.value for kind in table.kinds],
        "gate": {"percent": _plain(table.gate.percent), "of": table.gate.of.value} if table.gate else None,
        "tie_breakers": list(table.tie_breakers),
        "due": table.due.isoformat() if table.due else None,
        "criteria": [_shape(one) for one in table.criteria],
    }
    return _said(fields)


def _shape(one: Criterion) -> Shape:
    head: Shape = {"code": one.code, "name": one.name, "max": _plain(one.maximum)}
    if one.rule is None:
        return {**head, "children": [_shape(child) for child in one.children]}
    source = f"{COUNTED}{one.source.value}" if one.source else TYPED
    fields: Shape = {"formula": one.rule.formula.value, "params": _params(one.rule), "source": source}
    return {**head, "kind": one.rule.formula.kind.value, **_said({**fields, "evidence": one.evidence})}


def _params(rule: Rule) -> Shape:
    return _said(
        {
            "target": None if rule.target is None else _plain(rule.target),
            "without_target": "share_of_best" if rule.without_target else None,
            "points": None if rule.points is None else _plain(rule.points),
            "min": None if rule.least is None else _plain(rule.least),
            "of": "actual" if not rule.of_target else None,
            "bands": [{"at_least": _plain(step.at_least), "points": _plain(step.points)} for step in rule.steps],
        }
    )


def _said(fields: Shape) -> Shape:
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _plain(number: Decimal) -> int | str:
    """Return a number as the file has it: a whole one as such, others as text, since YAML knows only binary floats."""
    return int(number) if number == int(number) else written(number).replace(",", ".")
