"""What Chinese notices say, era by era, as blocks that any portal's dress can show.

``new`` follows the thirteen forms of July 2020 (财办库〔2020〕50号), ``old`` the pages of the decade before, ``works``
the tendering portals, ``agency`` the web sites of agencies around 2012.
"""

# ruff: noqa: E501 (a printed line stays one line)

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from counterfile.demo import papers
from counterfile.demo.page import Block, Cell, Page, capitals, long_date, plain_date, table, wan, yuan
from counterfile.demo.plan import REASONS, Bid, Lot, Purchase
from counterfile.demo.truth import SupplierLabel

_METHODS = {
    "open": ("公开招标", "招标文件", "投标文件", "投标", "开标", "中标"),
    "consultation": ("竞争性磋商", "磋商文件", "响应文件", "响应", "开启", "成交"),
    "negotiation": ("竞争性谈判", "谈判文件", "响应文件", "响应", "开启", "成交"),
    "inquiry": ("询价", "询价通知书", "响应文件", "响应", "开启", "成交"),
    "single": ("单一来源", "采购文件", "响应文件", "响应", "开启", "成交"),
}
"""Method, its documents, its bids, to bid, to open, to win."""


def heading(page: Page) -> str:
    """Return the notice's own title: the purchase's name and the type of notice."""
    p, works = page.p, page.pub.form == "works"
    method, *_, won = _METHODS[p.method]
    kind = {
        "planning": "招标计划" if works else "政府采购意向公告",
        "tender": "招标公告" if works else f"{method}公告",
        "single_source": "单一来源采购公示",
        "amendment": "变更公告" if works else "更正公告",
        "candidates": "中标候选人公示",
        "award": f"{won}结果公告" if page.pub.form != "old" else f"{won}公告",
        "termination": ("终止公告", "废标公告", "流标公告")[p.index % 3] if page.pub.form != "new" else "终止公告",
        "contract": "合同公告",
    }[page.pub.stage]
    return page.title() + kind


def body(page: Page) -> list[Block]:
    """Return the notice's own text, without the furniture of a portal."""
    stage, form = page.pub.stage, page.pub.form
    special = _SPECIAL.get((form, stage))
    if special:
        return special(page)
    if form == "agency" and stage != "contract":
        return _agency(page)
    return {
        "planning": _planning,
        "tender": _tender,
        "single_source": _single,
        "amendment": _amendment,
        "award": _award,
        "termination": _termination,
        "contract": _contract,
    }[stage](page)


# --- shared pieces


def _both(page: Page) -> str:
    """The body that signs: the agency, else the buyer."""
    return page.agency() or page.buyer()


def _contacts(page: Page, head: str) -> list[Block]:
    p = page.p
    name, mobile, mail = p.contact
    blocks: list[Block] = [
        ("h", head),
        ("p", "1.采购人信息"),
        ("kv", "名称", page.buyer(), "buyer"),
        ("kv", "地址", page.address(), "buyer_address"),
        ("kv", "联系方式", f"{name[0]}先生 {mobile}", "buyer_phone"),
    ]
    if p.agency:
        blocks += [
            ("p", "2.采购代理机构信息"),
            ("kv", "名称", page.agency(), "agency"),
            ("kv", "地址", page.agency_address(), "agency_address"),
            ("kv", "联系方式", f"0300-555{p.index % 10000:04d}", "agency_phone"),
        ]
    blocks += [("p", "3.项目联系方式"), ("kv", "项目联系人", name, "contact"), ("kv", "电话", mobile, "phone")]
    if p.index % 9 == 0:
        blocks.append(("kv", "电子邮箱", mail, "mail"))
    return blocks


def _clock(day: dt.date) -> str:
    return f"{long_date(day)}09点30分（北京时间）"


def _needs(page: Page) -> list[Block]:
    return [("p", f"{n}.{line}") for n, line in enumerate(page.p.needs, 1)]


def _lot_table(page: Page) -> list[Block]:
    rows = page.open_lots()
    if not rows:
        return []
    head: list[Cell] = ["包号", "名称", "预算金额（元）"]
    return [table([head, *(list(row) for row in rows)])]


def _attached(page: Page) -> str:
    """Name the tender papers; empty where none came."""
    return f"附件：{papers.name(page.p)}" if page.p.paper else ""


def _numbers(page: Page, label: str = "项目编号") -> list[Block]:
    blocks: list[Block] = [("kv", label, page.number(), "number")]
    if page.p.plan_number:
        blocks.append(("kv", "采购计划编号", page.plan_number(), "plan_number"))
    return blocks


