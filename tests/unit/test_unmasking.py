"""Unmasking: recorded first, with a role and a reason, and shown to nobody else."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from counterfile.cli import privacy
from counterfile.errors import BadUsage, Missing, Unreadable
from counterfile.model.document import Arrival, State
from counterfile.model.judgement import AgentKind
from counterfile.model.notice import Property
from counterfile.model.reading import Block, BlockKind, Draft
from counterfile.store.memory import MemoryArchive, MemoryStore
from counterfile.store.ports import Outcome
from counterfile.testing import facts
from counterfile.text.mask import mask
from counterfile.views import unmasking

TEXT = "项目编号：LY-2021-018\n联系人：王某 手机：13800138000\n授权代表身份证号：420502198503120018"
PEOPLE = {"heron": "lawyer", "wren": "editor", "finch": "reader"}


def draft(text: str) -> Draft:
    return Draft(text, (Block(BlockKind.PARAGRAPH, 0, len(text)),), "text/plain")


@pytest.fixture
def archive() -> MemoryArchive:
    return MemoryArchive()


@pytest.fixture
def store(archive: MemoryArchive) -> MemoryStore:
    """A store with one document, one notice and one statement."""
    (digest,) = archive.put([TEXT.encode()])
    made = MemoryStore()
    masked, _ = mask(TEXT)
    words = facts.reading("tender", masked)
    words = msgspec.structs.replace(words, document=digest)
    with made.batch() as batch:
        batch.arrive(Arrival(digest, "tender.txt", "heap/tender.txt", None, "folder 1", facts.LONG_AGO), len(TEXT))
        batch.record("read", "1", digest, digest, [words, Outcome(State.READ)])
        said = facts.statement(words, Property.NUMBER, "LY-2021-018")
        batch.record("extract", "1", digest, digest, [facts.published(words, said)])
    return made


def reading_it(text: str = TEXT) -> Callable[[bytes, str], Draft]:
    return lambda content, name: draft(text)


def test_a_lawyer_sees_what_is_masked_with_the_words_around_it(store: MemoryStore, archive: MemoryArchive) -> None:
    _, found = privacy.reveal(store, archive, "tender.txt", who="heron", why="lawyer: reply", read=reading_it())

    assert [each.identifier for each in found] == ["13800138000", "420502198503120018"]
    assert found[0].before.endswith("联系人：王某 手机：")


def test_unmasking_is_recorded_before_anything_is_read(store: MemoryStore, archive: MemoryArchive) -> None:
    def refuse(content: bytes, name: str) -> Draft:
        assert store.history(unmasking.QUESTION)
        raise Unreadable("the bytes are damaged")

    with pytest.raises(Unreadable):
        privacy.reveal(store, archive, "tender.txt", who="heron", why="lawyer: right of reply", read=refuse)

    (kept,) = store.history(unmasking.QUESTION)
    assert (kept.agent, kept.agent_kind, kept.reason) == ("heron", AgentKind.PERSON, "lawyer: right of reply")
    assert store.documents()[0].digest == kept.subject


def test_nothing_that_was_unmasked_is_kept(store: MemoryStore, archive: MemoryArchive) -> None:
    privacy.reveal(store, archive, "tender.txt", who="heron", why="lawyer: reply", read=reading_it())

    kept = store.history()[0]
    assert "13800138000" not in repr(kept)
    assert store.search("13800138000").total == 0


def test_a_statement_shows_only_what_its_quotes_hold(store: MemoryStore, archive: MemoryArchive) -> None:
    (notice,) = store.notices()
    (statement,) = store.statements([notice.id])[notice.id]

    kept, found = privacy.reveal(store, archive, statement.id, who="wren", why="editor: check", read=reading_it())

    assert (found, kept.answer) == ([], statement.id)


def test_a_notice_shows_all_of_its_identifiers(store: MemoryStore, archive: MemoryArchive) -> None:
    (notice,) = store.notices()

    kept, found = privacy.reveal(store, archive, notice.id, who="wren", why="editor: check", read=reading_it())

    assert (len(found), kept.answer) == (2, notice.id)


def test_a_file_that_now_reads_otherwise_is_not_shown(store: MemoryStore, archive: MemoryArchive) -> None:
    for other in ("X" + TEXT[1:], TEXT + "。"):
        with pytest.raises(Missing, match="reads otherwise"):
            privacy.reveal(store, archive, "tender.txt", who="wren", why="editor: check", read=reading_it(other))


@pytest.mark.parametrize(
    "wanted", ["nothing.txt", "n-abababababababab-0", "st-abababababababab-0-0a1b2c3d", "ab12cd34"]
)
def test_what_is_not_there_is_not_recorded(store: MemoryStore, archive: MemoryArchive, wanted: str) -> None:
    with pytest.raises(Missing):
        privacy.reveal(store, archive, wanted, who="wren", why="editor: check", read=reading_it())

    assert store.history() == []


def test_an_unknown_statement_of_a_known_notice_is_missing(store: MemoryStore) -> None:
    (notice,) = store.notices()

    with pytest.raises(Missing, match="no statement"):
        unmasking.find(store, f"st-{notice.id.removeprefix('n-')}-00000000")


def test_a_number_in_the_reason_is_masked() -> None:
    assert unmasking.request(PEOPLE, "wren", "editor", "call  手机 13800138000") == (
        "wren",
        "editor: call 手机 ***********",
    )


@pytest.mark.parametrize(
    ("by", "role", "reason", "said"),
    [
        ("heron", "lawyer", "  ", "a name and a reason"),
        (" ", "lawyer", "reply", "a name and a reason"),
        ("finch", "reader", "reply", "'reader' may not unmask"),
        ("finch", "editor", "reply", "makes finch reader"),
        ("crow", "editor", "reply", "does not name crow"),
    ],
)
def test_who_may_not_unmask_is_told_why(by: str, role: str, reason: str, said: str) -> None:
    with pytest.raises(BadUsage, match=said):
        unmasking.request(PEOPLE, by, role, reason)


def test_original_words_cannot_steer_the_terminal() -> None:
    masked = "电话 ***** 。"
    words = facts.reading("x", masked)

    (found,) = unmasking.shown(unmasking.Masked("d", words, 0, len(masked)), "电话 1\x1b[2J 。")

    assert found.identifier == "1 [2J"


def test_unmask_refuses_to_write_into_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(BadUsage, match="on a terminal only"):
        privacy.unmask("tender.txt", by="heron", role="lawyer", reason="reply")

    assert capsys.readouterr().out == ""
