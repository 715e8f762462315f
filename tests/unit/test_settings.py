"""config.yaml and the environment: what is read, and what each mistake is told as."""

import stat
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.moving_clock import Pace
from bot.settings import Settings, load, secret_key
from bot.settings_reader import SettingsError
from campaign.periods import Phase

ROOT = Path(__file__).parents[2]
COMMUNE = """\
commune:
  code: "14122"
  name: xã Xuân Hưng
  province: tỉnh Ninh Bình
"""
KEY = "k" * 32


def _load(folder: Path, text: str = COMMUNE, **environ: str) -> Settings:
    (folder / "config.yaml").write_text(text, encoding="utf-8")
    return load({"HOCSO_CONFIG": str(folder / "config.yaml"), **environ})


def _problems(folder: Path, text: str = COMMUNE, **environ: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        _load(folder, text, **environ)
    return tuple(problem.replace(f"{folder}/", "") for problem in caught.value.problems)


def test_the_shipped_file_is_good() -> None:
    settings = load({"HOCSO_CONFIG": str(ROOT / "config.yaml")})

    assert (settings.commune.code, settings.commune.name) == ("14122", "xã Xuân Hưng")
    assert settings.contacts == {}


def test_the_shipped_file_says_what_the_program_assumes_anyway(tmp_path: Path) -> None:
    shipped = load({"HOCSO_CONFIG": str(ROOT / "config.yaml")})
    assumed = _load(tmp_path)

    assert shipped.assistant == assumed.assistant
    assert shipped.channels == assumed.channels
    assert shipped.web == assumed.web
    assert shipped.database.file == ROOT / "data" / "hocso.sqlite3"
    assert assumed.database.file == tmp_path / "data" / "hocso.sqlite3"
    assert shipped.content == assumed.content  # the lessons that come with the program, wherever the file lies
    assert shipped.commune.units_file.relative_to(ROOT) == assumed.commune.units_file.relative_to(tmp_path)


def test_without_a_name_the_file_of_this_folder_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.yaml").write_text(COMMUNE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    assert load({}).config_file == tmp_path / "config.yaml"


def test_paths_start_at_the_folder_of_the_file(tmp_path: Path) -> None:
    settings = _load(tmp_path, COMMUNE + "  units_file: /srv/xóm.csv\ncontent:\n  quizzes: câu hỏi\n")

    assert settings.commune.units_file == Path("/srv/xóm.csv")
    assert settings.content.quizzes == tmp_path / "câu hỏi"
    assert settings.database.url == f"sqlite:///{tmp_path}/data/hocso.sqlite3"


def test_a_phone_number_keeps_its_first_zero(tmp_path: Path) -> None:
    settings = _load(tmp_path, COMMUNE + "contacts:\n  cong_an_xa: 0123456\n  truong_xom_dong:\n")

    assert settings.contacts == {"cong_an_xa": "0123456"}


def test_phases_are_those_that_figures_know(tmp_path: Path) -> None:
    phases = "campaign:\n  phases:\n    - {name: Đợt 1, first: 2026-11-01, last: 2026-12-09}\n"

    assert _load(tmp_path, COMMUNE + phases).phases == (Phase("Đợt 1", date(2026, 11, 1), date(2026, 12, 9)),)


def test_learners_are_always_told_who_answers_for_what_is_kept(tmp_path: Path) -> None:
    unwritten = _load(tmp_path)
    written = _load(tmp_path, COMMUNE + "privacy:\n  controller: Ủy ban xã\n  contact: bà Cúc, phòng 2\n")

    assert unwritten.controller == "UBND xã Xuân Hưng"
    assert unwritten.privacy_contact == "Phòng Văn hóa - Xã hội, UBND xã Xuân Hưng"
    assert (written.controller, written.privacy_contact) == ("Ủy ban xã", "bà Cúc, phòng 2")


def test_settings_cannot_be_changed(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="frozen"):
        _load(tmp_path).web.port = 80


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("web:\n  prot: 80\n", "config.yaml, dòng 6, web.prot: không có mục nào tên như thế (có phải là “port”?)"),
        ("webb:\n  port: 80\n", "config.yaml, dòng 5, webb: không có mục nào tên như thế (có phải là “web”?)"),
        ("zalo_bot: đ\n", "config.yaml, dòng 5, zalo_bot: không có mục nào tên như thế, hãy sửa tên hoặc bỏ đi."),
        ("privacy:\n  retention:\n    year: 1\n", "config.yaml, dòng 7, privacy.retention.year: không có mục nào"),
        ("web:\n  port: 0\n", "config.yaml, dòng 6, web.port: phải từ 1 trở lên, không phải 0"),
        ("web:\n  port: 65536\n", "config.yaml, dòng 6, web.port: phải từ 65535 trở xuống, không phải 65536"),
        ("web:\n  port: tám\n", "config.yaml, dòng 6, web.port: phải là một số nguyên, không phải “tám”"),
        ("web:\n  host: [a]\n", "config.yaml, dòng 6, web.host: phải là chữ"),
        ("web: 🙂\n", "config.yaml, dòng 5, web: phải gồm các dòng “tên mục: giá trị”"),
        ("contacts: số\n", "config.yaml, dòng 5, contacts: phải gồm các dòng “tên mục: giá trị”"),
        ("contacts:\n  Công an: 1\n", "config.yaml, dòng 6, contacts.Công an: tên mục chỉ gồm chữ thường không dấu"),
        ("assistant:\n  digit_guard_seconds: nan\n", "config.yaml, dòng 6, assistant.digit_guard_seconds: phải là một"),
        ("channels:\n  browser:\n    enabled: có\n", "config.yaml, dòng 7, channels.browser.enabled: chỉ nhận true"),
        ("campaign:\n  phases: đợt\n", "config.yaml, dòng 6, campaign.phases: phải là một danh sách"),
        (
            "campaign:\n  phases:\n  - {name: Đợt 1, first: 2026-02-30, last: 2026-12-01}\n",
            "config.yaml, dòng 7, campaign.phases.1.first: phải là ngày viết kiểu 2026-11-22",
        ),
        (
            "campaign:\n  phases:\n  - {name: Đợt 1, first: 2026-12-02, last: 2026-12-01}\n",
            "config.yaml, dòng 7, campaign.phases.1: Giai đoạn “Đợt 1” kết thúc trước khi bắt đầu",
        ),
        ("web:\n  public_url: xã.vn\n", "config.yaml, dòng 6, web.public_url: “xã.vn” không phải địa chỉ trang"),
        ("web:\n  public_url: http://a:b\n", "config.yaml, dòng 6, web.public_url: “http://a:b” không phải địa chỉ"),
        ("web:\n  public_url: http://a.vn/x\n", "config.yaml, dòng 6, web.public_url: “http://a.vn/x” không phải"),
        ("database:\n  url: data.db\n", "config.yaml, dòng 6, database.url: không dùng được “data.db:…”, hãy viết như"),
        ('database:\n  url: "sqlite:///:memory:"\n', "config.yaml, dòng 6, database.url: không dùng được “sqlite:…”"),
        ("web:\n  port: 1\nweb:\n  port: 2\n", 'config.yaml, dòng 7: mục "web" ghi hai lần'),
        ("web:\n\tport: 1\n", "config.yaml, dòng 6: chỗ này máy chưa đọc được"),
        ("web: {port: 1\n", "config.yaml, dòng 6: chỗ này máy chưa đọc được"),
        ("  timezone: Asia/Ho_Chi_Min\n", "config.yaml, dòng 5, commune.timezone: không có múi giờ “Asia/Ho_Chi_Min”"),
        ("  timezone: ../../etc/passwd\n", "config.yaml, dòng 5, commune.timezone: không có múi giờ"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, more: str, told: str) -> None:
    (problem,) = _problems(tmp_path, COMMUNE + more)

    assert problem.startswith(told)
    assert problem.endswith(".")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "config.yaml, dòng 1: chưa có nội dung"),
        ("- xã\n", "config.yaml, dòng 1: phải gồm các dòng “tên mục: giá trị”"),
        ("web:\n  port: 80\n", "config.yaml, dòng 1, commune: thiếu mục này"),
        (COMMUNE.replace("14122", "1412"), "config.yaml, dòng 2, commune.code: mã đơn vị hành chính phải gồm đúng 5"),
        (COMMUNE.replace("xã Xuân Hưng", ""), "config.yaml, dòng 3, commune.name: thiếu mục này"),
        (COMMUNE.replace("xã Xuân Hưng", '"  "'), "config.yaml, dòng 3, commune.name: đang để trống"),
        ("\0", "config.yaml: có ký tự lạ trong tệp"),
    ],
)
def test_a_file_without_a_commune_is_refused(tmp_path: Path, text: str, told: str) -> None:
    assert _problems(tmp_path, text)[0].startswith(told)


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    assert len(_problems(tmp_path, COMMUNE + "web:\n  port: x\n  prot: 1\nghi chú: a\n")) == 3


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_bytes(COMMUNE.encode("utf-16"))

    with pytest.raises(SettingsError, match="UTF-8"):
        load({"HOCSO_CONFIG": str(tmp_path / "config.yaml")})


