"""`hocso score try` and `hocso score table`: score tables by themselves, without a database or settings."""

import sys
from collections.abc import Mapping
from pathlib import Path

from bot.commands.showing_scores import print_scores
from bot.refusing import MISUSED, Refused, sentences
from campaign import table_file, values_file
from campaign.criteria import ScoreTable
from campaign.score import score
from campaign.table_shape import to_yaml
from papers import scores
from papers.score_words import say


def try_table(environ: Mapping[str, str], file: Path, values: Path, format_: str) -> None:
    """Score a table on the values of a file."""
    if format_ not in ("table", "json"):
        raise Refused(f"Chưa in được dạng “{format_}”; hãy chọn --format table hoặc --format json.", MISUSED)
    with sentences():
        table = load_table(file)
        read = values_file.read(values, table)
    scored = score(table, read.values)
    if format_ == "json":
        print(scores.to_json(table, scored))
    else:
        print_scores(table, scored, {})
    for unit, codes in read.missing.items():
        if codes:
            print(say("score.no_value", unit=unit, criteria=", ".join(codes)), file=sys.stderr)


def load_table(file: Path) -> ScoreTable:
    """Read a table from its file, or from the workbook a council changed.

    Raises:
        ContentError: with everything that is wrong in it.
    """
    if file.suffix.lower() != ".xlsx":
        return table_file.load(file)
    from papers.office import score_table_reading

    return score_table_reading.read(file)


def export_table(environ: Mapping[str, str], file: Path | None, out: Path, year: int, block: str) -> None:
    """Write a table as a workbook: that of a file, or the one that was adopted for a year and block."""
    from papers.office import score_table_book  # openpyxl and XlsxWriter are only wanted here

    with sentences():
        table = table_file.load(file) if file is not None else _adopted(environ, year, block)
        out.write_bytes(score_table_book.write(table))
    back = file or f"{table.year}-bang-diem.yaml"
    print(f"Đã ghi {out}. Sửa xong hãy chạy: hocso score table import {out} --out {back}")


def _adopted(environ: Mapping[str, str], year: int, block: str) -> ScoreTable:
    from bot.commands.sheets import adopted_table  # needs settings and a database, which the other commands do not

    return adopted_table(environ, year, block)


def import_table(environ: Mapping[str, str], file: Path, out: Path) -> None:
    """Read a table from a workbook, or from a file somebody wrote, and write its file."""
    with sentences():
        table = load_table(file)
        out.write_text(to_yaml(table), encoding="utf-8")
    print(f"Đã ghi {out}: {len(table.leaves)} tiêu chí, tổng {table.maximum:f} điểm.")
