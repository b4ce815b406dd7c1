"""What the API tells: pages of lists, evidence, texts with their masks, and nothing of persons."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from api_house import Inquiry, client, document
from starlette.testclient import TestClient

from counterfile.model.notice import Property
from counterfile.store.ports import Cluster

P = Property
ROOT = "/api/v1"


@pytest.fixture
def inquiry(tmp_path: Path) -> Inquiry:
    return Inquiry(tmp_path)


@pytest.fixture
def api(inquiry: Inquiry) -> Iterator[TestClient]:
    with client(inquiry) as found:
        yield found


def ask(api: TestClient, path: str, status: int = 200) -> Any:
    response = api.get(ROOT + path)
    assert response.status_code == status, response.text
    return response.json()


def walk(api: TestClient, path: str) -> list[dict[str, Any]]:
    """Follow a list to its end."""
    found = []
    address: str | None = ROOT + path
    while address:
        page = api.get(address).json()
        found += page["items"]
        address = page["next"]
    return found


def test_status_gives_counts_that_add_up_and_what_needs_a_look(api: TestClient) -> None:
    found = ask(api, "/status")

    counts = found["counts"]
    assert counts["added"] == counts["read"] + counts["failed"] + counts["skipped"] + counts["pending"]
    assert {need["look"]: need["count"] for need in found["needs"]}["failed"] == 1


@pytest.mark.parametrize("path", ["/documents", "/documents?facets=true", "/notices", "/procedures", "/organizations"])
def test_pages_of_a_list_join_to_the_list(api: TestClient, path: str) -> None:
    mark = "&" if "?" in path else "?"

    whole = walk(api, f"{path}{mark}limit=200")
    by_one = walk(api, f"{path}{mark}limit=1")

    assert len(whole) > 1
    assert whole == by_one


def test_oldest_first_is_newest_first_the_other_way_round(api: TestClient) -> None:
    newest = [row["date"] for row in walk(api, "/procedures?limit=1")]
    oldest = [row["date"] for row in walk(api, "/procedures?limit=1&sort=oldest")]

    assert newest == oldest[::-1] == sorted(newest, reverse=True)


def test_what_comes_in_between_is_neither_skipped_nor_repeated(api: TestClient, inquiry: Inquiry) -> None:
    before = [row["id"] for row in walk(api, "/documents")]
    first = ask(api, "/documents?limit=2")
    inquiry.corpus.fail("later.pdf", "it ends too early")
    inquiry.corpus.fail("latest.pdf", "it ends too early")

    rest = walk(api, first["next"].removeprefix(ROOT))

    given = [row["id"] for row in [*first["items"], *rest]]
    assert len(given) == len(set(given))
    assert set(before) <= set(given)


def test_a_cursor_of_another_list_or_with_other_filters_is_refused(api: TestClient) -> None:
    cursor = ask(api, "/documents?limit=1")["next"].partition("cursor=")[2]

    for path in (f"/notices?cursor={cursor}", f"/documents?state=read&cursor={cursor}", "/documents?cursor=AAAA"):
        assert ask(api, path, 400)["type"] == "/api/v1/problems/bad-cursor"


def test_facets_count_the_list_under_its_filters(api: TestClient) -> None:
    page = ask(api, "/documents?state=failed&facets=true")

    facets = {each["name"]: {one["value"]: one["count"] for one in each["values"]} for each in page["facets"]}
    assert facets["state"] == {"failed": 1} == {"failed": page["total"]}


def test_an_answer_that_the_client_has_is_not_sent_again(api: TestClient, inquiry: Inquiry) -> None:
    address = f"{ROOT}/procedures/{inquiry.procedure}"
    tag = api.get(address).headers["etag"]

    again = api.get(address, headers={"If-None-Match": f'W/"other", {tag}'})

    assert (again.status_code, again.content) == (304, b"")


def test_a_statement_opens_on_its_words_as_a_web_annotation(api: TestClient, inquiry: Inquiry) -> None:
    digest = document(inquiry, inquiry.award)
    statements = walk(api, f"/documents/{digest}/statements?limit=3")
    text = ask(api, f"/documents/{digest}/text")["text"]

    assert len(statements) == len(inquiry.store.statements([inquiry.award])[inquiry.award])
    for each in statements:
        (target,) = each["evidence"]
        place, quote = target["selector"]
        assert target["source"] == f"urn:sha256:{digest}"
        assert (place["type"], quote["type"]) == ("TextPositionSelector", "TextQuoteSelector")
        assert text[place["start"] : place["end"]] == quote["exact"] == each["value"]
        assert text[: place["start"]].endswith(quote["prefix"])
        assert each == ask(api, f"/statements/{each['id']}")


def test_a_corrected_value_says_so_and_what_was_read_stays(api: TestClient, inquiry: Inquiry) -> None:
    values = ask(api, f"/notices/{inquiry.first}")["values"]
    read = walk(api, f"/notices/{inquiry.first}/statements")

    (told,) = [each["told"] for each in values if each["property"] == P.CEILING]
    (old,) = [each for each in read if each["property"] == P.CEILING]
    assert told["value"] == "CNY 4800000.00 total"
    assert told["amount"]["amount"] == "4800000.00"
    assert old["value"] == "CNY 4900000.00 total"
    assert old["replaced_by"] == told["correction"]["judgement"]


def test_text_comes_in_ranges_that_join_and_says_where_it_is_masked(tmp_path: Path) -> None:
    inquiry = Inquiry(tmp_path)
    masked = inquiry.corpus.notice("award", words="联系电话：***********，𠀀项目")
    with client(inquiry) as api:
        digest = document(inquiry, masked)
        whole = ask(api, f"/documents/{digest}/text")
        parts, start = "", 0
        while start < whole["characters"]:
            part = ask(api, f"/documents/{digest}/text?start={start}&end={start + 7}")
            parts, start = parts + part["text"], part["end"]

    (mask,) = whole["masks"]
    assert parts == whole["text"]
    assert whole["text"][mask["start"] : mask["end"]] == "***********"


def test_parts_of_a_procedure_are_those_of_its_file(api: TestClient, inquiry: Inquiry) -> None:
    file = ask(api, f"/procedures/{inquiry.procedure}")

    for name in ("timeline", "parties", "lots", "amounts", "dates", "differences", "links"):
        assert ask(api, f"/procedures/{inquiry.procedure}/{name}")["items"] == file[name], name


def test_search_marks_the_hits_in_the_documents_text(api: TestClient) -> None:
    found = ask(api, "/search?q=人脸识别&limit=1&facets=true")
    again = api.get(found["next"]).json()

    (hit,) = found["items"]
    text = ask(api, f"/documents/{hit['document']}/text")["text"]
    marks = [text[mark["start"] : mark["end"]] for passage in hit["passages"] for mark in passage["highlights"]]
    assert set(marks) == {"人脸识别"}
    assert found["total"] == 3
    assert {each["name"] for each in found["facets"]} == {"stage", "year"}
    assert again["items"][0]["document"] != hit["document"]


def test_search_is_narrowed_by_stage_and_year(api: TestClient) -> None:
    assert len(walk(api, "/search?q=人脸识别&limit=1&stage=tender")) == 2
    assert [hit["date"] for hit in walk(api, "/search?q=人脸识别&year=2026")] == ["2026-05-06"]


def test_a_finding_opens_on_its_units(api: TestClient) -> None:
    (line,) = ask(api, "/findings")["items"]
    units = walk(api, "/findings/rounds/units?limit=1")

    assert (line["name"], line["figure"]["value"], line["holds"]) == ("rounds", "2", False)
    assert len(units) == ask(api, "/findings/rounds")["used"] == 2


def test_failures_come_with_reason_and_next_step(api: TestClient, inquiry: Inquiry) -> None:
    (row,) = walk(api, "/failures?limit=1")

    assert (row["id"], row["reason"]) == (inquiry.failed, "the file ends too early")
    assert "counterfile run --retry" in row["next_step"]


def test_coverage_counts_only_notices_that_should_state_a_field(api: TestClient) -> None:
    lines = {line["key"]: line for line in ask(api, "/coverage")["lines"]}

    assert lines["supplier"]["notices"] == 1
    for line in lines.values():
        assert line["notices"] == line["stated"] + sum(each["notices"] for each in line["missing"])


def test_an_explanation_reaches_the_bytes(api: TestClient, inquiry: Inquiry) -> None:
    step = ask(api, f"/explain/{inquiry.procedure}")

    kinds = set()

    def visit(each: dict[str, Any]) -> None:
        kinds.add(each["kind"])
        for inner in each["steps"]:
            visit(inner)

    visit(step)
    assert {"procedure", "notice", "document", "bytes"} <= kinds


def test_nothing_is_told_of_natural_persons(tmp_path: Path) -> None:
    inquiry = Inquiry(tmp_path)
    trader = inquiry.corpus.notice(
        "award",
        [
            ("", P.BUYER, "云溪县第一中学"),
            ("lot/1/supplier/1", P.SUPPLIER, "云溪县青木家具经营部"),
            ("lot/1/supplier/1", P.SUPPLIER_ID, "92430000MA4L000000"),
        ],
    )
    (statement,) = [one for one in inquiry.store.statements([trader])[trader] if one.property is P.SUPPLIER]
    organization = inquiry.store.cluster(Cluster.ORGANIZATION, statement.key or "")
    with client(inquiry) as api:
        told = [
            api.get(f"{ROOT}/notices/{trader}").text,
            api.get(f"{ROOT}/notices/{trader}/statements").text,
            api.get(f"{ROOT}/explain/{trader}").text,
            api.get(f"{ROOT}/organizations").text,
        ]
        refused = [
            ask(api, f"/statements/{statement.id}", 403),
            ask(api, f"/organizations/{organization}", 403),
            ask(api, f"/explain/{organization}", 403),
        ]

    assert not [text for text in told if "青木家具" in text or "92430000" in text]
    assert {each["type"] for each in refused} == {"/api/v1/problems/withheld"}


@pytest.mark.parametrize(
    "path",
    [
        "/documents/" + "0" * 64,
        "/notices/n-0000000000000000",
        "/procedures/p-0000000000000000",
        "/organizations/o-000000000000",
        "/statements/st-0000000000000000-00000000",
        "/judgements/j-999999999999999",
        "/change-sets/cs-00000000",
        "/findings/none",
        "/jobs/job-9",
        "/explain/none",
        "/explain/j-99999999999999999999999",
        "/explain/ac-99999999999999999999999",
        "/problems/none",
        "/nowhere",
    ],
)
def test_what_is_not_there_is_a_problem_with_a_next_step(api: TestClient, path: str) -> None:
    response = api.get(ROOT + path)

    problem = response.json()
    assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")
    assert problem["type"] == "/api/v1/problems/not-found"
    assert problem["instance"] == ROOT + path
    assert "search finds documents" in problem["detail"]


def test_every_kind_of_problem_has_a_page(api: TestClient) -> None:
    kinds = ask(api, "/problems")["items"]

    for kind in kinds:
        assert ask(api, f"/problems/{kind['name']}") == kind
        assert kind["step"].endswith(".")


@pytest.mark.parametrize(
    ("query", "named"),
    [("?limits=5", "limits"), ("?limit=0", "limit"), ("?limit=5&limit=6", "limit"), ("?limit=x", "limit")],
)
def test_unknown_repeated_and_wrong_parameters_are_named(api: TestClient, query: str, named: str) -> None:
    problem = ask(api, "/notices" + query, 422)

    assert [each["parameter"] for each in problem["errors"]] == [named]
