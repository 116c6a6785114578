package io.moult.updateobject;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.suit.verify.RefusalReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.leshan.core.model.DDFFileParser;
import org.eclipse.leshan.core.model.InvalidDDFFileException;
import org.eclipse.leshan.core.model.ObjectModel;
import org.junit.jupiter.api.Test;

/**
 * Prints the tables of the machine and of the refusals into {@code docs/} ({@code -Dmoult.regenerate=true}) and, at all
 * other times, sees to it that what is printed there is what the code does.
 */
class PrintedTablesTest {
    private static final String MODEL = "/models/moult-32800.xml";
    private static final Path DOCS = Path.of(System.getProperty("moult.root", ".."), "docs");

    @Test
    void states_printedInDocs_areWhatTheMachineDoes() throws IOException {
        compare("firmware-update-states.md", states());
    }

    @Test
    void refusals_printedInDocs_areWhatTheTableSays() throws IOException {
        compare("refusals.md", refusals());
    }

    @Test
    void privateObject_printedInDocs_isItsModel() throws Exception {
        compare("private-object.md", privateObject());
        compare("moult-32800.xml", new String(model(), StandardCharsets.UTF_8));
    }

    private static String privateObject() throws IOException, InvalidDDFFileException {
        ObjectModel model = new DDFFileParser()
                .parse(new ByteArrayInputStream(model()), MODEL)
                .get(0);
        List<String> lines = new ArrayList<>();
        lines.add("# The private object: " + model.name);
        lines.add("");
        lines.add("Printed from its XML model by `PrintedTablesTest`; not to be edited.");
        lines.add("The model itself, to be loaded into any LwM2M server:");
        lines.add("[`moult-32800.xml`](moult-32800.xml).");
        lines.add("");
        lines.add(model.description);
        lines.add("");
        lines.add(
                "Object " + model.id + " (configurable on both ends; from the range for private use, 32769 to 42768),");
        lines.add("version " + model.version + ", a single instance.");
        lines.add("");
        lines.add("| resource | name | type | |");
        lines.add("|---|---|---|---|");
        model.resources
                .values()
                .forEach(resource -> lines.add("| " + resource.id + " | " + resource.name + " | " + words(resource.type)
                        + " | " + resource.description + " |"));
        lines.add("");
        return String.join("\n", lines);
    }

    private static byte[] model() throws IOException {
        try (InputStream input = PrintedTablesTest.class.getResourceAsStream(MODEL)) {
            return input.readAllBytes();
        }
    }

    private static void compare(String name, String generated) throws IOException {
        Path page = DOCS.resolve(name);
        if (Boolean.getBoolean("moult.regenerate")) {
            Files.createDirectories(DOCS);
            Files.writeString(page, generated, StandardCharsets.UTF_8);
        }
        assertThat(page)
                .as("to print it: mvn test -pl firmware-object -Dtest=PrintedTablesTest -Dmoult.regenerate=true")
                .exists()
                .content(StandardCharsets.UTF_8)
                .isEqualTo(generated);
    }

    private static String states() {
        List<String> lines = new ArrayList<>();
        lines.add("# The Firmware Update object: State by event");
        lines.add("");
        lines.add(
                "Printed from `io.moult.updateobject.FirmwareUpdateMachine` by `PrintedTablesTest`; not to be edited.");
        lines.add("OMA object 5, version 1.1: State is resource 5/0/3, Update Result is resource 5/0/5.");
        lines.add("");
        lines.add("Each cell: the State that follows, with the Update Result in parentheses; the code by which a");
        lines.add("request is refused; what the device does. `-`: nothing changes, and a request is answered 2.04.");
        lines.add("");
        lines.add("- *receive*: the receiver of blocks judges the block and answers it");
        lines.add("- *discard*: what was received or staged, its progress and its identity are thrown away");
        lines.add("- *stop fetching*, *fetch package* (from 5/0/1), *fetch payload* (from the manifest's address)");
        lines.add("- *install*: the candidate is handed to the bootloader and the device resets, after the answer");
        lines.add("");
        lines.add("A block that merely repeats the one before is answered again in every State and is not an event.");
        lines.add("A refusal has the Update Result of [refusals.md](refusals.md); the one shown is of `signature`.");
        for (var half : List.of(
                List.copyOf(Situations.situations().keySet()).subList(0, 4),
                List.copyOf(Situations.situations().keySet()).subList(4, 8))) {
            lines.add("");
            lines.add("| event | " + String.join(" | ", half) + " |");
            lines.add("|---|" + "---|".repeat(half.size()));
            Situations.events()
                    .forEach((name, event) -> lines.add("| " + name + " | "
                            + half.stream()
                                    .map(column -> cell(Situations.situation(column), event))
                                    .collect(Collectors.joining(" | "))
                            + " |"));
        }
        lines.add("");
        return String.join("\n", lines);
    }

    private static String cell(UpdateSituation now, UpdateEvent event) {
        UpdateTransition transition = FirmwareUpdateMachine.on(now, event);
        List<String> parts = new ArrayList<>();
        if (!transition.next().equals(now)) {
            parts.add("→ " + transition.next().state().code() + " ("
                    + transition.next().result().code() + ")");
        }
        if (transition.answer() instanceof UpdateAnswer.Refuse refuse) {
            parts.add(refuse.code().toString());
        }
        for (UpdateEffect effect : transition.effects()) {
            parts.add(effect.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
        }
        return parts.isEmpty() ? "-" : String.join(", ", parts);
    }

    private static String refusals() {
        List<String> lines = new ArrayList<>();
        lines.add("# Refusals");
        lines.add("");
        lines.add("Printed from `io.moult.updateobject.RefusalTable` by `PrintedTablesTest`; not to be edited.");
        lines.add("");
        lines.add("What a device shows in Update Result (5/0/5) for each reason; what it answers to blocks that still");
        lines.add(
                "come, with the reason as diagnostic payload; what a SUIT report calls it; what the status tracker does:");
        lines.add("");
        lines.add(
                "- *give up*: the same octets would be refused again, so the release is not offered to this device again");
        lines.add("- *retry later*: offered again at one of the device's next contacts, a bounded number of times");
        lines.add("- *wait*: the device goes on by itself, within a deadline");
        lines.add("- *close*: the operator wanted it so");
        lines.add("");
        lines.add("| reason | Update Result | blocks | SUIT report | tracker |");
        lines.add("|---|---|---|---|---|");
        for (RefusalReason reason : RefusalReason.values()) {
            RefusalTable.Row row = RefusalTable.row(reason);
            lines.add("| `" + reason.label() + "` | " + row.result().code() + " " + words(row.result()) + " | "
                    + row.codeForBlocks() + " | " + row.report().code() + " " + words(row.report()) + " | "
                    + words(row.action()) + " |");
        }
        lines.add("");
        return String.join("\n", lines);
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
