"""Which language and script each stretch of a text is in.

The script is counted from the characters. The language follows from the script where only one is likely (Han without
kana is Chinese, Greek is Greek), from letters that only one language of a script has (Uyghur, Kazakh, Ukrainian), and for
Latin and Cyrillic text from function words: Grefenstette (1995), "Comparing two language identification schemes", JADT,
found that a handful of them decide as soon as there is a sentence. Nothing is loaded but one small table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources

from counterfile.model.reading import Block, LanguageRun
from counterfile.text.script import HAN

UNKNOWN = "und"
NEUTRAL = "Zyyy"
"""ISO 15924 for text without letters of any script."""

MAX_READ = 4_000  # code points of one block that are looked at; a language does not change in the midst of a paragraph


def runs(text: str, blocks: Sequence[Block]) -> tuple[LanguageRun, ...]:
    """Return the languages of a text, neighboring blocks of the same language and script joined.

    Blocks without letters (amounts, dates, signs) go with the run before them, at the beginning with the one after. A
    short block in Latin or Cyrillic letters that does not tell its language goes with its neighbors of that script;
    where none of them tells either, it is ``und``.

    Args:
        text: Of a Reading or Draft.
        blocks: Its blocks in order.

    Returns:
        Runs in order, each from the start of a block to the end of one; empty for a text without blocks.
    """
    spoken = [_Spoken(block.start, block.end, *_of_block(text[block.start : block.end][:MAX_READ])) for block in blocks]
    _settle_chinese(text, spoken)
    _settle_by_words(spoken)
    return tuple(_joined(spoken))


def of_text(text: str) -> tuple[str, str]:
    """Return language (BCP 47) and script (ISO 15924) of one text.

    >>> of_text("云岭市公安局视频会议设备采购项目中标公告")
    ('zh', 'Hans')
    >>> of_text("La date limite de réception des offres est fixée par le pouvoir adjudicateur.")
    ('fr', 'Latn')
    >>> of_text("2023-05-12")
    ('und', 'Zyyy')
    """
    found = runs(text, [Block("paragraph", 0, len(text))])  # type: ignore[arg-type]
    return found[0].language, found[0].script


class _Spoken:
    """A block on its way to a run."""

    __slots__ = ("end", "language", "part", "script", "start", "votes")

    def __init__(self, start: int, end: int, language: str, script: str, part: str) -> None:
        self.start = start
        self.end = end
        self.language = language
        self.script = script
        self.part = part
        """The text, where words must still decide; else empty."""
        self.votes: dict[str, float] = {}


# --- script ----------------------------------------------------------------------------------------------------------

_ANY_HAN = re.compile(f"[{HAN}]")
_HAN_RUN = re.compile(f"[{HAN}]+")
_LETTER = re.compile(r"[^\W\d_]")
_SAID = re.compile(r"(?<![\w.\[(/-])[A-Za-z]++(?![\w.\])/-]*[\d\])])")  # ASCII letters that are no part of a number
_LATIN_RUN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")

_BEYOND_LATIN = re.compile("[\u0250-\u1dff\u2c00-\u2dff\u2e80-\uff20\uff3b-\uff40\uff5b-\U0010ffff]")
_EUROPEAN = re.compile("[\x00-\u052f\u1e00-\u2bff]+")

_SCRIPTS = {
    "Kana": "\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff\uff66-\uff9d",
    "Hang": "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3",
    "Hani": HAN,
    "Bopo": "\u3105-\u312f",
    "Latn": "A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a",
    "Cyrl": "\u0400-\u052f\u1c80-\u1c88\u2de0-\u2dff",
    "Grek": "\u0370-\u0373\u0376-\u037d\u0386-\u03ff\u1f00-\u1fff",
    "Arab": "\u0620-\u064a\u066e-\u06d3\u06d5-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc",
    "Tibt": "\u0f40-\u0fbc",
    "Mong": "\u1820-\u18aa",
    "Yiii": "\ua000-\ua48c",
    "Hebr": "\u05d0-\u05ea",
    "Thai": "\u0e01-\u0e4e",
    "Deva": "\u0904-\u0939",
    "Geor": "\u10a0-\u10ff",
    "Armn": "\u0531-\u0587",
}
"""Letters of each script as the inside of a regular expression's character class."""

