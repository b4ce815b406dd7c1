"""Invented portal pages: the same notices in many layouts, with what of each page is the notice's own.

Every institution, person, number and address is invented. `bench/furniture.py` measures on these pages, too.
"""

# ruff: noqa: E501 (markup reads better unwrapped)

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Notice:
    """What a clerk wrote, before a portal dressed it."""

    title: str
    published: str
    """The line under the title."""
    body: str
    """Its HTML."""
    own: tuple[str, ...]
    """The lines of `body` in order, without the white space at their ends."""


@dataclass(frozen=True)
class Page:
    """A page and the lines of it that are the notice's own."""

    name: str
    html: str
    own: tuple[str, ...]


def _table(*rows: tuple[str, ...]) -> str:
    return (
        "<table border=1>"
        + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        + "</table>"
    )


def _paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


_AWARD_LINES = (
    "云岭市政府采购中心受云岭市公安局委托，就视频会议设备采购项目组织公开招标，评标工作已经结束，中标结果公告如下。",
    "一、项目编号：YLZC-2023-0142",
    "二、项目名称：云岭市公安局视频会议设备采购项目",
    "三、中标信息",
)
_AWARD_TABLE = (("包号", "供应商名称", "中标金额（元）"), ("1", "云岭远视科技有限公司", "1285000.00"))
_AWARD_END = (
    "四、代理服务收费标准及金额：无",
    "五、公告期限",
    "自本公告发布之日起1个工作日。",
    "六、凡对本次公告内容提出询问，请按以下方式联系。",
    "名称：云岭市公安局",
    "地址：云岭市人民路1号",
    "联系方式：0899-5550142",
    "云岭市政府采购中心",
    "2023年5月12日",
)
AWARD = Notice(
    "云岭市公安局视频会议设备采购项目中标公告",
    "发布时间：2023-05-12 09:30 来源：云岭市政府采购中心",
    _paragraphs(*_AWARD_LINES) + _table(*_AWARD_TABLE) + _paragraphs(*_AWARD_END),
    (*_AWARD_LINES, *[cell for row in _AWARD_TABLE for cell in row], *_AWARD_END),
)

_TENDER_LINES = (
    "桦屏县教育局网络舆情监测服务采购项目的潜在投标人应在桦屏县公共资源交易平台获取招标文件，并于2022年3月9日9时30分前递交投标文件。",
    "项目基本情况",
    "采购方式：公开招标",
    "预算金额：20万元",
    "采购需求：网络舆情监测服务一年，含人工值守。",
    "申请人的资格要求：满足《中华人民共和国政府采购法》第二十二条规定。",
    "其他补充事宜：供应商须先登录平台完成注册。",
    "桦屏县教育局",
    "二〇二二年二月十六日",
)
TENDER = Notice(
    "桦屏县教育局网络舆情监测服务采购项目招标公告",
    "2022-02-16 来源：桦屏县教育局",
    "<div>" + "<br/>".join(_TENDER_LINES) + "</div><p>附件：<a href='/f/1.docx'>招标文件.docx</a></p>",
    (*_TENDER_LINES, "附件：招标文件.docx"),
)

_SHORT_LINES = ("各潜在供应商：", "因报名不足三家，本项目作废标处理。", "特此公告。", "梓岚市财政局", "2021年8月3日")
SHORT = Notice(
    "梓岚市财政局档案数字化服务项目废标公告（二次）",
    "信息时间：2021-08-03",
    _paragraphs(*_SHORT_LINES),
    _SHORT_LINES,
)

_ENGLISH_LINES = (
    "The Borough of Larkmoor invites tenders for the supply and installation of street cameras.",
    "Buyer",
    "Larkmoor Borough Council",
    "Estimated value",
    "£120,000",
    "Closing date",
    "4 July 2024, 12:00",
    "Description",
    "Supply, installation and maintenance of 48 street cameras with a contract term of three years.",
    "Contact: tenders@larkmoor.example, Civic Hall, 2 Mill Lane, Larkmoor",
)
ENGLISH = Notice(
    "Street cameras: supply, installation and maintenance",
    "Published 3 June 2024",
    f"<p>{_ENGLISH_LINES[0]}</p><dl>"
    + "".join(
        f"<dt>{term}</dt><dd>{value}</dd>"
        for term, value in zip(_ENGLISH_LINES[1:9:2], _ENGLISH_LINES[2:9:2], strict=True)
    )
    + f"</dl><p>{_ENGLISH_LINES[9]}</p>",
    _ENGLISH_LINES,
)

