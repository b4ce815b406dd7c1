"""Recognition of pictures: error rates, cost and tables on invented notices whose text is known exactly.

Pages are drawn with the Chinese and Latin fonts that the machine has, spoiled in the ways that scans are, and read by
this engine and by those of its peers that are installed (RapidOCR with its newest models; `rapidocr-onnxruntime`, which
carries the previous ones). Error rates are edit distances over the page's characters in reading order; blanks do not
count in Chinese and count once in English. Costs are CPU seconds of this process, so that a busy machine matters less.

``python -m bench ocr`` takes half an hour; ``python bench/ocr.py --pages 1 --only clean_200 stamp`` is a look.
"""

from __future__ import annotations

import argparse
import json
import logging
import math
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PAGES = 4
"""Pages a condition; every second one in traditional characters, every fourth in a printing style without serifs."""

WIDTH, HEIGHT = 595.0, 842.0  # points; A4
MARGIN = 72.0

FONTS = {
    "hans": [
        ("fonts-noto-cjk", "opentype/noto/NotoSerifCJK-Regular.ttc", 2),
        ("fonts-arphic-ukai", "truetype/arphic/ukai.ttc", 0),
        ("fonts-noto-cjk", "opentype/noto/NotoSansCJK-Regular.ttc", 2),
        ("fonts-arphic-uming", "truetype/arphic/uming.ttc", 0),
        ("fonts-lxgw-wenkai", "truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", 0),
        ("fonts-wqy-zenhei", "truetype/wqy/wqy-zenhei.ttc", 0),
    ],
    "hant": [
        ("fonts-noto-cjk", "opentype/noto/NotoSerifCJK-Regular.ttc", 3),
        ("fonts-cwtex-fs", "truetype/cwtex/cwfs.ttf", 0),
        ("fonts-arphic-uming", "truetype/arphic/uming.ttc", 2),
        ("fonts-noto-cjk", "opentype/noto/NotoSansCJK-Regular.ttc", 3),
    ],
    "latn": [
        ("fonts-liberation", "truetype/liberation/LiberationSerif-Regular.ttf", 0),
        ("fonts-liberation", "truetype/liberation/LiberationSans-Regular.ttf", 0),
        ("fonts-dejavu-core", "truetype/dejavu/DejaVuSerif.ttf", 0),
        ("fonts-dejavu-core", "truetype/dejavu/DejaVuSans.ttf", 0),
    ],
}
"""Script -> Debian package, file below /usr/share/fonts, number of the face in it."""

TERMS = (
    "人脸识别",
    "视频监控",
    "车辆识别",
    "电子围栏",
    "执法记录仪",
    "卡口系统",
    "步态识别",
    "声纹采集",
    "虹膜识别",
    "舆情监测",
    "热成像",
    "无人机",
    "视频结构化",
    "高点监控",
    "电子警察",
    "手机取证",
    "数据中台",
    "指挥调度",
    "智能安检门",
    "雪亮工程",
    "天网工程",
    "视图库",
    "移动警务",
    "大数据平台",
    "重点人员管控",
)
"""Terms that a codebook of public security procurement looks for; invented selection."""

_PLACES = "临青河石桥安宁平江永丰南山北川东湖西岭云溪海州龙泉金沙白水长乐新林玉屏双柳高阳清源"
_TRADES = "智联 宏图 恒信 中科 华安 天睿 博远 瑞丰 鼎盛 众诚 启明 蓝盾 海川 正通 云帆 立德"
_KINDS = "科技有限公司 信息技术股份有限公司 电子工程有限公司 建设集团有限公司 网络安全技术有限公司 智能设备制造厂"
_ORGANS = "公安局 财政局 教育局 人民医院 公共资源交易中心 交通运输局 城市管理局 应急管理局 机关事务管理局"

