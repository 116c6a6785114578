package io.moult.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.testing.TestAuthor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** R13: every example of the COSE working group that is at hand: verified, decrypted, or refused and why. */
class WorkingGroupExamplesTest {
    private static final String VALID = "valid";

    /** What a block is taken for; all others are of algorithms that are refused by name, as {@link #UNSUPPORTED} has it. */
    private static final Map<String, String> BLOCKS = Map.ofEntries(
            Map.entry("ecdsa-examples/ecdsa-01", VALID),
            Map.entry("ecdsa-examples/ecdsa-02", VALID),
            Map.entry("ecdsa-examples/ecdsa-sig-01", VALID),
            Map.entry("ecdsa-examples/ecdsa-sig-02", VALID),
            Map.entry("eddsa-examples/eddsa-01", VALID),
            Map.entry("eddsa-examples/eddsa-sig-01", VALID),
            // Ed448 has the number of EdDSA, and a key that is not supported
            Map.entry("eddsa-examples/eddsa-02", "UNKNOWN_SIGNER"),
            Map.entry("eddsa-examples/eddsa-sig-02", "UNKNOWN_SIGNER"),
            Map.entry("hashsig/hashsig-01", VALID),
            Map.entry("hashsig/hsssig-sig-01", VALID),
            Map.entry("hmac-examples/HMac-01", VALID),
            Map.entry("hmac-examples/HMac-enc-01", VALID),
            Map.entry("mac0-tests/HMac-01", VALID),
            Map.entry("hmac-examples/HMac-04", "UNKNOWN_SIGNER"),
            Map.entry("hmac-examples/HMac-enc-04", "BAD_SIGNATURE"),
            // the algorithm is not protected, which SUIT's profiles want
            Map.entry("mac0-tests/mac-pass-01", "MALFORMED"),
            Map.entry("mac0-tests/mac-pass-02", "MALFORMED"),
            Map.entry("sign1-tests/sign-pass-01", "MALFORMED"),
            // over external data, which is given here
            Map.entry("sign1-tests/sign-pass-02", VALID),
            Map.entry("mac0-tests/mac-fail-02", "BAD_SIGNATURE"),
            Map.entry("mac0-tests/mac-fail-06", "BAD_SIGNATURE"),
            Map.entry("mac0-tests/mac-fail-07", "BAD_SIGNATURE"),
            // their key ids are names, not fingerprints, so these name nobody who is trusted
            Map.entry("sign1-tests/sign-fail-02", "UNKNOWN_SIGNER"),
            Map.entry("sign1-tests/sign-fail-06", "UNKNOWN_SIGNER"),
            Map.entry("sign1-tests/sign-fail-07", "UNKNOWN_SIGNER"));

    private static final List<String> UNSUPPORTED = List.of(
            "ES512 (-36)",
            "HMAC 384/384 (6)",
            "HMAC 512/512 (7)",
            "HMAC 256/64 (4)",
            "COSE_Mac with A128KW (-3)",
            "COSE_Mac with A192KW (-4)",
            "COSE_Mac with A256KW (-5)",
            "COSE_Mac with ECDH-ES + A128KW (-29)",
            "COSE_Mac with ECDH-ES + A192KW (-30)",
            "COSE_Mac with ECDH-ES + A256KW (-31)",
            "COSE_Mac with ECDH-SS + A128KW (-32)",
            "COSE_Mac with ECDH-SS + A192KW (-33)",
            "COSE_Mac with ECDH-SS + A256KW (-34)",
            "algorithm -999",
            "an algorithm named by text",
            "an authentication block with tag 998",
            "an authentication block with tag 992",
            "an authentication block without tag (SUIT has COSE_Sign1 under 18, COSE_Sign under 98, COSE_Mac0 under 17,"
                    + " COSE_Mac under 97)");

    static Stream<CoseExample> blocks() {
        return CoseExample.all().filter(example -> !example.isEncrypted());
    }

