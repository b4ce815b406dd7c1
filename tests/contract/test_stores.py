"""Every store keeps the same promises; the suite itself ships to plugin authors."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counterfile.store import layout, sqlite
from counterfile.store.memory import MemoryStore
from counterfile.store.ports import Store
from counterfile.testing.stores import CHECKS


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "memory":
        yield MemoryStore()
        return
    path = tmp_path / layout.DATABASE
    sqlite.create(path)
    opened = sqlite.SqliteStore(path)
    yield opened
    opened.close()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_store_keeps_the_promise(store: Store, check) -> None:
    check(store)
