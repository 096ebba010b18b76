"""e-Şirket, the inbox of e-invoices, and TM Forum 678 beside it."""
