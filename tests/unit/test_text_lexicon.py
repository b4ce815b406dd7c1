"""Languages come from data files: each is checked, each is understood, and a new one needs no code."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterfile.errors import BadUsage
from counterfile.model.notice import LotStatus, Stage
from counterfile.text.dates import read_date, read_range
from counterfile.text.kinds import Section, lot_status_of, section_of, stage_of
from counterfile.text.labels import Field, Party, meaning
from counterfile.text.lexicon import added, lexicon, lexicons, own_languages, read_folder, read_lexicon
from counterfile.text.names import is_organization
from counterfile.text.phrases import conventions_beside, phrase_of, spellings

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "add-a-language.md"


def invented() -> str:
    """The language file of the how-to, as it is printed there."""
    return HOW_TO.read_text("utf-8").split("```toml\n", 1)[1].split("\n```", 1)[0]


def test_every_language_of_the_union_that_prints_notices_has_a_file() -> None:
    told = {"bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "hr", "hu", "it", "lt", "lv", "nl", "pl", "pt"}

    assert told | {"ro", "sk", "sl", "sv", "no", "zh"} == set(own_languages())


@pytest.mark.parametrize("table", ["labels", "titles", "sections", "statuses"])
def test_no_phrase_means_two_things_in_two_languages(table: str) -> None:
    told: dict[str, set[str]] = {}
    for spoken in lexicons():
        if spoken.language != "en":
            for key, phrases in spoken.tables.get(table, {}).items():
                for phrase in phrases:
                    for words in spellings(phrase, spoken):
                        told.setdefault("".join(words), set()).add(key)

    assert [phrase for phrase, keys in told.items() if len(keys) > 1] == []


@pytest.mark.parametrize("language", [one for one in own_languages() if one != "zh"])
def test_every_language_has_months_and_says_what_it_decides_by(language: str) -> None:
    spoken = lexicon(language)

    assert len(spoken.words("months", "names")) == 12
    assert spoken.decimal in {".", ","}


@pytest.mark.parametrize(
    ("label", "field", "party"),
    [
        ("Nom et prénom", None, None),
        ("Pouvoir adjudicateur", Field.NAME, Party.BUYER),
        ("V.2.3) Nom du titulaire :", Field.NAME, Party.SUPPLIER),
        ("Adresse du titulaire", Field.ADDRESS, Party.SUPPLIER),
        ("II.1.7) Valeur totale du marché (hors TVA)", Field.CONTRACT, None),
        ("Valeur de l’offre retenue", Field.AWARD, None),
        ("Date limite de réception des offres", Field.OPENING, None),
        ("Name des Zuschlagsempfängers", Field.NAME, Party.SUPPLIER),
        ("Zuschlagsempfaenger", Field.NAME, Party.SUPPLIER),
        ("Geschätzter Wert des Auftrags", Field.ESTIMATE, None),
        ("Tag der Zuschlagserteilung", Field.DECIDED, None),
        ("Órgano de contratación", Field.NAME, Party.BUYER),
        ("Presupuesto base de licitación", Field.BUDGET, None),
        ("Fecha de formalización del contrato", Field.SIGNED, None),
        ("Stazione appaltante", Field.NAME, Party.BUYER),
        ("Importo di aggiudicazione", Field.AWARD, None),
        ("Entidade adjudicante", Field.NAME, Party.BUYER),
        ("Preço contratual", Field.CONTRACT, None),
        ("Aanbestedende dienst", Field.NAME, Party.BUYER),
        ("Geraamde waarde van de opdracht", Field.ESTIMATE, None),
        ("Nazwa zamawiającego", Field.NAME, Party.BUYER),
        ("Termin składania ofert", Field.OPENING, None),
        ("Upphandlande myndighet", Field.NAME, Party.BUYER),
        ("Název zadavatele", Field.NAME, Party.BUYER),
        ("Data încheierii contractului", Field.SIGNED, None),
        ("Ordregivende myndighed", Field.NAME, Party.BUYER),
        ("Hankintayksikkö", Field.NAME, Party.BUYER),
        ("Ajánlatkérő", Field.NAME, Party.BUYER),
        ("Αναθέτουσα αρχή", Field.NAME, Party.BUYER),
        ("Възложител", Field.NAME, Party.BUYER),
        ("Pasūtītājs", Field.NAME, Party.BUYER),
        ("Kontaktstelle", Field.OTHER, None),
    ],
)
def test_label_is_understood_in_its_language(label: str, field: Field | None, party: Party | None) -> None:
    found = meaning(label)

    assert (None if found is None else found.field) == field
    assert found is None or found.party == party


@pytest.mark.parametrize(
    "label",
    [
        "Nom et adresse du titulaire",  # two values behind one label
        "Le titulaire doit respecter le délai",
        "Montant des offres reçues le plus bas",
        "Date de livraison",
        "Prix 12 € par lot",
        "Nummer",
        "du",
        "",
    ],
)
def test_words_that_are_not_wholly_explained_are_no_label(label: str) -> None:
    assert phrase_of(label) is None


@pytest.mark.parametrize(
    ("title", "stage"),
    [
        ("Avis d’attribution de marché : fournitures scolaires", Stage.AWARD),
        ("Bekanntmachung vergebener Aufträge", Stage.AWARD),
        ("Berichtigung der Auftragsbekanntmachung", Stage.AMENDMENT),
        ("Anuncio de licitación de suministro", Stage.TENDER),
        ("Avviso di preinformazione", Stage.PLANNING),
        ("Ogłoszenie o udzieleniu zamówienia", Stage.AWARD),
        ("Oznámení o zahájení zadávacího řízení", Stage.TENDER),
        ("Anunț de atribuire a contractului", Stage.AWARD),
        ("Προκήρυξη σύμβασης", Stage.TENDER),
        ("Supply of school desks", None),
    ],
)
def test_title_tells_the_act_in_its_language(title: str, stage: Stage | None) -> None:
    assert stage_of(title) == stage


def test_headings_and_lots_without_a_winner_are_told_in_their_language() -> None:
    assert section_of("Section V : Attribution du marché") is Section.AWARD
    assert section_of("Abschnitt I: Öffentlicher Auftraggeber") is Section.BUYER
    assert lot_status_of("Lot 3 : déclaré infructueux") == (LotStatus.FAILED, 16, 27)
    assert lot_status_of("Część 2: postępowanie unieważniono") is not None
    assert lot_status_of("Lot 3 : attribué") is None


def test_conventions_come_from_the_label_where_its_languages_agree() -> None:
    assert conventions_beside("Valor estimado").decimal == ","
    assert conventions_beside("Contract value").decimal == "."
    assert conventions_beside("Budget").decimal == ""


# --- a language by data ----------------------------------------------------------------------------------------------


def test_language_of_the_how_to_is_read_without_code() -> None:
    assert meaning("Kaupant") is None
    with added([read_lexicon(invented(), "xx.toml")]):
        assert meaning("Kaupant") is not None
        assert meaning("Nimo do vinnant").party is Party.SUPPLIER  # type: ignore[union-attr]
        assert meaning("Sumo do kontrakto").field is Field.CONTRACT  # type: ignore[union-attr]
        assert stage_of("Anonso do vinno: kameroj") is Stage.AWARD
        assert read_date("7 floramo 2024").isoformat() == "2024-05-07"  # type: ignore[union-attr]
        assert read_date("5/3/2024", "xx").isoformat() == "2024-03-05"  # type: ignore[union-attr]
        assert read_range("de 3 floramo 2024 ghis 8 floramo 2024") is not None
        assert is_organization("Urbestro Lumino")
    assert meaning("Kaupant") is None
    assert read_date("7 floramo 2024") is None


def test_languages_of_a_folder_are_read_by_name(tmp_path: Path) -> None:
    (tmp_path / "xx.toml").write_text(invented(), "utf-8")

    assert [one.language for one in read_folder(tmp_path)] == ["xx"]
    assert read_folder(tmp_path / "absent") == ()


HEAD = 'language = "xx"\nname = "Example"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('language = "xx"\nname = \n', "xx.toml is no TOML"),
        ('language = "Example"\nname = "Example"\n', "xx.toml, line 1: language must be a code"),
        ('language = "xx"\n', "xx.toml: name must be"),
        (HEAD + 'decimal = ";"\n', "xx.toml, line 3: decimal must be one of"),
        (HEAD + "[label]\n", "xx.toml, line 3: label is no part of a language file"),
        (HEAD + '\n[labels]\nwinner = "vinnant"\n', "xx.toml, line 5: labels.winner is no key"),
        (HEAD + "[labels]\naward = 3\n", "xx.toml, line 4: labels.award must be one text"),
        (
            HEAD + "[labels]\naward = '''\nsumo\nprezo'''\nbid = '''\nofro\nsumo'''\n",
            "xx.toml, line 9: labels.bid gives 'sumo'",
        ),
        (HEAD + "[labels]\naward = '''\nsumo | sumo'''\n", "xx.toml, line 5: labels.award holds 'sumo' twice"),
        (HEAD + "[months]\nnames = '''\njanuro\n'''\n", "xx.toml, line 4: months.names must hold twelve lines"),
        (HEAD + '[patterns]\nfee = ".*"\n', "xx.toml, line 3: patterns is no part"),
    ],
)
def test_mistake_is_named_with_file_line_and_key(text: str, message: str) -> None:
    with pytest.raises(BadUsage) as caught:
        read_lexicon(text, "xx.toml")

    assert message in str(caught.value)


def test_file_that_is_no_text_or_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "xx.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadUsage, match="UTF-8"):
        read_folder(tmp_path)
    (tmp_path / "xx.toml").write_text("#" * 400_001, "utf-8")
    with pytest.raises(BadUsage, match="400,000 bytes"):
        read_folder(tmp_path)
