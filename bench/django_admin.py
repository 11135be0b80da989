"""A plain Django admin over the same table, with its usual settings. Prints figures as JSON."""

import sys
from urllib.parse import parse_qs, urlsplit

import django
from django.conf import settings

address = urlsplit(sys.argv[1].replace("+psycopg", ""))
options = {key: values[0] for key, values in parse_qs(address.query).items()}

settings.configure(
    SECRET_KEY="bench",
    DEBUG=False,
    ALLOWED_HOSTS=["testserver"],
    ROOT_URLCONF="bench.django_admin",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": address.path.lstrip("/"),
            "USER": address.username or "postgres",
            "HOST": options.get("host") or address.hostname or "",
            "PORT": options.get("port") or "",
            "CONN_MAX_AGE": None,
            "OPTIONS": {"options": "-c search_path=django,public"},
        }
    },
    INSTALLED_APPS=[
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    STATIC_URL="/static/",
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
)
django.setup()

from django.contrib import admin  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path  # noqa: E402

from bench.timing import measure, report  # noqa: E402


class Kategori(models.Model):
    kode = models.CharField(max_length=20)
    nama = models.CharField(max_length=120)

    class Meta:
        managed = False
        db_table = "kategori"
        app_label = "auth"

    def __str__(self) -> str:
        return self.nama


class Instansi(models.Model):
    nama = models.CharField(max_length=200)

    class Meta:
        managed = False
        db_table = "instansi"
        app_label = "auth"

    def __str__(self) -> str:
        return self.nama


class Permohonan(models.Model):
    kode = models.CharField(max_length=40)
    judul = models.CharField(max_length=250)
    instansi = models.ForeignKey(Instansi, models.DO_NOTHING)
    kategori = models.ForeignKey(Kategori, models.DO_NOTHING)
    status = models.CharField(max_length=40)
    submitted_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "permohonan"
        app_label = "auth"

    def __str__(self) -> str:
        return self.kode


@admin.register(Permohonan)
class PermohonanAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("kode", "judul", "instansi", "kategori", "status", "submitted_at")
    list_filter = ("status", "kategori")
    list_select_related = ("instansi", "kategori")
    search_fields = ("kode", "judul")
    list_per_page = 25
    ordering = ("-id",)


admin.site.register(Instansi)
urlpatterns = [path("admin/", admin.site.urls)]

LIST = "/admin/auth/permohonan/"


def main() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS django")
    call_command("migrate", verbosity=0)
    client = Client()
    client.force_login(User.objects.create_superuser("bench", "bench@example.org", "bench"))
    last = Permohonan.objects.order_by("-id").first()
    assert last is not None
    pages = {
        "daftar": LIST,
        "halaman 2001": f"{LIST}?p=2001",
        "saring": f"{LIST}?status=penawaran",
        "cari kata": f"{LIST}?q=perpustakaan",
        "cari kata jarang": f"{LIST}?q=bekantan",
        "formulir ubah": f"{LIST}{last.pk}/change/",
    }

    def call(url: str) -> tuple[int, int]:
        answer = client.get(url)
        return answer.status_code, len(answer.content)

    report([measure(page, lambda url=url: call(url)) for page, url in pages.items()])  # type: ignore[misc]


if __name__ == "__main__":
    # Django looks its addresses up under the module's own name.
    sys.modules["bench.django_admin"] = sys.modules["__main__"]
    main()
