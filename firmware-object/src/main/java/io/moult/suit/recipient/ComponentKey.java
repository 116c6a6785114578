package io.moult.suit.recipient;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A component's identifier as a key of the state file: its parts in hexadecimal digits, with slashes between. */
final class ComponentKey {
    private ComponentKey() {}

    static String of(ComponentId component) {
        return component.parts().stream().map(part -> part.hex() + "/").collect(Collectors.joining());
    }

    /** IllegalArgumentException for anything that {@link #of} does not give. */
    static ComponentId parse(String key) {
        List<Bytes> parts = new ArrayList<>();
        int from = 0;
        while (from < key.length()) {
            int slash = key.indexOf('/', from);
            if (slash < 0) {
                throw new IllegalArgumentException("no component: " + key);
            }
            parts.add(Bytes.ofHex(key.substring(from, slash)));
            from = slash + 1;
        }
        return new ComponentId(parts);
    }
}
