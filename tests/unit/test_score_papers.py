"""The papers of a scored block: what stands on them, and that a sheet is one page."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from campaign import frozen
from campaign.frozen import Frozen, FrozenSheet, Taken
from campaign.sheet import FIGURE, FILE, Entry, Evidence, Role, Step
from campaign.table_file import FOLDER, load
from papers import score_papers
from papers.score_papers import Place

NOW = datetime(2026, 12, 9, 18, 30, tzinfo=UTC)
"""Already the 10th in Vietnam: one day late."""
HERE = Place("xã Xuân Hưng", ZoneInfo("Asia/Ho_Chi_Minh"))
TABLE = load(FOLDER / "2026-khoi-xom.yaml")
RATE = Evidence(
    FIGURE, "participation_rate", numerator=190, denominator=1412, first=date(2026, 1, 1), last=date(2026, 12, 8)
)
SCAN = Evidence(FILE, "sổ loa ẫ.pdf", sha256="7e09d9d8f13be0d6" + "0" * 48)


def entries(code: str, claimed: str, decided: str, reason: str = "", *evidence: Evidence) -> list[Entry]:
    return [
        Entry(code, Role.UNIT, Decimal(claimed), NOW, "Anh Bình", "", evidence),
        Entry(code, Role.OFFICE, Decimal(decided), NOW, "Chị Hoa", reason, evidence),
        Entry(code, Role.COUNCIL, Decimal(decided), NOW, "Chủ tịch", "", evidence),
    ]


def block() -> Frozen:
    east = [*entries("1.1", "13.5", "13.5", "", RATE), *entries("1.2", "22", "22"), *entries("1.4", "70", "70"),
            *entries("2.1", "20", "14", "Sổ chỉ có 14 tin", SCAN), *entries("2.2", "1", "1"),
            *entries("3.1", "30", "30"), *entries("4.2", "1", "1")]  # fmt: skip
    steps = (
        Taken(Step.SUBMIT, NOW, "Anh Bình", Role.UNIT),
        Taken(Step.EXPLAIN, NOW, "Anh Bình", Role.UNIT, "Còn sổ thứ hai"),
    )
    targets = {"1.1": Decimal(45), "1.2": Decimal(20)}
    sheets = (
        FrozenSheet("dong", "Xóm Đông", tuple(east), targets, steps),
        FrozenSheet("tay", "Xóm Tây", tuple(entries("3.1", "40", "40")), targets, ()),
    )
    scores = frozen.scored(TABLE, sheets)
    return Frozen(TABLE, date(2026, 2, 1), "Hội đồng xã", date(2026, 12, 8), 1, NOW, "Chủ tịch", "", sheets, scores)


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_sheet_says_where_every_point_comes_from() -> None:
    lines = score_papers.sheet_written(block(), block().sheets[0], HERE)["lines"]
    assert isinstance(lines, list)
    told = {line["code"]: (line["reckoning"], line["evidence"], line["points"]) for line in lines}
    assert told["1.1"] == (
        "20 × 13,5/45, nhiều nhất 20",
        ["Tỷ lệ tham gia (%): 190/1.412 = 13,5%, tính đến 08/12/2026"],
        ["6,00", "6,00", "6,00"],
    )
    assert told["1.2"][0].startswith("Đạt 22, chỉ tiêu 20: đạt chỉ tiêu được 0,5 × 15")
    assert told["1.2"][0].endswith("mức vượt cao nhất khối 10%")
    assert told["1.4"][0] == "Đạt 70, theo bậc: từ 80 được 7; từ 65 được 5; từ 50 được 3"
    assert told["2.1"] == (
        "14 × 0,5 điểm, nhiều nhất 10",
        ["Tệp sổ loa ẫ.pdf, mã băm 7e09d9d8f13be0d6…", "Chị Hoa: Sổ chỉ có 14 tin"],
        ["10,00", "7,00", "7,00"],
    )
    assert told["2.2"][0] == "Có"
    assert told["3.1"][0] == "10 × 30/40 (cao nhất khối)"
    assert told["4.2"][0] == "1 × -2 điểm, từ -6 đến 0"
    assert told["4.1"] == ("Chưa có số liệu, tính 0 điểm", [], ["", "", ""])
    assert told["1"][2] == ["26,00", "26,00", "26,00"]


def test_below_the_sheet_stand_rank_cut_off_lateness_explanation_and_hash() -> None:
    notes = score_papers.sheet_written(block(), block().sheets[0], HERE)["notes"]
    assert isinstance(notes, list)
    assert notes == [
        "Hạng 1 trong 2 đơn vị của khối (không đạt).",
        "Số liệu chốt đến 08/12/2026. Làm tròn từng tiêu chí đến 2 số lẻ, nửa trở lên thì tăng.",
        "Nộp muộn: nộp ngày 10/12/2026, hạn 09/12/2026.",
        "Giải trình của Anh Bình: Còn sổ thứ hai",
        f"Phiếu đã chốt. Mã băm SHA-256 của mọi số và minh chứng: {block().sheets[0].sha256}",
    ]


def test_a_trial_and_an_example_are_marked_and_a_draft_is_no_frozen_sheet() -> None:
    said = words_of(score_papers.sheet_pdf(block(), "dong", HERE))
    assert "CHẤM THỬ" in said
    assert "VÍ DỤ" in said
    real = replace(block(), table=replace(TABLE, is_example=False), adopted_on=date(2026, 1, 1), revision=0)
    assert score_papers.marks(real) == []
    assert "Phiếu chưa chốt" in words_of(score_papers.sheet_pdf(real, "dong", HERE))


@pytest.mark.parametrize("unit", ["dong", "tay"])
def test_a_sheet_is_one_page_across_and_the_same_file_each_time(unit: str) -> None:
    made = score_papers.sheet_pdf(block(), unit, HERE)
    [page] = PdfReader(io.BytesIO(made)).pages
    assert page.mediabox.width > page.mediabox.height
    assert score_papers.sheet_pdf(block(), unit, HERE) == made


def test_the_minutes_have_the_results_in_order_and_room_to_write() -> None:
    said = words_of(score_papers.minutes_pdf(block(), "f" * 64, HERE))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in said
    assert "thông qua ngày 01/02/2026" in said
    assert said.index("Xóm Đông") < said.index("Xóm Tây")
    assert "Xóm Đông, Anh Bình: Còn sổ thứ hai" in said
    assert "Biểu quyết thống nhất kết quả trên: tán thành" in said
    assert f"SHA-256: {'f' * 64}" in said
    assert "dưới 30% điểm tối đa" in said


def test_a_correction_is_told_on_both_papers() -> None:
    corrected = replace(block(), revision=2, reason="Cộng sót sổ ẫ")
    assert "Bản chốt lần 2, Chủ tịch sửa: Cộng sót sổ ẫ" in words_of(score_papers.sheet_pdf(corrected, "dong", HERE))
    assert "Bản chốt lần 2, Chủ tịch sửa: Cộng sót sổ ẫ" in words_of(score_papers.minutes_pdf(corrected, "", HERE))
