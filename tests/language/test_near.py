"""Near languages: detection may take one for another, as long as the cleaning is the same."""

import pytest

from cleaner import clean
from cleaner.language.annotate import NEAR
from support import FIXTURES, read

PAIRS = sorted({(one, other) for group in NEAR for one in group for other in group if one != other})


@pytest.mark.parametrize(("lang", "taken_for"), PAIRS)
def test_a_page_taken_for_a_near_language_is_cleaned_alike(lang: str, taken_for: str) -> None:
    page = read(FIXTURES / "pages" / lang / "agency.txt")
    assert clean(page, language=taken_for) == clean(page, language=lang)
