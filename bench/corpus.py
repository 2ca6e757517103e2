"""What the command does with a corpus: two jobs against one, memory, and twenty kills.

    python bench/corpus.py --data ../shared/bench

All texts of the benchmark go through `cleaner -o` as JSONL: with one job and with two, the outputs compared; then with
two jobs and a SIGKILL at twenty random moments, each time with `--resume`, the output compared once more. Exits 1 where
outputs differ. Figures of time are for reading, nothing is asserted of them.
"""

import argparse
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from known_pages import CORPORA, add_data_option, leave_without, load_scorer, read_corpus

KILLS = 20
# Peak memory is read behind so many pages, and at the end.
EARLY = 2000


def main() -> int:
    """Run all three and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_data_option(parser)
    data: Path = parser.parse_args().data
    leave_without(data)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "texts.jsonl"
        pages = _write_texts(data, source)
        early = Path(folder) / "early.jsonl"
        early.write_bytes(b"".join(source.read_bytes().splitlines(keepends=True)[:EARLY]))
        outputs = [Path(folder) / f"out-{jobs}.jsonl.gz" for jobs in (1, 2)]
        _, before = _timed(early, Path(folder) / "early-out.jsonl.gz", 1)
        seconds = []
        for jobs, output in zip((1, 2), outputs, strict=True):
            taken, memory = _timed(source, output, jobs)
            seconds.append(taken)
            print(f"{jobs} jobs: {pages / taken:.1f} pages a second, {memory / 1024:.0f} MB at most a process")
        print(f"two jobs are {seconds[0] / seconds[1]:.2f} times as fast as one")
        print(f"behind {EARLY} pages: {before / 1024:.0f} MB")
        killed = Path(folder) / "killed.jsonl.gz"
        _kill(source, killed, seconds[1])
        same = len({output.read_bytes() for output in (*outputs, killed)}) == 1
    print(f"outputs with one job, two jobs and after {KILLS} kills are {'the same' if same else 'NOT the same'}")
    return 0 if same else 1


def _write_texts(data: Path, source: Path) -> int:
    scorer = load_scorer(data)
    pages = 0
    with source.open("w", encoding="utf-8") as file:
        for corpus in CORPORA:
            for _, page in read_corpus(scorer, data, corpus):
                file.write(json.dumps({"id": page["id"], "text": page["flat"]["wet"]}) + "\n")
                pages += 1
    return pages


def _command(source: Path, output: Path, jobs: int) -> list[str]:
    return [sys.executable, "-m", "cleaner", str(source), "-o", str(output), "--jobs", str(jobs), "--quiet", "--resume"]


def _timed(source: Path, output: Path, jobs: int) -> tuple[float, int]:
    """Seconds, and the most kilobytes that a process of this one's children has taken so far."""
    start = time.perf_counter()
    subprocess.run(_command(source, output, jobs), check=True)
    return time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


def _kill(source: Path, output: Path, whole: float) -> None:
    """Kill the command at random moments of what is left of its work, then let it end."""
    rng = random.Random(7)
    for _ in range(KILLS):
        process = subprocess.Popen(_command(source, output, 2), start_new_session=True)
        time.sleep(rng.uniform(0.1, 2 * whole / KILLS))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    subprocess.run(_command(source, output, 2), check=True)


if __name__ == "__main__":
    sys.exit(main())
