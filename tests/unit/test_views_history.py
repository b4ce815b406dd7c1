"""A file says what changed, when, by whom or by which document, and why."""

from pathlib import Path

import pytest

from counterfile.model.judgement import Question
from counterfile.model.notice import Property
from counterfile.store.ports import Cluster
from counterfile.store.rules import WITHDRAWN
from counterfile.testing.corpus import Corpus, total
from counterfile.testing.sample import Sample
from counterfile.text.names import name_key
from counterfile.views import files, history
from counterfile.views.history import Change, What


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    return Sample(tmp_path)


def of_procedure(sample: Sample | Corpus, procedure: str) -> list[Change]:
    file = files.procedure_file(sample.store, procedure)
    assert file is not None
    return history.of_procedure(sample.store, file, history.decisions(sample.store))


def of_organization(sample: Sample, name: str) -> list[Change]:
    wanted = sample.store.cluster(Cluster.ORGANIZATION, name_key(name))
    assert wanted is not None
    file = files.organization_file(sample.store, wanted)
    assert file is not None
    return history.of_organization(sample.store, file, history.decisions(sample.store))


def test_every_notice_of_a_procedure_came_by_its_document(sample: Sample) -> None:
    came = [each for each in of_procedure(sample, sample.procedure) if each.what is What.ARRIVED]

    assert {sample.first, sample.award} == {each.notice for each in came}
    assert all(each.document and each.at is not None and not each.by for each in came)


def test_a_corrected_value_says_who_and_why_and_what_was_there_before(sample: Sample) -> None:
    place = f"{sample.first}||{Property.CEILING}"
    sample.corpus.judge(Question.VALUE, place, total("4700000"), agent="heron", reason="read twice\n[queue: fields]")

    newest, older = [each for each in of_procedure(sample, sample.procedure) if each.about == Property.CEILING]

    assert (total("4800000"), total("4700000"), "heron", "read twice") == (
        newest.before,
        newest.after,
        newest.by,
        newest.reason,
    )
    assert (older.by, older.reason) == ("reviewer-1", "the amendment says so")


def test_an_answer_that_was_taken_back_stays_in_the_history(sample: Sample) -> None:
    place = f"{sample.first}||{Property.CEILING}"
    sample.corpus.judge(Question.VALUE, place, WITHDRAWN, agent="heron", reason="my mistake")

    newest = next(each for each in of_procedure(sample, sample.procedure) if each.about == Property.CEILING)

    assert (What.WITHDRAWN, total("4800000"), "") == (newest.what, newest.before, newest.after)


def test_a_value_that_a_later_notice_states_anew_is_told_with_that_notice() -> None:
    corpus = Corpus()
    first = corpus.notice(
        "tender", [("", Property.PUBLISHED, "2025-03-01"), ("", Property.BUDGET, total("500"))], name="one"
    )
    later = corpus.notice(
        "amendment", [("", Property.PUBLISHED, "2025-03-09"), ("", Property.BUDGET, total("700"))], name="two"
    )
    corpus.same(first, later)

    (anew,) = [each for each in of_procedure(corpus, corpus.procedure(first)) if each.what is What.RESTATED]

    assert (total("500"), total("700"), later) == (anew.before, anew.after, anew.notice)
    assert anew.document


def test_a_decision_on_two_names_is_in_the_organizations_history(sample: Sample) -> None:
    buyer, other = "临沅市公安局", "沅江招标代理有限公司"
    one, two = sorted((name_key(buyer), name_key(other)))
    sample.corpus.judge(Question.SAME_ORGANIZATION, one, "different", other=two, agent="heron", reason="two bodies")

    found = of_organization(sample, buyer)

    assert [(each.by, each.after, each.reason) for each in found if each.what is What.DECIDED] == [
        ("heron", "different", "two bodies")
    ]
    assert buyer in {each.after for each in found if each.what is What.NAMED}


def test_nothing_that_software_answered_or_a_reader_screened_is_told_one_by_one(sample: Sample) -> None:
    sample.corpus.judge(Question.SCREENED, sample.first, "yes", other="heron", agent="heron", reason="read")

    assert {What.ARRIVED, What.DECIDED} >= {each.what for each in of_procedure(sample, sample.procedure)}
    assert Question.SCREENED not in {each.about for each in of_procedure(sample, sample.procedure)}
