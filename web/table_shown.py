"""How a score table is shown to be looked at, and how it differs from another: both from the same words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from campaign.criteria import Criterion, ScoreTable
from campaign.indicators import WORDS
from campaign.score import written
from papers.score_words import say
from web.days import written as day_written
from web.forms import Phrases


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion; `how` is how a leaf is scored, with everything its formula is told."""

    code: str
    name: str
    maximum: str
    is_group: bool
    how: str
    told: tuple[tuple[str, str], ...]


def lines(table: ScoreTable) -> Iterator[Line]:
    """Yield the criteria in the order of the table."""
    for one in table.walk():
        told = _told(one)
        how = told.pop("formula", "")
        shown = tuple((say(f"book.{name}"), text) for name, text in told.items() if name not in ("name", "max"))
        yield Line(one.code, one.name, written(one.maximum), bool(one.children), how, shown)


def general(table: ScoreTable) -> Mapping[str, str]:
    """Return what holds for the whole table, by what it is called."""
    gate = f"{written(table.gate.percent)}, {say(f'book.gate_{table.gate.of}')}" if table.gate else ""
    found = {
        "year": str(table.year),
        "block": table.block,
        "kinds": ", ".join(WORDS.kinds[kind] for kind in table.kinds),
        "max": written(table.maximum),
        "rounding": say(f"book.rounding_{table.rounding}"),
        "decimals": str(table.decimals),
        "gate": gate,
        "tie_breakers": ", ".join(table.tie_breakers),
        "due": day_written(table.due) if table.due else "",
        "example": say("book.yes") if table.is_example else "",
    }
    return {say(f"book.{name}"): text for name, text in found.items() if text}


def differences(old: ScoreTable, new: ScoreTable, texts: Phrases) -> Iterator[str]:
    """Yield a line about everything in which a table differs from the one before."""
    before, after = {say("book.name"): old.name, **general(old)}, {say("book.name"): new.name, **general(new)}
    yield from _cells(before, after, texts)
    for code, one in new.by_code.items():
        known = old.by_code.get(code)
        if known is None:
            yield texts["criterion_added"].format(code=code, name=one.name, max=written(one.maximum))
        else:
            told = "; ".join(_cells(_labelled(known), _labelled(one), texts))
            if told:
                yield texts["criterion_changed"].format(code=code, what=told)
    for code, one in old.by_code.items():
        if code not in new.by_code:
            yield texts["criterion_removed"].format(code=code, name=one.name)
    kept = [code for code in new.by_code if code in old.by_code]
    if kept != [code for code in old.by_code if code in new.by_code]:
        yield texts["reordered"]


def _cells(before: Mapping[str, str], after: Mapping[str, str], texts: Phrases) -> Iterator[str]:
    for label in dict.fromkeys((*before, *after)):
        old, new = before.get(label, ""), after.get(label, "")
        if old != new:
            yield texts["cell"].format(label=label, old=old or texts["nothing"], new=new or texts["nothing"])


def _labelled(one: Criterion) -> Mapping[str, str]:
    return {say(f"book.{name}"): text for name, text in _told(one).items()}


def _told(one: Criterion) -> dict[str, str]:
    """Return what a criterion says, by the name of the field."""
    found = {"name": one.name, "max": written(one.maximum)}
    if one.rule is None:
        return found
    rule = one.rule
    found["formula"] = say(f"formula.{rule.formula}")
    numbers = {"target": rule.target, "points": rule.points, "min": rule.least}
    found |= {name: written(value) for name, value in numbers.items() if value is not None}
    if rule.steps:
        found["bands"] = "; ".join(f"{written(step.at_least)}: {written(step.points)}" for step in rule.steps)
        found["of"] = say("book.of_target" if rule.of_target else "book.of_actual")
    if rule.without_target:
        found["without_target"] = say("formula.share_of_best")
    found["source"] = WORDS.headings[one.source] if one.source else say("book.typed")
    return {**found, "evidence": one.evidence} if one.evidence else found
