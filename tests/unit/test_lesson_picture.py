"""The picture beside a lesson: shapes and words only, small, and told kindly when it is not."""

from pathlib import Path

import pytest

from lessons import ContentError
from lessons.picture import LARGEST, read_picture

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 1080 720">'

SIZED = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="%s"/>'


def svg(tmp_path: Path, inside: str, head: str = HEAD) -> Path:
    file = tmp_path / "picture.svg"
    file.write_text(f"{head}{inside}</svg>", encoding="utf-8")
    return file


def png(tmp_path: Path, width: int, height: int, after: int = 0) -> Path:
    file = tmp_path / "picture.png"
    begin = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4) + b"IHDR"
    file.write_bytes(begin + width.to_bytes(4) + height.to_bytes(4) + bytes(after))
    return file


def told(file: Path) -> str:
    with pytest.raises(ContentError) as caught:
        read_picture(file, "Bà bấm nút đỏ")
    return str(caught.value)


def test_shapes_and_words_make_a_picture(tmp_path: Path) -> None:
    coat = '<!-- áo --><defs><g id="ao"><path d="M0 0h9" style="fill:url(#a)"/></g></defs>'

    picture = read_picture(svg(tmp_path, f'{coat}<use href="#ao"/><text>ữ</text>'), "Bà bấm nút đỏ")

    assert (picture.alt, picture.width, picture.height) == ("Bà bấm nút đỏ", 1080, 720)


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("<script>alert(1)</script>", "có thẻ <script>"),
        ("<g><foreignObject/></g>", "có thẻ <foreignObject>"),
        ('<image href="data:image/png;base64,AA"/>', "có thẻ <image>"),
        ("<style>@import url(https://a.example/b.css)</style>", "có thẻ <style>"),
        ('<animate attributeName="href" to="javascript:alert(1)"/>', "có thẻ <animate>"),
        ('<x:path xmlns:x="http://www.w3.org/1999/xhtml"/>', "có thẻ <path>"),
        ('<rect onload="alert(1)"/>', 'có lệnh "onload"'),
        ('<rect OnClick="alert(1)"/>', 'có lệnh "OnClick"'),
        ('<use href="https://a.example/b.svg#c"/>', 'mục "href" gọi ra bên ngoài'),
        ('<use xlink:href="//a.example/b.svg#c"/>', 'mục "href" gọi ra bên ngoài'),
        ('<rect fill="url(https://a.example/b.svg#c)"/>', 'mục "fill" gọi ra bên ngoài'),
        ("<rect style=\"fill:URL( '//a.example/b')\"/>", 'mục "style" gọi ra bên ngoài'),
        ('<rect style="fill:u\\72l(//a.example/b)"/>', 'mục "style" gọi ra bên ngoài'),
    ],
)
def test_what_is_more_than_a_picture_is_refused_by_name(tmp_path: Path, inside: str, what: str) -> None:
    said = told(svg(tmp_path, inside))

    assert f"picture.svg: {what}, hãy lưu lại kiểu SVG thường" in said


@pytest.mark.parametrize("begin", ['<!DOCTYPE svg [<!ENTITY a "b">]>', '<?xml-stylesheet href="https://a.example"?>'])
def test_what_stands_before_the_picture_is_refused_too(tmp_path: Path, begin: str) -> None:
    assert "hãy lưu lại kiểu SVG thường" in told(svg(tmp_path, "", begin + HEAD))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "không phải hình SVG đọc được"),
        (b"<svg", "không phải hình SVG đọc được"),
        (b"<html/>", "không phải hình SVG đọc được"),
        ("<svg>ữ</svg>".encode("utf-16"), "không phải mã UTF-8"),
        (b'<svg viewBox="0 0 9 6"/>', "không phải hình SVG đọc được"),
        (SIZED % b"", "hình chưa ghi cỡ, hãy thêm viewBox"),
        (SIZED % b"0 0 720 1080", "hình rộng 720, cao 1080, hãy vẽ nằm ngang"),
        (SIZED % b"0 0 0 0", "hãy vẽ nằm ngang"),
        (SIZED % b"0 0 nan 9", "hình chưa ghi cỡ"),
        (SIZED % b"0 0 inf 9", "hình chưa ghi cỡ"),
        (SIZED % b"0 0 9 6" + b" " * LARGEST, "byte, hãy vẽ đơn giản hơn"),
    ],
)
def test_a_file_that_cannot_be_shown_is_told_kindly(tmp_path: Path, content: bytes, what: str) -> None:
    file = tmp_path / "picture.svg"
    file.write_bytes(content)

    assert what in told(file)


def test_a_png_has_a_size_too(tmp_path: Path) -> None:
    picture = read_picture(png(tmp_path, 900, 600), "Bà bấm nút đỏ")

    assert (picture.width, picture.height) == (900, 600)


def test_a_png_that_is_none_too_narrow_or_too_heavy_is_refused(tmp_path: Path) -> None:
    assert "hình chỉ rộng 320 điểm" in told(png(tmp_path, 320, 200))
    assert "hãy vẽ đơn giản hơn hoặc thu nhỏ" in told(png(tmp_path, 900, 600, after=LARGEST))
    (tmp_path / "picture.png").write_bytes(b"GIF89a")
    assert "không phải hình PNG" in told(tmp_path / "picture.png")
