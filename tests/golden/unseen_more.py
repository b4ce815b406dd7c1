"""A second set of invented notices, written after the rules had met the first; same markup as `unseen_notices`."""

from __future__ import annotations

from unseen_notices import Unseen

NOTICES = (
    Unseen(
        "old and new content on lines of their own",
        """# 关于漳湾镇中心小学操场改造项目的变更公告
项目编号：ZWZX-2025-GC-02
原公告内容：
投标截止时间：2025年5月6日9时00分
最高限价：198.6万元
现变更为：
投标截止时间：2025年5月13日9时00分
最高限价：189.2万元
其他内容不变。
招标人：漳湾镇中心小学
招标代理机构：远达工程咨询有限公司
发布日期：2025年4月28日
""",
        """stage amendment
number ZWZX-2025-GC-02
buyer 漳湾镇中心小学
agency 远达工程咨询有限公司
opening 2025-05-13
ceiling CNY 1892000.00 total
published 2025-04-28
""",
    ),
    Unseen(
        "extension in one sentence",
        """# 凌河区数据局政务云租赁项目延期公告
各潜在供应商：
凌河区数据局政务云租赁项目（项目编号：LHQ-SJ-2025-18）原定于2025年8月5日9:30开标，现延期至2025年8月19日9:30，地点不变。
采购人：凌河区数据局
2025年7月31日
""",
        """stage amendment
number LHQ-SJ-2025-18
buyer 凌河区数据局
opening 2025-08-19
published 2025-07-31
""",
    ),
    Unseen(
        "candidate notice by ranks in paragraphs with members",
        """# 北塬水库除险加固工程设计施工总承包中标候选人公示
一、招标编号：BYSK-2024-EPC
二、招标人：北塬水库管理中心
三、评标结果
第一中标候选人：汇川水利工程局有限公司（牵头人）、北方水电勘察设计院有限公司（成员）
投标总报价：人民币伍仟陆佰万元整（￥56000000.00元）
第二中标候选人：长峡水电建设有限公司（联合体牵头单位）、蓝图水利设计有限公司（联合体成员单位）
投标总报价：5588.3万元
第三中标候选人：中洲水务建设有限公司
投标总报价：5610.77万元
四、公示时间：2024年12月3日至2024年12月6日
""",
        """stage candidates
number BYSK-2024-EPC
buyer 北塬水库管理中心
candidate - 1 汇川水利工程局有限公司
candidate - 1 北方水电勘察设计院有限公司
lead 汇川水利工程局有限公司
member 北方水电勘察设计院有限公司
bid 汇川水利工程局有限公司 = CNY 56000000.00 total
candidate - 2 长峡水电建设有限公司
candidate - 2 蓝图水利设计有限公司
lead 长峡水电建设有限公司
member 蓝图水利设计有限公司
bid 长峡水电建设有限公司 = CNY 55883000.00 total
candidate - 3 中洲水务建设有限公司
bid 中洲水务建设有限公司 = CNY 56107700.00 total
""",
    ),
    Unseen(
        "candidates as rows with a void lot",
        """# 秀川铁塔公司2025年传输设备采购中标候选人公示
采购项目编号：XCTT-2025-CS-009
| 标包 | 推荐排序 | 候选人名称 | 不含税报价（元） | 税率 |
| 标包1 | 1 | 信波通信设备有限公司 | 3,208,554.10 | 13% |
| 标包1 | 2 | 远传光电有限公司 | 3,311,000.00 | 13% |
| 标包2 | / | 流标 | / | / |
采购人：秀川铁塔有限公司
采购代理机构：中恒招标有限公司
""",
        """stage candidates
number XCTT-2025-CS-009
buyer 秀川铁塔有限公司
agency 中恒招标有限公司
candidate 1 1 信波通信设备有限公司
bid 信波通信设备有限公司 = CNY 3208554.10 total
candidate 1 2 远传光电有限公司
bid 远传光电有限公司 = CNY 3311000.00 total
failed 2
""",
    ),
    Unseen(
        "SOE result page with a details block",
        """# 结果公示
项目名称：江源热电厂脱硫石灰石粉采购
招标编号：JYRD-ZB-2024-221
公示开始时间：2024-11-05 10:00:00
招标人：江源热电有限责任公司
中标人信息
中标人名称
瑞石粉体有限公司
中标价格
单价：236.5元/吨
项目负责人
/
""",
        """stage award
number JYRD-ZB-2024-221
buyer 江源热电有限责任公司
published 2024-11-05
winner - 瑞石粉体有限公司
award - CNY 236.50 unit_price
""",
    ),
    Unseen(
        "award list with scores and one winner mark",
        """# 白鹭区图书馆RFID设备采购项目成交结果公告
一、项目编号：BLQ-TSG-2025-02
二、成交信息
供应商名称：智感物联科技有限公司
供应商地址：白鹭区软件园
成交金额：87.4000000（万元）
三、各供应商评审得分
| 供应商名称 | 最终报价（元） | 评审总得分 | 排名 |
| 智感物联科技有限公司 | 874000 | 92.3 | 1 |
| 文智自动化有限公司 | 880000 | 85.1 | 2 |
| 书云信息技术有限公司 | 861500 | 80.4 | 3 |
四、采购人信息
名称：白鹭区图书馆
""",
        """stage award
number BLQ-TSG-2025-02
buyer 白鹭区图书馆
winner - 智感物联科技有限公司
award - CNY 874000.00 total
lot-bid - CNY 874000.00 total
candidate - 2 文智自动化有限公司
bid 文智自动化有限公司 = CNY 880000.00 total
candidate - 3 书云信息技术有限公司
bid 书云信息技术有限公司 = CNY 861500.00 total
""",
    ),
    Unseen(
        "procurement failure of the whole",
        """# 岩口县应急管理局无人机采购（二次）流标公告
一、项目编号：YKX-YJ-2025-014-2
二、项目名称：岩口县应急管理局无人机采购（二次）
三、流标原因：至投标截止时间，递交投标文件的供应商不足3家。
四、预算金额：860000元
五、采购人名称：岩口县应急管理局
六、采购代理机构名称：旭日招标代理有限公司
""",
        """stage termination
round 2
number YKX-YJ-2025-014-2
budget CNY 860000.00 total
buyer 岩口县应急管理局
agency 旭日招标代理有限公司
""",
    ),
    Unseen(
        "prequalification",
        """# 崇阳湖大桥PPP项目资格预审公告
项目编号：CYH-PPP-2023-01
采购人：崇阳湖新区管理委员会
采购代理机构：大成国际招标有限公司
项目估算总投资：12.6亿元
资格预审申请文件提交截止时间：2023年9月20日14时30分
本项目允许联合体参加。
""",
        """stage prequalification
number CYH-PPP-2023-01
buyer 崇阳湖新区管理委员会
agency 大成国际招标有限公司
estimate CNY 1260000000.00 total
opening 2023-09-20
consortium true
""",
    ),
    Unseen(
        "contract by a legacy local form",
        """# 柏树坪乡卫生院DR设备采购合同公示
一、采购单位：柏树坪乡卫生院
二、采购预算（元）：950000
三、项目编号：BSP-2021-07
四、代理机构：启明招标代理有限公司
五、采购方式：竞争性谈判
六、成交日期：2021年6月18日
七、中标供应商：影拓医疗设备有限公司
八、合同金额（元）：928000.00
九、合同签订时间：2021年7月1日
""",
        """stage contract
number BSP-2021-07
buyer 柏树坪乡卫生院
budget CNY 950000.00 total
agency 启明招标代理有限公司
decided 2021-06-18
winner - 影拓医疗设备有限公司
contract - CNY 928000.00 total
signed 2021-07-01
""",
    ),
    Unseen(
        "summary box beside a body",
        """# 兴岭市公安局交警支队信号灯采购项目中标公告
| 公告概要： | |
| 采购项目名称 | 信号灯采购项目 |
| 采购单位 | 兴岭市公安局交通警察支队 |
| 行政区域 | 兴岭市 |
| 公告时间 | 2022年05月30日 16:20 |
| 本项目招标公告日期 | 2022年05月06日 |
| 中标日期 | 2022年05月27日 |
| 总中标金额 | ￥168.750000 万元（人民币） |
一、项目编号：XLJJ-2022-XHD
三、中标信息
供应商名称：明灯交通设施有限公司
中标金额：168.7500000（万元）
""",
        """stage award
number XLJJ-2022-XHD
buyer 兴岭市公安局交通警察支队
published 2022-05-30
first-published 2022-05-06
decided 2022-05-27
winner - 明灯交通设施有限公司
award - CNY 1687500.00 total
""",
    ),
    Unseen(
        "summary in another unit than the body",
        """# 兴岭市公安局交警支队护栏采购项目中标公告
| 公告概要： | |
| 采购项目名称 | 护栏采购项目 |
| 采购单位 | 兴岭市公安局交通警察支队 |
| 公告时间 | 2022年06月10日 |
| 中标日期 | 2022年06月09日 |
| 总中标金额 | ￥1687500.000000 万元（人民币） |
一、项目编号：XLJJ-2022-HL
三、中标信息
供应商名称：安途交通设施有限公司
中标金额：1687500元
""",
        """stage award
number XLJJ-2022-HL
buyer 兴岭市公安局交通警察支队
published 2022-06-10
decided 2022-06-09
winner - 安途交通设施有限公司
conflict-award - CNY 1687500.00 total
conflict-award - CNY 16875000000.00 total
""",
    ),
    Unseen(
        "lots in one cell of text",
        """# 舜江市教育局校服采购成交公告
项目编号：SJJY-2025-XF
采购人：舜江市教育局
成交供应商：包1：雅衣服饰有限公司；包2：锦程制衣有限公司
成交金额：包1：218.5万元；包2：143.2万元
""",
        """stage award
number SJJY-2025-XF
buyer 舜江市教育局
winner 1 雅衣服饰有限公司
award 1 CNY 2185000.00 total
winner 2 锦程制衣有限公司
award 2 CNY 1432000.00 total
""",
    ),
    Unseen(
        "lot blocks one below the other",
        """# 松屏县职教中心实训室建设项目中标结果公告
项目编号：SPX-ZJ-2024-33
第一包
中标供应商：慧教仪器有限公司
中标金额：1,125,000.00元
第二包
中标供应商：工坊教学设备有限公司
中标金额：836,500.00元
第三包
本包有效供应商不足三家，作废标处理。
采购人：松屏县职业教育中心
""",
        """stage award
number SPX-ZJ-2024-33
buyer 松屏县职业教育中心
winner 1 慧教仪器有限公司
award 1 CNY 1125000.00 total
winner 2 工坊教学设备有限公司
award 2 CNY 836500.00 total
failed 3
""",
    ),
    Unseen(
        "framework with supplier list and no prices",
        """# 2025年度澜湾港集团法律服务供应商库入围公告
项目编号：LWG-FL-2025
入围供应商（排名不分先后）：
1、正衡律师事务所
2、明理律师事务所
3、崇法律师事务所
采购人：澜湾港集团有限公司
""",
        """stage award
number LWG-FL-2025
buyer 澜湾港集团有限公司
winner - 正衡律师事务所
winner - 明理律师事务所
winner - 崇法律师事务所
""",
    ),
    Unseen(
        "ceiling and budget, tender with two lots in a table",
        """# 江桥市水务局水质监测设备公开招标公告
项目概况
江桥市水务局水质监测设备招标项目的潜在投标人应在江桥市公共资源交易平台获取招标文件，并于2025年10月28日 09点30分（北京时间）前递交投标文件。
一、项目基本情况
项目编号：JQSW-2025-G09
项目名称：江桥市水务局水质监测设备
采购方式：公开招标
预算金额：5,200,000.00元
| 包号 | 包名称 | 预算金额（元） | 最高限价（元） |
| 01 | 在线监测仪 | 3,000,000.00 | 2,950,000.00 |
| 02 | 实验室仪器 | 2,200,000.00 | 2,180,000.00 |
本项目（是/否）接受联合体投标：否
七、对本次招标提出询问，请按以下方式联系。
1.采购人信息
名称：江桥市水务局
2.采购代理机构信息
名称：盛典招标有限公司
""",
        """stage tender
number JQSW-2025-G09
opening 2025-10-28
budget CNY 5200000.00 total
lot-budget 1 CNY 3000000.00 total
lot-ceiling 1 CNY 2950000.00 total
lot-budget 2 CNY 2200000.00 total
lot-ceiling 2 CNY 2180000.00 total
consortium false
buyer 江桥市水务局
agency 盛典招标有限公司
""",
    ),
    Unseen(
        "single source in prose with expert opinions",
        """# 关于国立盐湖研究所质谱仪维保采用单一来源方式采购的公示
国立盐湖研究所拟对在用质谱仪进行维保服务采购，预算金额人民币42万元，拟采用单一来源方式向仪维科技有限公司采购。
专家论证意见：该设备维保仅由原厂授权服务商提供。
公示时间：2024年6月3日至2024年6月10日
""",
        """stage single_source
buyer 国立盐湖研究所
budget CNY 420000.00 total
candidate - - 仪维科技有限公司
""",
    ),
    Unseen(
        "winner notice as a letter",
        """# 中标通知书公示
永祥建筑工程有限公司：
你方于2024年3月12日所递交的梧桐苑幼儿园装修工程投标文件已被我方接受，被确定为中标人。
中标价：壹佰零捌万陆仟伍佰元整（¥1086500.00）
工期：60日历天
招标人：梧桐苑幼儿园
2024年3月20日
""",
        """stage award
buyer 梧桐苑幼儿园
winner - 永祥建筑工程有限公司
award - CNY 1086500.00 total
published 2024-03-20
""",
    ),
    Unseen(
        "decimal slip against capitals",
        """# 鹤舞湖湿地公园监控项目成交公告
项目编号：HWH-2023-8
采购人：鹤舞湖湿地公园管理处
成交供应商：天眼安防工程有限公司
成交金额（大写）：叁拾陆万伍仟元整
成交金额（小写）：36.5元
""",
        """stage award
number HWH-2023-8
buyer 鹤舞湖湿地公园管理处
winner - 天眼安防工程有限公司
conflict-award - CNY 365000.00 total
conflict-award - CNY 36.50 total
""",
    ),
    Unseen(
        "coefficient bid",
        """# 沁泉县公路养护设计服务中选结果公示
比选编号：QQX-GL-2025-06
比选人：沁泉县公路事业发展中心
中选人：行远交通设计有限公司
中选报价：0.82（系数）
""",
        """stage award
number QQX-GL-2025-06
buyer 沁泉县公路事业发展中心
winner - 行远交通设计有限公司
""",
    ),
    Unseen(
        "tariff formula as price",
        """# 沁泉县公路养护监理服务中选结果公示
比选编号：QQX-GL-2025-07
比选人：沁泉县公路事业发展中心
中选人：安衡工程监理有限公司
中选报价：按发改价格〔2007〕670号文件规定收费标准的60%计取
""",
        """stage award
number QQX-GL-2025-07
buyer 沁泉县公路事业发展中心
winner - 安衡工程监理有限公司
""",
    ),
    Unseen(
        "English award with lots",
        """# Contract Award Notice - Laboratory Equipment
Buyer: University of Eastmoor
Tender reference: UEM-2024-LAB-3
Lot 1: Microscopes
Awarded supplier: Optica Instruments GmbH
Award value: EUR 245,000.00
Lot 2: Centrifuges
Awarded supplier: Spinlab Ltd
Award value: EUR 87,500.00
Award date: 2024-09-18
""",
        """stage award
number UEM-2024-LAB-3
buyer University of Eastmoor
winner 1 Optica Instruments GmbH
award 1 EUR 245000.00 total
winner 2 Spinlab Ltd
award 2 EUR 87500.00 total
decided 2024-09-18
""",
    ),
    Unseen(
        "English cancellation",
        """# Notice of Cancellation: Supply of Road Salt
Contracting authority: Harnes County Council
Reference: HCC-RS-2025-1
The procedure is cancelled because no admissible tenders were received.
Estimated value: GBP 310,000
""",
        """stage termination
number HCC-RS-2025-1
buyer Harnes County Council
estimate GBP 310000.00 total
""",
    ),
    Unseen(
        "English corrigendum",
        """# Corrigendum No. 1 - Supply of School Buses
Procuring entity: Ministry of Education of Arlenia
Reference number: MOE/2025/ICB/04
The deadline for submission of bids has been extended to 22 April 2025.
""",
        """stage amendment
number MOE/2025/ICB/04
buyer Ministry of Education of Arlenia
opening 2025-04-22
""",
    ),
    Unseen(
        "navigation words of another round",
        """# 汀溪县特殊教育学校康复器材询价公告
首页 > 采购公告 > 重新招标
采购编号：TXX-TJ-2025-1
询价人：汀溪县特殊教育学校
最高限价：12.8万元
报价截止时间：2025年5月20日17:30
相关公告：汀溪县一中食堂设备采购项目（二次）中标公告
""",
        """stage tender
number TXX-TJ-2025-1
buyer 汀溪县特殊教育学校
ceiling CNY 128000.00 total
opening 2025-05-20
""",
    ),
    Unseen(
        "capitals without digits and tax words",
        """# 桐坞村村委会路灯安装工程中标公示
招标编号：TWC-2024-LD
发包人：桐坞村村民委员会
中标单位：亮城照明工程有限公司
中标金额：人民币玖万捌仟陆佰伍拾元整（含税，税率9%）
""",
        """stage award
number TWC-2024-LD
buyer 桐坞村村民委员会
winner - 亮城照明工程有限公司
award - CNY 98650.00 total
""",
    ),
    Unseen(
        "leasing of a stall with yearly rent",
        """# 大学城后勤集团食堂档口招租成交公告
项目编号：DXC-ZZ-2025-02
出租方：大学城后勤服务有限公司
承租方：味源餐饮管理有限公司
成交价：年租金18.6万元
""",
        """stage award
number DXC-ZZ-2025-02
buyer 大学城后勤服务有限公司
winner - 味源餐饮管理有限公司
award - CNY 186000.00 per_year
""",
    ),
    Unseen(
        "transposed table of one winner",
        """# 静水区城管局垃圾桶采购中标公告
| 项目编号 | JSQ-CG-2025-3 | 采购方式 | 询价 |
| 采购人 | 静水区城市管理局 | 代理机构 | 方圆招标有限公司 |
| 中标单位 | 绿净环卫设备有限公司 | 中标金额 | 19.88万元 |
| 开标时间 | 2025年2月14日 | 公示日期 | 2025年2月17日 |
""",
        """stage award
number JSQ-CG-2025-3
buyer 静水区城市管理局
agency 方圆招标有限公司
winner - 绿净环卫设备有限公司
award - CNY 198800.00 total
opening 2025-02-14
published 2025-02-17
""",
    ),
    Unseen(
        "losers in a column beside the winner",
        """# 古渡镇污水管网监理中标公示
招标编号：GDZ-JL-2024
招标人：古渡镇人民政府
| 中标人 | 中标价（万元） | 未中标人 |
| 恒信监理咨询有限公司 | 36.9 | 致诚工程管理有限公司、博远监理有限公司 |
""",
        """stage award
number GDZ-JL-2024
buyer 古渡镇人民政府
winner - 恒信监理咨询有限公司
award - CNY 369000.00 total
""",
    ),
    Unseen(
        "earlier works of the candidates",
        """# 南汀大道路面修复工程中标候选人公示
招标编号：NTDD-2025-1
招标人：南汀市公路管理局
| 排名 | 中标候选人名称 | 投标报价（元） |
| 1 | 通途路桥有限公司 | 8,812,000 |
| 2 | 坦程公路工程有限公司 | 8,907,450 |
中标候选人业绩
| 项目名称 | 建设单位 | 合同金额（万元） |
| 西环路改造 | 南汀市住建局 | 5600 |
| 北湖大桥 | 北湖投资有限公司 | 12000 |
""",
        """stage candidates
number NTDD-2025-1
buyer 南汀市公路管理局
candidate - 1 通途路桥有限公司
bid 通途路桥有限公司 = CNY 8812000.00 total
candidate - 2 坦程公路工程有限公司
bid 坦程公路工程有限公司 = CNY 8907450.00 total
""",
    ),
    Unseen(
        "supplier with several branch offices and share of a joint bid",
        """# 西岭市智慧停车特许经营项目成交结果公告
采购编号：XLS-TC-2024
采购单位：西岭市交通运输局
成交供应商：通达信息产业有限公司西岭分公司与西岭城投停车管理有限公司（联合体）
成交金额：3.2亿元
""",
        """stage award
number XLS-TC-2024
buyer 西岭市交通运输局
winner - 通达信息产业有限公司西岭分公司
winner - 西岭城投停车管理有限公司
award - CNY 320000000.00 total
""",
    ),
    Unseen(
        "fee and deposit beside the price in one line",
        """# 古柏社区卫生服务中心体检车中标公告
项目编号：GB-TJC-2024
采购人：古柏社区卫生服务中心；代理机构：思远招标有限公司
中标供应商：福康专用车有限公司，中标金额：139.8万元，履约保证金：6.99万元，代理服务费：1.9572万元
""",
        """stage award
number GB-TJC-2024
buyer 古柏社区卫生服务中心
agency 思远招标有限公司
winner - 福康专用车有限公司
award - CNY 1398000.00 total
deposit CNY 69900.00 total
fee CNY 19572.00 total
""",
    ),
    Unseen(
        "plan of tenders",
        """# 2025年4月招标计划公告
| 序号 | 招标项目名称 | 招标人 | 项目估算投资（万元） | 预计招标时间 |
| 1 | 东湖路拓宽工程 | 东湖城建投资有限公司 | 4500 | 2025年4月 |
""",
        """stage planning
buyer 东湖城建投资有限公司
estimate CNY 45000000.00 total
""",
    ),
)
