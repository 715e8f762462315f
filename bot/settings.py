"""Everything that is set: config.yaml and the environment, read once at start and checked whole.

Nothing else reads the environment.
"""

import os
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from pydantic import SecretStr

from bot.config_file import ConfigFile, Database, Telegram, ZaloBot, database_address
from bot.moving_clock import Pace, read_pace
from bot.settings_reader import SettingsError, read_settings_file
from campaign.periods import Phase

_SHORTEST_SECRET = 32
_NEEDS_KEY = (
    f"HOCSO_SECRET_KEY: dùng PostgreSQL thì phải đặt khóa bí mật, ít nhất {_SHORTEST_SECRET} ký tự, và mọi máy chạy"
    " chương trình dùng chung một khóa; hãy tạo một khóa bằng lệnh openssl rand -hex 32."
)

_NEEDS_FEED_SECRET = (
    f"HOCSO_FEED_SECRET: feed.url đã ghi địa chỉ; hãy đặt khóa để ký số liệu, ít nhất {_SHORTEST_SECRET} ký tự, và đưa"
    " khóa ấy cho nơi nhận."
)


class Settings(ConfigFile):
    """Everything that is set: what config.yaml holds, and what the environment adds."""

    config_file: Path
    given_secret_key: SecretStr | None
    pace: Pace | None
    telegram_token: SecretStr | None
    telegram_secret: SecretStr | None
    zalo_bot_token: SecretStr | None
    zalo_bot_secret: SecretStr | None
    feed_secret: SecretStr | None

    @property
    def phases(self) -> tuple[Phase, ...]:
        """Return the phases of the campaign as figures know them."""
        return tuple(phase.as_phase() for phase in self.campaign.phases)

    @property
    def data_folder(self) -> Path:
        """Return where files of the commune are kept: beside the database, or beside the settings."""
        return self.database.file.parent if self.database.file else self.config_file.parent / "data"

    @property
    def evidence_folder(self) -> Path:
        """Return where the files handed in with score sheets are kept, each under its hash."""
        return self.data_folder / "evidence"


def load(environ: Mapping[str, str]) -> Settings:
    """Return the settings from config.yaml and these environment variables.

    Raises:
        SettingsError: with a sentence for everything that is wrong.
    """
    config_file = Path(_variable(environ, "HOCSO_CONFIG") or "config.yaml")
    written = read_settings_file(config_file, ConfigFile)
    folder = config_file.resolve().parent
    uses: dict[str, Callable[[str], object]] = {
        "HOCSO_DATABASE_URL": lambda url: Database(url=database_address(url, folder)),
        "HOCSO_SECRET_KEY": _long_enough,
        "HOCSO_CLOCK": lambda text: read_pace(text, written.commune.zone),
        "HOCSO_TELEGRAM_TOKEN": _telegram_token,
        "HOCSO_TELEGRAM_SECRET": _telegram_secret,
        "HOCSO_ZALO_BOT_TOKEN": _zalo_bot_token,
        "HOCSO_ZALO_BOT_SECRET": _zalo_bot_secret,
        "HOCSO_FEED_SECRET": _long_enough,
    }
    database, given_secret_key, pace, token, secret, zalo_token, zalo_secret, feed_secret = _from_environment(
        environ, uses
    )
    channels = written.channels
    problems = [
        *_channel_problems("telegram", "Telegram", channels.telegram, pace, token, secret),
        *_channel_problems("zalo_bot", "Zalo Bot", channels.zalo_bot, pace, zalo_token, zalo_secret),
        *((_NEEDS_FEED_SECRET,) if written.feed.url and feed_secret is None else ()),
    ]
    if problems:
        raise SettingsError(problems)
    return Settings.model_validate(
        {
            **dict(written),
            "database": database or written.database,
            "config_file": config_file.resolve(),
            "given_secret_key": given_secret_key,
            "pace": pace,
            "telegram_token": token,
            "telegram_secret": secret,
            "zalo_bot_token": zalo_token,
            "zalo_bot_secret": zalo_secret,
            "feed_secret": feed_secret,
        }
    )


