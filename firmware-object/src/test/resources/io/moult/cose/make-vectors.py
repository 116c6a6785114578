"""Makes vectors.json with pyca/cryptography (48 or newer), knowing nothing of the Java code. See README.md."""

import hashlib
import hmac
import json

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, x25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import aes_key_wrap


class Tag:
    def __init__(self, tag, value):
        self.tag, self.value = tag, value


def head(major, n):
    if n < 24:
        return bytes([major << 5 | n])
    for info, width in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if n < 1 << (8 * width):
            return bytes([major << 5 | info]) + n.to_bytes(width, "big")


def cbor(value):
    if value is None:
        return b"\xf6"
    if isinstance(value, Tag):
        return head(6, value.tag) + cbor(value.value)
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(cbor(item) for item in value)
    pairs = sorted((cbor(key), cbor(item)) for key, item in value.items())
    return head(5, len(pairs)) + b"".join(key + item for key, item in pairs)


def seed(name, length=32):
    return hashlib.shake_256(("moult test key " + name).encode()).digest(length)


def raw(public):
    return public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


class Ecdsa:
    def __init__(self, curve, number, digest, algorithm, length):
        self.algorithm, self.length, self.digest = algorithm, length, digest
        self.key = ec.derive_private_key(int.from_bytes(seed(curve.name, length - 1), "big"), curve)
        point = self.key.public_key().public_numbers()
        self.cose = {1: 2, -1: number, -2: point.x.to_bytes(length, "big"), -3: point.y.to_bytes(length, "big")}

    def sign(self, octets):
        r, s = decode_dss_signature(self.key.sign(octets, ec.ECDSA(self.digest, deterministic_signing=True)))
        return r.to_bytes(self.length, "big") + s.to_bytes(self.length, "big")


class Ed25519:
    algorithm = -19

    def __init__(self):
        self.key = ed25519.Ed25519PrivateKey.from_private_bytes(seed("Ed25519"))
        self.cose = {1: 1, -1: 6, -2: raw(self.key.public_key())}

    def sign(self, octets):
        return self.key.sign(octets)


class Hmac:
    algorithm = 5

    def __init__(self):
        self.key = seed("HMAC")
        self.cose = {1: 4, -1: self.key}

    def sign(self, octets):
        return hmac.new(self.key, octets, "sha256").digest()


P256 = Ecdsa(ec.SECP256R1(), 1, hashes.SHA256(), -9, 32)
P384 = Ecdsa(ec.SECP384R1(), 2, hashes.SHA384(), -51, 48)
ED = Ed25519()
MAC = Hmac()
PAYLOAD = cbor([-16, hashlib.sha256(b"a manifest").digest()])
PLAINTEXT = b"This is firmware, and it is not to be read on its way. " * 5


def single(tag, context, signer):
    protected = cbor({1: signer.algorithm, 4: b"author"})
    return cbor(Tag(tag, [protected, {}, None, signer.sign(cbor([context, protected, b"", PAYLOAD]))]))


def several(signers):
    body = b""
    signatures = []
    for signer in signers:
        protected = cbor({1: signer.algorithm})
        signatures.append([protected, {4: b"one of us"}, signer.sign(cbor(["Signature", body, protected, b"", PAYLOAD]))])
    return cbor(Tag(98, [body, {}, None, signatures]))


def mac_direct():
    protected = cbor({1: 5})
    tag = MAC.sign(cbor(["MAC", protected, b"", PAYLOAD]))
    return cbor(Tag(97, [protected, {}, None, tag, [[b"", {1: -6, 4: b"ours"}, b""]]]))


def key_wrap(number, kek, cek):
    return [b"", {1: number}, aes_key_wrap(kek, cek)]


def agreed(device, salt, cek):
    protected = cbor({1: -29})
    context = cbor([-3, [None] * 3, [None] * 3, [128, protected, b"SUIT Payload Encryption"]])
    mine = x25519.X25519PrivateKey.from_private_bytes(seed("ephemeral"))
    kek = HKDF(hashes.SHA256(), 16, salt, context).derive(mine.exchange(device.public_key()))
    header = {-1: {1: 1, -1: 4, -2: raw(mine.public_key())}}
    if salt:
        header[-20] = salt
    return [protected, header, aes_key_wrap(kek, cek)]


def encrypted(number, key_length, recipient):
    cek = seed("content", key_length)
    if number < 0:
        iv = seed("IV", 16)
        encryptor = Cipher(algorithms.AES(cek), modes.CTR(iv)).encryptor()
        return cbor(Tag(96, [b"", {1: number, 5: iv}, None, [recipient(cek)]])), encryptor.update(PLAINTEXT)
    iv = seed("IV", 12)
    protected = cbor({1: number})
    cipher = ChaCha20Poly1305(cek) if number == 24 else AESGCM(cek)
    ciphertext = cipher.encrypt(iv, PLAINTEXT, cbor(["Encrypt", protected, b""]))
    return cbor(Tag(96, [protected, {5: iv}, None, [recipient(cek)]])), ciphertext


def main():
    device = x25519.X25519PrivateKey.from_private_bytes(seed("device"))
    device_key = {1: 1, -1: 4, -2: raw(device.public_key()), -4: seed("device")}
    keks = {-3: seed("KEK", 16), -4: seed("KEK", 24), -5: seed("KEK", 32)}
    blocks = [
        ("sign1-esp256", single(18, "Signature1", P256), [P256]),
        ("sign1-esp384", single(18, "Signature1", P384), [P384]),
        ("sign1-ed25519", single(18, "Signature1", ED), [ED]),
        ("mac0-hmac256", single(17, "MAC0", MAC), [MAC]),
        ("mac-direct-hmac256", mac_direct(), [MAC]),
        ("sign-esp256-ed25519-esp384", several([P256, ED, P384]), [P256, ED, P384]),
    ]
    payloads = [
        ("x25519-chacha20-poly1305", 24, 32, lambda cek: agreed(device, None, cek), device_key),
        ("x25519-salt-a128ctr", -65534, 16, lambda cek: agreed(device, seed("salt", 20), cek), device_key),
        ("a128kw-a192ctr", -65533, 24, lambda cek: key_wrap(-3, keks[-3], cek), {1: 4, -1: keks[-3]}),
        ("a192kw-a256gcm", 3, 32, lambda cek: key_wrap(-4, keks[-4], cek), {1: 4, -1: keks[-4]}),
        ("a256kw-a256ctr", -65532, 32, lambda cek: key_wrap(-5, keks[-5], cek), {1: 4, -1: keks[-5]}),
    ]
    made = {"payload": PAYLOAD.hex(), "plaintext": PLAINTEXT.hex(), "blocks": [], "encrypted": []}
    for name, message, signers in blocks:
        keys = [cbor(signer.cose).hex() for signer in signers]
        made["blocks"].append({"name": name, "message": message.hex(), "keys": keys})
    for name, number, length, recipient, key in payloads:
        message, ciphertext = encrypted(number, length, recipient)
        made["encrypted"].append(
            {"name": name, "message": message.hex(), "ciphertext": ciphertext.hex(), "key": cbor(key).hex()}
        )
    print(json.dumps(made, indent=1))


main()
