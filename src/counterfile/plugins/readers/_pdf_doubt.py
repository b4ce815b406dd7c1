"""Text layers that lie: pages whose own text is not what they show.

A file can show a page rightly and still give wrong characters for it: its table from glyphs to characters is missing, was
shifted, or was scrambled on purpose; or the text lies invisibly over a scan and is a program's poor reading of it. The
page's text tells, without a picture: by characters that no text has, and by letters that do not follow each other so in
any language. Digits alone cannot tell, and what is plausible by chance is believed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache
from operator import add, eq

from counterfile.text.script import simplify

GARBLED, MISSING, DOUBLED, POOR, HIDDEN = "garbled", "missing", "doubled", "ocr layer", "hidden"
"""What `doubt` says: characters are wrong; words that are shown are missing; glyphs stand twice; recognition that did
poorly; text that is drawn invisibly though no picture shows it."""

_LATIN_PAIRS = (
    "87884676877879575999887448753481336517357206656210538150820996652493355772016775449134845667850764744057"
    "77788686888979475999665647511175327014117005365210317313945572452470067564307372258220643556830656633031"
    "86979676877889865798664307830392206353476402546420038545821281663582067874307184459355866876851467861063"
    "84528324812664760355830041857886959776378325896540866879676678788977199788813782447425746744970955631043"
    "00000000000000000000700000866795679675668435777840578574944583876577357974305994229348957546840868866075"
    "66677674767879761887674526843181208245267206445300747350700480231562034010407410304000410200350003000200"
    "5574624564636544045524404394468144746457750537764066"
)
"""How common each pair of letters is, `aa` to `zz`, 0 to 9: five plus the logarithm to the base of two of its frequency
over that of chance, in the languages where it is commonest. Counted on notices of 2014-2024 in Latin script from Tenders
Electronic Daily (European Union, reuse with attribution), 20 languages."""

_LEAST_LATIN = 6.75
"""Mean of pairs below it is no language: of 1,551 stretches in 20 languages the least had 7.2, of 6,215 scrambled ones
the highest 6.5."""
_LEAST_POOR = 7.0  # of recognized text, of which we want more
_ENOUGH_PAIRS = 60
_FEW_PAIRS, _LEAST_FEW = 25, 6.0  # of a page with few words, where chance has a wider reach

_HAN_WORDS = """
的是 一个 我们 可以 进行 以及 或者 如果 没有 因为 所以 但是 不得 不能 应当 应该 必须 需要 要求 规定 相关 有关 根据 按照 依据 通过
对于 关于 其他 其中 包括 以上 以下 之间 之后 之前 不少 不超 具有 提供 使用 采用 符合 满足 完成 实施 执行 管理 服务 采购 招标 投标
中标 成交 公告 公示 项目 编号 名称 单位 公司 有限 责任 股份 集团 科技 技术 信息 系统 工程 建设 设备 设计 施工 材料 产品 质量 标准
合同 协议 双方 甲方 乙方 供应 应商 代理 机构 评审 评标 专家 委员 员会 文件 资料 资格 条件 证明 证书 报价 价格 金额 预算 费用 人民
民币 支付 付款 时间 日期 期限 地点 地址 联系 电话 传真 邮箱 邮编 方式 电子 网络 网站 平台 数据 安全 生产 经营 企业 社会 中国 国家
政府 法律 法规 法人 代表 授权 委托 签字 盖章 公章 本次 本项 一二 序号 数量 单价 总价 合计 备注 说明 内容 范围 情况 问题 方案 计划
工作 人员 部门 负责 责人 组织 单元 学校 大学 学院 教育 医院 医疗 公安 交通 道路 环境 保护 城市 地区 中心 管理 理局 省市 市区 年月
月日 年度 报告 分析 研究 发展 经济 市场 投资 资产 资金 收入 成本 利润 增长 股东 董事 事会 会议 决议 审计 财务 本期 银行 账户 保证
证金 发票 税率 附件 表格 格式 目录 第一 第二 第三 一章 二章 三章 一条 二条 三条 上述 下列 如下 情形 行为 违法 处罚 记录 信用 登记
注册 批准 许可 主要 重要 一般 特殊 功能 性能 参数 规格 型号 品牌 配置 支持 软件 硬件 接口 测试 验收 安装 调试 培训 维护 保修 运行
检测 控制 监控 视频 图像 模型 方法 结果 实验 学习 训练 我国 世界 文化 历史 生活 时候 自己 他们 这个 那个 什么 怎么 知道 现在 已经
"""
_LEAST_WORDS = 0.09
"""Of the share of Han characters that occur in those words, the part that must stand together in one: pages of notices,
contracts, reports and lists of names have 0.13 to 0.7, pages whose characters were scrambled up to 0.06."""
_LEAST_WORDS_POOR = 0.1
_ENOUGH_HAN = 60
_LEAST_EVERYDAY = 0.05
"""Share of Han characters that occur in those words, where there are few: notices have 0.5 to 0.8, a title 0.1 and more."""

_LETTERS = re.compile(r"[A-Za-z]{2,}")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_NOT_HAN = re.compile("[^\u3400-\u4dbf\u4e00-\u9fff]+")
# Everything but what nearly all text consists of: printable ASCII, Han and its punctuation, full-width forms.
_UNUSUAL = re.compile("[^\t\n\r\x02 -~\u2010-\u2027\u3000-\u3020\u4e00-\u9fff\uff00-\uff5e\ufffe]")
_KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9d]")
# Symbol fonts put bullets at F000-F0FF; they are right there, and tell nothing.
_ODD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\uffff\ue000-\uefff\uf100-\uf8ff\U000f0000-\U0010ffff]")
_BULLETS = re.compile("[\uf000-\uf0ff]")
_HIGH_LATIN = re.compile(
    "[\u00a1-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2020-\u2022\u2030\u20ac\u2122]"
)
_SIGNS = re.compile("[\u00a1-\u00bf\u00d7\u00f7\u0192\u02c6\u02dc\u2020\u2021\u2030]")
_MIXED = re.compile(
    "[A-Za-z][\u0370-\u03ff\u0400-\u052f\u0530-\u07ff\u0900-\u1cff]|[\u0370-\u03ff\u0400-\u052f\u0530-\u07ff\u0900-\u1cff][A-Za-z]"
    "|[\u0370-\u03ff][\u0400-\u07ff]|[\u0400-\u07ff][\u0370-\u03ff]"
)
_TWICE = re.compile(r"(?:([^\W\d_])\1){3,}")
_RARE_SCRIPTS = re.compile("[\u0180-\u024f\u0250-\u1dff\u2c00-\u2dff\ua000-\uabff\u3400-\u4dbf]")
_SPECKS = re.compile(r"(?<=[A-Za-z])[^\w\s'’.,;:!?)\]/&-](?=[A-Za-z])|[~^|\\<>{}_=*#]")
# What recognition mistakes: a letter inside a number, a lone letter or a stroke between Han characters.
_SLIPS = re.compile(
    r"\d[lIoO](?=[\d.,/-])|(?<=[\d.,/-])[lIoO]{1,2}(?=[\d.,/-])|(?<=[\u4e00-\u9fff])[a-zA-Z~^|\\<>{}_=*#'\"](?=[\u4e00-\u9fff])"
)
_STRETCH = 220  # code points of one of three samples of a page


def preload() -> None:
    """Fill the tables, so that a worker's children find them."""
    _pair_values()
    _words()
    _everyday()
    _common_han()


