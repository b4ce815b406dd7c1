"""Each stretch of a text says its language and script, or that it does not tell."""

from __future__ import annotations

import pytest

from counterfile.model.reading import Block, BlockKind, LanguageRun
from counterfile.text.languages import of_text, runs

ENGLISH = "The authority invites tenders for the supply of cameras and their maintenance."
FRENCH = "La commune lance un marché pour la fourniture des caméras et leur entretien."
CHINESE = "云岭市公安局视频会议设备采购项目中标公告"


def laid_out(*lines: str) -> tuple[str, list[Block]]:
    blocks, at = [], 0
    for line in lines:
        blocks.append(Block(BlockKind.PARAGRAPH, at, at + len(line)))
        at += len(line) + 1
    return "\n".join(lines), blocks


def told(*lines: str) -> list[tuple[str, str, str]]:
    text, blocks = laid_out(*lines)
    return [(run.language, run.script, text[run.start : run.end]) for run in runs(text, blocks)]


@pytest.mark.parametrize(
    ("text", "language", "script"),
    [
        (CHINESE, "zh", "Hans"),
        ("臺北市政府警察局視訊會議設備採購案決標公告", "zh", "Hant"),
        ("東山市は防犯カメラの購入について入札を行います。", "ja", "Jpan"),
        ("동산시는 방범 카메라 구매를 위한 입찰을 공고합니다.", "ko", "Kore"),
        (ENGLISH, "en", "Latn"),
        (FRENCH, "fr", "Latn"),
        ("Die Stadt vergibt die Lieferung von Kameras im Wege einer Ausschreibung.", "de", "Latn"),
        ("El ayuntamiento licita el suministro de las cámaras y su mantenimiento.", "es", "Latn"),
        ("A câmara abre concurso para a aquisição de serviços e não de obras.", "pt", "Latn"),
        ("Il comune affida la fornitura delle telecamere e dei servizi di gara.", "it", "Latn"),
        ("Gmina ogłasza przetarg na dostawę kamer oraz usługi dla szkół i urzędów.", "pl", "Latn"),
        ("Předmětem zakázky je dodávka kamer, které jsou určeny pro město.", "cs", "Latn"),
        ("Predmetom zákazky je dodávka kamier, ktoré sú určené pre mesto podľa zmluvy.", "sk", "Latn"),
        ("A közbeszerzés tárgya kamerák beszerzése és az üzemeltetés.", "hu", "Latn"),
        ("Hankinnan kohde on kamerat ja niiden huolto, joka sisältyy hankintaan.", "fi", "Latn"),
        ("Η αναθέτουσα αρχή προκηρύσσει διαγωνισμό για την προμήθεια καμερών.", "el", "Grek"),
        ("Администрация города объявляет конкурс на поставку камер для нужд города.", "ru", "Cyrl"),
        ("Міська рада оголошує закупівлю камер для потреб міста та їх обслуговування.", "uk", "Cyrl"),
        ("Общината обявява обществена поръчка за доставка на камери и услуги със срок.", "bg", "Cyrl"),
        ("ئۈرۈمچى شەھەرلىك جامائەت خەۋپسىزلىك ئىدارىسى", "ug", "Arab"),
        ("تعلن الوزارة عن مناقصة لتوريد كاميرات", "ar", "Arab"),
        ("བོད་རང་སྐྱོང་ལྗོངས་མི་དམངས་སྲིད་གཞུང་།", "bo", "Tibt"),
        ("2023-05-12 09:30", "und", "Zyyy"),
        ("", "und", "Zyyy"),
        ("YLZC-2023-0142", "und", "Zyyy"),
        ("Hikvision", "und", "Latn"),
    ],
)
def test_a_text_tells_its_language_and_script(text: str, language: str, script: str) -> None:
    assert of_text(text) == (language, script)


def test_no_blocks_make_no_runs() -> None:
    assert runs("", ()) == ()


def test_neighbors_in_one_language_are_one_run() -> None:
    assert told(CHINESE, "采购人：云岭市公安局") == [("zh", "Hans", f"{CHINESE}\n采购人：云岭市公安局")]


def test_amounts_and_numbers_go_with_the_run_before_them() -> None:
    assert told("1", CHINESE, "1285000.00", "YLZC-2023-0142") == [
        ("zh", "Hans", f"1\n{CHINESE}\n1285000.00\nYLZC-2023-0142")
    ]


def test_two_languages_are_two_runs_that_begin_and_end_with_blocks() -> None:
    text, blocks = laid_out(CHINESE, ENGLISH)

    assert runs(text, blocks) == (
        LanguageRun(0, len(CHINESE), "zh", "Hans"),
        LanguageRun(len(CHINESE) + 1, len(text), "en", "Latn"),
    )


def test_passages_of_two_european_languages_are_told_apart() -> None:
    assert [(language, text) for language, _, text in told(ENGLISH, ENGLISH, FRENCH)] == [
        ("en", f"{ENGLISH}\n{ENGLISH}"),
        ("fr", FRENCH),
    ]


def test_a_short_line_goes_with_the_language_around_it() -> None:
    assert told(FRENCH, "Lot 1", FRENCH) == [("fr", "Latn", f"{FRENCH}\nLot 1\n{FRENCH}")]


def test_a_brand_in_a_chinese_table_is_not_given_a_language() -> None:
    assert told(CHINESE, "Hikvision", "台") == [
        ("zh", "Hans", CHINESE),
        ("und", "Latn", "Hikvision"),
        ("zh", "Hans", "台"),
    ]


def test_one_traditional_character_in_a_name_does_not_make_a_text_traditional() -> None:
    assert [script for _, script, _ in told(CHINESE * 3, "供应商：雲岭远视科技有限公司", CHINESE)] == ["Hans"]


def test_the_same_notice_in_both_scripts_is_two_runs() -> None:
    assert [
        script for _, script, _ in told("云岭市政府采购中心关于设备采购的公告", "雲嶺市政府採購中心關於設備採購的公告")
    ] == ["Hans", "Hant"]


def test_a_word_of_many_letters_and_one_digit_ends_soon() -> None:
    assert of_text("a" * 200_000 + "1")[1] in {"Zyyy", "Latn"}
