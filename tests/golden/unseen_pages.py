"""Invented pages of portals that no rule was written from, whole as they would be saved; scored once before any rule met them."""

# ruff: noqa: E501 (markup reads better unwrapped)

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Page(NamedTuple):
    """A saved page and its truth, one fact a line as in `unseen_notices`."""

    name: str
    file: str
    content: str
    truth: str


def _html(title: str, body: str, style: str = "") -> str:
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{style}</head><body>{body}</body></html>'


# Portal 1: definition lists -------------------------------------------------------------------------------------------


def _dl(title: str, when: str, groups: Iterable[tuple[str, Iterable[tuple[str, str]]]]) -> str:
    nav = '<div class="top"><a href="/">首页</a> <a href="/jy">交易信息</a> <a href="/zc">政策法规</a></div>'
    made = "".join(
        f'<section><h3>{head}</h3><dl class="info">'
        + "".join(f"<dt>{k}</dt><dd>{v}</dd>" for k, v in rows)
        + "</dl></section>"
        for head, rows in groups
    )
    foot = '<div class="foot">主办单位：云岫市公共资源交易中心 技术支持：岚芯软件有限公司</div>'
    return _html(
        f"{title}_云岫市公共资源交易平台",
        f'{nav}<div class="main"><h1>{title}</h1><p class="sub">发布时间 {when} 浏览次数 102</p>{made}</div>{foot}',
    )


P1 = (
    Page(
        "definition list, works tender",
        "a.html",
        _dl(
            "云岫市第三水厂清水池扩建工程招标公告",
            "2024-03-05",
            [
                (
                    "项目信息",
                    [
                        ("招标项目编号", "YX-GC-2024-0117"),
                        ("招标项目名称", "云岫市第三水厂清水池扩建工程"),
                        ("招标人", "云岫市水务投资有限公司"),
                        ("招标代理机构", "衡正工程咨询有限公司"),
                        ("项目总投资", "4,860.00 万元"),
                        ("是否接受联合体", "否"),
                    ],
                ),
                (
                    "时间安排",
                    [
                        ("招标文件获取截止", "2024-03-12 17:00"),
                        ("投标文件递交截止", "2024-03-26 09:30"),
                        ("开标地点", "第二开标室"),
                    ],
                ),
                ("价格信息", [("最高投标限价", "4,215.77 万元"), ("投标保证金", "60 万元")]),
            ],
        ),
        """stage tender
number YX-GC-2024-0117
title 云岫市第三水厂清水池扩建工程
buyer 云岫市水务投资有限公司
agency 衡正工程咨询有限公司
ceiling CNY 42157700.00 total
estimate CNY 48600000.00 total
opening 2024-03-26
published 2024-03-05
consortium false
deposit CNY 600000.00 total
""",
    ),
    Page(
        "definition list, candidates",
        "b.html",
        _dl(
            "云岫市第三水厂清水池扩建工程评标结果公示",
            "2024-03-28",
            [
                (
                    "项目信息",
                    [
                        ("招标项目编号", "YX-GC-2024-0117"),
                        ("招标人", "云岫市水务投资有限公司"),
                        ("招标代理机构", "衡正工程咨询有限公司"),
                        ("公示期", "2024-03-28 至 2024-03-31"),
                    ],
                ),
                (
                    "第一中标候选人",
                    [
                        ("单位名称", "岚城恒岳建设有限公司"),
                        ("投标总价", "41,688,210.35 元"),
                        ("工期", "300 日历天"),
                        ("项目负责人", "张某某"),
                    ],
                ),
                (
                    "第二中标候选人",
                    [
                        ("单位名称", "柏川锦程建设有限公司"),
                        ("投标总价", "41,802,119.00 元"),
                        ("工期", "300 日历天"),
                        ("项目负责人", "李某某"),
                    ],
                ),
                (
                    "第三中标候选人",
                    [
                        ("单位名称", "沅安瑞泽市政工程有限公司"),
                        ("投标总价", "41,990,004.18 元"),
                        ("工期", "298 日历天"),
                        ("项目负责人", "王某某"),
                    ],
                ),
            ],
        ),
        """stage candidates
number YX-GC-2024-0117
buyer 云岫市水务投资有限公司
agency 衡正工程咨询有限公司
published 2024-03-28
candidate - 1 岚城恒岳建设有限公司
candidate - 2 柏川锦程建设有限公司
candidate - 3 沅安瑞泽市政工程有限公司
bid 岚城恒岳建设有限公司 = CNY 41688210.35 total
bid 柏川锦程建设有限公司 = CNY 41802119.00 total
bid 沅安瑞泽市政工程有限公司 = CNY 41990004.18 total
""",
    ),
    Page(
        "definition list, award with joint bid",
        "c.html",
        _dl(
            "云岫市智慧排水监测项目中标结果公示",
            "2024-05-20",
            [
                (
                    "项目信息",
                    [
                        ("招标项目编号", "YX-GC-2024-0163"),
                        ("招标项目名称", "云岫市智慧排水监测项目"),
                        ("招标人", "云岫市排水管理处"),
                    ],
                ),
                (
                    "中标信息",
                    [
                        ("中标单位", "泽源数据技术有限公司（牵头人）、丰洛勘测设计院有限公司（成员）"),
                        ("中标价格", "1,286.40 万元"),
                        ("中标日期", "2024-05-17"),
                    ],
                ),
            ],
        ),
        """stage award
number YX-GC-2024-0163
title 云岫市智慧排水监测项目
buyer 云岫市排水管理处
winner - 泽源数据技术有限公司
winner - 丰洛勘测设计院有限公司
lead 泽源数据技术有限公司
member 丰洛勘测设计院有限公司
award - CNY 12864000.00 total
decided 2024-05-17
published 2024-05-20
""",
    ),
    Page(
        "definition list, failed",
        "d.html",
        _dl(
            "云岫市城北片区环卫保洁服务采购流标公告",
            "2024-06-11",
            [
                (
                    "项目信息",
                    [
                        ("采购项目编号", "YX-FW-2024-0209"),
                        ("采购项目名称", "云岫市城北片区环卫保洁服务"),
                        ("采购人", "云岫市城市管理局城北分局"),
                        ("代理机构", "正衡招标代理有限公司"),
                    ],
                ),
                (
                    "流标信息",
                    [("流标原因", "至投标截止时间，递交投标文件的供应商不足三家"), ("流标时间", "2024-06-10")],
                ),
            ],
        ),
        """stage termination
number YX-FW-2024-0209
title 云岫市城北片区环卫保洁服务
buyer 云岫市城市管理局城北分局
agency 正衡招标代理有限公司
published 2024-06-11
""",
    ),
)

# Portal 2: tables within tables ---------------------------------------------------------------------------------------


def _nested(title: str, when: str, inner: str) -> str:
    return _html(
        title,
        '<table width="980" align="center"><tr><td><img src="logo.gif"></td></tr><tr><td><table width="100%"><tr>'
        '<td width="200" valign="top"><table><tr><td><a href="1">采购公告</a></td></tr><tr><td><a href="2">中标公告</a></td></tr>'
        '<tr><td><a href="3">更正公告</a></td></tr></table></td><td valign="top"><table width="100%"><tr><td align="center">'
        f'<b>{title}</b></td></tr><tr><td align="right">日期：{when}</td></tr><tr><td>{inner}</td></tr></table></td></tr></table></td></tr>'
        '<tr><td align="center">版权所有 青禾县人民政府采购办公室</td></tr></table>',
    )


