"""Where a notice's text leads is evidence: one leads to the other, both have one attachment; not a form, not a menu."""

import itertools
from pathlib import Path

import pytest

from counterfile import app, flow
from counterfile.model.judgement import Question
from counterfile.model.notice import Property
from counterfile.plugins.readers.html import HtmlReader
from counterfile.resolving import procedures
from counterfile.stages.resolve import ResolveStage
from counterfile.store.memory import MemoryArchive, MemoryStore
from counterfile.store.ports import Cluster, Published
from counterfile.testing import facts
from counterfile.text.addresses import address_key
from counterfile.text.names import core_title, name_key
from counterfile.views.clusters import PERHAPS_PROCEDURE

CALL = "http://zfcg.linyuan.example/notices/202103/t20210305_16031234.htm"
OTHER_CALL = "http://zfcg.linyuan.example/notices/202103/t20210305_16031777.htm"
PAPERS = "/upload/P020210305512340987654.pdf"
FORM = "/upload/P020180101000000123456.doc"
KEYS = {
    Property.TITLE: core_title,
    Property.BUYER: name_key,
    Property.LINK: address_key,
    Property.PAGE_ADDRESS: address_key,
}


def notice(name: str, links: tuple[str, ...] = (), **values: str) -> Published:
    """Return a notice that says so little that what it says does not tell whose procedure it is."""
    base = {"TITLE": "办公设备采购项目", "BUYER": "临沅市第二中学", "PUBLISHED": "2021-03-05", "STAGE": "tender"}
    told = [(Property[field], value) for field, value in (base | values).items() if value]
    told += [(Property.LINK, link) for link in links]
    words = facts.reading(name, "\n".join(value for _, value in told))
    said = [
        facts.statement(words, meant, value, key=KEYS[meant](value) if meant in KEYS else None) for meant, value in told
    ]
    return Published(facts.notice(words), tuple(said))


def filled(*notices: Published) -> MemoryStore:
    """Return a store in which the notices were recorded, linked and gathered one after the other."""
    store = MemoryStore()
    stage = ResolveStage()
    for fact in notices:
        with store.batch() as batch:
            batch.record("extract", "1", fact.notice.document, "k", [fact])
            batch.mark_due(flow.GATHER, [f"notice:{fact.notice.id}"])
            flow.place(stage, batch, [fact])
        list(flow.run([stage], store, MemoryArchive(), workers=1))
    return store


def together(store: MemoryStore, one: Published, two: Published, kind: Cluster = Cluster.PROCEDURE) -> bool:
    return store.cluster(kind, one.notice.id) == store.cluster(kind, two.notice.id)


CALLED = notice("call", PAGE_ADDRESS=CALL)
AWARDED = {"TITLE": "校园智慧黑板及配套设备", "STAGE": "award", "PUBLISHED": "2021-04-09"}
LIKE_IT = AWARDED | {"TITLE": "办公设备及智慧黑板采购", "BUYER": ""}


def test_notice_that_leads_to_another_is_of_its_procedure() -> None:
    award = notice("award", (CALL.removeprefix("http://zfcg.linyuan.example").upper(),), **AWARDED)
    stranger = notice("stranger", (OTHER_CALL,), **AWARDED | {"TITLE": "学生课桌椅更新"})

    store = filled(CALLED, award, stranger)

    assert together(store, CALLED, award)
    assert not together(store, CALLED, stranger)
    (link,) = store.judgements(Question.SAME_PROCEDURE, [award.notice.id])
    assert "link: one leads to the other" in link.reason


def test_two_notices_with_one_attachment_are_of_one_procedure() -> None:
    call, award = notice("call", (PAPERS,)), notice("award", (PAPERS,), **LIKE_IT)
    assert together(filled(call, award), call, award)

    call, award = notice("call", (PAPERS,)), notice("award", (FORM,), **LIKE_IT)
    assert not together(filled(call, award), call, award)


def test_one_attachment_under_unlike_titles_is_left_to_a_person() -> None:
    call, award = notice("call", (PAPERS,)), notice("award", (PAPERS,), **AWARDED)

    store = filled(call, award)

    assert not together(store, call, award)
    assert store.judgements(PERHAPS_PROCEDURE, [award.notice.id])


def test_form_that_stands_in_many_notices_says_nothing() -> None:
    most = 13
    many = [notice(f"n{at}", (FORM,), **AWARDED, BUYER=f"临沅市第{at + 20}中学") for at in range(most)]

    store = filled(*many)

    pairs = itertools.combinations(many, 2)
    assert not any(together(store, one, two) for one, two in pairs)
    said = procedures.spoken([fact.notice.id for fact in many], store)
    assert all(not one.files for one in said.values())


@pytest.mark.parametrize("last", [0, 6, 12])
def test_order_does_not_matter_as_a_file_becomes_a_form(last: int) -> None:
    many = [notice(f"n{at}", (FORM,)) for at in range(13)]
    turned = many[last:] + many[:last]

    found = [dict(filled(*order).scan_clusters(Cluster.PROCEDURE)) for order in (many, turned)]

    assert found[0] == found[1]


def test_second_round_that_leads_to_the_first_is_of_its_family_alone() -> None:
    again = notice("again", (CALL,), TITLE="办公设备采购项目（二次）", ROUND="2", PUBLISHED="2021-05-20")

    store = filled(CALLED, again)

    assert together(store, CALLED, again, Cluster.FAMILY)
    assert not together(store, CALLED, again)


