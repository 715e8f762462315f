"""The page of one block: how its units rank, what waits, proposals, papers, and freezing with a second look."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from urllib.parse import unquote

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from campaign.frozen import Frozen
from campaign.sheet import Role, Stage, StepError
from papers.score_papers import Place, marks, minutes_pdf, rounding
from papers.score_words import say
from storage import audits, freezing, jobs, score_desk, score_tables
from storage.audits import Audit
from storage.freezing import Revision
from storage.score_desk import Actor, Block
from storage.standing import Standing
from web.days import written
from web.desk import Contents, Desk, Outcome, sentence
from web.evidence import EvidenceShelf
from web.forms import Form, Phrases, Wrong
from web.job_pages import JobPages
from web.score_shown import block_path, ranked, when
from web.table import number

FORM = "viec-cua-khoi"
FREEZE = "chot"
_LONGEST_NAME = 60

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept:
    """A frozen revision, as listed."""

    number: int
    when: str
    by: str
    reason: str
    sha256: str
    path: str


@dataclass(frozen=True, slots=True)
class ScoreDesk:
    """What the pages of the score share: the block they are about, and how it is changed."""

    desk: Desk
    jobs: JobPages
    keeper: Standing
    shelf: EvidenceShelf
    commune: str

    @property
    def texts(self) -> Phrases:
        """Return the sentences of these pages."""
        return self.desk.look.texts["score"]

    def read(self, request: Request, ask: Callable[[Connection, Block], T]) -> T | Response:
        """Return the answer of a question about the block in the address; a page that says why there is none."""
        year, block = request.path_params["year"], request.path_params["block"]
        try:
            found = self.desk.door.read(lambda tx: self._asked(tx, year, block, ask))
        except StepError:
            return self.desk.look.problem("broken_freeze", 500)
        return self.desk.look.problem("no_block", 404) if found is None else found

    def _asked(self, tx: Connection, year: str, block: str, ask: Callable[[Connection, Block], T]) -> T | None:
        of = find(tx, year, block)
        return ask(tx, score_desk.block(tx, of, self.desk.today())) if of else None

    def change(self, form: Form, do: Callable[[Connection, Block], T]) -> T:
        """Let something be done with the block a form is about, by one person at a time.

        Raises:
            Wrong: when there is no such block, or it cannot be done; nothing is kept then.
        """

        def change(tx: Connection) -> T:
            adopted = find(tx, form.text("year"), form.text("block"))
            if adopted is None:
                raise Wrong(self.texts["gone"])
            try:
                return do(tx, score_desk.block_to_change(tx, adopted, self.desk.today()))
            except StepError as error:
                raise Wrong(str(error)) from error

        return self.desk.write(change)

    def now(self) -> datetime:
        """Return the moment, to the second: what is kept is what is shown."""
        return self.desk.door.clock().replace(microsecond=0)

    @property
    def place(self) -> Place:
        """Return where papers are from."""
        return Place(self.commune, self.desk.door.timezone)

    def note(self, tx: Connection, form: Form, of: Block, what: str, detail: str) -> None:
        """Keep in the log which officer did this, whoever decided it."""
        told = f"{of.table.year}, {of.table.block}: {detail}"
        audits.add(tx, Audit(self.now(), form.officer(), what, told))

    def council(self, form: Form) -> Actor:
        """Return in whose name a decision of the council is written down.

        Raises:
            Wrong: when it is not said who decided.
        """
        return Actor(form.line("decided_by", "no_decider", _LONGEST_NAME), Role.COUNCIL, self.now())


def to_print(made: bytes, file_name: str) -> Response:
    """Send a paper as a file to print; its name is plain ASCII."""
    headers = {
        "Content-Disposition": f'attachment; filename="{file_name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(made, media_type="application/pdf", headers=headers)


def find(tx: Connection, year: str, block: str) -> score_tables.Adopted | None:
    """Return the table of a year and block as they stand in an address; None where there is none."""
    is_year = len(year) == len("2026") and year.isascii() and year.isdigit()
    return score_tables.adopted(tx, int(year), block) if is_year else None


@dataclass(frozen=True, slots=True)
class BlockPage:
    """Shows one block and does what is done with all of it."""

    score: ScoreDesk

    def show(self, request: Request) -> Response:
        """Show how the units rank."""
        today, now = self.score.desk.today(), self.score.now()
        typed = request.query_params.get("ban", "")
        revision = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0

        def ask(tx: Connection, of: Block) -> tuple[Block, Frozen, str, list[Revision]]:
            kept = list(freezing.revisions(tx, of.adopted.id))
            shown, sha256 = freezing.stands(tx, of, today, now, min(revision, len(kept)))
            return of, shown, sha256, kept

        found = self.score.read(request, ask)
        if isinstance(found, Response):
            return found
        return self.score.desk.show(request, "score_block.html", lambda: self._contents(*found))

    def minutes(self, request: Request) -> Response:
        """Send the form of the council's minutes."""
        today, now = self.score.desk.today(), self.score.now()
        found = self.score.read(request, lambda tx, of: freezing.stands(tx, of, today, now))
        if isinstance(found, Response):
            return found
        return to_print(minutes_pdf(*found, self.score.place), f"bien-ban-{found[0].table.year}.pdf")

    def _contents(self, of: Block, shown: Frozen, sha256: str, kept: list[Revision]) -> Contents:
        zone, path = self.score.desk.door.timezone, block_path(of.table.year, of.table.block)
        revisions = [
            Kept(
                one.frozen.revision,
                when(one.frozen.at, zone),
                one.frozen.by,
                one.frozen.reason,
                one.sha256,
                f"{path}?ban={one.frozen.revision}",
            )
            for one in kept
        ]
        values = {
            **about(of, shown),
            "finding": self._finding(of, shown),
            "rows": ranked(of, shown),
            "sha256": sha256,
            "revision": shown.revision,
            "revisions": revisions,
            "waiting": () if shown.revision else tuple(score_desk.unscorable(of)),
            "is_ready": not shown.revision and bool(of.ranked) and _count(of, Stage.CONFIRMED) == len(of.ranked),
            "carried": [
                say("score.carried", unit=one.name, day=written(one.last), into=one.into or "–")
                for one in shown.carried
            ],
        }
        return values, {FORM}

    def _finding(self, of: Block, shown: Frozen) -> str:
        texts, count = self.score.texts, len(of.ranked)
        if shown.revision:
            return texts["frozen"].format(count=number(len(shown.sheets)), year=of.table.year)
        to_review = _count(of, Stage.SUBMITTED) + _count(of, Stage.EXPLAINED)
        if to_review:
            return texts["to_review"].format(count=number(to_review), all=number(count))
        confirmed = _count(of, Stage.CONFIRMED)
        return texts["confirmed"].format(count=number(confirmed), all=number(count))

    def take(self, form: Form) -> Outcome:
        """Have the program propose, or papers made."""
        if form.text("do") == "papers":
            return self._ask_papers(form)
        today, score = self.score.desk.today(), self.score

        def propose(tx: Connection, of: Block) -> int:
            count = score_desk.propose(tx, of, today, score.now(), score.keeper)
            score.note(tx, form, of, "score_proposed", str(count))
            return count

        form.officer()
        count = score.change(form, propose)
        return sentence(score.texts, "proposed", count=number(count), day=written(today))

    def _ask_papers(self, form: Form) -> Outcome:
        of = self.score.desk.door.read(lambda tx: find(tx, form.text("year"), form.text("block")))
        if of is None or form.visitor is None:
            raise Wrong(self.score.texts["gone"])
        year, block = str(of.table.year), of.table.block
        today = self.score.desk.today()
        units = self.score.desk.door.read(lambda tx: score_desk.block(tx, of, today)).ranked
        arguments = ("score", "papers", "--out", jobs.OUT, "--year", year, "--block", block)
        return self.score.jobs.ask(form.visitor, "score_papers", arguments, f"cham-diem-{year}.zip", len(units) + 1)


