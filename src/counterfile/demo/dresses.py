"""How portals dress a notice: the furniture around its text, their markup, their encodings."""

# ruff: noqa: E501 (markup is kept in the lines in which it is printed)

from __future__ import annotations

import html
from collections.abc import Callable, Iterable

from counterfile.demo import carriers, english, forms, names
from counterfile.demo.carriers import text, words
from counterfile.demo.page import Block, Cell, Page, long_date

_CODES = {
    "number": "code-00004",
    "title": "code-00003",
    "budget": "code-AM01400034",
    "buyer": "code-00014",
    "buyer_address": "code-00018",
    "agency": "code-00009",
    "agency_address": "code-00013",
    "opening": "code-23011",
    "opening_again": "code-23013",
    "contact": "code-00010",
    "phone": "code-00011",
    "contract_amount": "code-25004",
    "supplier": "code-winningSupplierName",
}
_COLUMN_CODES = {
    "供应商名称": "code-winningSupplierName",
    "供应商地址": "code-winningSupplierAddr",
    "中标（成交）金额": "code-summaryPrice",
    "中标（成交）金额（元）": "code-summaryPrice",
}


def wear(page: Page) -> bytes:
    """Return the bytes of a page's file, and complete its truth."""
    return _DRESSES[page.pub.dress](page)


def _compose(page: Page) -> tuple[str, list[Block]]:
    """Return a notice's heading and body, having noted the codes that it mentions."""
    source = english if page.p.english else forms
    head, blocks = source.heading(page), source.body(page)
    page.mentions(head + "\n" + "\n".join(words(blocks)))
    return head, blocks


def _spans(cell: Cell) -> str:
    if isinstance(cell, str):
        return ""
    return (f' rowspan="{cell[1]}"' if cell[1] > 1 else "") + (f' colspan="{cell[2]}"' if cell[2] > 1 else "")


