"""Makes the certificate of a server on loopback in a folder: ca and server, each .crt and .key.

    python server.py FOLDER AUTHORITY NAME...

NAME is a DNS name that leads to the server here, beside localhost and 127.0.0.1; `*` stands for its first part.
"""

import ipaddress
import sys
from pathlib import Path

from authority import Authority, subject
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    names = [
        *(x509.DNSName(name) for name in ["localhost", *sys.argv[3:]]),
        x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
    ]
    Authority(folder, sys.argv[2]).issue("server", subject("localhost"), ExtendedKeyUsageOID.SERVER_AUTH, names)


main()
