"""`hocso content speak`: the voice of a lesson, in the forms each channel takes."""

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bot.commands.naming_lessons import named
from bot.commands.writing_out import one_by_one
from bot.refusing import FAILED, MISUSED, Refused, sentences
from bot.replacing import replace_file
from bot.settings import Settings, load
from bot.sound import SoundError, encode, speak
from bot.surroundings import build
from campaign.units import Units
from conversation.render import Voice, content
from lessons import Lesson, voices
from lessons.load import FILE
from lessons.reading_aloud import with_numbers_in_words

_NUMBER = re.compile(r"(\d{1,2})\D*")


def make_voices(
    environ: Mapping[str, str], typed: str, source: Path | None, page: int | None, by_command: bool, is_machine: bool
) -> None:
    """Put the recordings of a lesson beside it: those of `source`, or a machine's by the set command.

    `is_machine` says that those of `source` were read by a machine too.

    Raises:
        Refused: when it is not clear whose voice is wanted, a page does not exist, or the sound cannot be made.
    """
    if (source is None) is not by_command:
        raise Refused("Hãy ghi --from TỆP (giọng người đọc) hoặc --command (giọng máy), chỉ một trong hai.", MISUSED)
    by_machine = by_command or is_machine
    with sentences(), _sound():
        settings = load(environ)
        voice = Voice(build(settings, Units({})))
        [lesson] = named(voice.world.course, [typed])
        if page is not None and not 1 <= page <= len(lesson.pages):
            raise Refused(f"Bài {lesson.id} chỉ có {len(lesson.pages)} trang; hãy ghi lại --page.", MISUSED)
        with tempfile.TemporaryDirectory() as desk:
            if source is None:
                spoken = _spoken(lesson, page, voice, settings, Path(desk))
            else:
                spoken = _recorded(lesson, page, source)
            made = _encoded(spoken, settings, Path(desk), is_machine=by_machine)
            _put(made, lesson, settings.content.lessons / lesson.id, is_machine=by_machine)
    pages = ", ".join(str(number) for number in spoken)
    whose = "giọng máy, có ghi rõ cho người nghe" if by_machine else "giọng người đọc"
    print(f"Bài {lesson.id}: đã có tiếng cho trang {pages} ({whose}). Khởi động lại chương trình để bà con nghe được.")


@contextmanager
def _sound() -> Iterator[None]:
    try:
        yield
    except SoundError as error:
        raise Refused(str(error), FAILED) from error


def _recorded(lesson: Lesson, page: int | None, source: Path) -> dict[int, Path]:
    """Return the recording of each page: a file, whole on the first page unless one is named, or a folder's files."""
    if source.is_file():
        return {page or 1: source}
    if not source.is_dir():
        raise Refused(f"Không thấy {source}; hãy xem lại đường dẫn sau --from.", FAILED)
    found = dict[int, Path]()
    for file in sorted(one for one in source.iterdir() if one.is_file() and not one.name.startswith(".")):
        number = _NUMBER.fullmatch(re.sub(r"^\D*", "", file.stem))
        if number is None:
            raise Refused(f"Tệp {file.name} chưa rõ của trang nào; hãy đặt tên như 1.wav, 2.wav.", FAILED)
        if not 1 <= int(number[1]) <= len(lesson.pages):
            raise Refused(f"Tệp {file.name} ngoài các trang của bài ({len(lesson.pages)} trang); hãy đổi tên.", FAILED)
        if int(number[1]) in found:
            raise Refused(f"Trang {int(number[1])} có hai tệp ghi âm; hãy giữ một.", FAILED)
        found[int(number[1])] = file
    chosen = {number: file for number, file in found.items() if page in (None, number)}
    if not chosen:
        raise Refused(f"Thư mục {source} chưa có tệp ghi âm nào dùng được; hãy đặt tên như 1.wav, 2.wav.", FAILED)
    return dict(sorted(chosen.items()))


def _spoken(lesson: Lesson, page: int | None, voice: Voice, settings: Settings, desk: Path) -> dict[int, Path]:
    """Let the set command read the pages, filled for a reader who is nobody in particular."""
    command = settings.content.speech_command
    if not command:
        raise Refused("Chưa có lệnh đọc bằng máy; hãy ghi content.speech_command trong config.yaml.", MISUSED)
    pages = [page] if page else list(range(1, len(lesson.pages) + 1))
    spoken = dict[int, Path]()
    for number in one_by_one(pages, "Máy đọc"):
        text = content(lesson.pages[number - 1], voice).replace("**", "").replace("• ", "")
        spoken[number] = desk / f"spoken-{number}.wav"
        speak(with_numbers_in_words(text), spoken[number], command)
    return spoken


def _encoded(spoken: Mapping[int, Path], settings: Settings, desk: Path, *, is_machine: bool) -> list[Path]:
    made = list[Path]()
    for number, recording in one_by_one(list(spoken.items()), "Đổi tệp tiếng"):
        for form in voices.FORMS:
            made.append(desk / voices.name_of(number, form))
            encode(recording, made[-1], settings.content.sound_command, is_machine=is_machine)
    return made


def _put(made: list[Path], lesson: Lesson, folder: Path, *, is_machine: bool) -> None:
    """Put the files beside the lesson; before a machine is heard, its mark stands, after it is gone, the mark goes."""
    if not (folder / FILE).is_file():
        raise Refused(f"Không thấy thư mục của bài {lesson.id}; hãy xem lại content.lessons.", FAILED)
    pages = {number for file in made if (number := voices.page_of(file.name)) is not None}
    marked = lesson.machine_voices | pages if is_machine else lesson.machine_voices - pages
    if is_machine:
        _mark(folder, marked)
    for file in made:
        replace_file(folder / file.name, file.read_bytes())
    if not is_machine:
        _mark(folder, marked)


def _mark(folder: Path, pages: frozenset[int] | set[int]) -> None:
    file = folder / voices.FILE
    if pages:
        replace_file(file, voices.written(pages).encode())
    else:
        file.unlink(missing_ok=True)