def _neighbors(page: Page) -> tuple[str, str]:
    """Titles of other notices, as portals list them around a text; they are traps."""
    n = page.pub.serial * 2_654_435_761 >> 5 & 0xFFFF
    before, after = names.county(n * 7 + 5).short, names.county(n * 11 + 3).short
    kinds = (
        "办公设备采购项目（二次）招标公告",
        "道路绿化工程重新招标公告",
        "人脸识别门禁采购项目废标公告",
        "物业服务项目（第三次）成交公告",
    )
    return before + kinds[n % 4], after + kinds[n // 4 % 4]


# --- national portal: summary box and body


def _national(page: Page) -> bytes:
    head, blocks = _compose(page)
    p, stage, new = page.p, page.pub.stage, page.pub.form == "new"
    when = f"{long_date(page.published())} {9 + p.index % 9:02d}:{p.index * 7 % 60:02d}"
    rows = [
        "<tr><td colspan='4'><b>公告信息：</b></td></tr>",
        f"<tr><td class='title' width='128'>采购项目名称</td><td colspan='3' width='430'>{page.title()}</td></tr>",
        f"<tr><td class='title'>品目</td><td colspan='3'><p>{'货物' if p.product.kind == 'goods' else '服务'}</p></td></tr>",
        f"<tr><td class='title'>采购单位</td><td colspan='3'>{page.buyer()}</td></tr>",
        f"<tr><td class='title'>行政区域</td><td width='168'>{page.region()}</td>"
        f"<td class='title' width='128'>公告时间</td><td width='168'>{when}</td></tr>",
    ]
    if stage == "tender":
        suffix, budget = page.budget()
        unit = suffix.strip("（）")
        rows.append(
            f"<tr><td class='title'>开标时间</td><td colspan='3'>{long_date(page.opening())} 09:30</td></tr>"
            f"<tr><td class='title'>预算金额</td><td colspan='3'>￥{budget}{unit}（人民币）</td></tr>"
        )
    if stage == "award":
        rows.append(
            f"<tr><td class='title'>本项目招标公告日期</td><td>{long_date(p.published)}</td>"
            f"<td class='title'>{'中标' if p.method == 'open' else '成交'}日期</td><td>{long_date(page.decided())}</td></tr>"
            f"<tr><td class='title'>评审专家名单</td><td colspan='3'>{p.experts}</td></tr>"
        )
        total = forms.box_total(page)
        if total:
            label = "总中标金额" if p.method == "open" else "总成交金额"
            rows.append(f"<tr><td class='title'>{label}</td><td colspan='3'>{total}</td></tr>")
    rows += [
        "<tr><td colspan='4'><b>联系人及联系方式：</b></td></tr>",
        f"<tr><td class='title'>项目联系人</td><td colspan='3'>{p.contact[0]}</td></tr>",
        f"<tr><td class='title'>项目联系电话</td><td colspan='3'>{p.contact[1]}</td></tr>",
        f"<tr><td class='title'>采购单位地址</td><td colspan='3'>{page.address()}</td></tr>",
    ]
    if p.agency:
        rows.append(f"<tr><td class='title'>代理机构名称</td><td colspan='3'>{page.agency()}</td></tr>")
        rows.append(f"<tr><td class='title'>代理机构地址</td><td colspan='3'>{page.agency_address()}</td></tr>")
    if p.style == "annex" and stage == "award":
        rows.append(
            f"<tr><td class='title'>附件1</td><td colspan='3'><a class='bizDownload' href='' id='A{page.pub.serial:08X}'>"
            "分项报价表.pdf</a></td></tr>"
        )
    box = f"<div class='table'><h5>公告概要：</h5><table width='600' border='0' cellspacing='1' bgcolor='#bfbfbf'>{''.join(rows)}</table></div>"
    container = "vF_detail_content" if new else "vT_detail_content w760c"
    around = _neighbors(page)
    return (
        '<!DOCTYPE html><html><head>\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\n'
        f'<meta name="SiteName" content="采购公告示例网">\n<meta name="ArticleTitle" content="{head}">\n'
        f'<meta name="PubDate" content="{page.pub.date.isoformat()} 09:00">\n<title>{head}</title>\n'
        '<link href="/css/detail.css" rel="stylesheet">\n<script>var channel="dfgg";function share(){return false}</script>\n</head>\n'
        '<body id="detail">\n<div class="header"><p class="cl">采购信息示例发布媒体</p><p class="cr">服务热线：0300-5550100</p>'
        '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zcfg/">政采法规</a></li><li><a href="/gpsr/">购买服务</a></li>'
        '<li><a href="/jdjc/">监督检查</a></li><li><a href="/xxgg/">信息公告</a></li></ul></div>\n'
        '<div class="vF_deail_currentloc"><p>当前位置：<a href="../../">首页</a>&nbsp;»&nbsp;<a href="../">政采公告</a>&nbsp;»&nbsp;'
        '<a href="./">地方公告</a></p></div>\n<div class="vF_detail_main">\n'
        f'<div class="vF_detail_header"><h2 class="tc">{head}</h2><p class="tc"><span id="pubTime">{when}</span> '
        '来源：<span id="sourceName">采购公告示例网</span> 【<span id="printBtn">打印</span>】</p></div>\n'
        f'{box}\n<div class="vF_detail_content_container"><div class="{container}">\n{_paragraphs(blocks)}\n</div></div>\n</div>\n'
        f'<div class="related"><h4>相关公告</h4><ul><li><a href="/a.htm">{around[0]}</a></li><li><a href="/b.htm">{around[1]}</a></li></ul></div>\n'
        '<div class="footer"><p>版权所有 采购公告示例网 &copy; 技术支持：示例信息中心</p></div>\n</body></html>\n'
    ).encode()  # fmt: skip


def _paragraphs(blocks: Iterable[Block]) -> str:
    out: list[str] = []
    for block in blocks:
        if len(block) == 4:
            out.append(f"<p>{block[1]}：{block[2]}</p>")
        elif not isinstance(block[1], str):
            out.append(_table(block[1]))
        elif block[0] == "h":
            out.append(f"<p><strong>{block[1]}</strong></p>")
        else:
            out.append(f"<p>　　{block[1]}</p>")
    return "\n".join(out)


def _table(rows: list[list[Cell]]) -> str:
    body = "".join("<tr>" + "".join(f"<td{_spans(c)}>{text(c)}</td>" for c in row) + "</tr>\n" for row in rows)
    return f'<table border="1" cellpadding="0" cellspacing="0"><tbody>\n{body}</tbody></table>'


# --- cloud portal: cells and spans that say by their class what they are


def _cloud(page: Page) -> bytes:
    head, blocks = _compose(page)
    out: list[str] = []
    for block in blocks:
        if len(block) == 4:
            code = _CODES.get(block[3], "editDisable")
            value = f'<span class="bookmark-item uuid-{page.pub.serial} {code} single-line-text-input-box-cls">{block[2]}</span>'
            out.append(f'<p style="text-indent:2em"><span>{block[1]}：</span>{value}</p>')
        elif not isinstance(block[1], str):
            first, *rest = block[1]
            codes = [_COLUMN_CODES.get(text(c), "") for c in first]
            body = "<tr>" + "".join(f"<th{_spans(c)}>{text(c)}</th>" for c in first) + "</tr>"
            for row in rest:
                cells = "".join(
                    f'<td class="{code}"{_spans(c)}>{text(c)}</td>' for c, code in zip(row, codes, strict=False)
                )
                body += f'<tr style="text-align:center">{cells}</tr>'
            out.append(
                f'<div style="padding:0 2em"><table class="form-panel-input-cls" width="100%"><tbody>{body}</tbody></table></div>'
            )
        elif block[0] == "h":
            out.append(
                f'<p style="line-height:1.5"><strong><span style="font-size:18px">{block[1]}</span></strong></p>'
            )
        else:
            out.append(f'<p style="text-indent:2em">{block[1]}</p>')
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="UTF-8"><title>{head}</title></head>\n<body>'
        '<div id="app"><div class="top-bar"><a href="/">首页</a><a href="/login">登录</a><a href="/notice">采购公告</a></div>'
        f'<h1 class="article-title">{head}</h1><div class="article-info">来源：{page.province()}采购云示例平台 '
        f"发布时间：{page.published():%Y-%m-%d} 10:{page.p.index % 60:02d} 浏览次数：{page.pub.serial % 900 + 20}</div>\n"
        '<div class="article-content"><div style="border:2px solid"><div style="font-family:FangSong">\n'
        + "\n".join(out)
        + '\n</div></div></div><div class="article-foot">该公告由采购人或代理机构发布，平台不对内容负责。</div></div></body></html>\n'
    ).encode()


