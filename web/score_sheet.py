"""The page of a unit's sheet: what each said in every criterion, the history, and the steps that can be taken now."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from campaign import sheet as sheets
from campaign.frozen import Frozen, FrozenSheet
from campaign.sheet import Entry, Role, Stage, Step, deciding
from papers.score_papers import sheet_pdf
from papers.score_words import say
from papers.scores import points_written, remark
from storage import freezing, score_desk, unit_sheet
from storage.score_desk import Actor, Block
from web import evidence
from web.desk import Contents, Outcome
from web.forms import Form, Wrong
from web.score_block import ScoreDesk, about, to_print
from web.score_forms import NOTE, given, note_of
from web.score_shown import Field, block_path, fields, lines, steps

_FORM = "phieu-"
_LONGEST_NAME = 60

_ACTS: Mapping[Step, Role] = {
    Step.SUBMIT: Role.OFFICE,
    Step.REVIEW: Role.OFFICE,
    Step.EXPLAIN: Role.UNIT,
    Step.CONFIRM: Role.COUNCIL,
    Step.CORRECT: Role.COUNCIL,
}
"""In whose name the office writes a step down: the unit's words and the council's decision come to it on paper."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A step that can be taken now; `is_main` is the next one, the others are opened by a tap."""

    step: str
    form: str
    fields: tuple[Field, ...]
    is_main: bool
    asks_who: bool
    asks_note: bool