_ZH = (
    "受{organ}的委托，{firm}就“{term}系统建设项目”进行公开招标，欢迎符合条件的供应商参加投标。",
    "项目编号：{code}，预算金额：{money}元，最高限价：{money}元，合同履行期限为签订合同之日起{n}个日历日。",
    "采购需求：{term}前端设备{n}套、后台服务器{n}台、存储阵列{n}组，并完成与现有平台的对接、调试与培训。",
    "一、项目基本情况",
    "二、申请人的资格要求",
    "三、获取招标文件",
    "四、提交投标文件截止时间、开标时间和地点",
    "五、公告期限：自本公告发布之日起{n}个工作日。",
    "六、其他补充事宜",
    "七、对本次招标提出询问，请按以下方式联系",
    "（一）满足《中华人民共和国政府采购法》第二十二条规定；落实政府采购政策需满足的资格要求：本项目专门面向中小企业采购。",
    "（二）本项目的特定资格要求：投标人须具备电子与智能化工程专业承包{n}级及以上资质，并在人员、设备、资金等方面具有相应的能力。",
    "时间：{date}至{date}，每天上午{n}:00至12:00，下午14:30至17:{n}（北京时间，法定节假日除外）。",
    "地点：{organ}门户网站下载；方式：凭数字证书（CA）登录后免费获取；售价：0元。",
    "中标供应商：{firm}；中标金额：人民币{money}元（大写：壹佰贰拾捌万陆仟伍佰元整）；评审总得分：{n}.{n}分。",
    "评标委员会按照综合评分法进行评审，价格分占{n}分，技术分占{n}分，商务分占{n}分，最终推荐{firm}为第一中标候选人。",
    "凡对本次公告内容有异议的，请于公示期内以书面形式向{organ}提出质疑，逾期不予受理。",
    "联系方式：{organ}，地址：{place}市{place}区解放路{n}号，电话：0{n}{n}-{tel}，联系部门：采购与招投标管理科。",
    "合同主要条款：乙方应于合同生效后{n}日内完成{term}设备的安装，质保期不少于{n}年，付款方式为验收合格后支付合同总价的{n}%。",
    "主要标的名称：{term}一体机；规格型号：{model}；数量：{n}；单价：{money}元；服务要求详见采购文件第{n}章。",
    "更正事项：原招标文件第{n}页“{term}”参数由“不低于{n}路”更正为“不低于{n}路并发”，其余内容不变。",
    "根据{place}发改〔20{n}〕{n}号文件批复，{term}二期工程已具备招标条件，资金来源为财政性资金，出资比例100%。",
    "本项目的{term}模块须支持GB/T 28181-2022标准，兼容{model}型摄像机，夜间识别准确率≥{n}%，误报率≤0.{n}%。",
    "供应商应提供近三年内类似业绩证明材料（合同复印件加盖公章），每提供一份得{n}分，满分不超过{n}分。",
    "监督管理部门：{organ}政府采购监督管理科；投诉电话：{tel}；电子邮箱：cg{n}@example.org。",
    "原公告日期：{date}。现将{place}县{term}采购项目的中标结果予以公示，公示期为一个工作日。",
)

_EN = (
    "Invitation to tender for the supply and installation of {thing} at the premises of the {body}.",
    "Reference number: {code}. Estimated value: EUR {money} excluding VAT. Duration of the contract: {n} months.",
    "Section I: Contracting authority",
    "Section II: Object of the contract",
    "Section IV: Procedure",
    "Tenders must be received no later than {n} October 20{n} at 12:00 local time; late tenders will be rejected.",
    "The award criteria are price (weight {n}), technical merit (weight {n}) and delivery time (weight {n}).",
    "Economic operators may obtain the documents free of charge, in electronic form only, from the buyer's profile.",
    "Minimum requirements: at least {n} comparable contracts within the last three years, each above EUR {money}.",
    "The successful tenderer shall maintain the equipment for {n} years and train up to {n} members of staff.",
    "Lot {n}: {thing}, including licences, commissioning, documentation and second-level support.",
    "Questions should be addressed in writing to procurement@example.org; answers will be published weekly.",
    "The contract was awarded to Northfield Instruments Ltd, 14 Harbour Road, for a total of GBP {money}.",
    "This procurement is covered by the Agreement; it is not divided into lots, and variants are not authorised.",
    "Body responsible for review procedures: Regional Court of Audit, Market Square {n}, 1{n}0{n} Westhaven.",
)
_THINGS = ("number plate readers", "body-worn cameras", "network video recorders", "thermal imaging drones")
_BODIES = ("Municipal Police Department", "Ministry of the Interior", "Port Authority of Westhaven", "County Council")


