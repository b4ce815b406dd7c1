"""Own text and furniture on invented portals; pages that are no notices; texts that pages carry unseen."""

# ruff: noqa: E501 (markup reads better unwrapped)

from __future__ import annotations

import base64
import html
import json
import re
from collections import Counter
from urllib.parse import quote

import pytest
from no_notices import pages as no_notices
from portal_pages import AWARD, CHINESE, SHORT, TENDER, Notice, Page, unseen
from portal_pages import pages as portal_pages

from counterfile.errors import NotADocument
from counterfile.model.reading import BlockKind, Draft
from counterfile.plugins.readers.html import HtmlReader, pieces_of


def read(page: str) -> Draft:
    return HtmlReader().read(page.encode(), "公告.html")


def shown(draft: Draft, *, furniture: bool = False) -> list[str]:
    return [
        line
        for block in draft.blocks
        if (block.kind is BlockKind.FURNITURE) is furniture
        for line in draft.text[block.start : block.end].split("\n")
    ]


def tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


def pairs(lines: list[str]) -> Counter[str]:
    text = tight("".join(lines))
    return Counter(text[at : at + 2] for at in range(len(text) - 1))


# --- furniture -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [*portal_pages(), *unseen()], ids=lambda page: page.name)
def test_no_line_of_a_notice_is_taken_for_the_sites(page: Page) -> None:
    own = tight("\n".join(shown(read(page.html))))

    assert [line for line in page.own if tight(line) not in own] == []


@pytest.mark.parametrize("page", portal_pages(), ids=lambda page: page.name)
def test_hardly_anything_of_the_site_is_taken_for_the_notices(page: Page) -> None:
    draft = read(page.html)
    title = re.search("<title>(.*?)</title>", page.html)
    lines = shown(draft)
    if title is not None and lines[0] == title.group(1):
        lines = lines[1:]

    found, truth = pairs(lines), pairs(list(page.own))

    assert (found & truth).total() >= 0.88 * found.total()


@pytest.mark.parametrize("notice", [AWARD, TENDER, SHORT], ids=["award", "tender", "short"])
def test_labels_stay_own_on_every_page_of_a_portal(notice: Notice) -> None:
    for layout in CHINESE:
        own = shown(read(layout(notice)))

        assert [line for line in notice.own if "：" in line and line not in own and "附件" not in line] == []


def test_a_title_that_names_only_the_site_is_furniture() -> None:
    draft = read(f"<title>云岭数字平台</title><h1>{AWARD.title}</h1>{AWARD.body}")

    assert "云岭数字平台" in shown(draft, furniture=True)


def test_printing_and_closing_are_parted_from_the_line_of_publication() -> None:
    draft = read(
        f"<h1>{AWARD.title}</h1><div>【2023-05-12 来源：采购中心】【字号：大 中 小】【<a href=#>打印</a>】【<a href=#>关闭</a>】</div>{AWARD.body}"
    )

    assert "【2023-05-12 来源：采购中心】" in shown(draft)
    assert "【字号：大 中 小】【打印】【关闭】" in shown(draft, furniture=True)


def test_a_list_that_scripts_make_into_links_is_furniture() -> None:
    items = "".join(
        f"<li onclick='go({n})'>{name}</li>"
        for n, name in enumerate(("石桥镇绿化工程", "第二小学课桌椅", "县医院监护仪"))
    )

    draft = read(f"<h1>{AWARD.title}</h1>{AWARD.body}<ul>{items}</ul>")

    assert shown(draft, furniture=True) == ["石桥镇绿化工程", "第二小学课桌椅", "县医院监护仪"]


def test_attachments_behind_the_last_line_stay() -> None:
    draft = read(
        f"<h1>{SHORT.title}</h1>{SHORT.body}<p>上一篇：无</p><p><a href=1.pdf>报价文件.pdf</a></p><p>版权所有 云岭市财政局</p>"
    )

    assert "报价文件.pdf" in shown(draft)
    assert {"上一篇：无", "版权所有 云岭市财政局"} <= set(shown(draft, furniture=True))