    static Stream<CoseExample> encrypted() {
        return CoseExample.all().filter(CoseExample::isEncrypted);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("blocks")
    void block_ofTheWorkingGroup_isVerifiedOrRefusedByName(CoseExample example) throws Exception {
        AuthenticationCheck authenticity = new AuthenticationCheck(trust(example), DecoderLimits.DEFAULT);

        SignatureCheck check = authenticity.check(example.detached(), example.content(), example.externalData());

        String found = check.fold(valid -> VALID, invalid -> invalid.reason().name());
        String expected = BLOCKS.getOrDefault(example.name(), "UNSUPPORTED");
        assertThat(found).as(check.toString()).isEqualTo(expected);
        if (example.isToFail()) {
            assertThat(found).isNotEqualTo(VALID);
        }
        if (check instanceof SignatureCheck.Invalid invalid && expected.equals("UNSUPPORTED")) {
            assertThat(invalid.detail().replace(" is not supported", "")).isIn(UNSUPPORTED);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("blocks")
    void block_withItsPayloadInIt_isRefused(CoseExample example) throws Exception {
        AuthenticationCheck authenticity = new AuthenticationCheck(trust(example), DecoderLimits.DEFAULT);

        assertThat(authenticity.check(example.attached(), example.content()))
                .isInstanceOf(SignatureCheck.Invalid.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("blocks")
    void block_overAnotherPayload_isRefused(CoseExample example) throws Exception {
        AuthenticationCheck authenticity = new AuthenticationCheck(trust(example), DecoderLimits.DEFAULT);

        assertThat(authenticity.check(example.detached(), Bytes.EMPTY)).isInstanceOf(SignatureCheck.Invalid.class);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "ecdsa-examples/ecdsa-sig-01, /intermediates/ToBeSign_hex",
        "ecdsa-examples/ecdsa-01, /intermediates/signers/0/ToBeSign_hex",
        "hashsig/hashsig-01, /intermediates/signers/0/ToBeSign_hex",
        "hmac-examples/HMac-01, /intermediates/ToMac_hex",
        "hmac-examples/HMac-enc-01, /intermediates/ToMac_hex",
    })
    void authenticatedOctets_areTheWorkingGroups(String name, String pointer) throws Exception {
        CoseExample example = CoseExample.named(name);

        List<AuthenticationClaim> claims =
                new AuthenticationBlock(example.content(), Bytes.EMPTY, DecoderLimits.DEFAULT).read(example.detached());

        assertThat(claims.get(0).authenticated())
                .isEqualTo(Bytes.ofHex(example.json().at(pointer).asText()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("encrypted")
    void encryptedMessage_ofTheWorkingGroup_isDecryptedOrRefusedByName(CoseExample example) throws Exception {
        List<DecryptionKey> keys = keys(example);

        // these examples bind the key to no protocol
        DecryptionStart start =
                PayloadDecryption.begin(example.detached(), keys, DecoderLimits.DEFAULT, Optional.empty());

        if (start instanceof DecryptionStart.Ready ready) {
            Bytes head = ready.decryption().update(example.content());
            Bytes tail = ready.decryption().finish().orElseThrow();
            assertThat(head.hex() + tail.hex()).isEqualTo(example.plaintext().hex());
            assertThat(example.name())
                    .matches("aes-wrap-examples/aes-wrap-(128|192|256)-04|ecdh-wrap-examples/p256-wrap-128-0[12]");
        } else if (start instanceof DecryptionStart.Refused refused) {
            String reason = refused.detail();
            assertThat(example.name() + ": " + reason)
                    .matches(".*-05: A192GCM \\(2\\) is not supported"
                            + "|.*p...-ss-wrap-.*: ECDH-SS \\+ A(128|192|256)KW \\(-3[234]\\) is not supported"
                            + "|.*p...-wrap-(192|256)-.*: ECDH-ES \\+ A(192|256)KW \\(-3[01]\\) is not supported"
                            + "|.*p521-wrap-128-.*: no key of this device opens it");
        }
    }

    @Test
    void example_withoutSuitsContext_isNotOpenedInSuits() throws Exception {
        CoseExample example = CoseExample.named("ecdh-wrap-examples/p256-wrap-128-01");

        DecryptionStart start = PayloadDecryption.begin(example.detached(), keys(example), DecoderLimits.DEFAULT);

        assertThat(start)
                .isEqualTo(new DecryptionStart.Refused(
                        DecryptionStart.Reason.NO_RECIPIENT, "no key of this device opens it"));
    }

    @Test
    void examples_areAllThere() {
        assertThat(CoseExample.all().count()).isGreaterThanOrEqualTo(94);
    }

    /** Whoever can be trusted of the keys in the example; else a stranger. */
    private static TrustStore trust(CoseExample example) {
        try {
            return TrustStore.of(TrustAnchor.ofCoseKey(example.coseKey(false)));
        } catch (KeyFileException e) {
            return new TestAuthor().trusted();
        }
    }

    private static List<DecryptionKey> keys(CoseExample example) {
        try {
            return List.of(KeyFiles.decryptionKey(example.coseKey(true)));
        } catch (KeyFileException e) {
            assumeTrue(example.name().contains("p521"), e.detail());
            return List.of();
        }
    }
}
