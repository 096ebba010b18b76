"""Mesaj Üssü v2 (contracts/operators.md 1.1 and 8.1; gateways/sms/contracts/mesajussu.yaml)."""
