package io.moult.suit.cli;

import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.process.Handling;
import io.moult.suit.process.ManifestProcessor;
import io.moult.suit.process.Step;
import io.moult.suit.recipient.DirectoryRecipient;
import io.moult.suit.report.CapabilityReport;
import io.moult.suit.report.CommandRecord;
import io.moult.suit.report.Report;
import io.moult.suit.report.ReportResult;
import io.moult.suit.verify.Capabilities;
import io.moult.suit.verify.Circumstances;
import io.moult.suit.verify.Decisions;
import io.moult.suit.verify.ManifestVerifier;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.suit.verify.Verification;
import io.moult.suit.verify.VerifiedManifest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Verifies one envelope and runs it on a directory, serving what the processor asks for: all of it counts, or none. */
final class ManifestRun {
    /** Which commands are run. */
    enum Procedure {
        UPDATE,
        INVOKE,
        UNINSTALL
    }

    /**
     * What became of it.
     *
     * @param deeds what was done at the processor's request, in words
     */
    record Outcome(Optional<Refusal> refusal, Report report, Decisions decisions, List<String> deeds) {}

    private static final Set<RefusalReason> WANTING_MORE = EnumSet.of(
            RefusalReason.UNSUPPORTED_ALGORITHM,
            RefusalReason.UNSUPPORTED_COMMAND,
            RefusalReason.UNSUPPORTED_COMPONENT,
            RefusalReason.UNSUPPORTED_FORMAT,
            RefusalReason.UNSUPPORTED_PARAMETER);

    private final DirectoryRecipient recipient;
    private final ManifestVerifier verifier;
    private final PayloadFiles payloads;
    private final List<String> deeds = new ArrayList<>();
    private final Map<ComponentId, Digest> dependencies = new HashMap<>();

    ManifestRun(DirectoryRecipient recipient, ManifestVerifier verifier, PayloadFiles payloads) {
        this.recipient = recipient;
        this.verifier = verifier;
        this.payloads = payloads;
    }

    Outcome run(Envelope envelope, Procedure procedure) throws IOException {
        Circumstances now = new Circumstances(recipient.epochSeconds(), Optional.empty());
        Digest digest = envelope.authentication().digest();
        Verification verification = verifier.verify(
                envelope,
                now,
                recipient::minimumSequenceNumber,
                manifest -> procedure != Procedure.UPDATE || recipient.mayInstallAgain(manifest, digest));
        if (verification instanceof Verification.Refused refused) {
            return new Outcome(
                    Optional.of(refused.refusal()), unbelieved(digest, refused.refusal()), refused.decisions(), deeds);
        }
        VerifiedManifest verified = ((Verification.Accepted) verification).manifest();
        ManifestProcessor processor = new ManifestProcessor(
                verified,
                recipient,
                (inner, component, prefix) -> verifier.verify(
                        inner,
                        new Circumstances(recipient.epochSeconds(), prefix),
                        dependency -> recipient.minimumSequenceNumber(component),
                        dependency -> procedure != Procedure.UPDATE || mayUse(component, inner)));
        recipient.begin();
        Step last = switch (procedure) {
            case UPDATE -> update(processor, verified.manifest(), envelope);
            case INVOKE -> serve(processor, processor.invoke());
            case UNINSTALL -> serve(processor, processor.uninstall());
        };
        if (last instanceof Step.Done) {
            recipient.commit();
        } else {
            recipient.abandon();
            if (!deeds.isEmpty()) {
                deeds.add("none of it counts: every component is as it was");
            }
        }
        return new Outcome(refusalOf(last), processor.report(), verified.decisions(), deeds);
    }

    /** A dependency like a root manifest: with the number of the last one it is the last one. */
    private boolean mayUse(ComponentId component, Envelope dependency) {
        Digest digest = dependency.authentication().digest();
        dependencies.put(component, digest);
        return recipient.mayInstallAgain(component, digest);
    }

    private Step update(ManifestProcessor processor, Manifest manifest, Envelope envelope) throws IOException {
        Step installed = serve(processor, processor.install());
        if (!(installed instanceof Step.Done)) {
            return installed;
        }
        Map<ComponentId, Manifest> used = processor.dependencies();
        Step validated = serve(processor, processor.validate());
        if (validated instanceof Step.Done) {
            recipient.installedDependencies(used, dependencies);
            keep(manifest, envelope);
        }
        return validated;
    }

    /** The manifest is kept in its place, and an older one is refused from now on. */
    private void keep(Manifest manifest, Envelope envelope) throws IOException {
        if (manifest.componentId().isPresent()) {
            recipient.write(manifest.componentId().get(), envelope.stripped(), Handling.PLAIN);
        }
        recipient.installed(manifest, envelope.authentication().digest());
    }

    private Step serve(ManifestProcessor processor, Step first) throws IOException {
        Step step = first;
        while (step instanceof Step.Need need) {
            if (need instanceof Step.NeedPayload payload) {
                step = store(processor, need, payload.uri(), payload.imageSizeBytes());
            } else if (need instanceof Step.NeedDependency dependency) {
                step = store(processor, need, dependency.uri(), OptionalLong.empty());
            } else if (need instanceof Step.Invoke invoke) {
                deeds.add("invoke " + invoke.component()
                        + invoke.arguments()
                                .map(arguments -> " with h'" + arguments.hex() + "'")
                                .orElse(""));
                step = processor.proceed();
            } else {
                return step;
            }
        }
        return step;
    }

    private Step store(ManifestProcessor processor, Step.Need need, String uri, OptionalLong sizeBytes)
            throws IOException {
        boolean payload = need instanceof Step.NeedPayload;
        var component = payload ? ((Step.NeedPayload) need).component() : ((Step.NeedDependency) need).component();
        var origin = payload ? ((Step.NeedPayload) need).origin() : ((Step.NeedDependency) need).origin();
        Handling handling = payload ? ((Step.NeedPayload) need).handling() : ((Step.NeedDependency) need).handling();
        Optional<InputStream> found = payloads.find(uri, processor.envelopeOf(origin));
        if (found.isEmpty()) {
            return processor.gaveUp(new Refusal(
                    RefusalReason.BAD_URI, Printable.of(uri) + " is neither in the envelope nor named by --payload"));
        }
        try (InputStream octets = found.get()) {
            Optional<Refusal> refused = recipient.store(component, octets, handling, sizeBytes);
            if (refused.isPresent()) {
                return processor.gaveUp(refused.get());
            }
        }
        deeds.add("store " + Printable.of(uri) + " in " + component);
        return processor.payloadStored();
    }

    private static Optional<Refusal> refusalOf(Step last) {
        if (last instanceof Step.Done) {
            return Optional.empty();
        } else if (last instanceof Step.Failed failed) {
            return Optional.of(failed.refusal());
        }
        return Optional.of(new Refusal(
                RefusalReason.DEFERRED,
                "it waits for events "
                        + ((Step.Wait) last)
                                .events().stream().map(event -> event.code()).toList()));
    }

    /** Whoever asked for more than there is, is told what there is. */
    private static Report unbelieved(Digest digest, Refusal why) {
        Report report = new Report(
                "",
                digest,
                Optional.empty(),
                List.of(),
                ReportResult.of(why.reason(), CommandRecord.NONE),
                Optional.empty());
        return WANTING_MORE.contains(why.reason())
                ? report.withCapabilities(CapabilityReport.of(Capabilities.ALL, ReportOptions.ANY_COMPONENT))
                : report;
    }
}
