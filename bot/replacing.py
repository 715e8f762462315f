"""Files that are replaced whole or not at all."""

import os
import shutil
import tempfile
from pathlib import Path


def replace_file(path: Path, content: bytes) -> None:
    """Write a file so that whoever reads it meanwhile sees the old one or the new one, never a part.

    A file that was there keeps its permissions.

    Raises:
        OSError: when it cannot be written; the old file is then as it was.
    """
    target = path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, new)
        else:
            new.chmod(0o644)
        new.replace(target)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