_FRENCH_LINES = (
    "Avis de marché : fourniture de matériel de vidéoprotection",
    "Pouvoir adjudicateur : Commune de Vallombreuse, 1 place de la Mairie",
    "Objet du marché : fourniture et pose de 30 caméras pour les bâtiments communaux.",
    "Procédure : procédure adaptée ouverte",
    "Date limite de réception des offres : 15 septembre 2023 à 12 h 00",
    "Critères d'attribution : prix 60 %, valeur technique 40 %",
    "Renseignements : service des marchés, marches@vallombreuse.example",
)
FRENCH = Notice(
    "Fourniture et pose de caméras de vidéoprotection",
    "Publié le 12/07/2023",
    _paragraphs(*_FRENCH_LINES),
    _FRENCH_LINES,
)

_GERMAN_LINES = (
    "Die Stadt Birkenau vergibt die Lieferung von Datenspeichern im Wege einer öffentlichen Ausschreibung.",
    "Auftraggeber: Stadt Birkenau, Vergabestelle",
    "Art der Leistung: Lieferung und Inbetriebnahme von zwei Speichersystemen",
    "Angebotsfrist: 30.09.2023, 10:00 Uhr",
    "Zuschlagskriterien: Preis 70 %, Qualität 30 %",
)
GERMAN = Notice(
    "Lieferung von Datenspeichern für das Rechenzentrum",
    "Veröffentlicht am 01.09.2023",
    _paragraphs(*_GERMAN_LINES),
    _GERMAN_LINES,
)

_MENU = ("首页", "采购公告", "结果公告", "政策法规", "办事指南", "下载中心", "联系我们")
_OTHERS = (
    "石桥镇道路绿化工程中标公告",
    "第二小学课桌椅采购成交公告",
    "县医院监护仪采购招标公告",
    "水务局水质检测服务更正公告",
)


def _links(names: tuple[str, ...], tag: str = "li") -> str:
    return "".join(f"<{tag}><a href='/x/{number}.html'>{name}</a></{tag}>" for number, name in enumerate(names))


def _page(title: str, body: str, site: str = "") -> str:
    shown = f"{title}-{site}" if site else title
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{shown}</title></head><body>{body}</body></html>"


# --- layouts ---------------------------------------------------------------------------------------------------------


def national(notice: Notice) -> str:
    """A known body container, a folded summary left out, a footer of one company of lines."""
    return _page(
        notice.title,
        f"<div class='header_container'><p>财政部门指定信息发布媒体</p><p>服务热线：400-000-0142</p></div><div id='nav'><ul>{_links(_MENU)}</ul></div>"
        f"<div class='current'>当前位置：<a href=/>首页</a> » <a href=/z>政采公告</a> » <a href=/d>地方公告</a></div>"
        f"<div class='main'><h2 class='tc'>{notice.title}</h2><p class='tc'>{notice.published} 【<a href='#'>打印</a>】</p>"
        f"<div class='vF_detail_content'>{notice.body}</div></div><div class='right'><h3>相关公告</h3></div>"
        "<div class='footer_b'><p>主办单位：云岭省财政厅</p><p>云ICP备00000142号-1 | 云公网安备 00000000000142号</p><p>© 2009-2023 云岭省财政厅 版权所有</p></div>",
    )


