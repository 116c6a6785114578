package io.moult.boot.cli;

import io.moult.boot.ApplicationServices;
import io.moult.boot.BootPlatform;
import io.moult.boot.DeviceStatus;
import io.moult.boot.DeviceStorage;
import io.moult.boot.Manufacture;
import io.moult.boot.image.SetFacts;
import io.moult.boot.otp.DeviceTrust;
import io.moult.boot.recovery.ReleaseStream;
import io.moult.boot.recovery.Staging;
import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.cli.Failure;
import io.moult.cli.Version;
import io.moult.suit.factory.ManufacturingImageFile;
import io.moult.suit.manifest.ComponentId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code boot load}: a release into a device, as a factory does the first time and an update component after that. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Puts a release with its images in it into a device: as the first one where there is no firmware yet,",
            "else into the staging area, believed or not; the bootloader decides when it boots. A manufacturing image",
            "(release --manufacturing) makes a blank device whole: vendor, class, certificate and first image.",
            "A change of whom the device believes (docs/policy.md) is staged as an update is."
        },
        footer = {"", "Exit status: 0 loaded, 1 refused or failed, 2 misuse, 137 power cut as ordered."})
final class LoadCommand extends WritingVerb {
    @Parameters(paramLabel = "FILE", description = "The envelope, with its images in it; or a manufacturing image.")
    private Path release = Path.of("");

    @Option(
            names = "--golden",
            description = "As the image of last resort, on a device made with room for it (boot init --golden): once.")
    private boolean golden;

    @Override
    Telling run(DeviceStorage storage) throws IOException {
        Optional<Bytes> change = changeOfTrust();
        if (change.isPresent() && !golden) {
            return stage(storage.platform(), change.get());
        }
        try (InputStream in = opened(release)) {
            return ManufacturingImageFile.isOne(release) ? manufacture(storage) : load(storage, ReleaseStream.read(in));
        }
    }

    private Telling load(DeviceStorage storage, ReleaseStream stream) throws IOException {
        BootPlatform device = storage.platform();
        if (golden) {
            return golden(device, stream);
        }
        return Manufacture.hasFirmware(device) ? stage(storage, stream) : flash(storage, stream);
    }

    private Telling manufacture(DeviceStorage storage) throws IOException {
        if (golden) {
            throw new ParameterException(
                    spec().commandLine(), "--golden takes a release; " + release + " is a manufacturing image.");
        }
        try (ManufacturingImageFile file = ManufacturingImageFile.open(release)) {
            Manufacture.manufacture(storage.platform(), file, files().bootloader());
        }
        Map<String, Object> image = part(storage, "running");
        return telling(
                "first",
                image,
                List.of("first image: " + describe(image)
                        + ", confirmed; the device is provisioned with its vendor, class" + " and certificate"));
    }

    /** The file, if it is a change of whom devices believe: an envelope without anything behind it. */
    private Optional<Bytes> changeOfTrust() throws IOException {
        int most = DecoderLimits.DEFAULT.of(Limit.HEAD_BYTES);
        try (InputStream in = opened(release)) {
            Bytes head = Bytes.wrap(in.readNBytes(most + 1));
            return head.length() <= most && DeviceTrust.isChange(head) ? Optional.of(head) : Optional.empty();
        }
    }

    private static Telling stage(BootPlatform device, Bytes change) throws IOException {
        Bench.requireSettled(device);
        ApplicationServices application = Bench.application(device);
        if (change.length() > application.envelopeCapacityBytes()) {
            throw new Failure(
                    "envelope-too-large",
                    "the change of trust has " + change.length() + " B; the device keeps "
                            + application.envelopeCapacityBytes() + " B");
        }
        application.begin(change);
        return new Telling(
                DONE,
                Map.of("loadedAs", "change-of-trust"),
                List.of("staged: a change of whom the device believes; boot pending has it judged at the next boot"));
    }

    private Telling flash(DeviceStorage storage, ReleaseStream stream) throws IOException {
        Manufacture.flashFirstSet(storage.platform(), stream.envelope(), stream);
        Map<String, Object> image = part(storage, "running");
        return telling("first", image, List.of("first image: " + describe(image) + ", confirmed"));
    }

    private static Telling golden(BootPlatform device, ReleaseStream stream) throws IOException {
        Manufacture.flashGolden(device, stream.envelope(), stream);
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
        List<String> staged =
                application.staging().stream().map(ComponentId::toString).toList();
        image.put("brings", staged);
        List<String> lines = new ArrayList<>();
        lines.add("staged: " + describe(image) + "; boot pending has it tried at the next boot");
        List<String> kept = new ArrayList<>(
                application.components().stream().map(ComponentId::toString).toList());
        kept.removeAll(staged);
        if (!kept.isEmpty()) {
            lines.add("of these, " + String.join(" and ", kept) + " stays as it is on the device");
        }
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
                + sizes(image);
    }

    /** Each image by its component, where there are several. */
    private static String sizes(Map<String, Object> image) {
        if (image.get("components") instanceof List<?> components && components.size() > 1) {
            return components.stream()
                    .map(component -> (Map<?, ?>) component)
                    .map(one -> one.get("component") + " " + one.get("imageSizeBytes") + " B")
                    .collect(Collectors.joining(", "));
        }
        return image.get("imageSizeBytes") + " B";
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> part(DeviceStorage storage, String name) throws IOException {
        Object part = DeviceStatus.of(storage).get(name);
        return part instanceof Map<?, ?> ? (Map<String, Object>) part : Map.of();
    }
}
