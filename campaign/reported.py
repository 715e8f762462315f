"""What stands in a report besides participation: figures only the office knows, and the five skill rates.

The five rates are those Bắc Ninh's plan of 2026 asks every commune for (reference in docs/bao-cao.md). None of them
can be measured by the assistant, which counts lessons finished and no skills: each is typed with its source.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from campaign.indicators import Indicator, Rate


class Reported(StrEnum):
    """A figure of a report, typed for one unit or for the whole commune."""

    CLASSES = "classes"
    BROADCASTS = "broadcasts"
    SPENDING = "spending"
    DIGITAL_TEAMS = "digital_teams"
    TEAM_MEMBERS = "team_members"
    OFFICIALS_SKILLED = "officials_skilled"
    OFFICIALS_ALL = "officials_all"
    STUDENTS_SKILLED = "students_skilled"
    STUDENTS_ALL = "students_all"
    ADULTS_SKILLED = "adults_skilled"
    WORKERS_SKILLED = "workers_skilled"
    WORKERS_ALL = "workers_all"

    @property
    def is_yearly(self) -> bool:
        """Say whether it counts what was done since 1 January, not how things stand on its day."""
        return self in (Reported.CLASSES, Reported.BROADCASTS, Reported.SPENDING)


ACTIVITIES = (
    Reported.CLASSES,
    Reported.DIGITAL_TEAMS,
    Reported.TEAM_MEMBERS,
    Reported.BROADCASTS,
    Reported.SPENDING,
)
"""What a report tells about work done, in this order. Spending is in thousands of đồng."""

COMMUNE = ""
"""The unit of a figure about the whole commune."""


class Skill(StrEnum):
    """One of the five rates."""

    OFFICIALS = "officials"
    STUDENTS = "students"
    ADULTS = "adults"
    VNEID = "vneid"
    WORKERS = "workers"


PARTS: Mapping[Skill, tuple[Reported | Indicator, Reported | Indicator]] = {
    Skill.OFFICIALS: (Reported.OFFICIALS_SKILLED, Reported.OFFICIALS_ALL),
    Skill.STUDENTS: (Reported.STUDENTS_SKILLED, Reported.STUDENTS_ALL),
    Skill.ADULTS: (Reported.ADULTS_SKILLED, Indicator.ADULTS),
    Skill.VNEID: (Indicator.VNEID_CONFIRMED, Indicator.ADULTS),
    Skill.WORKERS: (Reported.WORKERS_SKILLED, Reported.WORKERS_ALL),
}
"""Of what each of them is a rate."""


@dataclass(frozen=True, slots=True)
class Known:
    """A figure as far as it is known: who says so, and when the newest part of it was true."""

    value: int
    as_of: date
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SkillRate:
    """One of the five rates; None where a number was not typed, or cannot be right."""

    skill: Skill
    numerator: int | None
    denominator: int | None
    sources: tuple[str, ...]

    @property
    def percent(self) -> str:
        """Return the rate with a decimal comma, "–" where there is none."""
        return str(self.rate) if self.rate else "–"

    @property
    def rate(self) -> Rate | None:
        """Return the rate, None where a part of it is unknown or the part is more than the whole."""
        if self.numerator is None or not self.denominator or self.numerator > self.denominator:
            return None
        return Rate(self.numerator, self.denominator)


def of_commune(known: Mapping[tuple[str, Reported], Known]) -> dict[Reported, Known]:
    """Return each figure of the whole commune: the one typed for it, else the sum of those typed for units."""
    found = dict[Reported, Known]()
    for one in Reported:
        if (COMMUNE, one) in known:
            found[one] = known[COMMUNE, one]
        elif parts := [figure for (_, reported), figure in known.items() if reported is one]:
            found[one] = added(parts)
    return found


def added(parts: Sequence[Known]) -> Known:
    """Return several figures as one."""
    sources = dict.fromkeys(source for part in parts for source in part.sources)
    return Known(sum(part.value for part in parts), max(part.as_of for part in parts), tuple(sources))


def skill_rates(
    commune: Mapping[Reported, Known], adults: int | None, vneid: int | None, vneid_sources: Iterable[str]
) -> tuple[SkillRate, ...]:
    """Return the five rates; `adults` are those of the hamlets, `vneid` the sum of what was typed for them."""

    def known(part: Reported | Indicator) -> int | None:
        if isinstance(part, Reported):
            return commune[part].value if part in commune else None
        return adults if part is Indicator.ADULTS else vneid

    rates = []
    for skill, parts in PARTS.items():
        told = [commune[part].sources for part in parts if isinstance(part, Reported) and part in commune]
        sources = tuple(vneid_sources) if skill is Skill.VNEID else tuple(dict.fromkeys(s for one in told for s in one))
        rates.append(SkillRate(skill, known(parts[0]), known(parts[1]), sources))
    return tuple(rates)
