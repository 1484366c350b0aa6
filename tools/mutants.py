"""See whether the tests notice mistakes in what plans and ledgers mean: python -m tools.mutants [MODULE ...]

Makes a small mistake in a function (a mutant: `<` for `<=`, `and` for `or`, a condition turned round, another
constant), runs the tests of its module, and makes the next one. A mutant that no test fails on survives: a test is
missing, or the mistake changes nothing. Mutants of the latter kind are listed, each with its reason, in mutants.yaml
beside this file; one that is listed and yet killed, or that is no more, is an error.

The tests are imported once. Each mutant has a process of its own, in which the code of the one function is replaced: so
what stands outside functions (patterns, tables) is not mutated. Needs fork, so Linux or macOS. Exits with 1 where fewer
mutants are killed than should be, or where the list is wrong.
"""

import argparse
import ast
import importlib
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from mmap import mmap
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, NamedTuple

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
EQUIVALENTS = Path(__file__).with_suffix(".yaml")
ENOUGH = 0.92  # the share of mutants that must be killed, of those that are not equivalent
MEMORY = 4 << 30  # bytes that a mutant may use: some never end

# The modules to mutate, and the files with their tests.
TESTS = {
    "base/numerals.py": ["test_numerals.py", "test_deadlines.py"],
    "domain/phrases/deadline.py": ["test_deadlines.py"],
    "domain/phrases/times.py": ["test_times.py", "test_deadlines.py"],
    "domain/phrases/work.py": ["test_deadlines.py"],
    "domain/phrases/responsibility.py": ["test_responsibilities.py"],
    "domain/phrases/stage.py": ["test_stages.py"],
    "domain/situation.py": ["test_situations.py"],
    "domain/outcome.py": ["test_outcomes.py"],
    "domain/compliance.py": ["test_compliance.py"],
    "domain/scorecard.py": ["test_scorecard.py"],
    "domain/track.py": ["test_instruments.py"],
    "domain/measure.py": ["test_targets.py"],
    "domain/target.py": ["test_targets.py"],
    "domain/worklist.py": ["test_worklist.py"],
    "domain/search_words.py": ["test_search_words.py"],
    "domain/entry.py": ["test_entries.py", "test_ledger.py", "test_load_ledger.py"],
    "domain/state.py": ["test_states.py", "test_ledger.py"],
    "domain/lineage/reason.py": ["test_suggest.py"],
    "datafiles/loaders/ledger.py": ["test_load_ledger.py"],
}
COMMANDS = {"run", "run_shipped"}  # fixtures of tests that run whole commands, and so are too slow

_OPERATORS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.LShift: ast.RShift,
    ast.Continue: ast.Break, ast.Break: ast.Continue,
}  # fmt: skip
_PAIRS = (
    ("min", "max"), ("any", "all"), ("partition", "rpartition"), ("removeprefix", "removesuffix"), ("find", "rfind"),
    ("startswith", "endswith"), ("match", "fullmatch"), ("search", "match"), ("lstrip", "rstrip"),
)  # fmt: skip
_NAMES = {name: other for pair in _PAIRS for name, other in (pair, pair[::-1])}
_BROKEN = 2  # the exit code of a process that cannot make its mutant
_SHORT = 12  # characters; of such a piece of code, what stands around it is shown


class Mutant(NamedTuple):
    """A mistake in a function: what is changed there, at which line, and the module's code with it."""

    module: str
    function: str
    change: str
    line: int
    code: CodeType

    @property
    def key(self) -> tuple[str, str]:
        """What identifies the mutant as long as its function stays as it is."""
        return self.module, f"{self.function}: {self.change}"


