"""What is taught: lessons, their order, and how their files are read."""

from lessons.model import COMMON, Course, Lesson, Picture, Strand
from lessons.path import next_lesson
from lessons.problems import ContentError, Problem

__all__ = ["COMMON", "ContentError", "Course", "Lesson", "Picture", "Problem", "Strand", "next_lesson"]