P2 = (
    Page(
        "nested tables, result by package",
        "e.html",
        _nested(
            "青禾县教育局课桌椅采购项目成交结果",
            "2015年9月18日",
            "<table border=1><tr><td>采购编号</td><td>QHCG2015-088</td></tr><tr><td>采购单位</td><td>青禾县教育局</td></tr>"
            "<tr><td>采购方式</td><td>竞争性谈判</td></tr><tr><td>谈判时间</td><td>2015年9月16日上午9:00</td></tr><tr><td>成交情况</td><td>"
            "<table border=1><tr><td>包号</td><td>成交供应商</td><td>成交价（元）</td></tr><tr><td>A包</td><td>天禾校具有限公司</td><td>386000</td></tr>"
            "<tr><td>B包</td><td>明德家具有限公司</td><td>212,450.50</td></tr></table></td></tr><tr><td>联系人</td><td>县采购办 电话：0000-1234567</td></tr></table>",
        ),
        """stage award
number QHCG2015-088
buyer 青禾县教育局
opening 2015-09-16
published 2015-09-18
winner A 天禾校具有限公司
winner B 明德家具有限公司
award A CNY 386000.00 total
award B CNY 212450.50 total
""",
    ),
    Page(
        "nested tables, inquiry",
        "f.html",
        _nested(
            "青禾县公安局交警大队警用标志服询价公告",
            "2015年10月9日",
            "<table border=1><tr><td>项目编号</td><td>QHXJ2015-031</td><td>采购预算</td><td>18.6万元</td></tr><tr><td>采购单位</td><td>青禾县公安局交警大队</td>"
            "<td>报价截止</td><td>2015年10月15日15:00</td></tr><tr><td>供应商要求</td><td colspan=3>注册资金不少于50万元，不接受联合体报价。</td></tr></table>",
        ),
        """stage tender
number QHXJ2015-031
buyer 青禾县公安局交警大队
budget CNY 186000.00 total
opening 2015-10-15
published 2015-10-09
consortium false
""",
    ),
    Page(
        "nested tables, changed date",
        "g.html",
        _nested(
            "关于青禾县人民医院彩超采购项目延期开标的公告",
            "2015年11月3日",
            "<p>各投标单位：</p><p>青禾县人民医院彩超采购项目（编号：QHCG2015-102），原定于2015年11月6日9时开标，现因故推迟至2015年11月13日9时开标，地点不变。</p>"
            "<p>采购人：青禾县人民医院</p><p>青禾县政府采购中心</p><p>2015年11月3日</p>",
        ),
        """stage amendment
number QHCG2015-102
buyer 青禾县人民医院
agency 青禾县政府采购中心
opening 2015-11-13
published 2015-11-03
""",
    ),
    Page(
        "nested tables, single source",
        "h.html",
        _nested(
            "青禾县气象局自动站备件单一来源采购公示",
            "2015年12月1日",
            "<table><tr><td>采购人：</td><td>青禾县气象局</td></tr><tr><td>项目名称：</td><td>自动气象站备件</td></tr><tr><td>预算：</td><td>26.8万元</td></tr>"
            "<tr><td>拟定供应商：</td><td>岚城华渡气象仪器有限公司</td></tr><tr><td>理由：</td><td>原设备由该公司独家研制生产。</td></tr>"
            "<tr><td>公示期：</td><td>2015年12月1日至12月7日</td></tr></table>",
        ),
        """stage single_source
buyer 青禾县气象局
title 自动气象站备件
budget CNY 268000.00 total
candidate - - 岚城华渡气象仪器有限公司
published 2015-12-01
""",
    ),
)

# Portal 3: four columns, label and value in turn, no colon, heads across the table ------------------------------------


def _four(title: str, when: str, rows: Iterable[tuple[str, ...]]) -> str:
    made = ""
    for row in rows:
        if len(row) == 1:
            made += f'<tr><th colspan="4" class="sec">{row[0]}</th></tr>'
        elif len(row) == 2:
            made += f'<tr><th>{row[0]}</th><td colspan="3">{row[1]}</td></tr>'
        elif len(row) == 4:
            made += f"<tr><th>{row[0]}</th><td>{row[1]}</td><th>{row[2]}</th><td>{row[3]}</td></tr>"
        else:
            made += "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"
    return _html(
        title,
        f'<div id="wrap"><h2>{title}</h2><div class="bar">信息时间：{when} 【字号 大 中 小】 【打印】 【关闭】</div><table class="detail">{made}</table></div>',
    )


P3 = (
    Page(
        "four columns, contract",
        "i.html",
        _four(
            "沅安市第五中学食堂食材配送合同信息公开",
            "2023/8/30",
            [
                ("合同基本信息",),
                ("合同编号", "YA5Z-HT-2023-017", "合同名称", "沅安市第五中学食堂食材配送合同"),
                ("项目编号", "YACG-2023-G-0288", "项目名称", "沅安市第五中学食堂食材配送项目"),
                ("合同主体",),
                ("采购人（甲方）", "沅安市第五中学", "供应商（乙方）", "苇河绿农食品配送有限公司"),
                ("合同金额",),
                ("合同总价（元）", "1,350,000.00", "签约日期", "2023-08-25"),
            ],
        ),
        """stage contract
contract-number YA5Z-HT-2023-017
number YACG-2023-G-0288
title 沅安市第五中学食堂食材配送项目
buyer 沅安市第五中学
winner - 苇河绿农食品配送有限公司
contract - CNY 1350000.00 total
signed 2023-08-25
published 2023-08-30
""",
    ),
    Page(
        "four columns, award with rate",
        "j.html",
        _four(
            "沅安市机关车辆定点维修服务采购结果公示",
            "2023/9/12",
            [
                ("项目编号", "YACG-2023-F-0310", "采购方式", "公开招标"),
                ("采购单位", "沅安市机关事务管理局", "采购代理机构", "沅安诚达项目管理有限公司"),
                ("评审时间", "2023-09-11", "采购预算", "240万元/年"),
                ("中标供应商", "沅安联拓汽车服务有限公司", "中标下浮率", "18.5%"),
                ("代理服务费", "13,200元", "公告期限", "1个工作日"),
            ],
        ),
        """stage award
number YACG-2023-F-0310
buyer 沅安市机关事务管理局
agency 沅安诚达项目管理有限公司
decided 2023-09-11
published 2023-09-12
budget CNY 2400000.00 per_year
winner - 沅安联拓汽车服务有限公司
award - 0.185 rate
fee CNY 13200.00 total
""",
    ),
    Page(
        "four columns, intention",
        "k.html",
        _four(
            "沅安市博物馆2024年2月政府采购意向",
            "2024/1/8",
            [
                ("采购单位", "沅安市博物馆"),
                ("采购项目名称", "馆藏文物数字化采集服务", "预算金额（万元）", "138.5"),
                ("采购需求概况", "完成馆藏二级以上文物三维数据采集"),
                ("预计采购时间", "2024年2月", "备注", "无"),
            ],
        ),
        """stage planning
title 馆藏文物数字化采集服务
buyer 沅安市博物馆
budget CNY 1385000.00 total
published 2024-01-08
""",
    ),
    Page(
        "four columns, framework of several suppliers",
        "l.html",
        _four(
            "沅安市2023年度印刷服务框架协议入围结果公告",
            "2023/10/19",
            [
                ("项目编号", "YACG-2023-K-0007", "采购人", "沅安市政府采购中心"),
                ("入围供应商名单",),
                ("序号", "供应商名称", "入围折扣率（%）"),
                ("1", "沅安锦程印务有限公司", "62"),
                ("2", "柏川信泰印刷有限公司", "65"),
                ("3", "岚城众诚彩印有限公司", "66.5"),
            ],
        ),
        """stage award
number YACG-2023-K-0007
buyer 沅安市政府采购中心
published 2023-10-19
winner - 沅安锦程印务有限公司
winner - 柏川信泰印刷有限公司
winner - 岚城众诚彩印有限公司
award-of 沅安锦程印务有限公司 = 0.62 rate
award-of 柏川信泰印刷有限公司 = 0.65 rate
award-of 岚城众诚彩印有限公司 = 0.665 rate
""",
    ),
)

# Portal 4: cards of spans ---------------------------------------------------------------------------------------------


def _cards(
    title: str, when: str, pairs: Iterable[tuple[str, str]], cards: Iterable[tuple[str, Iterable[tuple[str, str]]]] = ()
) -> str:
    made = "".join(f'<div class="item"><span class="k">{k}</span><span class="v">{v}</span></div>' for k, v in pairs)
    for head, rows in cards:
        made += (
            f'<div class="card"><div class="card-head">{head}</div>'
            + "".join(
                f'<div class="row"><div class="col-4">{k}</div><div class="col-8">{v}</div></div>' for k, v in rows
            )
            + "</div>"
        )
    return _html(
        f"{title}-阳光采购",
        f'<header>阳光采购服务平台 登录 注册</header><article><h1>{title}</h1><time>{when}</time><div class="grid">{made}</div></article><footer>客服热线 400-000-0000</footer>',
    )