def mutants_of(module: str) -> Iterator[Mutant]:
    """Every mutant of a module, given by its path in the package, in the order of the source."""
    path = ROOT / "ipcheck" / module
    tree = ast.parse(path.read_text(encoding="utf-8"))
    seen: Counter[tuple[str, str]] = Counter()
    for name, function in _functions(tree):
        for node, parents in _nodes(function):
            for mutate in _changes(node, parents[-1]):
                places = [place for place in (node, *reversed(parents)) if isinstance(place, ast.expr | ast.stmt)]
                before = list(map(_shown, places))
                undo = mutate()
                change = next(
                    f"{old} → {new}"
                    for place, old, new in zip(places, before, map(_shown, places), strict=True)
                    if old != new and (len(old) > _SHORT or isinstance(place, ast.stmt))
                )
                code = compile(ast.fix_missing_locations(tree), str(path), "exec")
                undo()
                seen[name, change] += 1
                if seen[name, change] > 1:
                    change += f" ({seen[name, change]})"
                line = next(each.lineno for each in (node, *reversed(parents)) if hasattr(each, "lineno"))
                yield Mutant(module, name, change, line, code)


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        for inner in node.body if isinstance(node, ast.ClassDef) else [node]:
            if isinstance(inner, ast.FunctionDef):
                yield f"{node.name}.{inner.name}" if isinstance(node, ast.ClassDef) else inner.name, inner


def _nodes(function: ast.FunctionDef) -> Iterator[tuple[Any, list[Any]]]:
    """The nodes of a function's body and defaults, each with the nodes around it; no annotations, no docstrings."""

    def walk(node: Any, parents: list[Any]) -> Iterator[tuple[Any, list[Any]]]:
        yield node, parents
        for field, value in ast.iter_fields(node):
            if field in ("annotation", "returns", "decorator_list"):
                continue
            for child in value if isinstance(value, list) else [value]:
                is_docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
                if isinstance(child, ast.AST) and not is_docstring:
                    yield from walk(child, [*parents, node])

    for node, parents in walk(function, []):
        if parents:
            yield node, parents


def _changes(node: Any, parent: Any) -> Iterator[Callable[[], Callable[[], None]]]:
    """The mistakes that can be made at a node; each, when called, makes it and returns what undoes it."""

    def setting(owner: Any, field: str, value: Any) -> Callable[[], Callable[[], None]]:
        old = getattr(owner, field)

        def change() -> Callable[[], None]:
            setattr(owner, field, value)
            return lambda: setattr(owner, field, old)

        return change

    def replacing(value: ast.AST) -> Callable[[], Callable[[], None]]:
        for field, old in ast.iter_fields(parent):
            if old is node:
                return setting(parent, field, value)
            if isinstance(old, list) and any(each is node for each in old):
                return setting(parent, field, [value if each is node else each for each in old])
        raise AssertionError(ast.dump(parent))

    nothing = ast.copy_location(ast.Constant(None), node) if hasattr(node, "lineno") else ast.Constant(None)
    match node:
        case ast.Compare(ops=[_]):
            yield setting(node, "ops", [_OPERATORS[type(node.ops[0])]()])
        case ast.BoolOp() | ast.BinOp() | ast.AugAssign() if type(node.op) in _OPERATORS:
            yield setting(node, "op", _OPERATORS[type(node.op)]())
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield replacing(node.operand)
        case ast.Constant(value=bool(value)):
            yield setting(node, "value", not value)
        case ast.Constant(value=int(value)):
            yield setting(node, "value", value + 1)
        case ast.Constant(value=str(value)):
            yield setting(node, "value", f"X{value}X" if value else "X")
        case ast.Constant(value=None) if not isinstance(parent, ast.Return | ast.Compare):
            yield setting(node, "value", "")
        case ast.Name(id=name) if name in _NAMES and isinstance(parent, ast.Call) and parent.func is node:
            yield setting(node, "id", _NAMES[name])
        case ast.Attribute(attr=name) if name in _NAMES:
            yield setting(node, "attr", _NAMES[name])
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield setting(node, "value", nothing)
        case ast.Assign() | ast.AnnAssign(value=ast.expr()) if not isinstance(node.value, ast.Constant):
            yield setting(node, "value", nothing)
        case ast.Continue() | ast.Break():
            yield setting(node, "__class__", _OPERATORS[type(node)])
    conditions = [node.test] if isinstance(node, ast.If | ast.IfExp | ast.While) else getattr(node, "ifs", [])
    for index, test in enumerate(conditions):
        if isinstance(test, ast.Compare | ast.UnaryOp):
            continue  # turned round already
        turned = ast.copy_location(ast.UnaryOp(ast.Not(), test), test)
        if isinstance(node, ast.comprehension):
            yield setting(node, "ifs", [*node.ifs[:index], turned, *node.ifs[index + 1 :]])
        else:
            yield setting(node, "test", turned)
    if isinstance(node, ast.Call):
        for index, argument in enumerate(node.args):
            if not isinstance(argument, ast.Constant | ast.Starred | ast.GeneratorExp):
                yield setting(node, "args", [*node.args[:index], nothing, *node.args[index + 1 :]])


