"""A commune that does not exist and the year its people learned, so that a newcomer sees full pages.

Everything is written through the same doors as what real people do, day after day, so every figure is counted and not
made up. The database is marked: whatever is shown or written from it says that it is no real commune.
"""
