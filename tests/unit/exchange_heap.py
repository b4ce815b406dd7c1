"""A heap for tests of exchange: two attempts of one project, two lots, a consortium, a sole trader, a person."""

from __future__ import annotations

from counterfile.model.judgement import AgentKind, Judgement, Question
from counterfile.model.notice import Property as P
from counterfile.testing.corpus import Corpus, total

BUYER = ("", P.BUYER, "临沅市公安局")
AGENCY = ("", P.AGENCY, "澄远招标代理有限公司")
COMPANY_CODE = "91110000123456780W"
"""Passes the check of credit codes; nobody's."""
TRADER_CODE = "92430700MA4P00000*"
PERSON = "王小明"
TRADER = "云溪县老王五金店"


class Heap(Corpus):
    """The heap, with the ids of its notices."""

    def __init__(self) -> None:
        super().__init__()
        self.tender = self.notice(
            "tender",
            [
                ("", P.PUBLISHED, "2021-03-01"),
                ("", P.NOTICE_TITLE, "临沅市智能监控采购项目公开招标公告"),
                ("", P.TITLE, "临沅市智能监控采购项目"),
                ("", P.NUMBER, "LY-2021-018"),
                ("", P.METHOD, "公开招标"),
                BUYER,
                AGENCY,
                ("", P.PROVINCE, "湖南省"),
                ("", P.BUDGET, total("1300000")),
                ("", P.OPENING, "2021-03-22"),
                ("lot/1", P.LOT_LABEL, "包1"),
                ("lot/1", P.LOT_TITLE, "前端设备"),
                ("lot/2", P.LOT_LABEL, "包2"),
                ("lot/2", P.CEILING, "0.95 rate"),
            ],
            name="tender.html",
        )
        self.award = self.notice(
            "award",
            [
                ("", P.PUBLISHED, "2021-04-02"),
                ("", P.NUMBER, "LY-2021-018"),
                BUYER,
                ("", P.DECIDED, "2021-04-01"),
                ("lot/1", P.LOT_LABEL, "第一包"),
                ("lot/1/supplier/1", P.SUPPLIER, "临沅澄远视讯科技有限公司"),
                ("lot/1/supplier/1", P.SUPPLIER_ID, COMPANY_CODE),
                ("lot/1", P.AWARD_VALUE, total("990000.50")),
                ("lot/2", P.LOT_LABEL, "第二包"),
                ("lot/2/supplier/1", P.SUPPLIER, TRADER),
                ("lot/2/supplier/1", P.SUPPLIER_ID, TRADER_CODE),
                ("lot/2", P.AWARD_VALUE, "0.88 rate"),
                ("lot/3", P.LOT_LABEL, "第三包"),
                ("lot/3/supplier/1", P.SUPPLIER, PERSON),
            ],
            name="award.html",
        )
        self.contract = self.notice(
            "contract",
            [
                ("", P.PUBLISHED, "2021-05-06"),
                ("", P.CONTRACT_NUMBER, "LY-HT-2021-3"),
                ("", P.SIGNED, "2021-05-01"),
                BUYER,
                ("lot/1", P.LOT_LABEL, "包1"),
                ("lot/1/supplier/1", P.SUPPLIER, "临沅澄远视讯科技有限公司"),
                ("lot/1", P.CONTRACT_VALUE, total("985000")),
            ],
            name="contract.html",
        )
        self.same(self.tender, self.award, self.contract)
        self.other = self.notice("tender", [("", P.PUBLISHED, "2020-01-02"), BUYER, ("", P.TITLE, "另一项目")])
        self.doubt(self.tender, self.other)

    def doubt(self, one: str, other: str) -> None:
        """Let software be unsure whether two notices belong together."""
        first, second = sorted((one, other))
        judgement = Judgement(
            Question.SAME_PROCEDURE, first, second, "unsure", "resolve 1", AgentKind.SOFTWARE, "same title", 0.55
        )
        with self.store.batch() as batch:
            batch.record("resolve", "1", f"doubt:{first}:{second}", first, [judgement])
