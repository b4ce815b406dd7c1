"""Names of organizations and titles of projects: cleaned, told apart from other text, brought to forms to link by.

Written for Chinese first; the English half knows the legal forms of Europe and the words that public bodies use.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from counterfile.text.lexicon import lexicons, until_added
from counterfile.text.phrases import fold_letters, pattern_of, spellings
from counterfile.text.script import BLANKS, HAN, simplify


def clean_name(text: str) -> str:
    """Return an organization's name as printed, without the layout's leftovers.

    Blanks and line breaks inside Chinese names, blanks around, closing punctuation and brackets without a partner go.
    Full-width brackets stay as printed. Marks for an electronic seal (&&&…&&&), which some platforms leave in, go.

    >>> clean_name("&&&盖章位置1&&&某某科技有限公司")
    '某某科技有限公司'
    >>> clean_name(" 某某（上海）\\n科技有限 公司；")
    '某某（上海）科技有限公司'
    >>> clean_name("Example  Systems Ltd.")
    'Example Systems Ltd.'
    """
    if "&&&" in text:
        text = _SEAL.sub("", text)
    name = _BLANK.sub(" ", _BESIDE_HAN.sub("", text)).strip(_OUTER)
    before = None
    while before != name:
        before = name
        if name.endswith(tuple(_CLOSING)) and _unpaired(name):
            name = name[:-1].rstrip(_OUTER)
        if name.startswith(tuple(_OPENING)) and _unpaired(name):
            name = name[1:].lstrip(_OUTER)
        if name.endswith(".") and not _ABBREVIATION.search(name):
            name = name[:-1].rstrip(_OUTER)
    return name


def name_key(text: str) -> str:
    """Return the form under which two spellings of one organization's name are equal.

    Width, case, blanks, kinds of brackets, punctuation and the spelling of Latin legal forms make no difference. Every
    part that tells one body from another stays: branches (分公司, 分局, 派出所), places, numbers.

    >>> name_key("某某（上海）科技有限公司") == name_key("某某(上海)科技有限公司 ")
    True
    >>> name_key("Example Systems Co., Limited") == name_key("EXAMPLE SYSTEMS CO LTD")
    True
    >>> name_key("某市公安局") == name_key("某市公安局城东分局")
    False
    """
    name = unicodedata.normalize("NFKC", clean_name(text)).casefold().translate(_BRACKETS)
    if not name.isascii() and _HAN_CHARACTER.search(name) and not _LATIN_WORD.search(name):
        return _KEY_NOISE.sub("", name)
    name = re.sub(r"\s*&\s*", " and ", name)
    # S.p.A. and GmbH & Co. KG are one word a part, whether printed with full stops or without.
    name = re.sub(r"\b(?:[a-z]\.\s?){2,}", lambda dotted: re.sub(r"[.\s]", "", dotted[0]) + " ", name)
    name = re.sub(r"\b([a-z])/([a-z])\b", r"\1\2", name)
    words = [_FORMS.get(word, word) for word in re.split(r"[\s.,;:'’\"]+", name) if word]
    return _KEY_NOISE.sub("", "".join(words))


def is_organization(text: str) -> bool:
    """Return whether a text looks like the name of an institution or company.

    Abstains on persons' names, labels (采购人), bodies without a name (评标委员会), sentences and project titles.

    >>> [is_organization(name) for name in ("某市公安局", "Example City Council", "王小明", "采购人", "某市道路工程")]
    [True, True, False, False, False]
    """
    if len(text) > _LONGEST_CELL:
        return False
    name = clean_name(text)
    if not 3 <= len(name) <= _LONGEST or _SENTENCE.search(name):
        return False
    return _is_chinese(name) if _HAN_CHARACTER.search(name) else _is_latin(name)


def split_joint(text: str) -> list[tuple[str, bool | None]]:
    """Return the parties of a cell that may hold a joint bid, in order, each with whether it leads.

    Understands ``A（联合体牵头人）、B（成员）``, ``牵头人：A 联合体成员1：B``, ``A（主）；B`` and ``A、B``. Where
    nothing marks the roles, the text is split only if every part is an organization by itself.

    Returns:
        True for the lead, False for a member, None where nothing says so; a single name is one pair with None;
        an empty list for an empty text.

    >>> split_joint("某甲建设有限公司（联合体牵头人）、某乙设计院（成员）")
    [('某甲建设有限公司', True), ('某乙设计院', False)]
    >>> split_joint("某甲建设有限公司")
    [('某甲建设有限公司', None)]
    """
    cell = _JOINT_INTRO.sub("", _TORN.sub("", text)).strip(_OUTER)
    if not cell:
        return []
    if len(cell) > _LONGEST_CELL:
        return [(cell, None)]
    inside = _MEMBER_INSIDE.fullmatch(cell)
    if inside is not None and all(map(is_organization, inside.groups())):
        return [(clean_name(inside[1]), True), (clean_name(inside[2]), False)]
    labeled = _by_labels(cell)
    if labeled:
        return labeled
    parts = _by_separators(cell)
    if not parts:
        name, lead = _role_suffix(cell)
        return [(clean_name(name), lead)]
    roles = [_role_suffix(part) for part in parts]
    if any(lead is True for _, lead in roles):
        # One is named as the lead, so the others are members.
        roles = [(name, lead is True) for name, lead in roles]
    return [(clean_name(name), lead) for name, lead in roles]


def core_title(text: str) -> str:
    """Return a project's title without what changes from notice to notice, to link by.

    The type of notice, rounds, project numbers, the sender (某某中心关于…), a closing 采购项目, punctuation, blanks,
    width and case go; lots and phases (二期, 第二标段) stay, one by one (A、B包 becomes a包b包). Empty where nothing is
    left.

    >>> core_title("某市公安局警务云平台采购项目（二次）中标公告")
    '某市公安局警务云平台'
    >>> core_title("关于某市智慧交通二期项目（项目编号：ABC-2025-001）的更正公告")
    '某市智慧交通二期'
    """
    title = unicodedata.normalize("NFKC", text[:_LONGEST_CELL])
    title = _BLANK.sub(" ", _BESIDE_HAN.sub("", title)).strip().casefold()
    title = _LEADING.sub("", title)
    sender = re.match(r"(.{4,40}?)关于(?=.{6})", title)
    if sender is not None and is_organization(sender[1]):
        title = title[sender.end() :]
    title = title.removeprefix("关于")
    title = _NUMBER_IN_TITLE.sub("", title)
    title = _LOT_RANGE.sub(_each_lot, _LOT_LIST.sub(_each_lot, title))
    title = _ROUND_WORDS.sub(_drop_round, title)
    before = None
    while before != title:
        before = title
        title = _TRAILING_TYPE.sub("", _TITLE_END.sub("", title))
        title = _EMPTY_BRACKETS.sub("", title)
        # 期刊采购, 期刊采购项目 and 期刊采购公告 are one title, and clerks write now one, now the other.
        title = _TRAILING_ACT.sub("", title)
    return _TITLE_NOISE.sub("", title)


def round_of(text: str) -> tuple[int, int, int] | None:
    """Return the round that a title states and where its mark stands: (round, start, end), or None.

    重新招标, 再次 and 重招 are round 2. Where several marks stand, the highest counts. 二期, 第二批 and words that only
    contain 二次 (二次供水, 第二次全国普查) are no rounds. 第二次变更 counts changes, not attempts; （第二次）变更 is an attempt.

    >>> round_of("某市公安局无人机采购项目（第三次）招标公告")
    (3, 13, 16)
    >>> round_of("某小区二次供水改造项目") is None
    True
    """
    best: tuple[int, int, int] | None = None
    for mark in _ROUND_WORDS.finditer(text):
        if not mark["close"] and _AMENDMENT.match(text, mark.end("mark")):
            continue
        number = _round_number(mark)
        if best is None or number > best[0]:
            best = (number, *mark.span("mark"))
    return best


_LONGEST = 120
_SEAL = re.compile(r"&&&[^&]{0,40}&&&")
_LONGEST_CELL = 600  # characters: more is a paragraph and not looked into, which also bounds the time it can cost

_OUTER = " \t\r\n\u00a0\u3000\u200b\ufeff。，、；;,：:*＊|·-—_"
_OPENING = '（(【[〔《“"'
_CLOSING = '）)】]〕》”"'
_BLANK = re.compile(f"[{BLANKS}]+")
_WIDE = f"{HAN}（）()、，。；："
_BESIDE_HAN = re.compile(f"(?<=[{_WIDE}])[{BLANKS}]+(?=[{_WIDE}])")
_HAN_CHARACTER = re.compile(f"[{HAN}]")
_LATIN_WORD = re.compile("[a-z]{2}")
_ABBREVIATION = re.compile(r"(?:\b[A-Za-z]{1,4}|\.\s?[A-Za-z])\.$")
_BRACKETS = str.maketrans("（[{〔【<〈《）]}〕】>〉》", "(" * 8 + ")" * 8)
_KEY_NOISE = re.compile(r"[\s.,;:'’‘\"“”·•、，。；：\-‐-―_/\\*]+")

_FORMS = {
    "limited": "ltd",
    "company": "co",
    "corporation": "corp",
    "incorporated": "inc",
    "aktiengesellschaft": "ag",
    "and": "&",
    "und": "&",
    "et": "&",
}


def _unpaired(name: str) -> bool:
    """Return whether the brackets at one end of a name lack their partner."""
    flat = name.translate(_BRACKETS)
    return flat.count("(") != flat.count(")") or name.count("“") != name.count("”")


# Chinese organizations -----------------------------------------------------------------------------------------------

_SURE = tuple(
    re.findall(
        r"\S+",
        """
    公司 集团 事务所 合作社 联合社 联社 合伙 合伙企业 委员会 管委会 办公室 中心 学校 小学 中学 幼儿园 大学 学院
    医院 卫生院 研究院 研究所 设计院 勘察院 规划院 检察院 法院 科学院 福利院 敬老院 养老院 政府 办事处 街道办
    支队 大队 总队 中队 派出所 分局 总局 监狱 看守所 戒毒所 拘留所 纪念馆 博物馆 图书馆 体育馆 文化馆 档案馆
    美术馆 科技馆 展览馆 殡仪馆 协会 学会 商会 联合会 基金会 总会 促进会 工会 妇联 党校 党委 政法委 宣传部
    组织部 统战部 武装部 纪委 监委 团委 人大 政协 编办 秘书处 管理处 出版社 报社 通讯社 杂志社 电视台 广播台
    银行 支行 分行 信用社 海关 税务局 交警 消防局 消防救援 部队 村委会 居委会 林场 农场 牧场 渔场 植物园 动物园
    养殖场 工作站 服务站 供电所 财政所 卫生所 保健院 防疫站 检验所 检测所 气象局 水文站 监测站 宾馆 酒店 饭店 药房
    药店 经营部 商行 商店 超市 工作室 门市部 印刷厂 加油站 书店 剧院 剧团 乐团 歌舞团 俱乐部 体校 总站 机关 总厂
    厂 局 厅 服务部 策进会 研究会 兵团 管理所 管理站 指挥部 筹备处 管理区 舰队 军区 书院 高中 初中 一中 交易所
    民政部 财政部 教育部 公安部 司法部 国防部 外交部 商务部 水利部 农村部 技术部 卫健委 健康委 改革委 国资委
    重点实验室 国家实验室 鉴定所 化验所 诊所 测绘院 检测院 鉴定院 勘测院 总院 疗养院 代表处 代办处 分部 分院
    分校 分所 分会 专卖店 服务社 供销社 旅行社 经销部 营业部 加工部 维修部 项目部
    """,
    )
)
"""Endings that make a name an organization's, whatever stands before."""

