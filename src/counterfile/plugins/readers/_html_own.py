"""What of a page is the notice's own, and what belongs to the site: the second half of reading a web page.

Where the notice's container is known, what stands outside it is the site's. Everywhere, the title and the first line that
ends a notice (print, share, neighbors, related notices, rights) are its upper and lower edge: what lies beyond them is the
site's, unless it says what only notices say. Field labels and tables are never taken for the site's, however often a
portal repeats them.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from counterfile.model.reading import BlockKind
from counterfile.plugins.readers._html_page import Cell, Line, Page, Table
from counterfile.text.pages import NOTICE_END

_LISTED_DATE = re.compile(r"\s*[\[(（【]?(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?[\])）】]?\s*$")
_LISTING = re.compile(
    r"(?:最新|相关|相似|热点|热门|推荐|近期|其他|更多|最近|为您|猜你)(?:的|喜欢)?(?:公告|公示|信息|新闻|文章|项目|链接|阅读|内容|采购|招标|动态|资讯|推荐)*\s*"
    r"(?:more|更多|>>|»)?[:：]?|"
    r"(?:通知公告|图片新闻|友情链接|站内公告|(?:阅读|点击|浏览|本周|本月|热点)排行榜?)[:：]?|"
    r"(?:latest|related|recent|more|similar|other)\s+(?:notices|links|news|tenders|opportunities|contracts|content|pages)|"
    r"(?:avis|consultations|marchés|annonces)\s+(?:similaires|récents|récentes|liés)|(?:ähnliche|weitere|neueste|aktuelle)\s+(?:ausschreibungen|bekanntmachungen|meldungen)|"
    r"(?:anuncios|licitaciones)\s+(?:relacionad[oa]s|similares|recientes)|(?:bandi|avvisi)\s+(?:correlati|simili|recenti)",
    re.IGNORECASE,
)
"""A heading above a list of other pages."""

_NEIGHBOR = re.compile(
    r"[\s【〖\[<《«‹←]*(?:[上下]一?篇(?:文章|公告|公示|信息|新闻)?|上一?条|下一?条|上一页|下一页|上一个|下一个|前一篇|后一篇|前一条|后一条|上一公告|下一公告|"
    r"(?:previous|next)\s+(?:article|notice|page|post)|(?:avis|annonce)\s+(?:précédente?|suivante?))\s*(?:[：:】〗\]>》»›→\s]|$)",
    re.IGNORECASE,
)
# Every alternative begins with a character of its own and case is not folded, so that a search only stops at those.
_CONTROL = re.compile(
    r"我要(?:打印|关闭|收藏|纠错|分享)|打\s?印(?:本(?:页|文|稿|页面)(?:内容)?|预览|此页|页面)?|关\s?闭(?:本?窗口|本页|此页|页面)?|双击(?:鼠标)?自动滚屏|"
    r"返\s?回(?:首页|顶部|列表|上一页|上页|主页)?|加入收藏|添加收藏|收藏(?:本页)?|推荐(?:给好友)?|评论(?:\(\d*条?\))?|设为首页|回到?顶部|字[体号](?:大小)?|缩小|放大|分享(?:到|至)?|"
    r"扫一扫(?:在?手机|分享).{0,20}|复制链接|下载打印|保存|网站首页|首页|登\s?录|注\s?册|退出|微信|微博|QQ空间|朋友圈|无障碍(?:浏览|阅读)?|长者(?:助手|模式)"
)
_CONTROL_LATIN = re.compile(
    r"\b(?:top|print|drucken|imprimer|imprimir|stampa|close|schließen|fermer|back|home|share|teilen|partager|compartir|condividi|"
    r"log\s?in|sign in|register|this|page|seite|diese)\b",
    re.IGNORECASE,
)
_LATIN_WORD = re.compile("[A-Za-z©]{3}|©")
_CONTROL_BEGINS = re.compile(
    r"[\s【\[(（|]+(?:字[体号]|我要|打\s?印|关\s?闭|分享|收藏|双击|返\s?回|print\b|share\b)", re.IGNORECASE
)
_SIZES = re.compile(r"^[大中小默认A+\-\s|]*$")
_PAGING = re.compile(
    r"(?:第?\s*\d+\s*页?\s*[/，,]?\s*共\s*\d+\s*页|共\s*\d+\s*[页条]|首页|上一?页|下一?页|尾页|末页|转到|跳转|GO|\d+|[\s|/·.»«<>])+",
    re.IGNORECASE,
)
_CRUMB = re.compile(
    r"\s*(?:您?的?当前(?:所在)?(?:的)?位置|您?现?在?的?(?:所在)?位置(?:是)?\s*[：:]|您所在的位置|首\s*页\s*(?:[>»›/|→]|--)|home\s*[>»/]|"
    r"you\s+are\s+here|vous\s+êtes\s+ici|sie\s+sind\s+hier|(?:usted\s+)?est[aá]s?\s+(?:usted\s+)?aqu[ií]|(?:ti\s+trovi|sei)\s+(?:in|qui)\s*:)",
    re.IGNORECASE,
)
_SITE_LINE = re.compile(
    r"版权所有|本文链接\s*[：:]|原文链接\s*[：:]|ICP[备证]|ICP\s?备|公网安备|网站标识码|技术支持\s*[：:]|主办单位\s*[：:]|主办\s*[：:]|\s(?:主办|承办)$|建议使用.{0,30}浏览|"
    r"您是第.{0,12}位访[客问]|今天是\s*[：:]?\s*\d{4}|网站地图|未经.{0,12}转载|严禁.{0,12}转载|禁止.{0,12}转载|经营许可证\s*[：:]"
)
_SITE_LINE_LATIN = re.compile(
    r"copy\s?right|©|all\s+rights?\s+reserved|tous\s+droits\s+réservés|alle\s+rechte\s+vorbehalten|todos\s+los\s+derechos|tutti\s+i\s+diritti|icp\s?备",
    re.IGNORECASE,
)
_AFTERWORD = re.compile(
    r"扫一扫.{0,24}|分享(?:到|至)\s*[：:]?.{0,30}|"
    r"(?:联系我们|关于我们|公司简介|平台简介|意见反馈|在线客服|在线咨询|咨询服务|咨询电话|服务热线|监督电话|我要(?:提问|咨询|留言|纠错|评论)|网友评论|发表评论|常见问题|帮助中心|网站地图|"
    r"免责声明|网站声明|隐私(?:政策|声明)|返回顶部|回到顶部|友情链接)\s*[：:]?|"
    r"(?:print|share|save|email)\s+this(?:\s+\w+)?|back\s+to\s+\w+(?:\s+\w+)?|stay\s+up\s+to\s+date|sign\s+up.{0,100}|help\s+and\s+support|contact\s+us|"
    r"(?:privacy|cookies?|accessibility|terms)(?:\s+(?:policy|statement|notice|settings|of\s+use|and\s+conditions))?|feedback|"
    r"(?:imprimer|partager|haut\s+de\s+page|mentions\s+légales|plan\s+du\s+site|données\s+personnelles|besoin\s+d.aide.{0,100}|contactez-nous)|"
    r"(?:seite\s+)?drucken|impressum|datenschutz(?:erklärung)?|barrierefreiheit|nach\s+oben|zum\s+seitenanfang|"
    r"imprimir|compartir|aviso\s+legal|accesibilidad|volver(?:\s+\w+)?|stampa(?:\s+\w+)?|condividi|note\s+legali|torna\s+su",
    re.IGNORECASE,
)
"""Whole lines that stand behind notices, never inside them."""

_EDITOR = re.compile(r"[【\[(（]?\s*(?:责任编辑|网站编辑|信息编辑|编辑|初审|复审|终审|校对)(?:人)?\s*[：:].{0,20}")
_TAB = re.compile(
    r"(?:公告|项目|标段|采购|交易)?(?:正文|流程|详情|内容|信息)|公告正文|相关公告|附件下载|下载附件|我要(?:提问|报名|投标|质疑)|在线(?:报名|质疑|提问)"
)
_PUBLICATION = re.compile(
    r"(?:发布|公告|公示|发文|更新|公开|录入|刊登|信息)(?:时间|日期)|(?:信息|文章|稿件)?来源\s*[：:]|发布(?:人|单位|机构|者)\s*[：:]|浏览次数|阅读次数|点击(?:数|次数|量)?\s*[：:]|"
    r"(?:20\d\d|19\d\d)\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}|\d{1,2}[./]\d{1,2}[./](?:20\d\d|19\d\d)|"
    r"published|date\s*:|publié|veröffentlicht|publicad[oa]|pubblicat[oa]",
    re.IGNORECASE,
)
SUMMARY = re.compile(
    r"公告概要|项目名称|项目编号|招标编号|采购人|采购单位|招标人|建设单位|预算金额|公告时间|行政区域|品目|中标|成交|代理机构|合同(?:编号|名称|金额)|供应商|标段|开标时间|"
    r"buyer|procuring|contract|supplier|tender",
    re.IGNORECASE,
)
ATTACHMENT = re.compile(
    r"附件|下载|\.(?:pdf|docx?|xlsx?|zip|rar|7z|wps|et|ofd|jpe?g|png|tiff?|zbj|\w{2,4}zf)\b", re.IGNORECASE
)
SAYS = re.compile(
    r"[^：:。]{0,20}(?:采购|招标|项目|工程|标段|标项|合同|中标|成交|供应商|投标|开标|预算|控制价|限价|代理(?:机构|服务)|评标|评审|资格|报价|金额|包号|品目|公告期|公示期|履约|工期|质量|"
    r"数量|规格|截止)[^：:。]{0,20}[：:]\s*\S|"
    r"(?:[一二三四五六七八九十]{1,3}\s*[、.．]|第[一二三四五六七八九十\d]{1,3}[章节部分条]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}\s*[、.．])\s*\S|"
    r"[^:]{0,30}\b(?:buyer|authority|supplier|contractor|contract|tender|lot|deadline|closing|award|procedure|value|cpv|"
    r"acheteur|adjudicateur|marché|objet|procédure|lots?|titulaire|date\s+limite|critères|"
    r"auftraggeber|vergabe\w*|leistung|angebotsfrist|zuschlag\w*|los|órgano|contratación|objeto|plazo|stazione|oggetto|scadenza)\b[^:]{0,40}:\s*\S",
    re.IGNORECASE,
)
"""What notices say of themselves: a label of theirs with its value, or a numbered line. Addresses and telephones are not
among it, since every site's foot has them, too."""

