"""Nothing of an article reaches the screen but through the display map, and nothing through markup.

Read off the code itself: a value is foreign when it comes from one of the fields that hold other people's
words, and stops being so in ``display()`` or in a function that passes its parameters through it. Where a
foreign value goes into something that draws, that line is wrong.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "tui").rglob("*.py"))

#: Fields that hold words of an article, of a dataset, of a scheme or of the system.
FOREIGN = frozenset({
    "text", "title", "byline", "date", "source", "metadata", "annotator", "note", "label", "name", "why",
    "definition", "examples", "reason", "message", "strerror", "excerpt",
})  # fmt: skip
#: Whatever is drawn as it is.
DRAWN = frozenset({
    "Content", "styled", "assemble", "Static", "Label", "Option", "Input", "Button", "Checkbox", "Segment",
    "Text", "notify", "echo", "Tree", "add_leaf", "add_row", "add_column", "Tab", "TabPane", "Collapsible",
})  # fmt: skip
#: They read markup unless they are told not to.
READS_MARKUP = frozenset(
    {"Static", "Label", "OptionList", "notify", "Button", "Checkbox", "Collapsible", "SelectionList"}
)
#: What is set on a widget and drawn with it.
DRAWN_WHEN_SET = frozenset({"border_title", "border_subtitle", "placeholder", "sub_title", "tooltip"})
#: Where the map is applied elsewhere, and where that is.
ELSEWHERE = {
    ("tui/widgets/page/render.py", "Segment"): "a row is cut from the shown text of the page",
    ("tui/cli/detection.py", "echo"): "JSON is written as ASCII on a terminal",
}
#: What comes out of these are numbers, or is shown already, or JSON in ASCII.
CLEAN = frozenset({"display", "dumps", "len", "cell_len", "int", "enumerate", "sum", "count"})


def called(node: ast.Call) -> str:
    """Return the last word of what is called."""
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


class Function:
    """What is foreign in one function."""

    def __init__(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, cleaning: frozenset[str], *, parameters: bool
    ) -> None:
        self._cleaning = cleaning | CLEAN
        names = [argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)]
        self._foreign = {name for name in names if name != "self"} if parameters else set()
        self._body = [inner for statement in node.body for inner in ast.walk(statement)]
        for _ in range(2):  # A loop may bring something from its end to its beginning.
            for inner in self._body:
                self._follow(inner)

    def _follow(self, node: ast.AST) -> None:
        if isinstance(node, ast.Assign) and self.foreign(node.value):
            self._foreign |= {name for target in node.targets for name in _names(target)}
        elif isinstance(node, (ast.AugAssign, ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
            if self.foreign(node.value):
                self._foreign |= set(_names(node.target))
        elif isinstance(node, (ast.For, ast.comprehension)) and self.foreign(node.iter):
            self._foreign |= set(_names(node.target))

    def foreign(self, node: ast.AST) -> bool:
        """Tell whether somebody else's words may be in the value of an expression."""
        if isinstance(node, ast.Call):
            # A method of what was shown gives what was shown.
            clean = called(node) in self._cleaning
            return not clean and any(self.foreign(part) for part in ast.iter_child_nodes(node))
        if isinstance(node, ast.Attribute):
            return node.attr in FOREIGN or self.foreign(node.value)
        if isinstance(node, ast.Name):
            return node.id in self._foreign
        return any(self.foreign(part) for part in _values(node))

    def returns_foreign(self) -> bool:
        """Tell whether what goes in foreign, or is read foreign here, comes out so."""
        results = [node for node in self._body if isinstance(node, (ast.Return, ast.Yield, ast.YieldFrom))]
        return not results or any(node.value is not None and self.foreign(node.value) for node in results)

    def drawn(self) -> Iterator[tuple[int, str]]:
        """Yield the lines where something foreign is drawn, and by what."""
        for node in self._body:
            if isinstance(node, ast.Call) and called(node) in DRAWN:
                if any(map(self.foreign, _drawn_parts(node))):
                    yield node.lineno, called(node)
            elif isinstance(node, ast.Assign) and self.foreign(node.value):
                for target in node.targets:
                    if isinstance(target, ast.Attribute) and target.attr in DRAWN_WHEN_SET:
                        yield node.lineno, target.attr


def _values(node: ast.AST) -> list[ast.AST]:
    """Return the parts of an expression that its value is made of: not what is only asked about them."""
    if isinstance(node, (ast.Compare, ast.Lambda)):
        return []
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, (ast.GeneratorExp, ast.ListComp, ast.SetComp)):
        return [node.elt]
    return list(ast.iter_child_nodes(node))


