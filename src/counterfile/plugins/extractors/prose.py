"""L4: sentences.

Extracts:
    Who asked whom to buy (受…委托), what for (就…项目（项目编号：…）), who won at what price (…为第一中标候选人，报价为…), when bids were
    opened (…开标、评标), whether consortia may bid, and the place and date of the signature.

Source:
    Phrases that Chinese notices have used since before portals had templates.

Caveats:
    Only whole phrases count. A name must look like an organization's.

License:
    Nothing beside Python.
"""

from __future__ import annotations

# ruff: noqa: E501, PLR0912 (a pattern of one phrase stays one line; one branch a kind of phrase)
import re
from collections.abc import Iterable, Iterator

from counterfile.model.candidate import Candidate
from counterfile.model.notice import Property
from counterfile.model.reading import Reading, Segment
from counterfile.plugins.extractors._claims import UNUSED, Bid, Rows, claim, find_names
from counterfile.plugins.extractors._flat import JOINT_CELL
from counterfile.plugins.extractors.outline import Line, Lot, Outline, Spot, outline
from counterfile.text.dates import find_dates
from counterfile.text.kinds import Section, find_lots
from counterfile.text.labels import DATE_FIELDS, Field, Party, meaning
from counterfile.text.money import find_amounts
from counterfile.text.names import clean_name, is_organization

