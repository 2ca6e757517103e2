"""What a block looks like in numbers: itself, its neighbours, its place, its page. The model sees nothing else.

No word of any language is in here: a language speaks through the marks of its pack, its share of function words and
the words that the page itself repeats. Every feature is a column with one number a block; columns are made in one go,
for most are sums over windows.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from operator import sub, truediv
from typing import NamedTuple

from ..page import ARTICLE, CERTAIN, LIKELY, Block, Page
from .tree import Column, Columns, is_tree, kept_around, places, tree_columns

# Windows of so many blocks to either side.
NEAR, AROUND, WIDE = 3, 8, 20
# Further away than this is far.
FAR = 60
# A list of stories repeats after so many blocks: headline, summary, date.
PERIODS = (2, 3, 4)
# A line of so few words is a head, if it is marked as one.
HEAD_WORDS = 16
# Words of fewer letters are mostly function words; a language without spaces has pairs of characters.
CONTENT_LETTERS = 4
# Of these the first letters are compared, of Korean words, which are written in syllables, the first two of any.
STEM_LETTERS, STEM_SYLLABLES, HANGUL = 6, 2, "가"
# A line of fewer words that is no sentence is short.
SHORT_WORDS = 12
# Beyond these a longer text says no more.
MOST_WORDS, FIRST_WORDS = 250, 16
# A line of so large a share of capitalised words is written like a title; of few words and no end, like a name.
MANY_CAPITALS, NAME_WORDS = 0.6, 4
# So many words are a paragraph.
LONG_WORDS = 20
# From this probability on a block is kept.
KEPT = 0.5
# What the first pass is sure of: above this, if it has so many words; below that.
SURE_KEPT, SURE_WORDS, SURE_GONE = 0.8, 8, 0.1
LABELS = {
    "cookie": "cookie",
    "related": "related",
    "comments": "comments",
    "caption": "caption",
    "byline": "byline",
    "date": "date",
    "teaser": "teaser",
    "navigation": "navigation",
    "read-more": "button",
    "share": "button",
    "widget": "button",
    "login": "button",
    "newsletter": "prompt",
    "paywall": "prompt",
    "advert": "prompt",
    "copyright": "copyright",
    "title": "title",
}
_ENDS = {
    **dict.fromkeys(".。।॥۔։።။។", 1), **dict.fromkeys("?!？！؟", 2), "…": 3, **dict.fromkeys(":：", 4),
    **dict.fromkeys(",;，；،؛", 5),
}  # fmt: skip
_QUOTES = "\"'”’»“„«‘)]）」』"


class Evidence(NamedTuple):
    """What the marks say of a block: strength for it, strength against all of it and a part of it, and by group."""

    prose: int
    against: int
    part: int
    groups: dict[str, int]


NO_EVIDENCE = Evidence(0, 0, 0, {})


def evidence(block: Block) -> Evidence:
    """Sum up the marks of a block by group of labels."""
    if not block.marks:
        return NO_EVIDENCE
    prose = against = part = 0
    groups: dict[str, int] = {}
    size = len(block.text)
    for mark in block.marks:
        strength = int(mark.strength)
        if mark.label == ARTICLE:
            prose = max(prose, strength)
        elif mark.start == 0 and mark.end == size:
            group = LABELS.get(mark.label, "prompt")
            groups[group] = max(groups.get(group, 0), strength)
            if group not in ("teaser", "title"):
                against = max(against, strength)
        else:
            part = max(part, strength)
    return Evidence(prose, against, part, groups)


def _ending(text: str) -> int:
    last = text[-1:]
    if last in _QUOTES:
        last = text.rstrip(_QUOTES)[-1:]
        return _ENDS.get(last, 6)
    if text.endswith("..."):
        return 3
    return _ENDS.get(last, 0)


class Sums:
    """Sums of a column over windows, by one pass over it."""

    def __init__(self, column: Iterable[float]) -> None:
        self.sums = [0.0, *accumulate(column)]

    def around(self, reach: int) -> Column:
        """The sum over `reach` blocks to either side of each block, and itself."""
        sums, size = self.sums, len(self.sums) - 1
        low = [0.0] * min(reach, size) + sums[: max(0, size - reach)]
        high = sums[reach + 1 :] + [sums[-1]] * min(reach, size)
        return list(map(sub, high, low))

    def before(self, reach: int) -> Column:
        """The sum over the `reach` blocks before each block."""
        sums, size = self.sums, len(self.sums) - 1
        return list(map(sub, sums[:size], [0.0] * min(reach, size) + sums[: max(0, size - reach)]))

    def behind(self, reach: int) -> Column:
        """The sum over the `reach` blocks behind each block."""
        sums, size = self.sums, len(self.sums) - 1
        return list(map(sub, sums[reach + 1 :] + [sums[-1]] * min(reach, size), sums[1:]))

    def means(self, reach: int) -> Column:
        """The mean over `reach` blocks to either side of each block, and itself."""
        return list(map(truediv, self.around(reach), _window_sizes(len(self.sums) - 1, reach)))


def _window_sizes(size: int, reach: int) -> list[int]:
    if size > 2 * reach:
        rising = list(range(reach + 1, 2 * reach + 1))
        return [*rising, *[2 * reach + 1] * (size - 2 * reach), *rising[::-1]]
    return [min(size, i + reach + 1) - max(0, i - reach) for i in range(size)]


def shifted(column: Column, by: int, outside: float = -1.0) -> Column:
    """The column's value `by` blocks further down, for each block."""
    size = len(column)
    if by >= 0:
        return [*column[by:], *[outside] * min(by, size)]
    return [*[outside] * min(-by, size), *column[: max(0, size + by)]]


