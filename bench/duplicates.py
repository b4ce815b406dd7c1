"""Duplicates and versions: pair precision, recall and F1 against truth by generation, false links by kind, seconds.

Real notices (in place) and those of the demo are read; of each, copies, versions and hard negatives are made, written as
files, added and run like any others, and every pair of one family is scored. Peers see the same own texts.
"""

from __future__ import annotations

import argparse
import html
import io
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from bench.measuring import SHARED
from counterfile import app, demo
from counterfile.model.reading import BlockKind, Reading
from counterfile.store.ports import View
from counterfile.views import duplicates

BASES = 160
"""Real notices, and as many of the demo, of which families are made."""

Line = tuple[str, ...]
"""A paragraph, or the cells of a table row."""


@dataclass
class Member:
    """A generated file."""

    name: str
    content: bytes
    kind: str
    """``base``, ``near …``, ``version …`` or what makes it another notice."""


@dataclass
class Family:
    """A notice with all that is made of it."""

    members: list[Member] = field(default_factory=list)


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Score real notices and demo notices, our own way and the peers'."""
    result: dict[str, object] = {}
    seed = getattr(options, "seed", 1)
    sources: dict[str, Callable[[Path], None]] = {"demo": lambda place: _demo(place, seed)}
    real = SHARED / "data" / "cn-notices"
    if real.is_dir():
        sources["real"] = lambda place: None
    for name, fill in sources.items():
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            heap = real if name == "real" else place / "source"
            fill(heap)
            bases = _bases(place / "bases", heap, seed)
            families = [_family(number, lines, seed) for number, lines in enumerate(bases)]
            result[name] = _score(place / "inquiry", families)
    return result


def _demo(place: Path, seed: int) -> None:
    demo.write(place, seed=seed + 40, procedures=90)


def _bases(place: Path, heap: Path, seed: int) -> list[list[Line]]:
    """Return the own lines of some notices, first lines are titles."""
    with app.open_inquiry(app.create_inquiry(place)) as inquiry:
        list(inquiry.add([heap]))
        list(inquiry.run())
        view = inquiry.store
        alone = {digest for group in duplicates.groups(view).linked for digest in group.digests}
        found, after = [], ""
        while some := view.notices(after=after):
            after = some[-1].id
            for notice in some:
                reading = view.reading(notice.reading)
                if reading is not None and len(reading.segments) == 1 and notice.document not in alone:
                    lines = _lines(reading)
                    if sum(len(cell) for line in lines for cell in line) >= 150 and 5 < len(lines[0][0]) < 90:
                        found.append(lines)
    return random.Random(seed).sample(found, min(BASES, len(found)))


def _lines(reading: Reading) -> list[Line]:
    lines: list[Line] = []
    at: tuple[int, int] | None = None
    for block in reading.blocks:
        words = reading.text[block.start : block.end].strip()
        if block.kind is BlockKind.FURNITURE or not words:
            continue
        place = (block.table, block.row) if block.table >= 0 else None
        if place is not None and place == at:
            lines[-1] = (*lines[-1], words)
        else:
            lines.append((words,))
        at = place
    title = re.sub(r"\s*[-_|]\s*[^-_|]{2,20}(?:网|平台|中心)$", "", lines[0][0]) if lines else ""
    return [(title,), *lines[1:]] if lines else [("",)]


# --- what is made of a notice


