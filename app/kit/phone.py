"""Telephone numbers: E.164 inside, as people write them outside."""

import phonenumbers

HOME = "ID"
HOME_CODE = 62


def parse_phone(text: str) -> str | None:
    """The E.164 form of what somebody typed (08…, 628…, 8…, +62…, with blanks or dashes); None when it is none."""
    text = text.strip()
    if text.startswith("62"):
        text = f"+{text}"
    elif text.startswith("8"):
        text = f"0{text}"
    try:
        number = phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_text(number: str | None) -> str:
    """An E.164 number as people write it: 0812-3456-7890 for ours, +65 … for others."""
    if not number:
        return ""
    try:
        parsed = phonenumbers.parse(number, HOME)
    except phonenumbers.NumberParseException:
        return number
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(
        parsed, form.NATIONAL if parsed.country_code == HOME_CODE else form.INTERNATIONAL
    )
