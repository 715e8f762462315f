"""Every sentence the assistant can say: known, used, short, kind, and addressed in the learner's own form."""

import ast
import re
from pathlib import Path

import pytest
import yaml

from conversation import hearing, texts
from conversation.texts import fill

ROOT = Path(__file__).parents[2]
TEXTS = texts.load()
SECTIONS = {key.split(".")[0] for key in TEXTS.keys}
SOURCES = sorted(path for folder in ("conversation", "bot", "web") for path in (ROOT / folder).rglob("*.py"))

GLOBAL = {
    "bác": "bác",
    "Bác": "Bác",
    "xóm": "xóm Đông",
    "commune": "xã Xuân Hưng",
    "controller": "UBND xã Xuân Hưng",
    "privacy_contact": "Phòng Văn hóa - Xã hội, UBND xã Xuân Hưng",
    "contacts.cong_an_xa": "0228 3888 113",
}
OWN = {
    "title": "Cuộc gọi giả danh",
    "titles": "Cuộc gọi giả danh, Học với trợ lý",
    "last": "Dịch vụ công ở nhà mình",
    "where": "chưa chọn xóm",
    "page": "2",
    "pages": "4",
    "number": "2",
    "total": "3",
    "unit": "xóm Đông",
    "Unit": "Xóm Đông",
    "name": "Trung tâm Phục vụ hành chính công xã",
    "people": "206",
    "new": "11",
    "left": "412",
    "goal": "ba phần tư xóm",
    "count": "12",
    "questions": "1.234",
    "day": "10/12/2026",
    "year": "2026",
    "level": "Tôi làm tốt, chỉ được cho người khác",
    "joined": "07/12/2026",
    "finished": "12",
    "counted": "đồng ý",
    "label": "Khác 2",
    "whom": "người ấy",
    "address": "https://hocso.xuanhung.example.vn/xac-nhan/abcdefghjkmn",
    "adults": "412",
    "rate": "30,3",
    "visits": "17",
    "weeks": "3 · 5 · 0 · 2 · 11 · 4 · 7 · 11",
    "code": "4821",
    "present": "17",
    "women": "9",
    "aged": "12",
    "first": "5",
    "place": "Nhà văn hóa thôn Đoài",
    "mark": "số nhận ra cuộc trò chuyện Telegram này",
    "value": "Nhà văn hóa",
    "state": "chưa được tính",
    "days": "60",
    "text": "Ai gọi điện vừa giục vừa dọa thì cứ tắt máy.",
    "lines": "Công an xã: 0228 3888 113\nTổ công nghệ số cộng đồng: 0912 000 111",
}
CONTENT = {"page", "why", "ask", "situation", "task", "choice"}
"""Gaps filled with a text of a lesson or quiz: `hocso content check` keeps those short enough."""

ADDRESSED = re.compile(r"(?<!\{)\b(bác|cô|chú|anh|chị|ông|bà|cụ|dì|thím)\b(?! con\b)", re.IGNORECASE)
SCOLDING = re.compile(r"\b(sai|không được|không hợp lệ|(?<!xin )lỗi|phải nhập|cấm|đã bảo|tại sao)\b", re.IGNORECASE)


def string_literals() -> set[str]:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES)
    nodes = (node for tree in trees for node in ast.walk(tree))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


LITERALS = string_literals()


def test_every_text_is_used() -> None:
    assert sorted(TEXTS.keys - LITERALS) == []


def test_every_text_that_is_used_exists() -> None:
    dotted = {word for word in LITERALS if re.fullmatch(r"[a-z_]+\.[a-z_0-9]+", word) and not word.endswith(".html")}
    named = {word for word in dotted if word.split(".")[0] in SECTIONS}
    assert sorted(named - TEXTS.keys) == []


