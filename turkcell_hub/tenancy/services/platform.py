"""İşletmeci: those who run the portal. They see and decide what firms pay, nothing else there."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Invalid, NotFound
from turkcell_hub.tenancy import scope
from turkcell_hub.tenancy.actor import of_platform
from turkcell_hub.tenancy.models import Firm, User
from turkcell_hub.tenancy.services import people


def appoint(email: str, name: str = "", password: str = "") -> tuple[User, bool]:
    """Makes a person an İşletmeci; True where he had no account before. Raises ``Invalid`` for a
    weak password, a bad address, a new person without a name, or an account whose address nobody
    has proven: its password may be known to the firm that opened it."""
    email = people.usable_email(email)
    with transaction.atomic():
        user = User.objects.select_for_update().filter(email=email).first()
        is_new = user is None
        if user is None:
            if not name.strip():
                raise Invalid(_("Yeni bir kişinin adını ve soyadını yazın."), field="name")
            user = User(email=email, full_name=name.strip())
            people.check_password_rules(password, user)
            user.set_password(password)
            user.password_changed_at = user.email_proven_at = timezone.now()
        elif user.email_proven_at is None:
            raise Invalid(
                _(
                    "Bu hesabı bir firma açmış ve e-postası doğrulanmamış. Kişi önce giriş"
                    " sayfasındaki “Parolamı unuttum” ile gelen bağlantıdan parolasını belirlesin."
                ),
                field="email",
                code="email_unproven",
            )
        user.is_platform_staff = True
        user.save()
    return user, is_new


def dismiss(email: str) -> User:
    """He loses it with his next click; his places in firms stay. Raises ``NotFound``."""
    user = User.objects.filter(email=email.strip().lower(), is_platform_staff=True).first()
    if user is None:
        raise NotFound(_("Bu e-posta ile bir işletmeci yok."))
    user.is_platform_staff = False
    user.save(update_fields=["is_platform_staff"])
    return user


def enter(user: User, firm_id: int) -> Firm:
    """The firm that he is going to work in; the firm's own trail tells that he came. Raises
    ``NotFound`` for one that is closed or is none."""
    firm: Firm | None = Firm.objects.filter(pk=firm_id, is_active=True).first()
    if firm is None:
        raise NotFound(_("Firma bulunamadı."))
    with scope.firm_scope(firm.pk), transaction.atomic():
        trail.record(of_platform(user, firm.pk), "tenancy.platform.entered", firm)
    return firm
