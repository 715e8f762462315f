"""Zalo Bot: messages received or fetched, and sent with their options as numbered lines."""

from bot.channels.zalo_bot.account import MOST_PEOPLE, PEOPLE_TO_WARN_AT, Terms, ZaloBotAccount

__all__ = ["MOST_PEOPLE", "PEOPLE_TO_WARN_AT", "Terms", "ZaloBotAccount"]