# --- provincial portal: GB18030 without a declaration, much furniture


def _provincial(page: Page) -> bytes:
    head, blocks = _compose(page)
    out: list[str] = []
    for block in blocks:
        if len(block) == 4:
            out.append(f'<p class="p1"><b>{block[1]}：</b>{block[2]}</p>')
        elif not isinstance(block[1], str):
            out.append(_table(block[1]).replace("<table ", '<table class="tab1" width="100%" '))
        elif block[0] == "h":
            out.append(f'<p class="p1"><b>{block[1]}</b></p>')
        else:
            out.append(f'<p class="p1">{block[1]}</p>')
    before, after = _neighbors(page)
    side = "".join(
        f'<li><a href="/n/{n}.html" title="{title}">{title}</a><span>[{page.pub.date:%m-%d}]</span></li>'
        for n, title in enumerate((after, before))
    )
    province = page.province()
    return (
        f"<html>\r\n<head>\r\n<title>{head}-{province}采购与招标示例网</title>\r\n<style>.p1{{line-height:2}}</style>\r\n</head>\r\n<body>\r\n"
        f'<table width="980" align="center"><tr><td class="nav"><a href="/">首页</a> | <a href="/zbgg/">招标公告</a> | <a href="/zhb/">中标公告</a> | '
        '<a href="/cxzb/">重新招标</a> | <a href="/gzgg/">更正公告</a> | <a href="/fbgg/">废标公告</a> | <a href="/xzzx/">下载中心</a></td></tr></table>\r\n'
        f'<table width="980" align="center"><tr><td width="220" valign="top"><div class="left"><h3>最新公告</h3><ul>{side}</ul></div></td>\r\n'
        f'<td valign="top"><div class="location">您的位置：<a href="/">首页</a> &gt; <a href="/cggg/">采购公告</a> &gt; 正文</div>\r\n'
        f'<div class="title">{head}</div>\r\n<div class="info">发布日期：{page.published():%Y-%m-%d}　　信息来源：{province}采购与招标示例网　　点击：{page.pub.serial % 700}次　　字体：【大 中 小】</div>\r\n'
        '<div class="content">\r\n' + "\r\n".join(out) + "\r\n</div>\r\n"
        f'<div class="prevnext">上一篇：<a href="/n/1.html">{before}</a><br>下一篇：<a href="/n/2.html">{after}</a></div>\r\n'
        "</td></tr></table>\r\n"
        f'<div class="foot">主办单位：{province}示例信息中心　地址：示例路1号　联系电话：0300-5550199　网站标识码：0000000000</div>\r\n</body>\r\n</html>\r\n'
    ).encode("gb18030")  # fmt: skip


