package io.moult.suit.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moult.cbor.DecoderLimits;
import io.moult.cli.JsonError;
import io.moult.cli.Version;
import io.moult.cose.DecryptionKey;
import io.moult.cose.KeyFiles;
import io.moult.suit.recipient.DirectoryRecipient;
import io.moult.suit.recipient.RecipientIdentity;
import io.moult.suit.recipient.Surroundings;
import io.moult.suit.report.Report;
import io.moult.suit.verify.Capabilities;
import io.moult.suit.verify.Decision;
import io.moult.suit.verify.ManifestVerifier;
import io.moult.suit.verify.Refusal;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code manifest process}: runs a manifest on a directory, one file a component, and writes the report. */
@Command(
        name = "process",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Verifies an envelope and runs its manifest on a directory: one file a component.",
            "Nothing is fetched over a network: name a file for each URI, or bring the payload in the envelope.",
            "What the device is, and is not said by an option, fits every manifest."
        },
        footer = {"", "Exit status: 0 done, 1 refused or failed, 2 misuse."})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
final class ManifestProcess extends Verb {
    @Parameters(arity = "1", paramLabel = "FILE", description = "The envelope, binary or hexadecimal text.")
    private Path file;

    @Option(
            names = "--trust",
            required = true,
            arity = "1",
            paramLabel = "KEYS",
            description = "Whom to believe: a key set, a directory of certificates by fingerprint, a certificate,"
                    + " a public key, a COSE_Key, or a pkcs11: URI. Repeatable.")
    private List<String> trust;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "Who may do what, in YAML (docs/policy.md). Without it one trusted signer may do everything.")
    private @Nullable Path policy;

    @Option(
            names = "--recipient",
            required = true,
            paramLabel = "DIR",
            description = "The directory that is the device; made if it is not there.")
    private Path directory;

    @Option(names = "--payload", paramLabel = "URI=FILE", description = "Where the octets of a URI are. Repeatable.")
    private List<String> payloads = List.of();

    @Option(
            names = "--decrypt-key",
            arity = "1",
            paramLabel = "KEY",
            description = "A key of the device's that opens payloads. Repeatable.")
    private List<Path> decryptionKeys = new ArrayList<>();

    @Option(names = "--vendor", paramLabel = "UUID", converter = UuidText.class, description = "The vendor ID.")
    private @Nullable UUID vendor;

    @Option(names = "--class", paramLabel = "UUID", converter = UuidText.class, description = "The class ID.")
    private @Nullable UUID deviceClass;

    @Option(names = "--device", paramLabel = "UUID", converter = UuidText.class, description = "The device ID.")
    private @Nullable UUID device;

    @Option(names = "--slot", paramLabel = "N", description = "The slot of every component (default 0).")
    private long slot;

    @Option(names = "--battery", paramLabel = "MWH", description = "The battery's charge.")
    private @Nullable Long battery;

    @Option(names = "--authorize", description = "Somebody with a say allows the update.")
    private boolean authorized;

    @Option(names = "--event", arity = "1", paramLabel = "N", description = "A wait event that has come. Repeatable.")
    private Set<Long> events = Set.of();

    @Option(
            names = "--procedure",
            paramLabel = "NAME",
            converter = ProcedureName.class,
            description = "What to run: update (default), invoke or uninstall.")
    private ManifestRun.Procedure procedure = ManifestRun.Procedure.UPDATE;

    @Mixin
    private final ReportOptions reporting = new ReportOptions();

    @ArgGroup
    private @Nullable ReportKeys reportKeys;

    @Override
    int run() throws CommandRefused {
        ManifestVerifier verifier =
                new ManifestVerifier(TrustFiles.policy(policy, trust), DecoderLimits.DEFAULT, Capabilities.ALL);
        List<DecryptionKey> keys = loadKeys();
        ReportKeys chosen = reportKeys;
        ReportKeys.Loaded protection = (chosen == null ? new ReportKeys() : chosen).load();
        EnvelopeFile.Opened read = EnvelopeFile.openWhole(file);
        Map<String, Path> named = payloads();
        DirectoryRecipient recipient = recipient(keys);
        ManifestRun.Outcome outcome;
        try {
            PayloadFiles files = new PayloadFiles(read.source(), read.payloads(), named, recipient);
            outcome = new ManifestRun(recipient, verifier, files).run(read.envelope(), procedure);
        } catch (IOException e) {
            throw CommandRefused.unwritable(directory, e);
        }
        Report report = reporting.complete(outcome.report());
        reporting.write(protection, report, directory);
        tell(outcome, report);
        return outcome.refusal().isEmpty() ? DONE : REFUSED;
    }

    /** A URI may have an equals sign; the file's name has none. */
    private Map<String, Path> payloads() throws CommandRefused {
        Map<String, Path> named = new LinkedHashMap<>();
        for (String payload : payloads) {
            int equals = payload.lastIndexOf('=');
            if (equals <= 0 || equals == payload.length() - 1) {
                throw misuse("--payload: \"" + Printable.of(payload) + "\" is not URI=FILE.");
            }
            Path content = Path.of(payload.substring(equals + 1));
            if (Files.isDirectory(content)) {
                throw CommandRefused.unusable(content + " is a directory, where --payload takes a file.");
            }
            if (!Files.isReadable(content)) {
                throw CommandRefused.unusable(content + ": there is no such file, or it cannot be read.");
            }
            named.put(payload.substring(0, equals), content);
        }
        return named;
    }

    private DirectoryRecipient recipient(List<DecryptionKey> keys) throws CommandRefused {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw CommandRefused.unusable(directory + " is a file, where --recipient takes a directory.");
        }
        try {
            return DirectoryRecipient.open(directory, identity(), surroundings(), keys);
        } catch (FileSystemException e) {
            throw CommandRefused.unwritable(directory, e);
        } catch (IOException e) {
            throw CommandRefused.unreadable(directory, e);
        }
    }

    private List<DecryptionKey> loadKeys() throws CommandRefused {
        List<DecryptionKey> keys = new ArrayList<>();
        for (Path key : decryptionKeys) {
            try {
                keys.add(KeyFiles.decryptionKey(KeyFiles.readSmallFile(key)));
            } catch (IOException e) {
                throw CommandRefused.unreadable(key, e);
            }
        }
        return keys;
    }

    private RecipientIdentity identity() {
        return new RecipientIdentity(
                Optional.ofNullable(vendor), Optional.ofNullable(deviceClass), Optional.ofNullable(device));
    }

    private Surroundings surroundings() {
        Clock clock = Clock.systemUTC();
        Long charge = battery;
        if (slot < 0) {
            throw misuse("--slot: \"" + slot + "\" is not a number from 0 on.");
        }
        if (charge != null && charge < 0) {
            throw misuse("--battery: \"" + charge + "\" is not a number from 0 on.");
        }
        return new Surroundings(
                () -> OptionalLong.of(clock.instant().getEpochSecond()),
                charge == null ? OptionalLong.empty() : OptionalLong.of(charge),
                authorized,
                slot,
                events);
    }

    private void tell(ManifestRun.Outcome outcome, Report report) {
        if (json()) {
            print(toJson(outcome, report));
            return;
        }
        outcome.deeds().forEach(out()::println);
        out().println(outcome.refusal()
                .map(why -> sentence(why))
                .orElse("done " + file + ": " + procedure.name().toLowerCase(Locale.ROOT)));
    }

    private String sentence(Refusal why) {
        return "refused " + why.reason().label() + ": " + file + ": " + why.detail();
    }

    private ObjectNode toJson(ManifestRun.Outcome outcome, Report report) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("file", file.toString())
                .put("procedure", procedure.name().toLowerCase(Locale.ROOT))
                .put("done", outcome.refusal().isEmpty());
        outcome.refusal()
                .ifPresent(
                        why -> node.set("error", JsonError.member(why.reason().label(), sentence(why) + ".")));
        outcome.deeds().forEach(node.putArray("deeds")::add);
        ObjectNode decisions = node.putObject("decisions");
        for (Decision decision : outcome.decisions().all()) {
            decisions
                    .putObject(decision.question().name().toLowerCase(Locale.ROOT))
                    .put(
                            "answer",
                            decision.answer().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .put("because", decision.because());
        }
        ReportJson.put(node.putObject("report"), report);
        return node;
    }
}
