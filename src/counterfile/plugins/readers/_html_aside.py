"""Pages that are no notices: what a portal sends instead of one.

A notice is told by its title's end, by labels of its own with their values, or by its length. Only what shows none of that
is asked for the words of such pages, so a notice that mentions 验证码 or 登录 stays one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from counterfile.errors import NotADocument
from counterfile.model.reading import BlockKind
from counterfile.plugins.readers._draft import Piece
from counterfile.plugins.readers._html_own import ATTACHMENT, SUMMARY, bare, ends_notice, is_listed, says
from counterfile.plugins.readers._html_page import Line, Page

SHORT = 200  # letters of own text up to which one telling phrase decides
FEW = 150  # letters up to which a page that speaks of no purchase is a message of its site
LONG = 1_500  # letters up to which a telling title decides, or several phrases

_ROBOT = re.compile(
    r"访问(?:过于)?(?:频繁|过快)|频繁访问|操作(?:过于|太)频繁|请求(?:过于|太)频繁|安全(?:验证|检测|检查)|人机(?:验证|识别)|(?:输入|拖动|完成|点击|进行).{0,10}验证|验证码|滑块|"
    r"访问(?:被|已被)?(?:拒绝|拦截|阻断|禁止|受限|异常)|被(?:阻断|拦截)|设置(?:为)?拦截|拒绝访问|疑似.{0,8}(?:攻击|爬虫|机器|黑客)|黑名单|WAF|web应用防火墙|网站防火墙|(?:检查|检测)您的浏览器|图中字符|"
    r"(?:开启|启用|打开|不支持|禁用)\s*(?:了)?\s*java\s?script|请求存在(?:威胁|异常|风险)|非法请求|"
    r"access\s+(?:is\s+|has\s+been\s+)?denied|forbidden|captcha|(?:are\s+you|you\s+are|not)\s+(?:an?\s+)?(?:human|robot|bot)\b|unusual\s+traffic|too\s+many\s+requests|"
    r"(?:enable|requires?|turn\s+on|without)\s+(?:cookies\s+and\s+)?(?:java\s?script|js\b)|javascript\s+(?:is\s+)?(?:enabled|disabled|required|to\s+run)|checking\s+(?:your\s+browser|if\s+the\s+site)|"
    r"ddos|verify(?:ing)?\s+(?:that\s+)?you\s+are|(?:request|access|you\s+have)\s+(?:was\s+|has\s+|been\s+)*(?:blocked|rejected)|request\s+unsuccessful|(?:incident|support)\s+id|ray\s+id|just\s+a\s+moment|"
    r"attention\s+required|human\s+verification|press\s+(?:and|&)\s+hold|mod_security|ne\s+soyez?\s+pas\s+un\s+robot|n.êtes\s+pas\s+un\s+robot|accès\s+(?:refusé|bloqué)|kein\s+roboter|"
    r"zugriff\s+verweigert|no\s+(?:es|eres)\s+un\s+robot|acceso\s+denegado|accesso\s+negato",
    re.IGNORECASE,
)
_ERROR_PAGE = re.compile(
    r"(?:^|\D)(?:40\d|41\d|50\d)(?:\D|$).{0,30}(?:error|错误|not\s+\w+|forbidden|unavailable|gateway|gone|timeout|too\s+\w+|页面|无法|nginx|request|unauthorized)|not\s+found|"
    r"(?:error|erreur|fehler|http|status)\W{0,3}(?:4\d\d|5\d\d)\b|\b(?:4|5)\d\d\s+(?:bad|unauthorized|payment|forbidden|not|method|request|conflict|gone|too|internal|service|gateway)\b|"
    r"(?:页面|网页|文件|内容|信息|文章|公告|数据|资源)(?:可能)?(?:已经?|已)?(?:不存在|找不到|未找到|被?删除|丢失|无法(?:访问|显示|找到)|失效|走丢|过期|被?移动|撤回|出错)|"
    r"找不到(?:该|此|您)?.{0,6}(?:页面|网页|文件|内容|目录)|(?:没有|无)(?:访问)?(?:权限|权(?:查看|访问))|错误(?:代码|提示)|数据库(?:连接)?(?:失败|错误)|无法(?:连接|访问此)|"
    r"(?:系统|服务器|程序|应用程序)(?:发生|出现|内部)?.{0,6}(?:错误|异常|出错|繁忙)|bad\s+gateway|internal\s+server\s+error|service\s+(?:\w+\s+)?unavailable|(?:runtime|fatal|database)\s+error|"
    r"server\s+error|gateway\s+time-?out|(?:page|site)\s+(?:cannot|can.t)\s+be|could\s+not\s+be\s+found|(?:^|\s)(?:404|403|500|502|503)(?:\s|$)|出错(?:了|啦)|抱歉|运行时错误|"
    r"stack\s+trace|\bexception\b.{0,80}\bat\b|\bORA-\d{4,5}|whitelabel|\bERR_[A-Z_]{5,}|timed\s+out|page\s+introuvable|n.existe\s+pas|nicht\s+gefunden|no\s+encontrad[oa]|no\s+existe|"
    r"non\s+(?:trovat[oa]|esiste)|pagina\s+niet\s+gevonden|nie\s+(?:znaleziono|istnieje)",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"(?:网站|系统|平台|站点|服务器)(?:正在)?(?:进行)?.{0,8}(?:维护|升级|改造|建设中|关闭|暂停|停止)|维护中|升级中|建设中|敬请期待|暂停(?:访问|服务)|停止(?:访问|服务)|没有找到.{0,8}站点|"
    r"进行备案.{0,6}无法访问|域名.{0,12}(?:出售|转让)|under\s+(?:maintenance|construction)|(?:scheduled|some|site)\s+maintenance|be\s+back\s+soon|coming\s+soon|welcome\s+to\s+nginx|^it\s+works!|"
    r"default\s+(?:web\s+|welcome\s+)?page|internet\s+information\s+services|domain.{0,20}for\s+sale|en\s+maintenance|wartungsarbeiten|en\s+mantenimiento|in\s+manutenzione",
    re.IGNORECASE | re.MULTILINE,
)
_SESSION = re.compile(
    r"登[录陆](?:超时|失效|已过期|后(?:查看|访问|再))|(?:请|重新)(?:先)?登[录陆]|会话(?:已)?(?:过期|超时|失效)|(?:还|尚)?(?:没有|未)登[录陆]|CA锁|"
    r"session\s+(?:has\s+)?(?:expired|timed\s+out)|log\s?in\s+again|(?:must|need\s+to|please)\s+(?:log|sign)\s?in",
    re.IGNORECASE,
)
_WAITING = re.compile(
    r"(?:正在|数据|页面)?(?:加载|载入|跳转|获取)(?:公告内容|内容|数据)?(?:中|，?请稍[候后等])?|(?:如果.{0,12})?(?:没有)?自动跳转(?:，?请)?|请稍[候后等]|点击(?:这里|此处)|loading|please\s+wait|redirecting|chargement|wird\s+geladen|cargando",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"暂无(?:数据|内容|信息|记录)|没有(?:找到|查询到|检索到)?.{0,30}(?:结果|记录|数据)|(?:共|找到)\s*0\s*[条个项]|no\s+(?:results|records|matches|data)|aucun\s+résultat|keine\s+(?:ergebnisse|treffer)|"
    r"sin\s+resultados|nessun\s+risultato",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"登\s?录|登\s?陆|密\s?码|用户名|账\s?号|验证码|sign\s?in|log\s?in|password|user\s?name|mot\s+de\s+passe|connexion|passwort|anmeld\w+|contraseña|parola\s+d.ordine|hasło",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"acw_sc__v2|var\s+arg1\s*=|__jsl_clearance|aliyunwaf|cf[_-]chl|challenge-platform|captcha|验证码|安全验证|\bwaf\b|\$_ts\b",
    re.IGNORECASE,
)
_PAGED = re.compile(
    r"共\s*\d+\s*[条页项个]|第?\s*\d+\s*[/／]\s*\d+\s*页|下一?页|尾页|末页|每页|\bnext\s*(?:page|›|»|>)|\bpage\s+\d+\s+of\s+\d+|搜索结果|检索结果|查询结果|search\s+results|résultats|suchergebnisse",
    re.IGNORECASE,
)
_BUYING = re.compile(
    r"采购|採購|招标|招標|投标|中标|中選|中选|成交|项目|項目|工程|合同|供应商|比选|询价|磋商|谈判|竞价|竞争性|废标|流标|评标|开标|标段|公示|结果公告|更正|单一来源|包组|"
    r"报价|预算|金额|万元|tender|procure|contract|purchas|supply|bid|award|framework|lot\b|notice\b|marché|fourniture|offre|avis|acheteur|"
    r"vergabe|auftrag|ausschreib|lieferung|leistung|licitaci|contrat|suministro|appalto|gara\b|fornitura|zamówieni|przetarg|zakázk|közbeszerz|hankin|upphandl|udbud|закуп|тендер|конкурс|поставк|поръчк",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W_]")

_KINDS = (
    (_ROBOT, "an anti-robot page: the portal refused instead of showing a notice"),
    (_ERROR_PAGE, "an error page of the portal (not found, not available)"),
    (_CLOSED, "a page that says that the site is closed, moved, not yet set up or under maintenance"),
    (_SESSION, "a page that wants a login before it shows the notice"),
)


def refuse(page: Page, pieces: Sequence[Piece]) -> None:
    """Refuse what the portal sent instead of a notice.

    Raises:
        NotADocument: with what the page is.
    """
    own = [piece for piece in pieces if piece.kind not in {BlockKind.FURNITURE, BlockKind.FIELD}]
    titles = [piece.text for piece in own if piece.kind is BlockKind.TITLE]
    body = "\n".join(piece.text for piece in own if piece.kind is not BlockKind.TITLE)
    letters = _letters(body)
    named = any(map(_names_a_notice, titles))
    _refuse_list(page, named=named)
    if letters > LONG:
        return
    shown = (line for line in page.lines if not line.furniture and not line.hidden)
    labels = len(list(itertools.islice(filter(says, shown), 3)))
    noticed = named or len(SUMMARY.findall(body)) >= 2 or labels >= 3
    if not noticed:
        _refuse_by_words(titles, body, letters, pieces)
    asks = page.has_password and letters <= 300 and not named and labels < 3
    if asks and _LOGIN.search("\n".join(piece.text for piece in pieces)):
        raise NotADocument("a login page")
    if named or any(ATTACHMENT.search(piece.text) for piece in own):
        return
    if letters < 5 or (letters < 40 and not noticed and not _rest(body)):
        if _CHALLENGE.search(page.tree.html or ""):
            raise NotADocument("an anti-robot page: a script's challenge instead of a notice")
        raise NotADocument("an empty shell: the page has no text of its own")
    words = "\n".join((*titles, body))
    if (
        letters <= FEW
        and not noticed
        and not _BUYING.search(words)
        and not any(line.cell is not None for line in page.lines)
    ):
        raise NotADocument(
            f"a page of {letters} letters that speaks of no purchase: a message of the site, not a notice"
        )


def _letters(text: str) -> int:
    """Return the number of letters and digits; more than `LONG` only roughly."""
    if len(text) > 40 * LONG:
        return LONG + 1 if _LETTER.search(text) else 0
    return len(_LETTER.findall(text))


def _names_a_notice(title: str) -> bool:
    """Return whether a title ends like a notice's, and is not one about the portal itself (系统维护公告)."""
    if len(bare(title)) < 6 or not ends_notice(title):
        return False
    return _BUYING.search(title) is not None or not any(words.search(title) for words, _ in _KINDS)


