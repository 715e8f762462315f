"""The stages of a score sheet, who may move it on, and which value counts."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from campaign import frozen
from campaign.frozen import Frozen, FrozenSheet, Taken
from campaign.sheet import (
    FIGURE,
    Entry,
    Evidence,
    Role,
    Stage,
    Step,
    StepRefusal,
    after,
    deciding,
    newest,
    refusal,
    usual_role,
)
from campaign.table_file import parse

D = Decimal
NOW = datetime(2026, 12, 9, 8, 30, tzinfo=UTC)
WAY = (
    (Stage.DRAFT, Step.SUBMIT, Stage.SUBMITTED),
    (Stage.SUBMITTED, Step.REVIEW, Stage.REVIEWED),
    (Stage.REVIEWED, Step.EXPLAIN, Stage.EXPLAINED),
    (Stage.EXPLAINED, Step.REVIEW, Stage.REVIEWED),
    (Stage.REVIEWED, Step.CONFIRM, Stage.CONFIRMED),
    (Stage.EXPLAINED, Step.CONFIRM, Stage.CONFIRMED),
    (Stage.CONFIRMED, Step.FREEZE, Stage.FROZEN),
    (Stage.FROZEN, Step.CORRECT, Stage.FROZEN),
)


@pytest.mark.parametrize(("before", "step", "then"), WAY)
def test_a_sheet_goes_its_way(before: Stage, step: Step, then: Stage) -> None:
    assert after(before, step, usual_role(step)) is then


def test_no_other_step_leads_anywhere_else() -> None:
    again = {(Stage.SUBMITTED, Step.SUBMIT), (Stage.REVIEWED, Step.REVIEW), (Stage.EXPLAINED, Step.EXPLAIN),
             (Stage.CONFIRMED, Step.CONFIRM)}  # fmt: skip
    open_ways = {(before, step) for before, step, _ in WAY} | again
    for stage in Stage:
        for step in Step:
            may = refusal(stage, step, usual_role(step)) is None
            is_proposal = step is Step.PROPOSE and stage is not Stage.FROZEN
            assert may == ((stage, step) in open_ways or is_proposal), (stage, step)


@pytest.mark.parametrize(
    ("stage", "step", "role", "why"),
    [
        (Stage.SUBMITTED, Step.REVIEW, Role.UNIT, StepRefusal.ROLE),
        (Stage.REVIEWED, Step.CONFIRM, Role.OFFICE, StepRefusal.ROLE),
        (Stage.REVIEWED, Step.EXPLAIN, Role.COUNCIL, StepRefusal.ROLE),
        (Stage.CONFIRMED, Step.FREEZE, Role.UNIT, StepRefusal.ROLE),
        (Stage.DRAFT, Step.REVIEW, Role.OFFICE, StepRefusal.EARLY),
        (Stage.REVIEWED, Step.FREEZE, Role.COUNCIL, StepRefusal.EARLY),
        (Stage.REVIEWED, Step.SUBMIT, Role.UNIT, StepRefusal.LATE),
        (Stage.FROZEN, Step.CONFIRM, Role.COUNCIL, StepRefusal.LATE),
    ],
)
def test_a_step_out_of_turn_is_refused(stage: Stage, step: Step, role: Role, why: StepRefusal) -> None:
    assert refusal(stage, step, role) is why
    with pytest.raises(ValueError, match=why):
        after(stage, step, role)


def entry(role: Role, actual: str | None, code: str = "1") -> Entry:
    return Entry(code, role, None if actual is None else D(actual), NOW, "chị Hoa ẫ")


def test_the_last_value_of_somebody_authorised_counts_never_the_largest() -> None:
    entries = [entry(Role.PROGRAM, "11"), entry(Role.UNIT, "20"), entry(Role.OFFICE, "14"), entry(Role.OFFICE, "12"),
               entry(Role.UNIT, "19")]  # fmt: skip
    assert deciding(entries)["1"].actual == D(12)
    assert newest(entries, Role.UNIT)["1"].actual == D(19)
    assert deciding([entry(Role.PROGRAM, "11"), entry(Role.UNIT, "20")]) == {}


TABLE = parse(
    Path("bang.yaml"),
    "{year: 2026, block: xóm, rounding: leaf, criteria: ["
    "{code: '1', name: Tham gia ẫ, max: 10, formula: half_and_leader},"
    "{code: '2', name: Tin bài, max: 10, formula: count_points, params: {points: 0.5}}]}",
)
FIGURES = Evidence(FIGURE, "participation_rate", numerator=46, denominator=99, first=date(2026, 1, 1), last=NOW.date())


def block() -> Frozen:
    east = FrozenSheet(
        "dong", "Xóm Đông", (Entry("1", Role.COUNCIL, D("46.5"), NOW, "Hội đồng", "", (FIGURES,)),), {"1": D(40)}, ()
    )
    west = FrozenSheet("tay", "Xóm Tây", (entry(Role.COUNCIL, "50"),), {"1": D(45)}, ())
    scores = frozen.scored(TABLE, (east, west))
    return Frozen(TABLE, date(2026, 1, 1), "Hội đồng", NOW.date(), 1, NOW, "Hội đồng", "", (east, west), scores)


def test_a_frozen_block_is_read_back_to_the_last_digit() -> None:
    text = frozen.write(block())
    assert frozen.read(text) == block()
    assert frozen.write(frozen.read(text)) == text
    assert [str(one.total) for one in frozen.read(text).scores] == ["10.00", "8.42"]


def test_a_block_that_an_earlier_program_froze_is_still_read_and_reckoned_the_same() -> None:
    kept = Path(__file__).with_name("frozen_2026.json").read_text(encoding="utf-8").strip()
    found = frozen.read(kept)
    assert [(one.unit, str(one.total), one.rank) for one in found.scores] == [("dong", "10.00", 1), ("tay", "8.42", 2)]
    assert frozen.scored(found.table, found.sheets) == found.scores


def test_a_sheet_whose_value_was_changed_in_the_text_is_found_out() -> None:
    text = frozen.write(block()).replace('"46.5"', '"47.5"')
    with pytest.raises(ValueError, match="dong"):
        frozen.read(text)


def test_a_correction_keeps_both_values_and_ranks_everybody_again() -> None:
    step = Taken(Step.CORRECT, NOW, "Hội đồng", Role.COUNCIL, "Cộng sót sổ")
    new = replace(entry(Role.COUNCIL, "60"), reason="Cộng sót sổ")
    after_it = frozen.corrected(block(), "tay", [new], step)
    assert (after_it.revision, after_it.reason) == (2, "Cộng sót sổ")
    assert [one.actual for one in after_it.sheets[1].entries] == [D(50), D(60)]
    assert [(one.unit, one.rank) for one in after_it.scores] == [("tay", 1), ("dong", 2)]
    assert [(one.unit, one.rank) for one in block().scores] == [("dong", 1), ("tay", 2)]


@pytest.mark.parametrize(
    ("day", "trial"), [(date(2025, 12, 20), False), (date(2026, 1, 1), False), (date(2026, 1, 2), True)]
)
def test_a_table_adopted_after_its_year_began_is_only_tried(day: date, trial: bool) -> None:
    assert frozen.is_trial(2026, day) == trial
