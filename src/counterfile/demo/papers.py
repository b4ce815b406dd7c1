"""Tender papers: the files that come with a tender notice and say in detail what it only names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from counterfile.demo import carriers
from counterfile.demo.page import Block, Cell, Page, long_date, table
from counterfile.demo.plan import Purchase

PAGES = 200
"""Of the early study."""

_KIND = "技术规范书"
_ENDINGS = {"docx": f"{_KIND}.docx", "pdf": f"{_KIND}.pdf", "zip": "招标文件.zip"}
_STUDY = "平安县城建设可行性研究报告.pdf"


def name(p: Purchase) -> str:
    """Return the file's name as the notice prints it; empty where no papers came."""
    if not p.paper:
        return ""
    if p.paper == "study":
        return f"{p.buyer.place.short}{_STUDY}"
    return (
        f"Technical specifications {p.number.replace('/', '-')}.docx" if p.english else f"{p.title}{_ENDINGS[p.paper]}"
    )


def parts(p: Purchase) -> tuple[str, ...]:
    """Return the names of the files inside an archive; empty for papers that are one file."""
    return (f"{p.title}{_KIND}.docx", f"{p.title}招标文件正文.docx") if p.paper == "zip" else ()


def terms(p: Purchase) -> bytes:
    """Return the general terms, which repeat the notice; the program takes them for no notice of their own."""
    chapters = ("第一章 投标邀请", "第二章 投标人须知", "第三章 评标办法", "第四章 合同条款")
    lines = (
        "详见本项目公告。",
        "投标有效期九十日。",
        "综合评分法。",
        "验收合格后支付合同价款的百分之九十五，其余一年后付清。",
    )
    blocks: list[Block] = [("kv", "项目编号", p.number, "number"), ("kv", "招标人", p.buyer.name, "buyer")]
    for chapter, line in zip(chapters, lines, strict=True):
        blocks += [("h", chapter), ("p", line)]
    return carriers.docx(f"{p.title}招标文件", blocks)


def paper(page: Page) -> bytes:
    """Return the specifications of a purchase, or its study, and complete the page's truth.

    They are no act of publication: their stage is null.
    """
    p = page.p
    page.truth.stage = None
    if p.paper == "study":
        lines = list(_study(page))
        page.mentions("\n".join(lines))
        return carriers.pdf("采购文件附件一", lines)
    head, blocks = _english(page) if p.english else _chinese(page)
    page.mentions("\n".join([head, *carriers.words(blocks)]))
    return carriers.pdf(head, carriers.words(blocks)) if p.paper == "pdf" else carriers.docx(head, blocks)


def _chinese(page: Page) -> tuple[str, list[Block]]:
    p = page.p
    lines = [line for line in p.inside if not _is_item(line)]
    items = [line for line in p.inside if _is_item(line)]
    return p.title + _KIND, [
        ("kv", "项目编号", page.number(), "number"),
        ("kv", "项目名称", page.title(), "title"),
        ("kv", "采购人", page.buyer(), "buyer"),
        ("h", "第一章 总则"),
        ("p", "带“★”的条款为实质性要求，不满足的响应无效。"),
        ("h", "第二章 现状与范围"),
        ("p", "现有视频资源分散在多个平台，本项目在利旧基础上统一接入、统一运维。"),
        ("h", "第三章 功能要求"),
        *(("p", f"3.{n} {line}") for n, line in enumerate((*p.needs, *lines), 1)),
        ("h", "第四章 设备及软件清单"),
        table([_HEAD, *_rows(["网络设备及安装辅材1批", *items])]),
        ("h", "第五章 验收"),
        ("p", "按功能逐项测试，试运行三个月后组织验收。"),
    ]  # fmt: skip


_HEAD: list[Cell] = ["序号", "名称及数量", "备注"]


def _rows(items: list[str]) -> list[list[Cell]]:
    return [[str(n), item, "—"] for n, item in enumerate(items, 1)]


def _is_item(line: str) -> bool:
    return "软件模块" in line


def _english(page: Page) -> tuple[str, list[Block]]:
    p = page.p
    return f"Technical Specifications: {page.title()}", [
        ("kv", "Project title", page.title(), "title"),
        ("kv", "Reference No.", page.number(), "number"),
        ("kv", "Procuring entity", page.buyer(), "buyer"),
        ("h", "1. General"),
        ("p", "Requirements marked as mandatory must be met; all others are evaluated."),
        ("h", "2. Functional requirements"),
        *(("p", line) for line in (*p.needs, *p.inside)),
        ("h", "3. Acceptance"),
        ("p", "Each function is tested before acceptance."),
    ]


def _study(page: Page) -> Iterator[str]:
    """Yield the lines of a study older than the purchase, a form feed before each page."""
    p, day = page.p, page.p.traits["study"]
    yield f"项目编号：{page.number()}"
    yield f"项目名称：{page.title()}"
    yield f"采购人：{page.buyer()}"
    yield f"\f{p.buyer.place.short}平安县城建设可行性研究报告"
    yield _dated(page, day)
    for number in range(3, PAGES + 1):
        chapter, section = divmod(number - 3, 33)
        yield f"\f第{chapter + 1}章 第{section + 1}节"
        yield f"本节说明第{number}页所列点位的供电、传输和安装条件，数据以现场踏勘为准。"
        if number == _NAMED:
            yield "远期设想：条件成熟时，可在视频资源基础上探索“一人一档”应用。"


_NAMED = 137
"""The page of the study that names what is looked for."""


def _dated(page: Page, day: dt.date) -> str:
    page.truth.published = day.isoformat()
    return long_date(day)