def test_what_a_notice_says_below_a_line_of_printing_stays() -> None:
    draft = read(f"<h1>{AWARD.title}</h1><p><a href=#>打印</a> <a href=#>关闭</a></p>{AWARD.body}")

    assert [line for line in AWARD.own if line not in shown(draft)] == []


def test_markup_of_no_site_keeps_what_stands_above_its_heading() -> None:
    found = pieces_of(f"<p>王老师：您好</p><h1>{SHORT.title}</h1>{SHORT.body}<p>责任编辑：李工</p><p>谢谢</p>")

    assert [piece.text for piece in found if piece.kind is BlockKind.FURNITURE] == []


# --- no notices ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted({kind for kind, _ in no_notices()}))
def test_what_is_no_notice_is_set_aside(kind: str) -> None:
    kept = []
    for _, page in [found for found in no_notices() if found[0] == kind]:
        try:
            kept.append("/".join(shown(read(page))))
        except NotADocument:
            continue

    assert kept == []


@pytest.mark.parametrize(
    "page",
    [
        f"<title>云岭市政府采购网</title><h2>{SHORT.title}</h2><p>本项目废标。</p>",
        "<h1>关于安全验证系统采购项目的中标公告</h1><p>供应商名称：云岭远视科技有限公司</p>",
        "<h1>网站升级改造项目成交公告</h1><p>成交供应商：云岭远视科技有限公司</p>",
        "<h1>机房维护服务采购更正公告</h1><p>原公告：登录平台后下载，更正为：无需登录。</p>",
        "<title>云岭市采购网</title><p>一、项目编号：YL-404</p><p>二、项目名称：网络防火墙采购</p><p>三、预算金额：5万元</p>",
        "<h1>采购意向公开</h1><table><tr><th>序号</th><th>项目名称</th><th>预算金额</th></tr><tr><td>1</td><td>门户网站维护</td><td>20</td></tr></table>",
        f"<ul>{''.join(f'<li><a href=/{n}>第{n}小学设备采购项目中标公告</a></li>' for n in range(12))}</ul><p>{AWARD.title}</p>{AWARD.body}",
        "<h1>验证码短信服务采购合同公告</h1><p>合同编号：YL-1</p><p>登录密码另行通知</p><form><input type=password></form>",
        "<p>各供应商：因故暂停招标，恢复时间另行通知。云岭市政府采购中心 2023年5月12日</p>",
    ],
)
def test_a_notice_about_such_things_is_kept(page: str) -> None:
    assert shown(read(page))


# --- carried texts ---------------------------------------------------------------------------------------------------

BODY = AWARD.body
ESCAPED = html.escape(BODY)


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "page",
    [
        f"<h1>{AWARD.title}</h1><div id=c></div><textarea id=t style='display:none'>{ESCAPED}</textarea>",
        f'<h1>{AWARD.title}</h1><iframe srcdoc="{html.escape(BODY)}"></iframe>',
        f"<h1>{AWARD.title}</h1><template>{BODY}</template>",
        f"<h1>{AWARD.title}</h1><script type='text/template'>{BODY}</script>",
        f"<h1>{AWARD.title}</h1><input type=hidden value='{encoded(BODY)}'>",
        f'<h1>{AWARD.title}</h1><input type=hidden value="{ESCAPED}">',
        f'<h1>{AWARD.title}</h1><script>var content = "{encoded(BODY)}";show(content)</script>',
        f"<h1>{AWARD.title}</h1><script>document.getElementById('c').innerHTML = unescape('{quote(BODY)}');</script>",
        f"<h1>{AWARD.title}</h1><script>var s = {json.dumps(BODY)};</script>",
        f"<div id=__next></div><script id=__NEXT_DATA__ type='application/json'>{json.dumps({'props': {'title': AWARD.title, 'content': BODY}})}</script>".replace(
            "</p>", "<\\/p>"
        ),
        f"<div id=app></div><script>window.__INITIAL_STATE__={json.dumps({'detail': {'noticeTitle': AWARD.title, 'html': BODY}})};(function(){{}})()</script>",
        f"<h1>{AWARD.title}</h1><div class=x>{ESCAPED}</div>",
    ],
    ids=[
        "textarea",
        "srcdoc",
        "template",
        "script template",
        "base64 input",
        "escaped input",
        "base64 script",
        "unescape",
        "literal",
        "next",
        "state",
        "escaped",
    ],
)
def test_a_text_that_a_page_carries_unseen_is_read_as_the_notice(page: str) -> None:
    draft = read(
        f"<html><head><title>{AWARD.title}</title></head><body><div class=footer>云ICP备00000142号</div>{page}</body></html>"
    )

    own = shown(draft)
    assert [line for line in AWARD.own if line not in own] == []
    assert not any("<" in line for line in own)
    assert ("unwrapped", "yes") in draft.signals
    assert any(block.kind is BlockKind.CELL for block in draft.blocks)


