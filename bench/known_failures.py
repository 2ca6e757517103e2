"""Write `fixtures/known_failures.json` anew: the lines of the case tables that `tests/test_cases.py` finds wrong.

Run `python bench/known_failures.py` after a change of packs or filters. A known failure keeps its reason; a new one
is "not recognised", or "removed from inside an article". What the list gains is printed: look at it before you commit.
"""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "fixtures" / "known_failures.json"
KEY = ("file", "lang", "text", "position")
REASONS = {True: "not recognised", False: "removed from inside an article"}


class Collector:
    """A pytest plugin that notes the case of each test that fails."""

    def __init__(self) -> None:
        self.failed: list[dict[str, str]] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: Any, call: Any) -> Any:
        """Look at a report on its way."""
        report = yield
        params = item.callspec.params
        if report.when == "call" and report.failed and "case" in params:
            case = params["case"]
            row = dict(zip(KEY, (case.file, case.lang, case.text, params["position"]), strict=True))
            self.failed.append({**row, "reason": REASONS[case.removed]})
        return report


def main() -> int:
    """Run the cases, write the list, and print what came and went."""
    collector = Collector()
    test = str(ROOT / "tests" / "test_cases.py") + "::test_line_goes_or_stays"
    # --runxfail: a known failure counts as what it is.
    code = pytest.main([test, "--runxfail", "-n0", "-q", "--no-header", "--tb=no", "-r", "N"], plugins=[collector])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        return int(code)
    before = json.loads(LIST.read_text("utf-8")) if LIST.exists() else []
    reasons = {tuple(row[key] for key in KEY): row["reason"] for row in before}
    rows = [{**row, "reason": reasons.get(tuple(row[key] for key in KEY), row["reason"])} for row in collector.failed]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    LIST.write_text(f"[\n{lines}\n]\n" if rows else "[]\n", "utf-8", newline="\n")
    for row in rows:
        if tuple(row[key] for key in KEY) not in reasons:
            print("new:", row["file"], row["lang"], row["position"], row["text"])
    print(f"{len(before)} known failures before, {len(rows)} now")
    return 0


if __name__ == "__main__":
    sys.exit(main())
