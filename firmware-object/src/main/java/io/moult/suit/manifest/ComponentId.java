package io.moult.suit.manifest;

import io.moult.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** A place on a device that can be updated (draft-ietf-suit-manifest-37 section 8.4.5.1): a path of octet strings. */
public record ComponentId(List<Bytes> parts) {
    /** The one image of a device with one image: {@code ['main']}. */
    public static final ComponentId MAIN = of("main");

    public ComponentId {
        parts = List.copyOf(parts);
    }

    /** A component named by texts. */
    public static ComponentId of(String... parts) {
        return new ComponentId(List.of(parts).stream()
                .map(part -> Bytes.wrap(part.getBytes(StandardCharsets.UTF_8)))
                .toList());
    }

    /** Such as {@code main}, {@code usr/bin} or, for octets that are no plain text, {@code h'00'}. */
    @Override
    public String toString() {
        return parts.stream().map(ComponentId::display).collect(Collectors.joining("/"));
    }

    private static String display(Bytes part) {
        for (int i = 0; i < part.length(); i++) {
            int octet = part.at(i);
            if (octet <= ' ' || octet > '~' || octet == '/' || octet == '\'') {
                return "h'" + part.hex() + "'";
            }
        }
        return part.isEmpty() ? "h''" : new String(part.toArray(), StandardCharsets.US_ASCII);
    }
}
