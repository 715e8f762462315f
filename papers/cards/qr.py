"""QR codes as Typst takes them."""

import io

import segno

from papers.cards.drawing import Written

QUIET = 4
"""Modules kept empty around the code, as the standard asks."""


def draw(address: str) -> dict[str, Written]:
    """Return the QR code of an address: its SVG, how many modules it is wide, and the address for those who listen."""
    code = segno.make_qr(address, error="m")
    svg = io.BytesIO()
    code.save(svg, kind="svg", border=QUIET, xmldecl=False)
    return {"svg": svg.getvalue().decode(), "modules": code.symbol_size(border=QUIET)[0], "address": address}
