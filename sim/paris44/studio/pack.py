"""The parts made small: what is never imported is left out, and equal parts give equal bytes."""

from __future__ import annotations

import ast
import io
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from importlib.util import resolve_name
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import paris44
from paris44.scenario.file.find import packaged
from paris44.studio.compiled import compiled
from paris44.studio.desk import CARRIED
from paris44.studio.parts import PageParts

DESK = "paris44.studio.desk"
"""The module that a worker begins with."""
WHEELS_WITHOUT = re.compile(
    r"/tests/|\.pyi$|\.so\.|/py\.typed$|^pydantic/(v1|mypy\.py)|/(RECORD|WHEEL|direct_url\.json|sboms/.*)$"
    r"|^networkx/(conftest|drawing/tests|.*\.dat\.gz$)|^yaml/.*\.so$|^_yaml|\.cpython-314-x86_64"
)
"""Files of the wheels that are left out: tests, stubs, what is compiled for another machine."""
LICENCES = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
ENCODINGS = re.compile(
    r"__init__|aliases|ascii|cp437|idna|latin_1|punycode|(raw_)?unicode_escape|utf_(8|8_sig|16.*)"
)
"""The encodings that are kept."""
Files = dict[str, bytes]


def pack(parts: PageParts, operation: Mapping[str, bytes]) -> dict[str, bytes]:
    """Name -> bytes of everything that a worker is sent, uncompressed; its modules are compiled.

    ``operation``: the files of one that is not shipped, by their names where the desk looks for them.

    Raises:
        UserError: there is no Node to compile them with.
    """
    found = {
        "pyodide.mjs": _plain(parts.loader["pyodide.mjs"]),
        "pyodide.asm.mjs": _plain(parts.loader["pyodide.asm.mjs"]),
        "pyodide.asm.wasm": parts.loader["pyodide.asm.wasm"],
        "pyodide-lock.json": LOCK.encode(),
        "python_stdlib.zip": _zip(_stdlib(parts.loader["python_stdlib.zip"])),
        "site.zip": _zip({**_site(parts.wheels), **_own(), **_scenarios(), **_operation(operation)}),
    }
    return compiled(found)


LOCK = json.dumps(
    {
        "info": {
            "abi_version": "2026_0",
            "arch": "wasm32",
            "platform": "emscripten_5_0_3",
            "python": "3.14.2",
        },
        "packages": {},
    }
)
"""What the loader wants to know of packages: it fetches none."""


def own(name: str) -> str:
    """The text of a file in ``studio/assets``."""
    return (resources.files("paris44.studio") / "assets" / name).read_text(encoding="utf-8")


def packed(data: bytes) -> bytes:
    """Compressed as every browser can expand it."""
    return zlib.compress(data, 9)


def licences(parts: PageParts) -> dict[str, str]:
    """Whose work the page carries: the file's name -> its text."""
    found = {}
    for wheel in parts.wheels:
        with ZipFile(io.BytesIO(wheel)) as archive:
            for name in sorted(archive.namelist()):
                if ".dist-info/" in name and LICENCES.search(name.rsplit("/", 1)[-1]):
                    found[name] = archive.read(name).decode("utf-8", "replace")
    return found


def _plain(script: bytes) -> bytes:
    """A script without the address of its source map, which a browser's tools would ask for."""
    return re.sub(rb"\n//# sourceMappingURL=\S+\s*$", b"\n", script)


def _stdlib(data: bytes) -> Files:
    without = frozenset(own("left-out.txt").splitlines())
    found = {}
    with ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            top, _, rest = name.partition("/")
            if top.removesuffix(".py") in without or name.endswith("/"):
                continue
            if top == "encodings" and not ENCODINGS.fullmatch(rest.removesuffix(".py")):
                continue
            found[name] = archive.read(name)
    return found


def _site(wheels: Iterable[bytes]) -> Files:
    found = {}
    for wheel in wheels:
        with ZipFile(io.BytesIO(wheel)) as archive:
            for name in archive.namelist():
                wanted = not (name.endswith("/") or WHEELS_WITHOUT.search(name))
                if wanted and (".dist-info/" not in name or name.endswith("METADATA")):
                    found[name] = archive.read(name)
    return small_networkx(found)


def small_networkx(files: Files) -> Files:
    """The files with as much of NetworkX as ``assets/networkx.txt`` begins with, and needs."""
    begins = {"networkx/__init__.py": own("networkx.txt").encode(), "networkx/algorithms/__init__.py": b""}
    return _without_unused({**files, **begins}, "networkx")


def _without_unused(files: Files, package: str) -> Files:
    """The files without the modules of a package that nothing in it imports, at once or later."""
    needed: set[str] = set()
    todo = [package]
    while todo:
        path = todo.pop().replace(".", "/")
        name = next((n for n in (f"{path}.py", f"{path}/__init__.py") if n in files), None)
        if name is None or name in needed or not path.startswith(package):
            continue
        needed.add(name)
        above = path.rpartition("/")[0].replace("/", ".")
        within = path.replace("/", ".") if name.endswith("/__init__.py") else above
        todo += [*_imports(files[name], within), above]
    inside = f"{package}/"
    return {
        name: data
        for name, data in files.items()
        if name in needed or not (name.startswith(inside) and name.endswith(".py"))
    }


def _own() -> Files:
    """The modules of the program that the desk imports, at once or later, and the catalogues of languages."""
    package = Path(paris44.__file__).parent
    found: Files = {}
    todo = [DESK]
    while todo:
        name = todo.pop()
        path = _file(package, name)
        if path is None or (mark := path.relative_to(package.parent).as_posix()) in found:
            continue
        found[mark] = path.read_bytes()
        todo += [*_imports(found[mark]), name.rpartition(".")[0]]
    books = (package / "language" / "locale").rglob("*.mo")
    return found | {path.relative_to(package.parent).as_posix(): path.read_bytes() for path in books}


def _file(package: Path, name: str) -> Path | None:
    top, *rest = name.split(".")
    if top != package.name:
        return None
    path = package.joinpath(*rest)
    return next((p for p in (path.with_suffix(".py"), path / "__init__.py") if p.is_file()), None)


def _imports(source: bytes, within: str = "") -> Iterator[str]:
    """What a module of the package ``within`` may import: names of modules, and of what may be one."""
    tree = ast.parse(source)
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            name = "." * node.level + (node.module or "")
            module = resolve_name(name, within) if node.level else name
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def _scenarios() -> Files:
    """Everything that is shipped, where the package looks for it."""
    folder = packaged()
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    return {f"paris44/scenarios/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in paths}


def _operation(files: Mapping[str, bytes]) -> Files:
    return {f"paris44/{CARRIED.name}/{name}": data for name, data in files.items()}


def _zip(files: Mapping[str, bytes]) -> bytes:
    """An archive in the order of the names, without a time and uncompressed: it is compressed as a whole."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name in sorted(files):
            archive.writestr(ZipInfo(name), files[name])
    return out.getvalue()
