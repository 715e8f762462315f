"""`hocso posters`."""

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from bot.commands.opening import clock_of, database
from bot.commands.writing_out import one_by_one, write
from bot.office_settings import in_use
from bot.refusing import FAILED, MISUSED, Refused, sentences
from bot.settings import Settings, load
from campaign.units import Unit, UnitKind, Units
from papers.cards.poster import Poster, print_out
from storage import units
from storage.unit import reading


def make_posters(environ: Mapping[str, str], codes: Sequence[str], out: Path, has_zalo: bool | None) -> None:
    """Write a poster for each named hamlet, or for all of today.

    Raises:
        Refused: when nobody said where residents reach the pages, or a code is no hamlet's.
    """
    with sentences():
        settings = load(environ)
        address = _public_address(settings)
        with database(settings) as engine:
            today = settings.commune.day(clock_of(settings, engine).now())
            with reading(engine) as tx:
                known, chosen = units.current(tx), in_use(settings, tx)
        hamlets = _chosen(known, codes, today) if codes else known.hamlets(today)
        if not hamlets:
            raise Refused("Chưa có xóm nào; hãy nhập danh sách xóm bằng hocso units import TỆP.", FAILED)
        is_on_zalo = settings.channels.zalo_bot.enabled if has_zalo is None else has_zalo
        for hamlet in one_by_one(hamlets, "Áp phích"):
            poster = _poster(hamlet, known.hamlets(today), chosen, address, is_on_zalo)
            write(out, f"ap-phich-{hamlet.code}.pdf", print_out(poster, today))
    print(f"Đã làm {len(hamlets)} áp phích trong thư mục {out}.")
    if is_on_zalo and has_zalo is None:
        print(
            "Áp phích có dòng mời nhắn qua Zalo vì kênh Zalo Bot đang bật. Mỗi bot chỉ phục vụ 50 người;"
            " muốn bỏ dòng ấy thì chạy lại với --no-zalo.",
            file=sys.stderr,
        )
    if any(units.is_example(hamlet) for hamlet in hamlets):
        print("Có xóm ví dụ trong danh sách; nhập danh sách xóm thật rồi hãy in để treo.", file=sys.stderr)


def _public_address(settings: Settings) -> str:
    if settings.web.public_url is None:
        raise Refused(
            "Áp phích in ra thì mã QR giữ mãi địa chỉ trong ấy; hãy ghi web.public_url trong config.yaml"
            " (địa chỉ bà con sẽ mở, ví dụ https://hocso.example.vn) rồi chạy lại.",
            MISUSED,
        )
    return settings.web.public_url


def _chosen(known: Units, codes: Sequence[str], today: date) -> tuple[Unit, ...]:
    found = {code: known.get(code, today) for code in codes}
    for code, unit in found.items():
        if unit is None:
            raise Refused(f"Không có xóm nào mã “{code}”; hãy xem cột code trong danh sách xóm.", FAILED)
        if unit.kind is not UnitKind.HAMLET:
            raise Refused(f"“{code}” là {unit.name}, không phải xóm; áp phích chỉ làm cho xóm.", FAILED)
    return tuple({unit.code: unit for unit in found.values() if unit is not None}.values())


def _poster(hamlet: Unit, hamlets: Sequence[Unit], settings: Settings, address: str, is_on_zalo: bool) -> Poster:
    is_name_shared = sum(other.name == hamlet.name for other in hamlets) > 1
    return Poster(
        commune=settings.commune.name,
        office=settings.commune.office,
        hamlet=hamlet.name,
        old_commune=hamlet.old_commune if is_name_shared else "",
        code=hamlet.join_code,
        address=f"{address}/x/{hamlet.join_code}",
        is_on_zalo=is_on_zalo,
    )
