"""The layout of docs/architecture.md: one-way arrows, pure calculation, small modules, plain names, nothing private tracked."""

from __future__ import annotations

import ast
import io
import re
import shutil
import subprocess
import sys
import tokenize
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from briefing.cli import COMMANDS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "briefing"

LAYERS = (
    {"problems", "resources", "skeletons"},
    {"text"},
    {"atomic", "workspace", "settings", "house"},
    {"model"},
    {"i18n", "part_names", "templating", "comparison"},
    {"load"},
    {"check", "figures", "pages", "sources"},
    {"dataset_import", "edition", "figure_cache", "fingerprint", "rendering", "build_output"},
    {"build"},
    {"archive", "mail", "batch", "verification"},
    {"cli"},
    {"__main__"},
)
"""The rooms and modules of the package from the lowest to the highest: each imports only from its own or a lower layer."""

SIBLINGS = ("check", "figures", "pages", "sources", "mail", "archive", "batch")
"""Rooms of one layer that do not import each other, but for what `ALLOWED` names."""

ALLOWED = {("pages", "figures.figure")}
"""What a room may import of another of its layer: the type of a drawn figure."""

CALCULATION = {"text", "model", "i18n", "part_names", "templating", "comparison", "load", "check", "figures", "pages"}
"""The rooms left of `Edition`."""

HEAVY = {"matplotlib", "numpy", "pypdfium2", "shapely", "trafilatura", "weasyprint"}
"""What the command does not import until a word needs it."""

FAMILY = {
    "cffi": "weasyprint",
    "markupsafe": "jinja2",
    "pydantic-core": "pydantic",
    "pyhanko-certvalidator": "pyhanko",
    "pylatexenc": "bibtexparser",
}
"""A distribution that is only ever used as a part of another."""