def _money(page: Page, *, ceiling: bool = True) -> list[Block]:
    suffix, text = page.budget()
    blocks: list[Block] = [("kv", f"预算金额{suffix}", text, "budget")]
    if ceiling and page.p.index % 4:
        suffix, text = page.ceiling()
        blocks.append(("kv", f"最高限价{suffix}", text, "ceiling"))
    return blocks


# --- tender and what comes before


def _planning(page: Page) -> list[Block]:
    p = page.p
    page.truth.budget = yuan(p.budget)
    month = f"{p.published.year}年{p.published.month}月"
    head: list[Cell] = ["序号", "采购项目名称", "采购需求概况", "预算金额（万元）", "预计采购时间", "备注"]
    row: list[Cell] = ["1", page.title(), "".join(p.needs), wan(p.budget), month, "无"]
    return [
        ("p", f"为便于供应商及时了解政府采购信息，现将{page.buyer()}采购意向公开如下："),
        ("t", [head, row]),
        ("p", "本次公开的采购意向是本单位政府采购工作的初步安排，具体采购项目情况以相关采购公告和采购文件为准。"),
        ("p", page.buyer()),
        ("p", long_date(page.published())),
    ]


def _tender(page: Page) -> list[Block]:
    return _tender_old(page) if page.pub.form == "old" else _tender_new(page)


def _tender_new(page: Page) -> list[Block]:
    p = page.p
    method, papers, bids, _, opens, _ = _METHODS[p.method]
    opening = page.opening()
    last = p.published + dt.timedelta(days=6)
    blocks: list[Block] = [
        ("h", "项目概况"),
        ("p", f"{page.title()}的潜在供应商应在公共资源电子交易平台获取{papers}，并于{_clock(opening)}前递交{bids}。"),
        ("h", "一、项目基本情况"),
        *_numbers(page),
        ("kv", "项目名称", page.title(), "title"),
        ("kv", "采购方式", method, "method"),
        *_money(page),
        ("kv", "采购需求", "", "needs"),
        *_needs(page),
        *_lot_table(page),
        ("kv", "合同履行期限", "自合同签订之日起90日内完成供货、安装和调试", "term"),
        ("p", page.consortium()),
        ("h", "二、申请人的资格要求："),
        ("p", "1.满足《中华人民共和国政府采购法》第二十二条规定；"),
        ("p", "2.落实政府采购政策需满足的资格要求：本项目非专门面向中小企业采购；"),
        ("p", "3.本项目的特定资格要求：无。"),
        ("h", f"三、获取{papers}"),
        ("p", f"时间：{long_date(p.published)}至{long_date(last)}，每天上午9:00至12:00，下午14:00至17:00"),
        ("p", "方式：网上下载"),
        ("p", "售价：0元"),
        ("h", f"四、提交{bids}截止时间、{opens}时间和地点" if p.method == "open" else f"四、{bids}提交"),
        ("kv", f"提交{bids}截止时间" if p.method == "open" else "截止时间", _clock(opening), "opening"),
        ("kv", f"{opens}时间", _clock(opening), "opening_again"),
        ("kv", "地点", "公共资源交易中心二楼开标三室", "room"),
    ]
    if p.index % 3 == 1:
        blocks += [
            ("kv", "投标保证金", f"{wan(max(1_000_000, p.budget // 100 // 1_000_000 * 1_000_000))}万元", "deposit")
        ]
    blocks += [
        ("h", "五、公告期限"),
        ("p", "自本公告发布之日起5个工作日。"),
        ("h", "六、其他补充事宜"),
        ("p", _attached(page) or "无"),
        *_contacts(page, "七、对本次采购提出询问，请按以下方式联系。"),
    ]
    return blocks


