"""Scores and sheets on the screen."""

import json
from collections.abc import Mapping
from datetime import tzinfo

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

from campaign.columns import columns, entries_of
from campaign.criteria import ScoreTable
from campaign.frozen import Frozen, is_trial
from campaign.score import UnitScore, written
from campaign.sheet import Role, Stage
from papers import scores
from papers.score_papers import marks, rounding
from papers.score_words import say
from papers.scores import points_written
from storage.score_desk import stage_name

_ROLES = (Role.PROGRAM, Role.UNIT, Role.OFFICE, Role.COUNCIL)


def print_scores(table: ScoreTable, scored: tuple[UnitScore, ...], names: Mapping[str, str]) -> None:
    """Print the points of every unit in every criterion."""
    drawn = Table(title=f"{table.name}, năm {table.year}", caption=rounding(table), caption_justify="left")
    for at, head in enumerate(scores.heading(table)):
        drawn.add_column(head, justify="left" if at == 1 or not head else "right", no_wrap=True)
    for row in scores.rows(table, scored, names):
        drawn.add_row(*row)
    if table.is_example:
        print(say("score.example").upper())
    _print(drawn)


def print_block(shown: Frozen, sha256: str, stages: Mapping[str, Stage]) -> None:
    """Print how the units of a block stand: each column's total, and the rank by what counts."""
    names = {sheet.unit: sheet.name for sheet in shown.sheets}
    by_role, ranked = columns(shown), {one.unit: one for one in shown.scores}
    drawn = Table(title=f"{shown.table.name}, năm {shown.table.year}", caption=rounding(shown.table))
    heads = (say("score.rank"), say("score.unit"), *(say(f"column.{role}") for role in _ROLES), say("score.counts"))
    for at, head in enumerate((*heads, say("score.stage"), "")):
        drawn.add_column(head, justify="right" if at == 0 or 2 <= at <= 6 else "left", no_wrap=True)
    order = [*ranked, *sorted(names.keys() - ranked.keys())]
    for unit in order:
        totals = [points_written(of[unit].total) if unit in of else "" for of in by_role.values()]
        one = ranked.get(unit)
        rank, total = (str(one.rank), points_written(one.total)) if one else ("", "")
        stage = stage_name(Stage.FROZEN if shown.revision else stages[unit])
        drawn.add_row(rank, f"{names[unit]} [{unit}]", *totals, total, stage, scores.remark(one) if one else "")
    for mark in marks(shown):
        print(mark)
    _print(drawn)
    for carried in shown.carried:
        print(say("score.carried", unit=carried.name, day=f"{carried.last:%d/%m/%Y}", into=carried.into or "–"))
    print(say("score.frozen", revision=str(shown.revision), sha256=sha256) if sha256 else say("score.open"))
    if shown.reason:
        print(say("score.corrected", by=shown.by, reason=shown.reason))


def print_unit(shown: Frozen, unit: str, zone: tzinfo) -> None:
    """Print the sheet of a unit, criterion by criterion."""
    sheet = next(one for one in shown.sheets if one.unit == unit)
    by_role, given = columns(shown), {role: entries_of([sheet], role).get(unit, {}) for role in _ROLES}
    drawn = Table(title=f"{sheet.name} [{unit}], năm {shown.table.year}", caption=sheet.sha256)
    heads = ("", say("score.criterion"), say("score.maximum"), *(say(f"column.{role}") for role in _ROLES))
    for at, head in enumerate(heads):
        drawn.add_column(head, justify="right" if at > 1 else "left", max_width=50 if at == 1 else None)
    for one in shown.table.walk():
        points = (
            points_written(of[unit].points[one.code])
            if unit in of and (one.children or one.code in given[role])
            else ""
            for role, of in by_role.items()
        )
        drawn.add_row(one.code, one.name, written(one.maximum), *points)
    for mark in marks(shown):
        print(mark)
    _print(drawn)
    for role in (Role.OFFICE, Role.COUNCIL):
        for code, entry in entries_of([sheet], role).get(unit, {}).items():
            if entry.reason:
                print(f"{code}, {entry.by}: {entry.reason}")
    for taken in sheet.steps:
        note = f": {taken.note}" if taken.note else ""
        print(f"{taken.at.astimezone(zone):%d/%m/%Y} {say(f'step.{taken.step}')}, {taken.by}{note}")


def print_json(shown: Frozen, sha256: str) -> None:
    """Print the scores as JSON, with what they are."""
    shape = json.loads(scores.to_json(shown.table, shown.scores))
    about = {
        "year": shown.table.year,
        "block": shown.table.block,
        "as_of": shown.as_of.isoformat(),
        "trial": is_trial(shown.table.year, shown.adopted_on),
        "revision": shown.revision,
        "sha256": sha256 or None,
    }
    print(json.dumps({**about, **shape}, ensure_ascii=False, indent=2))


def _print(drawn: Table) -> None:
    console = Console(markup=False, highlight=False)
    wanted = Measurement.get(console, console.options.update(max_width=1000), drawn).maximum
    console.width = max(console.width, wanted)  # a table that is cut off is no table
    console.print(drawn)
