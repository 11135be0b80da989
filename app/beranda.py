"""The start page: three doors, the five stages, the figures of the city and the first questions."""

from dataclasses import dataclass
from typing import Any

from flask import g

from app.akun import roles
from app.akun.queries import kekurangan_profil
from app.akun.rules import has_role
from app.informasi.markdown import to_html
from app.informasi.queries import first_questions
from app.informasi.views import spoken
from app.kit.clock import today
from app.kit.fab import IndexView, expose
from app.statistik.queries import headline


@dataclass(frozen=True)
class TanyaJawab:
    """One question with its answer as safe markup, each with the language that it is written in."""

    pertanyaan: str
    jawaban: Any
    lang: str
    jawaban_lang: str


class Beranda(IndexView):
    """Open to everybody. Without figures or questions their part of the page is left out."""

    route_base = ""
    default_view = "index"

    @expose("/")
    def index(self) -> str:
        return self.render_template(
            "beranda.html",
            angka=headline(),
            tanya=self.questions(),
            hari_ini=today(),
            # Whoever has just registered reads here what comes before the first application.
            kurang=kekurangan_profil(g.user) if has_role(g.user, roles.PEMOHON) else [],
        )

    def questions(self) -> list[TanyaJawab]:
        """The first questions of the FAQ, in the language of the page where they have been translated."""
        found = []
        for row in first_questions():
            question, answer = spoken(row, "pertanyaan"), spoken(row, "jawaban")
            found.append(TanyaJawab(question.text, to_html(answer.text), question.lang, answer.lang))
        return found
