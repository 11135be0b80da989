"""What no section of `Data saya` shows, and why. Data only; a test holds it against the tables."""

ACUAN = "Rows of reference: words of the city, of nobody in particular."
PERKARA = "What the case says of itself; my own part in it is told by its sections."
LEMBAGA = "An institution's, not a person's; it stands on the page of the institution."
TEKNIS = "How the program works; no person is named."
SANDI = "Hashes of what was typed or sent, which lead back to nobody."
UNUSED = "Flask-AppBuilder's own table, which this program leaves empty."
BUKAN: dict[str, str] = {
    **dict.fromkeys(
        (
            "aturan_klaim.*",
            "dokumen_informasi.*",
            "halaman.*",
            "hari_libur.*",
            "hari_tertutup.*",
            "jabatan_tim.*",
            "kategori.*",
            "opd.*",
            "pakta_integritas.*",
            "pejabat.*",
            "rencana_alur.*",
            "rencana_slot.*",
            "rencana_syarat.*",
            "rencana_tahap.*",
            "tanya_jawab.*",
            "tempat.*",
            "urusan.*",
            "usulan_kategori.*",
            "wilayah.*",
            "naskah_privasi.*",
            "teks_persetujuan.*",
            "penyedia_sso.*",
            "klien_sso.*",
            "kunci_sso.*",
            "aturan_peran_asn.*",
        ),
        ACUAN,
    ),
    **dict.fromkeys(
        (
            "giliran_perkara.*",
            "kerja_sama.*",
            "koreksi_kerja_sama.*",
            "lampiran_pesan.*",
            "naskah_ditandatangani.*",
            "penandatanganan.*",
            "pengembalian.*",
            "permintaan_perbaikan.*",
            "permohonan.*",
            "persiapan.*",
            "slot_pasti.*",
            "surat_penawaran.*",
            "tahap_perkara.*",
            "usulan_jadwal.*",
            "verifikasi.*",
        ),
        PERKARA,
    ),
    **dict.fromkeys(
        (
            "ab_permission.*",
            "ab_role.*",
            "ab_view_menu.*",
            "penghitung.*",
            "pengaturan_sistem.*",
        ),
        TEKNIS,
    ),
    **dict.fromkeys(("percobaan_masuk.*", "periksa_terpakai.*", "pesan_keluar_sso.*"), SANDI),
    "instansi.*": LEMBAGA,
    "surat_instansi.*": LEMBAGA,
    "pihak_tanda_tangan.*": "Who signed stands by name in the archive; a name of a signatory is bound to no account.",
    "impor_pegawai.*": "A file of the directory as it came; whoever stands in it sees the own row of the directory.",
    "sumber_pegawai.*": TEKNIS,
    "pelanggaran.*": "What leaked is described, not whose; who is concerned stands in `terdampak`.",
    "kabar_layanan.*": "Sent to many; the mail stands among mine.",
    "peristiwa.data": "Ids and names of what an act concerned, perhaps of others; the act itself is told.",
    "peristiwa.sidik_lalu": SANDI,
    "peristiwa.sidik": SANDI,
    "batas_laju.*": "Counters of an hour, under an address or a name; they vanish by themselves.",
    "ab_api_key.*": UNUSED,
    "ab_group.*": UNUSED,
    "ab_user_group.*": UNUSED,
    "ab_register_user.*": UNUSED,
}

# Keys to a person without a section of their own.
KUNCI_TANPA_BAGIAN: frozenset[str] = frozenset(
    {
        "ab_api_key.user_id",
        "ab_user_group.user_id",
    }
)
