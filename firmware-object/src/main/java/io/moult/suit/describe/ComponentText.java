package io.moult.suit.describe;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Component identifiers as people write them: a list of parts, or parts with slashes between; a part may be h'…'. */
final class ComponentText {
    private ComponentText() {}

    static ComponentId parse(Described described) throws DescriptionException {
        if (!described.isList()) {
            return parse(described.text(), described);
        }
        List<Bytes> parts = new ArrayList<>();
        for (Described part : described.list()) {
            parts.add(part.octets());
        }
        if (parts.isEmpty()) {
            throw described.wrong(described.name() + " is a component without a name");
        }
        return new ComponentId(parts);
    }

    /** @param where it stands */
    static ComponentId parse(String text, Described where) throws DescriptionException {
        List<Bytes> parts = new ArrayList<>();
        for (String part : text.split("/", -1)) {
            parts.add(part(part, text, where));
        }
        return new ComponentId(parts);
    }

    private static Bytes part(String part, String text, Described where) throws DescriptionException {
        if (part.startsWith("h'") && part.endsWith("'")) {
            String digits = part.substring(2, Math.max(2, part.length() - 1));
            if (digits.matches("([0-9a-fA-F]{2})*")) {
                return Bytes.ofHex(digits);
            }
        }
        if (part.isEmpty()) {
            throw where.wrong("component \"" + text + "\" has an empty part");
        }
        return Bytes.wrap(part.getBytes(StandardCharsets.UTF_8));
    }
}
