"""A bare python-telegram-bot bot without storage: `ptb_echo.py BASE_URL TOKEN`."""

import sys

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import ParseMode
from telegram.ext import ApplicationBuilder, CallbackQueryHandler, ContextTypes, MessageHandler, filters
from telegram_text import BUTTONS, TEXT


def _keyboard() -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=button)] for label, button in BUTTONS])


async def say(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer any text."""
    await update.effective_message.reply_text(TEXT, parse_mode=ParseMode.HTML, reply_markup=_keyboard())


async def tap(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Acknowledge any tap and answer."""
    await update.callback_query.answer()
    await update.effective_chat.send_message(TEXT, parse_mode=ParseMode.HTML, reply_markup=_keyboard())


def main(base_url: str, token: str) -> None:
    """Poll until stopped."""
    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{base_url}/bot")
        .connection_pool_size(64)
        .concurrent_updates(64)
        .build()
    )
    application.add_handler(MessageHandler(filters.ALL, say))
    application.add_handler(CallbackQueryHandler(tap))
    application.run_polling()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