_LETTERS = {script: re.compile(f"[{letters}]+") for script, letters in _SCRIPTS.items()}

_ONLY_LANGUAGE = {
    "Grek": "el",
    "Tibt": "bo",
    "Mong": "mn",
    "Yiii": "ii",
    "Hebr": "he",
    "Thai": "th",
    "Geor": "ka",
    "Armn": "hy",
    "Arab": "ar",
    "Hang": "ko",
    "Bopo": "zh",
}
"""The language that a text in this script is in, where its letters do not tell of another."""

_BY_LETTERS = (
    ("Arab", "ug", re.compile("[\u06d5\u06c6\u06c7\u06c8\u06d0\u06cb]")),
    ("Arab", "ur", re.compile("[\u0679\u0688\u0691\u06d2]")),
    ("Arab", "fa", re.compile("[\u067e\u0686\u0698\u06af]")),
)
"""Letters of the Arabic script that Arabic itself lacks."""


def _of_block(part: str) -> tuple[str, str, str]:
    """Return language, script, and the part itself where words must tell the language."""
    if part.isascii():
        return (UNKNOWN, "Latn", part) if _SAID.search(part) else ("", NEUTRAL, "")
    if _ANY_HAN.search(part) and not _LETTERS["Kana"].search(part) and not _LETTERS["Hang"].search(part):
        # A Han character says about as much as two or three letters, so a share of a quarter makes it Chinese.
        han = sum(map(len, _HAN_RUN.findall(part)))
        if 4 * han >= len(part) or 4 * han >= han + sum(map(len, _LATIN_RUN.findall(part))):
            return "zh", "Hani", part
        return UNKNOWN, "Latn", part
    if not _BEYOND_LATIN.search(part):
        return (UNKNOWN, "Latn", part) if _LETTER.search(part) else ("", NEUTRAL, "")
    asked = ("Cyrl", "Latn", "Grek") if _EUROPEAN.fullmatch(part) else _LETTERS
    weights = {script: sum(map(len, _LETTERS[script].findall(part))) for script in asked}
    kana, han = weights.get("Kana", 0), weights.get("Hani", 0)
    weights["Jpan" if kana * 20 > han + kana else "Hani"] = 3 * (kana + han)
    script = max(weights, key=lambda name: weights[name])
    if weights[script] == 0:
        return (UNKNOWN, "Zzzz", "") if _LETTER.search(part) else ("", NEUTRAL, "")
    if script in {"Latn", "Cyrl"}:
        return UNKNOWN, script, part
    if script in {"Jpan", "Kana"}:
        return "ja", "Jpan", ""
    if script == "Hani":
        return "zh", script, part
    language = next((tag for of, tag, letters in _BY_LETTERS if of == script and letters.search(part)), "")
    return language or _ONLY_LANGUAGE.get(script, UNKNOWN), "Kore" if script == "Hang" else script, ""


@cache
def _characters() -> tuple[frozenset[str], frozenset[str]]:
    """Return the characters that only simplified and only traditional writing uses, by OpenCC's tables."""
    only = []
    for name in ("STCharacters.txt", "TSCharacters.txt"):
        table = resources.files("opencc").joinpath("dictionary", name).read_text(encoding="utf-8-sig")
        pairs = [line.split() for line in table.splitlines()]
        only.append(frozenset(pair[0] for pair in pairs if len(pair[0]) == 1 and pair[0] not in pair[1:]))
    return only[0], only[1]


