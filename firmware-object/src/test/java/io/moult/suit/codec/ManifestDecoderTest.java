package io.moult.suit.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.DigestAlgorithm;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.ManifestText;
import io.moult.suit.manifest.Member;
import io.moult.suit.manifest.Section;
import io.moult.suit.testing.Heads;
import io.moult.suit.testing.ManifestSketch;
import io.moult.suit.testing.TestAuthor;
import io.moult.suit.testing.Vectors;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The manifest's form (draft-ietf-suit-manifest-37 section 8.4). */
class ManifestDecoderTest {
    @Test
    void manifest_encodedAndDecoded_isTheSame() {
        ManifestSketch sketch = new ManifestSketch();
        sketch.sequenceNumber = -1; // 2^64 - 1
        Manifest manifest = sketch.build();

        Manifest decoded = decode(new TestAuthor().envelope(manifest));

        assertThat(decoded).isEqualTo(manifest);
    }

    @Test
    void example2_withSeveredParts_isDecodedWithThem() {
        Manifest manifest = decode(Vectors.envelope("manifest-spec-v37/example2.signed.suit"));

        assertThat(manifest.sequenceNumber()).isEqualTo(2);
        assertThat(manifest.referenceUri()).contains("https://git.io/JJYoj");
        assertThat(manifest.severed(Section.INSTALL)).isFalse();
        assertThat(manifest.sequence(Section.INSTALL)).isPresent();
        assertThat(manifest.text().orElseThrow().languages()).containsOnlyKeys("en-US");
        for (ManifestText.InOneLanguage english :
                manifest.text().orElseThrow().languages().values()) {
            assertThat(english.components().values())
                    .anySatisfy(texts -> assertThat(texts).containsEntry(3L, "arm.com"));
        }
    }

    @Test
    void example2_withSeveredPartsGone_knowsThatTheyWereThere() {
        Manifest manifest = decode(Vectors.envelope("manifest-spec-v37/example2.signed-severed.suit"));

        assertThat(manifest.severed(Section.INSTALL)).isTrue();
        assertThat(manifest.sequence(Section.INSTALL)).isEmpty();
        assertThat(manifest.text()).isEmpty();
    }

    @Test
    void severedPart_withOneOctetChanged_isRefused() {
        byte[] octets =
                Vectors.envelope("manifest-spec-v37/example2.signed.suit").toArray();
        octets[octets.length - 1] ^= 1; // inside the severed text

        Refusal refusal = refusal(Bytes.wrap(octets));

        assertThat(refusal.reason()).isEqualTo(RefusalReason.MANIFEST_DIGEST);
        assertThat(refusal.detail()).contains("severed text");
    }

    @ParameterizedTest
    @EnumSource(DigestAlgorithm.class)
    void severedPart_ofAnyKnownDigest_isTakenIfItHasIt(DigestAlgorithm algorithm) {
        Bytes sequence = Bytes.ofHex("820302"); // image-match
        Bytes wrapped = new CborWriter().bytes(sequence).toBytes();
        Digest digest = new Digest(algorithm.number(), algorithm.digest(wrapped));
        Manifest manifest = new Manifest.Builder(1)
                .section(Section.INSTALL, new Member.Severed<>(digest, Optional.empty()))
                .build();
        Bytes encoded = ManifestEncoder.encode(manifest);

        Bytes good = envelope(encoded, sequence);
        Bytes bad = envelope(encoded, Bytes.ofHex("820303"));

        assertThat(decode(good).sequence(Section.INSTALL)).isPresent();
        assertThat(refusal(bad).reason()).isEqualTo(RefusalReason.MANIFEST_DIGEST);
    }

    private static Bytes envelope(Bytes manifest, Bytes install) {
        return EnvelopeEncoder.encode(
                new EnvelopeEncoder.Parts(
                        manifest,
                        EnvelopeEncoder.digestOf(manifest),
                        List.of(),
                        new TreeMap<>(Map.of(Section.INSTALL.key(), install))),
                Map.of());
    }

