"""The whole way of one case, from the empty draft to agreements in force; the acts of the signing stand here."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tests.browser.pejalan import Laman, patient
from tests.browser.perbuatan import WITA, Perkara, paper, today


def working_day(days: int) -> date:
    """A Monday to Friday so many days ahead, or the next one."""
    day = datetime.now(WITA).date() + timedelta(days=days)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


@dataclass
class Perjalanan(Perkara):
    """A case that goes all the way. Two ways to the signing, by turns of its number."""

    days_off: int = 0  # days on which nobody signs, found by being told so

    # -- the signing ---------------------------------------------------------------------------------------
    def times(self, word: str, days: int) -> dict[str, Any]:
        """A day and an hour that no other case takes, at a place named after the act."""
        day = working_day(days + self.days_off)
        hour = f"{8 + self.ke % 8:02}:{'30' if self.ke // 8 % 2 else '00'}"
        return {"tanggal_1": day.isoformat(), "jam_1": hour, "tempat_1": "lain", "nama_tempat_1": word}

    def _timed(self, page: Laman) -> Laman:
        """Told that the day is no good, one takes the next."""
        self.days_off += page.status >= 400
        return page

    def propose(self, who: str, naskah: str, days: int) -> None:
        word = f"Balai {self.tanda} usul {naskah.replace(',', '-')} {days}"

        def do() -> Laman:
            wishes = {"metode": "tatap_muka", "naskah": naskah} | self.times(word, days)
            return self._timed(self.orang[who].send(self.page(who, "/jadwal"), "/usulkan", wishes))

        self.act(
            "jadwal.diusulkan", lambda: word in self.page(who, "/jadwal").text, do, "usulan_jadwal", word
        )

    def revise(self, days: int) -> str:
        word = f"Balai {self.tanda} revisi {days}"

        def do() -> Laman:
            page = self.page("protokol", "/jadwal")
            return self._timed(self.orang["protokol"].send(page, "/revisi", self.times(word, days)))

        def stands() -> bool:
            return word in self.page("protokol", "/jadwal").text

        self.act("jadwal.direvisi", stands, do, "usulan_jadwal", word)
        return word

    def confirm(self, who: str, end: str, times: int) -> None:
        """Protokol approves (`/setujui`), or the applicant accepts (`/terima`)."""

        def do() -> Laman:
            return self.orang[who].send(self.page(who, "/jadwal"), end)

        stands = self.told(who, "Jadwal penandatanganan disetujui", times=times)
        self.act("jadwal.disetujui", stands, do, "slot", f"{self.tanda} pasti {times}")

    def with_reason(self, end: str, jenis: str, words: str) -> None:
        word = f"{self.tanda} berhalangan {end}"

        def do() -> Laman:
            page, prefix = self.page("protokol", "/jadwal"), {"/alihkan": "alih", "/batalkan": "batal"}[end]
            return self.orang["protokol"].send(page, end, {f"{prefix}-alasan": word})

        self.act(jenis, self.told("protokol", words, word), do, "alasan_jadwal", word)

    def call_off(self) -> None:
        self.with_reason("/batalkan", "jadwal.dibatalkan", "Jadwal penandatanganan dibatalkan")

    def desk(self, who: str, naskah: str) -> None:
        def do() -> Laman:
            page = self.page(who, "/jadwal")
            return self.orang[who].send(page, "/usulkan", {"metode": "desk", "naskah": naskah})

        self.act("jadwal.desk", self.told(who, "Desk to desk dipilih"), do, "desk", f"{self.tanda} desk")

    def record(self, who: str, naskah: str, times: int) -> None:
        """The record with its scans; a number that somebody took meanwhile comes anew with the page."""

        def do() -> Laman:
            wishes: dict[str, Any] = {
                "ditandatangani_on": today().isoformat(),
                "tempat": "Balai Kota",
                "mitra_nama": "Ayu Contoh",
                "mitra_jabatan": "Rektor",
                **dict.fromkeys(("paraf", "meterai", "stempel"), True),
            }
            for one in naskah.split(","):
                wishes |= {
                    f"{one}_nomor_mitra": f"{self.tanda}/{one.upper()}/MITRA",
                    f"{one}_berlaku_from": today().isoformat(),
                    f"{one}_berlaku_until": (today() + timedelta(days=360)).isoformat(),
                    f"{one}_berkas": paper(f"{self.tanda} {one} bertanda tangan {times}", "pdf"),
                }
            return self.orang[who].send(self.page(who, "/penandatanganan"), "/penandatanganan", wishes)

        stands = self.told(who, "Penandatanganan dicatat", times=times)
        self.act("penandatanganan.dicatat", stands, do, "catatan_ttd", f"{self.tanda} {times}")

    def return_record(self) -> None:
        word = f"{self.tanda} pindaian kurang satu halaman"

        def do() -> Laman:
            page = self.page("admin")
            end = next(
                str(form["action"])
                for form in page.soup.find_all("form", action=True)
                if "/penandatanganan/" in form["action"] and form["action"].endswith("/kembalikan")
            )
            return self.orang["admin"].send(page, end, {"alasan": word})

        stands = self.told("admin", "Catatan penandatanganan dikembalikan", word)
        self.act("penandatanganan.dikembalikan", stands, do, "catatan_kembali", word)

    def validate(self, times: int) -> None:
        def do() -> Laman:
            checked = dict.fromkeys(("paraf", "meterai", "stempel"), True)
            return self.orang["admin"].send(self.page("admin"), "/validasi", checked)

        stands = self.told("admin", "Penandatanganan divalidasi", times=times)
        self.act("penandatanganan.divalidasi", stands, do, "validasi", f"{self.tanda} {times}")

    # -- the way -------------------------------------------------------------------------------------------
    def walk(self) -> None:
        """All of it. Two ways to the signing, by turns."""
        self.offer()
        self.draft("penyusunan_kb", "ppksd2")
        self.draft("penyusunan_pks", "hukum")
        (self.sign_one_by_one if self.ke % 2 else self.sign_together)()
        self.done["permohonan.berlaku"] += 1
        assert patient(lambda: "Berjalan" in self.page("pemohon").text)

    def sign_one_by_one(self) -> None:
        """The first paper desk to desk after a meeting was called off, the second because Protokol wants no meeting."""
        self.propose("pemohon", "kb", 40)
        self.revise(47)
        self.confirm("ppksd2", "/terima", 1)
        self.call_off()
        self.desk("pemohon", "kb")
        self.record("pemohon", "kb", 1)
        self.validate(1)
        self.propose("ppksd2", "pks", 54)
        self.with_reason("/alihkan", "jadwal.dialihkan", "dialihkan ke desk to desk")
        self.record("admin", "pks", 2)
        self.return_record()
        self.record("ppksd2", "pks", 3)
        self.validate(2)

    def sign_together(self) -> None:
        """Both papers at a meeting that is called off, then desk to desk."""
        self.propose("pemohon", "kb,pks", 61)
        self.confirm("protokol", "/setujui", 1)
        self.call_off()
        self.desk("ppksd2", "kb,pks")
        self.record("pemohon", "kb,pks", 1)
        self.validate(1)
