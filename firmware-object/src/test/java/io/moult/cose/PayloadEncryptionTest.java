package io.moult.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.suit.testing.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** REQ.SEC.IMG.CONFIDENTIALITY: draft-ietf-suit-firmware-encryption-24, its examples and its rules. */
class PayloadEncryptionTest {
    private static final Bytes PLAINTEXT =
            Bytes.wrap("This is a real firmware image.".getBytes(StandardCharsets.UTF_8));
    private static final SecureRandom RANDOM = new SecureRandom();

    @ParameterizedTest
    @ValueSource(strings = {"aes-kw-aes-ctr", "aes-kw-aes-gcm", "es-ecdh-aes-ctr", "es-ecdh-aes-gcm"})
    void payload_ofTheSpecification_isDecrypted(String name) throws IOException {
        Bytes info = Vectors.envelope("fwenc-v24/suit-encryption-info-" + name + ".hex");
        Bytes ciphertext = Vectors.envelope("fwenc-v24/encrypted-payload-" + name + ".hex");

        assertThat(decrypt(info, ciphertext, deviceKeys())).isEqualTo(PLAINTEXT);
    }

    @ParameterizedTest
    @CsvSource({
        "encryption_info_aes, encrypted_image_aes, raw_image.bin",
        "encryption_info_esdh, encrypted_image_esdh, raw_image.bin",
        "encryption_info_config_aes, encrypted_config_aes, config.json",
        "encryption_info_config_esdh, encrypted_config_esdh, config.json"
    })
    void payload_ofLibcsuit_isDecrypted(String info, String ciphertext, String plaintext) throws IOException {
        Bytes decrypted = decrypt(
                file("libcsuit-v34/" + info + ".cose"), file("libcsuit-v34/" + ciphertext + ".bin"), deviceKeys());

        assertThat(decrypted).isEqualTo(file("libcsuit-v34/" + plaintext));
    }

    @Test
    void kdfContext_isTheSpecifications() {
        assertThat(KeyAgreement.context(KeyAgreement.protectedHeader(), KeyAgreement.SUIT)
                        .hex())
                .isEqualTo("842283f6f6f683f6f6f683188044a101381c" + "5753554954205061796c6f616420456e6372797074696f6e");
    }

    @ParameterizedTest
    @EnumSource
    void payload_forManyRecipients_isEncryptedOnceAndOpenedByEach(ContentCipher cipher) throws IOException {
        List<Bytes> devices = List.of(
                TestKeys.key(4, CoseKey.part(-1, TestKeys.octets(16, 1))),
                TestKeys.key(4, CoseKey.part(-1, TestKeys.octets(24, 2))),
                TestKeys.key(4, CoseKey.part(2, TestKeys.octets(3, 9)), CoseKey.part(-1, TestKeys.octets(32, 3))),
                TestKeys.p256(),
                x25519(5));
        List<EncryptionRecipient> recipients = new ArrayList<>();
        for (Bytes device : devices) {
            recipients.add(recipient(device));
        }
        PayloadEncryption encryption = new PayloadEncryption(cipher, RANDOM);

        Bytes forAll = encryption.encryptionInfo(recipients);
        Bytes ciphertext = ChangedOctetsTest.join(encryption.update(PLAINTEXT), encryption.finish());

        for (Bytes device : devices) {
            List<DecryptionKey> keys = List.of(KeyFiles.decryptionKey(device));
            assertThat(decrypt(forAll, ciphertext, keys)).isEqualTo(PLAINTEXT);
            Bytes forOne = encryption.encryptionInfo(List.of(recipient(device)));
            assertThat(decrypt(forOne, ciphertext, keys)).isEqualTo(PLAINTEXT);
        }
        assertRefused(forAll, x25519(6), DecryptionStart.Reason.NO_RECIPIENT);
    }

    /** THREAT.IMG.DISCLOSURE: neither the ciphertext nor what comes with it says anything of the image. */
    @ParameterizedTest
    @EnumSource
    void payload_onItsWay_isReadByNobodyWithoutAKey(ContentCipher cipher) throws IOException {
        PayloadEncryption encryption = new PayloadEncryption(cipher, RANDOM);
        Bytes info = encryption.encryptionInfo(List.of(keyWrapRecipient()));
        Bytes ciphertext = ChangedOctetsTest.join(encryption.update(PLAINTEXT), encryption.finish());

        for (int from = 0; from + 4 <= PLAINTEXT.length(); from++) {
            assertThat(info.hex() + ciphertext.hex())
                    .doesNotContain(PLAINTEXT.slice(from, from + 4).hex());
        }
        for (Bytes another : List.of(TestKeys.key(4, CoseKey.part(-1, TestKeys.octets(16, 99))), TestKeys.p256())) {
            assertRefused(info, another, DecryptionStart.Reason.NO_RECIPIENT);
        }
        assertThat(decrypt(info, ciphertext, List.of(KeyFiles.decryptionKey(keyWrapKey()))))
                .isEqualTo(PLAINTEXT);
    }

