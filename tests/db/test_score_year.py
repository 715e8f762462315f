"""An officer's whole year, by the commands the officer types: from the table to a correction after freezing.

`Year` keeps what the play has so far, so that report, awards and feed can be played on top of it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, insert, select, update

from bot.__main__ import app
from bot.refusing import Refused
from campaign.sheet import Stage
from campaign.table_file import load
from conversation.facts import AwardAgreed
from conversation.learner import Learner
from papers import score_feed
from papers.score_feed import BlockScores
from storage import awards, freezing, score_sheets, score_tables
from storage.engine import open_engine
from storage.lives import LearnerTurn
from storage.standing import Activity
from storage.tables import guided_session, learner, score_freeze, score_value, typed_figure, unit
from storage.unit import reading, writing
from tests.db.commune import Commune
from tests.db.conftest import NewDatabase

ROOT = Path(__file__).parents[2]
BLOCK = "khoi-xom"
UNITS = """\
code,kind,name,old_commune,block,join_code,adults,households,source,as_of,valid_from,valid_to,merged_into
X01,hamlet,Xóm Đông,Trà Lũ,,4821,40,12,UBND xã,2026-01-01,,,
X02,hamlet,Xóm Tây ẫ,Trà Lũ,,5930,50,13,UBND xã,2026-01-01,,,
X03,hamlet,Xóm 3,Xuân Vinh,,6148,20,11,UBND xã,2026-01-01,,,
X04,hamlet,Xóm 4,Xuân Vinh,,6149,10,9,UBND xã,2026-01-01,,,
T01,school,Trường THCS,Trà Lũ,,6150,30,,UBND xã,2026-01-01,,,
"""
TARGETS = """\
unit,indicator,year,target
X01,participation_rate,2026,30
X02,participation_rate,2026,"12,5"
"""


@dataclass
class Year:
    """The folder and database of the office; `day` is the day on which it works."""

    folder: Path
    url: str
    monkeypatch: pytest.MonkeyPatch
    output: Callable[[], str]
    day: date = date(2026, 1, 1)

    def hocso(self, *words: str) -> str:
        """Type a command and return what it prints."""
        self.monkeypatch.setenv("HOCSO_CLOCK", f"{self.day}T08:00x1")
        self.output()
        app(list(words), standalone_mode=False)
        return self.output()

    def score(self, *words: str) -> str:
        return self.hocso("score", *words)

    def refused(self, *words: str) -> str:
        """Type a command that is refused, and return the sentence."""
        with pytest.raises(Refused) as caught:
            self.score(*words)
        assert "\n" not in str(caught.value)
        return str(caught.value)

    def shown(self, *words: str) -> dict[str, object]:
        """Return the scores of the block as JSON."""
        found: dict[str, object] = json.loads(self.score("show", "--year", "2026", "--format", "json", *words))
        return found

    def totals(self) -> dict[str, tuple[int, str]]:
        units = self.shown()["units"]
        assert isinstance(units, list)
        return {one["unit"]: (one["rank"], one["total"]) for one in units}

    def live(self, day: date, let: Callable[[Commune], None]) -> None:
        """Let people learn on a day."""
        engine = open_engine(self.url)
        with writing(engine) as tx:
            let(Commune(tx, day))
            tx.commit()
        engine.dispose()


@pytest.fixture
def year(
    tmp_path: Path, new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Year:
    url = new_database(True)
    (tmp_path / "config.yaml").write_text(
        "commune: {code: '14122', name: xã Xuân Hưng, province: tỉnh Ninh Bình}\n", encoding="utf-8"
    )
    (tmp_path / "units.csv").write_text(UNITS, encoding="utf-8")
    (tmp_path / "targets.csv").write_text(TARGETS, encoding="utf-8")
    monkeypatch.setenv("HOCSO_CONFIG", str(tmp_path / "config.yaml"))
    monkeypatch.setenv("HOCSO_DATABASE_URL", url)
    monkeypatch.setenv("HOCSO_SECRET_KEY", "k" * 32)
    monkeypatch.chdir(tmp_path)
    return Year(tmp_path, url, monkeypatch, lambda: capsys.readouterr().out)


def begin(year: Year) -> None:
    """Import units, and adopt the table that the council changed in a spreadsheet, and targets."""
    year.hocso("units", "import", "units.csv")
    year.score("table", "export", str(ROOT / "campaign/tables/2026-khoi-xom.yaml"), "--out", "bang.xlsx")
    book = openpyxl.load_workbook("bang.xlsx")
    book["Quy định chung"]["B4"] = "không"
    book["Tiêu chí"]["D3"], book["Tiêu chí"]["D4"] = 25, 10
    book.save("bang.xlsx")
    year.score("table", "import", "bang.xlsx", "--out", "bang.yaml")
    year.score("adopt", "bang.yaml", "--by", "Hội đồng TĐKT xã")
    year.score("targets", "import", "targets.csv")


def learn(year: Year) -> None:
    """Let people learn through the year, and xóm 4 be merged into xóm 3 in July."""

    def spring(commune: Commune) -> None:
        for home, count in (("X01", 8), ("X02", 9), ("X03", 2), ("X04", 3)):
            for _ in range(count):
                commune.learn(Activity(commune.join(home, counted=True), answers=9, correct_first_try=6, lessons=5))

    def sessions(commune: Commune) -> None:
        shared = {"lesson": "009-cuoc-goi-gia-danh", "women": 5, "aged_60_plus": 2, "first_timers": 1, "present": 9}
        said = {"recorded_at": datetime(2026, 9, 1, tzinfo=UTC), "recorded_by": "Anh Bình", "confirmed_by": "Chị Hoa"}
        rows = [
            {"unit_code": "X01", "day": date(2026, 9, at), "confirmed_at": said["recorded_at"] if at < 5 else None}
            for at in range(1, 9)
        ]
        commune.tx.execute(insert(guided_session), [{**shared, **said, **row} for row in rows])
        typed = {"source": "Công an xã", "typed_at": said["recorded_at"], "typed_by": "Chị Hoa"}
        figures = [("X01", 12), ("X02", 16)]
        for code, value in figures:
            row = {"unit_code": code, "indicator": "vneid_confirmed", "value": value, "as_of": date(2026, 9, 30)}
            commune.tx.execute(insert(typed_figure).values(**row, **typed))

    year.live(date(2026, 3, 2), spring)
    year.live(date(2026, 9, 1), sessions)
    year.day = date(2026, 9, 2)
    merged = UNITS.replace("X04,hamlet,Xóm 4,Xuân Vinh,,6149,10,9,UBND xã,2026-01-01,,,",
                           "X04,hamlet,Xóm 4,Xuân Vinh,,6149,10,9,UBND xã,2026-01-01,,2026-06-30,X03")  # fmt: skip
    (year.folder / "units.csv").write_text(merged, encoding="utf-8")
    year.hocso("units", "import", "units.csv")


def hand_in(year: Year) -> None:
    """Propose, submit every sheet with its evidence, and review them."""
    year.day = date(2026, 12, 9)
    year.score("propose")
    (year.folder / "so-loa.pdf").write_text("sổ loa ẫ", encoding="utf-8")
    (year.folder / "x02.csv").write_text(
        "criterion,actual,evidence,reason\n2.1,20,so-loa.pdf,Sổ loa\n2.2,có,https://zalo.me/g/x,\n3.2,7,,\n4.1,có,,\n",
        encoding="utf-8",
    )
    year.score("submit", "--unit", "X01", "--by", "Anh Bình", "--set", "2.1=20", "--set", "2.2=có", "--set", "3.2=9,5",
               "--set", "4.1=có", "--evidence", "2.1=so-loa.pdf")  # fmt: skip
    year.score("submit", "--unit", "X02", "--by", "Bà Cúc", "--values", "x02.csv")
    year.score("submit", "--unit", "X03", "--by", "Chị Hoa", "--as", "office", "--set", "4.1=không")
    for code in ("X01", "X02", "X03"):
        change = ("--set", "2.1=12", "--note", "Sổ chỉ có 12 tin") if code == "X01" else ()
        year.score("review", "--unit", code, "--by", "Chị Hoa", *change)


def dispute_and_confirm(year: Year) -> None:
    """Let xóm Đông explain, the office review again, and the council agree."""
    year.score("explain", "--unit", "X01", "--by", "Anh Bình", "--note", "Còn sổ thứ hai", "--set", "2.1=18")
    year.score("review", "--unit", "X01", "--by", "Chị Hoa", "--set", "2.1=14", "--note", "Đã xem sổ thứ hai")
    for code in ("X01", "X02", "X03"):
        year.score("confirm", "--unit", code, "--by", "Chủ tịch Hội đồng")


def test_an_officers_whole_year(year: Year) -> None:
    begin(year)
    learn(year)
    hand_in(year)
    counts_what_a_leader_typed_only_when_the_office_confirmed_it(year)
    carries_a_unit_merged_in_the_middle_of_the_year_by_its_dates(year)
    keeps_evidence_under_its_hash(year)
    assert "Xóm 3 [X03] đã thẩm định" in year.refused("freeze", "--by", "Chủ tịch Hội đồng")
    dispute_and_confirm(year)
    before = year.shown()
    said = year.score("freeze", "--by", "Chủ tịch Hội đồng")
    frozen = year.shown()
    assert (frozen["revision"], frozen["trial"], frozen["as_of"]) == (1, False, "2026-12-09")
    assert str(frozen["sha256"]) in said
    assert frozen["units"] == before["units"]
    assert year.totals() == {"X02": (1, "76.50"), "X01": (2, "69.67"), "X03": (3, "20.42")}

    tells_a_province_what_was_frozen(year, frozen)
    reports_the_same_figures(year)
    puts_a_hamlet_and_a_learner_forward(year)
    printed = prints_papers(year)
    reproduces_after_everything_changed(year, frozen)
    assert prints_papers(year) == printed
    keeps_both_after_a_correction(year, frozen)
    refuses_a_frozen_text_that_was_changed_in_the_database(year)


def tells_a_province_what_was_frozen(year: Year, frozen: dict[str, object]) -> None:
    engine = open_engine(year.url)
    with reading(engine) as tx:
        [block] = [BlockScores(one, freezing.latest(tx, one.id)) for one in score_tables.of_year(tx, 2026)]
        assert score_tables.years(tx) == [2026]
        assert score_sheets.count_stages(tx, block.adopted.id)[Stage.FROZEN] == 3
    engine.dispose()
    [told] = json.loads(score_feed.to_json(2026, [block], {"code": "14122", "name": "xã Xuân Hưng"}))["blocks"]
    assert (told["state"], told["revision"], told["sha256"]) == ("frozen", 1, frozen["sha256"])
    assert [{name: one[name] for name in one if name != "name"} for one in told["units"]] == frozen["units"]
    assert score_feed.to_csv([block]).splitlines()[1].startswith("khoi-xom,X02,Xóm Tây ẫ,76.50,1,true,1,")


def reports_the_same_figures(year: Year) -> None:
    """Note which units have sent their reports, and write the commune's own: its figures are those of the export."""
    year.hocso("report", "received", "X01", "--by", "Chị Hoa")
    assert "Xóm Tây" in year.hocso("report", "board")
    report = year.folder / "bao-cao.json"
    year.hocso("report", "--year", "2026", "--format", "json", "--for", "office", "--out", str(report))
    text = report.read_text(encoding="utf-8")
    exported = json.loads(year.hocso("export", "participation", "--to", "2026-12-31", "--format", "json"))
    assert f'"participants": {exported["totals"]["participants"]}' in text
    year.hocso("report", "--year", "2026", "--format", "docx", "--out", str(year.folder / "bao-cao.docx"))
    assert (year.folder / "bao-cao.docx").read_bytes().startswith(b"PK")


