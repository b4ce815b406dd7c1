"""Dates as clerks print them."""

from __future__ import annotations

from datetime import date

import pytest

from counterfile.text.dates import find_dates, read_date, read_range


@pytest.mark.parametrize(
    "printed",
    [
        "2026年03月06日",
        "2026年3月6日 12:50",
        "2026年3月6号",
        "2026年3 月 6日",
        "2026\n年\n3\n月\n6\n日",
        "2026年 0 3月0\n6日",
        "２０２６年３月６日",
        "2026-03-06",
        "2026-3-6",
        "2026-03-06 09:30:00",
        "2026-03-06T09:30:00+08:00",
        "2026.3.6",
        "2026.03.06",
        "2026/3/6",
        "2026－03－06",
        "20260306",
        "20260306 - 09:30:00",
        "二〇二六年三月六日",
        "二零二六年三月六日",
        "二O二六年三月六日",
        "二○二六年三月六号",
        "6 March 2026",
        "6th of March 2026",
        "06-Mar-2026",
        "March 6, 2026",
        "Mar. 6 2026",
        "开标时间：2026年3月6日下午2时",
        "日期2026年13月1日，实为2026年3月6日",
    ],
)
def test_forms_of_one_day_are_read_alike(printed: str) -> None:
    assert date(2026, 3, 6) == read_date(printed)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("二〇二六年十月十日", date(2026, 10, 10)),
        ("二〇二六年十二月二十日", date(2026, 12, 20)),
        ("二〇二六年十二月三十一日", date(2026, 12, 31)),
        ("二〇二六年一月廿三日", date(2026, 1, 23)),
        ("2024年2月29日", date(2024, 2, 29)),
        ("1 September 2025", date(2025, 9, 1)),
    ],
)
def test_days_of_the_calendar(printed: str, expected: date) -> None:
    assert expected == read_date(printed)


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "2026年3月",
        "2026-03",
        "3月6日",
        "即日起",
        "自发布之日起5个工作日",
        "2026年2月30日",
        "2026-13-01",
        "2025年2月29日",
        "二〇二六年三月",
        "二〇二六年三月三十二日",
        "二〇二六年十三月一日",
        "二〇二六年三月二三日",
        "二〇二六年一月十十一日",
        "二六二六年二一月一日",
        "JSZC-20260306-0001",
        "202603060001",
        "1.2026.3.6",
        "192.168.2026.3.6",
        "20260306元",
        "2026030",
        "六月十日",
    ],
)
def test_what_is_no_full_date_is_left_alone(printed: str) -> None:
    assert read_date(printed) is None


def test_dates_come_with_their_places() -> None:
    text = "公告时间：2026年3月6日，开标：2026-03-26 09:30，合同2026年4月"

    found = [(text[start:end], day) for start, end, day in find_dates(text)]

    assert found == [("2026年3月6日", date(2026, 3, 6)), ("2026-03-26", date(2026, 3, 26))]


@pytest.mark.parametrize(
    "printed",
    [
        "2026年3月1日至2026年3月8日",
        "2026年3月1日 09:00 至 2026年3月8日 17:00",
        "2026年3月1日9时00分到2026年3月8日17时00分（北京时间）",
        "2026年3月1日 09:00 至 3月8日 17:00",
        "自2026年3月1日起至8日止",
        "2026-03-01～2026-03-08",
        "2026-03-01 09:00:00 - 2026-03-08 17:00:00",
        "1 March 2026 to 8 March 2026",
        "公告日期2026年2月20日；获取文件：2026年3月1日，至2026年3月8日",
    ],
)
def test_ranges_are_read_as_a_pair(printed: str) -> None:
    assert read_range(printed) == (date(2026, 3, 1), date(2026, 3, 8))


def test_impossible_range_is_kept_as_printed() -> None:
    assert read_range("2026-06-01至2023-01-01") == (date(2026, 6, 1), date(2023, 1, 1))


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "2026年3月1日",
        "2026年3月1日，至今",
        "2026年3月1日、2026年3月8日",
        "2026年3月31日至2日",
        "2026年2月1日至30日",
    ],
)
def test_what_is_no_range_is_left_alone(printed: str) -> None:
    assert read_range(printed) is None