@dataclass(frozen=True, slots=True)
class FreezePage:
    """Asks once more before a block is frozen, and freezes it."""

    score: ScoreDesk

    def show(self, request: Request) -> Response:
        """Show what would be frozen."""
        today, now = self.score.desk.today(), self.score.now()
        found = self.score.read(request, lambda tx, of: (of, freezing.stands(tx, of, today, now)[0]))
        if isinstance(found, Response):
            return found
        of, shown = found
        open_ones = [of.name(one) for one in of.ranked if of.sheet(one.code).stage is not Stage.CONFIRMED]
        values = {**about(of, shown), "rows": ranked(of, shown), "open": open_ones, "is_frozen": bool(shown.revision)}
        return self.score.desk.show(request, "score_freeze.html", lambda: (values, {FREEZE}))

    def take(self, form: Form) -> Outcome:
        """Freeze the block."""
        score, actor, today = self.score, self.score.council(form), self.score.desk.today()
        form.officer()

        def freeze(tx: Connection, of: Block) -> Revision:
            if freezing.latest(tx, of.adopted.id) is not None:
                raise Wrong(score.texts["frozen_before"])
            made = freezing.freeze(tx, of, actor, today)
            score.note(tx, form, of, "score_step", say("step.freeze"))
            return made

        made = score.change(form, freeze)
        table = made.frozen.table
        says = score.texts["froze"].format(count=number(len(made.frozen.scores)))
        return Outcome(says, then=unquote(block_path(table.year, table.block)))  # as a request names its own path


def about(of: Block, shown: Frozen) -> dict[str, object]:
    """Return what every page about a block says of it."""
    table = shown.table
    return {
        "year": table.year,
        "block": table.block,
        "name": table.name,
        "block_path": block_path(table.year, table.block),
        "marks": marks(shown),
        "adopted_by": of.adopted.adopted_by,
        "adopted_on": written(of.adopted.adopted_on),
        "as_of": written(shown.as_of),
        "rounding": rounding(table),
    }


def _count(of: Block, stage: Stage) -> int:
    return sum(of.sheet(one.code).stage is stage for one in of.ranked)
