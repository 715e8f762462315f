"""What to do about words that were typed; the order of the questions here is the order of the rules."""

from dataclasses import replace
from datetime import timedelta

from conversation import counting, hearing, rooms
from conversation.hearing import Number
from conversation.joining import AGREE
from conversation.learner import InHamlet
from conversation.menus import LEARN
from conversation.places import (
    AskingToCount,
    ChoosingCommune,
    ChoosingHamlet,
    Emergency,
    Menu,
    Moving,
    Paused,
)
from conversation.render import Voice, words
from conversation.replies import Tone
from conversation.situation import Guesses, Prompt
from conversation.turn import Turn

_WRONG_CODES_AN_HOUR = 5
_CHOOSING = (AskingToCount, ChoosingCommune, ChoosingHamlet)


def hear(text: str, turn: Turn) -> Turn:
    """Follow typed words: danger first, then stopping, numbers nobody should send, and at last what is on offer."""
    folded = hearing.fold(text)
    if hearing.is_emergency(folded):
        return turn.interrupt(Emergency())
    if folded in hearing.words().stop:
        return turn.interrupt(Paused())
    code = hearing.four_digits(text)
    if code is not None:
        return join_by_code(code, turn)
    number = hearing.secret_number(text)
    if number is not None:
        return turn.say(_NOT_KEPT[number], Tone.WARNING)
    return _choose_typed(text, folded, turn) or _command(text, turn) or _unclear(turn)


_NOT_KEPT = {
    Number.ID_CARD: "heard.id_number",
    Number.CARD: "heard.card_number",
    Number.PHONE: "heard.phone_number",
    Number.OTP: "heard.otp",
}


def _choose_typed(text: str, folded: str, turn: Turn) -> Turn | None:
    """Take a label, a digit, "tiếp" or a number word as a choice of what is shown."""
    card = rooms.card(turn)
    labels = [words(item.label, Voice(turn.world)) for item in card.items]
    is_consent = bool(card.version)
    at = None if _is_newer_than_shown(turn) else hearing.closest(text, labels, is_strict=is_consent)
    if at is not None:
        return rooms.choose(card.items[at].choice, turn)
    digit = hearing.digit(text)
    if digit is not None:
        return _digit(digit, turn)
    if is_consent:
        return rooms.choose(AGREE, turn) if folded in hearing.words().agree else None
    if folded in hearing.words().onward:
        onward = next((item.choice for item in card.items if item.is_next_step), None)
        return rooms.choose(onward, turn) if onward else turn.say("heard.choose_one")
    word = hearing.number_word(text)
    return _digit(word, turn) if word is not None else None


def _is_newer_than_shown(turn: Turn) -> bool:
    shown, newest = turn.chat.shown, turn.chat.prompt
    return shown is None or newest is None or shown.id != newest.id


def _digit(digit: int, turn: Turn) -> Turn:
    """Let a digit answer the newest numbered message that reached the person (design.md rule 4)."""
    shown, newest = turn.chat.shown, turn.chat.prompt
    if shown is None or newest is None:
        return turn
    if shown.id != newest.id:
        return turn.say("heard.stale")
    if digit not in newest.numbers:
        return turn.say("heard.choose_one")
    if _is_too_soon(shown, newest, turn):
        return replace(turn, chat=replace(turn.chat, prompt=replace(newest, is_repeated=True)))
    return rooms.choose(newest.choices[newest.numbers.index(digit)], turn)


def _is_too_soon(shown: Prompt, newest: Prompt, turn: Turn) -> bool:
    """A digit typed for the message before must not become a consent."""
    if not newest.version or newest.is_repeated or shown.shown_at is None:
        return False
    return turn.now - shown.shown_at < timedelta(seconds=turn.world.limits.digit_guard_seconds)


def _command(text: str, turn: Turn) -> Turn | None:
    command = hearing.command(text)
    if command is None or rooms.card(turn).version:
        return None
    return rooms.choose(command, turn.interrupt(Menu()))


def _unclear(turn: Turn) -> Turn:
    if rooms.card(turn).version:
        return turn.say("heard.consent_only")
    if isinstance(turn.chat.place, Paused):
        return rooms.choose(LEARN, turn)
    unclear = turn.say("heard.unclear")
    return unclear if turn.learner is None else unclear.interrupt(Menu())


def join_by_code(code: str, turn: Turn) -> Turn:
    """Take the join code of a poster; too many wrong ones in an hour are not looked at any more."""
    guesses = turn.chat.guesses
    if guesses is not None and turn.now - guesses.since >= timedelta(hours=1):
        guesses = None
    if guesses is not None and guesses.count >= _WRONG_CODES_AN_HOUR:
        return turn.say("hamlet.too_many_codes")
    unit = turn.world.hamlet_of(code, turn.today)
    if unit is not None:
        return _settle(unit.code, turn)
    counted = Guesses(1, turn.now) if guesses is None else replace(guesses, count=guesses.count + 1)
    turn = replace(turn, chat=replace(turn.chat, guesses=counted))
    is_asked_for = turn.learner is None or isinstance(turn.chat.place, _CHOOSING)
    return turn.say("hamlet.unknown_code") if is_asked_for else turn.say(_NOT_KEPT[Number.OTP], Tone.WARNING)


def _settle(unit_code: str, turn: Turn) -> Turn:
    unit = turn.world.units.by_code[unit_code]
    noted = replace(turn, chat=replace(turn.chat, poster=unit_code)).say("hamlet.noted", unit=unit.name_in_sentence)
    if turn.learner is None:
        return noted
    if isinstance(turn.chat.place, _CHOOSING):
        return counting.settle(unit_code, turn)
    if isinstance(turn.learner.home, InHamlet) and turn.learner.home.unit != unit_code:
        return turn.interrupt(Moving(unit_code))
    return noted
