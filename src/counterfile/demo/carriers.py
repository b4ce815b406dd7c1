"""Office files written by hand, so that the same notice is always the same bytes: zip, DOCX, XLSX, PDF."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from html import escape

from counterfile.demo.page import Block, Cell

_DOS_DATE = (41 << 9) | (1 << 5) | 1  # 1 January 2021, so that no clock shows in the bytes


def zipped(members: Iterable[tuple[str, bytes]], *, encoding: str = "utf-8") -> bytes:
    """Return a zip archive; with another encoding than UTF-8 its names are unmarked bytes, as old tools write them."""
    body, directory, count = b"", b"", 0
    for name, content in members:
        raw = name.encode(encoding)
        flags = 0x800 if encoding == "utf-8" and not name.isascii() else 0
        packer = zlib.compressobj(1, zlib.DEFLATED, -15)
        packed = packer.compress(content) + packer.flush()
        common = struct.pack(
            "<HHHHHIIIHH", 20, flags, 8, 0, _DOS_DATE, zlib.crc32(content), len(packed), len(content), len(raw), 0
        )
        directory += b"PK\x01\x02\x14\x00" + common + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + raw
        body += b"PK\x03\x04" + common + raw + packed
        count += 1
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def words(blocks: Iterable[Block]) -> list[str]:
    """Return the text of blocks, line by line; a table gives one line for each cell."""
    lines: list[str] = []
    for block in blocks:
        if len(block) == 4:
            lines.append(f"{block[1]}：{block[2]}")
        elif isinstance(block[1], str):
            lines.append(block[1])
        else:
            lines.extend(text(cell) for row in block[1] for cell in row)
    return lines


def text(cell: Cell) -> str:
    """Return the text of a table cell."""
    return cell if isinstance(cell, str) else cell[0]


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _rels(*targets: tuple[str, str]) -> bytes:
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'.encode()


def _types(*parts: tuple[str, str]) -> bytes:
    rows = "".join(
        f'<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.{kind}+xml"/>'
        for part, kind in parts
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    ).encode()  # fmt: skip


def docx(title: str, blocks: Iterable[Block]) -> bytes:
    """Return a Word file of a notice."""
    parts = [
        f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/><w:sz w:val="36"/></w:rPr><w:t>{escape(title)}</w:t></w:r></w:p>'
    ]
    for block in blocks:
        if len(block) == 4:
            parts.append(_run(f"{block[1]}：{block[2]}"))
        elif isinstance(block[1], str):
            parts.append(_run(block[1], bold=block[0] == "h"))
        else:
            rows = "".join(f"<w:tr>{''.join(_word_cell(c) for c in row)}</w:tr>" for row in block[1])
            width = max(len(row) for row in block[1])
            grid = '<w:gridCol w:w="1800"/>' * width
            parts.append(
                f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
            )
    document = f'{_XML}<w:document xmlns:w="{_WORD}"><w:body>{"".join(parts)}<w:sectPr/></w:body></w:document>'
    return zipped(
        [
            ("[Content_Types].xml", _types(("word/document.xml", "wordprocessingml.document.main"))),
            ("_rels/.rels", _rels(("officeDocument", "word/document.xml"))),
            ("word/document.xml", document.encode()),
        ]
    )


def _run(text: str, *, bold: bool = False) -> str:
    style = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:p><w:r>{style}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _word_cell(cell: Cell) -> str:
    text, across = (cell, 1) if isinstance(cell, str) else (cell[0], cell[2])
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="1800" w:type="dxa"/>{span}</w:tcPr>{_run(text)}</w:tc>'


def xlsx(title: str, blocks: Iterable[Block]) -> bytes:
    """Return a workbook of one sheet: labels in column A, values in column B, tables below each other."""
    rows: list[Sequence[str]] = [(title,)]
    for block in blocks:
        if len(block) == 4:
            rows.append((block[1], block[2]))
        elif isinstance(block[1], str):
            rows.append((block[1],))
        else:
            rows += [[cell if isinstance(cell, str) else cell[0] for cell in row] for row in block[1]]
    lines = []
    for n, row in enumerate(rows, 1):
        cells = "".join(
            f'<c r="{chr(65 + col)}{n}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
            for col, text in enumerate(row)
        )
        lines.append(f'<row r="{n}">{cells}</row>')
    sheet = f'{_XML}<worksheet xmlns="{_SHEET}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
    book = f'{_XML}<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets><sheet name="合同公告" sheetId="1" r:id="rId1"/></sheets></workbook>'
    return zipped(
        [
            (
                "[Content_Types].xml",
                _types(
                    ("xl/workbook.xml", "spreadsheetml.sheet.main"),
                    ("xl/worksheets/sheet1.xml", "spreadsheetml.worksheet"),
                ),
            ),
            ("_rels/.rels", _rels(("officeDocument", "xl/workbook.xml"))),
            ("xl/workbook.xml", book.encode()),
            ("xl/_rels/workbook.xml.rels", _rels(("worksheet", "worksheets/sheet1.xml"))),
            ("xl/worksheets/sheet1.xml", sheet.encode()),
        ]
    )


_LINES = 42  # lines on a page of 842 points


def pdf(title: str, lines: Iterable[str], *, locked: bool = False) -> bytes:
    """Return a PDF with a text layer in a standard Chinese font that is not embedded.

    A form feed before a line begins a page. A locked file carries an encryption dictionary whose passwords nobody knows.
    """
    pages = _paged((title, *lines))
    first = 6
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) "
        b"/Supplement 4 >> /FontDescriptor 5 0 R /DW 1000 >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 "
        b"/Descent -120 /CapHeight 880 /StemV 93 >>",
    ]  # fmt: skip
    for n, page in enumerate(pages):
        shown = b"BT /F1 11 Tf 56 786 Td 17 TL\n"
        for line in page:
            shown += b"<" + line.encode("utf-16-be").hex().encode() + b"> Tj T*\n"
        shown += b"ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {first + 2 * n + 1} 0 R >>".encode()
        )
        objects.append(f"<< /Length {len(shown)} >>\nstream\n".encode() + shown + b"\nendstream")
    trailer = b""
    if locked:
        objects.append(
            b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -3904 /O <" + b"5a" * 32 + b"> /U <" + b"a5" * 32 + b"> >>"
        )
        trailer = f" /Encrypt {len(objects)} 0 R /ID [<{'00' * 16}> <{'00' * 16}>]".encode()
    out, offsets = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for n, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{n} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    return (
        out
        + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R".encode()
        + trailer
        + f" >>\nstartxref\n{start}\n%%EOF\n".encode()
    )


def _paged(lines: Iterable[str]) -> list[list[str]]:
    pages: list[list[str]] = [[]]
    for line in lines:
        if line.startswith("\f"):
            pages.append([])
        for piece in _wrap(line.lstrip("\f")):
            if len(pages[-1]) == _LINES:
                pages.append([])
            pages[-1].append(piece)
    return pages


def _wrap(line: str, width: int = 43) -> list[str]:
    return [line[at : at + width] for at in range(0, len(line), width)] or [""]
