"""HTML pages.

Reads:
    Saved pages of procurement portals (``.html``, ``.htm``, ``.shtml``, ``.xhtml``), fragments of them, and saved
    answers of portals' interfaces: a JSON object or a base64 string that carries HTML.

    Title, headings, paragraphs, list items and table cells become blocks of their kind; `meta` values become fields;
    what belongs to the site and not to the notice (navigation, neighbors' titles, footers, hidden elements) becomes
    furniture: kept and searchable, never extracted from.

Source:
    Parsing: lexbor, through selectolax, which builds the tree that the HTML standard prescribes. Table positions: the
    standard's table model (4.9.12). Furniture: known body containers of Chinese portals first, link density else.

Caveats:
    What a page loads by script is not in its bytes. White text on white ground is not recognized as hidden. Classes
    hidden by a style sheet are recognized where the sheet is inside the page and the selector is one class.

License:
    selectolax MIT, lexbor Apache-2.0.
"""

from __future__ import annotations

import base64
import binascii
import html as entities
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from counterfile.errors import NotADocument
from counterfile.model.reading import BlockKind, Draft
from counterfile.plugins.readers import _charset
from counterfile.plugins.readers._draft import NOTICE_END, Piece, assemble, clean_line

MEDIA_TYPE = "text/html"

_BLOCK_TAGS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "li",
        "listing",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
        "legend",
        "select",
        "textarea",
        "button",
        "iframe",
        "xmp",
        "noscript",
    ]
)
_DROPPED_TAGS = frozenset(
    [
        "script",
        "style",
        "template",
        "svg",
        "math",
        "canvas",
        "object",
        "embed",
        "applet",
        "audio",
        "video",
        "map",
        "head",
        "link",
        "meta",
        "base",
        "title",
        "noframes",
        "colgroup",
        "col",
        "frameset",
        "param",
        "source",
        "track",
        "datalist",
    ]
)
_FURNITURE_TAGS = frozenset(
    ["nav", "footer", "aside", "select", "button", "textarea", "noscript", "iframe", "option", "dialog"]
)
_KINDS = {
    **{tag: (BlockKind.HEADING, int(tag[1])) for tag in ("h1", "h2", "h3", "h4", "h5", "h6")},
    **dict.fromkeys(("caption", "figcaption", "legend"), (BlockKind.CAPTION, 0)),
    **dict.fromkeys(("table", "td", "th", "body", "article", "section", "main"), (BlockKind.PARAGRAPH, 0)),
    "li": (BlockKind.LIST_ITEM, 0),
}
"""Tag -> kind and level of the lines inside; other blocks keep what they stand in."""

_PLACES = frozenset({"table", "tr", "td", "th"})
_BOLD_TAGS = frozenset({"b", "strong", "h1", "h2", "h3", "h4"})
_MAY_BE_INLINE = frozenset({"div", "p", "li", "section", "ul", "dl", "dd", "dt"})

_CONTAINERS = (
    ".vF_detail_content, .vT_detail_content, #zoom, #Zoom, .TRS_Editor, .trs_editor_view, .arc_content, "
    ".article-content, .article_content, .articleContent, .article-body, .news_content, .news-content, .newsContent, "
    ".detail-content, .detail_content, .detailContent, .content-text, .view_content, .ewb-article-content, "
    ".ewb-article-info, .ewb-details-info, .ewb-show-con, .infodetail, #infodetail, #mycontent, #content_article, "
    "#artibody, #article, .article, .article-info, .noticeArea, #noticeArea, .notice-content, #noticeContent, "
    ".c_bodyDiv, #div_view, .bt-article-02, .gycq-article-bd, .xiangxiyekuang, .pages_content, #UCAP-CONTENT, "
    ".ccgp-content, .detailCon, .con_text, .conTxt, .main_content_text, .zw_content, .wenzhang, article"
)
_LISTED_DATE = re.compile(r"\s*[\[(（【]?(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?[\])）】]?\s*$")
_LISTING = re.compile(
    r"(?:最新|相关|热点|热门|推荐|近期|其他|更多|最近)(?:的)?(?:公告|公示|信息|新闻|文章|项目|链接|阅读|内容|采购|招标|动态|资讯|推荐)*\s*(?:more|更多|>>|»)?[:：]?|"
    r"(?:通知公告|图片新闻|友情链接|站内公告|latest notices|related notices|recent notices|more notices|related links)",
    re.IGNORECASE,
)
"""A heading above a list of other pages."""