P4 = (
    Page(
        "cards, company's inquiry result",
        "m.html",
        _cards(
            "丰洛港集团轮胎吊钢丝绳采购成交公告",
            "2025-02-14 16:20:11",
            [
                ("采购编号", "FLG-XJ-2025-0042"),
                ("采购单位", "丰洛港集团有限公司机械分公司"),
                ("采购方式", "询比采购"),
                ("报价截止时间", "2025-02-10 17:00:00"),
            ],
            [
                (
                    "标包1 轮胎吊起升钢丝绳",
                    [("成交供应商", "泽源索具有限公司"), ("成交金额(元)", "268,400.00"), ("是否含税", "含税")],
                ),
                (
                    "标包2 俯仰钢丝绳",
                    [("成交供应商", "云岫钢绳有限公司"), ("成交金额(元)", "97,350.00"), ("是否含税", "含税")],
                ),
            ],
        ),
        """stage award
number FLG-XJ-2025-0042
buyer 丰洛港集团有限公司机械分公司
opening 2025-02-10
published 2025-02-14
winner 1 泽源索具有限公司
winner 2 云岫钢绳有限公司
award 1 CNY 268400.00 total
award 2 CNY 97350.00 total
""",
    ),
    Page(
        "cards, company's candidates",
        "n.html",
        _cards(
            "丰洛港集团2025年度劳保用品候选供应商公示",
            "2025-03-03 09:00:00",
            [
                ("采购编号", "FLG-ZB-2025-0019"),
                ("采购人", "丰洛港集团有限公司"),
                ("公示开始时间", "2025-03-03"),
                ("公示结束时间", "2025-03-06"),
            ],
            [
                ("第1名", [("供应商", "苇河劳保用品有限公司"), ("报价", "1,126,800.00元")]),
                ("第2名", [("供应商", "岚城安盾防护科技有限公司"), ("报价", "1,130,000.00元")]),
            ],
        ),
        """stage candidates
number FLG-ZB-2025-0019
buyer 丰洛港集团有限公司
published 2025-03-03
candidate - 1 苇河劳保用品有限公司
candidate - 2 岚城安盾防护科技有限公司
bid 苇河劳保用品有限公司 = CNY 1126800.00 total
bid 岚城安盾防护科技有限公司 = CNY 1130000.00 total
""",
    ),
    Page(
        "cards, tender of two packages with budgets",
        "o.html",
        _cards(
            "丰洛港集团门机变频器采购询比公告",
            "2025-04-01 10:15:00",
            [
                ("项目名称", "门机变频器采购"),
                ("采购编号", "FLG-XB-2025-0077"),
                ("采购人", "丰洛港集团有限公司"),
                ("代理机构", "/"),
                ("响应截止时间", "2025-04-09 09:30:00"),
                ("是否允许联合体", "不允许"),
            ],
            [
                ("标包1", [("标包名称", "起升变频器"), ("控制价(万元)", "46.8")]),
                ("标包2", [("标包名称", "行走变频器"), ("控制价(万元)", "21.35")]),
            ],
        ),
        """stage tender
number FLG-XB-2025-0077
title 门机变频器采购
buyer 丰洛港集团有限公司
opening 2025-04-09
published 2025-04-01
consortium false
lot-ceiling 1 CNY 468000.00 total
lot-ceiling 2 CNY 213500.00 total
""",
    ),
    Page(
        "cards, withdrawn",
        "p.html",
        _cards(
            "丰洛港集团叉车租赁项目采购终止公告",
            "2025-04-22 08:40:00",
            [
                ("采购编号", "FLG-TP-2025-0081"),
                ("采购人", "丰洛港集团有限公司"),
                ("终止原因", "采购计划调整"),
                ("终止日期", "2025-04-21"),
            ],
        ),
        """stage termination
number FLG-TP-2025-0081
buyer 丰洛港集团有限公司
published 2025-04-22
""",
    ),
)

# Portal 5: tables with merged heads -----------------------------------------------------------------------------------


def _page5(title: str, when: str, body: str) -> str:
    return _html(
        title,
        f'<div class="nav">当前位置：首页 > 建设工程 > 中标公示</div><div class="art"><div class="t">{title}</div><div class="i">发布日期：{when}　　来源：栎阳市公共资源交易中心</div><div class="c">{body}</div></div>',
    )


P5 = (
    Page(
        "merged heads, candidates with price and term",
        "q.html",
        _page5(
            "栎阳市环城东路雨水泵站工程中标候选人公示",
            "2022-07-14",
            "<p>招标编号：LYGC2022-0415</p><p>招标人：栎阳市住房保障中心</p><p>招标代理：泰和造价咨询有限公司</p>"
            '<table border="1"><tr><td rowspan="2">排序</td><td rowspan="2">中标候选人名称</td><td colspan="2">投标报价</td><td rowspan="2">工期（天）</td><td colspan="2">项目负责人</td></tr>'
            "<tr><td>大写</td><td>小写（元）</td><td>姓名</td><td>证书编号</td></tr>"
            "<tr><td>1</td><td>栎阳宏宇市政有限公司</td><td>捌佰叁拾贰万壹仟元整</td><td>8321000.00</td><td>180</td><td>赵某</td><td>苏112000</td></tr>"
            "<tr><td>2</td><td>柏川博远路桥有限公司</td><td>捌佰叁拾叁万零伍佰元整</td><td>8330500.00</td><td>180</td><td>钱某</td><td>苏113000</td></tr></table>"
            "<p>公示期：2022年7月14日至2022年7月18日</p>",
        ),
        """stage candidates
number LYGC2022-0415
buyer 栎阳市住房保障中心
agency 泰和造价咨询有限公司
published 2022-07-14
candidate - 1 栎阳宏宇市政有限公司
candidate - 2 柏川博远路桥有限公司
bid 栎阳宏宇市政有限公司 = CNY 8321000.00 total
bid 柏川博远路桥有限公司 = CNY 8330500.00 total
""",
    ),
    Page(
        "merged heads, candidates as columns",
        "r.html",
        _page5(
            "栎阳市实验小学改扩建工程监理评标结果公示",
            "2022-08-02",
            "<p>项目编号：LYGC2022-0466</p><p>建设单位：栎阳市实验小学</p>"
            '<table border="1"><tr><td>候选人排名</td><td>第一名</td><td>第二名</td><td>第三名</td></tr>'
            "<tr><td>单位名称</td><td>正信工程监理有限公司</td><td>方圆项目管理有限公司</td><td>鼎新建设监理有限公司</td></tr>"
            "<tr><td>投标报价（万元）</td><td>98.6</td><td>101.2</td><td>99.75</td></tr>"
            "<tr><td>总监理工程师</td><td>孙某</td><td>李某</td><td>周某</td></tr></table>",
        ),
        """stage candidates
number LYGC2022-0466
buyer 栎阳市实验小学
published 2022-08-02
candidate - 1 正信工程监理有限公司
candidate - 2 方圆项目管理有限公司
candidate - 3 鼎新建设监理有限公司
bid 正信工程监理有限公司 = CNY 986000.00 total
bid 方圆项目管理有限公司 = CNY 1012000.00 total
bid 鼎新建设监理有限公司 = CNY 997500.00 total
""",
    ),
    Page(
        "merged heads, candidates of three sections by rowspan",
        "s.html",
        _page5(
            "栎阳市2022年农村公路养护工程中标候选人公示",
            "2022-09-21",
            "<p>招标编号：LYGC2022-0530；招标人：栎阳市公路事业发展中心</p>"
            '<table border="1"><tr><th>标段</th><th>名次</th><th>投标人</th><th>投标价（元）</th></tr>'
            '<tr><td rowspan="2">一标段</td><td>1</td><td>沅安恒岳路桥有限公司</td><td>3120045.60</td></tr><tr><td>2</td><td>岚城天禾交通工程有限公司</td><td>3135000</td></tr>'
            '<tr><td rowspan="2">二标段</td><td>1</td><td>岚城天禾交通工程有限公司</td><td>2890100</td></tr><tr><td>2</td><td>泽源路桥有限公司</td><td>2901333.25</td></tr></table>',
        ),
        """stage candidates
number LYGC2022-0530
buyer 栎阳市公路事业发展中心
published 2022-09-21
candidate 1 1 沅安恒岳路桥有限公司
candidate 1 2 岚城天禾交通工程有限公司
candidate 2 1 岚城天禾交通工程有限公司
candidate 2 2 泽源路桥有限公司
bid 沅安恒岳路桥有限公司 = CNY 3120045.60 total
bid 岚城天禾交通工程有限公司 = CNY 3135000.00 total
bid 岚城天禾交通工程有限公司 = CNY 2890100.00 total
bid 泽源路桥有限公司 = CNY 2901333.25 total
""",
    ),
    Page(
        "merged heads, opening record",
        "t.html",
        _page5(
            "栎阳市殡仪馆火化设备采购开标记录",
            "2022-10-11",
            "<p>项目编号：LYHW2022-0098　开标时间：2022年10月11日 9:30</p>"
            '<table border="1"><tr><th rowspan="2">序号</th><th rowspan="2">投标单位</th><th colspan="2">开标一览</th></tr><tr><th>投标报价（元）</th><th>交货期</th></tr>'
            "<tr><td>1</td><td>澄溪华渡机械有限公司</td><td>1568000</td><td>45天</td></tr><tr><td>2</td><td>云岫环保设备有限公司</td><td>1602000</td><td>40天</td></tr>"
            "<tr><td>3</td><td>苇河热工技术有限公司</td><td>1499900</td><td>50天</td></tr></table>",
        ),
        """stage opening
number LYHW2022-0098
opening 2022-10-11
published 2022-10-11
""",
    ),
)

