"""The papers of a scored block: the sheet that explains a unit's points, and the form of the council's minutes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from decimal import Decimal
from fractions import Fraction

from campaign.columns import columns, entries_of
from campaign.criteria import Criterion, Formula, GateOf, Rounding, ScoreTable
from campaign.formulas import excess
from campaign.frozen import Frozen, FrozenSheet, is_trial
from campaign.indicators import WORDS, Indicator, Rate
from campaign.score import UnitScore, half_up, written
from campaign.sheet import FIGURE, FILE, Entry, Evidence, Role, Step, deciding
from papers.cards import words
from papers.cards.drawing import Written, to_pdf
from papers.score_words import say
from papers.scores import points_written, remark

_SHOWN = (Role.UNIT, Role.OFFICE, Role.COUNCIL)
_HASH_SHOWN = 16


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paper is from, and by which time its days are told."""

    commune: str
    zone: tzinfo


def sheet_pdf(shown: Frozen, unit: str, place: Place) -> bytes:
    """Return the sheet of a unit as a PDF of one page, A4 across.

    Raises:
        StopIteration: when the block has no such unit.
    """
    sheet = next(one for one in shown.sheets if one.unit == unit)
    return to_pdf("score_sheet", sheet_written(shown, sheet, place), _day(shown, place))


def minutes_pdf(shown: Frozen, sha256: str, place: Place) -> bytes:
    """Return the form of the minutes with the results of the block as a PDF."""
    return to_pdf("score_minutes", minutes_written(shown, sha256, place), _day(shown, place))


def marks(shown: Frozen) -> list[str]:
    """Return what is printed above scores that are no real ones yet."""
    trial = say("score.trial") if is_trial(shown.table.year, shown.adopted_on) else ""
    example = say("score.example") if shown.table.is_example else ""
    return [mark for mark in (trial, example) if mark]


def rounding(table: ScoreTable) -> str:
    """Return the words that say how points are rounded."""
    key = "score.rounded_leaf" if table.rounding is Rounding.LEAF else "score.rounded_total"
    return say(key, decimals=str(table.decimals))


def sheet_written(shown: Frozen, sheet: FrozenSheet, place: Place) -> dict[str, Written]:
    """Return what stands on the sheet of a unit."""
    by_role = columns(shown)
    own = {role: by_role[role].get(sheet.unit) for role in _SHOWN}
    rank = next((one for one in shown.scores if one.unit == sheet.unit), None)
    return {
        **_heads(place),
        "title": say("paper.sheet"),
        "unit": say("paper.unit", unit=_tidy(sheet.name), code=sheet.unit, year=str(shown.table.year)),
        "table": _tidy(shown.table.name),
        "marks": list[Written](marks(shown)),
        "heads": [say(f"paper.{name}") for name in ("code", "criterion", "maximum", "reckoning")]
        + [say(f"column.{role}") for role in _SHOWN],
        "lines": [_line(shown, sheet, one, own) for one in shown.table.walk()],
        "total_label": say("score.total"),
        "total_maximum": written(shown.table.maximum),
        "totals": [points_written(one.total) if one else "" for one in own.values()],
        "notes": list[Written](_notes(shown, sheet, rank, place)),
        "signers": [_signer(name) for name in ("unit", "office", "council")],
    }


def _heads(place: Place) -> dict[str, Written]:
    commune = _tidy(place.commune).replace(" ", "\u00a0")  # the name is not torn apart
    return {
        "superior": say("paper.superior", commune=commune),
        "issuer": say("paper.council"),
        "state": say("paper.state"),
        "motto": say("paper.motto"),
    }


def _signer(name: str) -> Written:
    return {"role": say(f"signer.{name}"), "how": say("paper.sign")}


def _tidy(text: str) -> str:
    """Return a text without signs that no font of ours has; words that are too long may be broken."""
    return " ".join(words.clean(word) for word in text.split())


def _day(shown: Frozen, place: Place) -> date:
    return shown.at.astimezone(place.zone).date()