def since(flags: Sequence[bool], most: int = FAR) -> Column:
    """How many blocks ago the last flag stood; `most` where there is none within reach."""
    column, last = [], -most
    for i, flag in enumerate(flags):
        if flag:
            last = i
        column.append(float(min(i - last, most)))
    return column


def until(flags: Sequence[bool], most: int = FAR) -> Column:
    """How many blocks on the next flag stands."""
    return since(flags[::-1], most)[::-1]


def content(block: Block, spaced: bool) -> frozenset[object]:
    """The words of a block that say what it is about, without the ends by which most languages inflect them."""
    if not spaced:
        return frozenset(zip(block.tokens, block.tokens[1:], strict=False))
    return frozenset([_stem(token) for token in block.tokens if len(token) >= CONTENT_LETTERS or token >= HANGUL])


def _stem(token: str) -> str:
    return token[:STEM_SYLLABLES] if token >= HANGUL else token[:STEM_LETTERS]


class Described(NamedTuple):
    """A page in numbers: what the first pass sees, and what the second one goes on from.

    Attributes:
        columns: for each feature of blocks a number a block.
        facts: a number for each feature of the page.
        words: how long each block is.
        contents: the words that say what each block is about.
        shapes: what blocks of a list have in common.
        heads: for each kind of head, which blocks are one.
        above: the elements above each block, by how far above, on a page from HTML.
    """

    columns: Columns
    facts: dict[str, float]
    words: Column
    contents: list[frozenset[object]]
    shapes: list[object]
    heads: dict[str, list[bool]]
    above: Sequence[Sequence[str]] = ()


def describe(page: Page) -> Described:
    """What the first pass sees of a marked page that has a block at least."""
    blocks = page.blocks
    seen = [evidence(block) for block in blocks]
    columns: Columns = {}
    _local(columns, blocks, seen)
    words = columns["words"]
    shapes: list[object] = [
        (min(int(w), 60).bit_length(), e, c > MANY_CAPITALS, d > 0)
        for w, e, c, d in zip(words, columns["ends"], columns["capitals"], columns["numbers"], strict=True)
    ]
    contents = [content(block, page.spaced) for block in blocks]
    _neighbours(columns)
    _windows(columns, seen, [block.text.count("!") + block.text.count("?") for block in blocks])
    heads = _distances(columns, seen, words)
    _place(columns)
    _repetition(columns, blocks, shapes)
    _vocabulary(columns, contents, seen)
    facts = _page(columns, page, seen)
    if not is_tree(blocks):
        return Described(columns, facts, words, contents, shapes, heads)
    at = places(blocks)
    columns.update(tree_columns(blocks, at))
    return Described(columns, facts, words, contents, shapes, heads, at.above)


