"""The card that shows how a hamlet is doing: people, share of the adults, eight weeks, sessions, who waits."""

from dataclasses import asdict, dataclass
from datetime import timedelta

from campaign.indicators import Rate
from campaign.periods import week
from conversation.pictures import HamletCard
from papers.cards import words
from papers.cards.drawing import Written, to_png
from papers.cards.words import number, say


@dataclass(frozen=True, slots=True)
class Bar:
    """A week's newcomers, and the day and month of its Monday."""

    people: int
    written: str
    monday: str
    is_newest: bool


@dataclass(frozen=True, slots=True)
class Other:
    """One more figure and what it counts."""

    figure: str
    label: str


def draw(card: HamletCard) -> bytes:
    """Return the card as a PNG 1080 pixels wide."""
    return to_png("progress", written(card))


def written(card: HamletCard) -> dict[str, Written]:
    """Return what stands on the card."""
    share = card.participation_rate
    return {
        "hamlet": words.clean(card.hamlet),
        "place": say("progress.place", commune=words.clean(card.commune), day=words.day(card.as_of)),
        "participants": number(card.participants if share.percent is None else share.numerator),
        "of_adults": say("progress.people") if share.percent is None else _of(card.adults),
        "joined": say("progress.joined", year=str(card.as_of.year)),
        "share": _share(share),
        "no_adults": "" if card.adults else say("progress.no_adults"),
        "newcomers": _newcomers(card.newcomers_this_week),
        "weeks_caption": say("progress.weeks"),
        "weeks": [asdict(bar) for bar in bars(card)],
        "others": [asdict(other) for other in others(card)],
        "safety": say("safety"),
    }


def _of(adults: int | None) -> str:
    return say("progress.of_adults", adults=number(adults or 0))


def _share(share: Rate) -> Written:
    if share.percent is None:
        return None
    return {"percent": say("progress.share", rate=str(share)), "filled": min(100.0, float(share.percent))}


def _newcomers(people: int) -> str:
    return say("progress.newcomers", people=number(people)) if people else say("progress.no_newcomers")


def bars(card: HamletCard) -> tuple[Bar, ...]:
    """Return a bar a week, oldest first; the last week is that of the card's day."""
    newest = week(card.as_of).first
    mondays = [newest - timedelta(weeks=back) for back in reversed(range(len(card.weeks)))]
    return tuple(
        Bar(people, number(people), f"{monday:%d/%m}", monday == newest)
        for people, monday in zip(card.weeks, mondays, strict=True)
    )


def others(card: HamletCard) -> tuple[Other, ...]:
    """Return what else there is to tell; what did not happen is left out, the card is to encourage."""
    counts = {
        say("progress.completers"): card.completers,
        say("progress.sessions", visits=number(card.session_visits)): card.sessions_held,
        say("progress.waiting"): card.waiting,
    }
    return tuple(Other(number(count), label) for label, count in counts.items() if count)
