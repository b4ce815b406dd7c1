"""Personal identifiers planted everywhere come out nowhere: not in the store, exports, pages, messages or names."""

from __future__ import annotations

import base64
import contextlib
import csv
import io
import json
import os
import re
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from starlette.testclient import TestClient

from counterfile import app as wiring
from counterfile import cli
from counterfile.cli import privacy
from counterfile.settings import Settings
from counterfile.views import unmasking
from counterfile.web import create_app

Call = Callable[..., tuple[int, str, str]]

PLANTED = {
    "HTML body, identity number": "420502198503120018",
    "HTML body, mobile": "13800138001",
    "HTML title": "13800138002",
    "HTML meta": "13800138003",
    "HTML attribute": "13800138004",
    "HTML broken line": "13800138005",
    "DOCX author": "13800138006",
    "DOCX title": "13800138007",
    "DOCX body": "13800138008",
    "mail sender": "zhang.sanfeng",
    "mail subject": "13800138009",
    "mail body": "13800138010",
    "mail attachment": "13800138011",
    "OCDS contact": "13800138012",
    "OCDS e-mail": "wang.xiaoming",
    "OCDS description": "13800138013",
    "XLSX cell": "13800138014",
    "XLSX split over cells": "110101199003078021",
    "CSV cell": "13800138015",
    "member's text": "13800138016",
    "text": "6222021234567890123",
}
"""Inside files. Invented; the identity numbers have right check digits."""

NAMED = {
    "file name": "13800138020",
    "folder": "13800138021",
    "member's name": "13800138022",
    "attachment's name": "13800138023",
    "broken file's name": "13800138024",
    "refused member's name": "13800138025",
    "foreign file's name": "420502198503120026",
}
"""In the names of files."""

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>云溪县第一中学办公家具采购项目成交公告 王某13800138002</title>
<meta name="description" content="联系人王某，手机13800138003"></head><body><h1>云溪县第一中学办公家具采购项目成交公告</h1>
<p>项目编号：YX-2021-007</p><p>采购人：云溪县第一中学</p><p>供应商名称：云溪木艺家具有限公司</p><p>成交金额：45600元</p>
<p>授权代表身份证号：420502198503120018，联系人：王某 手机：13800138001</p><p title="手机13800138004">附件</p>
<p>手机：1380013<br>8005</p></body></html>"""

MAIL = """From: =?utf-8?b?546L5p+Q?= <zhang.sanfeng@example.com>
To: info@example.com
Subject: =?utf-8?b?{subject}?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=xyz

--xyz
Content-Type: text/plain; charset=utf-8

请与王某联系，手机 13800138010。项目编号：YX-2021-008
--xyz
Content-Type: text/plain; charset=utf-8; name="n.txt"
Content-Disposition: attachment; filename*=utf-8''%E7%8E%8B%E6%9F%9013800138023.txt

采购公告 项目编号：YX-2021-009 联系人：王某 13800138011
--xyz--
"""

RELEASE = {
    "ocid": "ocds-000000-1",
    "id": "1",
    "date": "2021-05-06T00:00:00Z",
    "tag": ["tender"],
    "buyer": {"name": "Yunxi School", "id": "b1"},
    "parties": [
        {
            "id": "b1",
            "name": "Yunxi School",
            "roles": ["buyer"],
            "contactPoint": {"name": "Wang", "telephone": "13800138012", "email": "wang.xiaoming@example.com"},
        }
    ],
    "tender": {"id": "t1", "title": "Furniture", "description": "Questions: mobile 13800138013"},
}


def heap(folder: Path) -> Path:
    """Write files of many kinds with an identifier in each place that could leak."""
    place = folder / "heap" / "王某13800138021"
    place.mkdir(parents=True)
    (place / "成交公告_王某_13800138020.html").write_text(PAGE, "utf-8")
    letter = docx.Document()
    letter.core_properties.author = "王某13800138006"
    letter.core_properties.title = "采购公告 王某13800138007"
    letter.add_paragraph("项目编号：YX-2021-010")
    letter.add_paragraph("联系人：王某 手机：13800138008")
    letter.save(str(place / "letter.docx"))
    subject = base64.b64encode("采购公告 王某 13800138009".encode()).decode()
    (place / "mail.eml").write_text(MAIL.replace("{subject}", subject), "utf-8")
    (place / "release.json").write_text(json.dumps(RELEASE), "utf-8")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("姓名", "手机"),
        ("王某", "13800138014"),
        ("身份证号", "110101", "19900307", "8021"),
        ("项目编号", "YX-2021-011"),
    ):
        sheet.append(row)
    book.save(place / "list.xlsx")
    rows = io.StringIO()
    csv.writer(rows).writerows([("项目编号", "联系人", "电话"), ("YX-2021-012", "王某", "13800138015")])
    (place / "list.csv").write_text(rows.getvalue(), "utf-8")
    (place / "note.txt").write_text("采购公告\n项目编号：YX-2021-013\n收款账号：6222 0212 3456 7890 123\n", "utf-8")
    with zipfile.ZipFile(place / "bundle.zip", "w") as bundle:
        bundle.writestr("王某13800138022.txt", "采购公告 项目编号：YX-2021-014 联系人：王某 13800138016")
        bundle.writestr("../王某13800138025.txt", "x")
    (place / "王某13800138024.docx").write_bytes(b"PK\x03\x04 cut off")
    (place / "王某420502198503120026.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(60))
    return folder / "heap"


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Everything that comes out of an inquiry over the heap, by where it comes out."""
    folder = tmp_path_factory.mktemp("leaks")
    heap(folder)
    found: dict[str, str] = {}
    before = Path.cwd()
    os.chdir(folder)
    try:
        with pytest.MonkeyPatch.context() as patch:

            def call(*words: str) -> str:
                patch.setattr("sys.argv", ["counterfile", *words])
                out, err = io.StringIO(), io.StringIO()
                with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit):
                    cli.main()
                return out.getvalue() + err.getvalue()

            call("init", "inquiry")
            os.chdir(folder / "inquiry")
            call("add", "../heap")
            found["run"] = call("run")
            for words in (("status", "--failed"), ("status", "--files"), ("status", "--files", "--json")):
                found["status"] = found.get("status", "") + call(*words)
            for kind in ("csv", "jsonl"):
                call("export", kind, "--to", f"out-{kind}")
            found["exports"] = "".join(
                path.name + path.read_text("utf-8") for path in sorted(Path().glob("out-*/*")) if path.is_file()
            )
            with wiring.open_inquiry(Path()) as inquiry:
                digests = [document.digest for document in inquiry.store.documents()]
                shown = [call("show", digest) + call("show", digest, "--json") for digest in digests]
                walked = [call("explain", digest) for digest in digests]
                found["show and explain"] = "".join(shown + walked)
                found["labels"] = "\n".join(inquiry.labels())
                found["search"] = "".join(
                    number for number in [*PLANTED.values(), *NAMED.values()] if inquiry.store.search(number).total
                )
                found["pages"] = _crawled(inquiry)
            found["store"] = _dumped(Path("counterfile.db"))
    finally:
        os.chdir(before)
    return found


