"""Masking on invented text: how many personal identifiers are hidden, and how many other numbers are hidden by mistake.

The text is written as clerks write it (forms, prose, tables flattened into one column, lists, key-value lines) and
then damaged as copying and scanning damage it. Nothing here knows the rules of `text.mask`: every identifier is made
from its own standard, put between two marks, and the marks tell where it stands.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from counterfile.text.mask import mask

PERSONAL = 20_000
OTHER = 48_000
SEED = 20260415
_OPEN, _SHUT = "\ue000", "\ue001"

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_MISREAD = {"0": "OoO", "1": "lIl|", "8": "B"}


class Case(NamedTuple):
    """One piece of text in which one stretch matters."""

    kind: str
    print: str
    """How the identifier was printed: plain, wide, spaced …"""
    text: str
    start: int
    end: int


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Return recall by kind and by print, false masks by kind, false masks in digit noise, and speed."""
    rng = random.Random(SEED)
    personal = [_personal(rng) for _ in range(PERSONAL)]
    other = [_other(rng) for _ in range(OTHER)]
    seen, hidden = Counter[str](), Counter[str]()
    missed: dict[str, list[str]] = {}
    wide = 0
    for case in personal:
        masked, _ = mask(case.text)
        keys = (case.kind, f"print {case.print}", "all")
        seen.update(keys)
        if _is_hidden(case, masked):
            hidden.update(keys)
        else:
            missed.setdefault(f"{case.kind}, {case.print}", []).append(case.text)
        wide += _spill(case, masked)
    shown, false = Counter[str](), Counter[str]()
    wrong: dict[str, list[str]] = {}
    for case in other:
        masked, _ = mask(case.text)
        shown[case.kind] += 1
        if masked != case.text:
            false[case.kind] += 1
            wrong.setdefault(case.kind, []).append(case.text)
    examples = getattr(options, "examples", 0)
    result: dict[str, object] = {
        "personal": len(personal),
        "recall": _share(hidden["all"], seen["all"]),
        "recall_by": {key: _share(hidden[key], seen[key]) for key in sorted(seen) if key != "all"},
        "masked_beyond_the_identifier": _share(wide, len(personal)),
        "other": len(other),
        "false_masks": _share(sum(false.values()), len(other)),
        "false_by": {key: _share(false[key], shown[key]) for key in sorted(shown)},
        "false_of_project_numbers_and_credit_codes": _share(
            sum(false[key] for key in _STRICT), sum(shown[key] for key in _STRICT)
        ),
        "false_in_digit_noise": _noise(rng),
        "speed": _speed(rng),
    }
    if examples:
        result["missed"] = {key: [len(texts), *texts[:examples]] for key, texts in sorted(missed.items())}
        result["wrong"] = {key: [len(texts), *texts[:examples]] for key, texts in sorted(wrong.items())}
    return result


def _share(part: int, whole: int) -> float:
    return round(part / whole, 5) if whole else 0.0


def _is_hidden(case: Case, masked: str) -> bool:
    """Return whether no letter or digit of the identifier can be read any more."""
    return not any(sign.isalnum() or sign == "|" for sign in masked[case.start : case.end])


def _spill(case: Case, masked: str) -> bool:
    """Return whether a letter or digit outside the identifier was hidden too."""
    outside = [*range(case.start), *range(case.end, len(masked))]
    return any(masked[at] != case.text[at] and case.text[at].isalnum() for at in outside)


def _case(kind: str, printed: str, marked: str) -> Case:
    start = marked.index(_OPEN)
    end = marked.index(_SHUT) - 1
    return Case(kind, printed, marked.replace(_OPEN, "").replace(_SHUT, ""), start, end)


# Values, each by its own standard ------------------------------------------------------------------------------------