# --- what is drawn -----------------------------------------------------------------------------------------------------


@dataclass
class Sheet:
    """A drawn page and its truth."""

    picture: Any
    """Pillow image, RGB."""
    dpi: float
    lines: list[str]
    """In reading order."""
    cells: dict[tuple[int, int, int], tuple[str, tuple[float, float, float, float]]] = field(default_factory=dict)
    """Table, row, column -> text, and left, top, right, bottom in pixels; only cells that hold a number."""
    english: bool = False


class Writer:
    """Invents sentences; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def _fill(self, pattern: str) -> str:
        choose = self.random.choice
        place = "".join(self.random.sample(_PLACES, 2))
        return pattern.format(
            organ=f"{place}市{choose(_ORGANS.split())}",
            firm=f"{place}{choose(_TRADES.split())}{choose(_KINDS.split())}",
            term=choose(TERMS),
            place=place,
            code=f"{choose('ZHJCGY')}{choose('CGZBT')}{self.random.randint(2015, 2026)}-{self.random.randint(1, 9999):04}",
            money=self.money(),
            n=self.random.randint(1, 99),
            date=f"20{self.random.randint(12, 26)}年{self.random.randint(1, 12)}月{self.random.randint(1, 28)}日",
            tel=self.random.randint(1000000, 9999999),
            model=f"{choose('ADHKX')}{choose('SPTV')}-{self.random.randint(100, 9999)}{choose('ABCEF')}",
            thing=choose(_THINGS),
            body=choose(_BODIES),
        )

    def sentence(self, english: bool = False) -> str:
        return self._fill(self.random.choice(_EN if english else _ZH))

    def money(self) -> str:
        """Half of all sums are round, as in life: rows of zeros are what readers lose."""
        if self.random.random() < 0.5:
            return self.random.choice(["1,000,000.00", "50,000.00", "2,800,000", "110,000", "3000000.00", "88,888.00"])
        return f"{self.random.randint(1, 999)},{self.random.randint(0, 999):03}.{self.random.randint(0, 99):02}"

    def thing(self) -> str:
        return f"{self.random.choice(TERMS)}{self.random.choice(['摄像机', '主机', '服务', '模块', '终端', '软件'])}"


def fonts(script: str) -> list[tuple[Path, int]]:
    """Return the faces of this machine for a script; empty where it has none."""
    root = Path("/usr/share/fonts")
    return [(root / name, face) for _, name, face in FONTS[script] if (root / name).is_file()]


class Canvas:
    """A white page that is drawn on in points."""

    def __init__(self, face: tuple[Path, int], dpi: float, *, traditional: bool = False) -> None:
        from PIL import Image, ImageDraw

        self.scale = dpi / 72
        self.dpi = dpi
        self.face = face
        self.image = Image.new("RGB", (round(WIDTH * self.scale), round(HEIGHT * self.scale)), "white")
        self.draw = ImageDraw.Draw(self.image)
        self.traditional = traditional
        self._fonts: dict[float, Any] = {}

    def font(self, size: float) -> Any:
        from PIL import ImageFont

        if size not in self._fonts:
            self._fonts[size] = ImageFont.truetype(str(self.face[0]), max(round(size * self.scale), 6), self.face[1])
        return self._fonts[size]

    def text(self, left: float, top: float, words: str, size: float) -> None:
        self.draw.text((left * self.scale, top * self.scale), words, "black", self.font(size))

    def width(self, words: str, size: float) -> float:
        return float(self.font(size).getlength(words)) / self.scale

    def line(self, left: float, top: float, right: float, bottom: float, width: float = 0.75) -> None:
        places = tuple(round(value * self.scale) for value in (left, top, right, bottom))
        self.draw.line(places, "black", max(round(width * self.scale), 1))

    def script(self, words: str) -> str:
        return _traditional(words) if self.traditional else words

    def can_show(self, words: str) -> bool:
        """True if the face has every glyph: what it lacks is drawn as an empty box or not at all."""
        missing = self.font(20).getmask("\U0010fffe")
        return all(
            char == " " or (bytes(mask := self.font(20).getmask(char)) != bytes(missing) and mask.getbbox() is not None)
            for char in set(words)
        )

    def wrap(self, words: str, size: float, width: float) -> list[str]:
        """Break at any character in Chinese, at blanks in English."""
        parts = words.split(" ") if words.isascii() else list(words)
        glue = " " if words.isascii() else ""
        lines = [""]
        for part in parts:
            longer = lines[-1] + (glue if lines[-1] else "") + part
            # A line of Chinese does not begin with a closing sign: it hangs into the margin.
            if lines[-1] and part not in "，。、；：！？）〕》”" and self.width(longer, size) > width:
                lines.append(part)
            else:
                lines[-1] = longer
        return [line.strip() for line in lines if line.strip()]


_converter: list[Any] = []


def _traditional(words: str) -> str:
    import opencc

    if not _converter:
        _converter.append(opencc.OpenCC("s2tw"))
    return str(_converter[0].convert(words))


def notice(writer: Writer, canvas: Canvas, *, english: bool = False, size: float = 12.0, columns: int = 1) -> Sheet:
    """Draw a page of prose under a centered title."""
    lines: list[str] = []
    title = "Contract Notice" if english else canvas.script(f"{writer.thing()}采购项目公开招标公告")
    if canvas.can_show(title):
        canvas.text((WIDTH - canvas.width(title, 18)) / 2, MARGIN, title, 18)
        lines.append(title)
    gutter = 24.0
    width = (WIDTH - 2 * MARGIN - gutter * (columns - 1)) / columns
    for column in range(columns):
        left = MARGIN + column * (width + gutter)
        top = MARGIN + 44
        while top < HEIGHT - MARGIN - 2 * size:
            words = canvas.script(writer.sentence(english))
            if not canvas.can_show(words):
                continue
            for line in canvas.wrap(words, size, width):
                if top > HEIGHT - MARGIN - size:
                    break
                canvas.text(left, top, line, size)
                lines.append(line)
                top += size * 1.7
    return Sheet(canvas.image, canvas.dpi, lines, english=english)


def table_page(writer: Writer, canvas: Canvas, *, ruled: bool = True, size: float = 10.5) -> Sheet:
    """Draw a title, a table with spans and a closing sentence."""
    title = canvas.script("中标（成交）结果明细表")
    canvas.text((WIDTH - canvas.width(title, 16)) / 2, MARGIN, title, 16)
    lines = [title]
    cells: dict[tuple[int, int, int], tuple[str, tuple[float, float, float, float]]] = {}
    edges = [MARGIN]
    for width in (38.0, 138.0, 58.0, 88.0, 129.0):
        edges.append(edges[-1] + width)
    heads = ["序号", "标的名称", "数量", "单价（元）", "总价（元）"]
    rows = [heads] + [
        [str(n), writer.thing(), str(writer.random.randint(1, 500)), writer.money(), writer.money()]
        for n in range(1, writer.random.randint(12, 18))
    ]
    top = MARGIN + 40
    height = 26.0
    grid = [(top + row * height, top + (row + 1) * height) for row in range(len(rows) + 1)]
    for row, texts in enumerate(rows):
        for column, words in enumerate(texts):
            shown = canvas.script(words)
            number = words[0].isdigit()
            wide = canvas.width(shown, size)
            left = edges[column + 1] - wide - 5 if column > 2 and number else edges[column] + 5
            canvas.text(left, grid[row][0] + (height - size * 1.3) / 2, shown, size)
            lines.append(shown)
            if number:
                box = (edges[column], grid[row][0], edges[column + 1], grid[row][1])
                scaled = tuple(value * canvas.scale for value in box)
                cells[0, row, column] = (words, (scaled[0], scaled[1], scaled[2], scaled[3]))
    last = len(rows)
    total = writer.money()
    for column, words in ((0, "合计（大写及小写）"), (3, total)):
        shown = canvas.script(words)
        canvas.text(edges[column] + 5, grid[last][0] + (height - size * 1.3) / 2, shown, size)
        lines.append(shown)
    box = (edges[3] * canvas.scale, grid[last][0] * canvas.scale, edges[5] * canvas.scale, grid[last][1] * canvas.scale)
    cells[0, last, 3] = (total, box)
    if ruled:
        for y in [place[0] for place in grid] + [grid[-1][1]]:
            canvas.line(edges[0], y, edges[-1], y)
        for number, x in enumerate(edges):
            canvas.line(x, grid[0][0], x, grid[-1][1 if number in (0, 3, 5) else 0])
    else:
        cells = {}
    for line in canvas.wrap(canvas.script(writer.sentence()), 12, WIDTH - 2 * MARGIN):
        canvas.text(MARGIN, grid[-1][1] + 20 * (1 + lines.count("")), line, 12)
        lines.append(line)
        break
    return Sheet(canvas.image, canvas.dpi, lines, cells)


# --- how it is spoiled -------------------------------------------------------------------------------------------------


def _array(sheet: Sheet) -> Any:
    import numpy as np

    return np.asarray(sheet.picture).astype(np.float32)


def _with(sheet: Sheet, pixels: Any) -> Sheet:
    import numpy as np
    from PIL import Image

    sheet.picture = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    return sheet


def noisy(sheet: Sheet, rng: Any) -> Sheet:
    """Grain and single black and white pixels."""
    pixels = _array(sheet)
    pixels += rng.normal(0, 25, pixels.shape[:2])[..., None]
    chance = rng.random(pixels.shape[:2])
    pixels[chance < 0.004] = 0
    pixels[chance > 0.996] = 255
    return _with(sheet, pixels)


def shaded(sheet: Sheet, rng: Any) -> Sheet:
    """The dark fold of a thick book, and gray paper."""
    import numpy as np

    pixels = _array(sheet)
    across = np.linspace(0, 1, pixels.shape[1], dtype=np.float32)
    down = np.linspace(0, 1, pixels.shape[0], dtype=np.float32)[:, None]
    light = 0.9 - 0.55 * np.exp(-across * 5) - 0.2 * down * across
    return _with(sheet, pixels * light[..., None] + rng.normal(0, 4, pixels.shape))


def photo(sheet: Sheet, rng: Any) -> Sheet:
    """Perspective, uneven light, a little blur, JPEG."""
    import io

    from PIL import Image, ImageFilter

    wide, high = sheet.picture.size
    shift = [float(value) for value in rng.uniform(0.0, 0.03, 8)]
    corners = [
        (-shift[0] * wide, -shift[1] * high),
        (wide * (1 + shift[2]), -shift[3] * high),
        (wide * (1 + shift[4]), high * (1 + shift[5])),
        (-shift[6] * wide, high * (1 + shift[7])),
    ]
    sheet.picture = sheet.picture.transform(
        (wide, high),
        Image.Transform.PERSPECTIVE,
        _homography(corners, wide, high),
        Image.Resampling.BICUBIC,
        fillcolor=(200, 196, 188),
    ).filter(ImageFilter.GaussianBlur(sheet.dpi / 200))
    import numpy as np

    pixels = _array(sheet)
    down, across = np.mgrid[0 : pixels.shape[0], 0 : pixels.shape[1]]
    light = 0.72 + 0.25 * np.cos((across / wide - 0.6) * 1.5) * np.cos((down / high - 0.4) * 1.2)
    pixels = pixels * light[..., None] * np.array([1.0, 0.97, 0.9]) + rng.normal(0, 5, pixels.shape)
    packed = io.BytesIO()
    _with(sheet, pixels).picture.save(packed, "JPEG", quality=80)
    sheet.picture = Image.open(packed).convert("RGB")
    return sheet


def _homography(corners: list[tuple[float, float]], wide: int, high: int) -> list[float]:
    """Return the eight numbers with which Pillow maps the page's corners to these places."""
    import numpy as np

    rows, right = [], []
    for (x, y), (u, v) in zip([(0, 0), (wide, 0), (wide, high), (0, high)], corners, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return [float(value) for value in np.linalg.solve(np.array(rows, float), np.array(right, float))]


def skewed(degrees: float) -> Callable[[Sheet, Any], Sheet]:
    def spoil(sheet: Sheet, rng: Any) -> Sheet:
        from PIL import Image

        sheet.picture = sheet.picture.rotate(
            degrees * (1 if rng.random() < 0.5 else -1), Image.Resampling.BICUBIC, fillcolor="white"
        )
        return sheet

    return spoil


def turned(degrees: int) -> Callable[[Sheet, Any], Sheet]:
    def spoil(sheet: Sheet, rng: Any) -> Sheet:
        sheet.picture = sheet.picture.rotate(-degrees, expand=True)
        return sheet

    return spoil


def stamped(sheet: Sheet, rng: Any) -> Sheet:
    """A round red seal with a star and letters on an arc, pressed twice onto the text."""
    import numpy as np
    from PIL import Image, ImageDraw, ImageFont

    face = fonts("hans")[0]
    scale = sheet.dpi / 72
    radius = 58 * scale
    side = int(2 * radius + 8)
    seal = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(seal)
    middle = side / 2
    box = (middle - radius, middle - radius, middle + radius, middle + radius)
    draw.ellipse(box, outline=255, width=round(3.2 * scale))
    star = [
        (
            middle + radius * (0.34 if k % 2 == 0 else 0.135) * math.sin(math.pi * k / 5),
            middle - radius * (0.34 if k % 2 == 0 else 0.135) * math.cos(math.pi * k / 5),
        )
        for k in range(10)
    ]
    draw.polygon(star, fill=255)
    letters = "青河市公共资源交易中心"
    font = ImageFont.truetype(str(face[0]), round(15 * scale), face[1])
    for number, letter in enumerate(letters):
        angle = (number / (len(letters) - 1) - 0.5) * 230
        glyph = Image.new("L", (side, side), 0)
        ImageDraw.Draw(glyph).text((middle, middle - radius * 0.78), letter, 255, font, anchor="mm")
        seal.paste(255, mask=glyph.rotate(-angle, Image.Resampling.BICUBIC, center=(middle, middle)))
    pixels = _array(sheet)
    for _ in range(2):
        top = int(rng.uniform(0.15, 0.7) * (pixels.shape[0] - side))
        left = int(rng.uniform(0.1, 0.9) * (pixels.shape[1] - side))
        ink = np.asarray(seal).astype(np.float32) / 255 * (0.75 + 0.25 * rng.random((side, side)))
        patch = pixels[top : top + side, left : left + side]
        patch *= 1 - ink[..., None] * (1 - np.array([0.86, 0.16, 0.18], np.float32))
    return _with(sheet, pixels)


def faxed(sheet: Sheet, rng: Any) -> Sheet:
    """One bit a pixel, 200 by 100 dots an inch, speckles, shown with square pixels again."""
    import numpy as np
    from PIL import Image

    wide, high = sheet.picture.size
    factor = 200 / sheet.dpi
    size = (round(wide * factor), round(high * factor / 2))
    gray = np.asarray(sheet.picture.convert("L").resize(size, Image.Resampling.BOX)).astype(np.float32)
    bits = gray + rng.normal(0, 18, gray.shape) > 140
    chance = rng.random(bits.shape)
    bits[chance < 0.003] = False
    bits[chance > 0.997] = True
    shown = Image.fromarray((bits * 255).astype(np.uint8)).resize((size[0], size[1] * 2), Image.Resampling.NEAREST)
    sheet.picture = shown.convert("RGB")
    sheet.dpi = 200
    return sheet


def _as_is(sheet: Sheet, rng: Any) -> Sheet:
    return sheet


@dataclass(frozen=True)
class Condition:
    """How the pages of one row of the report are made."""

    dpi: float = 200
    spoil: Callable[[Sheet, Any], Sheet] = _as_is
    kind: str = "notice"
    english: bool = False


CONDITIONS: dict[str, Condition] = {
    "clean_150": Condition(150),
    "clean_200": Condition(200),
    "clean_300": Condition(300),
    "dpi_100": Condition(100),
    "dpi_75": Condition(75),
    "noisy": Condition(200, noisy),
    "shaded": Condition(200, shaded),
    "photo": Condition(200, photo),
    "skew_2": Condition(200, skewed(2)),
    "skew_5": Condition(200, skewed(5)),
    "turned_90": Condition(200, turned(90)),
    "turned_180": Condition(200, turned(180)),
    "turned_270": Condition(200, turned(270)),
    "stamp": Condition(200, stamped),
    "fax": Condition(200, faxed),
    "table": Condition(200, kind="table"),
    "table_skew_1": Condition(200, skewed(1), kind="table"),
    "table_100": Condition(100, kind="table"),
    "table_fax": Condition(200, faxed, kind="table"),
    "table_unruled": Condition(200, kind="unruled"),
    "two_columns": Condition(200, kind="columns"),
    "small_print": Condition(200, kind="small"),
    "english": Condition(200, english=True),
    "english_150": Condition(150, english=True),
    "english_photo": Condition(200, photo, english=True),
    "english_columns": Condition(200, kind="columns", english=True),
}


def sheets(name: str, pages: int, seed: int = 0) -> Iterator[Sheet]:
    """Draw the pages of a condition; the same seed gives the same pixels on one machine."""
    import numpy as np

    condition = CONDITIONS[name]
    for number in range(pages):
        traditional = not condition.english and number % 2 == 1
        faces = fonts("latn" if condition.english else "hant" if traditional else "hans")
        writer = Writer(seed * 1000 + number)
        canvas = Canvas(
            faces[number // (1 if condition.english else 2) % len(faces)], condition.dpi, traditional=traditional
        )
        if condition.kind in {"table", "unruled"}:
            sheet = table_page(writer, canvas, ruled=condition.kind == "table")
        elif condition.kind == "columns":
            sheet = notice(writer, canvas, english=condition.english, size=10, columns=2)
        else:
            sheet = notice(writer, canvas, english=condition.english, size=8 if condition.kind == "small" else 12)
        yield condition.spoil(sheet, np.random.default_rng(seed * 1000 + number))


# --- who reads ---------------------------------------------------------------------------------------------------------


@dataclass
class Read:
    """What an engine saw on a page, in pixels."""

    lines: list[tuple[str, float, float, float, float]]
    cells: dict[tuple[int, int, int], str] | None = None
    turned: int = 0
    confidence: list[float] = field(default_factory=list)


def ours() -> Callable[[Sheet], Read]:
    """Return this project's engine, warm."""
    from counterfile.model.reading import Picture
    from counterfile.plugins.recognizers.paddle import PaddleRecognizer

    engine = PaddleRecognizer()
    engine.preload()

    def read(sheet: Sheet) -> Read:
        image = sheet.picture
        sight = engine.recognize(Picture(image.width, image.height, image.tobytes(), sheet.dpi))
        unit = sheet.dpi / 720
        cells: dict[tuple[int, int, int], str] = {}
        for seen in sight.lines:
            if seen.table >= 0:
                key = (seen.table, seen.row, seen.col)
                cells[key] = cells.get(key, "") + seen.text
        lines = [
            (seen.text, seen.left * unit, seen.top * unit, seen.right * unit, seen.bottom * unit)
            for seen in sight.lines
        ]
        return Read(lines, cells, sight.turned, [seen.confidence for seen in sight.lines])

    return read


def _from_quads(texts: Any, quads: Any) -> Read:
    lines = []
    for words, quad in zip(texts or [], quads if quads is not None else [], strict=True):
        xs, ys = [float(point[0]) for point in quad], [float(point[1]) for point in quad]
        lines.append((str(words), min(xs), min(ys), max(xs), max(ys)))
    return Read(lines)


def rapidocr_newest() -> Callable[[Sheet], Read]:
    """Return RapidOCR's own interface with the models of its wheel.

    Raises:
        ImportError: it is not installed.
    """
    import numpy as np
    from rapidocr import RapidOCR

    engine = RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)

    def read(sheet: Sheet) -> Read:
        found = engine(np.asarray(sheet.picture)[:, :, ::-1].copy())
        return _from_quads(found.txts, found.boxes)

    return read


def rapidocr_previous() -> Callable[[Sheet], Read]:
    """Return `rapidocr-onnxruntime` with the models of its wheel.

    Raises:
        ImportError: it is not installed.
    """
    import numpy as np
    from rapidocr_onnxruntime import RapidOCR

    engine = RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)

    def read(sheet: Sheet) -> Read:
        found, _ = engine(np.asarray(sheet.picture)[:, :, ::-1].copy())
        return _from_quads([line[1] for line in found or []], [line[0] for line in found or []])

    return read