_FURNITURE_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|mainnav\w*|topnav\w*|subnav\w*|leftnav|menus?|left_menu|crumbs?|breadcrumbs?|bread|curr?ent_?loc|currentloc|"
    r"footer\w*|foot|copyright\w*|side_?bar|sider|aside|share\w*|bdshare\w*|pager|pagination|paging|prenext|prev_?next|anext|"
    r"flinks?|friend\w*|ftlinks|toplinks?|linkweb|search\w*|toolbar|login\w*|weixin|qr_?code|ewm|xglj\w*|relcontent|"
    r"relate[ds]?|recommend\w*|hot_?news|advert\w*|topbar|site-?nav)(?=$|[\s_-])",
    re.IGNORECASE,
)
_HEADER_NAME = re.compile(r"(?:^|[\s_-])(?:header\w*|head|hd|top|banner)(?=$|[\s_-])", re.IGNORECASE)
_TITLE_NAME = re.compile(
    r"(?:^|[\s_-])(?:\w*arti(?:cle)?_?title|tit(?:le)?|bt|biaoti|subject|(?:arc|news|detail|info|content|notice|page|main)[_-]?tit(?:le)?)(?=$|[\s_-])",
    re.IGNORECASE,
)
_INLINE_NAME = re.compile(r"(?:^|[\s_-])inline(?=$|[\s_-])")
_CODE_NAME = re.compile(r"(?:^|\s)(code-[\w.-]+)")
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:[a-z%]*)\s*(?:;|!|$)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)|"
    r"(?:text-indent|left|top|margin-left)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_INLINE_STYLE = re.compile(r"display\s*:\s*inline", re.IGNORECASE)
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|table\b|list-item)", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_HIDDEN_CLASS = re.compile(r"(?:^|[},/\s])\.([\w-]+)\s*\{[^{}]*?display\s*:\s*none", re.IGNORECASE)

_TECHNICAL_META = re.compile(
    r"viewport|renderer|generator|robots|googlebot|format-detection|referrer|theme-color|csrf|_token|color-scheme|"
    r"handheldfriendly|mobileoptimized|screen-orientation|x5-|full-screen|browsermode|wap-font|force-rendering|imagemode|"
    r"(?:msapplication|apple|twitter|og|fb|google|baidu|sogou|360|shenma|bytedance|msvalidate|applicable|ms\.|next-)\b|"
    r".*(?:verification|verify)",
    re.IGNORECASE,
)

_NEIGHBOR = re.compile(
    r"[\s【〖\[<《«‹←]*(?:上一?篇|下一?篇|上一?条|下一?条|上一页|下一页|上一个|下一个|前一篇|后一篇|前一条|后一条|上一公告|下一公告|"
    r"(?:previous|next)\s+(?:article|notice|page|post))\s*(?:[：:】〗\]>》»›→\s]|$)",
    re.IGNORECASE,
)
_CONTROL = re.compile(
    r"[\s【〖\[<>|《·•-]*(?:打\s?印(?:本(?:页|文|稿|页面)(?:内容)?|预览|此页)?|关\s?闭(?:本?窗口|本页|页面)?|返\s?回(?:首页|顶部|列表|上一页|上页|主页)?|"
    r"收藏(?:本页)?|加入收藏|设为首页|回到?顶部|TOP|字[体号][：:]?(?:\s*[\[【]?\s*[大中小]\s*[\]】]?)*|[大中小](?:\s+[大中小])*|分享(?:到)?[：:]?|扫一扫.{0,20}|"
    r"首页|网站首页|登\s?录|注\s?册|退出|复制链接|下载打印|我要(?:打印|收藏|纠错)|保存|"
    r"print|close|back|home|share|login|log in|sign in|register)[\s】〗\]<>|》·•-]*",
    re.IGNORECASE,
)
_PAGING = re.compile(
    r"(?:第?\s*\d+\s*页?\s*[/，,]?\s*共\s*\d+\s*页|共\s*\d+\s*[页条]|首页|上一?页|下一?页|尾页|末页|转到|跳转|GO|\d+|[\s|/·.»«<>])+",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"acw_sc__v2|var\s+arg1\s*=|__jsl_clearance|aliyunwaf|cf[_-]chl|challenge-platform|captcha|验证码|安全验证|\bwaf\b",
    re.IGNORECASE,
)
_CRUMB = re.compile(
    r"\s*(?:您?的?当前位置|您?现?在?的?(?:所在)?位置(?:是)?\s*[：:]|当前所在位置|您所在的位置|首\s*页\s*(?:[>»›/|→]|--)|home\s*[>»/])"
)
_SITE_LINE = re.compile(
    r"版权所有|copy\s?right|©|ICP[备证]|ICP\s?备|公网安备|网站标识码|all\s+rights?\s+reserved|技术支持\s*[：:]|主办单位\s*[：:].{0,60}承办|建议使用.{0,30}浏览器|"
    r"您是第.{0,12}位访[客问]",
    re.IGNORECASE,
)
_PUBLICATION = re.compile(
    r"(?:发布|公告|公示|发文|更新|公开|录入|刊登)(?:时间|日期)|(?:信息|文章|稿件)?来源\s*[：:]|发布(?:人|单位|机构|者)\s*[：:]|浏览次数|阅读次数|点击(?:数|次数|量)?\s*[：:]|"
    r"(?:20\d\d|19\d\d)\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}|published|date\s*:",
    re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"公告概要|项目名称|项目编号|招标编号|采购人|采购单位|招标人|建设单位|预算金额|公告时间|行政区域|品目|中标|成交|代理机构|合同(?:编号|名称|金额)|供应商|标段|开标时间|"
    r"buyer|procuring|contract|supplier|tender",
    re.IGNORECASE,
)
_ATTACHMENT = re.compile(
    r"附件|下载|\.(?:pdf|docx?|xlsx?|zip|rar|7z|wps|et|ofd|jpe?g|png|tiff?|zbj|\w{2,4}zf)\b", re.IGNORECASE
)
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}\s*[、.．:：]|第[一二三四五六七八九十\d]{1,3}[章节部分条]|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}\s*[、.．])"
)
_SENTENCE = re.compile(r"[：:。；;，,！？]")
_FILLED_LABEL = re.compile(r"[：:]\s*\S")
_CHINESE_NUMERAL = re.compile(r"[一二三四五六七八九十]{1,3}\s*[、.．:：]")

