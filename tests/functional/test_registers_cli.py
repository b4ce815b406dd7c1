"""A user's own register is brought, matched against, decided on and taken out again, all on this machine."""

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer

from counterfile import cli
from counterfile.app import create_inquiry, open_inquiry
from counterfile.cli import registers

Call = Callable[..., tuple[int, str, str]]

REGISTER = """名称,统一社会信用代码,曾用名,类型
青澜视讯科技股份有限公司,91990000MAEXAMPL06,青澜视讯科技有限公司 (- 2022-05-01),股份公司
临沅市公安局,,,机关
汀州水产养殖场,,,企业
何某某,,,个体工商户
,,,企业
"""


NOTICE = """标题: 临沅市公安局智能监控系统采购项目中标公告
发布时间：2021年04月02日
项目编号：LY-2021-018
项目名称：临沅市公安局智能监控系统采购项目
采购人：临沅市公安局
供应商名称：青澜视讯科技有限公司
中标金额：128.6万元
"""


@pytest.fixture(autouse=True)
def with_registers(monkeypatch: pytest.MonkeyPatch) -> None:
    if "registers" not in {
        group.typer_instance and group.typer_instance.info.name for group in cli.app.registered_groups
    }:
        app = typer.Typer(add_completion=False)
        for group in cli.app.registered_groups:
            app.registered_groups.append(group)
        app.registered_commands.extend(cli.app.registered_commands)
        registers.register(app)
        monkeypatch.setattr(cli, "app", app)


@pytest.fixture(scope="module")
def run_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An inquiry of one notice, run."""
    folder = tmp_path_factory.mktemp("registers")
    (folder / "heap").mkdir()
    (folder / "heap" / "award.txt").write_text(NOTICE, encoding="utf-8")
    with open_inquiry(create_inquiry(folder / "inquiry")) as made:
        for _ in made.add([folder / "heap"]):
            pass
        for _ in made.run(recognize="never"):
            pass
    return folder / "inquiry"


@pytest.fixture
def inquiry(run_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "inquiry"
    shutil.copytree(run_once, folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def register(inquiry: Path, counterfile: Call) -> dict[str, Any]:
    file = inquiry.parent / "firms.csv"
    file.write_text(REGISTER, encoding="utf-8")
    code, out, _ = counterfile("registers", "add", str(file), "--json")
    assert code == 0
    return json.loads(out)


def matched(counterfile: Call) -> dict[str, dict[str, Any]]:
    code, out, _ = counterfile("registers", "match", "--json")
    assert code == 0
    return {one["name"]: one for one in json.loads(out)}


def test_adding_counts_what_was_taken_in_and_what_was_refused(register: dict[str, Any]) -> None:
    assert {key: register[key] for key in ("rows", "persons", "errors", "format")} == {
        "rows": 3,
        "persons": 1,
        "errors": 1,
        "format": "csv",
    }
    assert register["first_errors"][0]["says"] == "it has no name"


def test_file_is_in_the_archive_byte_for_byte(inquiry: Path, register: dict[str, Any]) -> None:
    digest = register["digest"]

    kept = inquiry / "archive" / digest[:2] / digest

    assert kept.read_text(encoding="utf-8") == REGISTER
    assert kept.stat().st_mode & 0o222 == 0


def test_list_shows_it_with_its_digest(register: dict[str, Any], counterfile: Call) -> None:
    (only,) = json.loads(counterfile("registers", "list", "--json")[1])

    assert (only["told"]["name"], only["digest"]) == ("firms", register["digest"])
    assert "firms" in counterfile("registers", "list")[1]


def test_file_that_was_changed_in_the_archive_is_named(
    inquiry: Path, register: dict[str, Any], counterfile: Call
) -> None:
    kept = inquiry / "archive" / register["digest"][:2] / register["digest"]
    assert counterfile("registers", "list", "--check")[0] == 0
    kept.chmod(0o644)
    kept.write_text("名称\n另一家\n", encoding="utf-8")

    code, _, err = counterfile("registers", "list", "--check")

    assert code == 1
    assert "no longer what was added, or gone: firms" in err


def test_candidates_wait_for_a_person_where_no_number_agrees(register: dict[str, Any], counterfile: Call) -> None:
    found = matched(counterfile)

    best = found["青澜视讯科技有限公司"]["candidates"][0]
    assert best["row"]["names"][0]["text"] == "青澜视讯科技股份有限公司"
    assert best["says"].startswith("its former name until 2022-05-01 is equal")
    assert best["answer"] == ""
    assert all(each["answer"] == "" for one in found.values() for each in one["candidates"])


def test_decision_is_kept_shown_and_can_be_taken_back(register: dict[str, Any], counterfile: Call) -> None:
    one = matched(counterfile)["临沅市公安局"]
    row = one["candidates"][0]["row_id"]

    code, out, _ = counterfile(
        "registers", "decide", "same", one["organization"], row, "--reason", "the only one there", "--json"
    )
    assert code == 0
    assert matched(counterfile)["临沅市公安局"]["candidates"][0]["answer"] == "same"

    assert counterfile("decide", "withdraw", json.loads(out)["id"], "--reason", "another office")[0] == 0
    assert matched(counterfile)["临沅市公安局"]["candidates"][0]["answer"] == ""


def test_removed_register_is_no_longer_matched_and_comes_back_with_its_matches(
    inquiry: Path, register: dict[str, Any], counterfile: Call
) -> None:
    one = matched(counterfile)["临沅市公安局"]
    row = one["candidates"][0]["row_id"]
    counterfile("registers", "decide", "same", one["organization"], row, "--reason", "the only one there")

    assert counterfile("registers", "remove", "firms")[0] == 0
    assert json.loads(counterfile("registers", "list", "--json")[1]) == []
    assert counterfile("registers", "match")[0] == 2

    assert counterfile("registers", "add", str(inquiry.parent / "firms.csv"))[0] == 0
    assert matched(counterfile)["临沅市公安局"]["candidates"][0]["answer"] == "same"


def test_register_without_organizations_is_refused_and_not_kept(inquiry: Path, counterfile: Call) -> None:
    file = inquiry.parent / "people.csv"
    file.write_text("name,type\n何某某,自然人\n", encoding="utf-8")

    code, _, err = counterfile("registers", "add", str(file))

    assert code == 4
    assert "none of its 1 rows tells of an organization" in err
    assert json.loads(counterfile("registers", "list", "--json")[1]) == []


def test_gzipped_register_is_read_in_place(inquiry: Path, counterfile: Call) -> None:
    file = inquiry.parent / "firms.csv.gz"
    file.write_bytes(gzip.compress(REGISTER.encode()))

    assert counterfile("registers", "add", str(file), "--name", "firms packed")[0] == 0
    assert "临沅市公安局" in matched(counterfile)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("add", "nowhere.csv"), "there is no file"),
        (("remove", "nowhere"), "no register is called"),
        (("decide", "same", "o-x", "row 7", "--reason", "x"), "is no row of a register"),
        (("decide", "same", "o-x", "r-aaaaaaaaaaaaaaaa-1", "--reason", "x"), "no register of this inquiry"),
    ],
)
def test_what_is_not_there_is_said(inquiry: Path, counterfile: Call, words: tuple[str, ...], says: str) -> None:
    code, _, err = counterfile("registers", *words)

    assert code == 2
    assert says in err
