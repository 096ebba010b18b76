"""Netgsm REST v2 (gateways/sms/contracts/netgsm.yaml)."""
