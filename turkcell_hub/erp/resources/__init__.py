from turkcell_hub.erp.resources.documents import DocumentResource
from turkcell_hub.erp.resources.mirror import RESOURCES, AccountResource, MirrorResource

__all__ = ["RESOURCES", "AccountResource", "DocumentResource", "MirrorResource"]