_ROBOT = re.compile(
    r"访问(?:过于)?(?:频繁|过快)|频繁访问|操作(?:过于|太)频繁|请求(?:过于|太)频繁|安全(?:验证|检测|检查)|人机(?:验证|识别)|(?:输入|拖动|完成|点击).{0,10}验证|验证码|滑块|"
    r"访问(?:被|已被)?(?:拒绝|拦截|阻断|禁止|受限)|拒绝访问|疑似.{0,8}(?:攻击|爬虫|机器)|黑名单|WAF|web应用防火墙|网站防火墙|(?:开启|启用|打开|不支持|禁用)\s*(?:了)?\s*java\s?script|"
    r"access\s+(?:is\s+|has\s+been\s+)?denied|forbidden|captcha|are\s+you\s+(?:a\s+)?(?:human|robot)|unusual\s+traffic|too\s+many\s+requests|"
    r"(?:enable|requires?|turn\s+on|without)\s+(?:cookies\s+and\s+)?java\s?script|javascript\s+(?:is\s+)?(?:enabled|disabled|required|to\s+run)|checking\s+your\s+browser|"
    r"ddos\s+protection|verify(?:ing)?\s+(?:that\s+)?you\s+are|request\s+(?:was\s+)?blocked|just\s+a\s+moment|attention\s+required",
    re.IGNORECASE,
)
_ERROR_PAGE = re.compile(
    r"(?:^|\D)(?:40[0-9]|50[0-9])(?:\D|$).{0,30}(?:error|错误|not\s+found|forbidden|unavailable|gateway|页面|无法|nginx|request)|not\s+found|"
    r"(?:页面|网页|文件|内容|信息|文章|公告|数据)(?:已经?)?(?:不存在|找不到|未找到|已?被?删除|丢失|无法(?:访问|显示|找到)|已失效|走丢|过期)|找不到(?:该|此|您)?.{0,6}(?:页面|网页|文件|内容)|"
    r"(?:系统|服务器|程序|应用程序).{0,6}(?:错误|异常|出错|繁忙|维护)|bad\s+gateway|internal\s+server\s+error|service\s+(?:temporarily\s+)?unavailable|runtime\s+error|"
    r"server\s+error|gateway\s+time-?out|page\s+(?:cannot|can.t)\s+be|(?:^|\s)(?:404|403|500|502|503)(?:\s|$)|出错(?:了|啦)|抱歉",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"登\s?录|登\s?陆|密\s?码|用户名|账\s?号|验证码|sign\s?in|log\s?in|password|user\s?name", re.IGNORECASE
)
_LETTER = re.compile(r"[^\W_]")


@dataclass(slots=True, eq=False)
class _Table:
    parent: _Cell | None
    rows: int = 0
    taken: dict[int, int] = field(default_factory=dict)
    """Column -> how many more rows a cell from above reaches into it."""
    column: int = 0
    number: int = -1
    """Among the tables that are kept as tables, from 0; -1 for a layout table."""
    lines: list[_Line] = field(default_factory=list)

    def start_row(self) -> None:
        self.rows += 1
        self.taken = {column: left - 1 for column, left in self.taken.items() if left > 1}
        self.column = 0

    def place(self, rowspan: int, colspan: int) -> int:
        while self.column in self.taken:
            self.column += 1
        column = self.column
        if rowspan > 1:
            # A span of this row blocks the rows below; this row itself counts as one of them.
            for taken in range(column, column + colspan):
                self.taken[taken] = rowspan
        self.column = column + colspan
        return column


@dataclass(slots=True, eq=False)
class _Cell:
    table: _Table
    row: int
    col: int
    rowspan: int
    colspan: int
    header: bool
    nested: bool = False
    """True when it holds a table of its own: then it is layout, and its text is paragraphs."""


@dataclass(slots=True, eq=False)
class _Line:
    """A line of the page before it is known what the page's body is."""

    kind: BlockKind
    text: str
    level: int
    cell: _Cell | None
    furniture: int
    """Index of its furniture root, 0 for none."""
    hidden: bool
    in_body: bool
    links: float
    """Share of its characters that are links."""
    bold: bool
    titled: bool
    """True when its element's class says title."""
    name: str


@dataclass(slots=True)
class _State:
    """What an element hands down to those inside it."""

    kind: BlockKind
    level: int
    cell: _Cell | None
    table: _Table | None
    furniture: int
    hidden: bool
    in_body: bool
    link: bool
    bold: bool
    titled: bool
    pre: bool
    head: bool
    """Inside a table's `thead`."""
    block: bool
    """True when leaving the element ends the line."""


def _is_linked(line: _Line) -> bool:
    """Return whether a short line is nearly all link, a date behind it aside."""
    bare = _LISTED_DATE.sub("", line.text)
    return len(line.text) < 200 and line.links * len(line.text) > 0.7 * max(1, len(bare))


