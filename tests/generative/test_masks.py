"""Properties of masks: length and surroundings stay, twice is once, and no text makes them slow."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfile.text.mask import mask, mask_name

WORDS = (
    "联系人", "：", "王某", "李老师", "电话", "手机", "身份证号", "项目编号", "账号", "开户银行", "QQ", "微信号",
    "护照", "采购人", "某市公安局", "传真", "\n", " ", "　", "|", "-", "，", "、", "（", "）", "/", "元",
    "13800138000", "0717-6012345", "420502198503120018", "420502850312001", "6222021234567890123",
    "91110000802100433B", "1", "0", "138", "0013", "8000", "O", "l", "B", "X", "+86", "+33 6 12 34 56 78",
    "zhang.san", "@", "qq.com", "#", "(at)", "鄂A12345", "E12345678", "LY-2021-018", "********", "*", "no.", "Mr",
    "Tel", ".",
)  # fmt: skip
TEXT = st.lists(st.sampled_from(WORDS), max_size=14).map("".join)
NOISE = st.text(alphabet="0123456789OlB|X*+-@#. \n\t　，：电话手机联系人身份证号微信王某元A", max_size=60)

PUMPS = (
    "1", "13800138000", "1 ", "1-", "1\n", "1\n\n", "|1", "l1", "O0", "B8B8 ", "0717-", "电话", "电话：", "电 ",
    "联系人：王某 ", "身份证 ", "身份证：1 ", "a@", "a.", "@", "@a.", "鄂A", "92", "92 420502 ", "(", "* ", "*-",
    "1*", " ", "\n", "1X", "+86", "+1 ", "账号", "no.", "编号：1、", "编号：AAA、", "王老师", "mr ", "QQ：",
    "微信号：a", "护照", "护照\n1\n", "微信\na1\n", "银行4", "1.", "１", "://1", "a#", "个人IBAN", "联系人\n",
    "0717-6012345\n",
)  # fmt: skip


@given(st.one_of(TEXT, NOISE))
def test_mask_keeps_length_lines_and_whatever_is_no_identifier(text: str) -> None:
    masked, count = mask(text)

    assert len(masked) == len(text)
    assert all(now in (before, "*") for now, before in zip(masked, text, strict=True))
    assert [at for at, sign in enumerate(masked) if sign == "\n"] == [
        at for at, sign in enumerate(text) if sign == "\n"
    ]
    assert (count == 0) == (masked == text)


@given(st.one_of(TEXT, NOISE))
def test_mask_of_a_masked_text_changes_nothing(text: str) -> None:
    once, _ = mask(text)

    assert mask(once) == (once, 0)


@given(st.one_of(TEXT, NOISE))
def test_name_keeps_length_and_its_folders(name: str) -> None:
    masked = mask_name(name)

    assert len(masked) == len(name)
    assert all(now in (before, "*") for now, before in zip(masked, name, strict=True))
    assert mask_name(masked) == masked


@pytest.mark.parametrize("pump", PUMPS)
def test_no_text_makes_patterns_backtrack(pump: str) -> None:
    """Each takes less than a second; with a pattern that backtracks over the whole text it would be hours."""
    began = time.process_time()

    mask((pump * (100_000 // len(pump) + 1))[:100_000])

    assert time.process_time() - began < 10
