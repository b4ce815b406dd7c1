"""What a label means: ``中标（成交）金额（万元）`` is the award's amount, in units of 10,000 yuan.

Portals write thousands of different labels for a dozen meanings, so the lexicon is one of morphemes, not of whole
labels: a *head* at the end of the label says what kind of thing follows (an amount, a date, a number, a name) and
*modifiers* before it say whose. A label that no head explains has no meaning here, and a label whose modifiers are
those of people, papers or accounts means `Field.OTHER`: known, and nothing that is claimed.

>>> meaning("中标（成交）金额（万元）").field, meaning("中标（成交）金额（万元）").unit
(<Field.AWARD: 'award'>, '万元')
>>> meaning("2.采购代理机构地址：").field, meaning("2.采购代理机构地址：").party
(<Field.ADDRESS: 'address'>, <Party.AGENCY: 'agency'>)
>>> meaning("供应商应当在截止时间前递交") is None
True
"""

from __future__ import annotations

# ruff: noqa: PLR0912, SIM905 (a ladder of heads whose order is the rule; word lists read best as words)
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from counterfile.text.kinds import ordinal


class Field(StrEnum):
    """What stands beside a label."""

    NUMBER = "number"
    CONTRACT_NUMBER = "contract_number"
    TITLE = "title"
    """The project's name."""
    TITLE_NUMBER = "title_number"
    """Name and number of the project in one value (项目名称及编号)."""
    NOTICE_TITLE = "notice_title"
    NOTICE_TYPE = "notice_type"
    METHOD = "method"
    NAME = "name"
    """The name of an organization; `Meaning.party` says in which role, None that the section must say."""
    ADDRESS = "address"
    PARTY_ID = "party_id"
    """A unified social credit code or what came before it."""
    RANK = "rank"
    LOT = "lot"
    LOT_TITLE = "lot_title"
    LOT_STATUS = "lot_status"
    UNIT = "unit"
    """A table's own column for the unit of money."""
    BUDGET = "budget"
    CEILING = "ceiling"
    ESTIMATE = "estimate"
    BID = "bid"
    AWARD = "award"
    CONTRACT = "contract"
    FEE = "fee"
    DEPOSIT = "deposit"
    AMOUNT = "amount"
    """Money whose role the section or the table must say (金额, 总价)."""
    PUBLISHED = "published"
    PERIOD = "period"
    """The period in which a notice is shown (公示期); its first day is when the notice was published."""
    FIRST_PUBLISHED = "first_published"
    OPENING = "opening"
    DECIDED = "decided"
    SIGNED = "signed"
    DEADLINE = "deadline"
    """A bare 时间 or 截止时间, whose section says what it is the time of."""
    REGION = "region"
    CONSORTIUM = "consortium"
    OTHER = "other"
    """A known label of something that is not claimed: a person, a phone, a term, a bank."""


class Party(StrEnum):
    """In which role an organization is named."""

    BUYER = "buyer"
    AGENCY = "agency"
    SUPPLIER = "supplier"
    """A winner or contractor."""
    CANDIDATE = "candidate"
    """A bidder; the notice's stage and the rank say what became of it."""


