"""CAMARA one-time-password-sms 1.1 (contracts/operators.md 2.4; gateways/otp/contracts)."""
