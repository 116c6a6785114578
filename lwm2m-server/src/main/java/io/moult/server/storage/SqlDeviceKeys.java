package io.moult.server.storage;

import io.moult.bytes.Bytes;
import io.moult.cose.KeyFileException;
import io.moult.cose.KeyFiles;
import io.moult.cose.TrustAnchor;
import io.moult.server.device.DeviceKeyStore;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The devices' public keys in SQL, as they were given: a certificate, a public key or a COSE_Key. */
public final class SqlDeviceKeys implements DeviceKeyStore {
    private final Jdbi jdbi;

    public SqlDeviceKeys(Database database) {
        this.jdbi = database.jdbi();
    }

    @Override
    public Optional<TrustAnchor> find(String endpoint) {
        return jdbi.withHandle(
                        handle -> handle.createQuery("SELECT public_key FROM device_key WHERE endpoint = :endpoint")
                                .bind("endpoint", endpoint)
                                .map((row, context) -> Bytes.wrap(row.getBytes("public_key")))
                                .findOne())
                .map(SqlDeviceKeys::read);
    }

    @Override
    public void put(String endpoint, Bytes given) throws KeyFileException {
        KeyFiles.trustAnchor(given);
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO device_key VALUES (:endpoint, :key)
                        ON CONFLICT (endpoint) DO UPDATE SET public_key = excluded.public_key
                        """)
                .bind("endpoint", endpoint)
                .bind("key", given.toArray())
                .execute());
    }

    private static TrustAnchor read(Bytes stored) {
        try {
            return KeyFiles.trustAnchor(stored);
        } catch (KeyFileException e) {
            throw new IllegalStateException("a stored key " + e.getMessage(), e);
        }
    }
}
