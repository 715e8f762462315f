"""The picture of a lesson, for chats that take no SVG."""

from pathlib import Path

from papers.cards.drawing import to_png


def draw(picture: Path) -> bytes:
    """Return the picture in a file as a PNG: an SVG is drawn 1080 pixels wide, a PNG stays as it is."""
    if picture.suffix == ".png":
        return picture.read_bytes()
    return to_png("lesson", {"svg": picture.read_text("utf-8-sig")})
