"""Invented files of every format that a built-in reader reads, made here byte by byte."""

from __future__ import annotations

import io
import json
import zipfile

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
        "eforms": {"notice.xml": EFORMS.encode()},
    }
