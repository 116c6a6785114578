package io.moult.suit.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.suit.author.KeySet;
import io.moult.suit.author.Release;
import io.moult.suit.author.ReleaseBuilder;
import io.moult.suit.author.ReleaseSet;
import io.moult.suit.author.image.FlatImage;
import io.moult.suit.manifest.Version;
import io.moult.suit.verify.Refusal;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code release}: builds and signs a release. */
@Command(
        name = "release",
        versionProvider = io.moult.cli.Version.class,
        sortOptions = false,
        description =
                "Builds and signs a release: an envelope with the image in it, or, with --uri, one that says where"
                        + " devices fetch the image; and, with --manufacturing, the image that a factory needs."
                        + " With --component, images for several components that a device takes all or none of.",
        footer = {"", "Exit status: 0 done, 1 refused or failed, 2 misuse."})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
public final class ReleaseCommand extends Verb {
    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli reads the field
    private final HelpOption help = new HelpOption();

    @Option(names = "--keys", required = true, paramLabel = "KEYS", description = "The key set, made with keys init.")
    private Path keys;

    @Mixin
    private final ImageOptions images = new ImageOptions();

    @Mixin
    private final SetOptions set = new SetOptions();

    @Option(
            names = "--version",
            required = true,
            paramLabel = "VERSION",
            description = "Numbers separated by dots, such as 2.0.0: for people.")
    private String version;

    @Option(
            names = "--sequence",
            required = true,
            paramLabel = "N",
            description = "The sequence number: devices take none that is not higher than their own.")
    private String sequence;

    @Option(
            names = "--security-counter",
            paramLabel = "N",
            description = "Once this release is confirmed, nothing with a lower counter boots any more.")
    private @Nullable String securityCounter;

    @Option(
            names = "--uri",
            paramLabel = "URI",
            description = "Where devices fetch the image: coaps://HOST[:PORT]/PATH.")
    private @Nullable String uri;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The envelope to write, such as update.suit.")
    private Path out;

    @Mixin
    private final ManufacturingOptions manufacturing = new ManufacturingOptions();

    @Override
    int run() throws CommandRefused {
        Version parsedVersion = parseVersion();
        long sequenceNumber = parseUnsigned("--sequence", sequence);
        if (manufacturing.isBootloaderAlone()) {
            throw misuse("--bootloader goes into a manufacturing image: say --manufacturing FILE.");
        }
        requireImages();
        KeySet keySet = readKeys();
        ReleaseBuilder builder = builder(keySet).version(parsedVersion).sequenceNumber(sequenceNumber);
        String counter = securityCounter;
        if (counter != null) {
            builder.securityCounter(parseUnsigned("--security-counter", counter));
        }
        String address = uri;
        if (address != null) {
            builder.uri(parseUri(address));
        }
        OutputFile.requireFree(out);
        if (!set.isEmpty()) {
            return releaseSet(builder, parsedVersion);
        }
        manufacturing.requireAbsent();
        try (PartialFile flat = PartialFile.of(out, ".image")) {
            FlatImage image = images.flatten(flat.path());
            Release release = build(builder, image);
            manufacturing.write(release, keySet);
            OutputFile.write(out, release::writeTo);
            report(release, parsedVersion, image);
        } catch (IOException e) {
            throw CommandRefused.unwritable(out, e);
        }
        return DONE;
    }

    private void requireImages() {
        if (set.isEmpty()) {
            if (images.isEmpty()) {
                throw misuse(
                        "Missing required option: '--image=FILE', or '--component=NAME=FILE' for each component of a"
                                + " device that has several.");
            }
            return;
        }
        set.objection().ifPresent(sentence -> {
            throw misuse(sentence);
        });
        for (Map.Entry<String, Boolean> alone : Map.of(
                        "--image",
                        !images.isEmpty(),
                        "--uri",
                        uri != null,
                        "--manufacturing",
                        manufacturing.file().isPresent())
                .entrySet()) {
            if (alone.getValue()) {
                throw misuse(alone.getKey() + " is for a release of one image: leave it out beside --component.");
            }
        }
    }

    private int releaseSet(ReleaseBuilder builder, Version parsedVersion) throws CommandRefused {
        try (SetOptions.Flat flat = new SetOptions.Flat()) {
            set.flatten(images, out, flat);
            ReleaseSet release = builder.buildSet(flat.parts());
            Optional<Refusal> refusal =
                    ManifestCreate.refusalOf(release.envelope().head());
            if (refusal.isPresent()) {
                throw CommandRefused.of(out, refusal.get());
            }
            OutputFile.write(out, release.envelope());
            report(release, parsedVersion, Files.size(out));
        } catch (IOException e) {
            throw CommandRefused.unwritable(out, e);
        }
        return DONE;
    }

