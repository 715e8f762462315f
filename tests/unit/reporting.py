"""Random reports, as the office may have them, and one plain report."""

from datetime import date

from hypothesis import strategies as st

from campaign.indicators import Indicator
from campaign.reported import COMMUNE, Known, Reported
from campaign.reporting import Section, Span, of_days, of_year, standings
from campaign.units import Unit, UnitKind
from papers.participation import Audience
from papers.report import Issuer, Report
from storage.reports import Found
from tests.unit.tabling import tables
from tests.unit.test_participation_papers import OUTSIDE

AS_OF = date(2026, 11, 22)
ISSUER = Issuer(
    commune="xã Xuân Hưng",
    province="tỉnh Ninh Bình",
    office="Phòng Văn hóa - Xã hội",
    lessons_to_complete=5,
    addressees=("Ủy ban nhân dân tỉnh Ninh Bình",),
    bases=("Thực hiện Kế hoạch số 02/KH-UBND",),
    signing=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    signer="Trần Thị <Ẫm>",
    recipients=("Như trên;", "Lưu: VT, VHXH."),
)
KNOWN = st.builds(
    Known,
    st.integers(0, 99_999),
    st.dates(date(2026, 1, 1), AS_OF),
    st.sampled_from([("Công an xã",), ("=nguồn & <ẫ>", "UBND xã")]),
)
WORDS = st.sampled_from(["Đã họp ẫ 🌾.", "{{ 1 + 1 }} {% if %}", "<b>Đậm</b> & \x07 chuông", "=1+1\n\nHai dòng"])


@st.composite
def reports(draw: st.DrawFn, audience: Audience | None = None) -> Report:
    """Draw a report of a year or of some days."""
    span: Span = draw(st.sampled_from([of_year(2026), of_days(date(2026, 1, 1), AS_OF)]))
    hamlets = draw(tables(most=4))
    units = [Unit(row.code, row.kind, row.name) for row in hamlets.rows if row.code != "?"]
    codes = st.sampled_from([COMMUNE, units[0].code])
    received = {one.code: draw(st.dates(date(2026, 11, 1), date(2026, 12, 20))) for one in units if draw(st.booleans())}
    found = Found(
        span=span,
        as_of=AS_OF,
        hamlets=hamlets,
        others=tuple(draw(tables(kind, 2)) for kind in (UnitKind.SCHOOL, UnitKind.ENTERPRISE) if draw(st.booleans())),
        a_year_earlier=draw(st.none() | tables(most=2)),
        reported=draw(st.dictionaries(st.tuples(codes, st.sampled_from(Reported)), KNOWN, max_size=12)),
        vneid_sources=("Công an xã",),
        texts=draw(st.dictionaries(st.sampled_from(Section), WORDS)),
        board=standings(units, received, 2026, AS_OF) if span.year else (),
        targets={
            (one.code, indicator): draw(st.decimals(1, 90, places=1))
            for one in units
            for indicator in (Indicator.PARTICIPATION_RATE, Indicator.SESSIONS_HELD)
            if draw(st.booleans())
        },
    )
    return Report(found, ISSUER, date(2026, 12, 5), audience or draw(st.sampled_from(Audience)))


def plain_report() -> Report:
    """Return a small report in which the office has written and typed nothing."""
    found = Found(of_year(2026), AS_OF, OUTSIDE, (), None, {}, (), {}, ())
    return Report(found, ISSUER, date(2026, 12, 5))
