"""How fast the cleaner is beside tools of its kind, as ratios from one run: times vary between machines, ratios hold.

    python bench/speed.py --make-peers DIR         make an environment with the peers, and measure against them
    python bench/speed.py --peers DIR/bin/python   measure against the peers of that interpreter
    python bench/speed.py --start                  the first answer of a new process against `import ftfy, regex`

The cleaner gets wet text, the peers the same pages' HTML, which is what each is made for. Every tool runs in a process
of its own; pages are handed to them in turn, so that one core works at a time and all meet the same disturbances.
"""

import argparse
import os
import resource
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from known_pages import ROOT, KnownPage, add_data_option, leave_without, load_scorer, read_corpus
from workers import Worker, own_environment, peers_environment

PASSES = 3
STARTS = 7
# The first pages pay for what a tool loads late, and are not counted.
WARM_UP = 5
CORPORA = ("wcxb", "fundus", "daniel")
REQUIREMENTS = ("trafilatura>=2", "justext>=3", "readability-lxml>=0.8.1", "resiliparse>=0.15", "boilerpy3>=1")
PAGE = ROOT / "fixtures" / "pages" / "en" / "news.txt"

# Defines `answer`: the CPU time of one call.
TIMED = """
import time
def answer(text):
    start = time.process_time()
    try:
        call(text)
    except Exception:
        pass
    return time.process_time() - start
"""


class Tool(NamedTuple):
    """What is measured: which of a page's texts it gets, and the code that defines `call`."""

    name: str
    text: str
    code: str


CLEANER = Tool("cleaner", "wet", "from cleaner import clean as call")
PEERS = (
    Tool(
        "trafilatura",
        "html",
        "from trafilatura import extract\ncall = lambda html: extract(html, include_comments=False)",
    ),
    Tool("readability-lxml", "html", "from readability import Document\ncall = lambda html: Document(html).summary()"),
    Tool(
        "jusText",
        "html",
        "import justext\nstops = justext.get_stoplist('English')\ncall = lambda html: justext.justext(html, stops)",
    ),
)


def text_for(tool: Tool, page: KnownPage) -> str:
    """What of a page a tool is given."""
    return str(page["html"] if tool.text == "html" else page["flat"][tool.text])


def environment_of(tool: Tool) -> dict[str, str]:
    """That of a tool's process."""
    return own_environment() if tool is CLEANER else peers_environment()


def sample(data: Path, size: int) -> list[KnownPage]:
    """Articles at even distances, those for the warm-up in front."""
    scorer = load_scorer(data)
    articles = [
        {"html": page["html"], "flat": {"wet": page["flat"]["wet"]}}
        for corpus in CORPORA
        for _, page in read_corpus(scorer, data, corpus)
        if page["page_type"] == "article"
    ]
    size = min(size + WARM_UP, len(articles))
    chosen = [articles[i * len(articles) // size] for i in range(size)]
    # Some pages of every corpus, or the warm-up would know one language only.
    every = max(len(chosen) // WARM_UP, 1)
    first = chosen[::every][:WARM_UP]
    return first + [page for page in chosen if not any(page is other for other in first)]


def one_pass(tools: Sequence[tuple[str, Tool]], pages: Sequence[KnownPage]) -> list[float]:
    """CPU time of each tool over the pages, in new processes, so that nobody remembers a page from the pass before."""
    workers = [Worker(python, f"{tool.code}\n{TIMED}", environment_of(tool)) for python, tool in tools]
    try:
        times = [
            [float(worker.ask(text_for(tool, page))) for worker, (_, tool) in zip(workers, tools, strict=True)]
            for page in pages
        ]
    finally:
        for worker in workers:
            worker.close()
    return [sum(column) for column in zip(*times[WARM_UP:], strict=True)]


def compare_with_peers(python: str, pages: Sequence[KnownPage]) -> None:
    """Print pages a second of every tool, and how many times those of each peer the cleaner reaches."""
    tools = [(sys.executable, CLEANER), *((python, peer) for peer in PEERS if _runs(python, peer))]
    if len(tools) == 1:
        sys.exit(f"error: {python} has none of the peers; make an environment with --make-peers DIR")
    passes = [one_pass(tools, pages) for _ in range(PASSES)]
    count = len(pages) - WARM_UP
    print(f"{count} articles, CPU time, median of {PASSES} passes")
    print(f"{'tool':<17} {'input':<6} {'pages/s':>8} {'ms/page':>8} {'cleaner is':>11}")
    for i, (_, tool) in enumerate(tools):
        seconds = median(times[i] for times in passes)
        ratio = median(times[i] / times[0] for times in passes)
        print(
            f"{tool.name:<17} {tool.text:<6} {count / seconds:>8.1f} {1000 * seconds / count:>8.2f} "
            + ("" if tool is CLEANER else f"{ratio:>9.2f} x")
        )


def _runs(python: str, tool: Tool) -> bool:
    command = [python, "-c", tool.code]
    return subprocess.run(command, env=environment_of(tool), stderr=subprocess.DEVNULL, check=False).returncode == 0


def make_peers(folder: Path) -> str:
    """An environment with the peers in it; its interpreter."""
    # The pip that comes with Python 3.11 fails on the extras that the peers ask of lxml.
    venv.create(folder, with_pip=True, upgrade_deps=True)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run([str(python), "-m", "pip", "install", "-q", *REQUIREMENTS], check=True)
    return str(python)


def compare_starts() -> None:
    """Print the CPU time of a process that cleans one page, and of one that only imports what the cleaner stands on."""
    page = PAGE.read_text("utf-8")
    codes = {
        "import ftfy, regex": "import ftfy, regex",
        "import cleaner": "import cleaner",
        "import cleaner, clean a page": f"import cleaner; cleaner.clean({page!r})",
    }
    # The first round writes the byte code; the rounds are interleaved as the pages above.
    rounds = [[_cpu_seconds(code) for code in codes.values()] for _ in range(STARTS + 1)][1:]
    times = [min(column) for column in zip(*rounds, strict=True)]
    print(f"start, CPU time of a process, least of {STARTS}")
    for name, seconds in zip(codes, times, strict=True):
        print(f"{name:<30} {1000 * seconds:>7.1f} ms {seconds / times[0]:>6.2f} x")


def _cpu_seconds(code: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True, env=own_environment())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> None:
    """Measure what the options ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_data_option(parser)
    parser.add_argument("--pages", type=int, default=120, help="how many pages (default: %(default)s)")
    parser.add_argument("--peers", metavar="PYTHON", help="an interpreter that has the peers installed")
    parser.add_argument("--make-peers", type=Path, metavar="DIR", help="make an environment with the peers there")
    parser.add_argument("--start", action="store_true", help="measure the start of a process")
    options = parser.parse_args()
    if not (options.start or options.peers or options.make_peers):
        parser.error("say what to measure: --start, --peers PYTHON or --make-peers DIR")
    if options.start:
        compare_starts()
    if options.peers or options.make_peers:
        leave_without(options.data)
        python = options.peers or make_peers(options.make_peers)
        compare_with_peers(python, sample(options.data, options.pages))


if __name__ == "__main__":
    main()
