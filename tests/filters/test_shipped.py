"""Each shipped filter alone: lines that it marks, and lines like them that it leaves."""

from collections.abc import Iterator

import pytest

from cleaner import CONTEXT, DEFAULT, LIKELY, LOCAL, Filter, Mark, Page, read_text
from cleaner.pipeline import annotate

NAMES: dict[str, Filter] = {getattr(one, "__name__", ""): one for one in DEFAULT}
# Lines that a filter marks as likely at least: filter, label, language, line.
MARKED = """
cookies|cookie|en|We use cookies to analyse traffic and improve your experience on our website.
cookies|cookie|en|Accept all cookies
cookies|cookie|fr|Nous utilisons des cookies pour améliorer votre expérience et mesurer l'audience de ce site.
cookies|cookie|fr|Tout accepter
cookies|cookie|es|Utilizamos cookies propias y de terceros para analizar el tráfico y mejorar su experiencia.
cookies|cookie|el|Χρησιμοποιούμε cookies για να βελτιώσουμε την εμπειρία σας και να αναλύσουμε την κίνηση.
read_more|read-more|en|Read more
read_more|read-more|en|Continue reading
read_more|read-more|fr|Lire la suite
read_more|read-more|es|Leer más
read_more|read-more|el|Διαβάστε περισσότερα
teasers|teaser|en|The council has decided to close the old swimming baths on the edge of town and will not…
teasers|teaser|fr|Le conseil municipal a décidé de fermer la vieille piscine au bord de la ville et ne veut...
teasers|teaser|es|El ayuntamiento ha decidido cerrar la vieja piscina a las afueras de la ciudad y no…
teasers|teaser|el|Το δημοτικό συμβούλιο αποφάσισε να κλείσει το παλιό κολυμβητήριο στην άκρη της πόλης και…
navigation|navigation|en|Skip to content
navigation|navigation|en|Home › News › Local
navigation|navigation|en|www.ashgrove-post.example
navigation|navigation|fr|Accueil
navigation|navigation|es|Inicio
share|share|en|Share on Facebook
share|share|en|Facebook Twitter WhatsApp
share|share|fr|Partager sur Facebook
share|share|es|Compartir en Twitter
share|share|el|Κοινοποίηση στο Facebook
newsletter|newsletter|en|Subscribe to our newsletter
newsletter|newsletter|fr|Inscrivez-vous à notre newsletter
newsletter|newsletter|es|Suscríbete a nuestra newsletter
newsletter|newsletter|el|Εγγραφείτε στο newsletter
paywall|paywall|en|Already a subscriber? Log in
paywall|paywall|en|Subscribe to continue reading
paywall|paywall|fr|Article réservé aux abonnés
paywall|paywall|es|Contenido exclusivo para suscriptores
paywall|paywall|el|Μόνο για συνδρομητές
related|related|en|Related articles
related|related|en|Most read
related|related|fr|Lire aussi
related|related|es|Noticias relacionadas
related|related|el|Διαβάστε επίσης
comments|comments|en|Leave a comment
comments|comments|en|12 comments
comments|comments|fr|Laisser un commentaire
comments|comments|es|Deja un comentario
comments|comments|el|Αφήστε ένα σχόλιο
captions|caption|en|Photo: Marta Keel/Reuters
captions|caption|fr|Crédit photo : Marthe Quel
captions|caption|es|Foto: Marta Quel
captions|caption|el|Φωτογραφία: ΑΠΕ-ΜΠΕ
bylines|byline|en|By Helen Marsh
bylines|byline|en|5 min read
bylines|byline|fr|Temps de lecture : 3 minutes
bylines|byline|es|Por Marta Quel
dates|date|en|14 March 2024
dates|date|en|3 hours ago
dates|date|fr|14 mars 2024
dates|date|es|14 de marzo de 2024
dates|date|el|14 Μαρτίου 2024
copyright|copyright|en|© 2024 Northfield Media Ltd. All rights reserved.
copyright|copyright|en|All rights reserved.
copyright|copyright|fr|Tous droits réservés
copyright|copyright|es|Todos los derechos reservados
adverts|advert|en|Advertisement
adverts|advert|en|Sponsored content
adverts|advert|fr|Publicité
adverts|advert|es|Publicidad
adverts|advert|el|Διαφήμιση
logins|login|en|Log in
logins|login|en|Forgot your password?
logins|login|fr|Mot de passe oublié ?
logins|login|es|Iniciar sesión
logins|login|el|Σύνδεση
widgets|widget|en|Listen to this article
widgets|widget|en|Print this page
widgets|widget|fr|Écouter l'article
widgets|widget|es|Escuchar el artículo
prose|article|en|The ferry to the island was cancelled on Sunday because of the storm in the strait.
prose|article|fr|Le bateau pour l'île a été annulé dimanche à cause de la tempête dans le détroit.
prose|article|es|El barco a la isla fue cancelado el domingo por la tormenta que había en el estrecho.
prose|article|el|Το πλοίο για το νησί ακυρώθηκε την Κυριακή λόγω της καταιγίδας που είχε το στενό.
"""
# Lines like them that the filter does not mark, or only hints at: filter, language, line.
LEFT = """
cookies|en|Her grandmother's cookies were gone before the coffee was poured.
cookies|en|The regulator found that the company had set cookies on millions of phones without asking anyone.
cookies|fr|Les cookies de sa grand-mère avaient disparu avant que le café ne soit servi.
cookies|es|Las galletas de la abuela desaparecieron antes de que se sirviera el café.
read_more|en|He wants to read more books about the sea.
read_more|en|To read more than one paper a day was thought a vice.
read_more|fr|Elle voulait lire la suite du roman avant de dormir.
read_more|es|Quería leer más libros sobre el mar.
teasers|en|“I thought that you had left the village for good and that we would never…”
teasers|en|Well…
teasers|fr|Il ne disait rien.
teasers|es|– No sé si usted se acuerda de mí, pero hace muchos años que yo…
navigation|en|The content of the letter was never made public.
navigation|en|He said yes / no / perhaps, and then he left the room without his hat.
navigation|fr|L'accueil des réfugiés a été organisé par la paroisse.
navigation|es|El inicio de la guerra sorprendió a la familia en la playa.
share|en|He wanted to share his winnings with the whole street.
share|en|The company, which owns Facebook and WhatsApp, denied it.
share|fr|Il voulait partager le gain avec toute la rue.
share|es|Quería compartir el premio con toda la calle.
newsletter|en|The newsletter of the parish was printed in the cellar of the school.
newsletter|en|Nobody subscribed to his view.
newsletter|fr|La lettre de la paroisse était imprimée dans la cave de l'école.
newsletter|es|El boletín de la parroquia se imprimía en el sótano de la escuela.
paywall|en|Every subscriber received a letter from the editor in June.
paywall|en|She read on in spite of the noise.
paywall|fr|Chaque abonné a reçu une lettre de la rédaction en juin.
paywall|es|Cada suscriptor recibió una carta de la redacción en junio.
related|en|The articles of the treaty related to fishing were dropped.
related|en|It was the most read book of that winter in the town.
related|fr|Il fallait lire aussi entre les lignes de ce traité.
related|es|Las noticias relacionadas con la pesca no llegaban al pueblo.
comments|en|The minister left without comment and got into the car.
comments|en|Fourteen comments in the margin, all in green ink, gave the censor away.
comments|fr|Le ministre est parti sans commentaire et est monté dans la voiture.
comments|es|El ministro se fue sin comentarios y subió al coche.
captions|en|The photo shows two men on a pier, and neither of them is smiling.
captions|en|Picture this: a town of nine thousand people and not one doctor.
captions|fr|La photo montre deux hommes sur une jetée.
captions|es|La foto muestra a dos hombres en un muelle.
bylines|en|By Monday the water had gone.
bylines|en|Written by candlelight, the letter is barely legible today.
bylines|fr|Par temps clair, on voit la côte d'en face.
bylines|es|Por la mañana el agua ya se había ido.
dates|en|On 14 March 2024 the last ferry left the island.
dates|en|Three hours ago this was still a street.
dates|fr|Le 14 mars 2024, le dernier bateau a quitté l'île.
dates|es|El 14 de marzo de 2024 salió el último barco de la isla.
copyright|en|The copyright on the song runs out in 2031, seventy years after her death.
copyright|en|All rights come at a price, the old unionist used to say.
copyright|fr|Tous les droits ont un prix, disait le vieux syndicaliste.
copyright|es|Todos los derechos tienen un precio, decía el viejo sindicalista.
adverts|en|The advertisement for a night porter hung in the window for eleven years.
adverts|en|The team was sponsored by a brewery and could at last afford boots.
adverts|fr|La publicité pour le dentifrice a été interdite à la radio en 1951.
adverts|es|La publicidad de pasta de dientes se prohibió en la radio en 1951.
logins|en|He had forgotten his password and, with it, eleven years of photographs.
logins|en|Sign in ink, the notary insisted.
logins|fr|Il avait oublié son mot de passe et onze ans de photos.
logins|es|Había olvidado la contraseña y once años de fotos.
widgets|en|They listened to the article being read aloud in the square.
widgets|en|The print of her hand was still on the wall.
widgets|fr|Ils écoutaient l'article lu à haute voix sur la place.
widgets|es|Escuchaban el artículo leído en voz alta en la plaza.
prose|en|Home
prose|en|Share on Facebook
prose|fr|Tout accepter
prose|es|Política Deportes Cultura
"""


