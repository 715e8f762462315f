"""The desk at which sheets go from hand to hand: proposed, submitted, reviewed, explained, confirmed.

Every step checks who may take it (campaign/sheet.py), keeps what was given, and leaves what was given before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Connection

from campaign import sheet
from campaign.columns import scores_of
from campaign.criteria import Criterion, ScoreTable
from campaign.frozen import Carried, Frozen, FrozenSheet, Taken
from campaign.score import Value, misfits
from campaign.sheet import Entry, Evidence, Role, Stage, Step, StepError, StepRefusal
from campaign.units import Unit, Units
from storage import proposals, score_sheets, score_tables, targets, units
from storage.score_sheets import Sheet
from storage.score_tables import Adopted
from storage.standing import Standing

_LONGEST = {"name": 60, "text": 400}
_STAGES = {
    Stage.DRAFT: "chưa nộp",
    Stage.SUBMITTED: "đã nộp, chờ thẩm định",
    Stage.REVIEWED: "đã thẩm định",
    Stage.EXPLAINED: "đã giải trình",
    Stage.CONFIRMED: "đã thống nhất",
    Stage.FROZEN: "đã chốt",
}
_ROLES = {Role.UNIT: "đơn vị", Role.OFFICE: "văn phòng", Role.COUNCIL: "hội đồng", Role.PROGRAM: "chương trình"}
_STEPS = {
    Step.SUBMIT: "nộp phiếu",
    Step.REVIEW: "thẩm định",
    Step.EXPLAIN: "giải trình",
    Step.CONFIRM: "thống nhất",
    Step.FREEZE: "chốt điểm",
    Step.CORRECT: "sửa điểm đã chốt",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody, in whose name they act, when."""

    name: str
    role: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class Given:
    """A value given in one criterion, with why and on what it rests."""

    actual: Decimal | None
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Block:
    """The units of a block in a year: those that are ranked, those that ended within it, and their sheets."""

    adopted: Adopted
    ranked: tuple[Unit, ...]
    carried: tuple[Unit, ...]
    sheets: Mapping[str, Sheet]
    targets: Mapping[tuple[str, str], Decimal]
    all_units: Units

    @property
    def table(self) -> ScoreTable:
        """Return the table it is scored by."""
        return self.adopted.table

    def sheet(self, unit: str) -> Sheet:
        """Return the sheet of a unit, an empty one where nothing is kept yet."""
        return self.sheets.get(unit) or Sheet(None, unit, Stage.DRAFT)

    def seen(self, unit: str) -> str:
        """Return what tells whether people did anything with a sheet since it was looked at; proposals do not count."""
        one = self.sheet(unit)
        return f"{len(one.steps)}.{sum(entry.role is not Role.PROGRAM for entry in one.entries)}"

    def name(self, unit: Unit) -> str:
        """Return how a unit is called: with its former commune where another of the block has the same name."""
        same = [one for one in (*self.ranked, *self.carried) if one.name == unit.name]
        return f"{unit.name} ({unit.old_commune})" if len(same) > 1 and unit.old_commune else unit.name

    def target(self, unit: str, leaf: Criterion) -> Decimal | None:
        """Return the target a unit has of its own in a criterion."""
        named = self.targets.get((unit, leaf.source.value)) if leaf.source else None
        return self.targets.get((unit, leaf.code), named)

    def targets_of(self, unit: str) -> dict[str, Decimal]:
        """Return the targets that hold for a unit, by criterion: its own, else those of the table."""
        found = dict[str, Decimal]()
        for leaf in self.table.leaves:
            if leaf.rule is not None and leaf.rule.uses_target:
                held = self.target(unit, leaf) or leaf.rule.target
                found |= {leaf.code: held} if held is not None else {}
        return found

    def carried_lines(self) -> tuple[Carried, ...]:
        """Return what is said about the units that ended within the year."""
        return tuple(
            Carried(one.code, self.name(one), one.valid_to or date.max, self._into(one), self.sheet(one.code).entries)
            for one in self.carried
        )

    def so_far(self, today: date, now: datetime) -> Frozen:
        """Return the block as it would be frozen now, as revision 0; what cannot be scored yet counts nothing."""
        sheets = tuple(self.frozen_sheet(one) for one in self.ranked)
        roles = (Role.OFFICE, Role.COUNCIL)
        made = scores_of(self.table, sheets, *roles).values()
        return Frozen(
            table=self.table,
            adopted_on=self.adopted.adopted_on,
            adopted_by=self.adopted.adopted_by,
            as_of=max(self._counted_until(), default=min(today, date(self.table.year, 12, 31))),
            revision=0,
            at=now,
            by="",
            reason="",
            sheets=sheets,
            scores=tuple(made),
            carried=self.carried_lines(),
        )

    def _counted_until(self) -> Iterator[date]:
        """Yield the last day of the figures that sheets rest on."""
        for one in self.ranked:
            for entry in self.sheet(one.code).entries:
                yield from (piece.last for piece in entry.evidence if piece.last is not None)

    def frozen_sheet(self, one: Unit, *taken: Taken) -> FrozenSheet:
        """Return the sheet of a unit with the targets that hold, and steps that are about to be taken."""
        kept = self.sheet(one.code)
        return FrozenSheet(one.code, self.name(one), kept.entries, self.targets_of(one.code), (*kept.steps, *taken))

    def _into(self, one: Unit) -> str:
        successor = self.all_units.by_code.get(one.merged_into or "")
        return self.name(successor) if successor else ""


