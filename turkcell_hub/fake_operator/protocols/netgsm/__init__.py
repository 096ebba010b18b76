"""Netgsm REST v2 (contracts/operators.md 3.2; gateways/sms/contracts/netgsm.yaml)."""