class HtmlReader:
    """Reads HTML pages, and JSON or base64 that carries them."""

    name = "html"
    version = "1"

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are HTML; see `counterfile.hooks.Reader`."""
        start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").lower().replace(b"\x00", b"")
        if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
            return 1.0
        suffix = name.lower().rpartition(".")[2]
        named = suffix in {"html", "htm", "shtml", "xhtml", "jhtml", "jsp", "asp", "aspx", "php", "do"}
        if b"\x00" in start[:64] or start.startswith(
            (b"%pdf", b"pk\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89png", b"\xff\xd8\xff", b"gif8")
        ):
            return 0.0
        if start.startswith(b"<?xml"):
            return 0.95 if b"<html" in start else 0.05
        if re.search(
            rb"<(?:html|head|body|div|table|p|span|section|article|td|tr|br|h[1-6]|meta|title|center|ul|li|script|font)\b[^<]*>",
            start,
        ):
            return 0.8 if named or start.startswith(b"<") else 0.5
        if start.startswith((b"{", b"[", b'"')) and re.search(rb"&lt;|<\\?/|\\u003c|<p|<div|<table", start):
            return 0.6
        return 0.55 if named else 0.05 if start.startswith((b"{", b"[", b'"')) or _looks_base64(head) else 0.0

    def read(self, content: bytes, name: str) -> Draft:
        """Read a page.

        Raises:
            NotADocument: an anti-robot, login or error page, a page without text of its own, or no HTML at all.
        """
        decoded = _charset.decode(content, declared_in=content[:4096])
        text, titles = _unwrap(decoded.text)
        signals = [("replacement_characters_decoded", str(decoded.replaced))] if decoded.replaced else []
        if text is not decoded.text:
            signals.append(("unwrapped", "yes"))
        page = _Page(text, titles)
        pieces = list(page.pieces())
        _refuse_empty(page, pieces)
        return assemble(pieces, media_type=MEDIA_TYPE, charset=decoded.charset, signals=(*signals, *page.signals))


class _Page:
    """One parsed page on its way to pieces."""

    def __init__(self, text: str, titles: list[str]) -> None:
        self.tree = LexborHTMLParser(text)
        self.signals: list[tuple[str, str]] = []
        self.titles = list(dict.fromkeys(title for title in map(clean_line, [*titles, *self._title_tags()]) if title))
        self.metas = self._meta_tags()
        self.hidden_classes = frozenset(
            name.lower() for style in self.tree.css("style") for name in _HIDDEN_CLASS.findall(style.text()[:100_000])
        )
        self.tables: list[_Table] = []
        self.roots: list[bool] = [False]
        """Furniture roots, True for those known by element, False for those guessed by class; 0 stands for none."""
        self.has_password = self.tree.css_first('input[type="password"]') is not None
        self.body_id, self.above_body = self._container()
        self.lines: list[_Line] = []
        self._parts: list[str] = []
        self._unseen: list[str] = []
        """Hidden stretches inside the line at hand; they become a line of their own after it."""
        self._chars = self._link_chars = self._bold_chars = 0
        self._names: list[str] = []
        self._walk()
        self._settle()

    def _title_tags(self) -> list[str]:
        return [node.text() for node in self.tree.css("head > title, body > title")][:4]

    def _meta_tags(self) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for node in self.tree.css("meta[name][content]")[:200]:
            attributes = node.attributes
            name = clean_line(attributes.get("name") or "")[:100]
            content = clean_line(_MARKUP.sub("", attributes.get("content") or ""))
            if name and content and not _TECHNICAL_META.match(name) and (name, content) not in found:
                found.append((name, content[:5000]))
        return found

    def _container(self) -> tuple[int, frozenset[int]]:
        """Return the id of the element that is known to hold the notice (0 for none) and of those around it."""
        best: LexborNode | None = None
        size = 0
        candidates = self.tree.css(_CONTAINERS)[:60]
        if not candidates:
            return 0, frozenset()
        for node in candidates:
            length = len(node.text().strip())
            # The innermost of equals: the class `article` often stands around title and sidebar as well.
            if length > size * 1.25:
                best, size = node, length
        body = self.tree.body
        whole = len(body.text().strip()) if body is not None else 0
        if best is None or size < 40 or size * 5 < whole - _script_length(self.tree):
            return 0, frozenset()
        above = set()
        node_above = best.parent
        while node_above is not None:
            above.add(node_above.mem_id)
            node_above = node_above.parent
        return best.mem_id, frozenset(above)

    # --- one pass over the tree -------------------------------------------------------------------------------------

    def _walk(self) -> None:
        root = self.tree.body or self.tree.root
        if root is None or root.child is None:
            return
        stack = [
            _State(
                BlockKind.PARAGRAPH, 0, None, None, 0, False, self.body_id == 0, False, False, False, False, False, True
            )
        ]
        self._last = stack[0]
        root_id = root.mem_id
        node: LexborNode | None = root.child
        # Without recursion: hostile pages nest tens of thousands of elements.
        while node is not None:
            down = self._visit(node, stack)
            if down is not None:
                node = down
                continue
            while node is not None:
                sibling = node.next
                if sibling is not None:
                    node = sibling
                    break
                node = node.parent
                if node is None or node.mem_id == root_id:
                    node = None
                    break
                self._leave(stack.pop())
        self._break()

    def _visit(self, node: LexborNode, stack: list[_State]) -> LexborNode | None:
        """Take a node in; return its first child if the walk goes down, after pushing what it hands down."""
        tag = node.tag
        if tag == "-text":
            self._text(node.text_content or "", stack[-1])
        elif tag == "br":
            self._break()
        elif tag == "input":
            self._input(node, stack[-1])
        elif tag is not None and tag[0] not in "-!" and tag not in _DROPPED_TAGS:
            child = node.child
            if child is not None:
                stack.append(self._enter(node, tag, stack[-1]))
                return child
            if tag in _PLACES or tag in _BLOCK_TAGS:
                # Nothing inside, but an empty cell takes its place in the row and an empty block ends the line.
                self._leave(self._enter(node, tag, stack[-1]))
        return None

    def _enter(self, node: LexborNode, tag: str, state: _State) -> _State:
        attributes = node.attributes
        style = attributes.get("style") or ""
        css_class = attributes.get("class") or ""
        block = _is_block(tag, style, css_class)
        in_body = state.in_body or node.mem_id == self.body_id
        kind, level, titled, furniture = state.kind, state.level, state.titled, state.furniture
        if block:
            self._break()
            label = f"{css_class} {attributes.get('id') or ''}" if attributes else ""
            titled = bool(label) and _TITLE_NAME.search(label) is not None
            kind, level = _KINDS.get(tag, (kind, level))
            if not furniture and not state.hidden:
                furniture = self._furniture_root(node, tag, label, in_body)
        if css_class and "code-" in css_class:
            self._names.extend(f"class:{code}" for code in _CODE_NAME.findall(css_class))
        table, cell = state.table, state.cell
        if tag in _PLACES:
            table, cell = self._place(tag, attributes, state)
        return _State(
            kind,
            level,
            cell,
            table,
            furniture,
            state.hidden or self._is_hidden(attributes, style, css_class),
            in_body,
            state.link or (tag == "a" and "href" in attributes),
            state.bold or tag in _BOLD_TAGS or bool(style and _BOLD_STYLE.search(style)),
            titled,
            state.pre or tag in {"pre", "xmp", "listing"},
            (state.head or tag == "thead") and tag != "table",
            block,
        )

    def _place(self, tag: str, attributes: dict[str, str | None], state: _State) -> tuple[_Table | None, _Cell | None]:
        """Return the table and the cell that the inside of a `table`, `tr`, `td` or `th` stands in."""
        table, cell = state.table, state.cell
        if tag == "table":
            table = _Table(cell)
            self.tables.append(table)
            outer = cell
            while outer is not None and not outer.nested:
                outer.nested = True
                outer = outer.table.parent
        elif table is not None and tag == "tr":
            table.start_row()
        elif table is not None:
            rowspan, colspan = _span(attributes.get("rowspan"), 5000), _span(attributes.get("colspan"), 200)
            column = table.place(rowspan, colspan)
            header = tag == "th" or state.head
            cell = _Cell(table, max(table.rows - 1, 0), column, rowspan, colspan, header)
        return table, cell

    def _leave(self, left: _State) -> None:
        if left.block:
            self._break()

    def _is_hidden(self, attributes: dict[str, str | None], style: str, css_class: str) -> bool:
        if not attributes:
            return False
        if style and _HIDDEN_STYLE.search(style):
            return True
        if "hidden" in attributes:
            return True
        return bool(self.hidden_classes and css_class) and not self.hidden_classes.isdisjoint(css_class.lower().split())

    def _furniture_root(self, node: LexborNode, tag: str, label: str, in_body: bool) -> int:
        """Return the number of the furniture that this element begins, 0 for none."""
        if node.mem_id in self.above_body or node.mem_id == self.body_id:
            return 0
        if tag in _FURNITURE_TAGS or (tag == "header" and node.css_first("h1, h2, h3, table") is None):
            self.roots.append(True)
            return len(self.roots) - 1
        if in_body and self.body_id:
            return 0
        guessed = _FURNITURE_NAME.search(label) or (
            _HEADER_NAME.search(label) and node.css_first("h1, h2, h3, table, p") is None
        )
        if not label.strip() or not guessed:
            return 0
        self.roots.append(False)
        return len(self.roots) - 1

    def _text(self, text: str, state: _State) -> None:
        if state.pre and "\n" in text:
            for part in text.split("\n"):
                self._text(part, state)
                self._break()
            return
        stripped = text.strip()
        if not stripped:
            if self._parts:
                self._parts.append(text)
            return
        if state.hidden:
            self._unseen.append(text)
            if not self._parts:
                self._last = state
            return
        size = len(stripped)
        self._chars += size
        if state.link:
            self._link_chars += size
        if state.bold:
            self._bold_chars += size
        self._parts.append(text)
        self._last = state

    def _input(self, node: LexborNode, state: _State) -> None:
        """Show what a form that is only for reading shows; other inputs are furniture without words."""
        attributes = node.attributes
        if ("readonly" in attributes or "disabled" in attributes) and (attributes.get("type") or "text") == "text":
            self._text(attributes.get("value") or "", state)

    def _break(self) -> None:
        """End the line at hand."""
        if not self._parts and not self._unseen:
            if self._names:
                self._names = []
            return
        last = self._last
        text = clean_line("".join(self._parts))
        if text:
            self._add(text, last, hidden=False)
        unseen = clean_line("".join(self._unseen)) if self._unseen else ""
        if unseen:
            self._add(unseen, last, hidden=True)
        self._parts, self._unseen, self._names = [], [], []
        self._chars = self._link_chars = self._bold_chars = 0

    def _add(self, text: str, state: _State, *, hidden: bool) -> None:
        chars = self._chars or 1
        self.lines.append(
            _Line(
                state.kind,
                text,
                state.level,
                state.cell,
                state.furniture,
                hidden,
                state.in_body,
                0.0 if hidden else self._link_chars / chars,
                not hidden and self._bold_chars == self._chars > 0,
                state.titled,
                "" if hidden else " ".join(dict.fromkeys(self._names)),
            )
        )

    # --- what is the notice's own ----------------------------------------------------------------------------------

    def _settle(self) -> None:
        self._show_if_all_is_hidden()
        self._show_folded_summary()
        self._trust_or_drop_guesses()
        self._number_tables()
        titles = [_bare(title) for title in self.titles]
        if self.body_id:
            self._outside_is_furniture()
        else:
            self._link_lists_are_furniture()
        self._single_lines()
        self._mark_titles(titles)

    def _show_if_all_is_hidden(self) -> None:
        """A page that shows its body only after its script ran was saved before: its hidden text is its text."""
        hidden = sum(len(line.text) for line in self.lines if line.hidden)
        if not hidden:
            return
        shown = sum(
            len(line.text) for line in self.lines if not line.hidden and not line.furniture and line.links < 0.5
        )
        if shown < 100 and hidden > 300 and hidden > 5 * shown:
            for line in self.lines:
                line.hidden = False
            self.signals.append(("shown_hidden_text", str(hidden)))
        else:
            self.signals.append(("hidden_characters", str(hidden)))

    def _show_folded_summary(self) -> None:
        """The national portal folds its summary table away behind a button; it is the notice's own."""
        if not any(not line.hidden and "公告概要" in line.text for line in self.lines):
            return
        words: dict[_Table, int] = {}
        for line in self.lines:
            if line.hidden and line.cell is not None and _SUMMARY.search(line.text):
                words[line.cell.table] = words.get(line.cell.table, 0) + 1
        for line in self.lines:
            if line.cell is not None and words.get(line.cell.table, 0) >= 4:
                line.hidden = False

    def _trust_or_drop_guesses(self) -> None:
        """A guess by class that would drop a third of the page's prose was wrong."""
        weight = [0] * len(self.roots)
        whole = 0
        for line in self.lines:
            if not line.hidden:
                prose = int(len(line.text) * (1 - line.links))
                weight[line.furniture] += prose
                whole += prose
        wrong = {root for root in range(1, len(self.roots)) if not self.roots[root] and weight[root] * 3 > whole}
        if wrong:
            for line in self.lines:
                if line.furniture in wrong:
                    line.furniture = 0

    def _number_tables(self) -> None:
        """Tell tables from layout, and number the tables in the order in which they begin."""
        for line in self.lines:
            if line.cell is not None:
                line.cell.table.lines.append(line)
        number = 0
        for table in self.tables:
            if _is_data(table):
                table.number = number
                number += 1

    def _outside_is_furniture(self) -> None:
        """Outside the known body only the title, the publication line and the summary table are the notice's own."""
        summaries = {
            table for table in self.tables if table.number >= 0 and not table.lines[0].in_body and _is_summary(table)
        }
        for line in self.lines:
            if line.in_body or line.furniture or line.hidden:
                continue
            if line.cell is not None and line.cell.table in summaries:
                continue
            if line.level and line.level <= 2 and line.links < 0.5:
                continue
            if line.titled and line.cell is None and line.links < 0.5 and len(line.text) >= 6:
                continue
            if len(line.text) <= 150 and line.links < 0.5 and _PUBLICATION.search(line.text):
                continue
            if self._is_title(line):
                continue
            line.furniture = -1

    def _is_title(self, line: _Line) -> bool:
        bare = _bare(line.text)
        return len(bare) >= 8 and any(bare in _bare(title) for title in self.titles) and line.links < 0.5

    def _link_lists_are_furniture(self) -> None:
        """Lines of links, three and more on end, are the site's navigation, not the notice's; under a heading such as
        最新公告, or each with its date, two or even one are."""
        run: list[_Line] = []
        above: _Line | None = None
        for line in [*self.lines, None]:
            if line is not None and (line.furniture or line.hidden):
                continue
            if line is not None and _is_linked(line) and not _ATTACHMENT.search(line.text):
                run.append(line)
                continue
            if line is not None and len(line.text) <= 2 and run:
                run.append(line)  # a separator, a bullet
                continue
            linked = [member for member in run if _is_linked(member)]
            headed = above is not None and _LISTING.fullmatch(above.text) is not None
            dated = len(linked) >= 2 and all(_LISTED_DATE.search(member.text) for member in linked)
            if len(linked) >= 3 or dated or (linked and headed):
                for member in run:
                    member.furniture = -1
                if headed and above is not None:
                    above.furniture = -1
            run, above = [], line
        for line in self.lines:
            if not line.furniture and line.links > 0.9 and len(re.findall(r"[|丨│·]", line.text)) >= 2:
                line.furniture = -1

    def _single_lines(self) -> None:
        """Lines that tell by their words that they belong to the site."""
        after_neighbor = False
        for line in self.lines:
            if line.furniture or line.hidden:
                continue
            text = line.text
            neighbor = len(text) < 200 and line.cell is None and _NEIGHBOR.match(text) is not None
            if neighbor or (after_neighbor and line.links > 0.7):
                line.furniture = -1
                after_neighbor = neighbor and len(text) < 8
                continue
            after_neighbor = False
            paging = 4 <= len(text) <= 80 and "页" in text and _PAGING.fullmatch(text) is not None
            if (
                paging
                or (len(text) <= 40 and _CONTROL.fullmatch(text))
                or (len(text) <= 160 and _CRUMB.match(text) and not line.level)
                or (len(text) <= 250 and not (line.in_body and self.body_id) and _SITE_LINE.search(text))
            ):
                line.furniture = -1

    def _mark_titles(self, titles: list[str]) -> None:
        """Mark the lines of the body that are the page's title."""
        own = [line for line in self.lines if not line.furniture and not line.hidden]
        found = False
        for line in own:
            in_table = line.cell is not None and line.cell.table.number >= 0
            if line.level == 1 and not in_table:
                line.kind, found = BlockKind.TITLE, True
            elif in_table or len(line.text) > 150:
                continue
            else:
                bare = _bare(line.text)
                named = len(bare) >= 8 and any(
                    bare in title or (len(title) >= 8 and title in bare and len(bare) < 1.5 * len(title))
                    for title in titles
                )
                if (named and line in own[:12]) or (
                    line.titled and not found and len(line.text) >= 6 and not _PUBLICATION.search(line.text)
                ):
                    line.kind, found = BlockKind.TITLE, True
        if found:
            return
        for line in own[:6]:
            in_table = line.cell is not None and line.cell.table.number >= 0
            if not in_table and 8 <= len(line.text) <= 120 and (NOTICE_END.search(line.text) or line.level in {1, 2}):
                line.kind = BlockKind.TITLE
                return
        first = own[0] if own and not self.titles else None
        in_table = first is not None and first.cell is not None and first.cell.table.number >= 0
        if first is not None and not in_table and 8 <= len(first.text) <= 60 and not _SENTENCE.search(first.text):
            first.kind = BlockKind.TITLE

    # --- pieces ------------------------------------------------------------------------------------------------------

    def pieces(self) -> Iterator[Piece]:
        """Yield the page's blocks in order: titles and meta values, then the body."""
        for title in self.titles:
            yield Piece(BlockKind.TITLE, title)
        for name, content in self.metas:
            yield Piece(BlockKind.FIELD, content, name=f"meta:{name}")
        lines = self.lines
        at = 0
        while at < len(lines):
            line = lines[at]
            cell = line.cell
            if cell is None or cell.nested or cell.table.number < 0:
                yield _paragraph(line)
                at += 1
                continue
            end = at + 1
            while end < len(lines) and lines[end].cell is cell:
                end += 1
            yield from _cell(cell, lines[at:end])
            at = end


