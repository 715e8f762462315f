"""The pages anybody may open: where residents learn, and class mode."""

import time
from random import SystemRandom

from fastapi import APIRouter

from bot.channels.browser import Look, room_routes, routes
from bot.learner_desk import LearnerDesk
from bot.moving_clock import Clock
from bot.settings import Settings, secret_key
from bot.surroundings import Surroundings
from bot.writer import Writer
from conversation.render import Voice, content

EVERYBODY = "bà con"
"""How the screen in the culture house speaks to the room."""


def learner_routes(
    settings: Settings, surroundings: Surroundings, writer: Writer, clock: Clock, look: Look
) -> APIRouter:
    """Return the routes of the learner page."""
    world = surroundings.world()
    return routes(
        LearnerDesk(writer, surroundings, clock),
        look,
        lambda: surroundings.world().course,
        fill=lambda text: content(text, Voice(surroundings.world())),
        today=lambda: world.today(clock.now()),
        clock=time.monotonic,
        secret=secret_key(settings).encode(),
        public_url=settings.web.public_url or "",
        terms=lambda: {
            "controller": surroundings.world().controller,
            "contact": surroundings.world().privacy_contact,
            "years": str(settings.privacy.retention.consent_years),
        },
    )


def class_routes(surroundings: Surroundings, clock: Clock, look: Look) -> APIRouter:
    """Return class mode: its texts speak to a room full of people."""
    world = surroundings.world()
    return room_routes(
        look,
        lambda: surroundings.world().course,
        lambda: surroundings.world().bank,
        fill=lambda text: content(text, Voice(surroundings.world(), address=EVERYBODY)),
        today=lambda: world.today(clock.now()),
        rng=SystemRandom(),
    )
