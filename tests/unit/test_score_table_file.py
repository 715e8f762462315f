"""Reading a score table: the shipped ones, what is told about a wrong one, and writing it back."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.criteria import Criterion, Formula, Gate, GateOf, Kind, Rounding, Rule, ScoreTable
from campaign.indicators import Indicator
from campaign.table_file import FOLDER, load, parse
from campaign.table_shape import to_json, to_yaml
from campaign.units import UnitKind
from lessons.problems import ContentError
from papers.office import score_table_book, score_table_reading

SHIPPED = sorted(FOLDER.glob("*.yaml"))
GOOD = """\
year: 2026
block: khoi-xom
rounding: leaf
criteria:
  - code: I
    name: Học tập ẫ
    max: 30
    children:
      - {code: "1.1", name: Tham gia, max: 20, formula: proportional_capped, source: "indicator:participation_rate"}
      - code: "1.2"
        name: Buổi học
        max: 10
        kind: count
        formula: count_points
        params: {points: 2.5}
"""


def remarks(text: str) -> list[str]:
    with pytest.raises(ContentError) as caught:
        parse(Path("bang.yaml"), text)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_shipped_table_is_an_example_of_100_points_named_after_its_year_and_block(file: Path) -> None:
    table = load(file)
    assert (table.is_example, table.maximum) == (True, Decimal(100))
    assert file.stem == f"{table.year}-{table.block}"
    assert "VÍ DỤ" in file.read_text(encoding="utf-8").split("\n")[0]


def test_there_are_tables_for_hamlets_and_for_agencies() -> None:
    assert [file.stem for file in SHIPPED] == ["2026-khoi-co-quan", "2026-khoi-xom"]


def test_a_table_is_read() -> None:
    table = parse(Path("bang.yaml"), GOOD)
    [group] = table.criteria
    first, second = group.children
    assert (table.year, table.block, table.name, table.rounding) == (2026, "khoi-xom", "khoi-xom", Rounding.LEAF)
    assert (first.formula, first.source) == (Formula.PROPORTIONAL_CAPPED, Indicator.PARTICIPATION_RATE)
    assert (second.source, str(second.rule.points if second.rule else None)) == (None, "2.5")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("max: 30", "max: 31", "bang.yaml, dòng 7, tiêu chí I: các mục con cộng lại được 30 điểm mà “max” ghi 31"),
        ("rounding: leaf", "rounding: leaf\nmax: 100", "dòng 4: các mục cộng lại được 30 điểm mà “max” ghi 100"),
        ("participation_rate", "participation_rat", "chỉ số “participation_rat” (có phải là"),
        ("participation_rate", "reached", "reached là số ước tính, không dùng để chấm điểm"),
        ("participation_rate", "outside_commune", "không có chỉ số “outside_commune”"),
        ('"indicator:participation_rate"', "excel", "không hiểu nguồn “excel”"),
        ("proportional_capped", "proportionl", "“formula”|\"formula\" phải là một trong"),
        ("params: {points: 2.5}", "params: {point: 2.5}", 'không có mục nào tên "point" (có phải là "points")'),
        ("params: {points: 2.5}", "params: {points: 0}", "points) phải lớn hơn 0"),
        ("params: {points: 2.5}", "params: {}", 'thiếu mục "points"'),
        ("params: {points: 2.5}", "params: {points: nhiều}", '"points" phải là một số'),
        ("kind: count", "kind: bonus", "công thức count_points đi với kind count"),
        ('code: "1.2"', 'code: "1.1"', "dòng 10, tiêu chí 1.1: mã “1.1” đã có ở dòng 9"),
        ('code: "1.2"', 'code: "1 2"', "mã không có dấu cách"),
        ("rounding: leaf", "roundig: leaf", 'không có mục nào tên "roundig" (có phải là "rounding")'),
        ("rounding: leaf", "rounding: leaf\ntie_breakers: [\"9\"]", "không có tiêu chí mã “9” để xét khi bằng điểm"),
        ("rounding: leaf", "rounding: leaf\ngate: {percent: 150}", "từ 0 đến 100 phần trăm"),
        ("        formula: count_points\n", "        children: []\n", "hãy bỏ một trong hai"),
        ("formula: proportional_capped, ", "", "chưa có “formula”"),
        ("formula: proportional_capped, ", "formula: yes_no, ", "do người chấm, hãy ghi source: typed"),
        ("source:", "params: {target: 0}, source:", "chỉ tiêu (target) phải lớn hơn 0"),
        ("max: 20, formula: proportional_capped,",
         "max: 20, formula: bands, params: {bands: [{at_least: 5, points: 9}]},", "bậc cao nhất được 9 điểm"),
        ("year: 2026", "year: hai", '"year" phải là một số'),
    ],
)  # fmt: skip
def test_a_wrong_table_is_told_with_line_and_what_to_do(old: str, new: str, told: str) -> None:
    assert old in GOOD
    found = "\n".join(remarks(GOOD.replace(old, new, 1)))
    assert any(each in found for each in told.split("|")), found
    assert found.endswith(".")
    assert "hãy" in found


def test_every_mistake_is_told_at_once_from_the_top() -> None:
    text = (
        GOOD.replace("participation_rate", "reached").replace("points: 2.5", "points: 0").replace("max: 30", "max: 3")
    )
    assert [remark.split(",")[1].strip() for remark in remarks(text)] == ["dòng 9", "dòng 15"]


def tables() -> Iterator[str]:
    yield GOOD
    yield GOOD.replace(
        "rounding: leaf", "rounding: total\ndecimals: 3\ngate: {percent: 12.5, of: top}\ndue: 2026-12-09"
    )
    yield GOOD.replace("proportional_capped,", "half_and_leader, params: {target: 80, without_target: share_of_best},")
    yield GOOD.replace(
        "  - code: I", "  - {code: T, name: Trừ, max: 0, formula: bonus_penalty, params: {min: -0.3}}\n  - code: I"
    )
    yield from (file.read_text(encoding="utf-8") for file in SHIPPED)


@pytest.mark.parametrize("text", list(tables()))
def test_written_and_read_again_it_is_the_same(text: str, tmp_path: Path) -> None:
    table = parse(Path("bang.yaml"), text)
    assert parse(Path("bang.yaml"), to_yaml(table)) == table
    assert parse(Path("bang.yaml"), to_json(table)) == table
    book = tmp_path / "bang.xlsx"
    book.write_bytes(score_table_book.write(table))
    again = score_table_reading.read(book)
    assert again == table
    assert score_table_book.write(again) == book.read_bytes()


def test_the_gate_of_the_shipped_tables_asks_whole_groups() -> None:
    gates = [load(file).gate for file in SHIPPED]
    assert [gate.of for gate in gates if gate] == [GateOf.TOP, GateOf.TOP]


NAMES = st.text("aăâđêôơưẫ 🌾(),.-\"'", min_size=1, max_size=12).map(str.strip).filter(bool)
POINTS = st.decimals(min_value=0, max_value=50, places=2)
AMOUNTS = st.decimals(min_value="0.01", max_value=1000, places=2)
RULES = st.one_of(
    st.builds(Rule, st.just(Formula.PROPORTIONAL_CAPPED), target=st.none() | AMOUNTS),
    st.builds(Rule, st.just(Formula.HALF_AND_LEADER), target=st.none() | AMOUNTS, without_target=st.booleans()),
    st.just(Rule(Formula.SHARE_OF_BEST)),
    st.just(Rule(Formula.YES_NO)),
    st.just(Rule(Formula.TYPED_SCORE)),
    st.builds(Rule, st.just(Formula.COUNT_POINTS), points=AMOUNTS),
    st.builds(Rule, st.just(Formula.BONUS_PENALTY), points=AMOUNTS.map(lambda one: -one), least=st.just(Decimal(-9))),
)


@st.composite
def random_tables(draw: st.DrawFn) -> ScoreTable:
    def leaf(code: str) -> Criterion:
        rule, maximum = draw(RULES), draw(POINTS)
        countable = rule.formula.kind in (Kind.QUANTITY, Kind.COUNT)
        source = draw(st.sampled_from([None, Indicator.PARTICIPANTS])) if countable else None
        return Criterion(code, draw(NAMES), maximum, (), rule, source, draw(st.just("") | NAMES))

    criteria = []
    for at in range(draw(st.integers(1, 4))):
        below = tuple(leaf(f"{at}.{each}") for each in range(draw(st.integers(0, 3))))
        whole = Criterion(str(at), draw(NAMES), sum((one.maximum for one in below), Decimal()), below)
        criteria.append(whole if below else leaf(str(at)))
    kinds = tuple(draw(st.lists(st.sampled_from(UnitKind), unique=True, max_size=3)))
    gate = draw(st.none() | st.builds(Gate, st.decimals(0, 100, places=1), st.sampled_from(GateOf)))
    rounding, is_example = draw(st.sampled_from(Rounding)), draw(st.booleans())
    return ScoreTable(2026, "khối-ẫ", draw(NAMES), rounding, tuple(criteria), is_example, 2, kinds, gate)


@settings(max_examples=25)
@given(random_tables())
def test_any_table_goes_to_a_workbook_and_back_unchanged(
    tmp_path_factory: pytest.TempPathFactory, table: ScoreTable
) -> None:
    assert parse(Path("bang.yaml"), to_yaml(table)) == table
    book = tmp_path_factory.getbasetemp() / "bang.xlsx"
    book.write_bytes(score_table_book.write(table))
    again = score_table_reading.read(book)
    assert again == table
    assert score_table_book.write(again) == book.read_bytes()
