"""Which language a page is in, and that the slow detector is loaded only where it is needed."""

import pytest

from cleaner import explain
from cleaner.language.detect import detect
from cleaner.language.index import shipped_index
from support import FIRST_LANGUAGES, LANGUAGES, TAKEN_FOR, article, run_python

CHARACTERS = 300


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_article_is_detected_by_300_characters(lang: str) -> None:
    text = "\n".join(article(lang))
    for start in range(0, len(text) - CHARACTERS, CHARACTERS):
        assert detect([text[start : start + CHARACTERS]], shipped_index()) in (lang, TAKEN_FOR.get(lang))


@pytest.mark.parametrize(
    "text",
    [
        *article("zh"),
        "新华社北京3月1日电",
        "全国人民代表大会",
        "首页 新闻 体育 财经 娱乐",
    ],
)
def test_chinese_is_never_korean(text: str) -> None:
    assert explain(text).language == "zh"


def test_chinese_between_latin_names_is_never_korean() -> None:
    assert explain("阅读全文 Facebook Twitter WhatsApp").language != "ko"


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("東京都は月曜日、新しい橋を来年の春に開通させると発表した。", "ja"),
        ("서울시는 월요일에 새 다리를 내년 봄에 개통한다고 발표했다.", "ko"),
        ("העירייה הודיעה ביום שני כי הגשר החדש ייפתח באביב הבא.", "he"),
        ("Cyhoeddodd y cyngor ddydd Llun y bydd y bont newydd yn agor y gwanwyn nesaf ac y bydd yr hen un.", "cy"),
        ("નગરપાલિકાએ સોમવારે જાહેર કર્યું કે નવો પુલ આવતા વસંતમાં ખૂલશે.", "gu"),
        ("မြို့တော်က တနင်္လာနေ့မှာ တံတားသစ်ကို လာမယ့်နွေဦးမှာ ဖွင့်မယ်လို့ ကြေညာခဲ့တယ်။", "my"),
    ],
)
def test_languages_without_a_pack_are_named_too(text: str, lang: str) -> None:
    assert explain(text).language == lang


@pytest.mark.parametrize("text", ["", " \n", "12 34", "— …", "\u200b"])
def test_no_letters_no_language(text: str) -> None:
    assert explain(text).language == ""


def test_a_language_that_is_told_is_believed() -> None:
    assert explain("\n".join(article("en")), language="ro").language == "ro"


def test_consent_text_in_english_does_not_make_a_page_english() -> None:
    consent = "This website uses cookies to improve your experience.\nAccept all\nRead More\n" * 3
    assert explain(consent + "\n".join(article("ro"))).language == "ro"


@pytest.mark.parametrize("lang", FIRST_LANGUAGES)
def test_langdetect_is_not_loaded_for_an_article_of_a_known_language(lang: str) -> None:
    code = (
        "import sys, cleaner; from support import article;"
        f"cleaner.clean('\\n'.join(article({lang!r}))); print('langdetect' in sys.modules)"
    )
    assert run_python(code, timeout=60).strip() == "False"


def test_langdetect_gives_the_same_answer_in_every_process() -> None:
    code = (
        "from cleaner.language.detect import ask_langdetect as ask;"
        "print([ask(t) for t in ('Share Tweet', 'ok', 'la la la', 'de la', 'Sport Video Foto', 'menu')])"
    )
    assert run_python(code, timeout=60, hash_seed="1") == run_python(code, timeout=60, hash_seed="2")
