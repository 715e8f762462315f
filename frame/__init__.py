"""What the learner page and the pages of the office share: colours, the head of every page, and its headers."""

from frame.pages import HEADERS as HEADERS
from frame.pages import templates as templates
from frame.sheet import Script as Script
from frame.sheet import Sheet as Sheet
