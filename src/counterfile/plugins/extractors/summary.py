"""L1: what stands above the body.

Extracts:
    The document's title with the stage, the round and the project's name in it; the portal's channel; the 公告概要 box of the national
    platform and its like.

Source:
    Titles of the reader, a ``标题`` label, or the first line that announces something; rules of `counterfile.text.kinds`.

Caveats:
    A title cut short by its portal may have lost its type of notice. The site's own name is no title.

License:
    Nothing beside Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from counterfile.model.candidate import Candidate
from counterfile.model.notice import Property
from counterfile.model.reading import Reading, Segment
from counterfile.plugins.extractors._claims import claim
from counterfile.plugins.extractors._pairs import PairClaims
from counterfile.plugins.extractors.outline import MAX_LINE, Outline, Spot, outline
from counterfile.text.kinds import find_lots, stage_of, trim_title
from counterfile.text.labels import Field


class SummaryExtractor:
    """Proposes what the title, the channel and the summary box say."""

    name = "L1"
    version = "3"

    def propose(self, reading: Reading, segment: Segment) -> Iterable[Candidate]:
        """Yield candidates from titles and from pairs inside a summary box."""
        seen = outline(reading, segment)
        yield from _titles(seen, self.name)
        yield from PairClaims(seen, (pair for pair in seen.pairs if pair.summary), self.name, 0.92).claims()


def titles_of(seen: Outline) -> list[tuple[Spot, float]]:
    """Return the stretches that may be the notice's title, with how sure each is, the best first."""
    found: list[tuple[Spot, float]] = []
    body = {"".join(line.text.split()) for line in seen.lines[:40]}
    for pair in seen.pairs:
        if pair.meaning.field is Field.NOTICE_TITLE and pair.value.text:
            found.append((pair.value, 0.85))
    for number, spot in enumerate(seen.titles):
        if len(spot.text) > MAX_LINE:
            continue
        text = re.sub(r"\s", "", spot.text)
        if re.match(r"(?:项目|工程|采购项目|招标)(?:名称|编号)[:：]", text):
            continue
        known = text in body or any(text[:12] and text[:12] in line for line in body)
        says = stage_of(spot.text) is not None
        site = re.search(r"网站|源码|模版|Www\.|首页|门户|^-", spot.text, re.IGNORECASE) is not None and not says
        found.append((spot, 0.2 if site else 0.95 - 0.02 * number if says else 0.8 if known else 0.7))
    for line in seen.lines[:8]:
        text = _PARTED.sub("", line.text.strip())
        if len(text) < 12 and not re.search(r"公告|公示|通知|通告|通报|公报|记录|合同|意向|邀请", text):
            continue
        if 4 <= len(text) <= 120 and not re.search(r"[:：。，,；]", text) and stage_of(text) is not None:
            found.append((Spot(line.start, line.end, line.text), 0.75 if len(text) >= 12 else 0.65))
            break
    for spot in seen.headings[:1]:
        if 8 <= len(spot.text) <= 120 and not re.search(r"[:：。]|^[一二三四五六七八九十]、", spot.text):
            found.append((spot, 0.5))
    return sorted(found, key=lambda pair: -pair[1])


_PARTED = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000]{1,4}(?=[\u4e00-\u9fff](?:[ \u3000]|$))")
"""Blanks that space out the letters of a headline (招　标　公　告)."""


def _titles(seen: Outline, layer: str) -> Iterator[Candidate]:
    ranked = titles_of(seen)
    for number, (whole, sure) in enumerate(ranked[:4]):
        text = whole.text
        start = len(text) - len(text.lstrip())
        end = _site_cut(text)
        spot = Spot(whole.start + start, whole.start + end, text[start:end])
        if sure < 0.3:
            continue
        claims = [claim("", Property.NOTICE_TITLE, "title", (spot,), layer, sure)] if number == 0 else []
        # 关于某项目的通知 tells of something new, and the body says what.
        notified = _NOTIFIED.search(spot.text) is not None and _CHANGES.search(spot.text) is None
        claims.append(claim("", Property.STAGE, "stage", (spot,), layer, min(sure, 0.45) if notified else sure))
        if number == 0:
            again = claim("", Property.ROUND, "round", (spot,), layer, sure)
            # 更正公告（第二次） counts the corrections, not the attempts; and a first attempt is said by saying nothing.
            if again is not None and again.value != "1" and not _COUNTS_CORRECTIONS.search(spot.text):
                claims.append(again)
            low, high = trim_title(spot.text)
            core = Spot(spot.start + low, spot.start + high, spot.text[low:high])
            claims.append(claim("", Property.TITLE, "title", (core,), layer, 0.5))
            for part in ("province", "city", "county"):
                claims.append(claim("", _PLACES[part], part, (core,), layer, 0.6))
            yield from _title_lot(spot, layer)
        yield from (one for one in claims if one is not None)
    for pair in seen.pairs:
        if pair.meaning.field is Field.TITLE and pair.value.text and find_lots(pair.value.text):
            yield from _title_lot(pair.value, layer)
    for pair in seen.pairs:
        if pair.meaning.field is Field.NOTICE_TYPE and pair.value.text:
            channel = _channel(pair.value)
            # A channel that only names a method (竞争性磋商) holds every stage of such procedures.
            sure = 0.6 if re.search(r"公告|公示|结果|合同|更正|意向|记录", channel.text) else 0.4
            one = claim("", Property.STAGE, "stage_words", (channel,), layer, sure)
            if one is not None:
                yield one


