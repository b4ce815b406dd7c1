"""A fifth set of invented pages, after the forms of provinces; see `unseen_pages`."""

# ruff: noqa: E501 (markup reads better unwrapped)

from __future__ import annotations

from unseen_pages import Page, _html


def _p(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


PAGES = (
    Page(
        "form with won and failed lots in two tables",
        "t1.html",
        _html(
            "结果",
            "<h1>梅岭县人民医院手术床等采购项目的结果公告</h1>"
            + _p(
                "一、项目编号：MLX2024-045",
                "二、项目名称：梅岭县人民医院手术床等采购项目",
                "三、中标（成交）信息",
                "1.中标结果：",
            )
            + "<table><tr><th>序号</th><th>标项名称</th><th>中标（成交）金额</th><th>中标供应商名称</th><th>中标供应商地址</th></tr><tr><td>1</td><td>标项1 手术床</td><td>最终报价:486000.00(元)</td><td>安和医疗器械有限公司</td><td>梅岭县东门路3号</td></tr></table><p>2.废标结果:</p><table><tr><th>序号</th><th>标项名称</th><th>废标理由</th><th>其他事项</th></tr><tr><td>1</td><td>标项2 无影灯</td><td>有效供应商不足三家</td><td>/</td></tr></table>"
            + _p(
                "四、主要标的信息",
                "五、评审专家名单：甲某,乙某",
                "六、代理服务收费标准及金额：代理服务费收费金额(元)：7290",
                "九、凡对本次公告内容提出询问，请按以下方式联系",
                "1.采购人信息",
                "名 称：梅岭县人民医院",
                "2.采购代理机构信息",
                "名 称：博纳工程咨询有限公司",
            ),
        ),
        """stage award
number MLX2024-045
title 梅岭县人民医院手术床等采购项目
buyer 梅岭县人民医院
agency 博纳工程咨询有限公司
winner 1 安和医疗器械有限公司
award 1 CNY 486000.00 total
failed 2
fee CNY 7290.00 total
""",
    ),
    Page(
        "form with purchase packages as headings and tables",
        "t2.html",
        _html(
            "结果",
            "<h1>梅岭县教育局校园安防服务中标（成交）结果公告</h1>"
            + _p(
                "一、项目编号：MLX-ZC-2024-0102",
                "二、项目名称：梅岭县教育局校园安防服务",
                "三、采购结果",
                "采购包1(中学校园安防)：",
            )
            + "<table><tr><td>供应商名称</td><td>供应商地址</td><td>中标（成交）金额</td></tr><tr><td>卫盾保安服务有限公司</td><td>梅岭县西街</td><td>1,260,000.00元</td></tr></table><p>采购包2(小学校园安防)：</p><table><tr><td>供应商名称</td><td>供应商地址</td><td>中标（成交）金额</td></tr><tr><td>神鹰保安服务有限公司</td><td>梅岭县南街</td><td>980,400.00元</td></tr></table>"
            + _p(
                "1.采购人信息",
                "名称：梅岭县教育局",
                "2.采购代理机构信息",
                "名称：博纳工程咨询有限公司",
                "博纳工程咨询有限公司",
                "2024年06月03日",
            ),
        ),
        """stage award
number MLX-ZC-2024-0102
title 梅岭县教育局校园安防服务
buyer 梅岭县教育局
agency 博纳工程咨询有限公司
winner 1 卫盾保安服务有限公司
winner 2 神鹰保安服务有限公司
award 1 CNY 1260000.00 total
award 2 CNY 980400.00 total
published 2024-06-03
""",
    ),
    Page(
        "old form with summed total and a list below",
        "t3.html",
        _html(
            "成交",
            "<h1>望湖市环境监测站仪器采购成交公告</h1>"
            + _p(
                "四、成交信息",
                "招标文件编号：WHS-2017-CS-033",
                "本项目招标公告日期：2017年05月02日",
                "成交日期：2017年05月16日",
                "总成交金额：78.65 万元（人民币）",
                "成交供应商名称、联系地址及成交金额：",
                "1.中科仪器有限公司，望湖市湖滨路8号，45.15万元；2.北测科技有限公司，望湖市学院路2号，33.5万元",
                "采购单位名称：望湖市环境监测站",
                "采购代理机构全称：天平招标有限公司",
            ),
        ),
        """stage award
number WHS-2017-CS-033
buyer 望湖市环境监测站
agency 天平招标有限公司
winner - 中科仪器有限公司
winner - 北测科技有限公司
award-of 中科仪器有限公司 = CNY 451500.00 total
award-of 北测科技有限公司 = CNY 335000.00 total
award - CNY 786500.00 total
decided 2017-05-16
first-published 2017-05-02
""",
    ),
    Page(
        "army's result",
        "t4.html",
        _html(
            "结果",
            "<h1>某部野营装具采购项目中标公告</h1>"
            + _p(
                "一、项目名称：野营装具采购",
                "二、项目编号：2024-JLWH-W1187",
                "三、中标供应商：",
                "第一名：华盾帐篷有限公司",
                "四、中标金额：2365000元",
                "五、采购机构：某部采购服务站",
                "2024年6月25日",
            ),
        ),
        """stage award
number 2024-JLWH-W1187
agency 某部采购服务站
title 野营装具采购
winner - 华盾帐篷有限公司
award - CNY 2365000.00 total
published 2024-06-25
""",
    ),
    Page(
        "state company's site, result of selection",
        "t5.html",
        _html(
            "中选",
            "<h1>望湖轨道公司2024年法律顾问服务机构比选结果公示</h1><p class='t'>2024-05-11 来源：望湖轨道交通有限公司</p>"
            + _p(
                "项目编号：WHGD-BX-2024-009",
                "比选人：望湖轨道交通有限公司",
                "比选代理机构：天平招标有限公司",
                "中选候选人：",
                "第一名：衡律律师事务所，报价：18.8万元，得分：92.3",
                "第二名：正道律师事务所，报价：19.6万元，得分：90.1",
                "公示期：2024年5月11日—5月14日",
            ),
        ),
        """stage candidates
number WHGD-BX-2024-009
buyer 望湖轨道交通有限公司
agency 天平招标有限公司
candidate - 1 衡律律师事务所
candidate - 2 正道律师事务所
bid 衡律律师事务所 = CNY 188000.00 total
bid 正道律师事务所 = CNY 196000.00 total
published 2024-05-11
""",
    ),
    Page(
        "works notice of a city centre, nested labels",
        "t6.html",
        _html(
            "中标",
            "<h1>望湖市滨湖路改造工程中标结果公示</h1><table border=1><tr><td colspan=2>项目名称</td><td colspan=4>望湖市滨湖路改造工程</td></tr><tr><td colspan=2>标段编号</td><td colspan=4>WHS3401002024050601</td></tr><tr><td colspan=2>招标人</td><td colspan=4>望湖市市政工程建设处</td></tr><tr><td rowspan=3 colspan=2>中标单位</td><td>单位名称</td><td colspan=3>中铁某建工程集团有限公司</td></tr><tr><td>中标价（元）</td><td>35,126,880.45</td><td>工期</td><td>240天</td></tr><tr><td>项目经理</td><td>陈某</td><td>注册编号</td><td>皖134000</td></tr><tr><td colspan=2>公示日期</td><td colspan=4>2024-05-28</td></tr></table>",
        ),
        """stage award
number WHS3401002024050601
title 望湖市滨湖路改造工程
buyer 望湖市市政工程建设处
winner - 中铁某建工程集团有限公司
award - CNY 35126880.45 total
published 2024-05-28
""",
    ),
    Page(
        "tender summary box then body",
        "t7.html",
        _html(
            "公告",
            "<h1>望湖市特殊教育学校食堂委托经营招标公告</h1><table><tr><td>公告信息：</td></tr><tr><td>采购项目名称</td><td colspan=3>食堂委托经营</td></tr><tr><td>采购单位</td><td colspan=3>望湖市特殊教育学校</td></tr><tr><td>行政区域</td><td>望湖市</td><td>公告时间</td><td>2023年08月01日 09:20</td></tr><tr><td>开标时间</td><td>2023年08月22日 09:30</td><td>预算金额</td><td>￥150.000000万元（人民币）</td></tr></table>"
            + _p(
                "项目概况",
                "一、项目基本情况",
                "项目编号：WHS-2023-GK-118",
                "预算金额：150万元",
                "本项目（是/否）接受联合体投标：否",
            ),
        ),
        """stage tender
number WHS-2023-GK-118
title 食堂委托经营
buyer 望湖市特殊教育学校
budget CNY 1500000.00 total
opening 2023-08-22
published 2023-08-01
consortium false
""",
    ),
    Page(
        "extension by letter to the bidders",
        "t8.txt",
        """关于延长望湖市第二污水厂除臭设备采购投标截止时间的通知

各潜在投标人：
    望湖市第二污水厂除臭设备采购（招标编号：WHS-SB-2023-77）原定投标截止时间为2023年9月5日9:30，现延长至2023年9月15日9:30，开标时间相应顺延。

招标人：望湖市水务发展有限公司
2023年8月30日
""",
        """stage amendment
number WHS-SB-2023-77
buyer 望湖市水务发展有限公司
opening 2023-09-15
published 2023-08-30
""",
    ),
)
