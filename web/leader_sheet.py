"""The score sheet of a unit on the phone of whoever leads it: seen, handed in, explained, with evidence.

Only the own unit, and no rank: how hamlets stand to each other is for the office (design.md, rule 8).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from campaign import sheet as sheets
from campaign.columns import scores_of
from campaign.criteria import Criterion
from campaign.frozen import Frozen, FrozenSheet
from campaign.score import written as written_number
from campaign.sheet import Role, Stage, Step, StepError, newest
from campaign.units import Unit
from papers.score_papers import Place, marks, sheet_pdf
from papers.score_words import say
from papers.scores import points_written
from storage import audits, freezing, score_desk, unit_sheet
from storage.audits import Audit
from storage.doors import Visitor
from storage.score_desk import Actor, Block
from storage.standing import Standing
from web.days import written
from web.desk import Contents, Desk, Outcome, sentence, visitor_of
from web.door import LEADERS_HOME
from web.evidence import EvidenceShelf
from web.forms import Form, Phrases, Wrong
from web.score_block import to_print
from web.score_forms import NOTE, given, note_of
from web.score_shown import Field, Given, Piece, fields, lines, pieces

PATH = f"{LEADERS_HOME}/phieu"
_STEPS = {Stage.DRAFT: Step.SUBMIT, Stage.SUBMITTED: Step.SUBMIT, Stage.REVIEWED: Step.EXPLAIN,
          Stage.EXPLAINED: Step.EXPLAIN}  # fmt: skip

_FORMS = {"phieu-submit": Step.SUBMIT, "phieu-explain": Step.EXPLAIN}


@dataclass(frozen=True, slots=True)
class Own:
    """A criterion as the unit sees it; `asks` is the field in which it says its value, None where nothing is asked.

    `figure` is what the program counted, with its own numbers and their day; `is_changed` where the office or the
    council came to another value than was handed in.
    """

    code: str
    name: str
    maximum: str
    how: str
    target: str
    wanted: str
    counted: Given
    figure: str
    claimed: Given
    reviewed: Given
    reason: str
    agreed: Given
    evidence: tuple[Piece, ...]
    asks: Field | None
    is_changed: bool


@dataclass(frozen=True, slots=True)
class LeaderSheet:
    """Shows the own sheet and takes what the unit says in it."""

    desk: Desk
    keeper: Standing
    shelf: EvidenceShelf
    commune: str
    unit_of: Callable[[Visitor], Unit | None]

    @property
    def texts(self) -> Phrases:
        """Return the sentences of this page."""
        return self.desk.look.texts["leader_sheet"]

    def show(self, request: Request) -> Response:
        """Show the sheet of this year, or of last year where that is asked for."""

        def shown(unit: Unit, of: Block, sheet: Frozen, other_year: int) -> Response:
            return self.desk.show(request, "leader_sheet.html", lambda: self._contents(unit, of, sheet, other_year))

        return self._about_own(request, shown)

    def paper(self, request: Request) -> Response:
        """Send the paper that explains the points, without the rank."""

        def made(unit: Unit, of: Block, sheet: Frozen, other_year: int) -> Response:
            place = Place(self.commune, self.desk.door.timezone)
            return to_print(
                sheet_pdf(replace(sheet, scores=()), unit.code, place), f"giai-trinh-{sheet.table.year}.pdf"
            )

        return self._about_own(request, made)

    def file(self, request: Request) -> Response:
        """Send a file that was handed in with the own sheet."""

        def kept(unit: Unit, of: Block, sheet: Frozen, other_year: int) -> Response:
            return self.shelf.answer(of.sheet(unit.code).entries, request.path_params["sha256"])

        return self._about_own(request, kept)

    def take(self, form: Form) -> Outcome:
        """Show what is about to be handed in or explained, do it, or add evidence; what was typed stays typed."""
        if form.text("form") not in _FORMS:
            raise Wrong(self.texts["gone"])
        match form.text("do"):
            case "check":
                return self._change(form, self._check)
            case "edit":
                return Outcome("", form.text("form"), typed=form.as_typed())
            case "evidence":
                return self._change(form, self._hand_in)
        return self._change(form, self._send)

    def _about_own(self, request: Request, answer: Callable[[Unit, Block, Frozen, int], Response]) -> Response:
        """Answer about the own sheet of the year that is asked for; also told is the other year that has one, or 0."""
        unit = self.unit_of(visitor_of(request))
        if unit is None:
            return self.desk.look.problem("unit_gone", 410)
        today, now, year = self.desk.today(), self._now(), request.query_params.get("nam", "")

        def find(tx: Connection) -> tuple[Block, Frozen, int] | None:
            held = {of.table.year: of for of in unit_sheet.blocks(tx, unit.code, today)}
            if not held:
                return None
            of = next((each for own, each in held.items() if str(own) == year), held[max(held)])
            if of.sheet(unit.code).stage in (Stage.DRAFT, Stage.SUBMITTED):
                of = unit_sheet.counted_anew(tx, of, unit.code, today, now, self.keeper)
            other = next((own for own in held if own != of.table.year), 0)
            return of, freezing.stands(tx, of, today, now)[0], other

        try:
            found = self.desk.door.read(find)
        except StepError:
            return self.desk.look.problem("broken_freeze", 500)
        return answer(unit, *found) if found else self.desk.look.problem("no_sheet", 404)

    def _contents(self, unit: Unit, of: Block, shown: Frozen, other_year: int) -> Contents:
        own = next(one for one in shown.sheets if one.unit == unit.code)
        stage = Stage.FROZEN if shown.revision else of.sheet(unit.code).stage
        step = _STEPS.get(stage)
        claimed = scores_of(shown.table, shown.sheets, Role.UNIT).get(unit.code)
        decided = next((one for one in shown.scores if one.unit == unit.code), None)
        own_lines = tuple(self._own(of, shown, own, step))
        values = {
            "unit": unit,
            "year": shown.table.year,
            "other_year": other_year,
            "name": shown.table.name,
            "marks": marks(shown),
            "stage": stage.value,
            "due": written(shown.table.due) if shown.table.due else "",
            "maximum": points_written(shown.table.maximum),
            "claimed": points_written(claimed.total) if claimed else "",
            "decided": points_written(decided.total) if decided else "",
            "step": step.value if step else "",
            "seen": of.seen(unit.code),
            "lines": own_lines,
            "changed": [line for line in own_lines if line.is_changed],
            "leaves": [(leaf.code, leaf.name) for leaf in shown.table.leaves],
        }
        return values, set(_FORMS)

    def _own(self, of: Block, shown: Frozen, own: FrozenSheet, step: Step | None) -> list[Own]:
        before = score_desk.carried_on(of.sheet(own.unit), step) if step else {}
        asked = {one.code: one for one in fields(_typed(shown.table.leaves), before)} if step else {}
        # A value that is carried on has no reason of its own: what changed it last says why.
        reviews = newest((entry for entry in own.entries if entry.reason), Role.OFFICE, Role.COUNCIL)
        claims = newest(own.entries, Role.UNIT)
        counted = newest(own.entries, Role.PROGRAM)
        leaves = {leaf.code: leaf for leaf in shown.table.leaves}
        return [
            Own(
                line.code,
                line.name,
                line.maximum,
                _how(leaves[line.code], self.texts),
                line.target,
                leaves[line.code].evidence,
                line.columns[0],
                " ".join(one.text for one in pieces(counted[line.code], "")) if line.code in counted else "",
                line.columns[1],
                line.columns[2],
                reviews[line.code].reason if line.code in reviews else "",
                line.columns[3],
                pieces(claims[line.code], f"{PATH}/tep") if line.code in claims else (),
                asked.get(line.code),
                bool(judged := line.columns[3].value or line.columns[2].value) and judged != line.columns[1].value,
            )
            for line in lines(shown, own, self.desk.door.timezone, f"{PATH}/tep")
            if not line.is_group
        ]

    def _said(self, of: Block, form: Form, unit: Unit) -> tuple[Step, Mapping[str, score_desk.Given], str]:
        """Return the step of this form, the values that are other than what holds, and the words.

        Raises:
            Wrong: when a value is none, or an explanation is missing.
        """
        step, note = _FORMS[form.text("form")], note_of(form)
        if step is Step.EXPLAIN and not note:
            raise Wrong(self.texts["no_explanation"], NOTE)
        before = score_desk.carried_on(of.sheet(unit.code), step)
        return step, given(form, _typed(of.table.leaves), before, step, self.desk.look.texts["score"]), note

    def _check(self, tx: Connection, of: Block, form: Form, unit: Unit, actor: Actor) -> Outcome:
        """Return what would be sent, to be looked over; a file that was chosen already is taken."""
        today, says = self.desk.today(), ""
        if form.file is not None and form.file.content:
            says = self._hand_in(tx, of, form, unit, actor).says
            of = score_desk.block(tx, of.adopted, today)
        if _FORMS[form.text("form")] is Step.SUBMIT:
            of = unit_sheet.counted_anew(tx, of, unit.code, today, actor.at, self.keeper)
        step, values, note = self._said(of, form, unit)
        after = score_desk.tried(of, unit.code, step, actor, values, note)
        sheets_after = [after.frozen_sheet(one) for one in after.ranked]
        points = scores_of(of.table, sheets_after, Role.UNIT)[unit.code].total
        typed = {**_still_typed(form), "checked": points_written(points)}
        return Outcome(says, form.text("form"), typed=typed)

    def _send(self, tx: Connection, of: Block, form: Form, unit: Unit, actor: Actor) -> Outcome:
        today = self.desk.today()
        if _FORMS[form.text("form")] is Step.SUBMIT:
            unit_sheet.keep_proposal(tx, of, unit.code, today, actor.at, self.keeper)
            of = score_desk.block(tx, of.adopted, today)
        step, values, note = self._said(of, form, unit)
        score_desk.take(tx, of, unit.code, step, actor, values, note)
        self._note(tx, of, unit, actor, "score_step", say(f"step.{step}"))
        return sentence(self.texts, "submitted" if step is Step.SUBMIT else "explained")

    def _hand_in(self, tx: Connection, of: Block, form: Form, unit: Unit, actor: Actor) -> Outcome:
        criterion, piece = self.shelf.take(form, of.table)
        unit_sheet.hand_in(tx, of, unit.code, actor, criterion, piece)
        self._note(tx, of, unit, actor, "score_evidence", criterion)
        # What is still typed was typed on the sheet as it was seen then: whoever wrote in it meanwhile is told later.
        is_stale = of.seen(unit.code) != form.text("seen")
        held = {"held": form.text("seen")} if is_stale else {}
        kept = sentence(self.shelf.texts, "kept", code=criterion)
        return replace(kept, form=form.text("form"), typed={**_still_typed(form), **held})

    def _change(self, form: Form, do: Callable[[Connection, Block, Form, Unit, Actor], Outcome]) -> Outcome:
        """Do something with the own sheet, by one person at a time."""
        visitor, today = form.visitor, self.desk.today()
        unit = self.unit_of(visitor) if visitor else None
        if visitor is None or unit is None:
            raise Wrong(self.texts["gone"])
        actor = Actor(visitor.name, Role.UNIT, self._now())

        def change(tx: Connection) -> Outcome:
            year = form.text("year")
            held = next((of for of in unit_sheet.blocks(tx, unit.code, today) if str(of.table.year) == year), None)
            if held is None:
                raise Wrong(self.texts["gone"])
            of = score_desk.block_to_change(tx, held.adopted, today)
            try:
                self._refuse_moved(of, form, unit)
                return do(tx, of, form, unit, actor)
            except StepError as error:
                raise Wrong(str(error)) from error

        return self.desk.write(change)

    def _refuse_moved(self, of: Block, form: Form, unit: Unit) -> None:
        stage = of.sheet(unit.code).stage
        if sheets.refusal(stage, _FORMS[form.text("form")], Role.UNIT) is not None:
            raise Wrong(self.texts["moved"].format(stage=score_desk.stage_name(stage)))
        if form.text("do") != "evidence":  # which changes nothing that somebody else gave
            score_desk.refuse_stale(of, unit.code, form.text("seen"))

    def _note(self, tx: Connection, of: Block, unit: Unit, actor: Actor, what: str, told: str) -> None:
        audits.add(tx, Audit(actor.at, actor.name, what, f"{of.table.year}, {of.table.block}: {unit.code}, {told}"))

    def _now(self) -> datetime:
        return self.desk.door.clock().replace(microsecond=0)


def _still_typed(form: Form) -> dict[str, str]:
    """Return what is put back into the form after a file or link in it was taken."""
    return {name: value for name, value in form.as_typed().items() if name not in ("criterion", "link")}


def _typed(leaves: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
    """Return the criteria that people type: what is counted, a unit may dispute but not type."""
    return tuple(leaf for leaf in leaves if leaf.source is None)


def _how(leaf: Criterion, texts: Phrases) -> str:
    """Return how points come about, as one neighbour tells the other, with the numbers of the table."""
    rule = leaf.rule
    steps = [texts["step"].format(least=written_number(one.at_least), points=written_number(one.points))
             for one in (rule.steps if rule else ())]  # fmt: skip
    return texts[f"how_{leaf.formula}"].format(
        max=written_number(leaf.maximum),
        points=written_number(rule.points) if rule and rule.points is not None else "1",
        least=written_number(rule.least) if rule and rule.least is not None else "0",
        steps="; ".join(steps),
        of=texts["of_target"] if rule and rule.steps and rule.of_target else "",
    )
