"""What was verified is remembered, and nothing that changed since hides behind it."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from counterfile import app
from counterfile.model.finding import Unit
from counterfile.model.notice import Property
from counterfile.plugins import buyer_class
from counterfile.store import layout
from counterfile.views import keeping, tables, verify
from counterfile.views.findings import SCHEMA, schema

Call = Callable[..., tuple[int, str, str]]
POLICE = """claim: {en: one procedure of the police, zh: 公安项目一个}
unit: procedure
population: {stage: tender, where: {buyer_class: police}}
measure: count
"""
AWARDS = "claim: {en: awards, zh: 中标}\nunit: award\nmeasure: sum\nof: amount\n"


TENDER = """标题: 临沅市公安局智能监控系统采购项目公开招标公告
发布时间：2021-03-01
项目编号：LY-2021-018
项目名称：临沅市公安局智能监控系统采购项目
采购人：临沅市公安局
"""
AWARD = """标题: 临沅市公安局智能监控系统采购项目中标公告
发布时间：2021-04-02
项目编号：LY-2021-018
项目名称：临沅市公安局智能监控系统采购项目
供应商名称：青澜视讯科技有限公司
中标金额：128.6万元
采购人：临沅市公安局
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an inquiry with two findings and their locks."""
    folder = tmp_path_factory.mktemp("again")
    heap = folder / "heap"
    heap.mkdir()
    (heap / "tender.txt").write_text(TENDER, "utf-8")
    (heap / "award.txt").write_text(AWARD, "utf-8")
    made = app.create_inquiry(folder / "inquiry")
    (made / "findings" / "police.yaml").write_text(POLICE, "utf-8")
    (made / "findings" / "awards.yaml").write_text(AWARDS, "utf-8")
    with app.open_inquiry(made) as inquiry:
        list(inquiry.add([heap]))
        list(inquiry.run())
        inquiry.find([], lock=True)
    return made


@pytest.fixture
def verified(found: Path, tmp_path: Path, counterfile: Call, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of it that was verified, its files old enough to be believed; it is the current folder."""
    monkeypatch.setattr(keeping, "YOUNG", -60.0)
    inquiry = shutil.copytree(found, tmp_path / "inquiry")
    monkeypatch.chdir(inquiry)
    assert counterfile("verify")[0] == 0
    return inquiry


def moved(counterfile: Call, *options: str) -> dict[str, list[str]]:
    """Verify, and return what moved: the messages by their sort."""
    code, out, _ = counterfile("verify", "--json", *options)
    found: dict[str, list[str]] = {}
    for each in json.loads(out)["moved"]:
        found.setdefault(each["what"], []).append(each["message"])
    assert code == (1 if found else 0)
    return found


def original(inquiry: Path, name: str) -> Path:
    with app.open_inquiry(inquiry) as opened:
        return layout.archived(inquiry, opened.store.named(name)[0])


