"""The mails about one case, kept as a ledger: each that is expected comes, none comes twice, and no other comes."""

from collections import Counter
from email.utils import parseaddr

from tests.browser.program import Mail, Program

MAIL_SECONDS, LATE_SECONDS = 30, 3  # a mail that nobody expected had its time by then


class Kotak:
    """Expected mails pile up from turn to turn. `kode`: the code with which their subjects begin."""

    def __init__(self, program: Program, kode: str) -> None:
        self.program, self.kode = program, kode
        self.expected: Counter[tuple[str, str]] = Counter()

    def expects(self, subject: str, *to: str) -> None:
        """A mail of this subject (without the code) to each of these people, not waited for yet."""
        self.expected.update((address, subject) for address in to)

    def brings(self, subject: str, *to: str) -> Mail:
        """One turn: with what was expected before, exactly these mails have come. Answers the last one."""
        self.expects(subject, *to)
        self.program.until(lambda: not self.expected - self._arrived(), MAIL_SECONDS)
        self.check()
        return self.program.mails(to[-1], f"{self.kode}: {subject}")[-1]

    def check(self) -> None:
        """Nothing is missing and nothing is too much."""
        found = self._arrived()
        missing, extra = self.expected - found, found - self.expected
        assert not missing and not extra, f"missing mails: {dict(missing)}; too many: {dict(extra)}"

    def ends(self) -> None:
        """The journey is over: what is on its way may still arrive, and is judged too."""
        self.program.until(lambda: self._arrived() - self.expected, LATE_SECONDS)
        self.check()

    def texts(self, to: str) -> str:
        """All that these mails say to somebody."""
        mails = [mail for mail in self.program.mails(to) if self.kode in mail.subject]
        return "\n".join(f"{mail.subject}\n{mail.text}\n{mail.html}" for mail in mails)

    def _arrived(self) -> Counter[tuple[str, str]]:
        begin = f"{self.kode}: "
        mails = [mail for mail in self.program.mails() if mail.subject.startswith(begin)]
        return Counter((parseaddr(mail.to)[1], mail.subject.removeprefix(begin)) for mail in mails)
