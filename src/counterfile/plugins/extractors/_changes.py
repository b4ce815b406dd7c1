"""What a correction quotes as it was, and what it puts in its place."""

from __future__ import annotations

import re

AMENDS = re.compile(r"更正|变更|澄清|延期|顺延|修改|补遗|补充|调整|勘误")
_NOT_OLD = "因则件始装产材油有"
CHANGE = re.compile(
    r"(?:现|均|统一|全部|应)?(?:更正|变更|修改|修正|调整|更改|改|延期|顺延|推迟|延长)(?:为|至|到|成)\s*[:：]?"
)
"""What stands between the old words and the new ones of a correction."""
OLD_LEAD = re.compile(
    r"\s*(?:[(（]?[\d一二三四五六七八九十]{1,2}[)）.、．]\s*)?"
    r"(?:原(?:公告|文件|招标文件|采购文件|磋商文件|谈判文件)?(?:内容|信息|条款|表述|规定|为)|原|(?:更正|变更|修改|调整|澄清)前(?:的)?(?:内容|信息)?)\s*(?:为|如下)?\s*[:：]"
)
NEW_LEAD = re.compile(
    r"\s*(?:[(（]?[\d一二三四五六七八九十]{1,2}[)）.、．]\s*)?"
    r"(?:现(?:更正|变更|修改|调整|更改|改)?(?:内容|信息)?(?:为|如下)|现|(?:更正|变更|修改|调整|更改|澄清)(?:后(?:的)?(?:内容|信息)?|为|成))\s*(?:为|如下)?\s*[:：]"
)
OLD_COLUMN = re.compile(r"(?:更正|变更|修改|调整|澄清)前|^原")
NEW_COLUMN = re.compile(r"(?:更正|变更|修改|调整|澄清)后|^现|(?:更正|变更|修改|调整)为")


def old_spans(text: str) -> list[tuple[int, int]]:
    """Return the stretches of a line that a correction quotes as they were: from 原 to 更正为.

    >>> line = "原开标时间：3月1日，更正为开标时间：3月8日"
    >>> [line[start:end] for start, end in old_spans(line)]
    ['原开标时间：3月1日，']
    """
    found: list[tuple[int, int]] = []
    low = 0
    for change in CHANGE.finditer(text):
        lead = re.compile(rf"原(?![{_NOT_OLD}])").search(text, low, change.start())
        if lead is not None:
            found.append((lead.start(), change.start()))
        low = change.end()
    return found
