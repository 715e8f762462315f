"""Which words of a bubble can be tapped: numbers and addresses of the commune's own, and nothing else."""

from frame.blocks import block_of

SITE = "https://hocso.example.vn"


def _shown(text: str, site: str = SITE) -> str:
    return str(block_of(text, ["0228 388 1113"], "plain", site).paragraphs[0])


def test_our_own_address_and_number_can_be_tapped() -> None:
    shown = _shown(f"Bấm {SITE}/moi/0af9 nhé. **Gọi 0228 388 1113**")
    assert f'<a href="{SITE}/moi/0af9">{SITE}/moi/0af9</a> nhé.' in shown
    assert '<strong>Gọi <a href="tel:02283881113">0228 388 1113</a></strong>' in shown


def test_no_other_address_can_be_tapped_and_nothing_breaks_out() -> None:
    for text in ("https://lua-dao.example/moi/1", f"{SITE}.lua-dao.example/moi/1", f'{SITE}/"><script>', f"{SITE}"):
        assert "href" not in _shown(text) or f'href="{SITE}/"' not in _shown(text), text
        assert "<script>" not in _shown(text)
        assert "lua-dao" not in _shown(text).partition('href="')[2].partition('"')[0]


def test_without_an_address_of_our_own_none_is_a_link() -> None:
    assert "href" not in _shown(f"{SITE}/x/4821", "")