# --- works portal


def _works(page: Page) -> bytes:
    head, blocks = _compose(page)
    cell = "text-align:center;line-height:30px;font-family:宋体;font-size:16px;"
    out: list[str] = []
    for block in blocks:
        if len(block) == 4:
            out.append(f'<p><span style="font-family:宋体;font-size:18px;">{block[1]}：{block[2]}</span></p>')
        elif not isinstance(block[1], str):
            rows = "".join(
                "<tr>" + "".join(f'<td{_spans(c)} style="{cell}"><b><span>&nbsp;{text(c)}&nbsp;</span></b></td>' for c in row) + "</tr>\n"
                for row in block[1]
            )  # fmt: skip
            out.append(
                f'<table border=1 cellspacing=1 style="border-collapse:collapse;width:100%;"><tbody>\n{rows}</tbody></table>'
            )
        else:
            tag = ("<b>", "</b>") if block[0] == "h" else ("", "")
            out.append(f'<p><span style="font-family:宋体;font-size:18px;">{tag[0]}{block[1]}{tag[1]}</span></p>')
    stage = {"tender": "招标公告", "candidates": "中标候选人公示", "award": "中标结果公告"}.get(
        page.pub.stage, "其他公告"
    )
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="UTF-8">\n<meta name="ColumnName" content="{stage}">\n'
        f'<title>公共资源交易示例网</title>\n<link rel="stylesheet" href="/css/common.css">\n</head>\n<body>\n<div id="head"></div>\n'
        f'<div class="ewb-bread"><a href="/">首页</a>&nbsp;&gt; <a href="javascript:void(0);">交易信息</a>&nbsp;&gt; <a>建设工程</a>&nbsp;&gt; <span>{stage}</span></div>\n'
        f'<h2 class="ewb-trade-h">{head}</h2>\n<div class="ewb-trade-info">信息发布时间：{page.published():%Y-%m-%d} 17:{page.p.index % 60:02d}:06 '
        f'来源：{page.p.buyer.place.city or page.province()}示例交易平台 阅读次数：<span id="n"></span> <a href="javascript:window.print();">【我要打印】</a></div>\n'
        f'<div class="ewb-trade-con">\n' + "\n".join(out) + '\n</div>\n<div class="foot">主办：示例公共资源交易中心</div>\n</body>\n</html>\n'
    ).encode()  # fmt: skip


# --- an agency's own site around 2012, GB2312 declared


def _agency(page: Page) -> bytes:
    head, blocks = _compose(page)
    out: list[str] = []
    for block in blocks:
        if len(block) == 4:
            out.append(f"<strong>{block[1]}：</strong><u>{block[2]}</u><br />")
        elif not isinstance(block[1], str):
            out.append(_table(block[1]))
        elif block[0] == "h":
            out.append(f"<p><strong>{block[1]}</strong></p>")
        else:
            out.append(f"<p>&nbsp;&nbsp;&nbsp; {block[1]}</p>")
    before, after = _neighbors(page)
    home = page.p.agency.name if page.p.agency else "招标示例网"
    return (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\r\n'
        '<html xmlns="http://www.w3.org/1999/xhtml">\r\n<head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=gb2312" />\r\n'
        '<title>招标企业网站</title>\r\n<script type="text/javascript">var speed=20;</script>\r\n</head>\r\n<body>\r\n<div id="container">\r\n'
        '<div id="mainnav"><ul><li><a href="/">首页</a></li><li><a href="/fw/">服务流程</a></li><li><a href="/zb/">招标采购</a></li><li><a href="/tz/">重要通知</a></li>'
        "<li><a href=\"/gk/\">公司概况</a></li></ul></div>\r\n"
        '<div class="left_menu"><ul><li><a href="/a/">采购公告</a></li><li><a href="/b/">项目延期(变更)公告</a></li><li><a href="/c/">预中标(成交)公告</a></li>'
        '<li><a href="/d/">中标(成交)公告</a></li></ul></div>\r\n'
        f'<div class="right_content">\r\n<h1 class="arc_title">{head}</h1>\r\n'
        f'<h4>点击:<script src="/count.js"></script>次&nbsp;&nbsp;发布日期：{page.published():%Y-%m-%d} 09:04&nbsp;&nbsp;发布人：管理员</h4>\r\n'
        '<div class="arc_content">\r\n' + "\r\n".join(out) + "\r\n</div>\r\n"
        f"<div class=\"anext\">上一篇：<a href='/504.html'>{before}</a><br />下一篇：<a href='/506.html'>{after}</a></div>\r\n</div>\r\n"
        f'<div id="footer"><p>{home} 版权所有　备案号:示例ICP备00000000号</p></div>\r\n</div>\r\n</body>\r\n</html>\r\n'
    ).encode("gb18030")  # fmt: skip