def doubt(text: str, *, dropped: int = 0, unmapped: float = 0.0) -> str:
    """Return why a page's text is not believed, or the empty text.

    Args:
        text: As the file gives it, before it is cleaned.
        dropped: Characters that the page shows and that have no value at all.
        unmapped: Share of a sample of its characters that the file maps to nothing, so that their numbers stand here.
    """
    solid = sum(map(len, text.split()))
    if dropped >= 5 and dropped > 0.1 * (solid + dropped):
        return MISSING
    if solid < 8:
        return GARBLED if solid >= 3 and unmapped > 0.5 and not text.isascii() else ""
    if _has_odd_characters(text, solid):
        return GARBLED
    sample = sampled(text)
    if _is_doubled(sample):
        return DOUBLED
    if unmapped > 0.3 and not _is_language(sample):
        return GARBLED
    return GARBLED if _is_no_language(sample) else ""


def is_poor(text: str) -> bool:
    """Return whether recognized text is so poor that recognizing it anew is worth the time."""
    solid = sum(map(len, text.split()))
    if solid < 8:
        return True
    score, pairs = latin_score(text)
    han = _NOT_HAN.sub("", text)
    if len(_SLIPS.findall(text)) > max(1.0, 0.002 * solid):
        return True
    if len(han) > 0.3 * solid:
        return len(han) < _ENOUGH_HAN or word_share(text) < _LEAST_WORDS_POOR or rare_share(han) > 0.02
    return pairs < _ENOUGH_PAIRS or score < _LEAST_POOR or len(_SPECKS.findall(text)) > 0.04 * solid


