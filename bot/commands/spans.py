"""Which days a report is about, as somebody typed it."""

import re
from collections.abc import Sequence
from datetime import date

from bot.refusing import MISUSED, Refused
from campaign import reporting
from campaign.periods import Phase
from campaign.reporting import Span

Asked = tuple[str, str, str, str, str]
"""What stands after --year, --quarter, --phase, --from and --to; "" where nothing does."""


def day_of(typed: str, option: str) -> date:
    """Return the day typed after an option.

    Raises:
        Refused: when it is none.
    """
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Refused(
            f"{option} “{typed}” không phải là ngày; hãy viết năm-tháng-ngày, ví dụ 2026-12-09.", MISUSED
        ) from None


def year_of(typed: str, today: date) -> int:
    """Return the year typed after --year, this one when nothing was.

    Raises:
        Refused: when it is none.
    """
    if not typed:
        return today.year
    if not re.fullmatch(r"20\d\d", typed):
        raise Refused(f"--year “{typed}” không phải là năm; hãy viết bốn chữ số, ví dụ 2026.", MISUSED)
    return int(typed)


def span_of(asked: Asked, phases: Sequence[Phase], today: date) -> Span:
    """Return the days that were asked for, this year when nothing was.

    Raises:
        Refused: when they are asked for in two ways, are none, or have not begun.
    """
    year, quarter, phase, first, last = asked
    if sum(map(bool, (year, quarter, phase, first or last))) > 1:
        raise Refused("Hãy chọn một trong --year, --quarter, --phase, hoặc --from với --to.", MISUSED)
    span = _span(asked, phases, today)
    if span.first > today:
        raise Refused(f"Kỳ báo cáo {span.name} chưa bắt đầu; hãy chọn kỳ khác.", MISUSED)
    return span


def _span(asked: Asked, phases: Sequence[Phase], today: date) -> Span:
    year, quarter, phase, first, last = asked
    if quarter:
        found = re.fullmatch(r"(20\d\d)-([1-4])", quarter)
        if found is None:
            raise Refused(f"--quarter “{quarter}” chưa đúng; hãy viết năm-quý, ví dụ 2026-4.", MISUSED)
        return reporting.of_quarter(int(found[1]), int(found[2]))
    if phase:
        return _phase(phase, phases)
    if first or last:
        begin = day_of(first, "--from") if first else today.replace(month=1, day=1)
        end = day_of(last, "--to") if last else today
        if begin > end:
            raise Refused("Ngày bắt đầu đứng sau ngày kết thúc; hãy đổi lại --from và --to.", MISUSED)
        return reporting.of_days(begin, end)
    return reporting.of_year(year_of(year, today))


def _phase(name: str, phases: Sequence[Phase]) -> Span:
    found = next((phase for phase in phases if phase.name == name), None)
    if found is None:
        known = ", ".join(phase.name for phase in phases) or "chưa ghi giai đoạn nào"
        raise Refused(f"Không có giai đoạn “{name}” trong campaign.phases ({known}); hãy xem lại.", MISUSED)
    return reporting.of_phase(found)
