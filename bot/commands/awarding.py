"""`hocso awards`."""

import sys
from collections.abc import Mapping
from pathlib import Path

from bot.commands.opening import clock_of, database
from bot.commands.spans import year_of
from bot.refusing import MISUSED, Refused, sentences
from bot.settings import load
from campaign import award_file
from campaign.awards import AwardKind
from papers.awards import to_csv, to_json, to_text
from papers.participation import Separator
from storage.award_lists import AwardYear, candidates_of
from storage.standing import Standing
from storage.unit import reading


def list_candidates(
    environ: Mapping[str, str],
    year: str,
    kind: str,
    format_: str,
    criteria: Path | None,
    separator: str,
    out: Path | None,
) -> None:
    """Write the candidates of a year, with the reasons."""
    _refuse_unknown(kind, format_, separator)
    with sentences():
        settings = load(environ)
        rules = award_file.load(criteria or settings.campaign.awards)
        with database(settings) as engine:
            today = settings.commune.day(clock_of(settings, engine).now())
            keeper = Standing(settings.phases, settings.assistant.lessons_to_complete)
            of = AwardYear(year_of(year, today), today, keeper)
            if of.first > today:
                raise Refused(f"Năm {of.year} chưa bắt đầu; hãy chọn năm khác.", MISUSED)
            kinds = (AwardKind(kind),) if kind else tuple(AwardKind)
            with reading(engine) as tx:
                lists = candidates_of(tx, rules, of, kinds)
        if kind and not lists:
            raise Refused(f"Tệp tiêu chí không có mục {kind}; hãy thêm mục ấy, hoặc bỏ --kind.", MISUSED)
        if format_ == "csv":
            made = to_csv(lists, bom=out is not None, separator=Separator(separator))
        else:
            made = to_json(lists, rules, of) if format_ == "json" else to_text(lists, rules, of)
        if out is None:
            sys.stdout.write(made)
        else:
            out.write_bytes(made.encode())


def _refuse_unknown(kind: str, format_: str, separator: str) -> None:
    if kind and kind not in list(AwardKind):
        raise Refused(f"Không có loại “{kind}”; hãy chọn --kind hamlet, leader hoặc learner.", MISUSED)
    if format_ not in ("text", "json", "csv"):
        raise Refused(f"Chưa xuất được dạng “{format_}”; hãy chọn --format text, json hoặc csv.", MISUSED)
    if separator not in list(Separator):
        raise Refused(f"Không có dấu “{separator}”; hãy chọn --separator comma hoặc --separator semicolon.", MISUSED)