def sampled(text: str) -> str:
    """Return three stretches of a long text: enough to tell a language by, at a price that does not grow.

    >>> len(sampled("公" * 5000))
    662
    """
    if len(text) <= 3 * _STRETCH:
        return text
    middle = len(text) // 2
    return f"{text[:_STRETCH]}\n{text[middle : middle + _STRETCH]}\n{text[-_STRETCH:]}"


def _is_doubled(text: str) -> bool:
    tight = "".join(text.split())
    if sum(map(eq, tight, tight[1:])) < 0.35 * len(tight) or len(set(tight)) < 6:
        return False
    return sum(len(found.group()) for found in _TWICE.finditer(tight)) > 0.4 * len(tight)


def _has_odd_characters(text: str, solid: int) -> bool:
    """Whether it has characters that no text has, or more of some than any text."""
    unusual = "".join(_UNUSUAL.findall(text))
    if len(unusual) < 3 or len(unusual) < 0.03 * solid:
        return False
    odd = len(_ODD.findall(unusual))
    if odd >= 3 and odd > 0.04 * solid:
        return True
    if len(_BULLETS.findall(unusual)) > 0.3 * solid:
        return True
    high, signs = len(_HIGH_LATIN.findall(unusual)), len(_SIGNS.findall(unusual))
    # Bytes of another charset taken for Latin: half of them are letters with accents, many are signs.
    if high > 0.3 * solid or (signs >= 8 and signs > 0.1 * solid and high > 0.2 * solid):
        return True
    mixed = len(_MIXED.findall(text))
    return (mixed >= 4 and mixed > 0.06 * solid) or _is_motley(unusual, solid)


def _is_motley(unusual: str, solid: int) -> bool:
    """Whether letters of many rare scripts stand side by side, as where numbers of glyphs are taken for characters."""
    rare = _RARE_SCRIPTS.findall(unusual)
    if len(rare) < 6 or len(rare) < 0.06 * solid:
        return False
    blocks = Counter(_block(letter) for letter in rare)
    many = sum(count >= 2 for count in blocks.values())
    unassigned = sum(unicodedata.category(letter) == "Cn" for letter in rare)
    extension = sum("\u3400" <= letter <= "\u4dbf" for letter in rare)
    return many >= 4 or unassigned >= 0.2 * len(rare) or extension > 0.06 * solid


def _block(letter: str) -> int:
    code = ord(letter)
    return -1 if 0x3400 <= code <= 0x4DBF else code >> 7


def _is_no_language(text: str) -> bool:
    """Whether there is enough text to tell, and it is no language."""
    han = _NOT_HAN.sub("", text)
    if len(han) >= 12 and rare_share(han[::2]) > 0.15:
        return True
    if len(han) >= 30 and not _is_chinese(text, han):
        return True
    score, pairs = latin_score(text)
    # Beside Chinese, Latin letters are mostly codes, models and abbreviations.
    if pairs > 2 * len(han):
        if pairs >= _ENOUGH_PAIRS and score < _LEAST_LATIN:
            return True
        if _FEW_PAIRS <= pairs < _ENOUGH_PAIRS and score < _LEAST_FEW:
            return True
    return max(len(han), pairs) < 40 and _is_one_letter(text)


