"""`hocso export`."""

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bot.commands.opening import clock_of, database
from bot.refusing import MISUSED, Refused, sentences
from bot.settings import load
from campaign.units import UnitKind
from papers.participation import Audience, to_csv, to_json
from storage import figures
from storage.standing import Standing
from storage.unit import reading


def export_participation(
    environ: Mapping[str, str], first: str, last: str, kind: str, format_: str, audience: str, out: Path | None
) -> None:
    """Write the participation table of some days, from 1 January to today if none are named."""
    if format_ not in ("csv", "json"):
        raise Refused(f"Chưa xuất được dạng “{format_}”; hãy chọn --format csv hoặc --format json.", MISUSED)
    if kind not in [known.value for known in UnitKind]:
        known = ", ".join(one.value for one in UnitKind)
        raise Refused(f"Không có loại đơn vị “{kind}”; hãy chọn một trong: {known}.", MISUSED)
    if audience not in list(Audience):
        raise Refused(f"Không có lựa chọn --for {audience}; hãy chọn --for office hoặc --for outside.", MISUSED)
    with sentences():
        settings = load(environ)
        with database(settings) as engine:
            today = settings.commune.day(clock_of(settings, engine).now())
            begin = _day(first, "--from") if first else today.replace(month=1, day=1)
            end = _day(last, "--to") if last else today
            if begin > end:
                raise Refused("Ngày bắt đầu đứng sau ngày kết thúc; hãy đổi lại --from và --to.", MISUSED)
            standing = Standing(settings.phases, settings.assistant.lessons_to_complete)
            with reading(engine) as tx:
                table = figures.participation(tx, begin, end, today, standing, UnitKind(kind))
        for_whom = Audience(audience)
        text = to_json(table, min(end, today), for_whom) if format_ == "json" else to_csv(table, for_whom)
        if out is None:
            sys.stdout.write(text)
        else:
            out.write_bytes(text.encode("utf-8"))


def _day(typed: str, option: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Refused(
            f"{option} “{typed}” không phải là ngày; hãy viết năm-tháng-ngày, ví dụ 2026-12-09.", MISUSED
        ) from None