def _local(columns: Columns, blocks: Sequence[Block], seen: Sequence[Evidence]) -> None:
    texts = [block.text for block in blocks]
    sizes = [len(block.tokens) or 1 for block in blocks]
    columns["words"] = [float(min(MOST_WORDS, len(block.tokens))) for block in blocks]
    columns["letters"] = list(map(truediv, map(len, texts), sizes))
    columns["function"] = [block.function_words / size for block, size in zip(blocks, sizes, strict=True)]
    columns["ends"] = [float(_ending(text)) for text in texts]
    columns["commas"] = list(map(truediv, [text.count(", ") + text.count("、") for text in texts], sizes))
    columns["numbers"] = list(map(truediv, [sum(map(str.isdigit, block.tokens)) for block in blocks], sizes))
    columns["capitals"] = [_capitals(text) for text in texts]
    columns["prose"] = [float(one.prose) for one in seen]
    columns["against"] = [float(one.against) for one in seen]
    columns["part"] = [float(one.part) for one in seen]


def _capitals(text: str) -> float:
    words = text.split(None, FIRST_WORDS)[:FIRST_WORDS]
    return sum([word[0].isupper() for word in words]) / len(words) if words else 0.0


def _neighbours(columns: Columns) -> None:
    for name in ("ends", "capitals", "numbers"):
        columns[f"{name}+1"] = shifted(columns[name], 1)
    columns["ends-1"] = shifted(columns["ends"], -1)


def _is_name(words: float, capitals: float, end: float) -> bool:
    return 1 <= words <= NAME_WORDS and capitals > MANY_CAPITALS and not end


def _windows(columns: Columns, seen: Sequence[Evidence], exclaimed: Sequence[int]) -> None:
    words, prose = columns["words"], columns["prose"]
    prose_words = columns["prose_words"] = [w if p >= LIKELY else 0.0 for w, p in zip(words, prose, strict=True)]
    by_words = Sums(prose_words)
    by_against = Sums([a >= LIKELY for a in columns["against"]])
    by_short = Sums([w < SHORT_WORDS and p < LIKELY for w, p in zip(words, prose, strict=True)])
    columns["words~8"] = Sums(words).means(AROUND)
    columns["prose_words~3"], columns["prose_words~8"] = by_words.means(NEAR), by_words.means(AROUND)
    columns["prose_words<8"], columns["prose_words>8"] = by_words.before(AROUND), by_words.behind(AROUND)
    columns["prose_words<20"], columns["prose_words>20"] = by_words.before(WIDE), by_words.behind(WIDE)
    columns["against~3"], columns["against~8"] = by_against.means(NEAR), by_against.means(AROUND)
    columns["against~20"], columns["against<20"] = by_against.means(WIDE), by_against.before(WIDE)
    columns["against>8"] = by_against.behind(AROUND)
    columns["short~3"], columns["short~20"] = by_short.means(NEAR), by_short.means(WIDE)
    by_names = Sums(map(_is_name, words, columns["capitals"], columns["ends"]))
    columns["names~3"], columns["names~8"] = by_names.means(NEAR), by_names.means(AROUND)
    by_dates = Sums(["date" in one.groups and w < SHORT_WORDS for one, w in zip(seen, words, strict=True)])
    columns["dates~3"] = by_dates.means(NEAR)
    columns["certain~3"] = Sums([a == CERTAIN for a in columns["against"]]).means(NEAR)
    columns["exclaimed~8"] = list(
        map(truediv, Sums(exclaimed).around(AROUND), Sums([w or 1.0 for w in words]).around(AROUND))
    )
    by_cut = Sums(["teaser" in one.groups for one in seen])
    columns["cut~3"], columns["cut~20"] = by_cut.means(NEAR), by_cut.means(WIDE)
    columns["menu~20"] = Sums([one.groups.get("navigation", 0) > 1 for one in seen]).means(WIDE)
    columns["dates~20"] = Sums(["date" in one.groups for one in seen]).means(WIDE)
    columns["talk~20"] = Sums(["comments" in one.groups for one in seen]).means(WIDE)