def _shown(place: ast.AST) -> str:
    """The first line of the code of an expression or a statement, without decorators."""
    return next(line for line in ast.unparse(place).splitlines() if not line.startswith("@"))


class Runner:
    """Runs the tests of each mutant in the place of a pytest session's own loop."""

    def __init__(self, modules: Sequence[str], processes: int) -> None:
        content: dict[str, dict[str, str]] = yaml.safe_load(EQUIVALENTS.read_text(encoding="utf-8"))
        self.modules = modules
        self.equivalent = [(module, change) for module in modules for change in content.get(module, ())]
        self.processes = processes
        self.killed: dict[Mutant, bool] = {}

    def pytest_sessionstart(self) -> None:
        """Let Hypothesis stop at the first failure: nobody reads the simplest one."""
        from hypothesis import Phase, settings  # not before pytest, which rewrites its assertions

        settings.register_profile("mutants", settings(), phases=[Phase.explicit, Phase.generate], database=None)
        settings.load_profile("mutants")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run every mutant of every module; the tests must pass without any."""
        for module in self.modules:
            items = [item for item in session.items if item.path.name in TESTS[module] and _is_fast(item)]
            begin = os.times().children_user
            items = self._quickest_first(items, session)
            seconds = int(2 * (os.times().children_user - begin)) + 5
            killers = mmap(-1, len(items))  # shared by all processes: which items have killed a mutant
            running: dict[int, Mutant] = {}
            for mutant in mutants_of(module):
                if len(running) >= self.processes:
                    self._wait(running)
                running[_forked(partial(_test, session, items, killers, mutant, seconds))] = mutant
            while running:
                self._wait(running)
        return True

    def _wait(self, running: dict[int, Mutant]) -> None:
        process, status = os.wait()
        mutant = running.pop(process)
        if os.waitstatus_to_exitcode(status) == _BROKEN:
            pytest.exit(f"cannot be made: {': '.join(mutant.key)}", 1)
        self.killed[mutant] = status != 0
        if not status and mutant.key not in self.equivalent:
            _say(f"survives: ipcheck/{mutant.module}:{mutant.line}: {mutant.key[1]}")

    def _quickest_first(self, items: list[pytest.Item], session: pytest.Session) -> list[pytest.Item]:
        """The items in the order of the time that each takes. Exits where one fails without any mutant."""
        reading, writing = os.pipe()

        def measure() -> bool:
            with os.fdopen(writing, "w", encoding="utf-8") as pipe:
                for item, following in zip(items, [*items[1:], None], strict=True):
                    begin = time.process_time()
                    if not _passes(session, item, following):
                        return False
                    pipe.write(f"{time.process_time() - begin}\n")
            return True

        process = _forked(measure)
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as pipe:
            seconds = dict(zip(items, map(float, pipe), strict=False))
        os.waitpid(process, 0)
        if len(seconds) < len(items):
            pytest.exit(f"fails without a mutant: {items[len(seconds)].nodeid}", 1)
        return sorted(items, key=seconds.__getitem__)


def _is_fast(item: pytest.Item) -> bool:
    return not COMMANDS.intersection(getattr(item, "fixturenames", ())) and not item.get_closest_marker("skip")


def _forked(work: Callable[[], bool]) -> int:
    """The id of a new process that does `work` and exits with 0 where the result is True; it prints nothing."""
    process = os.fork()
    if process:
        return process
    try:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        succeeded = work()
        os._exit(0 if succeeded else 1)
    except BaseException:
        os._exit(1)


def _test(session: pytest.Session, items: list[pytest.Item], killers: mmap, mutant: Mutant, seconds: int) -> bool:
    """Whether a mutant survives the tests. One that takes more than `seconds` of the processor ends, and is killed."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        _apply(mutant)
    except Exception:
        os._exit(_BROKEN)
    order = sorted(range(len(items)), key=lambda index: not killers[index])
    for index, following in zip(order, [*order[1:], None], strict=True):
        if not _passes(session, items[index], None if following is None else items[following]):
            killers[index] = 1
            return False
    return True


