"""The demo inquiry's files, one after the other, with what is true of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from counterfile.demo import carriers, codes, dresses, english, forms, papers
from counterfile.demo.names import Organization
from counterfile.demo.page import Page, Publication
from counterfile.demo.plan import Purchase, purchases
from counterfile.demo.truth import AnswerTruth, FileTruth, Ledger, ProcedureTruth, Truth
from counterfile.model.document import State

PROCEDURES = 106
"""Attempts to buy of the demo inquiry, 50 of them in its scope."""


@dataclass(frozen=True, slots=True)
class DemoFile:
    """A file of the heap."""

    path: str
    """Below the heap's folder, ``/`` between parts; the last part is unique in the heap."""
    content: bytes


@dataclass(slots=True)
class _Item:
    """A file, or a member of an archive, with its truth and what it names."""

    path: str
    content: bytes
    truth: FileTruth
    named: list[tuple[Organization, str]] = field(default_factory=list)
    member: bool = False


@dataclass(frozen=True, slots=True)
class Heap:
    """A whole heap in memory; only for small ones."""

    files: tuple[DemoFile, ...]
    truth: Truth


def generate(seed: int = 1, procedures: int = PROCEDURES) -> Iterator[DemoFile]:
    """Yield the files of a demo inquiry; the same seed and size give the same bytes.

    Args:
        seed: Any whole number; another seed gives other bodies, amounts and dates.
        procedures: How many attempts to buy there are, at least 1. 106 make about 400 files, 22,000 about 76,000.
            Memory does not grow with it.

    Yields:
        Files in order of procedures, then the few broken ones.
    """
    for thing in _walk(seed, procedures):
        if isinstance(thing, _Item) and not thing.member:
            yield DemoFile(thing.path, thing.content)


def truth(seed: int = 1, procedures: int = PROCEDURES) -> Truth:
    """Return what is true of the heap that `generate` yields for the same arguments."""
    return build(seed, procedures, keep=False).truth


def build(seed: int = 1, procedures: int = PROCEDURES, *, keep: bool = True) -> Heap:
    """Return the heap and its truth; without ``keep`` only the truth is held."""
    ledger = Ledger(seed, procedures)
    files: list[DemoFile] = []
    for item in _recorded(ledger, seed, procedures):
        if keep:
            files.append(DemoFile(item.path, item.content))
    return Heap(tuple(files), ledger.close())


def write(folder: Path, seed: int = 1, procedures: int = PROCEDURES) -> Truth:
    """Write the heap below ``folder``, which is made if it is not there, and return its truth.

    The truth is not written: a heap must not hold its own answers. See `write_truth`.
    """
    ledger = Ledger(seed, procedures)
    for item in _recorded(ledger, seed, procedures):
        path = folder / item.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(item.content)
    return ledger.close()


def _recorded(ledger: Ledger, seed: int, procedures: int) -> Iterator[_Item]:
    """Yield the files, archive members left out, while the ledger notes everything."""
    for thing in _walk(seed, procedures):
        if isinstance(thing, Purchase):
            ledger.open(_procedure(thing))
            continue
        ledger.add(thing.truth, thing.content)
        for organization, printed in thing.named:
            ledger.name(organization, printed)
        if not thing.member:
            yield thing


def _procedure(p: Purchase) -> ProcedureTruth:
    kind = p.buyer.kind.value if p.buyer.kind else ""
    return ProcedureTruth(
        id=p.id,
        family=p.family,
        round=p.attempt,
        number=p.number,
        title=p.title,
        buyer_id=p.buyer.id,
        buyer_class=kind,
        relevant=p.relevant,
        province=None,
        opened=None,
        published=None,
        mentions=[],
        lots=1,
        awarded=False,
        files=[],
        answers={name: AnswerTruth(said, list(words)) for name, (said, words) in codes.answers(p).items()}
        if p.relevant
        else {},
    )


# --- the walk


