"""What corrections teach: how much of a layout never seen is read right on day 0, and after 1, 2, 5, 10 and 20 corrections.

Two replays, both without any person:

- *one alias*: a label that the lexicon knows is taken from it; one notice that is no longer read right is corrected, what
  announces the right value is taught everywhere, and the share of all lost values that are read again is counted;
- *a layout never seen*: labels are taken from the lexicon and their words from the classifier's training, then corrections come
  in as a user would give them: from the notices with the fewest values first, in each from top to bottom (*fewest*), or first of
  what most notices lack behind the same words that whose change set mends most (*errors*). A change set is accepted if of the
  changes that it shows, `LOOKED` documents of them, hardly any is wrong. Labeled notices of the family are scored after each
  step, by aliases alone. Half of them at a time lies in the heap that is corrected while the other half is scored, so that
  every layout can be corrected and no notice is scored that was.

The person is played by the whole machine: the statements that it makes with all its labels, with their words. Real notices lie
beside the checkout; without them only the invented layouts are replayed.

    python -m bench teaching
"""

from __future__ import annotations

import argparse
import hashlib
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from bench.extract_gold import reading_of
from bench.labels import Labeled, blind_weights, gold_readings, lexicon
from bench.left_out import _places, own_labels
from bench.measuring import SHARED
from counterfile import worker
from counterfile.model.notice import Property
from counterfile.model.reading import Block, BlockKind, Reading, Segment
from counterfile.model.statement import Statement
from counterfile.plugins.extractors import _lines
from counterfile.text import labels
from counterfile.text.aliases import MEANINGS, Alias, Squeezed
from counterfile.text.labels import Field
from counterfile.text.prepared import Learned, PreparedReading, digest, prepared
from counterfile.views import causes, evaluation
from counterfile.views.causes import Sort
from counterfile.views.correcting import _FIELD_OF
from counterfile.views.labels import label
from counterfile.views.layouts import layout_of
from counterfile.views.teaching import ANYWHERE, Lesson, in_order, labels_of, with_aliases

STEPS = (0, 1, 2, 5, 10, 20)
"""Corrections after which the layout is scored."""
LABELS = 40
"""Labels that are taken from the lexicon one by one, the most frequent."""
FEWEST = 10
"""Documents that a label must announce a value in."""

HEAP = 120
"""Notices of a family that may be corrected."""
ORDERS = ("fewest", "errors")
"""Which notice is corrected next: the one with the fewest values; or one of those that lack a value behind the same words, of the
`TRIED` most frequent such words those whose lesson mends most."""
LOOKED = 10
"""Documents with changes that a user looks at before accepting a change set."""
TRIED = 5
HARM = 0.1
"""Wrong changes to right ones at which a change set is no longer accepted."""

SCORED = frozenset(_FIELD_OF) & frozenset(MEANINGS)
"""What the replayed user corrects: what labeled notices are scored by, and a label can announce."""

