package io.moult.server.storage;

import io.moult.server.tracker.Delivery;
import io.moult.server.tracker.TimelineEntry;
import io.moult.server.tracker.Update;
import io.moult.server.tracker.UpdatePhase;
import io.moult.server.tracker.UpdateStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Updates and their timelines in SQL. */
public final class SqlUpdates implements UpdateStore {
    private final Jdbi jdbi;
    private final AtomicLong lastId;

    public SqlUpdates(Database database) {
        this.jdbi = database.jdbi();
        this.lastId = new AtomicLong(
                jdbi.withHandle(handle -> handle.createQuery("SELECT coalesce(max(id), 0) FROM device_update")
                        .mapTo(Long.class)
                        .one()));
    }

    @Override
    public String nextId() {
        return Long.toString(lastId.incrementAndGet());
    }

    @Override
    public void save(List<Change> changes) {
        jdbi.useTransaction(handle -> {
            PreparedBatch updates = handle.prepareBatch("""
                    INSERT INTO device_update VALUES (:id, :endpoint, :release, :delivery, :forced, :execute, :uri,
                        :size, :created, :phase, :finished, :reason, :offset, :delivered, :executed, :attempts,
                        :lastProgress, :before, :after, :result, :changed, :deadline, :nextAttempt)
                    ON CONFLICT (id) DO UPDATE SET execute_by_itself = excluded.execute_by_itself, phase = excluded.phase, finished = excluded.finished,
                        reason = excluded.reason, offset_bytes = excluded.offset_bytes,
                        delivered = excluded.delivered, executed = excluded.executed,
                        attempts = excluded.attempts, last_progress = excluded.last_progress,
                        version_before = excluded.version_before, version_after = excluded.version_after,
                        result = excluded.result, changed_at = excluded.changed_at, deadline = excluded.deadline,
                        next_attempt = excluded.next_attempt
                    """);
            changes.forEach(change -> bind(updates, change.update()));
            updates.execute();
            saveNews(handle, changes);
        });
    }

    private static void saveNews(Handle handle, List<Change> changes) {
        PreparedBatch events =
                handle.prepareBatch("INSERT INTO update_event VALUES (:update, :at, :phase, :description)");
        for (Change change : changes) {
            for (TimelineEntry entry : change.news()) {
                events.bind("update", Long.parseLong(change.update().id()))
                        .bind("at", Columns.millis(entry.at()))
                        .bind("phase", entry.phase().name())
                        .bind("description", entry.text())
                        .add();
            }
        }
        if (events.size() > 0) {
            events.execute();
        }
    }

    private static void bind(PreparedBatch batch, Update update) {
        Update.Order order = update.order();
        Update.Progress progress = update.progress();
        batch.bind("id", Long.parseLong(order.id()))
                .bind("endpoint", order.endpoint())
                .bind("release", order.releaseId())
                .bind("delivery", order.delivery().name())
                .bind("forced", order.force())
                .bind("execute", order.execute())
                .bind("uri", order.uri())
                .bind("size", order.sizeBytes())
                .bind("created", Columns.millis(order.createdAt()))
                .bind("phase", update.phase().name())
                .bind("finished", update.phase().isFinal())
                .bind("reason", update.reason())
                .bind("offset", progress.offsetBytes())
                .bind("delivered", progress.delivered())
                .bind("executed", progress.executed())
                .bind("attempts", progress.attempts())
                .bind("lastProgress", Columns.millis(progress.lastProgress()))
                .bind("before", progress.versionBefore())
                .bind("after", progress.versionAfter())
                .bind("result", progress.result())
                .bind("changed", Columns.millis(update.changedAt()))
                .bind("deadline", Columns.millis(update.deadline()))
                .bind("nextAttempt", Columns.millis(update.nextAttempt()))
                .add();
    }

    @Override
    public void saveOffsets(Map<String, Long> offsetsByUpdate) {
        if (offsetsByUpdate.isEmpty()) {
            return;
        }
        jdbi.useTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch("UPDATE device_update SET offset_bytes = :offset WHERE id = :id");
            offsetsByUpdate.forEach((id, offset) ->
                    batch.bind("offset", offset).bind("id", Long.parseLong(id)).add());
            batch.execute();
        });
    }

    @Override
    public Optional<Update> find(String id) {
        if (!id.matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM device_update WHERE id = :id")
                .bind("id", Long.parseLong(id))
                .map((row, context) -> update(row))
                .findOne());
    }

    @Override
    public List<Update> list(String endpoint, int limit) {
        String where = endpoint.isEmpty() ? "" : "WHERE endpoint = :endpoint ";
        return jdbi.withHandle(handle -> {
            var query = handle.createQuery("SELECT * FROM device_update " + where + "ORDER BY id DESC LIMIT :limit")
                    .bind("limit", limit);
            if (!endpoint.isEmpty()) {
                query.bind("endpoint", endpoint);
            }
            return query.map((row, context) -> update(row)).list();
        });
    }

    @Override
    public List<Update> unfinished() {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT * FROM device_update WHERE finished = 0 ORDER BY id")
                        .map((row, context) -> update(row))
                        .list());
    }

    @Override
    public List<TimelineEntry> timeline(String id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM update_event WHERE update_id = :id ORDER BY rowid")
                .bind("id", Long.parseLong(id))
                .map((row, context) -> new TimelineEntry(
                        Columns.instant(row, "at"),
                        UpdatePhase.valueOf(row.getString("phase")),
                        row.getString("description")))
                .list());
    }

    private static Update update(ResultSet row) throws SQLException {
        return new Update(
                new Update.Order(
                        Long.toString(row.getLong("id")),
                        row.getString("endpoint"),
                        row.getString("release_id"),
                        Delivery.valueOf(row.getString("delivery")),
                        row.getBoolean("forced"),
                        row.getBoolean("execute_by_itself"),
                        row.getString("uri"),
                        row.getLong("size_bytes"),
                        Columns.instant(row, "created_at")),
                UpdatePhase.valueOf(row.getString("phase")),
                new Update.Progress(
                        row.getLong("offset_bytes"),
                        row.getBoolean("delivered"),
                        row.getBoolean("executed"),
                        row.getInt("attempts"),
                        Columns.instant(row, "last_progress"),
                        row.getString("version_before"),
                        row.getString("version_after"),
                        row.getInt("result")),
                row.getString("reason"),
                0,
                Columns.instant(row, "changed_at"),
                Columns.instant(row, "deadline"),
                Columns.instant(row, "next_attempt"));
    }
}
