"""The verdict on a page: walls and errors by their words in any language, the rest by its shape."""

from pathlib import Path

import pytest

from cleaner import Verdict, clean_html, explain, explain_html
from cleaner.language.walls import phrases
from cleaner.verdict import KINDS, probabilities, shape
from support import FIRST_LANGUAGES, LANGUAGES, article, name_of, page_files, read, whole_files

MENU = "Home\nNews\nSport\nWeather\nContact"
FOOT = "About us\nPrivacy policy\n© 2026 The Kestrel. All rights reserved."

ERRORS = {
    "en": "404\nPage not found\nSorry, the page you are looking for does not exist.\nBack to home",
    "de": "Startseite\nFehler 404\nDie gewünschte Seite wurde nicht gefunden.\nZurück zur Startseite\nImpressum",
    "fr": "Accueil\nOups !\nCette page est introuvable ou n'existe plus.\nRetour à l'accueil",
    "es": "Acceso denegado\nNo tienes permiso para ver esta página.\nVolver al inicio",
    "ro": "Acasă\nPagina nu a fost găsită\nNe pare rău, dar pagina căutată nu există.\nCaută",
    "ru": "Главная\nСтраница не найдена\nВозможно, она была удалена.\nНа главную",
    "tr": "Ana sayfa\nAradığınız sayfa bulunamadı.\nAna sayfaya dön",
    "ja": "ホーム\nお探しのページは見つかりませんでした。\nトップページへ戻る",
    "zh": "首页\n您访问的页面不存在或已被删除。\n返回首页",
    "ar": "الرئيسية\nعذرا، الصفحة غير موجودة.\nالعودة إلى الرئيسية",
    "captcha": "Just a moment...\nVerify you are human by completing the action below.\nSecurity by Example",
    "javascript": "Please enable JavaScript to continue using this application.",
    "down": "We'll be back soon\nOur site is temporarily unavailable due to scheduled maintenance.",
}
CONSENT = {
    "en": "We value your privacy\nWe and our 812 partners store and access information on a device, such as cookies, "
    "and process personal data to personalise ads and content and measure them.\nAccept all\nReject all\nMore options",
    "de": "Ihre Privatsphäre ist uns wichtig\nWir und unsere Partner verwenden Cookies und verarbeiten "
    "personenbezogene Daten, um Inhalte und Anzeigen zu personalisieren.\nAlle akzeptieren\nAlle ablehnen\nOptionen",
    "ro": "Folosim cookie-uri pentru a personaliza conținutul și reclamele și pentru a analiza traficul.\n"
    "Acceptă toate\nRefuză toate\nSetări cookie",
    "pl": "Szanujemy Twoją prywatność\nMy i nasi partnerzy używamy plików cookie, aby dopasować treści i reklamy oraz "
    "analizować ruch.\nAkceptuję\nOdrzuć wszystkie\nUstawienia",
}
PROMPTS = {
    "en": "Subscribe to continue reading\nAlready a subscriber? Log in",
    "de": "Jetzt weiterlesen mit Abo\nSie sind bereits Abonnent? Jetzt anmelden",
    "fr": "Cet article est réservé aux abonnés\nDéjà abonné ? Connectez-vous",
    "es": "Contenido exclusivo para suscriptores\n¿Ya eres suscriptor? Inicia sesión",
    "it": "Contenuto riservato agli abbonati\nSei già abbonato? Accedi",
}


def verdict(text: str) -> Verdict:
    return explain(text).verdict


@pytest.mark.parametrize("name", ERRORS)
def test_errors(name: str) -> None:
    assert verdict(ERRORS[name]).kind == "error-page"


@pytest.mark.parametrize("name", CONSENT)
def test_consent_walls(name: str) -> None:
    assert verdict(CONSENT[name]).kind == "consent-wall"


@pytest.mark.parametrize("lang", PROMPTS)
def test_paywalls_hold_a_lead_back(lang: str) -> None:
    said = verdict("\n".join([MENU, *article(lang)[:2], PROMPTS[lang], FOOT]))
    assert (said.kind, said.truncated) == ("paywall", True)


@pytest.mark.parametrize("lang", PROMPTS)
def test_a_prompt_before_a_whole_article_is_no_paywall(lang: str) -> None:
    said = verdict("\n".join([MENU, PROMPTS[lang], *article(lang), *article(lang)[::-1], FOOT]))
    assert said.kind != "paywall"
    assert not said.truncated


def test_a_sentence_is_a_stub() -> None:
    assert (
        verdict(f"{MENU}\nThe ferry left the harbour at noon on Sunday, with forty passengers.\n{FOOT}").kind == "stub"
    )


@pytest.mark.parametrize("text", ["", "   \n", f"{MENU}\n{FOOT}"])
def test_menus_alone_are_empty(text: str) -> None:
    assert verdict(text).kind == "empty"


# They say that the rest is for subscribers.
HELD_BACK = {"el/blog", "fr/blog", "it/blog", "pl/magazine", "ru/shop", "zh/magazine"}


@pytest.mark.parametrize("page", page_files(), ids=name_of)
def test_fixture_pages_are_paywalls_where_they_say_so_and_no_other_walls(page: Path) -> None:
    said = verdict(read(page))
    assert said.kind not in ("error-page", "consent-wall", "empty", "stub")
    assert (said.kind == "paywall") == (name_of(page) in HELD_BACK)
    assert 0.25 <= said.confidence <= 1


@pytest.mark.parametrize("lang", FIRST_LANGUAGES)
def test_an_article_with_a_page_around_it_is_one(lang: str) -> None:
    assert verdict("\n".join([MENU, *article(lang), FOOT])).kind == "article"


@pytest.mark.parametrize("end", ["…", "..."])
def test_a_text_that_ends_in_an_ellipsis_breaks_off(end: str) -> None:
    *paragraphs, last = article("en")
    assert explain("\n".join([*paragraphs, last[: len(last) // 2] + end])).verdict.truncated
    assert not explain("\n".join([*paragraphs, last])).verdict.truncated


def test_articles_about_errors_and_cookies_are_none() -> None:
    for file in whole_files():
        assert verdict(read(file)).kind not in ("error-page", "consent-wall", "empty"), file


def test_html_has_a_verdict_too() -> None:
    page = "<nav><a href=/>Home</a></nav>" + "".join(f"<p>{paragraph}" for paragraph in article("en"))
    assert explain_html(page).verdict.kind == "article"
    assert clean_html(page)


def test_chances_add_up_to_one() -> None:
    explanation = explain("\n".join([MENU, *article("en"), FOOT]))
    chances = probabilities(shape(explanation.page, []))
    assert sum(chances.values()) == pytest.approx(1)
    assert set(chances) <= set(KINDS)


def test_every_language_says_errors_of_its_own() -> None:
    from importlib import resources

    text = resources.files("cleaner.language").joinpath("packs/_errors.txt").read_text("utf-8")
    codes = {line.partition(" ")[0] for line in text.splitlines() if line and line[0] not in "#*"}
    assert codes == set(LANGUAGES)
    assert len(set(phrases(True))) > 1000
