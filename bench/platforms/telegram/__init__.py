"""A Telegram on this machine, for tests, benchmarks and people who want to try the assistant."""

from bench.platforms.telegram.chats import Shown
from bench.platforms.telegram.faults import Fault, FaultPlan, Faults, Scripted
from bench.platforms.telegram.limits import Limits, Rate
from bench.platforms.telegram.markup import Button
from bench.platforms.telegram.person import NothingToTapError, Person
from bench.platforms.telegram.platform import TOKEN, TelegramPlatform
from bench.platforms.telegram.record import Call, Record

__all__ = [
    "TOKEN",
    "Button",
    "Call",
    "Fault",
    "FaultPlan",
    "Faults",
    "Limits",
    "NothingToTapError",
    "Person",
    "Rate",
    "Record",
    "Scripted",
    "Shown",
    "TelegramPlatform",
]
