"""What counts as the same word: the tokens of a text, folded for matching.

Folding serves matching alone; it never reaches the output. `COOKIE-URI`, `cookie‑uri` and `ｃｏｏｋｉｅ uri` are the
same two tokens, ş and ș are the same letter, ΠΕΡΙΣΣΌΤΕΡΑ is περισσότερα.

>>> tokens("Citește și: l’été à Łódź")
['citeste', 'si', 'l', 'ete', 'a', 'lodz']
>>> tokens("阅读全文 »")
['阅', '读', '全', '文']
"""

import re
import unicodedata

# Scripts that write no spaces: each character is a token. Thai and Lao, Myanmar, Khmer, kana, Han.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Marks that are part of a word but that `\w` leaves out, Armenian's question mark among them, with soft hyphen, ZWNJ
# and ZWJ inside words.
_ACCENTS = (
    "\u0300-\u036f\u0483-\u0487\u055b\u055c\u055e\u0591-\u05bd\u05bf\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
)
_JOINERS = "\u00ad\u200c\u200d"
_MARKS = f"{_ACCENTS}\u0900-\u0dff{_JOINERS}"
# What ends a sentence, beside "…": of Latin and its neighbours, CJK, Indic scripts, Urdu, Arabic, Armenian, Ethiopic,
# Burmese and Khmer; and of these, what a space need not follow. Thai and Lao end sentences by nothing.
STOPS, CLOSE_STOPS = ".!?。！？।॥۔؟։።။។", "。！？।॥။។"
# What parts the clauses of a sentence.
COMMAS = ",;:，、：；،؛၊፣՝"
UNSPACED_CHARACTER = re.compile(f"[{UNSPACED}]")
_LETTER = rf"[^\W_{UNSPACED}]"
TOKEN = re.compile(rf"{_LETTER}+(?:[{_MARKS}]+{_LETTER}*)*|[{UNSPACED}]|©|\([cC]\)")

# Accents, vowel points and joiners that spelling may leave out. Indic vowel signs are letters and stay.
_DROPPED = re.compile(f"[{_ACCENTS}\u0640{_JOINERS}]+")
# Letters that Unicode does not decompose, and the Arabic and Persian twins.
_TWINS = str.maketrans(
    {
        "ł": "l", "đ": "d", "ø": "o", "ı": "i", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
        "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ٱ": "ا", "ة": "ه", "ە": "ه", "ۀ": "ه",
    }
)  # fmt: skip


def fold(word: str) -> str:
    """The form of one token that is compared: no case, no accents, no width, no typographic variants.

    >>> fold("ŞTIRI"), fold("știri"), fold("Straße"), fold("İzin"), fold("ΠΟΛΙΤΙΚΉΣ"), fold("(C)")
    ('stiri', 'stiri', 'strasse', 'izin', 'πολιτικησ', '©')
    """
    if word.isascii():
        return word.lower() if word[:1] != "(" else "©"
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", word).casefold())
    return unicodedata.normalize("NFC", _DROPPED.sub("", decomposed)).translate(_TWINS)


def tokens(text: str) -> list[str]:
    """The folded words of a text, in order; punctuation, symbols and white space are left out.

    Args:
        text: any string.

    Returns:
        One item a word or number; one a character in scripts that write no spaces.
    """
    return [fold(word) for word in TOKEN.findall(text)]