def _is_block(tag: str, style: str, css_class: str) -> bool:
    """Whether an element begins and ends a line: by its tag, unless its style or class says otherwise."""
    if tag not in _BLOCK_TAGS:
        return bool(style) and tag != "a" and _BLOCK_STYLE.search(style) is not None
    if tag in _MAY_BE_INLINE:
        return not (
            (style and _INLINE_STYLE.search(style) is not None)
            or (css_class and _INLINE_NAME.search(css_class) is not None)
        )
    return True


def _paragraph(line: _Line) -> Piece:
    if line.hidden:
        return Piece(BlockKind.FURNITURE, line.text, name="hidden")
    if line.furniture:
        return Piece(BlockKind.FURNITURE, line.text)
    kind, level = line.kind, line.level
    if kind is BlockKind.PARAGRAPH and line.bold and _is_heading(line.text):
        kind, level = BlockKind.HEADING, 2 if _CHINESE_NUMERAL.match(line.text) else 3
    return Piece(kind, line.text, level=level if kind in {BlockKind.HEADING, BlockKind.TITLE} else 0, name=line.name)


def _is_heading(text: str) -> bool:
    """A numbered line in bold is a heading, unless it is a label with its value."""
    return len(text) <= 40 and _NUMBERED.match(text) is not None and _FILLED_LABEL.search(text) is None


