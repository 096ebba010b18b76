"""Verimor SMS API v2 (gateways/sms/contracts/verimor.yaml)."""
