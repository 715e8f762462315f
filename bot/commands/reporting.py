"""`hocso report received | board | text | type`: what a report is made from."""

import re
from collections.abc import Mapping
from pathlib import Path

from bot.commands.opening import clock_of, database
from bot.commands.spans import Asked, day_of, span_of, year_of
from bot.office_settings import in_use
from bot.refusing import FAILED, MISUSED, Refused, sentences
from bot.settings import load
from campaign.reported import COMMUNE, Reported
from campaign.reporting import Section
from campaign.typed import TYPED, TypedFigure, heading_of
from conversation.render import plain
from papers import board
from papers.office import narrative
from storage import office_desk, reports, units
from storage.unit import reading, writing

_LONGEST_NAME = 60


def receive(environ: Mapping[str, str], unit: str, year: str, day: str, is_undone: bool, by: str) -> None:
    """Record that a unit's yearly report came, or that this was recorded by mistake."""
    officer = _officer(by)
    with sentences():
        settings = load(environ)
        with database(settings) as engine:
            now = clock_of(settings, engine).now()
            today = settings.commune.day(now)
            about, came = year_of(year, today), day_of(day, "--on") if day else today
            if came > today:
                raise Refused(f"--on {day} đứng sau hôm nay ({today:%d/%m/%Y}); hãy xem lại ngày nhận.", MISUSED)
            with writing(engine) as tx:
                found = units.current(tx).by_code.get(unit)
                if found is None:
                    raise Refused(f"Không có đơn vị nào mã “{unit}”; hãy xem cột code trong danh sách xóm.", FAILED)
                reports.receive(tx, unit, about, None if is_undone else came, officer, now)
                tx.commit()
    if is_undone:
        print(f"Đã ghi: chưa nhận báo cáo năm {about} của {found.name}.")
    else:
        print(f"Đã ghi: {found.name} gửi báo cáo năm {about} ngày {came:%d/%m/%Y}.")


def show_board(environ: Mapping[str, str], year: str) -> None:
    """Print which units have reported, and a text with which to remind the others."""
    with sentences():
        settings = load(environ)
        with database(settings) as engine:
            today = settings.commune.day(clock_of(settings, engine).now())
            about = year_of(year, today)
            with reading(engine) as tx:
                found, office = reports.board(tx, about, today), in_use(settings, tx).commune.office
    print(board.written(found, about, today, office))


def take_text(environ: Mapping[str, str], file: Path | None, asked: Asked, by: str) -> None:
    """Keep what the office wrote for a report; without a file print what is kept, to be written on."""
    officer = _officer(by) if file is not None else ""
    with sentences():
        settings = load(environ)
        written = _sections(file) if file is not None else {}
        with database(settings) as engine:
            now = clock_of(settings, engine).now()
            span = span_of(asked, settings.phases, settings.commune.day(now))
            if file is None:
                with reading(engine) as tx:
                    print(narrative.written(reports.texts(tx, span.key)), end="")
                return
            with writing(engine) as tx:
                changed = reports.write_texts(tx, span.key, written, officer, now)
                tx.commit()
    print(f"Đã giữ lời cho báo cáo {span.name}: {changed} phần thay đổi.")


def type_figure(
    environ: Mapping[str, str], indicator: str, value: str, unit: str, day: str, source: str, by: str
) -> None:
    """Keep a figure the office typed."""
    officer, known = _officer(by), {one.value: one for one in (*Reported, *TYPED)}
    if indicator not in known:
        raise Refused(f"Không có số liệu “{indicator}”; hãy chọn một trong: {', '.join(known)}.", MISUSED)
    if not re.fullmatch(r"-?[0-9]{1,9}", value):
        raise Refused(f"“{value}” không phải là số; hãy viết số không có dấu chấm, ví dụ 1250.", MISUSED)
    with sentences():
        settings = load(environ)
        with database(settings) as engine:
            now = clock_of(settings, engine).now()
            today = settings.commune.day(now)
            as_of = day_of(day, "--on") if day else today
            figure = TypedFigure(unit or COMMUNE, known[indicator], int(value), as_of, plain(source))
            with writing(engine) as tx:
                try:
                    is_new = office_desk.type_figure(tx, figure, officer, today, now)
                except ValueError as error:
                    raise Refused(str(error), FAILED) from error
                tx.commit()
    said = "Đã nhập" if is_new else "Số này đã nhập rồi"
    print(f"{said}: {_named(figure)}.")


def _named(figure: TypedFigure) -> str:
    where = figure.unit or "cả xã"
    return f"{heading_of(figure.indicator)} của {where}: {figure.value}, ngày {figure.as_of:%d/%m/%Y}"


def _officer(by: str) -> str:
    named = plain(by)
    if not 1 <= len(named) <= _LONGEST_NAME:
        raise Refused(f"Hãy ghi tên người làm việc này, từ 1 đến {_LONGEST_NAME} chữ, sau --by.", MISUSED)
    return named


def _sections(file: Path) -> dict[Section, str]:
    try:
        return narrative.read(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise Refused(
            f"Tệp {file} không phải tệp chữ UTF-8; hãy lưu lại dạng văn bản (.txt), mã UTF-8.", MISUSED
        ) from None
    except narrative.TextError as error:
        raise Refused(f"{file.name}: {error}", MISUSED) from None
