"""Recordings turned into the forms that channels take, by ffmpeg or by a command the operator chose."""

import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

MACHINE_MARK = (
    "Giong may doc (AI-generated voice);"
    " digitalSourceType=http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
)
"""What the file of a machine's voice carries in its metadata, so that programs know it too.

Luật Trí tuệ nhân tạo 134/2025/QH15, Điều 11: sound made by AI carries a mark that machines can read; the address is
IPTC's name for media made by a trained algorithm.
"""

_LONGEST = 300
"""Seconds a command may take for one page."""

_MONO = ("-vn", "-map_metadata", "-1", "-ac", "1")
_FORMS: Mapping[str, tuple[str, ...]] = {
    "m4a": ("-ar", "44100", "-c:a", "aac", "-b:a", "48k", "-movflags", "+faststart"),
    "ogg": ("-ar", "48000", "-c:a", "libopus", "-b:a", "24k", "-application", "voip"),
    "aac": ("-ar", "16000", "-c:a", "aac", "-b:a", "24k", "-f", "adts"),
}
"""How ffmpeg makes each form: for browsers; for Telegram's voice messages; for Zalo, whose own are 16 kHz ADTS."""

_MARK_IN_ADTS = ("-write_id3v2", "1")
"""Raw AAC has no place for metadata but a tag ahead of it."""


class SoundError(Exception):
    """A command that is missing or did not do its work; `str()` is what to tell the operator."""


def encode(recording: Path, made: Path, command: str, *, is_machine: bool) -> None:
    """Make one form of a recording; the suffix of `made` says which. Without a command it is ffmpeg's work.

    Raises:
        SoundError: when it cannot be made.
    """
    mark = MACHINE_MARK if is_machine else ""
    if command:
        if is_machine and "{mark}" not in command:
            raise SoundError(
                "Giọng máy phải mang dấu trong tệp; hãy thêm chỗ {mark} vào content.sound_command"
                " (lời ghi chú của tệp), hoặc để trống mục ấy để dùng ffmpeg."
            )
        words = _filled(command, {"{input}": str(recording), "{output}": str(made), "{mark}": mark})
    else:
        words = _ffmpeg(recording, made, mark)
    _run(words, made, None)


def speak(text: str, made: Path, command: str) -> None:
    """Let a command read a text, which it gets as its input.

    Raises:
        SoundError: when it cannot.
    """
    _run(_filled(command, {"{output}": str(made)}), made, text)


def _ffmpeg(recording: Path, made: Path, mark: str) -> list[str]:
    program = shutil.which("ffmpeg")
    if program is None:
        raise SoundError(
            "Chưa có chương trình ffmpeg để đổi tệp tiếng; hãy cài ffmpeg, hoặc ghi content.sound_command trong"
            " config.yaml."
        )
    form = made.suffix[1:]
    marked = ("-metadata", f"comment={mark}", *(_MARK_IN_ADTS if form == "aac" else ())) if mark else ()
    quiet = ("-hide_banner", "-loglevel", "error", "-nostdin", "-y")
    return [program, *quiet, "-i", str(recording), *_MONO, *_FORMS[form], *marked, str(made)]


def _filled(command: str, gaps: Mapping[str, str]) -> list[str]:
    words = shlex.split(command)
    for gap, value in gaps.items():
        words = [word.replace(gap, value) for word in words]
    return words


def _run(words: list[str], made: Path, given: str | None) -> None:
    name = Path(words[0]).name
    try:
        done = subprocess.run(  # noqa: S603 - the operator's own command, without a shell
            words,
            input=(given or "").encode(),
            capture_output=True,
            timeout=_LONGEST,
            check=False,
        )
    except OSError:
        raise SoundError(f"Không chạy được lệnh “{name}”; hãy cài chương trình ấy hoặc sửa lại config.yaml.") from None
    except subprocess.TimeoutExpired:
        raise SoundError(f"Lệnh “{name}” chạy quá {_LONGEST} giây nên đã dừng; hãy thử lại với tệp ngắn hơn.") from None
    if done.returncode or not made.is_file() or made.stat().st_size == 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        why = f" ({said[-1].strip()[:200]})" if said else ""
        raise SoundError(f"Lệnh “{name}” không làm ra tệp tiếng {made.suffix}{why}; hãy xem lại tệp ghi âm và lệnh ấy.")