Truth = Mapping[tuple[Property, str], Statement]
"""What the whole machine states of a notice, by property and value."""


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Return both replays."""
    del options
    found: dict[str, object] = {"invented": invented()}
    notices, gold = SHARED / "data" / "cn-notices", SHARED / "gold" / "dev"
    if not notices.is_dir() or not gold.is_dir():
        return {**found, "skipped": "the notices and their labels are not beside this checkout"}
    readings = {path: one for path in _files(notices) if (one := reading_of(path)) is not None}
    found["one_alias"] = one_alias(list(readings.values()))
    found["families"] = families(notices, readings, gold_readings(gold))
    return found


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.suffix in {".html", ".txt"})


def statements_of(reading: Reading, taught: Sequence[Lesson] = (), learned: Learned | None = None) -> list[Statement]:
    """Return all that is stated of a document with what was taught."""
    carried = prepared(with_aliases(reading, taught), learned=learned)
    if not isinstance(carried, PreparedReading):
        carried = PreparedReading(**{name: getattr(reading, name) for name in Reading.__struct_fields__})
    return [one for _, said in worker.extract(carried) for one in said if not one.conflict]


def _truth(reading: Reading) -> Truth:
    return {(one.property, one.value): one for one in statements_of(reading)}


def taught_by(reading: Reading, right: Statement, *, away: bool = False) -> Lesson | None:
    """Return what a person teaches who points at the words of a value; None where nothing can be taught."""
    span = right.evidence[0]
    meant = None if away else right.property
    cause = causes.taught_by(reading, span.start, span.end, meant)
    if cause is None or causes.teachable(cause, meant):
        return None
    return Lesson(
        Alias(cause.key, meant.value if meant else ""), layout_of(reading).id, heading=cause.sort is Sort.SECTION
    )


# One alias -----------------------------------------------------------------------------------------------------------


def one_alias(readings: Sequence[Reading]) -> dict[str, object]:
    """Take single labels from the lexicon, correct one notice, and count what one alias gives back."""
    known = [_truth(reading) for reading in readings]
    announced: Counter[tuple[str, Property]] = Counter()
    for reading, truth in zip(readings, known, strict=True):
        announced.update(set(_announced(reading, truth)))
    shares: list[float] = []
    lost = given_back = wrong = untaught = 0
    for (key, meant), count in announced.most_common(400):
        if count < FEWEST or len(shares) >= LABELS:
            break
        with _without(frozenset({key})):
            broken = _broken(readings, known, key, meant)
            if len(broken) < FEWEST:
                continue
            lesson = next(
                (one for at, value in broken if (one := taught_by(readings[at], known[at][meant, value]))), None
            )
            if lesson is None:
                untaught += 1
                continue
            everywhere = [Lesson(lesson.alias, ANYWHERE, heading=lesson.heading)]
            fixed = new = 0
            for at in dict.fromkeys(at for at, _ in broken):
                said = {(one.property, one.value) for one in statements_of(readings[at], everywhere)}
                fixed += sum((meant, value) in said for where, value in broken if where == at)
                new += len({pair for pair in said if pair[0] is meant} - set(known[at]))
        shares.append(fixed / len(broken))
        lost, given_back, wrong = lost + len(broken), given_back + fixed, wrong + new
    shares.sort()
    return {
        "labels": len(shares),
        "no_lesson": untaught,
        "values_lost": lost,
        "given_back": round(given_back / lost, 4) if lost else None,
        "median_label": round(shares[len(shares) // 2], 4) if shares else None,
        "labels_at_0.9": sum(one >= 0.9 for one in shares),
        "new_values_that_were_not_stated": wrong,
    }


def _announced(reading: Reading, truth: Truth) -> Iterator[tuple[str, Property]]:
    """Yield labels with what stands behind them, as the whole machine reads it."""
    for (meant, _), one in truth.items():
        if meant not in MEANINGS:
            continue
        cause = causes.cause_of(reading, one.evidence[0].start, one.evidence[0].end)
        if cause is None or cause.sort is Sort.SECTION or cause.own is None:
            continue
        wanted = MEANINGS[meant]
        if (cause.own.field, cause.own.party) == (wanted.field, wanted.party):
            yield cause.key, meant


def _broken(readings: Sequence[Reading], known: Sequence[Truth], key: str, meant: Property) -> list[tuple[int, str]]:
    """Return document and value of what that label announced and is no longer read."""
    found = []
    for at, (reading, truth) in enumerate(zip(readings, known, strict=True)):
        if key not in "".join(reading.text.split()).casefold() or not any(one is meant for one, _ in truth):
            continue
        said = {(one.property, one.value) for one in statements_of(reading)}
        for (each, value), one in truth.items():
            if each is meant and (each, value) not in said:
                cause = causes.cause_of(reading, one.evidence[0].start, one.evidence[0].end)
                if cause is not None and cause.key == key:
                    found.append((at, value))
    return found


@contextmanager
def _without(blind: frozenset[str], weights: bytes | None = None) -> Iterator[None]:
    """Take labels from the lexicon, wherever it is asked, until the block ends; the classifier too where it has no weights."""
    known = labels.own_meaning

    def meaning(words: str) -> labels.Meaning | None:
        return None if labels.alias_key(words) in blind else known(words)

    _lines.look.cache_clear()
    with lexicon(blind, classifier=weights is not None, weights=weights), patch.object(causes, "own_meaning", meaning):
        yield
    _lines.look.cache_clear()


# A layout never seen -------------------------------------------------------------------------------------------------


def families(notices: Path, readings: Mapping[Path, Reading], gold: Labeled) -> dict[str, object]:
    """Replay each family of layouts: without the labels that it alone uses, and without any label that it uses."""
    places = list(_places(notices))
    own = own_labels("family", places)
    used: dict[str, set[str]] = defaultdict(set)
    for place in places:
        used[place.family.partition("-")[0]].add(labels.alias_key(place.words))
    labeled = {reading.document for reading, _ in gold.values()}
    found: dict[str, object] = {}
    for what in ("own", "all"):
        scored: dict[str, list[evaluation.Case]] = defaultdict(list)
        for family in sorted(own):
            blind, kept = own[family]
            if what == "all":
                blind = frozenset(key for key in used[family] if _is_claimed(key))
                others = set().union(*(keys for one, keys in used.items() if one != family))
                kept = " ".join(sorted(others - blind))
            members = {name: one for name, one in gold.items() if str(one[1]["group"]).startswith(f"{family}-")}
            heap = [
                (path.relative_to(notices).parent.as_posix(), reading)
                for path, reading in readings.items()
                if path.relative_to(notices).parts[0].startswith(f"{family}-") and reading.document not in labeled
            ]
            weights = blind_weights(blind, kept)
            for order in ORDERS:
                for corrected, tested in _halves(members):
                    replay = Replay(spread([*corrected, *heap], HEAP), blind, weights, order)
                    for step, cases in replay.steps(lambda taught, tested=tested: _cases(tested, taught)):
                        for name, made in cases.items():
                            scored[f"{step} {order} {name}"] += made
        found[what] = {step: _micro(cases) for step, cases in scored.items()}
    return found


def _halves(members: Labeled) -> Iterator[tuple[list[tuple[str, Reading]], Labeled]]:
    """Yield twice: the notices of one half with their layouts, to be corrected, and the other half, to be scored."""
    layouts: dict[str, list[str]] = defaultdict(list)
    for name in sorted(members):
        layouts[str(members[name][1]["group"])].append(name)
    for half in (0, 1):
        tested = {name for names in layouts.values() for name in names[half::2]}
        corrected = [(str(told["group"]), reading) for name, (reading, told) in members.items() if name not in tested]
        yield corrected, {name: one for name, one in members.items() if name in tested}


def spread(heap: Sequence[tuple[str, Reading]], most: int) -> list[Reading]:
    """Return some Readings, from each layout as many as from any other as far as there are."""
    layouts: dict[str, list[Reading]] = defaultdict(list)
    for layout, reading in heap:
        layouts[layout].append(reading)
    turns = range(max(map(len, layouts.values()), default=0))
    return [layouts[name][turn] for turn in turns for name in sorted(layouts) if turn < len(layouts[name])][:most]


def _is_claimed(key: str) -> bool:
    what = labels.own_meaning(key)
    return what is not None and what.field is not Field.OTHER


def _cases(members: Labeled, taught: Sequence[Lesson]) -> list[evaluation.Case]:
    made = []
    for name, (reading, told) in members.items():
        given = label(statements_of(reading, taught), name)
        one = evaluation.labeled({"file": name, **told})
        made.append(evaluation.Case(name, str(told["group"]), one.label, given, one.disputed))
    return made


def _micro(cases: Sequence[evaluation.Case]) -> dict[str, object]:
    result = evaluation.evaluate(cases, resamples=200)
    f1 = result.micro.f1
    below = {name: round(one.f1.value, 3) for name, one in result.fields.items() if one.f1.value < 0.97}
    return {
        "f1": [round(one, 4) for one in (f1.value, f1.low, f1.high)],
        "precision": round(result.micro.precision.value, 4),
        "wrong": result.micro.fp,
        "below_0.97": below,
    }


Score = Callable[[Sequence[Lesson]], list[evaluation.Case]]


class Replay:
    """A user who corrects the notices of one family, in the order of the queue."""

    def __init__(self, heap: Sequence[Reading], blind: frozenset[str], weights: bytes | None, order: str) -> None:
        self.heap = heap
        self.order = order
        self.blind = blind
        self.weights = weights
        self.truths = [_truth(reading) for reading in heap]
        self.taught: list[Lesson] = []
        self.given = 0
        """Corrections so far, those that taught nothing included."""
        self._read: dict[tuple[int, str], list[Statement]] = {}

    def steps(self, score: Score) -> Iterator[tuple[int, dict[str, list[evaluation.Case]]]]:
        """Yield the number of corrections and the scored notices, taught for the layout alone and for all layouts."""
        with _without(self.blind, self.weights):
            yield 0, self._scored(score)
            given = self._corrections() if self.order == "fewest" else self._by_errors()
            for step in STEPS[1:]:
                while self.given < step and next(given, None) is not None:
                    pass
                yield step, self._scored(score)

    def _scored(self, score: Score) -> dict[str, list[evaluation.Case]]:
        return {"layout": score(self.taught), "anywhere": score(self._everywhere())}

    def _everywhere(self, more: Lesson | None = None) -> list[Lesson]:
        newest = {(one.alias.label, one.heading): one for one in (*self.taught, *([more] if more else []))}
        return [Lesson(one.alias, ANYWHERE, heading=one.heading) for one in newest.values()]

    def _said(self, at: int, more: Lesson | None = None) -> dict[tuple[Property, str], Statement]:
        """Return what is stated of a notice of the heap with what was taught, and with one lesson more."""
        taught = self._everywhere(more)
        key = at, digest(with_aliases(self.heap[at], taught))
        if key not in self._read:
            self._read[key] = statements_of(self.heap[at], taught)
        return {(one.property, one.value): one for one in self._read[key]}

    def _corrections(self) -> Iterator[int]:
        """Give corrections one by one: the notices with the fewest values first, from top to bottom in each."""
        order = sorted(range(len(self.heap)), key=lambda at: (len(self._said(at)), self.heap[at].document))
        for at in order:
            seen: set[tuple[Property, str]] = set()
            while (found := self._next(at, seen)) is not None:
                one, away = found
                seen.add((one.property, one.value))
                self._give(taught_by(self.heap[at], one, away=away))
                yield self.given

    def _by_errors(self) -> Iterator[int]:
        """Give corrections one by one: of what most notices lack behind the same words, the one whose lesson mends most."""
        done: set[tuple[Property, str]] = set()
        while left := {place: found for place, found in self._lacking().items() if place not in done}:
            first = sorted(left, key=lambda each: (-len({at for at, _ in left[each]}), each))
            lessons = {place: taught_by(self.heap[left[place][0][0]], left[place][0][1]) for place in first[:TRIED]}
            place = max(lessons, key=lambda each: self._mends(lessons[each]))
            done.add(place)
            self._give(lessons[place])
            yield self.given

    def _lacking(self) -> dict[tuple[Property, str], list[tuple[int, Statement]]]:
        """Return what notices lack, by property and the words that announce it."""
        lacking: dict[tuple[Property, str], list[tuple[int, Statement]]] = defaultdict(list)
        for at, reading in enumerate(self.heap):
            said = self._said(at)
            for pair, one in self.truths[at].items():
                if pair in said or pair[0] not in SCORED:
                    continue
                span = one.evidence[0]
                cause = causes.taught_by(reading, span.start, span.end, one.property)
                if cause is not None and not causes.teachable(cause, one.property):
                    lacking[pair[0], cause.key].append((at, one))
        return lacking

    def _mends(self, lesson: Lesson | None) -> int:
        """Return how many more values of the heap are right than wrong with a lesson; less than 0 where it teaches nothing."""
        right, wrong = self._changes(lesson, len(self.heap))
        return right - round(wrong / HARM)

    def _changes(self, lesson: Lesson | None, most: int) -> tuple[int, int]:
        """Return how many changes of a lesson are right and wrong, over at most so many notices that it changes."""
        right = wrong = looked = 0
        labels = labels_of(lesson) if lesson is not None else ()
        for at, reading in enumerate(self.heap):
            if looked >= most or not any(map(Squeezed(reading.text).holds, labels)):
                continue
            truth = self.truths[at]
            was, now = self._said(at), self._said(at, lesson)
            looked += was.keys() != now.keys()
            for pair in was.keys() ^ now.keys():
                good = (pair in truth) == (pair in now)
                right, wrong = right + good, wrong + (not good)
        return right, wrong

    def _give(self, lesson: Lesson | None) -> None:
        """Count a correction, and accept what it proposes where the changes that are shown are right."""
        self.given += 1
        if lesson is None:
            return
        right, wrong = self._changes(lesson, LOOKED)
        if right and wrong <= HARM * right:
            self.taught = in_order([*(each for each in self.taught if each.place != lesson.place), lesson])

    def _next(self, at: int, seen: set[tuple[Property, str]]) -> tuple[Statement, bool] | None:
        """Return the first value of a notice that is missing, else the first that is wrong; None where all is right."""
        said, truth = self._said(at), self.truths[at]
        missing = [one for pair, one in truth.items() if pair not in said and pair not in seen and pair[0] in SCORED]
        if missing:
            return min(missing, key=lambda one: one.evidence[0].start), False
        wrong = [one for pair, one in said.items() if pair not in truth and pair not in seen and pair[0] in SCORED]
        return (min(wrong, key=lambda one: one.evidence[0].start), True) if wrong else None


# Invented layouts ----------------------------------------------------------------------------------------------------

TOWNS = ("临沅", "青河", "澄山", "云溪", "泽塘", "白杨", "石桥", "柳湾", "岭东", "平澜")
FIRMS = ("青澜视讯科技", "云溪木艺家具", "泽塘建设集团", "澄山数据技术", "白杨通信工程", "岭东安防设备", "平澜市政工程")
Fill = dict[str, str]


def _filled(number: int) -> Fill:
    chance = random.Random(number)
    town = chance.choice(TOWNS)
    firms = chance.sample(FIRMS, 3)
    return {
        "town": town,
        "firm": f"{firms[0]}有限公司",
        "firm2": f"{firms[1]}有限公司",
        "firm3": f"{firms[2]}有限公司",
        "agency": f"{chance.choice(TOWNS)}衡远招标代理有限公司",
        "number": f"{chance.choice('QHZDLY')}J-2026-{number:04d}",
        "amount": f"{chance.randint(1000, 99999) / 100:.2f}",
        "budget": f"{chance.randint(100000, 199999) / 100:.2f}",
        "day": f"2026年{chance.randint(1, 9)}月{chance.randint(10, 28)}日",
    }


INVENTED: dict[str, str] = {
    "lines": """# {town}市智能监控系统采购项目中标公告
