"""`hocso awards`."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from bot.commands.opening import clock_of, database
from bot.commands.spans import year_of
from bot.refusing import FAILED, MISUSED, Refused, sentences
from bot.settings import load
from campaign import award_file
from campaign.awards import AwardKind, Criteria
from papers.awards import to_csv, to_json, to_text
from papers.participation import Separator
from storage import awards, marks
from storage.award_lists import AwardYear, candidates_of
from storage.standing import Standing
from storage.unit import reading, writing

_LONGEST_NAME = 60


@dataclass(frozen=True)
class _Office:
    """The database, the criteria and the year that is looked at."""

    engine: Engine
    criteria: Criteria
    of: AwardYear
    now: datetime


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
    if format_ not in ("text", "json", "csv"):
        raise Refused(f"Chưa xuất được dạng “{format_}”; hãy chọn --format text, json hoặc csv.", MISUSED)
    if separator not in list(Separator):
        raise Refused(f"Không có dấu “{separator}”; hãy chọn --separator comma hoặc --separator semicolon.", MISUSED)
    kinds = (_kind(kind),) if kind else tuple(AwardKind)
    with _office(environ, year, criteria) as office:
        of = office.of
        with reading(office.engine) as tx:
            proposals = awards.of_year(tx, of.year)
            found = candidates_of(tx, office.criteria, of, kinds, proposals)
            is_demo = marks.is_demo(tx)
        lists = {one: awards.named(some, proposals) for one, some in found.items()}
        if kind and not lists:
            raise Refused(f"Tệp tiêu chí không có mục {kind}; hãy thêm mục ấy, hoặc bỏ --kind.", MISUSED)
        if format_ == "csv":
            made = to_csv(lists, proposals, bom=out is not None, separator=Separator(separator), is_demo=is_demo)
        elif format_ == "json":
            made = to_json(lists, proposals, office.criteria, of, is_demo=is_demo)
        else:
            made = to_text(lists, proposals, office.criteria, of, is_demo=is_demo)
        if out is None:
            sys.stdout.write(made)
        else:
            out.write_bytes(made.encode())


def propose(environ: Mapping[str, str], key: str, kind: str, by: str, year: str) -> None:
    """Propose a candidate; only one of the list can be."""
    wanted, officer = _kind(kind), _officer(by)
    with _office(environ, year, None) as office, writing(office.engine) as tx:
        found = candidates_of(tx, office.criteria, office.of, (wanted,)).get(wanted, ())
        if key not in [one.subject.key for one in found]:
            raise Refused(f"Danh sách năm {office.of.year} không có mã “{key}”; hãy xem hocso awards list.", FAILED)
        is_new = awards.propose(tx, wanted, key, office.of.year, officer, office.now)
        tx.commit()
    if not is_new:
        print("Trường hợp này đã được đề xuất từ trước, không có gì thay đổi.")
    elif wanted is AwardKind.LEARNER:
        print("Đã đề xuất. Lần học tới, trợ lý hỏi người ấy một lần có cho nêu tên không.")
    else:
        print("Đã đề xuất.")


def decide(
    environ: Mapping[str, str], key: str, kind: str, by: str, reason: str, year: str, is_put_forward: bool
) -> None:
    """Keep what was decided about a proposal."""
    wanted, officer, why = _kind(kind), _officer(by), " ".join(reason.split())
    if not why or len(why) > awards.LONGEST_REASON:
        raise Refused(f"Hãy ghi --reason, nhiều nhất {awards.LONGEST_REASON} chữ.", MISUSED)
    with _office(environ, year, None) as office, writing(office.engine) as tx:
        proposal = awards.of_year(tx, office.of.year).get((wanted, key))
        if proposal is None:
            raise Refused(f"Mã “{key}” chưa được đề xuất; hãy chạy hocso awards propose trước.", FAILED)
        if is_put_forward and not proposal.may_be_put_forward:
            raise Refused("Người này chưa đồng ý nêu tên; hãy chờ câu trả lời, hoặc ghi --no.", FAILED)
        awards.decide(tx, proposal.id, is_put_forward, why, officer, office.now)
        tx.commit()
    print("Đã ghi: đề nghị." if is_put_forward else "Đã ghi: không đề nghị.")


@contextmanager
def _office(environ: Mapping[str, str], year: str, criteria: Path | None) -> Iterator[_Office]:
    with sentences():
        settings = load(environ)
        rules = award_file.load(criteria or settings.campaign.awards)
        with database(settings) as engine:
            now = clock_of(settings, engine).now()
            today = settings.commune.day(now)
            keeper = Standing(settings.phases, settings.assistant.lessons_to_complete)
            of = AwardYear(year_of(year, today), today, keeper)
            if of.first > today:
                raise Refused(f"Năm {of.year} chưa bắt đầu; hãy chọn năm khác.", MISUSED)
            yield _Office(engine, rules, of, now)


def _kind(kind: str) -> AwardKind:
    if kind not in list(AwardKind):
        raise Refused(f"Không có loại “{kind}”; hãy chọn --kind hamlet, leader hoặc learner.", MISUSED)
    return AwardKind(kind)


def _officer(by: str) -> str:
    name = " ".join(by.split())
    if not name or len(name) > _LONGEST_NAME:
        raise Refused(f"Hãy ghi --by là tên người làm việc này, nhiều nhất {_LONGEST_NAME} chữ.", MISUSED)
    return name
