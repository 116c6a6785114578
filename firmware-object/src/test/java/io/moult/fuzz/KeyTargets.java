package io.moult.fuzz;

import static io.moult.fuzz.FuzzTarget.require;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.AuthenticationCheck;
import io.moult.cose.CertificateChain;
import io.moult.cose.KeyFileException;
import io.moult.cose.KeyFiles;
import io.moult.cose.SignatureCheck;
import io.moult.cose.SigningKey;
import io.moult.cose.TrustAnchor;
import io.moult.cose.TrustStore;
import io.moult.suit.provision.TrustChange;
import io.moult.suit.provision.TrustChangeCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Octets that claim to be signatures, certificates, keys, a change of trust. */
final class KeyTargets {
    private static final DecoderLimits LIMITS = DecoderLimits.DEFAULT;
    /** A day on which the certificates are valid. */
    private static final OptionalLong NOW = OptionalLong.of(1_780_000_000L);

    private static final TrustStore SIGNERS = signers();
    private static final TrustStore ROOT = TrustStore.of(root());

    private KeyTargets() {}

    /** An authentication block over a payload, against a key of every kind. */
    static boolean authentication(Bytes input) {
        require(!AuthenticationCheck.describe(input, LIMITS).isEmpty(), "described as nothing");
        CertificateChain.judge(input, ROOT, LIMITS, NOW);
        SignatureCheck check = new AuthenticationCheck(SIGNERS, LIMITS).check(input, FuzzKeys.PAYLOAD);
        if (check instanceof SignatureCheck.Valid valid) {
            require(!valid.signers().isEmpty(), "good, and signed by nobody");
            return true;
        }
        return false;
    }

    /** A certificate, by itself and as the end and the middle of a chain. */
    static boolean certificate(Bytes input) {
        Bytes below = FuzzIssuer.BELOW.certificate();
        boolean direct = isGood(List.of(input));
        boolean atTheEnd = isGood(List.of(input, below));
        boolean inTheMiddle = isGood(List.of(FuzzIssuer.SIGNER.certificate(), input));
        try {
            require(!TrustAnchor.ofCertificate(input).certificateDer().isEmpty(), "an anchor without its certificate");
            return direct || atTheEnd || inTheMiddle;
        } catch (KeyFileException e) {
            require(!direct && !atTheEnd, "a chain begins with a certificate that cannot be an anchor");
            return false;
        }
    }

    private static boolean isGood(List<Bytes> chain) {
        return CertificateChain.judge(FuzzIssuer.block(chain), ROOT, LIMITS, NOW)
                instanceof CertificateChain.Delegation.Good;
    }

    /** A file that a user takes for a key or a certificate of one kind or another. */
    static boolean keyFile(Bytes input) {
        boolean taken = reads(() -> KeyFiles.trustAnchor(input));
        taken |= reads(() -> KeyFiles.recipient(input));
        taken |= reads(() -> KeyFiles.signingKey(input));
        taken |= reads(() -> KeyFiles.decryptionKey(input));
        taken |= reads(() -> KeyFiles.privateKey(input));
        return taken;
    }

    /** Reads a key. */
    private interface Reading {
        Object read() throws KeyFileException;
    }

    private static boolean reads(Reading reading) {
        try {
            reading.read();
            return true;
        } catch (KeyFileException e) {
            require(!e.detail().isEmpty(), "refused without a reason");
            return false;
        }
    }

    /** What is decoded is encoded and decoded again as the same. */
    static boolean trustChange(Bytes input) {
        Optional<TrustChange> change = TrustChangeCodec.decode(input);
        if (change.isEmpty()) {
            return false;
        }
        Bytes encoded = TrustChangeCodec.encode(change.get());
        Bytes again = TrustChangeCodec.encode(
                TrustChangeCodec.decode(encoded).orElseThrow(() -> new AssertionError("what we encode we refuse")));
        require(again.equals(encoded), "encoded differently the second time");
        return true;
    }

    private static TrustAnchor root() {
        try {
            return TrustAnchor.ofCertificate(FuzzIssuer.ROOT.certificate());
        } catch (KeyFileException e) {
            throw new AssertionError(e);
        }
    }

    private static TrustStore signers() {
        List<TrustAnchor> anchors = new ArrayList<>();
        for (Bytes coseKey : FuzzKeys.signing()) {
            SigningKey key = FuzzKeys.signingKey(coseKey);
            anchors.add(TrustAnchor.of(key.verificationKey()));
        }
        try {
            Bytes hss = Bytes.wrap(FuzzKeys.hss().getPublicKey().getEncoded());
            anchors.add(TrustAnchor.ofCoseKey(FuzzKeys.key(5, FuzzKeys.part(-1, hss))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return TrustStore.of(anchors);
    }
}
