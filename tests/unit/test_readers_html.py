"""HTML pages become blocks that stand where the page shows them."""

from __future__ import annotations

import base64
import json

import pytest

from counterfile.errors import NotADocument
from counterfile.model.reading import Block, BlockKind, Draft
from counterfile.plugins.readers.html import HtmlReader

LONG = "云岭市政府采购中心受云岭市公安局委托，就视频会议设备采购项目组织公开招标，评标工作已经结束，中标结果公告如下。"


def read(body: str, head: str = "", encoding: str = "utf-8") -> Draft:
    return HtmlReader().read(f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding), "公告.html")


def shown(draft: Draft, *kinds: BlockKind) -> list[str]:
    return [draft.text[block.start : block.end] for block in draft.blocks if not kinds or block.kind in kinds]


def own(draft: Draft) -> list[str]:
    return [draft.text[block.start : block.end] for block in draft.blocks if block.kind is not BlockKind.FURNITURE]


def furniture(draft: Draft) -> list[str]:
    return shown(draft, BlockKind.FURNITURE)


def cells(draft: Draft) -> list[tuple[int, int, int, int, int, str]]:
    return [
        (block.table, block.row, block.col, block.rowspan, block.colspan, draft.text[block.start : block.end])
        for block in draft.blocks
        if block.kind is BlockKind.CELL
    ]


def named(draft: Draft, name: str) -> Block:
    return next(block for block in draft.blocks if block.name == name)


# --- text ------------------------------------------------------------------------------------------------------------


def test_text_split_by_inline_tags_is_joined_without_spaces() -> None:
    draft = read(f"<p>采购<u>人</u>：<span>云岭</span><font>市公安局</font></p><p>{LONG}</p>")

    assert own(draft)[0] == "采购人：云岭市公安局"


def test_a_line_wrapped_in_the_source_has_no_blank_between_chinese_characters() -> None:
    draft = read(f"<p>云岭市\n    公安局 视频</p><p>{LONG}</p>")

    assert own(draft)[0] == "云岭市公安局 视频"


def test_each_line_break_begins_a_block() -> None:
    draft = read(f"<p>{LONG}<br/>联系人：王老师<br>地址：云岭市人民路1号</p>")

    assert own(draft) == [LONG, "联系人：王老师", "地址：云岭市人民路1号"]


def test_blanks_of_every_kind_become_one() -> None:
    draft = read(f"<p>联&nbsp;&nbsp;系\u3000人\u2003：\u200b李\ufeff工</p><p>{LONG}</p>")

    assert own(draft)[0] == "联 系 人 ：李工"


def test_positions_count_nfc_code_points() -> None:
    draft = read(f"<p>Cafe\u0301 \U00020000路</p><p>{LONG}</p>")

    assert own(draft)[0] == "Café \U00020000路"
    assert len(own(draft)[0]) == 7


def test_fake_bold_is_read_once() -> None:
    draft = read(f"<p>一、项项目目编编号号：YLZC-1122</p><p>{LONG}</p>")

    assert own(draft)[0] == "一、项目编号：YLZC-1122"


def test_scripts_and_styles_leave_no_trace() -> None:
    draft = read(f"<script>var x='项目';</script><style>p{{color:red}}</style><p>{LONG}</p><svg><text>图</text></svg>")

    assert draft.text == LONG


# --- charsets --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declaration", "encoding", "charset"),
    [
        ('<meta charset="utf-8">', "utf-8", "utf-8"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', "gb18030", "gb18030"),
        ('<meta charset="gbk">', "gb18030", "gb18030"),
        ("", "gb18030", "gb18030"),
        ("", "utf-8", "utf-8"),
        ('<meta charset="utf-8">', "gb18030", "gb18030"),
        ('<meta charset="gb2312">', "utf-8", "utf-8"),
        ('<meta charset="iso-8859-1">', "gb18030", "gb18030"),
        ("", "utf-16", "utf-16"),
        ("", "utf-8-sig", "utf-8"),
        ('<meta charset="big5">', "big5", "big5hkscs"),
    ],
)
def test_bytes_become_characters_by_evidence_not_by_faith(declaration: str, encoding: str, charset: str) -> None:
    text = "採購人：臺北市" if encoding == "big5" else LONG

    draft = read(f"<p>{text}</p>", declaration, encoding)

    assert own(draft) == [text]
    assert draft.charset == charset


