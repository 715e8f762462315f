"""What is counted: the name of each indicator, its Vietnamese heading and footnote, and how a rate is rounded."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from pathlib import Path

from campaign.units import UnitKind
from lessons.texts_file import read_texts

FILE = Path(__file__).with_name("texts.vi.yaml")


class Indicator(StrEnum):
    """An indicator, by the name it has in exports and in score tables; the last two stand below the total."""

    ADULTS = "adults"
    PARTICIPANTS = "participants"
    PARTICIPATION_RATE = "participation_rate"
    COMPLETERS = "completers"
    COMPLETION_RATE = "completion_rate"
    WOMEN = "women"
    AGED_60_PLUS = "aged_60_plus"
    OFFICIALS = "officials"
    STUDENTS = "students"
    WORKERS = "workers"
    MINORS = "minors"
    LESSONS_COMPLETED = "lessons_completed"
    QUESTIONS_ANSWERED = "questions_answered"
    CORRECT_FIRST_TRY = "correct_first_try"
    REMEMBERED = "remembered"
    PRACTISED = "practised"
    ASSISTED = "assisted"
    SESSIONS_HELD = "sessions_held"
    SESSION_VISITS = "session_visits"
    SESSION_FIRST_TIMERS = "session_first_timers"
    REACHED = "reached"
    HOUSEHOLDS_REACHED = "households_reached"
    ASSOCIATION_MEMBERS = "association_members"
    VNEID_CONFIRMED = "vneid_confirmed"
    LEARNING_UNCOUNTED = "learning_uncounted"
    OUTSIDE_COMMUNE = "outside_commune"

    @property
    def is_estimate(self) -> bool:
        """Say whether the figure is an estimate, which may be shown but is never the source of a score."""
        return self is Indicator.REACHED


class Note(StrEnum):
    """Something a table has to say besides how its columns are counted."""

    DEMO = "demo"
    EXAMPLES = "examples"
    UNTIL = "until"
    ONE_HOME = "one_home"
    NO_HAMLET = "no_hamlet"
    UNKNOWN_ADULTS = "unknown_adults"
    UNKNOWN_AGE = "unknown_age"
    SESSIONS_WAITING = "sessions_waiting"
    TYPED = "typed"
    TYPED_MISSING = "typed_missing"
    HIDDEN = "hidden"
    MERGED = "merged"
    ENDED = "ended"
    ERASED = "erased"
    SELF_RATING = "self_rating"
    SELF_RATING_HIDDEN = "self_rating_hidden"


@dataclass(frozen=True, slots=True)
class Rate:
    """A part of a whole, never shown without both; a whole that is unknown or nothing has no percentage."""

    numerator: int
    denominator: int | None

    @property
    def percent(self) -> Decimal | None:
        """Return the percentage with one decimal, half rounded up."""
        if not self.denominator:
            return None
        exact = Decimal(100 * self.numerator) / self.denominator
        return exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)

    def __str__(self) -> str:
        """Say it as a Vietnamese paper does, "69,9", or "–" when there is no percentage."""
        return "–" if self.percent is None else str(self.percent).replace(".", ",")


@dataclass(frozen=True, slots=True)
class Words:
    """The Vietnamese words of the tables."""

    headings: Mapping[Indicator, str]
    footnotes: Mapping[Indicator, str]
    kinds: Mapping[UnitKind, str]
    reported: Mapping[str, str]
    self_rating: Mapping[str, str]
    notes: Mapping[Note, str]
    refusals: Mapping[str, str]
    no_hamlet: str
    total: str

    def footnote(self, indicator: Indicator, *, lessons: int) -> str:
        """Return how an indicator is counted; `lessons` is how many must be finished to have completed."""
        return f"{self.headings[indicator]}: {self.footnotes[indicator].replace('{lessons}', str(lessons))}."

    def note(self, note: Note, **values: str | int) -> str:
        """Return a note with its gaps filled."""
        return self.notes[note].format_map(values)

    def refusal(self, key: str, **values: str | int) -> str:
        """Return the sentence with which a typed figure is refused, with its gaps filled."""
        return self.refusals[key].format_map(values)


def load(file: Path = FILE) -> Words:
    """Read the words from their file."""
    tree: Mapping[str, Mapping[str, str]] = read_texts(file)
    return Words(
        headings={indicator: tree["headings"][indicator] for indicator in Indicator},
        footnotes={indicator: tree["footnotes"][indicator] for indicator in Indicator},
        kinds={kind: tree["kinds"][kind] for kind in UnitKind},
        reported=tree["reported"],
        self_rating=tree["self_rating"],
        notes={note: tree["notes"][note] for note in Note},
        refusals=tree["refusals"],
        no_hamlet=tree["rows"]["no_hamlet"],
        total=tree["rows"]["total"],
    )


WORDS = load()
