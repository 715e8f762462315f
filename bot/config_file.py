"""What config.yaml may hold, section by section. Every path and the database's address come out absolute."""

import shlex
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo, model_validator
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

import lessons
import quizzes
from bot.limits import ZALO_BOT
from bot.settings_reader import PlacedPath, Section, closest
from campaign import award_file
from campaign.periods import Phase
from lessons.fields import Blank, Day, Text

_SQLITE = "sqlite:///"
_POSTGRES = ("postgresql://", "postgres://", "postgresql+psycopg://")
# A section left out is read as an empty one, so that its paths find their folder.
_UNWRITTEN: object = Field(default_factory=dict[str, object])


def _known_zone(name: str) -> str:
    known = available_timezones()
    if name not in known:
        raise ValueError(f"không có múi giờ “{name}”{closest(name, known)}, hãy viết như Asia/Ho_Chi_Minh")
    return name


def _commune_code(code: str) -> str:
    if not (code.isascii() and code.isdigit() and len(code) == 5):
        raise ValueError(f"mã đơn vị hành chính phải gồm đúng 5 chữ số, không phải “{code}”, hãy sửa lại")
    return code


def _site(address: str) -> str:
    try:
        parts = urlsplit(address)
        is_site = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_site = False
    if not is_site or parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise ValueError(f"“{address}” không phải địa chỉ trang, hãy viết như https://hocso.example.vn")
    return address.rstrip("/")


def _proxy(address: str) -> str:
    try:
        return _site(address)
    except ValueError:
        raise ValueError(f"“{address}” không phải địa chỉ proxy, hãy viết như http://192.0.2.7:3128") from None


def _command(*gaps: str) -> Callable[[str], str]:
    """Return a check that a command can be split into words and says where its files go."""

    def check(command: str) -> str:
        try:
            words = " ".join(shlex.split(command))
        except ValueError:
            raise ValueError("dấu ngoặc kép trong lệnh chưa đủ cặp, hãy sửa lại") from None
        missing = [gap for gap in gaps if gap not in words]
        if command and missing:
            raise ValueError(f"lệnh phải có chỗ {' và '.join(missing)} để máy điền tên tệp vào, hãy thêm")
        return command

    return check


def database_address(url: str, folder: Path) -> str:
    """Return the address of a database: that of a file with its path from this folder on, or that of PostgreSQL.

    Raises:
        ValueError: when it is the address of neither.
    """
    if url.startswith(_POSTGRES):
        return _postgres(url)
    path = url.removeprefix(_SQLITE)
    if not url.startswith(_SQLITE) or not path or "?" in path or path.startswith(":memory:"):
        # Only the part before the colon is told: an address may hold a password.
        raise ValueError(
            f"không dùng được “{url.split(':')[0]}:…”, hãy viết như sqlite:///data/hocso.sqlite3"
            " hoặc postgresql://tên:mật-khẩu@máy/cơ-sở-dữ-liệu"
        )
    return _SQLITE + (folder / path).resolve().as_posix()


def _postgres(url: str) -> str:
    try:
        address = make_url(url).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError):
        address = None
    if address is None or not address.database:
        raise ValueError(
            "không hiểu địa chỉ PostgreSQL, hãy viết như postgresql://tên:mật-khẩu@máy:5432/cơ-sở-dữ-liệu;"
            " dấu đặc biệt trong mật khẩu viết kiểu %40"
        )
    return address.render_as_string(hide_password=False)


def _written_address(url: str, info: ValidationInfo) -> str:
    address = database_address(url, info.context if isinstance(info.context, Path) else Path())
    if isinstance(info.context, Path) and make_url(address).password:
        raise ValueError("tệp này không giữ mật khẩu, hãy bỏ dòng này và đặt biến môi trường HOCSO_DATABASE_URL")
    return address