def _cell(cell: _Cell, lines: list[_Line]) -> Iterator[Piece]:
    own = [line for line in lines if not line.furniture and not line.hidden]
    if own:
        yield Piece(
            BlockKind.CELL,
            "\n".join(line.text for line in own),
            table=cell.table.number,
            row=cell.row,
            col=cell.col,
            rowspan=cell.rowspan,
            colspan=cell.colspan,
            header=cell.header,
            name=" ".join(dict.fromkeys(line.name for line in own if line.name)),
        )
    for line in lines:
        if line.furniture or line.hidden:
            yield Piece(BlockKind.FURNITURE, line.text, name="hidden" if line.hidden else "")


def _is_data(table: _Table) -> bool:
    """A table is one if some row has two cells with text in them; one column alone is layout."""
    by_row: dict[int, dict[_Cell, int]] = {}
    count = 0
    for line in table.lines:
        cell = line.cell
        if cell is None or cell.nested or line.hidden:
            continue
        row = by_row.setdefault(cell.row, {})
        row[cell] = row.get(cell, 0) + 1
        count += 1
    if not any(len(row) >= 2 for row in by_row.values()):
        # A column that a rowspan reaches into has its neighbors in other rows.
        return (
            any(line.cell is not None and line.cell.rowspan > 1 and not line.cell.nested for line in table.lines)
            and len(by_row) > 1
        )
    # The frame of a page: a menu beside the article, in one or two rows.
    longest = max(max(row.values()) for row in by_row.values())
    return not (table.rows <= 2 and longest >= 12 and longest * 2 > count)


