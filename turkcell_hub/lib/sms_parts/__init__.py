"""How many SMS a text is, before and after it is paid for (L-074)."""

from turkcell_hub.lib.sms_parts.counting import MESSAGES, count, split
from turkcell_hub.lib.sms_parts.profile import CountingProfile, character_classes
from turkcell_hub.lib.sms_parts.rewriting import simplify, without_turkish_letters
from turkcell_hub.lib.sms_parts.size import Count
from turkcell_hub.lib.sms_parts.tables import CharacterClasses

__all__ = [
    "MESSAGES",
    "CharacterClasses",
    "Count",
    "CountingProfile",
    "character_classes",
    "count",
    "simplify",
    "split",
    "without_turkish_letters",
]
