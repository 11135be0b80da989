"""Flask-AppBuilder as it comes, over the same table: its own templates, its own list. Prints figures as JSON."""

import sys
import warnings

warnings.simplefilter("ignore")

from flask import Flask  # noqa: E402
from flask_appbuilder import AppBuilder, ModelView  # noqa: E402
from flask_appbuilder.models.sqla.base import SQLA  # noqa: E402
from flask_appbuilder.models.sqla.interface import SQLAInterface  # noqa: E402
from sqlalchemy import select  # noqa: E402

from app.kit.mixins import Model  # noqa: E402
from app.permohonan.models import Permohonan  # noqa: E402
from bench.timing import measure, report  # noqa: E402


class PlainPermohonanView(ModelView):
    datamodel = SQLAInterface(Permohonan)
    list_columns = ["kode", "judul", "instansi", "kategori", "status", "submitted_at"]
    search_columns = ["kode", "judul", "kategori"]
    edit_columns = ["kode", "judul", "instansi", "kategori"]
    base_order = ("id", "desc")
    page_size = 25


def main() -> None:
    app = Flask("bench_plain")
    app.config.update(
        SECRET_KEY="bench",
        SQLALCHEMY_DATABASE_URI=sys.argv[1],
        AUTH_ROLE_ADMIN="Superadmin",
        FAB_CREATE_DB=False,
        FAB_UPDATE_PERMS=False,
        WTF_CSRF_ENABLED=False,
    )
    db = SQLA(model_class=Model)
    db.init_app(app)
    with app.app_context():
        appbuilder = AppBuilder(app, db.session)
        appbuilder.add_view(PlainPermohonanView, "Permohonan")
        appbuilder.add_permissions(update_perms=True)
        db.session.commit()
        manager = appbuilder.sm
        superadmin = manager.find_role("Superadmin").user[0].id
        last = db.session.scalar(select(Permohonan.id).order_by(Permohonan.id.desc()))
    base = "/plainpermohonanview"
    pages = {
        "daftar": f"{base}/list/",
        "halaman 2001": f"{base}/list/?page_PlainPermohonanView=2000",
        "cari kata": f"{base}/list/?_flt_2_judul=perpustakaan",
        "cari kata jarang": f"{base}/list/?_flt_2_judul=bekantan",
        "formulir ubah": f"{base}/edit/{last}",
    }
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie.update(_user_id=str(superadmin), _fresh=True)

    def call(url: str) -> tuple[int, int]:
        with app.app_context():
            answer = client.get(url)
            return answer.status_code, len(answer.data)

    report([measure(page, lambda url=url: call(url)) for page, url in pages.items()])  # type: ignore[misc]


if __name__ == "__main__":
    main()
