"""What the tree of an HTML page says of its blocks, in numbers; flat text has none of these."""

from collections import Counter
from collections.abc import Sequence
from functools import cache

from ..page import CERTAIN, Block

Column = list[float]
Columns = dict[str, Column]
# What an element is called by its author, by what such elements hold. Each is weighed with all else: articles stand in
# elements called "share" and "gdpr" too.
NAMES = {
    "content": "content article body post entry story text main page prose markdown document detail details blog news",
    "comment": "comment comments disqus reply replies discussion thread respond reviews review livefyre",
    "related": "related recommend recommended recommendations more trending popular latest read next suggested promo "
    "promos teaser teasers card cards list listing grid carousel slider feed outbrain taboola",
    "share": "share sharing social follow facebook twitter addthis sharethis",
    "menu": "nav navigation navbar menu breadcrumb breadcrumbs pagination pager toc header masthead topbar skip",
    "meta": "meta byline author authors date time published timestamp bio info credits tags tag category categories",
    "caption": "caption figure image photo media gallery credit video player",
    "advert": "ad ads advert advertisement sponsor sponsored banner dfp",
    "legal": "footer copyright cookie cookies consent gdpr legal privacy onetrust cmp disclaimer notice modal popup "
    "overlay",
    "form": "newsletter subscribe subscription signup form login paywall register email search cta",
    "side": "sidebar aside widget widgets rail complementary secondary",
}
GROUP_OF = {word: group for group, words in NAMES.items() for word in words.split()}
LANDMARKS = ("main", "article", "nav", "aside", "footer", "header", "form", "figure", "table", "ul", "ol", "dl")
TAGS = ("p", "li", "tr", "pre", "blockquote", "figcaption", "dd", "dt", "button")
LEVELS = {f"h{level}": float(level) for level in range(1, 7)}
# A containing element with fewer blocks says no more than the block.
CONTAINERS = (1, 2, 3)
MOST_DEEP = 30.0


def is_tree(blocks: Sequence[Block]) -> bool:
    """Whether a page's blocks know their place in a document."""
    return bool(blocks) and blocks[0].path != ""


@cache
def _parts(path: str) -> tuple[str, ...]:
    return tuple(path.split("/"))


def _bare(part: str) -> str:
    return part.partition("[")[0]


def containers(blocks: Sequence[Block]) -> list[list[str]]:
    """For each of `CONTAINERS` the element so many steps above each block."""
    return [["/".join(_parts(block.path)[:-steps]) for block in blocks] for steps in CONTAINERS]


def tree_columns(blocks: Sequence[Block]) -> Columns:
    """The features of a page's blocks that only its tree knows."""
    columns: Columns = {"links": [block.links or 0.0 for block in blocks]}
    columns["level"] = [LEVELS.get(block.tag, 0.0) for block in blocks]
    for tag in TAGS:
        columns[f"tag_{tag}"] = [float(block.tag == tag) for block in blocks]
    paths = [_parts(block.path) for block in blocks]
    columns["depth"] = [min(MOST_DEEP, float(len(path))) for path in paths]
    above = [frozenset(map(_bare, path)) for path in paths]
    for landmark in LANDMARKS:
        columns[f"in_{landmark}"] = [float(landmark in tags) for tags in above]
    groups = [Counter([group for word in block.hints if (group := GROUP_OF.get(word))]) for block in blocks]
    for group in NAMES:
        columns[f"named_{group}"] = [float(counts[group]) for counts in groups]
    columns["hidden"] = [float("is-hidden" in block.hints) for block in blocks]
    columns["stated"] = [float("ld-body" in block.hints) for block in blocks]
    columns["states"] = [float("ld-page" in block.hints) for block in blocks]
    prose = [len(block.tokens) if _is_prose(block) else 0 for block in blocks]
    linked = [(block.links or 0.0) * len(block.tokens) for block in blocks]
    _of_containers(columns, blocks, prose, linked)
    _from_best(columns, blocks, prose)
    _alike(columns, blocks, prose)
    return columns


def _is_prose(block: Block) -> bool:
    return any(mark.label == "article" and mark.strength == CERTAIN for mark in block.marks)


def _of_containers(columns: Columns, blocks: Sequence[Block], prose: Sequence[int], linked: Sequence[float]) -> None:
    """How much text, prose and links the elements around a block hold."""
    total = max(1, sum(prose))
    for steps, above in zip(CONTAINERS, containers(blocks), strict=True):
        words: Counter[str] = Counter()
        texts: Counter[str] = Counter()
        links: Counter[str] = Counter()
        for element, block, own, chained in zip(above, blocks, prose, linked, strict=True):
            words[element] += own
            texts[element] += len(block.tokens)
            links[element] += int(chained)
        columns[f"around{steps}_prose"] = [words[element] / total for element in above]
        columns[f"around{steps}_words"] = [float(min(2000, texts[element])) for element in above]
        columns[f"around{steps}_links"] = [links[element] / max(1, texts[element]) for element in above]


def _from_best(columns: Columns, blocks: Sequence[Block], prose: Sequence[int]) -> None:
    """How far a block is from the element whose own paragraphs hold most prose: steps up from it, and down again."""
    direct: Counter[str] = Counter()
    for element, own in zip(containers(blocks)[0], prose, strict=True):
        direct[element] += own
    best = _parts(max(direct, key=lambda element: (direct[element], element)))
    up, down = [], []
    for block in blocks:
        path = _parts(block.path)
        shared = 0
        for one, other in zip(path, best, strict=False):
            if one != other:
                break
            shared += 1
        up.append(min(MOST_DEEP, float(len(best) - shared)))
        down.append(min(MOST_DEEP, float(len(path) - shared)))
    columns["best_up"], columns["best_down"] = up, down


def _alike(columns: Columns, blocks: Sequence[Block], prose: Sequence[int]) -> None:
    """What blocks of the same tags from the root down hold: their share of the page's prose, and how many they are."""
    kinds = [tuple(map(_bare, _parts(block.path))) for block in blocks]
    count = Counter(kinds)
    words: Counter[tuple[str, ...]] = Counter()
    for kind, own in zip(kinds, prose, strict=True):
        words[kind] += own
    total = max(1, sum(prose))
    columns["kind_prose"] = [words[kind] / total for kind in kinds]
    columns["kind_count"] = [float(min(200, count[kind])) for kind in kinds]


def kept_around(above: Sequence[Sequence[str]], first: Column, words: Column) -> Columns:
    """What share of the words in the elements around a block the first pass kept, those of the block left out."""
    columns: Columns = {}
    for steps, elements in zip(CONTAINERS, above, strict=True):
        kept: dict[str, float] = {}
        everything: dict[str, float] = {}
        for element, p, count in zip(elements, first, words, strict=True):
            kept[element] = kept.get(element, 0.0) + p * count
            everything[element] = everything.get(element, 0.0) + count
        columns[f"around{steps}_kept"] = [
            (kept[element] - p * count) / (everything[element] - count) if everything[element] > count else -1.0
            for element, p, count in zip(elements, first, words, strict=True)
        ]
    return columns
