"""Makes the certificates and keys of one local cluster in a folder.

    python cluster.py FOLDER SERVICE_ADDRESS

FOLDER gets ca, apiserver, admin, kube-controller-manager, kube-scheduler (each .crt and .key) and the key pair
service-account (.key and .pub). SERVICE_ADDRESS is the cluster IP of the `kubernetes` service.
"""

import ipaddress
import sys
from pathlib import Path

from authority import Authority, subject, write, write_key
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

CLIENTS = {
    "admin": ("infra-fleet-sandbox-admin", "system:masters"),
    "kube-controller-manager": ("system:kube-controller-manager", None),
    "kube-scheduler": ("system:kube-scheduler", None),
}


def main():
    folder = Path(sys.argv[1])
    service_address = ipaddress.ip_address(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    authority = Authority(folder, "kubernetes")
    names = [
        "localhost",
        "kubernetes",
        "kubernetes.default",
        "kubernetes.default.svc",
        "kubernetes.default.svc.cluster.local",
    ]
    addresses = [ipaddress.ip_address("127.0.0.1"), service_address]
    authority.issue(
        "apiserver",
        subject("kube-apiserver"),
        ExtendedKeyUsageOID.SERVER_AUTH,
        [*(x509.DNSName(name) for name in names), *(x509.IPAddress(address) for address in addresses)],
    )
    for file_name, (common_name, organization) in CLIENTS.items():
        authority.issue(file_name, subject(common_name, organization), ExtendedKeyUsageOID.CLIENT_AUTH)

    service_account = ec.generate_private_key(ec.SECP256R1())
    write_key(folder / "service-account.key", service_account)
    public_key = service_account.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    write(folder / "service-account.pub", public_key, 0o644)


main()