_FILE = re.compile(r"附件|\.(?:pdf|docx?|xlsx?|zip|rar|7z|wps|et|ofd)\b", re.IGNORECASE)
MAX_OUTWARD = 12  # blocks around the title that are asked whether they hold the notice
_DATED = re.compile(
    r"\W*(?:\d{4}|[二〇○O零一]{4})\s*[年./-]\s*[\d一二三四五六七八九十]{1,3}\s*[月./-]\s*[\d一二三四五六七八九十]{1,3}\s*日?\W*"
)
MAX_ABOVE = 400  # lines within which a title is looked for
_SURELY = 4

_SENTENCE = re.compile(r"[：:。；;，,！？]")
_SITE_NAME = re.compile(
    r"(?:网|网站|平台|门户|系统|人民政府|首页|中心|有限公司|无标题文档|portal|council|website|home\s*page)\s*$|^\s*(?:欢迎|welcome)",
    re.IGNORECASE,
)


def settle(page: Page, *, of_a_site: bool = True) -> None:
    """Decide for every line of the page whether it is the site's, and which lines are titles.

    Args:
        page: Whose lines are marked.
        of_a_site: False for markup that no site dressed (a mail): its title and its last words are then no edges.
    """
    _show_if_all_is_hidden(page)
    _show_folded_summary(page)
    _trust_or_drop_guesses(page)
    _number_tables(page)
    titles = [bare(title) for title in page.titles]
    if page.body_id:
        _outside_is_furniture(page, titles)
    else:
        _link_lists_are_furniture(page)
    _single_lines(page)
    if of_a_site:
        _beyond_the_edges(page, titles)
    _mark_titles(page, titles)


