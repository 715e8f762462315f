"""What is asked: question pools, attempts at them, and later reviews."""

from quizzes.attempt import Answer, Attempt, Drawn, Kind
from quizzes.model import Bank, Choice, Pool, Question

__all__ = ["Answer", "Attempt", "Bank", "Choice", "Drawn", "Kind", "Pool", "Question"]
