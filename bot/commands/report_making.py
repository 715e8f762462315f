"""`hocso report`: the report of the commune in a file."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot.commands.opening import clock_of, database
from bot.commands.spans import Asked, span_of
from bot.office_settings import in_use
from bot.refusing import FAILED, MISUSED, Refused, sentences
from bot.settings import Settings, load
from papers.office import papers_of
from papers.participation import Audience, Separator
from papers.report import Issuer, Report
from storage import reports
from storage.standing import Standing
from storage.unit import reading

_PRINTABLE = ("csv", "json")


def make(
    environ: Mapping[str, str], asked: Asked, format_: str, audience: str, separator: str, out: Path | None
) -> None:
    """Make the report and write it whole, or say why not."""
    _refuse_unknown(format_, audience, separator, out)
    with sentences(), _progress() as bar:
        bar.say("Đọc cài đặt")
        settings = load(environ)
        bar.say("Đọc số liệu")
        report = _read(settings, asked, Audience(audience))
        bar.say("Viết báo cáo")
        form = papers_of.Form(Separator(separator), out is not None, settings.papers.report_template)
        try:
            made = papers_of.MAKERS[format_](report, form)
        except papers_of.BrokenTemplateError as error:
            raise Refused(str(error), FAILED) from error
        bar.say("Ghi tệp")
        if out is not None:
            out.write_bytes(made)
        bar.say("Xong")
    if out is None:
        sys.stdout.write(made.decode())
    else:
        print(f"Đã ghi báo cáo {report.found.span.name} vào {out}.", file=sys.stderr)


def _read(settings: Settings, asked: Asked, audience: Audience) -> Report:
    with database(settings) as engine:
        today = settings.commune.day(clock_of(settings, engine).now())
        span = span_of(asked, settings.phases, today)
        standing = Standing(settings.phases, settings.assistant.lessons_to_complete)
        with reading(engine) as tx:
            found, chosen = reports.gather(tx, span, today, standing), in_use(settings, tx)
    return Report(found, _issuer(chosen), today, audience)


def _issuer(settings: Settings) -> Issuer:
    commune, papers = settings.commune, settings.papers
    return Issuer(
        commune=commune.name,
        province=commune.province,
        office=commune.office,
        lessons_to_complete=settings.assistant.lessons_to_complete,
        addressees=papers.addressees,
        bases=papers.bases,
        signing=papers.signing,
        signer=papers.signer,
        recipients=papers.recipients,
    )


def _refuse_unknown(format_: str, audience: str, separator: str, out: Path | None) -> None:
    if format_ not in papers_of.MAKERS:
        known = ", ".join(papers_of.MAKERS)
        raise Refused(f"Chưa làm được báo cáo dạng “{format_}”; hãy chọn --format {known}.", MISUSED)
    if audience not in list(Audience):
        raise Refused(f"Không có lựa chọn --for {audience}; hãy chọn --for outside hoặc --for office.", MISUSED)
    if separator not in list(Separator):
        raise Refused(f"Không có dấu “{separator}”; hãy chọn --separator comma hoặc --separator semicolon.", MISUSED)
    if out is None and format_ not in _PRINTABLE:
        raise Refused(f"Báo cáo {format_} không in ra màn hình được; hãy ghi thêm --out bao-cao.{format_}.", MISUSED)


class _Bar:
    """Says on the terminal what is being done; nothing where nobody looks."""

    STEPS = 5

    def __init__(self, shown: Progress) -> None:
        self._shown = shown
        self._task = shown.add_task("", total=self.STEPS - 1, completed=-1)

    def say(self, step: str) -> None:
        """Say what comes next."""
        self._shown.update(self._task, description=step, advance=1)


@contextmanager
def _progress() -> Iterator[_Bar]:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as shown:
        yield _Bar(shown)