AWARDS = """\
name: Gương điển hình
hamlet: {criteria: [{measure: participants, at_least: 9}], order: participants}
learner: {criteria: [{measure: lessons, at_least: 6}]}
"""


def puts_a_hamlet_and_a_learner_forward(year: Year) -> None:
    """List who reaches the office's own criteria, propose, let the learner agree to be named, and decide."""
    (year.folder / "tieu-chi.yaml").write_text(AWARDS, encoding="utf-8")
    with (year.folder / "config.yaml").open("a", encoding="utf-8") as settings:
        settings.write("campaign: {awards: tieu-chi.yaml}\n")
    lan: list[int] = []

    def learns_more(commune: Commune) -> None:
        lan.append(commune.join("X01"))  # not counted yet: the figures stay
        commune.learn(Activity(lan[0], answers=9, lessons=6))
        commune.tx.execute(update(learner).where(learner.c.id == lan[0]).values(is_counted=True))

    year.live(year.day, learns_more)
    listed = json.loads(year.hocso("awards", "list", "--format", "json"))["lists"]
    assert [one["name"] for one in listed["hamlet"]] == ["Xóm Tây ẫ"]
    assert [(one["key"], one["name"]) for one in listed["learner"]] == [(str(lan[0]), "một người học ở Xóm Đông")]
    by = ("--by", "Chị Hoa")
    for key, kind in (("X02", "hamlet"), (str(lan[0]), "learner")):
        year.hocso("awards", "propose", key, "--kind", kind, *by)
    year.hocso("awards", "decide", "X02", "--kind", "hamlet", *by, "--reason", "Đứng đầu khối")
    yes = ("awards", "decide", str(lan[0]), "--kind", "learner", *by, "--reason", "Học đều")
    with pytest.raises(Refused, match="chưa đồng ý nêu tên"):
        year.hocso(*yes)
    someone = Learner(year.day, year.day)
    agreed = LearnerTurn(lan[0], (AwardAgreed(2026, "Nguyễn Thị Lan"),), someone, someone)
    year.live(year.day, lambda commune: awards.record(commune.tx, [agreed]))
    year.hocso(*yes)
    told = year.hocso("awards", "list")
    assert "Đề nghị khen: Đứng đầu khối (Chị Hoa)." in told
    assert "Nguyễn Thị Lan (Xóm Đông)" in told
    year.live(year.day, lambda commune: commune.erase(lan[0]))


