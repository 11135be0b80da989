"""Signing: its method, the slots that are proposed and confirmed, the calendar, and the record of the signing."""