def tables_of_2008(notice: Notice) -> str:
    """Tables for everything, no class names, a box of contacts at the left, an address at the foot."""
    return _page(
        "梓岚市政府采购网",
        f"<table width=980><tr><td colspan=2><img src=top.jpg>今天是2023年5月20日 星期六</td></tr><tr><td colspan=2>{_links(_MENU, 'span')}</td></tr>"
        f"<tr><td width=200><table><tr><td>通知公告</td></tr>{''.join(f'<tr><td>·<a href={n}.asp>{name}</a></td></tr>' for n, name in enumerate(_OTHERS))}</table>"
        "<table><tr><td>监督电话</td></tr><tr><td>0899-5550001</td></tr><tr><td>投诉邮箱：jd@zilan.example</td></tr></table></td>"
        f"<td><table><tr><td>您现在的位置：<a href=/>首页</a> &gt;&gt; <a href=/a>采购公告</a> &gt;&gt; 正文</td></tr><tr><td align=center><b>{notice.title}</b></td></tr>"
        f"<tr><td align=center>{notice.published} 点击数：142</td></tr><tr><td>{notice.body}</td></tr>"
        "<tr><td align=right>【<a href=javascript:window.print()>打印本页</a>】【<a href=javascript:window.close()>关闭窗口</a>】</td></tr></table></td></tr>"
        "<tr><td colspan=2 align=center>主办：梓岚市财政局政府采购办公室<br>地址：梓岚市府前街8号 邮编：000142<br>建议使用1024*768分辨率浏览</td></tr></table>",
    )


def exchange(notice: Notice) -> str:
    """A regional exchange: crumbs, body under a name nobody knows, neighbors, a column of related notices."""
    return _page(
        notice.title,
        "<div class='ewb-top'><span>欢迎访问梓岚市公共资源交易平台</span><a href=/login>投标人登录</a><a href=/reg>注册</a></div>"
        f"<div class='ewb-nav'><ul>{_links(_MENU)}</ul></div><div class='ewb-location'>当前位置：<a href=/>首页</a>&gt;<a href=/j>交易信息</a>&gt;<a href=/z>政府采购</a></div>"
        f"<div class='ewb-row'><div class='ewb-l'><h3 class='art-tit'>{notice.title}</h3><div class='info-source'>【{notice.published}】【字号：大 中 小】【我要打印】【关闭】</div>"
        f"<div class='zbcon'>{notice.body}</div><div class='prevnext'><p>上一篇：<a href=/1>{_OTHERS[0]}</a></p><p>下一篇：<a href=/2>{_OTHERS[1]}</a></p></div></div>"
        f"<div class='ewb-r'><h4>相关信息</h4><ul>{_links(_OTHERS)}</ul><div>咨询服务</div><p>工作日 8:30-11:30，14:30-17:30</p><p>技术咨询电话：0899-5550002</p></div></div>"
        "<div class='ewb-bottom'><p>主办单位：梓岚市公共资源交易中心 技术支持：远岫软件</p><p>地址：梓岚市府前街20号</p><p>云ICP备00000143号</p></div>",
        "梓岚市公共资源交易平台",
    )


def hashed(notice: Notice) -> str:
    """A script-made page: class names say nothing, furniture is text without links."""
    return _page(
        "公告详情",
        "<div id='app'><div class='_2kd9'><div class='_9sx'>云岭数字采购平台</div><div class='_9sy'><span onclick=\"location.href='/'\">首页</span><span onclick=\"go('/a')\">项目公告</span>"
        "<span onclick=\"go('/b')\">供应商服务</span><span onclick=\"go('/c')\">帮助中心</span></div><div class='_0a1'>请输入关键词</div></div>"
        f"<div class='_77b'><div class='_77c'><div class='_k1'>{notice.title}</div><div class='_k2'>{notice.published}</div><div class='_k3'>{notice.body}</div></div>"
        "<div class='_77d'><div>扫一扫在手机打开当前页</div><div>意见反馈</div><div>返回顶部</div><div>在线客服</div></div></div>"
        "<div class='_3f1'><div>服务热线</div><div>400-000-0177（工作日9:00-17:30）</div><div>关于我们</div><div>平台简介</div><div>版权所有 云岭数字采购有限公司</div><div>增值电信业务经营许可证：云B2-0000142</div></div></div>",
    )


