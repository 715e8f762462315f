"""`hocso score` after a table was adopted: proposals, sheets, freezing."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from bot.commands.opening import clock_of, database
from bot.commands.scoring import load_table
from bot.commands.sheet_values import Options, given
from bot.commands.showing_scores import print_block, print_json, print_unit
from bot.refusing import FAILED, MISUSED, Refused, sentences
from bot.settings import Settings, load
from campaign.criteria import ScoreTable
from campaign.frozen import Frozen
from campaign.sheet import Role, Step, StepError
from storage import freezing, score_desk, score_tables, targets
from storage.score_desk import Actor, Block
from storage.score_tables import Adopted
from storage.standing import Standing
from storage.unit import reading, writing

_OPERATOR = "người trực máy chủ"
"""Whom the log names for a command that asks for no name."""

By = tuple[str, str]
"""A name and a role."""


@dataclass(frozen=True)
class _Office:
    """The database with the day it is, and where evidence is kept."""

    settings: Settings
    engine: Engine
    now: datetime
    today: date

    @property
    def keeper(self) -> Standing:
        return Standing(self.settings.phases, self.settings.assistant.lessons_to_complete)


def import_targets(environ: Mapping[str, str], file: Path, is_trial: bool) -> None:
    """Import targets whole or not at all, and say what changed; a trial only says what would."""
    with _office(environ) as office:
        lines = targets.read(file)
        with writing(office.engine) as tx:
            plan = targets.plan(tx, lines, file)
            if not is_trial:
                targets.apply(tx, plan)
                targets.note(tx, plan, _OPERATOR, office.now)
                tx.commit()
    for sentence in plan.sentences():
        print(sentence)
    print("Mới xem thử, chưa thay đổi gì." if is_trial else "Đã nhập xong.")


def adopt(environ: Mapping[str, str], file: Path, by: str, on: str) -> None:
    """Adopt a table for its year and block."""
    with _office(environ) as office:
        table = load_table(file)
        day = _day(on, office.today)
        score_desk.check_words(by)
        with writing(office.engine) as tx:
            adopted = score_tables.adopt(tx, table, day, by, office.now)
            members = score_desk.block(tx, adopted, office.today).ranked
            tx.commit()
    print(
        f"Đã nhận bảng điểm khối {table.block} năm {table.year}: {len(members)} đơn vị, tối đa {table.maximum:f} điểm."
    )
    if adopted.is_trial:
        print(f"Bảng thông qua sau khi năm {table.year} bắt đầu, nên phiếu và bảng điểm ghi CHẤM THỬ.")
    if table.is_example:
        print("Bảng này còn ghi là VÍ DỤ; hội đồng sửa xong thì bỏ dòng example: true rồi nhận lại.")


def adopted_table(environ: Mapping[str, str], year: int, block: str) -> ScoreTable:
    """Return the table that was adopted for a year and block."""
    with _office(environ) as office, reading(office.engine) as tx:
        return chosen(score_tables.of_year(tx, year or office.today.year), block).table


def propose(environ: Mapping[str, str], year: int, block: str) -> None:
    """Propose what the figures of the year say."""
    with _office(environ) as office, writing(office.engine) as tx:
        of = _block_to_change(tx, office, year, block)
        count = score_desk.propose(tx, of, office.today, office.now, office.keeper)
        waiting = list(score_desk.unscorable(_block(tx, office, year, block)))
        tx.commit()
    print(f"Đã đề xuất số liệu cho {count} đơn vị của khối {of.table.block}, tính đến {office.today:%d/%m/%Y}.")
    for sentence in waiting:
        print(sentence)


def step(
    environ: Mapping[str, str], name: str, year: int, block: str, unit: str, by: By, options: Options, note: str
) -> None:
    """Take a step with the sheet of a unit."""
    with _office(environ) as office, writing(office.engine) as tx:
        of = _block_to_change(tx, office, year, block)
        values = given(of.table, options, note, office.settings.evidence_folder)
        stage = score_desk.take(tx, of, unit, Step(name), _actor(by, office), values, note)
        tx.commit()
    print(f"Phiếu của {of.name(of.all_units.by_code[unit])}: {score_desk.stage_name(stage)}.")


def freeze(environ: Mapping[str, str], year: int, block: str, by: str, role: str) -> None:
    """Freeze a block."""
    with _office(environ) as office, writing(office.engine) as tx:
        of = _block_to_change(tx, office, year, block)
        made = freezing.freeze(tx, of, _actor((by, role), office), office.today)
        tx.commit()
    print(f"Đã chốt điểm khối {of.table.block} năm {of.table.year}: {len(made.frozen.scores)} đơn vị.")
    print(f"Mã băm SHA-256: {made.sha256}")


def correct(
    environ: Mapping[str, str], year: int, block: str, unit: str, by: By, options: Options, reason: str
) -> None:
    """Correct a frozen score; what was frozen stays."""
    with _office(environ) as office, writing(office.engine) as tx:
        of = _block_to_change(tx, office, year, block)
        values = given(of.table, options, reason, office.settings.evidence_folder)
        made = freezing.correct(tx, of, unit, _actor(by, office), values, reason)
        tx.commit()
    print(f"Đã sửa, bản chốt lần {made.frozen.revision}; các bản trước vẫn giữ, xem bằng --revision.")
    print(f"Mã băm SHA-256: {made.sha256}")


def show(environ: Mapping[str, str], year: int, block: str, unit: str, format_: str, revision: int) -> None:
    """Show a block or a sheet, as it was frozen or as it stands."""
    if format_ not in ("table", "json"):
        raise Refused(f"Chưa in được dạng “{format_}”; hãy chọn --format table hoặc --format json.", MISUSED)
    with _office(environ) as office, reading(office.engine) as tx:
        of = _block(tx, office, year, block)
        shown, sha256 = freezing.stands(tx, of, office.today, office.now, revision)
    if format_ == "json":
        print_json(shown, sha256)
    elif unit:
        _refuse_unknown(shown, unit)
        print_unit(shown, unit, office.settings.commune.zone)
    else:
        print_block(shown, sha256, {one.code: of.sheet(one.code).stage for one in of.ranked})


def papers(environ: Mapping[str, str], year: int, block: str, out: Path, unit: str) -> None:
    """Write the sheet of every unit, or of one, and the form of the minutes, as PDF."""
    from papers import score_papers  # Typst is only wanted here

    with _office(environ) as office, reading(office.engine) as tx:
        of = _block(tx, office, year, block)
        shown, sha256 = freezing.stands(tx, of, office.today, office.now)
        if unit:
            _refuse_unknown(shown, unit)
        place = score_papers.Place(office.settings.commune.name, office.settings.commune.zone)
        out.mkdir(parents=True, exist_ok=True)
        units = [sheet.unit for sheet in shown.sheets if unit in ("", sheet.unit)]
        for code in units:
            (out / f"giai-trinh-{code}.pdf").write_bytes(score_papers.sheet_pdf(shown, code, place))
        if not unit:
            (out / "bien-ban.pdf").write_bytes(score_papers.minutes_pdf(shown, sha256, place))
    print(f"Đã ghi {len(units)} bảng giải trình điểm{'' if unit else ' và biên bản họp'} vào {out}.")


def _refuse_unknown(shown: Frozen, unit: str) -> None:
    known = [sheet.unit for sheet in shown.sheets]
    if unit not in known:
        raise Refused(f"Khối không có đơn vị mã “{unit}”; hãy chọn một trong: {', '.join(known)}.", FAILED)


@contextmanager
def _office(environ: Mapping[str, str]) -> Iterator[_Office]:
    """Open the database; what cannot be done with a sheet is a refusal."""
    try:
        with sentences():
            settings = load(environ)
            with database(settings) as engine:
                now = clock_of(settings, engine).now()
                yield _Office(settings, engine, now, settings.commune.day(now))
    except StepError as error:
        raise Refused(str(error), FAILED) from error


def _block(tx: Connection, office: _Office, year: int, block: str) -> Block:
    tables = score_tables.of_year(tx, year or office.today.year)
    return score_desk.block(tx, chosen(tables, block), office.today)


def _block_to_change(tx: Connection, office: _Office, year: int, block: str) -> Block:
    tables = score_tables.of_year(tx, year or office.today.year)
    return score_desk.block_to_change(tx, chosen(tables, block), office.today)


def chosen(tables: Sequence[Adopted], block: str) -> Adopted:
    """Return the table of a block; without a name the only one of the year.

    Raises:
        Refused: when there is none, or it has to be named.
    """
    known = ", ".join(one.table.block for one in tables)
    if not tables:
        raise Refused("Năm này chưa có bảng điểm nào; hãy nhận bảng bằng lệnh hocso score adopt.", FAILED)
    if not block and len(tables) > 1:
        raise Refused(f"Năm này có mấy khối; hãy ghi --block, một trong: {known}.", MISUSED)
    found = next((one for one in tables if block in ("", one.table.block)), None)
    if found is None:
        raise Refused(f"Năm này không có bảng điểm của khối “{block}”; hãy chọn một trong: {known}.", FAILED)
    return found


def _actor(by: By, office: _Office) -> Actor:
    name, role = by
    if role not in (Role.UNIT, Role.OFFICE, Role.COUNCIL):
        raise Refused(f"Không có vai “{role}”; hãy ghi --as unit, office hoặc council.", MISUSED)
    return Actor(name.strip(), Role(role), office.now.replace(microsecond=0))


def _day(typed: str, today: date) -> date:
    try:
        day = date.fromisoformat(typed) if typed else today
    except ValueError:
        raise Refused(f"--on “{typed}” không phải là ngày; hãy viết như 2026-01-01.", MISUSED) from None
    if day > today:
        raise Refused(f"Ngày thông qua {day:%d/%m/%Y} còn chưa tới; hãy ghi lại --on.", MISUSED)
    return day