def _tender_old(page: Page) -> list[Block]:
    p = page.p
    method, papers, bids, bid, opens, _ = _METHODS[p.method]
    name, mobile, _ = p.contact
    opening = page.opening()
    asks = f"{page.agency()}受{page.buyer()}的委托" if p.agency else page.buyer()
    blocks: list[Block] = [
        (
            "p",
            f"{asks}，根据《中华人民共和国政府采购法》等有关规定，现对{page.title()}进行{method}，欢迎合格的供应商前来{bid}。",
        ),
        ("kv", "项目名称", page.title(), "title"),
        *_numbers(page),
        ("kv", "项目联系人", name, "contact"),
        ("kv", "项目联系电话", mobile, "phone"),
        ("h", "一、采购项目的名称、数量、简要规格描述或项目基本概况介绍："),
        *_needs(page),
        *_lot_table(page),
        ("h", "二、对供应商资格要求（供应商资格条件）："),
        ("p", f"1.具有独立承担民事责任的能力；2.具有良好的商业信誉；3.{page.consortium()}"),
        ("h", f"三、{papers}的发售时间及地点等："),
        *_money(page),
        (
            "p",
            f"时间：{long_date(p.published)} 09:00 至 {long_date(p.published + dt.timedelta(days=6))} 17:00（双休日及法定节假日除外）",
        ),
        ("p", f"{papers}售价：￥300.0 元，本公告包含的{papers}售价总和"),
        ("h", f"四、{bids}递交截止时间：{long_date(opening)} 09:30"),
        ("h", f"五、{opens}时间：{long_date(opening)} 09:30"),
        ("h", f"六、{opens}地点：公共资源交易中心开标室"),
        ("h", "七、其它补充事宜"),
        *([("p", _attached(page))] if p.paper else []),
        ("kv", "采购单位", page.buyer(), "buyer"),
        ("kv", "采购单位地址", page.address(), "buyer_address"),
    ]
    if p.agency:
        blocks += [
            ("kv", "代理机构名称", page.agency(), "agency"),
            ("kv", "代理机构地址", page.agency_address(), "agency_address"),
        ]
    return blocks


def _single(page: Page) -> list[Block]:
    p = page.p
    lot = p.lots[0]

    names = page.lot(lot, Bid(lot.bids[0].suppliers[:1], 0), role="bid", price=(None, None, None), status="proposed")
    page.truth.lots[-1].role = None
    org = lot.bids[0].suppliers[0]
    start, end = p.published, p.published + dt.timedelta(days=7)
    return [
        ("h", "一、项目信息"),
        ("kv", "采购人", page.buyer(), "buyer"),
        ("kv", "项目名称", page.title(), "title"),
        *_numbers(page),
        ("kv", "拟采购的货物或服务的说明", "", "needs"),
        *_needs(page),
        ("kv", "拟采购的货物或服务的预算金额", "".join(reversed(_plain_budget(page))), "budget"),
        ("kv", "采用单一来源采购方式的原因及说明", "本项目为原系统的扩容，须保证与原有采购项目一致性及服务配套的要求，故采用单一来源采购方式。", "reason"),
        ("h", "二、拟定供应商信息"),
        ("kv", "名称", names[0], "supplier"),
        ("kv", "地址", f"{org.place.whole}科技园{p.index % 30 + 1}栋", "supplier_address"),
        ("h", "三、公示期限"),
        ("p", f"{long_date(start)}至{long_date(end)}（公示期限不得少于5个工作日）"),
        *_contacts(page, "四、联系方式"),
    ]  # fmt: skip


def _plain_budget(page: Page) -> tuple[str, str]:
    suffix, text = page.budget()
    return (suffix, text) if not suffix else ("", f"{text}{suffix.strip('（）')}")


def _amendment(page: Page) -> list[Block]:
    p = page.p
    method, papers, bids, _, opens, _ = _METHODS[p.method]
    number, title, buyer = page.number(), page.title(), page.buyer()
    if p.moved_opening:
        new = page.opening()
        what, change = (
            "采购公告",
            (
                f"原公告的提交{bids}截止时间、{opens}时间：{long_date(p.opening)}09点30分，更正为：{long_date(new)}09点30分。其他内容不变。"
            ),
        )
    else:
        camera = 120 + p.index % 300
        what, change = (
            "采购文件",
            (f"{papers}第三章采购需求第2条数量“{camera}”，更正为：“{camera + 16}”。其他内容不变。"),
        )
    when = long_date(page.published())
    if page.pub.form in {"old", "agency"}:
        return [
            ("p", f"{_both(page)}对{title}（项目编号：{number}）的{method}公告作如下更正："),
            ("h", "一、项目信息"),
            ("kv", "项目名称", title, "title"),
            ("kv", "项目编号", number, "number"),
            ("kv", "首次公告日期", long_date(p.published), "first_published"),
            ("h", "二、变更内容"),
            ("p", change),
            ("h", "三、其它补充事宜"),
            ("kv", "采购单位", buyer, "buyer"),
            ("kv", "采购单位地址", page.address(), "buyer_address"),
            ("p", f"{_both(page)} {when}"),
        ]
    return [
        ("h", "一、项目基本情况"),
        ("kv", "原公告的采购项目编号", number, "number"),
        ("kv", "原公告的采购项目名称", title, "title"),
        ("kv", "首次公告日期", long_date(p.published), "first_published"),
        ("h", "二、更正信息"),
        ("kv", "更正事项", what, "what"),
        ("kv", "更正内容", change, "change"),
        ("kv", "更正日期", when, "amended"),
        ("h", "三、其他补充事宜"),
        ("p", "无"),
        *_contacts(page, "四、凡对本次公告内容提出询问，请按以下方式联系。"),
    ]


