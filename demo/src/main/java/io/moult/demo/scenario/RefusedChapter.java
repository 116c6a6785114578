package io.moult.demo.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.moult.demo.link.LinkSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Chapter 6: five releases that a device must not believe. */
final class RefusedChapter implements Chapter {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /** What is wrong with a release, how it must be named, and what the standard's Update Result for it is. */
    private record Case(String wrong, String label, int updateResult, boolean manifestSuffices, Path release) {}

    @Override
    public String title() {
        return "Refused: five releases that must not be believed, each for its own reason";
    }

    @Override
    public void play(Stage stage) throws Exception {
        stage.link().behave(LinkSettings.delayed(0));
        Author author = stage.author();
        Cast.Next good = Cast.nextFor(stage, Cast.THIRD, "good");
        Path directory = author.directory();

        refused(
                stage,
                new Case(
                        "One byte of the image is flipped",
                        "image-digest",
                        5,
                        false,
                        CraftedReleases.withAFlippedByte(good.envelope(), directory.resolve("flipped.suit"))));

        Path otherClass = author.makeKeys(
                "OTHER-CLASS", "sensor rev C", Optional.of(author.keys().resolve("signing-key.pem")));
        Path foreign = author.release(
                "other-class", Author.Plan.embedded(otherClass, good.image(), good.version(), good.sequenceNumber()));
        serverRefusesToOffer(stage, foreign);
        refused(stage, new Case("It is for another class of devices", "class-mismatch", 6, true, foreign));

        refused(
                stage,
                new Case(
                        "Its sequence number is older",
                        "sequence-too-low",
                        8,
                        true,
                        author.release(
                                "older",
                                Author.Plan.embedded(
                                        author.keys(), good.image(), "0.9.0", good.sequenceNumber() - 2))));

        Path stranger = author.makeKeys("OTHER-SIGNER", Author.MODEL, Optional.empty());
        refused(
                stage,
                new Case(
                        "Somebody else has signed it",
                        "unknown-signer",
                        5,
                        true,
                        author.release(
                                "other-signer",
                                Author.Plan.embedded(stranger, good.image(), good.version(), good.sequenceNumber()))));

        refused(
                stage,
                new Case(
                        "Nobody has signed it",
                        "no-signature",
                        5,
                        true,
                        CraftedReleases.withoutSignature(good.envelope(), directory.resolve("unsigned.suit"))));
    }

    private static void serverRefusesToOffer(Stage stage, Path release) throws Exception {
        String id = stage.operator().upload(release);
        Rest.Answer answer = stage.operator().tryToOrder(Cast.THIRD, id, false);
        stage.narrator()
                .check(
                        "the server does not offer a release of another class to a device",
                        answer.status() == 409,
                        "REST: " + answer.inShort());
    }

    private static void refused(Stage stage, Case bad) throws Exception {
        Narrator narrator = stage.narrator();
        DeviceProcess device = stage.device(Cast.THIRD);
        narrator.say(bad.wrong() + ".");
        Optional<FlashView> before = bad.manifestSuffices() ? Optional.empty() : Optional.of(device.flash());
        String flashBefore = Files256.sha256(device.data().resolve("flash.bin")).hex();
        Transfers push = Transfers.ofPush(stage, bad.release(), "to " + Cast.THIRD);
        String release = stage.operator().upload(bad.release());
        String order = stage.operator().order(Cast.THIRD, release, true);
        JsonNode update = stage.operator().ended(order, DEADLINE);
        JsonNode shown = stage.operator()
                .deviceWhen(
                        Cast.THIRD,
                        "tells its refusal",
                        DEADLINE,
                        json -> json.path("lastRefusal").asText().startsWith(bad.label()));

        narrator.check(
                "refused as " + bad.label() + ", Update Result " + bad.updateResult(),
                !Operator.succeeded(update) && shown.path("result").asInt(-1) == bad.updateResult(),
                "REST: result " + shown.path("result").asText("none") + ", \""
                        + shown.path("lastRefusal").asText() + "\"");
        if (before.isEmpty()) {
            String flashAfter =
                    Files256.sha256(device.data().resolve("flash.bin")).hex();
            narrator.check(
                    "not one block was taken, and not one octet of flash has changed",
                    push.ledger().count() == 0 && flashBefore.equals(flashAfter),
                    "wire: " + push.ledger().count() + " blocks taken; flash.bin "
                            + (flashBefore.equals(flashAfter) ? "the same" : "changed"));
        } else {
            FlashView after = device.flash();
            narrator.check(
                    "the running image was not touched",
                    after.verified()
                            && after.confirmed()
                            && after.imageSha256().equals(before.get().imageSha256())
                            && after.version().equals(before.get().version()),
                    "boot state: " + after.inShort());
        }
    }
}
