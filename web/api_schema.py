"""How the feed describes itself: the shape of its answers, and an example of each."""

import json
from collections.abc import Mapping
from datetime import date
from types import GenericAlias
from typing import Literal

from pydantic import BaseModel, Field, create_model

from campaign.indicators import WORDS, Indicator, Rate
from campaign.units import UnitKind
from papers.participation import Audience, to_json
from storage.figures import Figures, Table, TableRow


class Commune(BaseModel):
    """The commune whose figures these are; its code never changes."""

    code: str
    name: str


class Mistake(BaseModel):
    """Why a question was not answered, in one sentence that says what to do."""

    error: str


_HIDDEN = "Tên những số bị giấu vì là số của 1 đến 4 người, hoặc làm lộ số ấy."
_DAY = date(2026, 11, 22)
_EXAMPLE_FIGURES = Figures(
    adults=412, participants=125, participation_rate=Rate(121, 412), completers=64, completion_rate=Rate(64, 412),
    women=71, aged_60_plus=38, officials=9, students=0, workers=12, minors=0, lessons_completed=402,
    questions_answered=1466, correct_first_try=1049, remembered=Rate(201, 257), practised=118, assisted=40,
    sessions_held=3, session_visits=51, session_first_timers=17, reached=142, households_reached=96,
    association_members=None, vneid_confirmed=210, unknown_age=4,
)  # fmt: skip
_EXAMPLE_ROW = TableRow("xv-3", UnitKind.HAMLET, "Xóm 3", "Xuân Vinh", _EXAMPLE_FIGURES)
_EXAMPLE = Table(
    UnitKind.HAMLET, date(2026, 1, 1), _DAY, (_EXAMPLE_ROW,), _EXAMPLE_FIGURES, 14, 3,
    ("Số liệu tính đến hết ngày 22/11/2026.",),
)  # fmt: skip

PARTICIPATION_EXAMPLE = {"commune": {"code": "14122", "name": "xã Xuân Hưng"}} | json.loads(
    to_json(_EXAMPLE, _DAY, Audience.OUTSIDE)
)


def _fields(figures: Figures) -> dict[str, tuple[object, object]]:
    """Return the fields of a row; each may be null: unknown, or hidden because it is about one to four people."""
    found: dict[str, tuple[object, object]] = {}
    for indicator, figure in figures.cells():
        about = WORDS.headings[indicator]
        if isinstance(figure, Rate):
            found[indicator.value] = (float | None, Field(description=about))
            found[f"{indicator.value}_numerator"] = (int | None, Field(description=f"{about}: tử số"))
            found[f"{indicator.value}_denominator"] = (int | None, Field(description=f"{about}: mẫu số"))
        else:
            found[indicator.value] = (int | None, Field(description=about))
    found["hidden"] = (
        list[str],
        Field(description=_HIDDEN),
    )
    return found


_TOTALS: dict[str, tuple[object, object]] = {
    **_fields(_EXAMPLE_FIGURES),
    **{one.value: (int, Field(description=WORDS.headings[one]))
       for one in (Indicator.LEARNING_UNCOUNTED, Indicator.OUTSIDE_COMMUNE)},
}  # fmt: skip
_UNIT: dict[str, tuple[object, object]] = {
    "code": (str, Field(description="Mã đơn vị; “?” là những người chưa chọn xóm.")),
    "kind": (UnitKind, Field(description="Loại đơn vị.")),
    "name": (str, Field(description="Tên; có thể trùng nhau, hãy dùng mã.")),
    **_fields(_EXAMPLE_FIGURES),
}


def _model(name: str, fields: Mapping[str, tuple[object, object]]) -> type[BaseModel]:
    """Return a model whose fields are known only from the figures, and not to a type checker."""
    model: type[BaseModel] = create_model(name, **fields)  # type: ignore[call-overload]
    return model


_UNITS: object = GenericAlias(list, (_model("ParticipationUnit", _UNIT),))

Participation = _model(
    "Participation",
    {
        "commune": (Commune, Field()),
        "as_of": (date, Field(description="Ngày cuối đã có số liệu.")),
        "from": (date, Field()),
        "to": (date, Field()),
        "units": (_UNITS, Field()),
        "totals": (_model("ParticipationTotals", _TOTALS), Field()),
        "notes": (list[str], Field(description="Cách tính từng số và điều cần biết khi đọc.")),
    },
)


class ScoredUnit(BaseModel):
    """One unit of a frozen block; points are texts with fixed decimals."""

    unit: str
    name: str
    total: str
    rank: int
    passed: bool
    criteria: dict[str, str]


class ScoredBlock(BaseModel):
    """A block: while it is open its scores may still change, and none are told."""

    block: str
    name: str
    maximum: str
    trial: bool = Field(description="Bảng điểm thông qua sau khi năm đã bắt đầu: chấm thử.")
    example: bool
    state: Literal["open", "frozen"]
    as_of: date | None
    revision: int | None = Field(description="Lần chốt; lớn hơn 1 là đã sửa sau khi chốt.")
    sha256: str | None
    units: list[ScoredUnit]


class Scores(BaseModel):
    """The scores of a year."""

    commune: Commune
    year: int
    blocks: list[ScoredBlock]


SCORES_EXAMPLE = Scores(
    commune=Commune(code="14122", name="xã Xuân Hưng"),
    year=2026,
    blocks=[
        ScoredBlock(
            block="khoi-xom", name="Khối các xóm", maximum="100", trial=False, example=False, state="frozen",
            as_of=date(2026, 12, 9), revision=1, sha256="9f2c" * 16,
            units=[ScoredUnit(unit="xv-3", name="Xóm 3", total="86.67", rank=1, passed=True, criteria={"1.1": "6.67"})],
        )
    ],
).model_dump(mode="json")  # fmt: skip
