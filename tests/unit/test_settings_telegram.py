"""Telegram is switched on in config.yaml; its token and secret come from the environment."""

from pathlib import Path

import pytest

from bot.settings import Settings, load
from bot.settings_reader import SettingsError

COMMUNE = 'commune: {code: "14122", name: xã Xuân Hưng, province: tỉnh Ninh Bình}\n'
TOKEN = "123456:AAbb_cc-dd"  # noqa: S105 - opens nothing
SECRET = "bi-mat_1"  # noqa: S105 - opens nothing


def _load(folder: Path, telegram: str, **environ: str) -> Settings:
    file = folder / "config.yaml"
    file.write_text(f"{COMMUNE}channels:\n  telegram: {{{telegram}}}\n", encoding="utf-8")
    return load({"HOCSO_CONFIG": str(file), **environ})


def _refused(folder: Path, telegram: str, **environ: str) -> str:
    with pytest.raises(SettingsError) as caught:
        _load(folder, telegram, **environ)
    return str(caught.value)


def test_it_is_off_unless_switched_on(tmp_path: Path) -> None:
    telegram = _load(tmp_path, "").channels.telegram
    assert (telegram.enabled, telegram.mode, telegram.base_url) == (False, "polling", "https://api.telegram.org")
    assert telegram.is_real


def test_it_is_on_with_a_token(tmp_path: Path) -> None:
    settings = _load(tmp_path, "enabled: true", HOCSO_TELEGRAM_TOKEN=TOKEN)
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == TOKEN
    assert TOKEN not in repr(settings)


def test_token_and_secret_may_come_from_files(tmp_path: Path) -> None:
    (tmp_path / "mã").write_text(TOKEN + "\n", encoding="utf-8")
    (tmp_path / "bí mật").write_text(SECRET + "\n", encoding="utf-8")
    settings = _load(
        tmp_path,
        "enabled: true, mode: webhook",
        HOCSO_TELEGRAM_TOKEN_FILE=str(tmp_path / "mã"),
        HOCSO_TELEGRAM_SECRET_FILE=str(tmp_path / "bí mật"),
    )
    assert settings.telegram_secret is not None
    assert settings.telegram_secret.get_secret_value() == SECRET
    assert SECRET not in repr(settings)


def test_without_a_token_it_is_said_what_to_do(tmp_path: Path) -> None:
    assert "HOCSO_TELEGRAM_TOKEN" in _refused(tmp_path, "enabled: true")


def test_a_hook_needs_a_secret(tmp_path: Path) -> None:
    said = _refused(tmp_path, "enabled: true, mode: webhook", HOCSO_TELEGRAM_TOKEN=TOKEN)
    assert "HOCSO_TELEGRAM_SECRET" in said


@pytest.mark.parametrize("name", ["HOCSO_TELEGRAM_TOKEN", "HOCSO_TELEGRAM_SECRET"])
def test_a_token_or_secret_that_cannot_be_one_is_refused_and_not_repeated(tmp_path: Path, name: str) -> None:
    said = _refused(tmp_path, "enabled: false", **{name: "123456:sai/đường?dẫn"})
    assert name in said
    assert "sai/đường" not in said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("mode: pushing", "'polling'"),
        ("base_url: https://api.telegram.org/bot123", "không phải địa chỉ trang"),
        ("proxy: 'socks5://192.0.2.7:1080'", "không phải địa chỉ proxy"),
        ("proxy: 'http://ai:khoa@192.0.2.7:3128'", "không phải địa chỉ proxy"),
        ("calls_per_second: 0", "từ 1.0 trở lên"),
        ("token: 123", "không có mục nào tên như thế"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(tmp_path: Path, written: str, said: str) -> None:
    assert said in _refused(tmp_path, written)


@pytest.mark.parametrize(
    ("base_url", "is_real"),
    [
        ("https://api.telegram.org", True),
        ("https://API.Telegram.org.", True),
        ("http://127.0.0.1:8081", False),
        ("https://telegram.org.example.vn", False),
    ],
)
def test_the_moved_clock_is_refused_beside_the_real_platform(tmp_path: Path, base_url: str, is_real: bool) -> None:
    environ = {"HOCSO_TELEGRAM_TOKEN": TOKEN, "HOCSO_CLOCK": "2026-11-22T08:00x60"}
    written = f"enabled: true, base_url: '{base_url}'"
    if is_real:
        assert "HOCSO_CLOCK" in _refused(tmp_path, written, **environ)
    else:
        assert _load(tmp_path, written, **environ).pace is not None
