"""`hocso score try` and `hocso score table`: score tables by themselves, without a database or settings."""

import sys
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

from bot.refusing import MISUSED, Refused, sentences
from campaign import table_file, values_file
from campaign.criteria import Rounding, ScoreTable
from campaign.score import UnitScore, score
from campaign.table_shape import to_yaml
from papers import scores
from papers.score_words import say


def try_table(environ: Mapping[str, str], file: Path, values: Path, format_: str) -> None:
    """Score a table on the values of a file."""
    if format_ not in ("table", "json"):
        raise Refused(f"Chưa in được dạng “{format_}”; hãy chọn --format table hoặc --format json.", MISUSED)
    with sentences():
        table = table_file.load(file)
        read = values_file.read(values, table)
    scored = score(table, read.values)
    if format_ == "json":
        print(scores.to_json(table, scored))
    else:
        show(table, scored, {})
    for unit, codes in read.missing.items():
        if codes:
            print(say("score.no_value", unit=unit, criteria=", ".join(codes)), file=sys.stderr)


def export_table(environ: Mapping[str, str], file: Path, out: Path) -> None:
    """Write a table as a workbook."""
    from papers.office import score_table_book  # openpyxl and XlsxWriter are only wanted here

    with sentences():
        table = table_file.load(file)
        out.write_bytes(score_table_book.write(table))
    print(f"Đã ghi {out}. Sửa xong hãy chạy: hocso score table import {out} --out {file}")


def import_table(environ: Mapping[str, str], file: Path, out: Path) -> None:
    """Read a table from a workbook and write its file."""
    from papers.office import score_table_book

    with sentences():
        table = score_table_book.read(file)
        out.write_text(to_yaml(table), encoding="utf-8")
    print(f"Đã ghi {out}: {len(table.leaves)} tiêu chí, tổng {table.maximum:f} điểm.")


def show(table: ScoreTable, scored: tuple[UnitScore, ...], names: Mapping[str, str]) -> None:
    """Print the scores as a table."""
    caption = say(
        "score.rounded_leaf" if table.rounding is Rounding.LEAF else "score.rounded_total",
        decimals=str(table.decimals),
    )
    drawn = Table(title=f"{table.name}, năm {table.year}", caption=caption, caption_justify="left")
    for at, head in enumerate(scores.heading(table)):
        drawn.add_column(head, justify="left" if at == 1 or not head else "right", no_wrap=True)
    for row in scores.rows(table, scored, names):
        drawn.add_row(*row)
    if table.is_example:
        print(say("score.example").upper())
    console = Console(markup=False, highlight=False)
    wanted = Measurement.get(console, console.options.update(max_width=1000), drawn).maximum
    console.width = max(console.width, wanted)  # a table that is cut off is no table
    console.print(drawn)
