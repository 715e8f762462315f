"""Zalo Bot is switched on in config.yaml; its token and secret come from the environment."""

from pathlib import Path

import pytest

from bot.limits import ZALO_BOT, Rates
from bot.settings import Settings, load
from bot.settings_reader import SettingsError

COMMUNE = 'commune: {code: "14122", name: xã Xuân Hưng, province: tỉnh Ninh Bình}\n'
TOKEN = "12345689:abc-xyz"  # noqa: S105 - opens nothing
SECRET = "bi-mat_12"  # noqa: S105 - opens nothing


def _load(folder: Path, zalo_bot: str, **environ: str) -> Settings:
    file = folder / "config.yaml"
    file.write_text(f"{COMMUNE}channels:\n  zalo_bot: {{{zalo_bot}}}\n", encoding="utf-8")
    return load({"HOCSO_CONFIG": str(file), **environ})


def _refused(folder: Path, zalo_bot: str, **environ: str) -> str:
    with pytest.raises(SettingsError) as caught:
        _load(folder, zalo_bot, **environ)
    return str(caught.value)


def test_it_is_off_unless_switched_on(tmp_path: Path) -> None:
    chosen = _load(tmp_path, "").channels.zalo_bot
    assert (chosen.enabled, chosen.mode) == (False, "polling")
    assert chosen.base_url == "https://bot-api.zaloplatforms.com"
    assert chosen.is_real
    assert Rates.of(chosen.calls_per_second, chosen.chat_calls_per_second) == ZALO_BOT


def test_it_is_on_with_a_token(tmp_path: Path) -> None:
    settings = _load(tmp_path, "enabled: true", HOCSO_ZALO_BOT_TOKEN=TOKEN)
    assert settings.zalo_bot_token is not None
    assert settings.zalo_bot_token.get_secret_value() == TOKEN
    assert TOKEN not in repr(settings)


def test_token_and_secret_may_come_from_files(tmp_path: Path) -> None:
    (tmp_path / "mã").write_text(TOKEN + "\n", encoding="utf-8")
    (tmp_path / "bí mật").write_text(SECRET + "\n", encoding="utf-8")
    settings = _load(
        tmp_path,
        "enabled: true, mode: webhook",
        HOCSO_ZALO_BOT_TOKEN_FILE=str(tmp_path / "mã"),
        HOCSO_ZALO_BOT_SECRET_FILE=str(tmp_path / "bí mật"),
    )
    assert settings.zalo_bot_secret is not None
    assert settings.zalo_bot_secret.get_secret_value() == SECRET
    assert SECRET not in repr(settings)


def test_without_a_token_it_is_said_what_to_do(tmp_path: Path) -> None:
    said = _refused(tmp_path, "enabled: true")
    assert "HOCSO_ZALO_BOT_TOKEN" in said
    assert "\n" not in said


def test_a_hook_needs_a_secret(tmp_path: Path) -> None:
    said = _refused(tmp_path, "enabled: true, mode: webhook", HOCSO_ZALO_BOT_TOKEN=TOKEN)
    assert "HOCSO_ZALO_BOT_SECRET" in said


@pytest.mark.parametrize("token", ["1:a", "12345689:abc-xyz", "77:Ab+c.d~e=", "bot7:x:y"])
def test_a_token_of_another_form_than_today_is_taken(tmp_path: Path, token: str) -> None:
    assert _load(tmp_path, "enabled: true", HOCSO_ZALO_BOT_TOKEN=token).zalo_bot_token is not None


@pytest.mark.parametrize("token", ["khong-co-dau", "123:", ":abc", "12 3:abc", "123:a/b", "https://zalo.me/1:2"])
def test_what_cannot_be_a_token_is_refused_and_not_repeated(tmp_path: Path, token: str) -> None:
    said = _refused(tmp_path, "", HOCSO_ZALO_BOT_TOKEN=token)
    assert "HOCSO_ZALO_BOT_TOKEN" in said
    assert token not in said


@pytest.mark.parametrize("secret", ["7654321", "x" * 257, "bí mật của xã", "có-dấu-ẫ-đấy"])
def test_a_secret_zalo_would_not_take_is_refused_and_not_repeated(tmp_path: Path, secret: str) -> None:
    said = _refused(tmp_path, "", HOCSO_ZALO_BOT_SECRET=secret)
    assert "HOCSO_ZALO_BOT_SECRET" in said
    assert secret not in said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("mode: pushing", "'polling'"),
        ("base_url: https://bot-api.zaloplatforms.com/bot123", "không phải địa chỉ trang"),
        ("calls_per_second: 0", "từ 1.0 trở lên"),
        ("proxy: http://192.0.2.7:1", "không có mục nào tên như thế"),
        ("token: 123", "không có mục nào tên như thế"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(tmp_path: Path, written: str, said: str) -> None:
    assert said in _refused(tmp_path, written)


@pytest.mark.parametrize(
    ("base_url", "is_real"),
    [
        ("https://bot-api.zaloplatforms.com", True),
        ("https://bot-api.zapps.me", True),
        ("https://Bot-API.ZaloPlatforms.com.", True),
        ("http://127.0.0.1:8081", False),
        ("https://zapps.me.example.vn", False),
    ],
)
def test_the_moved_clock_is_refused_beside_the_real_platform(tmp_path: Path, base_url: str, is_real: bool) -> None:
    environ = {"HOCSO_ZALO_BOT_TOKEN": TOKEN, "HOCSO_CLOCK": "2026-11-22T08:00x60"}
    written = f"enabled: true, base_url: '{base_url}'"
    if is_real:
        assert "HOCSO_CLOCK" in _refused(tmp_path, written, **environ)
    else:
        assert _load(tmp_path, written, **environ).pace is not None
