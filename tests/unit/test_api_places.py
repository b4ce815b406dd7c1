"""Where words stand on the pictures of a document's pages."""

from pathlib import Path

import msgspec
import pytest
from api_house import Inquiry, client, document

from counterfile.model.reading import Line, Page, Reading
from counterfile.model.reading import Source as Kind
from counterfile.store.ports import View


class Paged:
    """The sample's facts, but one Reading has a page with one line."""

    def __init__(self, view: View, reading: Reading, lines: tuple[Line, ...]) -> None:
        self._view, self._reading, self._lines = view, reading, lines

    def __getattr__(self, name: str) -> object:
        return getattr(self._view, name)

    def reading(self, name: str) -> Reading | None:
        return self._reading if name == self._reading.id else self._view.reading(name)

    def lines(self, name: str) -> tuple[Line, ...]:
        return self._lines


@pytest.fixture
def inquiry(tmp_path: Path) -> Inquiry:
    return Inquiry(tmp_path)


def test_a_document_without_pages_has_no_places(inquiry: Inquiry) -> None:
    with client(inquiry) as api:
        found = api.get(f"/api/v1/documents/{document(inquiry, inquiry.award)}/places?at=0-5").json()

    assert (found["pages"], found["places"]) == ([], [])


@pytest.mark.parametrize("at", ["5-5", "9-2", "a-b", "", "1-2,", ",".join(["1-2"] * 201)])
def test_what_is_no_stretch_is_refused(inquiry: Inquiry, at: str) -> None:
    with client(inquiry) as api:
        answer = api.get(f"/api/v1/documents/{document(inquiry, inquiry.award)}/places?at={at}")

    assert answer.status_code == 422


def test_unknown_documents_have_none(inquiry: Inquiry) -> None:
    with client(inquiry) as api:
        assert api.get(f"/api/v1/documents/{'0' * 64}/places?at=0-5").status_code == 404


def test_a_stretch_is_boxed_line_by_line(inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch) -> None:
    notice = inquiry.store.notice(inquiry.award)
    reading = inquiry.store.reading(notice.reading) if notice else None
    assert reading is not None
    paged = msgspec.structs.replace(reading, pages=(Page(1, 0, len(reading.text), 595.0, 842.0, source=Kind.LAYER),))
    lines = (Line(0, 4, 1, 100, 200, 500, 300, edges=(100, 200, 300, 400, 500)),)
    view = Paged(inquiry.store, paged, lines)
    monkeypatch.setattr("counterfile.api._house.House.view", property(lambda _: view))
    with client(inquiry) as api:
        found = api.get(f"/api/v1/documents/{reading.document}/places?at=1-3").json()

    (place,) = found["places"]
    assert place["page"] == 1
    assert place["boxes"] == [{"left": 20.0, "top": 20.0, "width": 20.0, "height": 10.0}]
    assert found["pages"][0]["picture"].endswith("/pages/1/picture")
