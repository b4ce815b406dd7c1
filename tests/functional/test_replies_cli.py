"""The right of reply from the command line: asked, answered, listed, taken back, packed, reported, exported."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from counterfile.app import open_inquiry
from counterfile.views import overview

Call = Callable[..., tuple[int, str, str]]

FINDING = """
claim: {en: One award in yuan was found., zh: 共有一项中标。}
unit: award
population:
  where: {supplier_names: 青澜视讯科技有限公司}
  window: {date: published, from: event:market}
measure: count
"""
EVENTS = "id,date,en,zh,source\nmarket,2021-01,The market was opened,,gazette 1/2021\n"


@pytest.fixture
def supplier(inquiry: Path) -> str:
    (inquiry / "findings" / "award.yaml").write_text(FINDING, "utf-8")
    (inquiry / "events.csv").write_text(EVENTS, "utf-8")
    with open_inquiry(inquiry) as opened:
        return next(row.id for row in overview.register(opened.store).organizations if row.name.startswith("青澜"))


def test_the_log_is_kept_listed_and_taken_back(counterfile: Call, supplier: str) -> None:
    asked = ("reply", "ask", supplier, "--about", "award", "--channel", "letter", "--on", "2025-03-01", "--by", "heron")
    code, out, _ = counterfile(*asked, "--deadline", "2025-03-15", "--json")
    assert code == 0
    assert json.loads(out)["agent"] == "heron"
    assert counterfile("reply", "ask", "王小明")[0] == 2
    assert counterfile("reply", "list", "--open")[1].startswith("overdue")

    code, _, _ = counterfile(
        "reply", "answer", supplier, "answered", "-w", "=cmd 电话：138 0013 8000", "--on", "2025-03-20"
    )
    assert code == 0

    code, out, _ = counterfile("reply", "list")
    assert "1 organizations asked: 1 answered, 0 declined, 0 waiting, 0 overdue, 0 silent" in out
    assert "answered on 2025-03-20 (late)" in out
    rows = list(csv.DictReader(counterfile("reply", "list", "--csv")[1].splitlines()))
    assert [row["words"] for row in rows] == ["", "'=cmd 电话：*************"]
    assert json.loads(counterfile("reply", "list", "--json")[1])["counts"]["answered"] == 1
    assert counterfile("reply", "undo", "--reason", "typed twice")[0] == 0
    assert "1 overdue" in counterfile("reply", "list")[1]


def test_reports_packs_and_exports_tell_it(counterfile: Call, inquiry: Path, supplier: str, tmp_path: Path) -> None:
    assert counterfile("find")[0] == 0
    assert counterfile("freeze", "award", "--reason", "weekly")[0] == 0
    code, _, _ = counterfile("report", "--to", str(tmp_path / "before.html"))
    assert code == 0
    assert "青澜视讯科技有限公司 is named by what is published (award)" in (tmp_path / "before.html").read_text("utf-8")
    counterfile("reply", "ask", supplier, "--about", "award", "--on", "2025-03-01")
    counterfile("reply", "answer", supplier, "declined", "--on", "2025-03-02")

    counterfile("report", "--to", str(tmp_path / "after.html"))
    told = (tmp_path / "after.html").read_text("utf-8")
    assert "is named by what is published" not in told
    assert "it declined to answer" in told
    assert told.count("The market was opened, 2021-01 (gazette 1/2021)") >= 1
    counterfile("report", "--to", str(tmp_path / "after.md"))
    assert "1 organization was asked: 0 answered, 1 declined" in (tmp_path / "after.md").read_text("utf-8")
    assert counterfile("pack", "award", "--to", str(tmp_path / "pack"))[0] == 0
    assert json.loads((tmp_path / "pack" / "replies.json").read_text("utf-8"))[0]["state"] == "declined"
    assert counterfile("export", "csv", "--to", str(tmp_path / "tables"))[0] == 0
    assert (tmp_path / "tables" / "replies.csv").read_text("utf-8").count("\n") == 3
    assert "market,2021-01,2021-01-01,2021-01-31" in (tmp_path / "tables" / "events.csv").read_text("utf-8")
    (tmp_path / "a.md").write_text("One organization was asked, and one declined. [[replies: award]]\n", "utf-8")
    assert counterfile("check", str(tmp_path / "a.md"))[0] == 0


def test_an_event_that_is_dated_anew_moves_its_figure_by_name(counterfile: Call, inquiry: Path, supplier: str) -> None:
    assert counterfile("find")[0] == 0
    assert counterfile("verify")[0] == 0
    (inquiry / "events.csv").write_text(EVENTS.replace("2021-01,", "2023,"), "utf-8")

    code, out, _ = counterfile("verify")

    assert code == 1
    assert "event: the event market is dated 2023, was 2021-01  [award]" in out


def test_a_line_of_the_table_that_does_not_fit_is_named(counterfile: Call, inquiry: Path, supplier: str) -> None:
    (inquiry / "events.csv").write_text(EVENTS + "law,soon,A law,,gazette\n", "utf-8")

    code, _, err = counterfile("find")

    assert code == 2
    assert "events.csv:3: 'soon' is no date" in err
