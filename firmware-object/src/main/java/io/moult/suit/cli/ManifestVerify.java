package io.moult.suit.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.moult.cli.JsonError;
import io.moult.cli.Version;
import io.moult.suit.verify.Capabilities;
import io.moult.suit.verify.Circumstances;
import io.moult.suit.verify.Rehearsal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code manifest verify}: whether envelopes can be believed, and by which device. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Verifies envelopes: one line per file, exit status 0 only if all are accepted.",
            "Without --vendor, --class, --device, --min-sequence or --one-image it is asked whether they are authentic"
                    + " and well-formed, not whether some device would take them now."
        },
        footer = {"", "Exit status: 0 all accepted, 1 one is refused or unreadable, 2 misuse."})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
final class ManifestVerify extends Verb {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Envelopes, binary or hexadecimal text.")
    private List<Path> files;

    @Option(
            names = "--trust",
            arity = "1",
            paramLabel = "KEYS",
            description =
                    "Whom to believe: a key set, a directory of certificates by fingerprint, a certificate (DER or PEM),"
                            + " a public key (PEM), a COSE_Key (binary or hexadecimal), or a pkcs11: URI. Repeatable.")
    private List<String> trust = List.of();

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "Who may do what, in YAML (docs/policy.md). Without it one trusted signer may do everything.")
    private @Nullable Path policy;

    @Option(
            names = "--vendor",
            paramLabel = "UUID",
            converter = UuidText.class,
            description = "The device's vendor ID.")
    private @Nullable UUID vendor;

    @Option(names = "--class", paramLabel = "UUID", converter = UuidText.class, description = "The device's class ID.")
    private @Nullable UUID deviceClass;

    @Option(names = "--device", paramLabel = "UUID", converter = UuidText.class, description = "The device's own ID.")
    private @Nullable UUID device;

    @Option(
            names = "--min-sequence",
            paramLabel = "N",
            description = "The lowest sequence number that the device takes.")
    private @Nullable String minimumSequence;

    @Option(
            names = "--one-image",
            description = "Whether a device with one image takes it, which runs some of the commands only"
                    + " (docs/suit.md).")
    private boolean oneImage;

    @Override
    int run() throws CommandRefused {
        if (trust.isEmpty() && policy == null) {
            throw misuse("Missing required option: say whom to believe by --trust KEYS, or by --policy FILE.");
        }
        EnvelopeJudge judge = new EnvelopeJudge(
                TrustFiles.policy(policy, trust),
                oneImage ? Capabilities.ONE_IMAGE : Capabilities.ALL,
                new Circumstances(OptionalLong.of(Clock.systemUTC().instant().getEpochSecond()), Optional.empty()),
                expectation());
        ArrayNode all = new ObjectMapper().createArrayNode();
        int status = DONE;
        for (Path file : files) {
            Verdict verdict;
            try {
                verdict = judge.judge(file);
            } catch (IOException e) {
                CommandRefused unreadable = CommandRefused.unreadable(file, e);
                complain(unreadable.sentence());
                all.addObject()
                        .put("file", file.toString())
                        .put("accepted", false)
                        .set("error", JsonError.member(unreadable.errorName(), unreadable.sentence()));
                status = REFUSED;
                continue;
            }
            if (json()) {
                all.add(verdict.toJson());
            } else {
                out().println(verdict.toLine());
            }
            status = verdict.refusal().isPresent() ? REFUSED : status;
        }
        if (json()) {
            print(all);
        }
        return status;
    }

    /** What the user said of a device; empty if nothing. */
    private Optional<EnvelopeJudge.Expectation> expectation() {
        if (vendor == null && deviceClass == null && device == null && minimumSequence == null && !oneImage) {
            return Optional.empty();
        }
        return Optional.of(new EnvelopeJudge.Expectation(
                new Rehearsal.Device(
                        Optional.ofNullable(vendor), Optional.ofNullable(deviceClass), Optional.ofNullable(device)),
                parseMinimum()));
    }

    private long parseMinimum() {
        String text = minimumSequence;
        if (text == null) {
            return 0;
        }
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw misuse("--min-sequence: \"" + text + "\" is not a number from 0 on.");
        }
    }
}
