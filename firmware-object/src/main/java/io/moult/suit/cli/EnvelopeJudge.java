package io.moult.suit.cli;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.codec.IntegratedPayload;
import io.moult.suit.codec.WholeEnvelope;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.ManifestSummary;
import io.moult.suit.manifest.Section;
import io.moult.suit.verify.AuthorisationPolicy;
import io.moult.suit.verify.Capabilities;
import io.moult.suit.verify.Circumstances;
import io.moult.suit.verify.Examination;
import io.moult.suit.verify.ManifestVerifier;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.suit.verify.Rehearsal;
import io.moult.suit.verify.Rung;
import io.moult.suit.verify.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Judges the envelope in a file: all that can be told of it without a device. */
final class EnvelopeJudge {
    /** A dependency in an envelope is itself an envelope without large payloads, or it is not looked into. */
    private static final int MOST_DEPENDENCY_BYTES = 1024 * 1024;

    private final AuthorisationPolicy policy;
    private final ManifestVerifier verifier;
    private final Circumstances circumstances;
    private final Optional<Expectation> expectation;

    /** The device that would get it. */
    record Expectation(Rehearsal.Device device, long minimumSequenceNumber) {}

    EnvelopeJudge(
            AuthorisationPolicy policy,
            Capabilities capabilities,
            Circumstances circumstances,
            Optional<Expectation> expectation) {
        this.policy = policy;
        this.verifier = new ManifestVerifier(policy, DecoderLimits.DEFAULT, capabilities);
        this.circumstances = circumstances;
        this.expectation = expectation;
    }

    Verdict judge(Path file) throws IOException {
        EnvelopeFile source = EnvelopeFile.open(file);
        EnvelopeFile.Contents contents = source.read();
        if (!(contents instanceof EnvelopeFile.Contents.Read read)) {
            return Verdict.unreadable(file, ((EnvelopeFile.Contents.Refused) contents).refusal());
        }
        Envelope envelope = read.envelope();
        Examination examination = examine(envelope);
        Verdict verdict = new Verdict(
                file,
                Optional.of(examination.reached()),
                examination.refusal(),
                examination.manifest().map(ManifestSummary::of),
                envelope.notes());
        if (examination.refusal().isPresent()) {
            return verdict;
        }
        Manifest manifest = examination.manifest().orElseThrow();
        Verdict held = expectation.isPresent() ? hold(verdict, envelope, manifest, expectation.get()) : verdict;
        return held.refusal().isPresent() ? held : checkPayloads(held, source, read.payloads(), manifest);
    }

    /** Where no device is asked, what is for private use is as good as any. */
    private Examination examine(Envelope envelope) {
        Examination examination = verifier.examine(envelope, circumstances);
        Optional<Manifest> manifest = examination.manifest();
        if (expectation.isPresent() || examination.refusal().isEmpty() || manifest.isEmpty()) {
            return examination;
        }
        return new ManifestVerifier(policy, DecoderLimits.DEFAULT, Capabilities.ALL.withPrivateUseOf(manifest.get()))
                .examine(envelope, circumstances);
    }

    private Verdict hold(Verdict verdict, Envelope envelope, Manifest manifest, Expectation expected) {
        Optional<Refusal> refusal = verifier.verify(envelope, circumstances, any -> expected.minimumSequenceNumber())
                .fold(accepted -> Optional.<Refusal>empty(), (Verification.Refused no) -> Optional.of(no.refusal()))
                .or(() -> Rehearsal.of(manifest, expected.device()).refusal());
        return refusal.map(verdict::withRefusal).orElseGet(() -> verdict.withReached(Rung.APPLICABLE));
    }