def _is_summary(table: _Table) -> bool:
    prose = [line for line in table.lines if line.links < 0.5]
    return len(prose) * 2 > len(table.lines) and sum(bool(_SUMMARY.search(line.text)) for line in prose) >= 2


def _span(value: str | None, most: int) -> int:
    """Read a span as browsers do: digits at the start, 1 for what is none."""
    found = re.match(r"\s*(\d{1,6})", value) if value else None
    return min(max(int(found.group(1)), 1), most) if found else 1


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _script_length(tree: LexborHTMLParser) -> int:
    return sum(len(node.text()) for node in tree.css("script, style"))


# --- pages that are no notices ---------------------------------------------------------------------------------------


def _refuse_empty(page: _Page, pieces: list[Piece]) -> None:
    """Refuse what the portal sent instead of a notice.

    Only pages with hardly any text of their own are looked at: a notice of several hundred characters that mentions
    验证码 or 登录 is a notice.

    Raises:
        NotADocument: with what the page is.
    """
    own = [piece for piece in pieces if piece.kind is not BlockKind.FURNITURE and piece.kind is not BlockKind.FIELD]
    body = "\n".join(piece.text for piece in own if piece.kind is not BlockKind.TITLE)
    letters = len(_LETTER.findall(body))
    if letters > 400:
        return
    titles = "\n".join(piece.text for piece in own if piece.kind is BlockKind.TITLE)
    everything = "\n".join(piece.text for piece in pieces if piece.kind is not BlockKind.FIELD)
    is_notice = any(NOTICE_END.search(title) for title in titles.split("\n")) or len(_SUMMARY.findall(body)) >= 2
    if letters <= 200 and not is_notice:
        if _ROBOT.search(titles) or _ROBOT.search(body) or (letters < 20 and _ROBOT.search(everything[:2000])):
            raise NotADocument("an anti-robot page: the portal refused instead of showing a notice")
        if _ERROR_PAGE.search(titles) or _ERROR_PAGE.search(body):
            raise NotADocument("an error page of the portal (not found, not available)")
    linked = [line for line in page.lines if line.links > 0.7]
    if (
        not page.body_id
        and not is_notice
        and len(linked) >= 15
        and sum(len(line.text) for line in linked) > 3 * letters
    ):
        raise NotADocument(f"a page of links ({len(linked)}) with hardly any text of its own")
    if page.has_password and letters <= 300 and not is_notice and _LOGIN.search(everything):
        raise NotADocument("a login page")
    if letters < 5 and not any(_ATTACHMENT.search(piece.text) for piece in own):
        if _CHALLENGE.search(page.tree.html or ""):
            raise NotADocument("an anti-robot page: a script's challenge instead of a notice")
        raise NotADocument("an empty shell: the page has no text of its own")