def _crawled(inquiry: wiring.Inquiry, most: int = 150) -> str:
    """Return every page that links lead to."""
    seen, waiting, pages = {"/"}, ["/"], []
    with TestClient(create_app(inquiry), base_url="http://127.0.0.1:8321") as client:
        while waiting and len(pages) < most:
            answer = client.get(waiting.pop(0), headers={"accept-language": "en"})
            pages.append(answer.text)
            for link in re.findall(r'href="(/[^"#]*)', answer.text):
                if link not in seen and "/original" not in link:
                    seen.add(link)
                    waiting.append(link.replace("&amp;", "&"))
    assert len(pages) > 10
    return "".join(pages)


def _dumped(database: Path) -> str:
    """Return all text of the database, that of packed columns as far as it can be read."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        cells = [
            cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)
            for name in tables
            for row in connection.execute(f'SELECT * FROM "{name}"')
            for cell in row
        ]
    connection.close()
    return "\n".join(cells)


PLACES = ("run", "status", "exports", "show and explain", "labels", "search", "pages", "store")


def leaks(planted: dict[str, str], text: str) -> list[str]:
    """Return where the identifiers were planted that stand in a text, blanks and line ends not counted."""
    plain = re.sub(r"[\s\u3000-]", "", text)
    return [where for where, number in planted.items() if number in plain]


@pytest.mark.parametrize("place", PLACES)
def test_no_identifier_in_a_file_comes_out(outputs: dict[str, str], place: str) -> None:
    assert leaks(PLANTED, outputs[place]) == []


@pytest.mark.parametrize("place", PLACES)
def test_no_identifier_in_a_name_comes_out(outputs: dict[str, str], place: str) -> None:
    assert leaks(NAMED, outputs[place]) == []


def test_what_was_planted_was_read(outputs: dict[str, str]) -> None:
    """Where the numbers of the projects come out, the readers did read what stands beside them."""
    missing = [number for number in range(7, 15) if f"YX-2021-{number:03}" not in outputs["store"]]

    assert missing == []
    assert "***********" in outputs["store"]


def test_unmasking_reads_the_original_in_the_airlock_and_leaves_no_trace(tmp_path: Path) -> None:
    heap(tmp_path)
    note = tmp_path / "heap" / "王某13800138021" / "note.txt"
    made = wiring.create_inquiry(tmp_path / "inquiry")
    with wiring.open_inquiry(made) as inquiry:
        list(inquiry.add([note]))
        list(inquiry.run())

        kept, found = privacy.reveal(
            inquiry.store,
            inquiry.archive,
            "note.txt",
            who="heron",
            why="lawyer: right of reply",
            read=privacy._read_in_airlock(Settings()),
        )

        assert [each.identifier for each in found] == ["6222 0212 3456 7890 123"]
        assert [each.id for each in inquiry.store.history(unmasking.QUESTION)] == [kept.id]
    assert leaks(PLANTED, _dumped(made / "counterfile.db")) == []