def _line(
    shown: Frozen, sheet: FrozenSheet, one: Criterion, own: Mapping[Role, UnitScore | None]
) -> dict[str, Written]:
    given = {role: entries_of([sheet], role).get(sheet.unit, {}) for role in _SHOWN}
    points = [
        points_written(scored.points[one.code]) if scored and (one.children or one.code in given[role]) else ""
        for role, scored in own.items()
    ]
    entry = deciding(sheet.entries).get(one.code) or given[Role.UNIT].get(one.code)
    return {
        "code": one.code,
        "name": _tidy(one.name),
        "maximum": written(one.maximum),
        "is_group": bool(one.children),
        "reckoning": "" if one.children else reckoning(shown, sheet, one, entry),
        "evidence": list[Written](_evidence(entry, [*given[Role.OFFICE].values(), *given[Role.COUNCIL].values()])),
        "points": list[Written](points),
    }


def reckoning(shown: Frozen, sheet: FrozenSheet, leaf: Criterion, entry: Entry | None) -> str:
    """Return how the points of a leaf were found, with the numbers that went in."""
    if leaf.rule is None or entry is None or entry.actual is None:
        return say("reckoning.none" if leaf.formula is Formula.BONUS_PENALTY else "reckoning.nothing")
    rule, target = leaf.rule, sheet.targets.get(leaf.code)
    decided = {one.unit: deciding(one.entries).get(leaf.code) for one in shown.sheets}
    actuals = {unit: each.actual for unit, each in decided.items() if each is not None and each.actual is not None}
    key = rule.formula.value
    if rule.formula is Formula.HALF_AND_LEADER and target is None:
        key = Formula.SHARE_OF_BEST.value
    if rule.formula is Formula.YES_NO:
        key = "yes" if entry.actual else "no"
    return say(
        f"reckoning.{key}",
        max=written(leaf.maximum),
        actual=written(entry.actual),
        target="" if target is None else written(target),
        best=written(max(actuals.values(), default=Decimal())),
        largest=_largest(shown, leaf, actuals),
        points="" if rule.points is None else written(rule.points),
        least="" if rule.least is None else written(rule.least),
        steps="; ".join(
            say("reckoning.step", at_least=written(step.at_least), points=written(step.points)) for step in rule.steps
        ),
        of=say("reckoning.of_target", target=written(target)) if target is not None and rule.steps else "",
    )


def _largest(shown: Frozen, leaf: Criterion, actuals: Mapping[str, Decimal]) -> str:
    """Return the largest excess of the block in per cent."""
    targets = {one.unit: one.targets[leaf.code] for one in shown.sheets if leaf.code in one.targets}
    known = [excess(Fraction(actuals[unit]), Fraction(targets[unit])) for unit in actuals.keys() & targets.keys()]
    return written(half_up(100 * max(known, default=Fraction()), 2))


def _evidence(entry: Entry | None, judged: list[Entry]) -> Iterator[str]:
    for piece in entry.evidence if entry else ():
        yield piece_written(piece)
    for one in judged:
        if entry and one.criterion == entry.criterion and one.reason:
            yield say("paper.reason", by=_tidy(one.by), reason=_tidy(one.reason))


def piece_written(piece: Evidence) -> str:
    """Return what a value rests on, in words: a figure with its own numbers, source and cut-off day."""
    if piece.kind == FILE:
        return say("paper.file", name=_tidy(piece.name), sha256=piece.sha256[:_HASH_SHOWN])
    if piece.kind != FIGURE:
        return say("paper.link", address=_tidy(piece.name))
    heading = WORDS.headings[Indicator(piece.name)]
    last = words.day(piece.last) if piece.last else ""
    source = say("paper.source", source=_tidy(piece.source)) if piece.source else ""
    if piece.numerator is None:
        return say("paper.no_figure", heading=heading, day=last)
    if piece.denominator is None:
        return say("paper.figure", heading=heading, number=words.number(piece.numerator), day=last, source=source)
    return say(
        "paper.rate",
        heading=heading,
        numerator=words.number(piece.numerator),
        denominator=words.number(piece.denominator),
        rate=str(Rate(piece.numerator, piece.denominator)),
        day=last,
    )


