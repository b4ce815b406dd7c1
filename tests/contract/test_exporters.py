"""Every built-in exporter keeps the exporters' contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterfile.hooks import Exporter
from counterfile.plugins import builtin_exporters
from counterfile.testing.exporters import check_exporter


@pytest.mark.parametrize("exporter", builtin_exporters(), ids=lambda exporter: exporter.name)
def test_built_in_exporter_keeps_the_contract(exporter: Exporter, tmp_path: Path) -> None:
    assert check_exporter(exporter, tmp_path).is_file()
