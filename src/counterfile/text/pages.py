"""Lines of a page: page numbers, running heads, the title of a notice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

EDGE = 3
"""Lines at the top and at the bottom of a page that may be running heads."""

_PAGE_NUMBER = re.compile(
    r"[-—–·\s]*\d{1,4}[-—–·\s]*|第?\s*\d{1,4}\s*页?\s*[/，,共of]+\s*\d{1,4}\s*页?|第\s*\d{1,4}\s*页.{0,10}|page\s+\d+.{0,12}|[ivxlc]{1,6}",
    re.IGNORECASE,
)
NOTICE_END = re.compile(
    r"(?:公告|公示|通知|公示表|结果|更正|变更|答疑|澄清|补遗|一览表|采购意向|合同|开标记录|通知书|函|notice|announcement)\s*(?:[（(【\[].{0,20}[)）】\]])?$",
    re.IGNORECASE,
)
"""How the title of a Chinese notice ends: with the type of the notice, maybe a round in brackets."""

_TITLE_LINES = 8  # of the first page, within which its title stands


def is_page_number(line: str) -> bool:
    """Return whether a line is nothing but a page's number.

    >>> is_page_number("— 12 —"), is_page_number("第 3 页 共 9 页"), is_page_number("12 台")
    (True, True, False)
    """
    return _PAGE_NUMBER.fullmatch(line) is not None


def ends_as_a_notice(line: str) -> bool:
    """Return whether a line ends as the title of a notice does: with the type of the notice, maybe a round in brackets.

    >>> ends_as_a_notice("临沅市公安局视频监控采购项目中标公告（第二次）")
    True
    """
    return NOTICE_END.search(line) is not None


def is_title(line: str, place: int) -> bool:
    """Return whether a line, the `place`-th of the first page from 0, is the title of a notice."""
    return place < _TITLE_LINES and 6 <= len(line) <= 120 and ends_as_a_notice(line)


def shape(line: str) -> str:
    """Return a line with every number as 0: what running heads have in common.

    >>> shape("招标文件 第12页")
    '招标文件 第0页'
    """
    return re.sub(r"\d+", "0", line)


def running_heads(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Return the shapes of lines that stand at the edge of most pages; one page or two prove nothing.

    Args:
        pages: The lines of each page.
    """
    if len(pages) < 3:
        return frozenset()
    seen: Counter[str] = Counter()
    for lines in pages:
        edges = [*lines[:EDGE], *lines[max(len(lines) - EDGE, EDGE) :]]
        seen.update({shape(line) for line in edges})
    return frozenset(head for head, count in seen.items() if head and count >= max(3, len(pages) * 0.6))


def is_furniture(line: str, place: int, lines: int, running: frozenset[str]) -> bool:
    """Return whether a line is a running head or a page's number.

    Args:
        line: The line.
        place: Its number on the page, from 0.
        lines: How many the page has.
        running: As `running_heads` gives them.
    """
    if (place < EDGE or place >= lines - EDGE) and shape(line) in running:
        return True
    return lines > 1 and place in (0, lines - 1) and is_page_number(line)