def _distances(columns: Columns, seen: Sequence[Evidence], words: Column) -> dict[str, list[bool]]:
    paragraphs = [one.prose == CERTAIN and one.against < LIKELY for one in seen]
    columns["since_paragraph"], columns["until_paragraph"] = since(paragraphs), until(paragraphs)
    heads = {
        group: [one.groups.get(group, 0) >= LIKELY and w <= HEAD_WORDS for one, w in zip(seen, words, strict=True)]
        for group in ("comments", "related", "copyright", "title")
    }
    for group in ("comments", "related", "title"):
        columns[f"since_{group}"] = since(heads[group])
    columns["until_title"] = until(heads["title"])
    for group in ("comments", "related", "copyright"):
        columns[f"{group}_before"] = [float(min(9, count)) for count in accumulate(heads[group])]
    return heads


def _place(columns: Columns) -> None:
    words, prose = columns["words"], columns["prose_words"]
    size, total, total_prose = len(words), sum(words) or 1.0, sum(prose)
    before = list(accumulate(prose, initial=0.0))[:-1]
    columns["place"] = [i / size for i in range(size)]
    columns["words_before"] = [b / total for b in accumulate(words, initial=0.0)][:-1]
    columns["prose_before"] = before
    columns["long_before"] = list(accumulate([float(w >= LONG_WORDS) for w in words], initial=0.0))[:-1]
    columns["prose_behind"] = [total_prose - b - p for b, p in zip(before, prose, strict=True)]
    columns["prose_place"] = [b / (total_prose or 1.0) for b in before]


def _repetition(columns: Columns, blocks: Sequence[Block], shapes: Sequence[object]) -> None:
    size = len(blocks)
    texts = Counter([block.tokens for block in blocks])
    columns["copies"] = [float(min(9, texts[block.tokens])) for block in blocks]
    counts = Counter(shapes)
    columns["alike"] = [counts[shape] / size for shape in shapes]
    same_next = [a == b for a, b in pairwise(shapes)]
    run, runs = 0, []
    for same in (*same_next, False):
        run += 1
        if not same:
            runs.extend([float(min(run, 30))] * run)
            run = 0
    columns["alike_run"] = runs
    periodic = [0.0] * size
    for period in PERIODS:
        flags = [a == b for a, b in zip(shapes, shapes[period:], strict=False)]
        flags = [*flags, *[False] * min(period, size)]
        means = Sums(flags).means(2 * AROUND)
        periodic = [max(a, b) for a, b in zip(periodic, means, strict=True)]
    columns["periodic"] = periodic


def _vocabulary(columns: Columns, contents: Sequence[frozenset[object]], seen: Sequence[Evidence]) -> None:
    counts = Counter([word for words in contents for word in words])
    often = {word: min(count, 9) for word, count in counts.items()}
    sizes = [len(words) or 1 for words in contents]
    columns["common"] = [sum(map(often.__getitem__, words)) / size for words, size in zip(contents, sizes, strict=True)]
    repeated = {word for word, count in counts.items() if count > 1}
    columns["shared"] = overlap(contents, repeated)
    titled = {word for words, one in zip(contents, seen, strict=True) if "title" in one.groups for word in words}
    wanted = titled or contents[0]
    columns["of_title"] = overlap(contents, wanted)
    found, size = [float(len(words & wanted)) for words in contents], [float(len(words) or 1) for words in contents]
    by_found, by_size = Sums(found), Sums(size)
    for reach in (AROUND, WIDE):
        columns[f"of_title~{reach}"] = list(map(truediv, by_found.around(reach), by_size.around(reach)))
    columns["of_title<"] = _ratios(by_found.before(AROUND), by_size.before(AROUND))
    columns["of_title>"] = _ratios(by_found.behind(AROUND), by_size.behind(AROUND))
    columns["title_of"] = [len(words & wanted) / (len(wanted) or 1) for words in contents]


def _ratios(parts: Column, wholes: Column) -> Column:
    return [part / (whole or 1.0) for part, whole in zip(parts, wholes, strict=True)]


