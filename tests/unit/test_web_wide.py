"""Places, network, timeline, settings and facets: what they count, what they leave out, what they never show."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pyarrow.parquet as pq
import pytest
from starlette.testclient import TestClient

from counterfile import desk as desks
from counterfile.model.files import Role
from counterfile.model.notice import Property
from counterfile.settings import Model, Settings
from counterfile.settings import Role as Sees
from counterfile.testing.corpus import Corpus, total
from counterfile.testing.sample import Sample
from counterfile.text.names import name_key
from counterfile.views import network, purchases
from counterfile.views.facets import facets, values
from counterfile.views.network import Tie
from counterfile.views.overview import register
from counterfile.views.provinces import provinces
from counterfile.views.purchases import NOT_STATED, Asked, Purchases, Sum
from counterfile.views.timeline import Step, timeline
from counterfile.web import create_app, islands, wide, words

P = Property
BUREAU, COURT = "芜川市公安局", "澄岭县人民法院"
CAMERAS, CABLES, DESKS = "青岚视讯科技有限公司", "碧屿线缆有限公司", "远汀家具有限公司"


def purchase(
    corpus: Corpus,
    day: str,
    buyer: str,
    province: str = "",
    winners: tuple[tuple[str, str], ...] = (),
    number: str = "",
) -> str:
    """Add a tender, and an award with one lot for each (winners joined by ``+``, canonical amount); return the tender."""
    told = [("", P.TITLE, f"{buyer}{number or day}设备采购"), ("", P.BUYER, buyer)]
    told += [("", P.PROVINCE, province)] if province else []
    tender = corpus.notice("tender", [("", P.PUBLISHED, day), *told])
    if winners:
        lots = []
        for lot, (names, amount) in enumerate(winners, 1):
            lots.append((f"lot/{lot}", P.LOT_LABEL, str(lot)))
            lots.append((f"lot/{lot}", P.LOT_STATUS, "awarded"))
            lots += [(f"lot/{lot}/supplier/{n}", P.SUPPLIER, name) for n, name in enumerate(names.split("+"), 1)]
            lots += [(f"lot/{lot}/supplier/1", P.AWARD_VALUE, amount)] if amount else []
        award = corpus.notice("award", [("", P.PUBLISHED, day), *told, *lots])
        corpus.same(tender, award)
    return tender


def gathered(corpus: Corpus) -> Purchases:
    named = ((row.id, row.name) for row in register(corpus.store).organizations)
    return purchases.gather(corpus.store, named)


def organization(corpus: Corpus, name: str) -> str:
    from counterfile.store.ports import Cluster

    found = corpus.store.cluster(Cluster.ORGANIZATION, name_key(name))
    assert found is not None
    return found


@pytest.fixture
def corpus() -> Corpus:
    made = Corpus()
    purchase(made, "2024-02-03", BUREAU, "四川省", ((CAMERAS, total("730000")),))
    purchase(made, "2024-05-06", BUREAU, "四川", ((f"{CAMERAS}+{CABLES}", ""),))
    purchase(made, "2025-07-08", COURT, "湖北省", ((DESKS, total("51000", "USD")), (CABLES, "unknown_unit")))
    purchase(made, "2025-09-01", COURT)
    return made


# Places


def test_two_spellings_of_a_province_are_one_tile(corpus: Corpus) -> None:
    made = provinces(gathered(corpus), Asked())

    assert [(row.name, row.procedures, row.notices) for row in made.rows] == [("四川", 2, 4), ("湖北省", 1, 2)]


def test_procedures_without_a_province_are_in_the_denominator_and_on_no_tile(corpus: Corpus) -> None:
    made = provinces(gathered(corpus), Asked())

    assert (made.procedures, made.not_stated.procedures) == (4, 1)
    assert made.procedures == sum(row.procedures for row in made.rows) + made.not_stated.procedures


def test_zero_is_told_from_no_data(corpus: Corpus) -> None:
    made = provinces(gathered(corpus), Asked(year="2025"))

    sichuan = next(row for row in made.rows if row.name.startswith("四川"))
    assert (sichuan.procedures, sichuan.money) == (0, None)


def test_money_of_two_currencies_is_never_added(corpus: Corpus) -> None:
    purchase(corpus, "2025-10-01", COURT, "湖北省", ((DESKS, total("8000", "USD")),))

    made = provinces(gathered(corpus), Asked())

    assert (made.currency, made.other_currencies) == ("CNY", 1)
    assert [row.money for row in made.rows] == [Decimal("730000.00"), None]


# Network


def test_lines_join_buyers_to_winners_and_winners_to_each_other(corpus: Corpus) -> None:
    made = network.network(gathered(corpus), Asked())

    names = gathered(corpus).names
    assert {(line.tie, names[line.one], names[line.other], len(line.procedures)) for line in made.lines} == {
        (Tie.BUYS, BUREAU, CAMERAS, 2),
        (Tie.BUYS, BUREAU, CABLES, 1),
        (Tie.BUYS, COURT, DESKS, 1),
        (Tie.BUYS, COURT, CABLES, 1),
        (Tie.BESIDE, *sorted((CAMERAS, CABLES), key=lambda name: organization(corpus, name)), 1),
    }


def test_only_a_winner_alone_is_given_the_amount(corpus: Corpus) -> None:
    made = network.network(gathered(corpus), Asked())

    heaviest = made.lines[0]
    assert (heaviest.totals, heaviest.summed, heaviest.lots) == ((("CNY", Decimal("730000.00")),), 1, 2)


def test_persons_are_never_points() -> None:
    corpus = Corpus()
    purchase(corpus, "2024-02-03", BUREAU, "四川省", (("欧阳秋实", total("9000")), (CAMERAS, total("7000"))))

    made = network.network(gathered(corpus), Asked())

    assert {point.name for point in made.points} == {BUREAU, CAMERAS}


def test_same_lines_give_the_same_picture(corpus: Corpus) -> None:
    network.layout.cache_clear()
    one = network.network(gathered(corpus), Asked())
    network.layout.cache_clear()

    assert one == network.network(gathered(corpus), Asked())
    assert all(0 <= point.x <= 1 and 0 <= point.y <= 1 for point in one.points)
    assert len({(point.x, point.y) for point in one.points}) == len(one.points)


def test_large_network_draws_the_weightiest_and_says_what_is_left_out() -> None:
    corpus = Corpus()
    for number in range(6):
        purchase(corpus, f"2024-02-0{number + 1}", f"第{number}区教育局", "四川省", ((CAMERAS, ""),))

    made = network.network(gathered(corpus), Asked(), most=3)

    assert (len(made.points), made.organizations, len(made.lines)) == (3, 7, 6)
    assert made.points[0].name == CAMERAS
    assert len(made.drawn) == 2


def test_around_takes_the_neighbors_only(corpus: Corpus) -> None:
    made = network.network(gathered(corpus), Asked(), organization(corpus, DESKS))

    assert {point.name for point in made.points} == {DESKS, COURT}
    assert made.points[0].name == DESKS


def test_long_list_of_winners_does_not_tie_them_to_each_other() -> None:
    corpus = Corpus()
    crowd = "+".join(f"第{number}供应有限公司" for number in range(network.TOGETHER + 1))
    purchase(corpus, "2024-02-03", BUREAU, "四川省", ((crowd, ""),))

    made = network.network(gathered(corpus), Asked())

    assert {line.tie for line in made.lines} == {Tie.BUYS}
    assert made.crowded == 1


# Timeline


def test_periods_without_anything_are_in_the_timeline(corpus: Corpus) -> None:
    made = timeline(gathered(corpus), Asked(), Step.QUARTER)

    assert [(each.name, each.procedures) for each in made.periods] == [
        ("2024-Q1", 1),
        ("2024-Q2", 1),
        ("2024-Q3", 0),
        ("2024-Q4", 0),
        ("2025-Q1", 0),
        ("2025-Q2", 0),
        ("2025-Q3", 2),
    ]
    assert made.stages == ("tender", "award")
    assert sum(each.notices for each in made.periods) == made.notices == 7


def test_misread_year_does_not_make_a_list_of_centuries() -> None:
    corpus = Corpus()
    purchase(corpus, "1024-02-03", BUREAU)
    purchase(corpus, "2024-02-03", BUREAU)
    corpus.notice("tender", [("", P.BUYER, BUREAU)])

    made = timeline(gathered(corpus), Asked(), Step.MONTH)

    assert (len(made.periods), made.earlier, made.undated_notices) == (120, 1, 1)


# Money and facets


def test_money_of_an_organization_keeps_budget_and_award_apart() -> None:
    corpus = Corpus()
    tender = corpus.notice(
        "tender",
        [("", P.PUBLISHED, "2024-02-03"), ("", P.BUYER, BUREAU), ("", P.BUDGET, total("900000"))],
    )
    award = corpus.notice(
        "award",
        [
            ("", P.PUBLISHED, "2024-04-03"),
            ("", P.BUYER, BUREAU),
            ("lot/1/supplier/1", P.SUPPLIER, CAMERAS),
            ("lot/1/supplier/1", P.AWARD_VALUE, total("730000")),
        ],
    )
    corpus.same(tender, award)
    found = gathered(corpus)

    bought = purchases.money(found, organization(corpus, BUREAU))
    won = purchases.money(found, organization(corpus, CAMERAS))

    assert [(line.role, line.kind, line.amount) for line in bought] == [
        (Role.BUYER, Sum.BUDGET, Decimal("900000.00")),
        (Role.BUYER, Sum.AWARD, Decimal("730000.00")),
    ]
    assert [(line.role, line.kind, line.amount, line.stated, line.of) for line in won] == [
        (Role.SUPPLIER, Sum.AWARD, Decimal("730000.00"), 1, 1)
    ]


def test_facet_is_counted_over_what_the_others_leave(corpus: Corpus) -> None:
    known = values(corpus.store, gathered(corpus))

    made = facets(corpus.store, known, "设备采购", {"year": "2025", "stage": "award"})

    counts = {facet.by: dict(facet.counts) for facet in made.facets}
    assert counts["year"] == {"2024": 2, "2025": 1}
    assert counts["stage"] == {"tender": 2, "award": 1}
    assert (len(made.documents), made.looked, made.narrowed) == (1, 7, True)


def test_what_is_not_stated_can_be_asked_for(corpus: Corpus) -> None:
    known = values(corpus.store, gathered(corpus))

    made = facets(corpus.store, known, "设备采购", {"province": NOT_STATED})

    assert len(made.documents) == 1


# Pages


@pytest.fixture
def browser(tmp_path: Path, corpus: Corpus) -> Iterator[TestClient]:
    settings = Settings(
        title="采购调查",
        passwords=("opensesame-17",),
        people={"editor-1": Sees.EDITOR},
        model=Model(url="http://127.0.0.1:11434/v1", name="small", key_env="VERY_SECRET_NAME"),
    )
    source = SimpleNamespace(folder=tmp_path, settings=settings, store=corpus.store, pictures=None)
    with TestClient(create_app(source), base_url="http://127.0.0.1:8321") as client:  # type: ignore[arg-type]
        yield client


PAGES = (
    "/places",
    "/places?of=money&province=湖北省",
    "/network",
    "/network?year=2024",
    "/timeline?by=month",
    "/settings",
)


def scripts(source: str) -> set[str]:
    """Return the tags of scripts in a page."""
    return set(re.findall(r"<script[^>]*>", source))


ISLAND = scripts(f"{islands.data(words.words('en'))}{islands.scripts('graph-view')}")
"""The words as data, and our own files."""


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("address", PAGES)
def test_page_is_whole_and_has_no_script_but_its_island(browser: TestClient, address: str, lang: str) -> None:
    response = browser.get(address, params={"lang": lang} if "?" not in address else None)

    assert response.status_code == 200
    assert scripts(response.text) <= (ISLAND if address.startswith("/network") else set())
    assert "style=" not in response.text


@pytest.mark.parametrize(
    "name",
    ["places", "places/procedures", "network", "network/organizations", "timeline", "settings", "search", "procedures"],
)
def test_every_table_comes_as_csv_json_and_parquet(browser: TestClient, name: str) -> None:
    query = "?q=采购" if name == "search" else ""

    rows = browser.get(f"/{name}.json{query}").json()
    lines = browser.get(f"/{name}.csv{query}").text.strip().splitlines()
    parquet = pq.read_table(io.BytesIO(browser.get(f"/{name}.parquet{query}").content))

    assert len(rows) == len(lines) - 1 == parquet.num_rows > 0
    assert list(rows[0]) == parquet.column_names


def test_tile_opens_its_procedures(browser: TestClient) -> None:
    page = browser.get("/places?province=湖北省").text

    assert 'id="list"' in page
    assert page.count('href="/procedures/p-') == 1


def test_secrets_are_never_on_the_page_of_the_settings(browser: TestClient) -> None:
    for address in ("/settings", "/settings.json"):
        text = browser.get(address).text
        assert "editor-1" in text
        assert "opensesame" not in text
        assert "VERY_SECRET_NAME" not in text


def test_organization_file_has_counterparties_and_money(browser: TestClient, corpus: Corpus) -> None:
    one = organization(corpus, BUREAU)

    page = browser.get(f"/organizations/{one}").text
    rows = browser.get(f"/organizations/{one}/counterparties.json").json()

    assert "Counterparties" in page
    assert "CNY 730,000.00" in page
    assert f'href="/network?around={one}"' in page
    assert {row["other_name"] for row in rows} == {CAMERAS, CABLES}


def test_search_is_narrowed_by_a_facet(browser: TestClient) -> None:
    whole = browser.get("/search?q=设备采购").text
    narrowed = browser.get("/search?q=设备采购&year=2025&stage=award").text

    assert "Language of the title" not in whole  # all titles are Chinese, so there is nothing to choose
    assert "Portal" not in whole
    assert whole.count("#hit-1") == 7
    assert narrowed.count("#hit-1") == 1


def test_unknown_organization_is_said(browser: TestClient) -> None:
    assert "No organization has this id." in browser.get("/network?around=o-nobody").text


def test_odd_text_stays_text(tmp_path: Path) -> None:
    odd = "<script>alert(1)</script>\"'&"
    with TestClient(create_app(Sample(tmp_path, odd)), base_url="http://127.0.0.1:8321") as client:
        for address in (*PAGES, f"/places?province={odd}", f"/network?around={odd}", f"/timeline?class={odd}"):
            response = client.get(address)
            assert response.status_code == 200
            assert odd not in response.text
            assert scripts(response.text) <= ISLAND


def test_empty_inquiry_has_all_pages(tmp_path: Path) -> None:
    source = SimpleNamespace(folder=tmp_path, settings=Settings(), store=Corpus().store, pictures=None)
    with TestClient(create_app(source), base_url="http://127.0.0.1:8321") as client:  # type: ignore[arg-type]
        for address in PAGES:
            assert client.get(address).status_code == 200


def test_large_inquiry_shows_files_and_results_before_all_is_gathered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desks, "SMALL", -1)
    made = wide.Wide(desks.Desk(Sample(tmp_path)))
    monkeypatch.setattr(desks.Kept, "_begin", lambda kept: None)

    assert made.beside("o-any") is None
    assert made.facets("采购", {}) is None
    with pytest.raises(desks.NotReady):  # rather than to show what was not asked for
        made.facets("采购", {"year": "2025"})
