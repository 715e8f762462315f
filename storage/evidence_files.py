"""Evidence handed in as files: each kept under the hash of what is in it, beside the database."""

import hashlib
import shutil
from pathlib import Path

from campaign.sheet import FILE, LINK, Evidence, StepError

MOST_BYTES = 20_000_000
_LONGEST_NAME = 200


def keep(given: str, folder: Path) -> Evidence:
    """Return evidence for a link, or for a file, of which a copy is kept in the folder.

    Raises:
        StepError: with the sentence that says what to do, when it is neither or too large.
    """
    if given.startswith(("http://", "https://")):
        if len(given) > _LONGEST_NAME or any(letter.isspace() for letter in given):
            raise StepError(f"Đường dẫn minh chứng dài quá {_LONGEST_NAME} chữ hoặc có dấu cách; hãy ghi lại.")
        return Evidence(LINK, given)
    file = Path(given)
    if not file.is_file():
        raise StepError(f"Không thấy tệp minh chứng {given}; hãy xem lại tên tệp, hoặc ghi đường dẫn https://…")
    if file.stat().st_size > MOST_BYTES:
        raise StepError(f"Tệp minh chứng {given} lớn hơn {MOST_BYTES // 1_000_000} MB; hãy giảm cỡ ảnh hoặc ghi link.")
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{sha256}{file.suffix.lower()[:10]}"
    if not kept.exists():
        draft = kept.with_name(f"{kept.name}.tmp")
        shutil.copyfile(file, draft)
        draft.replace(kept)
    return Evidence(FILE, file.name[-_LONGEST_NAME:], sha256)