    @Test
    void keyAndIv_areFreshForEachPayload() {
        EncryptionRecipient shared = keyWrapRecipient();

        assertThat(new PayloadEncryption(ContentCipher.A128CTR, RANDOM).encryptionInfo(List.of(shared)))
                .isNotEqualTo(new PayloadEncryption(ContentCipher.A128CTR, RANDOM).encryptionInfo(List.of(shared)));
        PayloadEncryption used = new PayloadEncryption(ContentCipher.A128CTR, RANDOM);
        used.finish();
        assertThatThrownBy(() -> used.update(PLAINTEXT)).isInstanceOf(IllegalStateException.class);
    }

    /** 64 MiB pass in pieces, and no more of them are held than a few. */
    @ParameterizedTest
    @EnumSource
    void payload_ofManyMebibytes_isStreamed(ContentCipher cipher) throws IOException {
        int pieceBytes = 64 * 1024;
        int pieces = cipher == ContentCipher.A128GCM ? 1024 : 16;
        PayloadEncryption encryption = new PayloadEncryption(cipher, RANDOM);
        Bytes info = encryption.encryptionInfo(List.of(keyWrapRecipient()));
        PayloadDecryption decryption = start(info, List.of(KeyFiles.decryptionKey(keyWrapKey())));
        MessageDigest in = DigestAlgorithm.SHA_256.start();
        MessageDigest out = DigestAlgorithm.SHA_256.start();

        for (int i = 0; i < pieces; i++) {
            Bytes piece = TestKeys.octets(pieceBytes, i);
            piece.updateDigest(in);
            Bytes plaintext = decryption.update(encryption.update(piece));
            plaintext.updateDigest(out);
            assertThat(plaintext.length()).isBetween(pieceBytes - 64, pieceBytes + 64);
        }
        decryption.update(encryption.finish()).updateDigest(out);
        decryption.finish().orElseThrow().updateDigest(out);

        assertThat(out.digest()).isEqualTo(in.digest());
    }

    @ParameterizedTest
    @CsvSource({
        // IVs of other lengths
        "d8608443a10101a1054bDAE613B2E0DC55F4322BE3f68183 40a10122 5818" + WRAPPED + ", MALFORMED",
        "d8608440a20139fffd054cDAE613B2E0DC55F4322BE38Bf68183 40a10122 5818" + WRAPPED + ", MALFORMED",
        "d8608443a10101a0f68183 40a10122 5818" + WRAPPED + ", UNSUPPORTED",
        // a wrapped key of another length
        "d8608443a10103a1054cDAE613B2E0DC55F4322BE38Bf68183 40a10122 5818" + WRAPPED + ", MALFORMED",
        "d8608443a10101a1054cDAE613B2E0DC55F4322BE38Bf68183 40a10122 40, MALFORMED",
        // the algorithm of a cipher with a tag, unprotected; that of one without, protected
        "d8608440a20101054cDAE613B2E0DC55F4322BE38Bf68183 40a10122 5818" + WRAPPED + ", MALFORMED",
        "d8608445a10139fffda10550DAE613B2E0DC55F4322BE38BDBA9DC68f68183 40a10122 5818" + WRAPPED + ", MALFORMED",
        // a key wrap with a protected header
        "d8608443a10101a1054cDAE613B2E0DC55F4322BE38Bf68183 43a10122a0 5818" + WRAPPED + ", MALFORMED",
        // a key agreement whose algorithm is not protected, and one without a key
        "d8608443a10101a1054cDAE613B2E0DC55F4322BE38Bf68183 40a101381c 5818" + WRAPPED + ", MALFORMED",
        "d8608443a10101a1054cDAE613B2E0DC55F4322BE38Bf68183 44a101381ca0 5818" + WRAPPED + ", MALFORMED",
        // no recipients; a payload inside
        "d8608443a10101a1054cDAE613B2E0DC55F4322BE38Bf680, MALFORMED",
        "d8608443a10101a1054cDAE613B2E0DC55F4322BE38B408183 40a10122 5818" + WRAPPED + ", MALFORMED",
        // other algorithms and structures
        "d8608443a10102a1054cDAE613B2E0DC55F4322BE38Bf68183 40a10122 5818" + WRAPPED + ", UNSUPPORTED",
        "d8608443a10101a1054cDAE613B2E0DC55F4322BE38Bf68183 40a10125 5818" + WRAPPED + ", UNSUPPORTED",
        "d08343a10101a1054cDAE613B2E0DC55F4322BE38Bf6, UNSUPPORTED",
        "8443a10101a1054cDAE613B2E0DC55F4322BE38Bf680, UNSUPPORTED",
        // the same, well-formed, but for another's key
        "d8608443a10101a1054cDAE613B2E0DC55F4322BE38Bf68183 40a10122 5818" + WRAPPED + ", NO_RECIPIENT"
    })
    void encryptionInfo_thatIsWrong_isRefused(String hex, DecryptionStart.Reason reason) {
        assertRefused(Bytes.ofHex(hex.replace(" ", "")), keyWrapKey(), reason);
    }