_COUNTIES = "110101 120103 130102 210102 310104 320106 330106 340103 350203 360102 370102 410105 420502 430104 440305"
_COUNTIES += " 450102 500103 510104 520102 530102 610103 620102 630102 640104 650102"
_AREAS = ("010", "021", "022", "023", "024", "025", "027", "028", "029", "0311", "0351", "0431", "0513", "0571", "0592")
_AREAS += ("0631", "0717", "0755", "0771", "0816", "0898", "0931", "0991")
_MOBILE_HEADS = (
    "130 131 132 133 135 136 137 138 139 147 150 151 152 155 157 158 159 166 173 175 176 177 178 180 181 182"
)
_MOBILE_HEADS += " 183 185 186 187 188 189 191 193 198 199"
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺顾毛郝龚邵万钱覃武戴莫孔向汤"  # noqa: E501
_GIVEN = "伟芳娜敏静丽强磊洋艳勇军杰娟涛明超霞平刚桂英华玉兰建国志文晓东海燕春梅宏宇鹏飞雪琳欣怡浩然子轩思颖佳慧俊凯婷"
_PINYIN = [
    "zhang",
    "wang",
    "li",
    "liu",
    "chen",
    "yang",
    "zhao",
    "huang",
    "zhou",
    "wu",
    "xu",
    "sun",
    "hu",
    "zhu",
    "gao",
    "lin",
    "he",
    "guo",
    "ma",
    "luo",
]
_GIVEN_PINYIN = [
    "wei",
    "fang",
    "na",
    "min",
    "jing",
    "qiang",
    "lei",
    "yan",
    "yong",
    "jie",
    "tao",
    "ming",
    "chao",
    "xia",
    "ping",
    "xiaoming",
    "jianguo",
    "zhiwen",
    "haiyan",
]
_PLACES = ["临沅", "云溪", "青澜", "江川", "平远", "宁河", "兴隆", "安化", "丰泽", "北屯", "永和", "长岭"]
_BODIES = [
    "市公安局",
    "县教育局",
    "区人民医院",
    "第一中学",
    "市财政局",
    "县水利局",
    "市公共资源交易中心",
    "区城市管理委员会",
    "县人民政府办公室",
]
_FIRMS = ["招标代理有限公司", "项目管理有限公司", "工程咨询有限公司", "科技有限公司", "建设集团有限公司", "家具厂"]
_THINGS = ["监控设备", "办公家具", "校园网络", "医疗耗材", "道路养护", "信息化平台", "安防系统", "实验室仪器"]


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choices("0123456789", k=count))


def _resident(rng: random.Random) -> str:
    head = rng.choice(_COUNTIES.split()) + f"{rng.randint(1945, 2006)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    head += _digits(rng, 3)
    weights = [2**power % 11 for power in range(17, 0, -1)]
    rest = (12 - sum(w * int(d) for w, d in zip(weights, head, strict=True)) % 11) % 11
    return head + ("X" if rest == 10 else str(rest))


def _old_resident(rng: random.Random) -> str:
    day = f"{rng.randint(30, 85):02}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    return rng.choice(_COUNTIES.split()) + day + _digits(rng, 3)


def _mobile(rng: random.Random) -> str:
    return rng.choice(_MOBILE_HEADS.split()) + _digits(rng, 8)


def _landline(rng: random.Random, *, area: bool = True) -> str:
    local = str(rng.randint(2, 8)) + _digits(rng, rng.choice((6, 7)))
    code = rng.choice(_AREAS)
    if not area:
        return local
    return rng.choice(
        (f"{code}-{local}", f"{code}-{local}", f"{code}—{local}", f"（{code}）{local}", f"{code} {local}")
    )


def _card(rng: random.Random) -> str:
    body = rng.choice(("622202", "621700", "622848", "621661", "622588", "625965", "436742")) + _digits(rng, 12)
    body = body[: rng.choice((15, 18))]
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 - place % 2)
        total += value // 10 + value % 10
    return body + str(-total % 10)


def _mail(rng: random.Random) -> tuple[str, str]:
    first, last = rng.choice(_GIVEN_PINYIN), rng.choice(_PINYIN)
    local = rng.choice(
        (
            last + first,
            f"{last}.{first}",
            f"{first}_{last}{rng.randint(1, 99)}",
            _digits(rng, 9).lstrip("0") or "8",
            f"{last}{first[0]}{rng.randint(1970, 2001)}",
            _mobile(rng),
        )
    )
    host = rng.choice(
        ("qq.com", "163.com", "126.com", "sina.com", "foxmail.com", "139.com", "example.gov.cn", "lyzb.example")
    )
    return local, host


def _plate(rng: random.Random) -> str:
    place = rng.choice("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼")
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    body = rng.choice(
        (
            _digits(rng, 5),
            rng.choice(letters) + _digits(rng, 4),
            _digits(rng, 3) + rng.choice(letters) + _digits(rng, 1),
            rng.choice("DF") + _digits(rng, 5),
        )
    )
    return place + rng.choice("ABCDEFGH") + rng.choice(("", "", "·", " ")) + body


