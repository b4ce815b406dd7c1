"""What the structured sources share: fields by path, claims from them, and who may be named as a supplier."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from counterfile.model.candidate import Candidate
from counterfile.model.notice import Property
from counterfile.plugins.extractors._claims import claim
from counterfile.plugins.extractors.outline import Spot
from counterfile.text.figures import read_figure
from counterfile.text.kinds import lot_key
from counterfile.text.names import clean_name, is_organization

SURE = 0.97
"""Confidence of a value that a source names by machine."""


class Claims:
    """Collects the candidates that follow."""

    def __init__(self, layer: str) -> None:
        self.layer = layer
        self.found: list[Candidate] = []

    def add(self, subject: str, prop: Property, derivation: str, *spots: Spot | None, sure: float = SURE) -> bool:
        """Add a candidate if all its words are there and its value follows; return whether it did."""
        if not spots or any(spot is None for spot in spots):
            return False
        one = claim(subject, prop, derivation, tuple(spot for spot in spots if spot is not None), self.layer, sure)
        if one is None:
            return False
        self.found.append(one)
        return True

    def money(self, subject: str, prop: Property, fields: Fields, path: str, currency: str, sure: float = SURE) -> bool:
        """Add an amount that stands in one field with its currency in another."""
        return self.sum(subject, prop, fields.get(path), fields.get(currency), sure=sure)

    def sum(self, subject: str, prop: Property, number: Spot | None, currency: Spot | None, sure: float = SURE) -> bool:
        """Add an amount if its number can be read in one way only, and is read so."""
        figure = read_figure(number.text) if number is not None else None
        if number is None or currency is None or figure is None or figure < 0:
            return False
        one = claim(subject, prop, "money", (number, currency), self.layer, sure)
        if one is None or one.amount is None or _differ(one.amount.amount, figure):
            return False
        self.found.append(one)
        return True

    def party(self, subject: str, prop: Property, spot: Spot | None, *, sure: float = SURE) -> bool:
        """Add an organization; a supplier whose name may be a person's is left out."""
        if spot is None or (subject and not names_no_person(spot.text)):
            return False
        return self.add(subject, prop, "name", spot, sure=sure)


def _differ(amount: Decimal | None, figure: Decimal) -> bool:
    """Whether an amount, kept in hundredths, is another number than was printed."""
    return amount is None or abs(amount - figure) > Decimal("0.01")


class Fields(dict[str, Spot]):
    """Fields by path, with the children of every path in order of appearance."""

    def __init__(self, fields: dict[str, Spot]) -> None:
        super().__init__(fields)
        self.children: dict[str, dict[str, None]] = {}
        for name in fields:
            at = name.find("/", 1)
            while at >= 0:
                cut = name.rfind("/", 0, at)
                self.children.setdefault(name[:cut] if cut >= 0 else "", {}).setdefault(name[cut + 1 : at])
                at = name.find("/", at + 1)
            cut = name.rfind("/")
            self.children.setdefault(name[:cut] if cut >= 0 else "", {}).setdefault(name[cut + 1 :])

    def numbers(self, path: str) -> list[str]:
        """Return the indices of a JSON array's items."""
        return [name for name in self.children.get(path, ()) if name.isdecimal()]

    def many(self, path: str) -> list[str]:
        """Return the paths of an XML element's siblings, with or without index."""
        parent, _, element = path.rpartition("/")
        lead = f"{parent}/" if parent else ""
        return [lead + name for name in self.children.get(parent, ()) if name.partition("[")[0] == element]

    def first(self, *paths: str) -> Spot | None:
        """Return the first of these XML elements that is there, with or without index."""
        for path in paths:
            found = self.get(path) or next((self[one] for one in self.many(path) if one in self), None)
            if found is not None:
                return found
        return None

    def in_language(self, path: str, language: str) -> Spot | None:
        """Return the element whose ``languageID`` is the notice's own language, else the first."""
        for one in self.many(path):
            mark = self.get(f"{one}/@languageID")
            if mark is not None and mark.text == language and one in self:
                return self[one]
        return self.first(path)


def text_of(spot: Spot | None) -> str:
    """Return a field's text, empty where there is no field."""
    return spot.text if spot is not None else ""


def lot_key_among(label: str, known: Iterable[str]) -> str:
    """Return the key of a lot's label: ``1 / second in line`` is lot 1 where the notice has a lot 1.

    >>> lot_key_among("1 / second in line", ["1", "2"]), lot_key_among("1.1A", ["1", "2"])
    ('1', '1.1A')
    """
    key = lot_key(label)
    if key not in known:
        longer = [one for one in known if re.match(rf"{re.escape(key)}\s*[-–/:]", one)]
        if len(longer) == 1:
            return longer[0]
        named = {lot_key(word) for word in re.findall(r"[\w.]+", label.removeprefix("LOT-"))} & {*known}
        if len(named) == 1:
            return named.pop()
    return key


