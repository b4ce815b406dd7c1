"""The same bytes in the packages of two notices are evidence; forms, pictures and collections are not; order is nothing."""

import itertools
import json
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from counterfile import app, flow
from counterfile.model.document import State
from counterfile.model.judgement import Question
from counterfile.model.notice import Property
from counterfile.model.reading import Reading
from counterfile.resolving import procedures
from counterfile.stages.resolve import ResolveStage
from counterfile.store.memory import MemoryArchive, MemoryStore
from counterfile.store.ports import Arrived, Cluster, Fact, Outcome, View
from counterfile.testing import facts
from counterfile.text.names import core_title, name_key

KEYS = {Property.TITLE: core_title, Property.BUYER: name_key}
NOTICE = {"TITLE": "办公设备采购项目", "BUYER": "临沅市第二中学", "PUBLISHED": "2021-03-05", "STAGE": "tender"}
LIKE_IT = {"TITLE": "办公设备及智慧黑板采购", "BUYER": "", "STAGE": "award", "PUBLISHED": "2021-04-09"}


def page(mark: str, **values: str) -> str:
    """Return a notice's page that says so little that what it says does not tell whose procedure it is."""
    return json.dumps({"mark": mark, **NOTICE, **values}, ensure_ascii=False)


def package(**files: str) -> str:
    """Return an archive of these files; ``__`` in a name stands for its dot."""
    return json.dumps({"files": {name.replace("__", "."): content for name, content in files.items()}})


class Read:
    """Reads what `page` and `package` make; anything else has no text."""

    name = "read"
    version = "1"

    def __init__(self, archive: MemoryArchive) -> None:
        self.archive = archive

    def load(self, works: Sequence[str], view: View) -> Sequence[str]:
        return works

    def key(self, loaded: str) -> str:
        return loaded

    def run(self, loaded: str) -> Sequence[Fact]:
        text = self.archive.get(loaded).decode()
        if '"files"' in text:
            files = json.loads(text)["files"]
            inside = [Arrived(words.encode(), name, f"{loaded}!/{name}", loaded) for name, words in files.items()]
            return [*inside, Outcome(State.READ)]
        return [facts.reading(text, text), Outcome(State.READ)] if '"mark"' in text else [Outcome(State.READ)]

    def due_after(self, facts: Iterable[Fact]) -> Iterable[str]:
        return ()


class Extract:
    """Publishes what a page says, a draft's once drafts count as notices."""

    name = "extract"
    version = "1"

    def __init__(self) -> None:
        self.drafts = False

    def load(self, works: Sequence[str], view: View) -> Sequence[Reading | None]:
        return [view.reading_of(work) for work in works]

    def key(self, loaded: Reading) -> str:
        return f"{loaded.id} {self.drafts}"

    def run(self, loaded: Reading) -> Sequence[Fact]:
        told = json.loads(loaded.text)
        if told.pop("mark").startswith("draft") and not self.drafts:
            return []
        said = [(Property[name], value) for name, value in told.items() if value]
        keys = {meant: KEYS[meant](value) for meant, value in said if meant in KEYS}
        return [facts.published(loaded, *(facts.statement(loaded, p, value, key=keys.get(p)) for p, value in said))]

    def due_after(self, found: Iterable[Fact]) -> Iterable[str]:
        return [fact.document for fact in found if isinstance(fact, Reading)]


