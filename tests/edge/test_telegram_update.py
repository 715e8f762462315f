"""What Telegram delivers becomes an event of a chat, or is passed over."""

import pytest
from pydantic import JsonValue, TypeAdapter, ValidationError

from bot.channels.telegram.update import Answer, Reach, Update, read
from bot.incoming import Incoming
from conversation.events import Event, Medium, Opened, Tapped, Typed, Unreadable

ACCOUNT = "telegram:main"
PRIVATE: JsonValue = {"id": 7001, "type": "private", "first_name": "Lan <b>"}
LAN: JsonValue = {"id": 7001, "is_bot": False, "first_name": "Lan 🌾"}
BOT: JsonValue = {"id": 9, "is_bot": True, "first_name": "Học số"}
FILE: JsonValue = {"file_id": "f", "file_unique_id": "f"}
TAP: dict[str, JsonValue] = {"id": "4000", "from": LAN, "chat_instance": "1", "data": "a.1.2.0"}


def update(**parts: JsonValue) -> Update:
    body: JsonValue = {"update_id": 100, **parts}
    return Update.model_validate_json(TypeAdapter(JsonValue).dump_json(body))


def message(**parts: JsonValue) -> JsonValue:
    return {"message_id": 5, "date": 1, "chat": PRIVATE, "from": LAN, **parts}


def taken(event: Event) -> Incoming:
    return Incoming(ACCOUNT, "7001", "u100", event)


@pytest.mark.parametrize(
    ("parts", "event"),
    [
        ({"text": "Đồng ý ạ 👍"}, Typed("Đồng ý ạ 👍")),
        ({"text": "/start"}, Opened()),
        ({"text": "/start 4821"}, Opened("4821")),
        ({"text": "/start@hocso_bot 4821 "}, Opened("4821")),
        ({"text": "/start bà cụ"}, Typed("/start bà cụ")),
        ({"text": "/started"}, Typed("/started")),
        ({"text": "ẫ🌾" * 600}, Typed("ẫ🌾" * 500)),
        ({"voice": FILE}, Unreadable(Medium.VOICE)),
        ({"photo": [FILE], "caption": "ảnh"}, Unreadable(Medium.PICTURE)),
        ({"sticker": FILE}, Unreadable(Medium.STICKER)),
        ({"document": FILE}, Unreadable(Medium.OTHER)),
        ({"contact": {"phone_number": "0912345678"}}, Unreadable(Medium.OTHER)),
    ],
)
def test_what_a_person_writes_becomes_an_event(parts: dict[str, JsonValue], event: Event) -> None:
    assert read(update(message=message(**parts)), ACCOUNT) == taken(event)


def test_a_tap_carries_what_the_button_carried() -> None:
    tap: JsonValue = {**TAP, "message": message(**{"from": BOT, "text": "Câu 1"})}
    assert read(update(callback_query=tap), ACCOUNT) == taken(Tapped("a.1.2.0"))


def test_a_tap_on_a_message_too_old_to_be_shown_counts_too() -> None:
    tap: JsonValue = {**TAP, "message": {"chat": PRIVATE, "message_id": 5, "date": 0}}
    assert read(update(callback_query=tap), ACCOUNT) == taken(Tapped("a.1.2.0"))


@pytest.mark.parametrize(("status", "is_reachable"), [("kicked", False), ("member", True)])
def test_who_shuts_the_bot_out_or_lets_it_in_is_known(status: str, is_reachable: bool) -> None:
    change: JsonValue = {"chat": PRIVATE, "from": LAN, "date": 1, "new_chat_member": {"user": BOT, "status": status}}
    assert read(update(my_chat_member=change), ACCOUNT) == Reach(ACCOUNT, "7001", "u100", is_reachable)


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"edited_message": message(text="sửa")},
        {"poll_answer": {"poll_id": "1"}},
        {"message": message(text="chào cả nhóm", chat={"id": -100123, "type": "supergroup"})},
        {"message": message(text="tôi cũng là máy", **{"from": BOT})},
        {"message": message(new_chat_title="đổi tên")},
        {"message": message(text=["không", "phải", "chữ"])},
        {"message": "không phải tin"},
        {"message": None},
        {"message": message(text="số to", chat={"id": 2**70, "type": "private"})},
        {"callback_query": {**TAP, "inline_message_id": "7"}},
        {"callback_query": {**TAP, "data": "x" * 65, "message": {"chat": PRIVATE}}},
        {"callback_query": {"id": "4000", "game_short_name": "cờ", "message": {"chat": PRIVATE}}},
        {"my_chat_member": {"chat": PRIVATE}},
    ],
)
def test_what_is_not_ours_to_answer_is_passed_over(parts: dict[str, JsonValue]) -> None:
    assert read(update(**parts), ACCOUNT) is None


def test_one_strange_update_does_not_take_the_others_with_it() -> None:
    body = b'{"ok":true,"result":[{"update_id":1,"message":7},{"update_id":2,"message":{"chat":{"id":5}}}]}'
    assert [one.update_id for one in Answer.model_validate_json(body).result] == [1, 2]


@pytest.mark.parametrize("body", [b"{}", b'{"update_id": -1}', b'{"update_id": "7"}', b"[]", b"7"])
def test_what_has_no_number_is_no_update(body: bytes) -> None:
    with pytest.raises(ValidationError):
        Update.model_validate_json(body)
