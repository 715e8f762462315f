"""A Zalo with one bot on this machine, for tests, benchmarks and people who want to try the assistant."""

from bench.platforms.zalo.chats import Shown
from bench.platforms.zalo.faults import Fault, FaultPlan, Faults, Scripted
from bench.platforms.zalo.person import NothingToChooseError, Person
from bench.platforms.zalo.platform import TOKEN, ZaloPlatform
from bench.platforms.zalo.record import Call, Delivery, Picture, Record
from bench.platforms.zalo.webhook import Shape

__all__ = [
    "TOKEN",
    "Call",
    "Delivery",
    "Fault",
    "FaultPlan",
    "Faults",
    "NothingToChooseError",
    "Person",
    "Picture",
    "Record",
    "Scripted",
    "Shape",
    "Shown",
    "ZaloPlatform",
]
