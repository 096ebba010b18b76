"""The answers of Mesaj Üssü (sms/contracts/mesajussu.yaml)."""

from tests.gateways.line import answer
from tests.gateways.sms_contract import SmsAdapter
from turkcell_hub.gateways.sms.contract import Outcome


def said(code: int, status: int = 400):
    return answer(status, {"resultCode": code, "resultDescription": "operatörün sözü"})


DONE = {"resultCode": 0, "resultDescription": "success"}
TIMES = {"sentAt": "2026-11-22T12:00:00+03:00", "doneAt": "2026-11-22T12:01:00+03:00"}


class MesajUssu(SmsAdapter):
    """How Mesaj Üssü answers."""

    adapter = "mesajussu"
    contract_file = "sms/contracts/mesajussu.yaml"
    base = "/api/api/integration"
    username = "5320000000"
    submits = ("sendOneToMany", "sendManyToMany")
    login = "login"
    report, cancels, balances = "getReport", "cancelCampaign", "getBalance"
    blacklists, sender_list = "listBlacklist", "listSenders"
    brings, mms, links = "uploadMedia", "sendMmsManyToMany", "sendVideoOneToMany"
    usual = {
        "uploadMedia": {**DONE, "mediaId": "media-1"},
        "sendMmsManyToMany": {**DONE, "packetId": "77001", "messageIds": ["1", "2", "3"]},
        "sendVideoOneToMany": {**DONE, "packetId": "77001"},
        "login": {"token": "Bearer_canary-token-1"},
        "sendOneToMany": {**DONE, "packetId": "77001"},
        "sendManyToMany": {**DONE, "packetId": "77001", "messageIds": ["1", "2", "3"]},
        "cancelCampaign": DONE,
        "getBalance": [
            {"unit": "SMS", "amount": 1000, "name": "Ana paket"},
            {"unit": "SMS", "amount": 234, "name": "Ek paket"},
        ],
        "listSenders": [
            {"sender": "FIRMA", "active": True},
            {"sender": "ESKI", "active": False},
            {"sender": "MARKA", "active": True},
        ],
        "listBlacklist": {
            "total": 2,
            "records": [
                {
                    "createdAt": "2026-11-01T10:00:00+03:00",
                    "receiver": "5320000009",
                    "source": "ret_web",
                },
                {"createdAt": "2026-11-02T10:00:00Z", "receiver": "5320000010", "source": "api"},
            ],
        },
        "getCampaign": {
            **DONE,
            "packetId": "77001",
            "customId": None,
            "campaignName": None,
            "status": "SENDING",
            "startDate": "2026-11-22T12:00:00+03:00",
            "total": 10,
            "waiting": 4,
            "delivered": 5,
            "failed": 1,
            "cancelled": 0,
            "credits": 9,
        },
    }
    not_found = said(404, 404)
    too_late = said(409, 409)
    no_funds = said(402, 402)
    bad_login = said(902, 401)
    refusals = [
        (said(869), "SCHEDULE_WINDOW"),
        (said(938), "SCHEDULE_WINDOW"),
        (said(883), "IYS_BRAND_MISSING"),
        (said(932), "BATCH_LIMIT"),
        (said(971), "SENDER_INVALID"),
        (answer(971), "SENDER_INVALID"),
        (answer(413, "<html>Too Large</html>"), "BATCH_LIMIT"),
        (said(400), "BAD_REQUEST"),
        (said(422, 422), "KEY_REUSED"),
        (said(999), "OPERATOR_REFUSED"),
        (answer(999), "OPERATOR_REFUSED"),
    ]
    statuses = {
        "SENDING": Outcome.ACCEPTED,
        "WAITING": Outcome.ACCEPTED,
        "DELIVERED": Outcome.DELIVERED,
        "SENT": Outcome.SENT_UNCONFIRMED,
        "NOT_DELIVERED": Outcome.UNDELIVERED,
        "EXPIRED": Outcome.EXPIRED,
        "INVALID_DESTINATION_ADDRESS": Outcome.INVALID_NUMBER,
        "REJECTED": Outcome.REJECTED_BY_OPERATOR,
        "DOUBLE_SEND_ERROR": Outcome.DUPLICATE,
        "BLACKLISTED_DESTINATION_ADDRESS": Outcome.BLACKLISTED,
        "NOT_ALLOWED_BY_IYS": Outcome.IYS_REJECTED,
        "SEND_ERROR": Outcome.UNDELIVERED,
        "CANCELLED": Outcome.CANCELLED,
        "NOT_SUBSCRIBER": Outcome.NOT_SUBSCRIBER,
    }
    pushed_inbound = {
        "type": "inbound",
        "messageId": "900",
        "createdAt": "2026-11-22T12:00:00+03:00",
        "receivedAt": "2026-11-22T12:00:00+03:00",
        "network": "TURKCELL",
        "sender": "5320000001",
        "receiver": "4605",
        "keyword": "RET",
        "content": "RET",
    }

    @property
    def pushed_report(self):
        return {"type": "outbound", **self.row(1, "DELIVERED")}

    def row(self, number, status):
        return {
            "packetId": "77001",
            "customId": "batch-1",
            "messageId": str(number),
            "messageCustomId": f"ref-{number}",
            "receiver": f"532000{number:04d}",
            "size": 2,
            "internationalMultiplier": 1,
            "credits": 2,
            "status": status,
            "gsmError": "27" if status == "NOT_DELIVERED" else "0",
            **TIMES,
        }

    def page(self, rows):
        return {**DONE, "reports": rows}
