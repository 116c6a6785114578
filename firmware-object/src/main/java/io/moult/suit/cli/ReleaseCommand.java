package io.moult.suit.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.suit.author.KeySet;
import io.moult.suit.author.Release;
import io.moult.suit.author.ReleaseBuilder;
import io.moult.suit.manifest.Version;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                        + " devices fetch the image.",
        footer = {"", "Exit status: 0 done, 1 refused or failed, 2 misuse."})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
public final class ReleaseCommand extends Verb {
    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli reads the field
    private final HelpOption help = new HelpOption();

    @Option(names = "--keys", required = true, paramLabel = "KEYS", description = "The key set, made with keys init.")
    private Path keys;

    @Option(
            names = "--image",
            required = true,
            paramLabel = "FILE",
            description = "The image, as it is to lie in flash.")
    private Path image;

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

    @Override
    int run() throws CommandRefused {
        Version parsedVersion = parseVersion();
        long sequenceNumber = parseUnsigned("--sequence", sequence);
        ReleaseBuilder builder = readKeys().version(parsedVersion).sequenceNumber(sequenceNumber);
        String counter = securityCounter;
        if (counter != null) {
            builder.securityCounter(parseUnsigned("--security-counter", counter));
        }
        String address = uri;
        if (address != null) {
            builder.uri(parseUri(address));
        }
        if (Files.exists(out)) {
            throw CommandRefused.unwritable(out, new FileAlreadyExistsException(out.toString()));
        }
        Release release = build(builder);
        write(release);
        report(release, parsedVersion);
        return DONE;
    }

    private ReleaseBuilder readKeys() throws CommandRefused {
        try {
            return ReleaseBuilder.of(KeySet.read(keys));
        } catch (IOException e) {
            throw CommandRefused.unusable(e.getMessage() + ".");
        }
    }

    private Release build(ReleaseBuilder builder) throws CommandRefused {
        try {
            if (Files.isDirectory(image)) {
                throw CommandRefused.unusable(image + " is a directory where an image is needed.");
            }
            if (Files.size(image) == 0) {
                throw CommandRefused.unusable(image + " is empty: an image has at least one octet.");
            }
            return builder.build(image);
        } catch (IOException e) {
            throw CommandRefused.unreadable(image, e);
        }
    }

    /** Beside its place first, so that nobody ever sees half an envelope. */
    private void write(Release release) throws CommandRefused {
        Path target = out.toAbsolutePath();
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        try {
            try (OutputStream stream = Files.newOutputStream(partial)) {
                release.writeTo(stream);
            }
            Files.move(partial, target);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(partial);
            } catch (IOException leftBehind) {
                e.addSuppressed(leftBehind);
            }
            throw CommandRefused.unwritable(out, e);
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
        if (text.length() > DecoderLimits.DEFAULT.of(Limit.URI_CHARS)) {
            throw misuse("--uri is longer than " + DecoderLimits.DEFAULT.of(Limit.URI_CHARS) + " characters.");
        }
        return text;
    }

    private void report(Release release, Version parsedVersion) {
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
                    .put("embedded", release.embedded());
            print(node);
            return;
        }
        out().println(out + ": version " + parsedVersion + ", sequence "
                + Long.toUnsignedString(release.manifest().sequenceNumber()) + ", image of "
                + release.imageSizeBytes() + " octets " + delivery + ", envelope of " + release.lengthBytes()
                + " octets");
    }
}