案卷标识：{number}
事由：{town}市智能监控系统采购项目
出题方：{town}市公安局
跑腿机构：{agency}
揭晓归属：{firm}
定盘数目（万元）：{amount}
上沿（万元）：{budget}
落槌日：{day}""",
    "pairs in a table": """# {town}市警务平台采购项目成交结果公告
|案号|{number}|
|立题|{town}市警务平台采购项目|
|起意单位|{town}市公安局|
|承办代办|{agency}|
|揽下单位|{firm}|
|落定数额（元）|{amount}|
|拍定之日|{day}|""",
    "a list under a heading": """# {town}市办公家具定点采购项目中标公告
项目编号：{number}
采购人：{town}市财政局
授牌名录
1、{firm}
2、{firm2}
3、{firm3}
其他事项
本公告同时在本局网站上刊登。""",
    "a table of general heads under a heading": """# {town}市安防设备采购项目中标公告
项目编号：{number}
采购人：{town}市公安局
获牌情形
|序号|单位名称|金额（元）|
|1|{firm}|{amount}|
|2|{firm2}|{budget}|""",
}
"""A layout each, line by line: ``# `` a title, ``|a|b|`` a row of a table, everything else a paragraph."""

TRUTHS: dict[str, tuple[tuple[Property, str], ...]] = {
    "lines": (
        (Property.NUMBER, "{number}"),
        (Property.BUYER, "{town}市公安局"),
        (Property.AGENCY, "{agency}"),
        (Property.SUPPLIER, "{firm}"),
        (Property.AWARD_VALUE, "{amount}"),
        (Property.CEILING, "{budget}"),
        (Property.DECIDED, "{day}"),
    ),
    "pairs in a table": (
        (Property.NUMBER, "{number}"),
        (Property.BUYER, "{town}市公安局"),
        (Property.AGENCY, "{agency}"),
        (Property.SUPPLIER, "{firm}"),
        (Property.AWARD_VALUE, "{amount}"),
        (Property.DECIDED, "{day}"),
    ),
    "a list under a heading": (
        (Property.NUMBER, "{number}"),
        (Property.BUYER, "{town}市财政局"),
        (Property.SUPPLIER, "{firm}"),
        (Property.SUPPLIER, "{firm2}"),
        (Property.SUPPLIER, "{firm3}"),
    ),
    "a table of general heads under a heading": (
        (Property.NUMBER, "{number}"),
        (Property.BUYER, "{town}市公安局"),
        (Property.SUPPLIER, "{firm}"),
        (Property.SUPPLIER, "{firm2}"),
        (Property.AWARD_VALUE, "{amount}"),
        (Property.AWARD_VALUE, "{budget}"),
    ),
}
"""What each states: a property and the words of its value."""
COUNT = 40
"""Notices of each invented layout; those that are corrected are not scored."""


