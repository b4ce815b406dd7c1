"""What a strange label means by what stands beside it: a day under a word of opening, a body under a word of winning.

A label that neither the lexicon nor the classifier knows (成交合作方, 财政编号) still holds a word of its trade, and its value
tells of what kind it is. Both together are enough; either alone is not.
"""

from __future__ import annotations

import re

from counterfile.text.dates import find_dates
from counterfile.text.labels import Field, Meaning, Party, bare_label
from counterfile.text.money import find_amounts
from counterfile.text.names import clean_name, is_organization

_LONGEST = 24  # code points of a label
_NO_PARTY = re.compile(
    r"监督|主管|监管|投诉|异议|质疑|专家|评|联系|联合|成员|牵头|银行|开户|制造|生产|品牌|业绩|媒|平台|网站|发布|公示|公告|地址|原|[未不]|上级|设计|监理|检测|"
    r"审计|担保|保险|场所|地点|部门|内容|原因|理由|项目名|落|前身|推荐"
)
_BODY = re.compile(r"(?:单位|人|方|机构|商|者|公司|企业|主体|名称|全称|中心|户)$")
_PARTIES = (
    (Party.AGENCY, re.compile(r"代理|受托|集中(?:采购|招标)|招标(?:采购)?机构|组织机构")),
    (Party.CANDIDATE, re.compile(r"候选|投标|应答|竞标|报价")),
    (Party.SUPPLIER, re.compile(r"中标|成交|中选|竞得|入围|供货|供应|承包|承建|承接|乙方")),
    (Party.BUYER, re.compile(r"采购|招标|发包|建设|业主|甲方|需求|委托|招采|使用")),
)
_DAYS = (
    (Field.OPENING, re.compile(r"开标|开启|唱标|截标")),
    (Field.SIGNED, re.compile(r"签订|签署|签约")),
    (Field.DECIDED, re.compile(r"(?:中标|成交|定标|评标|评审|中选)(?!.*(?:公告|公示|通知|发布))")),
)
_NO_DAY = re.compile(r"获取|报名|质疑|答疑|公告|公示|期限|结束|开始|原|预计|计划|发售|保证金|合同履")
_NUMBERED = re.compile(r"(?:项目|采购|招标|标段|财政|计划|工程).*(?:编号|编码|代码|号)$")
_NO_NUMBER = re.compile(r"信用|机构|证|账|帐|话|备案|公告|联系|批|合同|人员|专家|品目|区划|序|发票|预算|商品|信息")
_NUMBER = re.compile(
    r"(?=(?:\D*\d){4})[A-Za-z0-9\u4e00-\u9fff〔\[【(（][A-Za-z0-9〔\[【(（）)】\]〕\-—–_/.#号第年字采招公\u4e00-\u9fff]{5,39}"
)
_SUMS = (
    (Field.CEILING, re.compile(r"限价|控制价|拦标")),
    (Field.BUDGET, re.compile(r"预算")),
    (Field.AWARD, re.compile(r"(?:中标|成交|中选).*(?:价|额|金)")),
    (Field.CONTRACT, re.compile(r"合同.*(?:价|额|金)")),
    (Field.BID, re.compile(r"(?:投标|谈判|磋商|响应).*(?:价|额)|报价")),
    (Field.ESTIMATE, re.compile(r"估算|概算|投资")),
)
_NO_SUM = re.compile(r"保证金|代理|服务费|单价|得分|评审|评标|候选|原|最低|资本|缴|押金|履约|文件|比例|率")


def told_by_value(label: str, value: str) -> Meaning | None:
    """Return what a label means of which only a word of its trade is known, by the kind of its value; None for the rest.

    >>> told_by_value("成交合作方", "某市恒远物业有限公司").party
    <Party.SUPPLIER: 'supplier'>
    >>> told_by_value("成交合作方", "详见附件") is None, told_by_value("监督单位", "某市财政局") is None
    (True, True)
    """
    base, text = bare_label(label), value.strip()
    if not 2 <= len(base) <= _LONGEST or not text or re.search(r"[\d。，；]", base) or is_organization(base):
        return None
    dates = find_dates(text[:24])
    if dates and dates[0][0] == 0:
        return None if _NO_DAY.search(base) else _first(_DAYS, base)
    if len(text) <= 60 and is_organization(clean_name(text)):
        if _NO_PARTY.search(base) or not _BODY.search(base):
            return None
        party = next((party for party, words in _PARTIES if words.search(base)), None)
        return Meaning(Field.NAME, party=party, learned=True) if party is not None else None
    if _NUMBERED.search(base) and not _NO_NUMBER.search(base):
        return Meaning(Field.NUMBER, learned=True) if _NUMBER.fullmatch(text) and not text.isalpha() else None
    amounts = find_amounts(text[:60])
    told = (amounts and amounts[0][0] <= 3) or (_BARE.fullmatch(text) and _IN_YUAN.search(label))
    return _first(_SUMS, base, label) if told and not _NO_SUM.search(base) else None


def _first(words: tuple[tuple[Field, re.Pattern[str]], ...], base: str, label: str = "") -> Meaning | None:
    field = next((field for field, pattern in words if pattern.search(base)), None)
    unit = _IN_YUAN.search(label)
    return Meaning(field, unit=unit[1] if unit else None, learned=True) if field is not None else None


_BARE = re.compile(r"\d[\d,，]*(?:\.\d+)?")
_IN_YUAN = re.compile(r"[（(](?:人民币)?([百千万亿]?元)[)）]")
