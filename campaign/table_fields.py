"""The fields of a score table as they are written in its file, and the words for what does not fit."""

import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from campaign.criteria import Formula, GateOf, Kind, Rounding
from campaign.units import UnitKind
from lessons.fields import Blank, DayOrNone, Schema, Text

_NUMBER = re.compile(r"-?[0-9]{1,9}([.,][0-9]{1,6})?")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")


def number(text: str) -> Decimal:
    """Return a number as people write it, "2,5" or "2.5".

    Raises:
        ValueError: with what to do, when it is none, or may be either thousands or thousandths.
    """
    if _THOUSANDS.fullmatch(text):
        both = text.replace(".", ""), text.replace(".", ",")
        raise ValueError(f"“{text}” có hai cách hiểu, hãy ghi {both[0]} nếu là hàng nghìn, {both[1]} nếu là số lẻ")
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"“{text}” không phải là số, hãy ghi như 10 hoặc 2,5")
    return Decimal(text.replace(",", "."))


def _as_number(value: object) -> Decimal:
    try:
        return number(str(value).strip())
    except ValueError:
        raise PydanticCustomError("number", "not a number") from None


Number = Annotated[Decimal, BeforeValidator(_as_number)]
Points = Annotated[Number, Field(ge=0)]


class StepFields(Schema):
    """A band."""

    at_least: Points
    points: Points


class GateFields(Schema):
    """The gate."""

    percent: Points
    of: GateOf = GateOf.LEAF


class NoParams(Schema):
    """A formula that is told nothing more."""


class TargetParams(Schema):
    """A formula that may be told a target for all units."""

    target: Number | None = None


class HalfParams(TargetParams):
    """How units without a target are scored."""

    without_target: Literal["share_of_best"] | None = None


class BandParams(TargetParams):
    """The bands, of per cent of the target or of the number itself."""

    bands: tuple[StepFields, ...]
    of: Literal["target", "actual"] = "target"


class CountParams(Schema):
    """Points for each."""

    points: Number


class BonusParams(Schema):
    """Points for each, and the least there may be."""

    points: Number = Decimal(1)
    min: Number = Decimal(0)


PARAMS: dict[Formula, type[Schema]] = {
    Formula.PROPORTIONAL_CAPPED: TargetParams,
    Formula.BANDS: BandParams,
    Formula.HALF_AND_LEADER: HalfParams,
    Formula.SHARE_OF_BEST: NoParams,
    Formula.YES_NO: NoParams,
    Formula.COUNT_POINTS: CountParams,
    Formula.BONUS_PENALTY: BonusParams,
    Formula.TYPED_SCORE: NoParams,
}
"""What each formula may be told."""


class CriterionFields(Schema):
    """A criterion: a group with children, or a leaf with a formula."""

    code: Text
    name: Text
    max: Points
    children: tuple[object, ...] | None = None
    kind: Kind | None = None
    formula: Formula | None = None
    params: Annotated[dict[str, object], Field(default_factory=dict)]
    source: Blank = ""
    evidence: Blank = ""


class TableFields(Schema):
    """The whole file."""

    year: Annotated[int, Field(ge=2025, le=2100)]
    block: Text
    name: Blank = ""
    example: bool = False
    rounding: Rounding
    decimals: Annotated[int, Field(ge=0, le=4)] = 2
    kinds: tuple[UnitKind, ...] = ()
    max: Number | None = None
    gate: GateFields | None = None
    tie_breakers: tuple[Text, ...] = ()
    due: DayOrNone = None
    criteria: tuple[object, ...]
