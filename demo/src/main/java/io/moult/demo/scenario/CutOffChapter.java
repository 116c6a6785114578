package io.moult.demo.scenario;

import io.moult.bytes.Bytes;
import io.moult.demo.link.LinkSettings;
import io.moult.suit.author.KeySet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Chapter 4: device and server are killed in mid-push. */
final class CutOffChapter implements Chapter {
    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final int DELAY_MILLIS = 4;
    private static final int SLOW_MILLIS = 200;
    private static final int OTHER_SIGNERS = 7;
    private static final double BACK_WITHIN_SECONDS = 15;

    @Override
    public String title() {
        return "Cut off: first the device is killed in mid-push, then the server";
    }

    @Override
    public void play(Stage stage) throws Exception {
        stage.link().behave(LinkSettings.delayed(DELAY_MILLIS));
        deviceIsKilled(stage);
        serverIsKilled(stage);
        stage.link().behave(LinkSettings.delayed(1));
    }

    private static void deviceIsKilled(Stage stage) throws Exception {
        Narrator narrator = stage.narrator();
        DeviceProcess device = stage.device(Cast.SECOND);
        Cast.Next next = Cast.nextFor(stage, Cast.SECOND, "cut-off-device");
        Path envelope = signedByMany(stage, next.envelope());
        String release = stage.operator().upload(envelope);
        String order = killedInTheHead(stage, envelope, release);
        Transfers push = Transfers.ofPush(stage, envelope, "to " + Cast.SECOND);
        device.start();
        push.untilCut(DEADLINE);
        long pid = device.running().pid();
        device.kill();
        long reached = push.ledger().reachedBytes();
        int before = push.ledger().count();
        narrator.check(
                "the head has started again",
                push.ledger().firstOffsetSince(0) == 0,
                "wire: went on at " + push.ledger().firstOffsetSince(0));
        narrator.say("SIGKILL to " + Cast.SECOND + " (process " + pid + ") when " + reached
                + " octets were taken; it is started again.");
        device.start();
        BlockLedger ledger = push.untilComplete(DEADLINE);

        narrator.check(
                "the transfer goes on where the device's durable progress says",
                ledger.taken().get(before).offsetBytes() >= reached - 4096,
                "wire: cut at " + reached + ", went on at "
                        + ledger.taken().get(before).offsetBytes());
        finish(stage, order, next, ledger);
    }

    /** Before the manifest is there to be accepted: nothing may be written yet. */
    private static String killedInTheHead(Stage stage, Path envelope, String release) throws Exception {
        DeviceProcess device = stage.device(Cast.SECOND);
        Path flash = device.data().resolve("flash.bin");
        Bytes before = Files256.sha256(flash);
        int headBytes = CraftedReleases.headBytes(envelope);
        stage.link().behave(LinkSettings.delayed(SLOW_MILLIS));
        Transfers head = Transfers.ofPush(stage, envelope, "to " + Cast.SECOND);
        String order = stage.operator().order(Cast.SECOND, release);
        stage.waiting()
                .until(
                        "the first block is taken",
                        DEADLINE,
                        () -> head.ledger().count() > 0 ? Optional.of(true) : Optional.empty());
        device.kill();
        stage.link().behave(LinkSettings.delayed(DELAY_MILLIS));
        long reached = head.ledger().reachedBytes();
        stage.narrator()
                .say("SIGKILL to " + Cast.SECOND + " when " + reached + " octets of the head's " + headBytes
                        + " were taken; it is started again.");
        stage.narrator()
                .check(
                        "before the manifest is accepted nothing has been written",
                        reached < headBytes && Files256.sha256(flash).equals(before),
                        "flash.bin " + (Files256.sha256(flash).equals(before) ? "the same" : "changed"));
        return order;
    }

    /** As many signatures as an envelope may have, so that its head fills more than one block. */
    private static Path signedByMany(Stage stage, Path release) throws Exception {
        List<KeySet> others = new ArrayList<>();
        for (int i = 1; i <= OTHER_SIGNERS; i++) {
            others.add(KeySet.read(stage.author().makeKeys("ALSO-" + i, Author.MODEL, Optional.empty())));
        }
        Path envelope = stage.author().directory().resolve("signed-by-many.suit");
        CraftedReleases.signedByOthersToo(release, envelope, others);
        stage.narrator()
                .say(OTHER_SIGNERS + " others have signed the release too: its head has "
                        + CraftedReleases.headBytes(envelope) + " octets, more than a block.");
        return envelope;
    }

    private static void serverIsKilled(Stage stage) throws Exception {
        Narrator narrator = stage.narrator();
        Cast.Next next = Cast.nextFor(stage, Cast.SECOND, "cut-off-server");
        String release = stage.operator().upload(next.envelope());
        Transfers push = Transfers.ofPush(stage, next.envelope(), "to " + Cast.SECOND);
        String order = stage.operator().order(Cast.SECOND, release);
        push.untilCut(DEADLINE);
        long pid = stage.server().pid();
        stage.server().kill();
        long reached = push.ledger().reachedBytes();
        narrator.say("SIGKILL to the server (process " + pid + ") when " + reached
                + " octets were taken; it is started again.");
        WireLog wire = push.wire();
        int heardBefore = wire.messages().size();
        long handshakesBefore = stage.link().counts().handshakesToServer();
        stage.startServer();
        long returned = stage.waiting().nanoTime();
        double seconds = stage.waiting()
                .until(
                        Cast.SECOND + " registers again",
                        DEADLINE,
                        () -> stage.operator()
                                        .device(Cast.SECOND)
                                        .path("registered")
                                        .asBoolean()
                                ? Optional.of((stage.waiting().nanoTime() - returned) / 1e9)
                                : Optional.empty());
        long registrations = wire.messages().stream()
                .skip(heardBefore)
                .filter(message -> message.path("uri").asText().equals("rd")
                        && message.path("code").asText().equals("POST"))
                .count();
        long handshakes = stage.link().counts().handshakesToServer() - handshakesBefore;
        narrator.check(
                "within 15 s of the server's return the device has made a fresh handshake and registered again",
                seconds <= BACK_WITHIN_SECONDS && registrations > 0 && handshakes > 0,
                String.format(
                        Locale.ROOT,
                        "REST: after %.1f s; wire: %d registrations, %d handshake records",
                        seconds,
                        registrations,
                        handshakes));
        BlockLedger ledger = push.untilComplete(DEADLINE);
        finish(stage, order, next, ledger);
    }

    private static void finish(Stage stage, String order, Cast.Next next, BlockLedger ledger) throws Exception {
        Verdicts verdicts = new Verdicts(stage);
        verdicts.atMostOneSectorTwice(ledger);
        verdicts.updated(Cast.SECOND, order, next, DEADLINE);
    }
}