def prints_papers(year: Year) -> dict[str, bytes]:
    """Print the papers of the block and return them."""
    year.score("papers", "--year", "2026", "--out", "giay")
    made = {file.name: file.read_bytes() for file in (year.folder / "giay").iterdir()}
    assert sorted(made) == ["bien-ban.pdf", "giai-trinh-X01.pdf", "giai-trinh-X02.pdf", "giai-trinh-X03.pdf"]
    return made


def reproduces_after_everything_changed(year: Year, frozen: dict[str, object]) -> None:
    """Change people, names, targets and the day: what was frozen stays to the last digit."""

    def change(commune: Commune) -> None:
        commune.learn(Activity(commune.join("X03", counted=True), answers=9))
        commune.tx.execute(update(unit).values(name="Tên khác", adults=7))

    year.live(date(2026, 12, 10), change)
    year.day = date(2027, 3, 1)
    (year.folder / "targets.csv").write_text(TARGETS.replace('"12,5"', "90"), encoding="utf-8")
    year.score("targets", "import", "targets.csv")
    assert year.shown() == frozen
    assert "Xóm Đông" in year.score("show", "--year", "2026")
    assert "đã có 3 đơn vị nộp phiếu" in year.refused("adopt", "bang.yaml", "--by", "Hội đồng")
    assert "đã chốt" in year.refused("confirm", "--year", "2026", "--unit", "X01", "--by", "Hội đồng")