def _refuse_by_words(titles: list[str], body: str, letters: int, pieces: Sequence[Piece]) -> None:
    title = "\n".join(titles)
    for words, what in _KINDS:
        if letters <= SHORT:
            found = words.search(title) or words.search(body)
        else:
            # In a longer text one phrase is an accident; a title that says so, or its first line, is not.
            first = body[:60]
            found = words.search(title) or (words.search(first) if len(words.findall(body)) >= 2 else None)
        if found:
            raise NotADocument(what)
    if letters <= SHORT and _NOTHING.search(body) and not any(map(ATTACHMENT.search, titles)):
        raise NotADocument("a search or list page without any result")
    if letters < 20 and _ROBOT.search("\n".join(piece.text for piece in pieces)[:2000]):
        raise NotADocument(_KINDS[0][1])


def _rest(body: str) -> str:
    """Return what a nearly empty body says besides that it is being loaded, and labels without a value."""
    lines = (re.sub(r"\w{2,8}\s*[：:]\s*", "", _WAITING.sub("", line)) for line in body.split("\n"))
    return "".join(bare(line) for line in lines)


def _refuse_list(page: Page, *, named: bool) -> None:
    """Refuse a list of notices or the results of a search: many links to other pages, and no notice of its own."""
    others = [
        line
        for line in page.lines
        if not line.hidden and not page.roots[max(line.furniture, 0)] and _names_another(line)
    ]
    if len(others) < 5:
        linked = [line for line in page.lines if line.links > 0.7]
        shown = sum(
            len(line.text) for line in page.lines if not line.furniture and not line.hidden and line.links <= 0.7
        )
        if page.body_id or named or len(linked) < 15 or sum(len(line.text) for line in linked) <= 3 * shown:
            return
        raise NotADocument(f"a page of links ({len(linked)}) with hardly any text of its own")
    if page.body_id or named:
        return
    own, longest = _own_between(page.lines, {id(line) for line in others})
    if longest < 60 or longest * 2 < own:
        raise NotADocument(f"a list of links to {len(others)} notices or other pages")


def _own_between(lines: Sequence[Line], others: set[int]) -> tuple[int, int]:
    """Return how much text of its own the page has, and the most that stands between two links to others.

    A notice stands in one piece beside its site's lists; in a list a few words stand behind each link.
    """
    own = longest = run = 0
    for line in lines:
        if id(line) in others:
            run = 0
        elif not line.furniture and not line.hidden and line.links <= 0.5:
            own += len(line.text)
            run += len(line.text)
            longest = max(longest, run)
    return own, longest


def _names_another(line: Line) -> bool:
    """Return whether a line is the linked title of another page."""
    return (
        len(line.text) >= 8
        and line.links > 0.5
        and (is_listed(line) or line.links > 0.6)
        and not ATTACHMENT.search(line.text)
    )
