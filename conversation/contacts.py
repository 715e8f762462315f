"""The numbers of the commune that anybody may call."""

from conversation.replies import Say
from conversation.turn import Turn

_LABELS = {
    "cong_an_xa": "contact.cong_an_xa",
    "trung_tam_hanh_chinh_cong": "contact.trung_tam_hanh_chinh_cong",
    "to_cong_nghe_so": "contact.to_cong_nghe_so",
}
KEYS = tuple(_LABELS)
"""The numbers that every commune has, in the order in which they are told."""


def whom_to_call(turn: Turn) -> Say:
    """Say whom to call or to go and see; where the office has set no number, whom to ask at home."""
    lines = tuple(
        Say("person.line", {"name": _name(key), "number": number})
        for key, number in turn.world.contacts.items()
        if number
    )
    return Say("person.contacts", {"lines": lines}) if lines else Say("person.no_contacts")


def _name(key: str) -> str | Say:
    label = _LABELS.get(key)
    return Say(label) if label else key.replace("_", " ")