# --- flattened text of an aggregator


def _text(page: Page) -> bytes:
    head, blocks = _compose(page)
    stage = {"tender": "采购公告", "award": "中标公告", "contract": "采购合同", "amendment": "更正事项"}.get(
        page.pub.stage, "其他"
    )
    lines = [
        f"标题: {head}",
        f"发布: {page.published():%Y-%m-%d} 16:24  地区: {page.province()}  类型: 政府采购/{stage}",
    ]
    for block in blocks:
        if len(block) == 4:
            lines += [f"{block[1]}：", block[2]] if block[2] else [f"{block[1]}："]
        elif isinstance(block[1], str):
            lines.append(block[1])
        else:
            lines += [text(cell) for row in block[1] for cell in row]
    return ("\n".join(lines) + "\n").encode()


# --- donor portal, English


def _donor(page: Page) -> bytes:
    head, blocks = _compose(page)
    esc = html.escape
    out: list[str] = []
    for block in blocks:
        if len(block) == 4:
            out.append(f"<dt>{esc(block[1])}</dt><dd>{esc(block[2])}</dd>")
        elif not isinstance(block[1], str):
            rows = block[1]
            top = "".join(f"<th>{esc(text(c))}</th>" for c in rows[0])
            rest = "".join("<tr>" + "".join(f"<td>{esc(text(c))}</td>" for c in r) + "</tr>\n" for r in rows[1:])
            out.append(f'<table class="data"><thead><tr>{top}</tr></thead><tbody>\n{rest}</tbody></table>')
        elif block[0] == "h":
            out.append(f"<h3>{esc(block[1])}</h3>")
        else:
            out.append(f"<p>{esc(block[1])}</p>")
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{esc(head)} | Projects and Procurement</title></head>\n<body>\n'
        '<nav><a href="/">Home</a> <a href="/notices">Notices</a> <a href="/contracts">Contract awards</a> <a href="/help">Help</a></nav>\n'
        f'<main><h1>{esc(head)}</h1>\n<p class="meta">Published {english.day(page.published())} &middot; Republic of Lindora</p>\n<section>\n'
        + "\n".join(out)
        + "\n</section></main>\n<footer>&copy; Lindora Development Facility. Terms of use.</footer>\n</body></html>\n"
    ).encode()  # fmt: skip


# --- office files


def _docx(page: Page) -> bytes:
    head, blocks = _compose(page)
    blocks = [*blocks, ("p", long_date(page.published()))]
    return carriers.docx(head, blocks)


def _pdf(page: Page) -> bytes:
    head, blocks = _compose(page)
    blocks = [*blocks, ("p", long_date(page.published()))]
    return carriers.pdf(head, words(blocks))


def _xlsx(page: Page) -> bytes:
    head, blocks = _compose(page)
    return carriers.xlsx(head, [*blocks, ("kv", "发布日期", page.published().isoformat(), "published")])


def _eforms(page: Page) -> bytes:
    if page.pub.stage != "tender":
        return _donor(page)
    return english.eforms(page)


_DRESSES: dict[str, Callable[[Page], bytes]] = {
    "national": _national,
    "cloud": _cloud,
    "provincial": _provincial,
    "works": _works,
    "agency": _agency,
    "text": _text,
    "donor": _donor,
    "docx": _docx,
    "pdf": _pdf,
    "xlsx": _xlsx,
    "eforms": _eforms,
}