def _settle_chinese(text: str, spoken: list[_Spoken]) -> None:
    """Tell simplified from traditional Chinese, over the whole text where one of them is all there is."""
    chinese = [block for block in spoken if block.script == "Hani"]
    if not chinese:
        return
    simplified, traditional = _characters()
    script, last = "", "Hans"
    if traditional.isdisjoint(text):
        script = "Hans"
    else:
        many, few = _count(simplified, text), _count(traditional, text)
        last = "Hans" if many >= few else "Hant"
        # A traditional character or two in a shop's name do not make a text traditional.
        if min(many, few) * 20 <= max(many, few):
            script = last
    for block in chinese:
        if script:
            block.script = script
        else:
            ours, theirs = _count(simplified, block.part), _count(traditional, block.part)
            block.script = "Hans" if ours > theirs else "Hant" if theirs > ours else last
            last = block.script
        block.part = ""


def _count(characters: frozenset[str], text: str) -> int:
    return sum(map(characters.__contains__, text))


# --- language by words -----------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 2.0  # votes that decide alone; a word that one language has is one vote, a shared word is less
_LEAD = 1.5  # times as many votes as the next language
_REPEATED = 4  # times that a word counts at most: some notices are lists
_ACCIDENT = 0.15  # share of the first language's votes that another one gets by chance


def _settle_by_words(spoken: list[_Spoken]) -> None:
    for script in ("Latn", "Cyrl"):
        of_script = [block for block in spoken if block.script == script and block.part]
        if not of_script:
            continue
        whole = _votes("\n".join([block.part for block in of_script]), script)
        dominant = _elected(whole)
        others = [vote for language, vote in whole.items() if language != dominant]
        if dominant != UNKNOWN and max(others, default=0.0) < max(_ENOUGH, whole[dominant] * _ACCIDENT):
            for block in of_script:
                block.language = dominant
            continue
        for block in of_script:
            block.votes = _votes(block.part, script)
            block.language = _elected(block.votes)
        if dominant != UNKNOWN:
            _distrust(of_script, dominant)
        _inherit(of_script, dominant)


def _distrust(blocks: list[_Spoken], dominant: str) -> None:
    """Keep another language than the text's only where a block does not tell of the text's language as well."""
    for block in blocks:
        if block.language not in {UNKNOWN, dominant} and block.votes[block.language] < 2 * _ENOUGH:
            ours = block.votes.get(dominant, 0.0)
            if ours > 0 or block.votes[block.language] < _ENOUGH:
                block.language = UNKNOWN


def _inherit(blocks: list[_Spoken], dominant: str) -> None:
    """Give blocks that do not tell their language that of the one before, a text's first ones the text's."""
    known = (block.language for block in blocks if block.language != UNKNOWN)
    last = dominant if dominant != UNKNOWN else next(known, UNKNOWN)
    for block in blocks:
        if block.language == UNKNOWN and (dominant != UNKNOWN or len(_WORD.findall(block.part)) > 2):
            block.language = last
        elif block.language != UNKNOWN:
            last = block.language


def _votes(part: str, script: str) -> dict[str, float]:
    """Return how often the function words of each language occur, shared words shared out."""
    table, telling = _words(script)
    part = part.lower()
    votes: dict[str, float] = {}
    # The filter looks at every word without a step of the interpreter; only the hits are walked over.
    for word, count in Counter(filter(table.__contains__, part.split())).items():
        for language, share in table[word]:
            votes[language] = votes.get(language, 0.0) + share * min(count, _REPEATED)
    if not part.isascii():
        for letter in telling.intersection(part):
            for language in _TELLING[letter]:
                votes[language] = votes.get(language, 0.0) + 1.0 / len(_TELLING[letter])
    return votes


def _elected(votes: dict[str, float]) -> str:
    if not votes:
        return UNKNOWN
    ranked = sorted(votes.items(), key=lambda pair: (-pair[1], pair[0]))
    first, most = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    lead = most >= _LEAD * second if most < 10 * _ENOUGH else most >= 1.15 * second
    return first if most >= _ENOUGH and lead else UNKNOWN