PAGE = """<html><head><title>{title}</title><link rel="canonical" href="{own}"></head><body>
<div class="nav"><a href="/a/t20210101_99990001.htm">首页公告</a></div>
<h1>{title}</h1><p>发布时间：2021-04-09</p>
<div class="content">
<p>采购人：临沅市第二中学</p><p>项目名称：{project}</p>
<p>本项目采购公告详见：<a href="../202103/t20210305_16031234.htm">采购公告</a>，中标供应商：临沅启明科技有限公司，中标金额：365000元。</p>
<p>附件：<a href="{papers}">采购文件.pdf</a> <a href="mailto:zhaobiao@linyuan.example">邮件</a> <a href="index.html">首页</a></p>
<p><a href="/user/list.do?mobile=13900001234">联系人主页</a></p>
</div>
<p>上一篇：<a href="/a/t20210408_16039991.htm">临沅市第三中学课桌椅采购项目中标公告</a></p>
<p>下一篇：<a href="/a/t20210410_16039992.htm">临沅市第四中学空调采购项目中标公告</a></p>
<h3>相关公告</h3><ul>
<li><a href="/a/t20210411_16039993.htm">临沅市第五中学图书采购项目中标公告</a></li>
<li><a href="/a/t20210412_16039994.htm">临沅市第六中学图书采购项目中标公告</a></li></ul>
</body></html>"""
OWN = "http://zfcg.linyuan.example/notices/202104/t20210409_16035678.htm"


def fields(page: str) -> dict[str, str]:
    draft = HtmlReader().read(page.encode(), "page.html")
    named = {block.name: draft.text[block.start : block.end] for block in draft.blocks}
    return {name: words for name, words in named.items() if name == "address" or name.startswith("link:")}


def test_reader_keeps_where_the_notice_leads_and_nothing_of_the_site() -> None:
    page = PAGE.format(title="办公设备采购项目中标公告", own=OWN, project="办公设备采购项目", papers=PAPERS)

    assert fields(page) == {"address": OWN, "link:1": PAPERS, "link:2": "../202103/t20210305_16031234.htm"}


def test_list_of_other_notices_leads_nowhere() -> None:
    rows = "".join(
        f'<p>第{at}条，已列入年度计划的项目说明见此处链接：<a href="t20210305_1603{at:04}.htm">查看</a></p>'
        for at in range(9)
    )
    page = f"<html><body><h1>临沅市采购计划公告</h1><p>项目名称：年度计划</p>{rows}</body></html>"

    assert fields(page) == {}


@pytest.mark.parametrize(
    "head",
    [
        "<!-- saved from url=(0068){own} -->",
        "<!--\n Page saved with SingleFile \n url: {own} \n saved date: Fri Apr 09 2021 -->",
        '<meta property="og:url" content="{own}">',
    ],
)
def test_reader_knows_the_address_under_which_a_page_was_saved(head: str) -> None:
    page = f"<html>{head.format(own=OWN)}<body><h1>办公设备采购项目中标公告</h1><p>采购人：临沅市第二中学</p></body></html>"

    assert fields(page) == {"address": OWN}


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("http://a.example/x/T20210305_16031234.htm?from=list#top", "t20210305_16031234.htm"),
        ("/detail.do?b=2&id=4028e48274a1b2c301&_t=1617000000000", "detail.do?id=4028e48274a1b2c301"),
        ("/down/%E9%99%84%E4%BB%B61.doc", ""),
        ("http://a.example/20210305.htm", ""),
        ("http://[broken", ""),
        ("javascript:open('t20210305_16031234.htm')", ""),
        ("/u.do?id=13900001234", ""),
        ("x" * 400 + "123456.htm", ""),
    ],
)
def test_key_of_an_address_names_one_thing_or_nothing(address: str, key: str) -> None:
    assert address_key(address) == key


def test_pages_tied_by_a_link_alone_are_one_file(tmp_path: Path) -> None:
    heap = tmp_path / "heap"
    heap.mkdir()
    award = PAGE.format(title="智慧黑板及配套中标公告", own=OWN, project="校园智慧黑板及配套设备", papers=PAPERS)
    call = (
        f'<html><head><link rel="canonical" href="{CALL}"></head><body><h1>办公设备采购项目公开招标公告</h1>'
        "<p>发布时间：2021-03-05</p><p>采购人：临沅市第二中学</p><p>项目名称：办公设备采购项目</p><p>预算金额：400000元</p></body></html>"
    )
    (heap / "award.html").write_text(award, "utf-8")
    (heap / "call.html").write_text(call, "utf-8")
    (heap / "other.html").write_text(call.replace("16031234", "16031777").replace("第二", "第三"), "utf-8")
    with app.open_inquiry(app.create_inquiry(tmp_path / "inquiry")) as inquiry:
        list(inquiry.add([heap]))
        list(inquiry.run())
        files = {
            inquiry.store.first_arrivals([found.document])[found.document].name: inquiry.store.cluster(
                Cluster.PROCEDURE, found.id
            )
            for found in inquiry.store.notices()
        }

    assert files["award.html"] == files["call.html"] != files["other.html"]
