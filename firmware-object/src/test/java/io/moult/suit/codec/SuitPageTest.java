package io.moult.suit.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.cbor.Limit;
import io.moult.suit.manifest.CommandCode;
import io.moult.suit.manifest.ParameterCode;
import io.moult.suit.manifest.Section;
import io.moult.suit.manifest.SuitDraft;
import io.moult.suit.verify.Capabilities;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Prints which documents are followed, what is limited and what is supported into {@code docs/suit.md} ({@code
 * -Dmoult.regenerate=true}) and, at all other times, sees to it that what is printed there is so.
 */
class SuitPageTest {
    private static final Path PAGE = Path.of(System.getProperty("moult.root", ".."), "docs", "suit.md");

    @Test
    void page_inDocs_isWhatTheCodeSays() throws IOException {
        if (Boolean.getBoolean("moult.regenerate")) {
            Files.writeString(PAGE, page(CodeLines.counted()), StandardCharsets.UTF_8);
        }
        CodeLines said = CodeLines.saidIn(Files.readString(PAGE, StandardCharsets.UTF_8));
        String page = page(said);

        assertThat(said).as("to print it anew: see below").matches(CodeLines::isStillTrue);
        assertThat(PAGE)
                .as("to print it: mvn test -pl firmware-object -Dtest=SuitPageTest -Dmoult.regenerate=true")
                .exists()
                .content(StandardCharsets.UTF_8)
                .isEqualTo(page);
    }

    private static String page(CodeLines code) {
        List<String> lines = new ArrayList<>();
        lines.add("# SUIT: documents, limits, support, size");
        lines.add("");
        lines.add(
                "Printed by `SuitPageTest`; not to be edited. Why it is so: [ADR 8](adr/0008-what-a-manifest-may-hold.md).");
        lines.add("");
        lines.add("## Documents");
        lines.add("| document | about |");
        lines.add("|---|---|");
        for (SuitDraft draft : SuitDraft.values()) {
            lines.add("| " + draft.document() + " | " + draft.subject() + " |");
        }
        lines.add("");
        lines.add("## Limits");
        lines.add(
                "Of anything that comes from outside. Beyond one it is refused, as `limit-exceeded` with the limit's name"
                        + " (`envelope-too-large` for the first), and never cut short. A device may set its own.");
        lines.add("");
        lines.add("| limit | default |");
        lines.add("|---|---|");
        for (Limit limit : Limit.values()) {
            lines.add("| " + name(limit) + " | " + limit.defaultValue() + " |");
        }
        lines.add("");
        addSupport(lines);
        code.addTo(lines);
        return String.join("\n", lines);
    }

    private static void addSupport(List<String> lines) {
        lines.add("## Support");
        lines.add("Everything here is read, written and explained. What a recipient runs is its own to say"
                + " (`Capabilities`); the last column is the device with one image, of `lwm2m-client` and"
                + " `bootloader-emulator`. What it does not run it refuses by the name in this table.");
        lines.add("");
        lines.add("| number | command | kind | one image |");
        lines.add("|---|---|---|---|");
        Stream.of(CommandCode.values())
                .sorted(Comparator.comparing(CommandCode::code))
                .forEach(code -> lines.add("| " + code.code() + " | " + name(code) + " | "
                        + (code.isCondition() ? "condition" : "directive") + " | "
                        + yes(Capabilities.ONE_IMAGE.commands().contains(code)) + " |"));
        lines.add("");
        lines.add("| number | parameter | one image |");
        lines.add("|---|---|---|");
        Stream.of(ParameterCode.values())
                .sorted(Comparator.comparing(ParameterCode::code))
                .forEach(code -> lines.add("| " + code.code() + " | " + name(code) + " | "
                        + yes(Capabilities.ONE_IMAGE.parameters().contains(code)) + " |"));
        lines.add("");
        lines.add("| key | section | may be severed | one image |");
        lines.add("|---|---|---|---|");
        for (Section section : Section.values()) {
            lines.add("| " + section.key() + " | " + section.label() + " | " + yes(section.severable()) + " | "
                    + yes(Capabilities.ONE_IMAGE.sections().contains(section)) + " |");
        }
        lines.add("");
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String yes(boolean holds) {
        return holds ? "yes" : "";
    }
}