def _family(number: int, lines: list[Line], seed: int) -> Family:
    rng = random.Random(f"{seed}/{number}")
    serial = 3_000_000 + number * 37
    family = Family()

    def put(name: str, content: bytes, kind: str) -> None:
        family.members.append(Member(name, content, kind))

    put(f"alpha/{number:04}/t20210101_{serial}.html", _page(lines, "alpha", rng), "base")
    put(f"beta/content_{serial + 5_000_000}.html", _page(_respelled(lines, rng), "beta", rng), "near: other portal")
    if rng.random() < 0.6:
        put(f"gamma/g-{serial + 9_000_000}.txt", _text(_respelled(lines, rng), rng), "near: as text")
    if rng.random() < 0.5:
        put(f"delta/{serial + 7_000_000}.docx", _docx(lines), "near: as DOCX")
    if rng.random() < 0.4:
        put(f"zeta/{serial + 8_000_000}.html", _page(_moved(lines, rng), "beta", rng), "near: other order")
    for kind, make in _VERSIONS.items():
        changed = make(lines, rng) if rng.random() < 0.5 else None
        if changed is not None:
            again = f"alpha/{number:04}/later-{kind.split()[-1]}/t20210101_{serial}.html"
            put(again, _page(changed, "alpha", rng), f"version: {kind}")
    for kind, make in _OTHERS.items():
        changed = make(lines, rng)
        if changed is not None:
            dress, shift = rng.choice([("alpha", 0), ("beta", 1)]), len(family.members)
            put(f"{dress[0]}/t2021_{serial + 400_000 + shift}.html", _page(changed, dress[0], rng), kind)
    return family


