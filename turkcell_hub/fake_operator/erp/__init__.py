"""ERPs as the sandbox's companies run them: Logo Objects REST and ERPNext."""
