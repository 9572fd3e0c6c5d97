"""The direction of imports, held by the contracts in pyproject.toml."""

import tomllib

import grimp
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.guards.source import APPS, HOUSE, ROOT, nodes, python_files

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]


def test_every_contract_is_kept(capsys):
    assert len(CONTRACTS["contracts"]) >= 3
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_the_contracts_see_the_whole_house():
    assert set(CONTRACTS["root_packages"]) == set(HOUSE)
    graph = grimp.build_graph(*HOUSE, cache_dir=None)
    assert len(graph.modules) > 100
    # Not blind: a line that the direction allows is there.
    assert graph.find_shortest_chain("coaching", "accounts", as_packages=True)


def test_every_leaf_of_the_root_is_under_contract():
    leaves = {name for contract in CONTRACTS["contracts"] for name in contract.get("source_modules", [])}
    modules = {f"coopnet.{path.parts[1].removesuffix('.py')}" for path in python_files("coopnet")} - {
        "coopnet.__init__"
    }
    root = {"apps", "celery", "demo", "home", "jobs", "management", "root_urls", "schedule", "settings", "urls"}
    root = {f"coopnet.{name}" for name in (*root, "migrations")}
    assert modules - leaves - root == set(), "say in pyproject.toml or here whether it may import an app"


def test_no_rooms_without_a_subject():
    names = {part.removesuffix(".py") for path in python_files(*HOUSE) for part in path.parts}
    assert names.isdisjoint({"utils", "helpers", "common", "services", "util", "helper", "misc"})


def test_no_signals():
    import ast

    found = []
    for path, node in nodes(ast.ImportFrom, *APPS, "coopnet"):
        if node.module and node.module.endswith(("signals", "django.dispatch")):
            found.append(str(path))
    assert not found, "rules do not hide in signals; apps meet in registries"
