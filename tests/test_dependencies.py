"""What the program imports is what it says it needs: an undeclared library is there today by somebody else's grace."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from tests.test_architecture import ROOT, TOP_LEVEL_PACKAGES, imports_of, module_files


def normal(name: str) -> str:
    """A distribution's name as indexes compare it: PySide6_Essentials and pyside6-essentials are one."""
    return re.sub(r"[-_.]+", "-", name).lower()


def names_of(requirements: list[str]) -> set[str]:
    """The distributions a list of requirements names, without versions, extras and markers."""
    return {normal(re.split(r"[^\w.-]", line, maxsplit=1)[0]) for line in requirements}


def declared() -> dict[str, set[str]]:
    """Distributions by group: "" for what everything needs, then the name of each extra."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    groups = {"": project["dependencies"], **project["optional-dependencies"]}
    return {group: names_of(requirements) for group, requirements in groups.items()}


def test_every_import_is_a_declared_dependency() -> None:
    groups = declared()
    groups[""].add("shiboken6")  # one release with PySide6, which requires it by version
    distributions = packages_distributions()
    undeclared = [
        f"{found.module}:{found.line} imports {top}"
        for module, path in module_files(ROOT)
        for found in imports_of(module, path)
        if (top := found.name.partition(".")[0]) not in sys.stdlib_module_names | TOP_LEVEL_PACKAGES
        and not {normal(name) for name in distributions.get(top, [])}
        & (groups[""] | (groups["district"] if module.startswith("sync.district") else set()))
    ]
    assert undeclared == []


def test_every_dependency_has_an_exact_version() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert [
        pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.]+( ; platform_machine [!=]= \"aarch64\")?", pin)
    ] == []
    assert set().union(*declared().values()) - names_of(pins) == set()