    private static final String WRAPPED = "CE34035CE5C2E2666E46D4C131FC561DD190A6D26CFA1990";

    @Test
    void refusal_namesWhatIsNotSupported() {
        Bytes info = Bytes.ofHex("d8608444a10138ff a0f680".replace(" ", ""));

        assertThat(PayloadDecryption.begin(info, List.of(), DecoderLimits.DEFAULT))
                .isEqualTo(new DecryptionStart.Refused(
                        DecryptionStart.Reason.UNSUPPORTED, "algorithm -256 is not supported"));
    }

    @Test
    void recipients_beyondTheLimit_areRefused() {
        PayloadEncryption encryption = new PayloadEncryption(ContentCipher.A128CTR, RANDOM);
        EncryptionRecipient one = keyWrapRecipient();
        int most = DecoderLimits.DEFAULT.of(Limit.RECIPIENTS);

        Bytes all = encryption.encryptionInfo(Collections.nCopies(most, one));
        Bytes tooMany = encryption.encryptionInfo(Collections.nCopies(most + 1, one));

        assertThat(PayloadDecryption.begin(all, keys(keyWrapKey()), DecoderLimits.DEFAULT))
                .isInstanceOf(DecryptionStart.Ready.class);
        assertRefused(tooMany, keyWrapKey(), DecryptionStart.Reason.MALFORMED);
    }

    @Test
    void agreement_whoseAlgorithmIsNotProtected_isRefused() throws IOException {
        PayloadEncryption encryption = new PayloadEncryption(ContentCipher.A128GCM, RANDOM);
        String hex =
                encryption.encryptionInfo(List.of(recipient(TestKeys.p256()))).hex();

        // h'a101381c', {-1: …} becomes h'', {1: -29, -1: …}
        String moved = hex.replace("44a101381ca120", "40a201381c20");

        assertThat(moved).isNotEqualTo(hex);
        assertRefused(Bytes.ofHex(moved), TestKeys.p256(), DecryptionStart.Reason.MALFORMED);
    }

    @Test
    void ephemeralKey_offTheCurve_isRefused() throws IOException {
        PayloadEncryption encryption = new PayloadEncryption(ContentCipher.A128GCM, RANDOM);
        Bytes info = encryption.encryptionInfo(List.of(recipient(TestKeys.p256())));
        byte[] changed = info.toArray();
        changed[changed.length - 27] ^= 1; // the last octet of y, before the wrapped key

        assertRefused(Bytes.wrap(changed), TestKeys.p256(), DecryptionStart.Reason.MALFORMED);
    }

    @Test
    void ephemeralKey_withYAsASign_isTaken() throws IOException {
        PayloadEncryption encryption = new PayloadEncryption(ContentCipher.A128GCM, RANDOM);
        Bytes info = encryption.encryptionInfo(List.of(recipient(TestKeys.p256())));
        String hex = info.hex();
        int y = hex.indexOf("225820") + 2;
        boolean odd = Integer.parseInt(hex.substring(y + 66, y + 68), 16) % 2 == 1;

        Bytes compressed = Bytes.ofHex(hex.substring(0, y) + (odd ? "f5" : "f4") + hex.substring(y + 68));

        Bytes ciphertext = ChangedOctetsTest.join(encryption.update(PLAINTEXT), encryption.finish());
        assertThat(decrypt(compressed, ciphertext, keys(TestKeys.p256()))).isEqualTo(PLAINTEXT);
    }

