"""`hocso certificate`."""

from collections.abc import Mapping

from bot.commands.opening import clock_of, database
from bot.refusing import FAILED, MISUSED, Refused, sentences
from bot.settings import load
from storage import certificates
from storage.unit import writing

_LONGEST_REASON = 200


def revoke(environ: Mapping[str, str], certificate_id: str, reason: str) -> None:
    """Revoke a certificate and say so.

    Raises:
        Refused: when there is none with this id, it was revoked before, or the reason is empty or too long.
    """
    if not 0 < len(reason.strip()) <= _LONGEST_REASON:
        raise Refused(f"Lý do phải có từ 1 đến {_LONGEST_REASON} ký tự; hãy ghi lại sau --reason.", MISUSED)
    meant = certificate_id.strip().lower()
    with sentences():
        settings = load(environ)
        with database(settings) as engine:
            today = settings.commune.day(clock_of(settings, engine).now())
            with writing(engine) as tx:
                before = certificates.revoke(tx, meant, reason.strip(), today)
                tx.commit()
    if before is None:
        raise Refused(f"Không có giấy xác nhận số {meant}; hãy xem lại số in trên giấy.", FAILED)
    if before.revoked_on is not None:
        day = f"{before.revoked_on:%d/%m/%Y}"
        raise Refused(f"Giấy số {meant} đã thu hồi từ ngày {day}; không cần làm gì thêm.", FAILED)
    print(f"Đã thu hồi giấy xác nhận số {meant}.")
