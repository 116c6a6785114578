package io.moult.server.device;

import io.moult.bytes.Bytes;
import io.moult.cose.KeyFileException;
import io.moult.cose.TrustAnchor;
import java.util.Optional;

/** The durable public keys by which what devices sign is checked. Safe for any thread. */
public interface DeviceKeyStore {
    /** Empty for a device whose key nobody told. */
    Optional<TrustAnchor> find(String endpoint);

    /**
     * Adds or replaces the key of a device.
     *
     * @param key a certificate, a public key in PEM or DER, or a COSE_Key; KeyFileException for anything else
     */
    void put(String endpoint, Bytes key) throws KeyFileException;
}
