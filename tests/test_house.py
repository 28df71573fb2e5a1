"""The rules of the house, checked over the syntax tree."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOMAINS = (
    "accounts",
    "media",
    "billing",
    "customers",
    "programs",
    "cards",
    "campaigns",
    "exports",
    "imports",
    "statistics",
    "alerts",
    "privacy",
    "agenda",
)
"""From the lowest to the highest: each may import those before it."""
SEES_ALL = ("api.app", "api.cli", "api.demo")
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "base", "service", "services", "util"}
ONE_ADAPTER = {"stripe": "api.billing.", "cloudinary": "api.media."}
MAY_IMPORT_FASTAPI = re.compile(
    r"api\.(app|core\.(errors|pages|deps|http\.\w+)"
    r"|\w+\.(deps|routes)(\.\w+)?)"
)
"""Besides the routes: what every route depends on, and the routes that belong to no domain."""


@dataclass(frozen=True)
class Import:
    name: str
    late: bool
    line: int


@dataclass(frozen=True)
class Module:
    name: str
    path: Path
    tree: ast.Module

    @property
    def domain(self) -> str | None:
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 and parts[1] in DOMAINS else None

    @property
    def package(self) -> str:
        return self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]

    def imports(self) -> Iterator[Import]:
        late = {
            id(inner)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            for inner in ast.walk(node)
        }
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield Import(alias.name, id(node) in late, node.lineno)
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                if node.level:
                    above = self.package.split(".")[: len(self.package.split(".")) - node.level + 1]
                    base = ".".join([*above, base]).rstrip(".")
                for alias in node.names:
                    yield Import(f"{base}.{alias.name}", id(node) in late, node.lineno)


def modules() -> list[Module]:
    found = []
    for path in sorted((ROOT / "api").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found.append(Module(name, path, ast.parse(path.read_text())))
    return found


MODULES = modules()


def below(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def imported_domain(name: str) -> str | None:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "api" and parts[1] in DOMAINS else None


def is_route(name: str) -> bool:
    return re.match(r"api\.\w+\.routes(\.|$)", name) is not None and not name.startswith("api.core")


def test_core_knows_no_domain() -> None:
    wrong = [
        f"{module.name}:{each.line} imports {each.name}"
        for module in MODULES
        if module.name.startswith("api.core")
        for each in module.imports()
        if each.name.startswith("api.") and not each.name.startswith("api.core")
    ]
    assert wrong == []


def test_domains_import_downward_only() -> None:
    wrong = []
    for module in MODULES:
        if module.domain is None:
            continue
        for each in module.imports():
            other = imported_domain(each.name)
            if other and DOMAINS.index(other) > DOMAINS.index(module.domain):
                wrong.append(f"{module.name}:{each.line} imports {each.name}")
            if below(each.name, SEES_ALL):
                wrong.append(f"{module.name}:{each.line} imports {each.name}")
    assert wrong == []


def test_only_the_app_imports_routes() -> None:
    wrong = [
        f"{module.name}:{each.line} imports {each.name}"
        for module in MODULES
        if not below(module.name, SEES_ALL)
        for each in module.imports()
        # A package of routes may gather its own.
        if is_route(each.name) and not below(module.name, (".".join(each.name.split(".")[:3]),))
    ]
    assert wrong == []


def test_models_import_no_use_case() -> None:
    wrong = [
        f"{module.name}:{each.line} imports {each.name}"
        for module in MODULES
        if re.search(r"\.models(\.|$)", module.name)
        for each in module.imports()
        if imported_domain(each.name) and ".models" not in each.name
    ]
    assert wrong == []


def test_fastapi_only_where_requests_are_answered() -> None:
    wrong = [
        f"{module.name}:{each.line} imports {each.name}"
        for module in MODULES
        if not MAY_IMPORT_FASTAPI.fullmatch(module.name)
        for each in module.imports()
        if each.name.split(".")[0] in ("fastapi", "starlette")
    ]
    assert wrong == []


@pytest.mark.parametrize("library", ONE_ADAPTER)
def test_an_outside_service_is_known_by_one_domain(library: str) -> None:
    wrong = [
        f"{module.name}:{each.line}"
        for module in MODULES
        if not module.name.startswith(ONE_ADAPTER[library])
        for each in module.imports()
        if each.name.split(".")[0] == library
    ]
    assert wrong == []


def test_only_db_commits() -> None:
    allowed = {
        "api.core.db",
        # It does not commit requests: Alembic's own connection, and the lock around it.
        "api.core.migrate",
    }
    wrong = [
        f"{module.name}:{node.lineno}"
        for module in MODULES
        if module.name not in allowed
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    ]
    assert wrong == []


def test_only_settings_reads_the_environment() -> None:
    wrong = [
        f"{module.name}:{node.lineno}"
        for module in MODULES
        if module.name != "api.core.settings"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb")
    ]
    assert wrong == []


def test_nothing_of_ours_is_imported_late_or_for_types_only() -> None:
    wrong = [
        f"{module.name}:{each.line} imports {each.name} inside a function"
        for module in MODULES
        if not below(module.name, ("api.cli",))  # so that `carnet --help` answers at once
        for each in module.imports()
        if each.late and each.name.split(".")[0] == "api"
    ]
    wrong += [
        f"{module.name}:{node.lineno} asks TYPE_CHECKING"
        for module in MODULES
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Name | ast.Attribute)
        and (node.id if isinstance(node, ast.Name) else node.attr) == "TYPE_CHECKING"
    ]
    assert wrong == []


def test_a_command_that_uses_the_database_knows_every_domain() -> None:
    """Limits, jobs and tables are declared by domains: a process with some of them does half."""
    wrong = [
        module.name
        for module in MODULES
        if below(module.name, ("api.cli",))
        and (names := {each.name for each in module.imports()})
        and "api.core.db.Database" in names
        and not names & {"api.app", "api.app.create_app", "api.cli.starting.on_data"}
    ]
    assert wrong == []


def test_no_relationship_leaves_its_domain() -> None:
    tables: dict[str, str | None] = {
        node.name: module.domain
        for module in MODULES
        if re.search(r"\.models(\.|$)", module.name)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
    }
    wrong = []
    for module in MODULES:
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "relationship":
                continue
            names = {
                name
                for each in ast.walk(node)
                for name in (
                    [each.id]
                    if isinstance(each, ast.Name)
                    else [each.value]
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                    else []
                )
            }
            wrong += [
                f"{module.name}:{node.lineno} reaches {name}"
                for name in names & tables.keys()
                if tables[name] != module.domain
            ]
    assert wrong == []


def test_imports_form_no_circle() -> None:
    names = {module.name for module in MODULES}
    edges: dict[str, set[str]] = {}
    for module in MODULES:
        for each in module.imports():
            if each.late:
                continue
            target = each.name if each.name in names else each.name.rpartition(".")[0]
            if target in names and target != module.name:
                edges.setdefault(module.name, set()).add(target)
    while leaves := names - {name for name in names if edges.get(name, set()) & names}:
        names -= leaves
    assert names == set()


def test_no_file_has_a_name_that_says_nothing() -> None:
    sources = [*(ROOT / "api").rglob("*"), *(ROOT / "tests").rglob("*")]
    for suffix in ("ts", "tsx"):
        sources += (ROOT / "frontend" / "src").rglob(f"*.{suffix}")
    wrong = [
        str(path.relative_to(ROOT))
        for path in sources
        if path.name.split(".")[0].lower() in FORBIDDEN_NAMES and "__pycache__" not in path.parts
    ]
    assert wrong == []


def test_the_python_lock_names_the_public_index_only() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text())
    hosts = set(re.findall(r'https?://([^/"]+)', (ROOT / "uv.lock").read_text()))
    assert hosts == {"pypi.org", "files.pythonhosted.org"}
    for package in lock["package"]:
        registry = package["source"].get("registry")
        assert registry in (None, "https://pypi.org/simple"), package["name"]


def test_the_node_lock_names_the_public_registry_only() -> None:
    text = (ROOT / "frontend" / "package-lock.json").read_text()
    hosts = set(re.findall(r'"resolved":\s*"https?://([^/"]+)', text))
    assert hosts <= {"registry.npmjs.org"}
    assert json.loads(text)["lockfileVersion"] >= 3


def test_project_settings_name_no_other_registry() -> None:
    for name in ("pyproject.toml", "frontend/.npmrc", "frontend/package.json"):
        text = (ROOT / name).read_text()
        hosts = set(re.findall(r"https?://([^/\"'\s]+)", text))
        assert hosts <= {"pypi.org", "registry.npmjs.org", "biomejs.dev"}, name
