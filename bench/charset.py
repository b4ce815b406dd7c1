"""Charsets: bytes become the characters that they were, on real pages and short strings in each charset.

The pages of ``cn-notices`` and strings of one to a dozen characters from them are encoded anew; sentences in other
languages are invented. A case counts as right when the text comes out as it went in. Peers are measured where installed.
"""

# ruff: noqa: E501 (sentences read better unwrapped)

from __future__ import annotations

import argparse
import contextlib
import re
import time
from collections.abc import Callable, Iterator

from bench.measuring import SHARED
from counterfile.errors import NotADocument
from counterfile.plugins.readers import _charset
from counterfile.text.script import has_han

_DECLARATION = re.compile(r"(<meta[^>]*?)charset\s*=\s*[\"']?[\w-]+[\"']?", re.IGNORECASE)

PEER_STEP = 40
"""Peers, which take a hundred times as long, are asked every so many cases."""

CHINESE = (
    ("utf-8", "utf-8"),
    ("gb18030", "gb2312"),
    ("gb18030", "gbk"),
    ("utf-16", "utf-16"),
    ("utf-16-le", ""),
    ("utf-16-be", ""),
)
OTHERS: tuple[tuple[str, str, str], ...] = (
    ("big5", "big5", "臺北市政府採購中心公開招標公告，請廠商於截止投標期限前遞交文件，逾期不予受理。本案預算金額新臺幣三百萬元整。"),
    ("cp932", "shift_jis", "東山市は、街頭防犯カメラの購入について一般競争入札を行いますので、次のとおり公告します。入札に参加する者は書類を提出してください。"),
    ("euc-jp", "euc-jp", "東山市は、街頭防犯カメラの購入について一般競争入札を行いますので、次のとおり公告します。入札に参加する者は書類を提出してください。"),
    ("cp949", "euc-kr", "동산시는 방범 카메라 구매를 위한 입찰을 다음과 같이 공고합니다. 입찰에 참가하고자 하는 자는 서류를 제출하여야 합니다."),
    ("cp1251", "windows-1251", "Администрация города Северска объявляет открытый конкурс на поставку камер наружного наблюдения для нужд города."),
    ("koi8-r", "koi8-r", "Администрация города Северска объявляет открытый конкурс на поставку камер наружного наблюдения для нужд города."),
    ("cp1251", "windows-1251", "Община Брезово обявява открита процедура за доставка на камери за видеонаблюдение и тяхната поддръжка."),
    ("cp1252", "iso-8859-1", "La commune procède à l'acquisition de caméras de vidéoprotection ; les critères d'attribution sont précisés au règlement."),
    ("cp1252", "windows-1252", "Die Vergabestelle der Stadt Grünau schließt das Verfahren für die Lieferung von Überwachungskameras ab."),
    ("cp1252", "iso-8859-1", "El órgano de contratación publica la licitación de cámaras de seguridad y su mantenimiento durante tres años."),
    ("cp1250", "windows-1250", "Zamówienie obejmuje dostawę i montaż kamer oraz świadczenie usług konserwacji urządzeń przez trzy lata."),
    ("iso8859-2", "iso-8859-2", "Předmětem zakázky je dodávka kamerového systému včetně zaškolení obsluhy a záručního servisu."),
)  # fmt: skip


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Measure all cases with each detector."""
    cases = list(_cases())
    result: dict[str, object] = {"cases": len(cases)}
    for name, detect in _detectors().items():
        asked = cases if name == "counterfile" else cases[::PEER_STEP]
        wrong: dict[str, int] = {}
        counted: dict[str, int] = {}
        began = time.process_time()
        for group, content, text in asked:
            counted[group] = counted.get(group, 0) + 1
            if detect(content) != text:
                wrong[group] = wrong.get(group, 0) + 1
        used = time.process_time() - began
        right = len(asked) - sum(wrong.values())
        groups = {group: f"{count - wrong.get(group, 0)} of {count}" for group, count in counted.items()}
        result[name] = {
            "cases": len(asked),
            "right": right,
            "share": round(right / len(asked), 4),
            "ms": round(used / len(asked) * 1000, 2),
            "by_group": groups,
        }
    return result


def _cases() -> Iterator[tuple[str, bytes, str]]:
    """Yield group, bytes and the text that they are."""
    folder = SHARED / "data" / "cn-notices"
    pages = [(path.read_bytes(), path) for path in sorted(folder.rglob("*.html"))] if folder.is_dir() else []
    texts = [_charset.decode(content, declared_in=content[:4096]).text.replace("\r\n", "\n") for content, _ in pages]
    for content, text in zip((content for content, _ in pages), texts, strict=True):
        yield "as saved", content, _charset.decode(content, declared_in=content[:4096]).text
        for codec, declared in CHINESE:
            for label, source in (("declared", _declaring(text, declared)), ("undeclared", _declaring(text, ""))):
                if label == "declared" and not declared:
                    continue
                with contextlib.suppress(UnicodeEncodeError):
                    yield f"page {codec} {label}", source.encode(codec), source
    for text in texts[::7]:
        words = [word for word in re.findall(r"[^\W\d_a-zA-Z]{2,12}", re.sub(r"<[^<>]*>", " ", text)) if has_han(word)]
        for word in words[5::40]:
            for codec in ("utf-8", "gb18030"):
                yield f"string {codec}", word.encode(codec), word
    for codec, declared, text in OTHERS:
        for count in (1, 20):
            for label, head in (("declared", f'<meta charset="{declared}">'), ("undeclared", "")):
                page = (
                    f"<html><head>{head}<title>{text[:20]}</title></head><body>"
                    + f"<p>{text}</p>" * count
                    + "</body></html>"
                )
                yield f"{codec} {label}", page.encode(codec), page
        yield f"{codec} bare", text.encode(codec), text


def _declaring(text: str, charset: str) -> str:
    """Return the page with this declaration and no other."""
    return _DECLARATION.sub(lambda found: f'{found.group(1)}charset="{charset}"' if charset else found.group(1), text)


def _detectors() -> dict[str, Callable[[bytes], str]]:
    found: dict[str, Callable[[bytes], str]] = {"counterfile": _ours}
    with contextlib.suppress(ImportError):
        import charset_normalizer

        def normalized(content: bytes) -> str:
            best = charset_normalizer.from_bytes(content[:20_000]).best()
            return content.decode(best.encoding, "replace").removeprefix("\ufeff") if best is not None else ""

        found["charset_normalizer"] = normalized
    with contextlib.suppress(ImportError):
        import chardet

        def detected(content: bytes) -> str:
            codec = str(chardet.detect(content[:20_000])["encoding"] or "utf-8").lower()
            return content.decode("gb18030" if codec == "gb2312" else codec, "replace").removeprefix("\ufeff")

        found["chardet"] = detected
    return found


def _ours(content: bytes) -> str:
    with contextlib.suppress(NotADocument):
        return _charset.decode(content, declared_in=content[:4096]).text
    return ""
