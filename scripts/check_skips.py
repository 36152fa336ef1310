"""Fail when a test was skipped that should have run.

    python scripts/check_skips.py REPORT.xml [ALLOWED ...]

REPORT.xml is pytest's --junitxml. Each ALLOWED is part of the reason of a skip that is right.
"""

import sys
import xml.etree.ElementTree as ET


def main() -> int:
    """Print what was skipped; return 1 if a reason is not among the allowed ones."""
    report, *allowed = sys.argv[1:]
    cases = list(ET.parse(report).iter("testcase"))
    skips = [
        (f"{case.get('classname')}::{case.get('name')}", skip.get("message", ""))
        for case in cases
        for skip in case.iter("skipped")
        if skip.get("type") != "pytest.xfail"  # ran, and failed as it says it would
    ]
    wrong = [(test, reason) for test, reason in skips if not any(text in reason for text in allowed)]
    for test, reason in wrong:
        print(f"should not have been skipped: {test}: {reason}")
    print(f"{len(cases)} tests, {len(skips)} skipped, {len(wrong)} of them against the rules")
    return 1 if wrong or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
