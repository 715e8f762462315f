"""`hocso init` gives a new commune everything it needs to begin."""

from pathlib import Path

import pytest

from bot.settings import load
from tests.running import Running, make

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["config.yaml", "units.csv"])
def test_a_new_commune_begins_with_what_is_shipped(name: str) -> None:
    assert (ROOT / "bot" / "beginnings" / name).read_bytes() == (ROOT / name).read_bytes()


@pytest.fixture
def program(tmp_path: Path) -> Running:
    return make(tmp_path)


def test_a_new_commune_has_its_own_folder_and_can_begin(program: Running) -> None:
    folder = program.folder / "Phù Mỹ"
    done = program.run("init", "--commune", "13999", "--name", "xã  Phù Mỹ", "--port", "8123", str(folder))
    assert done.returncode == 0, done.stderr
    assert "http://127.0.0.1:8123/moi/" in done.stdout
    settings = load({"HOCSO_CONFIG": str(folder / "config.yaml")})
    commune = settings.commune
    assert (commune.code, commune.name, commune.province) == ("13999", "xã Phù Mỹ", "tỉnh Ninh Bình")
    assert settings.controller == "UBND xã Phù Mỹ"
    assert settings.privacy_contact == "Phòng Văn hóa - Xã hội, UBND xã Phù Mỹ"
    assert settings.web.port == 8123
    assert (settings.content.lessons / "009-cuoc-goi-gia-danh").is_dir()
    assert settings.database.file == folder / "data" / "hocso.sqlite3"
    assert "Xuân Hưng" not in (folder / "config.yaml").read_text("utf-8").split("channels:")[0].replace("như", "")
    checked = Running(folder, 0).run("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_commune_that_is_there_is_left_alone(program: Running) -> None:
    before = (program.folder / "config.yaml").read_bytes()
    done = program.run("init", "--commune", "13999", "--name", "xã Phù Mỹ", str(program.folder))
    assert done.returncode == 1
    assert "giữ nguyên" in done.stderr
    assert (program.folder / "config.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("code", "name", "says"), [("1399", "xã Phù Mỹ", "5 chữ số"), ("13999", "Phù Mỹ", "xã hoặc phường")]
)
def test_what_is_no_commune_is_refused_and_leaves_nothing(program: Running, code: str, name: str, says: str) -> None:
    folder = program.folder / "mới"
    done = program.run("init", "--commune", code, "--name", name, str(folder))
    assert done.returncode == 2
    assert says in done.stderr
    assert not folder.exists()