_WEAK = tuple(
    re.findall(
        r"\S+",
        """
    所 队 院 馆 站 社 处 园 行 店 会 委 办 部 台 校 场 寺 库 室 庭 科 村 社区 师 团 司 署 实验室 本级 行政 校区
    院区 开发区 高新区 保险 总部 局机关 联盟
    """,
    )
)
"""Endings that do so only behind a place or an institution, since they also end common words."""

_PLACE_LIKE = re.compile("[省市县区旗州盟镇乡村局厅委院校]")

_NOT_NAMES = re.compile(
    r"^(?:\d|无(?![锡极为棣人线])|详见|见附|未(?!来)|不(?!二)|本项目|本次|以上|上述|下列|关于|由[本该我采招]|对[本该于]|经[评过采招专本]|按[照本]|根据|依据|"
    r"其[他它中]|该|各[个投供有]|以及|为[了本]|是|请(?!君)|如[有需果]|若[有需]|凡|将[于由]|"
    r"项目|联系|名称|地址|地点|电话|邮编|传真|备注|说明|附件|公告|公示|采购文件|招标文件|投标文件|磋商文件|合同|标段|标包|第[一二三四五六七八九十\d]+)"
)
_ADDRESSED = re.compile(r"[贵你我](?:公司|单位|方|院|局|校|司)$")
"""Whom a letter speaks to or of: 确定贵公司."""
_GENERIC_BODY = re.compile(
    r"^(?:本|该|各|某|贵|我|其他|相关|有关|上级|当地|所属|同级|以上)*"
    r"(?:(?:采购|招标|政府采购|委托|集中采购|建设|使用|发包|业主|供应|投标|中标|成交|承包|施工|监理|设计|代理|监督|行政|主管|管理|评标|评审|"
    r"谈判|磋商|询价|定标|资格审查|竞争性|财政|项目|监管|用户|需求|实施|申请|响应|公共资源交易|政府|有限|有限责任|股份有限|股份|"
    r"县级|市级|省级|区级|本级|以上|人民|总|分|子|母|建筑|机构|人|单位|部门|及其|和|或|及|、|的)*)"
    r"(?:公司|委员会|中心|机构|政府|部门|单位|小组|办公室|局|厅|机关|总公司|分公司|子公司|集团|分局|总局|分部|总部|事务所|银行|处|站|部|所|院|法院|"
    r"人民法院|人民检察院|会|室|社|队|场|园|馆|店|厂|大学|学院|学校|医院|司|署|师|团|村|社区|本级|项目部|合伙|保险)$"
)
_TITLE_LIKE = re.compile(
    r"(?:公告|公示|通知|中标人|中标单位|供应商名称|采购人[:：]|成交供应商|候选人|投标人|项目名称|招标人|有效期|工作日|获取|递交|提交|"
    r"以下简称|负责|进行|符合|(?<!家)具有(?!限)|提供|办理|签订|缴纳|是否|必须|应当|可以|不得|详见|之间|共计|属于|位于|按照|根据)"
)
_SENTENCE = re.compile(r"[。！？；!?;\n：:=]|(?:，|,).*(?:，|,).*(?:，|,)|https?://|@")
_ANNEX = re.compile(r"[（(][^（）()]{0,30}[）)]$")
_ROLE_IN_BRACKETS = re.compile(
    r"[（(\[【]\s*(?:(?P<lead>(?:联合体)?(?:牵头(?:人|方|单位|企业|公司)?|主办(?:人|方|单位)?|主体|主方?|主投标人)|"
    r"lead(?:er| partner)?)|"
    r"(?P<member>(?:联合体)?(?:其他)?(?:成员|参与|协办|参加|联合)(?:人|方|单位|企业|公司)?\s*[一二三四五六七八九\d]*|"
    r"联合体|成|从|次|member(?:\s*\d)?))\s*(?:[：:，,、][^（）()]{0,30})?[）)\]】]",
    re.IGNORECASE,
)


