package io.moult.cose;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages of which one bit was changed, or the end is missing. All that we say in an authentication block is protected,
 * so no bit of it is free. In an encryption info the key ids of recipients and the like are not; but a change of them
 * leads to the right plaintext, or to none.
 */
class ChangedOctetsTest {
    private static final Bytes PAYLOAD = Bytes.wrap("a digest of a manifest".getBytes(StandardCharsets.UTF_8));
    private static final int ML_DSA = 4;

    record Block(String name, Bytes encoded, TrustStore trust) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** One block of each kind of key; of ML-DSA, whose signatures are long, only the smallest. */
    static Stream<Block> blocks() throws IOException {
        return TestKeys.all().subList(0, ML_DSA).stream().map(ChangedOctetsTest::block).toList().stream();
    }

    static Stream<Block> codes() {
        return Stream.of(block(TestKeys.hmac()));
    }

    @ParameterizedTest
    @MethodSource({"blocks", "codes"})
    void block_withAnyBitChanged_isRefused(Block block) {
        AuthenticationCheck authenticity = new AuthenticationCheck(block.trust(), DecoderLimits.DEFAULT);
        assertThat(authenticity.check(block.encoded(), PAYLOAD)).isInstanceOf(SignatureCheck.Valid.class);
        // in a long signature every seventh bit, which meets each bit of an octet
        int step = block.encoded().length() > 1000 ? 7 : 1;

        for (int bit = 0; bit < block.encoded().length() * 8; bit += step) {
            SignatureCheck check = authenticity.check(flip(block.encoded(), bit), PAYLOAD);

            assertThat(check).as("bit %d", bit).isInstanceOf(SignatureCheck.Invalid.class);
        }
    }

    @ParameterizedTest
    @MethodSource({"blocks", "codes"})
    void block_cutShortAnywhere_isRefused(Block block) {
        AuthenticationCheck authenticity = new AuthenticationCheck(block.trust(), DecoderLimits.DEFAULT);

        for (int length = 0; length < block.encoded().length(); length++) {
            SignatureCheck check = authenticity.check(block.encoded().slice(0, length), PAYLOAD);

            assertThat(check).as("%d octets", length).isInstanceOf(SignatureCheck.Invalid.class);
        }
    }

    @Test
    void encryptionInfo_withAnyBitChanged_givesTheRightPlaintextOrNone() throws IOException {
        DecryptionKey key = KeyFiles.decryptionKey(TestKeys.p256());
        for (ContentCipher cipher : List.of(ContentCipher.A128GCM, ContentCipher.CHACHA20_POLY1305)) {
            PayloadEncryption encryption = new PayloadEncryption(cipher, new SecureRandom());
            Bytes info = encryption.encryptionInfo(List.of(recipient(TestKeys.p256())));
            Bytes ciphertext = join(encryption.update(PAYLOAD), encryption.finish());

            for (int bit = 0; bit < info.length() * 8; bit++) {
                DecryptionStart start = PayloadDecryption.begin(flip(info, bit), List.of(key), DecoderLimits.DEFAULT);
                if (start instanceof DecryptionStart.Ready ready) {
                    Bytes head = ready.decryption().update(ciphertext);
                    ready.decryption()
                            .finish()
                            .ifPresent(tail -> assertThat(join(head, tail)).isEqualTo(PAYLOAD));
                }
            }
            for (int length = 0; length < info.length(); length++) {
                assertThat(PayloadDecryption.begin(info.slice(0, length), List.of(key), DecoderLimits.DEFAULT))
                        .isInstanceOf(DecryptionStart.Refused.class);
            }
        }
    }

    @Test
    void ciphertext_withATag_changedOrCutShortAnywhere_isRefusedAtItsEnd() throws IOException {
        DecryptionKey key = KeyFiles.decryptionKey(TestKeys.p256());
        for (ContentCipher cipher : ContentCipher.values()) {
            if (cipher.isAuthenticated()) {
                PayloadEncryption encryption = new PayloadEncryption(cipher, new SecureRandom());
                Bytes info = encryption.encryptionInfo(List.of(recipient(TestKeys.p256())));
                Bytes ciphertext = join(encryption.update(PAYLOAD), encryption.finish());

                for (int bit = 0; bit < ciphertext.length() * 8; bit++) {
                    PayloadDecryption decryption = start(info, key);
                    decryption.update(flip(ciphertext, bit));
                    assertThat(decryption.finish()).as("bit %d", bit).isEmpty();
                }
                for (int length = 0; length < ciphertext.length(); length++) {
                    PayloadDecryption decryption = start(info, key);
                    decryption.update(ciphertext.slice(0, length));
                    assertThat(decryption.finish()).as("%d octets", length).isEmpty();
                }
            }
        }
    }

    private static PayloadDecryption start(Bytes info, DecryptionKey key) {
        return ((DecryptionStart.Ready) PayloadDecryption.begin(info, List.of(key), DecoderLimits.DEFAULT))
                .decryption();
    }

    /** The public half of a key on P-256. */
    static EncryptionRecipient recipient(Bytes privateKey) throws IOException {
        Bytes secret = CoseKey.read(privateKey).octets(CoseKey.D, "d");
        return EncryptionRecipient.ofCoseKey(CoseKey.of(AgreementCurve.P256.publicPart(secret)));
    }

    static Bytes join(Bytes head, Bytes tail) {
        byte[] all = new byte[head.length() + tail.length()];
        head.copyInto(all, 0);
        tail.copyInto(all, head.length());
        return Bytes.wrap(all);
    }

    private static Block block(Bytes coseKey) {
        SigningKey key = TestKeys.signing(coseKey);
        try {
            Bytes encoded = AuthenticationWriter.block(
                    CoseSigner.of(key, key.verificationKey().thumbprint().slice(0, 4)), PAYLOAD);
            return new Block(key.verificationKey().kind().label(), encoded, TestKeys.trust(key));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Bytes flip(Bytes octets, int bit) {
        byte[] changed = octets.toArray();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return Bytes.wrap(changed);
    }
}
