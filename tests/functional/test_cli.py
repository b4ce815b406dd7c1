"""The main job from the command line: a heap becomes files and figures that open on their words."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Call = Callable[..., tuple[int, str, str]]

FINDING = """\
claim:
  en: One purchase of surveillance systems was awarded.
  zh: 一项监控系统采购已中标。
unit: procedure
measure: count
population:
  where:
    title: {contains: 监控系统}
    has_award: yes
expected: 1
"""


def counts(counterfile: Call) -> dict[str, int]:
    return json.loads(counterfile("status", "--json")[1])


def test_every_file_is_accounted_for(inquiry: Path, counterfile: Call) -> None:
    found = counts(counterfile)

    assert found["added"] == found["read"] + found["failed"] + found["skipped"] == 5
    assert (found["read"], found["failed"], found["skipped"]) == (3, 1, 1)
    assert (found["notices"], found["procedures"]) == (3, 2)


def test_status_names_each_failure_with_its_reason(inquiry: Path, counterfile: Call) -> None:
    _, out, _ = counterfile("status", "--failed", "--json")

    rows = {row["file"]: row for row in json.loads(out)}
    assert set(rows) == {"heap/broken.docx", "heap/robot.html"}
    assert all(row["reason"] and row["next"] for row in rows.values())


def test_second_add_and_run_do_nothing(inquiry: Path, counterfile: Call) -> None:
    before = counts(counterfile)

    _, _, added = counterfile("add", "../heap")
    _, _, progress = counterfile("run")

    assert "0 new documents, 5 known" in added
    assert progress.count('"stage"') == 0
    assert counts(counterfile) == before


def test_search_finds_two_characters_and_shows_them(inquiry: Path, counterfile: Call) -> None:
    code, out, err = counterfile("search", "监控")

    assert code == 0
    assert "[监控]" in out
    assert "2 documents" in err


def test_single_chinese_character_is_told_to_be_too_short(inquiry: Path, counterfile: Call) -> None:
    _, _, err = counterfile("search", "控")

    assert "use two or more" in err


def test_show_prints_the_procedure_with_parties_amounts_and_quotes(inquiry: Path, counterfile: Call) -> None:
    _, labels, _ = counterfile("export", "labels")
    procedure = next(json.loads(line)["procedure"] for line in labels.splitlines() if "award.html" in line)

    code, out, _ = counterfile("show", procedure)

    assert code == 0
    assert "临沅市公安局智能监控系统采购项目" in out
    assert re.search(r"tender .*\n.* award ", out)
    assert "CNY 1286000.00 total" in out
    assert "“128.6万元”" in out
    assert "青澜视讯科技有限公司" in out
    assert "13900001234" not in out


def test_labels_have_the_ids_of_files_and_organizations(inquiry: Path, counterfile: Call) -> None:
    _, out, _ = counterfile("export", "labels")

    rows = {row["file"]: row for row in map(json.loads, out.splitlines())}
    award = rows["award.html"]
    assert award["stage"] == "award"
    assert award["lots"][0]["amount"] == "1286000.00"
    assert award["procedure"] == rows["tender.html"]["procedure"] != rows["furniture.txt"]["procedure"]
    assert award["buyer_id"] == rows["tender.html"]["buyer_id"]
    assert len(award["supplier_ids"]) == 1


def test_tables_are_exported(inquiry: Path, counterfile: Call) -> None:
    for kind in ("csv", "parquet"):
        code, out, _ = counterfile("export", kind, "--to", "out", "--json")

        assert code == 0
        assert json.loads(out)[f"procedures.{kind}"] == 2
        assert (inquiry / "out" / f"notices.{kind}").stat().st_size > 0


def write_finding(inquiry: Path) -> None:
    (inquiry / "findings" / "awarded.yaml").write_text(FINDING, encoding="utf-8")


def test_finding_holds_and_is_locked(inquiry: Path, counterfile: Call) -> None:
    write_finding(inquiry)

    code, out, _ = counterfile("find")

    assert code == 0
    assert "holds  1 " in out
    assert (inquiry / "findings" / "awarded.lock.json").is_file()
    assert counterfile("verify")[0] == 0


def test_verify_names_a_tampered_document(inquiry: Path, counterfile: Call) -> None:
    write_finding(inquiry)
    counterfile("find")
    digest = json.loads(counterfile("show", "award.html", "--json")[1])["document"]["digest"]
    original = inquiry / "archive" / digest[:2] / digest
    original.chmod(0o644)
    content = bytearray(original.read_bytes())
    content[0] ^= 1
    original.write_bytes(bytes(content))

    code, out, _ = counterfile("verify")

    assert code == 1
    assert "award.html" in out


def test_verify_says_which_judgement_moved_a_figure_and_whose(inquiry: Path, counterfile: Call) -> None:
    write_finding(inquiry)
    counterfile("find")
    rows = {row["file"]: row["id"] for row in map(json.loads, counterfile("export", "labels")[1].splitlines())}

    code, _, _ = counterfile(
        "decide", "different", rows["tender.html"], rows["award.html"], "-r", "other year", "--by", "ana"
    )
    assert code == 0
    code, out, _ = counterfile("verify")

    assert code == 1
    assert "ana" in out


def test_verify_names_a_new_notice(inquiry: Path, counterfile: Call) -> None:
    write_finding(inquiry)
    counterfile("find")
    newcomer = inquiry.parent / "heap" / "2021" / "second.html"
    text = (inquiry.parent / "heap" / "2021" / "award.html").read_text("utf-8")
    newcomer.write_text(text.replace("LY-2021-018", "LY-2021-077").replace("智能监控系统", "高空监控系统"), "utf-8")
    counterfile("add", "../heap")
    counterfile("run")

    code, out, _ = counterfile("verify")

    assert code == 1
    assert "second.html" in out


def test_explain_walks_from_a_figure_to_the_bytes(inquiry: Path, counterfile: Call) -> None:
    write_finding(inquiry)
    counterfile("find")

    code, out, _ = counterfile("explain", "awarded")

    assert code == 0
    for word in ("finding", "procedure", "statement", "document"):
        assert word in out


def test_person_beats_software_and_can_take_it_back(inquiry: Path, counterfile: Call) -> None:
    rows = {row["file"]: row for row in map(json.loads, counterfile("export", "labels")[1].splitlines())}
    one, other = rows["tender.html"]["id"], rows["award.html"]["id"]

    _, out, _ = counterfile("decide", "different", one, other, "--reason", "another purchase", "--json")
    split = counts(counterfile)["procedures"]
    counterfile("decide", "withdraw", json.loads(out)[0]["id"], "--reason", "I was wrong")

    assert (split, counts(counterfile)["procedures"]) == (3, 2)


def test_corrected_value_is_shown_with_who_decided(inquiry: Path, counterfile: Call) -> None:
    row = next(r for r in map(json.loads, counterfile("export", "labels")[1].splitlines()) if r["file"] == "award.html")
    shown = json.loads(counterfile("show", row["procedure"], "--json")[1])
    statement = next(a for a in shown["amounts"] if a["role"] == "awards/value")["told"]["proofs"][0]["statement"]

    code, _, _ = counterfile(
        "decide", "value", statement, "126.8万元", "--reason", "misprint, see contract", "--by", "ana"
    )

    assert code == 0
    out = counterfile("show", row["procedure"])[1]
    assert "CNY 1268000.00 total  (decided by ana: misprint, see contract)" in out


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("show", "p-0000000000000000"), 2, "nothing here is called"),
        (("add", "nowhere"), 2, "does not exist"),
        (("decide", "same", "n-1", "n-2", "--reason", " "), 2, "needs a reason"),
        (("find", "no-such-finding"), 2, "no finding is called"),
        (("frobnicate",), 2, "No such command"),
    ],
)
def test_wrong_use_says_what_was_met_and_exits_2(
    inquiry: Path, counterfile: Call, words: tuple[str, ...], code: int, message: str
) -> None:
    found, _, err = counterfile(*words)

    assert (found, message in err) == (code, True), err


def test_wrong_key_in_a_finding_points_at_file_and_line(inquiry: Path, counterfile: Call) -> None:
    (inquiry / "findings" / "wrong.yaml").write_text(FINDING.replace("measure:", "mesure:"), encoding="utf-8")

    code, _, err = counterfile("find")

    assert code == 2
    assert re.search(r"wrong\.yaml.*5.*mesure", err)


def test_command_outside_an_inquiry_names_the_next_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counterfile: Call
) -> None:
    monkeypatch.chdir(tmp_path)

    code, _, err = counterfile("status")

    assert code == 3
    assert "counterfile init" in err


def test_unreadable_file_is_named_and_the_rest_is_added(
    inquiry: Path, counterfile: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "locked.txt":
            raise PermissionError(13, "Permission denied")
        return real(path)

    for name in ("locked.txt", "open.txt"):
        (inquiry.parent / name).write_text(f"标题: 采购公告 {name}", encoding="utf-8")
    monkeypatch.setattr(Path, "read_bytes", refuse)

    code, _, err = counterfile("add", "../locked.txt", "../open.txt")

    assert code == 4
    assert "locked.txt: cannot be opened (Permission denied)" in err
    assert "1 new documents" in err


def test_kill_at_any_moment_loses_no_acknowledged_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counterfile: Call
) -> None:
    heap = tmp_path / "heap"
    heap.mkdir()
    for n in range(1200):
        (heap / f"{n:04}.txt").write_text(f"标题: 第{n}号采购公告\n项目编号：KILL-2021-{n:04}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    counterfile("init", "inquiry")
    monkeypatch.chdir(tmp_path / "inquiry")
    acknowledged = 0
    for wait in (0.0, 0.05, 0.4):
        child = subprocess.Popen(
            [sys.executable, "-m", "counterfile", "add", "../heap"], stderr=subprocess.PIPE, text=True, env=os.environ
        )
        assert child.stderr is not None
        line = child.stderr.readline()
        time.sleep(wait)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stderr.close()
        acknowledged = max(acknowledged, json.loads(line)["done"] if line.startswith("{") else 0)

    found = counts(counterfile)
    assert found["added"] >= acknowledged > 0
    runner = subprocess.Popen(
        [sys.executable, "-m", "counterfile", "run"], stderr=subprocess.PIPE, text=True, env=os.environ
    )
    assert runner.stderr is not None
    runner.stderr.readline()
    runner.send_signal(signal.SIGKILL)
    runner.wait()
    runner.stderr.close()
    assert counterfile("add", "../heap")[0] == 0
    assert counterfile("run")[0] == 0
    found = counts(counterfile)
    assert (found["added"], found["read"], found["pending"]) == (1200, 1200, 0)


def test_an_article_is_held_against_the_findings(inquiry: Path, counterfile: Call) -> None:
    (inquiry / "findings").mkdir(exist_ok=True)
    (inquiry / "findings" / "seen.yaml").write_text(
        'claim: {en: "documents", zh: "文件"}\nunit: document\nmeasure: count\n', encoding="utf-8"
    )
    seen = json.loads(counterfile("find", "seen", "--json")[1])[0]["figure"]["value"]
    article = inquiry / "article.md"

    article.write_text(f"We read {seen} documents [[finding:seen]].\n", encoding="utf-8")
    good = counterfile("check", str(article))
    article.write_text("We read 7,531 documents [[finding:seen]].\n\nThey filled nine boxes.\n", encoding="utf-8")
    bad = counterfile("check", str(article))
    register = json.loads(counterfile("check", str(article), "--json")[1])

    assert (good[0], good[1].strip()) == (0, "1 claims, 1 numbers, 1 findings: 0 problems")
    assert bad[0] == 1
    assert f"article.md:1: '7,531' is not what its finding says: seen is {seen}" in bad[1]
    assert "article.md:3: no finding carries 'nine'" in bad[1]
    assert [each["findings"] for each in register["sentences"]] == [["seen"], []]


def test_an_article_that_is_no_text_is_refused(inquiry: Path, counterfile: Call) -> None:
    (inquiry / "article.md").write_bytes(b"\xff\xfe\x00")

    code, _, err = counterfile("check", str(inquiry / "article.md"))

    assert code == 2
    assert "cannot be read as UTF-8 text" in err