    @Test
    void severedPart_thatTheManifestDoesNotSpeakOf_isRefused() {
        Bytes manifest = ManifestEncoder.encode(new ManifestSketch().build());
        Bytes authentication = Heads.envelope(new TestAuthor().envelope(manifest))
                .find(Envelope.KEY_AUTHENTICATION)
                .orElseThrow()
                .content();
        Bytes octets = new CborWriter()
                .tag(107)
                .map(3)
                .unsigned(2)
                .bytes(authentication)
                .unsigned(3)
                .bytes(manifest)
                .unsigned(16)
                .bytes(Bytes.ofHex("821502")) // fetch
                .toBytes();

        assertThat(refusal(octets).reason()).isEqualTo(RefusalReason.MALFORMED);
        assertThat(refusal(octets).detail()).contains("nobody signed it");
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            value = {
                // members of the manifest in hexadecimal, a0 to be counted | reason | what is wrong
                "01 02, 02 00, 03 41a0 | UNSUPPORTED_FORMAT | manifest version 2",
                "02 00, 03 41a0 | MALFORMED | no version",
                "01 01, 03 41a0 | MALFORMED | no sequence number",
                "01 01, 02 20, 03 41a0 | MALFORMED | the sequence number is not an unsigned number",
                "01 01, 02 00 | MALFORMED | no common part",
                "01 01, 02 00, 03 a0 | MALFORMED | the common part is not a byte string",
                "01 01, 02 00, 03 41a0, 181a 00 | UNSUPPORTED_FORMAT | manifest member 26 is unknown",
                "01 01, 02 00, 03 41a0, 20 00 | UNSUPPORTED_FORMAT | manifest member -1 is unknown",
                "01 01, 02 00, 03 41a0, 6161 00 | MALFORMED | a key of the manifest",
                "01 01, 02 00, 03 42a101 | MALFORMED | common part: ends at",
                "01 01, 02 00, 03 44a1186301 | UNSUPPORTED_FORMAT | member 99 of the common part is unknown",
                "01 01, 02 00, 03 43a10280 | MALFORMED | an empty list of components",
                "01 01, 02 00, 03 45a102818101 | MALFORMED | a part of a component identifier is not a byte string",
                "01 01, 02 00, 03 49a102828141008 14100 | MALFORMED | a component given twice",
                "01 01, 02 00, 03 43a10440 | MALFORMED | shared sequence: ends at",
                "01 01, 02 00, 03 44a1044180 | MALFORMED | shared sequence is not pairs",
                "01 01, 02 00, 03 41a0, 07 42 8103 | MALFORMED | validate is not pairs",
                "01 01, 02 00, 03 41a0, 07 43 820310 | MALFORMED | a reporting policy of unknown bits",
                "01 01, 02 00, 03 41a0, 07 43 8203f6 | MALFORMED | a reporting policy is not an unsigned number",
                "01 01, 02 00, 03 41a0, 07 43 8214a0 | MALFORMED | an empty map of parameters",
                "01 01, 02 00, 03 41a0, 07 46 8214a10141 00 | MALFORMED | vendor-identifier of 1 octets is no UUID",
                "01 01, 02 00, 03 41a0, 07 82 2f 41 00 | MALFORMED | section validate is not a byte string",
                "01 01, 02 00, 03 41a0, 14 82 2f 41 00 | MALFORMED | of SHA-256 has 1 octets",
                "01 01, 02 00, 03 41a0, 14 82 38 2a 41 00 | MALFORMED | of SHA-384 has 1 octets",
                "01 01, 02 00, 03 41a0, 14 82 2e 41 00 | UNSUPPORTED_ALGORITHM | digest algorithm -15 of install",
                "01 01, 02 00, 03 41a0, 06 41 80 | MALFORMED | a version without numbers",
                "01 01, 02 00, 03 41a0, 06 43 816161 | MALFORMED | a number of the version",
                "01 01, 02 00, 03 41a0, 17 41 80 | MALFORMED | the text is not a map",
                "01 01, 02 00, 03 41a0, 17 44 a1612da0 | MALFORMED | a language tag that is none",
                "01 01, 02 00, 03 41a0, 17 48 a1626465a18100a0 | MALFORMED | a part of a component identifier",
                "01 01, 02 00, 03 41a0, 17 49 a1626465a18141 00a0 | MALFORMED | which is not in the list",
                "01 01, 01 01, 03 41a0 | MALFORMED | key given twice",
                "01 01, 02 00, 03 47 a1 0444 8215 0f 00 | MALFORMED | shared sequence"
            })
    void manifest_malformed_isRefusedForItsReason(String members, RefusalReason reason, String detail) {
        String[] parts = members.split(",");
        String hex = Integer.toHexString(0xa0 + parts.length)
                + String.join("", parts).replace(" ", "");

        Refusal refusal = refusal(new TestAuthor().envelope(Bytes.ofHex(hex)));

        assertThat(refusal.reason()).as(refusal.toString()).isEqualTo(reason);
        assertThat(refusal.detail()).contains(detail);
    }

