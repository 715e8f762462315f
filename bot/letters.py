"""Posting letters: an answer to a learner's question goes out at once where a channel can send.

Whoever learns on the page, or on a phone others use too, sees it at the next visit instead.
"""

from datetime import date

from sqlalchemy import Connection

from conversation import letters
from conversation.learner import Letter
from conversation.message import Message
from conversation.render import Voice, render
from conversation.replies import Reply
from conversation.world import World
from storage import chats, learners, outbox, questions


def post(tx: Connection, world: World, today: date) -> int:
    """Put the letters nobody has seen into the outbox of the chats where they can be read; return how many."""
    unread = questions.unread(tx)
    chats_of = questions.recipients(tx, unread)
    people = learners.load(tx, chats_of)
    posted = 0
    for learner_id, recipient in sorted(chats_of.items(), key=lambda item: item[1].chat_id):
        voice = Voice(world, people[learner_id].address)
        for letter in unread[learner_id]:
            seq = chats.take_seq(tx, recipient.chat_id)
            message = _worded(letter, voice)
            draft = outbox.Draft(recipient.account, recipient.chat_id, seq, message, None, today, outbox.Lane.LEADER)
            outbox.add(tx, [draft])
            posted += 1
        questions.mark_read(tx, learner_id, [letter.inquiry for letter in unread[learner_id]])
    return posted


def _worded(letter: Letter, voice: Voice) -> Message:
    return render(Reply(letters.bubbles(letter)), voice)