def _passes(session: pytest.Session, item: pytest.Item, following: pytest.Item | None) -> bool:
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    return not session.testsfailed


def _apply(mutant: Mutant) -> None:
    """Give the function of this process the code of the mutant. Whoever has imported the function has the mutant."""
    name = "ipcheck." + mutant.module.removesuffix(".py").replace("/", ".")
    module = importlib.import_module(name)
    double = ModuleType(name)
    double.__file__ = module.__file__
    exec(mutant.code, double.__dict__)
    function, mutated = _function(module, mutant.function), _function(double, mutant.function)
    function.__code__, function.__defaults__ = mutated.__code__, mutated.__defaults__


def _function(module: ModuleType, name: str) -> FunctionType:
    """A function of a module by its qualified name, taken out of what decorates it."""
    found: Any = module
    for part in name.split("."):
        found = found.__dict__[part]
    if isinstance(found, property):
        found = found.fget
    if hasattr(found, "cache_clear"):
        found.cache_clear()
    function = getattr(found, "__wrapped__", found)
    assert isinstance(function, FunctionType), name
    return function


def report(runner: Runner) -> bool:
    """Say what became of the mutants; whether enough are killed and the list of those that change nothing is right."""
    by_key = {mutant.key: killed for mutant, killed in runner.killed.items()}
    wrong = [key for key in runner.equivalent if by_key.get(key, True)]
    for key in wrong:
        _say(f"in {EQUIVALENTS.name}, but {'killed' if key in by_key else 'no more'}: {': '.join(key)}")
    _say(f"{'module':36}{'mutants':>8}{'equivalent':>12}{'killed':>8}{'of the rest':>13}")
    for name in [*runner.modules, "all"]:
        keys = [key for key in by_key if name in (key[0], "all")]
        alike = sum(key in runner.equivalent for key in keys)
        killed = sum(by_key[key] for key in keys)
        share = killed / max(1, len(keys) - alike)
        _say(f"{name:36}{len(keys):8}{alike:12}{killed:8}{share:13.1%}")
    return not wrong and share >= ENOUGH


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Make mutants and report on them."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=str(__doc__).partition("\n")[0])
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="such as domain/state.py; all if there are none")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    if unknown := set(options.modules) - set(TESTS):
        parser.error(f"{', '.join(sorted(unknown))}: known are {', '.join(TESTS)}")
    modules = options.modules or list(TESTS)
    files = {str(ROOT / "tests" / name): None for module in modules for name in TESTS[module]}
    runner = Runner(modules, options.processes)
    begin = time.monotonic()
    code = pytest.main(["-q", "-s", "-n0", "-p", "no:cacheprovider", *files], plugins=[runner])
    _say(f"{time.monotonic() - begin:.0f} seconds")
    if not runner.killed:
        return int(code)
    return 0 if report(runner) else 1


if __name__ == "__main__":
    sys.exit(main())
