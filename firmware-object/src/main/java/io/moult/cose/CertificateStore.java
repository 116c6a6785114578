package io.moult.cose;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Where the certificates of trust anchors are kept, each under its fingerprint, the SHA-256 of its DER. A port: a device has
 * them in its flash or in a secure element, a tool in a directory. Nothing that comes out of it is believed to be what it is
 * kept under: {@link TrustStore#of(CertificateStore)} looks.
 */
public interface CertificateStore {
    /** Of all that are kept. */
    List<Bytes> fingerprints() throws IOException;

    /** In DER; none if nothing is kept under this fingerprint. */
    Optional<Bytes> certificate(Bytes fingerprint) throws IOException;
}