# --- HTML inside JSON and base64 -------------------------------------------------------------------------------------

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
_TITLE_KEY = re.compile(r"(?:\w*title|\w*biaoti|headline|subject|(?:notice|project|bulletin)name)$", re.IGNORECASE)
_TAGS = re.compile(r"</?(?:p|div|table|tr|td|span|br|section|h[1-6]|strong|body|html)\b[^<>]*>", re.IGNORECASE)


def _unwrap(text: str) -> tuple[str, list[str]]:
    """Return the HTML that a page's text is or holds, and titles named beside it.

    Raises:
        NotADocument: it is JSON without any HTML inside, or neither.
    """
    start = text.lstrip("\ufeff \t\r\n")[:200]
    if start.startswith(("{", "[", '"')):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            if not _TAGS.search(text):
                raise NotADocument("damaged JSON without any markup") from None
            return text, []
        bodies: list[str] = []
        titles: list[str] = []
        _collect(value, bodies, titles)
        if not bodies:
            raise NotADocument("JSON without a notice's text in it")
        # Answers often carry the body twice, as HTML and as plain text, or beside short hints: the longest is the notice.
        return max(bodies, key=len), titles[:3]
    if _looks_base64(text[:4096].encode("utf-8", "replace")):
        unpacked = _from_base64(text)
        if unpacked is not None:
            return unpacked, []
    if not _TAGS.search(text) and "&lt;" in text:
        unescaped = entities.unescape(text)
        if _TAGS.search(unescaped):
            return unescaped, []
    if "<" not in text:
        raise NotADocument("named like a web page, but without any markup")
    return text, []


def _collect(value: object, bodies: list[str], titles: list[str]) -> None:
    stack: list[tuple[str, object]] = [("", value)]
    seen = 0
    while stack and seen < 200_000:
        key, item = stack.pop()
        seen += 1
        if isinstance(item, dict):
            stack.extend((str(name), inner) for name, inner in reversed(item.items()))
        elif isinstance(item, list):
            stack.extend((key, inner) for inner in reversed(item))
        elif isinstance(item, str) and item:
            if _TITLE_KEY.search(key) and 4 <= len(item) <= 300:
                titles.append(re.sub(r"<[^<>]*>", "", item))
            found = _html_in(item)
            if found is not None:
                bodies.append(found)


def _html_in(item: str) -> str | None:
    if _TAGS.search(item):
        return item
    if "&lt;" in item:
        unescaped = entities.unescape(item)
        if _TAGS.search(unescaped):
            return unescaped
    if len(item) >= 40 and _looks_base64(item[:4096].encode("utf-8", "replace")):
        return _from_base64(item)
    return None


def _looks_base64(head: bytes) -> bool:
    tight = head.strip().strip(b'"')
    return len(tight) >= 40 and re.fullmatch(rb"[A-Za-z0-9+/=_\s-]+", tight) is not None and b" " not in tight


def _from_base64(text: str) -> str | None:
    tight = re.sub(r"[\s\"]+", "", text).translate(str.maketrans("-_", "+/"))
    try:
        content = base64.b64decode(tight + "=" * (-len(tight) % 4), validate=True)
        decoded = _charset.decode(content, declared_in=content[:4096]).text
    except (binascii.Error, ValueError, NotADocument):
        return None
    return decoded if _TAGS.search(decoded) else None
