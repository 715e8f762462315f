"""The values of a sheet as they are typed on the command line: `--set 2.1=12`, a CSV file, `--evidence 2.1=tệp`."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.refusing import MISUSED, Refused
from campaign.criteria import Criterion, ScoreTable
from campaign.values_file import find_leaf, parse
from lessons.csv_file import Cells, read_lines
from lessons.problems import ContentError, Problem
from storage import evidence_files
from storage.score_desk import Given

COLUMNS = ("criterion", "actual", "evidence", "reason")

Options = tuple[Sequence[str], Path | None, Sequence[str]]
"""What --set, --values and --evidence said."""


def given(table: ScoreTable, options: Options, note: str, folder: Path) -> dict[str, Given]:
    """Return the values by criterion; files of evidence are copied into the folder.

    Raises:
        Refused: when an option is not what it should be.
        ContentError: with everything that is wrong in the file.
        StepError: when evidence cannot be kept.
    """
    sets, file, evidence = options
    found = _from_file(table, file, folder) if file else {}
    for text in sets:
        leaf, value = _split("--set", "2.1=12", table, text)
        try:
            found[leaf.code] = Given(parse(leaf, value), note)
        except ValueError as error:
            raise Refused(f"--set {text}: {error}.", MISUSED) from error
    for text in evidence:
        leaf, value = _split("--evidence", "2.1=so-loa.pdf", table, text)
        before = found.get(leaf.code)
        if before is None:
            raise Refused(f"--evidence {text}: hãy ghi cả kết quả, như --set {leaf.code}=12.", MISUSED)
        kept = evidence_files.keep(value, folder)
        found[leaf.code] = replace(before, evidence=(*before.evidence, kept))
    return found


def _split(option: str, example: str, table: ScoreTable, text: str) -> tuple[Criterion, str]:
    code, equals, value = text.partition("=")
    if not equals or not value.strip():
        raise Refused(f"{option} {text} chưa đúng; hãy ghi mã tiêu chí = nội dung, như {option} {example}.", MISUSED)
    try:
        return find_leaf(table, code.strip()), value.strip()
    except ValueError as error:
        raise Refused(f"{option} {text}: {error}.", MISUSED) from error


def _from_file(table: ScoreTable, file: Path, folder: Path) -> dict[str, Given]:
    problems: list[Problem] = []
    found = dict[str, Given]()
    lengths = {"reason": 400, "evidence": 200}
    for line, cells in read_lines(file, COLUMNS, optional=("evidence", "reason")):
        cell = Cells(file, line, cells, problems, lengths)
        leaf = cell.need("criterion", lambda code: find_leaf(table, code))
        actual = cell.need("actual", lambda text, leaf=leaf: parse(leaf, text))  # type: ignore[misc]
        kept = cell.take("evidence", lambda text: evidence_files.keep(_beside(file, text), folder))
        if leaf is not None and leaf.code in found:
            cell.say("criterion", f"tiêu chí {leaf.code} có hai dòng, hãy bỏ một")
        elif leaf is not None:
            found[leaf.code] = Given(actual, cell.take("reason", str) or "", (kept,) if kept else ())
    if problems:
        raise ContentError(problems)
    return found


def _beside(file: Path, named: str) -> str:
    """Return a file as named from the folder of the list that names it."""
    return named if "://" in named else str(file.parent / named)
