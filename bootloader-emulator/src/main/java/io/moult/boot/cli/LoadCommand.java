package io.moult.boot.cli;

import io.moult.boot.ApplicationServices;
import io.moult.boot.BootPlatform;
import io.moult.boot.DeviceStatus;
import io.moult.boot.DeviceStorage;
import io.moult.boot.Manufacture;
import io.moult.boot.image.SetFacts;
import io.moult.boot.recovery.ReleaseStream;
import io.moult.boot.recovery.Staging;
import io.moult.boot.topology.ComponentPlace;
import io.moult.cli.Failure;
import io.moult.cli.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code boot load}: a release into a device, as a factory does the first time and an update component after that. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Puts a release with its image in it into a device: as the first image where there is no firmware yet,",
            "else into the staging area, believed or not; the bootloader decides when it boots."
        },
        footer = {"", "Exit status: 0 loaded, 1 refused or failed, 2 misuse, 137 power cut as ordered."})
final class LoadCommand extends WritingVerb {
    @Parameters(paramLabel = "RELEASE.suit", description = "The envelope, with its image in it.")
    private Path release = Path.of("");

    @Option(
            names = "--golden",
            description = "As the image of last resort, on a device made with room for it (boot init --golden): once.")
    private boolean golden;

    @Override
    Telling run(DeviceStorage storage) throws IOException {
        try (InputStream in = Files.newInputStream(release)) {
            ReleaseStream stream = ReleaseStream.read(in);
            BootPlatform device = storage.platform();
            if (golden) {
                return golden(device, stream);
            }
            return Manufacture.hasFirmware(device) ? stage(storage, stream) : flash(storage, stream);
        } catch (NoSuchFileException e) {
            throw new Failure("unusable-file", release + ": there is no such file", e);
        }
    }

    private Telling flash(DeviceStorage storage, ReleaseStream stream) throws IOException {
        Manufacture.flashFirstImage(storage.platform(), stream.envelope(), stream.image());
        Map<String, Object> image = part(storage, "running");
        return telling("first", image, List.of("first image: " + describe(image) + ", confirmed"));
    }

    private static Telling golden(BootPlatform device, ReleaseStream stream) throws IOException {
        ComponentPlace place = device.topology().components().get(0);
        Manufacture.flashGolden(device, stream.envelope(), Map.of(place.id(), stream.image()));
        SetFacts facts = device.verifier().describe(stream.envelope()).orElseThrow();
        Map<String, Object> image = new LinkedHashMap<>();
        image.put("version", facts.version());
        image.put("sequenceNumber", Long.toUnsignedString(facts.sequenceNumber()));
        image.put("imageSizeBytes", facts.sizeBytes());
        return telling("golden", image, List.of("golden image: " + describe(image)));
    }

    private Telling stage(DeviceStorage storage, ReleaseStream stream) throws IOException {
        BootPlatform device = storage.platform();
        Bench.requireSettled(device);
        ApplicationServices application = Bench.application(device);
        Staging.write(application, device.verifier(), stream);
        Map<String, Object> image = part(storage, "staged");
        List<String> lines = new ArrayList<>();
        lines.add("staged: " + describe(image) + "; boot pending has it tried at the next boot");
        if (image.get("reason") != null) {
            lines.add("the bootloader will refuse it: " + image.get("reason"));
        }
        return telling("staged", image, lines);
    }

    private static Telling telling(String as, Map<String, Object> image, List<String> lines) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("loadedAs", as);
        object.put("image", image);
        return new Telling(DONE, object, lines);
    }

    private static String describe(Map<String, Object> image) {
        return "version " + image.get("version") + ", sequence number " + image.get("sequenceNumber") + ", "
                + image.get("imageSizeBytes") + " B";
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> part(DeviceStorage storage, String name) throws IOException {
        Object part = DeviceStatus.of(storage).get(name);
        return part instanceof Map<?, ?> ? (Map<String, Object>) part : Map.of();
    }
}
