"""Write `docs/languages.md`: what each language's pack holds, and how its case tables come out.

Run `python bench/coverage.py` after a change of packs or fixtures. Recall is the share of the lines "removed" of
`fixtures/cases` that go, before and behind the article; a false alarm is a line "kept" that goes from inside it.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from cleaner.language.labels import LABELS  # noqa: E402
from cleaner.language.packs import load_packs  # noqa: E402
from support import LANGUAGES, Case, article, cases, goes  # noqa: E402

PAGE = ROOT / "docs" / "languages.md"
BLIND = ROOT / "fixtures" / "blind"
BLIND_HEAD = """
## Written blind

Lines and consent sentences of `fixtures/blind`, by someone who has seen neither packs nor code, and which no pack was
mended by: what carries over to wordings nobody looked at.

| language | lines that go | consent sentences that go | lines lost from inside |
|---|---|---|---|
"""
HEAD = """# Languages

Written by `bench/coverage.py`. For each language and label: how many phrases its pack has (an alternation is one), and
of the lines of `fixtures/cases` how many go where they stand before and behind an article, and how many go from
inside it, where they must stay.

"""


def counted(some: Iterable[Case]) -> Counter[tuple[str, str, str]]:
    """For each language and table: lines removed of how many, and lines lost from inside of how many."""
    count: Counter[tuple[str, str, str]] = Counter()
    for case in some:
        kinds = {"before": "removed", "behind": "removed"} if case.removed else {"inside": "lost"}
        for position, kind in kinds.items():
            count[case.lang, case.file, kind] += goes(case.text, article(case.lang), position)
            count[case.lang, case.file, f"of {kind}"] += 1
    return count


def blind() -> Iterator[str]:
    """The table of the lines that were written without sight of the packs, which no pack was mended by."""
    yield BLIND_HEAD
    for file in sorted(BLIND.glob("*.json")):
        rows = [
            Case(row["file"], file.stem, row["text"], row["removed"]) for row in json.loads(file.read_text("utf-8"))
        ]
        count = counted([case._replace(file="consent" if case.file == "consent" else "lines") for case in rows])
        cells = [
            f"{count[file.stem, what, kind]}/{count[file.stem, what, f'of {kind}']}"
            for what, kind in (("lines", "removed"), ("consent", "removed"), ("lines", "lost"))
        ]
        yield f"| {file.stem} | {' | '.join(cells)} |\n"


def main() -> int:
    """Write the page."""
    count = counted(cases())
    packs = {pack.code: pack for pack in load_packs()}
    lines = [HEAD, "| language | " + " | ".join(LABELS) + " |\n", "|---" * (len(LABELS) + 1) + "|\n"]
    for lang in sorted(LANGUAGES):
        phrases = Counter(phrase.label for phrase in packs[lang].phrases)
        cells = []
        for label in LABELS:
            removed, lost = (
                f"{count[lang, label, kind]}/{count[lang, label, f'of {kind}']}" for kind in ("removed", "lost")
            )
            cells.append(f"{phrases[label]} · {removed} · {lost}")
        lines.append(f"| {lang} {packs[lang].name} | " + " | ".join(cells) + " |\n")
    total = {kind: sum(value for key, value in count.items() if key[2] == kind) for kind in KINDS}
    lines.append(
        f"\nAltogether {total['removed']} of {total['of removed']} lines go, and {total['lost']} of "
        f"{total['of lost']} are lost from inside.\n"
    )
    lines.extend(blind())
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text("".join(lines), "utf-8", newline="\n")
    return 0


KINDS = ("removed", "of removed", "lost", "of lost")

if __name__ == "__main__":
    sys.exit(main())
