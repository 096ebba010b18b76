"""The sandbox's payment page (gateways/payment/contracts/hosted_page.yaml)."""
