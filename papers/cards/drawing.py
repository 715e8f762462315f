"""The one place that calls Typst: a template and what to write into it become a PNG or a PDF.

What is written goes in as data, never as Typst's own markup, so that a name can do nothing but be read.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

import typst

TEMPLATES = Path(__file__).with_name("templates")
FONTS = Path(__file__).parents[1] / "fonts"

PIXELS_PER_INCH = 72
"""One point of a template is one pixel: a template 1080pt wide gives a picture 1080 pixels wide."""

Written = str | int | float | bool | None | Sequence["Written"] | Mapping[str, "Written"]


def to_png(template: str, written: Mapping[str, Written]) -> bytes:
    """Return the template's only page as a PNG.

    Raises:
        typst.TypstError: when the template is wrong.
    """
    return _only(
        typst.compile(
            TEMPLATES / f"{template}.typ",
            root=TEMPLATES,
            font_paths=_fonts(),
            format="png",
            ppi=PIXELS_PER_INCH,
            sys_inputs=_inputs(written),
        )
    )


def to_pdf(template: str, written: Mapping[str, Written], made_on: date, folder: Path = TEMPLATES) -> bytes:
    """Return the template as a PDF said to be made on this day, so that the same paper is the same file.

    Raises:
        typst.TypstError: when the template is wrong.
    """
    return _only(
        typst.compile(
            folder / f"{template}.typ",
            root=folder,
            font_paths=_fonts(),
            format="pdf",
            sys_inputs=_inputs(written),
            timestamp=datetime.combine(made_on, time(), UTC),
        )
    )


@cache
def _fonts() -> typst.Fonts:
    # Only our own, so that a picture looks the same on every machine.
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _inputs(written: Mapping[str, Written]) -> dict[str, str]:
    return {"written": json.dumps(written, ensure_ascii=False)}


def _only(made: bytes | list[bytes] | None) -> bytes:
    if not isinstance(made, bytes):
        raise TypeError("a picture has exactly one page")
    return made
