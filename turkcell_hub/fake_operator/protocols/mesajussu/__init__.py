"""Mesaj Üssü v2 (gateways/sms/contracts/mesajussu.yaml)."""