def block(tx: Connection, adopted: Adopted, today: date) -> Block:
    """Return a block as it stands."""
    year, all_units = adopted.table.year, units.current(tx)
    first, end = date(year, 1, 1), min(date(year, 12, 31), today)
    members = [one for one in all_units.by_code.values() if adopted.table.has_member(one) and one.overlaps(first, end)]
    members.sort(key=lambda one: one.code)
    return Block(
        adopted,
        tuple(one for one in members if one.is_valid(end)),
        tuple(one for one in members if not one.is_valid(end)),
        score_sheets.of_table(tx, adopted.id),
        targets.of_year(tx, year),
        all_units,
    )


def block_to_change(tx: Connection, adopted: Adopted, today: date) -> Block:
    """Return a block that nobody else changes until this transaction ends."""
    score_tables.hold(tx, adopted.id)
    return block(tx, adopted, today)


def refuse_stale(of: Block, unit: str, seen: str) -> None:
    """Refuse to go on with a sheet that somebody else has worked on since it was `seen`.

    Raises:
        StepError: with who it was; with nobody where the sheet is empty, as after another table was adopted.
    """
    if of.seen(unit) != seen:
        one, name = of.sheet(unit), of.name(of.all_units.by_code[unit])
        said = [(step.at, step.by) for step in one.steps]
        said += [(entry.at, entry.by) for entry in one.entries if entry.role is not Role.PROGRAM]
        if not said:
            raise StepError(f"Phiếu của {name} không còn như lúc mở trang; hãy xem lại phiếu rồi làm lại.")
        _, by = max(reversed(said), key=lambda one: one[0])
        raise StepError(f"{by} vừa ghi vào phiếu của {name}; hãy xem lại số mới trên phiếu rồi làm lại.")


def unscorable(of: Block) -> Iterator[str]:
    """Yield a sentence for every proposal that cannot be scored yet, as where a target is missing."""
    for one in of.ranked:
        proposed = sheet.newest(of.sheet(one.code).entries, Role.PROGRAM)
        held = of.targets_of(one.code)
        values = {code: Value(entry.actual, held.get(code)) for code, entry in proposed.items()}
        for wrong in misfits(of.table, {one.code: values}):
            yield f"{of.name(one)}, tiêu chí {wrong.criterion}: {wrong.message}."


def propose(tx: Connection, of: Block, today: date, now: datetime, keeper: Standing) -> int:
    """Keep what the program proposes for every unit of the block; return for how many."""
    found = proposals.propose(tx, of.table, (*of.ranked, *of.carried), today, now, keeper)
    open_ones = {code: entries for code, entries in found.items() if of.sheet(code).stage is not Stage.FROZEN}
    for code, entries in open_ones.items():
        score_sheets.take(tx, of.adopted.id, of.sheet(code), of.sheet(code).stage, None, entries)
    return len(open_ones)


def take(
    tx: Connection, of: Block, unit: str, step: Step, actor: Actor, given: Mapping[str, Given], note: str = ""
) -> Stage:
    """Take a step with a unit's sheet and return the stage after it.

    What is not given is carried on: a submission takes the program's proposal, a review what was submitted, a
    confirmation the last review.

    Raises:
        StepError: when it may not be taken, or a value cannot be scored.
    """
    one, after = of.sheet(unit), tried(of, unit, step, actor, given, note).sheet(unit)
    taken = Taken(step, actor.at, actor.name, actor.role, note)
    score_sheets.take(tx, of.adopted.id, one, after.stage, taken, after.entries[len(one.entries) :])
    return after.stage


def tried(of: Block, unit: str, step: Step, actor: Actor, given: Mapping[str, Given], note: str = "") -> Block:
    """Return the block as it would stand after a step; nothing is kept.

    Raises:
        StepError: when it may not be taken, or a value cannot be scored.
    """
    one = of.sheet(unit)
    stage = _stage_after(of, one, step, actor)
    _check(of, one, step, actor, given, note)
    after = replace(one, stage=stage, entries=(*one.entries, *_entries(of, one, step, actor, given)))
    return replace(of, sheets={**of.sheets, unit: after})