# ---------------------------------------------------------------------------------------------------------- who is who


def names_no_person(text: str) -> bool:
    """Return whether a name in a supplier's field is an organization's beyond doubt.

    A field that holds a supplier's name holds a company's or a sole trader's. Two to six capitalized words without a
    sign of a company may be a person's name, so they are left out, and so is whoever is marked as a person.

    >>> [names_no_person(name) for name in ("Nordlicht Bau GmbH", "ООД Пример", "Quenbix", "NZK Architectes")]
    [True, True, True, True]
    >>> [names_no_person(name) for name in ("Anna Example", "Dr. Anna Example", "ЕТ Пример - Анна Примерова")]
    [False, False, False]
    """
    name = clean_name(text)
    if _SOLE.search(name):
        return False
    if is_organization(name) or _FORM.search(name):
        return True
    if _TITLE.search(name):
        return False
    words = re.findall(r"[^\W\d_]+", name)
    if not words or len(name) < 3 or len(name) > _LONGEST or _NOBODY.search(name):
        return False
    if _HAN.search(name):
        return False  # what Chinese names are, is_organization knows
    if len(words) > 6 or _BUSINESS.search(name) or re.search(r"\d|&|\+", name):
        return True
    if len(words) == 1:
        return len(words[0]) >= 3 and words[0][0].isupper()
    if any(len(word) >= 5 and word.islower() and not _PROFESSION.fullmatch(word) for word in words):
        return True
    shouted = [word for word in words if len(word) >= 2 and word.isupper()]
    # NZK Architectes has an acronym; EXAMPLE Anna is a person in a country that prints family names in capitals.
    return any(len(word) <= 4 and not _VOWEL.search(word) for word in shouted)


