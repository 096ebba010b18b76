"""CAMARA one-time-password-sms 1.1 (gateways/otp/contracts)."""
