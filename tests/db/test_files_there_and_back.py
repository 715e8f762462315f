"""Units and targets written to a file, taken in and written again are the same file, whatever they are."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st
from sqlalchemy import Engine

from campaign.indicators import Indicator
from campaign.small_cells import RATES
from campaign.units import Unit, UnitKind
from storage import targets, units
from storage.unit import writing

TEXTS = st.lists(st.text("aàẫđƯ0\"',;=+-@<🌾", min_size=1, max_size=9), min_size=1, max_size=3).map(" ".join)
DAYS = st.none() | st.dates(date(2024, 1, 1), date(2030, 12, 31))
UNITS = st.lists(
    st.builds(
        Unit,
        code=st.from_regex(r"[a-z][a-z0-9.-]{0,5}", fullmatch=True),
        kind=st.sampled_from(UnitKind),
        name=TEXTS,
        old_commune=st.just("") | TEXTS,
        block=st.just("") | TEXTS,
        adults=st.none() | st.integers(0, 90_000),
        households=st.none() | st.integers(0, 90_000),
        source=TEXTS,
        as_of=DAYS,
        valid_from=DAYS,
    ),
    unique_by=lambda one: one.code,
    min_size=1,
    max_size=5,
)
INDICATORS = [one.value for one in Indicator if not one.is_estimate]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tệp") / "tệp ẫ.csv"


@given(UNITS)
@tried(max_examples=25)
def test_units(engine: Engine, file: Path, some: list[Unit]) -> None:
    today = date(2026, 11, 20)
    with writing(engine) as tx:
        units.apply(tx, units.plan(tx, some, today, file), Random(1))
        text = units.written(units.current(tx).by_code.values())
    file.write_text(text, encoding="utf-8", newline="")
    with writing(engine) as tx:
        units.apply(tx, units.plan(tx, units.read(file), today, file), Random(2))
        assert units.written(units.current(tx).by_code.values()) == text


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["X01", "X02"]), st.sampled_from(INDICATORS)),
        st.decimals(Decimal("0.01"), 99_999, places=2),
        min_size=1,
        max_size=8,
    )
)
@tried(max_examples=25)
def test_targets(engine: Engine, file: Path, drawn: dict[tuple[str, str], Decimal]) -> None:
    rates = [one.value for one in RATES]
    found = {key: value % 100 + 1 if key[1] in rates else value for key, value in drawn.items()}
    found = {key: min(value, Decimal(100)) if key[1] in rates else value for key, value in found.items()}
    text = targets.as_csv(found, 2026)
    file.write_text(text, encoding="utf-8", newline="")
    with writing(engine) as tx:
        known = [Unit(code, UnitKind.HAMLET, f"Xóm {code}") for code in ("X01", "X02")]
        units.apply(tx, units.plan(tx, known, date(2026, 1, 1), file), Random(1))
        targets.apply(tx, targets.plan(tx, targets.read(file), file))
        assert targets.of_year(tx, 2026) == found
        assert targets.as_csv(targets.of_year(tx, 2026), 2026) == text
        again = targets.plan(tx, targets.read(file), file)
        assert (again.added, again.changed, again.unchanged) == ({}, {}, len(found))