def keeps_both_after_a_correction(year: Year, frozen: dict[str, object]) -> None:
    """Correct a frozen value: a reason is needed, ranks are found again, the first version is still there."""
    wrong = ("correct", "--year", "2026", "--unit", "X01", "--by", "Chủ tịch Hội đồng", "--set", "2.1=20")
    assert "phải có lý do" in year.refused(*wrong, "--reason", " ")
    assert "việc của hội đồng" in year.refused(*wrong, "--reason", "x", "--as", "unit")
    year.score(*wrong, "--reason", "Cộng sót sổ thứ ba")
    after = year.shown()
    assert after["revision"] == 2
    assert year.totals() == {"X02": (1, "76.50"), "X01": (2, "72.67"), "X03": (3, "20.42")}
    assert year.shown("--revision", "1") == frozen
    sheet = year.score("show", "--year", "2026", "--unit", "X01")
    assert corrected_evidence(year) == ["so-loa.pdf"]  # what it rested on before
    assert "sửa sau khi chốt, Chủ tịch Hội đồng: Cộng sót sổ thứ ba" in sheet
    assert "thẩm định, Chị Hoa: Sổ chỉ có 12 tin" in sheet


def corrected_evidence(year: Year) -> list[str]:
    """Return the names of what the newest value of criterion 2.1 of xóm Đông rests on."""
    engine = open_engine(year.url)
    with writing(engine) as tx:
        newest = select(score_value.c.evidence).where(score_value.c.reason.like("Cộng sót%"))
        evidence = json.loads(tx.scalars(newest).one())
    engine.dispose()
    return [one["name"] for one in evidence]