def government(notice: Notice) -> str:
    """A town's own site: sizes of type, sharing, an editor, a QR code, several lines of footer and links to ministries."""
    return _page(
        notice.title,
        "<div class='top'>无障碍浏览 | 长者助手 | 繁體 | 邮箱</div><div class='logo'><h1>梓岚市人民政府</h1><p>www.zilan.example</p></div>"
        f"<div class='menu'>{_links(_MENU, 'span')}</div><div class='bread'><a href=/>首页</a> / <a href=/xx>信息公开</a> / 政府采购</div>"
        f"<div class='con'><div class='bt'>{notice.title}</div><div class='sub'>{notice.published} 浏览次数：142 字体：[<a href=#>大</a> <a href=#>中</a> <a href=#>小</a>]</div>"
        f"<div class='wz'>{notice.body}</div><div>责任编辑：李工</div><div>扫一扫在手机打开当前页</div><div>分享到：<a href=#>微信</a> <a href=#>微博</a></div><div><a href=#>打印</a> <a href=#>关闭</a></div></div>"
        "<div class='link'><span>友情链接：</span><select><option>--国务院部门网站--</option><option>财政部</option></select></div>"
        "<div class='bottom'><p>中共梓岚市委 梓岚市人民政府 主办</p><p>梓岚市人民政府办公室 承办</p><p>联系电话：0899-5550003 邮箱：web@zilan.example</p><p>网站标识码：0000000142 云ICP备00000144号</p></div>",
        "梓岚市人民政府",
    )


def agency(notice: Notice) -> str:
    """A company's site: prose about itself beside and below the notice."""
    return _page(
        f"{notice.title} - 云岭正衡招标有限公司",
        "<div id='hd'><div>云岭正衡招标有限公司</div><div>公正 专业 高效</div><div>全国咨询热线：400-000-0188</div></div>"
        f"<div id='menu'>{_links(('网站首页', '关于我们', '招标公告', '中标公示', '人才招聘', '联系我们'), 'span')}</div>"
        "<div class='lside'><h3>联系我们</h3><p>联系人：赵经理</p><p>手机：13000000188</p><p>QQ：100000188</p>"
        "<p>地址：云岭市滨江大道88号正衡大厦6层</p></div>"
        f"<div class='rbox'><h4>招标公告</h4><h2>{notice.title}</h2><p>{notice.published}</p><div class='txt'>{notice.body}</div>"
        f"<p>上一条：<a href=/1>{_OTHERS[2]}</a></p><p>下一条：没有了</p></div>"
        "<div class='about'><h3>公司简介</h3><p>云岭正衡招标有限公司成立于2003年，是经批准从事政府采购代理、工程招标代理和造价咨询的专业机构，多年来为各级单位提供了优质的服务。</p></div>"
        "<div class='bot'>Copyright © 2003-2023 云岭正衡招标有限公司 All Rights Reserved<br>电话：0899-5550188 传真：0899-5550189<br>技术支持：云岭网络</div>",
    )


def tabs(notice: Notice) -> str:
    """Tabs above the body, a ranking of other notices without links, a form for questions below."""
    rows = "".join(f'<li onclick="openDetail({n})">{name} 2023-05-0{n + 1}</li>' for n, name in enumerate(_OTHERS))
    return _page(
        notice.title,
        f"<div class='wrap'><div class='tophead'><a href=/>云岭采购</a><a href=/r>注册</a><a href=/l>登录</a></div><ul class='dh'>{_links(_MENU)}</ul>"
        f"<div class='title-box'><h1>{notice.title}</h1><div class='time'>{notice.published}</div></div><ul class='tab'><li>公告正文</li><li>项目流程</li><li>我要提问</li></ul>"
        f"<div class='nr'>{notice.body}</div><div class='ph'><h3>阅读排行</h3><ol>{rows}</ol></div>"
        "<div class='tw'><h3>我要提问</h3><form><p>您的姓名</p><input><p>您的问题</p><textarea></textarea><button>提交</button></form></div>"
        "<div class='db'><p>云岭采购 版权所有</p><p>未经许可不得转载</p></div></div>",
        "云岭采购",
    )


def bare(notice: Notice) -> str:
    """Nothing but the notice."""
    return f"<html><body><h1>{notice.title}</h1><p>{notice.published}</p>{notice.body}</body></html>"


def framed(notice: Notice) -> str:
    """The inside of a frame: printing above, a line of rights below, the title only as a centered paragraph."""
    return (
        f"<html><head><title>无标题文档</title></head><body><p>双击自动滚屏 [<a href=#>打印此页</a>] [<a href=#>关闭此页</a>]</p><p align=center>{notice.title}</p>"
        f"<p align=center>{notice.published}</p>{notice.body}<hr><center>梓岚市招标采购网版权所有 未经书面授权禁止转载</center></body></html>"
    )


