package io.moult.demo.scenario;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** Follows one body as it crosses the wire, block by block, and shows how far it is. */
final class Transfers {
    /** Where the story cuts a transfer off: about 40 %. */
    static final double CUT_AT = 0.4;

    private final Narrator narrator;
    private final Waiting waiting;
    private final WireLog wire;
    private final String what;
    private final long sizeBytes;
    private final boolean push;
    private final String tag;

    private Transfers(Stage stage, WireLog wire, String what, long sizeBytes, boolean push, String tag) {
        this.narrator = stage.narrator();
        this.waiting = stage.waiting();
        this.wire = wire;
        this.what = what;
        this.sizeBytes = sizeBytes;
        this.push = push;
        this.tag = tag;
    }

    /** A push of this file, as the server's trace shows it; a body is known by its identity (Request-Tag). */
    static Transfers ofPush(Stage stage, Path file, String what) throws IOException {
        Bytes identity = Files256.sha256(file).slice(0, 8);
        return new Transfers(stage, stage.server().wire().fromHere(), what, Files.size(file), true, identity.hex());
    }

    /** A pull of an image of this size, as the device's trace shows it. */
    static Transfers ofPull(Stage stage, DeviceProcess device, long sizeBytes, String what) throws IOException {
        return new Transfers(stage, device.wire().fromHere(), what, sizeBytes, false, "");
    }

    /** The blocks so far. */
    BlockLedger ledger() throws IOException {
        return push
                ? BlockLedger.ofPush(
                        wire.messages(), message -> message.path("tag").asText().equals(tag))
                : BlockLedger.ofPull(wire.messages());
    }

    WireLog wire() {
        return wire;
    }

    /** Follows until about 40 % of the body has been taken. */
    BlockLedger untilCut(Duration deadline) throws Exception {
        return until(deadline, ledger -> ledger.reachedBytes() >= CUT_AT * sizeBytes);
    }

    /** Follows until all of it has been taken. */
    BlockLedger untilComplete(Duration deadline) throws Exception {
        return until(deadline, ledger -> ledger.reachedBytes() >= sizeBytes);
    }

    private BlockLedger until(Duration deadline, Predicate<BlockLedger> enough) throws Exception {
        try {
            return waiting.until("blocks move (" + what + ")", deadline, () -> {
                BlockLedger ledger = ledger();
                narrator.progress(what, ledger.reachedBytes(), sizeBytes);
                return enough.test(ledger) ? Optional.of(ledger) : Optional.empty();
            });
        } finally {
            narrator.progressEnds();
        }
    }
}
