"""The settings of this package that a city may change while the program runs. No rule is applied here."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.akun import roles
from app.kit.settings import Section, declare


def _between(low: int, high: int) -> Any:
    def check(value: int) -> Any:
        if low <= value <= high:
            return None
        return _l("Isi bilangan antara %(low)s dan %(high)s.", low=low, high=high)

    return check


SECURITY = Section(_l("Keamanan masuk"), 70, is_operator=True)
PEOPLE = Section(_l("Akun dan instansi"), 40)

FAILURES = "masuk_gagal_batas"
LOCK_MINUTES = "masuk_kunci_menit"
NEW_LINK_DAYS = "tautan_akun_baru_hari"
LINK_HOURS = "tautan_akun_jam"
INVITATION_DAYS = "undangan_hari"

declare(
    FAILURES,
    5,
    _l("Batas gagal masuk"),
    _l("Sesudah sekian kali gagal berturut-turut, masuk dengan nama itu ditutup sementara."),
    _between(3, 20),
    section=SECURITY,
)
declare(LOCK_MINUTES, 15, _l("Lama penutupan masuk (menit)"), "", _between(1, 24 * 60), section=SECURITY)
declare(
    NEW_LINK_DAYS,
    7,
    _l("Masa berlaku tautan akun baru (hari)"),
    _l("Tautan untuk membuat kata sandi pertama."),
    _between(1, 30),
    section=PEOPLE,
)
declare(
    LINK_HOURS,
    24,
    _l("Masa berlaku tautan akun (jam)"),
    _l("Tautan lupa kata sandi dan tautan konfirmasi email."),
    _between(1, 7 * 24),
    section=PEOPLE,
)
declare(INVITATION_DAYS, 14, _l("Masa berlaku undangan instansi (hari)"), "", _between(1, 90), section=PEOPLE)

ACTIVATION_HOURS = "daftar_tautan_jam"
KEEP_UNPROVED_DAYS = "daftar_simpan_hari"
declare(
    ACTIVATION_HOURS,
    24,
    _l("Masa berlaku tautan pendaftaran (jam)"),
    _l("Tautan di surel untuk mengaktifkan akun yang didaftarkan sendiri."),
    _between(1, 7 * 24),
    section=PEOPLE,
)
declare(
    KEEP_UNPROVED_DAYS,
    7,
    _l("Lama menyimpan pendaftaran yang belum diverifikasi (hari)"),
    _l("Sesudah itu formulir pendaftaran dihapus beserta seluruh isinya."),
    _between(1, 60),
    section=PEOPLE,
)

SELF_REGISTRATION = "daftar_terbuka"

# --- how sure we must be of who somebody is: Superadmin's alone ---------------------------------------------------
IDLE_MINUTES = "masuk_ulang_diam_menit"
PROOF_HOURS = "masuk_ulang_jam"
TELL_NEW_BROWSER = "kabar_peramban_baru"
FACTOR = "faktor_kedua_"  # and the role
FACTOR_FROM_START = (roles.SUPERADMIN, roles.ADMIN, roles.PROTOKOL)


def factor_setting(role: str) -> str:
    """The setting that says whether a role must use a second factor."""
    return FACTOR + role.lower().replace(" ", "_")


declare(
    SELF_REGISTRATION,
    True,
    _l("Warga, institusi, dan PTT dapat mendaftar sendiri"),
    _l(
        "Bila tidak, akun dibuat Admin, lewat undangan, atau lewat penyedia masuk. Tautan yang sudah dikirim tetap berlaku."
    ),
    section=SECURITY,
)
for _role in roles.ALL:
    declare(
        factor_setting(_role),
        _role in FACTOR_FROM_START,
        _l("Verifikasi dua langkah wajib untuk %(peran)s", peran=_role),
        _l("Pemegang peran ini memasangnya sebelum dapat membuka halaman lain. Akun contoh dikecualikan."),
        section=SECURITY,
    )
declare(
    IDLE_MINUTES,
    15,
    _l("Diam sekian menit: tindakan penting meminta bukti lagi"),
    _l(
        "Berlaku untuk memberi pendapat, memverifikasi, mencatat penandatanganan, mengubah peran, dan ekspor."
    ),
    _between(1, 240),
    section=SECURITY,
)
declare(
    PROOF_HOURS,
    8,
    _l("Bukti masuk berlaku sekian jam untuk tindakan penting"),
    "",
    _between(1, 24),
    section=SECURITY,
)
declare(
    TELL_NEW_BROWSER,
    False,
    _l("Kabari pemilik akun bila ada yang masuk dari peramban baru"),
    _l("Surel dikirim ke alamat email masuk."),
    section=SECURITY,
)
