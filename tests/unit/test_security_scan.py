"""The security scans fail on what is not excepted, on exceptions nobody needs, and never call unchecked clean."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
ALLOWED = [{"file": "a.py", "rule": "B1", "times": 1, "because": "reads nothing from outside"}]


@pytest.fixture(scope="module")
def scan() -> ModuleType:
    spec = importlib.util.spec_from_file_location("security_scan", ROOT / "scripts" / "security_scan.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def found(*places: tuple[str, str]) -> list[dict[str, str]]:
    return [{"filename": f"./{file}", "test_id": rule} for file, rule in places]


def test_what_is_excepted_passes(scan: ModuleType) -> None:
    assert scan.judge_static(found(("a.py", "B1")), ALLOWED).problems == ()


@pytest.mark.parametrize(
    ("findings", "said"),
    [
        ([("a.py", "B1"), ("a.py", "B1")], "found 2 times"),
        ([("a.py", "B1"), ("b.py", "B1")], "b.py: B1 found 1"),
        ([], "take the exception away"),
    ],
)
def test_more_elsewhere_or_no_longer_fails(
    scan: ModuleType, findings: list[tuple[str, str]], said: str
) -> None:
    [problem] = scan.judge_static(found(*findings), ALLOWED).problems
    assert said in problem


def test_an_exception_without_a_reason_fails(scan: ModuleType) -> None:
    bare: list[dict[str, Any]] = [{**ALLOWED[0], "because": "fine"}]
    assert scan.judge_static(found(("a.py", "B1")), bare).problems == ("the exception for B1 has no reason",)


def test_a_known_weakness_fails_unless_it_is_excepted_by_any_of_its_names(scan: ModuleType) -> None:
    flaw = {"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["2.0"]}
    answer = {"dependencies": [{"name": "one", "version": "1.0", "vulns": [flaw]}]}
    assert scan.judge_dependencies(answer, []).problems == ("one 1.0: PYSEC-1, mended in 2.0",)
    excepted = [{"id": "CVE-1", "because": "the part of it is never called"}]
    assert scan.judge_dependencies(answer, excepted).problems == ()


def test_packages_that_could_not_be_looked_up_are_called_unchecked(scan: ModuleType) -> None:
    answer = {"dependencies": [{"name": "one", "skip_reason": "not found"}, {"name": "two", "vulns": []}]}
    outcome = scan.judge_dependencies(answer, [])
    assert outcome.problems == ()
    assert outcome.notes[0] == "dependencies: 1 of 2 looked up"
    assert outcome.notes[1].startswith("NOT CHECKED: 1 packages")


def test_without_an_answer_it_says_so(scan: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    silent = (scan.sys.executable, "-c", "import sys; sys.exit('no route to host')")
    monkeypatch.setattr(scan, "PIP_AUDIT", silent)
    [note] = scan.dependencies().notes
    assert note == "NOT CHECKED: the advisory database did not answer (no route to host)."