def bare(text: str) -> str:
    """Return the letters and digits of a text."""
    return re.sub(r"[\W_]+", "", text)


def ends_notice(text: str) -> bool:
    """Return whether a text ends like a notice's title."""
    return NOTICE_END.search(text, max(len(text) - 48, 0)) is not None


def is_listed(line: Line) -> bool:
    """Return whether a short line is nearly all link, a date behind it aside."""
    text = _LISTED_DATE.sub("", line.text)
    return len(line.text) < 200 and line.links * len(line.text) > 0.7 * max(1, len(text))


# --- hidden text and wrong guesses -----------------------------------------------------------------------------------


def _show_if_all_is_hidden(page: Page) -> None:
    """A page that shows its body only after its script ran was saved before: its hidden text is its text."""
    hidden = sum(len(line.text) for line in page.lines if line.hidden)
    if not hidden:
        return
    # Names in a folded menu have no sentences and no labels; a notice has.
    prose = sum(len(line.text) for line in page.lines if line.hidden and _SENTENCE.search(line.text))
    shown = sum(len(line.text) for line in page.lines if not line.hidden and not line.furniture and line.links < 0.5)
    if shown < 100 and hidden > 300 and hidden > 5 * shown and prose * 2 > hidden:
        for line in page.lines:
            line.hidden = False
        page.signals.append(("shown_hidden_text", str(hidden)))
    else:
        page.signals.append(("hidden_characters", str(hidden)))