def test_a_missing_file_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"Không thấy tệp .*/không-có\.yaml; hãy .*HOCSO_CONFIG"):
        load({"HOCSO_CONFIG": str(tmp_path / "không-có.yaml")})


def test_the_environment_names_another_database(tmp_path: Path) -> None:
    settings = _load(tmp_path, HOCSO_DATABASE_URL="sqlite:///khác.sqlite3")

    assert settings.database.file == tmp_path / "khác.sqlite3"


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_a_postgres_address_is_understood_however_it_begins_and_its_password_never_shown(
    tmp_path: Path, scheme: str
) -> None:
    settings = _load(tmp_path, HOCSO_DATABASE_URL=f"{scheme}://hocso:hunter2@db:5433/hocso?sslmode=require")

    assert settings.database.url == "postgresql+psycopg://hocso:hunter2@db:5433/hocso?sslmode=require"
    assert settings.database.file is None
    assert "hunter2" not in repr(settings)


def test_a_postgres_server_needs_a_secret_key_that_all_machines_share(tmp_path: Path) -> None:
    settings = _load(tmp_path, HOCSO_DATABASE_URL="postgresql:///hocso")

    with pytest.raises(SettingsError, match="HOCSO_SECRET_KEY: dùng PostgreSQL thì phải đặt"):
        secret_key(settings)