def counts_what_a_leader_typed_only_when_the_office_confirmed_it(year: Year) -> None:
    engine = open_engine(year.url)
    with writing(engine) as tx:
        proposed = tx.scalars(
            select(score_value.c.actual).where(score_value.c.role == "program", score_value.c.criterion == "1.3")
        ).all()
    engine.dispose()
    assert sorted(filter(None, proposed)) == ["0", "0", "0", "4"]  # eight sessions recorded, four confirmed


def carries_a_unit_merged_in_the_middle_of_the_year_by_its_dates(year: Year) -> None:
    assert "Xóm 4 có đến hết ngày 30/06/2026, kết quả tính ở Xóm 3, không xếp hạng." in year.score("show")
    engine = open_engine(year.url)
    with writing(engine) as tx:
        rows = tx.execute(
            select(score_value.c.evidence).where(score_value.c.role == "program", score_value.c.criterion == "1.1")
        )
        evidence = [json.loads(row.evidence)[0] for row in rows]
    engine.dispose()
    counted = sorted((one["numerator"], one["denominator"], one["last"]) for one in evidence)
    assert (3, 10, "2026-06-30") in counted
    assert (5, 20, "2026-12-09") in counted  # xóm 3 with the people who came from xóm 4
    assert "không có đơn vị mã “X04”" in year.refused("submit", "--unit", "X04", "--by", "x")


def keeps_evidence_under_its_hash(year: Year) -> None:
    [kept] = list((year.folder / "data" / "evidence").iterdir()) if "postgresql" in year.url else list(
        (Path(year.url.removeprefix("sqlite:///")).parent / "evidence").iterdir())  # fmt: skip
    assert kept.read_text(encoding="utf-8") == "sổ loa ẫ"
    assert "Không thấy tệp minh chứng" in year.refused(
        "review", "--unit", "X01", "--by", "Chị Hoa", "--set", "2.1=1", "--note", "x", "--evidence", "2.1=mat.pdf"
    )


def test_steps_out_of_turn_and_wrong_values_are_refused_in_one_sentence(year: Year) -> None:
    begin(year)
    learn(year)
    year.day = date(2026, 12, 9)
    assert "chưa nộp; chưa thẩm định được" in year.refused("review", "--unit", "X01", "--by", "Chị Hoa")
    assert "của văn phòng, không phải của đơn vị" in year.refused(
        "review", "--unit", "X01", "--by", "Anh Bình", "--as", "unit"
    )
    assert "chấm 11 điểm mà tối đa là 10" in year.refused("submit", "--unit", "X01", "--by", "A", "--set", "3.2=11")
    assert "không có tiêu chí mã “9”" in year.refused("submit", "--unit", "X01", "--by", "A", "--set", "9=1")
    assert "mã tiêu chí = nội dung" in year.refused("submit", "--unit", "X01", "--by", "A", "--set", "2.1")
    assert "ghi tên người làm" in year.refused("submit", "--unit", "X01", "--by", " ")
    assert "chưa có bảng điểm nào" in year.refused("show", "--year", "2025")
    assert "không có bảng điểm của khối “la”" in year.refused("show", "--block", "la")
    year.score("submit", "--unit", "X01", "--by", "A")
    year.score("review", "--unit", "X01", "--by", "Chị Hoa")
    assert "ghi lý do" in year.refused("review", "--unit", "X01", "--by", "Chị Hoa", "--set", "2.1=3")
    assert "ghi lời giải trình" in year.refused("explain", "--unit", "X01", "--by", "A", "--note", " ")


