package io.moult.suit.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.moult.cli.JsonError;
import io.moult.cli.Version;
import io.moult.cose.TrustStore;
import io.moult.suit.codec.IntegratedPayload;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.ManifestSummary;
import io.moult.suit.verify.DeviceProfile;
import io.moult.suit.verify.Examination;
import io.moult.suit.verify.ManifestVerifier;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.suit.verify.Rung;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
            "Verifies envelopes as a device would: one line per file, exit status 0 only if all are accepted.",
            "Without --vendor, --class or --min-sequence it is not asked whether a device would take it now."
        },
        footer = {"", "Exit status: 0 all accepted, 1 one is refused or unreadable, 2 misuse."})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
final class ManifestVerify extends Verb {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Envelopes, binary or hexadecimal text.")
    private List<Path> files;

    @Option(
            names = "--trust",
            required = true,
            arity = "1",
            paramLabel = "KEYS",
            description = "Whom to believe: a key set, a certificate (DER or PEM) or a public key (PEM). Repeatable.")
    private List<Path> trust;

    @Option(
            names = "--vendor",
            paramLabel = "UUID",
            converter = UuidText.class,
            description = "The device's vendor ID.")
    private @Nullable UUID vendor;

    @Option(names = "--class", paramLabel = "UUID", converter = UuidText.class, description = "The device's class ID.")
    private @Nullable UUID deviceClass;

    @Option(
            names = "--min-sequence",
            paramLabel = "N",
            description = "The lowest sequence number that the device takes.")
    private @Nullable String minimumSequence;

    @Override
    int run() throws CommandRefused {
        long minimum = parseMinimum();
        TrustStore store = TrustFiles.load(trust);
        ManifestVerifier verifier = new ManifestVerifier(store);
        ArrayNode all = new ObjectMapper().createArrayNode();
        int status = DONE;
        for (Path file : files) {
            Verdict verdict;
            try {
                verdict = judge(file, verifier, minimum);
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

    private Verdict judge(Path file, ManifestVerifier verifier, long minimum) throws IOException {
        EnvelopeFile source = EnvelopeFile.open(file);
        EnvelopeFile.Contents contents = source.read();
        if (!(contents instanceof EnvelopeFile.Contents.Read read)) {
            return Verdict.unreadable(file, ((EnvelopeFile.Contents.Refused) contents).refusal());
        }
        Envelope envelope = read.envelope();
        Examination examination = verifier.examine(envelope);
        Verdict verdict = new Verdict(
                file,
                Optional.of(examination.reached()),
                examination.refusal(),
                examination.manifest().map(ManifestSummary::of),
                envelope.notes());
        if (examination.refusal().isPresent()) {
            return verdict;
        }
        if (vendor != null || deviceClass != null || minimumSequence != null) {
            verdict = holdAgainstDevice(verdict, verifier, envelope, minimum);
        }
        return checkPayload(verdict, source, read.payloads());
    }

    /** What the user did not say of the device is taken to fit. */
    private Verdict holdAgainstDevice(Verdict verdict, ManifestVerifier verifier, Envelope envelope, long minimum) {
        ManifestSummary summary = verdict.summary().orElseThrow();
        UUID wantedVendor = vendor;
        UUID wantedClass = deviceClass;
        DeviceProfile device = new DeviceProfile(
                wantedVendor != null ? wantedVendor : summary.vendorId().orElseThrow(),
                wantedClass != null ? wantedClass : summary.classId().orElseThrow(),
                minimum,
                true,
                -1L);
        return verifier.verify(envelope, device)
                .fold(
                        accepted -> verdict.withReached(Rung.APPLICABLE),
                        refused -> verdict.withRefusal(refused.refusal()));
    }

    /** One image is supported, so there is one payload at most, and it is the image. */
    private static Verdict checkPayload(Verdict verdict, EnvelopeFile source, List<IntegratedPayload> payloads)
            throws IOException {
        if (payloads.isEmpty() || verdict.refusal().isPresent()) {
            return verdict;
        }
        var wanted = verdict.summary().flatMap(ManifestSummary::imageDigest).orElseThrow();
        if (source.payloadDigest(payloads.get(0)).equals(wanted.value())) {
            return verdict;
        }
        return verdict.withRefusal(
                new Refusal(RefusalReason.IMAGE_DIGEST, "the image in the envelope is not the one that was signed"));
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