_NOTIFIED = re.compile(r"的?(?:通知|通告|函)\s*$")
_CHANGES = re.compile(
    r"更正|变更|延期|延长|澄清|答疑|补遗|补充|修改|顺延|勘误|修正|推迟|改期|暂停|恢复|调整|中标|成交|废标|流标|终止"
)
_COUNTS_CORRECTIONS = re.compile(
    r"(?:更正|变更|澄清|答疑|补遗|延期|补充)(?:公告|通知|文件|说明|公示)?\s*[(（\[【]?\s*第?\s*[一二三四五六七八九\d]{1,2}\s*[次号]?\s*[)）\]】]?\s*$"
    r"|第\s*[一二三四五六七八九\d]{1,2}\s*次\s*(?:更正|变更|澄清|答疑|补遗|延期|补充)"
)
_PLACES = {"province": Property.PROVINCE, "city": Property.CITY, "county": Property.COUNTY}


def _channel(value: Spot) -> Spot:
    """The last part of 政府采购/采购/资审公告 is the channel; the parts before it say 采购 of everything."""
    cut = max(value.text.rfind("/"), value.text.rfind(">"), value.text.rfind("-"))
    if cut < 0:
        return value
    text = value.text[cut + 1 :]
    if text.strip() in {"资审公告", "资审文件澄清"}:  # 采购/资审公告 is one name: purchase or prequalification
        cut = max(value.text.rfind("/", 0, cut), -1)
        text = value.text[cut + 1 :]
    lead = len(text) - len(text.lstrip())
    start = value.start + cut + 1 + lead
    return Spot(start, start + len(text.strip()), text.strip())


def _site_cut(text: str) -> int:
    """Where the site's own name begins (…成交公告_某采购网)."""
    match = re.search(
        r"\s*[_|｜]\s*[^_|｜]{2,20}(?:网|平台|中心|门户|系统)\s*$|\s+[-—–]\s*[^-—–]{2,20}(?:网|平台|门户)\s*$", text
    )
    match = match or re.search(r"(?<=[告示知录])\s*[-—–_]\s*[\u4e00-\u9fff]{3,20}(?:网|平台|门户|中心)\s*$", text)
    if match is None and text.isascii():
        match = re.search(r"\s+\|\s+[^|]{3,60}$", text)
    return match.start() if match and match.start() > 6 else len(text.rstrip())


def _title_lot(spot: Spot, layer: str) -> Iterator[Candidate]:
    lots = find_lots(spot.text)
    if len(lots) != 1:
        return
    lot = lots[0]
    _, high = trim_title(spot.text)
    before, after = spot.text[: lot.start], spot.text[lot.end :]
    bracketed = before.rstrip()[-1:] in "（(【[" if before.strip() else False
    ends = lot.end >= high - 3 or not re.sub(r"[\s)）】\]]", "", spot.text[lot.end : high])
    titled = bool(re.match(r"\s*[:：]", after))
    if not (bracketed or ends or titled or re.match(r"\s*(?:项目)?(?:[(（]|的|$|[-—])", after)):
        return
    label = Spot(spot.start + lot.start, spot.start + lot.end, spot.text[lot.start : lot.end])
    one = claim("lot/1", Property.LOT_LABEL, "lot", (label,), layer, 0.6)
    if one is not None:
        yield one
    title = re.match(r"\s*[:：]\s*([^)）】\]]{3,60})", after) if titled else None
    if title is not None:
        start = spot.start + lot.end + title.start(1)
        words = title.group(1).rstrip()
        words = words[: trim_title(words)[1]]
        two = claim("lot/1", Property.LOT_TITLE, "title", (Spot(start, start + len(words), words),), layer, 0.6)
        if two is not None:
            yield two
