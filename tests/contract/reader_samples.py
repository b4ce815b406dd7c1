"""Invented files of every format that a built-in reader reads, made here byte by byte."""

from __future__ import annotations

import base64
import gzip
import io
import json
import struct
import tarfile
import zipfile
import zlib

NOTICE_HTML = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><title>云岭市公安局视频会议设备采购项目中标公告</title>
<meta name="ArticleTitle" content="云岭市公安局视频会议设备采购项目中标公告"><meta name="viewport" content="width=device-width">
<style>.ghost{display:none}</style><script>var a = "不是正文";</script></head>
<body>
<div class="header"><a href="/">首页</a> <a href="/a">公告</a> <a href="/b">法规</a></div>
<div class="nav"><ul><li><a href="/1">采购公告</a></li><li><a href="/2">结果公告</a></li><li><a href="/3">更正公告</a></li></ul></div>
<div class="vF_detail_content">
<h1>云岭市公安局视频会议设备采购项目中标公告</h1>
<p>发布时间：2023-05-12</p>
<p><strong>一、项目编号：</strong>YLZC2023-G1-0042</p>
<p><b>二、中标信息</b></p>
<table><thead><tr><th>包号</th><th>供应商名称</th><th>中标金额（元）</th></tr></thead>
<tr><td rowspan="2">1</td><td>云岭远视科技有限公司</td><td>1,285,000.00</td></tr>
<tr><td colspan="2">联合体成员：<br>云岭数联信息有限公司</td></tr></table>
<p>采购人：<span class="code-00014">云岭市公安局</span></p>
<p class="ghost">最高限价：1元</p><p style="display:none">预算金额：2元</p>
</div>
<div>上一篇：<a href="/x">云岭市第一小学课桌椅采购公告</a></div>
<div class="footer">版权所有 云岭市政府采购中心 云ICP备00000000号</div>
</body></html>
"""

NOTICE_TEXT = "标题: 云岭市公安局视频会议设备采购项目中标公告\n发布: 2023-05-12\n\n一、项目编号：YLZC2023-G1-0042\n中标金额：128.5万元\n"


def pdf(pages: list[list[str]]) -> bytes:
    """A PDF of Latin text, one line under the other."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number, lines in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        shown = "".join(f"1 0 0 1 72 {770 - 20 * place} Tm ({line}) Tj\n" for place, line in enumerate(lines))
        stream = f"BT /F1 12 Tf\n{shown}ET".encode("latin-1") if lines else b""
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream))
    body = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(body)


def zipped(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2023, 5, 12, 9, 30, 0)), content, method)
    return target.getvalue()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def docx(body: str, styles: str = "") -> bytes:
    return zipped(
        {
            "[Content_Types].xml": _TYPES,
            "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {_W}><w:body>{body}</w:body></w:document>'.encode(),
            "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>".encode(),
        }
    )


DOCX_STYLES = '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style>'
DOCX_BODY = (
    "<w:p><w:r><w:t>云岭市公安局视频会议设备采购项目更正公告</w:t></w:r></w:p>"
    '<w:p><w:pPr><w:pStyle w:val="2"/></w:pPr><w:r><w:t>一、项目</w:t></w:r><w:r><w:t>基本情况</w:t></w:r></w:p>'
    '<w:p><w:r><w:t xml:space="preserve">预算金额：</w:t></w:r><w:del><w:r><w:delText>90万元</w:delText></w:r></w:del>'
    "<w:ins><w:r><w:t>128.5万元</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏文字</w:t></w:r></w:p>"
    "<w:tbl>"
    '<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>供应商</w:t></w:r></w:p></w:tc>'
    "<w:tc><w:p><w:r><w:t>报价（元）</w:t></w:r></w:p></w:tc></w:tr>"
    '<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>1包</w:t></w:r></w:p></w:tc>'
    "<w:tc><w:p><w:r><w:t>云岭远视科技有限公司</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>1285000</w:t></w:r></w:p></w:tc></w:tr>"
    "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
    "<w:tc><w:p><w:r><w:t>云岭数联信息有限公司</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>1290000</w:t></w:r></w:p></w:tc></w:tr>"
    "</w:tbl>"
)


def xlsx() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "中标结果"
    for row in [("包号", "供应商名称", "中标金额（元）"), (1, "云岭远视科技有限公司", 1285000.0), (2, None, 0.85)]:
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