# Portal 6: plain text aligned by full-width blanks --------------------------------------------------------------------

P6 = (
    Page(
        "full-width blanks, award",
        "u.txt",
        """　　　　　　　　泽源市看守所视频监控改造项目中标公告
　　　　　　　　　　　　　　　2019年6月20日

　　采　购　人　　　泽源市看守所
　　项目名称　　　　视频监控改造项目
　　项目编号　　　　ZYZC（2019）056号
　　代理机构　　　　泽源中诚招标有限公司
　　开标时间　　　　2019年6月18日9:00
　　中　标　人　　　岚城联拓信息技术有限公司
　　中标金额　　　　人民币陆拾捌万叁仟贰佰元整（￥683,200.00）
　　评标委员会　　　吴某、郑某、王某
""",
        """stage award
number ZYZC（2019）056号
title 视频监控改造项目
buyer 泽源市看守所
agency 泽源中诚招标有限公司
opening 2019-06-18
published 2019-06-20
winner - 岚城联拓信息技术有限公司
award - CNY 683200.00 total
""",
    ),
    Page(
        "full-width blanks, tender",
        "v.txt",
        """　　　　　　泽源市烟草专卖局物流中心叉车采购招标公告

　　受泽源市烟草专卖局委托，泽源中诚招标有限公司就物流中心叉车采购进行国内公开招标，欢迎合格投标人参加。
　　一、招标编号　　ZYZC-HW-2019-077
　　二、招标内容　　电动叉车6台
　　三、采购预算　　人民币九十六万元
　　四、发售标书　　2019年7月1日至7月5日，每套300元，售后不退
　　五、投标截止　　2019年7月22日14时30分
　　六、本项目不接受联合体投标
　　　　　　　　　　　　　　　　泽源中诚招标有限公司
　　　　　　　　　　　　　　　　二〇一九年六月二十八日
""",
        """stage tender
number ZYZC-HW-2019-077
buyer 泽源市烟草专卖局
agency 泽源中诚招标有限公司
budget CNY 960000.00 total
opening 2019-07-22
published 2019-06-28
consortium false
""",
    ),
    Page(
        "full-width blanks, candidates",
        "w.txt",
        """泽源市南湖公园绿化提升工程（第二标段）预中标公示

招标编号　　ZYYL-2019-12
招标人　　　泽源市园林绿化管理所
预中标人　　第一名　丰洛绿野园林有限公司　　投标报价　2,316,780.00元
　　　　　　第二名　柏川景苑园林有限公司　　投标报价　2,320,000.00元
公示时间　　2019年8月5日至8月8日
""",
        """stage candidates
number ZYYL-2019-12
buyer 泽源市园林绿化管理所
candidate 2 1 丰洛绿野园林有限公司
candidate 2 2 柏川景苑园林有限公司
bid 丰洛绿野园林有限公司 = CNY 2316780.00 total
bid 柏川景苑园林有限公司 = CNY 2320000.00 total
""",
    ),
    Page(
        "full-width blanks, answer to questions",
        "x.txt",
        """泽源市妇幼保健院电梯采购项目答疑公告

项目编号　　ZYZC（2019）091号
采购人　　　泽源市妇幼保健院

问：招标文件要求额定载重1600kg，能否放宽？
答：不予放宽。
问：付款方式能否调整？
答：预付款比例由30%调整为40%。

其他内容不变，投标截止时间不变。
　　　　　　　　　泽源中诚招标有限公司
　　　　　　　　　2019年9月10日
""",
        """stage amendment
number ZYZC（2019）091号
buyer 泽源市妇幼保健院
agency 泽源中诚招标有限公司
published 2019-09-10
""",
    ),
)

# Portal 7: English notices of a bank's borrowers ----------------------------------------------------------------------

P7 = (
    Page(
        "English award with evaluated prices",
        "en1.html",
        _html(
            "Contract Award Notice",
            "<h2>CONTRACT AWARD NOTICE</h2><p>Project: Lancang Rural Roads Improvement Project</p><p>Contract Reference No.: LRRIP/CW-07</p>"
            "<p>Scope of Contract: Rehabilitation of 42 km of feeder roads</p><p>Implementing Agency: Provincial Roads Directorate of Tarim Province</p>"
            "<h4>Awarded Bidder</h4><p>Name: Northgate Civil Works Ltd.</p><p>Bid price at opening: USD 3,412,900.00</p><p>Evaluated Bid Price: USD 3,398,110.00</p><p>Contract Price: USD 3,398,110.00</p>"
            "<p>Contract signature date: 14 May 2021</p><h4>Evaluated Bidders</h4><table><tr><th>Name</th><th>Bid Price</th><th>Evaluated Price</th></tr>"
            "<tr><td>Easterly Builders JSC</td><td>USD 3,620,000.00</td><td>USD 3,620,000.00</td></tr></table>",
        ),
        """stage award
contract-number LRRIP/CW-07
buyer Provincial Roads Directorate of Tarim Province
winner - Northgate Civil Works Ltd.
award - USD 3398110.00 total
lot-bid - USD 3412900.00 total
signed 2021-05-14
""",
    ),
    Page(
        "English invitation for bids",
        "en2.html",
        _html(
            "Invitation for Bids",
            "<h2>INVITATION FOR BIDS</h2><p>Date: 3 February 2022</p><p>IFB No.: MWA/G-2022-015</p><p>Contract title: Supply of Ductile Iron Pipes</p>"
            "<p>1. The Marlow Water Authority invites sealed bids from eligible bidders for the supply of ductile iron pipes.</p>"
            "<p>2. Bids must be delivered to the address below on or before 10:00 hours on 17 March 2022. A bid security of USD 25,000 is required.</p>"
            "<p>3. Joint ventures are not permitted.</p>",
        ),
        """stage tender
number MWA/G-2022-015
title Supply of Ductile Iron Pipes
buyer Marlow Water Authority
opening 2022-03-17
published 2022-02-03
consortium false
deposit USD 25000.00 total
""",
    ),
    Page(
        "English award table by lot",
        "en3.html",
        _html(
            "Award",
            "<h1>Award of Contract - School Furniture</h1><table><tr><td>Procuring Entity</td><td>Department of Education of Holm Island</td></tr><tr><td>Tender No.</td><td>HI/EDU/2023/044</td></tr><tr><td>Date of award</td><td>11/09/2023</td></tr></table>"
            "<table><tr><th>Lot</th><th>Description</th><th>Successful Tenderer</th><th>Award Amount (GBP)</th></tr><tr><td>Lot 1</td><td>Desks</td><td>Fenwick Furniture Limited</td><td>118,400.00</td></tr>"
            "<tr><td>Lot 2</td><td>Chairs</td><td>Orme & Daughters Ltd</td><td>76,950.00</td></tr><tr><td>Lot 3</td><td>Cabinets</td><td>Not awarded</td><td>-</td></tr></table>",
        ),
        """stage award
number HI/EDU/2023/044
buyer Department of Education of Holm Island
winner 1 Fenwick Furniture Limited
winner 2 Orme & Daughters Ltd
award 1 GBP 118400.00 total
award 2 GBP 76950.00 total
failed 3
""",
    ),
    Page(
        "English cancellation",
        "en4.html",
        _html(
            "Notice of Cancellation",
            "<h1>Notice of cancellation of procurement</h1><p>Reference: HI/HLT/2023/051</p><p>Contracting authority: Holm Island Health Board</p><p>Title: Patient transport services</p><p>The procurement has been cancelled because all tenders received exceeded the available budget.</p><p>Published: 2 October 2023</p>",
        ),
        """stage termination
number HI/HLT/2023/051
title Patient transport services
buyer Holm Island Health Board
published 2023-10-02
""",
    ),
)

# Portal 8: pages shared on telephones ---------------------------------------------------------------------------------


def _mobile(title: str, when: str, items: Iterable[tuple[str, str]], tail: str = "") -> str:
    made = "".join(f"<li><p>{k}</p><p>{v}</p></li>" for k, v in items)
    return _html(
        title,
        f'<div class="wx-head"><h3>{title}</h3><em>{when}</em> <em>柏川采购网</em></div><ul class="kv">{made}</ul>{tail}<div class="share">分享到 微信好友 朋友圈</div><div class="down">打开APP查看更多商机</div>',
        '<meta name="viewport" content="width=device-width">',
    )


