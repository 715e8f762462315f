"""The purposes a learner may agree to, each asked for on its own (Law 91/2025/QH15, article 9)."""

from enum import StrEnum


class Purpose(StrEnum):
    """One purpose of keeping something about a learner."""

    LEARN = "learn"
    COUNT_IN_HAMLET = "count_in_hamlet"
    REMIND = "remind"
    ABOUT_ME = "about_me"
    """Age band, sex and group."""
    ASK_HUMAN = "ask_human"
    """One question, as it was shown; asked for each."""
    SHOW_NAME_TO_LEADER = "show_name_to_leader"
    CERTIFICATE = "certificate"
    """The public page that says a certificate is valid."""
    AWARD = "award"
    """To be named in a list of those put forward for praise; asked when the office proposes somebody."""
    LEAD = "lead"
    """Not a learner's: helping a unit, under the name the office typed; kept with the role, in no learner's log."""
