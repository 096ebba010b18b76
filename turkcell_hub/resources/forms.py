"""Building a declared form the same way behind every door."""

from __future__ import annotations

import inspect
from typing import Any

from django import forms

from turkcell_hub.resources.actor import Actor
from turkcell_hub.resources.declaration import Resource


def for_record(
    resource: Resource, actor: Actor, row: Any | None = None, **kwargs: Any
) -> forms.Form:
    """The resource's create form, or its edit form for ``row`` with the initial values."""
    if resource.form is None:
        raise ValueError(f"resource {resource.slug} has no form")
    if row is not None and "initial" not in kwargs:
        kwargs["initial"] = resource.initial_of(row)
    extra = _accepted(resource.form, resource.form_kwargs(actor, row))
    if row is not None and issubclass(resource.form, forms.ModelForm):
        extra.setdefault("instance", row)
    return resource.form(**extra, **kwargs)


def for_action(form: type[forms.Form], actor: Actor, **kwargs: Any) -> forms.Form:
    """An action's form; it gets the actor where its ``__init__`` names one."""
    return form(**offered(form, actor), **kwargs)


def offered(form: type[forms.Form], actor: Actor) -> dict[str, Any]:
    """The actor as an argument of ``form``, where its ``__init__`` names one."""
    return _accepted(form, {"actor": actor})


def _accepted(form: type[forms.Form], kwargs: dict[str, Any]) -> dict[str, Any]:
    """``actor`` is offered, not forced: a plain form without lookups does not know it."""
    if "actor" in kwargs and not _names_actor(form):
        return {key: value for key, value in kwargs.items() if key != "actor"}
    return kwargs


def _names_actor(form: type[forms.Form]) -> bool:
    own = (vars(cls)["__init__"] for cls in form.__mro__ if "__init__" in vars(cls))
    return any("actor" in inspect.signature(init).parameters for init in own)
