"""What the guards look at: the tracked files of the project."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "nagging", "partners", "cooperations", "coaching")
HOUSE = ("coopnet", *APPS)


@lru_cache
def tracked() -> tuple[Path, ...]:
    """Files under version control or about to be, relative to the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return tuple(Path(name) for name in sorted(set(listed)) if (ROOT / name).is_file())


def python_files(*roots: str) -> list[Path]:
    """Python files of ``roots`` (all without), without migrations."""
    wanted = [path for path in tracked() if path.suffix == ".py" and "migrations" not in path.parts]
    return [path for path in wanted if not roots or path.parts[0] in roots]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))


def nodes(kind: type, *roots: str) -> Iterator[tuple[Path, ast.AST]]:
    """Every syntax node of ``kind`` with its file."""
    for path in python_files(*roots):
        for node in ast.walk(tree(path)):
            if isinstance(node, kind):
                yield path, node


def templates() -> list[Path]:
    return [path for path in tracked() if path.parts[0] == "templates" and path.suffix in (".html", ".txt")]
