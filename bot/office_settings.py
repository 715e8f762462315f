"""The settings the office may change by itself, and how what it chose comes over what config.yaml says.

Only what harms nothing when it is mistyped is among them: addresses, secrets, channels, and numbers that figures are
counted by stay with the operator.
"""

from collections.abc import Mapping

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.settings import Settings
from conversation.contacts import KEYS
from storage import office_settings
from storage.engine import SchemaState, open_engine, schema_state
from storage.unit import reading

_CONTACTS = "contacts"
_FIELDS = (("privacy", "contact"), ("privacy", "officer"), ("commune", "office"), ("papers", "signer"))


def in_file(settings: Settings) -> Mapping[str, str]:
    """Return what config.yaml says of each setting the office may change, by its name, "" where it says nothing."""
    keys = (*KEYS, *(key for key in settings.contacts if key not in KEYS))
    numbers = {f"{_CONTACTS}.{key}": settings.contacts.get(key, "") for key in keys}
    return {**numbers, **{f"{section}.{key}": getattr(getattr(settings, section), key) for section, key in _FIELDS}}


def in_use(settings: Settings, tx: Connection) -> Settings:
    """Return the settings with what the office chose over what the file says."""
    return _with(settings, office_settings.chosen(tx))


def in_use_if_kept(settings: Settings) -> Settings:
    """Return the settings as `in_use` does; those of the file where there is no database yet, or none can be asked."""
    if settings.database.file is not None and not settings.database.file.exists():
        return settings
    engine = open_engine(settings.database.url)
    try:
        if schema_state(engine) is not SchemaState.CURRENT:
            return settings
        with reading(engine) as tx:
            return in_use(settings, tx)
    except DBAPIError:
        return settings  # such a command works without a database too
    finally:
        engine.dispose()


def _with(settings: Settings, chosen: Mapping[str, str]) -> Settings:
    values = {**in_file(settings), **{name: value for name, value in chosen.items() if name in in_file(settings)}}
    sections: dict[str, object] = {
        _CONTACTS: {key: value for name, value in values.items() if (key := name.removeprefix(f"{_CONTACTS}.")) != name}
    }
    for section in dict(_FIELDS):
        changed = {key: values[f"{section}.{key}"] for of, key in _FIELDS if of == section}
        sections[section] = getattr(settings, section).model_copy(update=changed)
    return settings.model_copy(update=sections)