def council(notice: Notice) -> str:
    """An English council: cookies, skip link, crumbs, related notices, a newsletter, a footer."""
    return _page(
        notice.title,
        "<div class='cookie-banner'><p>We use some essential cookies to make this service work.</p><button>Accept</button></div><a href='#main'>Skip to main content</a>"
        "<div class='site-header'><a href=/>Larkmoor</a><p>Serving our town since 1894</p></div><ul class='mnu'><li><a href=/a>Residents</a></li><li><a href=/b>Business</a></li><li><a href=/c>Council</a></li></ul>"
        "<ol class='crumb-list'><li><a href=/>Home</a></li><li><a href=/b>Business</a></li><li><a href=/t>Tenders</a></li></ol>"
        f"<div class='col-9'><h1>{notice.title}</h1><p class='meta'>{notice.published}</p>{notice.body}<p><a href=#>Print this page</a></p></div>"
        "<div class='col-3'><h2>Related notices</h2><ul><li><a href=/1>Grounds maintenance</a></li><li><a href=/2>School catering</a></li></ul><h2>Help and support</h2><p>Call our team on 0000 555 0142, Monday to Friday.</p></div>"
        "<div class='signup'><h2>Stay up to date</h2><p>Sign up to our newsletter and get the latest opportunities by e-mail.</p></div>"
        "<div class='page-foot'><ul><li><a href=/p>Privacy</a></li><li><a href=/c>Cookies</a></li><li><a href=/acc>Accessibility</a></li></ul><p>© 2024 Larkmoor Borough Council. All rights reserved.</p></div>",
        "Larkmoor Borough Council",
    )


def commune(notice: Notice) -> str:
    """A French portal."""
    return _page(
        notice.title,
        "<a href='#contenu'>Aller au contenu</a><div class='entete'><p>Portail des marchés publics</p><a href=/>Accueil</a> <a href=/a>Consultations</a> <a href=/aide>Aide</a></div>"
        "<p class='fil-ariane'>Vous êtes ici : <a href=/>Accueil</a> &gt; <a href=/c>Consultations</a> &gt; Détail</p>"
        f"<div class='bloc'><h1>{notice.title}</h1><p>{notice.published}</p>{notice.body}<p><a href=#>Imprimer</a> <a href=#>Partager</a></p></div>"
        "<div class='bloc2'><h2>Avis similaires</h2><ul><li><a href=/1>Entretien des espaces verts</a></li><li><a href=/2>Restauration scolaire</a></li><li><a href=/3>Voirie</a></li></ul></div>"
        "<div class='pied'><p>Besoin d'aide ? Contactez notre service client au 00 55 50 01 42.</p><p><a href=/m>Mentions légales</a> | <a href=/p>Plan du site</a> | <a href=/d>Données personnelles</a></p><p>Tous droits réservés</p></div>",
        "Portail des marchés publics",
    )


def vergabe(notice: Notice) -> str:
    """A German portal with HTML5 elements and ARIA roles."""
    return _page(
        notice.title,
        "<div role='banner'><p>Vergabeportal der Stadt Birkenau</p></div><div role='navigation'><a href=/>Startseite</a> <a href=/b>Bekanntmachungen</a></div>"
        f"<div role='main'><p>Sie sind hier: <a href=/>Startseite</a> / <a href=/b>Bekanntmachungen</a></p><h1>{notice.title}</h1><p>{notice.published}</p>{notice.body}<p><a href=#>Seite drucken</a></p></div>"
        "<div role='complementary'><p>Fragen zur Anmeldung beantwortet die Hotline werktags.</p></div><div role='contentinfo'><p>Impressum</p><p>Datenschutz</p><p>Barrierefreiheit</p></div>",
        "Vergabeportal",
    )


CHINESE: tuple[Callable[[Notice], str], ...] = (
    national,
    tables_of_2008,
    exchange,
    hashed,
    government,
    agency,
    tabs,
    bare,
    framed,
)


