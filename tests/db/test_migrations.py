"""Migrations lead from an empty database to the tables of the program."""

import re

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, inspect

from storage.engine import HEAD
from storage.migrations import configuration, upgrade
from storage.tables import metadata
from storage.unit import reading, writing
from tests.db.conftest import NewDatabase
from tests.db.filled import ROWS, everything, fill

SCRIPTS = ScriptDirectory.from_config(configuration("sqlite://"))


def test_migrations_from_empty_make_the_tables_of_the_program(own_engine: Engine) -> None:
    with reading(own_engine) as tx:
        assert compare_metadata(MigrationContext.configure(tx, opts={"compare_type": True}), metadata) == []


def test_every_constraint_of_the_program_has_its_name_in_the_database(own_engine: Engine) -> None:
    found = inspect(own_engine)
    for table in metadata.sorted_tables:
        named = {constraint["name"] for constraint in found.get_check_constraints(table.name)}
        named |= {constraint["name"] for constraint in found.get_unique_constraints(table.name)}
        named |= {constraint["name"] for constraint in found.get_foreign_keys(table.name)}
        named.add(found.get_pk_constraint(table.name)["name"])
        assert {constraint.name for constraint in table.constraints} == named


def test_migrating_twice_changes_nothing(new_database: NewDatabase) -> None:
    url = new_database(False)
    upgrade(url)
    upgrade(url)


def test_the_program_knows_the_newest_migration() -> None:
    assert SCRIPTS.get_current_head() == HEAD


def test_revisions_are_numbers_in_order_so_that_older_can_be_told_from_newer() -> None:
    oldest_first = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]
    assert oldest_first == sorted(oldest_first)
    assert all(re.fullmatch(r"\d{4}", revision) for revision in oldest_first)


def test_rows_that_point_nowhere_stop_a_migration_and_undo_it(own_engine: Engine) -> None:
    if own_engine.dialect.name != "sqlite":
        pytest.skip("only SQLite lets such rows in")
    with own_engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute("INSERT INTO progress (learner_id, lesson, pages, seen, task_asked, reviews) "
                       "VALUES (404, '009', 1, '[]', 0, 0)")  # fmt: skip
        connection.invalidate()
    with pytest.raises(RuntimeError, match="table progress"):
        upgrade(own_engine.url.render_as_string(hide_password=False))


def test_the_oldest_tables_filled_with_a_year_of_learning_lose_nothing_on_the_way(empty_engine: Engine) -> None:
    url = empty_engine.url.render_as_string(hide_password=False)
    upgrade(url, "0001")
    with writing(empty_engine) as tx:
        oldest = MetaData()
        oldest.reflect(tx)
        fill(tx, oldest)
        tx.commit()
        before = everything(tx, oldest)
    upgrade(url)
    with reading(empty_engine) as tx:
        after = everything(tx, oldest)
    assert {name: len(rows) for name, rows in before.items() if name != "alembic_version"} == ROWS
    before.pop("alembic_version")
    after.pop("alembic_version")
    assert after == before