def _show_folded_summary(page: Page) -> None:
    """The national portal folds its summary table away behind a button; it is the notice's own."""
    if not any(not line.hidden and "公告概要" in line.text for line in page.lines):
        return
    words: dict[Table, int] = {}
    for line in page.lines:
        if line.hidden and line.cell is not None and SUMMARY.search(line.text):
            words[line.cell.table] = words.get(line.cell.table, 0) + 1
    for line in page.lines:
        if line.cell is not None and words.get(line.cell.table, 0) >= 4:
            line.hidden = False


def _trust_or_drop_guesses(page: Page) -> None:
    """A guess by class that would drop a third of the page's prose was wrong."""
    weight = [0] * len(page.roots)
    whole = 0
    for line in page.lines:
        if not line.hidden:
            prose = int(len(line.text) * (1 - line.links))
            weight[line.furniture] += prose
            whole += prose
    wrong = {root for root in range(1, len(page.roots)) if not page.roots[root] and weight[root] * 3 > whole}
    if wrong:
        for line in page.lines:
            if line.furniture in wrong:
                line.furniture = 0


def _number_tables(page: Page) -> None:
    """Tell tables from layout, and number the tables in the order in which they begin.

    A table of nothing but its heading row goes with the table of the same width right below it: portals part the two so
    that the rows can be scrolled.
    """
    for line in page.lines:
        if line.cell is not None:
            line.cell.table.lines.append(line)
    after = {id(line): below for line, below in itertools.pairwise(page.lines)}
    number = 0
    for table in page.tables:
        if table.number >= 0 or not _is_data(table):
            continue
        table.number = number
        number += 1
        below = after.get(id(table.lines[-1]))
        rest = below.cell.table if below is not None and below.cell is not None else None
        if rest is not None and rest is not table and _continues(table, rest):
            rest.number = table.number
            for cell in {id(line.cell): line.cell for line in rest.lines if line.cell is not None}.values():
                cell.row += table.rows
            for line in table.lines:
                if line.cell is not None:
                    line.cell.header = True


def _continues(head: Table, rest: Table) -> bool:
    """Whether one table is the heading row of the next: short words, each above a column."""
    cells = [line.cell for line in head.lines if line.cell is not None]
    width = max(cell.col + cell.colspan for cell in cells)
    first = [line for line in rest.lines if line.cell is not None and line.cell.row == 0]
    return (
        head.rows == 1
        and head.parent is rest.parent
        and width >= 3
        and len(cells) == width
        and not any(cell.nested for cell in cells)
        and rest.rows >= 1
        and max((line.cell.col + line.cell.colspan for line in rest.lines if line.cell is not None), default=0) == width
        and all(
            len(line.text) <= 20 and not line.links and not re.search(r"\d{3}|[：:]", line.text) for line in head.lines
        )
        and not any(line.cell is not None and line.cell.header for line in first)
    )


def _is_data(table: Table) -> bool:
    """A table is one if some row has two cells with text in them; one column alone is layout."""
    by_row: dict[int, dict[Cell, int]] = {}
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
    if table.rows == 1 and longest >= 5:
        return False
    return not (table.rows <= 2 and longest >= 12 and longest * 2 > count)


# --- inside and outside a known body ---------------------------------------------------------------------------------


def _outside_is_furniture(page: Page, titles: list[str]) -> None:
    """Outside the known body only the title, the publication line and the summary table are the notice's own."""
    summaries = {
        table for table in page.tables if table.number >= 0 and not table.lines[0].in_body and _is_summary(table)
    }
    for line in page.lines:
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
        if _is_title(line, titles):
            continue
        line.furniture = -1


