"""A text turned into what templates show: a heading, escaped paragraphs, strong words, and links that can be tapped."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from conversation.message import spans


@dataclass(frozen=True, slots=True)
class Block:
    """One bubble: an own line in bold at its top becomes a heading."""

    heading: str
    paragraphs: tuple[Markup, ...]
    tone: str = "plain"


def block_of(text: str, phones: Sequence[str], tone: str = "plain", site: str = "") -> Block:
    """Return a text as a heading, when its first line is all bold and more follows, and paragraphs."""
    first, _, rest = text.strip().partition("\n")
    title = re.fullmatch(r"\*\*([^*]+)\*\*", first.strip())
    if title is None or not rest.strip():
        return Block("", _paragraphs(text, phones, site), tone)
    return Block(title[1], _paragraphs(rest, phones, site), tone)


def _paragraphs(text: str, phones: Sequence[str], site: str) -> tuple[Markup, ...]:
    return tuple(_rich(part.strip(), phones, site) for part in re.split(r"\n\s*\n", text) if part.strip())


def _rich(text: str, phones: Sequence[str], site: str) -> Markup:
    """Return one paragraph; a run of strong text never reaches over its end."""
    runs = []
    for run, is_strong in spans(text):
        words = _with_links(run, phones, site).replace("\n", Markup("<br>"))
        runs.append(Markup("<strong>{}</strong>").format(words) if is_strong else words)
    return Markup("").join(runs)


def _with_links(run: str, phones: Sequence[str], site: str) -> Markup:
    """Return the escaped run with the given phone numbers as links to call, and our own addresses as links to open.

    Only what the commune itself gave: a lesson may well quote the number, or the address, of a swindler.
    """
    known = [re.escape(phone) for phone in sorted(phones, key=len, reverse=True)]
    wanted = [rf"(?<!\d)(?:{'|'.join(known)})(?!\d)"] if known else []
    wanted += [rf"{re.escape(site)}/[\w/-]+"] if site else []
    if not wanted:
        return escape(run)
    parts = re.split(f"({'|'.join(wanted)})", run)
    # Every second part is one of them.
    return Markup("").join(_link(part, site) if at % 2 else escape(part) for at, part in enumerate(parts))


def _link(part: str, site: str) -> Markup:
    if site and part.startswith(site):
        return Markup('<a href="{}">{}</a>').format(part, part)
    return Markup('<a href="tel:{}">{}</a>').format(re.sub(r"[^\d+]", "", part), part)
