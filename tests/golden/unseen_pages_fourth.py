"""A fourth set of invented pages, written before any rule met them; see `unseen_pages`."""

# ruff: noqa: E501 (markup reads better unwrapped)

from __future__ import annotations

from unseen_pages import Page, _html


def _p(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


PAGES = (
    Page(
        "county works, result with supervisor and price in sentence",
        "s1.html",
        _html(
            "公示",
            "<h2>关于柳泉县南坝中型灌区续建配套项目施工招标结果的公示</h2>"
            + _p(
                "柳泉县南坝中型灌区续建配套项目施工（招标编号：LQSL-2023-SG-07）已于2023年3月14日在柳泉县公共资源交易中心开标，经评标委员会评审，招标人柳泉县南坝灌区管理所确定中标人为永固水利建设有限公司，中标价为捌佰陆拾叁万肆仟元整。",
                "公示期：2023年3月16日至2023年3月20日。",
                "招标代理机构：汇智工程咨询有限公司",
                "2023年3月16日",
            ),
        ),
        """stage award
number LQSL-2023-SG-07
buyer 柳泉县南坝灌区管理所
agency 汇智工程咨询有限公司
winner - 永固水利建设有限公司
award - CNY 8634000.00 total
opening 2023-03-14
published 2023-03-16
""",
    ),
    Page(
        "table whose first column groups parties",
        "s2.html",
        _html(
            "合同",
            "<h2>柳泉县气象局雷达站供电改造合同公告</h2><table border=1><tr><th>合同</th><td>编号</td><td>LQQX-HT-2023-19</td></tr><tr><th>&nbsp;</th><td>名称</td><td>雷达站供电改造合同</td></tr><tr><th>甲方</th><td colspan=2>柳泉县气象局</td></tr><tr><th>乙方</th><td colspan=2>恒电电力工程有限公司</td></tr><tr><th>价款</th><td colspan=2>人民币 56.8 万元</td></tr><tr><th>签订日期</th><td colspan=2>2023-10-09</td></tr></table>",
        ),
        """stage contract
contract-number LQQX-HT-2023-19
buyer 柳泉县气象局
winner - 恒电电力工程有限公司
contract - CNY 568000.00 total
signed 2023-10-09
""",
    ),
    Page(
        "award table with bidders and reasons",
        "s3.html",
        _html(
            "结果",
            "<h2>柳泉县中医院CT维保服务成交结果公告</h2><p>采购编号：LQZY-2024-TP-03</p><p>采购人：柳泉县中医院</p><table><tr><td>供应商名称</td><td>最后报价（万元/年）</td><td>评审结果</td></tr><tr><td>康影医疗设备服务有限公司</td><td>38.6</td><td>成交</td></tr><tr><td>瑞诊医疗技术有限公司</td><td>39.8</td><td>未成交</td></tr></table><p>采购代理机构：汇智工程咨询有限公司</p><p>发布日期：2024年2月28日</p>",
        ),
        """stage award
number LQZY-2024-TP-03
buyer 柳泉县中医院
agency 汇智工程咨询有限公司
winner - 康影医疗设备服务有限公司
award - CNY 386000.00 per_year
published 2024-02-28
""",
    ),
    Page(
        "tender with a timetable",
        "s4.html",
        _html(
            "招标",
            "<h2>云麓区智慧社区平台软件开发招标公告</h2><div class='meta'><span>发布时间：2024-09-02</span><span>来源：云麓区公共资源交易网</span></div><table><tr><th>招标编号</th><td>YLQ-RJ-2024-044</td><th>招标人</th><td>云麓区民政局</td></tr><tr><th>代理机构</th><td>信诺招标有限公司</td><th>控制价</th><td>286.00万元</td></tr></table><h3>时间节点</h3><table><tr><td>环节</td><td>时间</td></tr><tr><td>获取招标文件</td><td>2024-09-02至2024-09-09</td></tr><tr><td>提出疑问截止</td><td>2024-09-12 17:00</td></tr><tr><td>开标</td><td>2024-09-24 09:30</td></tr></table>",
        ),
        """stage tender
number YLQ-RJ-2024-044
buyer 云麓区民政局
agency 信诺招标有限公司
ceiling CNY 2860000.00 total
opening 2024-09-24
published 2024-09-02
""",
    ),
    Page(
        "candidates by list of numbers",
        "s5.txt",
        """云麓区老年大学装修工程中标候选人公示

工程编号：YLQ-ZX-2024-051
建设单位：云麓区委老干部局
中标候选人：
1. 永固装饰工程有限公司，投标报价5,126,800元
2. 汇鑫建筑装饰有限公司，投标报价5,140,200元
3. 锦城装饰设计工程有限公司，投标报价5,155,000元
公示时间：2024年10月15日-10月17日
""",
        """stage candidates
number YLQ-ZX-2024-051
candidate - 1 永固装饰工程有限公司
candidate - 2 汇鑫建筑装饰有限公司
candidate - 3 锦城装饰设计工程有限公司
bid 永固装饰工程有限公司 = CNY 5126800.00 total
bid 汇鑫建筑装饰有限公司 = CNY 5140200.00 total
bid 锦城装饰设计工程有限公司 = CNY 5155000.00 total
buyer 云麓区委老干部局
""",
    ),
    Page(
        "termination by one paragraph",
        "s6.html",
        _html(
            "终止",
            "<h2>终止公告</h2>"
            + _p(
                "云麓区图书馆自助借还设备采购项目（项目编号：YLQ-CS-2024-060）因采购任务取消，现终止采购活动。",
                "采购人：云麓区图书馆",
                "代理机构：信诺招标有限公司",
                "二〇二四年十一月五日",
            ),
        ),
        """stage termination
number YLQ-CS-2024-060
buyer 云麓区图书馆
agency 信诺招标有限公司
published 2024-11-05
""",
    ),
    Page(
        "state company's list of results",
        "s7.html",
        _html(
            "结果",
            "<h1>华川电网物资2024年第二批配网物资协议库存中标结果公告</h1><p>招标编号：HCDW-2024-PW02</p><p>招标人：华川电网有限公司</p><table><tr><th>分标编号</th><th>分标名称</th><th>包号</th><th>中标人</th><th>中标金额（万元）</th></tr><tr><td>HCDW-2024-PW02-01</td><td>10kV电缆</td><td>包1</td><td>金缆电缆股份有限公司</td><td>3260.5</td></tr><tr><td>HCDW-2024-PW02-01</td><td>10kV电缆</td><td>包2</td><td>东线电缆有限公司</td><td>2988</td></tr></table><p>公告日期：2024年4月11日</p>",
        ),
        """stage award
number HCDW-2024-PW02
number HCDW-2024-PW02-01
buyer 华川电网有限公司
winner 1 金缆电缆股份有限公司
winner 2 东线电缆有限公司
award 1 CNY 32605000.00 total
award 2 CNY 29880000.00 total
published 2024-04-11
""",
    ),
    Page(
        "unit prices by items, one winner",
        "s8.html",
        _html(
            "成交",
            "<h2>云麓区第二小学营养午餐配送成交公告</h2>"
            + _p(
                "项目编号：YLQ-TP-2024-072",
                "采购人：云麓区第二小学",
                "成交供应商：绿源餐饮配送有限公司",
                "成交价格：学生餐12.5元/份，教师餐18元/份",
                "成交日期：2024年8月20日",
            ),
        ),
        """stage award
number YLQ-TP-2024-072
buyer 云麓区第二小学
winner - 绿源餐饮配送有限公司
decided 2024-08-20
""",
    ),
    Page(
        "portal with breadcrumbs, related notices and a side list",
        "s9.html",
        _html(
            "云麓区政府采购网",
            "<div>您的位置：首页 >> 采购公告 >> 中标公告</div><h1>云麓区城管局洒水车采购中标公告</h1><div>发布时间：2024-07-19 【字体：大 中 小】</div>"
            + _p(
                "项目编号：YLQ-GK-2024-058",
                "采购单位：云麓区城市管理局",
                "中标单位：东风专汽销售有限公司",
                "中标金额：￥1,437,350.00",
                "评标日期：2024-07-17",
            )
            + "<div class='related'><h3>相关公告</h3><ul><li><a>云麓区城管局洒水车采购招标公告</a> 2024-06-24</li><li><a>云麓区城管局垃圾箱采购废标公告</a> 2024-07-01</li></ul></div>",
        ),
        """stage award
number YLQ-GK-2024-058
buyer 云麓区城市管理局
winner - 东风专汽销售有限公司
award - CNY 1437350.00 total
decided 2024-07-17
published 2024-07-19
""",
    ),
    Page(
        "joint bid by lines under the winner",
        "s10.html",
        _html(
            "中标",
            "<h1>柳泉县污水管网EPC项目中标结果</h1><ul><li>标段编号：LQWS-EPC-2022-01</li><li>招标人：柳泉县水务集团有限公司</li><li>中标人（联合体）</li><li>牵头单位：永固市政集团有限公司</li><li>成员单位：清源环境设计院有限公司</li><li>中标价：壹亿零贰佰万元整（102,000,000.00元）</li><li>中标通知书发出时间：2022年12月1日</li></ul>",
        ),
        """stage award
number LQWS-EPC-2022-01
buyer 柳泉县水务集团有限公司
winner - 永固市政集团有限公司
winner - 清源环境设计院有限公司
lead 永固市政集团有限公司
member 清源环境设计院有限公司
award - CNY 102000000.00 total
""",
    ),
    Page(
        "English ministry award in sentences",
        "s11.html",
        _html(
            "Award",
            "<h1>Publication of contract award</h1><p>Procurement Reference Number: MOH/NCB/22-23/014</p><p>Name of Procuring Entity: Ministry of Health of Sorland</p><p>Description: Supply of oxygen concentrators</p><p>Name of awarded bidder: MediAir Supplies Limited</p><p>Awarded amount: USD 742,315.50</p><p>Date of award: 3 March 2023</p>",
        ),
        """stage award
number MOH/NCB/22-23/014
buyer Ministry of Health of Sorland
winner - MediAir Supplies Limited
award - USD 742315.50 total
decided 2023-03-03
""",
    ),
    Page(
        "inquiry sheet, one table without head",
        "s12.html",
        _html(
            "询价",
            "<h1>柳泉县武警中队营房维修材料询价公告</h1><table><tr><td>询价编号</td><td colspan=3>LQWJ-XJ-2023-02</td></tr><tr><td>询价单位</td><td colspan=3>武警柳泉中队</td></tr><tr><td>材料名称</td><td>数量</td><td>单位</td><td>限价（元）</td></tr><tr><td>内墙涂料</td><td>60</td><td>桶</td><td>210</td></tr><tr><td>瓷砖</td><td>800</td><td>片</td><td>18</td></tr><tr><td>报价截止时间</td><td colspan=3>2023年5月30日17:00</td></tr></table>",
        ),
        """stage tender
number LQWJ-XJ-2023-02
buyer 武警柳泉中队
opening 2023-05-30
""",
    ),
)
