package io.moult.suit.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.cli.Version;
import io.moult.suit.author.EnvelopeDraft;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Section;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code manifest sever}: takes parts out of an envelope that signatures do not need. */
@Command(
        name = "sever",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Takes severable parts out of an envelope. The manifest keeps their digests, so signatures hold;"
                + " what needs a part that is gone cannot be done any more.",
        footer = {"", "Exit status: 0 done, 1 refused or failed, 2 misuse."})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
final class ManifestSever extends Verb {
    @Parameters(paramLabel = "FILE", description = "The envelope, binary or hexadecimal text.")
    private Path file;

    @Option(
            names = "--part",
            paramLabel = "NAME",
            description = "Which part: text, coswid, install or another severable section. Repeatable. Without it all"
                    + " that are there.")
    private List<String> parts = List.of();

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write. Without it FILE is replaced.")
    private @Nullable Path out;

    @Override
    int run() throws CommandRefused {
        Map<String, Long> known = known();
        InputEnvelope input = InputEnvelope.read(file);
        Path target = input.target(out);
        Set<Long> keys = new TreeSet<>();
        for (String part : parts.isEmpty() ? known.keySet() : parts) {
            Long key = known.get(part);
            if (key == null) {
                throw misuse("--part: there is no severable part \"" + Printable.of(part) + "\", but "
                        + String.join(", ", known.keySet()) + ".");
            }
            if (input.envelope().find(key).isPresent()) {
                keys.add(key);
            } else if (!parts.isEmpty()) {
                throw CommandRefused.unusable(file + " has no " + part
                        + " beside its manifest: only what was made severable can be severed.");
            }
        }
        if (keys.isEmpty()) {
            throw CommandRefused.unusable(
                    file + " has nothing beside its manifest that could be severed: parts are made severable when it is"
                            + " created.");
        }
        EnvelopeDraft severed = input.draft().without(keys);
        OutputFile.write(target, severed);
        List<String> gone = known.entrySet().stream()
                .filter(one -> keys.contains(one.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (json()) {
            var node = new ObjectMapper().createObjectNode().put("file", target.toString());
            gone.forEach(node.putArray("severed")::add);
            print(node);
        } else {
            out().println(target + ": without " + String.join(", ", gone) + " now");
        }
        return DONE;
    }

    private static Map<String, Long> known() {
        Map<String, Long> keys = new LinkedHashMap<>();
        for (Section section : Section.values()) {
            if (section.severable()) {
                keys.put(section.label(), (long) section.key());
            }
        }
        keys.put("text", (long) Envelope.KEY_TEXT);
        keys.put("coswid", (long) Envelope.KEY_COSWID);
        return keys;
    }
}
