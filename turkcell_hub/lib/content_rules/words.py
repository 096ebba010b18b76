"""Words that the rules look for. A firm keeps its own lists with a date; these are the first ones.

``*`` at the end of a word takes every ending ("indirim*": indirimli, indirimde). Case, Turkish
letters and white space do not matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from functools import cached_property, lru_cache

from turkcell_hub.lib.turkish import fold

_DESCRIPTIVE = (
    "tanıtım*", "kampanya*", "bilgilendirme*", "duyuru*", "promosyon*", "reklam*", "indirim*",
    "fırsat*", "kutlama*", "davet*", "anket*", "çekiliş*",
)  # fmt: skip
_PROMOTION = (
    "indirim*", "hediye*", "promosyon*", "kampanya*", "kupon*", "çekiliş*", "bedava", "fırsat*",
    "puan kazan*", "para puan*", "ücretsiz kargo", "kargo bedava", "1 alana 1", "2 alana 1",
    "3 al 2 öde", "2 al 1 öde", "taksit fırsat*", "hoş geldin hediye*", "ikramiye*", "cazip fiyat*",
)  # fmt: skip
_CELEBRATION = (
    "kutlu olsun", "kutlar", "kutlarız", "kutluyoruz", "tebrik eder*", "mübarek olsun",
    "iyi bayramlar", "mutlu bayramlar", "hayırlı bayramlar", "hayırlı kandiller",
    "hayırlı ramazanlar", "mutlu yıllar", "iyi seneler", "mutlu seneler", "nice yıllara",
    "nice mutlu*", "doğum gününüz*",
    "doğum günün*", "yeni yılınız*", "en içten dileklerimizle", "hayırlı cumalar",
)  # fmt: skip
_SURVEY = (
    "anket*", "memnuniyet*", "puanlayın", "puanlar mısınız", "değerlendirir misiniz",
    "bizi değerlendirin", "hizmetimizi değerlendirin", "görüşlerinizi paylaş*",
    "görüşünüz bizim için*", "tavsiye eder misiniz", "kaç puan verirsiniz",
)  # fmt: skip
_ADVERT = (
    "kaçırmayın", "kaçırma", "sizi bekliyor", "mağazalarımıza bekliyoruz", "mağazamıza bekliyoruz",
    "yeni sezon", "yeni koleksiyon*", "size özel", "sınırlı sayıda", "sınırlı stok*", "son gün",
    "hemen al", "hemen sipariş ver*", "şimdi al", "tanıtım*", "özel fiyat*", "avantaj*",
    "stoklarla sınırlı", "açılışımıza", "üye ol kazan", "keşfedin", "yeni ürünlerimiz*",
)  # fmt: skip
# What a percentage may speak of without being a promotion.
_PERCENT_OF = ("faiz*", "kdv*", "vergi*", "gecikme*", "zam*", "stopaj*", "doluluk*", "pil*")


@dataclass(frozen=True)
class Words:
    """The lists in force on one day."""

    descriptive: tuple[str, ...] = _DESCRIPTIVE
    promotion: tuple[str, ...] = _PROMOTION
    celebration: tuple[str, ...] = _CELEBRATION
    survey: tuple[str, ...] = _SURVEY
    advert: tuple[str, ...] = _ADVERT
    percent_of: tuple[str, ...] = field(default=_PERCENT_OF)

    @classmethod
    def lists(cls) -> tuple[str, ...]:
        return tuple(one.name for one in fields(cls))

    @cached_property
    def patterns(self) -> dict[str, re.Pattern[str]]:
        return {name: pattern_of(getattr(self, name)) for name in self.lists()}


@lru_cache(maxsize=256)
def pattern_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Finds any of ``words`` in a folded text, longest first; nothing for an empty list."""
    keys = sorted({fold(word) for word in words if fold(word).strip("* ")}, key=len, reverse=True)
    if not keys:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(map(_one, keys))})")


def _one(key: str) -> str:
    stem = re.escape(key.rstrip("* "))
    return stem + ("[a-z]*" if key.endswith("*") else "(?![a-z0-9])")


DEFAULT_WORDS = Words()