def _notes(shown: Frozen, sheet: FrozenSheet, rank: UnitScore | None, place: Place) -> Iterator[str]:
    if rank is not None:
        said = remark(rank)
        key = "paper.rank" if shown.revision else "paper.rank_so_far"
        count = str(len(shown.sheets))
        yield say(key, rank=str(rank.rank), count=count, remark=f" ({said})" if said else "")
    yield say("paper.until", day=words.day(shown.as_of), rounding=rounding(shown.table))
    handed_in = next((taken.at for taken in reversed(sheet.steps) if taken.step is Step.SUBMIT), None)
    if handed_in and shown.table.due and (day := handed_in.astimezone(place.zone).date()) > shown.table.due:
        yield say("paper.late", day=words.day(day), due=words.day(shown.table.due))
    for taken in sheet.steps:
        if taken.step is Step.EXPLAIN:
            yield say("paper.explained", by=_tidy(taken.by), note=_tidy(taken.note))
    if shown.revision > 1:
        yield say("paper.corrected", revision=str(shown.revision), by=_tidy(shown.by), reason=_tidy(shown.reason))
    if shown.revision:
        yield say("paper.hash", sha256=sheet.sha256)
    else:
        yield say("paper.draft")


def minutes_written(shown: Frozen, sha256: str, place: Place) -> dict[str, Written]:
    """Return what stands in the minutes."""
    by_unit = {sheet.unit: sheet for sheet in shown.sheets}
    by_role = columns(shown)
    rows: list[Written] = [
        [
            str(one.rank),
            _tidy(by_unit[one.unit].name),
            *(_total(by_role[role].get(one.unit)) for role in (Role.UNIT, Role.OFFICE)),
            points_written(one.total),
            remark(one),
        ]
        for one in shown.scores
    ]
    dotted = "." * 24
    table, year = _tidy(shown.table.name), str(shown.table.year)
    return {
        **_heads(place),
        "title": say("minutes.title"),
        "about": say("minutes.about", year=year),
        "marks": list[Written](marks(shown)),
        "opening": [say("minutes.opening", commune=_tidy(place.commune), dots=dotted)],
        "present_heading": say("minutes.present_heading"),
        "present": [say(f"minutes.{name}", dots=dotted * 2) for name in ("chair", "secretary", "present", "absent")],
        "content_heading": say("minutes.content_heading"),
        "content": [
            say("minutes.table", table=table, day=words.day(shown.adopted_on), by=_tidy(shown.adopted_by)),
            " ".join([say("paper.until", day=words.day(shown.as_of), rounding=rounding(shown.table)), *_rules(shown)]),
            say("minutes.results"),
        ],
        "heads": [say("score.rank"), say("score.unit"), say("column.unit"), say("column.office"), say("score.counts"),
                  say("minutes.remark")],
        "rows": rows,
        "notes": list[Written](_minutes_notes(shown, sha256)),
        "disputes_heading": say("minutes.disputes_heading"),
        "disputes": list[Written](_disputes(shown)),
        "conclusion_heading": say("minutes.conclusion_heading"),
        "conclusion": [say("minutes.vote", dots=dotted)],
        "closing": say("minutes.closing"),
        "signers": [_signer("secretary"), _signer("chair")],
    }  # fmt: skip


def _total(one: UnitScore | None) -> str:
    return points_written(one.total) if one else ""


def _rules(shown: Frozen) -> Iterator[str]:
    gate = shown.table.gate
    if gate is not None:
        key = "minutes.gate_leaf" if gate.of is GateOf.LEAF else "minutes.gate_top"
        yield say(key, percent=written(gate.percent))
    if shown.table.tie_breakers:
        yield say("minutes.ties", codes=", ".join(shown.table.tie_breakers))


def _minutes_notes(shown: Frozen, sha256: str) -> Iterator[str]:
    for one in shown.carried:
        yield say("score.carried", unit=_tidy(one.name), day=words.day(one.last), into=_tidy(one.into) or "–")
    if shown.revision > 1:
        yield say("paper.corrected", revision=str(shown.revision), by=_tidy(shown.by), reason=_tidy(shown.reason))
    yield say("score.frozen", revision=str(shown.revision), sha256=sha256) if sha256 else say("paper.draft")


def _disputes(shown: Frozen) -> Iterator[str]:
    for sheet in shown.sheets:
        for taken in sheet.steps:
            if taken.step is Step.EXPLAIN:
                yield say("minutes.dispute", unit=_tidy(sheet.name), by=_tidy(taken.by), note=_tidy(taken.note))