def overlap(contents: Sequence[frozenset[object]], wanted: frozenset[object] | set[object]) -> Column:
    """The share of each block's words that are among those wanted."""
    return [len(words & wanted) / max(1, len(words)) for words in contents]


def _page(columns: Columns, page: Page, seen: Sequence[Evidence]) -> dict[str, float]:
    words, prose = columns["words"], columns["prose"]
    size = max(1, len(words))
    total = max(1.0, sum(words))
    paragraphs = [w for w, p in zip(words, prose, strict=True) if p == CERTAIN]
    return {
        "page_blocks": float(size),
        "page_words": total,
        "page_paragraphs": float(len(paragraphs)),
        "page_prose": sum(columns["prose_words"]) / total,
        "page_paragraph": sum(paragraphs) / max(1, len(paragraphs)),
        "page_chrome": sum([a >= LIKELY for a in columns["against"]]) / size,
        "page_dates": sum(["date" in one.groups for one in seen]) / size,
        "page_talk": sum(["comments" in one.groups for one in seen]) / size,
        "page_cut": sum(["teaser" in one.groups for one in seen]) / size,
        "page_bylines": sum(["byline" in one.groups for one in seen]) / size,
        "page_alike": max(columns["alike"], default=0.0),
        "page_periodic": sum(columns["periodic"]) / size,
        "page_common": sum(columns["common"]) / size,
        "page_known": float(any(block.function_words for block in page.blocks)),
    }


class Again(NamedTuple):
    """What the second pass sees besides: columns and facts."""

    columns: Columns
    facts: dict[str, float]


def redescribe(described: Described, first: Column) -> Again:
    """What the second pass adds: what the first one kept, around, alike, and in the same words.

    Args:
        described: the page in the first pass.
        first: the probabilities that the first pass gave.
    """
    columns: Columns = {"first": first}
    words, contents = described.words, described.contents
    for by in (-2, -1, 2):
        columns[f"first{by:+}"] = shifted(first, by)
    kept_words = [p * w for p, w in zip(first, words, strict=True)]
    sums, word_sums, kept_sums = Sums(first), Sums([w or 1.0 for w in words]), Sums(kept_words)
    for reach in (1, NEAR, AROUND):
        columns[f"first~{reach}"] = sums.means(reach)
    for reach in (1, NEAR, AROUND, WIDE):
        columns[f"kept~{reach}"] = list(map(truediv, kept_sums.around(reach), word_sums.around(reach)))
    columns["first>3"], columns["first>8"] = sums.behind(NEAR), sums.behind(AROUND)
    total = max(1.0, sum(kept_words))
    before = list(accumulate(kept_words, initial=0.0))[:-1]
    columns["kept_before"] = before
    columns["kept_place"] = [b / total for b in before]
    by_shape: dict[object, list[float]] = {}
    for shape, p in zip(described.shapes, first, strict=True):
        by_shape.setdefault(shape, []).append(p)
    means = {shape: sum(ps) / len(ps) for shape, ps in by_shape.items()}
    columns["first_alike"] = [means[shape] for shape in described.shapes]
    if described.above:
        columns.update(kept_around(described.above, first, words))
    facts = _main_run(columns, first, words, contents)
    _sureness(columns, first, words)
    _company(columns, first, contents)
    columns["kept_since_comments"] = _sum_since(described.heads["comments"], kept_words)
    facts["kept_words"] = total
    facts["kept_share"] = total / max(1.0, sum(words))
    facts["kept_blocks"] = sum([p >= KEPT for p in first]) / max(1, len(first))
    facts["kept_segments"] = float(sum([a < KEPT <= b for a, b in zip([0.0, *first], first, strict=False)]))
    facts["unsure"] = sum([min(p, 1 - p) for p in first]) / max(1, len(first))
    return Again(columns, facts)


def _sureness(columns: Columns, first: Column, words: Column) -> None:
    """How far the next blocks are that the first pass is sure to keep, and how many that it is sure to drop between."""
    kept = [p > SURE_KEPT and w >= SURE_WORDS for p, w in zip(first, words, strict=True)]
    gone = [p < SURE_GONE for p in first]
    columns["since_sure"], columns["until_sure"] = since(kept), until(kept)
    columns["gone_since_sure"] = _count_since(kept, gone)
    columns["gone_until_sure"] = _count_since(kept[::-1], gone[::-1])[::-1]


