"""The one place where other packages hear that something happened, inside the same transaction."""

from blinker import Signal

recorded = Signal(
    "Sent with the new Peristiwa after it was flushed; a hearer that raises undoes the whole act."
)