def pages() -> list[Page]:
    """Return every notice in every layout of its language."""
    made = [(layout, notice) for layout in CHINESE for notice in (AWARD, TENDER, SHORT)]
    made += [(council, ENGLISH), (bare, ENGLISH), (commune, FRENCH), (bare, FRENCH), (vergabe, GERMAN), (bare, GERMAN)]
    made += [(commune, GERMAN), (vergabe, FRENCH), (council, GERMAN)]
    return [
        Page(f"{layout.__name__}: {notice.title}", layout(notice), (notice.title, notice.published, *notice.own))
        for layout, notice in made
    ]


# --- layouts that the rules were not made for ------------------------------------------------------------------------


def yellow_pages(notice: Notice) -> str:
    """A frame of divs that name nothing; a line with the address of the page."""
    return _page(
        notice.title,
        f"""<div id="wrapper"><div id="masthead"><strong>云岭省政府采购网</strong><em>阳光采购 服务社会</em></div>
<div class="gn"><span>切换城市</span><a href=1>首页</a><a href=2>信息发布</a><a href=3>监督检查</a><a href=4>电子卖场</a></div>
<div class="weizhi2">位置：<a href=/>首页</a>-<a href=/2>信息发布</a>-招标公告</div>
<div class="cols"><div class="left"><h5>公告类型</h5><p>招标公告</p><p>中标公告</p><p>更正公告</p></div>
<div class="right2"><p class="t1">{notice.title}</p><p class="t2">{notice.published}</p><hr>{notice.body}
<div class="ft2">本文链接：http://www.yunling.example/1.html</div><div>【<a>打 印</a>】【<a>关 闭</a>】</div></div></div>
<div class="yq"><label>省级网站</label><label>市级网站</label></div><div class="x1">主管单位：云岭省财政厅 运维单位：云岭省政府采购中心</div><div>地址：云岭市五一路9号 邮政编码：000100</div><div>咨询电话：0899-5550100 客服QQ：100000100</div></div>""",
        "云岭省政府采购网",
    )


def applet(notice: Notice) -> str:
    """HTML5 elements, counters beside the date, guesses at what else one likes."""
    return f"""<html><head><title>公告查看</title></head><body><div class="mod-hd"><h1>梓岚阳光采购服务平台</h1><span>下午好，游客</span><span>消息(0)</span></div>
<section class="detail"><header><h2>{notice.title}</h2><ul class="meta"><li>{notice.published}</li><li>阅读：142</li><li>公告状态：已发布</li></ul></header><article>{notice.body}</article></section>
<section class="rec"><h3>猜你喜欢</h3><dl>{"".join(f"<dt><a href=x>{o}</a></dt><dd>云岭 | 2023-05-0{i + 1}</dd>" for i, o in enumerate(_OTHERS))}</dl></section>
<div class="fixed-bar"><i>客服</i><i>公众号</i><i>回顶部</i></div>
<footer><p>平台介绍</p><p>用户协议</p><p>隐私政策</p></footer></body></html>"""


def capitals(notice: Notice) -> str:
    """A page of 2003 in capital letters."""
    return f"""<HTML><HEAD><TITLE>{notice.title}</TITLE></HEAD><BODY><TABLE width=100%><TR><TD><FONT size=6>桦屏县公共资源交易中心</FONT></TD></TR><TR><TD><A href=/>首页</A> | <A href=a>中心概况</A> | <A href=b>交易公告</A> | <A href=c>联系我们</A></TD></TR></TABLE>
<TABLE><TR><TD valign=top><B>站内搜索</B><BR>关键字：<INPUT><BR><B>热门公告</B><BR><A href=1>{_OTHERS[0]}</A><BR><A href=2>{_OTHERS[1]}</A><BR><A href=3>{_OTHERS[2]}</A></TD>
<TD><P align=center><STRONG>{notice.title}</STRONG></P><P align=center>{notice.published} 作者：管理员 点击：142次</P>{notice.body}<P>[ <A href=#>收藏</A> ] [ <A href=#>推荐</A> ] [ <A href=#>评论(0条)</A> ] [ <A href=#>返回顶部</A> ]</P><P>上一篇文章：<A href=9>{_OTHERS[3]}</A></P><P>下一篇文章：没有了</P></TD></TR></TABLE>
<CENTER>桦屏县公共资源交易中心 版权所有<BR>地址：桦屏县新华街3号 电话：0899-5550200<BR>您是第142142位访客</CENTER></BODY></HTML>"""


