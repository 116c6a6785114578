package io.moult.client.lwm2m;

import io.moult.client.ClientSettings;
import io.moult.client.ContactSettings;
import io.moult.client.PskCredentials;
import io.moult.client.provision.DeviceIdentity;
import io.moult.client.resume.ProgressJournal;
import io.moult.client.support.FakeBootControl;
import io.moult.client.support.StrictStagingArea;
import io.moult.client.support.TestReleases;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A whole client over flash and boot control in RAM and a journal in a file: what outlives a kill of the device. */
final class RunningDevice implements AutoCloseable {
    /** Everything about contact ten times as fast as it is by default. */
    static final ContactSettings HASTY = new ContactSettings(
            Duration.ofMillis(300),
            Duration.ofSeconds(3),
            Duration.ofMillis(400),
            2,
            Duration.ofSeconds(2),
            Duration.ofMillis(100),
            Duration.ofMillis(400));

    final StrictStagingArea staging = StrictStagingArea.ofKibibytes(256);
    final FakeBootControl boot = new FakeBootControl();
    final TestReleases author;
    private final Path journal;
    private final UnaryOperator<ClientSettings.Builder> changes;
    private ProgressJournal progress;
    private MoultClient client;

    RunningDevice(Path directory, URI server) throws IOException {
        this(directory, server, settings -> settings);
    }

    RunningDevice(Path directory, URI server, UnaryOperator<ClientSettings.Builder> changes) throws IOException {
        this.author = TestReleases.in(directory);
        this.journal = directory.resolve("progress.journal");
        this.changes = changes;
        this.progress = ProgressJournal.open(journal);
        this.client = started(server);
    }

    private MoultClient started(URI server) throws IOException {
        ClientSettings.Builder settings =
                ClientSettings.of(TestServer.ENDPOINT, server).contact(HASTY).restartDelay(Duration.ofMillis(50));
        if (server.getScheme().equals("coaps")) {
            settings.psk(new PskCredentials(TestServer.IDENTITY, TestServer.KEY));
        }
        return MoultClient.start(
                changes.apply(settings).build(),
                staging,
                boot,
                progress,
                author.trust(),
                DeviceIdentity.of(author.keys().vendorId(), author.keys().classId(), 1));
    }

    MoultClient client() {
        return client;
    }

    /** As a kill and a new start: the server hears nothing of the end. */
    void restart(URI server) throws IOException {
        client.close();
        progress.close();
        progress = ProgressJournal.open(journal);
        client = started(server);
    }

    @Override
    public void close() throws IOException {
        client.close();
        progress.close();
    }
}