def _is_summary(table: Table) -> bool:
    prose = [line for line in table.lines if line.links < 0.5]
    return len(prose) * 2 > len(table.lines) and sum(bool(SUMMARY.search(line.text)) for line in prose) >= 2


def _is_title(line: Line, titles: list[str]) -> bool:
    short = bare(line.text)
    return len(short) >= 8 and any(short in title for title in titles) and line.links < 0.5


def _link_lists_are_furniture(page: Page) -> None:
    """Lines of links, three and more on end, are the site's navigation, not the notice's; under a heading such as
    最新公告, or each with its date, two or even one are."""
    run: list[Line] = []
    above: Line | None = None
    for line in [*page.lines, None]:
        if line is not None and (line.furniture or line.hidden):
            continue
        if line is not None and is_listed(line) and not ATTACHMENT.search(line.text):
            run.append(line)
            continue
        if line is not None and len(line.text) <= 2 and run:
            run.append(line)  # a separator, a bullet
            continue
        linked = [member for member in run if is_listed(member)]
        headed = above is not None and _LISTING.fullmatch(above.text) is not None
        dated = len(linked) >= 2 and all(_LISTED_DATE.search(member.text) for member in linked)
        if len(linked) >= 3 or dated or (linked and headed):
            for member in run:
                member.furniture = -1
            if headed and above is not None:
                above.furniture = -1
        run, above = [], line
    for line in page.lines:
        if not line.furniture and line.links > 0.9 and len(re.findall(r"[|丨│·]", line.text)) >= 2:
            line.furniture = -1


def _single_lines(page: Page) -> None:
    """Mark lines that tell by their words that they belong to the site."""
    after_neighbor = False
    for line in page.lines:
        if line.furniture or line.hidden:
            continue
        text = line.text
        neighbor = len(text) < 200 and line.cell is None and _NEIGHBOR.match(text) is not None
        if neighbor or (after_neighbor and line.links > 0.7 and not ATTACHMENT.search(text)):
            line.furniture = -1
            after_neighbor = neighbor and len(text) < 8
            continue
        after_neighbor = False
        if _is_the_sites(line, in_known_body=line.in_body and bool(page.body_id)):
            line.furniture = -1


def _is_the_sites(line: Line, *, in_known_body: bool) -> bool:
    text = line.text
    if len(text) > 250:
        return False
    if line.anchors >= 3 and line.links > 0.7 and not ATTACHMENT.search(text):
        return True
    if len(text) <= 160 and _CRUMB.match(text) and not line.level:
        return True
    if not in_known_body and _is_site_line(text):
        return True
    if len(text) > 80:
        return False
    if len(text) >= 4 and "页" in text and _PAGING.fullmatch(text):
        return True
    return _is_control(text)


def _is_site_line(text: str) -> bool:
    return _SITE_LINE.search(text) is not None or (
        _LATIN_WORD.search(text) is not None and _SITE_LINE_LATIN.search(text) is not None
    )


def _is_control(text: str) -> bool:
    """Return whether a short line is nothing but what one can do with a page: print, close, choose a size of type."""
    if len(text) > 60:
        return False
    left = _CONTROL.sub("", text)
    if _LATIN_WORD.search(left) is not None:
        left = _CONTROL_LATIN.sub("", left)
    if len(left) == len(text):
        return False
    left = re.sub(r"[\W_]+", "", left)
    return _SIZES.match(left) is not None


# --- edges -----------------------------------------------------------------------------------------------------------


def _beyond_the_edges(page: Page, titles: list[str]) -> None:
    lines = [line for line in page.lines if not line.hidden]
    top = _title_at(lines, titles)
    if top >= 0:
        _cut_above(lines, top)
        _cut_outside(page, lines, top)
        _split_publication(page, lines[max(top - 2, 0) : top + 4])
        page.heads = lines[top].text
    _cut_below(lines, max(top, 0))


def says(line: Line) -> bool:
    """Return whether a line says what notices say of themselves."""
    if line.furniture or line.links > 0.5:
        return False
    return (line.cell is not None and line.cell.table.number >= 0) or SAYS.match(line.text) is not None


