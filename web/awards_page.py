"""The page of awards: who reaches the criteria, why, with the signs beside it; the office proposes and decides.

Who was proposed stays on it whatever became of the figures: a person has to decide.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from campaign.awards import AwardKind, Candidate, Criteria, heading
from papers.awards import Lists, Proposals, notes, reached, state_of, to_csv
from papers.participation import Separator
from storage import award_lists, awards, marks
from storage.award_lists import AwardYear
from storage.awards import LONGEST_REASON
from storage.heavy import Ask
from storage.standing import Standing
from web.days import written
from web.desk import Contents, Desk, Outcome, visitor_of
from web.door import HOME
from web.entrance import Role
from web.forms import Form, Phrases, Wrong
from web.patience import patiently

PATH = f"{HOME}/khen-thuong"
CSV = f"{PATH}.csv"

MOST_SHOWN = 10
"""Candidates of a kind at first: what is read in one look."""

MOST_OF_A_KIND = 100
"""Candidates of the kind that is asked for; the file has all of them."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A candidate as it is shown; `form` names its form, `proposal` is 0 before it was proposed.

    `fallen` says that it was proposed and does not reach the criteria any more, "" while it does.
    """

    form: str
    kind: str
    key: str
    rank: int | None
    called: str
    unit: str
    fallen: str
    reasons: tuple[tuple[str, bool], ...]
    signs: tuple[str, ...]
    proposal: int
    state: str


@dataclass(frozen=True, slots=True)
class ShownList:
    """The candidates of one kind: the first of them, how many reach the criteria, and how many are left out here.

    `all_of` is where more of them are shown, "" where that is this page.
    """

    kind: str
    heading: str
    count: int
    shown: tuple[Shown, ...]
    left: int
    all_of: str


@dataclass(frozen=True, slots=True)
class AwardsPage:
    """Shows the candidates of a year, this one unless the address says otherwise; nothing on it happens by itself."""

    desk: Desk
    keeper: Standing
    criteria: Criteria
    ask: Ask

    @property
    def texts(self) -> Phrases:
        """Return the sentences of this page."""
        return self.desk.look.texts["awards"]

    def show(self, request: Request) -> Response:
        """Show the lists; the council sees those learners only who agreed to be named."""
        only_agreed, asked = visitor_of(request).role != Role.OFFICE, request.query_params.get("nam", "")
        named = request.query_params.get("loai", "")
        wanted = AwardKind(named) if named in list(AwardKind) else None
        return self.desk.show(request, "awards.html", lambda: self._contents(asked, wanted, only_agreed=only_agreed))

    def csv(self, request: Request) -> Response:
        """Send the same lists as a file for spreadsheets."""
        only_agreed, asked = visitor_of(request).role != Role.OFFICE, request.query_params.get("nam", "")

        def found(tx: Connection) -> tuple[int, Lists, Proposals, bool]:
            of = self._year(tx, asked)
            return of.year, *self._lists(tx, of, self.ask, only_agreed=only_agreed), marks.is_demo(tx)

        year, lists, proposals, is_demo = patiently(lambda: self.desk.door.read(found))
        made = to_csv(lists, proposals, bom=True, separator=Separator.COMMA, is_demo=is_demo)
        prefix = "so-lieu-thu-" if is_demo else ""
        headers = {
            "Content-Disposition": f'attachment; filename="{prefix}khen-thuong-{year}.csv"',
            "Cache-Control": "no-store",
        }
        return Response(made, media_type="text/csv; charset=utf-8", headers=headers)

    def take(self, form: Form) -> Outcome:
        """Propose a candidate, or keep what was decided about one."""
        kind, key = form.text("kind"), form.text("key")
        if kind not in list(AwardKind):
            raise Wrong(self.texts["gone"])
        officer, now = form.officer(), self.desk.door.clock()
        if form.text("do") == "propose":
            return self._propose(AwardKind(kind), key, form.text("year"), officer, now)
        return self._decide(AwardKind(kind), key, form, officer, now)

    def _propose(self, kind: AwardKind, key: str, asked: str, officer: str, now: datetime) -> Outcome:
        def propose(tx: Connection) -> bool | None:
            of = self._year(tx, asked)
            found = award_lists.candidates_of(tx, self.criteria, of, (kind,)).get(kind, ())
            if key not in [one.subject.key for one in found]:
                return None
            return awards.propose(tx, kind, key, of.year, officer, now)

        is_new = self.desk.write(propose)
        if is_new is None:
            raise Wrong(self.texts["gone"])
        done = "proposed_learner" if kind is AwardKind.LEARNER else "proposed"
        return Outcome(self.texts[done if is_new else "proposed_before"])

    def _decide(self, kind: AwardKind, key: str, form: Form, officer: str, now: datetime) -> Outcome:
        choice = form.text("decision")
        if choice not in ("yes", "no"):
            raise Wrong(self.texts["no_decision"], "decision")
        reason = form.line("reason", "no_decision_reason", LONGEST_REASON)

        def decide(tx: Connection) -> str:
            proposal = awards.of_year(tx, self._year(tx, form.text("year")).year).get((kind, key))
            if proposal is None:
                return "gone"
            if choice == "yes" and not proposal.may_be_put_forward:
                return "not_agreed"
            awards.decide(tx, proposal.id, choice == "yes", reason, officer, now)
            return ""

        if wrong := self.desk.write(decide):
            raise Wrong(self.texts[wrong], "decision")
        return Outcome(self.texts["put_forward" if choice == "yes" else "left"])

    def _year(self, tx: Connection, asked: str) -> AwardYear:
        """Return the year that is asked for, this one where there is no such year."""
        today = self.desk.today()
        year = next((one for one in award_lists.years(tx, today) if str(one) == asked), today.year)
        return AwardYear(year, today, self.keeper)

    def _lists(self, tx: Connection, of: AwardYear, ask: Ask, *, only_agreed: bool) -> tuple[Lists, Proposals]:
        proposals = awards.of_year(tx, of.year)
        found = award_lists.candidates_of(tx, self.criteria, of, proposed=proposals, ask=ask)
        return {kind: awards.named(some, proposals, only_agreed=only_agreed) for kind, some in found.items()}, proposals

    def _contents(self, asked: str, wanted: AwardKind | None, *, only_agreed: bool) -> Contents:
        def found(tx: Connection) -> tuple[AwardYear, range, Lists, Proposals]:
            of = self._year(tx, asked)
            return of, award_lists.years(tx, of.today), *self._lists(tx, of, self.ask, only_agreed=only_agreed)

        of, years, lists, proposals = self.desk.door.read(found)
        asked_for = {kind: some for kind, some in lists.items() if wanted in (None, kind)}
        shown = [self._list(kind, some, proposals, of.year, wanted) for kind, some in asked_for.items()]
        values: Mapping[str, object] = {
            "lists": shown,
            "all_kinds": f"{PATH}?nam={of.year}" if wanted else "",
            "count": sum(reached(some) for some in lists.values()),
            "year": of.year,
            "years": years,
            "day": written(of.end),
            "notes": notes(self.criteria),
            "only_agreed": only_agreed,
            "longest": LONGEST_REASON,
            "csv": f"{CSV}?nam={of.year}",
        }
        return values, {one.form for each in shown for one in each.shown}

    def _list(
        self, kind: AwardKind, found: Sequence[Candidate], proposals: Proposals, year: int, wanted: AwardKind | None
    ) -> ShownList:
        # What was proposed is worked on: it must not be among those left out.
        most = MOST_OF_A_KIND if wanted else MOST_SHOWN
        first = sorted(found, key=lambda one: (kind, one.subject.key) not in proposals)[:most]
        kept = {one.subject.key for one in first}
        shown = tuple(self._shown(one, proposals) for one in found if one.subject.key in kept)
        all_of = "" if wanted else f"{PATH}?nam={year}&loai={kind.value}"
        return ShownList(kind.value, heading(kind), reached(found), shown, len(found) - len(shown), all_of)

    def _shown(self, one: Candidate, proposals: Proposals) -> Shown:
        subject = one.subject
        proposal = proposals.get((subject.kind, subject.key))
        unit = subject.unit if subject.name and subject.kind is not AwardKind.HAMLET else ""
        return Shown(
            f"{subject.kind.value}-{subject.key}",
            subject.kind.value,
            subject.key,
            one.rank,
            subject.called[0].upper() + subject.called[1:],
            unit,
            "" if one.is_reached else one.sentences()[0],
            tuple((reason.sentence(), reason.is_reached) for reason in one.reasons),
            tuple(sign.sentence() for sign in subject.signs),
            proposal.id if proposal else 0,
            state_of(proposal) if proposal else "",
        )