def _is_chinese(text: str, han: str) -> bool:
    """Whether Han characters are not scrambled among themselves; Japanese has too few of our words to tell."""
    if 20 * len(_KANA.findall(text)) >= len(han):
        return True
    share = everyday_share(han)
    if share < 0.35:
        han = simplify(han)
        share = everyday_share(han)
    if len(han) < _ENOUGH_HAN:
        return share >= _LEAST_EVERYDAY
    return share >= 2 * _LEAST_EVERYDAY and word_share(han) >= _LEAST_WORDS * share


def _is_language(text: str) -> bool:
    """Whether there is enough text to tell, and it is one."""
    han = _NOT_HAN.sub("", text)
    if len(han) >= 20:
        return rare_share(han) < 0.05 and word_share(text) >= _LEAST_WORDS
    score, pairs = latin_score(text)
    return pairs >= _FEW_PAIRS and score >= _LEAST_LATIN


def _is_one_letter(text: str) -> bool:
    """Whether one and the same letter makes up much of the text: everything was mapped to it."""
    tight = "".join(text.split())[:400]
    if len(tight) < 40:
        return False
    letter, count = Counter(tight).most_common(1)[0]
    return letter.isalpha() and count > 0.4 * len(tight)


def latin_score(text: str) -> tuple[float, int]:
    """Return the mean class of neighboring Latin letters, 0 to 9, and how many pairs there are.

    >>> latin_score("The contract was awarded to one tenderer")[0] > 7
    True
    >>> latin_score("7KH FRQWUDFW ZDV DZDUGHG WR RQH WHQGHUHU")[0] < 6
    True
    """
    words = _LETTERS.findall(text)
    if not words:
        return 0.0, 0
    joined = " ".join(words).lower()
    # A word has one pair fewer than letters, and one blank stands between two words.
    pairs = len(joined) - 2 * len(words) + 1
    return sum(map(_pair_values().__getitem__, map(add, joined, joined[1:]))) / pairs, pairs


@cache
def _pair_values() -> dict[str, int]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    pairs = [one + other for one in letters for other in letters]
    blanks = {pair: 0 for letter in letters for pair in (f"{letter} ", f" {letter}")}
    return {**dict(zip(pairs, map(int, _LATIN_PAIRS), strict=True)), **blanks}


def word_share(text: str) -> float:
    """Return the share of Han characters that stand in a common word of two; traditional ones count as simplified.

    >>> word_share("采购项目名称") > 0.9
    True
    """
    han = _NOT_HAN.sub("", text)
    if not han:
        return 0.0
    share = _in_words(han)
    return share if share >= 2 * _LEAST_WORDS else max(share, _in_words(simplify(han)))


def _in_words(han: str) -> float:
    return min(2 * sum(map(_words().__contains__, map(add, han, han[1:]))) / len(han), 1.0)


@cache
def _words() -> frozenset[str]:
    return frozenset(_HAN_WORDS.split())


def everyday_share(han: str) -> float:
    """Return the share of Han characters that occur in the common words."""
    return sum(map(_everyday().__contains__, han)) / len(han) if han else 0.0


@cache
def _everyday() -> frozenset[str]:
    return frozenset(_HAN_WORDS) - {" ", "\n"}


def rare_share(han: str) -> float:
    """Return the share of Han characters outside the first levels of GB 2312, Big5 and JIS X 0208."""
    return 1.0 - sum(map(_common_han().__contains__, han)) / len(han) if han else 0.0


@cache
def _common_han() -> frozenset[str]:
    """Return the characters that the makers of three national charsets held to be common: some 7,000 of 21,000."""
    levels: tuple[tuple[str, range, Iterable[int]], ...] = (
        ("gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF)),
        ("big5", range(0xA4, 0xC7), [*range(0x40, 0x7F), *range(0xA1, 0xFF)]),
        ("euc-jp", range(0xB0, 0xD0), range(0xA1, 0xFF)),
    )
    return frozenset(
        letter
        for codec, leads, trails in levels
        for lead in leads
        for trail in trails
        for letter in bytes((lead, trail)).decode(codec, "ignore")
        if _HAN.match(letter)
    )