    /** Each payload that comes along is the one whose digest was signed, as far as the manifest compares it. */
    private Verdict checkPayloads(
            Verdict verdict, EnvelopeFile source, List<IntegratedPayload> payloads, Manifest manifest)
            throws IOException {
        Rehearsal.Outcome rehearsed = Rehearsal.of(manifest, Rehearsal.Device.ANY);
        List<Rehearsal.PayloadMatch> matches = rehearsed.matches();
        Verdict now = rehearsed.refusal().isEmpty() ? compare(verdict, payloads, manifest, rehearsed.uris()) : verdict;
        for (IntegratedPayload payload : payloads) {
            for (Rehearsal.PayloadMatch match : matches) {
                if (match.uri().equals(payload.key())) {
                    now = match.dependency()
                            ? checkDependency(now, source, payload, match.digest())
                            : checkImage(now, source, payload, match.digest());
                }
            }
        }
        return now;
    }

    /** Payloads that nothing fetches and fetches of payloads that are not there are an author's mistakes. */
    private static Verdict compare(
            Verdict verdict, List<IntegratedPayload> payloads, Manifest manifest, Set<String> uris) {
        Verdict now = verdict;
        Set<String> inside = payloads.stream().map(IntegratedPayload::key).collect(Collectors.toSet());
        boolean allKnown =
                manifest.dependencies().isEmpty() && Stream.of(Section.values()).noneMatch(manifest::severed);
        for (IntegratedPayload payload : payloads) {
            if (allKnown && !uris.contains(payload.key())) {
                now = noted(now, "nothing in the manifest fetches the payload " + Printable.of(payload.key()));
            }
        }
        for (String uri : new TreeSet<>(uris)) {
            if (uri.startsWith("#") && !inside.contains(uri)) {
                now = noted(now, Printable.of(uri) + " is fetched, and there is no such payload in the envelope");
            }
        }
        return now;
    }

    private static Verdict checkImage(Verdict verdict, EnvelopeFile source, IntegratedPayload payload, Digest wanted)
            throws IOException {
        if (wanted.knownAlgorithm().isEmpty()) {
            return verdict;
        }
        return source.payloadDigest(payload, wanted.knownAlgorithm().get()).equals(wanted.value())
                ? verdict
                : verdict.withRefusal(new Refusal(
                        RefusalReason.IMAGE_DIGEST, "the image in the envelope is not the one that was signed"));
    }

    /** The digest is that of the manifest inside; who signed that one is the device's question, and told as a note. */
    private Verdict checkDependency(Verdict verdict, EnvelopeFile source, IntegratedPayload payload, Digest wanted)
            throws IOException {
        String name = Printable.of(payload.key());
        if (payload.lengthBytes() > MOST_DEPENDENCY_BYTES) {
            return noted(verdict, name + " is too large to be looked into");
        }
        Bytes octets = source.read(payload.offsetBytes(), (int) payload.lengthBytes());
        WholeEnvelope.Result result = WholeEnvelope.read(octets, DecoderLimits.DEFAULT);
        if (!(result instanceof WholeEnvelope.Result.Read inner)) {
            Refusal why = ((WholeEnvelope.Result.Refused) result).refusal();
            return verdict.withRefusal(new Refusal(why.reason(), "in " + name + ": " + why.detail()));
        }
        Envelope dependency = inner.whole().envelope();
        if (!wanted.isOf(dependency.manifest().wrapped())) {
            return verdict.withRefusal(new Refusal(
                    RefusalReason.IMAGE_DIGEST, "the manifest in " + name + " is not the one that was signed"));
        }
        Examination examination = verifier.examine(dependency, circumstances);
        return examination.reached().compareTo(Rung.AUTHENTIC) >= 0
                ? verdict
                : noted(
                        verdict,
                        name + " is not authentic: " + examination.refusal().orElseThrow());
    }

    private static Verdict noted(Verdict verdict, String note) {
        List<String> notes = new ArrayList<>(verdict.notes());
        notes.add(note);
        return new Verdict(verdict.file(), verdict.reached(), verdict.refusal(), verdict.summary(), notes);
    }
}
