"""Spellings of addresses that must not be called (docs/reliability.md, G20): inside in every way
of writing, names that lead inside, what hides its host, and services beside https."""

from __future__ import annotations

# What the names of the table answer, one answer after the other; the last one stays.
NAMES: dict[str, list[list[str]]] = {
    "inside.example": [["10.0.0.5"]],
    "mixed.example": [["8.8.8.8", "127.0.0.1"]],
    "six.example": [["::1"]],
    "mapped.example": [["::ffff:169.254.169.254"]],
    "rebinds.example": [["8.8.8.8"], ["127.0.0.1"]],
    "rebinds-late.example": [["8.8.8.8"], ["8.8.8.8"], ["169.254.169.254"]],
}

INSIDE = [
    "https://127.0.0.1/",
    "https://localhost/",
    "https://localhost./",
    "https://2130706433/",  # decimal
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",  # octal
    "https://017700000001/",
    "https://127.1/",
    "https://0/",
    "https://0.0.0.0/",
    "https://10.0.0.5/",
    "https://172.16.3.4/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data",  # link-local: clouds hand out keys here
    "https://192.0.2.1/",
    "https://198.18.0.1/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",  # NAT64
    "https://[2002:7f00:1::]/",  # 6to4
    "https://[2001:0:7f00:1::]/",  # Teredo
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[fd12:3456::1]/",
    "https://[ff02::1]/",
    "https://[2001:db8::1]/",
    "https://127.0.0.1:8443/",
    "https://１２７.0.0.1/",
    "https://127。0。0。1/",
    *(f"https://{name}/" for name in NAMES if not name.startswith("rebinds")),
]  # fmt: skip

# Names that answer otherwise when they are called than when they were saved.
REBINDING = [f"https://{name}/" for name in NAMES if name.startswith("rebinds")]

HIDDEN = [
    "",
    "sms.example.com",
    "//sms.example.com",
    "ftp://sms.example.com",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_",
    "https://",
    "https://user@sms.example.com/",
    "https://user:secret@sms.example.com/",
    "https://8.8.8.8@127.0.0.1/",
    "https://8.8.8.8\\@127.0.0.1/",
    "https://8.8.8.8#@127.0.0.1/",
    "https://8.8.8.8/?x=1",
    "https://8.8.8.8/\r\nHost: x",
    "https://8.8.8.8:99999/",
    "https://8.8.8.8:0/",
    "https://[::1/",
    "https://[fe80::1%25eth0]/",
]

OTHER_SERVICES = [f"https://8.8.8.8:{port}/" for port in (22, 25, 5432, 6379, 9200)]
"""Public machines, but not https."""

FORMS = [*INSIDE, *REBINDING, *HIDDEN, *OTHER_SERVICES]
