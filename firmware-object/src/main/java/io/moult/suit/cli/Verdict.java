package io.moult.suit.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moult.cli.JsonError;
import io.moult.suit.manifest.ManifestSummary;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.suit.verify.Rung;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code manifest verify} found of a file.
 *
 * @param reached the highest rung that holds; empty if it is no envelope at all
 */
record Verdict(
        Path file,
        Optional<Rung> reached,
        Optional<Refusal> refusal,
        Optional<ManifestSummary> summary,
        List<String> notes) {
    /** Reasons whose detail is no more than the name of what is not supported. */
    private static final Set<RefusalReason> NAMED = EnumSet.of(
            RefusalReason.UNSUPPORTED_COMMAND, RefusalReason.UNSUPPORTED_PARAMETER, RefusalReason.UNSUPPORTED_FORMAT);

    static Verdict unreadable(Path file, Refusal refusal) {
        return new Verdict(file, Optional.empty(), Optional.of(refusal), Optional.empty(), List.of());
    }

    Verdict withReached(Rung rung) {
        return new Verdict(file, Optional.of(rung), refusal, summary, notes);
    }

    Verdict withRefusal(Refusal found) {
        return new Verdict(file, reached, Optional.of(found), summary, notes);
    }

    String toLine() {
        String head = refusal.map(this::sentence).orElseGet(() -> "accepted " + file + summaryText());
        String ignored = notes.isEmpty() ? "" : " [" + String.join("; ", notes) + "]";
        return head + " (" + String.join(", ", rungs()) + ")" + ignored;
    }

    ObjectNode toJson() {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("file", file.toString()).put("accepted", refusal.isEmpty());
        refusal.ifPresent(why -> node.set("error", JsonError.member(why.reason().label(), sentence(why) + ".")));
        ObjectNode rungs = node.putObject("rungs");
        for (Rung rung : Rung.values()) {
            rungs.put(rung.label(), answer(rung));
        }
        summary.ifPresent(found -> SummaryJson.put(node, found));
        notes.forEach(node.withArray("notes")::add);
        return node;
    }

    private String sentence(Refusal why) {
        return "refused " + why.reason().label() + ": " + file + ": " + why.detail();
    }

    private String summaryText() {
        return summary.map(found -> ": version " + (found.version().isEmpty() ? "not given" : found.version())
                        + ", sequence " + Long.toUnsignedString(found.sequenceNumber()))
                .orElse("");
    }

    private List<String> rungs() {
        List<String> answers = new ArrayList<>();
        for (Rung rung : Rung.values()) {
            String answer = answer(rung);
            answers.add(rung.label() + ": " + answer);
            if (answer.startsWith("no")) {
                break;
            }
        }
        return answers;
    }

    private String answer(Rung rung) {
        if (holds(rung)) {
            return "yes";
        }
        boolean firstMissing = Arrays.stream(Rung.values())
                .filter(lower -> lower.compareTo(rung) < 0)
                .allMatch(this::holds);
        if (!firstMissing || refusal.isEmpty()) {
            return "not checked";
        }
        Refusal why = refusal.get();
        boolean named = NAMED.contains(why.reason());
        return "no (" + why.reason().label() + (named ? " " + why.detail() : "") + ")";
    }

    private boolean holds(Rung rung) {
        return reached.filter(highest -> rung.compareTo(highest) <= 0).isPresent();
    }
}
