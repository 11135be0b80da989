"""Doors of a case, tried without a button: an address alone, or the very form that the right person has before her.

A stranger gets 404, as if there were no case; who sees it but may not act gets 403 or a sentence. Nothing changes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from playwright.sync_api import APIResponse

from tests.browser.person import Person

STRANGER = (404,)
REFUSED = (403, 404, 409, 422)


@dataclass(frozen=True)
class Pintu:
    """An address; with `form` (or a file in it) it is sent, else only read."""

    address: str
    form: dict[str, Any] | None = field(default=None)


def form_of(person: Person, address: str, **given: Any) -> Pintu:
    """The form of this address as it stands on the person's page now, with what she would fill in."""
    soup = BeautifulSoup(person.page.content(), "html.parser")
    found = soup.select_one(f'form[action$="{address}"]')
    assert found is not None, f"{person.name} has no form for {address} at {person.page.url}"
    hidden = {str(one["name"]): str(one.get("value", "")) for one in found.select("input[type=hidden]")}
    hidden.pop("csrf_token", None)
    return Pintu(str(found["action"]), hidden | given)


def knock(person: Person, pintu: Pintu) -> APIResponse:
    """What the server answers this person, with her own session and token."""
    request = person.context.request
    if pintu.form is None:
        return request.get(pintu.address, max_redirects=0)
    page = BeautifulSoup(request.get("/notifikasi").text(), "html.parser")
    token = page.select_one("input[name=csrf_token]")
    assert token is not None, person.name
    kind = "multipart" if any(isinstance(value, dict) for value in pintu.form.values()) else "form"
    return request.post(
        pintu.address,
        headers={"Referer": urljoin(person.program.url, pintu.address)},
        max_redirects=0,
        **{kind: {"csrf_token": str(token["value"]), **pintu.form}},  # type: ignore[arg-type]
    )


def history(keeper: Person, kode: str) -> str:
    """What the case remembers, as text."""
    answer = keeper.context.request.get(f"/permohonan/{kode}/riwayat")
    assert answer.status == 200
    main = BeautifulSoup(answer.text(), "html.parser").select_one("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


def check_closed(keeper: Person, kode: str, tries: Iterable[tuple[Pintu, tuple[int, ...], Person]]) -> None:
    """Each of these people finds each of these doors closed; `keeper` (Admin) sees that nothing has changed."""
    before, wrong = history(keeper, kode), []
    for pintu, statuses, person in tries:
        answer = knock(person, pintu)
        what = "POST" if pintu.form is not None else "GET"
        if answer.status not in statuses:
            wrong.append(f"{person.name} {what} {pintu.address}: {answer.status}, not {statuses}")
        elif answer.status in (409, 422) and "galat" not in answer.text():
            wrong.append(f"{person.name} {what} {pintu.address}: {answer.status} without a sentence")
    assert not wrong, "\n".join(wrong)
    after = history(keeper, kode)
    assert before == after, "a closed door changed the case"