P8 = (
    Page(
        "mobile, award",
        "m1.html",
        _mobile(
            "柏川市第二幼儿园厨房设备采购项目成交公告",
            "2021-11-02",
            [
                ("项目编号", "BCZC-TP-2021-0630"),
                ("采购人", "柏川市第二幼儿园"),
                ("代理机构", "诚一招标有限公司"),
                ("成交人", "青禾厨业有限公司"),
                ("成交价", "¥326,880.00"),
                ("谈判日期", "2021-10-29"),
                ("服务费", "4,903元"),
            ],
        ),
        """stage award
number BCZC-TP-2021-0630
buyer 柏川市第二幼儿园
agency 诚一招标有限公司
winner - 青禾厨业有限公司
award - CNY 326880.00 total
opening 2021-10-29
published 2021-11-02
fee CNY 4903.00 total
""",
    ),
    Page(
        "mobile, tender",
        "m2.html",
        _mobile(
            "柏川市救助管理站物业服务竞争性磋商公告",
            "2021-12-06",
            [
                ("项目编号", "BCZC-CS-2021-0701"),
                ("采购人", "柏川市救助管理站"),
                ("预算", "¥58.00万元"),
                ("最高限价", "¥57.20万元"),
                ("服务期", "两年"),
                ("磋商时间", "2021年12月17日 09:00"),
                ("联合体", "不接受"),
            ],
        ),
        """stage tender
number BCZC-CS-2021-0701
buyer 柏川市救助管理站
budget CNY 580000.00 total
ceiling CNY 572000.00 total
opening 2021-12-17
published 2021-12-06
consortium false
""",
    ),
    Page(
        "mobile, lots in items",
        "m3.html",
        _mobile(
            "柏川市疾控中心试剂采购项目中标公告",
            "2022-01-18",
            [
                ("项目编号", "BCZC-GK-2021-0715"),
                ("采购人", "柏川市疾病预防控制中心"),
                ("第1包 中标人", "岚城生物科技有限公司"),
                ("第1包 中标价", "45.6万元"),
                ("第2包 中标人", "云岫医疗器械有限公司"),
                ("第2包 中标价", "38.92万元"),
                ("第3包", "废标，有效供应商不足三家"),
            ],
        ),
        """stage award
number BCZC-GK-2021-0715
buyer 柏川市疾病预防控制中心
winner 1 岚城生物科技有限公司
winner 2 云岫医疗器械有限公司
award 1 CNY 456000.00 total
award 2 CNY 389200.00 total
failed 3
published 2022-01-18
""",
    ),
    Page(
        "mobile, correction of the result",
        "m4.html",
        _mobile(
            "柏川市图书馆座椅采购项目结果更正公告",
            "2022-02-10",
            [
                ("项目编号", "BCZC-XJ-2022-0003"),
                ("采购人", "柏川市图书馆"),
                ("首次公告日期", "2022-01-27"),
                ("更正内容", "原成交金额：86,500元，现更正为：85,600元，其他不变"),
                ("更正日期", "2022-02-09"),
            ],
        ),
        """stage amendment
number BCZC-XJ-2022-0003
buyer 柏川市图书馆
first-published 2022-01-27
award - CNY 85600.00 total
published 2022-02-10
""",
    ),
)

# Portal 9: text of a printed page -------------------------------------------------------------------------------------

P9 = (
    Page(
        "printed page, tender in numbered clauses",
        "pdf1.txt",
        """- 1 -

苇河市轨道交通2号线站台门系统设备采购

招  标  公  告

1. 招标条件
本招标项目苇河市轨道交通2号线工程已由苇河市发展和改革委员会以苇发改基〔2020〕33号
批准建设，招标人为苇河市地铁集团有限公司，建设资金为自筹。项目已具备招标条件，现对
站台门系统设备采购进行公开招标。
2. 项目概况
2.1 招标编号：WHDT-SB-2020-019
2.2 本次招标最高投标限价为 13,680.00 万元。
- 2 -

3. 投标人资格要求
3.1 近五年内具有单项合同金额不低于3000万元的同类业绩。
3.2 本次招标接受联合体投标，联合体成员不超过2家。
4. 投标文件的递交
4.1 投标截止时间为 2020 年 10 月 20 日 10 时 00 分，地点为苇河市公共资源交易中心。
5. 联系方式
招 标 人：苇河市地铁集团有限公司        招标代理机构：大衡国际招标有限公司
地    址：苇河市长堤路88号              地    址：苇河市南山路6号
联 系 人：沈先生                        联 系 人：韩女士

                                                         2020 年 9 月 25 日
""",
        """stage tender
number WHDT-SB-2020-019
buyer 苇河市地铁集团有限公司
agency 大衡国际招标有限公司
ceiling CNY 136800000.00 total
opening 2020-10-20
published 2020-09-25
consortium true
""",
    ),
    Page(
        "printed page, award letter in prose",
        "pdf2.txt",
        """苇河市轨道交通2号线站台门系统设备采购
中标结果公告
（招标编号：WHDT-SB-2020-019）

    经评标委员会评审并经招标人苇河市地铁集团有限公司确认，现将中标结果公告如下：
    中标人：中岳轨道装备股份有限公司（联合体牵头人）与岚城自动门技术有限公司（联合体成
员）组成的联合体；中标价：人民币壹亿叁仟贰佰壹拾万元整（¥132,100,000.00）；交货期：18个月。
    感谢各投标人的参与。

                          招标代理机构：大衡国际招标有限公司
                          2020年11月12日
""",
        """stage award
number WHDT-SB-2020-019
buyer 苇河市地铁集团有限公司
agency 大衡国际招标有限公司
winner - 中岳轨道装备股份有限公司
winner - 岚城自动门技术有限公司
lead 中岳轨道装备股份有限公司
member 岚城自动门技术有限公司
award - CNY 132100000.00 total
published 2020-11-12
""",
    ),
    Page(
        "printed page, contract summary",
        "pdf3.txt",
        """政府采购合同公告

一、合同编号：WH-HT-2020-226
二、合同名称：苇河市档案馆密集架采购合同
三、项目编号（或招标编号、政府采购计划编号、采购计划备案文号等，如有）：WHZC2020-H-118
四、项目名称：苇河市档案馆密集架采购
五、合同主体
采购人（甲方）：苇河市档案馆
地址：苇河市学府路11号
供应商（乙方）：天禾档案装具有限公司
地址：岚城市工业园3路
六、合同主要信息
主要标的名称：智能密集架
规格型号（或服务要求）：详见合同
主要标的数量：1批
主要标的单价：0.2046万元/立方米
合同金额：40.92万元
履约期限、地点等简要信息：合同签订后60日内
采购方式：竞争性磋商
七、合同签订日期：2020年12月3日
八、合同公告日期：2020年12月4日
九、其他补充事宜：无
""",
        """stage contract
contract-number WH-HT-2020-226
number WHZC2020-H-118
title 苇河市档案馆密集架采购
buyer 苇河市档案馆
winner - 天禾档案装具有限公司
contract - CNY 409200.00 total
signed 2020-12-03
published 2020-12-04
""",
    ),
    Page(
        "printed page, candidates, joint bid",
        "pdf4.txt",
        """苇河市老旧小区改造工程总承包（EPC）中标候选人公示

招标人：苇河市安居建设投资有限公司
招标编号：WHAJ-EPC-2020-05
开标日期：2020年12月15日

一、中标候选人及排序
1、第一中标候选人：岚城华渡建设集团有限公司（联合体主办方）、沅安市建筑设计研究院有限公司（联
合体成员方），投标报价：设计费186.5万元，建安工程费8,932.1万元，合计9,118.6万元；
2、第二中标候选人：柏川博远建工有限公司、云岫城乡规划设计有限公司联合体，投标报价合计9,203万元。
二、公示期：2020年12月17日至2020年12月19日
""",
        """stage candidates
number WHAJ-EPC-2020-05
buyer 苇河市安居建设投资有限公司
opening 2020-12-15
candidate - 1 岚城华渡建设集团有限公司
candidate - 1 沅安市建筑设计研究院有限公司
lead 岚城华渡建设集团有限公司
member 沅安市建筑设计研究院有限公司
bid 岚城华渡建设集团有限公司 = CNY 91186000.00 total
candidate - 2 柏川博远建工有限公司
candidate - 2 云岫城乡规划设计有限公司
bid 柏川博远建工有限公司 = CNY 92030000.00 total
""",
    ),
)

# Portal 10: a hospital's own site, articles in prose ------------------------------------------------------------------


def _article(title: str, when: str, *lines: str) -> str:
    return _html(
        f"{title}-澄溪市中心医院",
        f'<ul class="menu"><li>医院概况</li><li>科室导航</li><li>招标采购</li></ul><h2 class="title">{title}</h2><div class="meta">作者：采购中心 时间：{when} 点击：88</div>'
        + "".join(f"<p><span>{line}</span></p>" for line in lines)
        + '<div class="prev">上一篇：澄溪市中心医院电梯维保项目中标公告</div><div class="next">下一篇：澄溪市中心医院被服洗涤服务终止公告</div>',
    )


