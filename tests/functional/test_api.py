"""The API over a real inquiry, through a real server: as the how-to says."""

import contextlib
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.testclient import TestClient

from counterfile.api import create_api, mount
from counterfile.app import Inquiry, open_inquiry
from counterfile.desk import Desk
from counterfile.web import create_app

ROOT = "/api/v1"
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "use-the-api.md"
BY = {"by": "heron", "reason": "looked through"}

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def opened(inquiry: Path) -> Iterator[Inquiry]:
    with open_inquiry(inquiry) as found:
        yield found


@pytest.fixture
def api(opened: Inquiry) -> Iterator[TestClient]:
    with TestClient(create_api(Desk(opened), opened), base_url="http://127.0.0.1:8321") as found:
        yield found


@contextlib.contextmanager
def serving(opened: Inquiry) -> Iterator[str]:
    """Serve pages and API on a free port."""
    desk = Desk(opened)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = uvicorn.Config(mount(create_app(desk), desk), host="127.0.0.1", port=port, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


def ended(api: TestClient, job: dict[str, Any]) -> dict[str, Any]:
    until = time.monotonic() + 60
    while not job["ended_at"]:
        assert time.monotonic() < until
        time.sleep(0.05)
        job = api.get(job["url"]).json()
    return job


def test_the_code_of_the_guide_runs(opened: Inquiry, capsys: pytest.CaptureFixture[str]) -> None:
    blocks = re.findall(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)

    with serving(opened) as server:
        exec("\n".join(blocks).replace("http://127.0.0.1:8321", server), {})

    shown = capsys.readouterr().out
    assert "broken.docx" in shown
    assert "done []" in shown


NOTICE = """标题: 青河市公安局执法终端采购项目中标公告
发布时间：2021-06-01
项目编号：ZD-2021-001
项目名称：青河市公安局执法终端采购项目
采购人：青河市公安局
揭晓归属：青澜视讯科技有限公司
"""


def test_a_correction_teaches_and_is_taken_back(api: TestClient, counterfile: Call, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "terminal.txt").write_text(NOTICE, encoding="utf-8")
    assert counterfile("add", "../more")[0] == 0
    assert counterfile("run")[0] == 4  # one file of the heap is broken
    (hit,) = api.get(f"{ROOT}/search?q=揭晓归属").json()["items"]
    (notice,) = api.get(hit["url"]).json()["notices"]
    firm = "青澜视讯科技有限公司"
    body = {"about": notice["id"], "field": "supplier", "value": firm, "quote": firm, **BY}

    kept = api.post(f"{ROOT}/corrections", json=body)
    taught = api.get(kept.json()["change_sets"]).json()["items"]

    assert kept.status_code == 201, kept.text
    assert (kept.json()["judgement"]["answer"], kept.json()["announced_by"]) == (firm, "揭晓归属")
    assert [one["property"] for one in taught] == ["awards/suppliers/name"]

    address = f"{ROOT}/change-sets/{taught[0]['id']}"
    tried = ended(api, api.post(f"{address}/trial", json={"by": "heron"}).json())
    assert tried["result"]["trial"]["documents"] == tried["result"]["trial"]["tried"]

    blind = api.post(f"{address}/acceptance", json=BY)
    tag = api.get(address).headers["etag"]
    accepted = ended(api, api.post(f"{address}/acceptance", json=BY, headers={"If-Match": tag}).json())
    late = api.post(f"{address}/acceptance", json=BY, headers={"If-Match": tag})
    assert (blind.status_code, accepted["state"], late.status_code) == (428, "done", 412)
    assert api.get(address).json()["accepted"] == accepted["result"]["judgement"]

    withdrawn = ended(api, api.post(f"{address}/withdrawal", json=BY).json())
    assert withdrawn["state"] == "done"
    assert api.get(address).json()["accepted"] == ""


def test_a_command_that_holds_the_inquiry_makes_decisions_wait_and_then_say_so(
    api: TestClient, opened: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    from counterfile.api import _house

    notice = api.get(f"{ROOT}/notices?limit=1").json()["items"][0]["id"]
    body = {"decision": "relevant", "one": notice, **BY}
    held = contextlib.ExitStack()
    held.enter_context(opened.writing())
    release = threading.Timer(0.3, held.close)
    release.start()
    waited = api.post(f"{ROOT}/judgements", json=body)
    monkeypatch.setattr(_house, "PATIENCE", 0.05)
    with opened.writing():
        refused = api.post(f"{ROOT}/judgements", json=body, headers={"If-Match": "*"})
        read = api.get(f"{ROOT}/status")

    assert (waited.status_code, refused.status_code, read.status_code) == (201, 423, 200)
    assert refused.headers["retry-after"] == "2"


def test_a_run_through_the_api_reads_what_was_added(api: TestClient, counterfile: Call, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "later.txt").write_text(
        "标题: 云溪县第一中学体育器材采购项目成交结果公告\n发布时间：2022-05-06\n采购人：云溪县第一中学\n",
        encoding="utf-8",
    )
    assert counterfile("add", "../more")[0] == 0
    before = api.get(f"{ROOT}/status").json()["counts"]

    job = ended(api, api.post(f"{ROOT}/jobs", json={"kind": "run", "by": "heron"}).json())

    after = api.get(f"{ROOT}/status").json()["counts"]
    assert job["state"] == "done", job
    assert (before["pending"], after["pending"]) == (1, 0)
    assert after["read"] == before["read"] + 1