def _title_at(lines: list[Line], titles: list[str]) -> int:
    """Return the index of the line that is the notice's title, -1 where none is surely it."""
    best, at = 1, -1
    for number, line in enumerate(lines[:MAX_ABOVE]):
        if line.furniture or line.links > 0.5 or not 6 <= len(line.text) <= 200:
            continue
        if line.cell is not None and line.cell.table.number >= 0:
            continue
        score = _title_score(line, titles)
        if score > best:
            best, at = score, number
        if score == _SURELY:
            break
    return at


def _title_score(line: Line, titles: list[str]) -> int:
    text = line.text
    marked = bool(line.level) or line.titled or line.bold
    ends = len(text) >= 8 and ends_notice(text) and not SAYS.match(text)
    if (not ends and _SITE_NAME.search(text)) or _AFTERWORD.fullmatch(text) or _LISTING.fullmatch(text):
        return 0
    short = bare(text) if titles else ""
    if len(short) >= 6 and any(short in title for title in titles):
        return _SURELY if marked or ends else 3
    if ends:
        return _SURELY if marked else 3
    return 2 if line.level in {1, 2} or line.titled else 0


def _cut_above(lines: list[Line], top: int) -> None:
    """Take what stands above the title for the site's, but for the line of publication right above it."""
    own = [line for line in lines[:top] if not line.furniture]
    if sum(says(line) and (line.cell is None or SUMMARY.search(line.text) is not None) for line in own) >= 2:
        return
    below = sum(len(line.text) for line in lines[top:] if not line.furniture and line.links < 0.5)
    if sum(len(line.text) for line in own if line.links < 0.5) > below:
        return
    near = [line for line in lines[max(top - 2, 0) : top] if not line.furniture]
    for line in own:
        dated = line in near and (
            _PUBLICATION.search(line.text) or _is_type(line) or (line.level == 1 and not _SITE_NAME.search(line.text))
        )
        speaks = says(line) and (line.cell is None or SUMMARY.search(line.text) is not None)
        if not speaks and not (dated and not _is_site_line(line.text)):
            line.furniture = -1


def _cut_outside(page: Page, lines: list[Line], top: int) -> None:
    """Take for the site's what stands behind the smallest block that holds both the title and the notice's text.

    That block holds every line that says what only notices say, and half of all that stands below the title. A last line
    or two with a date behind it are its signature.
    """
    said = [line for line in lines[top + 1 :] if says(line)]
    weights = [(line, _prose(line, near=False)) for line in lines[top + 1 :]]
    whole = sum(weight for _, weight in weights)
    block = page.holders[lines[top].holder] if lines[top].holder else 0
    for _ in range(MAX_OUTWARD):
        if block <= 0:
            return
        inside = _members(page, block, lines[top + 1 :])
        held = sum(weight for line, weight in weights if id(line) in inside)
        if held >= 20 and held * 2 >= whole and all(id(line) in inside for line in said):
            break
        block = page.holders[block]
    else:
        return
    last = max(number for number, line in enumerate(lines) if id(line) in inside)
    behind = [line for line in lines[last + 1 :] if not line.furniture]
    if len(behind) <= 3 and any(_DATED.fullmatch(line.text) for line in behind):
        return
    for line in behind:
        if not _is_attachment(line):
            line.furniture = -1


def _members(page: Page, block: int, lines: list[Line]) -> set[int]:
    """Return the ids of the lines inside a block."""
    inside: dict[int, bool] = {block: True, 0: False, -1: False}
    found = set()
    for line in lines:
        path, at = [], line.holder
        while at not in inside:
            path.append(at)
            at = page.holders[at]
        for passed in path:
            inside[passed] = inside[at]
        if inside[at]:
            found.add(id(line))
    return found


def _split_publication(page: Page, near: list[Line]) -> None:
    """Part what one can do with the page (print, close) from the end of the line that says when it was published."""
    for line in near:
        if line.furniture or len(line.text) > 160 or line.cell is not None or not _PUBLICATION.search(line.text):
            continue
        found = _CONTROL_BEGINS.search(line.text, 4)
        if found is not None and _is_control(line.text[found.start() :]):
            rest = replace(line, text=line.text[found.start() :].strip(), furniture=-1, links=1.0, name="")
            line.text = line.text[: found.start()].rstrip()
            page.lines.insert(page.lines.index(line) + 1, rest)


