"""A small open inquiry made of hand-made facts, for tests of the doors: it has everything that a page can show."""

from __future__ import annotations

from pathlib import Path

from counterfile.model.judgement import Question
from counterfile.model.notice import Property
from counterfile.settings import Settings
from counterfile.store.memory import MemoryStore
from counterfile.testing.corpus import Corpus, total

P = Property

FINDING = """\
claim:
  en: Two procedures were opened.
  zh: 共有两个采购项目。
unit: procedure
measure: count
expected: 3
"""


class Sample:
    """Two rounds of one purchase, a purchase with lots, a contradiction, decisions, failures."""

    def __init__(self, folder: Path, odd: str = "") -> None:
        """Make the facts; `odd` is put into every text that a document, a file name or a person may choose."""
        self.folder = folder
        self.settings = Settings(title=f"沅江采购{odd}")
        (folder / "findings").mkdir(exist_ok=True)
        (folder / "findings" / "rounds.yaml").write_text(FINDING, encoding="utf-8")
        self.corpus = Corpus()
        buyer, agency = f"临沅市公安局{odd}", f"沅江招标代理有限公司{odd}"
        title = f"临沅市公安局警务云平台采购项目{odd}"
        parties = [("", P.BUYER, buyer), ("", P.AGENCY, agency)]
        self.first = self._notice(
            "tender",
            [
                ("", P.PUBLISHED, "2025-03-01"),
                ("", P.NOTICE_TITLE, f"{title}公开招标公告"),
                ("", P.TITLE, title),
                ("", P.NUMBER, f"LYZC-2025-001{odd}"),
                ("", P.METHOD, f"公开招标{odd}"),
                ("", P.PROVINCE, f"湘南省{odd}"),
                ("", P.BUDGET, total("5000000")),
                ("", P.CEILING, total("4900000")),
                ("", P.MISSING_DOCUMENT, f"详见附件{odd}"),
                *parties,
            ],
            odd,
            "tender",
        )
        self.award = self._notice(
            "award",
            [
                ("", P.PUBLISHED, "2025-04-02"),
                ("", P.TITLE, title),
                ("", P.NUMBER, f"LYZC-2025-001{odd}"),
                *parties,
                ("lot/1", P.LOT_LABEL, f"第1包{odd}"),
                ("lot/1", P.LOT_TITLE, f"云平台软件{odd}"),
                ("lot/1", P.LOT_STATUS, "awarded"),
                ("lot/1/supplier/1", P.SUPPLIER, f"甲科技有限公司{odd}"),
                ("lot/1/supplier/1", P.SUPPLIER_ID, f"91110000123456780W{odd}"),
                ("lot/1/supplier/1", P.AWARD_VALUE, total("3250310")),
                ("lot/2", P.LOT_LABEL, f"第2包{odd}"),
                ("lot/2", P.LOT_STATUS, "failed"),
                ("lot/2/supplier/1", P.CANDIDATE, f"乙数据有限公司{odd}"),
                ("lot/2/supplier/1", P.RANK, "1"),
                ("lot/2", P.AWARD_VALUE, "unknown_unit"),
                ("", P.FEE, "0.0085 rate"),
            ],
            odd,
            "award",
            conflicts=[("", P.BUDGET, total("5000000")), ("", P.BUDGET, total("500"))],
        )
        self.second = self._notice(
            "tender",
            [
                ("", P.PUBLISHED, "2026-05-06"),
                ("", P.TITLE, f"{title}（二次）"),
                ("", P.ROUND, "2"),
                *parties,
            ],
            odd,
            "second",
        )
        self.corpus.same(self.first, self.award)
        self.corpus.same(self.first, self.second, question=Question.SAME_FAMILY)
        self.procedure = self.corpus.procedure(self.first)
        self.other = self.corpus.procedure(self.second)
        self.corpus.judge(
            Question.VALUE,
            f"{self.first}||{P.CEILING}",
            total("4800000"),
            agent=f"reviewer-1{odd}",
            reason=f"the amendment says so{odd}",
        )
        self.corpus.judge(Question.VALUE, f"{self.award}||{P.FEE}", "", reason=f"a placeholder{odd}")
        self.failed = self.corpus.fail(f"broken{odd}.pdf", f"the file ends too early{odd}")

    @property
    def store(self) -> MemoryStore:
        """Return the facts."""
        return self.corpus.store

    def _notice(
        self,
        stage: str,
        says: list[tuple[str, Property, str]],
        odd: str,
        name: str,
        conflicts: list[tuple[str, Property, str]] | None = None,
    ) -> str:
        return self.corpus.notice(
            stage,
            says,
            words=f"本项目包含人脸识别功能。{odd}",
            furniture=f"友情链接：采购网{odd}",
            name=f"{name}{odd}.html",
            conflicts=conflicts or [],
        )