def _walk(seed: int, procedures: int) -> Iterator[_Item | Purchase]:
    released: list[Page] = []
    for family in purchases(seed, procedures):
        rng = Random(f"{seed}/{family[0].index}/files")  # noqa: S311 (nothing here is secret)
        serial = family[0].index * 64
        for purchase in family:
            yield purchase
            zipped: list[_Item] = []
            for stage in purchase.stages:
                pub = _publication(purchase, stage, serial, rng)
                serial += 1
                if pub.dress == "ocds":
                    released.append(Page(pub))
                    continue
                item = _item(pub, _path(pub))
                if purchase.traits.get("zip") and stage in {"award", "contract"}:
                    zipped.append(item)
                    continue
                yield item
                if purchase.paper and stage == "tender":
                    yield from _papers(pub)
                mirror = _mirror(pub, serial, rng)
                if mirror:
                    serial += 1
                    again = _item(mirror, _path(mirror))
                    again.truth.notices[0].near_duplicate_of = item.path
                    again.truth.plant = "near duplicate"
                    yield again
                if rng.random() < 0.025 or (purchase.index in {1, 5} and stage == "award"):
                    yield _copy(item)
            if zipped:
                yield from _zip(zipped, purchase)
    if released:
        yield _package(released)
    yield from _broken()


_AFTER = {"planning": -35, "tender": 0, "single_source": 0, "amendment": 5}


def _publication(p: Purchase, stage: str, serial: int, rng: Random) -> Publication:
    if stage in _AFTER:
        date = p.published + dt.timedelta(days=_AFTER[stage])
    elif stage == "contract":
        date = p.signed + dt.timedelta(days=2)
    else:
        date = p.decided + dt.timedelta(days=3 if stage == "award" else 1)
    form = "new" if date >= dt.date(2020, 7, 1) or p.portal == "cloud" else "old"
    if p.portal in {"works", "agency"}:
        form = p.portal
    dress = p.portal
    if p.traits.get("zip") and stage in {"award", "contract"}:
        dress = "text" if stage == "award" else "provincial"
    elif p.traits.get("xlsx") and stage == "contract":
        dress = "xlsx"
    elif p.traits.get("carrier"):
        dress = p.traits["carrier"]
    elif p.portal in {"national", "provincial"} and not p.traits:
        draw = rng.random()
        dress = "docx" if draw < 0.02 else "pdf" if draw < 0.03 else dress
    if p.english:
        form = "english"
    return Publication(p, stage, date, dress, serial, form)


def _mirror(pub: Publication, serial: int, rng: Random) -> Publication | None:
    """The same notice on another portal, for some."""
    forced = pub.purchase.index in {0, 4} and pub.stage == "award"
    if pub.purchase.english or pub.dress in {"docx", "pdf", "xlsx"} or (rng.random() >= 0.16 and not forced):
        return None
    dress = "text" if forced or rng.random() < 0.6 or pub.dress == "provincial" else "provincial"
    return Publication(pub.purchase, pub.stage, pub.date, dress, serial, pub.form)


def _path(pub: Publication) -> str:
    day, serial = pub.date, pub.serial
    match pub.dress:
        case "national":
            return f"national/{day:%Y%m}/t{day:%Y%m%d}_{serial + 10_000_000}.htm"
        case "cloud":
            return f"cloud/{day:%Y}/ZcyAnnouncement-{serial + 4_000_000}.html"
        case "provincial":
            return f"provincial/{pub.purchase.buyer.place.letters.lower()}/content_{serial + 300_000}.html"
        case "works":
            return f"works/{day:%Y}/{day:%Y%m%d}-{serial:07x}.html"
        case "agency":
            return f"agency/zhaobiao/{day:%Y%m%d}/{serial + 500}.html"
        case "text":
            return f"aggregator/{day:%Y-%m}/g-zb-{serial + 45_000_000}.txt"
        case "donor":
            return f"donor/{day:%Y}/notice-OP{serial + 100_000:08d}.html"
        case "eforms":
            tender = pub.stage == "tender"
            return f"eforms/{day:%Y}/{serial + 1_000:08d}-{day:%Y}.{'xml' if tender else 'html'}"
        case _:
            name = forms.heading(Page(pub)).replace("/", "-")
            return f"documents/{day:%Y}/{name}-{serial}.{pub.dress}"


def _item(pub: Publication, path: str) -> _Item:
    page = Page(pub)
    content = dresses.wear(page)
    page.truth.file = path
    return _Item(path, content, FileTruth(path, State.READ, None, None, [page.truth]), page.named)