def test_a_password_may_not_stand_in_the_file(tmp_path: Path) -> None:
    (problem,) = _problems(tmp_path, f"{COMMUNE}database:\n  url: postgresql://u:hunter2@h/d\n")

    assert "HOCSO_DATABASE_URL" in problem
    assert "hunter2" not in problem


def test_the_environment_moves_the_clock_in_the_communes_time(tmp_path: Path) -> None:
    settings = _load(tmp_path, HOCSO_CLOCK="2026-11-22T08:00x60")

    assert settings.pace == Pace(datetime(2026, 11, 22, 1, 0, tzinfo=UTC), 60)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("HOCSO_DATABASE_URL", "mysql://u:hunter2@h/d", "HOCSO_DATABASE_URL: không dùng được “mysql:…”"),
        ("HOCSO_DATABASE_URL", "postgresql://u:hunter2@h:x/d", "HOCSO_DATABASE_URL: không hiểu địa chỉ PostgreSQL"),
        ("HOCSO_DATABASE_URL", "postgresql://u:hunter2@h", "HOCSO_DATABASE_URL: không hiểu địa chỉ PostgreSQL"),
        ("HOCSO_SECRET_KEY", "ngắn", "HOCSO_SECRET_KEY: khóa bí mật phải có ít nhất 32 ký tự"),
        ("HOCSO_CLOCK", "hôm qua", "HOCSO_CLOCK: không hiểu “hôm qua”"),
        ("HOCSO_SECRET_KEY_FILE", "/không/có", "HOCSO_SECRET_KEY_FILE: không đọc được tệp /không/có"),
    ],
)
def test_a_bad_variable_is_told_by_its_name_and_never_quoted_when_secret(
    tmp_path: Path, name: str, value: str, told: str
) -> None:
    (problem,) = _problems(tmp_path, **{name: value})

    assert problem.startswith(told)
    assert "hunter2" not in problem
    assert "ngắn" not in problem


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{KEY}\n")

    assert secret_key(_load(tmp_path, HOCSO_SECRET_KEY_FILE=str(tmp_path / "key"))) == KEY


def test_a_variable_and_its_file_are_one_too_many(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(KEY)
    problems = _problems(tmp_path, HOCSO_SECRET_KEY=KEY, HOCSO_SECRET_KEY_FILE=str(tmp_path / "key"))

    assert problems == ("Cả HOCSO_SECRET_KEY và HOCSO_SECRET_KEY_FILE đều được đặt; hãy bỏ một trong hai.",)


def test_an_empty_secret_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("\n")

    assert "đang trống" in _problems(tmp_path, HOCSO_SECRET_KEY_FILE=str(tmp_path / "key"))[0]


def test_a_secret_is_never_printed(tmp_path: Path) -> None:
    assert KEY not in repr(_load(tmp_path, HOCSO_SECRET_KEY=KEY))


def test_a_key_is_made_once_beside_the_database_for_its_owner_only(tmp_path: Path) -> None:
    settings = _load(tmp_path)

    key = secret_key(settings)

    assert len(key) >= 32
    assert secret_key(settings) == key
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["secret_key"]
    assert stat.S_IMODE((tmp_path / "data" / "secret_key").stat().st_mode) == 0o600


def test_a_damaged_key_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret_key").write_text("x")

    with pytest.raises(SettingsError, match="bị hỏng; hãy xóa"):
        secret_key(_load(tmp_path))


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("một tệp, không phải thư mục")

    with pytest.raises(SettingsError, match="quyền"):
        secret_key(_load(tmp_path))
