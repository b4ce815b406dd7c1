"""What may be decided through the API: signed, reasoned, once, and never over somebody's head."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from api_house import BY, Inquiry, client, wait
from starlette.testclient import TestClient

from counterfile.api import _house
from counterfile.model.judgement import Question
from counterfile.store.ports import Cluster

ROOT = "/api/v1"


@pytest.fixture
def inquiry(tmp_path: Path) -> Inquiry:
    return Inquiry(tmp_path)


@pytest.fixture
def api(inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr(_house, "PATIENCE", 0.05)
    with client(inquiry) as found:
        yield found


def decision(inquiry: Inquiry, answer: str = "same") -> dict[str, Any]:
    return {"decision": answer, "one": inquiry.first, "other": inquiry.second, **BY}


def post(api: TestClient, path: str, body: Any, status: int = 201, **headers: str) -> Any:
    response = api.post(ROOT + path, json=body, headers={name.replace("_", "-"): v for name, v in headers.items()})
    assert response.status_code == status, response.text
    return response.json()


def standing(api: TestClient, body: dict[str, Any]) -> tuple[str, Any]:
    names = ("decision", "one", "other")
    response = api.get(f"{ROOT}/standing", params={name: body[name] for name in names})
    assert response.status_code == 200, response.text
    return response.headers["etag"], response.json()["items"]


def test_a_decision_joins_two_files_at_once(api: TestClient, inquiry: Inquiry) -> None:
    (kept,) = post(api, "/judgements", decision(inquiry))["judgements"]

    assert (kept["by"], kept["kind"], kept["answer"]) == ("heron", "person", "same")
    assert inquiry.corpus.procedure(inquiry.first) == inquiry.corpus.procedure(inquiry.second)
    assert api.get(kept["url"]).json() == kept
    assert api.get(f"{ROOT}/judgements").json()["items"][0] == kept


def test_unsure_leaves_a_pair_open_whatever_software_says(api: TestClient, inquiry: Inquiry) -> None:
    body = {"decision": "unsure", "one": inquiry.first, "other": inquiry.award, **BY}

    (kept,) = post(api, "/judgements", body)["judgements"]

    assert kept["answer"] == "unsure"
    assert inquiry.corpus.procedure(inquiry.first) != inquiry.corpus.procedure(inquiry.award)


def test_relevance_is_of_every_notice_of_a_procedure(api: TestClient, inquiry: Inquiry) -> None:
    kept = post(api, "/judgements", {"decision": "relevant", "one": inquiry.procedure, **BY})["judgements"]

    assert {each["subject"] for each in kept} == {inquiry.first, inquiry.award}
    assert {each["question"] for each in kept} == {Question.RELEVANT}


def test_to_change_a_persons_answer_the_request_must_say_so(api: TestClient, inquiry: Inquiry) -> None:
    post(api, "/judgements", decision(inquiry))
    other = decision(inquiry, "different")

    problem = post(api, "/judgements", other, 428)
    tag, _ = standing(api, other)
    post(api, "/judgements", other, If_Match=tag)

    assert problem["type"].endswith("precondition-required")
    assert inquiry.corpus.procedure(inquiry.first) != inquiry.corpus.procedure(inquiry.second)


def test_a_lost_update_is_refused(api: TestClient, inquiry: Inquiry) -> None:
    body = decision(inquiry)
    tag, before = standing(api, body)
    post(api, "/judgements", {**body, "by": "stork"}, If_Match=tag)

    problem = post(api, "/judgements", decision(inquiry, "different"), 412, If_Match=tag)

    assert before[0]["judgement"] is None
    assert problem["type"].endswith("changed")
    assert standing(api, body)[1][0]["judgement"]["by"] == "stork"


def test_a_request_sent_twice_with_one_key_is_kept_once(api: TestClient, inquiry: Inquiry) -> None:
    first = api.post(f"{ROOT}/judgements", json=decision(inquiry), headers={"Idempotency-Key": "k-1"})
    again = api.post(f"{ROOT}/judgements", json=decision(inquiry), headers={"Idempotency-Key": "k-1"})

    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["location"] == first.headers["location"]
    assert len(inquiry.store.history(Question.SAME_PROCEDURE)) == 1


def test_a_key_is_for_one_request_only(api: TestClient, inquiry: Inquiry) -> None:
    post(api, "/judgements", decision(inquiry), Idempotency_Key="k-1")

    problem = post(api, "/judgements", decision(inquiry, "different"), 422, Idempotency_Key="k-1")

    assert problem["type"].endswith("key-reused")


def test_a_refused_request_may_be_sent_again_with_its_key(api: TestClient, inquiry: Inquiry) -> None:
    inquiry.busy = True
    problem = post(api, "/judgements", decision(inquiry), 423, Idempotency_Key="k-1")
    inquiry.busy = False

    post(api, "/judgements", decision(inquiry), Idempotency_Key="k-1")

    assert problem["type"].endswith("busy")


def test_a_request_that_was_cut_off_says_so_rather_than_doing_it_again(api: TestClient, inquiry: Inquiry) -> None:
    from counterfile.api._remembered import Remembered

    remembered = Remembered(inquiry.folder / "cache")
    assert remembered.begin("k-1", "request") is True
    assert remembered.begin("k-1", "request") is None
    assert remembered.begin("k-1", "another") is False
    remembered.close()


def test_what_is_taken_back_counts_no_more_and_is_not_deleted(api: TestClient, inquiry: Inquiry) -> None:
    (kept,) = post(api, "/judgements", decision(inquiry))["judgements"]

    post(api, f"/judgements/{kept['id']}/withdrawal", BY)

    assert inquiry.corpus.procedure(inquiry.first) != inquiry.corpus.procedure(inquiry.second)
    assert api.get(kept["url"]).json()["answer"] == "same"


def test_only_what_stands_can_be_taken_back(api: TestClient, inquiry: Inquiry) -> None:
    (first,) = post(api, "/judgements", decision(inquiry))["judgements"]
    post(api, "/judgements", decision(inquiry, "different"), If_Match="*")

    problem = post(api, f"/judgements/{first['id']}/withdrawal", BY, 409)

    assert problem["type"].endswith("superseded")


def test_a_correction_must_follow_from_its_words(api: TestClient, inquiry: Inquiry) -> None:
    body = {"about": inquiry.award, "field": "award_value", "row": "lot/1/supplier/1", **BY}
    wrong = {**body, "value": "CNY 999.00", "quote": "CNY 3250310.00 total"}

    problem = post(api, "/corrections", wrong, 422)
    kept = post(api, "/corrections", {**body, "value": "CNY 999.00"})

    assert "does not follow from these words" in problem["detail"]
    assert kept["judgement"]["answer"] == "CNY 999.00 total"
    assert kept["why_not"].startswith("without a quote")
    values = api.get(f"{ROOT}/notices/{inquiry.award}").json()["values"]
    assert "CNY 999.00 total" in [each["told"]["value"] for each in values]


def test_a_corrected_value_is_not_corrected_over_its_authors_head(api: TestClient, inquiry: Inquiry) -> None:
    body = {"about": inquiry.first, "field": "ceiling", "value": "CNY 1.00", **BY}
    asked = {"decision": "value", "one": inquiry.first, "field": "ceiling"}
    tag = api.get(f"{ROOT}/standing", params=asked).headers["etag"]

    post(api, "/corrections", body, 428)
    post(api, "/corrections", body, If_Match=tag)
    post(api, "/corrections", {**body, "value": "CNY 2.00"}, 412, If_Match=tag)


@pytest.mark.parametrize("by", ["", "   ", "heron@example.org", "13900001234", "x" * 65, "he\u0000ron", "he\nron"])
def test_who_decides_signs_with_a_pseudonym(api: TestClient, inquiry: Inquiry, by: str) -> None:
    problem = post(api, "/judgements", {**decision(inquiry), "by": by}, 422)

    assert problem["errors"][0]["pointer"] == "/by"
    assert "13900001234" not in str(problem)


def test_a_reason_is_wanted_and_masked(api: TestClient, inquiry: Inquiry) -> None:
    problem = post(api, "/judgements", {**decision(inquiry), "reason": " "}, 422)
    body = {**decision(inquiry), "reason": "联系人：王老师，电话：13900001234 said so"}

    (kept,) = post(api, "/judgements", body)["judgements"]

    assert problem["errors"][0]["pointer"] == "/reason"
    assert "13900001234" not in kept["reason"]
    assert "***********" in inquiry.store.history(Question.SAME_PROCEDURE)[0].reason


@pytest.mark.parametrize(
    "change",
    [{"decision": "perhaps"}, {"one": 5}, {"one": ""}, {"extra": 1}, {"one": "n-0 OR 1=1"}, {"other": "x" * 300}],
)
def test_bodies_are_strict(api: TestClient, inquiry: Inquiry, change: dict[str, Any]) -> None:
    problem = post(api, "/judgements", {**decision(inquiry), **change}, 422)

    assert [each["pointer"] for each in problem["errors"]] == [f"/{next(iter(change))}"]


@pytest.mark.parametrize("content", [b"", b"{", b"[" * 30000, b'{"by": NaN}', b"\xff\xfe", b'"\\ud800"', b"1" * 6000])
def test_what_is_no_json_object_is_refused(api: TestClient, content: bytes) -> None:
    response = api.post(f"{ROOT}/judgements", content=content, headers={"Content-Type": "application/json"})

    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"


def test_a_lone_surrogate_is_refused(api: TestClient, inquiry: Inquiry) -> None:
    body = b'{"decision": "same", "one": "n-1", "other": "n-2", "by": "heron", "reason": "\\ud800"}'

    response = api.post(f"{ROOT}/judgements", content=body, headers={"Content-Type": "application/json"})

    assert response.status_code == 422


def test_decisions_at_the_same_time_are_all_kept(inquiry: Inquiry) -> None:
    organizations = inquiry.store.clusters(Cluster.ORGANIZATION)
    with client(inquiry) as api:
        answers = []

        def decide(number: int) -> None:
            body = {"decision": "relevant", "one": inquiry.first, **BY, "by": f"reader {number}"}
            answers.append(api.post(f"{ROOT}/judgements", json=body, headers={"If-Match": "*"}).status_code)

        threads = [threading.Thread(target=decide, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert organizations
    assert answers == [201] * 8
    assert len(inquiry.store.history(Question.RELEVANT)) == 8


def test_the_log_goes_back_page_by_page(api: TestClient, inquiry: Inquiry) -> None:
    for number in range(7):
        body = {"decision": "relevant", "one": inquiry.first, **BY, "by": f"reader {number}"}
        post(api, "/judgements", body, If_Match="*")

    address, found = f"{ROOT}/judgements?question=relevant%3F&limit=2", []
    while address:
        page = api.get(address).json()
        found += [each["by"] for each in page["items"]]
        address = page["next"]

    assert found == [f"reader {number}" for number in range(6, -1, -1)]


# Jobs


def start(api: TestClient, kind: str = "run", status: int = 202, **more: Any) -> Any:
    return post(api, "/jobs", {"kind": kind, "by": "heron", **more}, status)


def state(api: TestClient, job: Any) -> str:
    return str(api.get(job["url"]).json()["state"])


def test_a_job_is_followed_to_its_end(api: TestClient, inquiry: Inquiry) -> None:
    job = start(api, retry=True)

    with api.stream("GET", job["url"] + "/events") as events:
        text = "".join(events.iter_text())

    assert events.headers["content-type"].startswith("text/event-stream")
    assert '"state":"done"' in text.rstrip().rpartition("event: job\n")[2]
    assert api.get(job["url"]).json()["result"]["done"] == 3
    assert inquiry.runs == [{"retry": True, "recognize": "never"}]


def test_while_a_job_writes_decisions_say_so_and_reading_goes_on(api: TestClient, inquiry: Inquiry) -> None:
    inquiry.hold.clear()
    job = start(api)

    problem = post(api, "/judgements", decision(inquiry), 423)
    second = start(api, status=423)
    read = api.get(f"{ROOT}/procedures/{inquiry.procedure}")
    inquiry.hold.set()
    wait(lambda: state(api, job) == "done")

    assert (problem["job"], second["job"], read.status_code) == (job["id"], job["id"], 200)
    post(api, "/judgements", decision(inquiry))


def test_canceling_stops_between_two_batches(api: TestClient, inquiry: Inquiry) -> None:
    inquiry.hold.clear()
    job = start(api)

    asked = post(api, f"/jobs/{job['id']}/cancel", {"by": "heron"}, 202)
    inquiry.hold.set()
    wait(lambda: state(api, job) == "canceled")

    assert asked["state"] == "canceling"
    assert api.get(job["url"]).json()["result"] is None
    post(api, "/judgements", decision(inquiry))


def test_a_verification_says_what_moved(api: TestClient) -> None:
    job = start(api, "verification", deep=True)
    wait(lambda: state(api, job) == "done")

    found = api.get(job["url"]).json()["result"]["verification"]
    assert [each["what"] for each in found["moved"]] == ["expected"]


def test_a_job_that_cannot_go_on_says_why(api: TestClient, inquiry: Inquiry) -> None:
    (inquiry.folder / "findings" / "wrong.yaml").write_text("claim: 5\n", encoding="utf-8")

    job = start(api, "verification")
    wait(lambda: state(api, job) == "failed")

    assert "wrong.yaml" in api.get(job["url"]).json()["problem"]["detail"]
