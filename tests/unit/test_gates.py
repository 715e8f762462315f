"""Who may agree to learn depends on the channel, and a stored consent says which words were shown."""

import pytest

from conversation import consents, texts

TEXTS = texts.load()
CHANNELS = tuple(consents.GATES)


@pytest.mark.parametrize("channel", CHANNELS)
def test_the_gate_is_18_on_zalo_and_16_everywhere_else(channel: str) -> None:
    age, other = ("18", "16") if channel == "zalo_bot" else ("16", "18")
    gate = consents.GATES[channel]
    for key in (gate.agree, gate.not_now, gate.too_young):
        assert f"đủ {age} tuổi" in TEXTS[key]
        assert f"đủ {other} tuổi" not in TEXTS[key]


def test_each_channel_has_a_wording_of_its_own_that_is_kept() -> None:
    versions = {consents.learn(TEXTS, channel).version for channel in CHANNELS}
    assert len(versions) == len(CHANNELS)
    assert versions <= {wording.version for wording in consents.wordings(TEXTS)}


def test_the_wording_kept_is_the_one_that_is_shown() -> None:
    wording = consents.learn(TEXTS, "zalo_bot")
    assert "Zalo" in wording.text
    assert wording.text.endswith("Tôi đủ 18 tuổi, đồng ý, học luôn")
