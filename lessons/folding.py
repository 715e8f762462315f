"""Vietnamese words as most people type them: small letters, no accents, no punctuation."""

import re
import unicodedata


def fold(text: str) -> str:
    """Return the text in small letters without accents and punctuation: "Đồng ý ạ!" → "dong y a"."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[a-z0-9]+", letters))
