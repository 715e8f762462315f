"""A bare aiogram bot without storage: `aiogram_echo.py BASE_URL TOKEN`."""

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram_text import BUTTONS, TEXT

dispatcher = Dispatcher()


def _keyboard() -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=label, callback_data=button)] for label, button in BUTTONS]
    )


@dispatcher.message()
async def say(message: Message) -> None:
    """Answer any text."""
    await message.answer(TEXT, reply_markup=_keyboard())


@dispatcher.callback_query()
async def tap(query: CallbackQuery) -> None:
    """Acknowledge any tap and answer."""
    await query.answer()
    await query.message.answer(TEXT, reply_markup=_keyboard())


async def main(base_url: str, token: str) -> None:
    """Poll until stopped."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(base_url))
    bot = Bot(token, session=session, default=DefaultBotProperties(parse_mode="HTML"))
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
