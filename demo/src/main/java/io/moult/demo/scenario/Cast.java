package io.moult.demo.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Optional;

/** Who plays: three devices of the same model, and what each is given next. */
final class Cast {
    /** Takes pushes, and bad releases. */
    static final String FIRST = "sensor-1";

    /** Is cut off, and loses power. */
    static final String SECOND = "sensor-2";

    /** Pulls, and is offered what it must refuse. */
    static final String THIRD = "sensor-3";

    private Cast() {}

    /** A release that a device is to run next: one number up, and the other image than the one it runs. */
    record Next(String version, long sequenceNumber, Path image, Path envelope) {}

    /** Makes the next release for a device, its image in it. */
    static Next nextFor(Stage stage, String endpoint, String name) throws Exception {
        return nextFor(stage, endpoint, name, Optional.empty(), Optional.empty());
    }

    /** Makes the next release for a device: with this image if given, to be fetched from there if given. */
    static Next nextFor(Stage stage, String endpoint, String name, Optional<Path> givenImage, Optional<String> uri)
            throws Exception {
        JsonNode device = stage.operator().device(endpoint);
        long sequence = device.path("sequenceNumber").asLong() + 1;
        String version = sequence + ".0.0";
        boolean runsFresh = stage.device(endpoint)
                .flash()
                .imageSha256()
                .equals(stage.images().freshSha256().hex());
        Path image = givenImage.orElse(
                runsFresh ? stage.images().old() : stage.images().fresh());
        Path envelope =
                stage.author().release(name, new Author.Plan(stage.author().keys(), image, version, sequence, uri));
        return new Next(version, sequence, image, envelope);
    }
}
