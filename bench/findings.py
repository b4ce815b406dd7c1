"""A hundred findings over an inquiry: found, verified twice, what one judgement would move, and verified after it.

``python -m bench findings --keep FOLDER`` takes the inquiry that the scale benchmark left there; without it a small demo
inquiry is made. Seconds are of this process's processor; a query in the cage adds its child's.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from counterfile import app, plugins
from counterfile.model.finding import Finding
from counterfile.model.judgement import AgentKind, Answer, Judgement, Question
from counterfile.store import layout
from counterfile.views import findings, keeping
from counterfile.views.consequences import consequences

SMALL = 300
"""Procedures of the demo inquiry, some 1,000 documents."""

WORDS = ("人脸识别", "视频监控", "大数据", "预警", "档案", "门禁", "车辆", "无线", "存储", "指挥")
CLASSES = ("police", "political_legal", "education", "health")
HEAD = 'claim: {en: "measured", zh: "测量"}\n'
OTHERS = (
    "unit: document\nmeasure: count\n",
    "unit: notice\nmeasure: count\nby: stage\npopulation: {where: {buyer_class: police}}\n",
    "unit: organization\nmeasure: count\npopulation: {where: {role: supplier}}\n",
    "unit: procedure\nmeasure: count\nsql: select procedure from awards where amount > 100000000\n",
    "unit: procedure\nmeasure: count\npopulation: {relevant: yes}\n",
    "unit: award\nmeasure: rank\nof: suppliers\npopulation: {where: {buyer_class: health}}\n",
    "unit: procedure\nmeasure: first\nof: published\npopulation: {where: {buyer_class: police}}\n",
    "unit: lot\nmeasure: median\nof: award_value\npopulation: {where: {award_value_currency: CNY, buyer_class: health}}\n",
    "unit: procedure\nmeasure: count\npopulation: {round: 2}\n",
    "unit: procedure\nmeasure: list\nof: province\npopulation: {where: {buyer_class: education}}\n",
    "unit: award\nmeasure: min-max\nof: amount\npopulation: {where: {amount_currency: CNY, buyer_class: police}}\n",
    "unit: notice\nmeasure: quotation\nquote: 人脸识别\n",
)


def hundred() -> list[str]:
    """Return a hundred findings of all sorts, most of them narrow, as those of an investigation are."""
    found = [
        f"unit: procedure\npopulation: {{stage: tender, window: {{date: published, from: 2021, to: 2021-06}}, "
        f"where: {{buyer_class: {kind}, text: {{any: [{word}]}}}}}}\nmeasure: count\n"
        for kind in CLASSES
        for word in WORDS
    ]
    for year in range(2016, 2024):
        for kind in CLASSES[:2]:
            where = f"window: {{date: published, from: {year}, to: {year}-04}}, where: {{buyer_class: {kind}}}"
            awards = f"window: {{date: award_date, from: {year}, to: {year}-04}}, where: {{amount_currency: CNY}}"
            found.append(f"unit: procedure\npopulation: {{{where}}}\nmeasure: count\nby: province\n")
            found.append(f"unit: procedure\npopulation: {{{where}}}\nmeasure: share\nof: {{has_award: yes}}\n")
            found.append(f"unit: award\npopulation: {{{awards}}}\nmeasure: sum\nof: amount\n")
    return [HEAD + text for text in (*found, *OTHERS)]


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Measure in a copy; the inquiry stays as it is."""
    result: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        inquiry = _copied(Path(options.keep), Path(folder)) if options.keep else _made(Path(folder))
        for number, text in enumerate(hundred()):
            (inquiry / layout.FINDINGS / f"f{number:03}.yaml").write_text(text, "utf-8")
        time.sleep(keeping.YOUNG + 1)  # younger files are not believed
        with app.open_inquiry(inquiry) as opened:
            result["documents"] = opened.store.counts().added
            kept = keeping.Kept(inquiry, plugins.buyer_class())
            with _timed(result, "tables_made_cpu_s"):
                kept.workbench(opened.store)
            with _timed(result, "tables_loaded_cpu_s"):
                kept.workbench(opened.store)
            with _timed(result, "find_cpu_s"):
                found = opened.find([], lock=True)
            result["units"] = sum(each.used for each in found)
            for name in ("verify_first_cpu_s", "verify_again_cpu_s"):
                with _timed(result, name):
                    verified = opened.verify()
            result |= {"originals": verified.documents, "quotes": verified.quotes, "moved": len(verified.moved)}
            specs = findings.load_findings(inquiry / layout.FINDINGS)
            for name, judgement in _supposed(found):
                with _timed(result, f"suppose_{name}_cpu_s"):
                    changed = consequences(
                        opened.store, [judgement], specs, keeping.Kept(inquiry, plugins.buyer_class())
                    )
                result[f"suppose_{name}_changes"] = len(changed)
            _, judged = next(_supposed(found))
            with opened.store.batch() as batch:
                batch.judge(judged)
            # The database is young now: nothing is kept of it yet, and what was kept is carried over.
            with _timed(result, "tables_carried_cpu_s"):
                keeping.Kept(inquiry, plugins.buyer_class()).workbench(opened.store)
            with _timed(result, "verify_after_an_answer_cpu_s"):
                result["moved_by_it"] = len(opened.verify().moved)
    result["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)
    return result


def _supposed(found: list[Finding]) -> Iterator[tuple[str, Judgement]]:
    """Yield judgements on the first units of the first findings that have any."""
    notices = [unit.notices[0] for each in found[40:] for unit in each.units if unit.notices][:2]

    def says(question: str, one: str, other: str, answer: str) -> Judgement:
        return Judgement(question, one, other, answer, "bench", AgentKind.PERSON, "measured")

    yield "relevant", says(Question.RELEVANT, notices[0], "", Answer.YES)
    yield "buyer", says(Question.VALUE, f"{notices[0]}||buyer", "", "临沅市第四中学")
    yield "same", says(Question.SAME_PROCEDURE, min(notices), max(notices), Answer.SAME)


def _copied(inquiry: Path, folder: Path) -> Path:
    made = app.create_inquiry(folder / "inquiry")
    (made / layout.DATABASE).write_bytes((inquiry / layout.DATABASE).read_bytes())
    (made / layout.ARCHIVE).rmdir()
    (made / layout.ARCHIVE).symlink_to((inquiry / layout.ARCHIVE).resolve())
    return made


def _made(folder: Path) -> Path:
    with app.create_demo(folder / "inquiry", seed=1, procedures=SMALL) as inquiry:
        list(inquiry.add([inquiry.folder / "heap"]))
        list(inquiry.run())
        for old in (inquiry.folder / layout.FINDINGS).iterdir():
            old.unlink()
        return inquiry.folder


@contextmanager
def _timed(result: dict[str, object], name: str) -> Iterator[None]:
    begun = time.process_time()
    yield
    result[name] = round(time.process_time() - begun, 2)
