"""Names of members from bytes of unknown charset: one decision for an archive, by all of its names together.

Chinese systems write GBK, those of Taiwan and Hong Kong Big5, Japanese ones Shift-JIS, Western ones code page 437 or
1252, all without a word. A single short name often fits several of them; the names of one archive come from one system.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from counterfile.plugins.readers._charset import plausibility
from counterfile.text.script import simplify

_EASTERN = {"gb18030", "big5hkscs", "cp932", "cp949"}
"""Codecs in which two letters can be valid UTF-8 by chance."""
_MAX_SAMPLE = 20_000  # bytes of names to look at
_BOXES = re.compile("[\u2190-\u21ff\u2200-\u22ff\u2300-\u25ff\xa0-\xbf\xd7\xf7]")


def codec_of(names: Iterable[bytes]) -> str:
    """Return the codec that fits the names of one archive best.

    >>> codec_of(["采购文件.doc".encode("gbk"), "附件1.xls".encode("gbk")])
    'gb18030'
    """
    odd = [name for name in names if not name.isascii()]
    if not odd or all(_is_utf8(name) for name in odd):
        return "utf-8"
    sample = _sample(name for name in odd if not _is_utf8(name))
    best, most = "cp437", 0.0
    for codec, goodness in _CODECS.items():
        text = _strict(sample, codec)
        score = goodness(text) if text is not None else 0.0
        # The first of equals wins: the order below is by how often each is met.
        if score > most + 0.05:
            best, most = codec, score
    return best


def decoded(raw: bytes, codec: str) -> str:
    """Return a name in the codec of its archive, or in UTF-8 where it alone is surely that.

    >>> decoded("公告.txt".encode(), "gb18030")
    '公告.txt'
    """
    utf8 = _strict(raw, "utf-8")
    if utf8 is not None and (codec not in _EASTERN or utf8.isascii() or max(utf8) > "\u07ff"):
        return utf8
    text = _strict(raw, codec)
    if text is None:
        text = _strict(raw, "gb18030")
    return text if text is not None else raw.decode("cp437")


def _sample(names: Iterable[bytes]) -> bytes:
    parts: list[bytes] = []
    left = _MAX_SAMPLE
    for name in dict.fromkeys(names):
        parts.append(name)
        left -= len(name)
        if left < 0:
            break
    return b"\n".join(parts)


def _is_utf8(raw: bytes) -> bool:
    """Return whether bytes are UTF-8 and hardly anything else.

    Two letters of GBK can be valid UTF-8 of two bytes each, which stands for Latin, Greek or Cyrillic letters.
    """
    text = _strict(raw, "utf-8")
    if text is None:
        return False
    if text.isascii() or any(ord(character) > 0x7FF for character in text):
        return True
    chinese = _strict(raw, "gb18030")
    return chinese is None or _chinese(chinese) < 0.85


def _strict(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except UnicodeDecodeError:
        return None


def _share(text: str, value: Callable[[str], float]) -> float:
    """Return how good those characters are that are not ASCII, 0 to 1 on average."""
    odd = [character for character in text if character > "\x7f"]
    return sum(map(value, odd)) / len(odd) if odd else 0.0


def _level(codec: str, first: int, last: int) -> Callable[[str], bool]:
    """Return a test for characters whose first byte in a codec lies between two: the common ones stand together."""

    def is_common(character: str) -> bool:
        try:
            raw = character.encode(codec)
        except UnicodeEncodeError:
            return False
        return len(raw) == 2 and first <= raw[0] <= last

    return is_common


_SIGNS = frozenset("、。，；：！？（）《》【】“”‘’·—…〔〕「」『』①②③④⑤⑥⑦⑧⑨⑩０１２３４５６７８９－＋．＿～　")
_SIMPLE = _level("gb2312", 0xB0, 0xD7)
_SIMPLE_RARE = _level("gb2312", 0xD8, 0xF7)
_FULL = _level("big5", 0xA4, 0xC6)
_KANJI = _level("cp932", 0x88, 0x97)
_HANGUL = _level("euc_kr", 0xB0, 0xC8)
_WORD = re.compile(r"[^\W\d_]+")
_ALONE = re.compile("[A-Za-z][^\x00-\x7f](?![^\x00-\x7f])")


def _known(text: str) -> float:
    """Return how many of the characters are among the commonest of Chinese, in either script; 0 to 1."""
    return min(1.0, 1.7 * plausibility(simplify(text)))


def _eastern(text: str, goodness: float) -> float:
    """Return less for characters that stand singly behind Latin letters: there they are a letter with its mark."""
    odd = sum(character > "\x7f" for character in text)
    return goodness * (1.0 - 0.8 * len(_ALONE.findall(text)) / max(odd, 1))


def _chinese(text: str) -> float:
    def value(one: str) -> float:
        return 1.0 if one in _SIGNS or _SIMPLE(one) else 0.6 if _SIMPLE_RARE(one) else 0.3 if one > "\u3400" else 0.0

    return _eastern(text, 0.65 * _share(text, value) + 0.35 * _known(text))


def _traditional(text: str) -> float:
    return _eastern(text, 0.6 * _share(text, lambda one: one in _SIGNS or _FULL(one)) + 0.35 * _known(text))


def _japanese(text: str) -> float:
    kana = _share(text, lambda one: "\u3041" <= one <= "\u30fe")
    known = _share(text, lambda one: "\u3041" <= one <= "\u30fe" or one in _SIGNS or _KANJI(one))
    return _eastern(text, 0.6 * known + 0.35 * max(_known(text), min(1.0, 3 * kana)))


def _korean(text: str) -> float:
    # What is read as Hangul may be Chinese of common characters: only many of them are a proof.
    count = sum(character > "\x7f" for character in text)
    share = _share(text, lambda one: one in _SIGNS or _HANGUL(one))
    return _eastern(text, share * (0.83 if count >= 6 else 0.4))


def _western(text: str) -> float:
    """Return the share of letters with marks that stand in words of plain ones; boxes and signs are in no name."""
    if _BOXES.search(text):
        return 0.05
    odd = sum(character > "\x7f" for character in text)
    inside = 0
    for word in _WORD.findall(text):
        marked = [character for character in word if character > "\x7f"]
        if (
            all("\xc0" <= character < "\u0250" for character in marked)
            and len(word) >= 3
            and len(word) > 2 * len(marked)
        ):
            inside += len(marked)
    return 0.8 * inside / max(odd, 1)


_RUSSIAN = frozenset("оеаинтсрвлкмдпуОЕАИНТСРВЛКМДПУ")  # the commonest letters, nine of ten in a text


def _cyrillic(text: str) -> float:
    """Return how many of the letters stand in words that Cyrillic writing could have."""
    odd = sum(character > "\x7f" for character in text)
    good = 0
    for word in re.findall("[\u0400-\u045f]+", text):
        plain = word.islower() or word.isupper() or word.istitle()
        if plain and len(word) >= 3 and sum(letter in _RUSSIAN for letter in word) * 3 >= 2 * len(word):
            good += len(word)
    return 0.9 * good / max(odd, 1) if odd >= 5 else 0.0


_CODECS: dict[str, Callable[[str], float]] = {
    "gb18030": _chinese,
    "big5hkscs": _traditional,
    "cp932": _japanese,
    "cp949": _korean,
    "cp437": _western,
    "cp1252": _western,
    "cp866": _cyrillic,
    "cp1251": _cyrillic,
    "koi8-r": _cyrillic,
}
"""Codec -> how plausible a text in it is, 0 to 1; in the order of preference."""
