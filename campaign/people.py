"""What may be known about a learner who agreed to tell: age band, sex, group (design.md rule 12 and section 4)."""

from dataclasses import dataclass
from enum import StrEnum


class AgeBand(StrEnum):
    """Years of age; those of 16 and 17 are shown but stand in no rate of adults."""

    MINOR = "16-17"
    YOUNG = "18-39"
    MIDDLE = "40-59"
    SENIOR = "60+"


class Sex(StrEnum):
    """As the learner says."""

    FEMALE = "female"
    MALE = "male"


class Group(StrEnum):
    """The four target groups of Quyết định 757/QĐ-BKHCN: residents, officials, students, workers in enterprises."""

    OFFICIAL = "official"
    STUDENT = "student"
    WORKER = "worker"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class About:
    """What a learner told; None where it was not asked or not answered."""

    age_band: AgeBand | None = None
    sex: Sex | None = None
    group: Group | None = None