    @Test
    void sharedSequence_thatActs_isRefused() {
        // common { 4: << [ fetch (21), 2 ] >> }
        Refusal refusal = refusal(new TestAuthor().envelope(Bytes.ofHex("a3" + "0101" + "0200" + "0346a10443821502")));

        assertThat(refusal.detail()).contains("fetch in the shared sequence");
    }

    @Test
    void sharedSequence_withACustomParameter_isRefused() {
        // common { 4: << [ override-parameters (20), { -256: 1 } ] >> }
        Refusal refusal =
                refusal(new TestAuthor().envelope(Bytes.ofHex("a3" + "0101" + "0200" + "0349a104468214a138ff01")));

        assertThat(refusal.detail()).contains("custom parameter -256 in the shared sequence");
    }

    @Test
    void manifest_withAnOctetTooMany_isRefused() {
        Bytes good = ManifestEncoder.encode(new ManifestSketch().build());
        byte[] longer = new byte[good.length() + 1];
        good.copyInto(longer, 0);

        assertThat(refusal(new TestAuthor().envelope(Bytes.wrap(longer))).detail())
                .contains("1 octets too many");
    }

    @Test
    void manifest_cutAnywhere_isRefusedAndNeverThrows() {
        Bytes good = ManifestEncoder.encode(new ManifestSketch().build());
        TestAuthor author = new TestAuthor();

        for (int length = 0; length < good.length(); length++) {
            assertThat(refusal(author.envelope(good.slice(0, length))).reason()).isEqualTo(RefusalReason.MALFORMED);
        }
    }

    @Test
    void manifest_withUnsortedMembers_isTaken() {
        Bytes good = ManifestEncoder.encode(new ManifestSketch().build());
        CborItem.Mapping members = members(good);
        CborWriter reversed = new CborWriter().map(members.pairs().size());
        for (int i = members.pairs().size() - 1; i >= 0; i--) {
            reversed.item(members.pairs().get(i).key())
                    .item(members.pairs().get(i).value());
        }

        assertThat(decode(new TestAuthor().envelope(reversed.toBytes()))).isEqualTo(new ManifestSketch().build());
    }

    @Test
    void coswid_inTheManifest_isCarriedUnread() {
        Bytes good = ManifestEncoder.encode(new ManifestSketch().build());
        CborWriter more = new CborWriter().map(members(good).pairs().size() + 1);
        members(good).pairs().forEach(pair -> more.item(pair.key()).item(pair.value()));
        more.unsigned(14).bytes(Bytes.ofHex("ffff"));

        assertThat(decode(new TestAuthor().envelope(more.toBytes())).coswid()).contains(Bytes.ofHex("ffff"));
    }

    private static CborItem.Mapping members(Bytes manifest) {
        try {
            return io.moult.cbor.CborReader.readDocument(manifest, DecoderLimits.DEFAULT)
                    .map("manifest");
        } catch (io.moult.cbor.CborException e) {
            throw new AssertionError(e);
        }
    }

    private static Manifest decode(Bytes envelope) {
        return new ManifestDecoder(DecoderLimits.DEFAULT)
                .decode(Heads.envelope(envelope))
                .fold(manifest -> manifest, refusal -> {
                    throw new AssertionError(refusal.toString());
                });
    }

    private static Refusal refusal(Bytes envelope) {
        return new ManifestDecoder(DecoderLimits.DEFAULT)
                .decode(Heads.envelope(envelope))
                .fold(
                        manifest -> {
                            throw new AssertionError("taken: " + manifest);
                        },
                        refusal -> refusal);
    }
}
