"""A third set of invented notices: flattened tables, crowded pages and traps; same markup as `unseen_notices`."""

from __future__ import annotations

from unseen_notices import Unseen

NOTICES = (
    Unseen(
        "flattened lots with suppliers and prices",
        """# 澄溪市教育局2025年课桌椅采购中标公告
一、项目编号：CXJY-2025-KZY
二、中标信息
标项
标项名称
中标供应商
中标金额（元）
1
小学课桌椅
育英家具有限公司
1,356,000.00
2
中学课桌椅
博雅校具有限公司
2,018,450.50
三、采购人信息
名称：澄溪市教育局
""",
        """stage award
number CXJY-2025-KZY
buyer 澄溪市教育局
winner 1 育英家具有限公司
award 1 CNY 1356000.00 total
winner 2 博雅校具有限公司
award 2 CNY 2018450.50 total
""",
    ),
    Unseen(
        "candidates numbered in their labels",
        """# 麦川灌区续建配套工程施工中标候选人公示
招标编号：MCGQ-2025-07
招标人名称：麦川灌区管理局
中标候选人1单位名称：润川水利工程有限公司
中标候选人1投标报价（元）：12680455.12
中标候选人2单位名称：禹工建设集团有限公司
中标候选人2投标报价（元）：12710033.9
公示期：2025年3月11日至2025年3月14日
""",
        """stage candidates
number MCGQ-2025-07
buyer 麦川灌区管理局
candidate - 1 润川水利工程有限公司
bid 润川水利工程有限公司 = CNY 12680455.12 total
candidate - 2 禹工建设集团有限公司
bid 禹工建设集团有限公司 = CNY 12710033.90 total
""",
    ),
    Unseen(
        "acceptance report",
        """# 麦川中学塑胶跑道项目履约验收公告
一、合同编号：MCZX-HT-2024-9
二、采购人：麦川中学
三、供应商：驰骋体育设施有限公司
四、合同金额：96.8万元
五、验收日期：2025年1月9日
六、验收结论：合格
""",
        """stage other
contract-number MCZX-HT-2024-9
buyer 麦川中学
winner - 驰骋体育设施有限公司
award-of 驰骋体育设施有限公司 = CNY 968000.00 total
""",
    ),
    Unseen(
        "complaint decision",
        """# 柏川市财政局政府采购投诉处理决定公告
一、项目编号：BCZC-2025-044
二、项目名称：柏川市中医院核磁共振采购项目
三、相关当事人
投诉人：瑞磁医疗科技有限公司
被投诉人：柏川市中医院
相关供应商：华影医学设备有限公司
四、处理结果：投诉事项不成立，驳回投诉
""",
        """stage other
number BCZC-2025-044
""",
    ),
    Unseen(
        "failed first, tender announced again",
        """# 东麓镇自来水厂膜组件采购项目重新招标公告
项目编号：DLZ-MZJ-2025-01（重）
招标人：东麓镇自来水有限公司
本项目于2025年2月10日首次发布公告，因投标人不足三家流标，现重新招标。
预算金额：210万元
投标文件递交截止时间：2025年3月18日10时
""",
        """stage tender
round 2
number DLZ-MZJ-2025-01（重）
buyer 东麓镇自来水有限公司
budget CNY 2100000.00 total
opening 2025-03-18
""",
    ),
    Unseen(
        "tender with amounts of qualification and deposit",
        """# 栖霞岭隧道机电养护服务公开招标公告
项目编号：QXL-YH-2025
采购人：栖霞岭隧道管理处
预算金额：每年180万元，三年合计540万元
二、投标人资格要求
1.注册资金不低于500万元；
2.近三年承担过合同金额300万元以上的类似项目。
三、投标保证金：5万元
四、招标文件售价：500元
五、投标截止时间：2025年4月21日09:30
""",
        """stage tender
number QXL-YH-2025
buyer 栖霞岭隧道管理处
budget CNY 5400000.00 total
deposit CNY 50000.00 total
opening 2025-04-21
""",
    ),
    Unseen(
        "award with a discount rate and its ceiling",
        """# 湖滨医院药品配送服务中标公告
项目编号：HBYY-PS-2025
采购人：湖滨医院
最高限价：配送费率5%
中标供应商：仁和医药物流有限公司
中标价：配送费率3.2%
""",
        """stage award
number HBYY-PS-2025
buyer 湖滨医院
ceiling 0.05 rate
winner - 仁和医药物流有限公司
award - 0.032 rate
""",
    ),
    Unseen(
        "winner and reserve winner",
        """# 松台街道老旧小区改造全过程咨询中选公告
比选编号：STJD-2025-ZX
比选人：松台街道办事处
中选人：众成工程咨询有限公司
中选价：58.6万元
备选中选人：和信造价咨询有限公司
""",
        """stage award
number STJD-2025-ZX
buyer 松台街道办事处
winner - 众成工程咨询有限公司
award - CNY 586000.00 total
""",
    ),
    Unseen(
        "agency in the title, buyer in the contact",
        """# 鼎立招标有限公司关于西坪林场森林防火瞭望塔采购的竞争性谈判公告
项目编号：DLZB-XP-2024-6
采购预算：35万元
九、联系方式
采 购 人：西坪国有林场
联 系 人：周某
代理机构：鼎立招标有限公司
响应文件提交截止时间：2024年5月30日 14:30
""",
        """stage tender
number DLZB-XP-2024-6
buyer 西坪国有林场
agency 鼎立招标有限公司
budget CNY 350000.00 total
opening 2024-05-30
""",
    ),
    Unseen(
        "contract whose parties stand in one line",
        """# 合同公示：北苑街道社区食堂托管
合同编号：BYJD-2025-ST-1
甲方：北苑街道办事处 乙方：味美餐饮服务有限公司
合同总价：人民币贰佰肆拾万元整（小写：2400000元）
签订日期：2025年2月28日
""",
        """stage contract
contract-number BYJD-2025-ST-1
buyer 北苑街道办事处
winner - 味美餐饮服务有限公司
contract - CNY 2400000.00 total
signed 2025-02-28
""",
    ),
    Unseen(
        "correction of several points in one paragraph",
        """# 碧溪乡污水处理站设备采购更正公告（第一次）
项目编号：BXX-WS-2025-2
更正内容：1、开标时间由2025年6月3日9:00调整为2025年6月17日9:00；2、预算金额由95万元调整为102万元；3、其余不变。
采购人：碧溪乡人民政府
更正日期：2025年5月26日
""",
        """stage amendment
number BXX-WS-2025-2
buyer 碧溪乡人民政府
opening 2025-06-17
budget CNY 1020000.00 total
published 2025-05-26
""",
    ),
    Unseen(
        "termination after award",
        """# 关于取消碧溪乡卫生院B超采购成交结果的公告
项目编号：BXX-BC-2025
原成交供应商：康影医疗设备有限公司
因该供应商提供虚假材料，现取消其成交资格，本项目重新组织采购。
采购人：碧溪乡卫生院
2025年4月2日
""",
        """stage termination
number BXX-BC-2025
buyer 碧溪乡卫生院
published 2025-04-02
""",
    ),
    Unseen(
        "bids opened beside the winner",
        """# 玉带河清淤工程中标公告
项目编号：YDH-QY-2025
招标人：玉带河流域管理中心
开标情况：共3家单位投标
岭东路桥建设集团有限公司：投标报价8,620,000元
平澜市政工程有限公司：投标报价8,550,000元
苍南建工有限责任公司：投标报价8,700,000元
中标人：平澜市政工程有限公司
中标价：8,550,000元
""",
        """stage award
number YDH-QY-2025
buyer 玉带河流域管理中心
winner - 平澜市政工程有限公司
award - CNY 8550000.00 total
""",
    ),
    Unseen(
        "award of a sole trader store and a person",
        """# 红叶村便民服务中心桌椅采购成交公示
采购人：红叶村村民委员会
成交供应商：李某某
成交金额：8600元
""",
        """stage award
buyer 红叶村村民委员会
award - CNY 8600.00 total
""",
    ),
    Unseen(
        "framework of two stages with quotas",
        """# 滨湖区2025年框架协议采购（法律顾问）第二阶段成交结果
项目编号：BHQ-KJ-FL
征集人：滨湖区司法局
| 采购单位 | 成交供应商 | 成交金额（元/年） |
| 滨湖区水务局 | 正衡律师事务所 | 48000 |
""",
        """stage award
number BHQ-KJ-FL
buyer 滨湖区司法局
winner - 正衡律师事务所
award - CNY 48000.00 per_year
""",
    ),
    Unseen(
        "notice with a page of other notices below",
        """# 石桥镇路灯维护服务询价公告
项目编号：SQZ-LD-2025
采购人：石桥镇人民政府
控制价：16万元
报价截止时间：2025年7月9日17时
上一篇：石桥镇垃圾清运项目成交公告
下一篇：石桥镇绿化养护项目（二次）终止公告
""",
        """stage tender
number SQZ-LD-2025
buyer 石桥镇人民政府
ceiling CNY 160000.00 total
opening 2025-07-09
""",
    ),
    Unseen(
        "amount with a unit in the table's caption",
        """# 青杉林业局防火车辆采购成交公告
项目编号：QSLY-CL-2025
采购人：青杉林业局
成交结果（单位：万元）
| 分包号 | 成交供应商 | 成交金额 |
| 1 | 骏驰汽车销售有限公司 | 63.5 |
| 2 | 安驰专用汽车有限公司 | 128.0 |
""",
        """stage award
number QSLY-CL-2025
buyer 青杉林业局
winner 1 骏驰汽车销售有限公司
award 1 CNY 635000.00 total
winner 2 安驰专用汽车有限公司
award 2 CNY 1280000.00 total
""",
    ),
    Unseen(
        "components of an EPC price",
        """# 银河湾污水厂EPC总承包中标结果公告
招标编号：YHW-EPC-01
招标人：银河湾水务有限公司
中标人：中水北方设计有限公司（联合体牵头人）、鲁工建设有限公司（联合体成员）
中标价：设计158000元，施工4631003.68元
""",
        """stage award
number YHW-EPC-01
buyer 银河湾水务有限公司
winner - 中水北方设计有限公司
winner - 鲁工建设有限公司
lead 中水北方设计有限公司
member 鲁工建设有限公司
""",
    ),
    Unseen(
        "English shortlist and prices of losers",
        """# Contract Award: Consulting Services for Road Asset Management
Client: Arlenia Roads Agency
Project ID: AR-CS-11
Awarded consultant: Trans Planning Ltd
Contract amount: USD 845,600.00
Evaluated bidders: Norra Consult AS - USD 902,000; Geo Partners SA - USD 1,020,000
Contract signature date: 3 February 2025
""",
        """stage award
number AR-CS-11
buyer Arlenia Roads Agency
winner - Trans Planning Ltd
award - USD 845600.00 total
signed 2025-02-03
""",
    ),
    Unseen(
        "English result in a table with lots",
        """# Tender Results: Office Furniture
Procuring entity: Eastmoor City Council
Tender no: ECC/T/77
| Lot | Awarded supplier | Award value (GBP) |
| 1 | Oakline Ltd | 45,300.00 |
| 2 | Formwell Ltd | 18,250.00 |
Award date: 11 October 2024
""",
        """stage award
number ECC/T/77
buyer Eastmoor City Council
winner 1 Oakline Ltd
award 1 GBP 45300.00 total
winner 2 Formwell Ltd
award 2 GBP 18250.00 total
decided 2024-10-11
""",
    ),
    Unseen(
        "capital letters as lots of one winner each in prose",
        """# 岷江口海关缉私局装备采购成交公告
项目编号：MJK-HG-2023
采购人：岷江口海关缉私局
经评审，A包由锐盾装备有限公司成交，成交金额为35.6万元；B包由锋行警用器材有限公司成交，成交金额为41.2万元。
""",
        """stage award
number MJK-HG-2023
buyer 岷江口海关缉私局
winner A 锐盾装备有限公司
award A CNY 356000.00 total
winner B 锋行警用器材有限公司
award B CNY 412000.00 total
""",
    ),
    Unseen(
        "clarification of papers without new values",
        """# 白鹿原生态廊道工程答疑澄清文件
招标编号：BLY-ST-2025
问：工程量清单第12项数量是否有误？答：以清单为准。
问：最高投标限价是否含暂列金？答：含暂列金80万元。
招标人：白鹿原文旅有限公司
""",
        """stage amendment
number BLY-ST-2025
buyer 白鹿原文旅有限公司
""",
    ),
)
