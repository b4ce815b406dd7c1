"""The command line, called as a user calls it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from counterfile import cli


@pytest.fixture
def counterfile(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Run a command in the current folder; return exit code, stdout and stderr."""

    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["counterfile", *words])
        capsys.readouterr()
        try:
            cli.main()
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return call


HEAP = {
    "2021/tender.html": """<!DOCTYPE html><html><head><meta charset="utf-8"><title>临沅市公安局智能监控系统采购项目公开招标公告</title>
</head><body><div class="nav">首页 &gt; 政府采购</div><h1>临沅市公安局智能监控系统采购项目公开招标公告</h1><div class="content">
<p>发布时间：2021年03月01日</p><p>一、项目基本情况</p><p>项目编号：LY-2021-018</p><p>项目名称：临沅市公安局智能监控系统采购项目</p>
<p>预算金额：130万元</p><p>三、联系方式</p><p>采购人：临沅市公安局</p><p>联系人：王某 13900001234</p>
<p>采购代理机构：澄远招标代理有限公司</p></div></body></html>""",
    "2021/award.html": """<!DOCTYPE html><html><head><meta charset="utf-8"><title>临沅市公安局智能监控系统采购项目中标公告</title>
</head><body><h1>临沅市公安局智能监控系统采购项目中标公告</h1><div class="content"><p>发布时间：2021年04月02日</p>
<p>一、项目编号：LY-2021-018</p><p>二、项目名称：临沅市公安局智能监控系统采购项目</p><p>三、中标信息</p>
<p>供应商名称：青澜视讯科技有限公司</p><p>中标金额：128.6万元</p><p>采购人：临沅市公安局</p>
<p>采购代理机构：澄远招标代理有限公司</p></div></body></html>""",
    "2021/furniture.txt": """标题: 云溪县第一中学办公家具采购项目成交结果公告
发布时间：2021-05-06
项目编号：YX-2021-007
项目名称：云溪县第一中学办公家具采购项目
采购人：云溪县第一中学
供应商名称：云溪木艺家具有限公司
成交金额：45600元
""",
    "robot.html": "<html><body><p>您的访问过于频繁，请输入验证码</p></body></html>",
    "broken.docx": "PK\x03\x04 cut off",
}
"""A small heap: two notices of one procedure, one of another, an anti-robot page, a broken file."""


@pytest.fixture
def inquiry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counterfile: Callable[..., tuple[int, str, str]]) -> Path:
    """An inquiry beside its heap, run once; the current folder is the inquiry."""
    heap = tmp_path / "heap"
    for name, text in HEAP.items():
        path = heap / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8") if "\x03" not in text else text.encode("latin-1"))
    monkeypatch.chdir(tmp_path)
    assert counterfile("init", "inquiry")[0] == 0
    monkeypatch.chdir(tmp_path / "inquiry")
    assert counterfile("add", "../heap")[0] == 0
    assert counterfile("run")[0] == 4  # one file is broken
    return tmp_path / "inquiry"