def _is_chinese(name: str) -> bool:
    """Return whether a name with Han characters is an organization's."""
    if _NOT_NAMES.match(name) or _GENERIC_BODY.match(name) or _TITLE_LIKE.search(name) or _ADDRESSED.search(name):
        return False
    head = simplify(name)
    while not head.endswith(_SURE):
        # 某市教育局（某市体育局）, 某某事务所（普通合伙）: what counts stands before the bracket.
        shorter = _ANNEX.sub("", head)
        if shorter == head or len(shorter) < 3:
            return head.endswith(_WEAK) and len(head) >= 4 and _PLACE_LIKE.search(head[:-2]) is not None
        head = shorter
    return len(head) >= 4


# Organizations in Latin script ---------------------------------------------------------------------------------------

_LEGAL_FORM = re.compile(
    r"(?:^|[\s,(])(?:ltd|limited|inc|incorporated|corp|corporation|llc|llp|lp|plc|co|company|gmbh|mbh|ag|kg|kgaa|ohg|gbr|ug|"
    r"e\.?\s?v|s\.?\s?a\.?\s?s|s\.?\s?a|s\.?\s?p\.?\s?a|s\.?\s?r\.?\s?l|s\.?\s?à\.?\s?r\.?\s?l|sarl|sas|sasu|eurl|s\.?\s?c\.?\s?a|b\.?\s?v|n\.?\s?v|"
    r"bvba|vof|a/s|as|asa|ab|aps|oy|oyj|sp\.?\s*z\s*o\.?\s*o|s\.?\s?a\.?\s?u|s\.?\s?l|s\.?\s?l\.?\s?u|lda|ltda|s\.?\s?r\.?\s?o|a\.?\s?s|"
    r"d\.?\s?o\.?\s?o|d\.?\s?d|kft|zrt|nyrt|bt|uab|oü|sia|ood|eood|ead|ad|pty|pte|pvt|sdn|bhd|group|holdings?|se)\.?\)?\s*$",
    re.IGNORECASE,
)
_PUBLIC_BODY = re.compile(
    r"\b(?:ministry|department|council|university|hospital|authority|agency|commission|bureau|municipality|county|school|"
    r"institute|committee|police|constabulary|government|parliament|court|embassy|museum|library|college|academy|trust|foundation|association|"
    r"society|federation|union|centre|center|bank|board|service|services|administration|office|directorate|inspectorate|consortium|borough|"
    r"laboratory|laboratories|clinic|airport|port authority|prison|army|navy|railways?|utilities|"
    r"gemeinde|landkreis|kreis|bezirk|amt|"
    r"\w*ministerium|\w*amt|\w*verband|\w*werke|\w*universität|\w*klinikum|krankenhaus|hochschule|stadtwerke|universit[éàa]\w*|"
    r"h[ôo]pital|hospitalier|commune|mairie|minist[èe]re|d[ée]partement|pr[ée]fecture|conseil|soci[ée]t[ée]|agence|"
    r"ayuntamiento|universidad|hospital|ministerio|diputaci[óo]n|junta|servicio|instituto|generalitat|consejer[íi]a|comune|provincia|"
    r"universit[àa]|ospedale|azienda|ministero|regione|kommune|kommun|region|gmina|powiat|urz[ąa]d|szpital|uniwersytet|ministerstwo|"
    r"obec|m[ěe]sto|nemocnice|univerzita|ministerstvo|c[âa]mara|munic[íi]pio|universidade|prefeitura|gemeente|provincie|ministerie|"
    r"universiteit|ziekenhuis|kunta|kaupunki|yliopisto|savivaldyb[ėe]\w*|universitatea|spital\w*|prim[ăa]ria)\b|"
    r"^(?:city|town|village|state|province|republic|ville|stadt|freistaat|land|region) (?:of |de |d['’])?[A-ZÀ-Þ]|"
    r"\b(?:NHS|EU|UN|UNDP|UNICEF|WHO|NATO)\b",
    re.IGNORECASE,
)
_LABEL_LATIN = re.compile(
    r"^(?:the )?(?:buyer|supplier|contractor|tenderer|bidder|winner|contracting authority|name|address|department|"
    r"office|n/?a|none|"
    r"county|city|region|school|bank|council|company|university|hospital|services?|board|center|centre|court)s?$",
    re.IGNORECASE,
)
_VERB_LATIN = re.compile(
    r"\b(?:is|are|was|were|shall|will|must|may|has|have|should|please|provision of|supply of|delivery of)\b",
    re.IGNORECASE,
)