def open_tenders(notice: Notice) -> str:
    """A new English service."""
    return f"""<html lang=en><head><title>View notice | OpenTenders Larkshire</title></head><body><p>This is a new service – your feedback will help us to improve it.</p><header><a href=/>OpenTenders</a><button>Menu</button></header>
<div class=container><p><a href=/back>Back to search results</a></p><h1>{notice.title}</h1><p>{notice.published}</p><div>{notice.body}</div><h2>Share this notice</h2><ul><li><a href=f>Facebook</a></li><li><a href=x>LinkedIn</a></li></ul></div>
<div class=bottomlinks><h2>Support links</h2><ul><li><a href=h>Help</a></li><li><a href=p>Privacy</a></li><li><a href=c>Cookies</a></li></ul><p>All content is available under the Open Licence, except where otherwise stated</p></div></body></html>"""


def platform(notice: Notice) -> str:
    """A province's platform with a disclaimer below."""
    return _page(
        notice.title,
        f"""<div class=hdr><table><tr><td>云岭省招标投标公共服务平台</td><td>客户服务：0899-5550300</td></tr></table></div><div class=tb><b>通知</b>关于启用新版电子签章的通知</div>
<div class=mm><i>招标公告</i>&gt;&gt;<i>详情</i></div><div class=box1><div class=hh>{notice.title}</div><div class=hh2><span>{notice.published}</span><span>所属地区：云岭</span></div><div class=nn>{notice.body}</div></div>
<div class=box2><div>平台声明</div><div>本平台发布的信息由发布单位提供，其真实性、合法性由发布单位负责，平台不承担任何责任。</div></div><div class=box3><span>法律声明</span><span>常用下载</span><span>意见征集</span></div><div>云岭省发展改革委指导</div>""",
    )


def nameless(notice: Notice) -> str:
    """Not one class or id, and a hotline inside the main part."""
    return _page(
        notice.title,
        f"""<main><div><nav><a href=/>首页</a></nav></div><div><div><h3>{notice.title}</h3></div><div><small>{notice.published}</small></div></div><div><div>{notice.body}</div></div><div><p>为便于供应商反映问题，请拨打监督热线 0899-5550400。</p><p>如需帮助，请查看操作手册。</p></div></main><div><p>梓岚数字政府</p><p>数据更新：每日</p></div>""",
        "梓岚",
    )


def one_column(notice: Notice) -> str:
    """Nothing around anything: all is the body's child."""
    return f"""<html><head><title>{notice.title}</title></head><body bgcolor=#fff><p>桦屏政府采购信息网 Huaping Procurement</p><hr><p><a href=1>上级</a> <a href=2>首页</a></p><h2>{notice.title}</h2><p>{notice.published}</p>{notice.body}<hr><p>桦屏县财政局信息股制作维护</p><p>电话：0899-5550500 传真：0899-5550501</p></body></html>"""


def appalti(notice: Notice) -> str:
    """An Italian portal."""
    return f"""<html><head><title>{notice.title} - Portale</title></head><body><div>IT | EN</div><div class=brand>Portale Appalti</div><ul><li><a href=1>Home</a></li><li><a href=2>Bandi</a></li></ul><div class=scheda><h1>{notice.title}</h1><span>{notice.published}</span>{notice.body}</div><div class=colonna><h4>Assistenza</h4><p>Numero verde 800 000 142</p><p>Lunedì - venerdì 9-18</p></div><div class=fondo><p>P. IVA 00000000142</p><p>Credits</p></div></body></html>"""


def unseen() -> list[Page]:
    """Return notices in layouts that the rules were not made for: what is told of them is told of any portal."""
    made = [
        (layout, notice)
        for layout in (yellow_pages, applet, capitals, platform, nameless, one_column)
        for notice in (AWARD, TENDER, SHORT)
    ]
    made += [(layout, notice) for layout in (open_tenders, appalti) for notice in (ENGLISH, FRENCH, GERMAN)]
    return [
        Page(f"{layout.__name__}: {notice.title}", layout(notice), (notice.title, notice.published, *notice.own))
        for layout, notice in made
    ]