def _count_since(flags: Sequence[bool], counted: Sequence[bool]) -> Column:
    """How many of those counted stood since the last flag; at most `FAR`."""
    column, count = [], 0
    for flag, one in zip(flags, counted, strict=True):
        column.append(float(min(count, FAR)))
        count = 0 if flag else count + one
    return column


def _company(columns: Columns, first: Column, contents: Sequence[frozenset[object]]) -> None:
    """Of the places where a block's words stand elsewhere, the share that is kept: the mean over its words."""
    everywhere = Counter([word for words in contents for word in words])
    kept = Counter([word for words, p in zip(contents, first, strict=True) if p >= KEPT for word in words])
    # Once for blocks that are kept and once for the others, which do not count themselves.
    shares = [
        {
            word: (kept[word] - own) / (count - 1)
            for word, count in everywhere.items()
            if count > 1 and kept[word] >= own
        }
        for own in (0, 1)
    ]
    company, known = [], []
    for words, p in zip(contents, first, strict=True):
        found = [share for share in map(shares[p >= KEPT].get, words) if share is not None]
        company.append(sum(found) / len(found) if found else 0.0)
        known.append(bool(found))
    columns["company"] = [share if is_known else -1.0 for share, is_known in zip(company, known, strict=True)]
    by_company = Sums(company)
    columns["company~3"], columns["company~8"] = by_company.means(NEAR), by_company.means(AROUND)


def _sum_since(flags: Sequence[bool], column: Column) -> Column:
    """The sum of the column from the last flag on; -1 where there was none."""
    sums, total = [], -1.0
    for flag, value in zip(flags, column, strict=True):
        if flag:
            total = 0.0
        sums.append(total)
        total += value if total >= 0 else 0.0
    return sums


def _main_run(
    columns: Columns, first: Column, words: Column, contents: Sequence[frozenset[object]]
) -> dict[str, float]:
    weights = [(p - KEPT) * (3 + min(w, 60)) for p, w in zip(first, words, strict=True)]
    start, end, best = best_run(weights)
    size = len(first)
    inside = [float(start <= i < end) for i in range(size)]
    columns["inside"] = inside
    columns["off_start"] = [float(max(-FAR, min(FAR, i - start))) for i in range(size)]
    columns["off_end"] = [float(max(-FAR, min(FAR, i - end + 1))) for i in range(size)]
    run_words = sum(words[start:end])
    all_words = max(1.0, sum(words))
    facts = {
        "run_weight": best,
        "run_words": run_words,
        "run_share": run_words / all_words,
        "run_lines": (end - start) / max(1, size),
        "run_kept": sum(first[start:end]) / max(1, end - start),
    }
    kept = [start <= i < end and p >= KEPT for i, p in enumerate(first)]
    counts = Counter([word for words_, is_kept in zip(contents, kept, strict=True) if is_kept for word in words_])
    # A block of the run shares a word with the others only where another one has it too.
    once, twice = set(counts), {word for word, count in counts.items() if count > 1}
    shared = [float(len(words_ & (twice if is_kept else once))) for words_, is_kept in zip(contents, kept, strict=True)]
    found, sizes = Sums(shared), Sums([float(len(words_) or 1) for words_ in contents])
    columns["of_run"] = [count / (len(words_) or 1) for count, words_ in zip(shared, contents, strict=True)]
    for reach in (NEAR, AROUND):
        columns[f"of_run~{reach}"] = list(map(truediv, found.around(reach), sizes.around(reach)))
    columns["of_run<"] = _ratios(found.before(AROUND), sizes.before(AROUND))
    return facts


def best_run(weights: Sequence[float]) -> tuple[int, int, float]:
    """The run of blocks with the greatest sum: where it starts, where it ends, the sum (Kadane's algorithm)."""
    best, best_start, best_end = 0.0, 0, 0
    total, start = 0.0, 0
    for i, weight in enumerate(weights):
        if total <= 0:
            total, start = 0.0, i
        total += weight
        if total > best:
            best, best_start, best_end = total, start, i + 1
    return best_start, best_end, best
