"""What the tree of an HTML page says of its blocks, in numbers; flat text has none of these."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from ..page import ARTICLE, CERTAIN, HIDDEN, STATED, STATES, Block

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


class Places(NamedTuple):
    """Where the blocks of a page stand in its document.

    Attributes:
        paths: the elements from the root down to each block.
        bare: the same without their numbers.
        above: for each of `CONTAINERS` the element so many steps above each block.
    """

    paths: list[list[str]]
    bare: list[tuple[str, ...]]
    above: list[list[str]]


def places(blocks: Sequence[Block]) -> Places:
    """Read the paths of a page's blocks."""
    paths = [block.path.split("/") for block in blocks]
    bare = [tuple([part.partition("[")[0] for part in path]) for path in paths]
    return Places(paths, bare, [["/".join(path[:-steps]) for path in paths] for steps in CONTAINERS])


def tree_columns(blocks: Sequence[Block], at: Places) -> Columns:
    """The features of a page's blocks that only its tree knows."""
    columns: Columns = {"links": [block.links or 0.0 for block in blocks]}
    columns["level"] = [LEVELS.get(block.tag, 0.0) for block in blocks]
    for tag in TAGS:
        columns[f"tag_{tag}"] = [float(block.tag == tag) for block in blocks]
    columns["depth"] = [min(MOST_DEEP, float(len(path))) for path in at.paths]
    above = [frozenset(path) for path in at.bare]
    for landmark in LANDMARKS:
        columns[f"in_{landmark}"] = [float(landmark in tags) for tags in above]
    groups = [Counter([group for word in block.hints if (group := GROUP_OF.get(word))]) for block in blocks]
    for group in NAMES:
        columns[f"named_{group}"] = [float(counts[group]) for counts in groups]
    columns["hidden"] = [float(HIDDEN in block.hints) for block in blocks]
    columns["stated"] = [float(STATED in block.hints) for block in blocks]
    columns["states"] = [float(STATES in block.hints) for block in blocks]
    prose = [len(block.tokens) if block.strength(ARTICLE) == CERTAIN else 0 for block in blocks]
    linked = [(block.links or 0.0) * len(block.tokens) for block in blocks]
    _of_containers(columns, blocks, at, prose, linked)
    _from_best(columns, at, prose)
    _alike(columns, at, prose)
    return columns


def _of_containers(
    columns: Columns, blocks: Sequence[Block], at: Places, prose: Sequence[int], linked: Sequence[float]
) -> None:
    """How much text, prose and links the elements around a block hold."""
    total = max(1, sum(prose))
    for steps, above in zip(CONTAINERS, at.above, strict=True):
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


def _from_best(columns: Columns, at: Places, prose: Sequence[int]) -> None:
    """How far a block is from the element whose own paragraphs hold most prose: steps up from it, and down again."""
    direct: Counter[str] = Counter()
    for element, own in zip(at.above[0], prose, strict=True):
        direct[element] += own
    best = max(direct, key=lambda element: (direct[element], element)).split("/")
    up, down = [], []
    for path in at.paths:
        shared = 0
        for one, other in zip(path, best, strict=False):
            if one != other:
                break
            shared += 1
        up.append(min(MOST_DEEP, float(len(best) - shared)))
        down.append(min(MOST_DEEP, float(len(path) - shared)))
    columns["best_up"], columns["best_down"] = up, down


def _alike(columns: Columns, at: Places, prose: Sequence[int]) -> None:
    """What blocks of the same tags from the root down hold: their share of the page's prose, and how many they are."""
    count = Counter(at.bare)
    words: Counter[tuple[str, ...]] = Counter()
    for kind, own in zip(at.bare, prose, strict=True):
        words[kind] += own
    total = max(1, sum(prose))
    columns["kind_prose"] = [words[kind] / total for kind in at.bare]
    columns["kind_count"] = [float(min(200, count[kind])) for kind in at.bare]


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