def rows(table: str) -> list[list[str]]:
    return [line.split("|", 3 if table is MARKED else 2) for line in table.strip().split("\n")]


def marks(name: str, lang: str, line: str) -> Iterator[Mark]:
    """The marks that a filter hangs on a line, beyond hints."""
    page = read_text(line, language=lang)
    return (mark for mark in NAMES[name](page) if mark.strength >= LIKELY)


@pytest.mark.parametrize(("name", "label", "lang", "line"), rows(MARKED))
def test_marked(name: str, label: str, lang: str, line: str) -> None:
    assert label in {mark.label for mark in marks(name, lang, line)}


@pytest.mark.parametrize(("name", "lang", "line"), rows(LEFT))
def test_left(name: str, lang: str, line: str) -> None:
    assert list(marks(name, lang, line)) == []


def test_every_local_filter_has_rows_of_both_kinds() -> None:
    for one in LOCAL:
        name = getattr(one, "__name__", "")
        if name != "titles":  # looks at a whole page; see below
            assert sum(row[0] == name for row in rows(MARKED)) >= 4, name
            assert sum(row[0] == name for row in rows(LEFT)) >= 4, name


@pytest.mark.parametrize("one", DEFAULT, ids=lambda one: str(one.__name__))
def test_a_filter_says_what_it_does(one: Filter) -> None:
    assert one.__doc__


