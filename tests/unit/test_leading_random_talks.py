"""Random talks of two leaders: never silent, only deeds in the own unit, and no word of another one."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from conversation.events import Event, Medium, Opened, Tapped, Typed, Unreadable
from conversation.render import Voice, words
from conversation.team import Helped, Invited, Replied
from tests.unit.at_work import ASKED, EAST, LAN, ROOM, SECRETS, SOMEBODY, WEST, Leader, Team, binh, cuc
from tests.unit.chatting import TINY

MINE, THEIRS = "48213765", "59362244"
WORDS = (
    "xóm", "menu", "ok", "dạ", "đồng ý", "thôi", "học", "15/11", "hôm qua", "8/12", "31/11", "12", "0", "không", "413",
    "Nhà văn hóa xóm Tây ữ 🌾", "Bác cứ tắt máy ạ", "toi vua chuyen tien", "036158001234", "0912345678", "482913", "",
    "\0", "ữ" * 900, "ữ " * 60, "1" * 900, MINE, THEIRS, "5936", "4821", "xóm của tôi", "xóa dữ liệu", "xóa hết",
)  # fmt: skip
WAYS = {
    "session": ("xóm", "2", "1", "1", "1", "12", "5", "3", "0", "1"),
    "answer": ("xóm", "3", "1", "Bác cứ tắt máy ạ", "1"),
}

Move = tuple[str, int, int]
moves: st.SearchStrategy[Move] = st.tuples(
    st.sampled_from(
        (
            "tap",
            "tap",
            "digit",
            "digit",
            "label",
            "word",
            "old",
            "open",
            "medium",
            "wait",
            "edit",
            "end",
            "session",
            "answer",
        )
    ),
    st.integers(0, 40),
    st.integers(0, 40),
)


def event_of(kind: str, first: int, second: int, leader: Leader) -> Event:
    options = leader.sent[-1].options
    match kind:
        case "tap":
            return Tapped(options[first % len(options)].button)
        case "old":
            before = leader.sent[-1 - second % len(leader.sent)].options or options
            return Tapped(before[first % len(before)].button)
        case "label":
            return Typed(words(options[first % len(options)].label, Voice(leader.world)))
        case "digit":
            return Typed(str(first % 13))
        case "word":
            return Typed(WORDS[first % len(WORDS)])
        case "open":
            return Opened((None, "4821", "5936")[first % 3])
    return Unreadable(list(Medium)[first % len(Medium)])


def play(move: Move, leader: Leader) -> None:
    kind, first, second = move
    if kind == "wait":
        leader.now += timedelta(seconds=(1, 40, 86_400, 40 * 86_400)[first % 4])
    elif kind == "edit":
        leader.world = TINY[(0, 1, 3)[first % 3]]
    elif kind in WAYS:
        way = (
            ("xóm", "2", "1", "1", "1", "12", "5", "3", "0", "1") if kind == "session" else ("xóm", "3", "1", "Ạ", "1")
        )
        leader.say(*way[: first % (len(way) + 1)])
    elif kind == "end" and second % 8 == 0:
        leader.team.posts[leader.who] = leader.team.posts[leader.who][1:]
    elif kind != "end":
        leader.act(event_of(kind, first, second, leader), arrives=second % 6 > 0)
        leader.now += timedelta(seconds=1)


def open_again(team: Team) -> None:
    """Let new people wait in xóm Đông, and the invitations be open again."""
    room = team.rooms[EAST]
    team.rooms[EAST] = replace(room, waiting=ROOM.waiting, inquiries=ROOM.inquiries)
    team.invitations = {MINE: Invited("đông", EAST, "Anh Bình"), THEIRS: Invited("tây", WEST, "Bà Cúc")}


@settings(max_examples=25)
@given(st.lists(st.tuples(st.booleans(), moves), min_size=60, max_size=60))
def test_a_leader_never_hears_of_another_unit(talk: list[tuple[bool, Move]]) -> None:
    team = Team()
    east, west = binh(team), cuc(team)
    for is_east, move in talk:
        open_again(team)
        del team.invitations[MINE]  # nobody invites bà Cúc to xóm Đông
        play(move, east if is_east else west)
    told = "\n".join(west.told)
    assert not [secret for secret in SECRETS if secret in told]
    assert all(post.unit == WEST for post in west.held)


@settings(max_examples=25)
@given(st.lists(moves, min_size=60, max_size=60))
def test_a_leader_of_two_units_is_never_left_without_an_answer(talk: list[Move]) -> None:
    leader = binh()
    for move in talk:
        open_again(leader.team)
        play(move, leader)
    assert {LAN.id, SOMEBODY.id} >= {deed.request for deed in leader.deeds if isinstance(deed, Helped)}
    assert {ASKED.id} >= {deed.inquiry for deed in leader.deeds if isinstance(deed, Replied)}