def _is_latin(name: str) -> bool:
    """Return whether a name without Han characters is an organization's."""
    name = _ANNEX.sub("", name).rstrip()  # Example Systems Ltd. (Manchester)
    if _LABEL_LATIN.match(name) or _VERB_LATIN.search(name) or len(name.split()) > 18:
        return False
    if _LEGAL_FORM.search(name):
        return len(name.split()) > 1
    # A body's words start with capitals; a sentence about "the service" does not.
    if not any(map(str.isupper, name)):
        return False
    return _PUBLIC_BODY.search(name) is not None or _is_worded(name)


@until_added
@cache
def _worded_ends() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the legal forms at a name's end and the words for bodies of all languages, over text without accents."""
    forms: set[str] = set()
    bodies: set[str] = set()
    for spoken in lexicons():
        for key, found in (("forms", forms), ("bodies", bodies)):
            for phrase in spoken.words("organizations", key):
                head = "*" * phrase.startswith("*")
                found.update(head + " ".join(words) for words in spellings(phrase, spoken))
    return pattern_of(forms), pattern_of(bodies)


def _is_worded(name: str) -> bool:
    """Return whether a name of at least two words has a legal form or a word for a body of some language.

    >>> _is_worded("Budowa Nowak Sp. z o.o."), _is_worded("Općina Brezovo"), _is_worded("Nowak")
    (True, True, False)
    """
    name = _QUOTES.sub("", name).strip()
    words = name.split()
    if not 2 <= len(words) <= _MOST_WORDS or not name[0].isalpha():
        return False
    folded = fold_letters(name)
    forms, bodies = _worded_ends()
    lead = forms.match(folded)
    if lead is not None and len(lead[0]) > 1 and name[lead.end() :].strip()[:1].isupper():
        return True  # UAB Pavyzdys
    form = next((one for one in forms.finditer(folded) if _AFTER_FORM.match(folded, one.end())), None)
    if form is not None and form.start() > 0 and words[0][0].isupper():
        return True
    # Gmina Lipowo and Tungelsta kommun are bodies; works for the commune of somewhere are none.
    if not name[0].isupper():
        return False
    body = bodies.match(folded)
    if body is not None and body.end() < len(folded):
        return True
    last = next((one for one in bodies.finditer(folded) if one.end() == len(folded)), None)
    before = [] if last is None else words[: -len(last[0].split())]
    return bool(before) and before[-1][0].isupper()


