"""The commands of `flask`. Each one only reads its options and calls the function that does the work."""

import contextlib
import functools
import signal
from collections.abc import Callable
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app.kit.database import DatabaseRefused, Embedded


def with_database(command: Callable[..., Any]) -> Callable[..., Any]:
    """The embedded database runs while the command does, whether the server is running or not."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            if not current_app.config["IS_EMBEDDED"]:
                return command(*args, **kwargs)
            with Embedded(current_app.config["SIKERJA_VAR"]):
                return command(*args, **kwargs)
        except DatabaseRefused as refusal:
            raise click.ClickException(str(refusal)) from refusal

    return run


@click.command("siapkan")
@click.option("--tanpa-contoh", "choice", flag_value="without", help="Jangan memuat data contoh.")
@click.option(
    "--dengan-contoh", "choice", flag_value="with", help="Muat data contoh, juga pada DATABASE_URL."
)
@click.option("--paksa", is_flag=True, help="Kerjakan semua langkah walaupun tidak ada yang berubah.")
@with_appcontext
@with_database
def prepare_database(choice: str | None, paksa: bool) -> None:
    """Siapkan basis data: tabel, hak akses, data rujukan, dan data contoh."""
    from app.setup import prepare

    wanted = {"with": True, "without": False}.get(choice or "")
    is_new = prepare(current_app._get_current_object(), wanted, paksa or choice is not None)  # type: ignore[attr-defined]
    click.echo("Basis data siap." if is_new else "Basis data sudah siap; tidak ada yang berubah.")


@click.command("data-contoh")
@with_appcontext
@with_database
def load_example_data() -> None:
    """Muat kota contoh: akun, instansi, dan permohonan pada setiap tahap."""
    from app.extensions import db
    from app.setup import load_examples

    load_examples()
    db.session.commit()
    click.echo("Data contoh dimuat.")


@click.command("terjemahan")
def compile_catalogs() -> None:
    """Susun ulang katalog terjemahan yang berubah."""
    from app.setup import compile_translations

    click.echo(f"{compile_translations()} katalog disusun.")


@click.command("basis-data")
@with_appcontext
@with_database
def keep_database_running() -> None:
    """Jalankan PostgreSQL bawaan saja, sampai dihentikan; untuk cadangan dan pemulihan."""
    if not current_app.config["IS_EMBEDDED"]:
        raise click.ClickException("DATABASE_URL diatur: tidak ada basis data bawaan yang dipakai.")
    click.echo(
        f"Basis data berjalan: {current_app.config['SQLALCHEMY_DATABASE_URI']}. Berhenti dengan Ctrl-C."
    )
    with contextlib.suppress(KeyboardInterrupt):
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        signal.pause()


@click.command("superadmin")
@click.argument("email")
@click.argument("nama")
@with_appcontext
@with_database
def make_superadmin(email: str, nama: str) -> None:
    """Buat akun Superadmin dan cetak tautan sekali pakai untuk mengatur kata sandinya."""
    from app.akun import roles
    from app.akun.operations_akun import add_account, new_password_link
    from app.extensions import db
    from app.jejak.operations import record
    from app.kit.errors import Refused

    try:
        pengguna = add_account(nama=nama, email=email, peran=[roles.SUPERADMIN])
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    data = {"cara": "perintah", "peran": [roles.SUPERADMIN]}
    record("akun.dibuat", actor=None, objek=pengguna, data=data)
    token = new_password_link(pengguna)
    db.session.commit()
    click.echo(f"{current_app.config['PUBLIC_URL']}/atur-sandi/{token}")


@click.command("ekspor-alur")
def export_workflow() -> None:
    """Cetak alur permohonan ke docs/alur.md."""
    from app.permohonan.ekspor_alur import write

    click.echo(f"{write()} ditulis.")


@click.command("ekspor-peran")
@with_appcontext
def export_roles() -> None:
    """Cetak peran dan halamannya ke docs/peran.md."""
    from app.akun.queries import role_matrix_markdown
    from app.setup import ROOT

    file = ROOT / "docs" / "peran.md"
    file.write_text(role_matrix_markdown(), encoding="utf-8")
    click.echo(f"{file} ditulis.")


@click.command("verifikasi-jejak")
@with_appcontext
@with_database
def verify_journal() -> None:
    """Periksa rantai sidik jejak; berakhir dengan galat bila ada mata rantai yang tidak cocok."""
    from app.jejak.queries import verify_chain

    report = verify_chain()
    if report.broken_id is not None:
        raise click.ClickException(
            f"Rantai putus pada peristiwa {report.broken_id}, setelah {report.count} yang utuh."
        )
    click.echo(f"Rantai utuh: {report.count} peristiwa. Sidik terakhir: {report.last}")


@click.command("putar-kunci-sso")
@click.option(
    "--keduanya", is_flag=True, help="Buat juga kunci berikutnya yang baru: bila kunci mungkin bocor."
)
@with_appcontext
@with_database
def rotate_sso_keys(keduanya: bool) -> None:
    """Putar kunci tanda tangan SSO: kunci berikutnya mulai dipakai, yang lama pensiun."""
    from app.extensions import db
    from app.sso.kunci_sso import rotate

    key = rotate(are_both_new=keduanya)
    db.session.commit()
    click.echo(f"Kunci yang dipakai sekarang: {key.kid}")


COMMANDS = (
    prepare_database,
    load_example_data,
    compile_catalogs,
    keep_database_running,
    make_superadmin,
    rotate_sso_keys,
    verify_journal,
    export_workflow,
    export_roles,
)


def init_app(app: Flask) -> None:
    for command in COMMANDS:
        app.cli.add_command(command)
