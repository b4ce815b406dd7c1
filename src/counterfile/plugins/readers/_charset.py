"""Bytes to characters: which charset, by what evidence.

The order was measured on saved pages of Chinese portals: a byte order mark, then what the document declares (strictly),
then strict UTF-8, then GB18030, the superset of GB2312 and GBK, when what comes out is plausible Chinese.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from counterfile.errors import NotADocument

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# GB2312 and GBK are read as GB18030: pages declare the small set and use the large one.
_KNOWN = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "x-gbk": "gb18030",
    "gb18030": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "windows-1252": "cp1252",
    "iso-8859-2": "iso8859-2",
    "iso-8859-15": "iso8859-15",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "koi8-r": "koi8-r",
    "shift_jis": "cp932",
    "euc-jp": "euc-jp",
    "euc-kr": "cp949",
}

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,24})""", re.IGNORECASE)

_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间"
    "样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入"
    "常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处府研究"
    "招标采购项目编号名称单位供应商中标成交金额预算代理机构联系地址电话公告信息合同服务工程货物评审专家报价价格万元人民币有限公司省市县局厅"
)
"""The commonest characters of Chinese text and of notices; random GB18030 decoding rarely hits them."""

_HAN = re.compile(r"[㐀-鿿]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and how it was found."""

    text: str
    charset: str
    replaced: int = 0
    """Characters that no bytes stood for, shown as U+FFFD."""


def declared(head: bytes) -> str | None:
    """Return the codec that the first bytes declare (HTML meta, XML declaration), or None.

    >>> declared(b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">')
    'gb18030'
    """
    found = _DECLARED.search(head)
    if found is None:
        return None
    return _KNOWN.get(found.group(1).decode("ascii").lower().strip(".:-_"))


def plausibility(text: str) -> float:
    """Return the share of common characters among a text's Han characters, 0.0 to 1.0; 0.0 where it has none."""
    han = _HAN.findall(text[:20_000])
    return sum(character in _COMMON for character in han) / len(han) if han else 0.0


def decode(content: bytes, *, declared_in: bytes | None = None) -> Decoded:
    """Turn bytes into text.

    Args:
        content: The whole file.
        declared_in: Where to look for a declaration; None for none (plain text declares nothing).

    Raises:
        NotADocument: the bytes are binary, not text in any charset known here.
    """
    for mark, codec in _BOMS:
        if content.startswith(mark):
            text = content.decode(codec, "replace").removeprefix("\ufeff")
            return Decoded(text, codec, text.count("\ufffd"))
    wide = _wide(content)
    if wide is not None:
        return wide
    name = declared(declared_in) if declared_in is not None else None
    utf8 = _strict(content, "utf-8")
    if name is not None and name != "utf-8":
        # A page saved anew as UTF-8 keeps its old declaration. Bytes of another charset are hardly ever valid UTF-8 for
        # more than a few characters, so several of them outweigh the declaration.
        if utf8 is not None and (utf8.isascii() or len(content) - len(utf8) >= 8):
            return Decoded(utf8, "utf-8")
        found = _strict(content, name)
        if found is not None and (name != "cp1252" or not _looks_chinese(content)):
            return Decoded(found, name)
    if utf8 is not None:
        return Decoded(utf8, "utf-8")
    gb = _strict(content, "gb18030")
    if gb is not None and plausibility(gb) >= 0.2:
        return Decoded(gb, "gb18030")
    return _best_effort(content, gb)


def _strict(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return None


def _wide(content: bytes) -> Decoded | None:
    """UTF-16 without a mark: half of the bytes of Latin text are NUL, all on one side."""
    sample = content[:2000]
    if len(sample) < 4 or sample.count(0) < len(sample) // 5:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    codec = "utf-16-le" if odd > 4 * even else "utf-16-be" if even > 4 * odd else None
    text = _strict(content[: len(content) // 2 * 2], codec) if codec else None
    if codec is None or text is None:
        return None
    # Binary formats are full of NULs, too; what is text can be printed.
    shown = sum(character.isprintable() or character.isspace() for character in text[:1000])
    return Decoded(text, codec) if shown * 10 >= len(text[:1000]) * 9 and "\x01" not in text[:1000] else None


def _looks_chinese(content: bytes) -> bool:
    gb = _strict(content, "gb18030")
    return gb is not None and plausibility(gb) >= 0.2


def _best_effort(content: bytes, gb: str | None) -> Decoded:
    """Damaged text: take the charset that leaves fewer holes, and count them."""
    if content[:8192].count(0) or sum(byte < 9 for byte in content[:8192]) > len(content[:8192]) // 20:
        raise NotADocument("the bytes are binary, not text in a known charset")
    texts = {"utf-8": content.decode("utf-8", "replace"), "gb18030": content.decode("gb18030", "replace")}
    holes = {name: text.count("\ufffd") for name, text in texts.items()}
    for name in ("utf-8", "gb18030"):
        # One hole in a thousand characters is a cut or a slip of the pen, not the wrong charset.
        if holes[name] * 200 <= len(texts[name]) and (name == "utf-8" or plausibility(texts[name]) >= 0.2):
            return Decoded(texts[name], name, holes[name])
    if gb is not None and plausibility(gb) >= 0.1:
        return Decoded(gb, "gb18030")
    western = content.decode("cp1252", "replace")
    if western.count("\ufffd") == 0 and sum(
        character.isalpha() and ord(character) > 127 for character in western
    ) * 5 <= len(western):
        return Decoded(western, "cp1252")
    best = min(holes, key=lambda name: holes[name])
    if holes[best] * 5 > len(texts[best]):
        raise NotADocument("the bytes are not text in a known charset")
    return Decoded(texts[best], best, holes[best])