AMOUNT_FIELDS = frozenset(
    {
        Field.BUDGET,
        Field.CEILING,
        Field.ESTIMATE,
        Field.BID,
        Field.AWARD,
        Field.CONTRACT,
        Field.FEE,
        Field.DEPOSIT,
        Field.AMOUNT,
    }
)
DATE_FIELDS = frozenset(
    {
        Field.PUBLISHED,
        Field.PERIOD,
        Field.FIRST_PUBLISHED,
        Field.OPENING,
        Field.DECIDED,
        Field.SIGNED,
        Field.DEADLINE,
    }
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one label means."""

    field: Field
    party: Party | None = None
    unit: str | None = None
    """The unit of money that the label names (``万元``); None if it names none."""
    rank: int | None = None
    """Of a candidate named by the label itself (第一中标候选人); None otherwise."""
    unit_price: bool = False
    rate: bool = False
    weak: bool = False
    """True where a stronger label of the same field, if any, should be preferred; for `Field.OTHER`, that only the
    head is known (…名称) and whose it is, is not."""
    learned: bool = False
    """True where `counterfile.text.label_model` told it, not the lexicon."""


MAX_LABEL = 40
"""Code points of the longest label that is looked at, brackets included."""

_NUMBERING = re.compile(
    r"^(?:[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[a-zA-Z]|[ivxⅰ-ⅻⅠ-Ⅻ]{1,4})[)）]"
    r"|[一二三四五六七八九十]{1,3}[、.．:：]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+[、.．]?"
    r"|\d{1,2}(?:\.\d{1,2}){0,3}(?:[、．.)）:：]|(?=[^\d.,%元万年月日号个包标段]))"
    r"|[①-⑳]|第[一二三四五六七八九十]+[章节条部]分?|[*★☆▲△●○◆◇■□·•\-—>＞】]+)+"
)
_TRAIL = "：:;；。.，,、-—_*|/ \t"
_BRACKET = re.compile(r"[(（\[【〔{]([^()（）\[\]【】〔〕{}]*)[)）\]】〕}]")
_VERB = re.compile(r"(?<=..)(?:(?:现)?(?:变更|调整|更改|修改|更正|顺延|延期|推迟|延长|改)(?:为|至|到)|[为是])$")
_SPACE = re.compile(r"[\s\u3000\u200b\ufeff\xa0]+")
_STOP = re.compile(r"[，。；！？“”\"'《》,;!?]|出资比例|本公告|详见|按照|根据|应当|不得|必须|以下简称|http")
_UNIT = re.compile(
    r"(百万元|十万元|万人民币|[亿万千百]?美元|[亿万千]?欧元|[亿万千百]?日元|[亿万千百]?港元|[亿万千百]?元|万|%|％|‰)"
)


def fold_label(label: str) -> str:
    """Return a label without spaces, numbering and closing colon, in compatibility form.

    >>> fold_label(" 一、 采 购 人 名称 ：")
    '采购人名称'
    """
    text = _SPACE.sub("", unicodedata.normalize("NFKC", label))
    text = text.strip(_TRAIL)
    folded = _VERB.sub("", _NUMBERING.sub("", text))
    return (folded or text).strip(_TRAIL)


def bare_label(label: str) -> str:
    """Return a label folded and without brackets; what a bracket holds where nothing stands outside one.

    >>> bare_label("2. 中标（成交）金额（万元）："), bare_label("（发标人）")
    ('中标金额', '发标人')
    """
    folded = fold_label(label)
    base, notes = _without_brackets(folded)
    return base or notes


_PARTIES: tuple[tuple[Party, list[str]], ...] = (
    (
        Party.AGENCY,
        (
            "代理机构 代理公司 代理单位 代理人 代理方 代理商 招标代理 采购代理 代理 招标机构 招标公司 集中采购机构 集采机构 "
            "采购机构 采购中心 政府采购中心 组织机构 集中采购机关 集中招标机构 受托方 受托单位 受委托单位 受理机构 "
            "采购组织机构 采购执行机构 招标组织机构 交易中心 采购代理服务机构"
        ).split(),
    ),
    (
        Party.BUYER,
        (
            "采购人 采购单位 采购方 采购主体 采购实体 采购者 采购机关 采购商 招标人 招标单位 招标方 招标主体 建设单位 "
            "建设方 业主 业主单位 业主方 项目业主 项目单位 项目法人 项目法人单位 甲方 需方 发包人 发包方 发包单位 买方 购买方 "
            "购买主体 购买人 需求方 需求单位 需求部门 比选人 比选单位 比选方 询价人 询价单位 询比人 遴选人 遴选单位 磋商人 "
            "谈判人 竞价人 竞价单位 采购需求单位 采购委托人 委托单位 委托方 委托人 使用单位 用户单位 用户 最终用户 招选人 "
            "征集人 征集单位 转让方 出让方 出租方 招募人 购置单位 项目实施单位 实施单位 主管预算单位 预算单位 采购人单位 "
            "申请单位 项目申报单位 定作方 招商人"
        ).split(),
    ),
    (
        Party.SUPPLIER,
        (
            "中标人 中标单位 中标供应商 中标商 中标方 中标公司 中标企业 中标机构 中标者 中标厂商 中标厂家 中标服务商 中标投标人 "
            "中标社会资本 成交人 成交供应商 成交单位 成交商 成交方 成交公司 成交企业 成交机构 成交供货商 成交服务商 成交厂商 "
            "中选人 中选单位 中选供应商 中选方 中选机构 中选企业 中选公司 入围供应商 入围单位 入围人 入围企业 入围机构 供应商 "
            "供货商 供货单位 供应单位 供方 乙方 卖方 承包人 承包方 承包商 承包单位 承建单位 承建方 承建商 承接主体 承接单位 "
            "承揽方 承揽人 服务商 服务方 受让方 受让人 买受人 承租方 承租人 竞得人 竞得单位 竞得者 中征人 预中标人 预中标单位 "
            "预中标供应商 预成交供应商 拟中标人 拟中标单位 拟中标供应商 拟成交供应商 拟成交人 拟定标单位 拟中选人 签约供应商 "
            "合同供应商 合同乙方 定标供应商 定标单位 协议供应商 入选供应商 入选单位 中标候选单位中标人 中标承包人 施工承包人 "
            "推荐中标人 推荐中标供应商 推荐成交供应商 推荐中标单位 推荐供应商"
        ).split(),
    ),
    (
        Party.CANDIDATE,
        (
            "候选人 候选供应商 候选单位 候选中标人 候选成交人 候选成交供应商 候选中标供应商 候选中标单位 中标候选人 "
            "中标候选供应商 中标候选单位 成交候选人 成交候选供应商 成交候选单位 中选候选人 中选候选单位 候选企业 候选机构 候选公司 "
            "投标人 投标单位 投标商 投标供应商 投标企业 投标方 投标公司 投标机构 投标厂商 响应供应商 响应人 响应单位 报价供应商 "
            "报价单位 报价人 报价方 参加供应商 参与供应商 参投供应商 参选人 参选单位 比选申请人 竞标人 竞标单位 竞价供应商 "
            "磋商供应商 谈判供应商 询价供应商 应答人 应答供应商 应标供应商 应标单位 申请人 申请供应商 被推荐供应商 递交单位 "
            "拟定供应商 拟定的唯一供应商 唯一供应商 拟采购供应商 拟单一来源供应商 单一来源供应商 拟选供应商 意向供应商"
        ).split(),
    ),
)
_PARTY_OF = {word: party for party, words in _PARTIES for word in words}
_PARTY_WORD = re.compile("|".join(sorted(map(re.escape, _PARTY_OF), key=len, reverse=True)))
_PARTY_AT_END = re.compile("(?:" + _PARTY_WORD.pattern + r")(?:\d|[一二三四五六七八九十])?$")

# Heads that end a label which is known and not claimed: people, papers, terms, accounts, web.
_OTHER_END = re.compile(
    r"(?:联系人|联络人|负责人|经办人|经手人|代表人|代表|经理|总监|总工|工程师|安全员|质量员|施工员|技术员|监理员|建造师|设计师|造价师|专家|名单|姓名|成员|评委|"
    r"委员会|小组|签字|签名|签章|盖章|公章|法人|法定代表人|职务|职称|性别|电话|热线|手机|手机号|号码|传真|邮箱|邮件|e-?mail|邮编|邮政编码|网址|网站|"
    r"媒介|媒体|平台|系统|开户行|开户银行|银行|账号|帐号|账户|账户名|户名|开户名|户名称|联系方式|联系方法|联系|方式|方法|条件|要求|标准|情况|原因|理由|依据|内容|概况|范围|规模|说明|备注|"
    r"附件|附件信息|文件|材料|资料|证书|许可证|资质|资格|等级|类别|类型|性质|来源|比例|数量|单位|型号|规格|品牌|产地|厂家|参数|质量|工期|"
    r"周期|保修|质保期|服务期|有效期|期限|履行期|时限|得分|评分|分值|总分|分数|次数|点击|点击数|浏览|来源网|作者|编辑|发布人|发布者|发布单位|发布机构|"
    r"监督部门|监管部门|主管部门|监督机构|监督单位|受理部门|受理单位|监管单位|投诉|质疑|异议|政策|事宜|事项|渠道|结果|意见|办法|规定|形式|程序|地点|场所|会议室|"
    r"序号|行号|排名不分先后|用途|服务|权限|状态|阶段|大小|下载|行业|专业|业绩|奖项|信誉|属性|费率标准|计算方法|其他|其它|其他说明|流水号|注册号|"
    r"是否|如有|功能|目标|合计数量|科目|信息|清单|明细|简介|描述|需求|目录|标志|依据文件|划分|层次|年限|建设期|日历天|天数)$"
)
_NUMBER_END = re.compile(
    r"(?:编号|编码|代码|文号|备案号|计划号|项目号|招标号|标书号|合同号|立项号|批号|批准号|标号|备案表号|任务书号|函号|编 号|案号)$"
)
_NUMBER_NOT = re.compile(
    r"信用|机构代码|组织机构|许可|证|资质|执业|身份|邮|账|帐|电话|传真|手机|联系|区划|行业|品目|版本|型号|货号|门牌|学号|专利|条码|序列|图号|"
    r"税|预算编号|预算项目|资金|媒体|商品|产品|规格|单位编|供应商编|专家|人员|附件|房产|地块|经营|生产|注册|公告流水|发票|目录|行政区|地区|区域|用户|会员|票|"
    r"审批|批准|批复|批文|核准|发文|信息编|受理|报建|稿件|登记"  # papers about a project, not its number
)
_ID_END = re.compile(
    r"(?:信用代码|信用码|机构代码|机构代码证号?|纳税人识别号|税号|社会信用号|信用代码证号?|营业执照号码?|工商注册号|注册登记号)$"
)
_AMOUNT_END = re.compile(
    r"(?:金额|总额|额|价|价格|报价|总价|单价|造价|费|费用|预算|限价|控制价|估算价|估算|概算|投资|资金|标底|保证金|押金|价款|款|收费|总金额|合计|总计|小计|"
    r"预算数|预算数额|总投资|拦标价|上限|最高限额|限额|造价款|经费|报价承诺|总预算|预算总额|值|价值|售价|标的额|率|折扣|系数|费用总额|报价一览|大写|小写|数额|租金)$"
)
_DATE_END = re.compile(r"(?:时间|日期|日|年月|时刻|截止|截止点|期|起止|时段|期间|开始|结束|起始|终止|日程)$")
_NAME_END = re.compile(r"(?:名称|全称|名|标题|单位名|名称及编号|名称和编号|名称与编号|全名|公司名)$")


_aliases: dict[str, Meaning] = {}


@contextmanager
def aliased(aliases: Mapping[str, Meaning]) -> Iterator[None]:
    """Let `meaning` look into `aliases`, by `alias_key`, before its own words, until the block ends; in one thread."""
    before = dict(_aliases)
    _aliases.update(aliases)
    try:
        yield
    finally:
        _aliases.clear()
        _aliases.update(before)


def alias_key(label: str) -> str:
    """Return by what a label is found among aliases: without numbering, blanks, brackets, colon and case.

    >>> alias_key("2. 授牌 单位（全称）："), alias_key("Awarded firm:")
    ('授牌单位', 'awardedfirm')
    """
    return _without_brackets(fold_label(label))[0].casefold()


def meaning(label: str) -> Meaning | None:
    """Return what a label means, or None if it is no label that is known.

    `label` may still carry its numbering, inner blanks, brackets and colon.
    """
    if _aliases and 0 < len(label) <= MAX_LABEL + 40:
        base, notes = _without_brackets(fold_label(label))
        found = _aliases.get(base.casefold())
        if found is not None:
            return _with_unit(found, base, notes)
    return own_meaning(label)


@lru_cache(maxsize=32768)
def own_meaning(label: str) -> Meaning | None:
    """Return what a label means whatever aliases say. The answer is cached: a corpus repeats its labels."""
    if not label or len(label) > MAX_LABEL + 40:
        return None
    folded = fold_label(label)
    if not folded:
        return None
    base, notes = _without_brackets(folded)
    if len(base) > MAX_LABEL or _STOP.search(base):
        return None
    if base.isascii():
        return _english(base, notes)
    found = _classify(base, notes) if base else None
    if found is None and notes and len(folded) <= MAX_LABEL:
        # 采购单位（甲方）名称 needs no bracket; （采购人）名称 does.
        found = _classify(folded.translate(_NO_BRACKETS), "")
    return found


_NO_BRACKETS = {ord(sign): None for sign in "()（）[]【】〔〕{}"}


def _without_brackets(folded: str) -> tuple[str, str]:
    notes = "".join(_BRACKET.findall(folded))
    base = _BRACKET.sub("", folded)
    # One more pass for nested brackets, and a cut bracket at the end of a split header cell.
    base = re.sub(r"[(（][^()（）]*$", "", _BRACKET.sub("", base)).strip(_TRAIL + ")）")
    return base, notes


def _rank_of(base: str) -> int | None:
    match = re.search(
        r"第([一二三四五六七八九十\d]{1,3})(?:名|位|顺位|顺序|序位)?(?:中标|成交|中选|推荐|预中标|拟中标)?(?:排序|候选|候补|名|排名)?",
        base,
    )
    if match and re.search(r"候选|候补|第.{1,2}[名位]|排序|顺[位序]", base):
        return ordinal(match.group(1))
    match = re.search(
        r"(?:候选人|候选供应商|候选单位|候选中标人|候选成交供应商)(\d{1,2}|[一二三四五六七八九十])(?!\d)", base
    )
    if match:
        return ordinal(match.group(1))
    match = re.search(r"排(?:名|序)第?([一二三四五六七八九十\d]{1,2})", base)
    return ordinal(match.group(1)) if match else None


def _classify(base: str, notes: str) -> Meaning | None:
    exact = _EXACT.get(base)
    if exact is not None:
        return _with_unit(exact, base, notes)
    if _LOT.fullmatch(base):
        return Meaning(Field.LOT)
    if _JOINT.search(base):
        return None  # 联合体牵头人：甲；联合体成员：乙 is one value
    if _LOSING.search(base):
        return Meaning(Field.OTHER)
    if _TWO_HEADS.search(base):
        if _TITLE_AND_NUMBER.search(base):
            return Meaning(Field.TITLE_NUMBER)
        if _OPENING_AND_PLACE.search(base) and not _OBTAINING.search(base):
            return Meaning(Field.OPENING)
        # 供应商名称、地址及成交金额 announces several values: what follows must speak for itself.
        return Meaning(Field.OTHER)
    if (
        "联合体" in base
        and re.search(r"接受|允许|是否|参加|投标$", base)
        and not re.search(r"要求|资格|资质|协议|成员|牵头", base)
    ):
        return Meaning(Field.CONSORTIUM)
    if _ID_END.search(base):
        return Meaning(Field.PARTY_ID, party=_party(base))
    if re.search(r"(?:地址|住所|住址|所在地|注册地|所在地址|详细地址)$", base):
        return Meaning(Field.ADDRESS, party=_party(base))
    if _NUMBER_END.search(base) and not re.search(r"名称", base):
        return _number(base)
    if _NAME_END.search(base):
        return _name(base)
    if re.search(r"公示期$|公示日期$|公示时间$|公示期限$|公示起止(?:时间|日期)$|公示(?:开始|起始)(?:时间|日期)$", base):
        return Meaning(Field.PERIOD)
    if _DATE_END.search(base):
        return _date(base)
    if _OTHER_END.search(base):
        # 某单位 may be any party whose word is not known here.
        return _bare(base) or Meaning(Field.OTHER, weak=base.endswith("单位"))
    if _AMOUNT_END.search(base):
        return _amount(base, notes)
    return _bare(base)


_JOINT = re.compile(r"联合体(?:成员|牵头)|牵头(?:人|单位|方|公司)?\d?$|^(?:联合体)?成员(?:单位|方)?\d?$")
_LOSING = re.compile(r"未(?:中标|成交|中选|入围|推荐|通过)|落标|落选|否决|淘汰|被拒|废标人|无效投标")
_LOT = re.compile(
    r"(?:采购|招标|项目|所属|中标|成交|对应|投标|所投|合同|分|预算)?(?:标段|标包|标项|分包|采购包|合同包|包组|包件|分标|包|包段)(?:包)?(?:号|序号|号码|及标段号|划分)?"
)
_TWO_HEADS = re.compile(
    r"(?:名称|地址|编号|时间|日期|金额|报价|数量|单价|联系人|电话|媒体)(?:[、/]|及|和|与|以及|或)"
    r"(?=.{0,8}(?:名称|地址|编号|时间|日期|金额|报价|价格|地点|媒体|媒介|电话|方式|数量|规格|单价|要求|联系|住所))"
)
_TITLE_AND_NUMBER = re.compile(
    r"^(?:采购|招标|本)?(?:项目|工程|标段)(?:名称|编号)(?:[、/]|及|和|与)(?:项目|其|采购)?(?:编号|名称)$"
)
_OPENING_AND_PLACE = re.compile(
    r"(?:开标|开启|截止|谈判|磋商|递交|提交).{0,8}(?:时间|日期).{0,10}(?:地点|时间)$|(?:截止|开标).{0,4}(?:时间|及开标时间)$"
)
_OBTAINING = re.compile(r"获取|购买|领取|报名|发售|踏勘")

_EXACT: dict[str, Meaning] = {
    **dict.fromkeys(("标题", "公告标题", "公告名称", "信息标题", "公示标题", "公示名称"), Meaning(Field.NOTICE_TITLE)),
    **dict.fromkeys(
        ("类型", "公告类型", "信息类型", "公告类别", "信息类别", "公示类型", "业务类型"), Meaning(Field.NOTICE_TYPE)
    ),
    **dict.fromkeys(
        (
            "采购方式 招标方式 采购形式 采购组织形式 采购类型 招标形式 交易方式 比选方式 招标采购方式 发包方式 采购方法 "
            "拟采购方式 采购模式 组织形式"
        ).split(),
        Meaning(Field.METHOD),
    ),
    **dict.fromkeys(
        (
            "排名 名次 排序 推荐名次 推荐排序 推荐排名 排名情况 中标候选人排序 中标候选人排名 候选人排序 候选人排名 综合排名 最终排名 "
            "推荐顺序 排列顺序 候选顺序 顺序 中标候选人顺序 成交候选人排序 成交候选人排名 评审排名 评标排名 中标排序 推荐次序 次序 "
            "候选人次序 名次排序 综合排序 中标候选顺序 评审名次 得分排名 排位 顺位"
        ).split(),
        Meaning(Field.RANK),
    ),
    **dict.fromkeys(
        (
            "包号 标段号 包组号 标项号 标项 标段 标段包号 分包号 采购包 采购包号 合同包 合同包号 标包 标包号 包件号 包件 品目号 包别 包 "
            "包组 分包 项目分包 所属分包 中标包号 分标 分标号 标的包号 标段包 项目标段 项目分包标段 标号 标次 包序号 分包序号 标段序号 分标段"
        ).split(),
        Meaning(Field.LOT),
    ),
    **dict.fromkeys(
        "包名称 标项名称 标包名称 分包名称 采购包名称 合同包名称 包组名称 分标名称 包件名称 包名 标段包名称 采购包标题 品目包名称".split(),
        Meaning(Field.LOT_TITLE),
    ),
    **dict.fromkeys(
        (
            "行政区域 行政区划 地区 所属地区 区域 所属区域 省份 所在地区 项目所在地 项目所在区域 项目所属地区 项目所在地区 项目监管地 采购区域 所属行政区域 "
            "所属区划 项目区域 建设地点 工程地点 项目地点 建设地址 工程地址 项目地址 交易区域 项目实施地点 实施地点 区划"
        ).split(),
        Meaning(Field.REGION),
    ),
    **dict.fromkeys(
        "中标结果 成交结果 定标结果 中选结果 中标情况 成交情况".split(),
        Meaning(Field.NAME, party=Party.SUPPLIER, weak=True),
    ),
    **dict.fromkeys(
        "废标情况 中标状态 是否废标 标段状态 成交状态 采购结果 评标结果 包状态 结果".split(), Meaning(Field.LOT_STATUS)
    ),
    **dict.fromkeys("单位 货币单位 金额单位 价格单位 币种".split(), Meaning(Field.UNIT)),
    **dict.fromkeys("时间 截止时间 日期 截止日期 截止".split(), Meaning(Field.DEADLINE)),
    **dict.fromkeys("名称 单位名称 全称 单位全称 机构名称 公司名称 企业名称 单位".split(), Meaning(Field.NAME)),
    **dict.fromkeys(
        "地址 单位地址 办公地址 联系地址 通讯地址 详细地址 住所 通信地址 公司地址".split(), Meaning(Field.ADDRESS)
    ),
    **dict.fromkeys("发布 发布于 发布日 发布日期 发布时间".split(), Meaning(Field.PUBLISHED)),
    **dict.fromkeys("编号 项目编 项目编号及名称 流标编号".split(), Meaning(Field.NUMBER, weak=True)),
    **dict.fromkeys(
        "项目名 工程名 项目名称 采购项目 招标项目 工程名称 项目全称 项目及名称 项目".split(), Meaning(Field.TITLE)
    ),
    **dict.fromkeys("文件编号 采购文件号 标书编号 招标文件编号".split(), Meaning(Field.NUMBER)),
    **dict.fromkeys(
        "评审价 评标价 评审价格 评审报价 评标价格 评审金额 修正价 价格分 价格得分 商务报价得分 价格扣除".split(),
        Meaning(Field.OTHER),
    ),
    **dict.fromkeys("中标 成交 中选".split(), Meaning(Field.NAME, party=Party.SUPPLIER, weak=True)),
    "本项目接受联合体投标": Meaning(Field.CONSORTIUM),
    "联合体投标": Meaning(Field.CONSORTIUM),
    "本项目接受联合体": Meaning(Field.CONSORTIUM),
}


def _with_unit(found: Meaning, base: str, notes: str) -> Meaning:
    if found.field in AMOUNT_FIELDS:
        return Meaning(
            found.field, found.party, _unit(base, notes), found.rank, found.unit_price, found.rate, found.weak
        )
    return found


def _party(base: str) -> Party | None:
    """Return the party word that stands last in a label: 招标代理机构 is the agency, though 招标 belongs to the buyer."""
    last = None
    for match in _PARTY_WORD.finditer(base):
        last = match
    return _PARTY_OF[last.group()] if last else None


def _number(base: str) -> Meaning:
    if "合同" in base and not re.search(r"合同包|合同段", base):
        return Meaning(Field.CONTRACT_NUMBER)
    if _NUMBER_NOT.search(base):
        return Meaning(Field.OTHER)
    if re.search(r"(?:标项|品目|序)编?号$", base):
        return Meaning(Field.OTHER)
    return Meaning(Field.NUMBER, weak=base in {"公告编号", "备案编号", "备案号", "任务书号"})


_OBJECT = re.compile(
    r"标的|货物|商品|产品|设备|物资|服务名|材料名|品目|证书|文件|附件|媒体|网站|账户|户名|银行|资质|资格|奖项|业绩|系统名|制造商|厂家|厂商名|品牌|法规|"
    r"配件|项目经理|人员|专业|部门|用户名|平台|监督|会员|联系人|登记|开户|主要"
)


def _name(base: str) -> Meaning | None:
    rank = _rank_of(base)
    party = _party(base)
    if re.search(r"(?:公告|公示|信息)(?:名称|标题)$", base):
        return Meaning(Field.NOTICE_TITLE)
    if rank is not None:
        return Meaning(Field.NAME, party=Party.CANDIDATE, rank=rank)
    if base.endswith(("姓名", "联系人名", "署名", "签名")):
        return Meaning(Field.OTHER)
    if re.search(r"(?:标的|采购标的|服务标的)名称$", base):
        return Meaning(Field.LOT_TITLE, weak=True)
    if _OBJECT.search(base) and not re.search(r"项目名称", base):
        return Meaning(Field.OTHER)
    # 采购项目名称, 采购人项目名称: the project is nearer to the head than the party.
    if re.search(
        r"(?:项目|工程|采购|招标|标段|标包|包|课题|合同段|分包|标项|计划|需求)(?:包|及标段)?(?:名称|全称|名|标题)(?:及编号|和编号|与编号)?$",
        base,
    ) and not re.search(r"(?:单位|人|方|机构|商|业主|公司|中心)(?:名称|全称|名)$", base):
        if re.search(r"^(?:中标|成交|采购)?(?:包|标项|标包|分包|采购包|合同包|品目)名称$", base):
            return Meaning(Field.LOT_TITLE)
        return Meaning(Field.TITLE, weak=bool(re.search(r"标段|包|需求|计划", base)))
    if party is not None:
        return Meaning(Field.NAME, party=party)
    if re.search(r"合同(?:名称|标题)$", base):
        return Meaning(Field.TITLE, weak=True)
    if re.search(r"单位(?:名称|全称|名)$|公司(?:名称|全称|名)$|企业(?:名称|名)$|机构(?:名称|全称)$", base):
        return Meaning(Field.NAME)
    return Meaning(Field.OTHER, weak=True) if len(base) <= 12 else None


def _date(base: str) -> Meaning | None:
    if re.search(
        r"获取|报名|购买|领取|发售|下载|答疑|质疑|踏勘|勘察|保证金|交货|供货|履行|履约|服务|工期|有效|保修|质保|投诉|异议|竣工|开工|完工|验收|付款|支付|递交样品|样品|接收质疑|办公|工作|上班|交付|实施|建设|施工|注册|成立|预计|预期|疑问|公告期|缴纳|反馈|公布期",
        base,
    ):
        return Meaning(Field.OTHER)
    if re.search(r"签订|签署|签约|合同日期|合同时间", base):
        return Meaning(Field.SIGNED)
    if re.search(
        r"首次|原公告|(?:招标|采购|磋商|谈判|询价|资审|资格预审|比选|招标采购|原)(?:项目)?公告|预公告|招标公示", base
    ) and not re.search(r"更正|变更", base):
        return Meaning(Field.FIRST_PUBLISHED)
    if re.search(
        r"开标|开启|开评标|唱标|截标|投标截止|(?:投标|响应|应答|报价|申请|谈判|磋商|竞标|比选|参选|竞价|询价).{0,8}(?:截止|递交|提交|送达|解密)|(?:递交|提交|送达).{0,10}截止|(?:谈判|磋商|竞价|询价|比选|竞标|议价)(?:开始)?(?:时间|日期|截止)",
        base,
    ):
        return Meaning(Field.OPENING)
    if re.search(r"中标|成交|定标|评标|评审|中选|授标|决标|结果确定|采购日期|采购时间", base) and not re.search(
        r"公告|公示|通知书|发布", base
    ):
        return Meaning(Field.DECIDED)
    if re.search(r"更正|变更|澄清", base):
        return Meaning(Field.PUBLISHED, weak=True)
    if re.search(r"结束|截止|期限|终止", base):
        return Meaning(Field.OTHER)
    if re.search(r"公告|公示|发布|发稿|发文|信息时间|刊登|刊发|上网|挂网|录入|公开", base):
        return Meaning(Field.PUBLISHED)
    return Meaning(Field.OTHER, weak=True) if len(base) <= 12 else None


def _unit(base: str, notes: str) -> str | None:
    for place in (notes, base[-6:]):
        hits = _UNIT.findall(place)
        if hits and "%" not in place and "％" not in place and "‰" not in place and len(set(hits)) == 1:
            return str(hits[0])
    return None


_FEE = re.compile(r"代理|服务费|手续费|咨询费|公证|评审费|专家|收费|交易费|平台费|招标费|中介费|管理费")
_PAPER = re.compile(
    r"售价|工本费|标书|文件费|文件价|图纸|资料费|注册|押金|报名费|违约|罚|质保金|缴纳|业绩|资产|营业|开户|邮购|评审价|评标价|得分|评分|基准|税率|增值税|面积|人数|份额|得票|通过率|合格率|警戒|差额"
)
_RATE = re.compile(r"率|系数|折扣|费率|下浮")


def _amount(base: str, notes: str) -> Meaning | None:
    if len(base) > 24:
        return None
    unit = _unit(base, notes)
    unit_price = "单价" in base or ("单价" in notes and "、" not in notes and "总价" not in notes and len(notes) < 6)
    rate = bool(_RATE.search(base)) and not re.search(r"金额|价$", base)
    rank = _rank_of(base)

    def as_(field: Field, *, weak: bool = False) -> Meaning:
        return Meaning(field, _party(base), unit, rank, unit_price, rate, weak)

    if _PAPER.search(base):
        return Meaning(Field.OTHER)
    if "保证金" in base or "保函" in base:
        return as_(Field.DEPOSIT)
    if _FEE.search(base) and not re.search(
        r"预算|限价|控制价|中标价|成交价|报价|合同价|中标（?成交）?金额|服务费?(?:中标|成交)", base
    ):
        return as_(Field.FEE)
    if re.search(r"限价|控制价|拦标价|上限价|最高价|最高投标|最高报价|限额|最高应价|预算控制", base):
        return as_(Field.CEILING)
    if re.search(r"预算", base):
        return as_(Field.BUDGET)
    if re.search(r"估算|估价|概算|投资|计划金额|项目金额|标底|拟采购金额|采购资金|项目资金", base):
        return as_(Field.ESTIMATE)
    if re.search(r"中标|成交|中选|定标|入围|授标|竞得|预中标|评定", base) and not re.search(r"候选", base):
        return as_(Field.AWARD)
    if re.search(r"合同|签约|协议", base):
        return as_(Field.CONTRACT)
    if re.search(r"报价|投标|响应|谈判|磋商|应价|竞价|候选|应答|竞标", base):
        return as_(Field.BID)
    if re.search(r"采购(?:总)?金额|采购总?价|采购金额合计", base):
        return as_(Field.ESTIMATE, weak=True)
    if re.search(r"交易(?:价格|金额|价)", base):
        return as_(Field.AWARD)
    if re.fullmatch(
        r"(?:项目|包|标段|标项|本包|本标段|供应商|中|总|合计|含税|不含税|最终|价格|人民币|拟|年|首年)*(?:金额|总额|价格|总价|单价|总金额|金额合计|合计金额|总计|合计|价款|总价款|总价合计|总费用|费用|大写|小写|价|折扣率|下浮率|优惠率|费率|折扣|系数|租金)",
        base,
    ):
        return as_(Field.AMOUNT, weak=True)
    return Meaning(Field.OTHER, weak=True) if len(base) <= 12 else None


def _bare(base: str) -> Meaning | None:
    """Return the meaning of a label that is a party's or a project's word without any attribute."""
    rank = _rank_of(base)
    if rank is not None and len(base) <= 16 and not re.search(r"业绩|情况|负责人|经理|得分|报价|理由|资质", base):
        return Meaning(Field.NAME, party=Party.CANDIDATE, rank=rank)
    match = _PARTY_AT_END.search(base)
    if match and len(base) <= 16:
        word = re.sub(r"[\d一二三四五六七八九十]$", "", match.group())
        party = _PARTY_OF.get(word) or _PARTY_OF.get(match.group())
        if party is None:
            return None
        return Meaning(Field.NAME, party=party, weak=word in _WEAK_PARTIES)
    return None


_ENGLISH_WORDS: tuple[tuple[Meaning, str], ...] = (
    (
        Meaning(Field.NAME, party=Party.BUYER),
        "buyer|procuring entity|contracting authority|contracting entity|contracting body|purchaser|procuring agency|procuring authority|"
        "buyer name|name of buyer|name of procuring entity|name of contracting authority|procurement entity|awarding authority|"
        "issuing organization|issuing organisation|implementing agency|executing agency|employer|client|purchasing entity|procuring organization",
    ),
    (
        Meaning(Field.NAME, party=Party.AGENCY),
        "procurement agent|procuring agent|purchasing agent|agent|procurement service provider|central purchasing body|tender agent",
    ),
    (
        Meaning(Field.NAME, party=Party.SUPPLIER),
        "supplier|winner|winning bidder|contractor|awarded to|name of contractor|successful bidder|awarded bidder|awarded bidders|awardee|"
        "awarded supplier|name of supplier|awarded contractor|successful tenderer|name of the contractor|name of awarded bidder|winning tenderer|"
        "name of winner|winning supplier|name of successful bidder|supplier name|contractor name|awarded firm|awarded consultant",
    ),
    (
        Meaning(Field.NAME, party=Party.CANDIDATE),
        "bidder|tenderer|name of bidder|bidder name|name of tenderer|evaluated bidder|recommended bidder|proposed supplier|intended supplier|"
        "candidate|ranked bidder|preferred bidder",
    ),
    (
        Meaning(Field.TITLE),
        "title|project title|contract title|tender title|project|project name|name of project|title of contract|procurement title|contract name|"
        "name of contract|bid title|subject|subject of contract|title of procurement|assignment title",
    ),
    (
        Meaning(Field.NUMBER),
        "reference no|reference|reference number|tender no|tender number|tender reference|bid no|bid number|project no|project number|"
        "procurement reference|procurement reference no|procurement number|notice reference|rfb no|rfp no|itb no|ifb no|file reference number|"
        "bid reference no|bid contract reference no|project id|tender id|procurement ref no|ref no|solicitation number|solicitation no|invitation no",
    ),
    (
        Meaning(Field.CONTRACT_NUMBER),
        "contract no|contract number|contract reference|contract reference no|contract id",
    ),
    (
        Meaning(Field.METHOD),
        "procurement method|method|procedure|procedure type|type of procedure|method of procurement|selection method|bidding method",
    ),
    (
        Meaning(Field.BUDGET),
        "budget|estimated budget|budget amount|approved budget|available budget|allocated budget|approved budget for the contract|total budget",
    ),
    (
        Meaning(Field.ESTIMATE),
        "estimated value|estimated total value|estimated cost|estimated contract value|estimated amount|estimated price|estimate",
    ),
    (
        Meaning(Field.CEILING),
        "ceiling|ceiling price|maximum value|maximum price|reserve price|maximum budget|upper limit",
    ),
    (
        Meaning(Field.AWARD),
        "award value|awarded value|award amount|awarded amount|award price|total award value|final price|value of award|awarded price|"
        "total value of award|awarded contract value|winning price|winning bid|final evaluated price",
    ),
    (
        Meaning(Field.CONTRACT),
        "contract value|contract amount|contract price|contract sum|value of contract|total contract value|price of contract|signed contract price",
    ),
    (
        Meaning(Field.BID),
        "bid price|bid amount|offer|offered price|tender price|bid|quoted price|read out bid price|tender sum|total bid price",
    ),
    (Meaning(Field.FEE), "agency fee|service fee|procurement fee"),
    (Meaning(Field.DEPOSIT), "bid security|bid bond|deposit|tender security|performance security"),
    (Meaning(Field.AMOUNT, weak=True), "amount|price|value|total|total price|total amount|total value"),
    (
        Meaning(Field.PUBLISHED),
        "published|publication date|date of publication|published on|date published|notice date|date of notice|issue date|date of issue|posting date|"
        "date posted|dispatch date|publish date|release date",
    ),
    (
        Meaning(Field.FIRST_PUBLISHED),
        "first published|date of first publication|original publication date|original notice date|initial publication",
    ),
    (
        Meaning(Field.OPENING),
        "deadline|closing date|submission deadline|tender deadline|deadline for submission of bids|deadline for submission|bid opening|"
        "bid opening date|opening of bids|opening of tenders|opening date|tender opening|deadline for tenders|closing date and time|bid deadline|"
        "date of bid opening|time limit for receipt of tenders|bid submission deadline|submission date|tender closing date|deadline for receipt of tenders|"
        "deadline for submissions|tenders due|bids due|due date|date and time of opening",
    ),
    (
        Meaning(Field.DECIDED),
        "award date|date of award|date of award decision|decision date|date of decision|date of contract award|notification of award|"
        "date of notification of award|award decision date|evaluation date|awarded on",
    ),
    (
        Meaning(Field.SIGNED),
        "date of contract signature|contract signature date|contract date|date of contract|signature date|date signed|signed|signing date|"
        "contract signed on|date of signature|date of signing|contract signing date|date of conclusion of the contract|signed on",
    ),
    (Meaning(Field.RANK), "rank|ranking|position"),
    (Meaning(Field.LOT), "lot|lot no|lot number|lots|lot id|package|package no"),
    (Meaning(Field.LOT_TITLE), "lot title|lot name|lot description|title of lot|package name"),
    (Meaning(Field.LOT_STATUS), "status|lot status|result|outcome"),
    (Meaning(Field.NOTICE_TYPE), "notice type|type of notice|document type"),
    (Meaning(Field.REGION), "region|location|place of performance|place of delivery"),
    (Meaning(Field.UNIT), "currency"),
    (
        Meaning(Field.CONSORTIUM),
        "joint ventures allowed|consortium allowed|consortia allowed|joint venture allowed|joint bids allowed|joint ventures|consortia",
    ),
    (
        Meaning(Field.PARTY_ID),
        "registration number|company number|tax id|registration no|business registration number|national id",
    ),
    (Meaning(Field.ADDRESS), "registered address"),
    (
        Meaning(Field.OTHER),
        "contact|contact person|e mail|email|telephone|phone|fax|address|city|country|postal code|website|url|attention|description|scope|eligibility|"
        "remarks|notes|sector|category|cpv|quantity|unit|item|no|delivery|duration|language|source|score|evaluation criteria|funding source|loan no|"
        "unsuccessful bidder|unsuccessful bidders|rejected bidder|rejected bidders|losing bidder|reason|reasons|postcode|documents|attachments",
    ),
)


def _english_key(words: str) -> str:
    return re.sub(r"[^a-z]", "", words.casefold())


_ENGLISH = {_english_key(phrase): what for what, phrases in _ENGLISH_WORDS for phrase in phrases.split("|")}
_CURRENCY_NOTE = re.compile(r"\b(USD|EUR|GBP|CNY|RMB|JPY|CHF|CAD|AUD|INR|SEK|NOK|DKK|PLN|CZK|HUF)\b", re.IGNORECASE)


def _english(base: str, notes: str) -> Meaning | None:
    found = _ENGLISH.get(_english_key(base))
    if found is None and base[:3].casefold() == "the":
        found = _ENGLISH.get(_english_key(base[3:]))
    if found is None or re.search(r"\d", base):
        return None
    currency = _CURRENCY_NOTE.search(notes)
    if currency and found.field in AMOUNT_FIELDS:
        return Meaning(
            found.field, found.party, currency.group().upper(), None, found.unit_price, found.rate, found.weak
        )
    return found


_WEAK_PARTIES = frozenset(
    "组织机构 受理机构 用户 使用单位 申请人 申请单位 委托人 交易中心 预算单位 实施单位 代理 采购中心 受托方 主管预算单位 组织单位 转让方".split()
)


def _glued() -> dict[str, Meaning]:
    """Labels sure enough to be recognized right after a value, without a blank (薛某联系电话：…)."""
    words = (
        "联系人 联系电话 联系方式 联系地址 电话 传真 邮编 地址 项目编号 项目名称 招标编号 采购编号 采购人 招标人 采购单位 中标人 中标单位 "
        "中标供应商 成交供应商 成交单位 中标金额 成交金额 中标价 成交价 投标报价 合同金额 预算金额 最高限价 开标时间 开标地点 发布时间 "
        "发布日期 公告日期 公告时间 代理机构 招标代理机构 采购代理机构 统一社会信用代码 法定代表人 项目负责人 项目经理 供应商名称 供应商地址 "
        "中标供应商名称 成交供应商名称 工期 质量 采购方式 招标方式 访问次数 浏览次数 阅读次数 点击次数 "
        "来源 标段编号 标段名称 交易价格 成交日期 中标日期 谈判报价 最终报价 磋商报价 评审得分 服务期"
    ).split()
    found = {}
    for word in words:
        what = meaning(word)
        found[word] = what if what is not None else Meaning(Field.OTHER)
    return found


GLUED = _glued()
