"""The page of a finding shows every kind of figure, in both languages, with hostile text as text."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from counterfile.testing.sample import Sample
from counterfile.web import create_app

KINDS = {
    "table": "unit: notice\nmeasure: count\nby: [stage, published_year]\nalso: [{name: '<b>tenders</b>', where: {stage: tender}}]",
    "series": "unit: notice\nmeasure: share\nof: {stage: tender}\nby: published_year",
    "earliest": "unit: notice\nmeasure: first\nof: published",
    "most": "unit: notice\nmeasure: rank\nof: buyer\ntop: 3",
    "words": "unit: notice\nmeasure: quotation\nquote: {text: 不在任何公告中的原话, translation: '<i>x</i>', translator: c1}",
    "covered": "unit: notice\nmeasure: list\nof: signed\ncoverage: 1\ncites: ['population: 9 million (<i>yearbook</i>, p. 3)']",
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_finding_has_its_page(kind: str, lang: str, tmp_path: Path) -> None:
    sample = Sample(tmp_path)
    folder = tmp_path / "findings"
    folder.mkdir(exist_ok=True)
    (folder / f"{kind}.yaml").write_text(f'claim: {{en: "so it is", zh: "如此"}}\n{KINDS[kind]}\n', "utf-8")

    with TestClient(create_app(sample), base_url="http://127.0.0.1:8321") as client:
        page = client.get(f"/findings/{kind}?lang={lang}")
        units = client.get(f"/findings/{kind}/units.csv")

    assert (page.status_code, units.status_code) == (200, 200)
    assert not any(raw in page.text for raw in ("<b>tenders", "<i>x", "<i>yearbook"))
    wanted = {
        "table": ("&lt;b&gt;tenders&lt;/b&gt;", {"en": "published_year", "zh": "公告日期的年份"}[lang]),
        "series": ({"en": "published_year", "zh": "公告日期的年份"}[lang],),
        "earliest": ({"en": "the earliest", "zh": "最早"}[lang],),
        "most": ({"en": "buyer", "zh": "采购人"}[lang],),
        "words": ("不在任何公告中的原话", "c1"),
        "covered": ({"en": "No figure is given", "zh": "不给出数字"}[lang], "9 million"),
    }
    assert all(words in page.text for words in wanted[kind])
