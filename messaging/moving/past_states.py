"""What other panels call the end of a message. No I/O and no Django.

They write a sentence as often as a word ("Abone kapalı, iletilemedi"), so parts of words count,
and a doubtful one stays doubtful: a message is called delivered only where it says so.
"""

from __future__ import annotations

import re

from turkcell_hub.lib.turkish import fold

DELIVERED, FAILED, UNKNOWN = "ILETILDI", "ILETILMEDI", "BELIRSIZ"
_STILL = re.compile(r"bekl|pending|queue|kuyruk|siraya|sirada|iliyor|waiting|scheduled|zamanlan")
_FAILED = re.compile(
    r"(?:ilet|gonder|teslim|ulas)\w*(?: \w*)?m[ae][dyz]|basarisiz|undeliv|not deliv|unsuccess"
    r"|fail|reject"
    r"|expire|zaman ?asim|sure(?:si)? dol|hata|error|kara ?liste|blacklist|redde|iptal|cancel"
    r"|gecersiz|invalid|kapali|kapsam|mukerrer|duplicate|engel|izinsiz|onay ?yok|izni yok"
)
_DELIVERED = re.compile(r"iletildi|iletilmis|ulasti|basarili|deliver|teslim|okundu|success")


def read(words: str) -> str:
    """``DELIVERED``, ``FAILED`` or ``UNKNOWN``; the last also for "gönderildi", which says that
    it was handed over and no more."""
    said = " ".join(re.sub(r"[\W_]", " ", fold(words)).split())
    if _STILL.search(said):
        return UNKNOWN
    if _FAILED.search(said):
        return FAILED
    return DELIVERED if _DELIVERED.search(said) else UNKNOWN
