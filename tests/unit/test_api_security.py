"""Other sites, other machines and hostile words get nothing through the API."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from api_house import ADDRESS, BY, Inquiry, app, client, document
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from counterfile.api import mount
from counterfile.desk import Desk
from counterfile.guard import POLICY
from counterfile.store.ports import Cluster

ODD = "<script>alert(1)</script>'\"{{7*7}}%00\r\n=HYPERLINK(1)\u202e𠀀; DROP TABLE judgement;--"
ROOT = "/api/v1"


@pytest.fixture
def inquiry(tmp_path: Path) -> Inquiry:
    return Inquiry(tmp_path)


@pytest.fixture
def api(inquiry: Inquiry) -> Iterator[TestClient]:
    with client(inquiry) as found:
        yield found


def decide(api: TestClient, inquiry: Inquiry, **headers: str) -> int:
    body = {"decision": "relevant", "one": inquiry.first, **BY}
    return api.post(
        f"{ROOT}/judgements", json=body, headers={name.replace("_", "-"): value for name, value in headers.items()}
    ).status_code


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.168.1.5:8321", "", "localhost.evil"])
def test_names_of_other_machines_are_not_answered_to(api: TestClient, inquiry: Inquiry, host: str) -> None:
    assert api.get(f"{ROOT}/status", headers={"Host": host}).status_code == 421
    assert decide(api, inquiry, Host=host) == 421


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:9999", "http://localhost:8321", "https://[", "file://"]
)
def test_a_page_of_another_origin_changes_nothing(api: TestClient, inquiry: Inquiry, origin: str) -> None:
    assert decide(api, inquiry, Origin=origin) == 403
    assert inquiry.store.history("relevant?") == []


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_request_that_the_browser_calls_foreign_changes_nothing(api: TestClient, inquiry: Inquiry, site: str) -> None:
    assert decide(api, inquiry, Sec_Fetch_Site=site) == 403
    assert api.get(f"{ROOT}/status", headers={"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "cors"}).status_code == 403


def test_the_servers_own_pages_and_programs_may_decide(api: TestClient, inquiry: Inquiry) -> None:
    assert decide(api, inquiry, Origin=ADDRESS, Sec_Fetch_Site="same-origin") == 201


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_what_a_form_can_send_is_refused(api: TestClient, inquiry: Inquiry, kind: str) -> None:
    body = json.dumps({"decision": "relevant", "one": inquiry.first, **BY})

    response = api.post(f"{ROOT}/judgements", content=body, headers={"Content-Type": kind})

    assert response.status_code == 415


def test_no_other_site_is_given_leave(api: TestClient) -> None:
    response = api.options(
        f"{ROOT}/judgements", headers={"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    )

    assert response.status_code == 403
    assert not [name for name in response.headers if name.startswith("access-control")]


def test_sizes_are_limited(api: TestClient) -> None:
    headers = {"Content-Type": "application/json"}

    large = api.post(f"{ROOT}/judgements", content=b" " * 70_000, headers=headers)
    parts = api.post(f"{ROOT}/judgements", content=iter([b" " * 1000] * 70), headers=headers)
    long = api.get(f"{ROOT}/search?q={'x' * 9000}")

    assert (large.status_code, parts.status_code, long.status_code) == (413, 413, 414)


@pytest.mark.parametrize("path", ["/status", "/nowhere", "/documents?limit=0", "/openapi.json"])
def test_every_answer_carries_the_headers(api: TestClient, path: str) -> None:
    headers = api.get(ROOT + path).headers

    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"


def test_a_mistake_of_the_program_tells_no_secret(inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("a secret path")

    monkeypatch.setattr(inquiry.store, "counts", broken)
    with client(inquiry, raise_server_exceptions=False) as api:
        response = api.get(f"{ROOT}/documents")

    assert (response.status_code, response.json()["type"]) == (500, "/api/v1/problems/broken")
    assert "secret" not in response.text
    assert response.headers["content-security-policy"] == POLICY


def test_hostile_words_in_every_field_stay_words(tmp_path: Path) -> None:
    inquiry = Inquiry(tmp_path, ODD)
    with client(inquiry) as api:
        digests = [document(inquiry, each) for each in (inquiry.first, inquiry.award)] + [inquiry.failed]
        paths = [
            "/status",
            "/documents",
            "/failures",
            "/findings",
            "/procedures",
            "/organizations",
            "/coverage",
            "/judgements",
            "/corrections",
            *(f"/documents/{each}" for each in digests),
            *(f"/documents/{each}/text" for each in digests[:2]),
            *(f"/documents/{each}/statements" for each in digests),
            f"/procedures/{inquiry.procedure}",
            *(f"/organizations/{each}" for each in inquiry.store.clusters(Cluster.ORGANIZATION)),
            f"/explain/{inquiry.first}",
        ]
        answers = [api.get(ROOT + path) for path in paths]
        asked = [
            api.get(f"{ROOT}/{name}", params={field: ODD})
            for name, field in (
                ("search", "q"),
                ("documents", "q"),
                ("documents", "media_type"),
                ("procedures", "q"),
                ("procedures", "year"),
                ("organizations", "q"),
                ("judgements", "about"),
                ("judgements", "by"),
                ("judgements", "question"),
                ("documents", "cursor"),
            )
        ]
        put = [
            api.post(f"{ROOT}/judgements", json={"decision": ODD, "one": ODD, "other": ODD, "by": ODD, "reason": ODD}),
            api.post(
                f"{ROOT}/corrections",
                json={"about": inquiry.first, "field": ODD, "value": ODD, "quote": ODD, "row": ODD, **BY},
            ),
            api.post(
                f"{ROOT}/judgements", json={"decision": "relevant", "one": inquiry.first, "by": "a", "reason": ODD}
            ),
        ]

    assert {answer.status_code for answer in answers} == {200}
    assert all(answer.headers["content-type"] == "application/json" for answer in answers)
    assert all(answer.status_code in (200, 400, 422) for answer in asked), [a.status_code for a in asked]
    assert [answer.status_code for answer in put] == [422, 422, 201]


def test_further_host_must_be_named(inquiry: Inquiry) -> None:
    with TestClient(app(inquiry, ["desk.lan"]), base_url="http://desk.lan:8321") as api:
        assert api.get(f"{ROOT}/status").status_code == 200


def test_the_api_stands_beside_the_pages_and_takes_nothing_else(inquiry: Inquiry) -> None:
    pages = Starlette(routes=[Route("/{path:path}", lambda request: PlainTextResponse("a page"))])
    with TestClient(mount(pages, Desk(inquiry)), base_url=ADDRESS) as both:
        shown = [both.get(path).text for path in ("/", "/api", "/api/v10", "/status")]
        told = [both.get(path).headers["content-type"] for path in ("/api/v1", "/api/v1/status")]

    assert shown == ["a page"] * 4
    assert told == ["application/json"] * 2