def _drawn_parts(node: ast.Call) -> Iterator[ast.expr]:
    """Yield what a call draws: of a pair of words and their style, the words."""
    for part in (*node.args, *(word.value for word in node.keywords)):
        yield part.elts[0] if isinstance(part, ast.Tuple) and part.elts else part


def _names(node: ast.AST) -> Iterator[str]:
    return (inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name))


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def cleaning(trees: list[ast.Module]) -> frozenset[str]:
    """Return the functions that pass all that goes into them through the display map."""
    found: frozenset[str] = frozenset()
    for _ in range(3):  # One may call another.
        verdicts: dict[str, bool] = {}
        for node in (function for tree in trees for function in functions(tree)):
            clean = not Function(node, found, parameters=True).returns_foreign()
            verdicts[node.name] = verdicts.get(node.name, True) and clean
        found = frozenset(name for name, clean in verdicts.items() if clean)
    return found


def wrong(tree: ast.Module, known: frozenset[str]) -> list[tuple[int, str]]:
    """Return every line that draws something foreign, or would read markup in it."""
    lines = [line for node in functions(tree) for line in Function(node, known, parameters=False).drawn()]
    return sorted({*lines, *_markup(tree)})


def _markup(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = called(node)
        if name in {"from_markup", "render_markup"}:
            yield node.lineno, name
        elif name in READS_MARKUP and not _told_not_to(node) and not _harmless(node):
            yield node.lineno, f"{name} reads markup"


def _told_not_to(node: ast.Call) -> bool:
    return any(
        word.arg == "markup" and isinstance(word.value, ast.Constant) and word.value.value is False
        for word in node.keywords
    )


def _harmless(node: ast.Call) -> bool:
    """Tell whether a widget gets nothing, words of our own, or what carries no markup."""
    if called(node) in {"OptionList", "SelectionList"}:
        return False
    first = node.args[0] if node.args else None
    if first is None or isinstance(first, ast.Constant):
        return True
    # A call that makes Content: by its name, or one of our own functions, which mypy holds to their types.
    return isinstance(first, ast.Call) and "str" not in called(first)


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def known() -> frozenset[str]:
    return cleaning([parsed(path) for path in MODULES])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_foreign_is_drawn(path: Path, known: frozenset[str]) -> None:
    name = str(path.relative_to(ROOT))
    found = [(line, what) for line, what in wrong(parsed(path), known) if (name, what) not in ELSEWHERE]
    assert found == []


def test_what_is_seen_to_elsewhere_is_still_there(known: frozenset[str]) -> None:
    for name, what in ELSEWHERE:
        assert what in {word for _, word in wrong(parsed(ROOT / name), known)}


@pytest.mark.parametrize(
    ("code", "caught"),
    [
        ("Content(article.title)", True),
        ("Content(display(article.title))", False),
        ("Content(display(article.title).replace('a', 'b')[:4])", False),
        ("Content(f'  {tag.text[:9]}')", True),
        ("x = tag.text; y = x.upper(); Static(Content(y))", True),
        ("x = display(tag.text); Static(Content(x))", False),
        ("for tag in tags: Option(Content(tag.label))", True),
        ("Content.assemble((title_of(article), 'bold'))", False),
        ("Content.assemble((article.title, 'bold'))", True),
        ("Content(str(len(article.text)))", False),
        ("self.border_title = article.title", True),
        ("Input(value=tag.note)", True),
        ("Input(value=display(tag.note))", False),
        ("self.notify(message)", True),
        ("self.notify(message, markup=False)", False),
        ("Static(f'[b]{count}[/b]')", True),
        ("Static('words of our own')", False),
        ("OptionList(*lines)", True),
        ("OptionList(*lines, markup=False)", False),
        ("Content.from_markup(anything)", True),
        ("click.echo(f'{error.strerror}')", True),
        ("click.echo(json.dumps(article.text))", False),
        ("Content('all' if tag.text == 'x' else 'none')", False),
    ],
)
def test_the_check_can_tell(code: str, caught: bool) -> None:
    helper = "def title_of(article):\n    return display(article.title)\n"
    tree = ast.parse(
        f"{helper}def draw(self, article, tag, tags, message, error, lines, count):\n    {code}\n"
    )
    assert bool(wrong(tree, cleaning([tree]))) is caught
