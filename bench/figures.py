"""A measured figure, beside that of a bare peer in the same run: one JSON line."""

import json
from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """`ratio` is ours / peer: lower is always better. Without a peer both are None."""

    name: str
    unit: str
    ours: float
    peer: float | None
    peer_name: str | None

    def line(self) -> str:
        """Return the figure as one JSON line."""
        ratio = round(self.ours / self.peer, 3) if self.peer else None
        return json.dumps({**asdict(self), "ratio": ratio}, ensure_ascii=False)


def compare(name: str, unit: str, ours: list[float], peer: list[float], peer_name: str | None) -> Figure:
    """Return the medians of interleaved runs side by side."""
    return Figure(name, unit, round(median(ours), 4), round(median(peer), 4) if peer else None, peer_name)


def percentile(values: list[float], share: float) -> float:
    """Return the value below which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
