"""`hocso content xlsx`: lessons and questions in a workbook and back, with nothing lost and nothing half done."""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.commands.content_check import keep_ids, short, today
from bot.refusing import FAILED, MISUSED, Refused, sentences
from bot.replacing import replace_file
from bot.settings import Settings, load
from lessons import ContentError, Problem
from lessons import load as lesson_files
from lessons.editing import read_raw
from lessons.load import ReadCourse
from papers.office import content_book
from quizzes import load as question_files
from quizzes import row_edits, rows
from quizzes.judging import register
from quizzes.load import ReadBank
from quizzes.row_merging import Brought, Conflict, Merged, Take, merge

_LONGEST_SHOWN = 60


def export(environ: Mapping[str, str], out: Path) -> None:
    """Write all lessons and questions as a workbook."""
    with sentences():
        settings = load(environ)
        lessons, questions = _read(settings)
        found = rows.read(lessons, questions)
        replace_file(out, content_book.write(found, today(settings)))
    count = sum(not row.question for row in found)
    print(f"Đã ghi {out}: {count} bài và {len(found) - count} câu hỏi.")
    print(f"Sửa xong hãy chạy: hocso content xlsx import {out}")


def bring_in(environ: Mapping[str, str], file: Path, take: str) -> int:
    """Write into the files what was changed in the workbook; with undecided conflicts nothing is written."""
    if take and take not in list(Take):
        raise Refused(f"Không có lựa chọn --take {take}; hãy chọn mine (bảng) hoặc theirs (tệp).", MISUSED)
    with sentences():
        settings = load(environ)
        lessons, questions = _read(settings)
        brought = content_book.read(file, sorted(lessons.paths))
        merged = merge(brought, rows.read(lessons, questions), Take(take) if take else None)
        if merged.conflicts:
            _name(merged.conflicts, file)
            return FAILED
        _refuse_gone(merged.new, settings)
        texts = _texts(merged, lessons, questions)
        _refuse_broken(texts, merged, file, settings)
        for path, text in texts.items():
            replace_file(path, text.encode())
    print(f"Đã sửa {len(merged.changed)} mục, thêm {len(merged.new)} câu hỏi, trong {len(texts)} tệp.")
    if merged.new:
        keep_ids(environ)
    return 0


def _read(settings: Settings) -> tuple[ReadCourse, ReadBank]:
    lessons = lesson_files.read(short(settings.content.lessons))
    questions = question_files.read(short(settings.content.quizzes))
    problems = (*lessons.problems, *questions.problems)
    if problems:
        raise ContentError(problems)
    return lessons, questions


def _name(conflicts: Sequence[Conflict], file: Path) -> None:
    """Say where workbook and files both changed, and how to go on."""
    for conflict in conflicts:
        what = f"{content_book.place(conflict.mine)} ({conflict.mine.row.id})"
        if conflict.theirs is None:
            print(f"{what}: tệp không còn câu này.", file=sys.stderr)
            continue
        print(f"{what}: cả bảng và tệp đều đã sửa.", file=sys.stderr)
        for name, (mine, theirs) in conflict.differences().items():
            print(f"    {content_book.heading(name)}", file=sys.stderr)
            print(f"        bảng: {_cut(mine)}\n        tệp:  {_cut(theirs)}", file=sys.stderr)
    sentence = (
        f"Chưa ghi gì vì có {len(conflicts)} mục cả hai bên cùng sửa; hãy chạy lại, thêm --take mine để lấy bản trong"
        f" bảng {file.name}, hoặc --take theirs để giữ bản trong tệp."
    )
    print(sentence, file=sys.stderr)


def _cut(text: str) -> str:
    line = " / ".join(text.split("\n")) or "(trống)"
    return line if len(line) <= _LONGEST_SHOWN else f"{line[:_LONGEST_SHOWN]}…"


