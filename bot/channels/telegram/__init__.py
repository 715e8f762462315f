"""Telegram: updates fetched or received, messages with buttons sent."""

from bot.channels.telegram.account import TelegramAccount, Terms

__all__ = ["TelegramAccount", "Terms"]
