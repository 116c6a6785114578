package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.boot.journal.SecondaryContent;
import io.moult.boot.topology.Layouts;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R16, R37: the staging area and the boot control as a running application has them. */
class ApplicationServicesTest {
    private static final Topology LAYOUT = Layouts.offset(1024, 32, 1, 4);

    @TempDir
    static Path dir;

    private static Releases.Signed first;
    private static Releases.Signed second;
    private static TestDevice settled;
    private TestDevice device;
    private ApplicationServices application;

    @BeforeAll
    static void manufacture() throws IOException {
        Releases author = new Releases(dir, "example.com", "sensor");
        first = author.release("1.0.0", 1, Releases.image(3000, 1));
        second = author.release("2.0.0", 2, Releases.image(3333, 2));
        settled = TestDevice.manufactured(LAYOUT, author, first);
    }

    @BeforeEach
    void start() throws IOException {
        device = settled.copy();
        application = device.application(device.start(ResetReason.POWER));
    }

    @Test
    void settledDevice_tellsWhatRunsAndHowMuchFits() throws IOException {
        assertThat(application.runningEnvelope()).isEqualTo(first.envelope());
        assertThat(application.confirmed()).isTrue();
        assertThat(application.stagedEnvelope()).isEqualTo(Bytes.EMPTY);
        assertThat(application.capacityBytes()).isEqualTo(4096);
        assertThat(application.sectorBytes()).isEqualTo(1024);
        assertThat(application.envelopeCapacityBytes()).isEqualTo(1024 - 32);
        assertThat(application.provisioning()).isPresent();
        assertThat(application.bootReport().version()).isEqualTo("1.0.0");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 31, 32, 33, 1000, 1024, 1025, 3333})
    void image_writtenInPiecesOfAnySize_isReadBackAtOnceAndAfterARestart(int pieceBytes) throws IOException {
        application.begin(second.envelope());
        for (int at = 0; at < 3333; at += pieceBytes) {
            int end = Math.min(at + pieceBytes, 3333);
            application.write(at, second.image().slice(at, end));
            assertThat(application.read(Math.max(0, end - 40), end - Math.max(0, end - 40)))
                    .isEqualTo(second.image().slice(Math.max(0, end - 40), end));
        }

        ApplicationServices restarted = device.application(device.start(ResetReason.POWER));

        assertThat(restarted.stagedEnvelope()).isEqualTo(second.envelope());
        assertThat(restarted.read(0, 3333)).isEqualTo(second.image());
    }

    @Test
    void restart_mayWriteAgainFromAnySectorBoundaryReached() throws IOException {
        application.begin(second.envelope());
        application.write(0, second.image().slice(0, 2500));
        application.write(1024, second.image().slice(1024, 2048));
        application.write(2048, second.image().slice(2048, 3333));

        assertThat(application.read(0, 3333)).isEqualTo(second.image());
    }

    @Test
    void write_withAGapOrBeyondTheImage_isRefused() throws IOException {
        application.begin(second.envelope());
        assertThatThrownBy(() -> application.write(1024, Bytes.ofHex("00")))
                .isInstanceOf(IllegalArgumentException.class);
        application.write(0, second.image().slice(0, 100));

        assertThatThrownBy(() -> application.write(101, Bytes.ofHex("00")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> application.write(1024, Bytes.ofHex("00")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> application.write(50, Bytes.ofHex("00"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> application.write(100, Releases.image(3300, 1)))
                .isInstanceOf(IllegalArgumentException.class);
        application.write(100, second.image().slice(100, 3333));
        assertThat(application.read(0, 3333)).isEqualTo(second.image());
    }

    @Test
    void discard_givesTheCandidateUpAndMayBeRepeated() throws IOException {
        application.discard();
        application.begin(second.envelope());
        application.write(0, second.image());
        application.requestTrialBoot(3333);
        application.discard();
        application.discard();

        assertThat(application.stagedEnvelope()).isEqualTo(Bytes.EMPTY);
        assertThat(device.start(ResetReason.REQUEST).image().version()).isEqualTo("1.0.0");
    }

    @Test
    void discard_withoutACandidate_leavesTheWayBack() throws IOException {
        application.begin(second.envelope());
        application.write(0, second.image());
        application.requestTrialBoot();
        assertThat(application.stagedEnvelope()).isEqualTo(second.envelope());
        ApplicationServices updated = device.application(device.start(ResetReason.REQUEST));
        updated.confirm();

        updated.discard();

        assertThat(updated.stagedEnvelope()).isEqualTo(Bytes.EMPTY);
        assertThat(device.journal().orElseThrow().secondary()).isEqualTo(SecondaryContent.PREVIOUS);
    }

    @Test
    void read_outsideTheSlot_isRefused() throws IOException {
        int slot = (int) application.capacityBytes();
        assertThat(application.read(0, slot).length()).isEqualTo(slot);
        assertThat(application.read(slot, 0)).isEqualTo(Bytes.EMPTY);

        for (int[] range : new int[][] {{-1, 1}, {0, -1}, {1, slot}, {slot, 1}}) {
            assertThatThrownBy(() -> application.read(range[0], range[1]))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessage(range[1] + " B at " + range[0] + " of a slot of " + slot + " B");
        }
    }

    @Test
    void begin_again_replacesWhatWasStaged() throws IOException {
        application.begin(second.envelope());
        application.write(0, second.image().slice(0, 2000));
        application.begin(first.envelope());

        assertThat(application.stagedEnvelope()).isEqualTo(first.envelope());
        application.write(0, first.image());
        assertThat(application.read(0, 3000)).isEqualTo(first.image());
    }

    @Test
    void callsThatTheStateForbids_areRefused() throws IOException {
        assertThatThrownBy(() -> application.write(0, Bytes.ofHex("00"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> application.requestTrialBoot(100)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> application.begin(Bytes.ofHex("00"))).isInstanceOf(IllegalArgumentException.class);

        application.begin(second.envelope());
        application.write(0, second.image());
        application.requestTrialBoot(3333);
        application.requestTrialBoot(3333);
        assertThatThrownBy(() -> application.write(0, Bytes.ofHex("00"))).isInstanceOf(IllegalStateException.class);

        ApplicationServices onTrial = device.application(device.start(ResetReason.REQUEST));
        assertThat(onTrial.confirmed()).isFalse();
        assertThat(onTrial.runningEnvelope()).isEqualTo(second.envelope());
        assertThatThrownBy(() -> onTrial.begin(first.envelope())).isInstanceOf(IllegalStateException.class);
        onTrial.confirm();
        onTrial.confirm();
        assertThat(onTrial.confirmed()).isTrue();
    }

    @Test
    void reset_pullsTheResetLine() throws IOException {
        AtomicInteger pulled = new AtomicInteger();

        new ApplicationServices(device.platform(), device.start(ResetReason.POWER), pulled::incrementAndGet).reset();

        assertThat(pulled).hasValue(1);
    }
}