def _refuse_gone(new: Sequence[Brought], settings: Settings) -> None:
    known = register.read(settings.content.quizzes)
    for one in new:
        if known is not None and one.row.id in known.gone:
            where = content_book.place(one)
            raise Refused(f"{where}: id “{one.row.question}” là của một câu đã bỏ, hãy đặt id khác.", FAILED)


def _texts(merged: Merged, lessons: ReadCourse, questions: ReadBank) -> dict[Path, str]:
    """Return the new text of each file that changes."""
    texts = dict[Path, str]()
    for old, one in merged.changed:
        if not one.row.question:
            path = lessons.paths[one.row.lesson]
            texts[path] = row_edits.lesson(read_raw(path), old, one.row)
    touched = {one.row.lesson for one in (*(one for _, one in merged.changed), *merged.new) if one.row.question}
    for lesson in sorted(touched):
        file = questions.paths.get(lesson)
        new = [one.row for one in merged.new if one.row.lesson == lesson]
        if file is None:
            raise Refused(f"Bài {lesson} chưa có tệp câu hỏi; hãy tạo tệp ấy trước.", FAILED)
        changes = [(old, one.row) for old, one in merged.changed if one.row.question and one.row.lesson == lesson]
        texts[file] = row_edits.questions(read_raw(file), changes, new)
    return texts


def _refuse_broken(texts: Mapping[Path, str], merged: Merged, file: Path, settings: Settings) -> None:
    """Read the content as it would be, elsewhere, before any of it is written.

    Raises:
        ContentError: with what the loader says, told by the rows of the workbook.
    """
    with tempfile.TemporaryDirectory() as folder:
        copies = {}
        for name, source in (("lessons", settings.content.lessons), ("quizzes", settings.content.quizzes)):
            copies[source.resolve()] = Path(folder) / name
            shutil.copytree(source.resolve(), Path(folder) / name, copy_function=os.symlink)
        for path, text in texts.items():
            copy = _copy_of(path.resolve(), copies)
            copy.unlink()
            copy.write_bytes(text.encode())
        lessons = lesson_files.read(Path(folder) / "lessons")
        questions = question_files.read(Path(folder) / "quizzes")
        problems = [*lessons.problems, *questions.problems, *question_files.strays(lessons, questions)]
        found = {} if problems else {row.id: row.values for row in rows.read(lessons, questions)}
    if not problems:
        # A line "---" or "## " in a cell would begin another page or section.
        brought = [*(one for _, one in merged.changed), *merged.new]
        problems = [
            Problem(file, None, content_book.place(one), "có dòng --- hoặc ## làm đứt bài, hãy bỏ dòng ấy trong ô")
            for one in brought
            if found.get(one.row.id) != one.row.values
        ]
        if problems:
            raise ContentError(problems)
    if problems:
        raise ContentError([_by_row(problem, questions, merged, file) for problem in problems])


def _copy_of(path: Path, copies: Mapping[Path, Path]) -> Path:
    return next(copy / path.relative_to(source) for source, copy in copies.items() if path.is_relative_to(source))


def _by_row(problem: Problem, questions: ReadBank, merged: Merged, file: Path) -> Problem:
    """Return a problem of a file as one of the row that brought it."""
    brought = [*(one for _, one in merged.changed), *merged.new]
    is_lesson = problem.path.name == lesson_files.FILE
    lesson = problem.path.parent.name if is_lesson else problem.path.stem
    number = re.match(r"câu (\d+)", problem.where)
    pool = questions.bank.pool(lesson).questions
    question = pool[int(number[1]) - 1].id if number and int(number[1]) <= len(pool) else ""
    own = [one for one in brought if one.row.lesson == lesson and bool(one.row.question) is not is_lesson]
    found = next((one for one in own if one.row.question == question), own[0] if own else None)
    where = content_book.place(found) if found else str(problem.path.name)
    return Problem(file, None, ", ".join(part for part in (where, problem.where) if part), problem.message)
