"""A third set of invented pages, written before any rule met them; see `unseen_pages`."""

# ruff: noqa: E501 (markup reads better unwrapped)

from __future__ import annotations

from unseen_pages import Page, _html


def _p(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


PAGES = (
    Page(
        "six columns, award of goods",
        "r1.html",
        _html(
            "结果",
            "<h1>平岭市疾病预防控制中心冷链设备采购结果公示</h1><table class='kv6'><tr><td>项目编号</td><td>PLCDC-2023-CG-17</td><td>采购方式</td><td>竞争性谈判</td><td>评审日期</td><td>2023-05-16</td></tr>"
            "<tr><td>采购人</td><td>平岭市疾病预防控制中心</td><td>代理机构</td><td>恒信招标代理有限公司</td><td>发布日期</td><td>2023-05-18</td></tr>"
            "<tr><td>成交供应商</td><td>云岭冷链科技有限公司</td><td>成交金额（元）</td><td>638,800</td><td>交货期</td><td>30天</td></tr></table>",
        ),
        """stage award
number PLCDC-2023-CG-17
buyer 平岭市疾病预防控制中心
agency 恒信招标代理有限公司
decided 2023-05-16
published 2023-05-18
winner - 云岭冷链科技有限公司
award - CNY 638800.00 total
""",
    ),
    Page(
        "label and value in one cell",
        "r2.html",
        _html(
            "公告",
            "<h1>双桥县自然资源局地理信息数据采集项目竞争性磋商公告</h1><table border=1><tr><td>项目编号：SQX-2023-CS-052</td><td>项目名称：地理信息数据采集</td></tr><tr><td>采购人：双桥县自然资源局</td><td>采购代理机构：中瀚项目管理有限公司</td></tr>"
            "<tr><td>预算金额：96万元</td><td>最高限价：94.5万元</td></tr><tr><td colspan=2>首次响应文件提交截止时间：2023年8月29日9:00</td></tr><tr><td colspan=2>是否接受联合体：☐是 ☑否</td></tr></table><p>发布时间：2023年8月17日</p>",
        ),
        """stage tender
number SQX-2023-CS-052
title 地理信息数据采集
buyer 双桥县自然资源局
agency 中瀚项目管理有限公司
budget CNY 960000.00 total
ceiling CNY 945000.00 total
opening 2023-08-29
published 2023-08-17
consortium false
""",
    ),
    Page(
        "one supplier wins two of three packages",
        "r3.html",
        _html(
            "中标",
            "<h1>双桥县教育局教学仪器采购中标公告</h1>"
            + _p(
                "项目编号：SQX-2023-GK-060",
                "采购人：双桥县教育局",
                "包1、包3中标供应商：恒远教学设备有限公司",
                "包1中标金额：52.6万元；包3中标金额：31.2万元",
                "包2中标供应商：新锐实验仪器有限公司，中标金额：47.95万元",
                "2023年10月12日",
            ),
        ),
        """stage award
number SQX-2023-GK-060
buyer 双桥县教育局
winner 1 恒远教学设备有限公司
winner 2 新锐实验仪器有限公司
winner 3 恒远教学设备有限公司
award 1 CNY 526000.00 total
award 2 CNY 479500.00 total
award 3 CNY 312000.00 total
published 2023-10-12
""",
    ),
    Page(
        "letter of award",
        "r4.html",
        _html(
            "中标通知书",
            "<h1>中标通知书</h1>"
            + _p(
                "恒远教学设备有限公司：",
                "贵公司参加双桥县职业中学实训室建设项目（项目编号：SQX-2023-GK-071）投标，经评标委员会评审、采购人确认，确定贵公司为中标人，中标金额为人民币壹佰贰拾捌万陆仟元整（¥1,286,000.00）。",
                "请于收到本通知书之日起30日内与采购人签订合同。",
                "采购人：双桥县职业中学",
                "2023年11月8日",
            ),
        ),
        """stage award
number SQX-2023-GK-071
buyer 双桥县职业中学
winner - 恒远教学设备有限公司
award - CNY 1286000.00 total
published 2023-11-08
""",
    ),
    Page(
        "list of intents",
        "r5.html",
        _html(
            "意向",
            "<h1>平岭市公安局2024年5月至6月政府采购意向</h1><p>为便于供应商及时了解政府采购信息，现将平岭市公安局2024年5月至6月采购意向公开如下：</p><table><tr><th>序号</th><th>采购项目名称</th><th>采购需求概况</th><th>预算金额（万元）</th><th>预计采购时间</th><th>备注</th></tr><tr><td>1</td><td>视频专网运维服务</td><td>详见需求</td><td>285</td><td>2024年5月</td><td></td></tr><tr><td>2</td><td>警用车辆</td><td>执勤车12辆</td><td>216</td><td>2024年6月</td><td></td></tr></table><p>平岭市公安局</p><p>2024年3月28日</p>",
        ),
        """stage planning
buyer 平岭市公安局
published 2024-03-28
""",
    ),
    Page(
        "prequalification result",
        "r6.html",
        _html(
            "资格预审结果",
            "<h1>南塘港区疏浚工程资格预审结果公示</h1>"
            + _p(
                "招标编号：NTG-2022-SJ-04",
                "招标人：南塘港务有限公司",
                "通过资格预审的申请人：中瀚航道工程有限公司、海川疏浚有限公司、东源港航建设有限公司",
                "公示时间：2022年4月6日至4月8日",
            ),
        ),
        """stage prequalification
number NTG-2022-SJ-04
buyer 南塘港务有限公司
""",
    ),
    Page(
        "change of a contract",
        "r7.html",
        _html(
            "合同变更",
            "<h1>平岭市人民医院保洁服务合同变更公告</h1>"
            + _p(
                "合同编号：PLRY-HT-2021-033",
                "采购人：平岭市人民医院",
                "供应商：洁美物业管理有限公司",
                "原合同金额：3,600,000.00元",
                "变更后合同金额：3,420,000.00元",
                "变更日期：2023年1月5日",
            ),
        ),
        """stage amendment
contract-number PLRY-HT-2021-033
buyer 平岭市人民医院
winner - 洁美物业管理有限公司
award-of 洁美物业管理有限公司 = CNY 3420000.00 total
""",
    ),
    Page(
        "corrections in a table",
        "r8.html",
        _html(
            "更正",
            "<h1>南塘区政务云服务采购更正公告</h1><p>项目编号：NTQ-2024-ZB-015</p><p>采购人：南塘区数据局</p><table><tr><th>序号</th><th>更正项</th><th>更正前内容</th><th>更正后内容</th></tr><tr><td>1</td><td>投标截止时间</td><td>2024-07-02 09:30</td><td>2024-07-09 09:30</td></tr><tr><td>2</td><td>最高限价</td><td>580万元</td><td>565万元</td></tr></table><p>更正日期：2024-06-25</p>",
        ),
        """stage amendment
number NTQ-2024-ZB-015
buyer 南塘区数据局
opening 2024-07-09
ceiling CNY 5650000.00 total
published 2024-06-25
""",
    ),
    Page(
        "three candidates one a paragraph without labels",
        "r9.html",
        _html(
            "候选人",
            "<h1>东源路人行天桥工程中标候选人公示</h1>"
            + _p(
                "招标编号：DYL-2022-031",
                "招标人：平岭市市政设施管理处",
                "现将中标候选人公示如下：",
                "第一中标候选人：海川路桥工程有限公司",
                "投标报价：12,680,455.12元",
                "第二中标候选人：中瀚交通建设有限公司",
                "投标报价：12,701,000.00元",
                "第三中标候选人：恒信建设集团有限公司",
                "投标报价：12,733,618.90元",
                "公示期：2022年9月20日至2022年9月22日",
            ),
        ),
        """stage candidates
number DYL-2022-031
buyer 平岭市市政设施管理处
candidate - 1 海川路桥工程有限公司
candidate - 2 中瀚交通建设有限公司
candidate - 3 恒信建设集团有限公司
bid 海川路桥工程有限公司 = CNY 12680455.12 total
bid 中瀚交通建设有限公司 = CNY 12701000.00 total
bid 恒信建设集团有限公司 = CNY 12733618.90 total
""",
    ),
    Page(
        "candidates as lists of a card each, scores beside",
        "r10.html",
        _html(
            "候选",
            "<h1>平岭市水库除险加固工程中标候选人公示</h1><dl><dt>招标编号</dt><dd>PLSK-2023-08</dd><dt>招标人</dt><dd>平岭市水利工程管理局</dd></dl>"
            "<div class='c'><h4>第一中标候选人</h4><dl><dt>投标人名称</dt><dd>恒信水利建设有限公司</dd><dt>投标价</dt><dd>2368.9万元</dd><dt>综合得分</dt><dd>92.6</dd></dl></div>"
            "<div class='c'><h4>第二中标候选人</h4><dl><dt>投标人名称</dt><dd>海川水务工程有限公司</dd><dt>投标价</dt><dd>2390万元</dd><dt>综合得分</dt><dd>90.1</dd></dl></div>",
        ),
        """stage candidates
number PLSK-2023-08
buyer 平岭市水利工程管理局
candidate - 1 恒信水利建设有限公司
candidate - 2 海川水务工程有限公司
bid 恒信水利建设有限公司 = CNY 23689000.00 total
bid 海川水务工程有限公司 = CNY 23900000.00 total
""",
    ),
    Page(
        "auction platform's deal",
        "r11.html",
        _html(
            "成交",
            "<h1>平岭市第四中学食堂承包经营权招租成交公示</h1><div><label>项目编号</label><span>PLCQ-2024-ZZ-066</span></div><div><label>出租方</label><span>平岭市第四中学</span></div><div><label>承租方</label><span>丰味餐饮管理有限公司</span></div><div><label>成交价格</label><span>18.6万元/年</span></div><div><label>成交日期</label><span>2024-08-02</span></div>",
        ),
        """stage award
number PLCQ-2024-ZZ-066
buyer 平岭市第四中学
winner - 丰味餐饮管理有限公司
award - CNY 186000.00 per_year
decided 2024-08-02
""",
    ),
    Page(
        "second round of a consultation, plain lines",
        "r12.txt",
        """双桥县融媒体中心演播室改造项目（二次）竞争性磋商公告
项目编号 SQX-2024-CS-009-2
采购人信息 双桥县融媒体中心
采购代理机构信息 中瀚项目管理有限公司
预算金额 88.5万元
响应文件递交截止时间及开启时间 2024年3月19日14时30分
本项目不接受联合体
公告发布日期 2024年3月8日
""",
        """stage tender
round 2
number SQX-2024-CS-009-2
buyer 双桥县融媒体中心
agency 中瀚项目管理有限公司
budget CNY 885000.00 total
opening 2024-03-19
published 2024-03-08
consortium false
""",
    ),
    Page(
        "failed lot and awarded lot in one table, status column",
        "r13.html",
        _html(
            "结果",
            "<h1>平岭海关实验室试剂采购结果公告</h1><p>采购项目编号：PLHG-2023-SJ-02　采购人：平岭海关</p><table><tr><td>标项</td><td>标项名称</td><td>结果</td><td>供应商</td><td>总价(元)</td></tr><tr><td>1</td><td>核酸试剂</td><td>成交</td><td>云岭生物技术有限公司</td><td>456000</td></tr><tr><td>2</td><td>标准物质</td><td>废标</td><td>-</td><td>-</td></tr></table>",
        ),
        """stage award
number PLHG-2023-SJ-02
buyer 平岭海关
winner 1 云岭生物技术有限公司
award 1 CNY 456000.00 total
failed 2
""",
    ),
    Page(
        "English intent to award",
        "r14.html",
        _html(
            "Notice",
            "<h1>Notice of Intention to Award</h1><p>Procuring Entity: Port Authority of Lindholm</p><p>Project title: Quay Crane Refurbishment</p><p>Tender Ref: PAL/2024/31</p><h3>Successful Bidder</h3><p>Name: Bergstrom Heavy Lift AB</p><p>Contract price: EUR 2,945,000.00</p><h3>Other Bidders</h3><table><tr><th>Bidder</th><th>Bid price</th></tr><tr><td>Castell Grues SA</td><td>EUR 3,120,000.00</td></tr></table>",
        ),
        """stage candidates
number PAL/2024/31
title Quay Crane Refurbishment
buyer Port Authority of Lindholm
candidate - - Bergstrom Heavy Lift AB
award-of Bergstrom Heavy Lift AB = EUR 2945000.00 total
""",
    ),
    Page(
        "English plain text tender",
        "r15.txt",
        """REQUEST FOR QUOTATIONS
Reference No: RFQ-2023-0098
Procuring Agency: Lindholm District Hospital
Subject: Supply of examination gloves
Issue date: 12 June 2023
Closing date: 26 June 2023, 14:00
Estimated budget: EUR 48,000.00
""",
        """stage tender
number RFQ-2023-0098
title Supply of examination gloves
buyer Lindholm District Hospital
published 2023-06-12
opening 2023-06-26
budget EUR 48000.00 total
""",
    ),
    Page(
        "award with tax, capital and small figures",
        "r16.html",
        _html(
            "成交",
            "<h1>南塘区档案馆库房空调成交公告</h1><table><tr><td>项目编号</td><td>NTQ-2023-XJ-077</td></tr><tr><td>采购人</td><td>南塘区档案馆</td></tr><tr><td>成交人</td><td>恒温暖通设备有限公司</td></tr><tr><td rowspan=2>成交价</td><td>大写：贰拾陆万捌仟元整</td></tr><tr><td>小写：268000元</td></tr><tr><td>公告时间</td><td>2023年7月4日</td></tr></table>",
        ),
        """stage award
number NTQ-2023-XJ-077
buyer 南塘区档案馆
winner - 恒温暖通设备有限公司
award - CNY 268000.00 total
published 2023-07-04
""",
    ),
    Page(
        "winner's name above, price and term in brackets",
        "r17.html",
        _html(
            "结果",
            "<h1>东源县法院执法车辆租赁服务采购结果</h1>"
            + _p(
                "采购编号：DYX-FY-2024-05",
                "采购单位：东源县人民法院",
                "一、成交供应商：平岭通达汽车租赁有限公司（成交金额：198,000元/年，租期两年）",
                "二、评审时间：2024年1月23日",
                "特此公告",
            ),
        ),
        """stage award
number DYX-FY-2024-05
buyer 东源县人民法院
winner - 平岭通达汽车租赁有限公司
award - CNY 198000.00 per_year
decided 2024-01-23
""",
    ),
    Page(
        "fee, deposit and document's price beside the budget",
        "r18.html",
        _html(
            "招标",
            "<h1>东源县智慧农贸市场项目公开招标公告</h1>"
            + _p(
                "一、项目编号：DYX-GK-2024-018",
                "二、采购人：东源县市场服务中心",
                "三、项目预算：人民币460万元",
                "四、招标文件售价：500元",
                "五、投标保证金：人民币9万元",
                "六、获取招标文件时间：2024年4月8日至4月12日",
                "七、投标截止和开标时间：2024年4月29日上午9时",
                "八、代理服务费按国家标准下浮20%收取",
                "招标代理：恒信招标代理有限公司",
                "2024年4月7日",
            ),
        ),
        """stage tender
number DYX-GK-2024-018
buyer 东源县市场服务中心
agency 恒信招标代理有限公司
budget CNY 4600000.00 total
deposit CNY 90000.00 total
opening 2024-04-29
published 2024-04-07
""",
    ),
    Page(
        "mobile page of a candidate notice",
        "r19.html",
        _html(
            "公示",
            "<h3>东源县垃圾中转站建设项目监理中标候选人公示</h3><span>2024-05-30</span><section><h4>项目概况</h4><p>项目编号</p><p>DYX-JL-2024-003</p><p>招标人</p><p>东源县环境卫生管理所</p></section><section><h4>候选人信息</h4><p>第1中标候选人</p><p>中瀚工程监理有限公司</p><p>投标报价</p><p>46.8万元</p><p>第2中标候选人</p><p>恒瞻工程咨询有限公司</p><p>投标报价</p><p>47.5万元</p></section>",
        ),
        """stage candidates
number DYX-JL-2024-003
buyer 东源县环境卫生管理所
candidate - 1 中瀚工程监理有限公司
candidate - 2 恒瞻工程咨询有限公司
bid 中瀚工程监理有限公司 = CNY 468000.00 total
bid 恒瞻工程咨询有限公司 = CNY 475000.00 total
published 2024-05-30
""",
    ),
    Page(
        "rates of three consultants in a table",
        "r20.html",
        _html(
            "入围",
            "<h1>平岭市财政投资评审中介机构入围结果公告</h1><p>项目编号：PLCZ-2023-PS-01</p><p>采购人：平岭市财政投资评审中心</p><table><tr><td>序号</td><td>入围单位</td><td>报价（费率折扣）</td><td>综合得分</td></tr><tr><td>1</td><td>恒准造价咨询有限公司</td><td>68%</td><td>93.1</td></tr><tr><td>2</td><td>中瀚工程咨询有限公司</td><td>70%</td><td>91.4</td></tr></table>",
        ),
        """stage award
number PLCZ-2023-PS-01
buyer 平岭市财政投资评审中心
winner - 恒准造价咨询有限公司
winner - 中瀚工程咨询有限公司
bid 恒准造价咨询有限公司 = 0.68 rate
bid 中瀚工程咨询有限公司 = 0.7 rate
""",
    ),
)