class Commune(Section):
    """Who uses the program. `name` carries its "xã"."""

    code: Annotated[Text, AfterValidator(_commune_code)]
    name: Text
    province: Text
    office: Text = "Phòng Văn hóa - Xã hội"
    timezone: Annotated[Text, AfterValidator(_known_zone)] = "Asia/Ho_Chi_Minh"
    units_file: PlacedPath = Path("units.csv")

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone whose days are counted."""
        return ZoneInfo(self.timezone)

    def day(self, moment: datetime) -> date:
        """Return the local day of a moment, which must be aware."""
        return moment.astimezone(self.zone).date()


class Retention(Section):
    """How long something is kept."""

    consent_years: Annotated[int, Field(ge=1, le=50)] = 5


class Privacy(Section):
    """Who answers for what is kept about learners."""

    controller: Blank = ""
    contact: Blank = ""
    officer: Blank = ""
    retention: Annotated[Retention, _UNWRITTEN]


class Assistant(Section):
    """Numbers of the conversation and of what counts as completing."""

    digit_guard_seconds: Annotated[float, Field(ge=0, le=60, allow_inf_nan=False)] = 2
    reviews_per_visit: Annotated[int, Field(ge=0, le=10)] = 2
    lessons_to_complete: Annotated[int, Field(ge=1, le=100)] = 5


class Browser(Section):
    """The learner page."""

    enabled: bool = True


class Telegram(Section):
    """The Telegram account; its token and secret come from the environment."""

    enabled: bool = False
    mode: Literal["polling", "webhook"] = "polling"
    base_url: Annotated[Text, AfterValidator(_site)] = "https://api.telegram.org"
    proxy: Annotated[Text, AfterValidator(_proxy)] | None = None
    calls_per_second: Annotated[float, Field(ge=1, le=1000, allow_inf_nan=False)] = 30
    chat_calls_per_second: Annotated[float, Field(ge=0.1, le=1000, allow_inf_nan=False)] = 1

    @property
    def is_real(self) -> bool:
        """Say whether this is the platform itself and not one to try things on."""
        host = (urlsplit(self.base_url).hostname or "").rstrip(".")
        return host == "telegram.org" or host.endswith(".telegram.org")


class ZaloBot(Section):
    """The Zalo Bot account; its token and secret come from the environment."""

    enabled: bool = False
    mode: Literal["polling", "webhook"] = "polling"
    base_url: Annotated[Text, AfterValidator(_site)] = "https://bot-api.zaloplatforms.com"
    calls_per_second: Annotated[float, Field(ge=1, le=1000, allow_inf_nan=False)] = ZALO_BOT.per_second
    chat_calls_per_second: Annotated[float, Field(ge=0.1, le=1000, allow_inf_nan=False)] = ZALO_BOT.chat_per_second

    @property
    def is_real(self) -> bool:
        """Say whether this is the platform itself, under its present name or its old one."""
        host = (urlsplit(self.base_url).hostname or "").rstrip(".")
        return any(host == name or host.endswith(f".{name}") for name in ("zaloplatforms.com", "zapps.me"))


class Channels(Section):
    """The ways residents can reach the assistant."""

    browser: Annotated[Browser, _UNWRITTEN]
    telegram: Annotated[Telegram, _UNWRITTEN]
    zalo_bot: Annotated[ZaloBot, _UNWRITTEN]


class CampaignPhase(Section):
    """A phase of the campaign, both days inclusive."""

    name: Text
    first: Day
    last: Day

    @model_validator(mode="after")
    def _must_be_a_phase(self) -> "CampaignPhase":
        self.as_phase()
        return self

    def as_phase(self) -> Phase:
        """Return the phase as figures know it."""
        return Phase(self.name, self.first, self.last)


class Campaign(Section):
    """The commune's campaign; `awards` is the file with the criteria for awards."""

    phases: tuple[CampaignPhase, ...] = ()
    awards: PlacedPath = award_file.SHIPPED


def _feed_address(address: str) -> str:
    try:
        parts = urlsplit(address)
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost"))
        is_address = is_safe and bool(parts.hostname) and parts.port != 0 and not parts.username
    except ValueError:
        is_address = False
    if not is_address:
        raise ValueError(f"“{address}” không phải địa chỉ nhận số liệu, hãy viết như https://so-lieu.example.vn/nhan")
    return address


class Feed(Section):
    """Where the figures are pushed each day; nothing is pushed without an address."""

    url: Annotated[Text, AfterValidator(_feed_address)] | None = None
    hour: Annotated[int, Field(ge=0, le=23)] = 6


class Content(Section):
    """Where lessons and quizzes are read from; those that come with the program unless it says otherwise."""

    lessons: PlacedPath = Path(lessons.__file__).parent / "content" / "vi"
    quizzes: PlacedPath = Path(quizzes.__file__).parent / "content" / "vi"
    sound_command: Annotated[Blank, AfterValidator(_command("{input}", "{output}"))] = ""
    speech_command: Annotated[Blank, AfterValidator(_command("{output}"))] = ""


class Papers(Section):
    """What stands around the text of the commune's report, and the template it is written into."""

    report_template: PlacedPath | None = None
    addressees: tuple[Text, ...] = ()
    bases: tuple[Text, ...] = ()
    signing: tuple[Text, ...] = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    signer: Blank = ""
    recipients: tuple[Text, ...] = ("Như trên;", "Lưu: VT, VHXH.")


class Database(Section):
    """Where everything is kept."""

    url: Annotated[Text, AfterValidator(_written_address)] = Field("sqlite:///data/hocso.sqlite3", repr=False)

    @property
    def file(self) -> Path | None:
        """Return the database's file, or None when it is a PostgreSQL server's."""
        return Path(self.url.removeprefix(_SQLITE)) if self.url.startswith(_SQLITE) else None


class Web(Section):
    """Where the pages are served."""

    host: Text = "0.0.0.0"  # noqa: S104  # phones on the same network have to reach the page
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    public_url: Annotated[Text, AfterValidator(_site)] | None = None


_ContactKey = Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9_]*$")]


class ConfigFile(Section):
    """What config.yaml holds."""

    commune: Commune
    contacts: Annotated[Mapping[_ContactKey, Text], _UNWRITTEN]
    privacy: Annotated[Privacy, _UNWRITTEN]
    assistant: Annotated[Assistant, _UNWRITTEN]
    channels: Annotated[Channels, _UNWRITTEN]
    campaign: Annotated[Campaign, _UNWRITTEN]
    content: Annotated[Content, _UNWRITTEN]
    feed: Annotated[Feed, _UNWRITTEN]
    papers: Annotated[Papers, _UNWRITTEN]
    database: Annotated[Database, _UNWRITTEN]
    web: Annotated[Web, _UNWRITTEN]

    @property
    def controller(self) -> str:
        """Return who answers for what is kept: learners are always told somebody."""
        return self.privacy.controller or f"UBND {self.commune.name}"

    @property
    def privacy_contact(self) -> str:
        """Return whom learners may ask about what is kept."""
        office = self.privacy.contact or f"{self.commune.office}, {self.controller}"
        return f"{office} ({self.privacy.officer})" if self.privacy.officer else office
