"""Recognition of small drawn pictures; skipped where its packages or a Chinese font are absent."""

from __future__ import annotations

import json
import os
import resource
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from counterfile.errors import Unreadable
from counterfile.model.reading import Picture, Sight
from counterfile.plugins.recognizers._order import Box, rows
from counterfile.plugins.recognizers.paddle import PaddleRecognizer, missing
from counterfile.sandbox import isolation

FONTS = Path("/usr/share/fonts")
FACES = [
    (FONTS / "opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    (FONTS / "opentype/noto/NotoSansCJK-Regular.ttc", 2),
    (FONTS / "truetype/arphic/uming.ttc", 0),
    (FONTS / "truetype/wqy/wqy-zenhei.ttc", 0),
]
DPI = 150.0
SCALE = DPI / 72
TITLE = "青河市公安局视频监控采购项目中标公告"
BODY = ["项目编号：QH2023-0158", "预算金额：1,286,000.00元", "中标供应商：临江智联科技有限公司"]


@pytest.fixture(scope="module")
def recognizer() -> PaddleRecognizer:
    if missing():
        pytest.skip(f"recognition is not tested: {', '.join(missing())} is not installed")
    made = PaddleRecognizer()
    made.preload()
    return made


@pytest.fixture(scope="module")
def face() -> tuple[str, int]:
    pytest.importorskip("PIL", reason="recognition is not tested: Pillow, which draws the pictures, is not installed")
    for path, number in FACES:
        if path.is_file():
            return str(path), number
    pytest.skip("recognition is not tested: no Chinese font; `apt-get install fonts-noto-cjk` brings one")


def canvas(width: int, height: int) -> tuple[Any, Any]:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (width, height), "white")
    return image, ImageDraw.Draw(image)


def font(face: tuple[str, int], points: float) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(face[0], round(points * SCALE), face[1])


def picture(image: Any, dpi: float = DPI) -> Picture:
    return Picture(image.width, image.height, image.tobytes(), dpi)


def notice(face: tuple[str, int]) -> Any:
    image, draw = canvas(900, 340)
    draw.text((120, 40), TITLE, "black", font(face, 16))
    for number, line in enumerate(BODY):
        draw.text((60, 130 + 60 * number), line, "black", font(face, 12))
    return image


def texts(sight: Sight) -> list[str]:
    return [line.text for line in sight.lines]


def test_a_notice_is_read_line_by_line_with_a_place_for_every_character(
    recognizer: PaddleRecognizer, face: tuple[str, int]
) -> None:
    sight = recognizer.recognize(picture(notice(face)))

    assert texts(sight) == [TITLE, *BODY]
    assert (sight.turned, sight.engine) == (0, f"{recognizer.name} {recognizer.version}")
    assert sight.width == pytest.approx(900 / SCALE, abs=0.1)
    for line in sight.lines:
        assert len(line.edges) == len(line.text) + 1
        assert list(line.edges) == sorted(line.edges)
        assert line.left <= line.edges[0]
        assert line.edges[-1] <= line.right
        assert line.confidence > 0.9
        assert unicodedata.is_normalized("NFC", line.text)


def test_a_character_stands_where_it_was_drawn(recognizer: PaddleRecognizer, face: tuple[str, int]) -> None:
    sight = recognizer.recognize(picture(notice(face)))

    line = sight.lines[2]
    at = line.text.index("元")
    drawn = 60 + font(face, 12).getlength(BODY[1][:-1])
    assert line.edges[at] / 10 * SCALE == pytest.approx(drawn, abs=12)
    assert line.top / 10 * SCALE < 190 + 20 < line.bottom / 10 * SCALE


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_on_its_side_is_turned_upright(
    recognizer: PaddleRecognizer, face: tuple[str, int], degrees: int
) -> None:
    sight = recognizer.recognize(picture(notice(face).rotate(degrees, expand=True)))

    assert texts(sight) == [TITLE, *BODY]
    assert sight.turned == degrees
    assert sight.width > sight.height


def test_a_page_askew_is_read_level(recognizer: PaddleRecognizer, face: tuple[str, int]) -> None:
    sight = recognizer.recognize(picture(notice(face).rotate(3, fillcolor="white")))

    assert texts(sight) == [TITLE, *BODY]


def test_red_letters_stay_and_a_red_seal_goes(recognizer: PaddleRecognizer, face: tuple[str, int]) -> None:
    image, draw = canvas(900, 500)
    draw.text((120, 40), TITLE, "#cc2222", font(face, 16))
    for number, line in enumerate(BODY):
        draw.text((60, 160 + 60 * number), line, "black", font(face, 12))
    seal, pen = canvas(900, 500)
    pen.ellipse((330, 150, 570, 390), outline="#d82830", width=8)
    pen.regular_polygon((450, 270, 50), 3, fill="#d82830")
    from PIL import ImageChops

    sight = recognizer.recognize(picture(ImageChops.multiply(image, seal)))

    assert texts(sight) == [TITLE, *BODY]
    assert dict(sight.signals)["seals"] == "1"


