from turkcell_hub.events.resources.webhooks import DeliveryResource, EndpointResource

__all__ = ["DeliveryResource", "EndpointResource"]