@cache
def _words(script: str) -> tuple[dict[str, tuple[tuple[str, float], ...]], frozenset[str]]:
    """Return the languages of each word of a script with their share of its vote, and its telling letters."""
    languages: dict[str, list[str]] = {}
    for language, words in (_LATIN if script == "Latn" else _CYRILLIC).items():
        for word in set(words.split()):
            languages.setdefault(word, []).append(language)
    table = {word: tuple((tag, 1.0 / len(tags)) for tag in tags) for word, tags in languages.items()}
    return table, frozenset(letter for letter in _TELLING if ("\u0400" <= letter <= "\u052f") == (script == "Cyrl"))


def _joined(spoken: list[_Spoken]) -> Iterable[LanguageRun]:
    if not spoken:
        return
    tags = [(block.language, block.script) for block in spoken]
    first = next((tag for tag in tags if tag[1] != NEUTRAL), (UNKNOWN, NEUTRAL))
    start, end, current = spoken[0].start, spoken[0].end, first
    for block, tag in zip(spoken, tags, strict=True):
        if tag[1] != NEUTRAL and tag != current:
            yield LanguageRun(start, end, *current)
            start, current = block.start, tag
        end = block.end
    yield LanguageRun(start, end, *current)


# --- tables ----------------------------------------------------------------------------------------------------------