@pytest.mark.parametrize("key", sorted(TEXTS.keys))
def test_every_gap_is_known(key: str) -> None:
    gaps = set(re.findall(r"\{([^{}]*)\}", TEXTS[key]))
    assert gaps <= GLOBAL.keys() | OWN.keys() | CONTENT


@pytest.mark.parametrize("key", sorted(TEXTS.keys))
def test_every_text_fits_into_a_bubble(key: str) -> None:
    values = {**dict.fromkeys(CONTENT, "chữ"), **OWN, **GLOBAL}
    said = fill(TEXTS[key], values)
    assert said
    assert len(said.split()) <= 40, said


@pytest.mark.parametrize("key", sorted(key for key in TEXTS.keys if not key.startswith("address.")))
def test_the_learner_is_addressed_in_the_chosen_form_only(key: str) -> None:
    assert not ADDRESSED.search(TEXTS[key])


@pytest.mark.parametrize("key", sorted(TEXTS.keys))
def test_nobody_is_scolded(key: str) -> None:
    assert not SCOLDING.search(TEXTS[key])


@pytest.mark.parametrize("key", sorted(TEXTS.keys))
def test_strong_marks_come_in_pairs_and_no_sentence_has_stray_spaces(key: str) -> None:
    text = TEXTS[key]
    assert text.count("**") % 2 == 0
    assert "  " not in text
    assert not re.search(r" [.,;!?]", text)


def test_no_label_is_thoi() -> None:
    assert [key for key in TEXTS.keys if hearing.bare(TEXTS[key]) in hearing.words().stop] == []


def test_an_unset_number_leaves_no_hole() -> None:
    said = fill(TEXTS["emergency.stop"], {**GLOBAL, "contacts.cong_an_xa": ""})
    assert "Công an xã. " in said
    assert "  " not in said


def test_what_fills_a_gap_is_not_read_for_gaps() -> None:
    assert fill("Chào {bác} ở {xóm} 🌾", {"bác": "{xóm}", "xóm": "xóm Đông"}) == "Chào {xóm} ở xóm Đông 🌾"


def test_a_gap_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="xóm"):
        fill("ở {xóm}", {})


def test_a_version_changes_with_the_wording_and_only_then() -> None:
    changed = texts.Texts({**TEXTS.by_key, "counting.ask": "Bác có ưng không?"})
    assert TEXTS.version("counting.ask") != changed.version("counting.ask")
    assert TEXTS.version("welcome.who") == changed.version("welcome.who")


KEPT = yaml.safe_load(hearing.FILE.read_text(encoding="utf-8"))
LISTS = {name: KEPT[name] for name in ("polite", "stop", "onward", "agree")} | {
    f"commands.{name}": ways for name, ways in KEPT["commands"].items()
}


@pytest.mark.parametrize("name", sorted(LISTS))
def test_words_are_text_and_written_as_they_are_heard(name: str) -> None:
    for word in LISTS[name]:
        assert isinstance(word, str), f"{word!r} needs quotes"
        assert hearing.fold(word) == word
    assert len(set(LISTS[name])) == len(LISTS[name])


@pytest.mark.parametrize("name", sorted(set(LISTS) - {"polite"}))
def test_words_are_written_without_what_falls_off_their_end(name: str) -> None:
    assert [word for word in LISTS[name] if hearing.bare(word) != word] == []


def test_number_words_are_heard_as_written() -> None:
    assert [word for word in KEPT["numbers"] if hearing.bare(word) != word] == []
    assert set(KEPT["numbers"].values()) == set(range(1, 11))


def test_no_two_lists_share_a_word() -> None:
    meanings: dict[str, list[str]] = {}
    for name, ways in {**LISTS, "numbers": list(KEPT["numbers"])}.items():
        for word in ways if name != "polite" else ():
            meanings.setdefault(word, []).append(name)
    assert {word: names for word, names in meanings.items() if len(names) > 1} == {}


def test_every_command_is_followed() -> None:
    assert sorted(KEPT["commands"].keys() - LITERALS) == []
