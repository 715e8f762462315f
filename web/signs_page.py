"""The page of signs: what looks odd about a hamlet's figures, with the numbers, for the office to ask about."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from storage import figures, signs
from storage.signs import OddUnit
from storage.standing import Standing
from web.days import written
from web.desk import Desk
from web.door import HOME

PATH = f"{HOME}/dau-hieu"


@dataclass(frozen=True, slots=True)
class SignsPage:
    """Shows the signs of this year so far."""

    desk: Desk
    keeper: Standing

    def show(self, request: Request) -> Response:
        """Show the hamlets about which something should be asked."""
        today = self.desk.today()
        found = self.desk.door.read(lambda tx: self._found(tx, today))
        rows = [(one.row.name, one.row.old_commune, [sign.sentence() for sign in one.signs]) for one in found]
        first = today.replace(month=1, day=1)
        return self.desk.render(request, "signs.html", {"rows": rows, "first": written(first), "last": written(today)})

    def _found(self, tx: Connection, today: date) -> tuple[OddUnit, ...]:
        table = figures.participation(tx, today.replace(month=1, day=1), today, today, self.keeper)
        return signs.of_table(tx, table)