def _credit_code(rng: random.Random, head: str) -> str:
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = head + rng.choice(_COUNTIES.split())
    body += rng.choice(("MA" + "".join(rng.choices(alphabet, k=7)), _digits(rng, 9)))
    total = sum(alphabet.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return body + alphabet[-total % 31]


def _person(rng: random.Random) -> str:
    name = rng.choice(_SURNAMES)
    return name + rng.choice(("某", "某某", *("".join(rng.choices(_GIVEN, k=size)) for size in (1, 2, 2, 2))))


def _called(rng: random.Random) -> str:
    return rng.choice(
        (_person(rng), _person(rng), rng.choice(_SURNAMES) + rng.choice(("老师", "女士", "先生", "工", "经理", "科长")))
    )


def _body(rng: random.Random) -> str:
    return rng.choice(_PLACES) + rng.choice(_BODIES)


def _firm(rng: random.Random) -> str:
    return rng.choice(_PLACES) + rng.choice(_FIRMS)


def _thing(rng: random.Random) -> str:
    return rng.choice(_THINGS) + rng.choice(("采购项目", "项目", "采购", "（第二次）", "工程"))


# How it is printed ---------------------------------------------------------------------------------------------------


def _wide(rng: random.Random, value: str) -> str:
    return value.translate(_WIDE)


def _grouped(rng: random.Random, value: str) -> str:
    """Print with blanks or hyphens where people put them."""
    cuts = {11: (3, 7), 18: (6, 14), 15: (6, 12), 16: (4, 8, 12), 19: (4, 8, 12, 16)}.get(len(value), (4,))
    sign = rng.choice((" ", "-", "－", "\u00a0", "\u3000", "  "))
    parts = [value[a:b] for a, b in zip((0, *cuts), (*cuts, len(value)), strict=True)]
    return sign.join(parts)


def _spelled(rng: random.Random, value: str) -> str:
    return rng.choice((" ", "\u3000", "\u00a0")).join(value)


def _blank(rng: random.Random, value: str) -> str:
    """Put a blank where the scanner saw one."""
    at = rng.randint(2, len(value) - 2)
    return value[:at] + rng.choice((" ", "  ")) + value[at:]


def _broken(rng: random.Random, value: str) -> str:
    """Break the line in the middle, as a narrow cell does."""
    at = rng.randint(3, len(value) - 3)
    return value[:at] + rng.choice(("\n", "\n", " \n", "\n ")) + value[at:]


def _boxed(rng: random.Random, value: str) -> str:
    """Print every sign in a cell of its own."""
    return rng.choice(("\n", "\n", " | ", "|", "\t")).join(value)


def _misread(rng: random.Random, value: str) -> str:
    places = [at for at, sign in enumerate(value) if sign in _MISREAD]
    chosen = rng.sample(places, min(len(places), rng.choice((1, 1, 2, 3))))
    return "".join(rng.choice(_MISREAD[sign]) if at in chosen else sign for at, sign in enumerate(value))


def _misread_grouped(rng: random.Random, value: str) -> str:
    return _grouped(rng, _misread(rng, value))


def _prefixed(rng: random.Random, value: str) -> str:
    return rng.choice(("+86", "+86 ", "0086", "0086-", "+86-", "86-", "（+86）", "+ 86 ")) + value


Print = Callable[[random.Random, str], str]
_PLAIN: tuple[str, Print] = ("plain", lambda rng, value: value)
_LABELED_PRINTS: tuple[tuple[str, Print], ...] = (
    _PLAIN, _PLAIN, _PLAIN, ("wide", _wide), ("grouped", _grouped), ("spelled", _spelled), ("blank", _blank),
    ("broken", _broken), ("boxed", _boxed), ("misread", _misread), ("misread grouped", _misread_grouped),
)  # fmt: skip
_BARE_PRINTS: tuple[tuple[str, Print], ...] = (
    _PLAIN,
    _PLAIN,
    ("wide", _wide),
    ("grouped", _grouped),
    ("spelled", _spelled),
)


# Where it stands -----------------------------------------------------------------------------------------------------


def _colon(rng: random.Random) -> str:
    return rng.choice(
        ("：", "：", "：", ":", ": ", "： ", " ", "　", "；", "∶", "﹕", ".", "\n", "：\n", "", " ： ", "为", "：　　")
    )


def _mark(value: str) -> str:
    return _OPEN + value + _SHUT


def _label(rng: random.Random, words: str) -> str:
    """Return one of the words, letter-spaced now and then as forms are."""
    word = rng.choice(words.split())
    if len(word) == 2 and rng.random() < 0.15:
        return word[0] + rng.choice((" ", "　", "  ")) + word[1]
    return word


_ABOUT = ["的", "代表", "参加投标", "经办", "具体事宜", "负责本项目", "现场踏勘", "已到场"]


def _before(rng: random.Random) -> str:
    return rng.choice(
        (
            "",
            f"项目名称：{_body(rng)}{_thing(rng)}\n",
            f"预算金额：{rng.randint(10, 9000)}.{rng.randint(0, 99):02}万元\n",
            f"地址：{rng.choice(_PLACES)}市解放路{rng.randint(1, 300)}号\n",
            f"{rng.randint(2, 9)}、凡对本次公告内容提出询问，请按以下方式联系。\n",
            f"开标时间：2025年{rng.randint(1, 12)}月{rng.randint(1, 28)}日09时30分。",
            f"采购人：{_body(rng)}\n",
        )
    )


def _behind(rng: random.Random) -> str:
    return rng.choice(
        ("", "", "。", "\n", "，", "；", "\n地址：解放路12号", "（工作日9:00-17:00）", "\n2025年3月1日", " 特此公告")
    )


def _labeled(rng: random.Random, words: str, printed: str) -> str:
    """Write a value behind one of its labels, in one of the layouts of notices."""
    name, label = _called(rng), _label(rng, words)
    value = _mark(printed)
    forms = (
        f"{_before(rng)}{label}{_colon(rng)}{value}{_behind(rng)}",
        f"{_before(rng)}{label}{_colon(rng)}{value}{_behind(rng)}",
        f"{_before(rng)}姓名：{name}，{label}{_colon(rng)}{value}{_behind(rng)}",
        f"{_before(rng)}联系人{_colon(rng)}{name} {label}{_colon(rng)}{value}{_behind(rng)}",
        f"{_before(rng)}兹委托我单位{name}（{label}{rng.choice('：: ')}{value}）{rng.choice(_ABOUT)}",
        f"姓名\n{name}\n{label}\n{value}\n住址\n解放路{rng.randint(1, 99)}号",
        f"序号\n姓名\n{label}\n1\n{name}\n{value}\n",
        f"{name} | {label} | {value} | {_body(rng)}",
        f"投标人={_firm(rng)};联系人={name};{label}={value};日期=2025-03-01",
        f"· {label}{rng.choice(('（必填）', '', '（中国大陆）'))}：{value}",
    )
    return rng.choice(forms)


def _contact_line(rng: random.Random, value: str) -> str:
    """Write a landline beside the name of the person who answers it."""
    name, phone = _called(rng), _label(rng, "电话 联系电话 联系方式 电话号码 座机 办公电话")
    contact = _label(rng, "联系人 项目联系人 采购人联系人 经办人 负责人 项目负责人 联系人姓名")
    value = _mark(value)
    return rng.choice(
        (
            f"{_before(rng)}{contact}{_colon(rng)}{name}\n{phone}{_colon(rng)}{value}{_behind(rng)}",
            f"{_before(rng)}{contact} {name} {phone} {value}{_behind(rng)}",
            f"{_before(rng)}{contact}：{name}，{phone}：{value}{_behind(rng)}",
            f"{_before(rng)}{contact}：{name}　　{phone}：{value}{_behind(rng)}",
            f"{_before(rng)}{contact}及电话：{name} {value}{_behind(rng)}",
            f"{contact}\n{phone}\n{name}\n{value}\n",
            f"{contact}\n{name}\n地址\n{rng.choice(_PLACES)}市解放路{rng.randint(1, 99)}号\n{phone}\n{value}\n",
            f"采购单位\n{contact}\n{phone}\n{_body(rng)}\n{name}\n{value}\n",
            f"{phone}：{value}（{rng.choice(_SURNAMES)}{rng.choice(('女士', '先生', '老师'))}）",
            f"{phone}：{value} {contact}：{name}\n",
            f"{value}\n{phone}\n{name}\n{contact}\n",
            f"{contact}={name};{phone}={value};",
            f"Contact person: Mr. {rng.choice(_PINYIN).title()}\nTel: {value}\n",
            f"采购代理机构{contact.removeprefix('采购人')}：{name}\n采购代理机构{phone}：{value}\n",
            f"如有疑问请与{rng.choice(_SURNAMES)}{rng.choice(('女士', '先生', '老师'))}联系，{phone}：{value}。",
        )
    )  # fmt: skip


def _mail_line(rng: random.Random) -> tuple[str, str]:
    local, host = _mail(rng)
    printed, address = rng.choice(
        (
            ("plain", f"{_mark(local)}@{host}"),
            ("plain", f"{_mark(local)}@{host}"),
            ("wide", f"{_mark(local.translate(_WIDE))}＠{host.replace('.', '．')}"),
            ("blank", f"{_mark(local)} @ {host}"),
            ("blank", f"{_mark(local)}@{host.replace('.', ' . ')}"),
            ("broken", f"{_mark(local)}\n@{host}"),
            ("broken", f"{_mark(local)}@\n{host}"),
            ("disguised", f"{_mark(local)}#{host}"),
            ("disguised", f"{_mark(local)}(at){host}"),
        )
    )
    label = _label(rng, "邮箱 电子邮箱 邮件 E-mail Email 电子邮件 联系邮箱")
    name = rng.choice(_GIVEN_PINYIN).title() + " " + rng.choice(_PINYIN).title()
    return printed, rng.choice(
        (
            f"{label}：{address}\n",
            f"联系人：{_called(rng)}，{label}:{address}。",
            f"{label}\n{address}\n地址\n",
            f"报名资料发送至{label}{address}，逾期不候",
            f"Contact: {name}, e-mail: {address}",
            f"Personne de contact : Mme {name}, courriel : {address}",
            f"联系方式：{_called(rng)} {address}",
        )
    )


_OF_PERSON: tuple[tuple[str, int], ...] = (
    ("resident id", 24), ("resident id without label", 8), ("old resident id", 5), ("mobile", 20),
    ("mobile without label", 7), ("direct line", 14), ("e-mail", 8), ("bank card", 7), ("number plate", 3),
    ("passport", 2), ("travel permit", 2), ("QQ or WeChat", 3),
)  # fmt: skip


def _personal(rng: random.Random) -> Case:  # noqa: PLR0912  one branch a kind
    kind = rng.choices([k for k, _ in _OF_PERSON], [w for _, w in _OF_PERSON])[0]
    how, printer = rng.choice(_LABELED_PRINTS)
    bare_how, bare = rng.choice(_BARE_PRINTS)
    if kind == "resident id":
        words = "身份证号 身份证号码 身份证 公民身份号码 居民身份证号码 身份证件号码 证件号码 法定代表人身份证号"
        return _case(kind, how, _labeled(rng, words, printer(rng, _resident(rng))))
    if kind == "old resident id":
        return _case(kind, how, _labeled(rng, "身份证号 身份证号码 身份证", printer(rng, _old_resident(rng))))
    if kind == "resident id without label":
        return _case(kind, bare_how, _bare(rng, bare(rng, _resident(rng))))
    if kind == "mobile":
        words = "手机 手机号 手机号码 电话 联系电话 联系方式 移动电话 联系人电话 Tel Mobile 电话号码"
        if rng.random() < 0.15:
            return _case(kind, "country code", _labeled(rng, words, _prefixed(rng, _grouped(rng, _mobile(rng)))))
        return _case(kind, how, _labeled(rng, words, printer(rng, _mobile(rng))))
    if kind == "mobile without label":
        return _case(kind, bare_how, _bare(rng, bare(rng, _mobile(rng))))
    if kind == "direct line":
        value = _landline(rng)
        how = rng.choice(("plain", "plain", "plain", "wide", "misread", "extension"))
        value = {"wide": _wide, "misread": _misread}.get(how, _PLAIN[1])(rng, value)
        return _case(kind, how, _contact_line(rng, value + ("-" + _digits(rng, 3) if how == "extension" else "")))
    if kind == "e-mail":
        return _case(kind, *_mail_line(rng))
    if kind == "bank card":
        words = "银行卡号 卡号 银行账号 账号 收款账号 个人银行账户 开户账号"
        return _case(kind, how, _labeled(rng, words, printer(rng, _card(rng))))
    if kind == "number plate":
        return _case(kind, "plain", _labeled(rng, "车牌 车牌号 车牌号码 车辆号牌 号牌号码", _plate(rng)))
    if kind == "passport":
        value = rng.choice("EGPD") + rng.choice(("", "A", "B")) + _digits(rng, 8)
        value = value[:9]
        return _case(kind, "plain", _labeled(rng, "护照 护照号 护照号码 PassportNo.", value))
    if kind == "travel permit":
        words = "港澳居民来往内地通行证 港澳通行证号码 台胞证 台湾居民来往大陆通行证号码 回乡证号码 往来港澳通行证"
        value = rng.choice(("H", "M", "C", "")) + _digits(rng, 8)
        return _case(kind, "plain", _labeled(rng, words, value))
    if rng.random() < 0.5:
        return _case(kind, "plain", _labeled(rng, "QQ QQ号 QQ号码", str(rng.randint(10**5, 10**10 - 1))))
    value = rng.choice(
        (f"wx_{_digits(rng, 6)}", rng.choice(_PINYIN) + rng.choice(_GIVEN_PINYIN) + _digits(rng, 3), _mobile(rng))
    )
    return _case(kind, "plain", _labeled(rng, "微信 微信号 微信号码 WeChat", value))


def _bare(rng: random.Random, printed: str) -> str:
    """Write a value without a label beside its person."""
    name, value = _person(rng), _mark(printed)
    return rng.choice(
        (
            f"{name} {value}",
            f"{name}，男，汉族，{value}，住{rng.choice(_PLACES)}市",
            f"1\n{name}\n男\n{value}\n本科\n",
            f"项目经理：{name}（{value}）",
            f"法定代表人 {name} {value} {_firm(rng)}",
            f"采购单位联系方式：{name}{value}",
            f"{name}\t{value}\t高级工程师",
            f"评标专家：{name}、{value}；",
        )
    )


# What must stay ------------------------------------------------------------------------------------------------------

_AFTER_LABEL, _AFTER_NUMBER = ("：", ":", " ", "：\n", "： ", "　", "为"), ("", "，", "。", "\n")
_NUMBERED = (
    "项目编号 采购编号 招标编号 合同编号 采购项目编号 采购计划编号 标段编号 备案编号 项目代码 合同号 政府采购计划号"
)


def _project_number(rng: random.Random) -> str:
    year = rng.randint(2012, 2026)
    return rng.choice(
        (
            f"{rng.choice(_PLACES)}采（{year}）{rng.choice(('公', '竞', '询'))}字第{rng.randint(1, 999):03}号",
            f"JSZC-{rng.choice(_COUNTIES.split())}-{''.join(rng.choices('ABCDXYZ', k=4))}-G{year}-{_digits(rng, 4)}",
            f"{rng.choice(_COUNTIES.split())}{year}{_digits(rng, 8)}",
            f"{rng.choice(_COUNTIES.split())}{_digits(rng, 6)}{_digits(rng, 8)}-XM{_digits(rng, 3)}",
            f"{rng.choice(_COUNTIES.split())}-{year}{_digits(rng, 2)}-hp{_digits(rng, 3)}-{_digits(rng, 4)}",
            f"[{rng.choice(_COUNTIES.split())}]LYZB[GK]{year}{_digits(rng, 4)}",
            f"{_digits(rng, 4)}-{year % 100}{_digits(rng, 2)}CITC{_digits(rng, 4)}",
            f"E{rng.choice(_COUNTIES.split())}{_digits(rng, 10)}",
            f"{year}{rng.randint(1, 12):02}{rng.randint(1, 28):02}{_digits(rng, 3)}",
            f"1{rng.randint(3, 9)}{_digits(rng, 9)}",
            f"N{_digits(rng, 10)}{year}{_digits(rng, 6)}",
            f"{rng.choice(_COUNTIES.split())}{_digits(rng, 9)}",
            f"{_digits(rng, 4)} {_digits(rng, 4)} {_digits(rng, 4)} {_digits(rng, 4)}",
        )
    )


def _numbered(rng: random.Random, number: str) -> str:
    """Write the number of a project, contract or tender as notices print it."""
    label = _label(rng, _NUMBERED)
    return rng.choice(
        (
            f"{_before(rng)}{label}{rng.choice(_AFTER_LABEL)}{number}{rng.choice(_AFTER_NUMBER)}",
            f"一、{label}：{number}\n二、项目名称：{_thing(rng)}",
            f"{_body(rng)}{_thing(rng)}（{label}：{number}）公开招标公告",
            f"{_body(rng)}{_thing(rng)}中标公告（{label}{number}）",
            f"{label}\n{number}\n项目名称\n{_thing(rng)}\n采购人\n{_body(rng)}\n",
            f"序号\n{label}\n项目名称\n1\n{number}\n{_thing(rng)}\n",
            f"{label} | {number} | {_thing(rng)}",
            f"{label}={number};项目名称={_thing(rng)};",
            f"{label}：LY-{_digits(rng, 4)}、{number}",
            f"受{_body(rng)}委托，就{_thing(rng)}（{label}：{number}）进行采购，联系人：{_called(rng)}",
            f"联系人：{_called(rng)} {label}：{number}",
        )
    )


def _amount(rng: random.Random) -> str:
    label = _label(rng, "预算金额 中标金额 成交金额 最高限价 合同金额 投标报价 总价 采购预算")
    yuan = rng.choice((rng.randint(10**4, 10**9), rng.randint(13 * 10**9, 19 * 10**9)))
    return rng.choice(
        (
            f"{label}：{yuan}元", f"{label}：￥{yuan:,}.00", f"{label}（元）：{yuan}.{rng.randint(10, 99)}", f"{label}: {yuan:,}元",
            f"{label}\n{yuan}.00\n供应商\n{_firm(rng)}", f"{label} 人民币 {yuan} 元整", f"{label}：CNY {yuan}",
            f"{label}：{yuan / 10**4:.6f}万元", f"{_firm(rng)} 总得分 {rng.randint(60, 99)}.{_digits(rng, 2)} 报价 {yuan}.00",
        )
    )  # fmt: skip


def _date(rng: random.Random) -> str:
    y, m, d = rng.randint(2010, 2026), rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice(
        (
            f"开标时间：{y}年{m}月{d}日 09:30", f"{y}-{m:02}-{d:02} 至 {y}-{m:02}-{d:02}", f"公告日期：{y}{m:02}{d:02}",
            f"时间：{y}{m:02}{d:02}093000", f"发布于 {y}.{m:02}.{d:02}", f"{y}/{m}/{d} 14:30:00", f"电话报名截止：{y}{m:02}{d:02}",
            f"{y:04}-{m:02}-{d:02}T09:30:00+08:00", f"联系人：{_called(rng)}\n{y}年{m}月{d}日",
        )
    )  # fmt: skip


def _switchboard(rng: random.Random) -> str:
    value = _landline(rng)
    return rng.choice(
        (
            f"名称：{_body(rng)}\n地址：解放路12号\n联系方式：{value}",
            f"采购代理机构：{_firm(rng)}\n电话：{value}\n",
            f"监督部门：{_body(rng)}\n监督电话：{value}",
            f"投诉电话\n{value}\n中标价(元)\n{rng.randint(10**5, 10**8)}.00",
            f"{_body(rng)}办公室 电话：{value} 邮编：{_digits(rng, 6)}",
            f"采购人联系方式\n{value}\n采购代理机构联系方式\n{value}",
            f"{_firm(rng)}（总机：{value}）",
            f"采购单位：{_body(rng)} 联系电话：{value}",
            f"传真：{value}",
            f"服务热线：{value}",
            f"2.采购代理机构信息\n名称：{_firm(rng)}\n联系方式：{value}\n3.项目联系方式\n项目联系人：{_called(rng)}\n",
            f"联系人：{_called(rng)}\n代理机构：{_firm(rng)} 电话：{value}",
        )
    )


def _serial(rng: random.Random) -> str:
    h = "0123456789abcdef"
    upper = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    return rng.choice(
        (
            f"设备序列号：{_digits(rng, 12)}", f"序列号 SN{_digits(rng, 14)}", f"S/N: {''.join(rng.choices(upper, k=3))}{_digits(rng, 11)}",
            f"产品编码：{_digits(rng, 16)}", f"订单号：{_digits(rng, 18)}", f"流水号：{_digits(rng, 11)}", f"条码 69{_digits(rng, 11)}",
            f"sha256: {''.join(rng.choices(h, k=64))}", f"MD5：{''.join(rng.choices(h, k=32))}", f"文件校验码 {''.join(rng.choices(h, k=40))}",
            f"证书编号：{_digits(rng, 15)}", f"ISBN 978-7-{_digits(rng, 3)}-{_digits(rng, 5)}-{_digits(rng, 1)}", f"发票号码：{_digits(rng, 20)}",
            f"许可证号：SC1{_digits(rng, 13)}", f"注册号：{rng.choice(_COUNTIES.split())}{_digits(rng, 9)}",
        )
    )  # fmt: skip


def _model(rng: random.Random) -> str:
    return rng.choice(
        (
            f"摄像机 DS-2CD{_digits(rng, 4)}-I{_digits(rng, 1)}", f"型号：IPC-HFW{_digits(rng, 4)}M", f"规格型号：{_digits(rng, 4)}B{_digits(rng, 4)}O{_digits(rng, 2)}",  # noqa: E501
            f"CPU i7-{_digits(rng, 5)}，内存 16GB，硬盘 1T", f"分辨率 1920×1080，码率 {_digits(rng, 4)}kbps", f"型号 1{_digits(rng, 3)}B{_digits(rng, 6)}",
            f"轴承 {_digits(rng, 5)}-2RS", f"电缆 YJV22-8.7/15kV-3×{rng.randint(10, 300)}", f"色号 {_digits(rng, 6)}，尺寸 1{_digits(rng, 3)}*{_digits(rng, 3)}*{_digits(rng, 3)}mm",  # noqa: E501
            f"型号：S7-1200 6ES7{_digits(rng, 3)}-1{_digits(rng, 2)}40-0XB0", f"参数：I/O点数 {_digits(rng, 3)}，电压 220V/50Hz",
        )
    )  # fmt: skip


def _standard(rng: random.Random) -> str:
    return rng.choice(
        (
            "符合 GB/T 28181-2016、GB 35114-2017 的要求", f"GB/T {_digits(rng, 5)}.{rng.randint(1, 9)}-{rng.randint(1990, 2025)}", "GA/T 1127-2013 与 YD/T 1171-2015",  # noqa: E501
            "ISO/IEC 27001:2013", f"DB42/T {_digits(rng, 4)}-{rng.randint(2000, 2025)}", f"文号：财库〔{rng.randint(2010, 2025)}〕{rng.randint(1, 200)}号",
            f"财库[2007]{rng.randint(10, 99)}号、财库〔2020〕46号、国办发〔2007〕51号",
        )
    )  # fmt: skip


def _place(rng: random.Random) -> str:
    return rng.choice(
        (
            f"邮编：{_digits(rng, 6)}", f"邮政编码 {_digits(rng, 6)}", f"东经 {rng.randint(73, 135)}.{_digits(rng, 6)} 北纬 {rng.randint(18, 53)}.{_digits(rng, 6)}",  # noqa: E501
            f"坐标：{rng.randint(73, 135)}.{_digits(rng, 8)},{rng.randint(18, 53)}.{_digits(rng, 8)}", f"X={_digits(rng, 7)}.{_digits(rng, 3)} Y={_digits(rng, 8)}.{_digits(rng, 3)}",  # noqa: E501
            f"{rng.choice(_PLACES)}市解放路{_digits(rng, 3)}号{_digits(rng, 4)}室", f"桩号 K{_digits(rng, 2)}+{_digits(rng, 3)}",
        )
    )  # fmt: skip


def _address(rng: random.Random) -> str:
    number = rng.choice((_mobile(rng), _resident(rng), _digits(rng, 16)))
    return rng.choice(
        (
            f"http://zfcg.example.gov.cn/{rng.randint(2015, 2026)}/{number}.html", f"详见 https://www.example.com/view?id={number}&page=2",
            f"www.example.gov.cn/t{_digits(rng, 8)}_{_digits(rng, 8)}.htm", f"附件：/upload/{number}/招标文件.pdf",
            "邮箱：zfcg2020@126.com", "E-mail: info@example.gov.cn", "报名邮箱：lyzbdl@163.com", "tenders@city.example",
        )
    )  # fmt: skip


def _table(rng: random.Random) -> str:
    """Return a table of goods or scores, flattened into one column."""
    rows = []
    for row in range(1, rng.randint(3, 9)):
        rows += [
            str(row),
            rng.choice(_THINGS),
            str(rng.randint(1, 500)),
            f"{rng.randint(10, 99999)}.{_digits(rng, 2)}",
            _digits(rng, rng.choice((3, 4, 6, 8))),
        ]
    return "序号\n名称\n数量\n单价\n编码\n" + "\n".join(rows)


def _credited(rng: random.Random) -> str:
    code = _credit_code(rng, rng.choice(("91", "91", "91", "12", "11", "13", "51", "52", "93", "31")))
    code = rng.choice((code, code, code, code.translate(_WIDE), " ".join((code[:2], code[2:8], code[8:]))))
    label = _label(rng, "统一社会信用代码 社会信用代码 信用代码 纳税人识别号 税号 统一社会信用代码（或组织机构代码）")
    return rng.choice(
        (
            f"{_firm(rng)}，{label}：{code}", f"{label}\n{code}\n", f"供应商名称\n{label}\n{_firm(rng)}\n{code}\n",
            f"{_firm(rng)}（{code}）", f"{_firm(rng)} {code} 法定代表人：{_person(rng)}", f"开户银行：某某银行 {label}：{code}",
            f"1\n{_firm(rng)}\n{code}\n{rng.randint(10**4, 10**7)}.00",
        )
    )  # fmt: skip


_STRICT = ("project number", "project number like an identity number", "credit code")
_OF_OTHERS: tuple[tuple[str, int, Callable[[random.Random], str]], ...] = (
    ("project number", 26, lambda rng: _numbered(rng, _project_number(rng))),
    ("project number like an identity number", 10, lambda rng: _numbered(rng, _resident(rng))),
    ("credit code", 12, _credited),
    ("amount", 10, _amount),
    ("date", 7, _date),
    ("switchboard", 10, _switchboard),
    ("serial or hash", 8, _serial),
    ("item model", 5, _model),
    ("standard", 3, _standard),
    ("place", 4, _place),
    ("web address or office mailbox", 5, _address),
    ("table of numbers", 4, _table),
)


def _other(rng: random.Random) -> Case:
    kind, _, write = rng.choices(_OF_OTHERS, [weight for _, weight, _ in _OF_OTHERS])[0]
    text = write(rng)
    return Case(kind, "plain", text, 0, len(text))


def _noise(rng: random.Random) -> dict[str, float]:
    """Return how many of 5,000 random digit strings without any words are masked, by their length."""
    return {
        str(size): _share(sum(mask(_digits(rng, size))[1] for _ in range(5000)), 5000)
        for size in (7, 8, 10, 11, 12, 15, 16, 18, 19, 20)
    }


# Speed ---------------------------------------------------------------------------------------------------------------


def _speed(rng: random.Random) -> dict[str, float]:
    """Return megabytes (UTF-8) a second of processor time on invented notices, and seconds for hostile texts."""
    pages = ["".join(_page(rng)) for _ in range(200)]
    size = sum(len(page.encode()) for page in pages)
    began = time.process_time()
    for page in pages:
        mask(page)
    result = {"mb_per_s": round(size / (time.process_time() - began) / 1e6, 2)}
    result["slowest_hostile_s"] = round(max(_took(text) for text in hostile(100_000)), 3)
    return result


def _page(rng: random.Random) -> Sequence[str]:
    prose = "本项目的采购需求、技术要求、服务期限与质量标准详见采购文件第三章，供应商应当逐条响应并提供证明材料。\n"
    return [
        _numbered(rng, _project_number(rng)) + "\n",
        _amount(rng) + "\n",
        prose * rng.randint(8, 30),
        _date(rng) + "\n",
        _table(rng) + "\n",
        _model(rng) + "\n",
        _switchboard(rng) + "\n",
        _contact_line(rng, _landline(rng)).replace(_OPEN, "").replace(_SHUT, ""),
    ]


def _took(text: str) -> float:
    began = time.process_time()
    mask(text)
    return time.process_time() - began


def hostile(size: int) -> list[str]:
    """Return texts of about `size` characters made to be slow for patterns."""
    pumps = (
        "1", "13800138000", "1 ", "1-", "1\n", "1\n\n", "|1", "l1", "O0", "B8B8 ", "0717-", "电话", "电话：", "电 ", "联系人", "联系人：王某 ", "身份证 ",
        "身份证：1 ", "a@", "a.", "@", "@a.", "鄂A", "92", "92 420502 ", "(", "（", "*", "* ", "*-", "1*", ":", " ", "\n", "　", "X", "1X", "+86", "+", "账号",
        "account ", "no.", "编号：1、", "编号：AAA、", "王老师", "mr ", "QQ", "QQ：", "微信号：a", "护照", "银行4", "元", "1.", "１", "Contact 1", "://1", "a#", "0", "l", "|",  # noqa: E501
    )  # fmt: skip
    return [(pump * (size // len(pump) + 1))[:size] for pump in pumps]
