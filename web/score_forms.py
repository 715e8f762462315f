"""What the forms of a score sheet send: values that differ from what held, links as evidence, and why."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from campaign.criteria import Criterion
from campaign.sheet import Entry, Evidence, Step, StepError
from campaign.values_file import parse
from storage import evidence_files
from storage.score_desk import Given
from web.forms import Form, Phrases, Wrong
from web.score_shown import typed

VALUE, LINK, NOTE = "so-", "minh-chung-", "note"
_LONGEST_NOTE = 400
_REASONED = (Step.REVIEW, Step.CONFIRM, Step.CORRECT)


def given(
    form: Form, leaves: Iterable[Criterion], before: Mapping[str, Entry], step: Step, phrases: Phrases
) -> dict[str, Given]:
    """Return the values that were typed in these criteria: those that are other than before, or have a new link.

    Raises:
        Wrong: when a value or a link is none, or a change has no reason.
    """
    note, found = note_of(form), dict[str, Given]()
    for leaf in leaves:
        old = before.get(leaf.code)
        evidence = _evidence(form, leaf, phrases)
        text = form.text(VALUE + leaf.code)
        is_changed = bool(text) and text.casefold() != typed(leaf, old).casefold()
        if is_changed or evidence:
            actual = _value(form, leaf, phrases) if text else old.actual if old else None
            if is_changed and step in _REASONED and not note:
                raise Wrong(phrases["no_reason"].format(code=leaf.code), NOTE)
            kept = (*(old.evidence if old else ()), *evidence) if evidence else ()
            found[leaf.code] = Given(actual, note if is_changed else "", kept)
    return found


def note_of(form: Form) -> str:
    """Return why something is done, "" where nothing was typed.

    Raises:
        Wrong: when it is too long to be kept.
    """
    text = form.text(NOTE)
    if len(text) > _LONGEST_NOTE:
        raise Wrong(form.phrases["too_long"].format(count=len(text), longest=_LONGEST_NOTE), NOTE)
    return text


def _value(form: Form, leaf: Criterion, phrases: Phrases) -> Decimal:
    name = VALUE + leaf.code
    try:
        return parse(leaf, form.text(name))
    except ValueError as error:
        raise Wrong(phrases["no_value"].format(code=leaf.code, why=error), name) from error


def _evidence(form: Form, leaf: Criterion, phrases: Phrases) -> tuple[Evidence, ...]:
    name = LINK + leaf.code
    text = form.text(name)
    if not text:
        return ()
    # A path would be a file of the server: only the command line may name one.
    if not text.startswith(("http://", "https://")):
        raise Wrong(phrases["no_link"].format(code=leaf.code), name)
    try:
        return (evidence_files.keep(text, Path()),)
    except StepError as error:
        raise Wrong(str(error), name) from error
