"""The floors of the house: a room imports only from floors strictly below it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "netanalysis"

# From the ground up. Rooms of one floor do not import each other.
FLOORS = [
    {"errors", "filenames", "tally", "addresses", "memory"},
    {"frames", "titles", "words", "sample", "rhythms", "numbering", "scoring", "alive", "periods"}
    | {"zips", "decoding", "content_lines", "rows", "tars"}
    | {"adjacency", "triangles", "distances"},
    {"schema", "takeout", "holes", "paths", "cuts", "roles", "reach", "mentor_score", "advice"},
    {"dataset", "harvest", "files", "exchange", "graph_files", "graph_attributes"},
    {"shelf", "progress", "trials", "wish_sections", "attendance"},
    {"loaders", "identity", "store", "counting", "strays"},
    {"discovery", "pairs", "assembly", "wishes", "affiliations"},
    {"deciding"},
    {"archive", "review", "verdicts", "own_will", "wish_list", "corrections"} | {"special_days"},
    {"ego", "together", "communities", "workday", "triads"},
    {"graph", "worth", "self_check", "circumstances", "wanting", "acquaintances", "ways"}
    | {"shared_traits"},
    {"conversations"},
    {"prospects"},
    {"analysis"},
    {"talking_points"},
    {"reaching", "calendar_file"},
    {"display", "findings", "table_files"},
    {"report"},
    {"cli"},
    {"__main__", "__init__"},
]
# Ground that the modules of a room share; other modules of these rooms keep apart.
ROOM_GROUND = {
    "analysis": {"brokers"},
    "display": {"style", "labels", "text", "layout", "hulls"},
}
THIRD_PARTY = {
    "matplotlib": {"display"},
    "rich": {"display", "cli", "progress"},
    "click": {"cli"},
    "papermill": {"report"},
    "nbconvert": {"report"},
    "csv": {"loaders", "rows"},
    "icalendar": {"loaders", "calendar_file"},
    "publicsuffixlist": {"identity"},
    "tomllib": {"wishes"},
    "email": {"loaders"},
    "mailbox": set(),
    "pickle": set(),
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def room(dotted: list[str]) -> str:
    return dotted[0] if dotted else "__init__"


def floor(name: str) -> int:
    found = [i for i, rooms in enumerate(FLOORS) if name in rooms]
    assert found, f"{name} has no floor: add it to FLOORS"
    return found[0]


def module_path(file: Path) -> list[str]:
    parts = list(file.relative_to(PACKAGE).with_suffix("").parts)
    return parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts


def imports(file: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.name} line {node.lineno}: relative import"
            names.append(node.module or "")
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


@pytest.mark.parametrize("file", MODULES, ids=lambda f: str(f.relative_to(PACKAGE)))
def test_a_room_imports_only_from_below(file):
    here = module_path(file)
    for name in imports(file):
        parts = name.split(".")
        if parts[0] != "netanalysis" or len(parts) == 1:
            continue
        target = parts[1:]
        if not (PACKAGE / target[0]).exists() and not (PACKAGE / f"{target[0]}.py").exists():
            continue  # a name of the package, such as __version__
        if room(target) == room(here):
            continue
        assert floor(room(target)) < floor(room(here)), f"{file.name} imports {name} from above"


@pytest.mark.parametrize("file", MODULES, ids=lambda f: str(f.relative_to(PACKAGE)))
def test_modules_of_a_room_keep_apart(file):
    here = module_path(file)
    if len(here) < 2 or file.name == "__init__.py":
        return
    for name in imports(file):
        target = name.split(".")[1:]
        if name.split(".")[0] != "netanalysis" or len(target) < 2 or target[0] != here[0]:
            continue
        if here[0] == "loaders":
            assert target[1] == here[1], f"{file.name} imports {name}"
        elif here[0] in ROOM_GROUND and target[1] != here[1]:
            assert target[1] in ROOM_GROUND[here[0]], f"{file.name} imports {name}"


@pytest.mark.parametrize("file", MODULES, ids=lambda f: str(f.relative_to(PACKAGE)))
def test_third_party_rooms(file):
    here = room(module_path(file))
    for name in imports(file):
        top = name.split(".")[0]
        assert here in THIRD_PARTY.get(top, {here}), f"{file.name} imports {top}"


@pytest.mark.parametrize("file", MODULES, ids=lambda f: str(f.relative_to(PACKAGE)))
def test_rooms_stay_small(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 400
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0
            assert lines <= 50, f"{file.name}: {node.name} has {lines} lines of code"
            names = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            names = [a for a in names if a.arg not in ("self", "cls")]
            assert len(names) <= 6, f"{file.name}: {node.name} has {len(names)} parameters"


@pytest.mark.parametrize("file", MODULES, ids=lambda f: str(f.relative_to(PACKAGE)))
def test_no_door_is_left_open(file):
    """No catch-all, no assert on data, no eval, no pickle, no clock outside the command line."""
    text = file.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            assert caught not in ("everything", "Exception", "BaseException"), file.name
        assert not isinstance(node, ast.Assert), f"{file.name} line {node.lineno}: assert"
    for word in ("eval(", "read_pickle", "pickle.load", "yaml.load"):
        assert word not in text
    if room(module_path(file)) != "cli":
        for clock in ("datetime.now(", "time.time(", "Timestamp.now(", "date.today(", "utcnow("):
            assert clock not in text, f"{file.name} reads the clock"


def test_import_is_light_and_silent():
    """Heavy libraries wait until they are used; importing changes no setting."""
    heavy = {"matplotlib", "networkx", "scipy", "papermill", "nbconvert", "rich", "IPython"}
    heavy |= {"numpy", "pyarrow", "publicsuffixlist"}
    code = (
        "import sys, warnings; before = list(warnings.filters); "
        "import netanalysis; assert before == warnings.filters; "
        f"print(sorted({heavy!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert done.stderr == ""


def test_no_module_hides_a_public_name():
    """A module of the same name would take the place of a function once it is imported."""
    code = (
        "import importlib, pkgutil, types, netanalysis as na; "
        "names = [m.name for m in pkgutil.iter_modules(na.__path__) if m.name != '__main__']; "
        "[importlib.import_module(f'netanalysis.{name}') for name in names]; "
        "print([n for n in na.__all__ if isinstance(getattr(na, n), types.ModuleType)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_exists_and_says_what_it_does():
    import netanalysis

    assert sorted(netanalysis._HOME) == sorted(netanalysis.__all__)
    for name in netanalysis.__all__:
        thing = getattr(netanalysis, name)
        assert (thing.__doc__ or "").strip(), f"{name} has no docstring"
