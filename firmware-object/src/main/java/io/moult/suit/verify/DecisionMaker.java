package io.moult.suit.verify;

import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandCode;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.ManifestSummary;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.Section;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes down the nine decisions, from what verification has found. */
final class DecisionMaker {
    private static final Set<CommandCode> TIMING = Set.of(
            CommandCode.WAIT, CommandCode.USE_BEFORE, CommandCode.MINIMUM_BATTERY, CommandCode.UPDATE_AUTHORIZED);

    private final Set<String> uris = new LinkedHashSet<>();
    private final Set<String> timing = new LinkedHashSet<>();
    private final Set<String> acts = new LinkedHashSet<>();
    private boolean encrypted;

    private DecisionMaker() {}

    /** For a manifest that climbed to a rung and was refused there, or not. */
    static Decisions of(Examination examination, Optional<Refusal> refusal) {
        Optional<Question> stop = refusal.map(why -> questionOf(why.reason()));
        DecisionMaker read = new DecisionMaker();
        examination.manifest().ifPresent(read::read);
        List<Decision> all = new ArrayList<>();
        for (Question question : Question.values()) {
            if (stop.equals(Optional.of(question))) {
                all.add(new Decision(
                        question, Decision.Answer.STOP, refusal.orElseThrow().toString()));
            } else if (isSettled(question, examination.reached(), stop)) {
                all.add(new Decision(question, Decision.Answer.GO, read.because(question, examination)));
            } else {
                all.add(new Decision(question, Decision.Answer.NOT_ASKED, "refused before"));
            }
        }
        return new Decisions(all);
    }

    /** Whether a question was settled in favour before the one that stopped it. */
    private static boolean isSettled(Question question, Rung reached, Optional<Question> stop) {
        return switch (question) {
            case CORRUPTED -> reached.compareTo(Rung.DIGEST_BOUND) >= 0;
            case TRUSTED -> reached.compareTo(Rung.AUTHENTIC) >= 0;
            case HOW, KIND, WHEN, SOURCE -> reached.compareTo(Rung.SUPPORTED) >= 0;
            case APPLICABLE -> reached.compareTo(Rung.SUPPORTED) >= 0;
            case OLDER -> reached.compareTo(Rung.SUPPORTED) >= 0 && !stop.equals(Optional.of(Question.APPLICABLE));
            case DESTINATION -> reached.compareTo(Rung.SUPPORTED) >= 0 && stop.isEmpty();
        };
    }

    private static Question questionOf(RefusalReason reason) {
        return switch (reason) {
            case NO_SIGNATURE, SIGNATURE, UNKNOWN_SIGNER, NOT_PROVISIONED, POLICY -> Question.TRUSTED;
            case COMPONENT_UNAUTHORISED -> Question.TRUSTED;
            case UNSUPPORTED_ALGORITHM -> Question.TRUSTED;
            case MANIFEST_DIGEST, MALFORMED, LIMIT_EXCEEDED, IMAGE_DIGEST -> Question.CORRUPTED;
            case VENDOR_MISMATCH, CLASS_MISMATCH, DEVICE_MISMATCH -> Question.APPLICABLE;
            case SEQUENCE_TOO_LOW -> Question.OLDER;
            case CONDITION_FAILED, CANCELLED, DEFERRED -> Question.WHEN;
            case UNSUPPORTED_COMMAND, UNSUPPORTED_PARAMETER, INSTALL_FAILED, TRIAL_FAILED -> Question.HOW;
            case UNSUPPORTED_FORMAT, IMAGE_SIZE, ENVELOPE_TOO_LARGE, OUT_OF_MEMORY -> Question.KIND;
            case CONNECTION_LOST, BAD_URI, UNSUPPORTED_SCHEME -> Question.SOURCE;
            case UNSUPPORTED_COMPONENT, SLOT_TOO_SMALL, STORAGE_FAILED -> Question.DESTINATION;
        };
    }

    private String because(Question question, Examination examination) {
        return switch (question) {
            case TRUSTED ->
                "signed by "
                        + examination.signatories().stream()
                                .map(one -> one.key().equals(one.believed())
                                        ? one.key().toString()
                                        : one.key() + " for " + one.believed())
                                .collect(Collectors.joining(", "));
            case CORRUPTED -> "the signed digest is that of the manifest; what it brings is compared when it is stored";
            case APPLICABLE -> applicability(examination);
            case OLDER ->
                examination
                        .manifest()
                        .map(manifest -> "sequence number " + Long.toUnsignedString(manifest.sequenceNumber()))
                        .orElse("");
            case WHEN -> timing.isEmpty() ? "at once" : String.join(", ", timing);
            case HOW -> acts.isEmpty() ? "nothing is changed" : String.join(", ", acts);
            case KIND -> kind(examination);
            case SOURCE -> uris.isEmpty() ? "nothing is fetched" : String.join(", ", uris);
            case DESTINATION ->
                examination
                        .manifest()
                        .map(manifest -> manifest.components().stream()
                                .map(Object::toString)
                                .collect(Collectors.joining(", ")))
                        .orElse("");
        };
    }

    private static String applicability(Examination examination) {
        Optional<ManifestSummary> summary = examination.manifest().map(ManifestSummary::of);
        String vendor = summary.flatMap(ManifestSummary::vendorId)
                .map(id -> "vendor " + id)
                .orElse("any vendor");
        String deviceClass = summary.flatMap(ManifestSummary::classId)
                .map(id -> "class " + id)
                .orElse("any class");
        return "for " + vendor + ", " + deviceClass;
    }

    private String kind(Examination examination) {
        Optional<ManifestSummary> summary = examination.manifest().map(ManifestSummary::of);
        String size = summary.filter(one -> one.imageSizeBytes().isPresent())
                .map(one -> Long.toUnsignedString(one.imageSizeBytes().getAsLong()) + " octets")
                .orElse("of the size that is stored");
        return (encrypted ? "encrypted, " : "plain, ") + size;
    }

    private void read(Manifest manifest) {
        visit(manifest.sharedSequence());
        for (Section section : Section.values()) {
            manifest.sequence(section).ifPresent(this::visit);
        }
    }

    private void visit(CommandSequence sequence) {
        for (Command command : sequence.commands()) {
            CommandCode.of(command.code()).filter(TIMING::contains).ifPresent(code -> timing.add(command.label()));
            if (command instanceof Directive.Operation && !(command instanceof Directive.Wait)) {
                acts.add(command.label());
            } else if (command instanceof Directive.OverrideParameters override) {
                note(override.parameters());
            } else if (command instanceof Directive.SetParameters set) {
                note(set.parameters());
            } else if (command instanceof Directive.OverrideMultiple override) {
                override.entries().forEach(entry -> note(entry.parameters()));
            } else if (command instanceof Directive.RunSequence run) {
                visit(run.sequence());
            } else if (command instanceof Directive.TryEach tryEach) {
                tryEach.attempts().forEach(this::visit);
            }
        }
    }

    private void note(Parameters parameters) {
        parameters.find(Parameter.Uri.class).ifPresent(uri -> uris.add(uri.value()));
        encrypted |= parameters.find(Parameter.EncryptionInfo.class).isPresent();
    }
}
