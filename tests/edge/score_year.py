"""A block of three hamlets with a table of three criteria, for tests of the score pages at their edge."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection

from campaign.sheet import Role, Step
from campaign.table_file import parse
from storage import score_desk, score_tables
from storage.score_desk import Actor, Given
from storage.standing import Standing
from storage.tables import target
from tests.edge.inprocess import Browser
from tests.edge.office import NOW, TODAY, Hall
from tests.edge.office_desk import token

LIST = "/van-phong/cham-diem"
NAME = "các xóm"
BLOCK = f"{LIST}/2026/{quote(NAME)}"
DONG, TAY = f"{BLOCK}/01", f"{BLOCK}/02"

TABLE = f"""
year: 2026
block: {NAME}
name: Bảng điểm khối các xóm ẫ
rounding: leaf
kinds: [hamlet]
max: 100
criteria:
  - {{code: "1", name: Tham gia học, max: 60, formula: proportional_capped, source: "indicator:participation_rate"}}
  - {{code: "2.1", name: Số buổi loa, max: 30, formula: count_points, params: {{points: 2}}, source: typed,
     evidence: sổ phát thanh}}
  - {{code: "2.2", name: Có tổ công nghệ số, max: 10, formula: yes_no, source: typed, evidence: quyết định}}
"""


def adopt(place: Hall, on: date = date(2026, 1, 1), text: str = TABLE) -> None:
    """Let the council adopt the table, with a target of 20 per cent for each hamlet."""

    def keep(tx: Connection) -> None:
        score_tables.adopt(tx, parse(Path("bang.yaml"), text), on, "Hội đồng", NOW)
        rows = [{"unit_code": unit, "indicator": "participation_rate", "year": 2026, "target": str(Decimal(20))}
                for unit in ("01", "02", "03")]  # fmt: skip
        tx.execute(target.insert(), rows)

    place.write(keep)


def give(browser: Browser, path: str, **fields: str) -> str:
    """Fill in a form about the block, send it, and return the page that is shown then."""
    about = {"year": "2026", "block": NAME, "unit": path.rsplit("/", 1)[-1], "seen": seen(browser, path)}
    answer = browser.post(path, {"token": token(browser, path), "by": "chị Hoa", **about, **fields})
    assert answer.status_code == 303, answer.status_code
    return browser.get(answer.headers["location"].split("#")[0]).text


def seen(browser: Browser, path: str) -> str:
    """Return what the forms of a sheet say they were filled in on, "" on other pages."""
    found = re.search(r'name="seen" value="([0-9.]+)"', browser.get(path).text)
    return found[1] if found else ""


def hand_in(browser: Browser, path: str, name: str, content: bytes, **fields: str) -> str:
    """Send evidence with a file to the sheet on a page, and return the page that is shown then."""
    about = {"token": token(browser, path), "by": "chị Hoa", "form": "minh-chung", "year": "2026", "block": NAME}
    parts = {**about, "unit": path.rsplit("/", 1)[-1], "criterion": "2.1", **fields}
    told = [f'Content-Disposition: form-data; name="{key}"\r\n\r\n{value}'.encode() for key, value in parts.items()]
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    body = b"".join(b"--x\r\n" + part + b"\r\n" for part in [*told, head + content]) + b"--x--\r\n"
    answer = browser.post(path, content=body, headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert answer.status_code == 303, answer.status_code
    return browser.get(answer.headers["location"].split("#")[0]).text


def values(loud: str, team: str, **more: str) -> dict[str, str]:
    """Return the two criteria that people type."""
    return {"so-2.1": loud, "so-2.2": team, **more}


def go_to_confirmed(browser: Browser, *units: str) -> None:
    """Let the sheets of these units go straight to where the council agreed."""
    for unit in units:
        path = f"{BLOCK}/{unit}"
        give(browser, path, form="phieu-submit", **values("5", "có"))
        give(browser, path, form="phieu-review")
        give(browser, path, form="phieu-confirm", decided_by="Chủ tịch Hội đồng")


def act(place: Hall, unit: str, *steps: Step) -> None:
    """Take steps with a sheet without a page, the figures proposed first; a browser test has no other client."""
    names = {Role.OFFICE: "chị Hoa", Role.COUNCIL: "Chủ tịch Hội đồng"}
    given = {"2.1": Given(Decimal(5)), "2.2": Given(Decimal(1))}

    def do(tx: Connection) -> None:
        adopted = score_tables.adopted(tx, 2026, NAME)
        assert adopted is not None
        score_desk.propose(tx, score_desk.block(tx, adopted, TODAY), TODAY, NOW, Standing())
        for step in steps:
            role = Role.COUNCIL if step is Step.CONFIRM else Role.OFFICE
            of = score_desk.block(tx, adopted, TODAY)
            said = given if step is Step.SUBMIT else {}
            score_desk.take(tx, of, unit, step, Actor(names[role], role, NOW), said)

    place.write(do)