_LATIN = {
    "en": "the of and to in is for on by with that this be are or as at from which will shall not has have been their its may any all "
    "must within under notice contract tender services supply authority works procurement other than address",
    "fr": "le la les des du de et en un une pour par dans sur au aux est sont que qui ou avec ce cette ces se sa son ses il ne pas "
    "à être marché marchés travaux fournitures offres avis prestations lot acheteur délai conformément",
    "de": "der die das und den dem des ein eine einer eines einem für von mit im in zu zur zum auf ist sind wird werden nicht oder "
    "bei nach über aus durch sowie als an bis auch auftrag leistungen vergabe angebote lieferung bieter gemäß",
    "es": "el la los las de del y en un una para por con que se al su sus o es son no como más según sobre será contrato "
    "suministro servicio servicios licitación ofertas contratación adjudicación plazo obras entidad proyecto",
    "pt": "o a os as de do da dos das e em no na nos nas um uma para por com que se ao à aos às ou não são é como mais pelo pela "
    "serviços aquisição fornecimento contrato concurso propostas prazo contratação adjudicação obras entidade",
    "it": "il lo la gli le di del della dei delle degli e in un una per con da dal dalla nel nella al alla alle che si non è sono "
    "come o su ai fornitura servizio servizi lavori gara offerte appalto affidamento contratto bando presso ed",
    "ro": "și şi de la în pe cu din pentru a al ale ai o un este sunt care se nu sau prin că după lei privind conform ofertei "
    "servicii lucrări furnizare achiziție contract contractului autoritatea ofertelor cel prin precum fi va cadrul acestora",
    "nl": "de het een en van in op te is zijn voor met aan door dat die niet of bij als worden wordt uit tot om naar over ook "
    "opdracht diensten leveringen aanbesteding inschrijving werken gemeente overeenkomst deze dient onderhoud",
    "sv": "och att det som en ett i på är för av med till den inte har om de från eller kan ska samt vid under upphandling "
    "upphandlingen avtal avtalet tjänster anbud leverantör kommun enligt avser detta genom mellan",
    "da": "og at det som en et i på er for af med til den ikke har om de fra eller kan skal samt ved under udbud udbuddet kontrakt "
    "aftale tjenesteydelser tilbud levering kommune efter der vil ordregiver rammeaftale mellem denne indkøb bliver",
    "no": "og at det som en et i på er for av med til den ikke har om de fra eller kan skal samt ved under anskaffelse anskaffelsen "
    "avtale avtalen tjenester tilbud leverandør kommune etter der vil oppdragsgiver rammeavtale mellom levering",
    "is": "og að það sem er í á við um af með til ekki eru hefur frá eða skal fyrir eins verður útboð samningur verk þjónusta",
    "fi": "ja on ei se että ovat tai sekä joka jotka mukaan myös kuin sen ole voi hankinta hankinnan hankintayksikkö tarjous "
    "tarjouspyyntö sopimus palvelut toimittaja kaupunki osalta tämä kanssa hankinnasta tarjoajan tarjouksen sisältää "
    "kohde koskee hankintailmoitus kaupungin palvelujen palveluiden alle yli euroa vuoden",
    "et": "ja on ei et see või ning mis kui ka oma ole selle kes kuni poolt alusel vastavalt hange hanke riigihange riigihanke "
    "hankelepingu lepingu pakkumus pakkumuste teenus teenuse ehitus vald linn pakkuja hankija eest tuleb nii ostmine",
    "hu": "a az és egy hogy nem is vagy van meg de ha már csak el mint szerint által valamint illetve közbeszerzési eljárás "
    "ajánlat ajánlatkérő szerződés beszerzés szolgáltatás részére során továbbá alapján után db kell esetén vonatkozó közbeszerzés tárgya beszerzése",
    "pl": "i w na z do się nie jest o od za po przez dla oraz to lub są ze że który które w tym ustawy zamówienia zamówienie "
    "dostawa usługi wykonawca wykonawcy zamawiający przetarg umowy roboty oferty zakresie przedmiotem przedmiot sprzętu",
    "cs": "a v na se je z do o s k pro že by nebo ve ke od po za při jsou které která podle jako zakázky zakázka veřejné "
    "zadavatel dodavatel smlouvy dodávka služby nabídky řízení plnění předmětem stavební této jeho byl nákup zadávací byla",
    "sk": "a v na sa je z do o s k pre že by alebo vo ku od po za pri sú ktoré ktorá podľa ako zákazky zákazka verejné verejného "
    "obstarávateľ uchádzač zmluvy dodávka služby ponuky obstarávania predmetom tovaru stavebné tejto jeho bol nákup zákazky súťaž",
    "sl": "in je na v za se da z so ki po pri s ali kot ter iz do od o bo ni tudi pa naročilo javno javnega naročila naročnik "
    "ponudnik pogodba dobava storitve ponudbe izvedba gradnja skladu ponudb storitev sklop pogodbe izvajanje glede katerega",
    "hr": "i u je na za se da s od su ili koji koja što iz do kao po biti nije nabava nabave javne naručitelj ponuditelj ugovor "
    "ugovora usluge radovi ponude ponuda predmet sukladno okvirni sporazum te prema uz tijekom nadmetanja odnosno kojima",
    "lt": "ir yra su iš į kad tai ne ar bei pagal už dėl prie nuo iki kaip kurie kuris pirkimas pirkimo paslaugos paslaugų "
    "tiekėjas sutartis sutarties pasiūlymas pasiūlymų prekių darbai perkančioji turi būti dalis apie kuri po buvo",
    "lv": "un ir ar no par uz pie kas vai kā ka tiek līdz pēc pret lai tā to nav iepirkums iepirkuma pakalpojumi pakalpojumu "
    "piegāde līgums līguma piedāvājums pasūtītājs pretendents saskaņā ne būvdarbi daļa vajadzībām jo arī",
    "mt": "il ta li fil għal tal tad minn ma lil mill bil dan din għandu jew hija huwa kuntratt offerta servizzi ghal ħtieġa "
    "mal aktar dawn kull skont biex fi bħala",
    "ga": "an na agus ar i is do le de ag go chun a tá ó seo sin nó faoi maidir conradh seirbhísí leis mar bheidh idir soláthar "
    "san gcomhair lena atá",
    "tr": "ve bir bu için ile olarak de da en olan gibi daha çok ne göre tarafından veya ihale ihalesi alımı teklif sözleşme "
    "hizmet mal yapım işi idare istekli üzerinde kadar adet",
    "ca": "el la els les de del i en un una per amb que es al a seu com és són no més segons contracte subministrament serveis "
    "licitació ofertes contractació dels pel als aquest aquesta termini obres",
    "vi": "và của các là cho được trong không có với này một người những theo để từ gói thầu nhà dự án hợp đồng",
    "id": "dan yang di untuk dengan dari pada dalam ini itu adalah tidak atau oleh akan kepada pengadaan barang jasa penyedia",
}
"""Function words and the commonest words of notices, by language."""

