"""Pictures of pages: image files, scans inside OFD and Word files, and what is too small to be a page."""

from __future__ import annotations

import io
import struct
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image

from counterfile.errors import NotADocument, TooLarge, Unreadable
from counterfile.model.reading import Draft, Picture, Source
from counterfile.plugins.readers import _pictures
from counterfile.plugins.readers.doc import DocReader
from counterfile.plugins.readers.docx import DocxReader
from counterfile.plugins.readers.image import ImageReader
from counterfile.plugins.readers.ofd import OfdReader
from counterfile.plugins.readers.pptx import PptxReader
from counterfile.sandbox import Airlock, Limits

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "contract"))
from reader_samples import doc, docx, ofd, ofd_text, ole, picture, pptx, zipped


def saved(image: Image.Image, form: str = "PNG", **how: object) -> bytes:
    target = io.BytesIO()
    image.save(target, form, **how)
    return target.getvalue()


def as_image(shown: Picture) -> Image.Image:
    return Image.frombytes("RGB", (shown.width, shown.height), shown.rgb)


def corner(size: tuple[int, int] = (300, 600)) -> Image.Image:
    """White, with a black left upper quarter."""
    image = Image.new("RGB", size, "white")
    image.paste("black", (0, 0, size[0] // 2, size[1] // 4))
    return image


# --- image files -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP", "JPEG2000"])
def test_an_image_is_a_page_that_waits_for_recognition(form: str) -> None:
    draft = ImageReader().read(picture((640, 900), form), "扫描件")

    assert (draft.text, draft.blocks) == ("", ())
    assert [(page.number, page.source) for page in draft.pages] == [(1, Source.NONE)]
    assert draft.media_type.startswith("image/")


def test_each_picture_of_a_fax_is_a_page_of_its_true_size() -> None:
    content = picture((1728, 1100), "TIFF", 3, compression="group4", dpi=(204, 98))

    draft = ImageReader().read(content, "传真.tif")
    shown = ImageReader().render(content, "传真.tif", 3, 204)

    # 8.47 by 11.22 inches, though the lines of a fax lie twice as far apart as its columns.
    assert [(round(page.width), round(page.height)) for page in draft.pages] == [(610, 808)] * 3
    assert (shown.width, shown.height, shown.dpi) == (1728, 2290, 204)


def test_a_picture_that_tells_no_resolution_is_as_large_as_a_sheet_of_paper() -> None:
    upright, across, long = (
        ImageReader().read(picture(size), "x.png").pages[0] for size in [(1240, 1754), (4000, 3000), (1000, 9000)]
    )

    assert (round(upright.width), round(upright.height)) == (595, 842)
    assert (round(across.width), round(across.height)) == (842, 631)
    assert (round(long.width), round(long.height)) == (595, 5358)


@pytest.mark.parametrize("dpi", [(1, 1), (100_000, 100_000), (72, 72)])
def test_a_resolution_that_makes_no_sense_is_not_believed(dpi: tuple[int, int]) -> None:
    page = ImageReader().read(picture((4000, 5600), "JPEG", dpi=dpi), "x.jpg").pages[0]

    assert round(page.height) == 842


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_a_photograph_is_turned_as_the_camera_says(form: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: a quarter clockwise makes it upright
    content = saved(corner(), form, exif=exif)

    page = ImageReader().read(content, "x").pages[0]
    shown = as_image(ImageReader().render(content, "x", 1, 300))

    assert page.width > page.height
    assert shown.size == (600, 300)
    assert shown.getpixel((590, 10)) < (60, 60, 60)
    assert shown.getpixel((10, 10)) > (200, 200, 200)


def test_a_page_is_rendered_at_the_resolution_asked_for_but_not_finer_than_it_is() -> None:
    content = picture((2480, 3508), "PNG", dpi=(300, 300))

    coarse = ImageReader().render(content, "x.png", 1, 150)
    fine = ImageReader().render(content, "x.png", 1, 600)

    assert (coarse.width, coarse.height, round(coarse.dpi)) == (1240, 1754, 150)
    assert (fine.width, fine.height, round(fine.dpi)) == (2480, 3508, 300)
    assert len(coarse.rgb) == 3 * 1240 * 1754


def test_what_shines_through_is_white() -> None:
    see_through = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    see_through.paste((0, 0, 0, 255), (0, 0, 100, 100))

    shown = as_image(ImageReader().render(saved(see_through), "x.png", 1, 72))

    assert [shown.getpixel(place) for place in [(10, 50), (190, 50)]] == [(0, 0, 0), (255, 255, 255)]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "I", "F"])
def test_every_kind_of_color_is_shown(mode: str) -> None:
    form = "PNG" if mode not in {"CMYK", "F", "I"} else "TIFF"
    image = Image.new("L", (200, 100), 255)
    image.paste(0, (0, 0, 100, 100))

    shown = as_image(ImageReader().render(saved(image.convert(mode), form), "x", 1, 72))

    assert shown.getpixel((10, 50)) < (40, 40, 40)
    assert shown.getpixel((190, 50)) > (215, 215, 215)


def test_a_very_large_picture_is_shown_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_pictures, "MAX_SHOWN", 10_000)

    shown = ImageReader().render(picture((640, 900)), "x.png", 1, 72)

    assert shown.width * shown.height <= 10_000
    assert shown.dpi < 72