# --- award


def price(page: Page, lot: Lot) -> tuple[str, str, tuple[str | None, str | None, str | None]]:
    """Return how a lot's price is printed: the label's suffix, the text, and the label (amount, basis, raw)."""
    cents, style = lot.bids[0].price, page.p.style
    if lot.pricing == "rate":
        if page.p.traits.get("placeholder"):
            return "（元）", "1.00", (None, "rate", f"下浮率{lot.rate}%")
        return "", f"下浮率{lot.rate}%", (None, "rate", f"下浮率{lot.rate}%")
    amount = yuan(cents)
    if lot.pricing == "unit_price":
        text = f"单价：{amount}元/册"
        return "", text, (amount, "unit_price", text)
    commas = f"{cents // 100:,}.{cents % 100:02d}"
    plain = {
        "wan_header": ("（万元）", wan(cents), f"{wan(cents)}万元"),
        "wan_cell": ("", f"{wan(cents)}万元", None),
        "yuan_header": ("（元）", amount, f"{amount}元"),
        "label": ("（元）", amount, f"{amount}元"),
        "yuan_cell": ("", f"{commas}元", None),
        "conflict": ("（元）", amount, f"{amount}元"),
        "capitals": ("", f"人民币{capitals(cents)}", None),
        "both": ("", f"人民币{capitals(cents)}（￥{commas}元）", None),
        "cloud": ("", f"总价:{amount}（元）", None),
        "annex": ("", "详见附件", None),
        "no_unit": ("", amount, None),
    }
    suffix, text, raw = plain[style]
    if style == "annex":
        return suffix, text, (None, None, text)
    if style == "no_unit":
        page.truth.doubt = "no unit is printed"
        return suffix, text, (None, None, text)
    return suffix, text, (amount, "total", raw or text)