class Heap:
    """A store to which documents come in portions."""

    def __init__(self, *portions: Sequence[str]) -> None:
        self.store, self.archive = MemoryStore(), MemoryArchive()
        self.extract, self.resolve = Extract(), ResolveStage()
        for portion in portions:
            self.add(*portion)

    def add(self, *contents: str) -> None:
        with self.store.batch() as batch:
            for content in contents:
                (digest,) = self.archive.put([content.encode()])
                if batch.arrive(facts.arrival(content), len(content)):
                    batch.mark_due("read", [digest])
        self.run()

    def run(self) -> None:
        stages: list[flow.Stage] = [Read(self.archive), self.extract, self.resolve]
        list(flow.run(stages, self.store, self.archive, workers=1))

    def extract_again(self, draft: str, *, drafts: bool) -> None:
        """Extract one document anew, and nothing else."""
        self.extract.drafts = drafts
        with self.store.batch() as batch:
            batch.mark_due("extract", [facts.digest(draft)])
        self.run()

    def joined(self, one: str, two: str) -> bool:
        """Return whether the notices of two pages are of one procedure."""
        return self.clusters()[notice(one)] == self.clusters()[notice(two)]

    def clusters(self) -> dict[str, str]:
        return dict(self.store.scan_clusters(Cluster.PROCEDURE))

    def said(self) -> dict[str, procedures.Said]:
        return procedures.spoken([each.id for each in self.store.notices()], self.store)

    def judged(self) -> set[tuple[str, str, str, float | None]]:
        notices = [each.id for each in self.store.notices()]
        found = [judged for question in Question for judged in self.store.judgements(question, notices)]
        return {(each.question, each.subject, each.other, each.score) for each in found}


def notice(content: str) -> str:
    return facts.notice(facts.reading(content, content)).id


CALL, AWARD = page("call"), page("award", **LIKE_IT)
PAPERS, OTHER = "采购文件：" + "校园智慧黑板技术参数；" * 400, "采购文件：" + "课桌椅技术参数；" * 400
CALLED = package(call__html=CALL, papers__docx=PAPERS)
AWARDED = package(award__html=AWARD, download__docx=PAPERS)


def test_notices_whose_packages_hold_the_same_bytes_are_of_one_procedure() -> None:
    heap = Heap([CALLED, AWARDED])

    assert heap.joined(CALL, AWARD)
    (link,) = heap.store.judgements(Question.SAME_PROCEDURE, [notice(AWARD)])
    assert "link: same file" in link.reason
    assert not Heap([CALLED, package(award__html=AWARD, papers__docx=OTHER)]).joined(CALL, AWARD)


@pytest.mark.parametrize(
    ("name", "content"),
    [("papers.docx", "x" * 100), ("logo.png", PAPERS), ("index.html", PAPERS), ("投标报名表.docx", PAPERS)],
)
def test_tiny_file_picture_page_and_blank_form_say_nothing(name: str, content: str) -> None:
    assert not Heap([package(a__html=CALL, **{name: content}), package(b__html=AWARD, **{name: content})]).joined(
        CALL, AWARD
    )


def test_archive_of_several_notices_or_of_many_files_says_nothing() -> None:
    stranger = page("stranger", TITLE="学生课桌椅更新", BUYER="临沅市第九中学")
    several = package(call__html=CALL, stranger__html=stranger, papers__docx=PAPERS)
    many = package(call__html=CALL, papers__docx=PAPERS, **{f"n{at}__txt": f"{at}" for at in range(30)})

    for collection in (several, many):
        assert not Heap([collection, AWARDED]).joined(CALL, AWARD)


def test_attachment_that_is_a_notice_itself_counts_for_the_notice_it_came_with() -> None:
    papers = page("papers", TITLE="校园智慧黑板及配套设备招标文件", padding="") + " " * 3000
    heap = Heap([package(a__html=CALL, p__docx=papers), package(b__html=AWARD, p__docx=papers)])

    assert heap.joined(CALL, AWARD)
    assert heap.said()[notice(CALL)].files == heap.said()[notice(AWARD)].files != frozenset()


@pytest.mark.parametrize(
    "order", [*itertools.permutations([CALLED, AWARDED, AWARD, package(c__html=CALL, d__pdf=OTHER)])]
)
def test_order_of_arrival_does_not_matter(order: Sequence[str]) -> None:
    at_once, one_by_one = Heap(order), Heap(*([each] for each in order))

    assert one_by_one.joined(CALL, AWARD)
    assert len(one_by_one.said()[notice(CALL)].files) == 2
    for of in (Heap.clusters, Heap.said, Heap.judged):
        assert of(one_by_one) == of(at_once)


