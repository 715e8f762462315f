"""The picture beside a lesson: how large it is, and whether it is nothing but a picture.

An SVG is a document that can carry programs and fetch things from elsewhere; ours holds shapes and words only, so that
it may be handed to every browser as it is.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from lessons.model import Picture
from lessons.problems import ContentError, Problem

LARGEST = 30_000
"""Bytes. With its words and the style sheet a page of a lesson then stays under 50 kB (design.md rule 14)."""

_NARROWEST = 640
"""Pixels a PNG is wide at least: it is also shown on phones with three pixels to a point."""

_SPACE = "{http://www.w3.org/2000/svg}"
_DRAWN = {
    "svg", "g", "defs", "symbol", "use", "title", "desc",
    "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
    "clipPath", "mask", "linearGradient", "radialGradient", "stop",
}  # fmt: skip
_ADDRESSES = ("href", "base")
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!\s*['\"]?#)|\\|javascript:|expression\(", re.I)
_DECLARED = re.compile(r"<!(DOCTYPE|ENTITY)|<\?(?!xml\s)", re.I)
_PLAIN = "hãy lưu lại kiểu SVG thường (Plain SVG), chỉ có hình vẽ và chữ"
_PNG = b"\x89PNG\r\n\x1a\n"


def read_picture(file: Path, alt: str) -> Picture:
    """Return the picture with its size.

    Raises:
        ContentError: when it is no picture, is too large, or holds more than shapes and words.
    """
    try:
        content = file.read_bytes()
    except OSError:
        raise _wrong(file, "không mở được hình này, hãy xem lại quyền đọc") from None
    if len(content) > LARGEST:
        size = f"{len(content):,}".replace(",", ".")
        advice = f"hãy vẽ đơn giản hơn hoặc thu nhỏ cho không quá {LARGEST // 1000} kB để máy yếu mạng mở được"
        raise _wrong(file, f"hình nặng {size} byte, {advice}")
    width, height = _png_size(file, content) if file.suffix == ".png" else _svg_size(file, content)
    if not 0 < height <= width <= 2 * height:
        raise _wrong(file, f"hình rộng {width}, cao {height}, hãy vẽ nằm ngang, rộng không quá hai lần cao")
    return Picture(file, alt, width, height)


def _png_size(file: Path, content: bytes) -> tuple[int, int]:
    """Return the width and height a PNG says in its first block (PNG specification, 11.2.2)."""
    if content[:8] != _PNG or content[12:16] != b"IHDR" or len(content) < 24:
        raise _wrong(file, "tệp này không phải hình PNG, hãy lưu lại cho đúng kiểu PNG")
    width, height = int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    if width < _NARROWEST:
        raise _wrong(file, f"hình chỉ rộng {width} điểm, hãy lưu lại rộng từ {_NARROWEST} điểm trở lên")
    return width, height


def _svg_size(file: Path, content: bytes) -> tuple[int, int]:
    root = _parse(file, content)
    for slip in _slips(root):
        raise _wrong(file, f"{slip}, {_PLAIN}")
    try:
        _, _, width, height = (round(float(number)) for number in re.split(r"[\s,]+", root.get("viewBox", "").strip()))
    except (ValueError, OverflowError):
        raise _wrong(file, 'hình chưa ghi cỡ, hãy thêm viewBox="0 0 1080 720" vào thẻ svg') from None
    return width, height


def _parse(file: Path, content: bytes) -> ElementTree.Element:
    unreadable = _wrong(file, "tệp này không phải hình SVG đọc được, hãy mở ra xem lại rồi lưu kiểu SVG thường")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _wrong(file, "tệp không phải mã UTF-8, hãy lưu lại với mã UTF-8") from None
    if _DECLARED.search(text):
        raise _wrong(file, f"có dòng khai báo <!DOCTYPE> hoặc <?...?>, {_PLAIN}")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - without a DOCTYPE there is no entity to blow up
    except (ElementTree.ParseError, ValueError):
        raise unreadable from None
    if root.tag != f"{_SPACE}svg":
        raise unreadable
    return root


def _slips(root: ElementTree.Element) -> Iterator[str]:
    """Yield what makes more of a document than a picture."""
    for element in root.iter():
        name = element.tag.removeprefix(_SPACE)
        if name not in _DRAWN or name == element.tag:
            yield f"có thẻ <{name.rpartition('}')[2]}>"
        for key, value in element.attrib.items():
            attribute = key.rpartition("}")[2]
            if attribute.lower().startswith("on"):
                yield f'có lệnh "{attribute}"'
            elif (attribute in _ADDRESSES and not value.strip().startswith("#")) or _OUTSIDE.search(value):
                yield f'mục "{attribute}" gọi ra bên ngoài'


def _wrong(file: Path, message: str) -> ContentError:
    return ContentError([Problem(file, None, "", message)])
