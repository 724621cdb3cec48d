"""What is installed: the lists of dependencies agree, and the wheel holds all it needs."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from places import ROOT, SAMPLE

import netanalysis

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
EXTRAS = PROJECT["optional-dependencies"]
# Names on conda-forge that differ from those on the Python package index.
CONDA_NAMES = {
    "matplotlib": "matplotlib-base",
    "tzdata": "python-tzdata",
    "playwright": "playwright-python",
}
PIP_ONLY = {"graspologic-native"}  # conda-forge has older versions only
IMPORT_NAMES = {"pypff": "libpff-python"}
PYTHONS = ["3.11", "3.12", "3.13"]


def requirements(lines: list[str]) -> dict[str, SpecifierSet]:
    parsed = [Requirement(line) for line in lines]
    return {canonicalize_name(one.name): one.specifier for one in parsed if not one.extras}


def test_the_conda_environment_asks_for_what_pyproject_asks_for():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    listed = [line for line in environment["dependencies"] if isinstance(line, str)]
    conda = requirements([line for line in listed if line != "pip"])
    wanted = requirements(PROJECT["dependencies"] + EXTRAS["test"])
    wanted = {
        CONDA_NAMES.get(name, name): bounds
        for name, bounds in wanted.items()
        if name not in PIP_ONLY
    }
    assert conda.pop("python") == SpecifierSet(PROJECT["requires-python"])
    assert conda == wanted
    assert [line for line in environment["dependencies"] if not isinstance(line, str)] == [
        {"pip": ["-e .[outlook,zstd]"]}
    ]
    assert environment["channels"] == ["conda-forge"]


def pins(python: str) -> dict[str, str]:
    """Return name and version of every pin that holds for a Python on this platform."""
    environment = {**default_environment(), "python_version": python}
    environment["python_full_version"] = f"{python}.0"
    found = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        pin = Requirement(line)
        if pin.marker and not pin.marker.evaluate(environment):
            continue
        [exact] = pin.specifier
        assert exact.operator == "==", line
        name = canonicalize_name(pin.name)
        assert name not in found, f"{name} is pinned twice for Python {python}"
        found[name] = exact.version
    return found


@pytest.mark.parametrize("python", PYTHONS)
def test_the_tested_versions_satisfy_every_requirement(python):
    pinned = pins(python)
    everything = requirements([*PROJECT["dependencies"], *(r for e in EXTRAS.values() for r in e)])
    assert len(everything) > 15
    for name, bounds in everything.items():
        assert name in pinned, f"{name} has no pin in constraints.txt"
        assert bounds.contains(pinned[name]), f"{name} {pinned[name]} is not {bounds}"


def test_every_python_promised_is_tested_for():
    promised = [c for c in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", c)]
    assert [c.rpartition(" ")[2] for c in promised] == PYTHONS
    assert SpecifierSet(PROJECT["requires-python"]) == SpecifierSet(f">={PYTHONS[0]}")


def test_the_version_is_the_same_everywhere():
    assert netanalysis.__version__ == PROJECT["version"]


def test_what_the_package_imports_is_what_it_asks_for():
    """Nothing is used that only happens to be installed along with something else."""
    asked = set(requirements(PROJECT["dependencies"]))
    asked |= {"nbformat", "ipython"}  # parts of nbconvert and ipykernel by their nature
    asked |= set(requirements([*EXTRAS["outlook"], *EXTRAS["zstd"]]))
    pattern = re.compile(r"^\s*(?:import|from)\s+([A-Za-z_]\w*)", re.MULTILINE)
    used = set()
    for file in (ROOT / "src").rglob("*.py"):
        used |= set(pattern.findall(file.read_text(encoding="utf-8")))
    third_party = {
        name
        for name in used - set(sys.stdlib_module_names) - {"netanalysis"}
        if importlib.util.find_spec(name) is not None
    }
    assert {"pandas", "networkx"} <= third_party
    names = {IMPORT_NAMES.get(name, canonicalize_name(name)) for name in third_party}
    assert names <= asked


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> zipfile.ZipFile:
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("hatchling, which builds the wheel, is not installed")
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check"]
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", *options, "-w", str(folder), str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    [file] = folder.glob("*.whl")
    return zipfile.ZipFile(file)


def test_the_wheel_holds_every_file_of_the_package(wheel):
    package = ROOT / "src" / "netanalysis"
    here = {
        f"netanalysis/{file.relative_to(package).as_posix()}"
        for file in package.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    for name in ("templates/report.ipynb", "templates/page/index.html.j2", "py.typed"):
        assert f"netanalysis/{name}" in here
    assert here <= set(wheel.namelist())


def test_the_wheel_holds_the_sample_byte_for_byte(wheel):
    for file in SAMPLE.rglob("*"):
        if file.is_file():
            name = f"netanalysis/data/sample/{file.relative_to(SAMPLE).as_posix()}"
            assert wheel.read(name) == file.read_bytes(), name


def test_the_wheel_holds_nothing_else(wheel):
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert tops == {"netanalysis", f"netanalysis-{PROJECT['version']}.dist-info"}
    assert not [name for name in wheel.namelist() if "__pycache__" in name or ".ipynb_" in name]


def test_the_wheel_names_command_licence_and_requirements(wheel):
    info = f"netanalysis-{PROJECT['version']}.dist-info"
    assert "netanalysis = netanalysis.cli:main" in wheel.read(f"{info}/entry_points.txt").decode()
    assert f"{info}/licenses/LICENSE" in wheel.namelist()
    metadata = wheel.read(f"{info}/METADATA").decode()
    required = [line[15:] for line in metadata.splitlines() if line.startswith("Requires-Dist: ")]
    plain = [line for line in required if "extra ==" not in line]
    assert requirements(plain) == requirements(PROJECT["dependencies"])


def test_the_sample_is_found_in_an_installed_package(wheel, tmp_path):
    wheel.extractall(tmp_path)
    code = "import netanalysis as na; print(na.__file__); print(na.sample_path())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(tmp_path), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    module, sample = map(Path, done.stdout.splitlines())
    assert module == tmp_path / "netanalysis" / "__init__.py"
    assert sample == tmp_path / "netanalysis" / "data" / "sample"


MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_make_help_lists_every_target_with_its_words():
    try:
        done = subprocess.run(
            ["make", "--no-print-directory", "help"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        pytest.skip("make is not on this machine")
    assert (done.returncode, done.stderr) == (0, "")
    targets = re.findall(r"^([\w.-]+):.*?## +(.+)$", MAKEFILE, re.MULTILINE)
    assert len(targets) > 5
    for target, words in targets:
        assert re.search(rf"^\s+make {target} +{re.escape(words)}$", done.stdout, re.MULTILINE)
    assert len(done.stdout.splitlines()) == len(targets)


def test_every_target_is_described_and_phony():
    phony = set(re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[1].split())
    described = set(re.findall(r"^([\w.-]+):.*## ", MAKEFILE, re.MULTILINE))
    assert phony == described
    named = set(re.findall(r"^([a-z][\w-]*):", MAKEFILE, re.MULTILINE))
    assert named == described
