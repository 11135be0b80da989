"""What seven people do with one case over HTTP, act by act: prepared, discussed, agreed. The signing: perjalanan.py.

Each act carries words of its own, so that afterwards it can be counted; `Perkara.done` says how many of each kind of
event there must be. Whoever meets a broken connection looks before doing it again (pejalan.persist).
"""

import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests import papers
from tests.browser import acts
from tests.browser.pejalan import Hitungan, Jendela, Laman, code_in, persist

WITA = ZoneInfo("Asia/Makassar")
PEOPLE = ("pemohon", "ppksd2", "admin", "tkksd", "hukum", "protokol")
Upload = tuple[io.BytesIO, str]


def address(name: str) -> str:
    return f"{name}@example.org"


@dataclass
class Perkara:
    """A case, who works on it, and what was done: by kind of event, and the words of each act by table."""

    tanda: str  # begins the words of every act of this case
    ke: int  # its number: takes an hour of the day and one of two ways to the signing
    orang: dict[str, Jendela]
    hitungan: Hitungan
    kode: str = ""
    done: Counter[str] = field(default_factory=Counter)
    words: dict[str, list[str]] = field(default_factory=dict)

    # -- looking and doing ---------------------------------------------------------------------------------
    def page(self, who: str, place: str = "") -> Laman:
        return self.orang[who].open(f"/permohonan/{self.kode}{place}")

    def told(self, who: str, *words: str, times: int = 1) -> Callable[[], bool]:
        """Whether the history says so, as often."""
        return lambda: self.page(who, "/riwayat").items(*words) >= times

    def act(
        self, jenis: str, stands: Callable[[], bool], do: Callable[[], Laman], table: str, word: str
    ) -> None:
        persist(f"{self.tanda} {jenis} {word}", stands, do, self.hitungan)
        self.done[jenis] += 1
        self.words.setdefault(table, []).append(word)

    # -- before the journey: nothing is killed yet ---------------------------------------------------------
    def prepare(self) -> None:
        """Draft, second contact, answers, sending, verification."""
        pemohon, ppksd2, admin = (self.orang[name] for name in ("pemohon", "ppksd2", "admin"))
        page = pemohon.press(pemohon.open("/permohonan/baru"), "Mulai Permohonan")
        self.kode = code_in(page.url)
        wishes = {"Judul": f"Perkara {self.tanda} di tengah gangguan", "Lingkungan Hidup": True}
        self._pass(pemohon, "/pemohon", "Selanjutnya", wishes)
        self._pass(pemohon, "/petugas", "Selanjutnya", {"PPKSD 2": "Bima Contoh"})
        self._pass(pemohon, "/persiapan", "Selanjutnya", acts.PERSIAPAN)
        self._pass(ppksd2, "/konfirmasi", "Terima Penugasan", {"setuju": True})
        page = self._pass(pemohon, "/periksa", "Kirim Permohonan", {"setuju": True})
        self.kode = code_in(page.url)
        self._pass(admin, "", "Setujui", {"Catatan": "Lengkap."})

    def _pass(self, who: Jendela, place: str, button: str, wishes: dict[str, Any]) -> Laman:
        page = who.press(who.open(f"/permohonan/{self.kode}{place}"), button, wishes)
        assert page.status < 400, f"{place} {page.status}: {page.said()}"
        return page

    # -- discussion ----------------------------------------------------------------------------------------
    def assign(self, *names: str) -> None:
        def do() -> Laman:
            page = self.page("admin", "/penugasan")
            chosen = [
                str(node["value"])
                for node in page.soup.select("[name=anggota], [name=anggota] option")
                if node.get("value") and any(name in label(page, node) for name in names)
            ]
            assert len(chosen) == len(names), chosen
            return self.orang["admin"].press(page, "Simpan", {"anggota": chosen})

        self.act(
            "permohonan.ditugaskan", self.told("admin", "Anggota TKKSD ditugaskan"), do, "penugasan", "tim"
        )

    def upload(self, who: str, tahap: str, slot: str, ke: int, kind: str = "pdf") -> None:
        word = f"{self.tanda} {tahap} {slot} ke-{ke}"

        def do() -> Laman:
            page = self.page(who, "/dokumen")
            return self.orang[who].send(
                page, f"/dokumen/{tahap}/{slot}", {"berkas": paper(word, kind), "catatan": word}
            )

        self.act("naskah.diunggah", lambda: word in self.page(who, "/dokumen").text, do, "versi_naskah", word)

    def letter(self, who: str, **more: str) -> None:
        word = f"{self.tanda}/{who.upper()}/2026"
        wishes = {"nomor": word, "tanggal": today().isoformat(), **more}

        def do() -> Laman:
            return self.orang[who].send(self.page(who), "/surat", wishes)

        self.act("surat.dicatat", self.told(who, "Surat penawaran dicatat", word), do, "surat", word)

    def say(self, who: str, tahap: str, text: str, internal: bool = False) -> None:
        word = f"{self.tanda} {text}"
        wishes: dict[str, Any] = {"isi": word} | ({"tampak": "internal"} if internal else {})

        def do() -> Laman:
            page = self.page(who, "/pembahasan")
            return self.orang[who].send(page, "/pembahasan", wishes | {"lampiran": paper(word, "pdf")})

        def stands() -> bool:
            return word in self.page(who, f"/pembahasan?tahap={tahap}").text

        self.act("pesan.dikirim", stands, do, "pesan", word)

    def opinion(self, who: str, tahap: str, sikap: str, ke: int = 1, closes: bool = False) -> None:
        word = f"{self.tanda} {tahap} {who} {sikap} {ke}"

        def do() -> Laman:
            return self.orang[who].send(self.page(who), "/pendapat", {"sikap": sikap, "alasan": word})

        self.act("pendapat.diberikan", self.told(who, "Pendapat diberikan", word), do, "pendapat", word)
        if closes:
            self.done["permohonan.tahap_ditutup"] += 1

    def answer(self, tahap: str) -> None:
        word = f"{self.tanda} {tahap} akan kami perbaiki"

        def do() -> Laman:
            return self.orang["pemohon"].send(self.page("pemohon"), "/tanggapi", {"Tanggapan": word})

        stands = self.told("pemohon", "Catatan ditanggapi", word)
        self.act("pendapat.ditanggapi", stands, do, "tanggapan", word)

    def send_back(self, tahap: str) -> None:
        word = f"{self.tanda} {tahap} lengkapi tanda tangannya"

        def do() -> Laman:
            return self.orang["admin"].send(self.page("admin"), "/kembalikan", {"kembali-alasan": word})

        stands = self.told("admin", "Naskah dikembalikan", word)
        self.act("naskah.dikembalikan", stands, do, "pengembalian", word)

    def offer(self) -> None:
        tahap = "penawaran"
        self.assign("Eka Contoh", "Citra Contoh")
        self.upload("pemohon", tahap, "surat_penawaran", 1)
        self.upload("pemohon", tahap, "studi_kelayakan", 1, "docx")
        self.letter("pemohon")
        self.letter("admin", diterima_on=today().isoformat())
        self.say("pemohon", tahap, "rincian biaya terlampir")
        self.say("admin", tahap, "mohon dibaca tim dahulu", internal=True)
        self.opinion("tkksd", tahap, "setuju", 1)
        self.send_back(tahap)
        self.upload("ppksd2", tahap, "surat_penawaran", 2)
        self.opinion("admin", tahap, "setuju")
        self.opinion("tkksd", tahap, "setuju", 2, closes=True)

    def draft(self, tahap: str, second: str) -> None:
        """`second` uploads what settles it: the applicant, or the city as its own draft."""
        self.upload("pemohon", tahap, "rancangan", 1, "docx")
        self.opinion("hukum", tahap, "perlu_perbaikan")
        self.answer(tahap)
        self.say("hukum", tahap, "usul rumusan terlampir")
        self.upload(second, tahap, "rancangan", 2, "docx")
        self.opinion("hukum", tahap, "setuju", 2)
        self.opinion("admin", tahap, "setuju_catatan")
        self.opinion("pemohon", tahap, "setuju", closes=True)


def label(page: Laman, node: Any) -> str:
    """The words of a choice: of an option its own, of a box those around it."""
    return str((node if node.name == "option" else node.find_parent("label") or node.parent).get_text(" "))


def paper(text: str, kind: str) -> Upload:
    content = papers.docx(text) if kind == "docx" else papers.pdf(text)
    return io.BytesIO(content), f"{text.replace('/', '-')}.{kind}"


def today() -> date:
    return datetime.now(WITA).date()
