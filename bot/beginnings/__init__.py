"""What a new commune begins with: the settings and the example units as they are shipped, whatever stands beside them.

A test keeps them equal to the files an operator finds beside the program.
"""

import re
from pathlib import Path

_HERE = Path(__file__).parent
UNITS = _HERE / "units.csv"


def settings_text(commune: str, name: str, province: str, port: int) -> str:
    """Return the settings file of a commune, comments and all, with what differs from commune to commune."""
    text = (_HERE / "config.yaml").read_text(encoding="utf-8")
    values = {
        "code": f'"{commune}"',
        "name": _quoted(name),
        "province": _quoted(province),
        "controller": _quoted(f"UBND {name}"),
        "contact": _quoted(f"Phòng Văn hóa - Xã hội, UBND {name}"),
        "port": str(port),
    }
    for key, value in values.items():
        text = re.sub(rf"(?m)^(  {key}: )(?:\"[^\"]*\"|[^#\n]*?)( #.*)?$", rf"\g<1>{value}\g<2>", text, count=1)
    # The lessons are those of the program: they get better with it.
    return re.sub(r"(?m)^content:\n(?:  .*\n)+\n?", "", text)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "").replace('"', "'") + '"'
