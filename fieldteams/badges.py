"""Colours of states."""

STATES = {
    "YOK": "secondary",
    "GONDERILDI": "info",
    "ONAYLANDI": "success",
    "REDDEDILDI": "danger",
    "GERI_ALINDI": "warning",
    "SURESI_DOLDU": "warning",
    "IPTAL": "secondary",
    "HATA": "danger",
}


def of_state(raw: str) -> str:
    return STATES.get(raw, "secondary")
