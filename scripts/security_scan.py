"""The two security scans: `static` reads the code with bandit, `dependencies` asks the advisory database (pip-audit).

What either may find is written in docs/audit_exceptions.toml, with the reason; anything else fails. What could not be
looked up is said to be unchecked, never clean.
"""

import json
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
EXCEPTIONS = ROOT / "docs" / "audit_exceptions.toml"
CODE = ("participation", "surveys", "moderation", "analysis", "scripts")
BANDIT = (sys.executable, "-m", "bandit", "--quiet", "--recursive", *CODE, "--format", "json")
PIP_AUDIT = (
    *(sys.executable, "-m", "pip_audit", "--requirement", "requirements.lock", "--no-deps", "--disable-pip"),
    *("--format", "json", "--progress-spinner", "off", "--timeout", "20"),
)
LEAST_REASON = 15


@dataclass(frozen=True)
class Outcome:
    """What a scan came to: lines that fail it, and lines to read."""

    problems: tuple[str, ...]
    notes: tuple[str, ...] = ()


def judge_static(found: Sequence[Mapping[str, Any]], allowed: Sequence[Mapping[str, Any]]) -> Outcome:
    """Bandit's findings against what is excepted, both ways, and every exception's reason."""
    seen = Counter((str(each["filename"]).removeprefix("./"), str(each["test_id"])) for each in found)
    excepted = {(str(each["file"]), str(each["rule"])): int(each["times"]) for each in allowed}
    problems = [
        f"{file}: {rule} found {seen[file, rule]} times, excepted {excepted.get((file, rule), 0)} times"
        for file, rule in sorted(seen)
        if seen[file, rule] > excepted.get((file, rule), 0)
    ]
    problems += [
        f"{file}: {rule} is excepted {times} times and found {seen[file, rule]} times: take the exception away"
        for (file, rule), times in sorted(excepted.items())
        if seen[file, rule] < times
    ]
    problems += _without_reason(allowed, "rule")
    return Outcome(
        tuple(problems),
        (f"static scan: {seen.total()} findings, {sum(excepted.values())} excepted with a reason",),
    )


def judge_dependencies(found: Mapping[str, Any], allowed: Sequence[Mapping[str, Any]]) -> Outcome:
    """pip-audit's findings against what is excepted; a package it could not look up counts as unchecked."""
    excepted = {str(each["id"]) for each in allowed}
    packages = list(found["dependencies"])
    unchecked = [str(each["name"]) for each in packages if "skip_reason" in each]
    problems = [
        f"{each['name']} {each['version']}: {flaw['id']}, mended in {', '.join(flaw['fix_versions']) or 'none'}"
        for each in packages
        for flaw in each.get("vulns", ())
        if not excepted & {flaw["id"], *flaw.get("aliases", ())}
    ]
    problems += _without_reason(allowed, "id")
    notes = [f"dependencies: {len(packages) - len(unchecked)} of {len(packages)} looked up"]
    if unchecked:
        notes.append(
            f"NOT CHECKED: {len(unchecked)} packages are unknown to the index this machine asks."
            " Run it where the public advisory database can be reached."
        )
    return Outcome(tuple(problems), tuple(notes))


def _without_reason(allowed: Sequence[Mapping[str, Any]], name: str) -> list[str]:
    short = [each for each in allowed if len(str(each.get("because", ""))) < LEAST_REASON]
    return [f"the exception for {each[name]} has no reason" for each in short]


def static() -> Outcome:
    """Scan the code."""
    told = subprocess.run(BANDIT, cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        found = json.loads(told.stdout)
    except json.JSONDecodeError:
        return Outcome((f"bandit did not run: {told.stderr.strip()[-300:]}",))
    unread = tuple(f"could not be read: {each['filename']}" for each in found["errors"])
    judged = judge_static(found["results"], _exceptions("static"))
    return Outcome(unread + judged.problems, judged.notes)


def dependencies() -> Outcome:
    """Ask about every pinned version; where nobody answers, say so and fail nothing."""
    told = subprocess.run(PIP_AUDIT, cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        found = json.loads(told.stdout)
    except json.JSONDecodeError:
        reason = (told.stderr.strip().splitlines() or ["it said nothing"])[-1][:200]
        return Outcome((), (f"NOT CHECKED: the advisory database did not answer ({reason}).",))
    return judge_dependencies(found, _exceptions("advisory"))


def _exceptions(kind: str) -> list[dict[str, Any]]:
    written = tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8"))
    return list(written.get(kind, ()))


SCANS = {"static": static, "dependencies": dependencies}


def main(names: Sequence[str]) -> int:
    """Run these scans, all when none is named; 1 when something was found that is not excepted."""
    has_failed = False
    for name in names or tuple(SCANS):
        outcome = SCANS[name]()
        has_failed = has_failed or bool(outcome.problems)
        print(*(f"{name}: {problem}" for problem in outcome.problems), *outcome.notes, sep="\n")
    return int(has_failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
