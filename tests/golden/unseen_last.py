"""A last set of invented notices, scored once before any rule met it; same markup as `unseen_notices`."""

from __future__ import annotations

from unseen_notices import Unseen

NOTICES = (
    Unseen(
        "railway company's inquiry with an opening and a ceiling",
        """# 南湾铁路工务段钢轨打磨砂轮采购询比公告
1.采购条件
采购项目名称：钢轨打磨砂轮采购；采购编号：NWGW-XB-2025-031；采购人：南湾铁路工务段；资金来源：自筹。
2.采购范围
砂轮2000片，最高限价为人民币36.5万元（含税）。
3.响应文件的递交
响应文件递交截止时间（响应截止时间，下同）为2025年6月18日9时00分。
4.供应商资格要求
不接受联合体响应。
""",
        """stage tender
number NWGW-XB-2025-031
buyer 南湾铁路工务段
ceiling CNY 365000.00 total
opening 2025-06-18
consortium false
""",
    ),
    Unseen(
        "university result with two winners of one package",
        """# 江左大学2025年网络耗材供应商入围结果公告
采购编号：JZDX-2025-RW-12
采购人：江左大学
入围供应商名单如下：
| 序号 | 供应商名称 | 入围折扣 |
| 1 | 通瑞网络科技有限公司 | 八五折 |
| 2 | 联讯信息技术有限公司 | 八八折 |
公示日期：2025年4月15日
""",
        """stage award
number JZDX-2025-RW-12
buyer 江左大学
winner - 通瑞网络科技有限公司
winner - 联讯信息技术有限公司
published 2025-04-15
""",
    ),
    Unseen(
        "hospital contract in a key-value table",
        """# 采购合同公告
| 合同编号 | HX-2025-HT-081 | 合同名称 | 呼吸机采购合同 |
| 采购人 | 虹溪区第二人民医院 | 供应商 | 卫康医疗器械有限公司 |
| 合同金额（万元） | 76.42 | 签订日期 | 2025年5月8日 |
| 项目编号 | HXQ-2025-G-033 | 合同公告日期 | 2025年5月9日 |
""",
        """stage contract
contract-number HX-2025-HT-081
number HXQ-2025-G-033
buyer 虹溪区第二人民医院
winner - 卫康医疗器械有限公司
contract - CNY 764200.00 total
signed 2025-05-08
published 2025-05-09
""",
    ),
    Unseen(
        "works award with a manager and a construction period",
        """# 河岸路雨污分流工程施工中标结果公告
（招标编号：HAL-SG-2025-5）
一、中标人信息：
标段(包)[001]河岸路雨污分流工程施工:
中标人：川渝市政建设有限公司
中标价格：1586.339871万元
项目经理：吴某某
二、其他：公示期为3日
三、监督部门
本招标项目的监督部门为白河市住房和城乡建设局。
四、联系方式
招 标 人：白河市城市管理局
地 址：白河市府前街2号
招标代理机构：渝信招标咨询有限公司
""",
        """stage award
number HAL-SG-2025-5
buyer 白河市城市管理局
agency 渝信招标咨询有限公司
winner 1 川渝市政建设有限公司
award 1 CNY 15863398.71 total
""",
    ),
    Unseen(
        "terminated after two rounds",
        """# 关于终止青石路小学空调采购项目（第二次）的公告
采购编号：QSL-XX-2025-KT-2
采购人：青石路小学
代理机构：北辰项目管理有限公司
终止原因：采购需求发生变化
""",
        """stage termination
round 2
number QSL-XX-2025-KT-2
buyer 青石路小学
agency 北辰项目管理有限公司
""",
    ),
    Unseen(
        "table of corrections with text cells",
        """# 蓝湖区交通运输局公交站台项目澄清公告
招标编号：LHJT-2024-ZT
招标人：蓝湖区交通运输局
| 序号 | 原招标文件内容 | 修改后内容 |
| 1 | 开标时间：2024年8月1日9:30 | 开标时间：2024年8月9日9:30 |
| 2 | 最高限价：88万元 | 最高限价：91.5万元 |
""",
        """stage amendment
number LHJT-2024-ZT
buyer 蓝湖区交通运输局
opening 2024-08-09
ceiling CNY 915000.00 total
""",
    ),
    Unseen(
        "candidates in a flattened table with scores",
        """# 平野县智慧农业平台中标候选人公示
项目编号：PYX-NY-2025-8
采购人：平野县农业农村局
排名
候选供应商
报价（万元）
综合得分
1
田智科技有限公司
268.6
94.1
2
禾云数据有限公司
271.9
90.8
3
稷下信息有限公司
265
87.75
公示时间：2025年8月4日至8月7日
""",
        """stage candidates
number PYX-NY-2025-8
buyer 平野县农业农村局
candidate - 1 田智科技有限公司
bid 田智科技有限公司 = CNY 2686000.00 total
candidate - 2 禾云数据有限公司
bid 禾云数据有限公司 = CNY 2719000.00 total
candidate - 3 稷下信息有限公司
bid 稷下信息有限公司 = CNY 2650000.00 total
""",
    ),
    Unseen(
        "award with a total, a tax rate and a price without tax",
        """# 镜湖水电厂励磁系统改造成交结果公告
询价编号：JHSD-XJ-2025-2
询价人：镜湖水电厂
成交单位：卓越电气有限公司
成交金额（含税）：115.26万元（税率13%，不含税102万元）
""",
        """stage award
number JHSD-XJ-2025-2
buyer 镜湖水电厂
winner - 卓越电气有限公司
award - CNY 1152600.00 total
""",
    ),
    Unseen(
        "intention of one purchase",
        """# 云谷区大数据中心2025年9月政府采购意向
采购单位：云谷区大数据中心
采购项目名称：城市运行监测平台二期
预算金额（万元）：1260.000000
采购品目：C16010000 软件开发服务
预计采购时间：2025年9月
公开日期：2025年7月22日
""",
        """stage planning
buyer 云谷区大数据中心
budget CNY 12600000.00 total
published 2025-07-22
""",
    ),
    Unseen(
        "English sole source",
        """# Notice of Intention to Award Directly: Satellite Imagery Licences
Contracting authority: Arlenia Survey Department
Reference number: ASD-2025-SI
Proposed supplier: Orbital View Ltd
Estimated value: USD 380,000
""",
        """stage single_source
number ASD-2025-SI
buyer Arlenia Survey Department
candidate - - Orbital View Ltd
estimate USD 380000.00 total
""",
    ),
    Unseen(
        "police procurement with two lots in prose of conditions",
        """# 渠首市公安局单警装备公开招标公告
项目编号：QSGA-2025-021
采购人：渠首市公安局
采购代理机构：同方招标有限公司
预算金额：包1：120万元；包2：86.5万元
最高限价：包1：118万元；包2：86.5万元
包1：防护装备；包2：通信装备
提交投标文件截止时间：2025年11月4日9点00分
""",
        """stage tender
number QSGA-2025-021
buyer 渠首市公安局
agency 同方招标有限公司
lot-budget 1 CNY 1200000.00 total
lot-ceiling 1 CNY 1180000.00 total
lot-budget 2 CNY 865000.00 total
lot-ceiling 2 CNY 865000.00 total
opening 2025-11-04
""",
    ),
    Unseen(
        "joint bid in a table cell",
        """# 澄江新城综合管廊运维服务中标公告
项目编号：CJXC-GL-2025
采购人：澄江新城管理委员会
| 包号 | 中标供应商 | 中标金额(元) |
| 1 | 城脉管廊运营有限公司（联合体牵头人）、恒安物业服务有限公司（联合体成员） | 9,680,000.00 |
""",
        """stage award
number CJXC-GL-2025
buyer 澄江新城管理委员会
winner - 城脉管廊运营有限公司
winner - 恒安物业服务有限公司
lead 城脉管廊运营有限公司
member 恒安物业服务有限公司
award - CNY 9680000.00 total
""",
    ),
    Unseen(
        "winning notice with the loser's price first",
        """# 石门坎煤矿皮带输送机采购评标结果公示
招标编号：SMK-PD-2025
招标人：石门坎煤矿有限公司
投标人报价：矿通机械有限公司 312万元；力恒输送设备有限公司 305.5万元
推荐中标人：力恒输送设备有限公司
中标价：305.5万元
""",
        """stage candidates
number SMK-PD-2025
buyer 石门坎煤矿有限公司
candidate - - 力恒输送设备有限公司
award-of 力恒输送设备有限公司 = CNY 3055000.00 total
""",
    ),
    Unseen(
        "procurement by a village with simple words",
        """# 竹坑村自来水管网改造招标公告
竹坑村村民委员会对竹坑村自来水管网改造进行公开招标，工程预算价为278,600元，有意者请于2024年10月20日17时前递交报名材料。
投标截止时间：2024年10月25日15:00
联系人：村委会刘主任
""",
        """stage tender
budget CNY 278600.00 total
opening 2024-10-25
""",
    ),
    Unseen(
        "annual price in a table of lots",
        """# 融江县公安局物业服务成交公告
采购编号：RJGA-WY-2025
采购人：融江县公安局
| 标项 | 成交供应商 | 成交价格（元/年） |
| 1 | 洁安物业有限公司 | 468000 |
| 2 | 盾卫保安服务有限公司 | 1296000 |
""",
        """stage award
number RJGA-WY-2025
buyer 融江县公安局
winner 1 洁安物业有限公司
award 1 CNY 468000.00 per_year
winner 2 盾卫保安服务有限公司
award 2 CNY 1296000.00 per_year
""",
    ),
)
