"""The tables of consent."""

from iys_consent.models.consents import (
    AddressKind,
    Channel,
    ConsentAddress,
    ConsentRecord,
    RecipientType,
    RegistryStatus,
    Status,
)
from iys_consent.models.dealers import (
    AccessList,
    AccessState,
    Dealer,
    DealerAccess,
    DealerState,
    DealerStatus,
)
from iys_consent.models.incoming import (
    DayState,
    PushPlace,
    PushState,
    RegistryCursor,
    RegistryDay,
    RegistryPush,
)
from iys_consent.models.movements import ConsentEvidence, ConsentHead, ConsentMovement, Origin
from iys_consent.models.packages import Package, PackageNotice, PackageRules, PackageState
from iys_consent.models.partners import (
    BrandAuthorisation,
    LoginState,
    PartnerRole,
    RegistryLogin,
    Supplier,
)
from iys_consent.models.questions import RegistryQuestion
from iys_consent.models.sync_rules import Master, SyncRules
from iys_consent.models.tasks import (
    OPEN_STATES,
    STUCK_STATES,
    ConsentReceipt,
    ConsentTask,
    TaskList,
    TaskState,
)
from iys_consent.models.uploads import ConsentUpload, SendMode, UploadRow, UploadState
from iys_consent.models.via import VIA_OPEN, ViaConsent, ViaState, ViaWay
from iys_consent.models.web_forms import ConsentForm, ConsentFormRequest, ConsentFormText

__all__ = [
    "OPEN_STATES",
    "STUCK_STATES",
    "VIA_OPEN",
    "AccessList",
    "AccessState",
    "AddressKind",
    "BrandAuthorisation",
    "Channel",
    "ConsentAddress",
    "ConsentEvidence",
    "ConsentForm",
    "ConsentFormRequest",
    "ConsentFormText",
    "ConsentHead",
    "ConsentMovement",
    "ConsentReceipt",
    "ConsentRecord",
    "ConsentTask",
    "ConsentUpload",
    "DayState",
    "Dealer",
    "DealerAccess",
    "DealerState",
    "DealerStatus",
    "LoginState",
    "Master",
    "Origin",
    "Package",
    "PackageNotice",
    "PackageRules",
    "PackageState",
    "PartnerRole",
    "PushPlace",
    "PushState",
    "RecipientType",
    "RegistryCursor",
    "RegistryDay",
    "RegistryLogin",
    "RegistryPush",
    "RegistryQuestion",
    "RegistryStatus",
    "SendMode",
    "Status",
    "Supplier",
    "SyncRules",
    "TaskList",
    "TaskState",
    "UploadRow",
    "UploadState",
    "ViaConsent",
    "ViaState",
    "ViaWay",
]