def stage_name(stage: Stage) -> str:
    """Return how a stage is called."""
    return _STAGES[stage]


def _stage_after(of: Block, one: Sheet, step: Step, actor: Actor) -> Stage:
    if one.unit not in {unit.code for unit in of.ranked}:
        known = ", ".join(unit.code for unit in of.ranked)
        raise StepError(f"Khối {of.table.block} không có đơn vị mã “{one.unit}”; hãy chọn một trong: {known}.")
    name = of.name(of.all_units.by_code[one.unit])
    match sheet.refusal(one.stage, step, actor.role):
        case StepRefusal.ROLE:
            role, usual = _ROLES[actor.role], _ROLES[sheet.usual_role(step)]
            raise StepError(f"Việc {_STEPS[step]} là của {usual}, không phải của {role}; hãy để {usual} làm.")
        case StepRefusal.EARLY:
            stands = _STAGES[one.stage]
            raise StepError(f"Phiếu của {name} {stands}; chưa {_STEPS[step]} được, hãy làm bước trước đã.")
        case StepRefusal.LATE:
            stands = _STAGES[one.stage]
            hint = "muốn sửa điểm hãy dùng hocso score correct" if one.stage is Stage.FROZEN else "không cần làm lại"
            raise StepError(f"Phiếu của {name} {stands}; không {_STEPS[step]} nữa, {hint}.")
    return sheet.after(one.stage, step, actor.role)


def _check(of: Block, one: Sheet, step: Step, actor: Actor, given: Mapping[str, Given], note: str) -> None:
    check_words(actor.name, note, *(each.reason for each in given.values()))
    if step is Step.EXPLAIN and not note.strip():
        raise StepError("Hãy ghi lời giải trình sau --note.")
    before = carried_on(one, step)
    for code, each in given.items():
        old = before.get(code)
        is_changed = old is None or old.actual != each.actual
        if step in (Step.REVIEW, Step.CONFIRM) and is_changed and not (each.reason or note).strip():
            raise StepError(f"Tiêu chí {code}: số này khác số trước; hãy ghi lý do sau --note.")
    refuse_misfits(of.table, one.unit, {code: each.actual for code, each in given.items()}, of.targets_of(one.unit))


def refuse_misfits(
    table: ScoreTable, unit: str, actuals: Mapping[str, Decimal | None], held: Mapping[str, Decimal], name: str = ""
) -> None:
    """Refuse values that the table cannot score.

    Raises:
        StepError: about the first of them.
    """
    values = {code: Value(actual, held.get(code)) for code, actual in actuals.items()}
    for wrong in misfits(table, {unit: values}):
        of = f" của {name}" if name else ""
        raise StepError(f"Tiêu chí {wrong.criterion}{of}: {wrong.message}.")


def check_words(name: str, *texts: str) -> None:
    """Refuse a name or texts that cannot be kept.

    Raises:
        StepError: with what to do.
    """
    if not 1 <= len(name.strip()) <= _LONGEST["name"] or not name.isprintable():
        raise StepError(f"Hãy ghi tên người làm sau --by, từ 1 đến {_LONGEST['name']} chữ.")
    if any(len(text) > _LONGEST["text"] for text in texts):
        raise StepError(f"Lý do, lời giải trình dài quá {_LONGEST['text']} chữ; hãy viết gọn lại.")


def _entries(of: Block, one: Sheet, step: Step, actor: Actor, given: Mapping[str, Given]) -> Iterator[Entry]:
    # What is handed in is a claim of the unit, even when the office types it in from paper.
    role = Role.UNIT if step in (Step.SUBMIT, Step.EXPLAIN) else actor.role
    before = carried_on(one, step)
    for leaf in of.table.leaves:
        old = before.get(leaf.code)
        if leaf.code in given:
            new = given[leaf.code]
            evidence = new.evidence or (old.evidence if old else ())
            yield Entry(leaf.code, role, new.actual, actor.at, actor.name, new.reason, evidence)
        elif step is not Step.EXPLAIN and old is not None:
            yield Entry(leaf.code, role, old.actual, actor.at, actor.name, "", old.evidence)


def carried_on(one: Sheet, step: Step) -> Mapping[str, Entry]:
    """Return the values a step goes on with where nothing new is given."""
    claims, proposed = sheet.newest(one.entries, Role.UNIT), sheet.newest(one.entries, Role.PROGRAM)
    # What is counted is counted anew for a submission; what was handed in as evidence stays with it.
    held = proposed if step is Step.SUBMIT else sheet.deciding(one.entries)
    return {**claims, **{code: _with_papers(entry, claims.get(code)) for code, entry in held.items()}}


def _with_papers(entry: Entry, claim: Entry | None) -> Entry:
    return entry if claim is None else replace(entry, evidence=sheet.joined(entry.evidence, claim.evidence))