def secret_key(settings: Settings) -> str:
    """Return the key behind cookies and links: the given one, or the one beside the database, made if there is none.

    Raises:
        SettingsError: when the file beside the database cannot be written or read.
    """
    if settings.given_secret_key:
        return settings.given_secret_key.get_secret_value()
    if settings.database.file is None:
        raise SettingsError([_NEEDS_KEY])
    file = settings.database.file.with_name("secret_key")
    try:
        if not file.exists():
            _make_secret(file)
        key = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingsError([f"Không đọc hoặc ghi được tệp {file}; hãy xem lại quyền của thư mục ấy."]) from None
    if len(key) < _SHORTEST_SECRET:
        raise SettingsError([f"Tệp {file} bị hỏng; hãy xóa tệp ấy rồi chạy lại, máy sẽ tạo tệp mới."])
    return key


def _from_environment(environ: Mapping[str, str], uses: Mapping[str, Callable[[str], object]]) -> list[object]:
    """Return what each variable means, None where it is not set."""
    meanings, problems = list[object](), list[str]()
    for name, use in uses.items():
        try:
            value = _variable(environ, name)
            meanings.append(use(value) if value else None)
        except SettingsError as error:
            problems.extend(error.problems)
        except ValueError as error:
            problems.append(f"{name}: {str(error).rstrip('.')}.")
    if problems:
        raise SettingsError(problems)
    return meanings


def _variable(environ: Mapping[str, str], name: str) -> str:
    """Return a variable, or what the file named by its `_FILE` twin holds; empty when neither is set."""
    value, named = environ.get(name, "").strip(), environ.get(f"{name}_FILE", "").strip()
    if value and named:
        raise SettingsError([f"Cả {name} và {name}_FILE đều được đặt; hãy bỏ một trong hai."])
    if not named:
        return value
    try:
        held = Path(named).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingsError([f"{name}_FILE: không đọc được tệp {named}; hãy xem lại đường dẫn và quyền đọc."]) from None
    if not held:
        raise SettingsError([f"{name}_FILE: tệp {named} đang trống; hãy ghi giá trị vào."])
    return held


def _long_enough(key: str) -> SecretStr:
    if len(key) < _SHORTEST_SECRET:
        raise ValueError(f"khóa bí mật phải có ít nhất {_SHORTEST_SECRET} ký tự, hãy tạo khóa dài hơn")
    return SecretStr(key)


def _telegram_token(token: str) -> SecretStr:
    if not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", token):
        raise ValueError("mã của bot phải gồm một dãy số, dấu hai chấm, rồi chữ và số, hãy chép lại từ BotFather")
    return SecretStr(token)


def _telegram_secret(secret: str) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise ValueError("chỉ gồm chữ không dấu, số, dấu gạch ngang và gạch dưới, hãy đặt lại")
    return SecretStr(secret)


def _zalo_bot_token(token: str) -> SecretStr:
    # Zalo promises no more about it than that a colon stands between a number and the rest.
    if not re.fullmatch(r"[^\s:/?#]+:[^\s/?#]+", token):
        raise ValueError(
            "mã của bot phải có dấu hai chấm ở giữa và không có dấu cách, hãy chép lại từ tin nhắn của Zalo"
        )
    return SecretStr(token)


def _zalo_bot_secret(secret: str) -> SecretStr:
    if not re.fullmatch(r"[!-~]{8,256}", secret):
        raise ValueError("phải dài từ 8 đến 256 ký tự, không dấu, không có dấu cách, hãy đặt lại")
    return SecretStr(secret)


def _channel_problems(
    name: str, shown: str, chosen: Telegram | ZaloBot, pace: object, token: object, secret: object
) -> Iterator[str]:
    """Yield what keeps a channel that is switched on from running."""
    if not chosen.enabled:
        return
    prefix = f"HOCSO_{name.upper()}"
    if token is None:
        yield f"{prefix}_TOKEN: channels.{name} đang bật; hãy đặt mã của bot, hoặc tắt kênh này."
    if chosen.mode == "webhook" and secret is None:
        yield f"{prefix}_SECRET: mode là webhook; hãy đặt chuỗi bí mật, hoặc đổi mode thành polling."
    if chosen.is_real and pace is not None:
        yield f"HOCSO_CLOCK: không dùng được khi kênh {shown} thật đang bật; hãy bỏ biến ấy hoặc tắt kênh."


def _make_secret(file: Path) -> None:
    """Write a new key, whole or not at all; of two programs that start at once, the later keeps the earlier's."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"secret_key.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(secrets.token_hex(_SHORTEST_SECRET) + "\n")
        handle.flush()
        os.fsync(handle.fileno())  # without this key no phone is known again
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