P10 = (
    Page(
        "hospital, result in prose",
        "h1.html",
        _article(
            "澄溪市中心医院医用空气消毒机采购结果公示",
            "2024-10-15",
            "我院医用空气消毒机采购项目（项目编号：CXYY-2024-105）于2024年10月12日在门诊楼六楼会议室进行院内谈判，经评审小组综合评审，确定苇河净源医疗科技有限公司为成交供应商，成交总价为人民币21.84万元。",
            "公示期三个工作日，如有异议请与采购中心联系。",
            "澄溪市中心医院",
            "2024年10月15日",
        ),
        """stage award
number CXYY-2024-105
buyer 澄溪市中心医院
winner - 苇河净源医疗科技有限公司
award - CNY 218400.00 total
decided 2024-10-12
published 2024-10-15
""",
    ),
    Page(
        "hospital, market survey",
        "h2.html",
        _article(
            "澄溪市中心医院2024年检验试剂采购需求调研公告",
            "2024-04-08",
            "为做好采购工作，我院拟对以下试剂进行市场调研，欢迎符合条件的供应商参与。",
            "一、调研项目：全自动生化分析仪配套试剂",
            "二、报名截止时间：2024年4月15日17:00",
            "三、联系人：采购中心陈老师",
        ),
        """stage other
buyer 澄溪市中心医院
published 2024-04-08
""",
    ),
    Page(
        "hospital, three items in a list",
        "h3.html",
        _article(
            "澄溪市中心医院医疗设备招标采购中标公告",
            "2024-11-20",
            "项目编号：CXYY-2024-121",
            "根据评标委员会的推荐，现将中标结果公告如下：",
            "包1 电子胃肠镜：中标供应商 云岫康健医疗器械有限公司，中标金额 186.8 万元；",
            "包2 输液泵：中标供应商 岚城卫宁医疗设备有限公司，中标金额 42.3 万元；",
            "包3 除颤仪：因投标人不足三家，本包废标。",
            "采购人：澄溪市中心医院",
            "代理机构：衡岳工程咨询有限公司",
        ),
        """stage award
number CXYY-2024-121
buyer 澄溪市中心医院
agency 衡岳工程咨询有限公司
winner 1 云岫康健医疗器械有限公司
winner 2 岚城卫宁医疗设备有限公司
award 1 CNY 1868000.00 total
award 2 CNY 423000.00 total
failed 3
published 2024-11-20
""",
    ),
    Page(
        "hospital, works done by unit price",
        "h4.html",
        _article(
            "澄溪市中心医院医疗废物处置服务成交公告",
            "2024-12-05",
            "项目名称：医疗废物处置服务",
            "项目编号：CXYY-2024-133",
            "成交供应商：栎阳洁源环保有限公司",
            "成交单价：3.15元/床·日",
            "服务期限：三年",
            "采购人名称：澄溪市中心医院",
        ),
        """stage award
number CXYY-2024-133
title 医疗废物处置服务
buyer 澄溪市中心医院
winner - 栎阳洁源环保有限公司
award - CNY 3.15 unit_price
published 2024-12-05
""",
    ),
)

# Portal 11: the national form, its words cut by tags ------------------------------------------------------------------


def _cut(line: str) -> str:
    return "".join(f"<span>{line[at : at + 4]}</span>" for at in range(0, len(line), 4))


def _form(title: str, when: str, *lines: str) -> str:
    return _html(
        title,
        f'<div class="crumb">首页 » 政采公告 » 中标公告</div><h2>{title}</h2><p>{when} 来源：岚城省政府采购网</p><div class="con">'
        + "".join(f"<p>{line if line.startswith('<') else _cut(line)}</p>" for line in lines)
        + "</div>",
    )


P11 = (
    Page(
        "cut form, award by lots",
        "f1.html",
        _form(
            "岚城省地质博物馆展陈设备采购项目中标（成交）结果公告",
            "2023年03月17日 15:32",
            "一、项目编号：LCSZC-2023-00471（招标文件编号：LCSZC-2023-00471）",
            "二、项目名称：岚城省地质博物馆展陈设备采购项目",
            "三、中标（成交）信息",
            "供应商名称：泽源展示技术有限公司",
            "供应商地址：泽源市高新路1号",
            "中标（成交）金额：178.3600000（万元）",
            "四、主要标的信息",
            "<table><tr><td>序号</td><td>供应商名称</td><td>货物名称</td><td>货物品牌</td><td>货物数量</td><td>货物单价(元)</td></tr><tr><td>1</td><td>泽源展示技术有限公司</td><td>互动展台</td><td>泽展</td><td>8</td><td>222950</td></tr></table>",
            "五、评审专家（单一来源采购人员）名单：",
            "许某、何某、吕某",
            "六、代理服务收费标准及金额：",
            "本项目代理费收费标准：按合同约定",
            "本项目代理费总金额：2.4100000 万元（人民币）",
            "七、公告期限",
            "自本公告发布之日起1个工作日。",
            "八、其它补充事宜",
            "无",
            "九、凡对本次公告内容提出询问，请按以下方式联系。",
            "1.采购人信息",
            "名 称：岚城省地质博物馆",
            "地址：岚城市文化路5号",
            "2.采购代理机构信息",
            "名 称：广信招标集团有限公司",
            "地　址：岚城市解放路9号",
            "3.项目联系方式",
            "项目联系人：许某",
            "电　话：0000-7654321",
        ),
        """stage award
number LCSZC-2023-00471
title 岚城省地质博物馆展陈设备采购项目
buyer 岚城省地质博物馆
agency 广信招标集团有限公司
winner - 泽源展示技术有限公司
award - CNY 1783600.00 total
fee CNY 24100.00 total
published 2023-03-17
""",
    ),
    Page(
        "cut form, tender with packages in a table",
        "f2.html",
        _form(
            "岚城省地质博物馆安保服务公开招标公告",
            "2023年04月03日 10:05",
            "项目概况",
            "岚城省地质博物馆安保服务招标项目的潜在投标人应在岚城省政府采购网获取招标文件，并于2023年04月25日 09点00分（北京时间）前递交投标文件。",
            "一、项目基本情况",
            "项目编号：LCSZC-2023-00602",
            "项目名称：岚城省地质博物馆安保服务",
            "预算金额：320.0000000 万元（人民币）",
            "最高限价（如有）：318.5000000 万元（人民币）",
            "采购需求：详见附件",
            "合同履行期限：两年",
            "本项目( 不接受 )联合体投标。",
            "二、申请人的资格要求：",
            "1.满足《中华人民共和国政府采购法》第二十二条规定；",
            "四、提交投标文件截止时间、开标时间和地点",
            "提交投标文件截止时间：2023年04月25日 09点00分（北京时间）",
            "开标时间：2023年04月25日 09点00分（北京时间）",
            "七、对本次招标提出询问，请按以下方式联系。",
            "1.采购人信息",
            "名 称：岚城省地质博物馆",
            "2.采购代理机构信息",
            "名 称：广信招标集团有限公司",
        ),
        """stage tender
number LCSZC-2023-00602
title 岚城省地质博物馆安保服务
buyer 岚城省地质博物馆
agency 广信招标集团有限公司
budget CNY 3200000.00 total
ceiling CNY 3185000.00 total
opening 2023-04-25
published 2023-04-03
consortium false
""",
    ),
    Page(
        "cut form, correction of the deadline",
        "f3.html",
        _form(
            "岚城省地质博物馆安保服务更正公告（第一次）",
            "2023年04月12日 17:40",
            "一、项目基本情况",
            "原公告的采购项目编号：LCSZC-2023-00602",
            "原公告的采购项目名称：岚城省地质博物馆安保服务",
            "首次公告日期：2023年04月03日",
            "二、更正信息",
            "更正事项：采购公告",
            "更正内容：原公告中的开标时间：2023年04月25日09:00，现更正为：2023年05月06日09:00",
            "更正日期：2023年04月12日",
            "三、其他补充事宜",
            "无",
            "四、凡对本次公告内容提出询问，请按以下方式联系。",
            "1.采购人信息",
            "名 称：岚城省地质博物馆",
            "2.采购代理机构信息",
            "名 称：广信招标集团有限公司",
        ),
        """stage amendment
number LCSZC-2023-00602
title 岚城省地质博物馆安保服务
buyer 岚城省地质博物馆
agency 广信招标集团有限公司
first-published 2023-04-03
opening 2023-05-06
published 2023-04-12
""",
    ),
    Page(
        "cut form, termination of a second round",
        "f4.html",
        _form(
            "岚城省水文局无人船采购项目（二次）终止公告",
            "2023年06月08日 09:11",
            "一、项目基本情况",
            "采购项目编号：LCSZC-2023-00533-1",
            "采购项目名称：岚城省水文局无人船采购项目（二次）",
            "二、项目终止的原因",
            "通过资格性审查的供应商不足3家",
            "三、其他补充事宜",
            "无",
            "四、凡对本次公告内容提出询问，请按以下方式联系。",
            "1.采购人信息",
            "名 称：岚城省水文局",
            "2.采购代理机构信息",
            "名 称：远大工程管理有限公司",
        ),
        """stage termination
round 2
number LCSZC-2023-00533-1
buyer 岚城省水文局
agency 远大工程管理有限公司
published 2023-06-08
""",
    ),
)

