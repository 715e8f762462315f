"""The table as CSV and JSON."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

from campaign.indicators import Rate
from campaign.units import UnitKind
from papers.participation import Audience, to_csv, to_json
from storage.figures import Figures, Table, TableRow

NAME = '=Xóm "Đông" 🏡, ẫ'


NONE = Rate(0, 0)


def figures(adults: int | None, participants: int, reviews: Rate = NONE, women: int = 0, minors: int = 0) -> Figures:
    return Figures(
        adults=adults,
        participants=participants,
        participation_rate=Rate(participants - minors, adults),
        completers=0,
        completion_rate=Rate(0, adults),
        women=women,
        aged_60_plus=0,
        officials=0,
        students=0,
        workers=0,
        minors=minors,
        lessons_completed=1,
        questions_answered=7,
        correct_first_try=5,
        remembered=reviews,
        practised=2,
        assisted=1,
        sessions_held=3,
        session_visits=17,
        session_first_timers=4,
        reached=participants + 4,
        households_reached=None,
        association_members=12,
        vneid_confirmed=30,
        unknown_age=participants,
    )


TABLE = Table(
    kind=UnitKind.HAMLET,
    first=date(2026, 1, 1),
    last=date(2026, 12, 31),
    rows=(
        TableRow("dong", UnitKind.HAMLET, NAME, "Trà Lũ", figures(800, 1, Rate(2, 3))),
        TableRow("tay", UnitKind.HAMLET, "Xóm Tây", "Trà Lũ", figures(None, 3)),
        TableRow("?", UnitKind.HAMLET, "Chưa chọn xóm", "", figures(None, 2)),
    ),
    totals=figures(800, 6, Rate(2, 3)),
    learning_uncounted=4,
    outside_commune=9,
    notes=("Số liệu tính đến hết ngày 22/11/2026.",),
)


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_json_has_the_agreed_shape() -> None:
    found = json.loads(to_json(TABLE, date(2026, 11, 22)))
    assert list(found) == ["as_of", "from", "to", "units", "totals", "self_rating", "notes"]
    assert (found["as_of"], found["from"], found["to"]) == ("2026-11-22", "2026-01-01", "2026-12-31")
    assert found["units"][0] == {
        "code": "dong",
        "kind": "hamlet",
        "name": NAME,
        "adults": 800,
        "participants": 1,
        "participation_rate": 0.1,
        "participation_rate_numerator": 1,
        "participation_rate_denominator": 800,
        "completers": 0,
        "completion_rate": 0.0,
        "completion_rate_numerator": 0,
        "completion_rate_denominator": 800,
        "women": 0,
        "aged_60_plus": 0,
        "officials": 0,
        "students": 0,
        "workers": 0,
        "minors": 0,
        "lessons_completed": 1,
        "questions_answered": 7,
        "correct_first_try": 5,
        "remembered": 66.7,
        "remembered_numerator": 2,
        "remembered_denominator": 3,
        "practised": 2,
        "assisted": 1,
        "sessions_held": 3,
        "session_visits": 17,
        "session_first_timers": 4,
        "reached": 5,
        "households_reached": None,
        "association_members": 12,
        "vneid_confirmed": 30,
    }
    assert found["notes"] == ["Số liệu tính đến hết ngày 22/11/2026."]


def test_an_unknown_rate_is_null_in_json() -> None:
    found = json.loads(to_json(TABLE, date(2026, 11, 22)))
    west = found["units"][1]
    assert (west["adults"], west["participation_rate"], west["participation_rate_denominator"]) == (None, None, None)
    assert west["participation_rate_numerator"] == 3


def test_those_outside_the_total_stand_beside_it_in_json() -> None:
    found = json.loads(to_json(TABLE, date(2026, 11, 22)))
    assert [one["code"] for one in found["units"]] == ["dong", "tay", "?"]
    assert (found["totals"]["participants"], found["totals"]["learning_uncounted"]) == (6, 4)
    assert found["totals"]["outside_commune"] == 9


def test_the_csv_says_what_each_line_is() -> None:
    lines = read(to_csv(TABLE))
    assert [(line["row"], line["code"], line["participants"]) for line in lines] == [
        ("unit", "dong", "1"),
        ("unit", "tay", "3"),
        ("no_hamlet", "?", "2"),
        ("total", "", "6"),
        ("learning_uncounted", "", "4"),
        ("outside_commune", "", "9"),
    ]


def test_csv_and_json_hold_the_same_figures_under_the_same_names() -> None:
    found = json.loads(to_json(TABLE, date(2026, 11, 22)))
    lines = read(to_csv(TABLE))
    for line, unit in zip(lines[:4], [*found["units"], found["totals"]], strict=True):
        for name in found["units"][0]:
            if name not in ("code", "kind", "name"):
                assert line[name] == ("" if unit[name] is None else str(unit[name]))


def test_a_name_that_a_spreadsheet_would_run_is_made_harmless() -> None:
    assert read(to_csv(TABLE))[0]["name"] == f"'{NAME}"


def test_the_csv_has_windows_line_ends_and_a_bom_only_when_asked() -> None:
    plain = to_csv(TABLE)
    assert plain.startswith("row,code,kind,name,old_commune,adults,participants,participation_rate,")
    assert plain.count("\r\n") == plain.count("\n") == 7
    assert to_csv(TABLE, bom=True) == "\ufeff" + plain


OUTSIDE = replace(
    TABLE,
    rows=(
        TableRow("dong", UnitKind.HAMLET, "Xóm Đông", "", figures(800, 40, women=12)),
        TableRow("tay", UnitKind.HAMLET, "Xóm Tây", "", figures(300, 30, women=3, minors=2)),
        TableRow("?", UnitKind.HAMLET, "Chưa chọn xóm", "", figures(None, 50, women=20, minors=20)),
    ),
    totals=figures(1100, 120, women=35, minors=22),
)


def test_figures_about_a_few_people_do_not_leave_the_office() -> None:
    found = json.loads(to_json(OUTSIDE, date(2026, 11, 22), Audience.OUTSIDE))
    rate = ["participation_rate", "participation_rate_numerator"]
    assert [one["hidden"] for one in found["units"]] == [["women"], [*rate, "women", "minors"], [*rate, "minors"]]
    assert found["totals"]["hidden"] == []
    assert [one["women"] for one in found["units"]] == [None, None, 20]
    assert [one["participants"] for one in found["units"]] == [40, 30, 50]
    assert found["units"][1]["participation_rate_denominator"] == 300
    assert "tính ngược" in found["notes"][-1]


def test_a_hidden_cell_is_empty_in_the_csv_and_a_line_says_so() -> None:
    lines = read(to_csv(OUTSIDE, Audience.OUTSIDE))
    assert [line["women"] for line in lines[:4]] == ["", "", "20", "35"]
    assert (lines[-1]["row"], lines[-1]["name"]) == ("note", json.loads(
        to_json(OUTSIDE, date(2026, 11, 22), Audience.OUTSIDE))["notes"][-1])  # fmt: skip


def test_csv_and_json_for_outside_hold_the_same_figures() -> None:
    found = json.loads(to_json(OUTSIDE, date(2026, 11, 22), Audience.OUTSIDE))
    lines = read(to_csv(OUTSIDE, Audience.OUTSIDE))
    for line, unit in zip(lines[:4], [*found["units"], found["totals"]], strict=True):
        for name in found["units"][0].keys() - {"code", "kind", "name", "hidden"}:
            assert line[name] == ("" if unit[name] is None else str(unit[name]))


def test_the_office_sees_everything() -> None:
    found = json.loads(to_json(OUTSIDE, date(2026, 11, 22)))
    assert [one["women"] for one in found["units"]] == [12, 3, 20]
    assert not any("hidden" in one for one in found["units"])
    assert read(to_csv(OUTSIDE))[1]["minors"] == "2"


def test_a_table_in_which_nothing_is_hidden_says_nothing_about_hiding() -> None:
    found = json.loads(to_json(TABLE, date(2026, 11, 22), Audience.OUTSIDE))
    assert (found["units"][0]["hidden"], found["notes"]) == ([], list(TABLE.notes))
    assert read(to_csv(TABLE, Audience.OUTSIDE))[-1]["row"] == "outside_commune"