def refuses_a_frozen_text_that_was_changed_in_the_database(year: Year) -> None:
    def tamper(commune: Commune) -> None:
        changed = func.replace(score_freeze.c.document, '"76.50"', '"96.50"')
        commune.tx.execute(update(score_freeze).where(score_freeze.c.revision == 1).values(document=changed))

    year.live(date(2026, 12, 9), tamper)
    assert "Bản chốt lần 1 đã bị sửa" in year.refused("show", "--year", "2026")


def test_a_table_adopted_after_its_year_began_is_marked_as_a_trial(year: Year) -> None:
    year.hocso("units", "import", "units.csv")
    year.day = date(2026, 2, 1)
    year.score("adopt", str(ROOT / "campaign/tables/2026-khoi-xom.yaml"), "--by", "Hội đồng")
    shown = year.score("show")
    assert shown.startswith("CHẤM THỬ")
    assert "VÍ DỤ" in shown
    assert year.shown()["trial"] is True


def test_the_adopted_table_is_written_as_a_workbook_too(year: Year) -> None:
    begin(year)
    year.score("table", "export", "--year", "2026", "--block", BLOCK, "--out", "da-nhan.xlsx")
    year.score("table", "import", "da-nhan.xlsx", "--out", "da-nhan.yaml")
    assert load(Path("da-nhan.yaml")) == load(Path("bang.yaml"))


def test_targets_are_imported_whole_or_not_at_all(year: Year) -> None:
    begin(year)
    assert "2 chỉ tiêu không có gì thay đổi" in year.score("targets", "import", "targets.csv")
    (year.folder / "targets.csv").write_text(TARGETS.replace("X01,", "X09,").replace("12,5", "0"), encoding="utf-8")
    said = year.refused("targets", "import", "targets.csv")
    assert "targets.csv, dòng 3, cột target: chỉ tiêu “0” phải lớn hơn 0" in said
    (year.folder / "targets.csv").write_text(TARGETS.replace("X01,", "X09,").replace("30", "50"), encoding="utf-8")
    assert "dòng 2, cột unit: không có đơn vị mã “X09”" in year.refused("targets", "import", "targets.csv")
    (year.folder / "targets.csv").write_text(TARGETS.replace("30", "50") + "X03,2.1,2026,9\n", encoding="utf-8")
    tried = year.score("targets", "import", "--dry-run", "targets.csv")
    assert "Sửa chỉ tiêu participation_rate năm 2026 của X01: từ 30 thành 50." in tried
    done = year.score("targets", "import", "targets.csv")
    assert tried == done.replace("Đã nhập xong", "Mới xem thử, chưa thay đổi gì")


def test_a_missing_target_is_told_with_the_proposal_and_stops_the_freeze(year: Year) -> None:
    year.hocso("units", "import", "units.csv")
    (year.folder / "bang.yaml").write_text(
        "{year: 2026, block: các trường, kinds: [school], rounding: total, criteria: [{code: '1', name: Tham gia,"
        " max: 10, formula: proportional_capped, source: 'indicator:participation_rate'}]}",
        encoding="utf-8",
    )
    year.score("adopt", "bang.yaml", "--by", "Hội đồng")
    assert "Trường THCS, tiêu chí 1: công thức proportional_capped chia cho chỉ tiêu" in year.score("propose")
    for step in ("submit", "review", "confirm"):
        year.score(step, "--unit", "T01", "--by", f"Người {step}")
    assert "Tiêu chí 1 của Trường THCS: công thức proportional_capped" in year.refused("freeze", "--by", "Hội đồng")
    (year.folder / "targets.csv").write_text(
        "unit,indicator,year,target\nT01,participation_rate,2026,50\n", encoding="utf-8"
    )
    year.score("targets", "import", "targets.csv")
    assert "1 đơn vị" in year.score("freeze", "--by", "Hội đồng")
    assert year.totals() == {"T01": (1, "0.00")}