_LONGEST = 200
_HAN = re.compile(r"[\u4e00-\u9fff]")
_VOWEL = re.compile(r"[AEIOUYÀ-ÖØ-ÞАЕЁИОУЫЭЮЯІЇЄΑΕΗΙΟΥΩ]")
_SOLE = re.compile(
    r"^(?:ЕТ|ФОП|ИП|ФЛП)\b|\b(?:e\.?\s?K\.?|e\.\s?U\.|s\.\s?p\.|P\.?F\.?A\.?|Î\.?I\.?|I\.?I\.)$"
    r"|\b(?:Inh\.|Inhaber|Einzelunternehmen|samostojni podjetnik|osoba fizyczna|fyzická osoba|natural person|"
    r"sole trader|self.employed|autónomo|persona f[íi]sica|libero professionista|entrepreneur individuel)\b",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"^(?:dr|mr|mrs|ms|mgr|ing|arch|avv|dott|geom|prof|dipl|phdr|judr|mudr|rndr|bc|herr|frau|mme|mlle|monsieur|madame|"
    r"doña|don|sr|sra|pan|pani)\.?\s|^M\.\s|\bt/a\b",
    re.IGNORECASE,
)
_PROFESSION = re.compile(
    r"archite[ck]te?|arkitekt|architetto|arquitect[oa]|ing[ée]nieur|ingegnere|inginer|ingenier[oa]|engineer|consultant|avocat|advo[ck]aat|"
    r"abogad[oa]|avvocato|notaire|lawyer|doctor|artiste?|artista|painter|sculptor|photograph\w*|translator|traducteur"
)
"""What follows a person's name as well as a company's."""
_NOBODY = re.compile(
    r"^(?:n/?a|none|nicht|keine?|confidential|unknown|see |siehe|voir|various|div|diverse|multiple|several|withheld|"
    r"unpublished|tba|tbc|test|vide|zie |sin |sans |non |brak|nav|-+)\b|@|://",
    re.IGNORECASE,
)
_FORM = re.compile(
    # Cyrillic and Greek legal forms stand before or after the name; Latin ones that names.is_organization does not know.
    r"(?:^|[\s\"„“”«»,.(-])(?:[EЕ]?ООД|[EЕ]?АД|ДЗЗД|АО|ЗАО|ОАО|ПАО|ТОВ|ПП|ДП|Ltd|Α\.?\s?Ε\.?|Ε\.?\s?Π\.?\s?Ε\.?|Ι\.?\s?Κ\.?\s?Ε\.?|Ο\.?\s?Ε\.?|Ε\.?\s?Ε\.?|ΑΕ|ΕΠΕ|ΙΚΕ|ΑΒΕΕ|"
    r"ΑΕΒΕ|ΑΤΕ|A\.E\.|I\.K\.E\.|s\.?\s?c\.?\s?a?\.?\s?r\.?\s?l|S\.?\s?C\.?\s?R\.?\s?L|SCP|SARL|Sarl|SAS|SASU|EURL|SCI|SCEA|S[Ee][Ll][Aa][Rr][Ll]|ESAT|Esat|SELAS|SCOP|SEM|SPL|GIE|SNC|"
    r"S\.?\s?n\.?\s?c|S\.?\s?a\.?\s?s|S\.?\s?c\.?\s?p\.?\s?a|soc\.?\s?coop|s\.?\s?cons|a\.?\s?r\.?\s?l|sp\.?\s?j|sp\.?\s?k|sp\.?\s?p|S\.\s?K\.\s?A|"
    r"v\.?\s?o\.?\s?s|k\.?\s?s|s\.?\s?p\.?\s?z\.?\s?o\.?\s?o|spol|Bt|Rt|Nyrt|j\.?\s?d\.?\s?o\.?\s?o|d\.?\s?n\.?\s?o|ANS|HF|KB|HB|Ky|Tmi|AE|UTE|"
    r"GmbH|mbH|UG|PartG|PartGmbB|eG|KdöR|AöR|SE|ehf|ApS|I/S|P/S|K/S|L\.?\s?d\.?\s?a|S\.?\s?L\.?\s?L|S\.?\s?Coop|S\.?\s?C|ACE|"
    r"B\.?\s?V|N\.?\s?V|C\.?\s?V|V\.?\s?O\.?\s?F|VZW|ASBL|CVBA|SPRL|SRL|SIA|UAB|AS|OÜ|MTÜ|FIE|VšĮ|AB|IĮ|MB)\.?(?=$|[\s\"„“”«»,;)(/-])",
)
_BUSINESS = re.compile(
    r"\b(?:archite[ck]t(?:s|es|en|ura|ure|enb\w+)|arkitekt(?:er|ur)\w*|architetti|architettura|arquitect(?:os|ura)|"
    r"ing[ée]nier(?:[íi]a|ie)|ingenieur(?:e|b\w+|gesell\w+)|ingegneria|ing[ée]nieurs|in[żz]ynieri\w+|engineer(?:s|ing)|consult(?:ing|ants|ores|or[íi]a|ancy)|"
    r"solution\w*|system\w*|technolog\w*|techni\w*|partners?|associ\w+|assoziiert\w*|construc\w*|constru[çt]\w*|bau(?:unternehm|gesell|techn|serv|geschäft)\w*|\w{4,}bau|bau|budown\w*|budow\w*|transport\w*|logisti\w*|"
    r"energ\w*|group\w*|grup\w*|gruppe|studio|serviz\w*|service\w*|servic\w*|usług\w*|securit\w*|security|pharm\w*|medi[ck]\w*|tele\w+|software|data|digital|"
    r"international|europe|european|france|deutschland|germany|italia|espa[ñn]a|iberia|polska|nederland|belgium|belgique|österreich|"
    r"suomi|finland|sverige|danmark|norge|romania|bulgaria|hrvatska|slovenija|slovakia|hellas|ireland|uk|"
    r"entrepri\w*|empresa|impresa|imprese|cooperativ\w*|kooperat\w*|sp[óo][łl]\w+|firma|zak[łl]ad\w*|przedsi\w*|prywat\w*|laborat\w*|"
    r"klinik\w*|hospital|groupement|consorzio|consortium|konsorcjum|konsortium|arge|bietergemeinschaft|gemeinschaft|ute|rti|a\.?t\.?i|"
    r"innovat\w*|espaces?|t[áa]rsas[áa]g|r[ée]szv[ée]nyt\w+|centro|club|klub|"
    r"(?:and|et|und|e|y|&) (?:sons|fils|s[öo]e?hne|figli|hijos)|industri\w*|electri\w*|elektr\w*|"
    r"automo\w*|auto\w*|print\w*|drukarn\w*|imprim\w*|travaux|paysage\w*|habitat|immobili\w*|design|media|network\w*|"
    r"office|bureau|cabinet|atelier\w*|societ\w*|soci[ée]t\w*|compagn\w*|company|holding\w*|invest\w*|capital|management|research|"
    r"institut\w*|akadem\w*|academ\w*|universit\w*|school|verband|verein|stichting|stiftelsen|statens|sociedad|stiftung|fondation|fundaci\w*|association|asocia\w*)\b|"
    r"(?:technik|werke|soft|pharma|trans|projekt|plast|serwis|servis)\b|"
    r"\b(?:дружество|обединение|консорциум|строй\w*|инвест\w*|груп\w*|център|сервиз|фирма|компания|ευρω\w*|τεχνικ\w*|εταιρ\w*|όμιλος|κατασκευ\w*)",
    re.IGNORECASE,
)
