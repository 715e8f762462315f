"""What keeps somebody out of a page: what axe finds, and what is wider than the screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

ON_EACH_SCREEN = pytest.mark.parametrize(("width", "theme"), [(360, "light"), (1440, "dark")])
"""A phone by day and a desk at night: colours do not depend on the width, so that two of four tell it all."""


_WCAG = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}
"""What the law of accessibility asks for; what is merely good practice is never serious, and takes as long."""


def serious(page: Page) -> list[str]:
    """Return the serious problems, each with the element it is about."""
    violations = Axe().run(page, options=_WCAG).response["violations"]
    return [f"{one['id']} {one['nodes'][0]['html']}" for one in violations if one["impact"] in ("serious", "critical")]


def wide(page: Page) -> int:
    """Return how wide the page is, in pixels, once it is there."""
    return int(page.locator("html").evaluate("html => html.scrollWidth"))


def enlarge(page: Page) -> None:
    """Show all letters twice as large, as people set it on a phone who do not see well."""
    page.locator("html").evaluate("html => { html.style.fontSize = '200%' }")
