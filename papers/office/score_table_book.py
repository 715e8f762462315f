"""A score table as a workbook, for a council to change in a spreadsheet."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from campaign.criteria import Criterion, Formula, GateOf, Rounding, ScoreTable
from campaign.indicators import WORDS, Indicator
from campaign.score import written
from campaign.table_shape import COUNTED, TYPED
from papers.office.book import Book, Value, height_of
from papers.score_words import say

GENERAL = (
    "year",
    "block",
    "name",
    "example",
    "rounding",
    "decimals",
    "kinds",
    "gate",
    "gate_of",
    "tie_breakers",
    "due",
)
CRITERION = (
    "code", "parent", "name", "max", "formula", "target", "points", "min", "bands", "of", "without_target", "source",
    "evidence",
)  # fmt: skip
PARAMS = ("target", "points", "min", "bands", "of", "without_target")
_WIDTHS = {"name": 36, "formula": 22, "source": 20, "evidence": 22, "bands": 14}
_MADE = date(2026, 1, 1)
"""The same table is the same file."""
LISTS: dict[str, dict[str, str]] = {
    "formula": {one.value: say(f"formula.{one.value}") for one in Formula},
    "source": {TYPED: say("book.typed")} | {f"{COUNTED}{one.value}": WORDS.headings[one] for one in Indicator},
    "rounding": {one.value: say(f"book.rounding_{one.value}") for one in Rounding},
    "gate_of": {one.value: say(f"book.gate_{one.value}") for one in GateOf},
    "of": {"actual": say("book.of_actual"), "target": say("book.of_target")},
    "without_target": {"share_of_best": say("formula.share_of_best")},
    "example": {"true": say("book.yes"), "false": say("book.no")},
}
"""What the file calls something, and what the workbook calls it; both are understood when it is read."""


def write(table: ScoreTable) -> bytes:
    """Return the workbook of a table; the same table is the same file."""
    book = Book(table.name, _MADE)
    sheet = book.page(say("book.criteria"))
    widths = [_WIDTHS.get(name, 8) for name in CRITERION]
    heads: dict[str, str | Decimal] = {name: say(f"book.{name}") for name in CRITERION}
    rows = [heads, *_criteria(table.criteria)]
    for at, row in enumerate(rows):
        for column, name in enumerate(CRITERION):
            book.write(sheet, at, column, *_cell(row[name], is_head=not at))
        sheet.set_row(at, height_of(zip(map(str, row.values()), widths, strict=True)))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    _offer_lists(sheet, len(table.by_code))
    sheet.freeze_panes(1, 3)
    sheet.repeat_rows(0)
    general = book.page(say("book.general"), is_wide=False)
    general.set_column(0, 0, 34)
    general.set_column(1, 1, 60)
    for at, (name, text) in enumerate(_general(table).items()):
        book.write(general, at, 0, say(f"book.{name}"), "head")
        book.write(general, at, 1, text, "cell", "folded", "typed")
        general.set_row(at, height_of(((text, 60),)))
    return book.close()


def _cell(value: str | Decimal, *, is_head: bool) -> tuple[Value, *tuple[str, ...]]:
    """Return what stands in a cell and its looks: what is typed there stays text, so that 1.1 becomes no date."""
    if is_head:
        return str(value), "head"
    if isinstance(value, Decimal):
        return float(value), "cell", "count" if value == value.to_integral_value() else "part"
    return value, "cell", "folded", "typed"


def _offer_lists(sheet: Worksheet, rows: int) -> None:
    for name in ("formula", "of", "without_target"):
        column = CRITERION.index(name)
        choices = list(LISTS[name].values())
        # A list longer than 255 letters is more than Excel takes; then people copy a cell that is there.
        if len(",".join(choices)) <= 255:
            sheet.data_validation(1, column, rows + 50, column, {"validate": "list", "source": choices})


def _criteria(criteria: Sequence[Criterion], parent: str = "") -> Iterator[dict[str, str | Decimal]]:
    for one in criteria:
        row: dict[str, str | Decimal] = dict.fromkeys(CRITERION, "")
        row |= {"code": one.code, "parent": parent, "name": one.name, "max": one.maximum}
        if one.rule is not None:
            source = f"{COUNTED}{one.source.value}" if one.source else TYPED
            row |= {"formula": LISTS["formula"][one.rule.formula], "source": LISTS["source"][source]}
            numbers = {"target": one.rule.target, "points": one.rule.points, "min": one.rule.least}
            row |= {name: value for name, value in numbers.items() if value is not None}
            row["bands"] = "; ".join(f"{written(step.at_least)}: {written(step.points)}" for step in one.rule.steps)
            row["of"] = LISTS["of"]["target" if one.rule.of_target else "actual"] if one.rule.steps else ""
            row["without_target"] = LISTS["without_target"]["share_of_best"] if one.rule.without_target else ""
            row["evidence"] = one.evidence
        yield row
        yield from _criteria(one.children, one.code)


def _general(table: ScoreTable) -> dict[str, str]:
    return {
        "year": str(table.year),
        "block": table.block,
        "name": table.name,
        "example": LISTS["example"]["true" if table.is_example else "false"],
        "rounding": LISTS["rounding"][table.rounding],
        "decimals": str(table.decimals),
        "kinds": "; ".join(WORDS.kinds[kind] for kind in table.kinds),
        "gate": written(table.gate.percent) if table.gate else "",
        "gate_of": LISTS["gate_of"][table.gate.of] if table.gate else "",
        "tie_breakers": "; ".join(table.tie_breakers),
        "due": table.due.isoformat() if table.due else "",
    }
