"""A scan, from the file to facts, a picture with its passage outlined, and a masked telephone number."""

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from counterfile import app
from counterfile.model.notice import Property
from counterfile.web import create_app

pytest.importorskip("onnxruntime", reason="recognition is not installed (pip install 'counterfile[ocr]')")
from PIL import Image

SCAN = Path(__file__).parent / "scans" / "award.png"

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def heap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counterfile: Call) -> Path:
    """An inquiry with a scan of an award; the current folder is the inquiry."""
    (tmp_path / "heap").mkdir()
    shutil.copy(SCAN, tmp_path / "heap")
    monkeypatch.chdir(tmp_path)
    assert counterfile("init", "inquiry")[0] == 0
    monkeypatch.chdir(tmp_path / "inquiry")
    assert counterfile("add", "../heap")[0] == 0
    return tmp_path / "inquiry"


def test_a_scan_waits_until_it_is_asked_for_and_then_tells_its_facts(heap: Path, counterfile: Call) -> None:
    code, out, _ = counterfile("run")
    assert code == 0
    assert "1 page in 1 document is a picture without text" in out
    waiting = json.loads(counterfile("status", "--waiting", "--json")[1])
    assert [row["pages"] for row in waiting] == [1]

    code, out, _ = counterfile("ocr", "award.png")

    assert code == 0
    assert "1 notices" in out
    with app.open_inquiry(heap) as inquiry:
        (digest,) = inquiry.store.named("award.png")
        reading = inquiry.store.reading_of(digest)
        assert reading is not None
        (notice,) = inquiry.store.notices_in(digest)
        said = {one.property: one for one in inquiry.store.statements([notice.id])[notice.id]}
        assert said[Property.NUMBER].value == "YLGA-2022-037"
        assert said[Property.SUPPLIER].value == "临沅众安科技有限公司"
        assert said[Property.AWARD_VALUE].value.startswith("CNY 1286000")
        assert reading.masked == 1
        assert "13800138000" not in reading.text
        assert inquiry.store.counts().waiting == 0
    assert json.loads(counterfile("status", "--waiting", "--json")[1]) == []


def test_the_page_is_shown_with_its_passages_outlined_and_the_telephone_number_painted_over(
    heap: Path, counterfile: Call
) -> None:
    assert counterfile("run", "--ocr", "never")[0] == 0
    (heap / "counterfile.toml").write_text('ocr = "all"\n', encoding="utf-8")
    with app.open_inquiry(heap) as inquiry:
        (digest,) = inquiry.store.named("award.png")
        client = TestClient(create_app(inquiry), base_url="http://127.0.0.1")
        before = client.get(f"/documents/{digest}/pages/1")
        assert "counterfile ocr" in before.text
        assert client.get(f"/documents/{digest}/pages/1.image").status_code == 404
        assert "without text" not in counterfile("run")[1]

        after = client.get(f"/documents/{digest}/pages/1")
        answer = client.get(f"/documents/{digest}/pages/1.image")

        assert after.text.count('class="outline') >= 5
        assert 'id="ev-st-' in after.text
        assert answer.headers["content-type"] in ("image/png", "image/jpeg")
        shown = Image.open(io.BytesIO(answer.content)).convert("L")
        reading = inquiry.store.reading_of(digest)
        assert reading is not None
        masked = reading.text.index("***********")
        line = next(line for line in inquiry.store.lines(reading.id) if line.start <= masked < line.end)
        scale = shown.width / (reading.pages[0].width * 10)
        left, right = (line.edges[place - line.start] * scale for place in (masked, masked + 11))
        inside = shown.crop((int(left), int(line.top * scale), int(right), int(line.bottom * scale)))
        assert int(inside.getextrema()[1]) < 100  # one dark block, nothing to be read in it
        assert client.get(f"/documents/{digest}/pages/2").status_code == 404
        desk_pictures = inquiry.folder / "cache" / "pages"
        assert list(desk_pictures.glob("??/*"))


def test_ocr_wants_documents_or_all(heap: Path, counterfile: Call) -> None:
    assert counterfile("ocr")[0] == 2
    assert counterfile("ocr", "award.png", "--all")[0] == 2
    assert counterfile("ocr", "no-such-file.png")[0] == 2