def test_a_damaged_character_is_counted_and_the_rest_read() -> None:
    content = f"<html><meta charset=utf-8><body><p>{LONG * 5}</p></body></html>".encode()
    at = content.index("公开".encode())

    draft = HtmlReader().read(content[:at] + b"\xe5" + content[at + 3 :], "公告.html")

    assert dict(draft.signals)["replacement_characters"] == "1"


# --- titles, fields --------------------------------------------------------------------------------------------------


def test_the_title_tag_and_the_first_heading_are_titles() -> None:
    draft = read(f"<h1>视频会议设备采购项目中标公告</h1><p>{LONG}</p>", "<title>中标公告-云岭市政府采购网</title>")

    assert shown(draft, BlockKind.TITLE) == ["中标公告-云岭市政府采购网", "视频会议设备采购项目中标公告"]


def test_a_centered_first_line_that_ends_like_a_notice_is_the_title() -> None:
    draft = read(f'<p align="center">云岭市第一中学课桌椅采购成交结果公告（二次）</p><p>{LONG}</p>')

    assert shown(draft, BlockKind.TITLE) == ["云岭市第一中学课桌椅采购成交结果公告（二次）"]


def test_meta_values_are_fields_and_technical_ones_are_not() -> None:
    draft = read(
        f"<p>{LONG}</p>",
        '<meta name="PubDate" content="2023-05-12 09:30"><meta name="viewport" content="width=1">'
        '<meta name="ArticleTitle" content="<font color=red>中标公告</font>">',
    )

    assert [
        (block.name, draft.text[block.start : block.end]) for block in draft.blocks if block.kind is BlockKind.FIELD
    ] == [
        ("meta:PubDate", "2023-05-12 09:30"),
        ("meta:ArticleTitle", "中标公告"),
    ]


