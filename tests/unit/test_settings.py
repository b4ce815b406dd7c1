"""Settings are optional; a wrong one is named."""

from pathlib import Path

import pytest

from counterfile.errors import BadUsage
from counterfile.settings import Model, Settings, load_settings


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


def test_language_model_is_off_unless_an_endpoint_is_set(tmp_path: Path) -> None:
    path = tmp_path / "counterfile.toml"
    path.write_text('[model]\nurl = "http://127.0.0.1:11434/v1"\nname = "qwen"\n', encoding="utf-8")

    found = load_settings(path).model

    assert Settings().model.url == ""
    assert (found.is_local, found.in_run) == (True, False)
    assert not Model("https://models.example/v1", "qwen").is_local
    assert Model("http://localhost:1/v1", "qwen").is_local


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ('name = "qwen"', "no url"),
        ('url = "file:///etc/passwd"\nname = "q"', "is not like http"),
        ('url = "http://h/v1 x"\nname = "q"', "is not like http"),
        ('url = "http://me:secret@h/v1"\nname = "q"', "key_env"),
        ('url = "http://h/v1?key=1"\nname = "q"', "key_env"),
        ('url = "http://h/v1"', "name is missing"),
        ('url = "http://h/v1"\nname = "q"\nkey_env = "sk-123"', "environment variable"),
        ('url = "http://h/v1"\nname = "q"\ntimeout = 0', "timeout"),
        ('url = "http://h/v1"\nname = "q"\nkey = "sk-123"', "key"),
    ],
)
def test_wrong_endpoint_is_refused_by_name(tmp_path: Path, lines: str, message: str) -> None:
    path = tmp_path / "counterfile.toml"
    path.write_text(f"[model]\n{lines}\n", encoding="utf-8")

    with pytest.raises(BadUsage, match=message):
        load_settings(path)
