package io.moult.demo.scenario;

import io.moult.demo.link.LinkSettings;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Chapter 5: the manifest is pushed, the image is fetched, and the fetch is cut off. */
final class PullChapter implements Chapter {
    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final int DELAY_MILLIS = 4;

    @Override
    public String title() {
        return "Pull: a manifest alone is pushed; the device fetches the image, is cut off, and resumes";
    }

    @Override
    public void play(Stage stage) throws Exception {
        Narrator narrator = stage.narrator();
        DeviceProcess device = stage.device(Cast.THIRD);
        String imageName = "pull.bin";
        Cast.Next next =
                Cast.nextFor(stage, Cast.THIRD, "pull", Optional.empty(), Optional.of(stage.imageUri(imageName)));
        stage.operator().publish(imageName, next.image());
        String release = stage.operator().upload(next.envelope());
        long imageBytes = Files.size(next.image());
        stage.firmwareLink().behave(LinkSettings.delayed(DELAY_MILLIS));
        Transfers pull = Transfers.ofPull(stage, device, imageBytes, "fetched by " + Cast.THIRD);
        List<Integer> states = new ArrayList<>();
        narrator.say("The manifest (" + Files.size(next.envelope()) + " octets) is pushed to " + Cast.THIRD
                + "; the image waits on the firmware server.");
        String order = stage.operator().order(Cast.THIRD, release);
        pull.untilCut(DEADLINE);
        states.add(stateOf(stage));
        long pid = device.running().pid();
        device.kill();
        BlockLedger cut = pull.ledger();
        narrator.say("SIGKILL to " + Cast.THIRD + " (process " + pid + ") when " + cut.reachedBytes()
                + " octets were fetched; it is started again.");
        device.start();
        stage.waiting().until("the fetch goes on", DEADLINE, () -> {
            states.add(stateOf(stage));
            return pull.ledger().count() > cut.count() ? Optional.of(true) : Optional.empty();
        });
        BlockLedger ledger = pull.untilComplete(DEADLINE);

        narrator.check(
                "the fetch goes on where the device's durable progress says",
                ledger.taken().get(cut.count()).offsetBytes() >= cut.reachedBytes() - 4096,
                "wire: cut at " + cut.reachedBytes() + ", went on at "
                        + ledger.taken().get(cut.count()).offsetBytes());
        Verdicts verdicts = new Verdicts(stage);
        verdicts.atMostOneSectorTwice(ledger);
        narrator.check(
                "State was 1 for as long as the payload was not there",
                states.stream().allMatch(state -> state == 1),
                "REST: State " + states.stream().distinct().toList());
        narrator.check(
                "the device spoke to the firmware server over a second DTLS association",
                stage.firmwareLink().counts().handshakesToServer() > 0,
                "wire: " + stage.firmwareLink().counts().handshakesToServer() + " handshake records");
        verdicts.updated(Cast.THIRD, order, next, DEADLINE);
    }

    private static int stateOf(Stage stage) throws Exception {
        return stage.operator().device(Cast.THIRD).path("state").asInt(-1);
    }
}
