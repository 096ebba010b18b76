"""Groups by their names, whatever their case and Turkish letters."""

from __future__ import annotations

from messaging.models import Group
from messaging.services import groups
from turkcell_hub.errors import Conflict
from turkcell_hub.lib.turkish import fold
from turkcell_hub.tenancy.actor import Actor

LONGEST = 80


def key(name: str) -> str:
    return fold(name)


class Names:
    """The groups of a firm as the actor finds them, looked up once."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        rows = Group.objects.values_list("pk", "name")
        seen = actor.visible(Group.objects.all())
        self._seen = {key(name): pk for pk, name in seen.values_list("pk", "name")}
        self._hidden = {key(name) for _pk, name in rows} - self._seen.keys()

    def is_hidden(self, name: str) -> bool:
        return key(name) in self._hidden

    def known(self, name: str) -> int | None:
        return self._seen.get(key(name))

    def take(self, name: str) -> int | None:
        """The group's id; makes the group where there is none. None for one that exists
        behind a Yetki Kodu or that somebody has made meanwhile."""
        found = self.known(name)
        if found is None and not self.is_hidden(name):
            try:
                found = groups.save(self._actor, None, {"name": name}).pk
            except Conflict:
                return None
            self._seen[key(name)] = found
        return found
