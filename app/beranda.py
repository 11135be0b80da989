"""The start page. It shows figures and questions that other packages know; it asks no table by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.kit.clock import today
from app.kit.fab import IndexView, expose


@dataclass(frozen=True)
class Angka:
    """One figure: its value, what it counts, the list that it opens and the words of that link."""

    nilai: int | float
    teks: Any
    url: str | None = None
    ke: Any = None


@dataclass(frozen=True)
class TanyaJawab:
    """One question with its answer as safe markup."""

    pertanyaan: str
    jawaban: Any


class Beranda(IndexView):
    """Three doors, the five stages, the figures and who may apply. Open to everybody."""

    route_base = ""
    default_view = "index"

    @expose("/")
    def index(self) -> str:
        return self.render_template(
            "beranda.html", angka=self.figures(), tanya=self.questions(), hari_ini=today()
        )

    def figures(self) -> Sequence[Angka]:
        """What the city's cooperation amounts to; an empty answer leaves the band of figures out."""
        return ()

    def questions(self) -> Sequence[TanyaJawab]:
        """The first questions of the FAQ; an empty answer leaves them out."""
        return ()
