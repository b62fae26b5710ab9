"""A desk's own Jinja templates: checked before they are used, loaded before ours, and bounded in what they do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import BaseLoader, Environment, FileSystemLoader, Template, TemplateSyntaxError, meta, nodes
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from briefing.house.look import PRINT_STYLE, TEMPLATE_FOLDER
from briefing.problems import Place, Problem, did_you_mean
from briefing.resources import TEMPLATES

SHIPPED = "shipped/"
"""The beginning of the name by which a desk's template extends or includes ours."""

MAX_STEPS = 200_000
MAX_CHARACTERS = 2_000_000
"""How often the loops and macros of a desk's templates may run in one filling, and how long its result may be."""

MAX_VALUE = 200_000
"""The most characters of a text that a desk's template makes and keeps."""

COUNT_STEP = "desk_step"
_NOT_EXTENDED = frozenset({"parts/head.html.j2"})
"""What holds the marking of every page."""

_PHRASES = frozenset({"_", "ngettext", "pgettext", "language", "range", "dict", "joiner"})
_NO_FILTERS = ("batch", "center", "format", "indent", "pprint", "random", "replace", "slice", "wordwrap")
_NO_GLOBALS = ("cycler", "lipsum", "namespace")
_TEXT_METHODS = frozenset(
    ("upper", "lower", "strip", "lstrip", "rstrip", "startswith", "endswith", "split", "title", "capitalize", "isdigit")
)
_QUIET = (nodes.Extends, nodes.Block, nodes.Macro, nodes.Assign, nodes.AssignBlock, nodes.Import, nodes.FromImport)
"""What may be outside of a block: nothing of it is printed."""

Templates = Sequence[tuple[str, str]]
"""Texts of templates by the name of the shipped template that each extends."""


class BoundedEnvironment(ImmutableSandboxedEnvironment):
    """An environment without what could take all memory, or print another text each time."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in _NO_FILTERS:
            del self.filters[name]
        for name in _NO_GLOBALS:
            del self.globals[name]

    def is_safe_callable(self, obj: object) -> bool:
        """Refuse the methods of texts that make them longer."""
        owner = getattr(obj, "__self__", None)
        if isinstance(owner, str):
            return getattr(obj, "__name__", "") in _TEXT_METHODS
        return super().is_safe_callable(obj)

    def call(self, context: Context, obj: Any, *args: Any, **options: Any) -> Any:
        """Call what may be called, naming what may not."""
        if not self.is_safe_callable(obj):
            raise SecurityError(f'"{getattr(obj, "__name__", "this")}" cannot be called in a template')
        return super().call(context, obj, *args, **options)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Calculate with numbers only."""
        if not (isinstance(left, int | float) and isinstance(right, int | float)):
            raise SecurityError(f"{operator} is possible with numbers only")
        if operator == "**" and (abs(left) > 10_000 or abs(right) > 8):
            raise SecurityError("this number is too large")
        return super().call_binop(context, operator, left, right)


@dataclass
class StepCounter:
    """Counts what the loops of one filling do, and raises where it is too much."""

    steps: int = 0

    def __call__(self, value: object = None) -> str:
        """Count a step, or look at a value that is kept. Raises TemplateRuntimeError."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise TemplateRuntimeError(f"its loops have run {MAX_STEPS:,} times: they do not end, or not soon enough")
        if isinstance(value, str) and len(value) > MAX_VALUE:
            raise TemplateRuntimeError(f"a text has more than {MAX_VALUE:,} characters")
        return ""


class DeskLoader(BaseLoader):
    """Loads the templates of a desk, and ours by their names after `shipped/` and where a desk has none."""

    def __init__(self, templates: Templates) -> None:
        self._own = dict(templates)
        self._shipped = FileSystemLoader(TEMPLATES)

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - the loader's interface
    ) -> Template:
        """Return a template; loops in those of the desk are counted. Raises TemplateError."""
        if name not in self._own:
            return self._shipped.load(environment, name.removeprefix(SHIPPED), globals)
        file = shown_name(name)
        tree = environment.parse(self._own[name], name, file)
        count_steps(tree)
        code = environment.compile(tree, name, file)
        return environment.template_class.from_code(environment, code, globals or {}, lambda: True)


def shown_name(name: str) -> str:
    """Return the name of a desk's template as its workspace has it."""
    return f"{TEMPLATE_FOLDER}/{name}"


def count_steps(tree: nodes.Template) -> None:
    """Let every loop and macro of a template count its steps, and every value that is kept its length."""
    for loop in tree.find_all((nodes.For, nodes.Macro, nodes.CallBlock)):
        loop.body.insert(0, _step(loop.lineno))  # type: ignore[attr-defined]
    _check_kept(tree)


def _check_kept(node: nodes.Node) -> None:
    for field in node.fields:
        children = getattr(node, field)
        if not isinstance(children, list):
            continue
        counted: list[object] = []
        for child in children:
            counted.append(child)
            if isinstance(child, nodes.Node):
                _check_kept(child)
            if isinstance(child, nodes.Assign | nodes.AssignBlock) and isinstance(child.target, nodes.Name):
                counted.append(_step(child.lineno, child.target.name))
        children[:] = counted


def _step(line: int, name: str = "") -> nodes.ExprStmt:
    given: list[nodes.Expr] = [nodes.Name(name, "load")] if name else []
    call = nodes.Call(nodes.Name(COUNT_STEP, "load"), given, [], None, None)
    return nodes.ExprStmt(call).set_lineno(line)  # type: ignore[return-value]