_QUOTES = re.compile("[\"'„“”«»‘’]")
_AFTER_FORM = re.compile(r"[\s.)]*(?:$|\s?[,(–—-])")
"""What may follow a legal form: nothing, or a part of the body (…, branch of the north)."""
_MOST_WORDS = 16
"""Words of a body's name outside English; a sentence about a school has more."""


# Joint bids ----------------------------------------------------------------------------------------------------------

_JOINT_INTRO = re.compile(r"^\s*(?:联合体(?:名称|投标)?[:：]|联合体投标人?[:：])\s*")
_MEMBER_INSIDE = re.compile(
    r"([^（()）、，,；;]{4,40})[（(]\s*联合体(?:单位|方|成员|成员单位)?\s*[:：]\s*([^（()）、，,；;]{4,40})[）)]"
)
"""One party, and the other in a bracket behind it: 甲公司（联合体单位：乙公司）."""
_TORN = re.compile(r"(?<=[\u4e00-\u9fff])\s*\n\s*(?=[\u4e00-\u9fff]{1,12}[)）])")
"""The edge of a line inside a bracket."""
_ROLE_LABEL = re.compile(
    r"(?:^|(?<=[\s，,、；;)）。/]))(?:联合体|联合投标)?\s*(?:(?P<lead>牵头(?:人|方|单位|企业|公司)?|主办(?:人|方|单位)|主体(?:单位)?|主)|"
    r"(?P<member>(?:其他)?(?:成员|参与|协办|参加)(?:人|方|单位|企业|公司)?\s*[（(]?[一二三四五六七八九\d]*[）)]?|(?<=联合体)(?:单位|方|各方)?))(?:名称)?\s*[:：]\s*"
)
_SEPARATOR = re.compile(
    r"[、；;，,\n]|/|／|\s{1,}(?=\S)|(?<=[）)])\s*(?:和|与|及|\+|＋|&)\s*|\s*[+＋]\s*|(?<=公司)(?:和|与|及)"
)


