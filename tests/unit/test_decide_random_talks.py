"""Random conversations of 60 events: never silent, never backwards, and the facts agree with the state."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversation.buttons import AnswerButton
from conversation.decide import decide
from conversation.events import Event, Medium, Opened, Tapped, Typed, Unreadable
from conversation.facts import Answered, Consented, Joined, LearnerErased
from conversation.places import Answering, ChoosingLabel, HandingOver, WhoIsLearning
from conversation.render import Voice, words
from quizzes.attempt import question_at
from tests.unit.chatting import WORLDS, Chatter


def answer_or_go_on(chatter: Chatter, is_right: bool) -> Event:
    """Answer the open question, or tap the first option of whatever else is shown."""
    place = chatter.chat.place
    if isinstance(place, Answering):
        attempt = place.attempt
        found = question_at(attempt, attempt.position, chatter.world.bank.pool(attempt.lesson))
        choices = found[1] if found else ()
        at = next((index for index, choice in enumerate(choices) if choice.correct is is_right), 0)
        return Tapped(str(AnswerButton(attempt.id, attempt.position, at)))
    return tap(chatter, 0, 0)


def tap(chatter: Chatter, option: int, back: int) -> Event:
    if not chatter.sent:
        return Opened()
    options = chatter.sent[-1 - back % len(chatter.sent)].options
    return Tapped(options[option % len(options)].button)


def type_label(chatter: Chatter, option: int) -> Event:
    if not chatter.sent:
        return Typed("học")
    options = chatter.sent[-1].options
    voice = Voice(chatter.world, chatter.learner.address if chatter.learner else "bác")
    return Typed(words(options[option % len(options)].label, voice))


WORDS = (
    "ok", "dạ", "tiếp ạ", "đồng ý", "không đồng ý", "thôi", "THÔI", "menu", "học tiếp", "ôn bài", "kết quả", "cài đặt",
    "hỏi người thật", "xem dữ liệu", "xóa dữ liệu", "xóa hết", "xưng hô", "xóm của tôi", "toi vua chuyen tien cho no",
    "ba", "hai", "asdf ữ 🌾", "", "\0", "<b>đ</b>", "4821", "8347", "1111", "0123", "482913", "036158001234",
    "0912345678", "9704366812345678", "tắt máy", "gõ câu hỏi", "nhờ người đến giúp", "cong an goi dien doa bat",
    "bao giờ có lịch tiêm cho trâu bò?", "số 036158001234 là gì, có đưa không?", "ữ ẫ đ 🌾 ** ●●● không",
    "4821773096", "mã học", "nhập mã học", "đổi người", "bà", "ông", "khác", "đ" * 900, "1" * 900,
)  # fmt: skip
BUTTONS = ("a.1.0.0", "p.0.0", "p.0.2", "p.zz.1", "a.zzzzzzzzzzzzz.1.1", "a..", "", "ư")

Move = tuple[str, int, int]
numbers = st.integers(0, 55)
moves: st.SearchStrategy[Move] = st.tuples(
    st.sampled_from(
        ("study", "right", "wrong", "tap", "old", "twice", "label", "digit", "word", "unseen", "agree", "noise",
         "forge", "open", "medium", "wait", "edit", "share", "code")
    ),
    numbers,
    numbers,
)  # fmt: skip


def share(chatter: Chatter) -> Event:
    """Lead to another learner of this phone, or on to what a new one is asked."""
    if isinstance(chatter.chat.place, WhoIsLearning | ChoosingLabel | HandingOver):
        return tap(chatter, 0, 0)
    return Typed("đổi người")


def event_of(kind: str, first: int, second: int, chatter: Chatter) -> Event:
    match kind:
        case "right" | "wrong":
            return answer_or_go_on(chatter, is_right=kind == "right")
        case "tap" | "twice":
            return tap(chatter, first, 0)
        case "old":
            return tap(chatter, first, second)
        case "label":
            return type_label(chatter, first)
        case "digit":
            return Typed(str(first % 9))
        case "word" | "unseen":
            return Typed(WORDS[first % len(WORDS)])
        case "agree":
            return Typed("đồng ý")
        case "noise":
            return Typed("".join(Random(first * 41 + second).choices("ađư 19🌾\u202e<*\0.ộ", k=second)))
        case "forge":
            return Tapped(BUTTONS[first % len(BUTTONS)])
        case "code":
            codes = [one.study_code for one in chatter.village.people.values() if one.study_code]
            return Typed(codes[first % len(codes)] if codes else "mã học")
        case "share":
            return share(chatter)
        case "open":
            return Opened((None, "4821", "6154", "9999", "đ")[first % 5])
    return Unreadable(list(Medium)[first % len(Medium)])


def play(move: Move, chatter: Chatter) -> None:
    kind, first, second = move
    if kind == "wait":
        chatter.now += timedelta(seconds=(1, 40, 86_400, 3 * 86_400, 40 * 86_400)[first % 5])
        return
    if kind == "edit":
        chatter.world = chatter.worlds[(first % 8) % len(chatter.worlds) if first % 2 else 0]
        return
    if kind == "study":
        for _ in range(first % 16):
            chatter.act(answer_or_go_on(chatter, is_right=True))
            chatter.now += timedelta(seconds=10)
        return
    event = event_of(kind, first, second, chatter)
    chatter.act(event, arrives=kind != "unseen" and second % 5 > 0)
    if kind == "twice":
        again = decide(chatter.situation(event), event, chatter.world, chatter.now, chatter.rng)
        assert not [fact for fact in again.facts if isinstance(fact, Answered | Consented | Joined | LearnerErased)]


@pytest.mark.parametrize("content", WORLDS)
@settings(max_examples=80)
@given(st.lists(moves, min_size=60, max_size=60))
def test_a_random_talk_is_never_silent_never_backwards_and_its_facts_agree(content: str, talk: list[Move]) -> None:
    chatter = Chatter(WORLDS[content])
    for move in talk:
        play(move, chatter)
        chatter.now += timedelta(seconds=1)
