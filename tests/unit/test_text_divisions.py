"""Divisions keep their years: names that changed, codes that changed, and who took in whom."""

import json

import pytest
import typer
from typer.testing import CliRunner

from counterfile.cli import divisions as command
from counterfile.errors import Missing
from counterfile.text import divisions
from counterfile.text.divisions import Division


def only(name: str) -> Division:
    """The division that had this name last."""
    return max(divisions.named(name), key=lambda each: each.last or 9999)


def test_a_renamed_district_has_both_names_with_their_years() -> None:
    assert [(each.name, each.first, each.last) for each in divisions.history("130503")] == [
        ("桥西区", 1983, 2019),
        ("信都区", 2020, None),
    ]


def test_a_merged_district_leads_to_the_one_that_took_it_in() -> None:
    later = divisions.later(only("卢湾区"))

    assert later is not None
    assert (later.code, later.name) == ("310101", "黄浦区")


def test_a_county_that_became_a_district_under_another_code_is_followed() -> None:
    later = divisions.later(only("蓟县"))

    assert later is not None
    assert (later.name, later.first) == ("蓟州区", 2016)


def test_changes_are_followed_to_today() -> None:
    today = divisions.now(only("东矿区"))

    assert today is not None
    assert (today.name, today.last) == ("古冶区", None)


def test_what_was_divided_up_leads_nowhere() -> None:
    ended = only("邯郸县")

    assert divisions.later(ended) is None
    assert divisions.now(ended) is None


def test_a_year_has_what_was_in_force_then() -> None:
    before = {each.name for each in divisions.divisions(2005)}
    after = {each.name for each in divisions.divisions(2024)}

    assert "宣武区" in before - after
    assert "姑苏区" in after - before
    assert divisions.named("宣武区", 2024) == []


def test_what_is_in_force_is_its_own_today() -> None:
    place = only("兴山县")

    assert divisions.later(place) is None
    assert divisions.now(place) is place


@pytest.mark.parametrize(("old", "told"), sorted(divisions.MERGED.items()))
def test_every_merger_is_of_two_divisions_of_the_table_in_those_years(old: str, told: tuple[str, int]) -> None:
    code, year = told
    ended = divisions.history(old)[-1]

    assert ended.last is not None
    assert abs(ended.last - year) <= 2
    assert any(each.held(year + 1) for each in divisions.history(code))


def test_most_divisions_that_ended_since_notices_go_online_are_followed() -> None:
    ended = [each for each in divisions.divisions() if each.last is not None and each.last >= 1998]

    assert sum(divisions.now(each) is not None for each in ended) / len(ended) > 0.9


def test_every_province_and_all_its_levels_are_there() -> None:
    today = [each for each in divisions.divisions() if each.last is None]

    assert sum(each.level == "province" for each in today) == 34
    assert sum(each.level == "city" for each in today) >= 333
    assert sum(each.level == "county" for each in today) >= 2840


def test_the_version_names_source_and_last_change() -> None:
    assert divisions.version().startswith("GB/T 2260 by python-stdnum ")
    assert "changes until 20" in divisions.version()


def called(*words: str) -> str:
    app = typer.Typer()
    command.register(app)
    found = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert found.exit_code == 0
    return found.stdout


def test_command_tells_what_became_of_a_name() -> None:
    (one,) = json.loads(called("宣武区", "--json"))

    assert (one["code"], one["last"], one["later"]["name"]) == ("110104", 2010, "西城区")
    assert "西城区" in called("宣武区")


def test_command_without_a_name_tells_the_version() -> None:
    assert json.loads(called("--json"))["version"] == divisions.version()


def test_command_says_what_is_wanted_where_nothing_is_called_so() -> None:
    with pytest.raises(Missing, match="full names are wanted"):
        called("不存在区")
