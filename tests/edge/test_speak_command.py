"""`hocso content speak`: recordings beside a lesson, and one sentence for what is missing."""

import shutil
import sys
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from lessons.load import load
from tests.running import HERE, Running, make

LESSON = "009-cuoc-goi-gia-danh"
ENCODER = """
import sys
recording, made, mark = sys.argv[1:4]
held = open(recording, "rb").read()
if not held.startswith(b"RIFF"):
    sys.exit("not a sound: ẫ")
open(made, "wb").write(made.rpartition(".")[2].encode() + b"|" + mark.encode() + b"|" + held)
"""
READER = """
import sys
said = sys.stdin.buffer.read()
open(sys.argv[1], "wb").write(b"RIFF" + said)
"""


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Running]:
    program = make(tmp_path)
    shutil.copytree(HERE / "lessons/content/vi", tmp_path / "bai")
    (tmp_path / "encode.py").write_text(ENCODER, "utf-8")
    (tmp_path / "read.py").write_text(READER, "utf-8")
    sound = f"{sys.executable} {tmp_path}/encode.py {{input}} {{output}} {{mark}}"
    speech = f"{sys.executable} {tmp_path}/read.py {{output}}"
    settle(tmp_path, f"lessons: bai, sound_command: '{sound}', speech_command: '{speech}'")
    yield program
    program.stop()


def settle(folder: Path, content: str) -> None:
    config = folder / "config.yaml"
    lines = config.read_text("utf-8").splitlines()
    quizzes = f"quizzes: {HERE}/quizzes/content/vi"
    kept = [f"content: {{{content}, {quizzes}}}" if line.startswith("content:") else line for line in lines]
    config.write_text("\n".join(kept) + "\n", "utf-8")


def record(file: Path) -> Path:
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16000)
        sound.writeframes(b"\x00\x00" * 1600)
    return file


def beside(folder: Path) -> set[str]:
    return {file.name for file in (folder / "bai" / LESSON).iterdir() if file.name.startswith("voice")}


def refused(program: Running, code: int, *command: str) -> str:
    done = program.run("content", "speak", *command)
    assert done.returncode == code, done.stdout + done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr.strip()


def test_a_folder_of_recordings_becomes_three_forms_a_page(program: Running, tmp_path: Path) -> None:
    (tmp_path / "ghi").mkdir()
    for name in ("1.wav", "trang 2.wav"):
        record(tmp_path / "ghi" / name)
    done = program.run("content", "speak", "9", "--from", str(tmp_path / "ghi"))
    assert (done.returncode, done.stderr) == (0, "")
    assert beside(tmp_path) == {f"voice-{page}.{form}" for page in (1, 2) for form in ("m4a", "ogg", "aac")}
    lesson = load(tmp_path / "bai").get(LESSON)
    assert lesson is not None
    assert (set(lesson.voices), lesson.machine_voices) == ({1, 2}, frozenset())
    assert b"AI-generated" not in (tmp_path / "bai" / LESSON / "voice-1.m4a").read_bytes()


def test_a_machine_reads_the_filled_pages_and_is_marked_in_file_and_lesson(program: Running, tmp_path: Path) -> None:
    done = program.run("content", "speak", LESSON, "--command")
    assert (done.returncode, done.stderr) == (0, "")
    held = (tmp_path / "bai" / LESSON / "voice-3.ogg").read_bytes()
    assert b"AI-generated voice" in held
    assert "đọc đúng tên bác." in held.decode()
    assert b"**" not in held
    lesson = load(tmp_path / "bai").get(LESSON)
    assert lesson is not None
    assert lesson.machine_voices == {1, 2, 3, 4}


def test_the_announcer_replaces_the_machine_and_its_mark(program: Running, tmp_path: Path) -> None:
    program.run("content", "speak", "9", "--command")
    recording = str(record(tmp_path / "ghi.wav"))
    assert program.run("content", "speak", "9", "--from", recording, "--page", "2").returncode == 0
    lesson = load(tmp_path / "bai").get(LESSON)
    assert lesson is not None
    assert lesson.machine_voices == {1, 3, 4}
    assert b"AI-generated" not in (tmp_path / "bai" / LESSON / "voice-2.m4a").read_bytes()


def test_a_recording_made_by_a_machine_elsewhere_is_marked_too(program: Running, tmp_path: Path) -> None:
    recording = str(record(tmp_path / "ghi.wav"))
    assert program.run("content", "speak", "9", "--from", recording, "--machine").returncode == 0
    lesson = load(tmp_path / "bai").get(LESSON)
    assert lesson is not None
    assert lesson.machine_voices == {1}


def test_what_is_missing_or_wrong_is_one_sentence_and_nothing_is_changed(program: Running, tmp_path: Path) -> None:
    (tmp_path / "khac.wav").write_text("không phải tiếng", "utf-8")
    assert "--from" in refused(program, 2, "9")
    assert "--from" in refused(program, 2, "9", "--command", "--from", str(tmp_path / "khac.wav"))
    assert "4 trang" in refused(program, 2, "9", "--command", "--page", "5")
    assert "không có" in refused(program, 1, "9", "--from", str(tmp_path / "không có"))
    assert "not a sound: ẫ" in refused(program, 1, "9", "--from", str(tmp_path / "khac.wav"))
    assert beside(tmp_path) == set()


def test_without_ffmpeg_and_command_it_says_what_to_install(program: Running, tmp_path: Path) -> None:
    settle(tmp_path, "lessons: bai")
    program.more["PATH"] = str(tmp_path)
    said = refused(program, 1, "9", "--from", str(record(tmp_path / "ghi.wav")))
    assert "ffmpeg" in said
    assert "content.sound_command" in said
    assert "content.speech_command" in refused(program, 2, "9", "--command")


def test_a_command_that_says_not_where_the_sound_goes_is_refused(program: Running, tmp_path: Path) -> None:
    settle(tmp_path, "lessons: bai, speech_command: espeak-ng -v vi")
    assert "{output}" in refused(program, 2, "9", "--command")


def test_a_machine_s_voice_without_room_for_its_mark_is_refused(program: Running, tmp_path: Path) -> None:
    settle(tmp_path, f"lessons: bai, sound_command: '{sys.executable} encode.py {{input}} {{output}}'")
    assert "{mark}" in refused(program, 1, "9", "--from", str(record(tmp_path / "ghi.wav")), "--machine")


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
def test_ffmpeg_makes_each_form_and_writes_the_mark(program: Running, tmp_path: Path) -> None:
    settle(tmp_path, "lessons: bai")
    recording = str(record(tmp_path / "ghi.wav"))
    done = program.run("content", "speak", "9", "--from", recording, "--machine")
    assert (done.returncode, done.stderr) == (0, "")
    held = {form: (tmp_path / "bai" / LESSON / f"voice-1.{form}").read_bytes() for form in ("m4a", "ogg", "aac")}
    assert held["m4a"][4:8] == b"ftyp"
    assert (held["ogg"][:4], b"OpusHead" in held["ogg"]) == (b"OggS", True)
    assert held["aac"].startswith(b"ID3")
    assert all(b"trainedAlgorithmicMedia" in one for one in held.values())
