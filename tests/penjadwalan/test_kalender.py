"""The calendar: what staff see of a month, whose entry leads where, and how much it costs."""

from datetime import date, timedelta

import pytest
from sqlalchemy.dialects.postgresql import Range

from app.extensions import db
from app.kit import settings
from app.kit.clock import now, today
from app.penjadwalan import kalender, operations
from app.penjadwalan.models import (
    KeadaanJadwal,
    KeadaanUsulan,
    Metode,
    Penandatanganan,
    Pengusul,
    SlotPasti,
    UsulanJadwal,
)
from app.rujukan.models import HariLibur
from app.rujukan.models_rencana import HariTertutup, JenisNaskah
from app.rujukan.queries_rencana import active_pejabat
from tests import factories
from tests.counting import counted
from tests.penjadwalan.perkara import agree, agree_other, at, working_day

BOTH = (JenisNaskah.KB, JenisNaskah.PKS)


def url(day):
    return f"/kalender?bulan={day:%Y-%m}"


def test_confirmed_and_tentative_signings_lead_to_their_cases(session, cast, browse):
    day = working_day()
    sure, tentative = agree(cast), agree_other(cast)
    factories.make_scheduled(sure, cast.pemohon, cast.protokol, at(day, 9))
    operations.propose(tentative, actor=cast.asing, jenis=BOTH, slots=[at(day, 13, 30)])
    page = browse(cast.tkksd).get(url(day))
    assert page.h1 == "Kalender penandatanganan"
    assert page.has("09.00 Pasti", sure.instansi_nama, "13.30 Tentatif", tentative.instansi_nama)
    hrefs = [a["href"] for a in page.html.select("a.acara")]
    assert hrefs.count(f"/permohonan/{sure.kode}/jadwal") == 2  # in the table and in the agenda
    assert hrefs.count(f"/permohonan/{tentative.kode}/jadwal") == 2


@pytest.mark.parametrize("who", ["admin", "tkksd", "protokol", "lokus", "pimpinan", "superadmin"])
def test_staff_open_it_from_the_side_bar(session, cast, browse, who):
    me = browse(getattr(cast, who))
    assert me.get("/permohonan").links()["Kalender"] == "/kalender/"
    me.get("/kalender")


def test_applicants_do_not(session, cast, browse):
    browse(cast.pemohon).get("/kalender", status=403)
    assert "/masuk" in browse().get("/kalender", status=302).location


def test_what_one_may_not_see_has_its_time_and_nothing_else(session, cast, browse):
    day, case = working_day(), agree(cast)
    factories.make_scheduled(case, cast.pemohon, cast.protokol, at(day, 9))
    settings.put("tkksd_lihat_semua", False)
    page = browse(cast.tkksd).get(url(day))
    assert page.has("09.00 Pasti", "Terisi")
    assert case.instansi_nama not in page.text and case.kode not in str(page.html)
    assert browse(cast.admin).get(url(day)).has(case.instansi_nama)


def test_holidays_and_closed_days_stand_in_it(session, cast, browse):
    day = working_day()
    db.session.add_all(
        [
            HariLibur(tanggal=day, nama="Hari Contoh"),
            HariTertutup(tanggal=day.replace(day=1 if day.day > 1 else 2), alasan="Rapat paripurna"),
        ]
    )
    assert browse(cast.protokol).get(url(day)).has("Hari Contoh", "Rapat paripurna", "Libur", "Tertutup")


def test_one_walks_from_month_to_month(session, cast, browse):
    me = browse(cast.protokol)
    page = me.get("/kalender?bulan=2026-12")
    assert page.has("Desember 2026")
    links = page.links()
    assert links["November 2026"].endswith("bulan=2026-11")
    assert me.get(links["Januari 2027"]).has("Januari 2027")
    assert browse(cast.protokol, "en").get("/kalender?bulan=2026-12").has("December 2026")


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026-00", "0000-01", "9999-12", "kemarin", "2026-12-01", "٢٠٢٦-١٢", "x" * 500]
)
def test_a_month_that_is_none_is_this_month(session, cast, browse, text):
    assert kalender.first_of(text) == today().replace(day=1)
    browse(cast.protokol).get("/kalender", query_string={"bulan": text})


def test_the_first_and_the_last_month_that_can_be_asked_for(session, cast, browse):
    for text in ("2000-01", "2199-12"):
        browse(cast.protokol).get(f"/kalender?bulan={text}")


def test_a_withdrawn_and_a_called_off_signing_are_gone_from_it(session, cast, browse):
    day, case = working_day(), agree(cast)
    ttd = factories.make_scheduled(case, cast.pemohon, cast.protokol, at(day, 9))
    operations.cancel(ttd, actor=cast.protokol, alasan="Batal.", seen=1)
    assert browse(cast.protokol).get(url(day)).html.select(".acara") == []


def many(case, count, day=date(2027, 3, 1)):
    """So many confirmed and tentative signings in one month."""
    official = active_pejabat()[0]
    for number in range(count):
        since = at(day, 7, tempat_lain="x").mulai_at + timedelta(hours=number * 2)
        is_sure = number % 2 == 0
        ttd = Penandatanganan(
            permohonan=case,
            metode=Metode.TATAP_MUKA,
            keadaan=KeadaanJadwal.TERJADWAL if is_sure else KeadaanJadwal.DIUSULKAN,
            pejabat=official,
            created_at=now(),
            since_at=now(),
        )
        if is_sure:
            ttd.slot = SlotPasti(
                pejabat_id=official.id,
                tempat_lain=f"Tempat {number}",
                rentang=Range(since, since + timedelta(hours=1), bounds="[)"),
                confirmed_at=now(),
            )
        else:
            ttd.usulan.append(
                UsulanJadwal(
                    putaran=1,
                    ke=1,
                    oleh=Pengusul.PPKSD,
                    mulai_at=since,
                    selesai_at=since + timedelta(hours=1),
                    tempat_lain=f"Tempat {number}",
                    keadaan=KeadaanUsulan.TENTATIF,
                )
            )
        db.session.add(ttd)
    db.session.flush()


def test_a_month_costs_four_queries_whatever_it_holds(session, cast):
    case = agree(cast)
    many(case, 4)
    db.session.expire_all()
    assert cast.protokol.roles and case.kode  # loaded, as on a page
    with counted() as few:
        assert kalender.month(date(2027, 3, 1), cast.protokol).jumlah == 4
    many(case, 296, date(2027, 4, 1))
    assert cast.protokol.roles and case.kode  # loaded, as on a page
    with counted() as lots:
        assert kalender.month(date(2027, 4, 1), cast.protokol).jumlah == 296
    assert len(lots) <= len(few) <= 5, few