def template_problems(names: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with the files of a desk's `templates/`, whose texts are given by their names in it.

    Problems have the code `template`, and their places name files from the workspace on.
    """
    for name, text in sorted(names.items()):
        if name == PRINT_STYLE:
            continue
        if name not in _shipped_names():
            known = [*_shipped_names(), PRINT_STYLE]
            hint = did_you_mean(name, known) or f"used are {PRINT_STYLE} and templates such as parts/front.html.j2"
            what = "is not used: there is no shipped template of this name"
            yield Problem("template", what, Place(shown_name(name)), hint)
            continue
        yield from _problems_of(name, text)


def _problems_of(name: str, text: str) -> Iterator[Problem]:
    file = shown_name(name)
    try:
        tree = _parser(BoundedEnvironment).parse(text, name, file)
        unknown = meta.find_undeclared_variables(tree)
    except TemplateSyntaxError as error:  # also a filter that there is not
        what = f"cannot be read: {(error.message or '').rstrip('.')}"
        yield Problem("template", what, Place(file, error.lineno), "correct it; the blocks are listed in docs/house.md")
        return
    extends = f'{{% extends "{SHIPPED}{name}" %}}'
    first = next((node for node in tree.body if not _is_blank(node)), None)
    parent = first.template if isinstance(first, nodes.Extends) else None
    if not (isinstance(parent, nodes.Const) and parent.value == SHIPPED + name):
        line = first.lineno if first else 1
        yield Problem(
            "template", "does not begin by extending the shipped template", Place(file, line), f"begin with {extends}"
        )
        return
    yield from _outside_problems(tree, file)
    yield from _block_problems(tree, name, file)
    yield from _name_problems(tree, unknown - _known_values(), file)


def _outside_problems(tree: nodes.Template, file: str) -> Iterator[Problem]:
    for node in tree.body:
        if not (_is_blank(node) or isinstance(node, _QUIET)):
            text = next((one.data for one in node.find_all(nodes.TemplateData) if one.data.strip()), "")
            line = node.lineno + len(text) - len(text.lstrip("\n")) if text else node.lineno
            what = "this is not printed: it is outside of every block"
            yield Problem("template", what, Place(file, line), "move it into a block of the shipped template")


def _is_blank(node: nodes.Node) -> bool:
    """Tell whether a node is white space between blocks."""
    return isinstance(node, nodes.Output) and all(
        isinstance(one, nodes.TemplateData) and not one.data.strip() for one in node.nodes
    )


def _block_problems(tree: nodes.Template, name: str, file: str) -> Iterator[Problem]:
    known = blocks_of(name)
    for block in tree.find_all(nodes.Block):
        if block.name not in known:
            hint = did_you_mean(block.name, known) or f"its blocks are {', '.join(known)}"
            what = f'the shipped template has no block "{block.name}"'
            yield Problem("template", what, Place(file, block.lineno), hint)


def _name_problems(tree: nodes.Template, unknown: set[str], file: str) -> Iterator[Problem]:
    """Yield the values that no shipped template names, and the templates that are not there."""
    for node in tree.find_all(nodes.Name):
        if node.name in unknown or node.name == COUNT_STEP:
            unknown.discard(node.name)
            hint = did_you_mean(node.name, _known_values()) or "see the shipped template for the values that there are"
            yield Problem("template", f'there is no value "{node.name}"', Place(file, node.lineno), hint)
    for other in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport)):
        target: nodes.Node = other.template  # type: ignore[attr-defined]
        if not isinstance(target, nodes.Const):
            what = "what is included must be named by its name in quotes"
            yield Problem("template", what, Place(file, other.lineno), "write it out")
        elif not (TEMPLATES / str(target.value).removeprefix(SHIPPED)).is_file() or ".." in str(target.value):
            hint = did_you_mean(str(target.value), _shipped_names()) or "name one of the shipped templates"
            yield Problem("template", f'there is no template "{target.value}"', Place(file, other.lineno), hint)


def blocks_of(name: str) -> list[str]:
    """Return the names of the blocks of a shipped template, in their order."""
    return [block.name for block in _shipped_tree(name).find_all(nodes.Block)]


def _parser(kind: type[Environment]) -> Environment:
    environment = kind(autoescape=True)
    environment.filters["css"] = str  # the environment that fills templates has it
    return environment


@cache
def _shipped_names() -> tuple[str, ...]:
    """Return the names of the shipped templates that a desk may extend."""
    found = ("briefing.html.j2", *(f"parts/{path.name}" for path in sorted((TEMPLATES / "parts").glob("*.html.j2"))))
    return tuple(name for name in found if name not in _NOT_EXTENDED and blocks_of(name))


@cache
def _shipped_tree(name: str) -> nodes.Template:
    return _parser(Environment).parse((TEMPLATES / name).read_text(encoding="utf-8"), name)


@cache
def _known_values() -> frozenset[str]:
    """Return every value that the shipped templates of the page name, and what all templates have."""
    names = ("briefing.html.j2", *(f"parts/{path.name}" for path in (TEMPLATES / "parts").glob("*.html.j2")))
    return _PHRASES.union(*(meta.find_undeclared_variables(_shipped_tree(name)) for name in names))
