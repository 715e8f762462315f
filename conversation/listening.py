"""What to do about words that were typed; the order of the questions here is the order of the rules."""

from dataclasses import replace
from datetime import timedelta

from conversation import asking, counting, hearing, household, moving, rooms
from conversation.hearing import Number, Said
from conversation.joining import AGREE
from conversation.learner import InHamlet, Outside
from conversation.menus import LEAD, LEARN
from conversation.places import (
    AskingToCount,
    ChoosingCommune,
    ChoosingHamlet,
    Emergency,
    Menu,
    Moving,
    Paused,
    Replying,
    TypingName,
    Work,
)
from conversation.render import Voice, words
from conversation.replies import Tone
from conversation.situation import Guesses, Prompt
from conversation.turn import Card, Turn

_WRONG_CODES_AN_HOUR = 5
_CHOOSING = (AskingToCount, ChoosingCommune, ChoosingHamlet)


def hear(text: str, turn: Turn) -> Turn:
    """Follow typed words: danger first, then stopping, numbers nobody should send, and at last what is on offer."""
    text = Said(text)
    bare = hearing.bare(text)
    if hearing.is_emergency(hearing.fold(text)) and not _is_answering_a_question(turn):
        return turn.interrupt(Emergency())
    if bare in hearing.words().stop:
        return turn.interrupt(Paused())
    written = _write(text, turn)
    if written is not None:
        return written
    code = hearing.four_digits(text)
    if code is not None:
        return join_by_code(code, turn)
    if hearing.long_code(text) is not None:
        followed = moving.follow_code(turn)
        if followed is not None:
            return followed
        return moving.count_wrong(turn).say("heard.no_such_code", Tone.WARNING)
    number = hearing.secret_number(text)
    if number is not None:
        return turn.say(_NOT_KEPT[number], Tone.WARNING)
    if household.is_to_be_asked(turn):
        return household.ask(turn)
    return _choose_typed(text, bare, turn) or _command(text, turn) or _unclear(text, turn)


def _write(text: str, turn: Turn) -> Turn | None:
    """Take words where words are asked for; the label of an option is still that option."""
    written = rooms.write(text, turn)
    if written is None or hearing.closest(text, _labels(rooms.card(turn), turn), is_strict=True) is not None:
        return None
    return written


def _labels(card: Card, turn: Turn) -> list[str]:
    """Return what the options of a card say."""
    voice = Voice(turn.world, turn.learner.address) if turn.learner else Voice(turn.world)
    return [words(item.label, voice) for item in card.items]


def _is_answering_a_question(turn: Turn) -> bool:
    """Say whether a leader is typing an answer, in which "vừa chuyển tiền" is said about somebody else."""
    return isinstance(turn.chat.place, Replying) and turn.chat.place.text is None and turn.is_prompt_seen


_NOT_KEPT = {
    Number.ID_CARD: "heard.id_number",
    Number.CARD: "heard.card_number",
    Number.PHONE: "heard.phone_number",
    Number.OTP: "heard.otp",
}


def _choose_typed(text: str, bare: str, turn: Turn) -> Turn | None:
    """Take a label, a digit, "tiếp" or a number word as a choice of what is shown."""
    card = rooms.card(turn)
    is_consent = bool(card.version)
    is_shown = not _is_newer_than_shown(turn)
    at = hearing.closest(text, _labels(card, turn), is_strict=is_consent) if is_shown else None
    if at is not None:
        return rooms.choose(card.items[at].choice, turn)
    digit = hearing.digit(text)
    if digit is not None:
        return _digit(digit, turn)
    if is_consent:
        return rooms.choose(AGREE, turn) if is_shown and bare in hearing.words().agree else None
    if bare in hearing.words().onward:
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
    if digit == 0 or digit not in newest.numbers:  # 0 stands beside options that have no digit
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
    is_way_back = command == LEAD and bool(turn.posts)
    if command is None or (rooms.card(turn).version and not is_way_back):
        return None
    return rooms.choose(command, turn.interrupt(Menu()))


def _unclear(text: str, turn: Turn) -> Turn:
    if turn.chat.shown is None:
        return turn  # nothing of ours was seen yet, so nothing was misunderstood: what is open is the answer
    if rooms.card(turn).version:
        return turn.say("heard.consent_only")
    match turn.chat.place:
        case Paused():
            return rooms.choose(LEARN, turn)
        case Emergency():
            return turn
        case ChoosingCommune() | ChoosingHamlet() | Moving() | TypingName():
            return turn.say("heard.choose_one")
        case place if isinstance(place, Work):
            return turn.say("leading.unclear")
    asked = asking.hear(text, turn)
    if asked is not None:
        return asked
    unclear = turn.say("heard.unclear")
    return unclear if turn.learner is None else unclear.interrupt(Menu())


def join_by_code(code: str, turn: Turn) -> Turn:
    """Take the join code of a poster; too many wrong ones in an hour are not looked at any more."""
    guesses = turn.chat.guesses
    if guesses is not None and turn.now - guesses.since >= timedelta(hours=1):
        guesses = None
    is_asked_for = turn.learner is None or isinstance(turn.chat.place, _CHOOSING)
    if guesses is not None and guesses.count >= _WRONG_CODES_AN_HOUR:
        return turn.say("hamlet.too_many_codes") if is_asked_for else turn.say(_NOT_KEPT[Number.OTP], Tone.WARNING)
    unit = turn.world.hamlet_of(code, turn.today)
    if unit is not None:
        return _settle(unit.code, turn)
    counted = Guesses(1, turn.now) if guesses is None else replace(guesses, count=guesses.count + 1)
    turn = replace(turn, chat=replace(turn.chat, guesses=counted))
    return turn.say("hamlet.unknown_code") if is_asked_for else turn.say(_NOT_KEPT[Number.OTP], Tone.WARNING)


def _settle(unit_code: str, turn: Turn) -> Turn:
    unit = turn.world.units.by_code[unit_code]
    noted = replace(turn, chat=replace(turn.chat, poster=unit_code)).say("hamlet.noted", unit=unit.name_in_sentence)
    if turn.learner is None:
        return noted
    if isinstance(turn.chat.place, _CHOOSING):
        return counting.settle(unit_code, turn)
    match turn.learner.home:
        case InHamlet() if turn.hamlet is None or turn.hamlet.code != unit_code:
            return turn.interrupt(Moving(unit_code))
        case Outside():
            return turn.interrupt(Moving(unit_code))
        case None if turn.learner.is_counted:
            return counting.settle(unit_code, turn.interrupt(Menu()))
    return noted
