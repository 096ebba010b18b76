"""Verimor SMS API v2 (contracts/operators.md 3.1; gateways/sms/contracts/verimor.yaml)."""
