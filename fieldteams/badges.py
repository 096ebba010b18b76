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
    "BEKLIYOR": "info",
    "ACIK": "warning",
    "SORULUYOR": "info",
    "ALINDI": "success",
    "TAMAM": "success",
    "KIMSE": "danger",
}


def of_state(raw: str) -> str:
    return STATES.get(raw, "secondary")
