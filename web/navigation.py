"""The way about the pages of the office: which there are, in groups, and which of them a visitor may open."""

from collections.abc import Sequence
from dataclasses import dataclass

from web.entrance import Who


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the list; `key` names its words."""

    key: str
    path: str
    who: Who


@dataclass(frozen=True, slots=True)
class Group:
    """Pages that go together; `key` names their heading."""

    key: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A page as the list shows it: `current` is "page" on the page itself, "true" on one below it."""

    key: str
    path: str
    current: str


@dataclass(frozen=True, slots=True)
class Links:
    """A group as the list shows it."""

    key: str
    links: tuple[Link, ...]


def shown(groups: Sequence[Group], path: str, role: str) -> tuple[Links, ...]:
    """Return what the list shows somebody with this role on the page with this path."""
    paths = {place.path for group in groups for place in group.places}
    above = [] if path in paths else [one for one in paths if path.startswith(f"{one}/")]
    nearest = max(above, key=len, default="")
    found = []
    for group in groups:
        open_ = [place for place in group.places if role in place.who]
        links = (Link(one.key, one.path, _current(one.path, path, nearest)) for one in open_)
        found.append(Links(group.key, tuple(links)))
    return tuple(group for group in found if group.links)


def _current(path: str, here: str, nearest: str) -> str:
    if path == here:
        return "page"
    return "true" if path == nearest else ""