RELEASE = {
    "ocid": "ocds-xyz123-000042",
    "id": "000042-award",
    "date": "2023-05-12T00:00:00Z",
    "tag": ["award"],
    "language": "en",
    "parties": [
        {
            "id": "B1",
            "name": "Yunling Municipal Public Security Bureau",
            "roles": ["buyer"],
            "contactPoint": {
                "name": "Li Ming",
                "email": "li.ming@example.org",
                "telephone": "+86 871 0000 0000",
                "url": "https://example.org",
            },
        },
        {"id": "S1", "name": "Yunling Vision Technology Ltd", "roles": ["supplier"]},
        {"id": "P1", "name": "Wang Fang", "roles": ["tenderer"], "details": {"scale": "person"}},
    ],
    "buyer": {"id": "B1", "name": "Yunling Municipal Public Security Bureau"},
    "tender": {"id": "T1", "title": "Video conference equipment", "tenderers": [{"id": "P1", "name": "Wang Fang"}]},
    "awards": [
        {
            "id": "A1",
            "value": {"amount": 1285000.10, "currency": "CNY"},
            "suppliers": [{"id": "S1", "name": "Yunling Vision Technology Ltd"}],
        }
    ],
}
PACKAGE = {
    "uri": "https://example.org/42.json",
    "publisher": {"name": "Yunling"},
    "releases": [RELEASE, {**RELEASE, "id": "000042-update"}],
}

EFORMS = """<?xml version="1.0" encoding="UTF-8"?>
<ContractAwardNotice xmlns="urn:oasis:names:specification:ubl:schema:xsd:ContractAwardNotice-2"
 xmlns:cac="urn:cac" xmlns:cbc="urn:cbc" xmlns:efac="urn:efac" xmlns:efbc="urn:efbc">
 <cbc:ID schemeName="notice-id">11111111-2222-4333-8444-555555555555</cbc:ID>
 <efac:Organizations>
  <efac:Organization><efac:Company><cac:PartyName><cbc:Name languageID="ENG">City of Exampletown</cbc:Name></cac:PartyName>
   <cac:Contact><cbc:Name>Jane Roe</cbc:Name><cbc:Telephone>+32 2 000 00 00</cbc:Telephone></cac:Contact></efac:Company></efac:Organization>
  <efac:Organization><efbc:NaturalPersonIndicator>true</efbc:NaturalPersonIndicator>
   <efac:Company><cac:PartyName><cbc:Name>John Doe</cbc:Name></cac:PartyName></efac:Company></efac:Organization>
  <efac:UltimateBeneficialOwner><cbc:FamilyName>Doe</cbc:FamilyName></efac:UltimateBeneficialOwner>
 </efac:Organizations>
 <cac:ProcurementProject><cbc:Name languageID="ENG">Street cameras</cbc:Name></cac:ProcurementProject>
 <cac:ProcurementProjectLot><cbc:ID>LOT-0001</cbc:ID></cac:ProcurementProjectLot>
 <cac:ProcurementProjectLot><cbc:ID>LOT-0002</cbc:ID><cbc:Amount currencyID="EUR">125000.50</cbc:Amount></cac:ProcurementProjectLot>
</ContractAwardNotice>
"""


_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd_text(x: float, y: float, text: str, *, step: float = 4.0, more: str = "") -> str:
    """One text object of an OFD page: characters of 4 millimeters from x on, on the baseline y."""
    return (
        f'<ofd:TextObject Boundary="{x} {y - 4} 180 6" Size="4" {more}>'
        f'<ofd:TextCode X="0" Y="4" DeltaX="g {max(len(text) - 1, 1)} {step}">{text}</ofd:TextCode></ofd:TextObject>'
    )


def ofd(pages: list[str], *, template: str = "", more: dict[str, bytes] | None = None) -> bytes:
    """An OFD document of A4 pages, each given as its objects."""
    places = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    common = '<ofd:TemplatePage ID="90" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    used = '<ofd:Template TemplateID="90" ZOrder="Background"/>' if template else ""

    def page(objects: str, head: str = "") -> bytes:
        return f"<ofd:Page {_OFD}>{head}<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>".encode()

    return zipped(
        {
            "OFD.xml": f"<ofd:OFD {_OFD}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>".encode(),
            "Doc_0/Document.xml": f"<ofd:Document {_OFD}><ofd:CommonData>{common}<ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
            f"</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>{places}</ofd:Pages></ofd:Document>".encode(),
            **({"Doc_0/Tpls/Tpl_0/Content.xml": page(template)} if template else {}),
            **{f"Doc_0/Pages/Page_{n}/Content.xml": page(objects, used) for n, objects in enumerate(pages)},
            **(more or {}),
        }
    )


