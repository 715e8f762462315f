"""The learner page: the assistant in a plain web page, without JavaScript and without an account."""

from bot.channels.browser.classroom import room_routes
from bot.channels.browser.desk import ClosedError, Desk, Seen
from bot.channels.browser.errors import answer_kindly
from bot.channels.browser.look import Look
from bot.channels.browser.pages import ACCOUNT, routes

__all__ = ["ACCOUNT", "ClosedError", "Desk", "Look", "Seen", "answer_kindly", "room_routes", "routes"]
