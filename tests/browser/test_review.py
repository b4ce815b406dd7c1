"""The review queue in a browser: by keyboard alone, on a phone, without a script."""

from typing import Any

import pytest
from served import until


def ready(page: Any) -> None:
    """Wait until the island has taken the place of the form."""
    until(lambda: page.locator("review-queue kbd").count() > 0 or page.locator(".review-nothing").count() > 0)


def shown(page: Any) -> str:
    """Return what is asked, so that one item is told from the next."""
    # Pictures of pages come later, in their own time, with a line below them.
    lines = str(page.inner_text(".review-evidence")).splitlines()
    words = [line for line in lines if line.strip() and "whole page" not in line and "整页" not in line]
    return "\n".join([str(page.inner_text(".review-title")), *words])


def saved(page: Any) -> None:
    """Wait until everything is on the server."""
    script = "Object.entries(localStorage).filter(([name]) => name.startsWith('counterfile-outbox')).map(([_, text]) => text)"
    until(lambda: all(text == "[]" for text in page.evaluate(script)), "saving")


def standing(page: Any, question: str) -> int:
    items = page.request.get(f"/api/v1/judgements?question={question}&by=heron&limit=200").json()["items"]
    taken = sum(1 for each in items if each["answer"] == "withdrawn")
    return len(items) - 2 * taken


def tab_to(page: Any, wanted: str) -> None:
    """Press Tab until what has the focus meets a selector."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches({wanted!r})"):
            return
    raise AssertionError(f"no Tab leads to {wanted}")


def test_a_whole_session_by_keyboard_alone(page: Any) -> None:
    page.goto("/")
    for wanted, written in (("nav a[href='/review']", ""), ("#by", "heron"), ("a[href='/review/fields']", "")):
        tab_to(page, wanted)
        page.keyboard.type(written)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    ready(page)
    seen = [shown(page)]

    for _ in range(10):
        page.wait_for_selector("review-queue .answer")
        page.keyboard.press("1")
        before = seen[-1]
        until(lambda before=before: shown(page) != before)
        seen.append(shown(page))
    saved(page)
    assert len(set(seen)) == len(seen)
    assert standing(page, "value?") == 10

    for back in (9, 8):
        page.keyboard.press("z")
        until(lambda back=back: shown(page) == seen[back])
    saved(page)
    page.reload()
    ready(page)
    page.keyboard.press("z")
    until(lambda: shown(page) == seen[7])
    saved(page)
    assert standing(page, "value?") == 7


def test_what_is_put_aside_stays_aside_over_a_reload_until_it_is_taken_back(signed: Any) -> None:
    signed.goto("/review/fields")
    ready(signed)
    first = shown(signed)

    signed.keyboard.press("s")
    until(lambda: shown(signed) != first)
    second = shown(signed)
    saved(signed)
    signed.reload()
    ready(signed)
    assert shown(signed) == second

    signed.keyboard.press("z")
    until(lambda: shown(signed) == first)
    saved(signed)


def test_keys_mean_nothing_while_somebody_writes(signed: Any) -> None:
    signed.goto("/review/fields")
    ready(signed)
    before = shown(signed)

    signed.keyboard.press("n")
    signed.keyboard.type("xyz 12")
    assert signed.input_value("#review-note") == "xyz 12"
    signed.keyboard.press("Escape")
    for more in ("isComposing: true", "keyCode: 229"):
        signed.evaluate(
            f"document.body.dispatchEvent(new KeyboardEvent('keydown', {{key: 'y', code: 'KeyY', bubbles: true, {more}}}))"
        )
    signed.keyboard.press("Control+y")

    assert shown(signed) == before


def test_keys_can_be_looked_up_changed_and_switched_off(signed: Any) -> None:
    signed.goto("/review/fields")
    ready(signed)
    before = shown(signed)

    signed.keyboard.press("?")
    signed.click("text=change >> nth=0")
    signed.keyboard.press("j")
    signed.keyboard.press("Escape")
    signed.keyboard.press("?")
    signed.uncheck("input[type=checkbox]")
    signed.keyboard.press("Escape")
    signed.keyboard.press("1")
    signed.keyboard.press("x")
    assert shown(signed) == before
    signed.keyboard.press("Control+k")
    signed.fill("#palette-words", "next item")
    signed.keyboard.press("Enter")
    assert shown(signed) != before


def test_what_is_done_is_said_to_who_does_not_see_it(signed: Any) -> None:
    signed.goto("/review/screen")
    ready(signed)

    signed.keyboard.press("x")

    told = signed.inner_text("[role=status]")
    assert told.startswith("Answered. Next: Is it surveillance?")
    saved(signed)
    signed.keyboard.press("z")
    saved(signed)


def test_answers_wait_while_the_server_is_away_and_are_kept_in_their_order(signed: Any) -> None:
    signed.goto("/review/screen")
    ready(signed)
    asked: list[str] = []

    def away(route: Any) -> None:
        asked.append(route.request.headers["idempotency-key"])
        if len(asked) < 3:
            route.abort()
        else:
            route.continue_()

    signed.route("**/queue/screen/answers", away)
    signed.keyboard.press("y")
    signed.keyboard.press("x")
    signed.wait_for_selector("text=not saved yet")
    saved(signed)

    assert asked[0] == asked[1] == asked[2]
    assert len(set(asked)) == 2
    for _ in range(2):
        signed.keyboard.press("z")
    saved(signed)
    assert standing(signed, "screened?") == 0


def test_the_queue_fits_a_phone(browser: Any, address: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, base_url=address, has_touch=True, is_mobile=True
    )
    context.add_cookies([{"name": "counterfile-by", "value": "heron", "url": address}])
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto("/review/fields")
    ready(page)

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = page.locator(".answer").first.bounding_box()
    assert box["height"] >= 24
    assert box["y"] + box["height"] <= 844
    before = shown(page)
    page.tap(".answer >> nth=0")
    assert shown(page) != before
    page.tap("text=Undo")
    saved(page)
    context.close()


@pytest.mark.parametrize("kind", ["fields", "screen"])
def test_without_a_script_the_same_is_done_by_a_form(browser: Any, address: str, kind: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(f"/review/{kind}")
    page.fill("#by", "wren")
    page.click(".who button")
    first = page.inner_text(".review-title") + page.inner_text(".review-evidence")

    page.click(".answer.no")
    second = page.inner_text(".review-title") + page.inner_text(".review-evidence")
    page.click("text=撤回")

    assert first != second
    assert page.inner_text(".review-title") + page.inner_text(".review-evidence") == first
    context.close()