def _page(lines: list[Line], dress: str, rng: random.Random) -> bytes:
    title = html.escape(lines[0][0])
    body, table = [], False
    for line in lines[1:]:
        cells = [html.escape(cell) for cell in line]
        if len(cells) > 1:
            body.append(("" if table else "<table>") + "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
            table = True
            continue
        if table:
            body.append("</table>")
            table = False
        body.append(f"<p>{cells[0]}</p>")
    if table:
        body.append("</table>")
    inside = "\n".join(body)
    others = [
        f"{rng.choice('东西南北')}{rng.choice('江河湖山')}县{rng.choice(['校服', '绿化', '食堂', '路灯'])}采购项目公告"
        for _ in range(5)
    ]
    listed = "".join(f'<li><a href="/n/{n}.html">{words}</a></li>' for n, words in enumerate(others))
    stamp = f"2021-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    if dress == "alpha":
        return (
            f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body><div class="nav"><a href="/">首页</a> &gt; '
            f'<a href="/zb">采购公告</a></div><div class="main"><h1>{title}</h1><div class="content">{inside}</div></div>'
            f'<div class="related"><h4>相关公告</h4><ul>{listed}</ul></div><div class="footer">版权所有 甲省采购网 备案号：甲ICP备1号</div></body></html>'
        ).encode()
    views = rng.randint(3, 900)
    return (
        f'<html><head><meta charset="utf-8"><title>{title}_乙市公共资源交易网</title></head><body><div id="header"><ul><li><a href="/">网站首页</a></li>'
        f'<li><a href="/tz">通知公告</a></li></ul></div><div class="left"><ul>{listed}</ul></div><div class="article"><h2>{title}</h2>'
        f'<p class="info">信息来源：乙市公共资源交易网 浏览次数：{views} 更新时间：{stamp}</p><div class="article-content">{inside}</div></div>'
        f'<div class="share">分享到： 打印 关闭</div><div id="foot">技术支持：乙市信息中心</div></body></html>'
    ).encode()


def _text(lines: list[Line], rng: random.Random) -> bytes:
    wide = rng.choice([38, 60, 1000])
    out = []
    for line in lines:
        words = "\t".join(" ".join(cell.split()) for cell in line)
        out += [words[at : at + wide] for at in range(0, len(words), wide)] if len(line) == 1 else [words]
    return "\n".join(out).encode("utf-8" if rng.random() < 0.5 else "gb18030", "replace")


def _docx(lines: list[Line]) -> bytes:
    import docx

    made = docx.Document()
    made.add_heading(_clean(lines[0][0]), 1)
    for line in lines[1:]:
        made.add_paragraph(_clean("  ".join(line)))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _clean(words: str) -> str:
    return "".join(sign for sign in words if sign >= " ")


_WIDTHS = str.maketrans("：；（），", ":;(),")


def _respelled(lines: list[Line], rng: random.Random) -> list[Line]:
    """Change widths, blanks and the spelling of dates; nothing that is said."""
    dash = rng.random() < 0.5

    def one(words: str) -> str:
        words = words.translate(_WIDTHS)
        if dash:
            words = re.sub(
                r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日", lambda m: f"{m[1]}-{m[2]:0>2}-{m[3]:0>2} ", words
            )
        return re.sub(r"(?<=[:;,])(?=\S)", " ", words) if rng.random() < 0.5 else words

    return [tuple(one(cell) for cell in line) for line in lines]


def _moved(lines: list[Line], rng: random.Random) -> list[Line]:
    """Put a block of lines from the end before the others, as portals do with contacts and summaries."""
    if len(lines) < 6:
        return lines
    cut = rng.randint(len(lines) // 2, len(lines) - 2)
    return [lines[0], *lines[cut:], *lines[1:cut]]


def _sub(
    lines: list[Line], pattern: str, new: Callable[[re.Match[str]], str], *, count: int = 1, first: int = 1
) -> list[Line] | None:
    """Replace the first `count` matches below the title (from line `first`); None where there is none."""
    left, out = count, list(lines[:first])
    for line in lines[first:]:
        cells = []
        for cell in line:
            changed, made = re.subn(pattern, new, cell, count=left) if left else (cell, 0)
            left -= made
            cells.append(changed)
        out.append(tuple(cells))
    return out if left < count else None


def _other_day(match: re.Match[str]) -> str:
    return f"{match[1]}{int(match[2]) % 12 + 1}{match[3]}{int(match[4]) % 27 + 1}"


_DAY = r"((?:19|20)\d\d[-年/.])(\d{1,2})([-月/.])(\d{1,2})"
_SUM = r"(\d{1,3}(?:,\d{3})+|\d{3,9})(?:\.\d+)?(?=\s*(?:万?元))|(\d+\.\d{2,6})"


def _other_sum(match: re.Match[str]) -> str:
    return re.sub(r"[1-9]", lambda sign: str(int(sign[0]) % 9 + 1), match[0], count=2)


def _deadline(lines: list[Line], rng: random.Random) -> list[Line] | None:
    """Change a day in the second half: the first one may be that of publication, which is no change of the page."""
    return _sub(lines, _DAY, _other_day, first=max(1, len(lines) // 2))


def _amount(lines: list[Line], rng: random.Random) -> list[Line] | None:
    return _sub(lines, _SUM, _other_sum)


def _paragraph(lines: list[Line], rng: random.Random) -> list[Line]:
    at = rng.randint(2, max(2, len(lines) - 1))
    more = rng.choice(
        [
            "供应商应当自行踏勘现场，费用自理。",
            "本项目面向中小企业采购，详见采购文件第三章。",
            "逾期送达的响应文件不予受理，开标室改为第三会议室。",
        ]
    )
    return [*lines[:at], (more,), *lines[at:]]


def _titled(lines: list[Line], new: Callable[[str], str]) -> list[Line]:
    """Change the title wherever it stands."""
    old, changed = lines[0][0], new(lines[0][0])
    return [tuple(changed if cell == old else cell for cell in line) for line in lines]


def _correction(lines: list[Line], rng: random.Random) -> list[Line] | None:
    if re.search("更正|变更|澄清|答疑", lines[0][0]):
        return None
    word = rng.choice(["更正公告", "变更公告", "澄清公告"])
    named = _titled(lines, lambda title: re.sub(r"(?:招标|采购|中标|成交|结果)?(?:公告|公示)?$", "", title) + word)
    if rng.random() < 0.5:
        return [*named, ("更正内容：提交截止时间相应顺延，其他内容不变。",)]
    return _sub(named, _DAY, _other_day)


def _second_round(lines: list[Line], rng: random.Random) -> list[Line] | None:
    if re.search("二次|第二次|重新", lines[0][0]):
        return None
    word = rng.choice(["（二次）", "（第二次）", "（重新招标）"])
    named = _titled(
        lines,
        lambda title: re.sub(
            r"((?:公开)?(?:招标|采购|中标|成交|结果|候选人)*(?:公告|公示)?)$", rf"{word}\1", title, count=1
        ),
    )
    return _sub(named, _DAY, _other_day, count=9) or named if rng.random() < 0.6 else named


def _lot(lines: list[Line], rng: random.Random) -> list[Line] | None:
    if re.search("[包标]段?", lines[0][0][-14:]):
        return None
    named = _titled(
        lines, lambda title: re.sub(r"((?:中标|成交|招标)?(?:结果)?(?:公告|公示)?)$", r"第2包\1", title, count=1)
    )
    return _sub(named, _SUM, _other_sum, count=3) or named


def _sibling(lines: list[Line], rng: random.Random) -> list[Line] | None:
    """Another purchase with the same sentences: number, buyer's place and sums differ."""
    text = "\n".join(cell for line in lines for cell in line)
    number = re.search(r"编号\s*[：:]?\s*([A-Za-z\d][\w\-－\[\]（）()]{4,}\d)", text)
    if number is None:
        return None
    last = re.findall(r"\d+", number[1])[-1]
    other = f"{int(last) + 7:0>{len(last)}}".join(number[1].rsplit(last, 1))
    changed = [tuple(cell.replace(number[1], other) for cell in line) for line in lines]
    places = re.compile(r"[\u4e00-\u9fff]{2}(?=[县区市镇乡])")
    found = places.search(lines[0][0])
    if found:
        changed = [tuple(cell.replace(found[0], "云霁") for cell in line) for line in changed]
    return _sub(changed, _SUM, _other_sum, count=4) or changed


def _year(lines: list[Line], rng: random.Random) -> list[Line] | None:
    def next_year(match: re.Match[str]) -> str:
        return str(int(match[0]) + 1)

    return _sub(lines, r"(?<!\d)20[012]\d(?!\d\d\d\d\d)", next_year, count=60, first=0)


def _candidates(lines: list[Line], rng: random.Random) -> list[Line] | None:
    if not re.search("(?:中标|成交)(?:结果)?(?:公告|公示)$", lines[0][0]) or "候选" in lines[0][0]:
        return None
    named = _titled(lines, lambda title: re.sub("(?:中标|成交)(?:结果)?(?:公告|公示)$", "中标候选人公示", title))
    return _sub(named, "中标人|成交供应商|中标供应商|供应商名称", lambda m: "第一中标候选人") or named


_VERSIONS: dict[str, Callable[[list[Line], random.Random], list[Line] | None]] = {
    "changed deadline": _deadline,
    "changed amount": _amount,
    "added paragraph": _paragraph,
}
_OTHERS: dict[str, Callable[[list[Line], random.Random], list[Line] | None]] = {
    "correction": _correction,
    "second round": _second_round,
    "other lot": _lot,
    "sibling purchase": _sibling,
    "another year": _year,
    "candidates and award": _candidates,
}


# --- scoring


def _truth(one: str, other: str) -> str | None:
    """Return ``near``, ``version``, a kind of negative, or None where the truth is nobody's to say."""
    kinds = sorted((one.partition(":")[0], other.partition(":")[0]))
    if all(kind in ("base", "near") for kind in kinds):
        return "near"
    if kinds == ["base", "version"]:
        return "version"
    if "version" in kinds:
        return None if all(kind in ("base", "near", "version") for kind in kinds) else _negative(kinds)
    return _negative(kinds)


def _negative(kinds: list[str]) -> str:
    return " / ".join(kind for kind in kinds if kind not in ("base", "near"))


def _score(place: Path, families: list[Family]) -> dict[str, object]:
    heap = place.parent / "heap"
    for family in families:
        for member in family.members:
            path = heap / member.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(member.content)
    with app.open_inquiry(app.create_inquiry(place)) as inquiry:
        list(inquiry.add([heap]))
        list(inquiry.run())
        view = inquiry.store
        names = {arrival.origin.partition("/")[2]: arrival.digest for arrival in view.scan_arrivals()}
        truth: dict[tuple[str, str], str] = {}
        unsaid: set[tuple[str, str]] = set()
        for family in families:
            members = [(names[member.name], member) for member in family.members]
            for (a, one), (b, other) in combinations(members, 2):
                said = _truth(one.kind, other.kind)
                pair = (min(a, b), max(a, b))
                if a == b or said is None:
                    unsaid.add(pair)
                else:
                    truth[pair] = said
        began = time.process_time()
        found = {(pair.one, pair.other): pair.kind for group in duplicates.groups(view).linked for pair in group.pairs}
        spent = time.process_time() - began
        result: dict[str, object] = {
            "documents": view.counts().added,
            "pairs": dict(Counter(truth.values()).most_common()),
            "counterfile": _scores(found, truth, unsaid) | {"cpu_s": round(spent, 2)},
        }
        texts = dict(_texts(view))
        for name, peer in (("simhash_hamming_3", _simhash), ("datasketch_minhash_0.8", _minhash)):
            began = time.process_time()
            pairs = peer(texts)
            spent = time.process_time() - began
            result[name] = (
                "skipped: the library is absent"
                if pairs is None
                else _scores(dict.fromkeys(pairs, None), truth, unsaid) | {"cpu_s": round(spent, 2)}
            )
    return result


def _scores(
    found: dict[tuple[str, str], object], truth: dict[tuple[str, str], str], unsaid: set[tuple[str, str]]
) -> dict[str, object]:
    same = {pair for pair, said in truth.items() if said in ("near", "version")}
    said = set(found) - unsaid
    hits = said & same
    wrong = said - same
    precision, recall = len(hits) / max(1, len(said)), len(hits) / max(1, len(same))
    negatives = Counter(kind for kind in truth.values() if kind not in ("near", "version"))
    false = Counter(truth.get(pair, "other families") for pair in wrong)
    kinds = Counter(truth[pair] for pair in hits)
    result: dict[str, object] = {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / max(1e-9, precision + recall), 4),
        "recall_by_kind": {
            kind: round(kinds[kind] / max(1, sum(1 for each in truth.values() if each == kind)), 4)
            for kind in ("near", "version")
        },
        "false_links": dict(false.most_common()),
        "false_share_of_negatives": round(sum(false[kind] for kind in negatives) / max(1, sum(negatives.values())), 5),
    }
    if any(found.values()):
        result["kind_right"] = round(sum(1 for pair in hits if found[pair] == truth[pair]) / max(1, len(hits)), 4)
    return result


# --- peers


def _texts(view: View) -> Iterator[tuple[str, str]]:
    for digest in duplicates._read(view):
        reading = view.reading_of(digest)
        if reading is not None:
            yield digest, re.sub(r"\W+", "", duplicates.own_text(reading))


def _simhash(texts: dict[str, str]) -> set[tuple[str, str]]:
    """Charikar's fingerprint of 64 bits over runs of five characters; pairs at most three bits apart."""
    from hashlib import blake2b

    prints = {}
    for digest, text in texts.items():
        weights = [0] * 64
        for at in range(max(1, len(text) - 4)):
            value = int.from_bytes(blake2b(text[at : at + 5].encode(), digest_size=8).digest(), "big")
            for bit in range(64):
                weights[bit] += 1 if value >> bit & 1 else -1
        prints[digest] = sum(1 << bit for bit in range(64) if weights[bit] > 0)
    return {(min(a, b), max(a, b)) for (a, x), (b, y) in combinations(prints.items(), 2) if (x ^ y).bit_count() <= 3}


def _minhash(texts: dict[str, str]) -> set[tuple[str, str]] | None:
    try:
        from datasketch import MinHash, MinHashLSH
    except ImportError:
        return None
    index = MinHashLSH(threshold=0.8, num_perm=128)
    sketches = {}
    for digest, text in texts.items():
        made = MinHash(num_perm=128)
        made.update_batch([text[at : at + 5].encode() for at in range(max(1, len(text) - 4))])
        sketches[digest] = made
        index.insert(digest, made)
    return {
        (min(digest, other), max(digest, other))
        for digest, made in sketches.items()
        for other in index.query(made)
        if other != digest and made.jaccard(sketches[other]) >= 0.8
    }