def test_linked_data_and_microdata_are_fields_but_nothing_of_persons_is() -> None:
    linked = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle",
    "headline": "Award: school desks", "datePublished": "2024-05-06T08:00:00Z", "isAccessibleForFree": true,
    "author": {"@type": "Person", "name": "A. Writer"}, "editor": "B. Writer",
    "publisher": {"@type": "GovernmentOrganization", "name": "Town of Eastbrook", "telephone": "555 0100"}}]}</script>
    <script type="application/ld+json">{ not json</script>"""
    draft = read(f'<p>{LONG}</p><meta itemprop="dateModified" content="2024-05-07">', linked)

    assert [
        (block.name, draft.text[block.start : block.end]) for block in draft.blocks if block.kind is BlockKind.FIELD
    ] == [
        ("itemprop:dateModified", "2024-05-07"),
        ("jsonld:NewsArticle/headline", "Award: school desks"),
        ("jsonld:NewsArticle/datePublished", "2024-05-06T08:00:00Z"),
        ("jsonld:NewsArticle/publisher:GovernmentOrganization/name", "Town of Eastbrook"),
    ]
    assert "Writer" not in draft.text


def test_linked_data_of_any_depth_and_size_is_read_in_bounds() -> None:
    deep = '{"a":' * 5000 + "1" + "}" * 5000
    wide = '{"@type": "Article", "keywords": [' + ",".join(f'"{n}"' for n in range(10_000)) + "]}"
    draft = read(
        f"<p>{LONG}</p>",
        f'<script type="application/ld+json">{deep}</script><script type="application/ld+json">{wide}</script>',
    )

    assert sum(block.kind is BlockKind.FIELD for block in draft.blocks) == 50


def test_a_machine_code_in_a_class_names_the_block() -> None:
    draft = read(f'<p>{LONG}</p><p>项目编号：<span class="bookmark code-00003 x">YLZC-42</span></p>')

    assert named(draft, "class:code-00003").kind is BlockKind.PARAGRAPH


def test_a_bold_numbered_line_is_a_heading_but_a_filled_label_is_not() -> None:
    draft = read(f"<p><b>二、中标信息</b></p><p><b>一、项目编号：YLZC-42</b></p><p>{LONG}</p>")

    assert shown(draft, BlockKind.HEADING) == ["二、中标信息"]


# --- tables ----------------------------------------------------------------------------------------------------------


def test_cells_stand_where_their_spans_put_them() -> None:
    draft = read(
        "<table><tr><th rowspan=2>包号</th><th colspan=2>中标人</th></tr><tr><th>名称</th><th>金额（元）</th></tr>"
        "<tr><td>1</td><td>云岭远视科技有限公司</td><td>128.5</td></tr></table>"
    )

    assert cells(draft) == [
        (0, 0, 0, 2, 1, "包号"),
        (0, 0, 1, 1, 2, "中标人"),
        (0, 1, 1, 1, 1, "名称"),
        (0, 1, 2, 1, 1, "金额（元）"),
        (0, 2, 0, 1, 1, "1"),
        (0, 2, 1, 1, 1, "云岭远视科技有限公司"),
        (0, 2, 2, 1, 1, "128.5"),
    ]


def test_header_cells_are_marked() -> None:
    draft = read(
        "<table><thead><tr><td>名称</td><td>金额</td></tr></thead><tbody><tr><td>甲公司</td><td>5万元</td></tr></tbody></table>"
    )

    assert [block.header for block in draft.blocks if block.kind is BlockKind.CELL] == [True, True, False, False]


def test_paragraphs_in_a_cell_are_its_lines() -> None:
    draft = read("<table><tr><td>地址</td><td><p>人民路1号</p><p>三楼</p></td></tr></table>")

    assert cells(draft)[1][5] == "人民路1号\n三楼"


def test_a_cell_that_holds_a_table_is_layout() -> None:
    draft = read(f"<table><tr><td>{LONG}<table><tr><td>名称</td><td>甲公司</td></tr></table>落款</td></tr></table>")

    assert cells(draft) == [(0, 0, 0, 1, 1, "名称"), (0, 0, 1, 1, 1, "甲公司")]
    assert shown(draft, BlockKind.PARAGRAPH) == [LONG, "落款"]


def test_a_table_of_one_column_is_layout() -> None:
    draft = read(f"<table><tr><td>{LONG}</td></tr><tr><td>联系人：王老师</td></tr></table>")

    assert cells(draft) == []
    assert own(draft) == [LONG, "联系人：王老师"]


def test_tables_are_numbered_in_order_and_layout_has_no_number() -> None:
    draft = read(
        "<table><tr><td><table><tr><td>采购人</td><td>公安局</td></tr></table></td></tr></table>"
        "<table><tr><td>中标人</td><td>甲公司</td></tr></table>"
    )

    assert [(cell[0], cell[5]) for cell in cells(draft)] == [(0, "采购人"), (0, "公安局"), (1, "中标人"), (1, "甲公司")]


def test_senseless_spans_count_as_one_or_as_the_most() -> None:
    draft = read(
        '<table><tr><td colspan="-3">甲公司</td><td colspan="99999999">乙公司</td><td rowspan="x">丙公司</td></tr></table>'
    )

    assert [cell[2:5] for cell in cells(draft)] == [(0, 1, 1), (1, 1, 200), (201, 1, 1)]


# --- furniture -------------------------------------------------------------------------------------------------------

MENU = (
    "<ul>"
    + "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ["首页", "采购公告", "结果公告", "法规"])
    + "</ul>"
)


def test_navigation_is_furniture_by_element_class_or_links() -> None:
    for menu in (f"<nav>{MENU}</nav>", f'<div class="mainnav">{MENU}</div>', MENU):
        draft = read(f"{menu}<p>{LONG}</p>")

        assert own(draft) == [LONG]
        assert furniture(draft) == ["首页", "采购公告", "结果公告", "法规"]


def test_neighbors_titles_are_furniture_also_inside_the_body() -> None:
    draft = read(
        f'<div id="zoom"><p>{LONG}</p><p>上一篇：<a href="/1">第一小学采购公告</a></p><p>下一篇：</p><p><a href="/2">医院采购公告</a></p></div>'
    )

    assert own(draft) == [LONG]


def test_outside_a_known_body_only_title_publication_and_summary_stay() -> None:
    draft = read(
        '<div class="box">通知：系统将于周六维护</div><h2>视频会议设备采购项目中标公告</h2><div>发布时间：2023-05-12 来源：采购中心</div>'
        '<table><tr><td class="title">采购项目名称</td><td>视频会议设备</td></tr><tr><td class="title">采购单位</td><td>云岭市公安局</td></tr></table>'
        f'<div class="vF_detail_content"><p>{LONG}</p></div><div>服务热线：400-000-0000</div>'
    )

    assert furniture(draft) == ["通知：系统将于周六维护", "服务热线：400-000-0000"]
    assert own(draft)[:2] == ["视频会议设备采购项目中标公告", "发布时间：2023-05-12 来源：采购中心"]
    assert len(cells(draft)) == 4


def test_hidden_text_is_furniture() -> None:
    draft = read(
        f'<p>{LONG}</p><p style="display: none">中标金额：1元</p><div hidden>预算：2元</div>'
        '<p>报价<span style="font-size:0">3元</span>如下</p><p class="off">4元</p>',
        "<style>.off { color: red; display:none }</style>",
    )

    assert own(draft) == [LONG, "报价如下"]
    assert furniture(draft) == ["中标金额：1元", "预算：2元", "3元", "4元"]


def test_a_page_whose_body_waits_for_its_script_is_read() -> None:
    draft = read(f'<div style="display:none"><p>{LONG * 8}</p></div>')

    assert own(draft) == [LONG * 8]
    assert "shown_hidden_text" in dict(draft.signals)


def test_a_guess_by_class_that_would_drop_the_notice_is_not_trusted() -> None:
    draft = read(f'<div class="search"><p>{LONG}</p><p>{LONG}</p></div><p>云岭市政府采购中心</p>')

    assert own(draft) == [LONG, LONG, "云岭市政府采购中心"]


def test_links_to_attachments_stay() -> None:
    draft = read(
        f"<p>{LONG}</p><ul>{''.join(f'<li><a href=/{n}>附件{n}：采购文件.pdf</a></li>' for n in range(4))}</ul>"
    )

    assert own(draft)[1:] == [f"附件{number}：采购文件.pdf" for number in range(4)]


# --- pages that are no notices ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<title>安全验证</title><p>您的访问过于频繁，请输入验证码后继续访问</p><input>", "anti-robot"),
        ("<p>Access Denied</p><p>Reference #18.2f</p>", "anti-robot"),
        ("<noscript>Please enable JavaScript to continue.</noscript><div id=app></div>", "anti-robot"),
        ("<script>var arg1='5D09';function setCookie(){}</script>", "anti-robot"),
        ("<title>404 Not Found</title><center><h1>404 Not Found</h1></center><hr>nginx", "error page"),
        ("<p>对不起，您访问的页面不存在或已被删除！</p><a href=/>返回首页</a>", "error page"),
        ('<title>用户登录</title><form>用户名<input name=u>密码<input type="password"></form>', "login page"),
        ('<div id="app"></div><script src="/app.js"></script>', "empty shell"),
        ("<title>云岭市政府采购网</title><div></div>", "empty shell"),
        (MENU * 8, "links"),
    ],
)
def test_what_the_portal_sent_instead_of_a_notice_is_set_aside(page: str, reason: str) -> None:
    with pytest.raises(NotADocument, match=reason):
        read(page)


@pytest.mark.parametrize(
    "notice",
    [
        f"<p>{LONG * 4}供应商登录系统后输入验证码，访问被拒绝时请联系采购中心。</p>",
        "<h1>云岭市公安局验证码系统采购项目中标公告</h1><p>中标人：云岭远视科技有限公司，登录密码另行通知。</p>",
        "<h1>视频会议设备采购项目废标公告</h1><p>供应商不足三家。</p>",
        "<title>页面不存在测试设备采购公告</title><p>采购人：云岭市公安局</p><p>项目编号：YLZC-404</p>",
        "<h1>开标记录公示</h1><p>详见附件</p>",
    ],
)
def test_a_notice_that_mentions_such_words_is_read(notice: str) -> None:
    assert own(read(notice))


# --- wrapped pages ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrap",
    [
        lambda page: json.dumps({"code": 0, "data": {"title": "中标公告", "content": page}}).encode(),
        lambda page: json.dumps({"data": {"content": page.replace("<", "&lt;").replace(">", "&gt;")}}).encode(),
        lambda page: json.dumps({"data": base64.b64encode(page.encode()).decode()}).encode(),
        lambda page: base64.b64encode(page.encode()),
        lambda page: page.replace("<", "&lt;").replace(">", "&gt;").encode(),
    ],
)
def test_saved_answers_of_interfaces_are_unwrapped(wrap) -> None:
    draft = HtmlReader().read(wrap(f"<p>{LONG}</p><p>中标金额：5万元</p>"), "answer.json")

    assert own(draft)[-2:] == [LONG, "中标金额：5万元"]


@pytest.mark.parametrize("content", [b'{"code":500,"msg":"busy"}', b"[1,2,3]", "没有标记".encode(), b'{"broken": '])
def test_what_holds_no_markup_is_no_page(content: bytes) -> None:
    with pytest.raises(NotADocument):
        HtmlReader().read(content, "x.html")


# --- hostile pages ---------------------------------------------------------------------------------------------------


def test_ten_thousand_levels_are_walked_without_recursion() -> None:
    draft = read("<div>" * 10_000 + LONG + "</div>" * 10_000)

    assert own(draft) == [LONG]


def test_nested_tables_by_the_thousand_end() -> None:
    draft = read("<table><tr><td>" * 2_000 + LONG)

    assert LONG in draft.text


@pytest.mark.parametrize(
    "body", ["<p>" * 30_000 + LONG, "<a href=x>" * 20_000 + LONG, "&" * 100_000 + LONG, "甲" * 1_000_000]
)
def test_repetition_is_read_in_bearable_time(body: str) -> None:
    assert read(body).blocks


def test_list_under_latest_notices_is_furniture_with_its_heading() -> None:
    page = (
        "<html><body><table><tr><td><div class='left'><h3>最新公告</h3><ul>"
        "<li><a href='/1'>梓岚市道路绿化工程重新招标公告</a><span>[03-12]</span></li>"
        "<li><a href='/2'>人脸识别门禁采购项目（二次）招标公告</a><span>[03-12]</span></li></ul></div></td>"
        "<td><div>桦屏县网络舆情监测服务采购项目公开招标公告</div><p>采购人：桦屏县教育局，预算金额：20万元，见招标文件。</p>"
        "<p>附件：<a href='/a.pdf'>招标文件.pdf</a></p></td></tr></table></body></html>"
    )

    draft = HtmlReader().read(page.encode(), "公告.html")

    assert isinstance(draft, Draft)
    kinds = {draft.text[block.start : block.end]: block.kind for block in draft.blocks}
    assert kinds["最新公告"] is BlockKind.FURNITURE
    assert all(kind is BlockKind.FURNITURE for text, kind in kinds.items() if "[03-12]" in text)
    assert all(kind is not BlockKind.FURNITURE for text, kind in kinds.items() if "桦屏" in text or "附件" in text)
