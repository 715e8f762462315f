"""The purposes a learner may agree to, each asked for on its own (Law 91/2025/QH15, article 9)."""

from enum import StrEnum


class Purpose(StrEnum):
    """One purpose of keeping something about a learner."""

    LEARN = "learn"
    COUNT_IN_HAMLET = "count_in_hamlet"
    REMIND = "remind"