@dataclass(frozen=True)
class Import:
    """One import: who imports (`content.load`), and what (`briefing.problems`, `yaml`)."""

    module: str
    line: int
    target: str

    @property
    def room(self) -> str:
        return self.module.split(".")[0]

    @property
    def inside(self) -> str | None:
        """The target inside the package, without the package's name; None for what is outside."""
        return self.target.removeprefix("briefing.") if self.target.startswith("briefing.") else None

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.target}"


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imported(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """Full names; `from briefing.pages import standards` names the module `briefing.pages.conformance`."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    assert node.level == 0, f"a relative import: {ast.unparse(node)}"
    base = node.module or ""
    for alias in node.names:
        full = f"{base}.{alias.name}"
        yield full if full.removeprefix("briefing.") in MODULES else base


def imports() -> Iterator[Import]:
    for module, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield from (Import(module, node.lineno, target) for target in imported(node))


IMPORTS = list(dict.fromkeys(imports()))


def listed(imports: list[Import]) -> str:
    return "\n".join(map(str, imports))


LAYER = {name: number for number, layer in enumerate(LAYERS) for name in layer}


def test_every_module_has_a_layer() -> None:
    assert {module.split(".")[0] for module in MODULES} - {""} == LAYER.keys()


def test_arrows_run_one_way() -> None:
    upward = [one for one in IMPORTS if one.inside and one.room and LAYER[one.inside.split(".")[0]] > LAYER[one.room]]
    assert not upward, listed(upward)


def test_packages_of_one_layer_do_not_import_each_other() -> None:
    crossing = [
        one
        for one in IMPORTS
        if one.inside
        and one.room in SIBLINGS
        and (there := one.inside.split(".")[0]) in SIBLINGS
        and there != one.room
        and LAYER[there] == LAYER[one.room]
        and (one.room, one.inside) not in ALLOWED
    ]
    assert not crossing, listed(crossing)


def test_commands_do_not_import_each_other() -> None:
    commands = set(COMMANDS.values())

    def command(module: str | None) -> str | None:
        """The command that a module of `cli` belongs to; None for one that commands share, such as `cli.options`."""
        parts = (module or "").split(".")
        return parts[1] if parts[0] == "cli" and len(parts) > 1 and parts[1] in commands else None

    crossing = [
        one for one in IMPORTS if command(one.module) and command(one.inside) not in (None, command(one.module))
    ]
    assert not crossing, listed(crossing)


def test_only_publish_rebuild_and_redline_ask_for_an_edition_to_be_built() -> None:
    makers = {"archive.publish", "archive.rebuild", "archive.redline"}
    asking = [
        one
        for one in IMPORTS
        if one.inside
        and one.room in ("archive", "mail")
        and one.inside.split(".")[0] in ("build", "check", "figures", "pages")
        and one.module not in makers
    ]
    assert not asking, listed(asking)


ACTS = re.compile(
    "chmod|environb?|fsync|getenv|makedirs|mkdir|mkdtemp|mkstemp|putenv|rename|rmtree|symlink_to|touch|unlink"
    "|write_atomically|write_bytes|write_text"
)
"""Names of acts on the world: the environment, and writing to disk."""

CLOCKS = {"date.today", "datetime.now", "datetime.today", "datetime.utcnow"}

ACTING_MODULES = {
    *("asyncio", "http", "random", "secrets", "shutil", "socket", "ssl", "subprocess", "tempfile", "time", "uuid"),
    "urllib.request",
}


def acts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of each act in a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            name = node.id if isinstance(node, ast.Name) else node.attr
            if ACTS.fullmatch(name):
                yield node.lineno, name
        elif isinstance(node, ast.ImportFrom | ast.Import):
            names = {alias.name for alias in node.names} | {
                (node.module or "") if isinstance(node, ast.ImportFrom) else ""
            }
            modules = {part for name in names for part in (name, name.split(".")[0])}
            yield from (
                (node.lineno, name) for name in sorted({*filter(ACTS.fullmatch, names), *(modules & ACTING_MODULES)})
            )
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in CLOCKS:
            yield node.lineno, ast.unparse(node.func)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "open":
            modes = [value.value for value in node.args if isinstance(value, ast.Constant)]
            modes += [word.value.value for word in node.keywords if isinstance(word.value, ast.Constant)]
            if any(isinstance(mode, str) and re.fullmatch("[rbt]*[wax+][rwbt+]*", mode) for mode in modes):
                yield node.lineno, "open for writing"


def test_calculation_uses_no_environment_clock_randomness_or_network_and_writes_nothing() -> None:
    found = [
        f"{module}:{line}: {name}"
        for module, path in MODULES.items()
        if module.split(".")[0] in CALCULATION
        for line, name in acts(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not found, "\n".join(found)


def test_folders_and_modules_are_small() -> None:
    folders: dict[Path, int] = {}
    for path in MODULES.values():
        if path.name not in ("__init__.py", "__main__.py"):
            folders[path.parent] = folders.get(path.parent, 0) + 1
    sizes = {folder.relative_to(ROOT).as_posix(): count for folder, count in folders.items()}
    crowded = {folder: count for folder, count in sizes.items() if count > 15}
    assert not crowded
    lines = {module: len(path.read_text(encoding="utf-8").splitlines()) for module, path in MODULES.items()}
    assert not {module: count for module, count in lines.items() if count > STILL_LONG.get(module, 300)}


STILL_LONG = {"batch.cluster": 315, "pages.long_tables": 330}
"""Modules of more than 300 lines, and of how many at most."""

RETIRED_NAMES = re.compile(
    "Copy|Draft|Drawn|Ease|Hands|Kept|Made|Order|Outcome|Parcel|Row|Say|Shelf|Spot|Workbench|Writing|_Ear|_deaf|_hear_no_more"
    "|apart|aside|ease|fit_model|hold_quotations|hotspots|imprint|keep_dataset|kept|making|misfits|parcel|slips|surroundings"
    "|told|workbench|write_aside"
)
"""Identifiers that nobody understands at sight, or that meant several things."""

RETIRED_WORDS = re.compile(
    r"\b(apart|aside|as here|brings? in|from then on|in vain|is not held|manners|mend(s|ed)?|take leave|the wire"
    r"|will not do)\b"
)
"""Words that plain technical English has a better one for, in comments, texts and messages."""


def test_no_retired_name_or_word_comes_back() -> None:
    found: list[str] = []
    for module, path in MODULES.items():
        text = path.read_text(encoding="utf-8")
        words = [(n, match[0]) for n, line in enumerate(text.splitlines(), 1) for match in RETIRED_WORDS.finditer(line)]
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        names = [
            (one.start[0], one.string)
            for one in tokens
            if one.type == tokenize.NAME and RETIRED_NAMES.fullmatch(one.string)
        ]
        found += [f"{module}:{line}: {word}" for line, word in sorted(words + names)]
    assert not found, "\n".join(found)


def outside() -> Iterator[tuple[str, str]]:
    """Each outside distribution that is imported, with the module that does."""
    distributions = packages_distributions()
    for one in IMPORTS:
        top = one.target.split(".")[0]
        if top not in sys.stdlib_module_names and top not in ("briefing", "__future__"):
            (distribution,) = {canonicalize_name(name) for name in distributions[top]}
            yield FAMILY.get(distribution, distribution), one.module


def declared(group: str) -> dict[str, Requirement]:
    """What pyproject.toml lists for `runtime`, `build` or `dev` (which includes `build`), by name."""
    text = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = text["dependency-groups"]
    listed = {
        "runtime": text["project"]["dependencies"],
        "build": groups["build"],
        "dev": groups["build"] + [entry for entry in groups["dev"] if isinstance(entry, str)],
    }
    requirements = [Requirement(line) for line in listed[group]]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def documented() -> dict[str, list[str]]:
    """The rows of the tables of docs/dependencies.md: the library, and the other cells."""
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return {row[0]: row[1:] for row in rows if row[0] not in ("library", "---")}


def test_each_library_is_named_only_where_the_page_on_dependencies_says() -> None:
    found: dict[str, set[str]] = {library: set() for library in declared("runtime")}
    for distribution, module in outside():
        found.setdefault(distribution, set()).add(MODULES[module].relative_to(PACKAGE).as_posix())
    allowed = {
        library: set(re.findall(r"`([^`]+)`", cells[2])) for library, cells in documented().items() if len(cells) == 3
    }
    assert found.keys() == allowed.keys()
    for library, modules in found.items():
        # A library may be named in a module, or in a whole folder, given with its slash.
        through = {
            name: {
                place for place in allowed[library] if name == place or (place[-1] == "/" and name.startswith(place))
            }
            for name in modules
        }
        assert all(through.values()), f"{library} is named in {sorted(modules)}"
        assert set().union(*through.values()) == allowed[library], f"{library} is named only in {sorted(modules)}"


def test_every_dependency_has_its_reason_and_its_licence_on_the_page() -> None:
    pages = documented()
    assert pages.keys() == declared("runtime").keys() | declared("dev").keys()
    assert not [library for library, cells in pages.items() if not all(cells)]


ENTRY = re.compile(
    r"^([a-z0-9][a-z0-9.\-]*)==(\S+)((?: ; [^\\\n]+)?)((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$", re.MULTILINE
)


def locked(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return {match[1]: match[2] for match in ENTRY.finditer(text)}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_version_has_its_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(entries) == len(locked(name)) > 20
    assert "://" not in text
    assert not [line for line in entries if line.startswith("-") or "@" in line]


@pytest.mark.parametrize(
    ("name", "groups"), [("requirements.txt", ["runtime", "build"]), ("requirements-dev.txt", ["runtime", "dev"])]
)
def test_the_locks_agree_with_the_lists(name: str, groups: list[str]) -> None:
    versions = locked(name)
    for group in groups:
        for library, requirement in declared(group).items():
            assert library in versions, f"{library} is not in {name}: ./run lock"
            assert requirement.specifier.contains(versions[library]), (
                f"{requirement} but {versions[library]}: ./run lock"
            )


def test_tests_run_on_the_very_versions_that_are_shipped() -> None:
    assert locked("requirements-dev.txt").items() >= locked("requirements.txt").items()


def test_help_starts_without_the_heavy_libraries() -> None:
    program = (
        "import sys\n"
        "from briefing.cli import main\n"
        "sys.argv = ['briefing', '--help']\n"
        "try:\n    main()\nexcept SystemExit as end:\n    code = end.code\nelse:\n    code = 0\n"
        "print(code or 0, *sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    code, *modules = done.stderr.split()
    assert code == "0"
    assert "briefing.cli" in modules
    assert not HEAVY & set(modules)


PRIVATE = {
    "a path of one machine": re.compile(r"(?<![\w.$}~/-])/(?:home|root|Users|work|mnt|srv)/\w"),
    "the address of a package index or file": re.compile(
        r"https?://[^ \"]*(?:/simple(?:[/\" ]|$)|[.]whl|[.]tar[.]gz|[.]tgz)|--(?:extra-)?index[-]url|--find[-]links"
    ),
}


def tracked() -> list[Path]:
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("the list of files comes from git, in a checkout")
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in listing.split("\0") if name and (path := ROOT / name).is_file()]


@pytest.mark.parametrize("kind", PRIVATE)
def test_nothing_private_is_tracked(kind: str) -> None:
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in PRIVATE[kind].finditer(text)]
    assert not found, "\n".join(found)
