package io.moult.server.storage;

import io.moult.bytes.Bytes;
import io.moult.server.repository.Release;
import io.moult.server.repository.ReleaseCatalogue;
import io.moult.server.repository.StoredImage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Releases and images in SQL; their octets are files. */
public final class SqlReleases implements ReleaseCatalogue {
    private final Jdbi jdbi;

    public SqlReleases(Database database) {
        this.jdbi = database.jdbi();
    }

    @Override
    public Optional<Release> find(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM release WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> release(row))
                .findOne());
    }

    @Override
    public List<Release> list(int limit) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT * FROM release ORDER BY created_at DESC, id LIMIT :limit")
                        .bind("limit", limit)
                        .map((row, context) -> release(row))
                        .list());
    }

    @Override
    public void add(Release release) {
        jdbi.useTransaction(handle -> handle.createUpdate("""
                        INSERT INTO release VALUES (:id, :kind, :name, :version, :sequence, :vendor, :class, :uri,
                            :size, :sha256, :created)
                        ON CONFLICT (id) DO NOTHING
                        """)
                .bind("id", release.id())
                .bind("kind", release.kind().name())
                .bind("name", release.name())
                .bind("version", release.version())
                .bind("sequence", Columns.number(release.sequenceNumber()))
                .bind("vendor", Columns.text(release.vendorId()))
                .bind("class", Columns.text(release.classId()))
                .bind("uri", release.payloadUri().orElse(null))
                .bind("size", release.sizeBytes())
                .bind("sha256", release.sha256().hex())
                .bind("created", Columns.millis(release.createdAt()))
                .execute());
    }

    private static Release release(ResultSet row) throws SQLException {
        return new Release(
                row.getString("id"),
                Release.Kind.valueOf(row.getString("kind")),
                row.getString("name"),
                row.getString("version"),
                Columns.optionalLong(row, "sequence_number"),
                Columns.uuid(row, "vendor_id"),
                Columns.uuid(row, "class_id"),
                Optional.ofNullable(row.getString("payload_uri")),
                row.getLong("size_bytes"),
                Bytes.ofHex(row.getString("sha256")),
                Columns.instant(row, "created_at"));
    }

    @Override
    public Optional<StoredImage> findImage(String name) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM image WHERE name = :name")
                .bind("name", name)
                .map((row, context) -> new StoredImage(
                        row.getString("name"),
                        row.getLong("size_bytes"),
                        Bytes.ofHex(row.getString("sha256")),
                        Columns.instant(row, "created_at")))
                .findOne());
    }

    @Override
    public void putImage(StoredImage image) {
        jdbi.useTransaction(handle -> handle.createUpdate("""
                        INSERT INTO image VALUES (:name, :size, :sha256, :created)
                        ON CONFLICT (name) DO UPDATE SET size_bytes = excluded.size_bytes, sha256 = excluded.sha256,
                            created_at = excluded.created_at
                        """)
                .bind("name", image.name())
                .bind("size", image.sizeBytes())
                .bind("sha256", image.sha256().hex())
                .bind("created", Columns.millis(image.createdAt()))
                .execute());
    }
}