@pytest.mark.parametrize("last", [0, 6, 12])
def test_order_does_not_matter_as_a_file_comes_with_too_many(last: int) -> None:
    pages = [page(f"n{at}", **LIKE_IT | {"PUBLISHED": f"2021-04-{at + 1:02}"}) for at in range(13)]
    came = [package(page__html=each, papers__docx=PAPERS) for each in pages]
    turned = came[last:] + came[:last]

    heap = Heap(turned[:12], turned[12:])

    assert all(len(said.files) == 1 for said in Heap(turned[:12]).said().values())
    assert all(not said.files for said in heap.said().values())
    assert (heap.clusters(), heap.judged()) == (Heap(came).clusters(), Heap(came).judged())


def test_package_in_which_a_second_notice_is_found_later_says_nothing_any_more() -> None:
    draft = page("draft", TITLE="学生课桌椅更新", BUYER="临沅市第九中学")
    heap = Heap([package(call__html=CALL, draft__txt=draft, papers__docx=PAPERS), AWARDED])
    assert heap.joined(CALL, AWARD)

    heap.extract_again(draft, drafts=True)

    assert not heap.joined(CALL, AWARD)
    heap.extract_again(draft, drafts=False)
    assert heap.joined(CALL, AWARD)


def test_notice_that_is_found_no_more_does_not_make_its_file_a_form() -> None:
    draft = page("draft", **LIKE_IT)
    pages = [page(f"n{at}", **LIKE_IT) for at in range(12)]
    heap = Heap([package(page__html=each, papers__docx=PAPERS) for each in (draft, *pages)])

    told = []
    for drafts in (False, True, False):
        heap.extract_again(draft, drafts=drafts)
        told.append({bool(said.files) for said in heap.said().values()})

    assert told == [{True}, {False}, {True}]


def test_package_that_shares_no_file_makes_no_other_notice_due() -> None:
    heap, loaded = Heap([CALLED, AWARDED]), list[str]()
    load = heap.resolve.load
    heap.resolve.load = lambda works, view: [loaded.extend(works), load(works, view)][1]  # type: ignore[method-assign]
    stranger = page("stranger", TITLE="校医院药品配送服务", BUYER="临沅市第九中学", PUBLISHED="2022-01-04")

    heap.add(package(stranger__html=stranger, papers__docx=OTHER))

    notices = {work for work in loaded if work.startswith("notice:")}
    assert notices == {f"notice:{notice(stranger)}"}


def test_archives_tied_by_an_attachment_alone_are_one_file(tmp_path: Path) -> None:
    heap = tmp_path / "heap"
    heap.mkdir()
    award = "<h1>办公设备及智慧黑板采购中标公告</h1><p>发布时间：2021-04-09</p><p>项目名称：办公设备及智慧黑板采购</p><p>中标金额：365000元</p>"
    call = "<h1>办公设备采购项目公开招标公告</h1><p>发布时间：2021-03-05</p><p>采购人：临沅市第二中学</p><p>项目名称：办公设备采购项目</p>"
    for name, words in (("call", call), ("award", award), ("other", call.replace("第二", "第三"))):
        with zipfile.ZipFile(heap / f"{name}.zip", "w") as packed:
            packed.writestr(f"{name}.html", f"<html><body>{words}</body></html>")
            packed.writestr("papers.csv", (OTHER if name == "other" else PAPERS).replace("；", "\n"))
    with app.open_inquiry(app.create_inquiry(tmp_path / "inquiry")) as inquiry:
        list(inquiry.add([heap]))
        list(inquiry.run())
        arrivals = inquiry.store.first_arrivals([found.document for found in inquiry.store.notices()])
        files = {
            arrivals[found.document].name: inquiry.store.cluster(Cluster.PROCEDURE, found.id)
            for found in inquiry.store.notices()
        }

    assert files["award.html"] == files["call.html"] != files["other.html"]
