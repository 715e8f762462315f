"""The accounts on chat platforms that the settings switch on.

A channel and its libraries are imported only where it is on: they are a fifth of what starting costs.
"""

from typing import TYPE_CHECKING

from bot.limits import Rates
from bot.moving_clock import Clock
from bot.picture_desk import PictureDesk
from bot.recording_desk import RecordingDesk
from bot.settings import Settings
from bot.writer import Writer

if TYPE_CHECKING:
    from bot.channels.telegram import TelegramAccount
    from bot.channels.zalo_bot import ZaloBotAccount


def telegram_account(
    settings: Settings, writer: Writer, clock: Clock, pictures: PictureDesk, recordings: RecordingDesk
) -> "TelegramAccount | None":
    """Return the Telegram account, None where it is switched off."""
    chosen = settings.channels.telegram
    if not chosen.enabled or settings.telegram_token is None:
        return None
    from bot.channels.telegram import TelegramAccount, Terms

    secret = settings.telegram_secret if chosen.mode == "webhook" else None
    terms = Terms(
        token=settings.telegram_token.get_secret_value(),
        base_url=chosen.base_url,
        secret=secret.get_secret_value() if secret else None,
        proxy=chosen.proxy,
        public_url=settings.web.public_url,
        rates=Rates.of(chosen.calls_per_second, chosen.chat_calls_per_second),
    )
    return TelegramAccount(
        "main", terms, writer, clock, lambda: settings.commune.day(clock.now()), pictures, recordings
    )


def zalo_bot_account(
    settings: Settings, writer: Writer, clock: Clock, pictures: PictureDesk, recordings: RecordingDesk
) -> "ZaloBotAccount | None":
    """Return the Zalo Bot account, None where it is switched off."""
    chosen = settings.channels.zalo_bot
    if not chosen.enabled or settings.zalo_bot_token is None:
        return None
    from bot.channels.zalo_bot import Terms, ZaloBotAccount

    secret = settings.zalo_bot_secret if chosen.mode == "webhook" else None
    terms = Terms(
        token=settings.zalo_bot_token.get_secret_value(),
        base_url=chosen.base_url,
        secret=secret.get_secret_value() if secret else None,
        public_url=settings.web.public_url,
        rates=Rates.of(chosen.calls_per_second, chosen.chat_calls_per_second),
    )
    return ZaloBotAccount("main", terms, writer, clock, pictures, recordings)
