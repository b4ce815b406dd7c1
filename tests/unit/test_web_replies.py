"""The right of reply on pages: a list that adds up, files that tell it, and forms that no other site can send."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from api_house import ADDRESS, Inquiry
from starlette.testclient import TestClient
from tests.unit.test_web_review import field, named

from counterfile import api
from counterfile.desk import Desk
from counterfile.store.ports import Cluster
from counterfile.text.names import name_key
from counterfile.web import create_app, review


@pytest.fixture
def inquiry(tmp_path: Path) -> Inquiry:
    return Inquiry(tmp_path)


@pytest.fixture
def browser(inquiry: Inquiry) -> Iterator[TestClient]:
    desk = Desk(inquiry)
    pages = review.beside(api.mount(create_app(desk, review=True), desk), desk)
    with TestClient(pages, base_url=ADDRESS, follow_redirects=False) as client:
        yield client


@pytest.fixture
def organization(inquiry: Inquiry) -> str:
    found = inquiry.store.cluster(Cluster.ORGANIZATION, name_key("临沅市公安局"))
    assert found is not None
    return found


def send(browser: TestClient, organization: str, status: int = 303, **fields: str) -> str:
    page = browser.get("/review/replies", params={"organization": organization}).text
    data = {"word": field(page, "word"), "key": field(page, "key"), "organization": organization, **fields}
    kept = browser.post("/review/replies", data=data)
    assert kept.status_code == status, kept.text
    return browser.get(kept.headers["location"]).text if status == 303 else kept.text


def ask(browser: TestClient, organization: str) -> str:
    more = {"act": "ask", "channel": "letter", "findings": "rounds", "day": "2025-05-03", "deadline": "2025-05-17"}
    return send(browser, organization, **more)


def test_a_form_records_an_asking_and_what_came(browser: TestClient, organization: str) -> None:
    named(browser)
    page = ask(browser, organization)
    assert "overdue" in page
    send(
        browser,
        organization,
        act="answer",
        entry=field(page, "entry"),
        outcome="answered",
        day="2025-05-20",
        words="<b>All twelve.</b>",
        document="",
    )

    told = browser.get("/replies").text

    assert "1 organization was asked" in told
    assert "after the deadline" in told
    assert "&lt;b&gt;All twelve." in told
    assert "All twelve." in browser.get(f"/organizations/{organization}").text
    assert browser.get("/replies?state=silent").text.count("<section>") == 0
    assert "1 已答复" in browser.get("/replies?lang=zh").text


def test_the_last_entry_is_taken_back(browser: TestClient, organization: str) -> None:
    named(browser)
    page = ask(browser, organization)

    send(browser, organization, act="undo", entry=field(page, "entry"))

    assert "Nobody was asked yet." in browser.get("/replies").text


def test_what_does_not_fit_is_told_on_the_page(browser: TestClient, organization: str) -> None:
    named(browser)
    page = ask(browser, organization)

    told = send(
        browser, organization, 422, act="answer", entry=field(page, "entry"), outcome="answered", day="2025-05-20"
    )

    assert "an answer has words" in told


def test_no_other_site_records_an_answer(browser: TestClient, organization: str) -> None:
    named(browser)

    refused = browser.post("/review/replies", data={"word": "0" * 32, "act": "ask", "organization": organization})

    assert refused.status_code == 403
    assert "Nobody was asked yet." in browser.get("/replies").text


def test_the_log_is_taken_along_as_a_table(browser: TestClient, organization: str) -> None:
    named(browser)
    ask(browser, organization)

    (row,) = browser.get("/replies.json").json()

    assert (row["organization"], row["state"], row["findings"]) == (organization, "overdue", "rounds")
    assert browser.get("/replies.csv").text.startswith("\ufeffid,organization,name,state")
    assert browser.get("/replies.parquet").content.startswith(b"PAR1")


def test_whoever_has_no_name_yet_is_asked_for_one(browser: TestClient) -> None:
    assert 'value="/review/replies"' in browser.get("/review/replies").text
    assert browser.post("/review/replies", data={"act": "ask"}).headers["location"] == "/review/replies"


def test_the_timeline_draws_events_beside_the_notices(browser: TestClient, inquiry: Inquiry) -> None:
    (inquiry.folder / "events.csv").write_text(
        "id,date,en,zh,source\nplan,2025-11,<i>A plan</i>,规划,gazette 11/2025\nold,1999,Long ago,,memoir\n", "utf-8"
    )

    page = browser.get("/timeline?by=month").text

    assert page.count('class="happened"') == 1
    assert "&lt;i&gt;A plan&lt;/i&gt;" in page
    assert "<i>A plan" not in page
    assert "Long ago" in page
    assert browser.get("/timeline?lang=zh").text.index("规划") > 0


def test_a_table_of_events_that_does_not_fit_is_told_with_its_line(browser: TestClient, inquiry: Inquiry) -> None:
    (inquiry.folder / "events.csv").write_text("id,date,en,source\nplan,soon,A plan,gazette\n", "utf-8")

    page = browser.get("/timeline")

    assert page.status_code == 500
    assert "events.csv:2:" in page.text