@pytest.mark.parametrize(
    "content",
    [
        f"callback({json.dumps({'data': {'content': BODY}})});",
        f"/**/jQuery142_1({json.dumps({'content': ESCAPED})})",
        f")]}}',\n{json.dumps([{'body': BODY}])}",
        json.dumps({"d": encoded(BODY)}),
        json.dumps({"d": quote(BODY)}),
        encoded(ESCAPED),
    ],
    ids=["jsonp", "escaped jsonp", "guarded", "base64", "percent", "base64 of escaped"],
)
def test_saved_answers_are_read_as_the_notice_that_they_carry(content: str) -> None:
    draft = HtmlReader().read(content.encode(), "answer.json")

    assert [line for line in AWARD.own if line not in shown(draft)] == []


def test_padded_json_is_known_by_its_first_bytes() -> None:
    assert HtmlReader().sniff(b'callback({"data":"<p>\xe5\x85\xac</p>"})', "answer") >= 0.5


def test_the_templates_of_a_script_are_no_text() -> None:
    with pytest.raises(NotADocument, match="empty shell"):
        read(
            "<title>详情</title><div id=app></div><script>var t='<div class=\"modal\"><span>选择地区</span><p>确定</p><p>取消</p><p>全部类型公告信息采购人供应商</p></div>';</script>"
        )


def test_a_page_that_shows_its_text_is_not_searched_for_another() -> None:
    draft = read(
        f"<h1>{AWARD.title}</h1>{BODY}<textarea>{html.escape('<p>另一份文件的正文，内容很长很长。采购人：甲。项目名称：乙。</p>' * 20)}</textarea>"
    )

    assert ("unwrapped", "yes") not in draft.signals


# --- tables ----------------------------------------------------------------------------------------------------------


def test_a_heading_row_in_a_table_of_its_own_goes_with_the_rows_below() -> None:
    draft = read(
        f"<h1>{AWARD.title}</h1><div><table><tr><td>包号</td><td>供应商名称</td><td>中标金额（元）</td></tr></table></div>"
        "<div><table><tr><td>1</td><td>云岭远视科技有限公司</td><td>1285000</td></tr><tr><td>2</td><td>云岭近观科技有限公司</td><td>97000</td></tr></table></div>"
    )

    cells = [
        (block.table, block.row, block.col, block.header) for block in draft.blocks if block.kind is BlockKind.CELL
    ]
    assert cells == [
        *[(0, 0, column, True) for column in range(3)],
        *[(0, row, column, False) for row in (1, 2) for column in range(3)],
    ]


def test_two_tables_with_rows_of_their_own_stay_two() -> None:
    draft = read(
        f"<h1>{AWARD.title}</h1><table><tr><td>采购人：甲</td><td>电话：555</td><td>地址：乙路</td></tr></table>"
        "<table><tr><td>1</td><td>云岭远视科技有限公司</td><td>1285000</td></tr></table>"
    )

    assert {block.table for block in draft.blocks if block.kind is BlockKind.CELL} == {0, 1}
