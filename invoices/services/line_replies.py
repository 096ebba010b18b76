"""EVET or HAYIR by SMS to "is this line yours?". The sender's number says whose answer it is; who
has been asked for a job or an approval too has answered that first."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from invoices.models import LineQuestion
from invoices.services import questions
from messaging.inbound_handlers import InboundHandler, Match
from messaging.models import InboundMessage
from messaging.services import threads

_WORDS = {"evet": LineQuestion.Answer.YES, "hayir": LineQuestion.Answer.NO}
# A bare word that comes later answers something else; the link still takes it.
AGE = dt.timedelta(days=3)


def take(message: InboundMessage, match: Match) -> bool:
    """``messaging.inbound_handlers``: False for what answers no question about a line: a figure
    behind the word is an approval's, also where nobody knows it any more."""
    said = _WORDS.get(match.words[0]) if match.words else None
    if said is None or any(word.isdecimal() for word in match.words[1:2]):
        return False
    asked = questions.open_question(message.sender, AGE)
    if asked is None:
        return False
    door = LineQuestion.Door.SMS
    questions.answer(asked, said, door, source=f"SMS {message.pk}")
    message.note = _("Hat sorusu %(month)s: %(said)s") % {
        "month": f"{asked.period:%m.%Y}",
        "said": said.label,
    }
    threads.receive(message, match)
    return True


HANDLER = InboundHandler(
    "line", __("Hat sorusu: EVET ya da HAYIR"), take, for_rules=False, unasked=True, order=10
)