@dataclass(frozen=True, slots=True)
class SheetPage:
    """Shows a sheet and takes the steps with it."""

    score: ScoreDesk

    def show(self, request: Request) -> Response:
        """Show the sheet of the unit in the address."""
        found = self._find(request)
        if isinstance(found, Response):
            return found
        return self.score.desk.show(request, "score_sheet.html", lambda: self._contents(*found))

    def paper(self, request: Request) -> Response:
        """Send the paper that explains the points of the unit."""
        found = self._find(request)
        if isinstance(found, Response):
            return found
        _, shown, own = found
        return to_print(sheet_pdf(shown, own.unit, self.score.place), f"giai-trinh-{quote(own.unit)}.pdf")

    def file(self, request: Request) -> Response:
        """Send a file that was handed in as evidence with this sheet."""
        found = self._find(request)
        if isinstance(found, Response):
            return found
        return self.score.shelf.answer(found[2].entries, request.path_params["sha256"])

    def _find(self, request: Request) -> tuple[Block, Frozen, FrozenSheet] | Response:
        today, now, unit = self.score.desk.today(), self.score.now(), request.path_params["unit"]
        found = self.score.read(request, lambda tx, of: (of, *freezing.stands(tx, of, today, now)))
        if isinstance(found, Response):
            return found
        of, shown, _ = found
        own = next((one for one in shown.sheets if one.unit == unit), None)
        return self.score.desk.look.problem("no_block", 404) if own is None else (of, shown, own)

    def _contents(self, of: Block, shown: Frozen, own: FrozenSheet) -> Contents:
        zone = self.score.desk.door.timezone
        score = next((one for one in shown.scores if one.unit == own.unit), None)
        stage = Stage.FROZEN if shown.revision else of.sheet(own.unit).stage
        asked, path = tuple(_asked(of, own, stage)), sheet_path(shown.table.year, shown.table.block, own.unit)
        values = {
            **about(of, shown),
            "unit": own.unit,
            "unit_name": own.name,
            "stage": score_desk.stage_name(stage),
            "total": points_written(score.total) if score else "",
            "maximum": points_written(shown.table.maximum),
            "rank": str(score.rank) if score else "",
            "count": len(shown.sheets),
            "remark": remark(score) if score else "",
            "is_frozen": bool(shown.revision),
            "sha256": own.sha256 if shown.revision else "",
            "lines": lines(shown, own, zone, f"{path}/tep"),
            "steps": steps(own, zone),
            "asked": asked,
            "seen": of.seen(own.unit),
            "sheet_path": path,
            "leaves": [(leaf.code, leaf.name) for leaf in shown.table.leaves],
            "takes_evidence": sheets.takes_evidence(stage),
        }
        return values, {evidence.FORM, *(one.form for one in asked)}

    def take(self, form: Form) -> Outcome:
        """Take the step a form is about, or evidence."""
        if form.text("form") == evidence.FORM:
            return self._hand_in(form)
        step = next((one for one in _ACTS if form.text("form") == _FORM + one), None)
        if step is None:
            raise Wrong(self.score.texts["gone"])
        form.officer()
        actor = self._actor(form, step)
        says = self.score.change(form, lambda tx, of: self._step(tx, of, form, step, actor))
        return Outcome(says)

    def _actor(self, form: Form, step: Step) -> Actor:
        if _ACTS[step] is Role.COUNCIL:
            return self.score.council(form)
        key = "no_person_of_unit"
        name = form.line("decided_by", key, _LONGEST_NAME) if step is Step.EXPLAIN else form.officer()
        return Actor(name, _ACTS[step], self.score.now())

    def _step(self, tx: Connection, of: Block, form: Form, step: Step, actor: Actor) -> str:
        unit, texts = form.text("unit"), self.score.texts
        known = next((one for one in of.ranked if one.code == unit), None)
        if known is None:
            raise Wrong(texts["gone"])
        stage, note = of.sheet(unit).stage, note_of(form)
        score_desk.refuse_stale(of, unit, form.text("seen"))
        if sheets.refusal(stage, step, actor.role) is not None:
            raise Wrong(texts["moved"].format(unit=of.name(known), stage=score_desk.stage_name(stage)))
        if step in (Step.EXPLAIN, Step.CORRECT) and not note:
            raise Wrong(texts["no_explanation" if step is Step.EXPLAIN else "no_correction_reason"], NOTE)
        if step is Step.CORRECT:
            self._correct(tx, of, form, actor)
        else:
            before = score_desk.carried_on(of.sheet(unit), step)
            score_desk.take(tx, of, unit, step, actor, given(form, of.table.leaves, before, step, texts), note)
        self.score.note(tx, form, of, "score_step", f"{unit}, {say(f'step.{step}')}, {actor.name}")
        return texts[f"did_{step}"].format(unit=of.name(known))

    def _correct(self, tx: Connection, of: Block, form: Form, actor: Actor) -> None:
        latest = freezing.latest(tx, of.adopted.id)
        held = next((one for one in latest.frozen.sheets if one.unit == form.text("unit")), None) if latest else None
        if latest is None or held is None:
            raise Wrong(self.score.texts["gone"])
        values = given(form, latest.frozen.table.leaves, deciding(held.entries), Step.CORRECT, self.score.texts)
        if not values:
            raise Wrong(self.score.texts["nothing_changed"])
        freezing.correct(tx, of, held.unit, actor, values, note_of(form))

    def _hand_in(self, form: Form) -> Outcome:
        by, unit = form.officer(), form.text("unit")

        def keep(tx: Connection, of: Block) -> str:
            known = next((one for one in of.ranked if one.code == unit), None)
            if known is None:
                raise Wrong(self.score.texts["gone"])
            criterion, piece = self.score.shelf.take(form, of.table)
            unit_sheet.hand_in(tx, of, unit, Actor(by, Role.OFFICE, self.score.now()), criterion, piece)
            self.score.note(tx, form, of, "score_evidence", f"{unit}, {criterion}")
            return self.score.shelf.texts["kept"].format(code=criterion)

        return Outcome(self.score.change(form, keep))


def sheet_path(year: int, block: str, unit: str) -> str:
    """Return the address of a unit's sheet."""
    return f"{block_path(year, block)}/{unit}"


def _asked(of: Block, own: FrozenSheet, stage: Stage) -> list[Asked]:
    """Return the steps that can be taken now, the next one first."""
    open_ones = [step for step, role in _ACTS.items() if sheets.refusal(stage, step, role) is None]
    main = {Stage.SUBMITTED: Step.REVIEW, Stage.REVIEWED: Step.CONFIRM, Stage.EXPLAINED: Step.REVIEW}.get(stage)
    main = main if main in open_ones else (open_ones[0] if open_ones else None)
    found = []
    for step in sorted(open_ones, key=lambda one: one is not main):
        before: Mapping[str, Entry] = (
            deciding(own.entries) if step is Step.CORRECT else score_desk.carried_on(of.sheet(own.unit), step)
        )
        asks_who = _ACTS[step] is not Role.OFFICE
        found.append(
            Asked(
                step.value, _FORM + step, fields(of.table.leaves, before), step is main, asks_who, step != Step.SUBMIT
            )
        )
    return found