def tarred(members: dict[str, bytes], packing: str = "") -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=f"w:{packing}") as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return target.getvalue()


def warc(captures: list[tuple[str, str, bytes]], *, packed: bool = False, status: str = "200 OK") -> bytes:
    """Captures as address, media type and content; every record compressed by itself, as crawlers do."""
    records = [
        b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Type: application/warc-fields\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    ]
    for address, kind, content in captures:
        answer = (
            f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content
        )
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2023-05-12T09:30:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{len(records):012}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        records.append(head.encode() + answer + b"\r\n\r\n")
    return b"".join(gzip.compress(record, mtime=0) if packed else record for record in records)


CAPTURES = [
    ("https://www.example.org/cggg/t20230512_42.html?from=list", "text/html; charset=utf-8", NOTICE_HTML.encode()),
    ("https://www.example.org/logo.png", "image/png", b"\x89PNG"),
    ("https://www.example.org/%E9%99%84%E4%BB%B6.txt", "text/plain", NOTICE_TEXT.encode()),
]


def sevenzip(members: dict[str, bytes], password: str | None = None) -> bytes:
    import py7zr

    target = io.BytesIO()
    with py7zr.SevenZipFile(target, "w", password=password) as archive:
        for number, (name, content) in enumerate(members.items()):
            archive.writestr(content, f"{number}")
            # py7zr refuses to write names that lead out; a hostile archive holds them.
            archive.header.files_info.files[-1]["filename"] = name
    return target.getvalue()


OFD_PAGES = [
    ofd_text(30, 30, "云岭市公安局视频会议设备采购项目中标公告")
    + ofd_text(30, 50, "中标金额：")
    + ofd_text(60, 50, "1285000.00", step=2),
    ofd_text(30, 30, "采购人：云岭市公安局"),
]