    private void report(ReleaseSet release, Version parsedVersion, long envelopeBytes) {
        String sequenceNumber = Long.toUnsignedString(release.manifest().sequenceNumber());
        if (json()) {
            ObjectNode node = new ObjectMapper().createObjectNode();
            node.put("file", out.toString())
                    .put("version", parsedVersion.toString())
                    .put("sequenceNumber", sequenceNumber)
                    .put("envelopeBytes", envelopeBytes)
                    .put(
                            "manifestSha256",
                            release.envelope().authentication().digest().value().hex());
            ArrayNode components = node.putArray("components");
            release.images()
                    .forEach(image -> components
                            .addObject()
                            .put("component", image.component().toString())
                            .put("imageBytes", image.sizeBytes())
                            .put("imageSha256", image.digest().value().hex())
                            .put("embedded", image.brought()));
            print(node);
            return;
        }
        release.images()
                .forEach(image -> out().println(image.component() + ": image of " + image.sizeBytes() + " octets "
                        + (image.brought() ? "embedded" : "left out, devices must hold it already")));
        out().println(out + ": version " + parsedVersion + ", sequence " + sequenceNumber + ", "
                + release.images().size() + " components, envelope of " + envelopeBytes + " octets");
    }

    private KeySet readKeys() throws CommandRefused {
        try {
            return KeySet.read(keys);
        } catch (IOException e) {
            throw CommandRefused.unusable(e.getMessage() + ".");
        }
    }

    private static ReleaseBuilder builder(KeySet keySet) throws CommandRefused {
        try {
            return ReleaseBuilder.of(keySet);
        } catch (IOException e) {
            throw CommandRefused.unusable(e.getMessage() + ".");
        }
    }

    private static Release build(ReleaseBuilder builder, FlatImage image) throws CommandRefused {
        try {
            return builder.build(image.path());
        } catch (IOException e) {
            throw CommandRefused.unreadable(image.path(), e);
        }
    }

    private Version parseVersion() {
        try {
            return Version.parse(version);
        } catch (IllegalArgumentException e) {
            throw misuse("--version: " + e.getMessage() + ".");
        }
    }

    private long parseUnsigned(String option, String text) {
        try {
            if (text.matches("[0-9]+")) {
                return Long.parseUnsignedLong(text);
            }
        } catch (NumberFormatException e) {
            throw misuse(option + ": " + text + " is more than 64 bits hold.");
        }
        throw misuse(option + ": \"" + text + "\" is not a number from 0 on.");
    }

    private String parseUri(String text) {
        String wanted = "--uri: \"" + text + "\" is not an address such as coaps://updates.example.com/images/name";
        try {
            URI parsed = new URI(text);
            boolean coap = "coaps".equals(parsed.getScheme()) || "coap".equals(parsed.getScheme());
            if (!coap || parsed.getHost() == null || parsed.getFragment() != null || parsed.getUserInfo() != null) {
                throw misuse(wanted + ".");
            }
        } catch (URISyntaxException e) {
            throw misuse(wanted + ".");
        }
        if (text.codePointCount(0, text.length()) > DecoderLimits.DEFAULT.of(Limit.URI_CHARS)) {
            throw misuse("--uri is longer than " + DecoderLimits.DEFAULT.of(Limit.URI_CHARS) + " characters.");
        }
        return text;
    }

    private void report(Release release, Version parsedVersion, FlatImage image) {
        String delivery = release.embedded() ? "embedded" : "fetched from " + uri;
        if (json()) {
            ObjectNode node = new ObjectMapper().createObjectNode();
            node.put("file", out.toString())
                    .put("version", parsedVersion.toString())
                    .put(
                            "sequenceNumber",
                            Long.toUnsignedString(release.manifest().sequenceNumber()))
                    .put("envelopeBytes", release.lengthBytes())
                    .put("imageBytes", release.imageSizeBytes())
                    .put("imageSha256", release.imageDigest().value().hex())
                    .put("manifestSha256", release.manifestDigest().value().hex())
                    .put("embedded", release.embedded())
                    .put("imageExtracted", image.extracted());
            if (image.extracted()) {
                node.put("imageAddress", image.firstAddress());
            }
            manufacturing.file().ifPresent(file -> node.put("manufacturingFile", file.toString()));
            print(node);
            return;
        }
        if (image.extracted()) {
            out().println("image: what " + images.first() + (images.count() > 1 ? " and others load" : " loads")
                    + ", from address 0x" + Long.toHexString(image.firstAddress()) + " on");
        }
        manufacturing.file().ifPresent(file -> out().println(file + ": manufacturing image"));
        out().println(out + ": version " + parsedVersion + ", sequence "
                + Long.toUnsignedString(release.manifest().sequenceNumber()) + ", image of "
                + release.imageSizeBytes() + " octets " + delivery + ", envelope of " + release.lengthBytes()
                + " octets");
    }
}
