"""A scored block as JSON, and as rows for a table on a screen or on paper."""

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from campaign.criteria import ScoreTable
from campaign.score import UnitScore
from papers.score_words import say


def to_json(table: ScoreTable, scores: Sequence[UnitScore]) -> str:
    """Return the scores as JSON: numbers of points are texts with fixed decimals, criteria are the leaves.

    `example` stands there only where the table is one.
    """
    example = {"example": True} if table.is_example else {}
    return json.dumps({**example, "units": [unit_shape(table, one) for one in scores]}, ensure_ascii=False, indent=2)


def unit_shape(table: ScoreTable, one: UnitScore) -> Mapping[str, object]:
    """Return the score of one unit as JSON has it."""
    return {
        "unit": one.unit,
        "total": f"{one.total:f}",
        "rank": one.rank,
        "passed": one.passed,
        "criteria": {leaf.code: f"{one.points[leaf.code]:f}" for leaf in table.leaves},
    }


def heading(table: ScoreTable) -> list[str]:
    """Return the heads of the columns: rank, unit, each leaf, total, remark."""
    return [say("score.rank"), say("score.unit"), *(leaf.code for leaf in table.leaves), say("score.total"), ""]


def rows(table: ScoreTable, scores: Sequence[UnitScore], names: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield a row a unit, as it is ranked; without a name the unit is called by its code."""
    for one in scores:
        points = (points_written(one.points[leaf.code]) for leaf in table.leaves)
        yield [str(one.rank), names.get(one.unit, one.unit), *points, points_written(one.total), remark(one)]


def remark(one: UnitScore) -> str:
    """Return what is said beside a rank: that the gate was failed, that the rank is shared."""
    failed, tied = "" if one.passed else say("score.failed"), say("score.tied") if one.is_tied else ""
    return ", ".join(filter(None, (failed, tied)))


def points_written(points: Decimal) -> str:
    """Write points as a Vietnamese paper does, with all their decimals: 6,67."""
    return f"{points:f}".replace(".", ",")