def ole(streams: dict[str, bytes]) -> bytes:
    """A compound file; `/` in a name stands between a storage and what lies in it."""
    free, end, table_mark, none = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    sectors: list[bytes] = []
    chains: list[int] = []

    def put(data: bytes) -> int:
        if not data:
            return end
        first, count = len(sectors), -(-len(data) // 512)
        for number in range(count):
            sectors.append(data[number * 512 : (number + 1) * 512].ljust(512, b"\0"))
            chains.append(first + number + 1 if number + 1 < count else end)
        return first

    small, small_chains = b"", []
    places: dict[str, int] = {}
    for name, data in streams.items():
        if len(data) >= 4096:
            places[name] = put(data)
            continue
        first, count = len(small) // 64, -(-len(data) // 64)
        places[name] = first if count else end
        small_chains += [first + number + 1 if number + 1 < count else end for number in range(count)]
        small += data.ljust(count * 64, b"\0")
    small_at = put(small)
    small_table = put(
        struct.pack(f"<{len(small_chains)}I", *small_chains).ljust(-(-len(small_chains) // 128) * 512, b"\xff")
    )
    storages = sorted({name.partition("/")[0] for name in streams if "/" in name})
    names = ["", *storages, *streams]
    numbers = {name: number for number, name in enumerate(names)}
    children: dict[str, list[str]] = {}
    for name in names[1:]:
        children.setdefault(name.rpartition("/")[0], []).append(name)
    directory = b""
    for name in names:
        siblings = children.get(name.rpartition("/")[0], []) if name else []
        right = numbers[siblings[siblings.index(name) + 1]] if name and name != siblings[-1] else none
        child = numbers[children[name][0]] if name in children else none
        own = ((name.rpartition("/")[2] or "Root Entry") + "\0").encode("utf-16-le")
        kind = 5 if not name else 1 if name in storages else 2
        start, size = (small_at, len(small)) if kind == 5 else (places.get(name, 0), len(streams.get(name, b"")))
        directory += own.ljust(64, b"\0") + struct.pack(
            "<HBBIII36xIII", len(own), kind, 1, none, right, child, start, size, 0
        )
    directory_at = put(directory)
    tables = 1
    while tables * 128 < len(sectors) + tables:
        tables += 1
    first_table = len(sectors)
    fat = [*chains, *[table_mark] * tables]
    sectors += [
        struct.pack("<128I", *(fat + [free] * 128 * tables)[number * 128 : (number + 1) * 128])
        for number in range(tables)
    ]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack(
        "<IIIIIIIIII", 0, tables, directory_at, 0, 4096, small_table, -(-len(small_chains) // 128), end, 0, first_table
    )
    head += struct.pack("<108I", *[first_table + n if n < tables else free for n in range(1, 109)])
    return head.ljust(512, b"\xff") + b"".join(sectors)


def xls(rows: list[tuple[object, ...]]) -> bytes:
    """An old workbook of one sheet."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def bof(kind: int) -> bytes:
        return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 0x07CC, 0, 6))

    title = "中标结果"
    sheet = bof(0x10)
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            at = struct.pack("<HHH", row, column, 0)
            if isinstance(value, str):
                sheet += record(0x204, at + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
            elif isinstance(value, bool):
                sheet += record(0x205, at + struct.pack("<BB", value, 0))
            elif isinstance(value, int | float):
                sheet += record(0x203, at + struct.pack("<d", value))
    sheet += record(0x0A, b"")
    name = struct.pack("<BB", len(title), 1) + title.encode("utf-16-le")
    size = len(bof(5)) + 4 + 6 + len(name) + 4
    book = bof(5) + record(0x85, struct.pack("<IBB", size, 0, 0) + name) + record(0x0A, b"") + sheet
    return ole({"Workbook": book.ljust(4096, b"\0")})


def doc(paragraphs: list[str], *, flags: int = 0x0200, version: int = 0xC1) -> bytes:
    """An old Word document; a paragraph that ends with a bell is a cell, a bell alone ends a row."""
    marked = [text if text.endswith("\x07") else text + "\r" for text in paragraphs]
    text = "".join(marked)
    begin = 0x800
    main = bytearray(begin) + text.encode("utf-16-le")
    main += bytes(-len(main) % 512)
    page = bytearray(512)
    in_cell = b"\x03" + b"\0\0" + struct.pack("<HB", 0x2416, 1)
    row_end = b"\0\x04" + b"\0\0" + struct.pack("<HBHB", 0x2416, 1, 0x2417, 1)
    page[400 : 400 + len(in_cell)] = in_cell
    page[420 : 420 + len(row_end)] = row_end
    bounds = [begin]
    for number, paragraph in enumerate(marked):
        bounds.append(bounds[-1] + 2 * len(paragraph))
        place = 210 if paragraph == "\x07" else 200 if paragraph.endswith("\x07") else 0
        page[4 * (len(marked) + 1) + 13 * number] = place
    page[: 4 * len(bounds)] = struct.pack(f"<{len(bounds)}I", *bounds)
    page[511] = len(marked)
    number_of_page = len(main) // 512
    main += page
    pieces = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, begin, 0)
    clx = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    layout = struct.pack("<III", begin, bounds[-1], number_of_page)
    struct.pack_into("<6H", main, 0, 0xA5EC, version, 0, 0x0804, 0, flags)
    struct.pack_into("<i", main, 0x4C, len(text))
    struct.pack_into("<II", main, 0x102, len(clx), len(layout))
    struct.pack_into("<II", main, 0x1A2, 0, len(clx))
    return ole({"WordDocument": bytes(main), "1Table": clx + layout})


def msg(
    texts: dict[str, str], *, attachments: dict[str, bytes] | None = None, more: dict[str, bytes] | None = None
) -> bytes:
    """An Outlook message of text properties by their number, sent on 2023-05-12."""
    sent = (19489 + 134774) * 86_400 * 10_000_000
    streams = {"__properties_version1.0": bytes(32) + struct.pack("<HHIQ", 0x40, 0x39, 6, sent)}
    streams |= {f"__substg1.0_{number}001F": text.encode("utf-16-le") for number, text in texts.items()}
    for place, (name, content) in enumerate((attachments or {}).items()):
        folder = f"__attach_version1.0_#{place:08X}"
        streams[f"{folder}/__substg1.0_3707001F"] = name.encode("utf-16-le")
        streams[f"{folder}/__substg1.0_37010102"] = content
    return ole(streams | (more or {}))


EML = (
    "Received: from mail.example.org by mx.example.com; Fri, 12 May 2023 09:30:00 +0800\r\n"
    "From: =?utf-8?b?6YeH6LSt5Lit5b+D?= <office@tenders.example.org>\r\nTo: supplier@example.com\r\n"
    "Subject: =?gb2312?b?1MbB68rQuauwsr7WytPGtbvh0unJ6LG41tCx6s2o1qo=?=\r\nDate: Fri, 12 May 2023 09:30:00 +0800\r\n"
    "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    "一、项目编号：YLZC2023-G1-0042\r\n中标金额：128.5万元\r\n"
).encode()


def mhtml(charset: str = "utf-8") -> bytes:
    page = NOTICE_HTML.replace("utf-8", charset).encode("gb18030" if charset == "gb2312" else charset)
    return (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/notice.html\r\n"
        b"Subject: =?utf-8?Q?=E5=85=AC=E5=91=8A?=\r\nDate: Fri, 12 May 2023 09:30:00 +0800\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="----Edge"\r\n\r\n------Edge\r\n'
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\nContent-Location: https://example.org/notice.html\r\n\r\n"
        + base64.encodebytes(page)
        + b"\r\n------Edge\r\nContent-Type: text/css\r\nContent-Transfer-Encoding: 8bit\r\n\r\np { color: red }\r\n------Edge--\r\n"
    )


def rtf_escaped(text: str, codec: str = "gb18030") -> str:
    return "".join(c if c.isascii() else "".join(f"\\'{byte:02x}" for byte in c.encode(codec)) for c in text)


RTF = (
    "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun;}{\\f1\\froman\\fcharset0 Times;}}"
    "{\\stylesheet{\\s0 Normal;}}{\\header\\pard Header\\par}\n"
    f"\\pard\\f0 {rtf_escaped('云岭市公安局视频会议设备采购项目中标公告')}\\par\n"
    f"\\pard\\outlinelevel0 {rtf_escaped('一、项目基本情况')}\\par\n"
    f"\\pard\\uc1 \\u39044?\\u31639?{rtf_escaped('金额：128.5万元')}{{\\v {rtf_escaped('隐藏')}}}\\par\n"
    f"\\trowd\\trhdr\\cellx3000\\cellx6000\\pard\\intbl {rtf_escaped('供应商')}\\cell {rtf_escaped('金额（元）')}\\cell\\row\n"
    f"\\trowd\\cellx3000\\cellx6000\\pard\\intbl {rtf_escaped('云岭远视科技有限公司')}\\cell 1285000\\cell\\row\n"
    "\\pard End\\par}"
).encode("ascii")

_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"'
)


def odf(kind: str, body: str) -> bytes:
    xml = f"<office:document-content {_ODF}><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(),
            "content.xml": f'<?xml version="1.0" encoding="UTF-8"?>{xml}'.encode(),
        },
        method=zipfile.ZIP_STORED,
    )


ODT = (
    '<text:h text:outline-level="1">云岭市公安局视频会议设备采购项目中标公告</text:h>'
    "<text:tracked-changes><text:p>删除的文字</text:p></text:tracked-changes>"
    '<text:p>预算金额：<text:span>128.5</text:span><text:s text:c="2"/>万元<text:note><text:p>脚注</text:p></text:note></text:p>'
    "<text:list><text:list-item><text:p>第一包</text:p></text:list-item></text:list>"
    "<table:table><table:table-header-rows><table:table-row>"
    '<table:table-cell table:number-columns-spanned="2"><text:p>供应商</text:p></table:table-cell><table:covered-table-cell/>'
    "<table:table-cell><text:p>报价（元）</text:p></table:table-cell></table:table-row></table:table-header-rows>"
    '<table:table-row><table:table-cell table:number-columns-repeated="2"/><table:table-cell><text:p>1285000</text:p></table:table-cell>'
    "</table:table-row></table:table>"
)
ODS = (
    '<table:table table:name="中标结果"><table:table-row><table:table-cell><text:p>供应商名称</text:p></table:table-cell>'
    "<table:table-cell><text:p>中标金额（元）</text:p></table:table-cell></table:table-row>"
    '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    "<table:table-row><table:table-cell><text:p>云岭远视科技有限公司</text:p></table:table-cell>"
    '<table:table-cell table:number-columns-repeated="2"><text:p>1,285,000.00</text:p></table:table-cell></table:table-row>'
    '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/></table:table-row></table:table>'
)
ODP = (
    '<draw:page><draw:frame presentation:class="title"><draw:text-box><text:p>中标结果</text:p></draw:text-box></draw:frame>'
    "<draw:frame><draw:text-box><text:list><text:list-item><text:p>云岭远视科技有限公司</text:p></text:list-item></text:list>"
    "</draw:text-box></draw:frame></draw:page><draw:page><draw:frame><draw:text-box><text:p>第二页</text:p></draw:text-box></draw:frame></draw:page>"
)

_P = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def pptx(slides: list[str]) -> bytes:
    """A presentation whose parts are numbered backwards: only its relations tell the order."""
    count = len(slides)
    listed = "".join(f'<p:sldId id="{256 + n}" r:id="rId{n}"/>' for n in range(count))
    related = "".join(
        f'<Relationship Id="rId{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/slide" Target="slides/slide{count - n}.xml"/>'
        for n in range(count)
    )
    return zipped(
        {
            "[Content_Types].xml": _TYPES,
            "ppt/presentation.xml": f'<p:presentation {_P}><p:sldIdLst>{listed}</p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/></p:presentation>'.encode(),
            "ppt/_rels/presentation.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{related}</Relationships>'.encode(),
        }
        | {
            f"ppt/slides/slide{count - n}.xml": f"<p:sld {_P}><p:cSld><p:spTree>{slide}</p:spTree></p:cSld></p:sld>".encode()
            for n, slide in enumerate(slides)
        }
    )


def pptx_shape(text: str, role: str = "") -> str:
    place = f'<p:ph type="{role}"/>' if role else ""
    return f"<p:sp><p:nvSpPr><p:nvPr>{place}</p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"


def _pptx_cell(text: str, more: str = "") -> str:
    return f"<a:tc {more}><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>"


PPTX_SLIDES = [
    pptx_shape("中标结果", "title") + pptx_shape("云岭市公安局") + pptx_shape("1", "sldNum"),
    pptx_shape("报价", "title")
    + '<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tblPr firstRow="1"/>'
    + "<a:tr>"
    + _pptx_cell("供应商", 'gridSpan="2"')
    + _pptx_cell("", 'hMerge="1"')
    + _pptx_cell("报价（元）")
    + "</a:tr>"
    + f"<a:tr>{_pptx_cell('1包')}{_pptx_cell('云岭远视科技有限公司')}{_pptx_cell('1285000')}</a:tr>"
    + "</a:tbl></a:graphicData></a:graphic></p:graphicFrame>",
]

CSV = '包号,供应商名称,中标金额（元）\n1,云岭远视科技有限公司,"1,285,000.00"\n2,云岭数联信息有限公司,990000\n3,云岭安防有限公司,450000\n4,云岭电力有限公司,1\n'


def picture(size: tuple[int, int] = (640, 900), form: str = "PNG", pages: int = 1, **how: object) -> bytes:
    """An image of a page: dark lines on white."""
    from PIL import Image, ImageDraw

    shown = []
    for number in range(pages):
        image = Image.new("L", size, 255)
        draw = ImageDraw.Draw(image)
        for line in range(10 + number):
            top = size[1] * (line + 1) // 24
            draw.rectangle((size[0] // 10, top, size[0] * 8 // 10, top + size[1] // 60), fill=20)
        shown.append(image.convert("1") if str(how.get("compression", "")).startswith("group") else image)
    if pages > 1:
        how = {**how, "save_all": True, "append_images": shown[1:]}
    target = io.BytesIO()
    shown[0].save(target, form, **how)
    return target.getvalue()


def _varying(number: int) -> bytes:
    """A number as RAR 5 writes it: seven bits a byte."""
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number])


def _rar_block(kind: int, body: bytes, content: bytes | None = None, extra: bytes = b"") -> bytes:
    flags = (1 if extra else 0) | (2 if content is not None else 0)
    head = _varying(kind) + _varying(flags) + (_varying(len(extra)) if extra else b"")
    head += _varying(len(content)) if content is not None else b""
    head += body + extra
    head = _varying(len(head)) + head
    return struct.pack("<I", zlib.crc32(head)) + head + (content or b"")


def rar(
    members: dict[str, bytes], *, volume: bool = False, links: dict[str, str] | None = None, locked: bool = False
) -> bytes:
    """A RAR 5 archive whose members are not compressed."""
    found = b"Rar!\x1a\x07\x01\x00" + _rar_block(1, _varying(1 if volume else 0))
    for name, content in {**members, **dict.fromkeys(links or {}, b"")}.items():
        raw = name.encode()
        extra = b""
        if name in (links or {}):
            target = (links or {})[name].encode()
            record = _varying(5) + _varying(1) + _varying(0) + _varying(len(target)) + target
            extra = _varying(len(record)) + record
        if locked:
            record = _varying(1) + _varying(0) + _varying(0) + bytes([15]) + bytes(32)
            extra = _varying(len(record)) + record
        body = _varying(4) + _varying(len(content)) + _varying(0o100644) + struct.pack("<I", zlib.crc32(content))
        body += _varying(0) + _varying(1) + _varying(len(raw)) + raw
        found += _rar_block(2, body, content, extra)
    return found + _rar_block(5, _varying(0))


def rar4(members: dict[bytes, bytes]) -> bytes:
    """A RAR 4 archive whose members are not compressed, their names in any charset."""

    def block(kind: int, flags: int, body: bytes, content: bytes = b"") -> bytes:
        head = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
        return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + content

    found = b"Rar!\x1a\x07\x00" + block(0x73, 0, bytes(6))
    for name, content in members.items():
        body = struct.pack(
            "<IIBIIBBHI", len(content), len(content), 3, zlib.crc32(content), 0x56AC4BC0, 20, 0x30, len(name), 0o100644
        )
        found += block(0x74, 0x8000, body + name, content)
    return found + block(0x7B, 0x4000, b"")


def locked(content: bytes, password: str = "VelvetSweatshop") -> bytes:
    """An office file behind a password, as Office 2010 and later lock it, but for a key that is quicker to make."""
    from msoffcrypto.method.ecma376_agile import ECMA376Agile

    return ECMA376Agile.encrypt(password, io.BytesIO(content), spin_count=10)


def _record(kind: int, body: bytes, instance: int = 0, *, holds: bool = False) -> bytes:
    return struct.pack("<HHI", instance << 4 | (0xF if holds else 0), kind, len(body)) + body


def ppt_text(text: str, kind: int = 4) -> bytes:
    """The text of one shape of an old presentation; kind 0 is a title, 6 a centered one."""
    header = _record(3999, struct.pack("<I", kind))
    if text.isascii():
        return header + _record(4008, text.encode("ascii"))
    return header + _record(4000, text.encode("utf-16-le"))


def ppt_shape(text: bytes, placeholder: int = 0) -> bytes:
    """One shape with its text; placeholder 8 is the number of the slide."""
    data = (
        _record(0xF011, _record(3011, struct.pack("<iBBH", 0, placeholder, 0, 0)), holds=True) if placeholder else b""
    )
    return _record(0xF004, data + _record(0xF00D, text, holds=True), holds=True)


def ppt(slides: list[list[bytes]], outlines: list[bytes] | None = None, *, hidden: int = -1) -> bytes:
    """An old presentation: shapes of each slide, and the texts of each slide in the outline; slides lie backwards."""
    stream = b""
    places: dict[int, int] = {}
    for number, shapes in reversed(list(enumerate(slides))):
        places[number + 2] = len(stream)
        info = _record(1017, struct.pack("<iIBBHI", 0, 0, 0, 0, 4 if number == hidden else 0, 0))
        drawn = _record(0xF002, _record(0xF003, b"".join(shapes), holds=True), holds=True)
        stream += _record(1006, info + _record(0x040C, drawn, holds=True), holds=True)
    listed = b"".join(
        _record(1011, struct.pack("<IIiII", number + 2, 0, 0, 256 + number, 0))
        + ((outlines or [])[number] if number < len(outlines or []) else b"")
        for number in range(len(slides))
    )
    places[1] = len(stream)
    size = _record(1001, struct.pack("<ii", 5760, 4320) + bytes(32))
    stream += _record(1000, size + _record(4080, listed, holds=True), holds=True)
    directory = len(stream)
    stream += _record(
        6002,
        struct.pack("<I", len(places) << 20 | 1) + b"".join(struct.pack("<I", places[key]) for key in sorted(places)),
    )
    edit = len(stream)
    stream += _record(4085, struct.pack("<7I", 256, 0, 0, directory, 1, len(places) + 1, 0))
    user = _record(4086, struct.pack("<III", 20, 0xE391C05F, edit) + bytes(8))
    return ole({"PowerPoint Document": stream.ljust(4096, b"\0"), "Current User": user})


PPT_SLIDES = [
    [ppt_shape(_record(3998, struct.pack("<i", 0))), ppt_shape(ppt_text("云岭市公安局\r中标金额：128.5万元"))],
    [ppt_shape(ppt_text("报价", 0)), ppt_shape(ppt_text("2"), placeholder=8)],
]
PPT_OUTLINES = [ppt_text("中标结果", 6)]


def samples() -> dict[str, dict[str, bytes]]:
    """Reader's name to its files."""
    return {
        "html": {
            "公告.html": NOTICE_HTML.encode(),
            "gbk.htm": NOTICE_HTML.replace("utf-8", "gb2312").encode("gb18030"),
            "answer.json": json.dumps({"data": {"title": "采购公告", "content": NOTICE_HTML}}).encode(),
        },
        "text": {"公告.txt": NOTICE_TEXT.encode(), "gbk.txt": NOTICE_TEXT.encode("gb18030")},
        "pdf": {"notice.pdf": pdf([["Award notice", "Contract value: EUR 125,000"], [], ["Supplier: Vision Ltd"]])},
        "zip": {"公告.zip": zipped({"公告/1.txt": NOTICE_TEXT.encode(), "公告/2.html": NOTICE_HTML.encode()})},
        "docx": {"更正公告.docx": docx(DOCX_BODY, DOCX_STYLES)},
        "xlsx": {"结果.xlsx": xlsx()},
        "ocds": {
            "package.json": json.dumps(PACKAGE).encode(),
            "release.json": json.dumps(RELEASE).encode(),
            "releases.jsonl": b"\n".join([json.dumps(RELEASE).encode()] * 2),
        },
        "csv": {"结果.csv": CSV.encode(), "gbk.csv": CSV.encode("gb18030")},
        "doc": {
            "公告.doc": doc(
                ["云岭市公安局视频会议设备中标公告", "供应商\x07", "报价（元）\x07", "\x07", "合同期一年。"]
            )
        },
        "eml": {"通知.eml": EML},
        "mhtml": {"公告.mhtml": mhtml(), "gbk.mht": mhtml("gb2312")},
        "msg": {"通知.msg": msg({"0037": "视频会议设备中标通知", "1000": "中标金额：128.5万元"})},
        "odf": {
            "公告.odt": odf("text", ODT),
            "结果.ods": odf("spreadsheet", ODS),
            "结果.odp": odf("presentation", ODP),
        },
        "pptx": {"结果.pptx": pptx(PPTX_SLIDES)},
        "rtf": {"公告.rtf": RTF},
        "xls": {"结果.xls": xls([("供应商名称", "中标金额（元）"), ("云岭远视科技有限公司", 1285000.0)])},
        "eforms": {"notice.xml": EFORMS.encode()},
        "tar": {
            "公告.tar": tarred({"公告/1.txt": NOTICE_TEXT.encode(), "公告/2.html": NOTICE_HTML.encode()}),
            "公告.tar.gz": tarred({"公告/1.txt": NOTICE_TEXT.encode()}, "gz"),
            "公告.tar.bz2": tarred({"公告/1.txt": NOTICE_TEXT.encode()}, "bz2"),
            "公告.tar.xz": tarred({"公告/1.txt": NOTICE_TEXT.encode()}, "xz"),
            "公告.html.gz": gzip.compress(NOTICE_HTML.encode(), mtime=0),
        },
        "sevenzip": {"公告.7z": sevenzip({"公告/1.txt": NOTICE_TEXT.encode(), "公告/2.html": NOTICE_HTML.encode()})},
        "warc": {
            "crawl.warc": warc(CAPTURES),
            "crawl.warc.gz": warc(CAPTURES, packed=True),
            "crawl.wacz": zipped({"archive/data.warc.gz": warc(CAPTURES, packed=True), "datapackage.json": b"{}"}),
        },
        "ofd": {"中标公告.ofd": ofd(OFD_PAGES)},
        "image": {
            "扫描件.png": picture(),
            "扫描件.jpg": picture(form="JPEG"),
            "传真.tif": picture((1728, 1100), "TIFF", 2, compression="group4", dpi=(204, 98)),
            "扫描件.webp": picture(form="WEBP"),
            "扫描件.gif": picture(form="GIF"),
            "扫描件.bmp": picture(form="BMP"),
        },
        "rar": {
            "公告.rar": rar({"公告/1.txt": NOTICE_TEXT.encode()}),
            "旧公告.rar": rar4({"公告/1.txt".encode("gb18030"): NOTICE_TEXT.encode("gb18030")}),
        },
        "locked": {"结果.xlsx": locked(xlsx())},
        "ppt": {"结果.ppt": ppt(PPT_SLIDES, PPT_OUTLINES)},
    }