def _is_type(line: Line) -> bool:
    return len(line.text) >= 8 and line.links < 0.5 and ends_notice(line.text)


def _cut_below(lines: list[Line], top: int) -> None:
    """Take everything for the site's that stands behind the notice's last words and the first line that ends a notice."""
    last = next((number for number in range(len(lines) - 1, top, -1) if says(lines[number])), top)
    weights = [_prose(line, near=number - top <= 4) for number, line in enumerate(lines[top + 1 :], top + 1)]
    # What remains when nothing is cut, to weigh an uncertain end by: it may stand above the text as well.
    whole = sum(weights)
    seen = 0
    for number, weight in enumerate(weights, top + 1):
        line = lines[number]
        if (
            number > last
            and seen >= 15
            and (_ends_surely(line) or (seen * 2 > whole and (line.furniture or _ends(line))))
        ):
            for after in lines[number:]:
                if not after.furniture and not _is_attachment(after):
                    after.furniture = -1
            return
        if line.furniture:
            continue
        if seen < 15 and ((number < last and _ends(line)) or _is_tab(lines, number)):
            line.furniture = -1
        else:
            seen += weight


def _is_attachment(line: Line) -> bool:
    text = line.text
    return len(text) < 200 and (
        _FILE.search(text) is not None or (line.links > 0.3 and ATTACHMENT.search(text) is not None)
    )


def _prose(line: Line, *, near: bool) -> int:
    """Return a line's weight as text of a notice: names and telephones weigh less than sentences.

    A line with a date that is near the title tells when the notice was published, and is no text of it.
    """
    if line.furniture or line.links >= 0.5:
        return 0
    size = len(line.text)
    if near and size < 80 and _PUBLICATION.search(line.text):
        return size // 8
    return size if _SENTENCE.search(line.text) else size // 3


def _ends_surely(line: Line) -> bool:
    """Return whether a line stands only behind texts: the neighbors' titles, related notices, the editor."""
    text = line.text
    if len(text) > 200:
        return False
    return (
        _NEIGHBOR.match(text) is not None
        or _LISTING.fullmatch(text) is not None
        or _EDITOR.fullmatch(text) is not None
        or (bool(line.furniture) and _is_site_line(text))
    )


def _ends(line: Line) -> bool:
    return len(line.text) <= 120 and (_AFTERWORD.fullmatch(line.text) or _LISTING.fullmatch(line.text)) is not None


def _is_tab(lines: list[Line], number: int) -> bool:
    """Return whether a line is one of several tabs above a text."""
    near = lines[max(number - 1, 0) : number + 2]
    return sum(line.kind is BlockKind.LIST_ITEM and _TAB.fullmatch(line.text) is not None for line in near) >= 2


# --- titles ----------------------------------------------------------------------------------------------------------


def _mark_titles(page: Page, titles: list[str]) -> None:
    """Mark the lines of the body that are the page's title."""
    own = [line for line in page.lines if not line.furniture and not line.hidden]
    found = False
    for number, line in enumerate(own):
        in_table = line.cell is not None and line.cell.table.number >= 0
        if line.level == 1 and not in_table:
            line.kind, found = BlockKind.TITLE, True
        elif in_table or len(line.text) > 150:
            continue
        else:
            short = bare(line.text)
            named = len(short) >= 8 and any(
                short in title or (len(title) >= 8 and title in short and len(short) < 1.5 * len(title))
                for title in titles
            )
            if line.links > 0.5:
                continue
            if (named and number < 12) or (
                line.titled and not found and len(line.text) >= 6 and not _PUBLICATION.search(line.text)
            ):
                line.kind, found = BlockKind.TITLE, True
    if found:
        return
    for line in own[:6]:
        in_table = line.cell is not None and line.cell.table.number >= 0
        if line.links > 0.5 or in_table:
            continue
        if 8 <= len(line.text) <= 120 and (ends_notice(line.text) or line.level in {1, 2}):
            line.kind = BlockKind.TITLE
            return
    first = own[0] if own and not page.titles else None
    in_table = first is not None and first.cell is not None and first.cell.table.number >= 0
    if first is not None and not in_table and 8 <= len(first.text) <= 60 and not _SENTENCE.search(first.text):
        first.kind = BlockKind.TITLE