_CUES = re.compile(
    r"invites|[Bb]ids|[Tt]enders|[Pp]roposals|Date|预算|限价|控制价|你方|贵方|贵公司|你单位|贵单位|废标|作废|终止|失败|延|顺|改|变更|调整|[Jj]oint|[Cc]onsorti|deadline|opening|Published|委托|就|中标|成交|候选|中选|开标|开启|评标|递交|联合体|采购人|招标人|所需|截止|公告|更正|意向|谈判|磋商|潜在|流标|废标|评审|年"
)
_ENTRUSTED = re.compile(
    r"(?:^|[，,。；;\s])(?P<agency>[^，,。；;：:\s受]{4,40})?\s*(?:\(以下简称[^)]*\)|（以下简称[^）]*）)?\s*(?:接)?受\s*(?:采购人|招标人|业主|建设单位)?\s*(?P<buyer>[^，,。；;：:受]{3,50}?)\s*(?:[(（][^()（）]{0,16}[)）])?\s*(?:的)?\s*委\s*托"
)
_AFTER = re.compile(
    r"委\s*托[，,\s]*(?:由|，)?\s*(?P<agency>[^，,。；;：:]{4,40}?)\s*(?:于|就|对|组织|采用|以|在|作为|拟|按照|根据|负责)"
)
_COMMISSIONS = re.compile(
    r"(?:^|[，,。；;、\s系由经])(?P<buyer>[^，,。；;：:\s受系]{4,40}?)\s*委\s*托\s*(?P<agency>[^，,。；;：:\s]{6,40}?)\s*(?:组织|进行|代理|实施|负责|采购|招标|公开|就|对|于|以|采用|，|,|。)"
)
_NEEDED = re.compile(r"(?:就|为|对)\s*(?P<buyer>[^，,。；;：:]{3,40}?)\s*(?:所需|需要|所采购|采购的|需采购)")
_ABOUT = re.compile(
    r"(?:就|对|关于我(?:司|公司|中心)(?:代理|组织)的|发布公告的|发布的)\s*[“\"【《]?(?P<title>[^，,。；;]{4,120}?)[”\"】》]?\s*[(（【]\s*(?:项目|招标|采购|标书|编号|询价|磋商|谈判|招标项目|采购项目|文件)?编号"
)
_ABOUT_PLAIN = re.compile(
    r"(?:就|对)\s*[“\"【《]?(?P<title>[^，,。；;(（“]{6,90}?(?:项目|工程|采购|服务|建设|设备|系统|改造|购置))[”\"】》]?\s*(?:的)?(?:进行|组织|实施|采用|采取|以|的?(?:公开招标|竞争性|询价|单一来源))"
)
_RELEASED = re.compile(
    r"(?P<title>[^，,。；;：:]{6,120}?)于\s*(?:19|20)\d\d年\s*\d{1,2}月\s*\d{1,2}日\s*(?:\S{0,30}?)(?:发布|刊登)(?:了)?(?:招标|采购|磋商|谈判|询价)?公告"
)
_POTENTIAL = re.compile(r"^(?P<title>[^，,。；;：:]{6,120}?)(?:招标项目|采购项目)?的\s*潜在(?:投标人|供应商)")
_OPENED = re.compile(r"开标|开、评标|开评标|开启|公开唱标")
_EVALUATED = re.compile(r"评标|评审|谈判|磋商|开、评标|开评标|定标|询价")
_BEFORE = re.compile(
    r"于?\s*(?P<date>(?:19|20)\d\s?\d年\s*\d{1,2}\s*月\s*\d{1,2}\s*日[^，,。；;前]{0,30}?)(?:[(（]北京时间[)）])?\s*(?:之)?前\s*(?:递交|提交|上传|送达|将)"
)
_QUESTIONS = re.compile(r"疑问|答疑|质疑|异议|澄清|踏勘|勘察现场|报名|保证金|样品")
"""What else is handed in before a day than bids."""
_WINNER = re.compile(
    r"(?:确定|评定|推荐|选定|认定|决定|由|确认)\s*(?P<name>[^，,。；;：:]{4,50}?)\s*(?:为|作为|是)\s*(?:本(?:项目|次|标段|包)?\S{0,10}?)?(?P<rank>第[一二三四五六1-6])?\s*(?P<kind>(?:中标|成交|中选)(?:候选)?(?:人|供应商|单位|商)|候选(?:人|供应商)|供应商|承包人)"
)
_IS = re.compile(
    r"(?P<name>[^，,。；;：:\s]{4,50}?)\s*(?:被)?(?:确定|推荐|评)?(?:为|是)\s*(?:本(?:项目|次|标段|包)?\S{0,10}?)?(?P<rank>第[一二三四五六1-6])?\s*(?P<kind>(?:预)?(?:中标|成交|中选)(?:候选)?(?:人|供应商|单位|商)|(?:中标|成交)候选供应商)"
)
_BY = re.compile(
    r"(?:^|[，,。；;：:])(?P<name>[^，,。；;：:]{0,10}由[^，,。；;：:]{4,40}?)(?:以[^，,。；;：:]{2,20})?(?P<kind>成交|中标|中选)(?=[，,。；;]|$)"
)
_WINS = re.compile(
    r"(?:中标|成交|中选)(?:人|单位|供应商|商)\s*(?:确定)?(?:为|是)\s*[:：]?\s*(?P<name>[^，,。；;：:]{4,50})"
)
_PRICE_CUE = re.compile(r"(?:中标|成交|谈判|投标|最终|磋商|报价|中选|合同)[^，,。；;\d￥¥人壹贰叁肆伍陆柒捌玖]{0,10}")
_ANSWERED = re.compile(r"(?:本项目|本标段|本次招标|本次采购)\s*[(（]\s*(?:是|否|不)\s*[)）]\s*接受联合体")
_NO_CONSORTIUM = re.compile(
    r"(?:不接受|不允许|不得|拒绝|谢绝)[^，,。；;]{0,12}联合体[^，,。；;]{0,4}|联合体[^，,。；;]{0,6}不(?:接受|允许)"
)
_YES_CONSORTIUM = re.compile(
    r"(?<![不否无能])(?:接受|允许)(?:(?!不|否|是否)[^，,。；;（(]){0,8}联合体(?:投标|参加|参与|响应|$|[。；;，,])"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SENDER = re.compile(
    r"\s*(?P<agency>[^，,。；;：:\s“\"]{6,40}?)\s*(?:就|对|关于|现就|现将|拟就)[^。]{6,}?(?:采购|招标|磋商|谈判|询价|公告|更正)"
)
_TOP = 6
"""Lines from the top among which a portal's own line may stand."""
_OTHER_DAY = re.compile(
    r"开标|截止|投标|获取|开始|评标|评审|定标|中标|成交|签订|报名|公示|结束|有效|至|更新|递交|开启|交货"
)
_WHERE = re.compile(
    r"[\u4e00-\u9fff]{2,6}\s*[:：]\s*([\u4e00-\u9fff]{2,8}(?:省|自治区|市|自治州|盟|县|区))(?=\s|$|[|｜；;，,])"
)
_CHANNEL = re.compile(
    r"[:：>]\s*[\u4e00-\u9fff]{2,8}\s*/\s*([\u4e00-\u9fff]{0,6}(?:公告|公示|事项|记录|合同|意向|结果|计划)[\u4e00-\u9fff]{0,2})(?=\s|$)"
)
_WE_RUN = re.compile(r"我(?:司|公司|中心|单位)(?:所|受托|受委托)?(?:代理|组织|承办)的")
_INTENT = re.compile(r"现将\s*(?P<buyer>[^，,。；;：:]{3,40}?)\s*(?:(?:19|20)\d\d年\S{0,10}?)?(?:政府)?采购意向")
_AGENT = re.compile(r"招标|代理|咨询|项目管理|采购中心|工程管理|交易中心|造价|采购服务")
_VOID = re.compile(
    r"(?:本|该|此)(?:采购|合同)?(?:标段|标包|标项|分包|包组|包)[^。]{0,30}?(?P<words>(?:作|按|予以|为)?(?:废标|流标|作废|终止|采购失败|招标失败))"
)
_BUDGETED = re.compile(
    r"(?:采购|项目)?(?:预算(?:总?金额|总额|总价|价)?|最高(?:投标|报价|响应|应答)?限价|(?:招标|最高)?控制价|拦标价)(?:为|是|约)?\s*(?:[:：]\s*)?(?=(?:人民币)?\s*[￥¥]?\s*[\d壹贰叁肆伍陆柒捌玖])"
)
_FROM = re.compile(r"单一来源[^。]{0,24}?(?:向|从)\s*(?P<name>[^，,。；;：:]{4,40}?)\s*(?:进行)?(?:采购|购买|购置)")
_FROM_TO = re.compile(
    r"(?P<label>[^，,。；;：:\s“”]{2,20}?)\s*(?:由|从)\s*(?:原来的?)?[“\"]?(?P<old>(?:[^，,。；;“”\"]|,(?=\d)){2,40}?)[”\"]?\s*"
    r"(?:现)?(?:更正|变更|修改|调整|更改|改|延期|顺延|推迟|延长)(?:为|至|到|成)\s*[“\"]?(?P<new>(?:[^，,。；;“”\"]|,(?=\d)){2,40})"
)
_CHANGEABLE = {Field.BUDGET: Property.BUDGET, Field.CEILING: Property.CEILING, Field.OPENING: Property.OPENING}
_INTENDS = re.compile(r"\s*(?P<buyer>[^，,。；;：:\s]{4,40}?)\s*拟(?:对|就|采用|以|采购|购买|进行)")
_YOU_WON = re.compile(
    r"[你贵](?:方|单位|公司)[^。]{0,160}?(?:被)?(?:确定|确认|评定)?(?:[你贵](?:方|单位|公司))?为[^。，,]{0,60}?(?:中标|成交|中选)(?:人|单位|供应商|商)"
)
_MOVED = re.compile(
    r"(?:延期|顺延|推迟|延长|改期|变更|调整|更改|改)(?:至|到|为)\s*[:：]?\s*(?P<date>(?:19|20)\d\d\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?)"
)
_AGENT_LIKE = re.compile(_AGENT.pattern + r"|工程管理|项目管理|工程顾问|监理")
_DUE = re.compile(
    r"截止时间\s*(?:[(（][^()（）]*[)）])?\s*(?:为|是|：|:)\s*(?P<date>(?:19|20)\d\d\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?)"
)
_PORTAL = re.compile(
    r"([\u4e00-\u9fff]{2,8}?(?:省|市|自治区|自治州|盟|州))(?=政府采购网|公共资源交易|政府采购中心|政务服务|政府采购信息|招标投标)"
)
_ANNOUNCED = tuple(
    (re.compile(pattern), sure)
    for pattern, sure in (
        (
            r"(?:因故|因)[^，。]{0,16}(?:延期|推迟|顺延)(?:开标|开启|投标)?|(?:作|做|进行)(?:出)?如下(?:更正|变更|澄清|修改|补充)|(?:更正|变更|澄清)(?:内容)?如下|以本(?:变更|更正|澄清|延期|答疑)(?:公告|通知|文件)为准",
            0.56,
        ),
        (r"(?:本项目|本次(?:招标|采购))?(?:再次|继续|现|决定)(?:延期|推迟|顺延)(?:开标|开启|投标)?", 0.55),
        (
            r"项目延期(?:开标|开启)|相关内容(?:作|做)出?(?:变更|更正|修改|调整)|(?:变更|更正)内容[^，。：:]{0,10}如下",
            0.55,
        ),
        (
            r"(?:予以|作|按|现)(?:废标|流标)(?:处理)?|(?:本项目|采购活动|本次采购|本次招标)(?:予以|现)?(?:废标|流标|终止)",
            0.52,
        ),
        (
            r"现将(?:本(?:项目|次采购|次招标)的?)?(?:中标|成交|中选)(?:人|单位|供应商)(?:名单|情况)?(?:公告|公示|公布|通知)?如下",
            0.54,
        ),
        (r"(?:中标|成交|中选|采购)?候选(?:人|供应商|单位)[^，,。]{0,12}(?:公示|公告|公布|推荐)?如下", 0.54),
        (
            r"(?:确定|现将|现就|将)?[^，,。候]{0,20}(?:中标|成交|中选|谈判|采购|评标|评审)[^，,。候]{0,8}结果[^，,。候]{0,8}(?:公告|公示|公布|通知)?如下",
            0.54,
        ),
        (r"(?:评标|评审|采购)工作已经?(?:全部)?结束", 0.5),
        (
            r"(?:进行|组织|采用|采取|实行|方式)[^，。]{0,18}(?:招标|采购|磋商|谈判|询价|比选)[^。]{0,30}(?:邀请|欢迎|诚邀)",
            0.46,
        ),
        (r"(?:邀请|欢迎)[^，。]{0,24}(?:投标人|供应商|单位)[^，。]{0,24}(?:投标|响应|报价|参加|报名)", 0.45),
        (r"潜在(?:投标人|供应商)应", 0.46),
    )
)
_BIDS_DUE = re.compile(
    r"\b(?:[Bb]ids|[Tt]enders|[Pp]roposals|[Qq]uotations|[Oo]ffers)\b[^.;]{0,60}?\b(?:delivered|submitted|received|deposited)\b[^;]{0,60}?\b(?:on or before|not later than|no later than|before|by)\b"
)
_PLATFORM = re.compile(r"交易|财政局|财政厅|采购办|采购管理|监督|监管|监察|审计|平台|网$")
"""Bodies that publish or watch and do not buy."""
_PURCHASE = re.compile(r"采购|招标|询价|谈判|磋商|比选|成交|中标")
_CONFIRMS = re.compile(
    r"(?:经|由|报)?(?:招标人|采购人|业主|建设单位|采购单位)\s*(?P<buyer>[^，,。；;：:\s]{4,40}?)\s*(?:确认|同意|审核|批准|审定|研究|决定|确定)"
)
_ITEM_WITH_SUM = re.compile(
    r"\s*\d{1,2}[.、)）]\s*(?P<name>[^，,。；;：:\s]{6,40})[，,](?:[^，,。；;：:\s]{2,60}[，,])?\s*(?P<sum>(?:人民币)?[￥¥]?\d[\d,.]*\s*(?:万|亿)?元(?:整)?)\s*(?:[；;。]|$)"
)
_HELD = re.compile(
    r"(?:谈判|评审|磋商|评标)(?:工作|会议)?(?:已经?)?于\s*(?P<date>(?:19|20)\d\d年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)[^，,。；;]{0,20}?(?:完成|结束|完毕)"
)
_LISTED = re.compile(
    r"(?:(?:以下|下列|下述)[^，,。：:]{0,12}(?:入围|中选|中标|成交|入库|入选)|(?:入围|中选|入库|入选)(?:供应商|单位|企业|机构|服务商)(?:名单)?(?:如下|为|有|包括)*)\s*[:：]\s*(?=\S)"
)
_ITEM = re.compile(
    r"(?P<name>[^、；;，,（()）\s]{4,40}(?:[（(][\u4e00-\u9fff]{2,6}[）)][^、；;，,（()）\s]{2,20})?)(?:[（(](?P<note>[^（()）]{1,40})[）)])?\s*(?:[、；;，,]\s*|$)"
)
_JOINT = re.compile(r"联合体|牵头|成员")
_ENTRUSTING = re.compile(r"采购中心|交易中心|公共资源|集中采购|招标中心|采购办")


class ProseExtractor:
    """Proposes what whole phrases say."""

    name = "L4"
    version = "3"

    def propose(self, reading: Reading, segment: Segment) -> Iterable[Candidate]:
        """Yield candidates from sentences, and from the signature at the end."""
        seen = outline(reading, segment)
        return _Prose(seen, self.name).claims()


class _Prose:
    def __init__(self, seen: Outline, layer: str) -> None:
        self.seen = seen
        self.layer = layer
        self.rows = Rows()

    def claims(self) -> Iterator[Candidate]:
        for number, line in enumerate(self.seen.lines[: min(_TOP, len(self.seen.lines) // 2)]):
            if line.heading or line.section is not None:
                break
            if len(line.text) <= 160:
                yield from self._dateline(line, 0.61 if number < 2 and self.seen.titles else 0.5)
        for number, line in enumerate(self.seen.lines):
            if len(line.text) >= 8 and _CUES.search(line.text):
                yield from self._line(line, number)
            if line.section is Section.AWARD:
                self._leading_name(line)
            if _LISTED.search(line.text):
                self._listed(line)
            if JOINT_CELL.match(line.text) and line.section not in UNUSED:
                self._joint(line)
        for pair in self.seen.pairs:
            # 供应商要求：…，不接受联合体投标 stands in a cell, where no line of prose is.
            if pair.cell and pair.meaning.field is Field.OTHER and "联合体" in pair.value.text and not pair.old:
                yield from self._consortium(Line(pair.value.start, pair.value.end, pair.value.text, False, True))
        yield from self.rows.claims(self.layer, 0.7)
        yield from self._signature()
        yield from self._signed()

    def _one(self, prop: Property, derivation: str, sure: float, *spots: Spot) -> Iterator[Candidate]:
        found = claim("", prop, derivation, spots, self.layer, sure)
        if found is not None:
            yield found

    def _line(self, line: Line, number: int) -> Iterator[Candidate]:
        text = line.text
        if not _HAN.search(text):
            yield from self._in_english(line)
            return
        if "委" in text and number < 60:
            yield from self._entrusted(line)
        if number < 20 and (told := _CONFIRMS.search(text)) is not None:
            buyer = self._name(line, told, "buyer")
            if buyer is not None:
                yield from self._one(Property.BUYER, "name", 0.55, buyer)
        if number < 20:
            yield from self._sender(line)
            yield from self._intent(line)
            yield from self._own(line)
        if number < 60 and len(text) <= 600:
            yield from self._kind(line)
        if number < 40 or "编号" in text:
            yield from self._about(line, number)
        if line.section not in UNUSED:
            yield from self._times(line)
            self._winners(line)
        if line.lot is not None:
            self._void(line)
        if number < 60 and line.section not in UNUSED:
            yield from self._prices(line)
        if "单一来源" in text:
            yield from self._single_source(line)
        if "由" in text or "从" in text:
            yield from self._from_to(line)
        if re.search(r"[你贵][方单公]", text) and number:
            self._letter(line, self.seen.lines[number - 1])
        if "联合体" in text and line.section is not Section.PERFORMANCE:
            yield from self._consortium(line)
        if "交易" in text or "采购" in text or "政务" in text:
            yield from self._portals(line)

    def _spot(self, line: Line, start: int, end: int) -> Spot:
        return Spot(line.start + start, line.start + end, line.text[start:end])

    def _name(self, line: Line, match: re.Match[str], group: str) -> Spot | None:
        if match.group(group) is None:
            return None
        start, end = match.span(group)
        words = match.group(group)
        lead = re.match(r"\s*(?:我(?:公司|单位|中心)|本(?:公司|单位|中心)|采购人|招标人|业主|由)\s*", words)
        if lead:
            start += lead.end()
        words = line.text[start:end]
        trimmed = re.sub(r"[\s的]+$", "", words)
        end = start + len(trimmed)
        start += len(words) - len(words.lstrip())
        spot = self._spot(line, start, end)
        return spot if spot.text and is_organization(clean_name(spot.text)) else None

    def _entrusted(self, line: Line) -> Iterator[Candidate]:
        match = _ENTRUSTED.search(line.text)
        if match is None:
            yield from self._commissions(line)
            return
        buyer = self._name(line, match, "buyer")
        agency = self._name(line, match, "agency")
        if agency is None:
            after = _AFTER.search(line.text, match.start())
            agency = self._name(line, after, "agency") if after else None
        if agency is not None:
            yield from self._one(Property.AGENCY, "name", 0.75, agency)
        if buyer is not None and not _ENTRUSTING.search(buyer.text):
            yield from self._one(Property.BUYER, "name", 0.75, buyer)
        elif buyer is not None:
            needed = _NEEDED.search(line.text, match.end())
            user = self._name(line, needed, "buyer") if needed else None
            if user is not None:
                yield from self._one(Property.BUYER, "name", 0.7, user)
            if agency is None:
                yield from self._one(Property.AGENCY, "name", 0.3, buyer)

    def _commissions(self, line: Line) -> Iterator[Candidate]:
        """某局委托某公司组织采购: both must be organizations, and the second one of the kind that runs procedures."""
        match = _COMMISSIONS.search(line.text)
        if match is None:
            return
        buyer, agency = self._name(line, match, "buyer"), self._name(line, match, "agency")
        if buyer is None or agency is None or _AGENT.search(buyer.text) or not _AGENT_LIKE.search(agency.text):
            return
        yield from self._one(Property.BUYER, "name", 0.6, buyer)
        yield from self._one(Property.AGENCY, "name", 0.6, agency)

    def _in_english(self, line: Line) -> Iterator[Candidate]:
        text = line.text
        match = re.match(r"\s*(?:Published(?: on)?[: ]|Date\s*:)", text)
        dates = find_dates(text)
        if match and dates:
            yield from self._one(Property.PUBLISHED, "date", 0.6, self._spot(line, dates[0][0], dates[0][1]))
        changed = re.search(r"\b(?:changed|extended|postponed|moved|amended)\s+(?:to|until)\b", text)
        if changed and re.search(r"deadline|opening|submission|closing", text, re.IGNORECASE):
            later = [one for one in dates if one[0] >= changed.end()]
            if later:
                yield from self._one(Property.OPENING, "date", 0.6, self._spot(line, later[0][0], later[0][1]))
        due = _BIDS_DUE.search(text)
        if due is not None and (later := [one for one in dates if one[0] >= due.end() and one[0] - due.end() <= 40]):
            yield from self._one(Property.OPENING, "date", 0.6, self._spot(line, later[0][0], later[0][1]))
        secured = re.search(r"\b[Bb]id [Ss]ecur(?:ity|ing)\b[^.;]{0,40}?\bof (?=[A-Z]{3} ?\d)", text)
        if secured is not None and (sums := find_amounts(text[secured.end() : secured.end() + 40])) and sums[0][0] == 0:
            place = self._spot(line, secured.end(), secured.end() + sums[0][1])
            yield from self._one(Property.DEPOSIT, "amount", 0.6, place)
        flag = re.search(
            r"(?:[Jj]oint (?:ventures?|bids?)|[Cc]onsorti(?:a|um|ums))\s+(?:are|is|will be|may be|shall be)\s+(?:not\s+)?(?:be\s+)?(?:allowed|permitted|accepted)",
            text,
        )
        if flag:
            yield from self._one(Property.CONSORTIUM_ALLOWED, "flag", 0.7, self._spot(line, *flag.span()))

    def _dateline(self, line: Line, sure: float) -> Iterator[Candidate]:
        """The line that a portal prints under the title, whatever its labels: when, where, in which channel."""
        text = line.text
        dates = find_dates(text)
        if len({day for _, _, day in dates}) == 1 and not _OTHER_DAY.search(text[: dates[0][0]]):
            start, end, _ = dates[0]
            lead = re.fullmatch(
                r"[\s　【\[]*(?:[\u4e00-\u9fff]{2,6}\s*[:：]\s*[^\s:：]{0,20}[\s　|｜]+)*(?:[\u4e00-\u9fff]{2,6}\s*[:：]?)?\s*",
                text[:start],
            )
            after = re.match(
                r"\s*(?:\d{1,2}[:：时]\d{2}(?:[:：]\d{2})?)?\s*(?:$|[【\[|｜]|[\u4e00-\u9fff]{2,6}\s*[:：]|(?<=\s)[\u4e00-\u9fff]{2,12}(?:网|平台|中心)?\s*$)",
                text[end:],
            )
            if lead and after:
                yield from self._one(Property.PUBLISHED, "date", sure, self._spot(line, start, end))
        for match in _WHERE.finditer(text):
            for prop, part in ((Property.PROVINCE, "province"), (Property.CITY, "city"), (Property.COUNTY, "county")):
                yield from self._one(prop, part, 0.5, self._spot(line, *match.span(1)))
        channel = _CHANNEL.search(text)
        if channel is not None:
            yield from self._one(Property.STAGE, "stage_words", 0.5, self._spot(line, *channel.span(1)))

    def _sender(self, line: Line) -> Iterator[Candidate]:
        """某招标代理有限公司就…进行公开招标: who speaks is the agency if its name is an agency's."""
        match = _SENDER.match(line.text)
        if match is None:
            return
        spot = self._spot(line, *match.span("agency"))
        if is_organization(clean_name(spot.text)) and _AGENT.search(spot.text):
            yield from self._one(Property.AGENCY, "name", 0.6, spot)

    def _own(self, line: Line) -> Iterator[Candidate]:
        """关于我司代理的某项目: who signs below is the agency."""
        if not _WE_RUN.search(line.text):
            return
        for later in reversed(self.seen.lines[-8:]):
            spot = Spot(later.start, later.end, later.text)
            if len(later.text) <= 40 and is_organization(clean_name(spot.text)) and _AGENT.search(spot.text):
                words = later.text.strip()
                start = later.start + later.text.find(words)
                yield from self._one(Property.AGENCY, "name", 0.55, Spot(start, start + len(words), words))
                return

    def _intent(self, line: Line) -> Iterator[Candidate]:
        """现将某局采购意向公开如下: the one whose intent it is buys."""
        match = _INTENT.search(line.text)
        spot = self._name(line, match, "buyer") if match else None
        if spot is not None:
            yield from self._one(Property.BUYER, "name", 0.7, spot)

    def _kind(self, line: Line) -> Iterator[Candidate]:
        """What the lead sentence announces, for notices whose title is silent."""
        for pattern, sure in _ANNOUNCED:
            match = pattern.search(line.text)
            if match is not None:
                yield from self._one(Property.STAGE, "stage_words", sure, self._spot(line, *match.span()))
                return

    def _about(self, line: Line, number: int) -> Iterator[Candidate]:
        for pattern, sure in ((_ABOUT, 0.62), (_RELEASED, 0.6), (_POTENTIAL, 0.58), (_ABOUT_PLAIN, 0.45)):
            if number > 40 and pattern is not _ABOUT:
                break
            match = pattern.search(line.text)
            if match is None:
                continue
            start, end = match.span("title")
            words = line.text[start:end]
            inner = re.search(r".*(?:就|对|的委托[，,]?|发布公告的)\s*", words)
            if inner and pattern is not _RELEASED:
                start += inner.end()
            spot = self._spot(line, start, end)
            title = spot.text.strip(' 　“”"《》')
            if len(title) < 6 or re.search(r"本项目|上述|以下|我公司|质疑|异议", title):
                continue
            at = spot.text.find(title)
            yield from self._one(
                Property.TITLE, "title", sure, Spot(spot.start + at, spot.start + at + len(title), title)
            )
            break

    def _void(self, line: Line) -> None:
        """Under the heading of a lot, 本包…作废标处理 says what became of it."""
        match = _VOID.search(line.text)
        if match is not None and line.lot is not None and len(line.text) <= 200:
            row = self.rows.of(line.lot)
            row.status = row.status or self._spot(line, *match.span("words"))

    def _prices(self, line: Line) -> Iterator[Candidate]:
        """预算金额人民币42万元 within a sentence: the sum right behind the words."""
        told = list(_BUDGETED.finditer(line.text))
        if len({match.group()[-2:] for match in told}) != len(told) or find_lots(line.text):
            return  # the sums of several lots or parts, none of them the whole's
        for match in told:
            tail = line.text[match.end() : match.end() + 60]
            amounts = find_amounts(tail)
            if amounts and amounts[0][0] <= 1 and amounts[0][2].amount is not None:
                start, end, _ = amounts[0]
                prop = Property.BUDGET if "预算" in match.group() else Property.CEILING
                yield from self._one(prop, "amount", 0.55, self._spot(line, match.end() + start, match.end() + end))

    def _from_to(self, line: Line) -> Iterator[Candidate]:
        """预算金额由95万元调整为102万元: the new value, with the old words beside it."""
        for match in _FROM_TO.finditer(line.text):
            label = re.sub(r"^(?:将|把|原|项目)+", "", match["label"].rpartition("、")[2])
            what = meaning(label)
            if what is None or what.field not in _CHANGEABLE:
                continue
            prop = _CHANGEABLE[what.field]
            new, old = self._spot(line, *match.span("new")), self._spot(line, *match.span("old"))
            dates, before = find_dates(new.text), find_dates(old.text)
            if prop is Property.OPENING and dates and before:
                start, end, _ = dates[0]
                place = Spot(new.start + start, new.start + end, new.text[start:end])
                yield from self._one(prop, "corrected_date", 0.7, place, old)
            elif prop is not Property.OPENING and len(find_amounts(new.text)) == len(find_amounts(old.text)) == 1:
                yield from self._one(prop, "corrected_amount", 0.7, new, old)

    def _single_source(self, line: Line) -> Iterator[Candidate]:
        """某所拟采用单一来源方式向某公司采购: who buys, and from whom."""
        match = _FROM.search(line.text)
        spot = self._name(line, match, "name") if match else None
        if spot is not None and (found := find_names(spot)):
            self.rows.of(line.lot).bid(found, Party.CANDIDATE, line.number)
        match = _INTENDS.match(line.text)
        buyer = self._name(line, match, "buyer") if match else None
        if buyer is not None and not _AGENT.search(buyer.text):
            yield from self._one(Property.BUYER, "name", 0.6, buyer)

    def _letter(self, line: Line, before: Line) -> None:
        """某公司：/ 你方…被确定为中标人: the one addressed has won."""
        addressed = re.fullmatch(r"\s*(?P<name>[^，,。；;：:]{6,40})\s*[:：]\s*", before.text)
        if addressed is None or not _YOU_WON.search(line.text) or re.search(r"未|不予", line.text):
            return
        found = find_names(self._spot(before, *addressed.span("name")))
        if not found:
            return
        bid = self.rows.of(line.lot).bid(found, Party.SUPPLIER, line.number)
        cue = re.search(r"(?:中标|成交|中选)(?:金额|总?价)[^\d￥¥壹贰叁肆伍陆柒捌玖拾]{0,6}", line.text)
        amounts = find_amounts(line.text[cue.end() - 2 : cue.end() + 80]) if cue is not None else []
        if cue is not None and amounts and amounts[0][0] <= 6:
            at = cue.end() - 2
            spot = self._spot(line, at + amounts[0][0], at + amounts[0][1])
            bid.amounts.setdefault(Property.AWARD_VALUE, ("amount", (spot,)))

    def _times(self, line: Line) -> Iterator[Candidate]:
        text = line.text
        moved = _MOVED.search(text)
        if (
            moved is not None
            and not re.search(r"购买|获取|报名|领取|发售|质疑|保证金", text[max(0, moved.start() - 24) : moved.start()])
            and re.search(r"开标|开启|截止|递交|提交|投标", text)
            and line.section is not Section.OBTAIN
        ):
            yield from self._one(Property.OPENING, "date", 0.62, self._spot(line, *moved.span("date")))
            return
        held = _HELD.search(text)
        if held is not None and (day := find_dates(held["date"])) and line.section is not Section.OBTAIN:
            place = self._spot(line, held.start("date") + day[0][0], held.start("date") + day[0][1])
            yield from self._one(Property.DECIDED, "date", 0.5, place)
        before = _BEFORE.search(text)
        if before is not None and not _QUESTIONS.search(text[max(0, before.start() - 30) : before.end() + 24]):
            start, end = before.span("date")
            yield from self._one(Property.OPENING, "date", 0.6, self._spot(line, start, end))
        due = _DUE.search(text)
        if (
            due is not None
            and line.section is not Section.OBTAIN
            and re.search(r"投标|响应|递交|提交|报价", text[: due.start() + 4] or line.text)
        ):
            yield from self._one(Property.OPENING, "date", 0.6, self._spot(line, *due.span("date")))
        if line.section in {Section.OBTAIN, Section.COMPLAINT} or not (_OPENED.search(text) or _EVALUATED.search(text)):
            return
        if len(text) > 500:
            return
        dates = find_dates(text)
        for number, (start, end, _) in enumerate(dates):
            stop = dates[number + 1][0] if number + 1 < len(dates) else len(text)
            clause = re.split(r"[，,。；;](?!评)", re.sub(r"[(（][^()（）]*[)）]", "", text[end:stop]))[0]
            if len(clause) > 90 or re.search(r"[:：]", clause[:2]):
                continue
            opened = _OPENED.search(clause)
            evaluated = _EVALUATED.search(clause)
            if re.search(r"公告|公示|获取|报名|购买|发出|递交保证金|发布|网站|方式", clause) and not (
                opened and evaluated
            ):
                continue
            spot = self._spot(line, start, end)
            if opened and not re.search(r"前|之前|截止", clause[: opened.start()]):
                yield from self._one(Property.OPENING, "date", 0.5, spot)
            if evaluated and (
                opened
                or re.search(
                    r"(?:谈判|评审|磋商|评标|询价|定标)(?:结束|工作|，|。|$|会)|进行了", clause + text[stop - 1 : stop]
                )
            ):
                yield from self._one(Property.DECIDED, "date", 0.5, spot)

    def _winners(self, line: Line) -> None:
        text = line.text
        if not re.search(r"中标|成交|中选|候选", text) or len(text) > 1500:
            return
        spans: list[tuple[int, int]] = []
        for pattern in (_WINNER, _IS, _WINS, _BY):
            for match in pattern.finditer(text):
                if any(low <= match.start("name") < high for low, high in spans):
                    continue
                if re.search(
                    r"未|不|否决|取消|放弃|若|如果|可以?确定|应当",
                    text[max(0, match.start() - 12) : match.start("name")],
                ):
                    continue
                bid = self._winner(line, match)
                if bid is not None:
                    spans.append(match.span())

    def _winner(self, line: Line, match: re.Match[str]) -> Bid | None:
        start, end = match.span("name")
        words = line.text[start:end]
        lots = find_lots(words)
        lot: Lot | None = line.lot
        if lots and lots[0].start <= 1:
            label = self._spot(line, start + lots[0].start, start + lots[0].end)
            lot = Lot(label, lots[0].key)
            start += lots[0].end
        else:
            lot = self._lot_before(line, match.start()) or lot
        lead = re.match(r"[\s:：、由]*", line.text[start:end])
        start += lead.end() if lead else 0
        found = find_names(self._spot(line, start, end))
        if not found:
            return None
        groups = match.groupdict()
        candidate = "候选" in (groups.get("kind") or "") or groups.get("rank") is not None
        row = self.rows.of(lot)
        bid = row.bid(found, Party.CANDIDATE if candidate else Party.SUPPLIER, line.number)
        if groups.get("rank"):
            low, high = match.span("rank")
            bid.rank = self._spot(line, low, high)
        tail = line.text[match.end() : match.end() + 80]
        stop = re.search(r"[。；;]|第[二三四五]|[A-Z一二三四五六]包", tail)
        tail = tail[: stop.start()] if stop else tail
        cue = _PRICE_CUE.search(tail)
        if cue is not None:
            amounts = find_amounts(tail[cue.start() :])
            if len(amounts) >= 1:
                low, high, _ = amounts[0]
                at = match.end() + cue.start()
                prop = Property.AWARD_VALUE if re.match(r"中标|成交|中选", cue.group()) else Property.BID_VALUE
                bid.amounts.setdefault(prop, ("amount", (self._spot(line, at + low, at + high),)))
        return bid

    def _lot_before(self, line: Line, at: int) -> Lot | None:
        """Return the lot whose label stands right before a phrase: 第2包中标供应商为某公司."""
        low = max(0, at - 16)
        lots = find_lots(line.text[low:at])
        if not lots or line.text[low + lots[-1].end : at].strip(" 　的：:（(）)"):
            return None
        return Lot(self._spot(line, low + lots[-1].start, low + lots[-1].end), lots[-1].key)

    def _joint(self, line: Line) -> None:
        """牵头人：甲公司；成员：乙公司 in a line of its own, under no label: the parties of a joint bid."""
        if len(line.text) > 400 or any(pair.value.start <= line.start < pair.whole.end for pair in self.seen.pairs):
            return
        found = find_names(Spot(line.start, line.end, line.text))
        if len(found) > 1 and all(joint is not None for _, joint in found):
            self.rows.of(line.lot).bid(found, Party.SUPPLIER, line.number)

    def _listed(self, line: Line) -> None:
        """以下单位入围：甲公司（下浮率 6%）、乙公司: several that won, each with what stands in its brackets."""
        match = _LISTED.search(line.text)
        if match is None or len(line.text) > 1500:
            return
        stop = line.text.find("。", match.end())
        words = line.text[match.end() : stop if stop >= 0 else len(line.text)]
        items = list(_ITEM.finditer(words))
        found = [
            find_names(self._spot(line, match.end() + one.start("name"), match.end() + one.end("name")))
            for one in items
        ]
        if len(items) < 2 or not all(len(names) == 1 for names in found) or _JOINT.search(words):
            return
        row = self.rows.of(line.lot)
        for one, names in zip(items, found, strict=True):
            bid = row.bid(names, Party.SUPPLIER, line.number)
            if one["note"] and len(rates := re.findall(r"\d+(?:\.\d+)?\s*[%％]", one["note"])) == 1:
                spot = self._spot(line, match.end() + one.start("note"), match.end() + one.end("note"))
                if claim("", Property.AWARD_VALUE, "amount", (spot,), self.layer, 0.6) is not None and rates:
                    bid.amounts.setdefault(Property.AWARD_VALUE, ("amount", (spot,)))

    def _leading_name(self, line: Line) -> None:
        """Under 中标信息, a line that begins with an organization names the winner (某公司，地址：…，成交金额：…)."""
        match = re.match(
            r"\s*(?:\d[.、)）]\s*)?([^，,。；;：:\s]{6,40})\s*[，,]\s*(?:地址|住所|联系|成交|中标|金额|报价|统一)",
            line.text,
        )
        if match is None:
            self._items_with_sums(line)
            return
        found = find_names(self._spot(line, *match.span(1)))
        if not found:
            return
        bid = self.rows.of(line.lot).bid(found, Party.SUPPLIER, line.number)
        cue = re.search(r"(?:成交|中标|中选)(?:金额|价)[^\d￥¥壹贰叁肆伍陆柒捌玖拾]{0,6}", line.text[match.end() - 2 :])
        if cue is not None:
            at = match.end() - 2 + cue.start()
            amounts = find_amounts(line.text[at:])
            if amounts:
                low, high, _ = amounts[0]
                bid.amounts.setdefault(Property.AWARD_VALUE, ("amount", (self._spot(line, at + low, at + high),)))

    def _items_with_sums(self, line: Line) -> None:
        """Under 中标信息, 1.某公司，某路8号，45 万元；2.…: a list of winners, each with its address and its sum at the end."""
        if len(line.text) > 1500 or not _ITEM_WITH_SUM.match(line.text):
            return
        for item in _ITEM_WITH_SUM.finditer(line.text):
            names = find_names(self._spot(line, *item.span("name")))
            sums = find_amounts(item["sum"])
            if len(names) == 1 and len(sums) == 1 and sums[0][:2] == (0, len(item["sum"])):
                bid = self.rows.of(line.lot).bid(names, Party.SUPPLIER, line.number)
                bid.amounts.setdefault(Property.AWARD_VALUE, ("amount", (self._spot(line, *item.span("sum")),)))

    def _portals(self, line: Line) -> Iterator[Candidate]:
        """某市公共资源交易中心, 某省政府采购网: whose portal a notice uses tells of its province and city."""
        for match in _PORTAL.finditer(line.text):
            spot = self._spot(line, *match.span(1))
            for prop, part in ((Property.PROVINCE, "province"), (Property.CITY, "city")):
                yield from self._one(prop, part, 0.3, spot)

    def _consortium(self, line: Line) -> Iterator[Candidate]:
        match = _ANSWERED.search(line.text)
        if match is not None:
            yield from self._one(Property.CONSORTIUM_ALLOWED, "flag", 0.75, self._spot(line, *match.span()))
            return
        match = _NO_CONSORTIUM.search(line.text)
        if match is not None and not re.search(r"再|新的|其他|另|同一|单独", match.group()):
            yield from self._one(Property.CONSORTIUM_ALLOWED, "flag", 0.7, self._spot(line, *match.span()))
            return
        match = _YES_CONSORTIUM.search(line.text)
        if match is not None and not re.search(
            r"是\s*/\s*否|是否|[□☐]", line.text[max(0, match.start() - 12) : match.start()]
        ):
            words = match.group().rstrip("，,。；;")
            yield from self._one(
                Property.CONSORTIUM_ALLOWED, "flag", 0.6, self._spot(line, match.start(), match.start() + len(words))
            )

    def _signature(self) -> Iterator[Candidate]:
        """The date that stands alone near the end is when the notice was signed off."""
        lines = self.seen.lines
        labeled = {pair.value.start for pair in self.seen.pairs if pair.meaning.field in DATE_FIELDS | {Field.OTHER}}
        for back in range(1, min(16, len(lines)) + 1):
            line = lines[-back]
            text = line.text.strip()
            dates = find_dates(text) if len(text) <= 40 else []
            if len(dates) == 1 and line.start not in labeled:
                start, end, _ = dates[0]
                rest = (text[:start] + text[end:]).strip(" 　日期:：()（）单位公章盖")
                if not rest or is_organization(rest):
                    lead = len(line.text) - len(line.text.lstrip())
                    yield from self._one(Property.PUBLISHED, "date", 0.4, self._spot(line, lead + start, lead + end))
                    break
        for back in range(1, min(30, len(lines)) + 1):
            joined = self._split_date(len(lines) - back)
            if joined is not None:
                yield from self._one(Property.PUBLISHED, "date", 0.38, joined)
                break

    def _signed(self) -> Iterator[Candidate]:
        """A body's name alone above the date at the end signs the notice: an agency's as agency, another as the one who buys."""
        lines = self.seen.lines
        for back in range(1, min(12, len(lines)) + 1):
            line = lines[-back]
            dates = find_dates(line.text) if len(line.text) <= 40 else []
            if not dates or len(dates) > 1 or back == len(lines):
                continue
            above = lines[-back - 1]
            words = above.text.strip()
            if line.text[: dates[0][0]].strip(" 　日期:：") or not 4 <= len(words) <= 40 or not is_organization(words):
                return
            if any(pair.value.start <= above.start < pair.value.end for pair in self.seen.pairs) or above.cell:
                return
            start = above.start + above.text.find(words)
            spot = Spot(start, start + len(words), words)
            if _PLATFORM.search(words):
                return
            if _AGENT_LIKE.search(words):
                yield from self._one(Property.AGENCY, "name", 0.35, spot)
            elif not words.endswith("公司") and _PURCHASE.search(
                " ".join((lines[0].text, *(one.text for one in self.seen.titles[:2])))
            ):
                yield from self._one(Property.BUYER, "name", 0.35, spot)
            return

    def _split_date(self, at: int) -> Spot | None:
        """A signature's date that a portal broke into one line a digit group."""
        lines = self.seen.lines
        if (
            not lines[at].text.startswith("20")
            or not re.fullmatch(r"20\d\d\s*", lines[at].text)
            or at + 5 >= len(lines)
        ):
            return None
        words = [line.text.strip() for line in lines[at : at + 6]]
        if words[1] == "年" and words[3] == "月" and words[5].startswith("日"):
            text = "\n".join(line.text for line in lines[at : at + 6])
            start, end = lines[at].start, lines[at + 5].end
            return Spot(start, end, text) if end - start == len(text) else None
        return None