ENGINES: dict[str, Callable[[], Callable[[Sheet], Read]]] = {
    "counterfile": ours,
    "rapidocr": rapidocr_newest,
    "rapidocr_previous": rapidocr_previous,
}


# --- what is counted ---------------------------------------------------------------------------------------------------


def distance(wanted: str, found: str) -> int:
    """Return how many characters must be put in, taken out or changed."""
    from rapidfuzz.distance import Levenshtein

    return int(Levenshtein.distance(wanted, found))


def plain(lines: list[str], english: bool) -> str:
    """Return the lines as compared: one blank between English words, none in Chinese."""
    return " ".join(" ".join(lines).split()) if english else "".join("".join(lines).split())


@dataclass
class Score:
    """Sums over the pages of one condition."""

    errors: int = 0
    characters: int = 0
    numbers: int = 0
    placed: int = 0
    in_cell: int = 0
    terms: int = 0
    terms_found: int = 0
    seconds: float = 0.0
    pages: int = 0

    def add(self, sheet: Sheet, read: Read, seconds: float) -> None:
        wanted, found = plain(sheet.lines, sheet.english), plain([line[0] for line in read.lines], sheet.english)
        self.errors += distance(wanted, found)
        self.characters += len(wanted)
        self.seconds += seconds
        self.pages += 1
        for term in TERMS:
            for spelling in {term, _traditional(term)}:
                self.terms += wanted.count(spelling)
                self.terms_found += min(wanted.count(spelling), found.count(spelling))
        for key, (words, (left, top, right, bottom)) in sheet.cells.items():
            self.numbers += 1
            inside = "".join(
                line[0]
                for line in read.lines
                if left < (line[1] + line[3]) / 2 < right and top < (line[2] + line[4]) / 2 < bottom
            )
            self.in_cell += inside.replace(" ", "") == words
            if read.cells is not None:
                self.placed += read.cells.get(key, "").replace(" ", "") == words

    def report(self, *, cells: bool) -> dict[str, object]:
        result: dict[str, object] = {
            "cer_percent": round(100 * self.errors / max(self.characters, 1), 3),
            "cpu_s_a_page": round(self.seconds / max(self.pages, 1), 2),
            "characters": self.characters,
        }
        if self.numbers:
            result["numbers"] = self.numbers
            result["numbers_alone_in_their_place"] = self.in_cell
            if cells:
                result["numbers_with_row_and_column"] = self.placed
        if self.terms:
            result["terms_recall"] = round(self.terms_found / self.terms, 4)
        return result


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Read every condition with every engine that is installed.

    `options` may carry `pages` (a condition), `only` (names of conditions), `engines` and `seed`.
    """
    if not fonts("hans") or not fonts("latn"):
        return {"skipped": "no Chinese or no Latin font; `apt-get install fonts-noto-cjk fonts-liberation` brings them"}
    pages = getattr(options, "pages", None) or PAGES
    names = getattr(options, "only", None) or list(CONDITIONS)
    seed = getattr(options, "seed", None) or 0
    engines: dict[str, Callable[[Sheet], Read]] = {}
    result: dict[str, object] = {"fonts": sorted({path.name for script in FONTS for path, _ in fonts(script)})}
    for name in getattr(options, "engines", None) or list(ENGINES):
        try:
            engines[name] = ENGINES[name]()
        except ImportError as error:
            result[f"skipped_{name}"] = f"not installed: {error}"
    for name in names:
        scores = {engine: Score() for engine in engines}
        for sheet in sheets(name, pages, seed):
            for engine, read in engines.items():
                began = time.process_time()
                answer = read(sheet)
                scores[engine].add(sheet, answer, time.process_time() - began)
        result[name] = {engine: score.report(cells=engine == "counterfile") for engine, score in scores.items()}
        if getattr(options, "verbose", False):
            print(name, json.dumps(result[name], ensure_ascii=False), file=sys.stderr)
    return result


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--engines", nargs="*")
    parser.add_argument("--verbose", action="store_true")
    print(json.dumps(measure(parser.parse_args()), ensure_ascii=False, indent=1))
