package io.moult.client.support;

import io.moult.bytes.Bytes;
import io.moult.client.install.BootControl;
import io.moult.client.install.TrustInForce;
import io.moult.suit.provision.TrustHistory;
import io.moult.updateobject.BootReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A bootloader in RAM: says what a test wants it to have done, and records what it is asked for. */
public final class FakeBootControl implements BootControl {
    /** What it says it signed; a client passes it on as it is. */
    public static final Bytes SIGNED = Bytes.ofHex("d28443a10126a0" + "5a".repeat(700));

    private BootReport report = normal("1.0.0", 1);
    private Bytes runningEnvelope = Bytes.EMPTY;
    private boolean confirmed = true;
    private Optional<TrustInForce> trust = Optional.empty();
    private long trialBytes = -1;
    private int resets;
    private Runnable onReset = () -> {};
    private final List<String> calls = new ArrayList<>();

    public static BootReport normal(String version, long sequenceNumber) {
        return report(BootReport.Event.NORMAL, "", version, sequenceNumber);
    }

    public static BootReport report(BootReport.Event event, String detail, String version, long sequenceNumber) {
        return new BootReport(event, detail, "request", version, sequenceNumber, 0, 0);
    }

    @Override
    public synchronized BootReport bootReport() {
        return report;
    }

    @Override
    public Bytes signedBootReport() {
        return SIGNED;
    }

    @Override
    public synchronized Optional<TrustInForce> trust() {
        return trust;
    }

    /** It keeps a policy, and believes these since its last change. */
    public synchronized void believes(TrustHistory history, Bytes lastChange) {
        trust = Optional.of(new TrustInForce(history, lastChange));
    }

    @Override
    public synchronized Bytes runningEnvelope() {
        return runningEnvelope;
    }

    @Override
    public synchronized boolean confirmed() {
        return confirmed;
    }

    @Override
    public synchronized void requestTrialBoot(long imageSizeBytes) {
        calls.add("trial " + imageSizeBytes);
        trialBytes = imageSizeBytes;
    }

    @Override
    public synchronized void confirm() {
        calls.add("confirm");
        confirmed = true;
    }

    @Override
    public synchronized void reset() {
        onReset.run();
        calls.add("reset");
        resets++;
    }

    /** The device has booted so, with this envelope beside the running image. */
    public synchronized void booted(BootReport newReport, Bytes envelope, boolean nowConfirmed) {
        report = newReport;
        runningEnvelope = envelope;
        confirmed = nowConfirmed;
    }

    /** What is done in the moment of a reset. */
    public synchronized void onReset(Runnable work) {
        onReset = work;
    }

    /** The size in the last request for a trial boot; -1 when there was none. */
    public synchronized long trialBytes() {
        return trialBytes;
    }

    public synchronized int resets() {
        return resets;
    }

    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }
}
