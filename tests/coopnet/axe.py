"""Accessibility by axe-core: ``assert_axe_clean(page)`` in any browser test."""

from pathlib import Path

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def assert_axe_clean(page, *, include: str = "body") -> None:
    """Fails with every rule of WCAG 2.2 AA (and good practice) that the open page breaks, and where.

    ``page`` is a Playwright page. Animations are finished first, because axe measures the contrast of the moment.
    """
    page.evaluate("document.getAnimations().forEach((one) => { try { one.finish() } catch { one.cancel() } })")
    # As an evaluated text and not as a script element, so that the strict policy of the page stays as it is.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    outcome = page.evaluate(
        "([part, tags]) => axe.run(part, {runOnly: {type: 'tag', values: tags}})", [include, STANDARD]
    )
    assert outcome["passes"], "axe found nothing to look at"
    lines = []
    for rule in outcome["violations"]:
        lines.append(f"{rule['id']}: {rule['help']}")
        lines += [f"    {node['html'][:160]} · {node['failureSummary'][:240]}" for node in rule["nodes"][:5]]
    assert not lines, f"{page.url}\n" + "\n".join(lines)