# Portal 12: a frame of descriptions, rendered by script ---------------------------------------------------------------


def _ant(title: str, groups: Iterable[tuple[str, Iterable[tuple[str, str]]]], more: str = "") -> str:
    made = ""
    for head, rows in groups:
        made += (
            f'<div class="ant-descriptions"><div class="ant-descriptions-title">{head}</div><table><tbody>'
            + "".join(
                f'<tr class="ant-descriptions-row"><td class="ant-descriptions-item"><span class="ant-descriptions-item-label ant-descriptions-item-colon">{k}</span><span class="ant-descriptions-item-content">{v}</span></td></tr>'
                for k, v in rows
            )
            + "</tbody></table></div>"
        )
    return _html("交易平台", f'<div id="root"><div class="title">{title}</div>{made}{more}</div>')


P12 = (
    Page(
        "descriptions, choosing of an intermediary",
        "n1.html",
        _ant(
            "关于青禾县石桥镇污水管网工程造价咨询的中选公告",
            [
                (
                    "基本信息",
                    [
                        ("采购项目编码", "QHZJ-20240611-00018"),
                        ("采购项目名称", "石桥镇污水管网工程造价咨询"),
                        ("项目业主", "青禾县石桥镇人民政府"),
                        ("选取方式", "随机抽取"),
                        ("服务金额", "¥32,800.00元"),
                    ],
                ),
                (
                    "中选信息",
                    [
                        ("中选机构", "衡准工程造价咨询有限公司"),
                        ("中选金额", "¥29,520.00元"),
                        ("中选时间", "2024-06-14 10:00:00"),
                    ],
                ),
            ],
        ),
        """stage award
number QHZJ-20240611-00018
title 石桥镇污水管网工程造价咨询
buyer 青禾县石桥镇人民政府
winner - 衡准工程造价咨询有限公司
award - CNY 29520.00 total
decided 2024-06-14
""",
    ),
    Page(
        "descriptions, village works",
        "n2.html",
        _ant(
            "青禾县白塔村机耕路硬化工程交易结果公告",
            [
                (
                    "项目信息",
                    [
                        ("交易项目编号", "QHXZ-GC-2024-0203"),
                        ("发包人", "青禾县白塔村股份经济合作社"),
                        ("发包方式", "公开竞价"),
                    ],
                ),
                (
                    "成交信息",
                    [
                        ("承包人", "青禾恒通建筑工程有限公司"),
                        ("成交价（元）", "186,700.00"),
                        ("起始价（元）", "201,000.00"),
                        ("成交日期", "2024-08-19"),
                    ],
                ),
            ],
        ),
        """stage award
number QHXZ-GC-2024-0203
buyer 青禾县白塔村股份经济合作社
winner - 青禾恒通建筑工程有限公司
award - CNY 186700.00 total
decided 2024-08-19
""",
    ),
    Page(
        "descriptions, table of winners below",
        "n3.html",
        _ant(
            "青禾县2024年高标准农田建设项目中标结果公告",
            [
                (
                    "项目信息",
                    [
                        ("招标项目编号", "QHNT-2024-009"),
                        ("招标人", "青禾县农业农村局"),
                        ("招标代理", "正信项目咨询有限公司"),
                    ],
                )
            ],
            '<div class="ant-table"><table><thead><tr><th>标段名称</th><th>中标人</th><th>中标价</th><th>价格单位</th></tr></thead><tbody><tr><td>一标段</td><td>泽源水利工程有限公司</td><td>1286.54</td><td>万元</td></tr><tr><td>二标段</td><td>苇河农垦建设有限公司</td><td>978.2</td><td>万元</td></tr></tbody></table></div>',
        ),
        """stage award
number QHNT-2024-009
buyer 青禾县农业农村局
agency 正信项目咨询有限公司
winner 1 泽源水利工程有限公司
winner 2 苇河农垦建设有限公司
award 1 CNY 12865400.00 total
award 2 CNY 9782000.00 total
""",
    ),
    Page(
        "descriptions, prequalification",
        "n4.html",
        _ant(
            "青禾县中医院迁建工程施工资格预审公告",
            [
                (
                    "项目信息",
                    [
                        ("招标项目编号", "QHYY-2024-021"),
                        ("招标人", "青禾县中医院"),
                        ("招标代理", "正信项目咨询有限公司"),
                        ("合同估算价", "2.36亿元"),
                    ],
                ),
                ("资格预审", [("申请文件递交截止时间", "2024-09-10 09:00"), ("是否接受联合体资格预审申请", "是")]),
            ],
        ),
        """stage prequalification
number QHYY-2024-021
buyer 青禾县中医院
agency 正信项目咨询有限公司
estimate CNY 236000000.00 total
opening 2024-09-10
consortium true
""",
    ),
)

# Portal 13: labels in two languages -----------------------------------------------------------------------------------

P13 = (
    Page(
        "two languages, international tender",
        "z1.html",
        _html(
            "International Tender",
            "<h1>国际招标公告 INTERNATIONAL TENDER NOTICE</h1><p>招标编号 Tender No.: 0000-2040HZ21088</p><p>项目名称 Project Name: 澄溪大学冷冻电镜采购项目 Cryo-EM of Chengxi University</p>"
            "<p>招标人 Tenderee: 澄溪大学 Chengxi University</p><p>招标机构 Tendering Agency: 寰宇国际招标有限公司 Huanyu International Tendering Co., Ltd.</p><p>开标时间 Bid Opening Time: 2021-05-18 09:30</p><p>公告发布时间 Published: 2021-04-26</p>",
        ),
        """stage tender
number 0000-2040HZ21088
buyer 澄溪大学
agency 寰宇国际招标有限公司
opening 2021-05-18
published 2021-04-26
""",
    ),
    Page(
        "two languages, evaluation result",
        "z2.html",
        _html(
            "Evaluation Result",
            "<h1>评标结果公示</h1><table><tr><td>招标编号/Bidding No.</td><td>0000-2040HZ21088/01</td></tr><tr><td>项目名称/Project Name</td><td>澄溪大学冷冻电镜采购项目</td></tr><tr><td>招标人/Tenderee</td><td>澄溪大学</td></tr><tr><td>中标候选人/Winning Candidate</td><td>欧兰仪器（岚城）有限公司</td></tr><tr><td>制造商/Manufacturer</td><td>Orlan Instruments B.V.</td></tr><tr><td>投标价格/Bid Price</td><td>EUR 4,180,000.00</td></tr><tr><td>公示开始/Start</td><td>2021-05-21</td></tr></table>",
        ),
        """stage candidates
number 0000-2040HZ21088/01
title 澄溪大学冷冻电镜采购项目
buyer 澄溪大学
candidate - - 欧兰仪器（岚城）有限公司
bid 欧兰仪器（岚城）有限公司 = EUR 4180000.00 total
""",
    ),
    Page(
        "two languages, contract",
        "z3.html",
        _html(
            "Contract",
            "<h1>采购合同公示 Contract Publication</h1><table><tr><th>合同编号<br>Contract No.</th><td>CXU-2021-C-0351</td></tr><tr><th>买方<br>Buyer</th><td>澄溪大学</td></tr><tr><th>卖方<br>Seller</th><td>欧兰仪器（岚城）有限公司</td></tr><tr><th>合同金额<br>Contract Amount</th><td>EUR 4,150,000.00</td></tr><tr><th>签订日期<br>Signing Date</th><td>2021-06-30</td></tr></table>",
        ),
        """stage contract
contract-number CXU-2021-C-0351
buyer 澄溪大学
winner - 欧兰仪器（岚城）有限公司
contract - EUR 4150000.00 total
signed 2021-06-30
""",
    ),
    Page(
        "two languages, award",
        "z4.html",
        _html(
            "Award",
            "<h1>中标结果公告 Award Result</h1><p>招标编号 Tender No.: 0000-2140HZ21102</p><p>招标人 Tenderee: 澄溪市第一人民医院 Chengxi First People's Hospital</p><p>中标人 Winner: 康源医疗设备有限公司 Kangyuan Medical Equipment Co., Ltd.</p><p>中标金额 Award Amount: USD 862,000.00</p><p>中标日期 Award Date: 2021-09-02</p>",
        ),
        """stage award
number 0000-2140HZ21102
buyer 澄溪市第一人民医院
winner - 康源医疗设备有限公司
award - USD 862000.00 total
decided 2021-09-02
""",
    ),
)