def _by_labels(cell: str) -> list[tuple[str, bool | None]]:
    """Return the parties of ``牵头人：A 成员：B``, empty where the cell is not of that form."""
    labels = list(_ROLE_LABEL.finditer(cell))
    if not labels:
        return []
    found: list[tuple[str, bool | None]] = []
    if cell[: labels[0].start()].strip(_OUTER + _OPENING):
        # ``A（牵头人：…）`` and other forms that start with a name: what stands before must be a name itself.
        first, lead = _role_suffix(cell[: labels[0].start()].strip(_OUTER + _OPENING))
        if not is_organization(first):
            return []
        found.append((clean_name(first), lead if lead is not None else labels[0]["lead"] is None or None))
    for number, label in enumerate(labels):
        end = labels[number + 1].start() if number + 1 < len(labels) else len(cell)
        lead = label["lead"] is not None
        body = cell[label.end() : end].strip(_OUTER + _OPENING)
        names = _by_separators(body) or [body]
        found.extend((clean_name(_role_suffix(name)[0]), lead) for name in names if clean_name(name))
    return found


def _by_separators(cell: str) -> list[str]:
    """Return the parts of a cell at 、；，/ and blanks if every one is an organization, else nothing."""
    parts: list[str] = []
    marks = list(_ROLE_IN_BRACKETS.finditer(cell))
    if len(marks) > 1:
        # A（牵头人）B（成员） and （牵头人）A（成员）B need no separator.
        leading = marks[0].start() == 0
        cuts = [mark.start() for mark in marks[1:]] if leading else [mark.end() for mark in marks[:-1]]
        parts = [_AND.sub("", cell[i:j].strip(_OUTER)) for i, j in zip([0, *cuts], [*cuts, len(cell)], strict=True)]
        if all(is_organization(_role_suffix(part)[0]) for part in parts):
            return parts
        parts = []
    start = 0
    for separator in _SEPARATOR.finditer(cell):
        if _depth(cell, separator.start()) > 0:
            continue
        parts.append(cell[start : separator.start()])
        start = separator.end()
    parts.append(cell[start:])
    parts = [part.strip(_OUTER) for part in parts if part.strip(_OUTER)]
    if not _HAN_CHARACTER.search(cell):
        # Commas and blanks belong to Latin names (Co., Ltd.); only a semicolon or slash parts them.
        parts = [part.strip() for part in re.split(r"\s*[;；]\s*|\s+/\s+", cell) if part.strip()]
    if len(parts) < 2 or not all(is_organization(_role_suffix(part)[0]) for part in parts):
        return []
    return parts


