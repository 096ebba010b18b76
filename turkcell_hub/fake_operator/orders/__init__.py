"""Orders for services (TMF622): the sandbox's service centre."""
