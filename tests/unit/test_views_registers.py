"""Matches with registers are judgements: persons' beat software's, and persons are never looked up."""

from pathlib import Path

import msgspec
import pytest

from counterfile.model.judgement import AgentKind, Answer, Judgement
from counterfile.model.register import REGISTER, Description, Format, Register, RegisterRow, RowName, Scheme, row_id
from counterfile.resolving.registers import Candidate, Identifier
from counterfile.store.memory import MemoryStore
from counterfile.store.ports import Cluster
from counterfile.testing.sample import Sample
from counterfile.text.names import name_key
from counterfile.views import matches
from counterfile.views import registers as view

BUYER = "临沅市公安局"
ROW = RegisterRow(3, (RowName(BUYER),), status="active")
DIGEST = "cd" * 32


@pytest.fixture
def store(tmp_path: Path) -> MemoryStore:
    return Sample(tmp_path).store


@pytest.fixture
def register(store: MemoryStore) -> Register:
    told = Description("firms", "firms.csv", Format.CSV, 3)
    answer = msgspec.json.encode(told).decode()
    with store.batch() as batch:
        batch.judge(Judgement(REGISTER, DIGEST, "", answer, "editor", AgentKind.PERSON, "added"))
    return view.named(store, "firms")


def organization(store: MemoryStore) -> str:
    found = store.cluster(Cluster.ORGANIZATION, name_key(BUYER))
    assert found is not None
    return found


def candidate(store: MemoryStore, *, automatic: bool = True, row: RegisterRow = ROW) -> Candidate:
    shared = (Identifier(Scheme.USCC, "91990000MAEXAMPL06"),)
    return Candidate(
        organization(store), name_key(BUYER), BUYER, row, row.names[0], 0.99, 0.9, shared, automatic, "both agree", ()
    )


def record(store: MemoryStore, facts: list[Judgement]) -> None:
    with store.batch() as batch:
        batch.record(view.STAGE, "1", DIGEST, "key", facts)


def judge(store: MemoryStore, facts: list[Judgement]) -> list[Judgement]:
    with store.batch() as batch:
        return [batch.judge(each) for each in facts]


def answers(store: MemoryStore) -> list[str]:
    every = (Answer.SAME, Answer.DIFFERENT, Answer.UNSURE)
    return [match.answer for match in matches.matches(store, [name_key(BUYER)], answers=every)]


def test_organizations_are_sought_by_their_printed_names(store: MemoryStore) -> None:
    found = {one.names[0]: one for one in view.sought(store)}

    assert found[BUYER].id == organization(store)
    assert found[BUYER].key == name_key(BUYER)


def test_only_the_wanted_organization_is_sought(store: MemoryStore) -> None:
    assert [one.id for one in view.sought(store, [organization(store)])] == [organization(store)]


def test_match_without_asking_stands_with_register_date_and_digest(store: MemoryStore, register: Register) -> None:
    record(store, view.automatic(store, register, {organization(store): [candidate(store)]}))

    (match,) = matches.matches(store, [name_key(BUYER)])

    assert (match.register, match.digest, match.row) == ("firms", DIGEST, ROW)
    assert (match.kind, match.reason) == (AgentKind.SOFTWARE, "both agree")
    assert match.added_at == register.added_at


def test_two_rows_that_both_agree_are_left_to_a_person(store: MemoryStore, register: Register) -> None:
    second = msgspec.structs.replace(ROW, number=4)
    both = [candidate(store), candidate(store, row=second)]

    assert view.automatic(store, register, {organization(store): both}) == []


def test_candidate_that_is_not_sure_is_left_to_a_person(store: MemoryStore, register: Register) -> None:
    assert view.automatic(store, register, {organization(store): [candidate(store, automatic=False)]}) == []


def test_persons_different_takes_away_what_software_found_and_is_not_found_again(
    store: MemoryStore, register: Register
) -> None:
    record(store, view.automatic(store, register, {organization(store): [candidate(store)]}))
    judge(store, view.judged(register, name_key(BUYER), ROW, Answer.DIFFERENT, "another office", by="editor"))

    assert answers(store) == ["different"]
    assert view.automatic(store, register, {organization(store): [candidate(store)]}) == []


def test_withdrawn_answer_brings_softwares_back(store: MemoryStore, register: Register) -> None:
    record(store, view.automatic(store, register, {organization(store): [candidate(store)]}))
    told = judge(store, view.judged(register, name_key(BUYER), ROW, Answer.DIFFERENT, "x", by="editor"))[0]
    judge(store, [msgspec.structs.replace(told, answer="withdrawn", id="")])

    assert answers(store) == ["same"]


def test_new_matching_retires_what_the_last_one_found(store: MemoryStore, register: Register) -> None:
    record(store, view.automatic(store, register, {organization(store): [candidate(store)]}))
    with store.batch() as batch:
        batch.record(view.STAGE, "1", DIGEST, "another key", [])

    assert answers(store) == []


def test_matches_of_a_removed_register_are_not_shown(store: MemoryStore, register: Register) -> None:
    judge(store, view.judged(register, name_key(BUYER), ROW, Answer.SAME, "x", by="editor"))
    judge(store, [Judgement(REGISTER, DIGEST, "", "withdrawn", "editor", AgentKind.PERSON, "old")])

    assert answers(store) == []
    assert matches.registers(store) == []


def test_row_is_named_by_the_files_digest_and_its_number(store: MemoryStore, register: Register) -> None:
    assert view.of_row(store, row_id(DIGEST, 3)) == (register, 3)
