"""What axe finds on a page that keeps somebody out."""

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page


def serious(page: Page) -> list[str]:
    """Return the serious problems, each with the element it is about."""
    violations = Axe().run(page).response["violations"]
    return [f"{one['id']} {one['nodes'][0]['html']}" for one in violations if one["impact"] in ("serious", "critical")]
