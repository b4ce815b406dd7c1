"""Two spellings of one text are equal; a changed figure is a difference, however small."""

import pytest

from counterfile.text.shingles import Stream, canonical, compare, sketch, squash, tokens

NOTICE = """临沅市公安局智能监控系统采购项目公开招标公告
项目编号：LYZC-2021-018
预算金额：130万元
提交投标文件截止时间：2021年3月25日9时30分
采购人：临沅市公安局
本项目采购视频存储设备及安装调试服务，详细参数见采购文件第三章。"""


def stream(text: str) -> Stream:
    return Stream(canonical(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("２０２１年３月５日", "2021-03-05"),
        ("2021/3/5 09:30:00", "2021年3月5日9时30分"),
        ("2021年3月5日下午2:30", "2021-03-05 14:30"),
        ("¥1,286,000.00元", "128.6万元"),
        ("人民币壹拾万元整", "壹拾万元"),
        ("采 购 人： 临沅市公安局", "采购人:临沅市公安局"),
        ("臨沅市公安局採購", "临沅市公安局采购"),
        ("2012\n年08月\n29日", "2012年8月29日"),
    ],
)
def test_two_spellings_make_one_stream(one: str, other: str) -> None:
    assert squash(canonical(one)) == squash(canonical(other))


def test_figures_that_differ_by_a_power_of_ten_stay_apart() -> None:
    assert squash(canonical("517.9175元")) != squash(canonical("5179175元"))


def test_tokens_are_figures_and_codes() -> None:
    assert tokens(canonical("编号LYZC-2021-018，预算1.5万元")) == ["2021", "018", "15000"]


def test_equal_texts_have_no_differences() -> None:
    found = compare(stream(NOTICE), stream(NOTICE.replace("：", ": ")))

    assert (found.resemblance, found.changes) == (1.0, ())


def test_moved_lines_are_no_difference() -> None:
    lines = NOTICE.split("\n")

    found = compare(stream(NOTICE), stream("\n".join([lines[0], *lines[4:], *lines[1:4]])))

    assert found.changes == ()


def test_changed_day_is_told_whole_with_what_took_its_place() -> None:
    found = compare(stream(NOTICE), stream(NOTICE.replace("3月25日", "3月26日")))

    assert [(change.here, change.there) for change in found.changes] == [("202103250930", "202103260930")]


def test_changed_sum_is_told_though_the_new_one_stands_elsewhere_too() -> None:
    one = stream(NOTICE + "\n最高限价：1250000元")

    found = compare(one, stream(NOTICE.replace("130万元", "1250000元") + "\n最高限价：1250000元"))

    assert [change.here for change in found.changes] == ["1300000"]


def test_added_words_are_told_as_added() -> None:
    found = compare(stream(NOTICE), stream(NOTICE.replace("采购项目公开", "采购项目（二次）公开")))

    assert [(change.here, change.there) for change in found.changes] == [("", "二次")]


def test_empty_texts_can_be_compared() -> None:
    found = compare(stream(""), stream(NOTICE))

    assert (found.resemblance, found.here, found.there) == (0.0, 1.0, 0.0)


def test_sample_of_a_long_text_is_part_of_what_a_short_one_keeps() -> None:
    short = stream(NOTICE)
    long = stream(
        NOTICE + "\n" + "\n".join(f"第{number}条 供应商应当提供第{number * 37}号证明。" for number in range(400))
    )

    sample = set(sketch(long.hashes).tolist())

    assert len(sample) < 1024
    assert sample & set(sketch(short.hashes).tolist())
