package io.moult.demo.scenario;

import io.moult.suit.author.KeySet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Chapter 1: keys, and two releases of one image. */
final class ReleaseChapter implements Chapter {
    @Override
    public String title() {
        return "Release: an author makes keys and signs releases";
    }

    @Override
    public void play(Stage stage) throws Exception {
        Narrator narrator = stage.narrator();
        Author author = stage.author();
        Path keys = author.makeKeys("KEYS", Author.MODEL, Optional.empty());
        KeySet set = KeySet.read(keys);
        narrator.say("Keys for \"" + Author.MODEL + "\" of " + Author.DOMAIN + ": vendor " + set.vendorId() + ", class "
                + set.classId() + ", a development certificate.");

        Path first = author.release(
                "first", Author.Plan.embedded(keys, stage.images().old(), "1.0.0", 1));
        Path bringing = author.release(
                "first-with-provisioning",
                Author.Plan.embedded(keys, stage.images().oldBringing(set, author.directory()), "1.0.0", 1));
        Path embedded = author.release(
                "embedded", Author.Plan.embedded(keys, stage.images().fresh(), "2.0.0", 2));
        Path fetched = author.release(
                "fetched", Author.Plan.fetched(keys, stage.images().fresh(), "2.0.0", 2, stage.imageUri("new.bin")));
        narrator.say(
                "Version 1.0.0 for the factory (once also with identifiers and certificate at its end, for a blank device)"
                        + ", and version 2.0.0 twice: the image in the envelope ("
                        + kibibytes(embedded) + "), and the manifest alone (" + Files.size(fetched)
                        + " octets), its image to be fetched.");

        for (Path release : new Path[] {first, bringing, embedded, fetched}) {
            Author.Said said = author.verify(release, keys);
            narrator.check(
                    release.getFileName() + " is authentic and understood", said.status() == 0, inShort(said, release));
        }
        Path stranger = author.makeKeys("STRANGER", Author.MODEL, Optional.empty());
        Author.Said said = author.verify(embedded, stranger);
        narrator.check("with another's certificate it is not believed", said.status() == 1, inShort(said, embedded));
        long envelope = Files.size(embedded);
        long image = Files.size(stage.images().fresh());
        narrator.check(
                "the manifest is small: it fits beside the image on the device",
                envelope - image < 4096 && Files.size(fetched) < 4096,
                (envelope - image) + " octets around the image");
    }

    private static String kibibytes(Path file) throws java.io.IOException {
        return (Files.size(file) + 1023) / 1024 + " KiB";
    }

    /** Such as {@code accepted first.suit: version 1.0.0, sequence 1}. */
    private static String inShort(Author.Said said, Path release) {
        String line =
                said.text().lines().findFirst().orElse("").replace(release.toString(), release.getFileName() + "");
        int rungs = line.indexOf(" (decoded");
        return rungs < 0 ? line : line.substring(0, rungs);
    }
}
