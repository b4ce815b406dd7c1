"""Settings are optional; a wrong one is named."""

from pathlib import Path

import pytest

from counterfile.errors import BadUsage
from counterfile.settings import Settings, load_settings


def test_no_file_means_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "counterfile.toml") == Settings()


def test_setting_is_read(tmp_path: Path) -> None:
    path = tmp_path / "counterfile.toml"
    path.write_text('title = "雪亮工程"\ntimeout = 5.5\n', encoding="utf-8")

    assert load_settings(path) == Settings(title="雪亮工程", timeout=5.5)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("timout = 5", "timout.*the settings are title, timeout, workers"),
        ('timeout = "long"', r"Expected `float`.*timeout"),
        ("timeout = 0", "more than 0"),
        ("title = ", "counterfile.toml"),
    ],
)
def test_wrong_setting_is_refused_by_name(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "counterfile.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(BadUsage, match=message):
        load_settings(path)
