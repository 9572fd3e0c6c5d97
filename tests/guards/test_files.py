"""What must not stand in any file: names of a developer's machine, download hosts, secrets."""

import json
import re

from tests.guards.source import ROOT, tracked

# Put together here, so that this file does not find itself.
PLACES = re.compile(r"(?<![\w.-])/(?:" + "|".join(["wor" + "k", "far" + "m", "home/" + r"\w+", "roo" + "t"]) + r")/")
TEMPORARY = re.compile("/tm" + r"p/(?!\$|%|\{)\w")
HOSTS = re.compile("|".join(["pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.org", "--index" + "-url"]))
SECRET = re.compile(r"-----BEGIN (?:RSA |EC )?PRIVATE KEY|AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{30}")


def _texts():
    for path in tracked():
        try:
            yield path, (ROOT / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def _hits(pattern: re.Pattern) -> list[str]:
    return [f"{path}: {found[0]}" for path, text in _texts() if (found := pattern.search(text))]


def test_the_guard_reads_the_project():
    read = {str(path) for path, _text in _texts()}
    assert len(read) > 200
    assert {"Makefile", "README.md", ".ci/run", "requirements.txt", "package-lock.json"} <= read


def test_no_place_of_a_developers_machine():
    assert PLACES.search("see /wor" + "k/x")
    assert not _hits(PLACES)
    assert not _hits(TEMPORARY)


def test_no_download_host():
    assert HOSTS.search("https://pypi" + ".org/simple")
    assert not _hits(HOSTS)


def test_no_secret():
    assert not _hits(SECRET)


def test_lockfiles_hold_names_versions_and_hashes_only():
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-browser.txt", "requirements-node.txt"):
        text = (ROOT / name).read_text()
        assert "==" in text
        for line in text.splitlines():
            allowed = r"[a-z0-9._-]+(\[[a-z0-9,._-]+\])?==\S+( ; .*)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?|"
            assert re.fullmatch(allowed, line), f"{name}: {line}"
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert packages
    assert not [name for name, entry in packages.items() if "resolved" in entry]
    assert all("integrity" in entry for name, entry in packages.items() if name)