def _papers(pub: Publication) -> Iterator[_Item]:
    """The tender papers that a notice names, or the archive of them and its members."""
    p = pub.purchase
    path = f"documents/{pub.date:%Y}/attachments/{papers.name(p)}"
    page = Page(pub)
    content = papers.paper(page)
    plant = "early study" if p.paper == "study" else "tender papers"
    parts = papers.parts(p)
    member = f"{path}!/{parts[0]}" if parts else path
    page.truth.file = member
    if parts:
        terms = papers.terms(p)
        archive = carriers.zipped(zip(parts, (content, terms), strict=True))
        yield _Item(path, archive, FileTruth(path, State.READ, plant, None, []))
        inner = f"{path}!/{parts[1]}"
        yield _Item(inner, terms, FileTruth(inner, State.READ, plant, None, []), member=True)
    yield _Item(member, content, FileTruth(member, State.READ, plant, None, [page.truth]), page.named, bool(parts))


def _copy(item: _Item) -> _Item:
    folder, _, name = item.path.rpartition("/")
    stem, _, ending = name.rpartition(".")
    path = f"downloads/{folder.partition('/')[0]}/{stem} (1).{ending}"
    return _Item(path, item.content, FileTruth(path, State.READ, "exact duplicate", item.path, []))


def _zip(items: list[_Item], p: Purchase) -> Iterator[_Item]:
    path = f"documents/{p.published:%Y}/公告打包下载-{p.index}.zip"
    members = []
    for item in items:
        notice = item.truth.notices[0]
        kind = "合同公告" if notice.stage == "contract" else "成交结果公告"
        name = f"{p.title}{kind}.{item.path.rpartition('.')[2]}"
        members.append((name, item.content))
        item.path = item.truth.path = notice.file = f"{path}!/{name}"
        item.truth.plant, item.member = "member of a zip with GBK names", True
    content = carriers.zipped(members, encoding="gb18030")
    yield _Item(path, content, FileTruth(path, State.READ, "zip with GBK names", None, []))
    yield from items


def _package(pages: list[Page]) -> _Item:
    path = "ocds/releases-lindora.json"
    content = english.ocds(pages)
    for page in pages:
        page.truth.file = path
    named = [pair for page in pages for pair in page.named]
    return _Item(
        path, content, FileTruth(path, State.READ, "OCDS release package", None, [page.truth for page in pages]), named
    )


def _broken() -> Iterator[_Item]:
    """The files that are no readable notice, one of each kind."""
    title = "示例采购项目招标公告"
    document = carriers.docx(title, [("p", f"第{n}条 本文件在下载时中断。") for n in range(1, 400)])
    # One member, cut in its midst: of several, the whole ones would be saved.
    archive = carriers.zipped([("附件.txt", "".join(f"{title}第{n}号\n" for n in range(1, 400)).encode())])
    robot = (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>访问验证</title></head><body>'
        '<div class="box"><h1>您的访问过于频繁</h1>'
        "<p>为了保障网站安全，请完成滑动验证后继续访问。</p><p>Request ID: 0a1b2c3d4e5f</p></div></body></html>\n"
    ).encode()
    shell = (
        b'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title></title>'
        b'<script src="/static/js/app.3f9c.js" defer></script></head>'
        b'<body><noscript></noscript><div id="app"></div></body></html>\n'
    )
    noise = bytes((n * n * 31 + n * 17 + 7) % 251 for n in range(4_096))
    for name, content, state, plant in (
        ("documents/2021/招标文件(下载未完成).docx", document[: len(document) // 2], State.FAILED, "truncated DOCX"),
        ("documents/2021/投标文件格式.zip", archive[: len(archive) // 2], State.FAILED, "truncated zip"),
        (
            "documents/2021/技术规范书（加密）.pdf",
            carriers.pdf(title, [title], locked=True),
            State.FAILED,
            "locked PDF",
        ),
        ("national/202104/t20210402_empty.htm", b"", State.SKIPPED, "empty file"),
        ("national/202104/t20210402_verify.htm", robot, State.SKIPPED, "anti-robot page"),
        ("cloud/2021/ZcyAnnouncement-detail.html", shell, State.SKIPPED, "empty shell"),
        ("downloads/national/thumbs.dat", noise, State.SKIPPED, "unknown format"),
    ):
        yield _Item(name, content, FileTruth(name, state, plant, None, []))
