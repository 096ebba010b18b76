from turkcell_hub.tenancy.models.accounts import GatewayAccount, SenderTitle
from turkcell_hub.tenancy.models.bodies import WaitingBody
from turkcell_hub.tenancy.models.devices import Authenticator, RecoveryCodes
from turkcell_hub.tenancy.models.firms import AuthorityCode, Brand, Country, Firm, FirmModel
from turkcell_hub.tenancy.models.identity import SenderIdentity
from turkcell_hub.tenancy.models.keys import ApiKey
from turkcell_hub.tenancy.models.mails import AccountMail
from turkcell_hub.tenancy.models.members import Language, Membership, Role, User
from turkcell_hub.tenancy.models.registry import RegistrySession
from turkcell_hub.tenancy.models.signing import SigningKey

__all__ = [
    "AccountMail",
    "ApiKey",
    "Authenticator",
    "AuthorityCode",
    "Brand",
    "Country",
    "Firm",
    "FirmModel",
    "GatewayAccount",
    "Language",
    "Membership",
    "RecoveryCodes",
    "RegistrySession",
    "Role",
    "SigningKey",
    "SenderIdentity",
    "SenderTitle",
    "User",
    "WaitingBody",
]
