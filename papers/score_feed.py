"""The frozen scores of a year as a feed tells them; what is not frozen may still change and is not told."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from campaign.frozen import Frozen, is_trial
from papers.participation import Cell, Separator, csv_of
from papers.scores import unit_shape
from storage.freezing import Revision
from storage.score_tables import Adopted

_HEADING = ("block", "unit", "name", "total", "rank", "passed", "revision", "sha256")


@dataclass(frozen=True)
class BlockScores:
    """A block of the year and how it was frozen last, None while it is open."""

    adopted: Adopted
    revision: Revision | None


def to_json(year: int, blocks: Sequence[BlockScores], commune: Mapping[str, str]) -> str:
    """Return the scores of a year as JSON: points are texts with fixed decimals."""
    return json.dumps(
        {"commune": dict(commune), "year": year, "blocks": [_block(one) for one in blocks]}, ensure_ascii=False
    )


def to_csv(blocks: Sequence[BlockScores]) -> str:
    """Return the scores of a year as CSV, a line a unit; an open block has none."""
    frozen = [(one.adopted.table.block, one.revision) for one in blocks if one.revision is not None]
    lines = [line for block, revision in frozen for line in _lines(block, revision)]
    if not lines:
        return ",".join(_HEADING) + "\r\n"
    return csv_of(lines, bom=False, separator=Separator.COMMA)


def _block(one: BlockScores) -> Mapping[str, object]:
    table = one.adopted.table
    about = {
        "block": table.block,
        "name": table.name,
        "maximum": f"{table.maximum:f}",
        "trial": one.adopted.is_trial,
        "example": table.is_example,
    }
    if one.revision is None:
        return {**about, "state": "open", "as_of": None, "revision": None, "sha256": None, "units": []}
    frozen = one.revision.frozen
    names = _names(frozen)
    units = [{**unit_shape(frozen.table, score), "name": names[score.unit]} for score in frozen.scores]
    return {
        **about,
        "trial": is_trial(frozen.table.year, frozen.adopted_on),
        "state": "frozen",
        "as_of": frozen.as_of.isoformat(),
        "revision": frozen.revision,
        "sha256": one.revision.sha256,
        "units": units,
    }


def _lines(block: str, revision: Revision) -> Iterator[Mapping[str, Cell]]:
    names = _names(revision.frozen)
    for one in revision.frozen.scores:
        values = (block, one.unit, names[one.unit], f"{one.total:f}", one.rank, str(one.passed).lower())
        cells: tuple[Cell, ...] = (*values, revision.frozen.revision, revision.sha256)
        yield dict(zip(_HEADING, cells, strict=True))


def _names(frozen: Frozen) -> Mapping[str, str]:
    return {sheet.unit: sheet.name for sheet in frozen.sheets}
