"""The pictures that can be sent or shown, named with the figures they carry; `papers.cards` draws them."""

from dataclasses import dataclass
from datetime import date

from campaign.indicators import Rate


@dataclass(frozen=True, slots=True)
class HamletCard:
    """How a hamlet is doing, to forward to its group.

    `participants` are people of the year of `as_of`. `weeks` are eight counts, oldest first, of people whose first
    counted answer of the year falls in that week; the last is the week of `as_of`. `session_visits` are visits to
    face-to-face sessions, not people. `waiting` people asked for help and were not answered yet.
    """

    commune: str
    hamlet: str
    as_of: date
    participants: int
    adults: int | None
    """None where the office has not given a number."""
    newcomers_this_week: int
    completers: int | None
    """None where it may not be told outside the office, as with one to four people."""
    weeks: tuple[int, ...]
    sessions_held: int
    session_visits: int
    waiting: int
    minors: int | None = 0
    """Participants of 16 and 17 years, who are in no rate; None where it may not be told, and so no rate either."""
    minors_completed: int | None = 0
    """The same of completers."""

    @property
    def participation_rate(self) -> Rate:
        """Return the rate of participation of the adults, without a percentage where it may not be told."""
        if self.minors is None:
            return Rate(self.participants, None)
        return Rate(self.participants - self.minors, self.adults)

    @property
    def completion_rate(self) -> Rate:
        """Return the rate of completion of the adults, without a percentage where it may not be told."""
        if self.completers is None or self.minors_completed is None:
            return Rate(self.completers or 0, None)
        return Rate(self.completers - self.minors_completed, self.adults)


@dataclass(frozen=True, slots=True)
class JoinCode:
    """The way into a hamlet: `address` is what its QR code opens, `/x/<code>` at the commune's public address."""

    commune: str
    hamlet: str
    code: str
    address: str
    is_on_zalo: bool = False
    """Whether the code can also be sent to a Zalo account of the commune."""


@dataclass(frozen=True, slots=True)
class CertificatePicture:
    """A certificate by its id alone: whose it is, is looked up when it is drawn."""

    certificate_id: str


@dataclass(frozen=True, slots=True)
class LessonPicture:
    """The picture of a lesson, shown with its first page.

    `alt` says in a sentence what is seen, for whoever does not see it; it is no part of the picture.
    """

    lesson: str
    alt: str = ""


Picture = HamletCard | JoinCode | CertificatePicture | LessonPicture
