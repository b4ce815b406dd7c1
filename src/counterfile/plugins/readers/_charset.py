"""Bytes to characters: which charset, by what evidence.

The order was measured on saved pages of Chinese portals: a byte order mark, then strict UTF-8, which other charsets hardly
ever are by accident, then what the document declares and what else the bytes may be, each read strictly and weighed by how
plausible the outcome is: the commonest Han characters for GB18030 (the superset of GB2312 and GBK) and Big5, kana for the
Japanese charsets, the commonest syllables for the Korean one, the letters of ordinary words for the one-byte charsets.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from counterfile.errors import NotADocument
from counterfile.text.script import simplify

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
    "ks_c_5601-1987": "cp949",
    "cp949": "cp949",
    "uhc": "cp949",
    "sjis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "koi8-u": "koi8-u",
    "windows-1253": "cp1253",
    "iso-8859-7": "iso8859-7",
    "windows-1254": "cp1254",
    "iso-8859-9": "cp1254",
    "windows-1257": "cp1257",
    "iso-8859-13": "iso8859-13",
    "iso-8859-5": "iso8859-5",
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
    utf8 = _strict(content, "utf-8")
    if utf8 is not None and (utf8.isascii() or len(content) - len(utf8) >= 8):
        # A page saved anew as UTF-8 keeps its old declaration. Bytes of another charset are hardly ever valid UTF-8 for
        # more than a few characters, so several of them outweigh the declaration.
        return Decoded(utf8, "utf-8")
    name = declared(declared_in) if declared_in is not None else None
    if utf8 is not None and (name == "utf-8" or not _is_mixture(utf8)):
        return Decoded(utf8, "utf-8")
    found = _likeliest(content, name)
    if found is not None:
        return found
    if utf8 is not None:
        return Decoded(utf8, "utf-8")
    return _best_effort(content, _strict(content, "gb18030"))


# --- East Asia -------------------------------------------------------------------------------------------------------

_KANA = re.compile("[\u3041-\u30fe]")
_HALF_KANA = re.compile("[\uff61-\uff9f]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_WIDE_LETTER = re.compile("[\u2e80-\ufaff]")
_COMMON_HANGUL = frozenset(
    "이다는을를에의가하고로한사기지대인정리도시자서해전일수있부어보과상공제장동원주나여성연구조경비유그안은들아면계업법문선용관구매입찰계약건명금액년월일찰물품공고발주재"
    "라할된되것등및만와으르간적화산중신생소국행방통개위"
)


def _common_han(text: str) -> float:
    """Return the share of common characters, traditional ones counted as their simplified forms."""
    return plausibility(simplify(text[:20_000]))


def _chinese(text: str) -> float:
    """Return the share of common characters; a short string may be of the first level of GB 2312 instead."""
    share = plausibility(text)
    han = _HAN.findall(text[:200])
    if share >= 0.5 or not 0 < len(han) <= _FEW or len(han) * 2 < len(re.findall(r"[^\x00-\x7f]", text[:200])):
        return share
    # The 3,755 characters of the first level are those of everyday use, and stand in a block of their own.
    first_level = sum(0xB0 <= character.encode("gb18030")[0] <= 0xD7 for character in map(str, han))
    return max(share, 0.5 * first_level / len(han))


def _japanese(text: str) -> float:
    kana, half, wide = len(_KANA.findall(text)), len(_HALF_KANA.findall(text)), len(_WIDE_LETTER.findall(text))
    # A fifth of Japanese prose is kana at the least; half-width ones are what other charsets' bytes look like.
    return 0.0 if kana * 8 < wide or half > kana else 0.5 + 0.5 * min(kana / max(wide, 1) * 2, 1.0)


def _korean(text: str) -> float:
    hangul = _HANGUL.findall(text)
    wide = len(_WIDE_LETTER.findall(text))
    if len(hangul) * 10 < wide * 8 or not hangul:
        return 0.0
    return sum(syllable in _COMMON_HANGUL for syllable in hangul) / len(hangul)


_EAST = (
    ("gb18030", _chinese, 0.2),
    ("big5hkscs", _common_han, 0.4),
    ("cp932", _japanese, 0.5),
    ("euc-jp", _japanese, 0.5),
    ("cp949", _korean, 0.35),
)
"""Codec, how plausible what it gives is, and from where on it is believed without a declaration."""

_FEW = 20  # Han characters up to which a text is too short to be judged by the commonest ones
_SAMPLE = 20_000  # code points by which a charset is judged
_DECLARED_BONUS = 0.25  # a declaration is worth as much as a quarter of the characters


def _likeliest(content: bytes, name: str | None) -> Decoded | None:
    """Return the text by the likeliest charset, None where none is likely."""
    if _is_binary(content):
        return None
    best: Decoded | None = None
    most = 0.0
    for codec, plausible, least in _EAST:
        text = _strict(content, codec)
        if text is None:
            continue
        score = plausible(text[:_SAMPLE]) if not text.isascii() else 0.0
        if score < (least / 2 if codec == name else least):
            continue
        score += _DECLARED_BONUS if codec == name else 0.0
        if score > most:
            best, most = Decoded(text, codec), score
    if best is not None:
        return best
    if name is not None and name not in {"utf-8", "cp1252"}:
        text = _strict(content, name)
        if text is not None:
            return Decoded(text, name)
    return _one_byte(content, name)


# --- one byte a character --------------------------------------------------------------------------------------------

_CYRILLIC_COMMON = frozenset("оеаинтсрвлкмдпуяыбзгьч")
_INSIDE = re.compile("(?<=[A-Za-z\u00c0-\u024f])[^\x00-\x7f](?=[A-Za-z\u00c0-\u024f])")
_WORD_CHARACTER = re.compile("[^\x00-\x7f]")
_RAISED = re.compile("[a-z\u00df-\u00f6\u00f8-\u00ff][\u00c0-\u00d6\u00d8-\u00de]")
_EAST_EUROPEAN = frozenset("ąćęłńóśźżáčďéěíňóřšťúůýžäĺľôŕőűöüăâîșțşţđ")
_CONTROL = re.compile("[\x80-\x9f]")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CZECH = frozenset("ěřů")
_MANY = 0.55  # share of the commonest Cyrillic letters: in Russian, Ukrainian and Bulgarian text about nine tenths


def _one_byte(content: bytes, name: str | None) -> Decoded | None:
    """Return the text by the likeliest one-byte charset, None where the bytes are no such text."""
    high = [byte for byte in content[:_SAMPLE] if byte > 0x7F]
    if not high:
        return None
    sample = content[:_SAMPLE]
    for codec in ("cp1251", "koi8-r"):
        letters = [character for character in sample.decode(codec, "replace") if "\u0400" <= character <= "\u045f"]
        low = sum(character in _CYRILLIC_COMMON for character in letters)
        if len(letters) * 10 >= len(high) * 9 and low >= len(letters) * _MANY and len(letters) * 3 > _latin(sample):
            return Decoded(content.decode(codec, "replace"), codec)
    if name in {None, "cp1252", "utf-8"}:
        return _western(content)
    return None


def _latin(sample: bytes) -> int:
    """Return how many Latin letters a text has outside of markup."""
    return len(
        re.findall(
            rb"[A-Za-z]", re.sub(rb"<[^<>]*>|<(?:script|style).*?</(?:script|style)>", b"", sample, flags=re.DOTALL)
        )
    )


def _western(content: bytes) -> Decoded | None:
    """Return western or central European text: the charset whose letters stand where letters stand."""
    candidates = []
    for rank, codec in enumerate(("cp1252", "cp1250", "iso8859-2")):
        text = _strict(content, codec)
        if text is None or _CONTROL.search(text, 0, _SAMPLE):
            continue
        sample = text[:_SAMPLE]
        inside = _INSIDE.findall(sample)
        odd = sum(not character.isalpha() for character in inside) + len(_RAISED.findall(sample))
        strange = sum(character not in _EAST_EUROPEAN for character in inside) if codec != "cp1252" else 0
        if codec == "cp1250" and not _CZECH.isdisjoint(sample):
            # What is š and ž in ISO 8859-2 are letters of Polish and Slovak in Windows-1250.
            strange += sample.count("ą") + sample.count("ľ")
        letters = sum(character.isalpha() for character in _WORD_CHARACTER.findall(sample))
        if letters * 4 <= len(sample) and odd * 4 <= len(inside) + 2:
            candidates.append((odd + strange, rank, Decoded(text, codec)))
    return min(candidates, key=lambda found: found[:2])[2] if candidates else None


def _is_mixture(text: str) -> bool:
    """Return whether the few characters beyond ASCII of a valid UTF-8 text are such as no text mixes.

    Two characters of GBK can be one of UTF-8: a short Chinese string then looks like letters of far alphabets.
    """
    return any(
        not ("\u00a0" <= character <= "\u024f" or "\u0370" <= character <= "\u045f" or character >= "\u2000")
        for character in text
        if character > "\x7f"
    )


def _strict(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return None


def _wide(content: bytes) -> Decoded | None:
    """UTF-16 without a mark: half of the bytes of Latin text are NUL, all on one side."""
    sample = content[:2000]
    if len(sample) < 4 or sample.count(0) < len(sample) // 5:
        return _wide_chinese(content)
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    codec = "utf-16-le" if odd > 4 * even else "utf-16-be" if even > 4 * odd else None
    text = _strict(content[: len(content) // 2 * 2], codec) if codec else None
    if codec is None or text is None:
        return None
    # Binary formats are full of NULs, too; what is text can be printed.
    shown = sum(character.isprintable() or character.isspace() for character in text[:1000])
    return Decoded(text, codec) if shown * 10 >= len(text[:1000]) * 9 and "\x01" not in text[:1000] else None


def _wide_chinese(content: bytes) -> Decoded | None:
    """Chinese in UTF-16 without a mark: no NULs to speak of, but common characters all along in one order of bytes."""
    if len(content) % 2 or len(content) < 16 or _strict(content[:2000], "utf-8") is not None:
        return None
    for codec in ("utf-16-le", "utf-16-be"):
        text = _strict(content[:4000], codec)
        if text is None or plausibility(text) < 0.5:
            continue
        known = sum(character.isascii() or character in _COMMON or character in _WIDE_SIGNS for character in text)
        gb = content[:4000].decode("gb18030", "ignore")
        if known * 2 >= len(text) and plausibility(gb) < 0.3:
            whole = _strict(content, codec)
            return Decoded(whole, codec) if whole is not None else None
    return None


_WIDE_SIGNS = frozenset("，。、；：！？（）《》“”￥")


def _is_binary(content: bytes) -> bool:
    """Return whether the first bytes hold more control characters than text is damaged by."""
    sample = content[:8192]
    return len(_BINARY.findall(sample)) * 200 > len(sample)


def _best_effort(content: bytes, gb: str | None) -> Decoded:
    """Damaged text: take the charset that leaves fewer holes, and count them."""
    if content[:8192].count(0) or len(_BINARY.findall(content[:8192])) > max(len(content[:8192]) // 20, 1):
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