@pytest.mark.parametrize("size", [(16, 16), (90, 200), (300, 30)])
def test_icons_and_logos_are_set_aside(size: tuple[int, int]) -> None:
    with pytest.raises(NotADocument, match="icon or a logo"):
        ImageReader().read(picture(size), "logo.png")


def test_a_picture_of_one_color_is_set_aside() -> None:
    with pytest.raises(NotADocument, match="one color"):
        ImageReader().read(saved(Image.new("RGB", (800, 1000), "white")), "blank.png")


def test_a_bomb_of_pixels_is_refused_before_it_is_decoded() -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0))
    content = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")

    with pytest.raises(TooLarge, match="pixels"):
        ImageReader().read(content, "bomb.png")


def test_more_pictures_than_a_file_may_have_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterfile.plugins.readers.image.MAX_PAGES", 2)

    with pytest.raises(TooLarge, match="more than 2 pictures"):
        ImageReader().read(picture((200, 300), "TIFF", 3), "x.tif")


def test_pictures_of_a_tiff_that_lead_in_a_circle_end() -> None:
    content = bytearray(picture((200, 300), "TIFF"))
    directory = struct.unpack_from("<I", content, 4)[0]
    entries = struct.unpack_from("<H", content, directory)[0]
    struct.pack_into("<I", content, directory + 2 + 12 * entries, directory)

    assert len(ImageReader().read(bytes(content), "x.tif").pages) == 1


def test_a_smaller_copy_inside_a_tiff_is_no_page() -> None:
    from PIL.TiffImagePlugin import ImageFileDirectory_v2

    copy = ImageFileDirectory_v2()
    copy[254] = 1
    target = io.BytesIO()
    with Image.new("L", (640, 900), 255) as first, Image.new("L", (160, 225), 255) as second:
        first.paste(0, (10, 10, 300, 300))
        first.encoderinfo = {}
        second.encoderinfo = {"tiffinfo": copy}
        first.save(target, "TIFF", save_all=True, append_images=[second])

    assert len(ImageReader().read(target.getvalue(), "x.tif").pages) == 1