_AND = re.compile(r"^(?:和|与|及|以及)(?=[\u4e00-\u9fff]{4})")


def _depth(cell: str, at: int) -> int:
    """Return how many brackets are open before a position."""
    before = cell[:at].translate(_BRACKETS)
    return before.count("(") - before.count(")")


def _role_suffix(part: str) -> tuple[str, bool | None]:
    """Return a name without a bracket that gives its role, and the role: True lead, False member, None unsaid."""
    mark = _ROLE_IN_BRACKETS.search(part)
    if mark is None:
        return part, None
    return part[: mark.start()] + part[mark.end() :], mark["lead"] is not None


# Titles --------------------------------------------------------------------------------------------------------------

_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_N = "[一二三四五六七八九1-9１-９]"

# What may follow 第二次 or 二次 in a title. A list of what may, not of what may not: 二次供水, 二次装修, 第二次全国
# 普查 and their like are too many to forbid.
_AFTER_ROUND = (
    r"(?=\s*(?:$|[）)】\]〕》，,。、；;\-—_－·:：]|招标|招租|采购|公开|竞争|磋商|谈判|询价|询比|竞价|比选|遴选|邀请|单一来源|资格预审|公告|公示|发布|"
    r"挂网|挂牌|中标|成交|结果|更正|变更|澄清|答疑|终止|废标|流标|开标|评标|候选|预中标|重新|合同|[一二三四五六七八九十\d]+(?:标段|包)|(?:标段|标包)))"
)
_AMENDMENT = re.compile(r"\s*(?:更正|变更|澄清|答疑|延期|补充|补遗|修改)")
_ROUND_WORDS = re.compile(
    r"(?P<open>[（(\[【〔]\s*)?"
    rf"(?P<mark>第\s*(?P<nth>{_N})\s*次(?:重新)?(?:招标|采购|公告|发布|挂网|磋商|谈判|询价|比选)?{_AFTER_ROUND}"
    rf"|(?<![第十百一二三四五六七八九\d])(?P<count>[二三四五六七八九2-9２-９])\s*次(?:招标|采购|公告|重招|重新招标|发布|挂网)?{_AFTER_ROUND}"
    rf"|[（(]\s*(?P<boxed>{_N})\s*[）)]\s*次{_AFTER_ROUND}"
    r"|(?<![一二三四五六七八九十\d第])(?P<again>重新(?:招标|采购|公告|招租|发布|挂网|比选|组织招标|组织采购|询价|磋商|谈判)|重招|再次(?:招标|采购|公告|发布|公开招标|"
    r"询价|磋商|谈判)|二招)"
    r"|(?<=[（(\[【〔])\s*(?P<bare>重|再次|重新|二)\s*(?=[）)\]】〕])"
    r"|\b(?P<english>re-?tender(?:ing|ed)?|re-?advertis(?:ed|ement)|(?:second|2nd) (?:round|attempt|call))\b"
    r")(?P<close>\s*[）)\]】〕])?",
    re.IGNORECASE,
)


def _round_number(mark: re.Match[str]) -> int:
    """Return the number that a round mark states; 2 for marks that only say again."""
    digit = mark["nth"] or mark["count"] or mark["boxed"]
    return 2 if digit is None else _DIGITS.get(digit) or int(digit)


def _drop_round(mark: re.Match[str]) -> str:
    """Return what stays of a round mark with its brackets: a bracket without partner stays."""
    if mark["open"] and mark["close"]:
        return ""
    return (mark["open"] or "") + (mark["close"] or "")


