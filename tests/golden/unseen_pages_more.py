"""A second set of invented pages, written before any rule met them; see `unseen_pages`."""

# ruff: noqa: E501 (markup reads better unwrapped)

from __future__ import annotations

from unseen_pages import Page, _html


def _p(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


Q1 = (
    Page(
        "result of a bank, three packages with cells of two lines",
        "q1a.html",
        _html(
            "采购结果公告",
            "<h1>清河农商银行自助设备采购项目采购结果公告</h1><div>清河农商银行 2024-06-06 11:02</div>"
            + _p(
                "采购项目编码：QHNS-CG-2024-019",
                "采购人名称：清河农村商业银行股份有限公司",
                "受托采购机构：衡达招标有限公司",
            )
            + "<table><thead><tr><th>分包名称</th><th>成交单位<br>（成交单价/总价）</th><th>成交总价（含税，元）</th></tr></thead><tbody>"
            "<tr><td>分包一：存取款一体机</td><td>恒岳金融设备有限公司</td><td>1,980,000.00</td></tr><tr><td>分包二：智能柜台</td><td>博远信息技术有限公司</td><td>2,460,000.00</td></tr>"
            "<tr><td>分包三：叫号机</td><td>流标</td><td>/</td></tr></tbody></table>",
        ),
        """stage award
number QHNS-CG-2024-019
buyer 清河农村商业银行股份有限公司
agency 衡达招标有限公司
winner 1 恒岳金融设备有限公司
winner 2 博远信息技术有限公司
award 1 CNY 1980000.00 total
award 2 CNY 2460000.00 total
failed 3
published 2024-06-06
""",
    ),
    Page(
        "bank's call for a framework",
        "q1b.html",
        _html(
            "采购公告",
            "<h1>清河农商银行2024年度装修工程施工单位入库征集公告</h1><div>清河农商银行 2024-07-02 09:12</div>"
            + _p(
                "征集编号：QHNS-ZJ-2024-003",
                "征集人：清河农村商业银行股份有限公司",
                "报名截止：2024年7月10日17时",
                "递交应答文件截止时间：2024年7月22日9时30分",
                "本次征集不接受联合体应答。",
            ),
        ),
        """stage tender
number QHNS-ZJ-2024-003
buyer 清河农村商业银行股份有限公司
opening 2024-07-22
published 2024-07-02
consortium false
""",
    ),
    Page(
        "bank's framework result in prose",
        "q1c.html",
        _html(
            "入围结果",
            "<h1>清河农商银行2024年度装修工程施工单位入库结果公示</h1><div>清河农商银行 2024-08-01 15:40</div>"
            + _p(
                "征集编号：QHNS-ZJ-2024-003",
                "经评审，以下单位入围：青禾恒通建筑工程有限公司（下浮率6.5%）、岚城锦程建设有限公司（下浮率7%）、沅安鼎新装饰工程有限公司（下浮率5.8%）。",
                "征集人：清河农村商业银行股份有限公司",
            ),
        ),
        """stage award
number QHNS-ZJ-2024-003
buyer 清河农村商业银行股份有限公司
winner - 青禾恒通建筑工程有限公司
winner - 岚城锦程建设有限公司
winner - 沅安鼎新装饰工程有限公司
award-of 青禾恒通建筑工程有限公司 = 0.065 rate
award-of 岚城锦程建设有限公司 = 0.07 rate
award-of 沅安鼎新装饰工程有限公司 = 0.058 rate
published 2024-08-01
""",
    ),
)

Q2 = (
    Page(
        "lists in lists, candidates",
        "q2a.html",
        _html(
            "中标候选人",
            "<h2>河东新区污水处理厂提标改造工程设备采购中标候选人公示</h2><ul><li>项目编号：HDXQ-2023-SB-011</li><li>招标人：河东新区建设管理委员会</li><li>招标代理：正衡招标代理有限公司</li>"
            "<li>中标候选人：<ul><li>第一中标候选人：泽源环保装备有限公司，投标价 1265.8 万元，交货期 90 天</li><li>第二中标候选人：云岫水务科技有限公司，投标价 1270.3 万元，交货期 90 天</li></ul></li>"
            "<li>公示期：2023年5月8日至2023年5月11日</li></ul>",
        ),
        """stage candidates
number HDXQ-2023-SB-011
buyer 河东新区建设管理委员会
agency 正衡招标代理有限公司
candidate - 1 泽源环保装备有限公司
candidate - 2 云岫水务科技有限公司
bid 泽源环保装备有限公司 = CNY 12658000.00 total
bid 云岫水务科技有限公司 = CNY 12703000.00 total
""",
    ),
    Page(
        "lists in lists, award",
        "q2b.html",
        _html(
            "中标结果",
            "<h2>河东新区污水处理厂提标改造工程设备采购中标结果公示</h2><ul><li>项目编号：HDXQ-2023-SB-011</li><li>招标人：河东新区建设管理委员会</li><li>中标结果<ul><li>单位名称：泽源环保装备有限公司</li><li>中标价（万元）：1265.8</li><li>交货期：90天</li></ul></li></ul><p>2023年5月15日</p>",
        ),
        """stage award
number HDXQ-2023-SB-011
buyer 河东新区建设管理委员会
winner - 泽源环保装备有限公司
award - CNY 12658000.00 total
published 2023-05-15
""",
    ),
    Page(
        "lists in lists, tender with two sections",
        "q2c.html",
        _html(
            "招标公告",
            "<h2>河东新区道路绿化养护服务招标公告</h2><ul><li>项目编号：HDXQ-2023-FW-027</li><li>采购人：河东新区园林中心</li><li>标段一：东片区，最高限价 186.5 万元/年</li><li>标段二：西片区，最高限价 201 万元/年</li><li>投标文件递交截止时间及开标时间：2023-06-20 09:00</li><li>是否允许联合体投标：不允许</li></ul>",
        ),
        """stage tender
number HDXQ-2023-FW-027
buyer 河东新区园林中心
opening 2023-06-20
consortium false
lot-ceiling 1 CNY 1865000.00 per_year
lot-ceiling 2 CNY 2010000.00 per_year
""",
    ),
)

Q3 = (
    Page(
        "typewriter text, award",
        "q3a.txt",
        """==============================================
      白石县人民检察院同步录音录像设备采购
              中  标  通  告
==============================================
编    号    BSX-ZC-2014-066
采 购 单 位  白石县人民检察院
招 标 方 式  公开招标
开 标 日 期  2014年8月12日
中 标 单 位  沅安声讯电子有限公司
中 标 金 额  ￥487,500.00元
代 理 机 构  衡岳招标有限责任公司
----------------------------------------------
                    二〇一四年八月十四日
""",
        """stage award
number BSX-ZC-2014-066
buyer 白石县人民检察院
agency 衡岳招标有限责任公司
opening 2014-08-12
winner - 沅安声讯电子有限公司
award - CNY 487500.00 total
published 2014-08-14
""",
    ),
    Page(
        "typewriter text, columns",
        "q3b.txt",
        """白石县教育局2014年图书采购成交公告

项目编号：BSX-TP-2014-071
采购人：白石县教育局

包号    成交供应商                  成交金额(元)
1       青禾新华图书有限公司         318000
2       岚城书刊发行有限公司         276500

白石县政府采购中心
2014年9月3日
""",
        """stage award
number BSX-TP-2014-071
buyer 白石县教育局
agency 白石县政府采购中心
winner 1 青禾新华图书有限公司
winner 2 岚城书刊发行有限公司
award 1 CNY 318000.00 total
award 2 CNY 276500.00 total
published 2014-09-03
""",
    ),
    Page(
        "typewriter text, failed",
        "q3c.txt",
        """白石县司法局执法记录仪采购项目废标公告

项目编号：BSX-ZB-2014-080
采购人：白石县司法局
因实质性响应招标文件要求的投标人不足三家，本项目作废标处理。

衡岳招标有限责任公司
2014年10月9日
""",
        """stage termination
number BSX-ZB-2014-080
buyer 白石县司法局
agency 衡岳招标有限责任公司
published 2014-10-09
""",
    ),
)

Q4 = (
    Page(
        "bold words and values, contract",
        "q4a.html",
        _html(
            "合同公示",
            "<h1>合同公示</h1>"
            + "".join(
                f"<p><b>{k}</b>{v}</p>"
                for k, v in (
                    ("合同名称", "云栖区智慧停车平台建设合同"),
                    ("合同编号", "YQ-HT-2022-0451"),
                    ("项目编号", "YQCG-2022-0128"),
                    ("甲方", "云栖区城市管理局"),
                    ("乙方", "泽源数据技术有限公司"),
                    ("合同金额", "3,268,000.00元"),
                    ("签订时间", "2022年7月8日"),
                )
            ),
        ),
        """stage contract
contract-number YQ-HT-2022-0451
number YQCG-2022-0128
buyer 云栖区城市管理局
winner - 泽源数据技术有限公司
contract - CNY 3268000.00 total
signed 2022-07-08
""",
    ),
    Page(
        "bold words and values, award",
        "q4b.html",
        _html(
            "成交公告",
            "<h1>云栖区智慧停车平台建设项目成交公告</h1>"
            + "".join(
                f"<p><b>{k}</b>　{v}</p>"
                for k, v in (
                    ("项目编号", "YQCG-2022-0128"),
                    ("采购人名称", "云栖区城市管理局"),
                    ("采购代理机构名称", "诚一招标有限公司"),
                    ("成交供应商名称", "泽源数据技术有限公司"),
                    ("成交供应商地址", "泽源市高新路8号"),
                    ("成交金额", "326.8万元"),
                    ("磋商日期", "2022年6月20日"),
                    ("发布日期", "2022年6月22日"),
                )
            ),
        ),
        """stage award
number YQCG-2022-0128
buyer 云栖区城市管理局
agency 诚一招标有限公司
winner - 泽源数据技术有限公司
award - CNY 3268000.00 total
opening 2022-06-20
published 2022-06-22
""",
    ),
    Page(
        "bold words and values, correction of the winner",
        "q4c.html",
        _html(
            "更正公告",
            "<h1>云栖区智慧停车平台建设项目成交结果更正公告</h1>"
            + _p(
                "项目编号：YQCG-2022-0128",
                "采购人：云栖区城市管理局",
                "原成交金额：328.6万元",
                "现更正为：326.8万元",
                "更正日期：2022年6月24日",
                "其他内容不变。",
            ),
        ),
        """stage amendment
number YQCG-2022-0128
buyer 云栖区城市管理局
award - CNY 3268000.00 total
published 2022-06-24
""",
    ),
)

Q5 = (
    Page(
        "columns of divs, procurement of a steel works",
        "q5a.html",
        _html(
            "结果公示",
            '<div class="pg-title">东陵钢铁烧结除尘布袋采购结果公示</div><div class="flex"><div>方案编号</div><div>DLGT-2025-WZ-3391</div><div>采购组织</div><div>东陵钢铁股份有限公司</div></div>'
            '<div class="flex"><div>寻源方式</div><div>公开询价</div><div>中标供应商</div><div>岚城环保滤材有限公司</div></div><div class="flex"><div>中标含税总额（元）</div><div>845,600.00</div><div>定标日期</div><div>2025-03-18</div></div>',
        ),
        """stage award
number DLGT-2025-WZ-3391
buyer 东陵钢铁股份有限公司
winner - 岚城环保滤材有限公司
award - CNY 845600.00 total
decided 2025-03-18
""",
    ),
    Page(
        "columns of divs, call",
        "q5b.html",
        _html(
            "询价公告",
            '<div class="pg-title">东陵钢铁高炉鼓风机备件公开询价公告</div><div class="flex"><div>询价单号</div><div>DLGT-XJ-2025-0417</div><div>采购单位</div><div>东陵钢铁股份有限公司</div></div>'
            '<div class="flex"><div>报价开始时间</div><div>2025-04-17 08:00</div><div>报价截止时间</div><div>2025-04-24 16:00</div></div><div class="flex"><div>最高限价</div><div>人民币 92 万元</div><div>联合体投标</div><div>不允许</div></div>',
        ),
        """stage tender
number DLGT-XJ-2025-0417
buyer 东陵钢铁股份有限公司
ceiling CNY 920000.00 total
opening 2025-04-24
consortium false
""",
    ),
    Page(
        "columns of divs, abandoned",
        "q5c.html",
        _html(
            "流标公示",
            '<div class="pg-title">东陵钢铁高炉鼓风机备件流标公示</div><div class="flex"><div>询价单号</div><div>DLGT-XJ-2025-0417</div><div>采购单位</div><div>东陵钢铁股份有限公司</div></div><div class="flex"><div>流标原因</div><div>报价供应商不足3家</div><div>公示日期</div><div>2025-04-25</div></div>',
        ),
        """stage termination
number DLGT-XJ-2025-0417
buyer 东陵钢铁股份有限公司
published 2025-04-25
""",
    ),
)

Q6 = (
    Page(
        "works candidates with joint bids in cells",
        "q6a.html",
        _html(
            "候选人",
            "<h1>北屿县妇幼保健院迁建工程总承包中标候选人公示</h1><p>招标编号：BYX-EPC-2024-002　招标人：北屿县妇幼保健院　招标代理：泰和造价咨询有限公司</p>"
            "<table><tr><th>序号</th><th>中标候选人</th><th>投标报价</th><th>排名</th></tr>"
            "<tr><td>1</td><td>（主）岚城华渡建设集团有限公司<br>（成）沅安市建筑设计研究院有限公司</td><td>9860.55万元</td><td>第一名</td></tr>"
            "<tr><td>2</td><td>（主）柏川博远建工有限公司<br>（成）云岫城乡规划设计有限公司</td><td>9902.4万元</td><td>第二名</td></tr></table>",
        ),
        """stage candidates
number BYX-EPC-2024-002
buyer 北屿县妇幼保健院
agency 泰和造价咨询有限公司
candidate - 1 岚城华渡建设集团有限公司
candidate - 1 沅安市建筑设计研究院有限公司
candidate - 2 柏川博远建工有限公司
candidate - 2 云岫城乡规划设计有限公司
lead 岚城华渡建设集团有限公司
member 沅安市建筑设计研究院有限公司
lead 柏川博远建工有限公司
member 云岫城乡规划设计有限公司
bid 岚城华渡建设集团有限公司 = CNY 98605500.00 total
bid 柏川博远建工有限公司 = CNY 99024000.00 total
""",
    ),
    Page(
        "works award, winner and members in rows",
        "q6b.html",
        _html(
            "中标公告",
            "<h1>北屿县妇幼保健院迁建工程总承包中标公告</h1><table><tr><td>招标编号</td><td>BYX-EPC-2024-002</td></tr><tr><td>建设单位</td><td>北屿县妇幼保健院</td></tr><tr><td>中标单位</td><td>联合体牵头人：岚城华渡建设集团有限公司<br>联合体成员：沅安市建筑设计研究院有限公司</td></tr><tr><td>中标造价</td><td>9860.55万元（其中设计费 198 万元）</td></tr><tr><td>中标工期</td><td>540日历天</td></tr><tr><td>公告日期</td><td>2024年9月30日</td></tr></table>",
        ),
        """stage award
number BYX-EPC-2024-002
buyer 北屿县妇幼保健院
winner - 岚城华渡建设集团有限公司
winner - 沅安市建筑设计研究院有限公司
lead 岚城华渡建设集团有限公司
member 沅安市建筑设计研究院有限公司
award - CNY 98605500.00 total
published 2024-09-30
""",
    ),
    Page(
        "works plan",
        "q6c.html",
        _html(
            "招标计划",
            "<h1>北屿县妇幼保健院迁建工程招标计划公告</h1><table><tr><td>招标人</td><td>北屿县妇幼保健院</td><td>投资估算</td><td>1.05亿元</td></tr><tr><td>预计招标公告发布时间</td><td>2024年5月</td><td>招标方式</td><td>公开招标</td></tr><tr><td>发布日期</td><td>2024-03-29</td><td>备注</td><td></td></tr></table>",
        ),
        """stage planning
buyer 北屿县妇幼保健院
estimate CNY 105000000.00 total
published 2024-03-29
""",
    ),
)

Q7 = (
    Page(
        "university, prose with item and price",
        "q7a.html",
        _html(
            "成交公示-沅江理工大学",
            "<div>首页 &gt; 招标采购 &gt; 成交公示</div><h3>沅江理工大学扫描电镜维保服务成交公示</h3><div>发布人：设备处 发布时间：2025-01-09</div>"
            + _p(
                "沅江理工大学扫描电镜维保服务项目（采购编号：YJLG-2024-W-233）采用单一来源方式采购，谈判已于2025年1月7日完成，现将结果公示如下：",
                "成交供应商：欧兰仪器（岚城）有限公司",
                "成交价：人民币叁拾贰万元整",
                "服务期：一年",
                "沅江理工大学招标采购中心",
            ),
        ),
        """stage award
number YJLG-2024-W-233
buyer 沅江理工大学
winner - 欧兰仪器（岚城）有限公司
award - CNY 320000.00 total
decided 2025-01-07
published 2025-01-09
""",
    ),
    Page(
        "university, list of small purchases",
        "q7b.html",
        _html(
            "成交公示-沅江理工大学",
            "<h3>沅江理工大学2025年第3批竞价采购成交公告</h3><div>发布人：设备处 发布时间：2025-03-11</div><table><tr><td>竞价单号</td><td>标的</td><td>成交商家</td><td>成交价（元）</td></tr><tr><td>JJ20250301</td><td>离心机</td><td>云岫科学仪器有限公司</td><td>18600</td></tr><tr><td>JJ20250302</td><td>超低温冰箱</td><td>丰洛实验设备有限公司</td><td>43800</td></tr></table>",
        ),
        """stage award
winner - 云岫科学仪器有限公司
winner - 丰洛实验设备有限公司
award-of 云岫科学仪器有限公司 = CNY 18600.00 total
award-of 丰洛实验设备有限公司 = CNY 43800.00 total
number JJ20250301
number JJ20250302
published 2025-03-11
""",
    ),
    Page(
        "university, single source before award",
        "q7c.html",
        _html(
            "单一来源公示-沅江理工大学",
            "<h3>关于沅江理工大学学工系统升级项目拟采用单一来源方式采购的公示</h3><div>发布人：招标采购中心 发布时间：2024-12-02</div>"
            + _p(
                "采购人：沅江理工大学",
                "项目预算：45万元",
                "拟采购供应商：博远信息技术有限公司",
                "地址：岚城市高新大道",
                "公示时间：2024年12月2日至12月9日",
            ),
        ),
        """stage single_source
buyer 沅江理工大学
budget CNY 450000.00 total
candidate - - 博远信息技术有限公司
published 2024-12-02
""",
    ),
)

Q8 = (
    Page(
        "English council award",
        "q8a.html",
        _html(
            "Contract award",
            "<h1>Award notice: Grounds maintenance services</h1><dl><dt>Buyer</dt><dd>Westmere Borough Council</dd><dt>Reference</dt><dd>WBC-2024-118</dd><dt>Supplier</dt><dd>Hollins Landscapes Ltd</dd><dt>Total contract value</dt><dd>£412,500.00</dd><dt>Date of contract award</dt><dd>6 August 2024</dd><dt>Published</dt><dd>9 August 2024</dd></dl>",
        ),
        """stage award
number WBC-2024-118
buyer Westmere Borough Council
winner - Hollins Landscapes Ltd
award - GBP 412500.00 total
decided 2024-08-06
published 2024-08-09
""",
    ),
    Page(
        "English tender table",
        "q8b.html",
        _html(
            "Tender",
            "<h1>Invitation to tender - School bus operation</h1><table><tr><th>Contracting Authority</th><td>Westmere Borough Council</td></tr><tr><th>Tender Reference</th><td>WBC-2024-131</td></tr><tr><th>Estimated Value</th><td>GBP 1,250,000</td></tr><tr><th>Tender Deadline</th><td>14 November 2024 12:00</td></tr><tr><th>Publication Date</th><td>10 October 2024</td></tr></table>",
        ),
        """stage tender
number WBC-2024-131
buyer Westmere Borough Council
estimate GBP 1250000.00 total
opening 2024-11-14
published 2024-10-10
""",
    ),
    Page(
        "English extension",
        "q8c.html",
        _html(
            "Addendum",
            "<h1>Addendum No. 1 - School bus operation</h1>"
            + _p(
                "Tender reference: WBC-2024-131",
                "Contracting authority: Westmere Borough Council",
                "The deadline for submission of tenders is extended to 28 November 2024.",
                "Published: 5 November 2024",
            ),
        ),
        """stage amendment
number WBC-2024-131
buyer Westmere Borough Council
opening 2024-11-28
published 2024-11-05
""",
    ),
)

Q9 = (
    Page(
        "tabs, lots with items below",
        "q9a.txt",
        """公告标题	晏城市消防救援支队2024年度装备采购中标公告
项目编号	YCXF-2024-ZB-06
采购人	晏城市消防救援支队
代理机构	大衡国际招标有限公司
第一包：灭火防护服
中标人	栎阳安盾防护装备有限公司
中标金额	2,150,000.00元
第二包：空气呼吸器
中标人	柏川救援器材有限公司
中标金额	1,864,300.00元
第三包：破拆工具
中标结果	废标
公告日期	2024-05-21
""",
        """stage award
number YCXF-2024-ZB-06
buyer 晏城市消防救援支队
agency 大衡国际招标有限公司
winner 1 栎阳安盾防护装备有限公司
winner 2 柏川救援器材有限公司
award 1 CNY 2150000.00 total
award 2 CNY 1864300.00 total
failed 3
published 2024-05-21
""",
    ),
    Page(
        "tabs, tender of packages with budgets",
        "q9b.txt",
        """公告标题	晏城市消防救援支队2024年度装备采购招标公告
项目编号	YCXF-2024-ZB-06
采购人	晏城市消防救援支队
包号	名称	预算金额（万元）
01	灭火防护服	220
02	空气呼吸器	190.5
03	破拆工具	76
投标截止时间	2024年5月14日9:30
""",
        """stage tender
number YCXF-2024-ZB-06
buyer 晏城市消防救援支队
lot-budget 1 CNY 2200000.00 total
lot-budget 2 CNY 1905000.00 total
lot-budget 3 CNY 760000.00 total
opening 2024-05-14
""",
    ),
    Page(
        "tabs, one lot ended, others go on",
        "q9c.txt",
        """晏城市消防救援支队2024年度装备采购（第三包）废标公告
项目编号	YCXF-2024-ZB-06
采购人	晏城市消防救援支队
废标原因	通过符合性审查的投标人不足三家
公告日期	2024-05-21
""",
        """stage termination
number YCXF-2024-ZB-06
buyer 晏城市消防救援支队
published 2024-05-21
failed 3
""",
    ),
)

Q10 = (
    Page(
        "village platform, notice board",
        "q10a.html",
        _html(
            "成交公告",
            "<h2>成交公告</h2>"
            + _p(
                "白塔镇下河村2024年灌溉渠修复工程，已于2024年10月12日在镇公共资源交易站开标，现将成交结果公告如下：",
                "成交单位：青禾恒通建筑工程有限公司；成交价：128600元；工期：45天。",
                "业主：白塔镇下河村民委员会",
                "白塔镇公共资源交易站　2024年10月14日",
            ),
        ),
        """stage award
buyer 白塔镇下河村民委员会
winner - 青禾恒通建筑工程有限公司
award - CNY 128600.00 total
opening 2024-10-12
published 2024-10-14
""",
    ),
    Page(
        "hospital group, one letter a line of the table",
        "q10b.html",
        _html(
            "中标公告",
            "<h2>江口县医共体医用织物洗涤服务中标公告</h2><table><tr><td colspan=2>一、项目信息</td></tr><tr><td>项目名称</td><td>医用织物洗涤服务</td></tr><tr><td>项目编号</td><td>JKYGT-2024-007</td></tr><tr><td colspan=2>二、中标信息</td></tr><tr><td>中标人</td><td>晏城洁康洗涤服务有限公司</td></tr><tr><td>中标价</td><td>详见报价明细表</td></tr><tr><td>综合单价合计</td><td>38.6元/套</td></tr><tr><td colspan=2>三、采购人信息</td></tr><tr><td>名称</td><td>江口县人民医院</td></tr><tr><td colspan=2>四、代理机构信息</td></tr><tr><td>名称</td><td>远大工程管理有限公司</td></tr></table>",
        ),
        """stage award
title 医用织物洗涤服务
number JKYGT-2024-007
buyer 江口县人民医院
agency 远大工程管理有限公司
winner - 晏城洁康洗涤服务有限公司
""",
    ),
    Page(
        "payment by year and term",
        "q10c.html",
        _html(
            "成交公告",
            "<h2>江口县档案馆物业管理服务成交公告</h2>"
            + _p(
                "采购项目编号：JKX-CS-2024-041",
                "采购人：江口县档案馆",
                "成交人：栎阳锦程物业服务有限公司",
                "成交金额：每年28.8万元，服务期三年，合计86.4万元",
                "成交日期：2024年11月6日",
            ),
        ),
        """stage award
number JKX-CS-2024-041
buyer 江口县档案馆
winner - 栎阳锦程物业服务有限公司
award - CNY 864000.00 total
decided 2024-11-06
""",
    ),
)

PAGES = (*Q1, *Q2, *Q3, *Q4, *Q5, *Q6, *Q7, *Q8, *Q9, *Q10)
