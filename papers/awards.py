"""The lists of candidates for awards as text, CSV and JSON: each with its reasons and with the signs beside it."""

import json
from collections.abc import Iterator, Mapping, Sequence

from campaign.awards import AwardKind, Candidate, Criteria, heading, say
from campaign.indicators import WORDS, Note
from papers.participation import Cell, Separator, csv_of
from storage.award_lists import AwardYear
from storage.awards import Proposal

Lists = Mapping[AwardKind, Sequence[Candidate]]
Proposals = Mapping[tuple[AwardKind, str], Proposal]

_COLUMNS = ("kind", "rank", "unit", "name", "reasons", "signs", "decision", "reason_of_decision", "decided_by", "key")


def to_text(lists: Lists, proposals: Proposals, criteria: Criteria, of: AwardYear, *, is_demo: bool = False) -> str:
    """Return the lists for a screen."""
    return "\n".join(_text_lines(lists, proposals, criteria, of, is_demo=is_demo)) + "\n"


def to_csv(
    lists: Lists,
    proposals: Proposals,
    *,
    bom: bool = False,
    separator: Separator = Separator.COMMA,
    is_demo: bool = False,
) -> str:
    """Return the lists as CSV, a line for each candidate; an empty list has its headings only.

    Of an invented commune the first line says so.
    """
    lines: list[dict[str, Cell]] = [_line(one, proposals) for found in lists.values() for one in found]
    if is_demo:
        lines.insert(0, {**dict.fromkeys(_COLUMNS, ""), "kind": "note", "name": WORDS.note(Note.DEMO)})
    return csv_of(lines or [dict.fromkeys(_COLUMNS, "")], bom=bom, separator=separator)


def to_json(lists: Lists, proposals: Proposals, criteria: Criteria, of: AwardYear, *, is_demo: bool = False) -> str:
    """Return the lists as JSON; a rank is null where nothing is ranked."""
    shape = {
        "year": of.year,
        "as_of": of.end.isoformat(),
        "criteria": criteria.name,
        "is_example": criteria.is_example,
        "lists": {kind.value: [_shape(one, proposals) for one in found] for kind, found in lists.items()},
        "notes": notes(criteria, is_demo=is_demo),
    }
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"


def notes(criteria: Criteria, *, is_demo: bool = False) -> list[str]:
    """Return what has to be said below the lists; an invented commune says that it is one."""
    return [
        *((WORDS.note(Note.DEMO),) if is_demo else ()),
        *((say("example"),) if criteria.is_example else ()),
        say("never_automatic"),
    ]


def reached(found: Sequence[Candidate]) -> int:
    """Return how many of a list reach the criteria; the others were proposed when they did."""
    return sum(one.is_reached for one in found)


def _text_lines(
    lists: Lists, proposals: Proposals, criteria: Criteria, of: AwardYear, *, is_demo: bool
) -> Iterator[str]:
    yield say("title", name=criteria.name, year=of.year, day=f"{of.end:%d/%m/%Y}")
    for kind, found in lists.items():
        yield ""
        count = reached(found)
        yield say("count", kind=heading(kind), count=count) if count else say("nobody", kind=heading(kind))
        for one in found:
            rank = f"{one.rank}. " if one.rank else "- "
            yield f"{rank}{one.subject.called}{_of_unit(one)} [{one.subject.key}]"
            yield from (f"    {sentence}" for sentence in one.sentences())
            yield from (say("sign_line", sentence=sign.sentence()) for sign in one.subject.signs)
            proposal = _proposal(one, proposals)
            if proposal is not None:
                yield f"    {state_of(proposal)}"
    yield ""
    yield from notes(criteria, is_demo=is_demo)


def _of_unit(one: Candidate) -> str:
    is_told = one.subject.kind is AwardKind.HAMLET or not one.subject.name
    return "" if is_told else f" ({one.subject.unit})"


def state_of(proposal: Proposal) -> str:
    """Return how a proposal stands, in a sentence: what the learner answered, and what was decided why by whom."""
    key = {None: "waits", True: "put_forward", False: "left"}[proposal.is_put_forward]
    told = say(key, reason=proposal.reason, by=proposal.decided_by, proposed_by=proposal.proposed_by)
    if proposal.kind is not AwardKind.LEARNER:
        return told
    agreed = "agreed_unnamed" if proposal.agreed and not proposal.name else _ANSWERS[proposal.agreed]
    return f"{told} {say(agreed)}"


_ANSWERS = {None: "not_answered", True: "agreed", False: "refused"}


def _proposal(one: Candidate, proposals: Proposals) -> Proposal | None:
    return proposals.get((one.subject.kind, one.subject.key))


def _line(one: Candidate, proposals: Proposals) -> dict[str, Cell]:
    reasons = " ".join(one.sentences())
    signs = " ".join(sign.sentence() for sign in one.subject.signs)
    proposal = _proposal(one, proposals)
    decided = (state_of(proposal), proposal.reason, proposal.decided_by) if proposal else ("", "", "")
    subject = one.subject
    values = (subject.kind.value, one.rank or "", subject.unit, subject.called, reasons, signs, *decided, subject.key)
    return dict(zip(_COLUMNS, values, strict=True))


def _shape(one: Candidate, proposals: Proposals) -> dict[str, object]:
    proposal = _proposal(one, proposals)
    return {
        "key": one.subject.key,
        "rank": one.rank,
        "unit": one.subject.unit,
        "name": one.subject.called,
        "is_reached": one.is_reached,
        "reasons": [
            {
                "measure": reason.criterion.measure.value,
                "value": None if reason.value is None else float(reason.value),
                "at_least": float(reason.criterion.at_least),
                "is_reached": reason.is_reached,
                "sentence": reason.sentence(),
            }
            for reason in one.reasons
        ],
        "signs": [sign.sentence() for sign in one.subject.signs],
        "is_proposed": proposal is not None,
        "is_put_forward": proposal.is_put_forward if proposal else None,
        "state": state_of(proposal) if proposal else None,
    }