    /** The points of X25519 that lead to a secret of all zeros, whoever's the private key (RFC 7748 section 6.1). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"
            })
    void agreement_onAllZeros_isRefused(String x) {
        CborItem.Mapping point = CoseKey.fields(1, List.of(CoseKey.part(-1, 4), CoseKey.part(-2, Bytes.ofHex(x))));
        Bytes info = new CborWriter()
                .tag(96)
                .array(4)
                .bytes(Bytes.ofHex("a10101"))
                .map(1)
                .unsigned(5)
                .bytes(TestKeys.octets(12, 7))
                .nil()
                .array(1)
                .array(3)
                .bytes(KeyAgreement.protectedHeader())
                .map(1)
                .integer(-1)
                .item(point)
                .bytes(Bytes.ofHex(WRAPPED))
                .toBytes();

        assertRefused(info, x25519(5), DecryptionStart.Reason.MALFORMED);
        assertThatThrownBy(() -> KeyFiles.recipient(new CborWriter().item(point).toBytes()))
                .isInstanceOf(KeyFileException.class);
    }

    @Test
    void salt_inTheHeader_goesIntoTheKey() throws IOException {
        Bytes salt = TestKeys.octets(16, 8);
        Bytes header = KeyAgreement.protectedHeader();
        Bytes mine = AgreementCurve.P256.freshPrivateKey(RANDOM);
        CoseKey device = CoseKey.of(
                AgreementCurve.P256.publicPart(CoseKey.read(TestKeys.p256()).octets(CoseKey.D, "d")));
        Bytes kek = KeyAgreement.keyEncryptionKey(
                AgreementCurve.P256.agree(mine, device), Optional.of(salt), header, KeyAgreement.SUIT);
        Bytes key = TestKeys.octets(16, 4);
        Bytes iv = TestKeys.octets(16, 0);
        Bytes info = new CborWriter()
                .tag(96)
                .array(4)
                .bytes(Bytes.EMPTY)
                .item(new CborItem.Mapping(List.of(CoseKey.part(1, -65534), CoseKey.part(5, iv))))
                .nil()
                .array(1)
                .array(3)
                .bytes(header)
                .item(new CborItem.Mapping(List.of(
                        new CborItem.Pair(CborItem.ofLong(-1), AgreementCurve.P256.publicPart(mine)),
                        CoseKey.part(-20, salt))))
                .bytes(KeyWrap.wrap(kek, key))
                .toBytes();

        assertThat(PayloadDecryption.begin(info, keys(TestKeys.p256()), DecoderLimits.DEFAULT))
                .isInstanceOf(DecryptionStart.Ready.class);
    }

    private static List<DecryptionKey> deviceKeys() throws IOException {
        return List.of(
                KeyFiles.decryptionKey(file("keys/trust_anchor_a128_cose_key_secret.hex")),
                KeyFiles.decryptionKey(file("keys/device_ecdh_es_a128kw_cose_key_private.hex")));
    }

    private static Bytes keyWrapKey() {
        return TestKeys.key(4, CoseKey.part(-1, TestKeys.octets(16, 1)));
    }

    private static EncryptionRecipient keyWrapRecipient() {
        try {
            return KeyFiles.recipient(keyWrapKey());
        } catch (KeyFileException e) {
            throw new AssertionError(e);
        }
    }

    private static Bytes x25519(int value) {
        return TestKeys.key(1, CoseKey.part(-1, 4), CoseKey.part(-4, TestKeys.octets(32, value)));
    }

    /** The sender's side of a device's key. */
    private static EncryptionRecipient recipient(Bytes device) throws KeyFileException {
        CoseKey key = CoseKey.read(device);
        if (key.type() == CoseKey.TYPE_SYMMETRIC) {
            return EncryptionRecipient.ofCoseKey(key);
        }
        AgreementCurve curve = AgreementCurve.of(key).orElseThrow();
        return EncryptionRecipient.ofCoseKey(CoseKey.of(curve.publicPart(key.octets(CoseKey.D, "d"))));
    }

    private static List<DecryptionKey> keys(Bytes device) {
        try {
            return List.of(KeyFiles.decryptionKey(device));
        } catch (KeyFileException e) {
            throw new AssertionError(e);
        }
    }

    private static PayloadDecryption start(Bytes info, List<DecryptionKey> keys) {
        DecryptionStart start = PayloadDecryption.begin(info, keys, DecoderLimits.DEFAULT);
        assertThat(start).isInstanceOf(DecryptionStart.Ready.class);
        return ((DecryptionStart.Ready) start).decryption();
    }

    private static Bytes decrypt(Bytes info, Bytes ciphertext, List<DecryptionKey> keys) {
        PayloadDecryption decryption = start(info, keys);
        Bytes head = decryption.update(ciphertext);
        return ChangedOctetsTest.join(head, decryption.finish().orElseThrow());
    }

    private static void assertRefused(Bytes info, Bytes device, DecryptionStart.Reason reason) {
        DecryptionStart start = PayloadDecryption.begin(info, keys(device), DecoderLimits.DEFAULT);
        String found = start.fold(ready -> "ready", refused -> refused.reason().name());
        assertThat(found).as(start.toString()).isEqualTo(reason.name());
    }

    private static Bytes file(String relative) throws IOException {
        return Bytes.wrap(Files.readAllBytes(Vectors.path(relative)));
    }
}
