"""`hocso score try` and `hocso score table`, by the program itself, in a folder without settings or database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]
TABLE = """\
year: 2026
block: khối xóm
rounding: leaf
criteria:
  - {code: "1", name: Tham gia, max: 10, kind: quantity, formula: half_and_leader, source: typed}
  - {code: "2", name: Buổi học, max: 10, kind: quantity, formula: share_of_best}
"""
VALUES = """\
unit,criterion,target,actual
dong,1,100,120
dong,2,,20
tay,1,80,80
tay,2,,30
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bang.yaml").write_text(TABLE, encoding="utf-8")
    (tmp_path / "so.csv").write_text(VALUES, encoding="utf-8")
    return tmp_path


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HOCSO_")}
    return subprocess.run(
        [sys.executable, "-m", "bot", "score", *command],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(HERE)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_table_is_tried_on_values_without_settings_or_database(folder: Path) -> None:
    done = run(folder, "try", "--table", "bang.yaml", "--values", "so.csv", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {
        "units": [
            {"unit": "dong", "total": "16.67", "rank": 1, "passed": True, "criteria": {"1": "10.00", "2": "6.67"}},
            {"unit": "tay", "total": "15.00", "rank": 2, "passed": True, "criteria": {"1": "5.00", "2": "10.00"}},
        ]
    }
    assert sorted(file.name for file in folder.iterdir()) == ["bang.yaml", "so.csv"]


def test_the_table_on_the_screen_has_every_criterion_and_says_that_it_is_an_example(folder: Path) -> None:
    (folder / "bang.yaml").write_text(TABLE + "example: true\n", encoding="utf-8")
    done = run(folder, "try", "--table", "bang.yaml", "--values", "so.csv")
    assert done.stdout.startswith("VÍ DỤ")
    assert "│    1 │ dong   │ 10,00 │  6,67 │ 16,67 │" in done.stdout


def test_what_is_missing_counts_nothing_and_is_named(folder: Path) -> None:
    (folder / "so.csv").write_text(VALUES.replace("tay,2,,30\n", ""), encoding="utf-8")
    done = run(folder, "try", "--table", "bang.yaml", "--values", "so.csv")
    assert done.returncode == 0
    assert done.stderr == "tay: chưa có số liệu của 2, tạm tính 0 điểm.\n"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "dong,1,100,120",
            "dong,1,,120",
            "so.csv, dòng 2, dong, tiêu chí 1: công thức half_and_leader chia cho chỉ tiêu",
        ),
        ("dong,1,100,120", "dong,1,0,120", "so.csv, dòng 2, dong, tiêu chí 1: chỉ tiêu là 0"),
        ("tay,2,,30", "tay,7,,30", "so.csv, dòng 5, cột criterion: bảng không có tiêu chí mã “7”"),
        ("tay,2,,30", "tay,2,,ba mươi", "so.csv, dòng 5, cột actual: “ba mươi” không phải là số"),
        ("tay,2,,30", "tay,1,,30", "so.csv, dòng 5, cột criterion: tay đã có tiêu chí 1 ở dòng 4"),
        ("actual", "result", "so.csv, dòng 1: không hiểu cột “result”"),
    ],
)
def test_a_wrong_value_is_told_by_its_line(folder: Path, old: str, new: str, told: str) -> None:
    (folder / "so.csv").write_text(VALUES.replace(old, new), encoding="utf-8")
    done = run(folder, "try", "--table", "bang.yaml", "--values", "so.csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_table_goes_to_a_workbook_and_back(folder: Path) -> None:
    assert run(folder, "table", "export", "bang.yaml", "--out", "bang.xlsx").returncode == 0
    tried = [run(folder, "try", "--table", name, "--values", "so.csv") for name in ("bang.yaml", "bang.xlsx")]
    assert tried[0].stdout == tried[1].stdout
    done = run(folder, "table", "import", "bang.xlsx", "--out", "moi.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    assert run(folder, "table", "export", "moi.yaml", "--out", "moi.xlsx").returncode == 0
    assert (folder / "moi.xlsx").read_bytes() == (folder / "bang.xlsx").read_bytes()
    lost = run(folder, "table", "import", "khong-co.xlsx", "--out", "x.yaml")
    assert (lost.returncode, lost.stderr.count("\n")) == (2, 1)
    assert run(folder, "try", "--table", "khong-co.yaml", "--values", "so.csv").returncode == 2
