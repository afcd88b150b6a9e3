"""The sizes that keep the code readable: file 300 lines, function 40, class 20 public methods."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(path for package in ("annotations", "tui") for path in (ROOT / package).rglob("*.py"))

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def public_methods(node: ast.ClassDef) -> list[str]:
    return [item.name for item in node.body if isinstance(item, Function) and not item.name.startswith("_")]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_keeps_its_budget(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    assert source.count("\n") <= 300
    too_long = {f.name: f.end_lineno - f.lineno + 1 for f in functions(tree) if f.end_lineno is not None}
    assert {name: lines for name, lines in too_long.items() if lines > 40} == {}
    classes = {n.name: public_methods(n) for n in ast.walk(tree) if isinstance(n, ast.ClassDef)}
    assert {name: found for name, found in classes.items() if len(found) > 20} == {}


def test_functions_are_short_as_a_whole() -> None:
    lengths = sorted(
        f.end_lineno - f.lineno + 1
        for path in MODULES
        for f in functions(ast.parse(path.read_text(encoding="utf-8")))
        if f.end_lineno is not None
    )
    assert lengths[int(len(lengths) * 0.95)] <= 30


@pytest.mark.parametrize("package", ["annotations", "tui"])
def test_packages_import_nothing_heavy(package: str) -> None:
    for path in (ROOT / package).rglob("__init__.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {
            name.split(".")[0]
            for node in ast.walk(tree)
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        }
        assert not imported & {"spacy", "textual", "sqlite_utils", "trafilatura"}, path
