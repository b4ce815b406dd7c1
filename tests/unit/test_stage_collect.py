"""What the user named is found, in order, without following links out of it."""

import os
from pathlib import Path

import pytest

from counterfile.errors import Missing
from counterfile.stages.collect import Found, Lost, Watched, collect


def names(found: list[Found | Lost]) -> list[str]:
    return [each.origin for each in found if isinstance(each, Found)]


def test_files_are_found_below_a_folder_in_order_of_name(tmp_path: Path) -> None:
    heap = tmp_path / "heap"
    (heap / "2021").mkdir(parents=True)
    for name in ("2021/b.html", "2021/a.html", "公告.txt", ".DS_Store"):
        (heap / name).write_text("x")

    assert names(list(collect([heap]))) == ["heap/2021/a.html", "heap/2021/b.html", "heap/公告.txt"]


def test_path_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(Missing, match="nowhere does not exist"):
        list(collect([tmp_path / "nowhere"]))


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x")
    heap = tmp_path / "heap"
    heap.mkdir()
    (heap / "link").symlink_to(tmp_path / "secret.txt")
    (heap / "own.txt").write_text("x")

    assert names(list(collect([heap]))) == ["heap/own.txt"]


def test_inquiry_itself_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "inquiry").mkdir()
    (tmp_path / "inquiry" / "counterfile.db").write_text("x")
    (tmp_path / "a.html").write_text("x")

    assert names(list(collect([tmp_path], leave_out=tmp_path / "inquiry"))) == [f"{tmp_path.name}/a.html"]


def test_folder_that_vanishes_while_walking_is_reported_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.html").write_text("x")
    real = os.scandir

    def scandir(path: Path):
        if Path(path).name == "a":
            raise FileNotFoundError(2, "No such file or directory")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)

    found = list(collect([tmp_path]))

    assert [Lost(tmp_path / "a", "cannot be listed (No such file or directory)")] == [
        f for f in found if isinstance(f, Lost)
    ]
    assert names(found) == [f"{tmp_path.name}/b/x.html"]


def test_file_that_arrives_is_whole_at_the_second_look_and_comes_once(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("a")
    watched = Watched([tmp_path])

    first, second = watched.look(), watched.look()
    watched.taken(second)

    assert (first, names(second), watched.look()) == ([], [f"{tmp_path.name}/a.html"], [])


def test_file_that_is_still_written_to_waits(tmp_path: Path) -> None:
    coming = tmp_path / "coming.pdf"
    watched = Watched([tmp_path])
    for part in ("1", "12", "123"):
        coming.write_text(part)
        assert watched.look() == []

    assert names(watched.look()) == [f"{tmp_path.name}/coming.pdf"]


def test_file_that_was_not_taken_comes_again(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("a")
    watched = Watched([tmp_path])
    watched.look()

    assert names(watched.look()) == names(watched.look()) == [f"{tmp_path.name}/a.html"]


def test_file_that_changes_after_it_was_taken_comes_anew(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("a")
    watched = Watched([tmp_path])
    watched.look()
    watched.taken(watched.look())
    page.write_text("another state of the page")

    assert (watched.look(), names(watched.look())) == ([], [f"{tmp_path.name}/a.html"])


def test_watched_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    watched = Watched([tmp_path / "pulled-out"])

    with pytest.raises(Missing, match="pulled-out does not exist"):
        watched.look()
