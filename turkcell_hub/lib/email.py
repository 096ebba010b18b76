"""Showing a stored e-mail address to whoever may not see it whole."""


def mask(address: str) -> str:
    """`ay***@ornek.com`: the first letters and the domain stay."""
    name, at, domain = address.partition("@")
    return f"{name[:2] if len(name) > 2 else name[:1]}***{at}{domain}"
