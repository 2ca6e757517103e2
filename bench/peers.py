"""What other extractors reach on the same pages, in the same run, by the same scorer.

    python bench/peers.py --make-peers DIR         make an environment with the peers, and measure
    python bench/peers.py --peers DIR/bin/python   measure with the peers of that interpreter
    python bench/peers.py --peers … --sample       every 8th page

The peers get the pages' HTML, the cleaner gets the HTML and the wet text, each page with weights that saw no page of
its host. The silver pages of the corpus `trafilatura` are left out: its own labels were made with some of the peers.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

import cleaner
from known_pages import add_data_option, leave_without, load_scorer, read_corpus, unseen_weights
from speed import make_peers
from workers import Worker, peers_environment

CORPORA = ("wcxb", "fundus", "daniel")
SAMPLE, PROCESSES = 8, 2
FIGURES = ("F1", "keep", "junk")
STOP_LISTS = (
    "{'en': 'English', 'de': 'German', 'el': 'Greek', 'pl': 'Polish', 'ru': 'Russian', 'fr': 'French', 'es': "
    "'Spanish', 'it': 'Italian', 'pt': 'Portuguese', 'nl': 'Dutch', 'tr': 'Turkish', 'uk': 'Ukrainian', 'sv': "
    "'Swedish', 'no': 'Norwegian_Bokmal', 'da': 'Danish', 'ro': 'Romanian', 'hu': 'Hungarian', 'cs': 'Czech'}"
)
# Each defines `call(html, lang) -> str`.
PEERS = {
    "trafilatura": "from trafilatura import extract\ncall = lambda html, lang: extract(html, include_comments=False)",
    "trafilatura, precision": "from trafilatura import extract\n"
    "call = lambda html, lang: extract(html, include_comments=False, favor_precision=True)",
    "trafilatura, recall": "from trafilatura import extract\n"
    "call = lambda html, lang: extract(html, include_comments=False, favor_recall=True)",
    "readability-lxml": "from readability import Document\n"
    "from resiliparse.extract.html2text import extract_plain_text\n"
    "call = lambda html, lang: extract_plain_text(Document(html).summary(), main_content=False)",
    "jusText": f"import justext\nnames = {STOP_LISTS}\n"
    "def call(html, lang):\n"
    "    stops = justext.get_stoplist(names.get(lang, 'English'))\n"
    "    return '\\n'.join(p.text for p in justext.justext(html, stops) if not p.is_boilerplate)",
    "resiliparse": "from resiliparse.extract.html2text import extract_plain_text\n"
    "call = lambda html, lang: extract_plain_text(html, main_content=True)",
    "boilerpy3": "import logging\nlogging.disable(logging.CRITICAL)\n"
    "from boilerpy3.extractors import ArticleExtractor\n"
    "call = lambda html, lang: ArticleExtractor(raise_on_failure=False).get_content(html)",
}
# Defines `answer`: the main text of a page.
TEXT = """
def answer(html, lang):
    try:
        return call(html, lang) or ""
    except Exception:
        return ""
"""


class Score(NamedTuple):
    """What one tool reached on one page."""

    tool: str
    corpus: str
    kind: str
    figures: dict[str, float]


def measure(data: Path, python: str, every: int, part: int) -> list[Score]:
    """All tools on one process's share of the pages."""
    return list(_measured(data, python, every, part))


def _measured(data: Path, python: str, every: int, part: int) -> Iterator[Score]:
    scorer = load_scorer(data)
    peers = {name: Worker(python, f"{code}\n{TEXT}", peers_environment()) for name, code in PEERS.items()}
    for corpus in CORPORA:
        for number, page in read_corpus(scorer, data, corpus):
            if number % every or number // every % PROCESSES != part:
                continue
            html, host = page["html"], page["host"]
            model = cleaner.Model(unseen_weights(host), unseen_weights(host, "html"))
            outputs = {name: peer.ask(html, page["lang"]) for name, peer in peers.items()}
            outputs["cleaner, HTML"] = cleaner.clean_html(html, decide=model)
            outputs["cleaner, wet text"] = cleaner.clean(page["flat"]["wet"], decide=model)
            kind = "articles" if page["page_type"] == "article" else "other types"
            for name, output in outputs.items():
                yield Score(name, corpus, kind, scorer.page_scores(output, page))


def table(scores: list[Score]) -> Iterator[str]:
    """The means by tool, a column a corpus and kind of page."""
    columns = sorted({(one.kind, one.corpus) for one in scores})
    values: dict[tuple[str, str, str, str], list[float]] = defaultdict(list)
    for one in scores:
        for figure in FIGURES:
            if figure in one.figures:
                values[one.tool, one.kind, one.corpus, figure].append(one.figures[figure])
    yield "| tool | " + " | ".join(f"{corpus}, {kind}" for kind, corpus in columns) + " |"
    yield "|---" * (len(columns) + 1) + "|"
    for tool in ("cleaner, wet text", "cleaner, HTML", *PEERS):
        cells = [
            " / ".join(f"{fmean(found):.3f}" for figure in FIGURES if (found := values[tool, kind, corpus, figure]))
            for kind, corpus in columns
        ]
        yield f"| {tool} | " + " | ".join(cells) + " |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_data_option(parser)
    parser.add_argument("--peers", metavar="PYTHON", help="an interpreter that has the peers installed")
    parser.add_argument("--make-peers", type=Path, metavar="DIR", help="make an environment with the peers there")
    parser.add_argument("--sample", action="store_true", help="every 8th page")
    options = parser.parse_args()
    if not (options.peers or options.make_peers):
        parser.error("say where the peers are: --peers PYTHON or --make-peers DIR")
    leave_without(options.data)
    python = options.peers or make_peers(options.make_peers)
    with Pool(PROCESSES) as pool:
        parts = pool.map(partial(measure, options.data, python, SAMPLE if options.sample else 1), range(PROCESSES))
    print(f"mean {' / '.join(FIGURES)} of {len(parts[0] + parts[1]) // (len(PEERS) + 2)} pages")
    print("\n".join(table([score for part in parts for score in part])))


if __name__ == "__main__":
    main()
