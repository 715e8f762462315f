"""`hocso export`."""

import sys
from collections.abc import Mapping
from pathlib import Path

from bot.commands.opening import clock_of, database
from bot.commands.spans import day_of
from bot.refusing import MISUSED, Refused, sentences
from bot.settings import load
from campaign.units import UnitKind
from papers.participation import Audience, Separator, to_csv, to_json
from storage import figures
from storage.standing import Standing
from storage.unit import reading


def export_participation(
    environ: Mapping[str, str],
    first: str,
    last: str,
    kind: str,
    format_: str,
    audience: str,
    separator: str,
    out: Path | None,
) -> None:
    """Write the participation table of some days, from 1 January to today if none are named.

    A CSV in a file begins with a mark that tells spreadsheets its alphabet; what goes to the screen or on to another
    program does not.
    """
    _refuse_unknown(kind, format_, audience, separator)
    if format_ == "xlsx" and out is None:
        raise Refused("Tệp xlsx không in ra màn hình được; hãy ghi thêm --out, ví dụ --out tham-gia.xlsx.", MISUSED)
    with sentences():
        settings = load(environ)
        with database(settings) as engine:
            today = settings.commune.day(clock_of(settings, engine).now())
            begin = day_of(first, "--from") if first else today.replace(month=1, day=1)
            end = day_of(last, "--to") if last else today
            if begin > end:
                raise Refused("Ngày bắt đầu đứng sau ngày kết thúc; hãy đổi lại --from và --to.", MISUSED)
            standing = Standing(settings.phases, settings.assistant.lessons_to_complete)
            with reading(engine) as tx:
                table = figures.participation(tx, begin, end, today, standing, UnitKind(kind))
        for_whom, as_of = Audience(audience), min(end, today)
        if format_ == "xlsx":
            from papers.office.participation_sheet import to_xlsx  # spreadsheets are only wanted here

            made = to_xlsx(table, as_of, settings.commune.name, for_whom)
        elif format_ == "json":
            made = to_json(table, as_of, for_whom).encode()
        else:
            made = to_csv(table, for_whom, bom=out is not None, separator=Separator(separator)).encode()
        if out is None:
            sys.stdout.write(made.decode())
        else:
            out.write_bytes(made)


def _refuse_unknown(kind: str, format_: str, audience: str, separator: str) -> None:
    if format_ not in ("csv", "json", "xlsx"):
        raise Refused(f"Chưa xuất được dạng “{format_}”; hãy chọn --format csv, json hoặc xlsx.", MISUSED)
    if kind not in [known.value for known in UnitKind]:
        known = ", ".join(one.value for one in UnitKind)
        raise Refused(f"Không có loại đơn vị “{kind}”; hãy chọn một trong: {known}.", MISUSED)
    if audience not in list(Audience):
        raise Refused(f"Không có lựa chọn --for {audience}; hãy chọn --for office hoặc --for outside.", MISUSED)
    if separator not in list(Separator):
        raise Refused(f"Không có dấu “{separator}”; hãy chọn --separator comma hoặc --separator semicolon.", MISUSED)