def test_a_ruled_table_is_given_by_its_cells(recognizer: PaddleRecognizer, face: tuple[str, int]) -> None:
    image, draw = canvas(900, 400)
    content = [["序号", "标的名称", "金额（元）"], ["1", "执法记录仪", "88,000.00"], ["2", "卡口系统", "1,000,000.00"]]
    edges = [50, 180, 520, 850]
    for number, row in enumerate(content):
        for column, words in enumerate(row):
            draw.text((edges[column] + 14, 60 + 60 * number), words, "black", font(face, 11))
    draw.text((64, 240), "合计", "black", font(face, 11))
    draw.text((534, 240), "1,088,000.00", "black", font(face, 11))
    for number in range(5):
        draw.line((50, 50 + 60 * number, 850, 50 + 60 * number), "black", 2)
    for column, x in enumerate(edges):
        draw.line((x, 50, x, 230 if column == 1 else 290), "black", 2)

    sight = recognizer.recognize(picture(image))

    cells = {(line.row, line.col): line.text for line in sight.lines}
    assert cells == {(r, c): words for r, row in enumerate(content) for c, words in enumerate(row)} | {
        (3, 0): "合计",
        (3, 2): "1,088,000.00",
    }
    assert {line.table for line in sight.lines} == {0}
    assert [(line.rowspan, line.colspan) for line in sight.lines if line.text == "合计"] == [(1, 2)]


def test_english_keeps_its_blanks(recognizer: PaddleRecognizer) -> None:
    path = FONTS / "truetype/liberation/LiberationSerif-Regular.ttf"
    if not path.is_file():
        pytest.skip("recognition of English is not tested: no Liberation font")
    line = "Tenders will be rejected if they arrive after 12:00 on 5 May."
    image, draw = canvas(1000, 150)
    draw.text((50, 50), line, "black", font((str(path), 0), 12))

    sight = recognizer.recognize(picture(image))

    assert texts(sight) == [line]


def test_a_column_of_characters_is_read_downwards(recognizer: PaddleRecognizer, face: tuple[str, int]) -> None:
    image, draw = canvas(300, 900)
    words = "公共资源交易中心采购公告"
    for number, character in enumerate(words):
        draw.text((120, 40 + 64 * number), character, "black", font(face, 24))

    sight = recognizer.recognize(picture(image))

    assert texts(sight) == [words]
    assert sight.turned == 0


def test_two_columns_of_prose_are_read_one_after_the_other() -> None:
    boxes = [Box(left, 20.0 * row, left + 190, 20.0 * row + 12, row) for left in (0, 210) for row in range(8)]
    heading = Box(0, -30, 400, -15, 99)

    order = [box for row in rows([*boxes[::-1], heading]) for box in row]

    assert order == [heading, *boxes]


def test_entries_of_a_list_are_read_row_by_row() -> None:
    boxes = [Box(left, 20.0 * row, left + 40, 20.0 * row + 12, row) for row in range(8) for left in (0, 200, 300)]

    order = rows(boxes[::-1])

    assert order == [boxes[3 * row : 3 * row + 3] for row in range(8)]


@pytest.mark.parametrize("color", ["white", "black", "#b0a890"])
def test_a_page_of_one_color_has_no_lines(recognizer: PaddleRecognizer, color: str) -> None:
    from PIL import Image

    sight = recognizer.recognize(picture(Image.new("RGB", (600, 800), color)))

    assert sight.lines == ()


@pytest.mark.parametrize(("width", "height"), [(1, 1), (3, 2), (7, 900), (900, 5), (20, 20)])
def test_a_tiny_picture_is_no_fault(recognizer: PaddleRecognizer, width: int, height: int) -> None:
    pixels = bytes((7 * k * k) % 251 for k in range(width * height * 3))

    sight = recognizer.recognize(Picture(width, height, pixels, 72.0))

    assert sight.width == width


def test_a_very_large_picture_is_read_at_a_lower_resolution(
    recognizer: PaddleRecognizer, face: tuple[str, int]
) -> None:
    image = notice(face).resize((4500, 2100))

    sight = recognizer.recognize(picture(image, DPI * 5))

    assert texts(sight) == [TITLE, *BODY]
    assert sight.width == pytest.approx(900 / SCALE, abs=0.5)


@pytest.mark.parametrize(
    "broken", [Picture(4, 4, b"\0" * 47, 72.0), Picture(0, 4, b"", 72.0), Picture(1, 1, b"\0\0\0", float("nan"))]
)
def test_a_picture_that_is_none_is_refused_with_a_reason(recognizer: PaddleRecognizer, broken: Picture) -> None:
    with pytest.raises(Unreadable, match="a picture of"):
        recognizer.recognize(broken)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_and_locked_down_process_recognizes(recognizer: PaddleRecognizer, face: tuple[str, int]) -> None:
    content = picture(notice(face))
    readable = isolation.python_folders()
    base = isolation.address_space()
    child_limits = isolation.Child()
    receive, send = os.pipe()
    process = os.fork()
    if process == 0:  # pragma: no cover - the child is not traced
        answer: dict[str, Any] = {"texts": [], "error": ""}
        try:
            step = isolation.enter(readable)
            filtered = step in {isolation.Step.FULL, isolation.Step.SECCOMP}
            child_limits.enter(memory=base + (1 << 30), cpu_seconds=30, filtered=filtered)
            answer["texts"] = texts(recognizer.recognize(content))
        except BaseException as error:  # noqa: BLE001 - whatever it is, the parent tells it
            answer["error"] = repr(error)
        finally:
            os.write(send, json.dumps(answer).encode())
            os._exit(0)
    os.close(send)
    with os.fdopen(receive, "rb") as pipe:
        told = json.loads(pipe.read() or b"{}")
    _, status = os.waitpid(process, 0)

    assert status == 0
    assert told == {"texts": [TITLE, *BODY], "error": ""}
    assert resource.getrlimit(resource.RLIMIT_NPROC)[0] != 0