HEADLINE = "Ashgrove to replace all its street lamps"
PARAGRAPH = "The city will replace all of its lamps with dimmable lights over the next three years, it said on Monday."


def titled(page: str, title: str = "") -> list[str]:
    read = read_text(page, language="en", title=title)
    return [read.blocks[mark.block].text for mark in NAMES["titles"](read)]


@pytest.mark.parametrize("site", ["", " - The Ashgrove Post", " | Ashgrove Post", " — Ashgrove Post", " • Post"])
def test_a_headline_that_repeats_the_title_line_is_marked(site: str) -> None:
    page = f"{HEADLINE}{site}\nHome\nNews\nSport\n{HEADLINE}\n{PARAGRAPH}"
    assert titled(page) == [HEADLINE + site, HEADLINE]


@pytest.mark.parametrize(
    "page",
    [
        f"{HEADLINE}\n{PARAGRAPH}",
        f"{HEADLINE} - The Ashgrove Post\n{PARAGRAPH}",
        f"Home\n{PARAGRAPH}",
        f"Yes\n{PARAGRAPH}\nYes",
    ],
)
def test_a_headline_that_nothing_repeats_is_left(page: str) -> None:
    assert HEADLINE not in titled(page)
    assert "Yes" not in titled(page)


def test_a_headline_that_repeats_a_known_title_is_marked() -> None:
    assert titled(f"Home\n{HEADLINE}\n{PARAGRAPH}", title=HEADLINE) == [HEADLINE]
    assert titled(f"Home\n{HEADLINE}\n{PARAGRAPH}", title="Another story") == []


def in_context(name: str, page: str) -> list[str]:
    """The blocks that a context filter marks, once the local ones and those before it have spoken."""
    at = CONTEXT.index(NAMES[name])
    marked = annotate(read_text(page, language="en"), (*LOCAL, *CONTEXT[:at]), LOCAL, DEFAULT)
    return list(dict.fromkeys(marked.blocks[mark.block].text for mark in NAMES[name](marked)))


TEASER = "The council has decided to close the old swimming baths on the edge of town and will not…"
OTHER_TEASER = "A man of forty who had lost his way in the fog was found on Tuesday by two hikers near…"


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        (f"{PARAGRAPH}\n{TEASER}\n{OTHER_TEASER}\nRead more", [TEASER, OTHER_TEASER]),
        (f"Share on Facebook\n{TEASER}\n{OTHER_TEASER}\n{PARAGRAPH}", [TEASER, OTHER_TEASER]),
        (f"{PARAGRAPH}\n{TEASER}\n{OTHER_TEASER}", []),
        (f"{PARAGRAPH}\n{TEASER}", []),
        (f"{TEASER}\n{PARAGRAPH}\n{PARAGRAPH}\n{OTHER_TEASER}", []),
        (f"{PARAGRAPH}\n“I thought that you had…”\n“And I that you…”", []),
    ],
)
def test_teasers_in_a_row(page: str, wanted: list[str]) -> None:
    assert in_context("teaser_runs", page) == wanted


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        (f"{PARAGRAPH}\nRelated articles\nMan in the fog\nBaths to close", ["Man in the fog", "Baths to close"]),
        (f"{PARAGRAPH}\nMost read\nMan found in the fog\n{PARAGRAPH}\n{PARAGRAPH}", ["Man found in the fog"]),
        (f"{PARAGRAPH}\nThe lamps\nBaths to close\n{PARAGRAPH}", []),
        (f"{PARAGRAPH}\nRelated articles\n{PARAGRAPH}\n{PARAGRAPH}", []),
    ],
)
def test_what_stands_under_a_related_head(page: str, wanted: list[str]) -> None:
    assert in_context("sections", page) == wanted


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        ("Lamps\nBaths\nFog\nBridge\nHarbour\nSchool", ["Lamps", "Baths", "Fog", "Bridge", "Harbour", "School"]),
        ("Lamps\nBaths\nFog", []),
        (f"Lamps\nBaths\n{PARAGRAPH}\nFog\nBridge", []),
        (PARAGRAPH, []),
    ],
)
def test_short_lines_in_a_row(page: str, wanted: list[str]) -> None:
    assert in_context("short_runs", page) == wanted


@pytest.mark.parametrize("one", DEFAULT, ids=lambda one: str(one.__name__))
def test_a_page_without_blocks_has_no_marks(one: Filter) -> None:
    assert list(one(Page("", ()))) == []
