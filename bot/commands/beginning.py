"""`hocso init`: a folder for a new commune, with settings, example units, a database and the first office link."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from random import SystemRandom

from bot import app
from bot.beginnings import UNITS, settings_text
from bot.commands.opening import clock_of, database
from bot.commands.serving import bring_up_to_date
from bot.refusing import FAILED, MISUSED, Refused, sentences
from bot.settings import load
from bot.surroundings import import_first_units
from storage.unit import writing

_SORTS = ("xã ", "phường ", "đặc khu ", "thị trấn ")


def begin(environ: Mapping[str, str], commune: str, name: str, folder: Path | None, province: str, port: int) -> None:
    """Make the folder and print how to go on; a folder that has settings already is left alone."""
    named = " ".join(name.split())
    if not named.lower().startswith(_SORTS):
        raise Refused(f"--name “{named}” thiếu chữ xã hoặc phường; hãy viết như “xã Xuân Hưng”.", MISUSED)
    if not re.fullmatch(r"[0-9]{5}", commune):
        raise Refused(f"--commune “{commune}” phải gồm đúng 5 chữ số, là mã đơn vị hành chính của xã.", MISUSED)
    place = folder or Path(commune)
    config = place / "config.yaml"
    if config.exists():
        raise Refused(f"Thư mục {place} đã có config.yaml; hãy chọn thư mục khác, tệp cũ được giữ nguyên.", FAILED)
    with sentences():
        place.mkdir(parents=True, exist_ok=True)
        if not (place / "units.csv").exists():
            shutil.copyfile(UNITS, place / "units.csv")
        config.write_text(settings_text(commune, named, " ".join(province.split()), port), encoding="utf-8")
        path = _first_link({**environ, "HOCSO_CONFIG": str(config)})
    address = f"http://127.0.0.1:{port}"
    print(f"Đã lập thư mục {place} cho {named}, {province}. Danh sách xóm trong units.csv là ví dụ.")
    print(f"Chạy trợ lý:  HOCSO_CONFIG={config} hocso run")
    print(f"Rồi mở trang văn phòng (dùng một lần, trong {app.LINK_HOURS} giờ):  {address}{path}")


def _first_link(environ: Mapping[str, str]) -> str:
    settings = load(environ)
    bring_up_to_date(settings, environ)
    with database(settings) as engine:
        now = clock_of(settings, engine).now()
        with writing(engine) as tx:
            import_first_units(tx, settings, settings.commune.day(now), SystemRandom())
            path = app.invite(tx, app.OFFICE, now)
            tx.commit()
    return path