def invented() -> dict[str, object]:
    """Replay layouts that no lexicon has a word of; scored are values by property, on notices that nobody corrected."""
    found: dict[str, object] = {}
    whole: dict[int, list[int]] = {step: [0, 0, 0] for step in STEPS}
    for name, text in INVENTED.items():
        fills = [_filled(number) for number in range(COUNT)]
        readings = [_made(text.format(**fill), f"{name} {number}") for number, fill in enumerate(fills)]
        wanted = [{(meant, words.format(**fill)) for meant, words in TRUTHS[name]} for fill in fills]
        taught: list[Lesson] = []
        given, rows = 0, {}
        queue = iter(range(COUNT // 2))
        todo: list[tuple[int, Property, str]] = []
        for step in STEPS:
            while given < step:
                if not todo:
                    at = next(queue, None)
                    if at is None:
                        break
                    todo = [(at, *pair) for pair in _missing(readings[at], wanted[at], taught)]
                    continue
                at, meant, words = todo.pop(0)
                if (meant, words) not in _missing(readings[at], wanted[at], taught):
                    continue
                given += 1
                taught = _teach(readings[at], meant, words, taught)
            counts = [0, 0, 0]
            for at in range(COUNT // 2, COUNT):
                said = _worded(readings[at], taught)
                right = len(said & wanted[at])
                counts = [counts[0] + right, counts[1] + len(said - wanted[at]), counts[2] + len(wanted[at]) - right]
            rows[step] = _f1(*counts)
            whole[step] = [one + other for one, other in zip(whole[step], counts, strict=True)]
        found[name] = rows
    found["all"] = {step: _f1(*counts) for step, counts in whole.items()}
    return found


def _f1(right: int, wrong: int, missed: int) -> float:
    return round(2 * right / max(2 * right + wrong + missed, 1), 4)


def _worded(reading: Reading, taught: Sequence[Lesson]) -> set[tuple[Property, str]]:
    """Return what is stated, by property and first words, of the properties that the truth tells."""
    told = {meant for truth in TRUTHS.values() for meant, _ in truth}
    return {(one.property, one.evidence[0].quote) for one in statements_of(reading, taught) if one.property in told}


def _missing(
    reading: Reading, wanted: set[tuple[Property, str]], taught: Sequence[Lesson]
) -> list[tuple[Property, str]]:
    left = wanted - _worded(reading, taught)
    return sorted(left, key=lambda pair: reading.text.rindex(pair[1]))


def _teach(reading: Reading, meant: Property, words: str, taught: Sequence[Lesson]) -> list[Lesson]:
    start = reading.text.rindex(words)
    cause = causes.taught_by(reading, start, start + len(words), meant)
    if cause is None or causes.teachable(cause, meant):
        return list(taught)
    lesson = Lesson(Alias(cause.key, meant.value), ANYWHERE, heading=cause.sort is Sort.SECTION)
    return in_order([*(one for one in taught if one.place != lesson.place), lesson])


def _made(text: str, name: str) -> Reading:
    blocks: list[Block] = []
    parts: list[str] = []
    at, row = 0, -1

    def put(kind: BlockKind, words: str, **place: int) -> None:
        nonlocal at
        blocks.append(Block(kind, at, at + len(words), **place))
        parts.append(words)
        at += len(words) + 1

    for line in text.split("\n"):
        if line.startswith("|"):
            row += 1
            for col, cell in enumerate(line.strip("|").split("|")):
                put(BlockKind.CELL, cell, table=0, row=row, col=col)
        elif line.startswith("# "):
            put(BlockKind.TITLE, line[2:])
        else:
            put(BlockKind.PARAGRAPH, line)
    whole = "\n".join(parts)
    document = hashlib.sha256(name.encode()).hexdigest()
    return Reading("rd-" + document[:20], document, "bench 1", whole, tuple(blocks), (), (Segment(0, len(whole)),))