def test_what_did_not_change_is_not_done_again(
    verified: Path, counterfile: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = counterfile("verify", "--json")
    monkeypatch.setattr(verify, "compute_all", lambda *_: pytest.fail("a figure was computed again"))
    monkeypatch.setattr(app.FileArchive, "verify", lambda *_: pytest.fail("an original was read again"))

    assert counterfile("verify", "--json") == before
    assert json.loads(before[1])["documents"] == 2
    assert json.loads(before[1])["quotes"] > 3


def test_deep_does_all_of_it_again(verified: Path, counterfile: Call) -> None:
    place = original(verified, "award.txt")
    memory = verified / "cache" / "verified.msgpack"
    flip(place)
    stamp, known = msgspec.msgpack.decode(memory.read_bytes(), type=tuple[str, keeping.Memory])
    sealed = keeping.seal(place)
    assert sealed is not None
    known.seals[place.name] = sealed
    memory.write_bytes(msgspec.msgpack.encode((stamp, known)))

    assert moved(counterfile) == {}  # somebody made the memory say that it is sound
    assert list(moved(counterfile, "--deep")) == ["document"]


def flip(place: Path) -> None:
    """Change one bit of a file and set its times back."""
    times = place.stat()
    content = bytearray(place.read_bytes())
    content[len(content) // 2] ^= 1
    place.chmod(0o600)
    place.write_bytes(content)
    os.utime(place, ns=(times.st_atime_ns, times.st_mtime_ns))


def test_one_bit_is_told_though_the_files_times_were_set_back(verified: Path, counterfile: Call) -> None:
    flip(original(verified, "award.txt"))

    found = moved(counterfile)

    assert "award.txt" in found["document"][0]
    assert "its bytes were changed; awards rests on it" in found["document"][0]
    assert list(found) == ["document"]
    assert moved(counterfile) == found  # and again, until it is mended


def test_one_judgement_is_told_with_the_figure(verified: Path, counterfile: Call) -> None:
    with app.open_inquiry(verified) as opened:
        notice = opened.store.notices_in(original(verified, "award.txt").name)[0].id
        said = opened.store.statements([notice])[notice]
    statement = next(each.id for each in said if each.property is Property.AWARD_VALUE)
    assert counterfile("decide", "value", statement, "1000元", "-r", "misprint", "--by", "reviewer-2")[0] == 0

    found = moved(counterfile)

    assert found["figure"] == [
        "awards: 1286000 CNY, sum of amount of awards was locked, 1000 CNY, sum of amount of awards is found"
    ]
    assert "reviewer-2" in found["judgement"][0]


def test_one_notice_is_told_with_the_figure(verified: Path, counterfile: Call, tmp_path: Path) -> None:
    later = tmp_path / "later.txt"
    later.write_text(TENDER.replace("LY-2021-018", "LY-2021-177").replace("智能监控", "门禁道闸"), "utf-8")
    assert counterfile("add", str(later))[0] == 0
    counterfile("run")

    found = moved(counterfile)

    assert found["figure"] == ["police: 1 procedures was locked, 2 procedures is found"]
    assert "later.txt" in found["unit"][0]


def test_what_is_changed_behind_the_programs_back_is_told(verified: Path, counterfile: Call) -> None:
    with sqlite3.connect(verified / layout.DATABASE) as database:
        changed = database.execute("UPDATE evidence SET quote = '128.7万元' WHERE quote = '128.6万元'").rowcount
    database.close()
    assert changed

    assert "'128.7万元' (awards/value) no longer stands" in moved(counterfile)["quote"][0]


def test_another_finding_and_another_lock_are_told(verified: Path, counterfile: Call) -> None:
    (verified / "findings" / "police.yaml").write_text(POLICE + "expected: 4\n", "utf-8")
    lock = verified / "findings" / "awards.lock.json"
    lock.write_text(lock.read_text("utf-8").replace('"value": "1286000"', '"value": "1286001"'), "utf-8")

    found = moved(counterfile)

    assert found["expected"] == ["police: 4 is expected, 1 procedures is found"]
    assert "1286001 CNY" in found["figure"][0]
    lock.unlink()
    assert list(moved(counterfile)) == ["expected"]


def test_another_version_of_the_program_believes_nothing(
    verified: Path, counterfile: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[str] = []
    compute_all = verify.compute_all
    monkeypatch.setattr(keeping, "_program", lambda: "another")
    monkeypatch.setattr(verify, "compute_all", lambda *given: computed.append("again") or compute_all(*given))

    assert moved(counterfile) == {}
    assert computed == ["again"]


def test_young_files_are_not_believed(verified: Path, counterfile: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "YOUNG", 3600.0)

    assert keeping.Kept(verified, buyer_class()).stamp == ""
    assert moved(counterfile) == {}


def test_a_damaged_memory_is_made_anew(verified: Path, counterfile: Call) -> None:
    (verified / "cache" / "verified.msgpack").write_bytes(b"\x93\x01")
    for unit in Unit:
        (verified / "cache" / "tables" / f"{unit}.arrow").write_bytes(b"ARROW1 and no more")

    assert moved(counterfile) == {}


def test_kept_tables_are_the_tables_that_are_made(verified: Path) -> None:
    with app.open_inquiry(verified) as opened:
        made = tables.Workbench(opened.store, buyer_class=buyer_class())
        kept = keeping.Kept(verified, buyer_class()).workbench(opened.store)

        assert kept.stored is not None
        for unit in Unit:
            assert dict(kept.rows(unit)) == dict(made.rows(unit))
            assert kept.table(unit).equals(made.table(unit))
        procedures = list(made.rows(Unit.PROCEDURE))
        assert kept.rows_of(Unit.PROCEDURE, procedures) == made.rows_of(Unit.PROCEDURE, procedures)


def test_what_a_decision_would_change_is_told_and_nothing_is_stored(verified: Path, counterfile: Call) -> None:
    with app.open_inquiry(verified) as opened:
        notice = opened.store.notices_in(original(verified, "award.txt").name)[0].id

    code, out, _ = counterfile("suppose", "value", f"{notice}|lot/1|awards/value", "1000元")

    assert code == 0
    assert "awards: 1,286,000 -> 1000 CNY, sum of amount of awards\n1 of 2 figures would change" in out
    assert moved(counterfile) == {}


def test_the_schema_is_written_beside_the_findings(verified: Path, counterfile: Call) -> None:
    code, _, err = counterfile("find", "--schema")

    assert code == 0
    assert "finding.schema.json" in err
    assert json.loads((verified / "findings" / SCHEMA).read_text("utf-8")) == schema()
    assert moved(counterfile) == {}
