"""Properties are tried with the same examples on every machine, so that a red test is red for everybody."""

from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci")
