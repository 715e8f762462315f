"""Evidence handed in as files: each kept under the hash of what is in it, beside the database."""

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from campaign.sheet import FILE, LINK, Evidence, StepError

MOST_BYTES = 20_000_000
MOST_SENT = 10_000_000
"""Bytes of a file sent from a phone: a photograph has two to six million."""

_LONGEST_NAME = 200
_BEGINNINGS = {b"%PDF-": ".pdf", b"\xff\xd8\xff": ".jpg", b"\x89PNG\r\n\x1a\n": ".png"}
_PARTS = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx"}
_MEDIA = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of evidence as it is handed out; `suffix` begins with a dot or is ""."""

    content: bytes
    media_type: str
    suffix: str


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
    return Evidence(FILE, file.name[-_LONGEST_NAME:], _put(file.read_bytes(), file.suffix.lower()[:10], folder))


def keep_sent(file_name: str, content: bytes, folder: Path) -> Evidence:
    """Return evidence for a file that was sent over a page; what it is is read from its content, not from its name.

    Raises:
        StepError: with the sentence that says what to do, when it is too large or nothing that is opened safely.
    """
    if len(content) > MOST_SENT:
        raise StepError(f"Tệp lớn hơn {MOST_SENT // 1_000_000} MB; hãy chụp lại ảnh nhỏ hơn, hoặc dán đường dẫn.")
    suffix = _suffix(content)
    if not suffix:
        raise StepError("Tệp này máy không nhận; hãy gửi ảnh JPG hoặc PNG, tệp PDF, Word hoặc Excel.")
    return Evidence(FILE, file_name[-_LONGEST_NAME:] or f"minh-chung{suffix}", _put(content, suffix, folder))


def fetch(sha256: str, folder: Path) -> Kept | None:
    """Return the file with this hash; None when it is not there, or is not any more what was handed in."""
    for file in folder.glob(f"{sha256}*"):
        content = _read(file)
        if content is not None and file.stem == sha256 and hashlib.sha256(content).hexdigest() == sha256:
            return Kept(content, _MEDIA.get(file.suffix, "application/octet-stream"), file.suffix)
    return None


def _read(file: Path) -> bytes | None:
    """Return what is in a file, None where it cannot be read: whoever hands it out tells that it is lost."""
    try:
        return file.read_bytes()
    except OSError:
        return None


def _put(content: bytes, suffix: str, folder: Path) -> str:
    """Keep a file under the hash of what is in it, and return the hash; a copy that went bad is put right."""
    sha256 = hashlib.sha256(content).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{sha256}{suffix}"
    if _read(kept) != content:
        draft = kept.with_name(f"{kept.name}.tmp")
        draft.write_bytes(content)
        draft.replace(kept)
    return sha256


def _suffix(content: bytes) -> str:
    """Return the ending of a file by what is in it, "" for what is not taken."""
    for beginning, suffix in _BEGINNINGS.items():
        if content.startswith(beginning):
            return suffix
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return ""
    return next((suffix for part, suffix in _PARTS.items() if part in names), "")
