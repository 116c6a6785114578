package io.moult.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.cose.KeyFileException;
import io.moult.cose.KeyFiles;
import io.moult.cose.TrustAnchor;
import io.moult.server.device.Credential;
import io.moult.server.device.CredentialStore;
import io.moult.server.device.Device;
import io.moult.server.device.DeviceHabits;
import io.moult.server.device.DeviceReading;
import io.moult.server.device.SupportReading;
import io.moult.server.repository.Release;
import io.moult.server.tracker.Deadlines;
import io.moult.server.tracker.Delivery;
import io.moult.server.tracker.TimelineEntry;
import io.moult.server.tracker.Update;
import io.moult.server.tracker.UpdatePhase;
import io.moult.server.tracker.UpdateStore;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is stored is there after the database was opened again (R7: device records; R132: releases and updates). */
final class StorageTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir
    private Path directory;

    private Database database;

    @BeforeEach
    void open() throws IOException {
        database = Database.open(directory.resolve("moult.db"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void reopen() throws IOException {
        database.close();
        open();
    }

    @Test
    void device_afterReopening_isAsItWasButNotRegistered() throws IOException {
        Device device = Device.unknown("device-1", NOW)
                .with(
                        DeviceReading.EMPTY
                                .withState(State.DOWNLOADED)
                                .withResult(UpdateResult.DEFERRED)
                                .withPackageVersion("1.2.3")
                                .withProtocols(List.of(0, 1))
                                .withDeliveryMethod(2)
                                .withSupport(new SupportReading(
                                        Optional.of(UUID.randomUUID()),
                                        Optional.of(UUID.randomUUID()),
                                        4096,
                                        Bytes.EMPTY,
                                        "class-mismatch",
                                        "{\"event\":\"normal\"}",
                                        OptionalLong.of(-1),
                                        Bytes.ofHex("d284"))),
                        NOW)
                .withHabits(new DeviceHabits(true, 256))
                .withRegistered(true, NOW);
        new SqlDevices(database).save(List.of(device));

        reopen();

        assertThat(new SqlDevices(database).find("device-1")).contains(device.withRegistered(false, NOW));
        assertThat(new SqlDevices(database).find("device-2")).isEmpty();
    }

    @Test
    void keyOfADevice_afterReopening_isTheLastOneGiven() throws Exception {
        Bytes first =
                Bytes.copyOf(KeyFiles.generate(new SecureRandom()).getPublic().getEncoded());
        Bytes second =
                Bytes.copyOf(KeyFiles.generate(new SecureRandom()).getPublic().getEncoded());
        new SqlDeviceKeys(database).put("device-1", first);
        new SqlDeviceKeys(database).put("device-1", second);
        assertThatThrownBy(() -> new SqlDeviceKeys(database).put("device-1", Bytes.ofHex("00")))
                .isInstanceOf(KeyFileException.class);

        reopen();

        assertThat(new SqlDeviceKeys(database).find("device-1")).contains(TrustAnchor.ofPublicKey(second));
        assertThat(new SqlDeviceKeys(database).find("device-2")).isEmpty();
    }

    @Test
    void devices_listed_areSortedAndLimited() {
        SqlDevices devices = new SqlDevices(database);
        devices.save(List.of(Device.unknown("c", NOW), Device.unknown("a", NOW), Device.unknown("b", NOW)));

        assertThat(devices.list("", 2)).extracting(Device::endpoint).containsExactly("a", "b");
        assertThat(devices.list("b", 2)).extracting(Device::endpoint).containsExactly("c");
    }

    @Test
    void credential_afterReopening_isFoundByEndpointAndIdentity() throws Exception {
        Credential credential = new Credential("device-1", "identity-1", Bytes.ofHex("00ff10"));
        new SqlCredentials(database).put(credential);

        reopen();

        assertThat(new SqlCredentials(database).byEndpoint("device-1")).contains(credential);
        assertThat(new SqlCredentials(database).byIdentity("identity-1")).contains(credential);
        assertThat(new SqlCredentials(database).count()).isOne();
    }

    /** R3: what names one device names no other. */
    @Test
    void identity_ofAnotherEndpoint_isNotGivenTwice() throws Exception {
        SqlCredentials credentials = new SqlCredentials(database);
        credentials.put(new Credential("device-1", "identity-1", Bytes.ofHex("01")));

        assertThatThrownBy(() -> credentials.put(new Credential("device-2", "identity-1", Bytes.ofHex("02"))))
                .isInstanceOf(CredentialStore.IdentityTaken.class);

        assertThat(credentials.byEndpoint("device-2")).isEmpty();
    }

    @Test
    void update_afterReopening_isWhereItWas() throws IOException {
        Release release = release();
        new SqlReleases(database).add(release);
        SqlUpdates updates = new SqlUpdates(database);
        Update update = update(updates.nextId(), release, UpdatePhase.PUSHING);
        TimelineEntry entry = new TimelineEntry(NOW, UpdatePhase.PUSHING, "began");
        updates.save(List.of(new UpdateStore.Change(update, List.of(entry))));
        updates.saveOffsets(Map.of(update.id(), 4096L));

        reopen();

        SqlUpdates again = new SqlUpdates(database);
        Update found = again.find(update.id()).orElseThrow();
        assertThat(found.phase()).isEqualTo(UpdatePhase.PUSHING);
        assertThat(found.order()).isEqualTo(update.order());
        assertThat(found.deadline()).isEqualTo(update.deadline());
        assertThat(found.progress().offsetBytes()).isEqualTo(4096);
        assertThat(again.unfinished()).containsExactly(found);
        assertThat(again.timeline(update.id())).containsExactly(entry);
        assertThat(new SqlReleases(database).find(release.id())).contains(release);
        assertThat(again.nextId()).isNotEqualTo(update.id());
    }

    @Test
    void secondUnfinishedUpdate_ofOneDevice_cannotBeStored() {
        Release release = release();
        new SqlReleases(database).add(release);
        SqlUpdates updates = new SqlUpdates(database);
        updates.save(List.of(new UpdateStore.Change(update("1", release, UpdatePhase.PUSHING), List.of())));

        assertThatThrownBy(() -> updates.save(
                        List.of(new UpdateStore.Change(update("2", release, UpdatePhase.PUSHING), List.of()))))
                .hasMessageContaining("UNIQUE");

        updates.save(List.of(new UpdateStore.Change(update("1", release, UpdatePhase.FAILED), List.of())));
        updates.save(List.of(new UpdateStore.Change(update("2", release, UpdatePhase.PUSHING), List.of())));
        assertThat(updates.list("device-1", 10)).extracting(Update::id).containsExactly("2", "1");
    }

    @Test
    void database_thatIsNone_isNamed() throws IOException {
        Path file = directory.resolve("other.db");
        Files.writeString(file, "this is a text and no database, long enough to be looked at".repeat(20));

        assertThatThrownBy(() -> Database.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("other.db");
        assertThat(Files.readString(file)).startsWith("this is a text");
    }

    private static Release release() {
        Bytes digest = Bytes.wrap(new byte[32]);
        return new Release(
                Release.idOf(digest),
                Release.Kind.SUIT,
                "update.suit",
                "2.0.0",
                OptionalLong.of(2),
                Optional.of(UUID.randomUUID()),
                Optional.of(UUID.randomUUID()),
                Optional.of("#image"),
                10_000,
                digest,
                NOW);
    }

    private static Update update(String id, Release release, UpdatePhase phase) {
        Update ordered = Update.ordered(
                new Update.Order(
                        id, "device-1", release.id(), Delivery.PUSH, true, false, "", release.sizeBytes(), NOW),
                "1.0.0",
                Deadlines.DEFAULT);
        return new Update(
                ordered.order(),
                phase,
                ordered.progress(),
                "why",
                0,
                NOW,
                phase.isFinal() ? Instant.MAX : NOW.plusSeconds(60),
                Instant.MAX);
    }
}
