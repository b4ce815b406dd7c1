"""SQL that somebody wrote into a finding reaches no file, no network and no other process, and ends when it overruns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from counterfile.errors import BadInput, TimedOut, TooLarge
from counterfile.sandbox import Limits
from counterfile.sandbox.querying import Cage

PROCEDURES = pa.table({"id": [f"p-{number:04}" for number in range(5000)], "round": list(range(5000))})


@pytest.fixture(scope="module")
def cage() -> Iterator[Cage]:
    """Return a cage with little time."""
    cage = Cage(Limits(wall_seconds=30.0, cpu_seconds=2, memory=2 << 30, output=1 << 24))
    yield cage
    cage.close()


def ask(cage: Cage, sql: str) -> tuple[str, ...]:
    return cage.ids(sql, {"procedures": PROCEDURES}, len(PROCEDURES))


def test_a_query_gives_ids_each_once_in_its_order(cage: Cage) -> None:
    twice = "select id from procedures where round < 2 union all select id from procedures where round < 3"

    assert ask(cage, f"select id from ({twice}) order by id desc") == ("p-0002", "p-0001", "p-0000")


@pytest.mark.parametrize(
    "sql",
    [
        "select id from read_csv('/etc/passwd', columns={'id': 'VARCHAR'})",
        "select content as id from read_text('/etc/hostname')",
        "select file as id from glob('/*')",
        "select id from '/etc/passwd'",
        "select id from read_parquet('https://example.org/list.parquet')",
        "select \"Delimiter\" as id from sniff_csv('/etc/passwd')",
    ],
)
def test_no_file_and_no_network_can_be_read(cage: Cage, sql: str) -> None:
    with pytest.raises(BadInput, match=r"DuckDB refuses it: .*(disabled|does not exist)"):
        ask(cage, sql)


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("copy procedures to '{place}'", "COPY"),
        ("attach '{place}' as other", "ATTACH"),
        ("install httpfs", "LOAD"),
        ("load httpfs", "LOAD"),
        ("pragma database_list", "PRAGMA"),
        ("set enable_external_access = true", "SET"),
        ("reset lock_configuration", "SET"),
        ("create table copies as select * from procedures", "CREATE"),
        ("create macro peek() as 1", "CREATE"),
        ("drop view procedures", "DROP"),
        ("export database '{place}'", "EXPORT"),
        ("explain select id from procedures", "EXPLAIN"),
        ("call pragma_version()", "CALL"),
        ("select id from procedures; copy procedures to '{place}'", "SELECT, COPY"),
        ("-- nothing at all", "nothing"),
    ],
)
def test_nothing_but_one_select_is_run(cage: Cage, sql: str, kind: str, tmp_path: Path) -> None:
    place = tmp_path / "written"

    with pytest.raises(BadInput, match=f"one SELECT is wanted, {kind} stands there"):
        ask(cage, sql.format(place=place))

    assert not place.exists()


@pytest.mark.parametrize(
    "sql",
    [
        "with recursive again(id) as (select 'p-0001' union all select id from again) select id from again",
        "select distinct a.id from procedures a, procedures b, procedures c where a.round + b.round * c.round < 0",
    ],
)
def test_a_query_without_end_is_ended(cage: Cage, sql: str) -> None:
    with pytest.raises(TimedOut, match="and was ended"):
        ask(cage, sql)

    assert ask(cage, "select id from procedures where round = 7") == ("p-0007",)


@pytest.mark.parametrize(
    "sql",
    [
        "select repeat('x', 3000000000) from procedures",
        "select string_agg(repeat(id, 500000)) from procedures",
        "select list(a.id || b.id)[1] from procedures a, procedures b",
    ],
)
def test_a_query_that_fills_the_memory_is_refused(cage: Cage, sql: str) -> None:
    with pytest.raises((TooLarge, TimedOut)):
        ask(cage, sql)

    assert ask(cage, "select id from procedures where round = 7") == ("p-0007",)


def test_more_ids_than_there_are_units_are_refused(cage: Cage) -> None:
    with pytest.raises(TooLarge, match="more than 5,000 ids"):
        ask(cage, "select id || '-' || n from procedures, range(1000) numbers(n)")


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("select id, round from procedures", "2 columns, one is wanted"),
        ("select round from procedures", "it gives 0 in its column round, ids of units are wanted"),
        ("select null::varchar as id from procedures", "it gives None in its column id"),
        ("select nothing from procedures", "Referenced column"),
        ("select id from lots", "Table with name lots does not exist"),
        ("select id frm procedures", "syntax error|Parser Error"),
        ("select getenv('HOME') from procedures", "does not exist"),
    ],
)
def test_what_is_no_list_of_ids_is_refused_with_what_it_is(cage: Cage, sql: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        ask(cage, sql)


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("select id from procedures where random() < 0.5", "random"),
        ("select id from procedures order by uuid() limit 3", "uuid"),
        ("select id from procedures where current_date > date '2021-01-01'", "current_date"),
        ("select id from procedures using sample 10", "sample"),
    ],
)
def test_what_gives_another_figure_another_day_is_refused(cage: Cage, sql: str, name: str) -> None:
    with pytest.raises(BadInput, match=f"{name} gives something else another time"):
        ask(cage, sql)


def test_words_in_quotes_are_no_functions(cage: Cage) -> None:
    assert ask(cage, "select id from procedures where id = 'random' or round = 1 /* uuid */ -- now") == ("p-0001",)