def test_a_photograph_that_is_cut_off_is_shown_as_far_as_it_goes_and_says_so() -> None:
    content = saved(corner((600, 1200)), "JPEG", quality=95)

    draft = ImageReader().read(content[: len(content) * 2 // 3], "x.jpg")

    assert ("truncated", "1") in draft.signals


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" + bytes(50), b"\xff\xd8\xff\xe0" + bytes(50), b"II*\x00\x08"])
def test_a_damaged_image_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        ImageReader().read(content, "x.png")


def test_the_sandbox_reads_and_images_have_no_text_to_mask() -> None:
    with Airlock(1, Limits(wall_seconds=30.0, cpu_seconds=20)) as airlock:
        draft = airlock.read(picture(form="TIFF", pages=2), "扫描件.tif")

    assert isinstance(draft, Draft)
    assert [page.source for page in draft.pages] == [Source.NONE, Source.NONE]


# --- OFD -------------------------------------------------------------------------------------------------------------

_RES = (
    '<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016" BaseLoc="Res"><ofd:MultiMedias>'
    '<ofd:MultiMedia ID="7" Type="Image"><ofd:MediaFile>scan.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>'
)


def scanned_ofd(*pages: str, image: bytes | None = None) -> bytes:
    content = ofd(
        list(pages),
        more={"Doc_0/DocumentRes.xml": _RES.encode(), "Doc_0/Res/scan.png": image or saved(corner((840, 1188)))},
    )
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["Doc_0/Document.xml"] = parts["Doc_0/Document.xml"].replace(
        b"<ofd:CommonData>", b"<ofd:CommonData><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
    )
    return zipped(parts)


def ofd_image(box: str = "0 0 210 297", more: str = "") -> str:
    return f'<ofd:ImageObject Boundary="{box}" ResourceID="7" {more}/>'


def test_a_page_of_an_ofd_document_that_is_a_picture_waits_for_recognition() -> None:
    content = scanned_ofd(ofd_text(30, 30, "云岭市公安局中标公告"), ofd_image())

    draft = OfdReader().read(content, "x.ofd")
    shown = as_image(OfdReader().render(content, "x.ofd", 2, 72))

    assert [page.source for page in draft.pages] == [Source.LAYER, Source.NONE]
    assert shown.size == (595, 842)
    assert (shown.getpixel((10, 10)), shown.getpixel((500, 800))) == ((0, 0, 0), (255, 255, 255))


def test_a_page_of_text_in_an_ofd_document_is_not_drawn() -> None:
    with pytest.raises(NotADocument, match="its own text"):
        OfdReader().render(scanned_ofd(ofd_text(30, 30, "公告")), "x.ofd", 1, 72)


def test_a_picture_stands_where_its_matrix_puts_it() -> None:
    # A quarter turn: the picture's upper edge runs down the page's right side.
    content = scanned_ofd(ofd_image(more='CTM="0 297 -210 0 210 0"'))

    shown = as_image(OfdReader().render(content, "x.ofd", 1, 72))

    assert shown.getpixel((580, 20)) < (60, 60, 60)
    assert shown.getpixel((20, 20)) > (200, 200, 200)


def test_a_page_with_a_line_of_text_over_a_scan_is_doubted() -> None:
    draft = OfdReader().read(scanned_ofd(ofd_text(30, 290, "第1页") + ofd_image()), "x.ofd")

    assert [(page.source, page.doubt) for page in draft.pages] == [(Source.LAYER, "missing")]


def test_a_stamp_on_an_empty_page_is_no_scan() -> None:
    with pytest.raises(Unreadable, match="neither text nor pictures"):
        OfdReader().read(scanned_ofd(ofd_image("150 250 40 40")), "x.ofd")


def test_a_scan_that_cannot_be_shown_is_counted_as_damaged() -> None:
    draft = OfdReader().read(scanned_ofd(ofd_text(30, 30, "公告"), ofd_image(), image=b"\x97JB2\r\n"), "x.ofd")

    assert dict(draft.signals)["damaged_pages"] == "1"
    assert [page.source for page in draft.pages] == [Source.LAYER, Source.LAYER]


# --- scans pasted into office files ----------------------------------------------------------------------------------

_BLIP = (
    '<w:p><w:r><w:drawing xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><a:blip r:embed="{}"/></w:drawing></w:r></w:p>'
)


def related(*names: str) -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    inner = "".join(f'<Relationship Id="rId{n}" Type="{kind}" Target="{name}"/>' for n, name in enumerate(names, 1))
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'.encode()


def pasted(body: str, pictures: list[bytes]) -> bytes:
    import zipfile

    target = io.BytesIO(docx(body))
    with zipfile.ZipFile(target, "a") as archive:
        names = [f"media/image{number}.png" for number in range(len(pictures))]
        archive.writestr("word/_rels/document.xml.rels", related(*names))
        for name, content in zip(names, pictures, strict=True):
            archive.writestr(f"word/{name}", content)
    return target.getvalue()


def test_scans_pasted_into_a_word_document_are_pages_in_the_order_of_the_text() -> None:
    content = pasted(
        "<w:p><w:r><w:t>附件：中标公告</w:t></w:r></w:p>"
        + _BLIP.format("rId3")
        + _BLIP.format("rId1")
        + _BLIP.format("rId2"),
        [picture((620, 877)), picture((50, 50)), picture((1240, 1754))],
    )

    draft = DocxReader().read(content, "公告.docx")

    assert draft.text == "附件：中标公告"
    assert [(page.number, page.start, page.source) for page in draft.pages] == [
        (1, 7, Source.NONE),
        (2, 7, Source.NONE),
    ]
    assert DocxReader().render(content, "公告.docx", 1, 300).width == 1240
    assert DocxReader().render(content, "公告.docx", 2, 300).width == 620


def test_pictures_beside_text_are_left_out() -> None:
    content = pasted(f"<w:p><w:r><w:t>{'云岭市公安局' * 40}</w:t></w:r></w:p>" + _BLIP.format("rId1"), [picture()])

    assert DocxReader().read(content, "x.docx").pages == ()


def test_a_word_document_of_small_pictures_is_no_document() -> None:
    with pytest.raises(NotADocument, match="small pictures"):
        DocxReader().read(pasted(_BLIP.format("rId1"), [picture((120, 60))]), "x.docx")


def test_scans_in_an_old_word_document_are_pages() -> None:
    scan = picture((800, 1100), "JPEG")
    blip = struct.pack("<HHI", 0x46A0, 0xF01D, len(scan) + 17) + bytes(17) + scan
    plain = doc(["附件"])
    import olefile

    with olefile.OleFileIO(io.BytesIO(plain)) as old:
        streams = {"/".join(name): old.openstream(name).read() for name in old.listdir()}
    content = ole({**streams, "Data": b"\x44" * 68 + blip})

    draft = DocReader().read(content, "x.doc")

    assert [page.source for page in draft.pages] == [Source.NONE]
    assert DocReader().render(content, "x.doc", 1, 500).width == 800


def test_a_presentation_of_scans_is_read_and_one_of_nothing_is_not() -> None:
    import zipfile

    slide = (
        '<p:pic><p:blipFill><a:blip r:embed="rId1" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></p:blipFill></p:pic>'
    )
    target = io.BytesIO(pptx([slide]))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("ppt/slides/_rels/slide1.xml.rels", related("../media/image1.png"))
        archive.writestr("ppt/media/image1.png", picture((960, 720)))

    draft = PptxReader().read(target.getvalue(), "x.pptx")

    assert [page.source for page in draft.pages] == [Source.NONE]
    with pytest.raises(NotADocument, match="without text"):
        PptxReader().read(pptx([""]), "x.pptx")