_CYRILLIC = {
    "ru": "и в на с по для не что из к от о об до за при или также это как их его который которые был "
    "быть услуг закупка закупки "
    "закупок заказчик поставка договор контракт конкурс работ товаров участник заявок срок российской "
    "федерации года году "
    "города области края района муниципального государственного администрация аукцион электронный нужд объявляет",
    "uk": "і в на з по для не що із до від про за при або та також це як їх його який які був бути "
    "послуг закупівля закупівлі "
    "замовник постачання договір тендер робіт товарів учасник пропозиції строк україни року щодо згідно й у",
    "bg": "и в на с по за не че от до при или също това като се да е са са ще бъде който които услуги "
    "поръчка поръчката възложителя "
    "възложител доставка договор договора обществена изпълнение оферта оферти участник участникът чл ал "
    "във със предмет както чрез съгласно тази този между срок стойност позиция",
    "sr": "и у на с по за не да из до при или је се су ће бити који које која што од као набавка набавке "
    "наручилац понуђач уговор "
    "понуда услуге добара радова јавне јавна односно",
    "mk": "и во на со по за не дека од до при или е се ќе да кој кои што како набавка договор понуда "
    "услуги јавна јавни договорен "
    "орган понудувач постапка",
    "kk": "және мен бойынша үшін бұл немесе болып қызмет сатып алу шарт тауар жеткізу туралы осы де да",
    "mn": "ба нь энэ юм байна болон тухай худалдан авах тендер гэрээ ажил үйлчилгээ бараа",
}

_TELLING = {
    "ß": ("de",),
    "ñ": ("es",),
    "ã": ("pt",),
    "õ": ("pt", "et"),
    "ă": ("ro",),
    "ț": ("ro",),
    "ţ": ("ro",),
    "ș": ("ro",),
    "ş": ("ro", "tr"),
    "å": ("sv", "da", "no"),
    "æ": ("da", "no", "is"),
    "ø": ("da", "no"),
    "þ": ("is",),
    "ð": ("is",),
    "ő": ("hu",),
    "ű": ("hu",),
    "ł": ("pl",),
    "ą": ("pl", "lt"),
    "ę": ("pl", "lt"),
    "ś": ("pl",),
    "ż": ("pl", "mt"),
    "ń": ("pl",),
    "ř": ("cs",),
    "ě": ("cs",),
    "ů": ("cs",),
    "ľ": ("sk",),
    "ĺ": ("sk",),
    "ŕ": ("sk",),
    "ô": ("sk", "fr"),
    "đ": ("hr", "vi"),
    "ć": ("hr", "pl"),
    "ė": ("lt",),
    "į": ("lt",),
    "ų": ("lt",),
    "ū": ("lt", "lv"),
    "ā": ("lv",),
    "ē": ("lv",),
    "ī": ("lv",),
    "ņ": ("lv",),
    "ļ": ("lv",),
    "ķ": ("lv",),
    "ģ": ("lv",),
    "ħ": ("mt",),
    "ġ": ("mt",),
    "ċ": ("mt",),
    "ğ": ("tr",),
    "ı": ("tr",),
    "ơ": ("vi",),
    "ư": ("vi",),
    "ы": ("ru", "kk", "mn"),
    "э": ("ru", "kk", "mn"),
    "ё": ("ru",),
    "і": ("uk", "kk"),
    "ї": ("uk",),
    "є": ("uk",),
    "ґ": ("uk",),
    "ъ": ("bg",),
    "ј": ("sr", "mk"),
    "љ": ("sr", "mk"),
    "њ": ("sr", "mk"),
    "ћ": ("sr",),
    "ђ": ("sr",),
    "ќ": ("mk",),
    "ѓ": ("mk",),
    "ѕ": ("mk",),
    "қ": ("kk",),
    "ғ": ("kk",),
    "ұ": ("kk",),
    "ә": ("kk",),
    "ң": ("kk",),
    "ө": ("mn", "kk"),
    "ү": ("mn", "kk"),
}
"""Letters that only these languages of a script have, each worth half a vote."""
