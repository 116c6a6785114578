package io.moult.suit.testing;

import io.moult.bytes.Bytes;
import io.moult.cose.CoseAlgorithm;
import io.moult.cose.KeyFiles;
import io.moult.cose.TrustAnchor;
import io.moult.cose.TrustStore;
import io.moult.suit.author.KeySigner;
import io.moult.suit.author.Signer;
import io.moult.suit.codec.EnvelopeEncoder;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** An author with a key of its own, who signs whatever a test asks for. */
public final class TestAuthor {
    private final KeyPair keys = KeyFiles.generate(new SecureRandom());
    private final TrustAnchor anchor;

    public TestAuthor() {
        try {
            anchor = TrustAnchor.ofPublicKey(Bytes.wrap(keys.getPublic().getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public KeyPair keys() {
        return keys;
    }

    public TrustAnchor anchor() {
        return anchor;
    }

    public TrustStore trusted() {
        return TrustStore.of(anchor);
    }

    public Signer signer() {
        return new KeySigner(keys.getPrivate(), CoseAlgorithm.ESP256, anchor.keyId());
    }

    /** An authentication block over an encoded digest. */
    public Bytes block(Bytes signedOctets) {
        try {
            return signer().sign(signedOctets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A signed envelope without payload. */
    public Bytes envelope(Manifest manifest) {
        return envelope(ManifestEncoder.encode(manifest));
    }

    /** A signed envelope around octets that may be no manifest at all. */
    public Bytes envelope(Bytes manifest) {
        return envelope(manifest, EnvelopeEncoder.digestOf(manifest), Optional.empty());
    }

    /** A signed envelope that ends where the payload's content begins. */
    public Bytes envelope(Manifest manifest, String payloadKey, long payloadBytes) {
        Bytes encoded = ManifestEncoder.encode(manifest);
        return envelope(
                encoded,
                EnvelopeEncoder.digestOf(encoded),
                Optional.of(new Envelope.Payload(payloadKey, payloadBytes)));
    }

    /** An envelope in which any digest is signed, be it the manifest's or not. */
    public Bytes envelope(Bytes manifest, Digest signedDigest, Optional<Envelope.Payload> payload) {
        List<Bytes> blocks = List.of(block(ManifestEncoder.encode(signedDigest)));
        return EnvelopeEncoder.head(manifest, signedDigest, blocks, payload);
    }
}
