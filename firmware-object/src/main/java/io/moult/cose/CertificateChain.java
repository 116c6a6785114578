package io.moult.cose;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Delegation by X.509 certificates that an authentication block brings along (x5chain, RFC 9360 section 2): from a trust
 * anchor, found by the SHA-256 fingerprint of its certificate in DER, over certificates each signed by the next, to the
 * key that signed. Names decide nothing but which certificate issued which; revocation is not looked at.
 *
 * <p>Proves that the anchor's owner has delegated to a key; not that the key signed anything.
 */
public final class CertificateChain {
    static final long X5CHAIN = 33;
    private static final int MAY_SIGN_CERTIFICATES = 5;
    private static final int MAY_SIGN = 0;

    private final List<Link> links;

    /** A certificate, and its octets. */
    private record Link(Bytes der, X509Certificate certificate) {}

    private CertificateChain(List<Link> links) {
        this.links = List.copyOf(links);
    }

    /** What a block's certificates come to. */
    public sealed interface Delegation {
        /** The block brings none. */
        record None() implements Delegation {}

        /** An anchor has delegated to a key. */
        record Good(TrustAnchor delegate, TrustAnchor anchor) implements Delegation {}

        /** No anchor has, and why. */
        record Bad(String detail) implements Delegation {}
    }

    /**
     * @param nowEpochSeconds to judge the certificates' dates by; without a clock they are not judged
     */
    public static Delegation judge(Bytes block, TrustStore trust, DecoderLimits limits, OptionalLong nowEpochSeconds) {
        try {
            Optional<CertificateChain> chain = read(block, limits);
            return chain.isEmpty() ? new Delegation.None() : chain.get().judge(trust, nowEpochSeconds);
        } catch (CborException e) {
            return new Delegation.Bad(e.detail());
        } catch (KeyFileException e) {
            return new Delegation.Bad("a certificate in the chain cannot be read");
        }
    }

    private static Optional<CertificateChain> read(Bytes block, DecoderLimits limits)
            throws CborException, KeyFileException {
        CborItem item = CborReader.readDocument(block, limits);
        if (!(item instanceof CborItem.Tagged tagged)
                || !CoseStructure.of(item).equals(Optional.of(CoseStructure.SIGN1))) {
            return Optional.empty();
        }
        List<CborItem> parts = tagged.item().array("the block");
        if (parts.size() != CoseStructure.SIGN1.parts()) {
            throw CborException.malformed("not of " + CoseStructure.SIGN1.parts() + " parts");
        }
        Optional<CborItem> header;
        try {
            header = CoseHeaders.read(parts, limits).find(X5CHAIN);
        } catch (CoseException e) {
            throw CborException.malformed(e.detail());
        }
        if (header.isEmpty()) {
            return Optional.empty();
        }
        List<CborItem> certificates =
                header.get() instanceof CborItem.Array many ? many.items() : List.of(header.get());
        limits.check(Limit.CERTIFICATES, certificates.size());
        if (certificates.isEmpty()) {
            throw CborException.malformed("an empty chain of certificates");
        }
        List<Link> links = new ArrayList<>();
        for (CborItem one : certificates) {
            Bytes der = one.bytes("a certificate");
            links.add(new Link(der, X509.certificate(der)));
        }
        return Optional.of(new CertificateChain(links));
    }

    private Delegation judge(TrustStore trust, OptionalLong now) throws KeyFileException {
        for (int i = 0; i < links.size(); i++) {
            Optional<TrustAnchor> anchor = trust.find(
                            DigestAlgorithm.SHA_256.digest(links.get(i).der()))
                    .filter(found -> !found.certificateDer().isEmpty());
            if (anchor.isPresent()) {
                return below(i, anchor.get(), now);
            }
        }
        Link last = links.get(links.size() - 1);
        for (TrustAnchor anchor : trust.anchors()) {
            if (!anchor.certificateDer().isEmpty()
                    && isIssuedBy(last.certificate(), X509.certificate(anchor.certificateDer()))) {
                return below(links.size(), anchor, now);
            }
        }
        return new Delegation.Bad("the chain of certificates ends at nobody who is trusted");
    }

    /** Judges the certificates before an index, which the anchor issued or is. */
    private Delegation below(int anchorIndex, TrustAnchor anchor, OptionalLong now) throws KeyFileException {
        X509Certificate issuer = X509.certificate(anchor.certificateDer());
        for (int i = anchorIndex - 1; i >= 0; i--) {
            X509Certificate subject = links.get(i).certificate();
            Optional<String> wrong = wrongWith(subject, issuer, i, now);
            if (wrong.isPresent()) {
                return new Delegation.Bad("certificate " + (i + 1) + " of the chain " + wrong.get());
            }
            issuer = subject;
        }
        return new Delegation.Good(TrustAnchor.ofCertificate(links.get(0).der()), anchor);
    }

    /** @param below how many certificates stand between the subject and the key that signs, itself included */
    private static Optional<String> wrongWith(
            X509Certificate subject, X509Certificate issuer, int below, OptionalLong now) {
        if (!isIssuedBy(subject, issuer)) {
            return Optional.of("was not issued by the next");
        } else if (issuer.getBasicConstraints() < below) {
            return Optional.of("was issued by one that may not issue it");
        } else if (!may(issuer, MAY_SIGN_CERTIFICATES)) {
            return Optional.of("was issued by one that may not issue any");
        } else if (below == 0 && !may(subject, MAY_SIGN)) {
            return Optional.of("may not sign");
        } else if (subject.hasUnsupportedCriticalExtension()) {
            return Optional.of("has a critical extension that is not understood");
        } else if (below == 0 && !isForUpdates(subject)) {
            return Optional.of("is not for firmware updates");
        } else if (now.isPresent() && !isValidAt(subject, now.getAsLong())) {
            return Optional.of("is not valid now");
        }
        return Optional.empty();
    }

    private static boolean isIssuedBy(X509Certificate subject, X509Certificate issuer) {
        if (!subject.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            subject.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean may(X509Certificate certificate, int usage) {
        boolean[] usages = certificate.getKeyUsage();
        return usages == null || usages[usage];
    }

    private static boolean isForUpdates(X509Certificate certificate) {
        try {
            List<String> usages = certificate.getExtendedKeyUsage();
            return usages == null || usages.contains(DevelopmentMark.FIRMWARE_UPDATE_USAGE);
        } catch (CertificateException e) {
            return false;
        }
    }

    @SuppressWarnings("JavaUtilDate") // what certificates are asked with
    private static boolean isValidAt(X509Certificate certificate, long epochSeconds) {
        if (epochSeconds < 0 || epochSeconds > Long.MAX_VALUE / 1000) {
            return false;
        }
        try {
            certificate.checkValidity(new Date(epochSeconds * 1000));
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }
}