def _joint(page: Page, names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    if page.p.index % 2:
        return f"{names[0]}（联合体牵头人）、{'、'.join(names[1:])}（联合体成员）"
    return f"联合体牵头人：{names[0]}；联合体成员：{'、'.join(names[1:])}"


def _winners(page: Page, won: str) -> list[Block]:
    """The table of winners; the lots that failed follow in words."""
    p = page.p
    lots = any(lot.label for lot in p.lots)
    blocks: list[Block] = []
    rows: list[list[Cell]] = []
    failed: list[Block] = []
    suffix = ""
    for n, lot in enumerate(p.lots, 1):
        if lot.failed:
            page.failed_lot(lot)
            failed.append(("p", f"{lot.label}：递交文件的供应商不足三家，本包废标。"))
            continue
        suffix, text, label = price(page, lot)
        bid = lot.bids[0]
        names = _joint(page, page.lot(lot, bid, role="award", price=label))
        lead = bid.suppliers[0]
        row: list[Cell] = [lot.label or str(n), names, f"{lead.place.whole}科技园{(p.index + n) % 30 + 1}栋", text]
        if p.index % 4 == 3:
            row.insert(2, lead.uscc or "/")
        rows.append(row)
    head: list[Cell] = ["包号" if lots else "序号", "供应商名称", "供应商地址", f"{won}金额{suffix}"]
    if p.index % 4 == 3:
        head.insert(2, "统一社会信用代码")
    if rows:
        blocks.append(("t", [head, *rows]))
    if p.traits.get("summary"):
        total = sum(lot.bids[0].price for lot in p.lots if not lot.failed)
        blocks.append(("p", f"两个包{won}金额合计：{wan(total)}万元。"))
    rate = p.lots[0]
    if rate.pricing == "rate" and p.traits.get("placeholder"):
        blocks.append(("p", f"备注：本项目以下浮率报价，系统填报金额1元无实际意义，{won}下浮率{rate.rate}%。"))
    return blocks + failed


def _goods(page: Page) -> list[Block]:
    p = page.p
    head: list[Cell] = ["供应商名称", "标的名称", "数量", "服务要求"]
    rows: list[list[Cell]] = []
    for lot, label in zip(p.lots, page.truth.lots, strict=True):
        if not lot.failed:
            label.title = lot.title
            rows.append(
                [page.supplier(lot.bids[0].suppliers[0]), lot.title or p.product.title, "1项", "满足采购文件要求"]
            )
    return [("t", [head, *rows])] if rows else []


def _award(page: Page) -> list[Block]:
    return _award_old(page) if page.pub.form == "old" else _award_new(page)


def _award_new(page: Page) -> list[Block]:
    p = page.p
    won = "中标（成交）"
    blocks: list[Block] = [
        ("h", f"一、项目编号：{page.number()}" + (f"（采购计划编号：{page.plan_number()}）" if p.plan_number else "")),
        ("h", f"二、项目名称：{page.title()}"),
        ("h", f"三、{won}信息"),
        *_winners(page, won),
        ("h", "四、主要标的信息"),
        *_goods(page),
        ("h", "五、评审专家（单一来源采购人员）名单："),
        ("p", p.experts),
    ]
    if p.agency:
        blocks += [
            ("h", "六、代理服务收费标准及金额："),
            ("p", "参照国家有关规定收取，由中标（成交）供应商支付。"),
            ("kv", "代理服务收费金额（元）", yuan(p.fee), "fee"),
        ]
    blocks += [("h", "七、公告期限"), ("p", "自本公告发布之日起1个工作日。"), ("h", "八、其他补充事宜")]
    if p.style == "annex":
        blocks.append(("p", f"附件：{page.title()}分项报价表.pdf"))
    else:
        blocks.append(("p", "无"))
    return blocks + _contacts(page, "九、凡对本次公告内容提出询问，请按以下方式联系。")


def _award_old(page: Page) -> list[Block]:
    p = page.p
    won = _METHODS[p.method][-1]
    name, mobile, _ = p.contact
    asks = f"{page.agency()}受{page.buyer()}的委托" if p.agency else page.buyer()
    blocks: list[Block] = [
        ("p", f"{asks}，就“{page.title()}”（项目编号：{page.number()}）组织采购，评标工作已经结束，{won}结果如下："),
        ("h", "一、项目信息"),
        ("kv", "项目编号", page.number(), "number"),
        ("kv", "项目名称", page.title(), "title"),
        ("kv", "项目联系人", name, "contact"),
        ("kv", "联系方式", mobile, "phone"),
        ("h", "二、采购单位信息"),
        ("kv", "采购单位名称", page.buyer(), "buyer"),
        ("kv", "采购单位地址", page.address(), "buyer_address"),
        ("h", "三、项目用途、简要技术要求及合同履行日期："),
        ("p", p.needs[0]),
        ("h", "四、采购代理机构信息"),
        ("kv", "采购代理机构全称", page.agency() or "无", "agency"),
        ("h", f"五、{won}信息"),
        ("kv", "本项目招标公告日期", long_date(p.published), "first_published"),
        ("kv", f"{won}日期", long_date(page.decided()), "decided"),
    ]
    total = _total(page)
    if total is not None:
        blocks.append(("kv", f"总{won}金额", f"{total} 万元（人民币）", "award_total"))
    blocks += [
        ("p", f"{won}供应商名称、联系地址及{won}金额："),
        *_winners(page, won),
        ("p", f"评审专家名单：{p.experts}"),
        ("h", "六、其它补充事宜"),
        ("p", "自本公告发布之日起1个工作日内，对结果有异议的，可以书面形式提出质疑。"),
    ]
    return blocks


def _total(page: Page) -> str | None:
    """The total of a summary, in 万元 without the word; None where the purchase has no total."""
    p = page.p
    if p.style in {"annex", "no_unit"}:
        return None
    cents = sum(lot.bids[0].price for lot in p.lots if not lot.failed)
    if any(lot.pricing != "total" for lot in p.lots):
        return "￥0.000000"
    if p.style == "conflict" and page.pub.dress == "national":
        # The clerk typed yuan into a field whose unit is 万元: the box and the body differ by 10^4.
        page.truth.conflict = True
        return f"￥{yuan(cents)}0000"
    return f"￥{cents // 1_000_000}.{cents % 1_000_000:06d}"


def box_total(page: Page) -> str | None:
    """Return the summary box's total award amount, or None for a box without one."""
    if page.pub.stage != "award":
        return None
    total = _total(page)
    return None if total is None else f"{total} 万元（人民币）"


def _termination(page: Page) -> list[Block]:
    p = page.p
    method = _METHODS[p.method][0]
    for lot in p.lots:
        page.failed_lot(lot)
    reason = REASONS[p.index % len(REASONS)]
    number, title = page.number(), page.title()
    if page.pub.form in {"old", "agency"}:
        return [
            ("p", f"{_both(page)}就“{title}”（项目编号：{number}）进行{method}，现将废标情况公告如下："),
            ("h", "一、项目信息"),
            ("kv", "项目编号", number, "number"),
            ("kv", "项目名称", title, "title"),
            ("kv", "采购单位名称", page.buyer(), "buyer"),
            ("kv", "采购单位地址", page.address(), "buyer_address"),
            ("h", "二、废标理由"),
            ("p", reason),
            ("p", f"{_both(page)} {long_date(page.published())}"),
        ]
    return [
        ("h", "一、项目基本情况"),
        ("kv", "采购项目编号", number, "number"),
        ("kv", "采购项目名称", title, "title"),
        ("h", "二、项目终止的原因"),
        ("p", reason),
        ("h", "三、其他补充事宜"),
        ("p", "无"),
        *_contacts(page, "四、凡对本次公告内容提出询问，请按以下方式联系。"),
    ]


# --- contract


def _contract(page: Page) -> list[Block]:
    p = page.p
    lot = next(lot for lot in p.lots if not lot.failed)
    cents = lot.bids[0].price
    mark = f"（{lot.label}）" if lot.label else ""
    if lot.pricing == "total":
        text = f"{wan(cents)}万元" if p.index % 2 else f"{yuan(cents)}元"
        label: tuple[str | None, str | None, str | None] = (yuan(cents), "total", text)
    elif lot.pricing == "rate":
        text = f"下浮率{lot.rate}%，据实结算"
        label = (None, "rate", f"下浮率{lot.rate}%")
    else:
        text = f"单价{yuan(cents)}元/册，据实结算"
        label = (yuan(cents), "unit_price", f"单价{yuan(cents)}元/册")
    names = page.lot(lot, lot.bids[0], role="contract", price=label)
    winner = _joint(page, names)
    if page.pub.form in {"old", "agency"}:
        return [
            ("kv", "一、采购单位", page.buyer(), "buyer"),
            ("kv", "二、采购项目名称", page.title() + mark, "title"),
            ("kv", "三、采购项目编号", page.number(), "number"),
            ("kv", "四、合同编号", page.contract_number(), "contract_number"),
            ("kv", "五、供应商", winner, "supplier"),
            ("kv", "六、合同金额", text, "contract_amount"),
            ("kv", "七、合同签订日期", long_date(page.signed()), "signed"),
            ("kv", "八、合同公告日期", long_date(page.published()), "published"),
        ]
    lead = lot.bids[0].suppliers[0]
    page.truth.lots[-1].title = lot.title
    return [
        ("kv", "一、合同编号", page.contract_number(), "contract_number"),
        ("kv", "二、合同名称", f"{page.title()}{mark}采购合同", "contract_title"),
        ("kv", "三、项目编号（或招标编号、政府采购计划编号、采购计划备案文号等，如有）", page.number(), "number"),
        ("kv", "四、项目名称", page.title(), "title"),
        ("h", "五、合同主体"),
        ("kv", "采购人（甲方）", page.buyer(), "buyer"),
        ("kv", "地址", page.address(), "buyer_address"),
        ("kv", "供应商（乙方）", winner, "supplier"),
        ("kv", "地址", f"{lead.place.whole}科技园{p.index % 30 + 1}栋", "supplier_address"),
        ("kv", "联系方式", f"1390000{(p.index * 37) % 10000:04d}", "supplier_phone"),
        ("h", "六、合同主要信息"),
        ("kv", "主要标的名称", lot.title or p.product.title, "subject"),
        ("kv", "主要标的数量", "1项", "quantity"),
        ("kv", "合同金额", text, "contract_amount"),
        ("kv", "履约期限、地点等简要信息", "自合同签订之日起90日内，采购人指定地点", "term"),
        ("kv", "七、合同签订日期", long_date(page.signed()), "signed"),
        ("kv", "八、合同公告日期", long_date(page.published()), "published"),
        ("h", "九、其他补充事宜"),
        ("p", "无"),
    ]


# --- works


def _works_planning(page: Page) -> list[Block]:
    p = page.p
    page.truth.budget = yuan(p.budget)
    return [
        table([
            ["招标人", page.buyer()],
            ["项目名称", page.title()],
            ["建设地点", page.address()],
            ["建设内容及规模", "".join(p.needs)],
            ["项目总投资（万元）", wan(p.budget)],
            ["招标公告预计发布时间", f"{p.published.year}年{p.published.month}月"],
            ["公告发布日期", long_date(page.published())],
        ]),
    ]  # fmt: skip


def _works_tender(page: Page) -> list[Block]:
    p = page.p
    buyer, title = page.buyer(), page.title()
    suffix, budget = page.budget()
    blocks: list[Block] = [
        ("h", "1.招标条件"),
        (
            "p",
            f"本招标项目{title}已由有关部门批准建设，招标人为{buyer}，建设资金来自财政资金，出资比例为100%。项目已具备招标条件，现对该项目进行公开招标。",
        ),
        ("kv", "招标项目编号", page.number(), "number"),
    ]
    if not any(lot.label for lot in p.lots):
        blocks.append(("kv", "标段（包）编号", page.section_number(), "section_number"))
    blocks += [
        ("h", "2.项目概况与招标范围"),
        ("kv", "2.1建设地点", page.address(), "buyer_address"),
        ("kv", f"2.2投资额{suffix}", budget, "budget"),
    ]
    suffix, top = page.ceiling()
    blocks += [
        ("kv", f"2.3招标控制价{suffix}", top, "ceiling"),
        ("kv", "2.4招标范围", "".join(p.needs), "needs"),
        ("kv", "2.5计划工期", f"{60 + p.index % 200}日历天", "term"),
        *_lot_table(page),
        ("h", "3.投标人资格要求"),
        ("p", f"3.1投标人须具备电子与智能化工程专业承包贰级及以上资质。3.2{page.consortium()}"),
        ("h", "4.招标文件的获取"),
        ("p", "凡有意参加投标者，请登录公共资源交易电子服务系统下载招标文件。"),
        ("h", "5.投标文件的递交"),
        ("p", f"投标文件递交的截止时间（投标截止时间，下同）为{page.opening().year}年{page.opening().month}月{page.opening().day}日9时30分。"),
        ("h", "6.联系方式"),
        ("kv", "招标人", buyer, "buyer"),
    ]  # fmt: skip
    if p.agency:
        blocks.append(("kv", "招标代理机构", page.agency(), "agency"))
    blocks += [("kv", "联系人", p.contact[0], "contact"), ("kv", "电话", p.contact[1], "phone")]
    return blocks


_RANKS = ("第一名", "第二名", "第三名")


def _works_candidates(page: Page) -> list[Block]:
    p = page.p
    opening = page.opening()
    blocks: list[Block] = [
        ("kv", "招标项目编号", page.number(), "number"),
        ("h", "一、招标概况"),
        ("p", f"{page.title()}于{long_date(opening)} 09时30分在公共资源交易中心开标、评标，根据评标委员会提交的评标报告，现将中标候选人公示如下："),
        ("h", "二、评标结果"),
    ]  # fmt: skip
    for lot in p.lots:
        if lot.failed:
            continue
        if lot.label:
            blocks.append(("p", f"{lot.label}（{lot.title}）"))
        names = _candidates(page, lot)
        certificate = [f"电子智能{p.index % 90000 + 10000 + n}" for n in range(3)]
        blocks.append(table([
            [("名次", 1, 2), *_RANKS],
            [("中标候选人名称", 1, 2), *names],
            [("投标报价（元）", 1, 2), *(yuan(bid.price) for bid in lot.bids)],
            [("工期（日历天）", 1, 2), *[str(60 + p.index % 200)] * 3],
            [("项目负责人", 2, 1), "姓名", *p.experts.split("、")],
            ["证书编号", *certificate],
            [("评标得分", 1, 2), *(f"{94 - 2 * n}.{(p.index * 7 + n * 31) % 100:02d}" for n in range(3))],
        ]))  # fmt: skip
    blocks += [
        ("h", "三、公示期"),
        ("p", f"{long_date(page.pub.date)}至{long_date(page.pub.date + dt.timedelta(days=3))}"),
        ("kv", "招标人", page.buyer(), "buyer"),
        ("kv", "招标代理机构", page.agency() or "/", "agency"),
    ]
    return blocks


def _candidates(page: Page, lot: Lot) -> list[str]:
    """Label the ranked candidates of one lot and return them as printed; the first one's offer is the lot's amount."""
    first = lot.bids[0]
    text = yuan(first.price)
    printed = page.lot(lot, first, role="bid", price=(text, "total", f"{text}元"), status="proposed")
    entry = page.truth.lots[-1]
    entry.title = lot.title if lot.label else None
    for supplier in entry.suppliers:
        supplier.rank, supplier.amount = 1, text
    names = [printed[0] if len(printed) == 1 else f"{printed[0]}（牵头人）、{'、'.join(printed[1:])}（成员）"]
    for rank, bid in enumerate(lot.bids[1:], 2):
        name = page.supplier(bid.suppliers[0])
        names.append(name)
        entry.suppliers.append(SupplierLabel(name, rank, None, yuan(bid.price)))
    return names


def _works_award(page: Page) -> list[Block]:
    p = page.p
    lots = any(lot.label for lot in p.lots)
    blocks: list[Block] = []
    shared: list[list[Cell]] = [
        ["招标人", page.buyer(), "建设地点", page.address()],
        ["招标代理机构", page.agency() or "/", "招标项目编号", page.number()],
    ]
    for n, lot in enumerate(p.lots):
        rows: list[list[Cell]] = list(shared) if n == 0 else []
        name = page.title() + (f"{lot.label}" if lots else "")
        rows.append(["标段（包）名称", (name, 1, 3)])
        if lot.failed:
            page.failed_lot(lot)
            rows.append(["中标人", ("流标", 1, 3)])
        else:
            suffix, text, label = price(page, lot)
            names = _joint(page, page.lot(lot, lot.bids[0], role="award", price=label))
            rows.append(["中标人", (names, 1, 3)])
            rows.append([f"中标价{suffix}", text, "工期（日历天）", str(60 + p.index % 200)])
            identity = f"（身份证号：{resident_id(p)}）" if p.index % 3 == 1 else ""
            rows.append(["项目负责人", p.contact[0] + identity, "安全生产许可证编号", "/"])
        blocks.append(("t", rows))
    blocks.append(table([["定标日期", long_date(page.decided()), "公告发布日期", f"{page.published():%Y-%m-%d}"]]))
    return blocks


# --- agencies around 2012


def _agency(page: Page) -> list[Block]:
    p, stage = page.p, page.pub.stage
    method, papers, _, bid, opens, won = _METHODS[p.method]
    title, number = page.title(), page.number()
    asks = f"{page.agency()}受{page.buyer()}委托" if p.agency else page.buyer()
    sign: list[Block] = [
        ("p", "　"),
        ("kv", "联 系 人", p.contact[0], "contact"),
        ("kv", "联系电话", p.contact[1], "phone"),
        ("kv", "电子邮箱", p.contact[2], "mail"),
        ("p", f"{_both(page)}　　{plain_date(page.published())}"),
    ]
    if stage == "tender":
        opening = page.opening()
        return [
            ("p", f"{asks}，就{title}进行国内{method}，邀请合格供应商参加{bid}，有关事项如下："),
            ("kv", "项目名称", title, "title"),
            ("kv", "招标编号", number, "number"),
            ("kv", "采购内容", "".join(p.needs), "needs"),
            *_lot_table(page),
            *_money(page, ceiling=False),
            ("kv", "投标人资格要求", f"具有独立法人资格，注册资金不少于100万元；{page.consortium()}", "rules"),
            ("kv", f"{papers}售价", "每套人民币300元，售后不退", "paper_price"),
            (
                "kv",
                "购买方式",
                f"来人购买；预约登记人身份证号{resident_id(p)}，经办人银行卡号{_card(p.index)}",
                "purchase",
            ),
            ("kv", f"投标截止及{opens}时间", f"{long_date(opening)}上午9:30", "opening"),
            *sign,
        ]
    if stage == "award":
        opening = page.opening()
        blocks: list[Block] = [
            ("p", f"{asks}，就{title}项目进行了{method}，本项目于{long_date(p.published)}发布公告，{long_date(opening)}{opens}、评审，经评审委员会评审，结果如下："),
            ("kv", "项目名称", title, "title"),
            ("kv", "招标编号", number, "number"),
        ]  # fmt: skip
        for lot in p.lots:
            mark = lot.label or ""
            if lot.failed:
                page.failed_lot(lot)
                blocks.append(("kv", f"{mark}{won}单位", "有效投标人不足三家，本包废标", "supplier"))
                continue
            suffix, text, label = price(page, lot)
            names = page.lot(lot, lot.bids[0], role="award", price=label)
            blocks.append(("kv", f"{mark}{won}单位", _joint(page, names), "supplier"))
            blocks.append(("kv", f"{mark}{won}金额{suffix}", text, "award_amount"))
        return blocks + sign
    return (_amendment(page) if stage == "amendment" else _termination(page)) + sign[:-1]


def resident_id(p: Purchase) -> str:
    """Return a resident identity number with a valid check digit, in a division that does not exist, for masks to find.

    Source:
        GB 11643-1999: weights 2^(17-i) mod 11, check characters ``10X98765432``.
    """
    body = (
        f"{p.buyer.place.code}19{60 + p.index % 35:02d}{1 + p.index % 12:02d}{1 + p.index % 28:02d}{p.index % 1000:03d}"
    )
    total = sum(int(c) * pow(2, 17 - n, 11) for n, c in enumerate(body))
    return body + "10X98765432"[total % 11]


def _card(index: int) -> str:
    """Return a bank card number of no issuer, with a valid check digit (ISO/IEC 7812-1)."""
    body = f"629999000000{index % 1_000_000:06d}"
    total = sum(sum(divmod(int(c) * (2 - n % 2), 10)) for n, c in enumerate(reversed(body)))
    return body + str(-total % 10)


_SPECIAL: dict[tuple[str, str], Callable[[Page], list[Block]]] = {
    ("works", "planning"): _works_planning,
    ("works", "tender"): _works_tender,
    ("works", "candidates"): _works_candidates,
    ("works", "award"): _works_award,
}
