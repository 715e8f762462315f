"""`make bench`: one JSON line a figure, ours beside a peer, in one run on one machine."""

import argparse
from collections.abc import Callable, Iterator

from bench import browser, card, content, items, pages, report, search, telegram, zalo
from bench.figures import Figure

_PARTS: dict[str, Callable[[], Iterator[Figure]]] = {
    "telegram": telegram.figures,
    "zalo": zalo.figures,
    "browser": browser.figures,
    "card": card.figures,
    "content": content.figures,
    "items": items.figures,
    "search": search.figures,
    "pages": pages.figures,
    "report": report.figures,
}


def main() -> None:
    """Measure the parts that were named, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*_PARTS, []], help="what to measure; nothing means everything")
    for part in parser.parse_args().parts or _PARTS:
        for figure in _PARTS[part]():
            print(figure.line(), flush=True)


if __name__ == "__main__":
    main()
