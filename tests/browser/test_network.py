"""A network is explored by keyboard alone, and read without a script."""

from typing import Any

from served import until

AROUND = "/network?around="


def drawn(page: Any) -> int:
    return int(page.locator("graph-view svg a").count())


def neighborhood(page: Any) -> str:
    """Return the address of a picture that leaves something out: an organization that wins from one buyer of many."""
    lines = page.request.get("/network.json").json()
    buyers = [line["one"] for line in lines if line["tie"] == "buys from"]
    winners = {line["other"]: line["one"] for line in lines if line["tie"] == "buys from"}
    winner = next(one for one, buyer in winners.items() if buyers.count(buyer) > 1)
    return f"{AROUND}{winner}"


def test_counterparties_are_added_by_keyboard_and_taken_away_again(page: Any) -> None:
    page.goto("/network", wait_until="networkidle")
    before = drawn(page)
    page.focus("graph-view svg a >> nth=0")

    page.keyboard.press("Enter")
    until(lambda: page.locator("#graph-expand").count() == 1)
    assert page.evaluate("document.activeElement.id") == "graph-expand"
    rows = page.locator("graph-view tbody tr").count()
    assert rows >= 1
    page.keyboard.press("Enter")

    until(lambda: "added" in page.inner_text("graph-view [role=status]"))
    assert drawn(page) >= before
    assert page.locator("graph-view tbody tr").count() >= rows


def test_a_neighborhood_grows_and_goes_back(page: Any) -> None:
    page.goto(neighborhood(page), wait_until="networkidle")
    before = drawn(page)
    for at in range(before):
        page.locator("graph-view svg a").nth(at).focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        until(lambda: "added" in page.inner_text("graph-view [role=status]"))
        if drawn(page) > before:
            break
    grown = drawn(page)

    back = page.get_by_text("Take away what was added")
    if grown > before:
        back.click()
    until(lambda: drawn(page) == before)


def test_every_point_leads_to_its_file_without_a_script(browser: Any, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False, locale="en-US")
    page = context.new_page()
    page.goto("/network")

    links = page.locator("graph-view svg a")
    assert links.count() > 1
    links.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/organizations/o-*")
    context.close()
