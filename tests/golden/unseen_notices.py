"""Invented notices in layouts that no rule was written from, with what each of them says.

A notice is written line by line: ``# `` is its title, ``| a | b |`` a row of a table, ``@name value`` a field that the
page's own markup names, everything else a paragraph. Its truth is one fact a line; the lot's key stands behind the kind
of fact, ``-`` where the notice has no lots. All bodies, numbers and prices are made up.
"""

from __future__ import annotations

from typing import NamedTuple


class Unseen(NamedTuple):
    """A notice and its truth."""

    name: str
    text: str
    truth: str


NOTICES = (
    Unseen(
        "works tender with lots and a ceiling each",
        """# 澄溪市滨河路综合改造工程施工招标公告
1. 招标条件
本招标项目澄溪市滨河路综合改造工程已由澄溪市发展和改革局以澄发改审〔2024〕118号批准建设，项目业主为澄溪市城市建设投资有限公司，建设资金来自财政资金，项目出资比例为100%，招标人为澄溪市城市建设投资有限公司。项目已具备招标条件，现对该项目的施工进行公开招标。
2. 项目概况与招标范围
2.1 招标编号：CXZB-2024-SG-031
2.2 建设地点：澄溪市滨河路沿线
2.3 标段划分及最高投标限价：
第一标段：K0+000至K2+400，最高投标限价：3128.6万元
第二标段：K2+400至K5+100，最高投标限价：2870.15万元
3. 投标人资格要求
3.1 本次招标不接受联合体投标。
3.2 投标人近三年应具有单项合同金额不低于2000万元的类似业绩。
4. 投标文件的递交
4.1 投标文件递交的截止时间为2024年7月16日9时30分。
5. 投标保证金：每标段人民币40万元
6. 联系方式
招标人：澄溪市城市建设投资有限公司
地址：澄溪市建设大道9号
招标代理机构：衡岳工程咨询有限公司
联系人：陈工
""",
        """stage tender
number CXZB-2024-SG-031
buyer 澄溪市城市建设投资有限公司
agency 衡岳工程咨询有限公司
lot-ceiling 1 CNY 31286000.00 total
lot-ceiling 2 CNY 28701500.00 total
opening 2024-07-16
consortium false
deposit CNY 400000.00 unit_price
""",
    ),
    Unseen(
        "candidates table with three ranks and managers",
        """# 澄溪市滨河路综合改造工程施工（第一标段）中标候选人公示
招标编号：CXZB-2024-SG-031
澄溪市滨河路综合改造工程施工（第一标段）于2024年7月16日开标，经评标委员会评审，现将中标候选人公示如下：
| 中标候选人排序 | 第一中标候选人 | 第二中标候选人 | 第三中标候选人 |
| 单位名称 | 岭东路桥建设集团有限公司 | 平澜市政工程有限公司 | 苍南建工有限责任公司 |
| 投标报价（万元） | 3019.842155 | 3042.7 | 2998.06 |
| 评标得分 | 96.41 | 94.2 | 91.77 |
| 项目负责人姓名 | 赵某某 | 钱某某 | 孙某某 |
| 工期（日历天） | 360 | 360 | 365 |
公示期：2024年7月18日至2024年7月20日
招标人：澄溪市城市建设投资有限公司
招标代理机构：衡岳工程咨询有限公司
""",
        """stage candidates
number CXZB-2024-SG-031
buyer 澄溪市城市建设投资有限公司
agency 衡岳工程咨询有限公司
candidate 1 1 岭东路桥建设集团有限公司
candidate 1 2 平澜市政工程有限公司
candidate 1 3 苍南建工有限责任公司
bid 岭东路桥建设集团有限公司 = CNY 30198421.55 total
bid 平澜市政工程有限公司 = CNY 30427000.00 total
bid 苍南建工有限责任公司 = CNY 29980600.00 total
opening 2024-07-16
""",
    ),
    Unseen(
        "unranked list of candidates",
        """# 东麓矿业集团2025年度劳保用品采购中标候选人公示（不分先后）
采购编号：DLKY-WZ-2025-0088
经评审，推荐以下单位为中标候选人（排名不分先后）：
| 序号 | 中标候选人 | 投标报价 |
| 1 | 启蒙安防用品有限公司 | 详见投标文件 |
| 2 | 谷川劳保制品有限公司 | 详见投标文件 |
| 3 | 禾丰贸易有限公司 | 详见投标文件 |
采购人：东麓矿业集团有限公司
""",
        """stage candidates
number DLKY-WZ-2025-0088
buyer 东麓矿业集团有限公司
candidate - - 启蒙安防用品有限公司
candidate - - 谷川劳保制品有限公司
candidate - - 禾丰贸易有限公司
""",
    ),
    Unseen(
        "SOE inquiry with rate bid",
        """# 【成交公告】云陂电力检修公司车辆维修服务框架采购成交结果
项目编码：YPDL-FW-2025-114
采购方式：询比采购
采购单位：云陂电力检修有限公司
采购类型：框架协议
成交供应商
迅达汽车维修有限公司
成交价格
下浮率：18.5%
服务期限：2年
成交日期：2025-04-11
""",
        """stage award
number YPDL-FW-2025-114
buyer 云陂电力检修有限公司
winner - 迅达汽车维修有限公司
award - 0.185 rate
decided 2025-04-11
""",
    ),
    Unseen(
        "framework admission with several winners",
        """# 兰渡市市级机关2025-2026年度印刷服务定点采购入围结果公告
一、项目编号：LDZC-KJ-2025-006
二、项目名称：兰渡市市级机关2025-2026年度印刷服务定点采购
三、入围信息
| 序号 | 入围供应商名称 | 折扣率（%） |
| 1 | 兰渡市新印彩印有限公司 | 72 |
| 2 | 青禾文化传播有限公司 | 75.5 |
| 3 | 百川数码印务有限公司 | 78 |
四、征集人信息
名称：兰渡市机关事务管理局
地址：兰渡市人民路1号
五、采购代理机构
名称：兰渡市政府采购中心
""",
        """stage award
number LDZC-KJ-2025-006
buyer 兰渡市机关事务管理局
agency 兰渡市政府采购中心
winner - 兰渡市新印彩印有限公司
winner - 青禾文化传播有限公司
winner - 百川数码印务有限公司
award-of 兰渡市新印彩印有限公司 = 0.72 rate
award-of 青禾文化传播有限公司 = 0.755 rate
award-of 百川数码印务有限公司 = 0.78 rate
""",
    ),
    Unseen(
        "contract notice by parts",
        """# 望川区人民医院彩色超声诊断仪采购项目政府采购合同公告
一、合同编号：WCQZ-HT-2025-0213
二、合同名称：望川区人民医院彩色超声诊断仪采购合同
三、项目编号：WCZC-2025-G-0213
四、项目名称：望川区人民医院彩色超声诊断仪采购项目
五、合同主体
采购人（甲方）：望川区人民医院
地址：望川区健康路18号
联系方式：0000-1234567
供应商（乙方）：康恒医疗器械有限公司
地址：望川区高新路2号
六、合同主要信息
主要标的名称：彩色超声诊断仪
规格型号：见合同附件
主要标的数量：2
主要标的单价：1425000
合同金额：285.000000万元
履约期限、地点等简要信息：合同签订后30日内
七、合同签订日期：2025-03-06
八、合同公告日期：2025-03-07
""",
        """stage contract
number WCZC-2025-G-0213
contract-number WCQZ-HT-2025-0213
buyer 望川区人民医院
winner - 康恒医疗器械有限公司
contract - CNY 2850000.00 total
signed 2025-03-06
published 2025-03-07
""",
    ),
    Unseen(
        "termination of one lot among three",
        """# 霞浦湾职业学院实训设备采购项目终止公告（03包）
一、项目基本情况
采购项目编号：XPWZB-2025-042
采购项目名称：霞浦湾职业学院实训设备采购项目
二、项目终止的原因
03包：有效投标供应商不足三家，本包废标。
三、其他补充事宜
无
四、凡对本次公告内容提出询问，请按以下方式联系
1.采购人信息
名称：霞浦湾职业学院
2.采购代理机构信息
名称：恒准招标有限公司
""",
        """stage termination
number XPWZB-2025-042
buyer 霞浦湾职业学院
agency 恒准招标有限公司
failed 3
""",
    ),
    Unseen(
        "award whose second lot is void",
        """# 银坑县农业农村局农机购置项目成交结果公告
项目编号：YKNJ（2025）07号
采购人：银坑县农业农村局
代理机构：嘉诚项目管理有限公司
| 包号 | 成交供应商 | 成交金额（元） | 备注 |
| A包 | 丰茂农机销售有限公司 | 486,000.00 | |
| B包 | / | / | 废标，实质性响应不足三家 |
| C包 | 金穗农业机械有限公司 | 1,203,500.00 | |
评审日期：2025年5月8日
""",
        """stage award
number YKNJ（2025）07号
buyer 银坑县农业农村局
agency 嘉诚项目管理有限公司
winner A 丰茂农机销售有限公司
award A CNY 486000.00 total
failed B
winner C 金穗农业机械有限公司
award C CNY 1203500.00 total
decided 2025-05-08
""",
    ),
    Unseen(
        "correction of a deadline and a ceiling",
        """# 关于柳塘街道办事处环卫保洁服务项目的更正公告
一、项目基本情况
原公告的采购项目编号：LTJD-2025-HW02
原公告的采购项目名称：柳塘街道办事处环卫保洁服务项目
首次公告日期：2025年6月3日
二、更正信息
更正事项：采购文件
更正内容：
1.原“投标截止时间：2025年6月24日9时00分”，更正为“投标截止时间：2025年7月1日9时00分”。
2.原“最高限价：680万元”，更正为“最高限价：652万元”。
其他内容不变
更正日期：2025年6月12日
三、联系方式
采购人：柳塘街道办事处
采购代理机构：广睿招标代理有限公司
""",
        """stage amendment
number LTJD-2025-HW02
buyer 柳塘街道办事处
agency 广睿招标代理有限公司
first-published 2025-06-03
opening 2025-07-01
ceiling CNY 6520000.00 total
published 2025-06-12
""",
    ),
    Unseen(
        "correction table with old and new columns",
        """# 磁县路数字档案馆建设项目变更公告
项目编号：CXL-DA-2025-9
| 序号 | 更正项 | 更正前内容 | 更正后内容 |
| 1 | 开标时间 | 2025-08-04 09:30 | 2025-08-11 14:00 |
| 2 | 预算金额 | 1200000元 | 1350000元 |
采购人名称：磁县路档案馆
公告日期：2025-07-28
""",
        """stage amendment
number CXL-DA-2025-9
buyer 磁县路档案馆
opening 2025-08-11
budget CNY 1350000.00 total
published 2025-07-28
""",
    ),
    Unseen(
        "correction that changes the winner",
        """# 南屏中学食堂设备采购项目成交结果更正公告
一、项目基本情况
原公告的采购项目编号：NPZX-C-2025-03
首次公告日期：2025-02-10
二、更正信息
更正事项：采购结果
更正内容：原成交供应商：悦厨设备有限公司，成交金额：298000元；现更正为成交供应商：鼎鲜厨房设备有限公司，成交金额：305600元。
更正原因：原成交供应商放弃成交资格
更正日期：2025-02-21
三、采购人信息
名称：南屏中学
""",
        """stage amendment
number NPZX-C-2025-03
buyer 南屏中学
first-published 2025-02-10
published 2025-02-21
winner - 鼎鲜厨房设备有限公司
award-of 鼎鲜厨房设备有限公司 = CNY 305600.00 total
""",
    ),
    Unseen(
        "single source publicity",
        """# 北冈市气象局雷达备件单一来源采购公示
一、项目信息
采购人：北冈市气象局
项目名称：天气雷达专用备件采购
拟采购的货物或服务的说明：速调管等备件一批
拟采购的货物或服务的预算金额：96.5万元
采用单一来源采购方式的原因及说明：备件须与原设备配套
二、拟定供应商信息
名称：华测雷达工程有限公司
地址：某市科技园3号
三、公示期限
2025年9月1日至2025年9月8日
四、其他补充事宜：无
""",
        """stage single_source
buyer 北冈市气象局
budget CNY 965000.00 total
candidate - - 华测雷达工程有限公司
""",
    ),
    Unseen(
        "intentions with several entries",
        """# 青陵县公安局2025年5至6月政府采购意向
为便于供应商及时了解政府采购信息，现将青陵县公安局2025年5至6月采购意向公开如下：
| 序号 | 采购项目名称 | 采购需求概况 | 预算金额（万元） | 预计采购时间 | 备注 |
| 1 | 执法记录仪采购 | 采购执法记录仪200台 | 88 | 2025年6月 | |
| 2 | 办案区改造 | 改造面积约600平方米 | 146.3 | 2025年6月 | |
本次公开的采购意向是本单位政府采购工作的初步安排，具体采购项目情况以相关采购公告和采购文件为准。
青陵县公安局
2025年4月18日
""",
        """stage planning
buyer 青陵县公安局
published 2025-04-18
""",
    ),
    Unseen(
        "negotiation notice in prose",
        """# 杉木岭林场防火物资竞争性谈判公告
广正招标有限公司受杉木岭国有林场委托，就防火物资采购项目（项目编号：GZ-TP-2023-17）进行竞争性谈判，欢迎符合条件的供应商参加。
一、采购预算：人民币叁拾捌万元整（￥380000.00）
二、响应文件递交截止时间：2023年11月9日15:00（北京时间）
三、谈判时间：2023年11月9日15:00
四、本项目不接受联合体。
""",
        """stage tender
number GZ-TP-2023-17
buyer 杉木岭国有林场
agency 广正招标有限公司
budget CNY 380000.00 total
opening 2023-11-09
consortium false
""",
    ),
    Unseen(
        "inquiry with digits and capitals in conflict",
        """# 沙湾镇卫生院药柜询价采购成交公告
项目编号：SWZ-XJ-2024-5
采购单位：沙湾镇卫生院
成交供应商：百草医药设备有限公司
成交金额：壹拾贰万叁仟元整（￥132000.00元）
成交时间：2024年3月5日
""",
        """stage award
number SWZ-XJ-2024-5
buyer 沙湾镇卫生院
winner - 百草医药设备有限公司
decided 2024-03-05
""",
    ),
    Unseen(
        "joint bid with lead and members",
        """# 石岸新区智慧水务工程总承包（EPC）中标结果公示
标段编号：SAXQ-EPC-2024-02-001
招标人：石岸新区水务发展有限公司
中标人：（主）洪泽水利勘测设计院有限公司;（成）江门路建设集团有限公司;（成）朗科智能系统有限公司
中标价：设计费下浮12%，建安工程费下浮6.8%
工期：540日历天
公示时间：2024年10月15日
""",
        """stage award
number SAXQ-EPC-2024-02-001
buyer 石岸新区水务发展有限公司
winner - 洪泽水利勘测设计院有限公司
winner - 江门路建设集团有限公司
winner - 朗科智能系统有限公司
lead 洪泽水利勘测设计院有限公司
member 江门路建设集团有限公司
member 朗科智能系统有限公司
award - rate
published 2024-10-15
""",
    ),
    Unseen(
        "joint bid among candidates, lead in words",
        """# 西渚高速服务区改造设计中标候选人公示
招标项目编号：XZGS-SJ-2025-3
第一中标候选人：牵头人：筑远建筑设计有限公司，成员：西渚交通规划设计院有限公司
投标报价：456.8万元
第二中标候选人：恒基设计咨询有限公司
投标报价：461.2万元
招标人：西渚高速公路有限公司
""",
        """stage candidates
number XZGS-SJ-2025-3
buyer 西渚高速公路有限公司
candidate - 1 筑远建筑设计有限公司
candidate - 1 西渚交通规划设计院有限公司
lead 筑远建筑设计有限公司
member 西渚交通规划设计院有限公司
candidate - 2 恒基设计咨询有限公司
bid 筑远建筑设计有限公司 = CNY 4568000.00 total
bid 恒基设计咨询有限公司 = CNY 4612000.00 total
""",
    ),
    Unseen(
        "losing bidders in a reasons paragraph",
        """# 和平里社区养老中心家具采购项目中标公告
一、项目编号：HPL-2025-019
二、中标信息
供应商名称：木艺轩家具有限公司
中标金额：738,900.00元
三、未中标供应商及原因
大诚家具有限公司：报价得分较低；宏业家居有限公司：未通过符合性审查。
四、代理服务费：11083.5元
五、采购人：和平里街道办事处
代理机构：睿达招标代理有限公司
""",
        """stage award
number HPL-2025-019
buyer 和平里街道办事处
agency 睿达招标代理有限公司
winner - 木艺轩家具有限公司
award - CNY 738900.00 total
fee CNY 11083.50 total
""",
    ),
    Unseen(
        "several buyers",
        """# 三联县学校多媒体设备联合采购公开招标公告
项目编号：SLX-GK-2024-11
采购人：三联县第一中学、三联县实验小学、三联县职业技术学校
采购代理机构：永辉招标咨询有限公司
预算金额：3,600,000.00元
最高限价（如有）：3,500,000.00元
开标时间：2024年12月2日10点00分（北京时间）
是否接受联合体：否
""",
        """stage tender
number SLX-GK-2024-11
buyer 三联县第一中学
buyer 三联县实验小学
buyer 三联县职业技术学校
agency 永辉招标咨询有限公司
budget CNY 3600000.00 total
ceiling CNY 3500000.00 total
opening 2024-12-02
consortium false
""",
    ),
    Unseen(
        "buyer only in prose of an award",
        """# 档案数字化加工服务成交公告
项目编号：DA2024-C-081
本次磋商的档案数字化加工服务项目，系澜台市自然资源局委托正丰工程管理有限公司组织采购，磋商小组于2024年5月20日完成评审。
成交人：博文档案管理有限公司
成交总价：216,800.00（元）
""",
        """stage award
number DA2024-C-081
buyer 澜台市自然资源局
agency 正丰工程管理有限公司
winner - 博文档案管理有限公司
award - CNY 216800.00 total
decided 2024-05-20
""",
    ),
    Unseen(
        "two prices glued by a scraper and a placeholder",
        """# 澄溪市第三中学宿舍维修中标结果公告
项目编号：CXSZ-2024-77
招标人名称：澄溪市第三中学
中标人名称：建宏建筑工程有限公司
中标价：149267.89407499.83元
""",
        """stage award
number CXSZ-2024-77
buyer 澄溪市第三中学
winner - 建宏建筑工程有限公司
""",
    ),
    Unseen(
        "one yuan as placeholder of a rate",
        """# 榆关县土地测绘服务中标结果公告
标段名称：榆关县土地测绘服务
项目编号：YGX-FW-2025-20
中标单位：天衡测绘技术有限公司
中标价（元）：1.00
中标费率：按收费标准的65%
招标单位：榆关县自然资源局
""",
        """stage award
number YGX-FW-2025-20
buyer 榆关县自然资源局
winner - 天衡测绘技术有限公司
""",
    ),
    Unseen(
        "per piece price in award table",
        """# 凤鸣街道办事处餐饮配送服务成交公告
项目编号：FMJD-CS-2025-8
采购人：凤鸣街道办事处
| 供应商名称 | 成交金额 | 单位 |
| 鲜到家食品配送有限公司 | 15.80 | 元/人/餐 |
代理服务费用收费标准：按定额收取8000元
""",
        """stage award
number FMJD-CS-2025-8
buyer 凤鸣街道办事处
winner - 鲜到家食品配送有限公司
award - CNY 15.80 unit_price
fee CNY 8000.00 total
""",
    ),
    Unseen(
        "unit in a column of its own",
        """# 高桥口岸管理办公室查验设备采购中标公告
项目编号：GQKA-2025-01
采购人：高桥口岸管理办公室
| 包号 | 中标供应商 | 中标金额 | 金额单位 |
| 1 | 申威检测设备有限公司 | 268.5 | 万元 |
| 2 | 迈拓科技有限公司 | 94.02 | 万元 |
总中标金额：362.52万元
""",
        """stage award
number GQKA-2025-01
buyer 高桥口岸管理办公室
winner 1 申威检测设备有限公司
award 1 CNY 2685000.00 total
winner 2 迈拓科技有限公司
award 2 CNY 940200.00 total
total-award CNY 3625200.00 total
""",
    ),
    Unseen(
        "sum of lots contradicts the total",
        """# 高桥口岸管理办公室监控设备采购中标公告
项目编号：GQKA-2025-02
采购人：高桥口岸管理办公室
| 包号 | 中标供应商 | 中标金额（元） |
| 1 | 申威检测设备有限公司 | 268500 |
| 2 | 迈拓科技有限公司 | 94020 |
总中标金额：462520元
""",
        """stage award
number GQKA-2025-02
buyer 高桥口岸管理办公室
winner 1 申威检测设备有限公司
award 1 CNY 268500.00 total
winner 2 迈拓科技有限公司
award 2 CNY 94020.00 total
conflict-total-award CNY 462520.00 total
""",
    ),
    Unseen(
        "yearly price and term",
        """# 绿洲花园管理处物业服务竞争性磋商成交公告
采购编号：LZHY-2024-WY
采购人名称：绿洲花园管理处
成交供应商名称：安居物业管理有限公司
成交价格：每年862,000.00元，服务期三年
磋商日期：2024年8月22日
""",
        """stage award
number LZHY-2024-WY
buyer 绿洲花园管理处
winner - 安居物业管理有限公司
award - CNY 862000.00 per_year
opening 2024-08-22
""",
    ),
    Unseen(
        "award beside an agency fee and attachment pointer",
        """# 汇文大学实验室家具采购结果公告
项目编号：HWDX-2025-JJ
采购人：汇文大学
中标供应商：科诺实验设备有限公司
中标金额：详见附件
招标代理服务费：26,400元
附件：中标明细表.xlsx
""",
        """stage award
number HWDX-2025-JJ
buyer 汇文大学
winner - 科诺实验设备有限公司
fee CNY 26400.00 total
missing 详见附件
""",
    ),
    Unseen(
        "second round with navigation of re-tender",
        """# 石泉县消防救援大队训练塔维修项目（第二次）竞争性磋商公告
项目编号：SQXF-2025-C-04（2）
项目名称：石泉县消防救援大队训练塔维修项目（第二次）
采购人信息
名称：石泉县消防救援大队
预算金额（元）：540000
提交响应文件截止时间：2025-10-14 09:00:00
""",
        """stage tender
round 2
number SQXF-2025-C-04（2）
buyer 石泉县消防救援大队
budget CNY 540000.00 total
opening 2025-10-14
""",
    ),
    Unseen(
        "English works award to a joint venture",
        """# Contract Award Notice: Rehabilitation of the Velden Water Treatment Plant
Procuring Entity: Velden Municipal Water Utility
Reference No: VMW/W/2024/07
Awarded bidder: Joint venture of Norra Construction Ltd (lead) and Baltek Engineering GmbH
Contract price: EUR 4,812,300.50
Date of award: 12 March 2024
Unsuccessful bidders: Halden Works AS
""",
        """stage award
number VMW/W/2024/07
buyer Velden Municipal Water Utility
winner - Norra Construction Ltd
winner - Baltek Engineering GmbH
lead Norra Construction Ltd
member Baltek Engineering GmbH
award - EUR 4812300.50 total
decided 2024-03-12
""",
    ),
    Unseen(
        "English tender with a bid bond",
        """# Invitation for Bids: Supply of Ambulances
Procuring Entity: Ministry of Health of Arlenia
Reference Number: MOH/ICB/2023/14
Estimated cost: USD 1,250,000
Bid security: USD 25,000
Deadline for submission of bids: 5 June 2023, 10:00
Joint ventures are allowed.
""",
        """stage tender
number MOH/ICB/2023/14
buyer Ministry of Health of Arlenia
estimate USD 1250000.00 total
deposit USD 25000.00 total
opening 2023-06-05
consortium true
""",
    ),
    Unseen(
        "French award",
        """# Avis d'attribution de marché : Travaux de rénovation du groupe scolaire
Pouvoir adjudicateur : Commune de Valbrune
Numéro de référence : 2024-TX-09
Titulaire : Entreprise Morel Bâtiment SAS
Montant du marché : 1 245 300,00 EUR HT
Date d'attribution : 14/05/2024
""",
        """stage award
number 2024-TX-09
buyer Commune de Valbrune
winner - Entreprise Morel Bâtiment SAS
award - EUR 1245300.00 total
decided 2024-05-14
""",
    ),
    Unseen(
        "tender papers that are no notice of their own",
        """# 采购文件
第一章 投标邀请
第二章 投标人须知
第三章 评标办法
第四章 合同条款及格式
第五章 投标文件格式
一、投标函
致：（采购人名称）
根据贵方为（项目名称）项目的招标公告（项目编号：        ），签字代表经正式授权并代表投标人提交下述文件。
1. 投标报价：人民币（大写）          元
投标人名称（盖章）：
日期：    年   月   日
合同书（格式）
甲方：
乙方：
合同金额：
签订日期：
""",
        "",
    ),
    Unseen(
        "coded page of a provincial platform",
        """# 竹溪县融媒体中心演播设备采购项目中标（成交）结果公告
@class:code-00014 竹溪县融媒体中心
@class:code-00004 ZXXZFCG-2025-0031
@class:code-winningSupplierName 声宏音视频工程有限公司
@class:code-summaryPrice 1186600
@class:code-00009 弘业招标有限公司
""",
        """stage award
number ZXXZFCG-2025-0031
buyer 竹溪县融媒体中心
agency 弘业招标有限公司
winner - 声宏音视频工程有限公司
""",
    ),
    Unseen(
        "section numbers glued to the price",
        """# 丰源镇人民政府垃圾中转站工程中标结果公示
1.项目名称：丰源镇垃圾中转站工程2.招标人：丰源镇人民政府3.中标人：川谷建设有限公司4.中标价：2899360.00元5.工期：120天
""",
        """stage award
buyer 丰源镇人民政府
winner - 川谷建设有限公司
award - CNY 2899360.00 total
""",
    ),
    Unseen(
        "online bidding with a winner by lowest price",
        """# 网上竞价成交公告
竞价编号：JJ20250612003
竞价主题：笔记本电脑采购
采购单位：沐河大学
成交供应商：启航数码科技有限公司
成交总价：￥58,740.00
竞价截止时间：2025-06-12 16:00:00
报价情况：
| 供应商 | 报价（元） | 是否成交 |
| 启航数码科技有限公司 | 58740 | 是 |
| 速捷电脑有限公司 | 59100 | 否 |
| 维讯科技有限公司 | 60200 | 否 |
""",
        """stage award
number JJ20250612003
buyer 沐河大学
winner - 启航数码科技有限公司
award - CNY 58740.00 total
lot-bid - CNY 58740.00 total
opening 2025-06-12
""",
    ),
    Unseen(
        "opening record",
        """# 长汀桥加固工程开标记录
招标编号：CTQ-2024-JG
开标时间：2024年4月9日09:00
| 序号 | 投标人 | 投标报价（元） |
| 1 | 岭东路桥建设集团有限公司 | 7812000 |
| 2 | 平澜市政工程有限公司 | 7905500 |
""",
        """stage opening
number CTQ-2024-JG
opening 2024-04-09
""",
    ),
    Unseen(
        "award above its ceiling by a unit slip",
        """# 马峪乡卫生厕所改造成交公告
项目编号：MYX-2025-3
采购人：马峪乡人民政府
最高限价：48.6万元
成交供应商：洁源环保工程有限公司
成交金额：472000万元
""",
        """stage award
number MYX-2025-3
buyer 马峪乡人民政府
ceiling CNY 486000.00 total
winner - 洁源环保工程有限公司
conflict-award - CNY 4720000000.00 total
""",
    ),
    Unseen(
        "bracketed budget and ceiling in one line",
        """# 禾木村道路硬化工程比选公告
比选编号：HMC-BX-2025-1
比选人：禾木村村民委员会
项目预算（最高限价）：312500.00元
比选申请文件递交截止时间：2025年3月3日17:00
""",
        """stage tender
number HMC-BX-2025-1
buyer 禾木村村民委员会
budget CNY 312500.00 total
opening 2025-03-03
""",
    ),
)
