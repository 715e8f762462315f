"""The first page of the score: every year and its blocks, and how far each is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from campaign.sheet import Stage
from storage import score_desk, score_sheets, score_tables
from storage.score_tables import Adopted
from web.days import written
from web.desk import Desk
from web.forms import Phrases
from web.score_shown import block_path
from web.table import number


@dataclass(frozen=True, slots=True)
class Shown:
    """A block in the list."""

    name: str
    path: str
    adopted: str
    stages: str
    is_example: bool
    is_trial: bool


@dataclass(frozen=True, slots=True)
class ScoreList:
    """Shows the years and blocks."""

    desk: Desk

    @property
    def texts(self) -> Phrases:
        """Return the sentences of these pages."""
        return self.desk.look.texts["score"]

    def show(self, request: Request) -> Response:
        """Show the list."""
        found = self.desk.door.read(
            lambda tx: {
                year: [(one, score_sheets.count_stages(tx, one.id)) for one in score_tables.of_year(tx, year)]
                for year in score_tables.years(tx)
            }
        )
        years = [(year, [self._shown(one, stages) for one, stages in blocks]) for year, blocks in found.items()]
        open_ones = sum(Stage.FROZEN not in stages for blocks in found.values() for _, stages in blocks)
        return self.desk.render(request, "scores.html", {"years": years, "open_count": open_ones})

    def _shown(self, one: Adopted, stages: Mapping[Stage, int]) -> Shown:
        said = "; ".join(
            f"{number(stages[stage])} {score_desk.stage_name(stage)}" for stage in Stage if stage in stages
        )
        on: date = one.adopted_on
        return Shown(
            one.table.name,
            block_path(one.table.year, one.table.block),
            self.texts["adopted"].format(by=one.adopted_by, day=written(on)),
            said or self.texts["nothing_yet"],
            one.table.is_example,
            one.is_trial,
        )
