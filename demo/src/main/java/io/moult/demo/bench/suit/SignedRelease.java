package io.moult.demo.bench.suit;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.CoseSigner;
import io.moult.cose.VerificationKey;
import io.moult.suit.author.KeySigner;
import io.moult.suit.author.ReleaseBuilder;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.manifest.Authentication;
import io.moult.suit.manifest.Version;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * A release as {@code release --uri} makes it, and what its signature is by itself: key, Sig_structure, signature.
 *
 * @param envelope all octets that a device receives before it decides
 * @param signed the Sig_structure (RFC 9052 section 4.4)
 */
record SignedRelease(Bytes envelope, VerificationKey key, Bytes signed, Bytes signature) {
    static final UUID VENDOR = UUID.fromString("2f9a5a4e-6f0c-5c55-9d2b-0a6f6f3f1c01");
    static final UUID CLASS = UUID.fromString("5d0e3c76-9a3f-5d3e-8a57-7d3a0f5b9c02");
    static final long SEQUENCE_NUMBER = 7;

    private static final String SIGNATURE_CONTEXT = "Signature1";

    static SignedRelease of(CoseSigner signer, Path image) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        builder(signer).build(image).writeTo(octets);
        Bytes envelope = Bytes.wrap(octets.toByteArray());
        HeadResult head = new EnvelopeReader(DecoderLimits.DEFAULT).readHead(envelope);
        Authentication authentication = ((HeadResult.Complete) head).envelope().authentication();
        try {
            CborItem block = CborReader.readDocument(authentication.blocks().get(0), DecoderLimits.DEFAULT);
            List<CborItem> parts = ((CborItem.Tagged) block).item().array("the block");
            Bytes signed = new CborWriter()
                    .array(4)
                    .text(SIGNATURE_CONTEXT)
                    .bytes(parts.get(0).bytes("the protected header"))
                    .bytes(Bytes.EMPTY)
                    .bytes(authentication.signedOctets())
                    .toBytes();
            return new SignedRelease(
                    envelope,
                    signer.key().verificationKey(),
                    signed,
                    parts.get(3).bytes("the signature"));
        } catch (CborException e) {
            throw new IllegalStateException("a block of our own that cannot be read: " + e.detail(), e);
        }
    }

    static ReleaseBuilder builder(CoseSigner signer) {
        return new ReleaseBuilder(VENDOR, CLASS, new KeySigner(signer))
                .version(Version.parse("2.0.0"))
                .sequenceNumber(SEQUENCE_NUMBER)
                .securityCounter(1)
                .uri("coaps://updates.example.com/images/first");
    }
}
