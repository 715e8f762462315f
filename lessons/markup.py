"""The little Markdown a text may hold: paragraphs, line breaks, **strong** and simple lists."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from lessons.fields import suggest

# Link references would vanish from the text without a word.
_MARKDOWN = MarkdownIt("commonmark").disable("reference")

_REFUSED = {
    "heading_open": "tiêu đề",
    "html_block": "thẻ HTML",
    "html_inline": "thẻ HTML",
    "link_open": "đường dẫn",
    "image": "hình ảnh",
    "code_block": "khoảng trắng thụt đầu dòng",
    "fence": "khung mã",
    "code_inline": "dấu `",
    "blockquote_open": "dấu > đầu dòng",
    "ordered_list_open": "số thứ tự đầu dòng (dễ lẫn với số để bấm)",
    "hr": "đường kẻ ngang",
    "em_open": "chữ nghiêng (một dấu * hoặc _)",
}
_TOKEN = re.compile(r"\{([^{}]*)\}|[{}]")
_CONTACT = re.compile(r"contacts\.[a-z][a-z0-9_]*")
TOKENS = ("bác", "Bác", "xóm")
"""What may stand between braces, besides `contacts.<key>`."""


@dataclass(frozen=True, slots=True)
class Slip:
    """Something a text may not hold; `line` counts from 0 within the text."""

    line: int
    message: str


def read_markup(text: str) -> tuple[str, list[Slip]]:
    """Return the text with lists as lines that begin with "•", and what it may not hold."""
    tokens = _MARKDOWN.parse(text)
    slips = [*_refused(tokens), *unknown_tokens(text)]
    blocks = list[str]()
    ended, was_item = 0, False
    for at, token in enumerate(tokens):
        if token.type != "inline":
            continue
        first, last = token.map or (0, 0)
        is_item = tokens[at - 1].level > 0
        if blocks:
            blocks.append("\n" if first == ended or (is_item and was_item) else "\n\n")
        blocks.append(("• " if is_item else "") + _inline(token.children or []))
        ended, was_item = last, is_item
    return "".join(blocks), sorted(slips, key=lambda slip: slip.line)


def unknown_tokens(text: str) -> list[Slip]:
    """Return the words between braces that nothing fills in, and braces without a pair."""
    slips = list[Slip]()
    for number, line in enumerate(text.split("\n")):
        for found in _TOKEN.finditer(line):
            name = found.group(1)
            if name is None:
                slips.append(Slip(number, f"dấu {found.group()} chưa có cặp, hãy viết cho đủ {{ và }}"))
            elif name not in TOKENS and not _CONTACT.fullmatch(name):
                hint = suggest(name, [*TOKENS, "contacts.cong_an_xa"])
                slips.append(Slip(number, f"không có từ {{{name}}} để thay vào ({hint}), hãy sửa lại"))
    return slips


def _refused(tokens: Sequence[Token]) -> Iterator[Slip]:
    for token in tokens:
        line = token.map[0] if token.map else 0
        if token.type in _REFUSED:
            yield _slip(line, token.type)
        elif token.type == "bullet_list_open" and token.level > 0:
            yield Slip(line, "gạch đầu dòng lồng trong gạch đầu dòng, hãy viết thành một lớp")
        for child in token.children or []:
            if child.type in _REFUSED:
                yield _slip(line, child.type)
            elif child.type == "text" and "**" in child.content:
                yield Slip(line, "dấu ** chưa có cặp, hãy đặt sát hai đầu chữ đậm")
            line += child.type in ("softbreak", "hardbreak")


def _slip(line: int, kind: str) -> Slip:
    return Slip(line, f"có {_REFUSED[kind]}, hãy bỏ: bài chỉ dùng đoạn văn, **chữ đậm** và gạch đầu dòng")


def _inline(children: Sequence[Token]) -> str:
    written = list[str]()
    depth = 0
    for child in children:
        match child.type:
            case "strong_open":
                depth += 1
                written.append("**" if depth == 1 else "")
            case "strong_close":
                written.append("**" if depth == 1 else "")
                depth -= 1
            case "softbreak" | "hardbreak":
                written.append("\n")
            case _:
                written.append(child.content)
    return "".join(written)
