"""Makes the certificates and keys of one local cluster in a folder.

    python pki.py FOLDER SERVICE_ADDRESS

FOLDER gets ca, apiserver, admin, kube-controller-manager, kube-scheduler (each .crt and .key) and the key pair
service-account (.key and .pub). SERVICE_ADDRESS is the cluster IP of the `kubernetes` service. Certificates last ten
years and are made once for a cluster: a sandbox outlives no certificate.
"""

import datetime
import ipaddress
import os
import sys
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LIFETIME = datetime.timedelta(days=3650)
CLOCK_SKEW = datetime.timedelta(hours=1)

CLIENTS = {
    "admin": ("infra-fleet-sandbox-admin", "system:masters"),
    "kube-controller-manager": ("system:kube-controller-manager", None),
    "kube-scheduler": ("system:kube-scheduler", None),
}


def subject(common_name, organization=None):
    attributes = [x509.NameAttribute(NameOID.COMMON_NAME, common_name)]
    if organization:
        attributes.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization))
    return x509.Name(attributes)


def write(path, content, mode):
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def write_key(path, key):
    content = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write(path, content, 0o600)


def builder(name, issuer, public_key, key_usage):
    now = datetime.datetime.now(datetime.timezone.utc)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCK_SKEW)
        .not_valid_after(now + LIFETIME)
        .add_extension(key_usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def key_usage(signs_certificates):
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


class Authority:
    """The cluster's certificate authority: signs the API server, its clients and what the cluster itself asks for."""

    def __init__(self, folder):
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = subject("kubernetes")
        public_key = self.key.public_key()
        certificate = (
            builder(self.name, self.name, public_key, key_usage(signs_certificates=True))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self.key, hashes.SHA256())
        )
        self.save("ca", self.key, certificate)

    def issue(self, file_name, name, purpose, alternative_names=()):
        key = ec.generate_private_key(ec.SECP256R1())
        request = (
            builder(name, self.name, key.public_key(), key_usage(signs_certificates=False))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False
            )
        )
        if alternative_names:
            request = request.add_extension(x509.SubjectAlternativeName(alternative_names), critical=False)
        self.save(file_name, key, request.sign(self.key, hashes.SHA256()))

    def save(self, file_name, key, certificate):
        write_key(self.folder / f"{file_name}.key", key)
        write(self.folder / f"{file_name}.crt", certificate.public_bytes(serialization.Encoding.PEM), 0o644)


def main():
    folder = Path(sys.argv[1])
    service_address = ipaddress.ip_address(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    authority = Authority(folder)
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
