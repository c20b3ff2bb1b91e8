"""Two lock files from one pyproject.toml: everything a developer needs, and within it what the image holds."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[3]
_REQUIREMENT = re.compile(r"^([a-z0-9-]+)==(?:.*\\\n)(?: +--hash.*\n?)+", re.MULTILINE)


def requirements(file: str) -> dict[str, str]:
    """Each package with all that the file says of it, by name."""
    text = (ROOT / file).read_text(encoding="utf-8")
    return {match[1]: match[0] for match in _REQUIREMENT.finditer(text)}


def test_the_image_holds_what_was_tested() -> None:
    tested, deployed = requirements("requirements.lock"), requirements("deploy/requirements.lock")
    assert len(deployed) > 40
    assert {name: said for name, said in deployed.items() if hashes(tested.get(name, "")) != hashes(said)} == {}


def test_the_image_holds_every_dependency_and_no_tool_of_developers() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    deployed = set(requirements("deploy/requirements.lock"))
    assert names(project["dependencies"]) <= deployed, "say make lock"
    for extra, wanted in project["optional-dependencies"].items():
        assert names(wanted) & deployed <= names(project["dependencies"]), extra


def hashes(said: str) -> set[str]:
    return set(re.findall(r"sha256:\w+", said)) | set(re.findall(r"==([^ ;]+)", said))


def names(wanted: list[str]) -> set[str]:
    return {re.split(r"[^a-z0-9-]", one.lower().replace("_", "-"))[0] for one in wanted}
