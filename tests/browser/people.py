"""Who sits at a browser: a visitor, or somebody of the example city who has signed in."""

import time
from typing import Any

from playwright.sync_api import Browser

from tests.browser.person import Looked, Person
from tests.browser.program import PASSWORD, Program

TOO_MANY = 429
KEEP_SECONDS = 8 * 60  # heavy acts ask again after idle time; whoever comes back later has signed in anew


class People:
    """Opens windows. Accounts keep their cookies for some minutes: sign-ins are limited, as they should be."""

    def __init__(self, program: Program, browser: Browser, looked: Looked, signed_in: dict[str, Any]) -> None:
        self.program, self.browser, self.looked, self.signed_in = program, browser, looked, signed_in
        self.open: list[Person] = []

    def visitor(self, **options: Any) -> Person:
        person = Person(self.browser, self.program, self.looked, **options)
        self.open.append(person)
        return person

    def __call__(self, email: str, password: str = PASSWORD, **options: Any) -> Person:
        """Somebody signed in, on no page yet."""
        at, cookies = self.signed_in.get(email, (0.0, None))
        if cookies is not None and time.monotonic() - at < KEEP_SECONDS:
            return self.visitor(name=email, cookies=cookies, **options)
        person = self.visitor(name=email, **options)
        sign_in(person, email, password)
        self.signed_in[email] = time.monotonic(), person.context.storage_state()
        return person

    def close(self) -> None:
        while self.open:
            self.open.pop().close()


def sign_in(person: Person, email: str, password: str = PASSWORD, at: str = "/masuk") -> Person:
    """By the sign-in page; whoever tries too often waits, as the page tells."""
    if at:
        person.open(at)
    person.fill("Email atau NIP", email)
    person.fill("Kata Sandi", password)
    with person.page.expect_navigation() as waiting:
        person.button("Masuk").click()
    if waiting.value is not None and waiting.value.status == TOO_MANY:
        time.sleep(int(waiting.value.headers.get("retry-after", "60")) + 1)
        return sign_in(person, email, password, at or "/masuk")
    person.name = email
    return person.settle()
