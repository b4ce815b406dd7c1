"""PDF files: where lines stand, tables with rules, scans, text layers that lie, passwords, damaged files."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from counterfile.errors import BadInput, Encrypted, NotADocument, Unreadable
from counterfile.model.reading import BlockKind, Draft, Line, Source
from counterfile.plugins.readers import _pdf_doubt, _pdf_pdfium, _pdf_second
from counterfile.plugins.readers._draft import clean_line, trace_line
from counterfile.plugins.readers.pdf import PdfReader
from counterfile.testing.readers import check_outcome, check_stands_damage

sys.path.insert(0, str(Path(__file__).resolve().parent))
from pdf_samples import SCAN, PageSample, Shown, cell_lines, lines_of, pdf_of, ruled, width_of

NOTICE = [
    "云岭市公安局视频会议设备采购项目中标公告",
    "一、项目编号：YLZC-2023-042",
    "二、采购人名称：云岭市公安局，地址：云岭市人民路十二号",
    "三、根据有关法律法规的规定，采购人对本项目进行公开招标，",
    "供应商应当具有独立承担民事责任的能力，提供货物和服务。",
    "四、中标供应商：云岭远视科技有限公司，中标金额：1285000元",
    "五、评审专家按照招标文件规定的评标方法和标准进行评审，",
    "采购代理机构在评标结束后将评标报告送交采购人确认。",
    "六、公告期限：自本公告发布之日起一个工作日，联系方式如下。",
]
ENGLISH = [
    "The contract was awarded to the tenderer with the lowest price.",
    "The contracting authority received three tenders before the deadline.",
    "Payment is made within thirty days after the goods have been delivered.",
]


def read(content: bytes) -> Draft:
    draft = PdfReader().read(content, "x.pdf")
    check_outcome(draft)
    return draft


def words(draft: Draft, line: Line) -> str:
    return draft.text[line.start : line.end]


def cells(draft: Draft) -> list[tuple[int, int, int, str]]:
    return [
        (block.table, block.row, block.col, draft.text[block.start : block.end])
        for block in draft.blocks
        if block.kind is BlockKind.CELL
    ]


# --- places ----------------------------------------------------------------------------------------------------------


def test_each_line_stands_where_it_was_printed() -> None:
    draft = read(pdf_of([PageSample([Shown("云岭市公安局", 100, 700), Shown("中标金额：128万元", 100, 650, size=20)])]))

    first, second = draft.lines
    assert words(draft, first) == "云岭市公安局"
    assert (first.page, first.left, first.right) == (1, 1000, 1000 + round(10 * width_of("云岭市公安局")))
    # The baseline is 700 above the lower edge of a page 842 high, so 142 below the upper one.
    assert first.top < 1420 < first.bottom + 30
    assert 200 <= second.bottom - second.top <= 230
    assert second.left == 1000


@pytest.mark.parametrize(
    ("rotate", "size", "corner"),
    [
        (0, (595, 842), (100, 142)),
        (90, (842, 595), (700, 100)),
        (180, (595, 842), (495, 700)),
        (270, (842, 595), (142, 495)),
    ],
)
def test_places_are_those_of_the_page_as_it_is_shown(
    rotate: int, size: tuple[int, int], corner: tuple[int, int]
) -> None:
    draft = read(pdf_of([PageSample([Shown("云岭市公安局", 100, 700)], rotate=rotate)]))

    page, line = draft.pages[0], draft.lines[0]
    assert (page.width, page.height) == size
    x, y = corner
    assert line.left - 150 <= 10 * x <= line.right + 150
    assert line.top - 150 <= 10 * y <= line.bottom + 150
    if rotate in (90, 270):
        assert line.bottom - line.top > line.right - line.left


def test_a_cropped_page_counts_from_what_is_shown() -> None:
    whole = read(pdf_of([PageSample([Shown("云岭市公安局", 100, 700)])]))
    cropped = read(pdf_of([PageSample([Shown("云岭市公安局", 100, 700)], crop=(50, 100, 545, 800))]))

    assert (cropped.pages[0].width, cropped.pages[0].height) == (495, 700)
    assert cropped.lines[0].left == whole.lines[0].left - 500
    assert cropped.lines[0].top == whole.lines[0].top - 420


def test_what_is_off_the_page_has_text_but_no_place() -> None:
    draft = read(pdf_of([PageSample([Shown("云岭市公安局", 100, 700), Shown("页外文字说明", 100, -300)])]))

    assert "页外文字说明" in draft.text
    assert [words(draft, line) for line in draft.lines] == ["云岭市公安局"]


def test_characters_stand_as_read_says_and_between_the_ends_of_their_line() -> None:
    content = pdf_of([PageSample(lines_of(NOTICE[:3])), PageSample(lines_of(NOTICE[3:]))])
    draft = read(content)

    measured = PdfReader().characters(content, "x.pdf", 2)

    plain = [line for line in draft.lines if line.page == 2]
    assert [(line.start, line.end, line.left, line.top, line.right, line.bottom) for line in measured] == [
        (line.start, line.end, line.left, line.top, line.right, line.bottom) for line in plain
    ]
    for line in measured:
        assert len(line.edges) == line.end - line.start + 1
        assert list(line.edges) == sorted(line.edges)
        assert line.left <= line.edges[0]
        assert line.edges[-1] <= line.right
    title = PdfReader().characters(content, "x.pdf", 1)[0]
    assert {right - left for left, right in zip(title.edges, title.edges[1:], strict=False)} == {120}


def test_a_page_that_is_not_there_has_no_characters() -> None:
    with pytest.raises(Unreadable, match="page 7"):
        PdfReader().characters(pdf_of([PageSample(lines_of(NOTICE))]), "x.pdf", 7)


def test_turned_text_has_a_place_but_no_edges() -> None:
    content = pdf_of([PageSample([Shown("云岭市公安局", 100, 700)], rotate=90)])

    (line,) = PdfReader().characters(content, "x.pdf", 1)

    assert line.edges == ()


def test_characters_beyond_the_basic_plane_keep_the_places_of_those_behind_them() -> None:
    content = pdf_of([PageSample([Shown("供应商甲科技", 100, 700)])], lambda letter: "𠮷" if letter == "甲" else letter)
    draft = read(content)

    (line,) = PdfReader().characters(content, "x.pdf", 1)

    assert draft.text == "供应商𠮷科技"
    assert len(line.edges) == 7
    assert line.edges[4] - line.edges[0] in range(470, 490)


def test_words_printed_twice_at_one_place_are_kept_once() -> None:
    lines = [
        Shown("视频会议设备采购", 100, 700),
        Shown("预算金额：128万元", 100, 650),
        Shown("视频会议设备采购", 100.5, 700.3),
    ]

    draft = read(pdf_of([PageSample(lines)]))

    assert draft.text.count("视频会议设备采购") == 1
    assert "预算金额：128万元" in draft.text


def test_a_divided_word_is_whole_again_and_has_two_lines() -> None:
    draft = read(pdf_of([PageSample(lines_of(["The delivery of video equip-", "ment is due in March."]))]))

    assert draft.text == "The delivery of video equipment is due in March."
    assert [words(draft, line) for line in draft.lines] == ["The delivery of video equip", "ment is due in March."]
    assert draft.lines[0].bottom <= draft.lines[1].top + 20


@pytest.mark.parametrize(
    "line",
    [
        "一、项目 编号：A-1",
        "  采购\u3000\u3000人：\u200b 某市公安局 ",
        "e\u0301t\u0065\u0301 ﬁn",
        "一、项项目目编编号号",
        "预预算算金金额额：：55万万元元",
        "高高兴兴的供应商",
        "\ufeff编号\x07 42",
        "한국 가격",
        "",
    ],
)
def test_every_clean_character_is_traced_to_its_origin(line: str) -> None:
    origin = trace_line(line)

    assert origin is not None
    clean = clean_line(line)
    assert len(origin) == len(clean)
    for letter, (first, last) in zip(clean, origin, strict=True):
        assert letter == " " or letter in clean_line(line[first:last])
    assert [start for start, _ in origin] == sorted(start for start, _ in origin)


# --- fonts that are missing ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("flags", [4, 32])
def test_glyphs_of_a_missing_font_are_read_one_by_one(flags: int) -> None:
    lines = [Shown(letter, 100 + 12 * number, 700) for number, letter in enumerate("云岭市公安局")]
    content = (
        pdf_of([PageSample(lines)]).replace(b"/Sample", b"/SimSun").replace(b"/Flags 4", f"/Flags {flags}".encode())
    )

    assert read(content).text == "云岭市公安局"


# --- pages as pictures -----------------------------------------------------------------------------------------------


def test_a_page_is_drawn_at_the_resolution_that_is_wanted() -> None:
    content = pdf_of([PageSample(drawn="1 0 0 rg 0 0 595 421 re f"), PageSample(lines_of(ENGLISH))])

    picture = PdfReader().render(content, "x.pdf", 1, 36)

    assert (picture.width, picture.height, picture.dpi) == (298, 421, 36)
    assert len(picture.rgb) == 3 * picture.width * picture.height
    assert picture.rgb[:3] == b"\xff\xff\xff"
    assert picture.rgb[-3:] == b"\xff\x00\x00"


def test_a_picture_is_never_larger_than_allowed() -> None:
    wide = pdf_of([PageSample(drawn="0 0 10 10 re f", size=(10_000, 20))])

    picture = PdfReader().render(wide, "x.pdf", 1, 1200)

    assert picture.width <= _pdf_pdfium.MAX_SIDE
    assert picture.dpi < 1200
    assert _pdf_pdfium.fitting_dpi(595, 842, 10_000) ** 2 * 595 * 842 / 72**2 < _pdf_pdfium.MAX_PIXELS


def test_only_pages_that_exist_are_drawn() -> None:
    with pytest.raises(Unreadable, match="page 2 is asked for, where there are 1"):
        PdfReader().render(pdf_of([PageSample(lines_of(NOTICE))]), "x.pdf", 2, 72)


# --- scans -----------------------------------------------------------------------------------------------------------

COVER = SCAN.format(width=595, height=842)


def test_a_scan_says_that_it_waits_for_recognition() -> None:
    draft = read(pdf_of([PageSample(drawn=COVER), PageSample(drawn=COVER)]))

    assert (draft.text, draft.blocks, draft.lines) == ("", (), ())
    assert [page.source for page in draft.pages] == [Source.NONE, Source.NONE]
    assert dict(draft.signals)["pictures"] == "2"


def test_a_page_of_strokes_waits_for_recognition_too() -> None:
    draft = read(pdf_of([PageSample(lines_of(NOTICE)), PageSample(drawn="100 100 m 200 300 l 300 100 l S")]))

    assert [page.source for page in draft.pages] == [Source.LAYER, Source.NONE]


def test_a_blank_page_waits_for_nothing() -> None:
    white = "1 1 1 rg 0 0 595 842 re f"

    draft = read(pdf_of([PageSample(lines_of(NOTICE)), PageSample(), PageSample(drawn=white)]))

    assert [page.source for page in draft.pages] == [Source.LAYER] * 3
    assert dict(draft.signals)["empty_pages"] == "2"
    assert "pictures" not in dict(draft.signals)


def test_a_file_of_blank_pages_is_no_document() -> None:
    with pytest.raises(NotADocument, match="blank pages"):
        PdfReader().read(pdf_of([PageSample(), PageSample()]), "x.pdf")


def test_a_stamp_over_a_scan_is_not_its_text() -> None:
    draft = read(pdf_of([PageSample(lines_of(["第1页，共9页"]), drawn=COVER)]))

    assert draft.pages[0].doubt == "missing"
    assert draft.text == "第1页，共9页"
    assert dict(draft.signals)["doubtful"] == "1"


def test_a_good_invisible_layer_over_a_scan_is_believed() -> None:
    draft = read(pdf_of([PageSample(lines_of(NOTICE, mode=3), drawn=COVER)]))

    assert draft.pages[0].doubt == ""
    assert "YLZC-2023-042" in draft.text


def test_a_poor_invisible_layer_over_a_scan_is_doubted() -> None:
    poor = [line.replace("2023", "2O23").replace("1285000", "l28S0O0").replace("采购", "采l购") for line in NOTICE]

    draft = read(pdf_of([PageSample(lines_of(poor, mode=3), drawn=COVER)]))

    assert draft.pages[0].doubt == "ocr layer"
    assert "采l购" in draft.text


def test_invisible_text_without_a_picture_is_doubted() -> None:
    assert read(pdf_of([PageSample(lines_of(NOTICE, mode=3))])).pages[0].doubt == "hidden"


# --- text layers that lie --------------------------------------------------------------------------------------------


def scrambled(letters: str) -> dict[str, str]:
    solid = sorted(set(letters) - set(" \n"))
    others = solid[:]
    random.Random(5).shuffle(others)
    return dict(zip(solid, others, strict=True))


CHINESE_TABLE = scrambled("".join(NOTICE))
ENGLISH_TABLE = scrambled("".join(ENGLISH))


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (NOTICE, lambda letter: chr(0xE000 + ord(letter) % 4000)),
        (NOTICE, lambda letter: "\ufffd"),
        (NOTICE, lambda letter: chr(0x4E00 + ord(letter) * 7919 % 20_900)),
        (NOTICE, CHINESE_TABLE.get),
        (NOTICE, lambda letter: letter.encode("gbk").decode("latin-1")),
        (NOTICE, lambda letter: letter.encode().decode("cp1252", "replace")),
        (NOTICE, lambda letter: "国"),
        (ENGLISH, lambda letter: letter if letter == " " else chr(max(33, ord(letter) - 29))),
        (ENGLISH, lambda letter: ENGLISH_TABLE.get(letter, letter)),
        (ENGLISH, lambda letter: chr(ord(letter) + 0x3400)),
    ],
)
def test_a_map_that_lies_is_doubted(lines: list[str], told) -> None:
    draft = read(pdf_of([PageSample(lines_of(lines))], told))

    assert draft.pages[0].doubt == "garbled"
    assert draft.pages[0].end > 0


def test_text_of_nothing_but_control_characters_waits_for_recognition() -> None:
    draft = read(pdf_of([PageSample(lines_of(NOTICE))], lambda letter: chr(1 + ord(letter) % 8)))

    assert (draft.text, draft.pages[0].source) == ("", Source.NONE)


def test_a_missing_map_is_doubted() -> None:
    assert read(pdf_of([PageSample(lines_of(NOTICE))], map_at_all=False)).pages[0].doubt == "garbled"


def test_characters_without_a_value_are_missed() -> None:
    draft = read(
        pdf_of([PageSample(lines_of(NOTICE))], lambda letter: "\x00" if letter in "采购人中标公告" else letter)
    )

    assert draft.pages[0].doubt == "missing"
    assert "-" not in draft.text.replace("YLZC-2023-042", "")


@pytest.mark.parametrize(
    "lines",
    [
        NOTICE,
        ENGLISH,
        [
            "採購機關：雲嶺市警察局，標案名稱：視訊會議設備採購案",
            "決標金額：新臺幣一百二十八萬元，得標廠商：雲嶺遠視科技股份有限公司",
        ]
        * 4,
        ["L'avis d'attribution a été publié : le marché public est passé après un appel d'offres."] * 4,
        ["Der Zuschlag wurde für die öffentliche Ausschreibung größerer Geräte erteilt."] * 4,
        ["GPU-4090 DDR5 RJ45 USB3.0 PCIe SSD NVMe HDMI VGA RAID ECC"] * 2 + NOTICE,
        ["1,285,000.00  2,400.50  37  42%", "2023-05-12  09:30  3/4"] * 20,
        ["第一章 总则........................1", "第二章 投标人须知..................12"] * 8,
    ],
)
def test_what_is_a_language_is_believed(lines: list[str]) -> None:
    assert read(pdf_of([PageSample(lines_of(lines))])).pages[0].doubt == ""


def test_only_the_page_that_lies_is_doubted() -> None:
    good = [Shown(line.text, line.x, line.y, lying=False) for line in lines_of(NOTICE)]

    draft = read(pdf_of([PageSample(good), PageSample(lines_of(NOTICE))], CHINESE_TABLE.get))

    assert [page.doubt for page in draft.pages] == ["", "garbled"]


def test_doubled_letters_are_doubted_or_mended() -> None:
    assert _pdf_doubt.doubt("AAwwaarrdd nnoottiiccee ooff tthhee ccoouunnttyy") == "doubled"
    assert clean_line("中中标标公公告告") == "中标公告"


# --- tables ----------------------------------------------------------------------------------------------------------

COLUMNS = [72.0, 145, 400, 520]
ROWS = [780.0, 750, 720, 690]
OFFERS = [
    ["供应商名称", "投标报价（元）", "备注说明"],
    ["云岭远视科技\n有限公司", "1285000", "中标"],
    ["云岭数联信息", "1290000", ""],
]


def table(texts: list[list[str]], columns: list[float], rows: list[float], **more) -> PageSample:
    return PageSample(cell_lines(columns, rows, texts), drawn=ruled(columns, rows, **more))


def test_ruled_cells_are_cells() -> None:
    draft = read(pdf_of([table(OFFERS, COLUMNS, ROWS)]))

    assert cells(draft) == [
        (0, 0, 0, "供应商名称"),
        (0, 0, 1, "投标报价（元）"),
        (0, 0, 2, "备注说明"),
        (0, 1, 0, "云岭远视科技有限公司"),
        (0, 1, 1, "1285000"),
        (0, 1, 2, "中标"),
        (0, 2, 0, "云岭数联信息"),
        (0, 2, 1, "1290000"),
    ]
    assert [words(draft, line) for line in draft.lines][3:5] == ["云岭远视科技", "有限公司"]


def test_lines_above_and_below_a_table_stay_in_their_order() -> None:
    page = table(OFFERS, COLUMNS, ROWS)
    page.lines = [Shown("开标记录如下：", 72, 800), *page.lines, Shown("以上报价均为含税价。", 72, 660)]

    draft = read(pdf_of([page]))

    kinds = [block.kind for block in draft.blocks]
    assert kinds == [BlockKind.PARAGRAPH, *[BlockKind.CELL] * 8, BlockKind.PARAGRAPH]


def test_cells_without_a_wall_between_them_are_one() -> None:
    texts = [["项目情况一览", "", ""], ["采购人名称", "云岭市公安局", "公开招标"], ["", "人民路十二号", "三十日历天"]]
    page = table(texts, COLUMNS, ROWS, missing=[("down", 1, 0), ("down", 2, 0), ("across", 2, 0)])

    draft = read(pdf_of([page]))

    spans = {draft.text[block.start : block.end]: (block.rowspan, block.colspan) for block in draft.blocks}
    assert spans["项目情况一览"] == (1, 3)
    assert spans["采购人名称"] == (2, 1)
    assert spans["云岭市公安局"] == (1, 1)


def test_a_table_without_sides_is_a_table() -> None:
    missing = [("down", wall, row) for wall in (0, 3) for row in range(3)]

    draft = read(pdf_of([table(OFFERS, COLUMNS, ROWS, missing=missing)]))

    assert (0, 2, 0, "云岭数联信息") in cells(draft)


@pytest.mark.parametrize(
    "drawn",
    [
        "60 60 480 740 re S",  # a frame around the page
        "72 700 m 520 700 l S 72 650 m 520 650 l S 72 600 m 520 600 l S",  # lines to write on
        ruled([72, 200, 400, 520], [300, 280, 260, 240, 220]),  # a chart without words
    ],
)
def test_what_is_no_table_stays_lines(drawn: str) -> None:
    draft = read(pdf_of([PageSample(lines_of(NOTICE), drawn=drawn)]))

    assert cells(draft) == []
    assert len(draft.lines) == len(NOTICE)


def test_a_table_goes_on_on_the_next_page_and_its_repeated_row_is_a_header() -> None:
    first = table(OFFERS, COLUMNS, ROWS)
    second = table([OFFERS[0], ["云岭安防工程", "1310000", "废标"], ["云岭通信设备", "1330000", "有效"]], COLUMNS, ROWS)

    draft = read(pdf_of([first, second]))

    assert {block.table for block in draft.blocks} == {0}
    assert [block.row for block in draft.blocks if block.page == 2][-1] == 5
    headers = [(block.page, draft.text[block.start : block.end]) for block in draft.blocks if block.header]
    assert headers == [(page, text) for page in (1, 2) for text in OFFERS[0]]


def test_a_table_with_other_columns_is_another_one() -> None:
    second = table([["采购人", "云岭市公安局"], ["项目编号", "YLZC-42"]], [72, 250, 520], ROWS[:3])

    draft = read(pdf_of([table(OFFERS, COLUMNS, ROWS), second]))

    assert {(block.page, block.table) for block in draft.blocks} == {(1, 0), (2, 1)}


def test_a_long_number_in_a_narrow_cell_is_whole_and_words_keep_their_blank() -> None:
    columns = [72.0, 117, 210, 320]
    texts = [["项目编号", "采购内容", "供应商名称"], ["9142052\n00MA42X", "video conference\nequipment", "云岭\n远视"]]

    draft = read(pdf_of([table(texts, columns, [780, 740, 700])]))

    assert [text for _, row, _, text in cells(draft) if row == 1] == [
        "914205200MA42X",
        "video conference equipment",
        "云岭远视",
    ]


# --- passwords and damage --------------------------------------------------------------------------------------------


def locked(password: str) -> bytes:
    pypdf = pytest.importorskip("pypdf")
    import io

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_of([PageSample(lines_of(NOTICE))])))
    writer.encrypt(password, "owner-secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_locked_file_opens_with_its_password_only() -> None:
    content = locked("ylga2023")

    with pytest.raises(Encrypted, match="password"):
        PdfReader().read(content, "x.pdf")
    with pytest.raises(Encrypted, match="none of 2 passwords"):
        PdfReader().unlock(content, "x.pdf", ["", "wrong"])
    assert "YLZC-2023-042" in PdfReader().unlock(content, "x.pdf", ["wrong", "ylga2023"]).text


def test_a_file_that_only_its_owner_may_change_opens_by_itself() -> None:
    assert "YLZC-2023-042" in read(locked("")).text


def test_a_file_that_pdfium_refuses_is_read_by_the_second_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pypdf")
    content = pdf_of([PageSample(lines_of(ENGLISH))])

    def refuse(_content: bytes, _password: bytes | None = None) -> object:
        raise Unreadable("damaged")

    monkeypatch.setattr("counterfile.plugins.readers.pdf.Document", refuse)
    draft = read(content)

    assert "The contract was awarded" in draft.text
    assert dict(draft.signals)["second_reader"] == "pypdf"
    assert draft.lines == ()


def test_a_file_that_was_cut_off_gives_the_pages_that_are_left() -> None:
    content = pdf_of([PageSample(lines_of(NOTICE)), PageSample(lines_of(ENGLISH))])

    draft = read(content[: content.rindex(b"xref\n0 ") - 10].replace(b"/Type /Catalog", b"/Type /Lostlog"))

    assert "YLZC-2023-042" in draft.text
    assert [page.number for page in draft.pages] == [1, 2]
    assert dict(draft.signals)["mended"] == "1"
    assert draft.lines


def test_the_second_reader_gives_up_on_what_is_no_pdf() -> None:
    assert _pdf_second.rewritten(b"%PDF-1.4\nnothing") is None
    assert _pdf_second.texts(b"%PDF-1.4\nnothing") is None


@pytest.mark.parametrize("seed", [1, 2])
def test_damage_ends_in_a_sound_answer_or_a_reason(seed: int) -> None:
    page = table(OFFERS, COLUMNS, ROWS)
    content = pdf_of([page, PageSample(lines_of(NOTICE), drawn=COVER)])

    check_stands_damage(PdfReader(), content, "x.pdf", variants=60, seed=seed)


@pytest.mark.parametrize("seed", range(40))
def test_damaged_pages_are_drawn_and_measured_or_refused(seed: int) -> None:
    content = bytearray(pdf_of([table(OFFERS, COLUMNS, ROWS)]))
    chance = random.Random(seed)
    for _ in range(30):
        content[chance.randrange(len(content))] = chance.randrange(256)

    try:
        picture = PdfReader().render(bytes(content), "x.pdf", 1, 50)
        lines = PdfReader().characters(bytes(content), "x.pdf", 1)
    except BadInput:
        return
    assert len(picture.rgb) == 3 * picture.width * picture.height
    assert all(line.page == 1 for line in lines)
