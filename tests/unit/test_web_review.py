"""The review pages without a script: the item with its evidence, an ordinary form, and no door for other sites."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from api_house import ADDRESS, Inquiry, wait
from starlette.testclient import TestClient

from counterfile import api
from counterfile.desk import Desk
from counterfile.model.judgement import Question
from counterfile.model.notice import Property
from counterfile.web import create_app, islands, review

ODD = "<script>alert(1)</script>'\"><img src=https://evil.example/x onerror=alert(2)>{{7*7}}&amp;"


def application(inquiry: Inquiry) -> TestClient:
    desk = Desk(inquiry)
    return TestClient(review.beside(api.mount(create_app(desk), desk), desk), base_url=ADDRESS, follow_redirects=False)


@pytest.fixture
def inquiry(tmp_path: Path) -> Inquiry:
    return Inquiry(tmp_path)


@pytest.fixture
def browser(inquiry: Inquiry) -> Iterator[TestClient]:
    with application(inquiry) as client:
        yield client


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, f"the page has no field {name}"
    return found[1].replace("&#34;", '"').replace("&amp;", "&")


def named(browser: TestClient, name: str = "heron") -> TestClient:
    """Say who decides, as a person does."""
    word = field(browser.get("/review").text, "word")
    kept = browser.post("/review/name", data={"word": word, "by": name})
    assert kept.status_code == 303, kept.text
    return browser


def send(browser: TestClient, page: str, answer: str, **more: str) -> str:
    """Press a button of the form; return where that leads, or after an undo the page with the item again."""
    names = ("word", "key", "item", "later")
    data = {name: field(page, name) for name in names if f'name="{name}"' in page}
    if answer == "undo":
        data.pop("item", None)
    kept = browser.post("/review/fields", data={**data, "answer": answer, **more})
    assert kept.status_code == (200 if answer == "undo" else 303), kept.text
    return str(kept.text if answer == "undo" else kept.headers["location"])


def test_whoever_has_no_name_yet_is_asked_for_one(browser: TestClient) -> None:
    page = browser.get("/review/fields").text

    assert 'name="by"' in page
    assert "review-queue" not in page
    assert 'value="/review/fields"' in page


def test_a_name_that_looks_like_a_persons_number_is_refused(browser: TestClient) -> None:
    word = field(browser.get("/review").text, "word")

    browser.post("/review/name", data={"word": word, "by": "13800138000"})

    for address in ("/review", "/review/fields"):
        refused = browser.get(address)
        assert refused.status_code == 422
        assert "sign with a pseudonym" in refused.text
        assert 'name="by"' in refused.text


def test_the_next_item_is_on_the_page_with_its_words_marked(browser: TestClient) -> None:
    page = named(browser).get("/review/fields").text

    assert "Which value is right?" in page
    assert re.search(r"<blockquote[^>]*>.*<mark>.+</mark>", page, re.DOTALL)
    assert '<review-queue kind="fields" by="heron">' in page


def test_a_form_decides_as_the_island_does_and_takes_back(browser: TestClient, inquiry: Inquiry) -> None:
    item = f"{inquiry.award}||{Property.BUDGET}"
    page = named(browser).get("/review/fields").text
    assert field(page, "item") == item

    send(browser, page, "absent", note="seen on page two")
    after = browser.get("/review/fields").text
    judged = inquiry.store.history(Question.VALUE)[0]
    again = send(browser, after, "undo")

    assert field(again, "item") == item
    assert (judged.subject, judged.answer, judged.agent) == (item, "", "heron")
    assert "seen on page two" in judged.reason
    assert field(after, "item") != item
    assert field(browser.get("/review/fields").text, "item") == item


def test_a_form_sent_twice_decides_once(browser: TestClient, inquiry: Inquiry) -> None:
    page = named(browser).get("/review/fields").text

    send(browser, page, "absent")
    send(browser, page, "absent")

    assert len([each for each in inquiry.store.history(Question.VALUE) if each.agent == "heron"]) == 1


def test_put_aside_shows_another_and_decides_nothing(browser: TestClient, inquiry: Inquiry) -> None:
    page = named(browser).get("/review/fields").text
    before = len(inquiry.store.history(limit=1000))

    after = browser.get(send(browser, page, "aside")).text

    assert field(after, "item") != field(page, "item")
    assert len(inquiry.store.history(limit=1000)) == before


def test_what_the_api_refuses_is_said_on_the_page(browser: TestClient) -> None:
    page = named(browser).get("/review/fields").text
    data = {name: field(page, name) for name in ("word", "key", "item", "later")}

    refused = browser.post("/review/fields", data={**data, "answer": "other", "value": "480万元", "quote": "nowhere"})

    assert refused.status_code == 422
    assert "does not stand in" in refused.text
    assert field(refused.text, "item") == data["item"]


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_sites_form_decides_nothing(browser: TestClient, inquiry: Inquiry, headers: dict[str, str]) -> None:
    page = named(browser).get("/review/fields").text
    data = {name: field(page, name) for name in ("word", "key", "item")}

    refused = browser.post("/review/fields", data={**data, "answer": "absent"}, headers=headers)

    assert (refused.status_code, refused.headers["x-content-type-options"]) == (403, "nosniff")
    assert [each for each in inquiry.store.history(Question.VALUE) if each.agent == "heron"] == []


def test_a_form_without_its_word_decides_nothing(browser: TestClient, inquiry: Inquiry) -> None:
    page = named(browser).get("/review/fields").text
    data = {"item": field(page, "item"), "answer": "absent"}

    for word in ("", "0" * 32):
        assert browser.post("/review/fields", data={**data, "word": word}).status_code == 403
    browser.cookies.delete(review.FORM)
    assert browser.post("/review/fields", data={**data, "word": field(page, "word")}).status_code == 403

    assert [each for each in inquiry.store.history(Question.VALUE) if each.agent == "heron"] == []


def test_only_names_of_this_machine_are_answered_to(browser: TestClient) -> None:
    assert browser.get("/review", headers={"host": "evil.example"}).status_code == 421
    assert browser.post("/review/name", data={}, headers={"host": "evil.example"}).status_code == 421


def test_a_name_leads_back_to_review_pages_alone(browser: TestClient) -> None:
    word = field(browser.get("/review").text, "word")

    for back in ("https://evil.example/", "//evil.example", "/review/../about", "/review/fields?x"):
        kept = browser.post("/review/name", data={"word": word, "by": "heron", "back": back})
        assert kept.headers["location"] == "/review"
    kept = browser.post("/review/name", data={"word": word, "by": "heron", "back": "/review/links"})
    assert kept.headers["location"] == "/review/links"


def test_pages_run_this_servers_scripts_and_nothing_inline(browser: TestClient) -> None:
    response = named(browser).get("/review/fields")
    scripts = re.findall(r"<script([^>]*)>", response.text)

    assert response.headers["content-security-policy"] == islands.POLICY
    assert "unsafe" not in islands.POLICY
    assert scripts
    assert all('src="/static/islands/' in each or 'type="application/json"' in each for each in scripts)
    assert not re.search(r"\s(?:on\w+|style)=", response.text)


@pytest.mark.parametrize("kind", list(review.KINDS))
def test_every_kind_has_a_page(browser: TestClient, kind: str) -> None:
    assert named(browser).get(f"/review/{kind}").status_code == 200


def test_other_kinds_have_none(browser: TestClient) -> None:
    assert named(browser).get("/review/nonsense").status_code == 404


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    with application(Inquiry(tmp_path, ODD)) as browser:
        pages = [named(browser).get("/review/fields").text]
        for _ in range(6):
            pages.append(browser.get(send(browser, pages[-1], "aside")).text)
        pages.append(browser.get(f"/review/fields?later={quote(ODD)}").text)

    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=https" not in page
    assert any("&lt;script&gt;alert(1)" in page for page in pages)


def test_work_in_the_background_is_told_and_can_be_stopped(browser: TestClient, inquiry: Inquiry) -> None:
    named(browser)
    before = browser.get("/review/jobs")
    inquiry.hold.clear()
    job = browser.post("/api/v1/jobs", json={"kind": "run", "by": "heron"}).json()["id"]

    running = browser.get("/review/jobs")
    stopped = browser.post("/review/jobs", data={"word": field(running.text, "word"), "job": job})
    inquiry.hold.set()
    wait(lambda: browser.get(f"/api/v1/jobs/{job}").json()["state"] == "canceled")
    after = browser.get("/review/jobs")

    assert "Nothing has been started since this server was" in before.text
    assert "going on" in running.text
    assert running.headers["Refresh"] == "3"
    assert (stopped.status_code, stopped.headers["location"]) == (303, "/review/jobs")
    assert "stopped" in after.text
    assert "Refresh" not in after.headers


def test_a_job_of_an_earlier_server_is_told_to_be_forgotten(browser: TestClient) -> None:
    named(browser)
    word = field(browser.get("/review").text, "word")

    refused = browser.post("/review/jobs", data={"word": word, "job": "job-7"})

    assert refused.status_code == 404
    assert "since this server was started" in refused.text


def test_work_is_not_stopped_by_a_form_without_its_word(browser: TestClient) -> None:
    assert browser.post("/review/jobs", data={"job": "job-1"}).status_code == 403
