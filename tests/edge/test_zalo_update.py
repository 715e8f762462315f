"""What Zalo delivers becomes an event of a chat, or is passed over."""

import json

import pytest
from pydantic import JsonValue, ValidationError
from structlog.testing import capture_logs

from bot.channels.zalo_bot.update import fetched, parse, read
from bot.incoming import Incoming
from conversation.events import Event, Medium, Typed, Unreadable

ACCOUNT = "zalo_bot:main"
CHAT = "a1b2c3d4e5f60718293a"
ID = "m1a2b3c4d5e6f7081920"
URL = "https://photo-stal-1.zdn.vn/a.jpg"


def message(**parts: JsonValue) -> dict[str, JsonValue]:
    return {
        "date": 1789033572455,
        "chat": {"chat_type": "PRIVATE", "id": CHAT},
        "message_id": ID,
        "from": {"id": CHAT, "is_bot": False, "display_name": "Lan 🌾"},
        **parts,
    }


def event(name: str, **parts: JsonValue) -> dict[str, JsonValue]:
    return {"event_name": f"message.{name}.received", "message": message(**parts)}


def meant(body: JsonValue) -> Incoming | None:
    return read(parse(json.dumps(body).encode()), ACCOUNT)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (event("text", text="Đồng ý ạ 👍"), Typed("Đồng ý ạ 👍")),
        (event("text", text="4821"), Typed("4821")),
        (event("text", text=""), Typed("")),
        (event("text", text="ẫ🌾" * 600), Typed("ẫ🌾" * 500)),
        (event("image", photo_url=URL, caption="ảnh", message_type="CHAT_PHOTO"), Unreadable(Medium.PICTURE)),
        (event("image", photo=URL), Unreadable(Medium.PICTURE)),
        (event("sticker", sticker="0e07", url=URL), Unreadable(Medium.STICKER)),
        (event("voice", voice_url=URL, message_type="CHAT_VOICE"), Unreadable(Medium.VOICE)),
        (event("unsupported"), Unreadable(Medium.OTHER)),
    ],
)
def test_both_shapes_become_the_same_event(body: dict[str, JsonValue], expected: Event) -> None:
    incoming = Incoming(ACCOUNT, CHAT, ID, expected)
    assert meant(body) == incoming
    assert meant({"ok": True, "result": body}) == incoming


def test_old_samples_without_a_chat_type_or_a_sender_are_private() -> None:
    body: JsonValue = {
        "event_name": "message.text.received",
        "message": {"message_id": ID, "chat": {"id": CHAT}, "text": "chào"},
    }
    assert meant(body) == Incoming(ACCOUNT, CHAT, ID, Typed("chào"))


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"ok": True},
        {"ok": True, "result": {}},
        {"ok": True, "result": "x"},
        {"event_name": "message.unsupported.received"},
        {"ok": True, "result": {"event_name": "message.unsupported.received"}},
        {"event_name": "user.follow"},
        {"event_name": 7, "message": message(text="chào")},
        event("link", text="https://example.vn"),
        event("reaction"),
        event("text"),
        event("text", text=["không", "phải", "chữ"]),
        event("text", text="chào cả nhóm", chat={"chat_type": "GROUP", "id": "g1"}),
        event("text", text="tôi cũng là máy") | {"message": message(text="x") | {"from": {"is_bot": True}}},
    ],
)
def test_what_is_not_ours_to_answer_is_passed_over(body: JsonValue) -> None:
    with capture_logs() as logs:
        try:
            assert meant(body) is None
        except ValidationError:
            assert body == {"event_name": 7, "message": message(text="chào")}
    assert logs == []


@pytest.mark.parametrize(
    "parts", [{"message_id": ""}, {"message_id": 7}, {"chat": {"id": ""}}, {"chat": None}, {"message_id": "x" * 129}]
)
def test_a_message_of_another_form_is_passed_over_and_the_operator_told(parts: dict[str, JsonValue]) -> None:
    with capture_logs() as logs:
        assert meant(event("text", text="lời riêng", **parts)) is None
    assert [entry["event"] for entry in logs] == ["update_not_understood"]
    assert "lời riêng" not in str(logs)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b"<html>", b"\xff"])
def test_what_is_no_object_is_no_event(body: bytes) -> None:
    with pytest.raises(ValidationError):
        parse(body)


def test_one_object_is_fetched_not_a_list() -> None:
    update = fetched(event("text", text="chào"))
    assert update is not None
    assert read(update, ACCOUNT) == Incoming(ACCOUNT, CHAT, ID, Typed("chào"))


@pytest.mark.parametrize("result", [None, {}, [], [event("text", text="chào")], "x", {"event_name": ""}])
def test_an_empty_or_strange_answer_is_no_event(result: JsonValue) -> None:
    assert fetched(result) is None