# Portal 14: lots as columns and labels in the first column; sections in merged rows ------------------------------------

P14 = (
    Page(
        "columns are lots",
        "c1.html",
        _page5(
            "栎阳市城投集团2024年审计服务机构采购结果公告",
            "2024-04-16",
            '<table><tr><td>采购编号</td><td colspan="3">LYCT-2024-S-006</td></tr><tr><td>采购人</td><td colspan="3">栎阳市城市投资集团有限公司</td></tr>'
            "<tr><td>标段</td><td>第一标段</td><td>第二标段</td><td>第三标段</td></tr><tr><td>成交人</td><td>明德会计师事务所（特殊普通合伙）</td><td>信泰会计师事务所有限公司</td><td>众诚联合会计师事务所（普通合伙）</td></tr>"
            "<tr><td>成交价（万元）</td><td>36.8</td><td>29.5</td><td>31</td></tr></table>",
        ),
        """stage award
number LYCT-2024-S-006
buyer 栎阳市城市投资集团有限公司
published 2024-04-16
winner 1 明德会计师事务所（特殊普通合伙）
winner 2 信泰会计师事务所有限公司
winner 3 众诚联合会计师事务所（普通合伙）
award 1 CNY 368000.00 total
award 2 CNY 295000.00 total
award 3 CNY 310000.00 total
""",
    ),
    Page(
        "merged first column names the section",
        "c2.html",
        _page5(
            "栎阳市司法局电子卷宗系统采购中标公示",
            "2024-05-09",
            '<table border=1><tr><td rowspan="3">项目</td><td>名称</td><td>电子卷宗系统采购</td></tr><tr><td>编号</td><td>LYZC-2024-G-0121</td></tr><tr><td>预算（元）</td><td>880000</td></tr>'
            '<tr><td rowspan="2">采购单位</td><td>名称</td><td>栎阳市司法局</td></tr><tr><td>地址</td><td>栎阳市法治路2号</td></tr>'
            '<tr><td rowspan="2">代理机构</td><td>名称</td><td>泰和招标代理有限公司</td></tr><tr><td>地址</td><td>栎阳市长安街7号</td></tr>'
            '<tr><td rowspan="3">中标单位</td><td>名称</td><td>岚芯软件有限公司</td></tr><tr><td>地址</td><td>岚城市软件园</td></tr><tr><td>中标金额（元）</td><td>862500</td></tr></table>',
        ),
        """stage award
number LYZC-2024-G-0121
title 电子卷宗系统采购
buyer 栎阳市司法局
agency 泰和招标代理有限公司
budget CNY 880000.00 total
winner - 岚芯软件有限公司
award - CNY 862500.00 total
published 2024-05-09
""",
    ),
    Page(
        "winner and total at the foot of a price list",
        "c3.html",
        _page5(
            "栎阳市特教学校教学设备采购成交公告",
            "2024-06-03",
            "<p>项目编号：LYZC-2024-X-0140</p><p>采购人：栎阳市特殊教育学校</p><p>成交供应商：天禾教育装备有限公司</p>"
            "<table border=1><tr><td>序号</td><td>名称</td><td>数量</td><td>单价（元）</td><td>小计（元）</td></tr><tr><td>1</td><td>感统训练器材</td><td>3</td><td>21000</td><td>63000</td></tr><tr><td>2</td><td>语训设备</td><td>2</td><td>48500</td><td>97000</td></tr><tr><td colspan=4>合计</td><td>160000</td></tr></table>",
        ),
        """stage award
number LYZC-2024-X-0140
buyer 栎阳市特殊教育学校
winner - 天禾教育装备有限公司
award - CNY 160000.00 total
published 2024-06-03
""",
    ),
    Page(
        "losers beside the winner",
        "c4.html",
        _page5(
            "栎阳市融媒体中心直播设备采购结果公告",
            "2024-07-01",
            "<p>项目编号：LYZC-2024-T-0166</p><p>采购人：栎阳市融媒体中心</p>"
            "<table border=1><tr><td>供应商</td><td>资格审查</td><td>最终报价（元）</td><td>得分</td><td>是否成交</td></tr><tr><td>岚城视讯科技有限公司</td><td>通过</td><td>458000</td><td>91.2</td><td>是</td></tr><tr><td>云岫传媒技术有限公司</td><td>通过</td><td>461000</td><td>88.7</td><td>否</td></tr><tr><td>丰洛影视器材有限公司</td><td>未通过</td><td>/</td><td>/</td><td>否</td></tr></table>",
        ),
        """stage award
number LYZC-2024-T-0166
buyer 栎阳市融媒体中心
winner - 岚城视讯科技有限公司
award - CNY 458000.00 total
published 2024-07-01
""",
    ),
)

# Portal 15: short messages of a company's procurement site -------------------------------------------------------------


def _lines(title: str, *lines: str) -> str:
    return _html(
        title, f'<div class="detail-title">{title}</div><div class="detail-body">' + "<br>".join(lines) + "</div>"
    )


P15 = (
    Page(
        "company, agreed price negotiation result",
        "s1.html",
        _lines(
            "天泽能源云岫电厂脱硫石膏转运服务谈判采购成交结果公示",
            "采购项目编号：TZNY-YXDC-FW-2023-118",
            "采购单位：天泽能源集团云岫发电有限公司",
            "经谈判小组评审，拟定成交人如下：",
            "成交人：沅安顺达物流有限公司",
            "成交含税单价：12.6元/吨",
            "公示时间：2023年7月3日-2023年7月5日",
        ),
        """stage award
number TZNY-YXDC-FW-2023-118
buyer 天泽能源集团云岫发电有限公司
winner - 沅安顺达物流有限公司
award - CNY 12.60 unit_price
""",
    ),
    Page(
        "company, several candidates with shares",
        "s2.html",
        _lines(
            "天泽能源2023年度光伏支架框架采购推荐中标候选人公示",
            "招标编号：TZNY-KJ-2023-021",
            "招标人：天泽能源集团有限公司",
            "招标代理机构：天泽招标有限公司",
            "标段1（固定支架）推荐的中标候选人为：",
            "第一名：柏川钢构有限公司，投标报价26,880万元",
            "第二名：岚城新能源装备有限公司，投标报价27,010万元",
            "标段2（跟踪支架）推荐的中标候选人为：",
            "第一名：泽源智能装备有限公司，投标报价15,460万元",
            "第二名：柏川钢构有限公司，投标报价15,600万元",
            "公示期：2023年8月10日至8月13日",
        ),
        """stage candidates
number TZNY-KJ-2023-021
buyer 天泽能源集团有限公司
agency 天泽招标有限公司
candidate 1 1 柏川钢构有限公司
candidate 1 2 岚城新能源装备有限公司
candidate 2 1 泽源智能装备有限公司
candidate 2 2 柏川钢构有限公司
bid 柏川钢构有限公司 = CNY 268800000.00 total
bid 岚城新能源装备有限公司 = CNY 270100000.00 total
bid 泽源智能装备有限公司 = CNY 154600000.00 total
bid 柏川钢构有限公司 = CNY 156000000.00 total
""",
    ),
    Page(
        "company, works with price and term on one line",
        "s3.html",
        _lines(
            "天泽能源云岫电厂输煤栈桥防腐工程中标公告",
            "招标编号：TZNY-YXDC-GC-2023-140",
            "招标人：天泽能源集团云岫发电有限公司",
            "中标人：栎阳防腐工程有限公司",
            "中标价：2365800元 工期：60日历天 质量：合格",
        ),
        """stage award
number TZNY-YXDC-GC-2023-140
buyer 天泽能源集团云岫发电有限公司
winner - 栎阳防腐工程有限公司
award - CNY 2365800.00 total
""",
    ),
    Page(
        "company, request for bids",
        "s4.html",
        _lines(
            "天泽能源云岫电厂2023年消防器材竞价采购公告",
            "采购编号：TZNY-YXDC-JJ-2023-155",
            "采购单位：天泽能源集团云岫发电有限公司",
            "竞价开始时间：2023年9月12日9:00",
            "竞价截止时间：2023年9月12日17:00",
            "控制总价：12.5万元（含税）",
            "交货期：合同签订后15天",
        ),
        """stage tender
number TZNY-YXDC-JJ-2023-155
buyer 天泽能源集团云岫发电有限公司
ceiling CNY 125000.00 total
opening 2023-09-12
""",
    ),
)

PAGES = (*P1, *P2, *P3, *P4, *P5, *P6, *P7, *P8, *P9, *P10, *P11, *P12, *P13, *P14, *P15)