_LEADING = re.compile(
    r"^(?:[\[【(（](?:[^\[\]【】()（）]{1,12})[\]】)）]\s*)?(?:(?:招标|中标|成交|采购|更正|结果)公[告示]\s*[:：\-—]\s*)?"
)
_NUMBER = r"[a-z0-9][a-z0-9\-_/.()\[\]〔〕字号第采招公政财年]{3,}"
_NUMBER_IN_TITLE = re.compile(
    rf"[(（\[【〔]\s*(?:(?:项目|招标|采购|标段|合同|计划|备案|采购计划|政府采购|招标项目)*(?:编号|代码|文号|号)\s*[:：]?\s*[^()（）\[\]【】]{{0,12}}"
    rf"(?:[\[(（〔][^()（）\[\]〔〕]{{1,8}}[\])）〕])?[^()（）\[\]【】]{{0,40}})[)）\]】〕]"
    r"|[(（\[【]\s*(?=[^()（）\[\]【】]*\d{3})[^()（）\[\]【】]*?[a-z]{2,}[^()（）\[\]【】]*?(?:[\[(（〔]\d{4}[\])）〕][^()（）\[\]【】]*)?[)）\]】]"
    rf"|(?:项目|招标|采购|标段|合同)(?:编号|代码)\s*[:：]?\s*{_NUMBER}"
    r"|(?<![a-z0-9])(?=[a-z0-9\-]*\d{4})(?=[a-z0-9\-]*[a-z])[a-z0-9]+(?:-[a-z0-9]+){2,}(?![a-z0-9])",
    re.IGNORECASE,
)
_TRAILING_TYPE = re.compile(
    r"(?:的?(?:公开招标|邀请招标|竞争性磋商|竞争性谈判|竞争性|磋商|谈判|询价|询比(?:价|采购)?|单一来源(?:采购)?|框架协议|资格预审|招标|采购|比选|遴选|竞价|"
    r"预?中标(?:候选人)?|(?:预)?成交(?:候选人)?|中标[(（]成交[)）]|结果|更正|变更|延期|澄清|答疑|补充|补遗|终止|废标|流标|失败|暂停|合同|履约|验收|开标|评标|定标|"
    r"意向|需求|征求意见|信息|公开|公告|中选|中选候选人|入围|招标计划|计划|第[一二三四五六七八九\d]+次|方式|变更及延期|候选人|开标记录|采购意向)*"
    r"(?:公告|公示|通知书?|通告|邀请书?|声明|函|记录|信息|一览表|预告|更正|变更|公开|(?<=结果)))$"
)
_TRAILING_ACT = re.compile(r"(?<=....)的?(?:公开|政府|邀请)?(?:采购|招标)?(?:项目)?$")
_TITLE_END = re.compile(r"[\W_的]+$")
_EMPTY_BRACKETS = re.compile(r"[(（\[【〔]\s*[)）\]】〕]")
_LOT_SIGN = r"(?:[a-z]|\d{1,2}|[一二三四五六七八九十]{1,2})"
_LOT_NAME = r"(?P<noun>采购包|分包|标包|标段|包)(?![括含装机袋裹])"
_LOT_LIST = re.compile(
    rf"(?<![a-z\d.年月日第])第?(?P<signs>{_LOT_SIGN}(?:\s*[、，,/和及]\s*第?{_LOT_SIGN}){{1,11}})\s*{_LOT_NAME}"
)
_LOT_RANGE = re.compile(
    rf"(?<![a-z\d.年月日第\-])第?(?P<first>\d{{1,2}})\s*(?:[\-~—–至到])\s*(?P<last>\d{{1,2}})\s*{_LOT_NAME}"
)


def _each_lot(lots: re.Match[str]) -> str:
    """Return A、B包 and 1-3包 as one label a lot."""
    noun, found = lots["noun"], lots.groupdict()
    if "signs" in found:
        signs = re.findall(_LOT_SIGN, found["signs"])
    else:
        first, last = int(found["first"]), int(found["last"])
        if not first < last <= first + 20:
            return lots[0]
        signs = [str(number) for number in range(first, last + 1)]
    return "".join(f"{sign}{noun}" if sign.isascii() else f"第{sign}{noun}" for sign in signs)


_TITLE_NOISE = re.compile(r"[\W_]+")
