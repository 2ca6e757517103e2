"""Processes of other interpreters that answer one question after the other; what measuring against peers needs."""

import json
import os
import subprocess
from pathlib import Path
from typing import IO, Any

import cleaner

# The code that is handed over defines `answer`. What a tool prints must not get between the answers.
LOOP = """
import json, os, sys
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
exec(sys.argv[1])
for line in sys.stdin:
    answers.write(json.dumps(answer(*json.loads(line))) + "\\n")
    answers.flush()
"""


class Worker:
    """A process that runs some code, and answers by it."""

    def __init__(self, python: str, code: str, environment: dict[str, str]) -> None:
        self._code = code
        command = [python, "-c", LOOP, code]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )

    def ask(self, *question: Any) -> Any:
        """What `answer` gives for these arguments; both have to be JSON."""
        _pipe(self._process.stdin).write(json.dumps(question).encode() + b"\n")
        _pipe(self._process.stdin).flush()
        line = _pipe(self._process.stdout).readline()
        if not line:
            raise RuntimeError(f"ended with exit code {self._process.wait()}: {self._code[:60]!r}")
        return json.loads(line)

    def close(self) -> None:
        """End the process."""
        _pipe(self._process.stdin).close()
        self._process.wait()
        _pipe(self._process.stdout).close()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise RuntimeError("the process was started without pipes")
    return stream


def peers_environment() -> dict[str, str]:
    """That of the peers, who see nothing of the paths of this process."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def own_environment() -> dict[str, str]:
    """That in which the cleaner is the one that this script has imported."""
    return {**peers_environment(), "PYTHONPATH": str(Path(cleaner.__file__).parent.parent)}
