package io.moult.server.storage;

import io.moult.bytes.Bytes;
import io.moult.server.device.Device;
import io.moult.server.device.DeviceCatalogue;
import io.moult.server.device.DeviceHabits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The device records in SQL. Whether a device is registered is not stored: nobody is after a restart. */
public final class SqlDevices implements DeviceCatalogue {
    private final Jdbi jdbi;

    public SqlDevices(Database database) {
        this.jdbi = database.jdbi();
    }

    @Override
    public Optional<Device> find(String endpoint) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM device WHERE endpoint = :endpoint")
                .bind("endpoint", endpoint)
                .map((row, context) -> device(row))
                .findOne());
    }

    @Override
    public List<Device> list(String afterEndpoint, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM device WHERE endpoint > :after ORDER BY endpoint LIMIT :limit")
                .bind("after", afterEndpoint)
                .bind("limit", limit)
                .map((row, context) -> device(row))
                .list());
    }

    @Override
    public void save(Collection<Device> devices) {
        jdbi.useTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                        INSERT INTO device VALUES (:endpoint, :firstSeen, :lastSeen, :vendor, :class, :version,
                            :sequence, :state, :result, :refusal, :boot, :private, :protocols, :method, :oneToken,
                            :blockSize, :signedBoot)
                        ON CONFLICT (endpoint) DO UPDATE SET last_seen = excluded.last_seen,
                            vendor_id = excluded.vendor_id, class_id = excluded.class_id, version = excluded.version,
                            sequence_number = excluded.sequence_number, state = excluded.state,
                            result = excluded.result, last_refusal = excluded.last_refusal,
                            boot_report = excluded.boot_report, private_object = excluded.private_object,
                            protocols = excluded.protocols, delivery_method = excluded.delivery_method,
                            one_token = excluded.one_token, block_size = excluded.block_size,
                            signed_boot_report = excluded.signed_boot_report
                        """);
            devices.forEach(device -> bind(batch, device));
            batch.execute();
        });
    }

    private static void bind(PreparedBatch batch, Device device) {
        batch.bind("endpoint", device.endpoint())
                .bind("firstSeen", Columns.millis(device.firstSeen()))
                .bind("lastSeen", Columns.millis(device.lastSeen()))
                .bind("vendor", Columns.text(device.vendorId()))
                .bind("class", Columns.text(device.classId()))
                .bind("version", device.version())
                .bind("sequence", Columns.number(device.sequenceNumber()))
                .bind("state", Columns.number(device.state()))
                .bind("result", Columns.number(device.result()))
                .bind("refusal", device.lastRefusal())
                .bind("boot", device.bootReport())
                .bind("private", device.supportsPrivateObject())
                .bind(
                        "protocols",
                        device.protocols().stream().map(String::valueOf).collect(Collectors.joining(",")))
                .bind("method", Columns.number(device.deliveryMethod()))
                .bind("oneToken", device.habits().oneTokenPerBody())
                .bind("blockSize", device.habits().blockSizeBytes())
                .bind("signedBoot", device.signedBootReport().toArray())
                .add();
    }

    private static Device device(ResultSet row) throws SQLException {
        String protocols = row.getString("protocols");
        return new Device(
                row.getString("endpoint"),
                false,
                Columns.instant(row, "first_seen"),
                Columns.instant(row, "last_seen"),
                Columns.uuid(row, "vendor_id"),
                Columns.uuid(row, "class_id"),
                row.getString("version"),
                Columns.optionalLong(row, "sequence_number"),
                Columns.optionalInt(row, "state"),
                Columns.optionalInt(row, "result"),
                row.getString("last_refusal"),
                row.getString("boot_report"),
                row.getBoolean("private_object"),
                protocols.isEmpty()
                        ? List.of()
                        : Arrays.stream(protocols.split(","))
                                .map(Integer::valueOf)
                                .toList(),
                Columns.optionalInt(row, "delivery_method"),
                new DeviceHabits(row.getBoolean("one_token"), row.getInt("block_size")),
                Bytes.wrap(row.getBytes("signed_boot_report")));
    }
}
