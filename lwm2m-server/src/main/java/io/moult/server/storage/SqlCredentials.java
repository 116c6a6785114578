package io.moult.server.storage;

import io.moult.bytes.Bytes;
import io.moult.server.device.Credential;
import io.moult.server.device.CredentialStore;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The pre-shared keys in SQL. */
public final class SqlCredentials implements CredentialStore {
    private final Jdbi jdbi;

    public SqlCredentials(Database database) {
        this.jdbi = database.jdbi();
    }

    @Override
    public Optional<Credential> byEndpoint(String endpoint) {
        return find("SELECT * FROM credential WHERE endpoint = :name", endpoint);
    }

    @Override
    public Optional<Credential> byIdentity(String identity) {
        return find("SELECT * FROM credential WHERE psk_identity = :name", identity);
    }

    private Optional<Credential> find(String query, String name) {
        return jdbi.withHandle(handle -> handle.createQuery(query)
                .bind("name", name)
                .map((row, context) -> new Credential(
                        row.getString("endpoint"), row.getString("psk_identity"), Bytes.wrap(row.getBytes("psk_key"))))
                .findOne());
    }

    @Override
    public void put(Credential credential) throws IdentityTaken {
        boolean stored = jdbi.inTransaction(handle -> {
            boolean taken = handle.createQuery(
                            "SELECT 1 FROM credential WHERE psk_identity = :identity AND endpoint <> :endpoint")
                    .bind("identity", credential.identity())
                    .bind("endpoint", credential.endpoint())
                    .mapTo(Integer.class)
                    .findOne()
                    .isPresent();
            if (taken) {
                return false;
            }
            handle.createUpdate("""
                            INSERT INTO credential VALUES (:endpoint, :identity, :key)
                            ON CONFLICT (endpoint) DO UPDATE SET psk_identity = excluded.psk_identity,
                                psk_key = excluded.psk_key
                            """)
                    .bind("endpoint", credential.endpoint())
                    .bind("identity", credential.identity())
                    .bind("key", credential.key().toArray())
                    .execute();
            return true;
        });
        if (!stored) {
            throw new IdentityTaken(credential.identity());
        }
    }

    @Override
    public int count() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM credential")
                .mapTo(Integer.class)
                .one());
    }
}
