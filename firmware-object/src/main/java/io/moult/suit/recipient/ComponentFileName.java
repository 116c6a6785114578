package io.moult.suit.recipient;

import io.moult.bytes.Bytes;
import io.moult.cose.DigestAlgorithm;
import io.moult.suit.manifest.ComponentId;
import java.io.ByteArrayOutputStream;
import java.util.stream.Collectors;

/**
 * The name of the one file that a component is. Every identifier has a name of its own, on any file system; no identifier
 * has one that leads out of a directory, for no name has a separator in it or begins with a dot
 * (draft-ietf-suit-update-management-14 section 8).
 *
 * <p>Small letters, digits and hyphens stand for themselves, and dots where they are not first; a capital letter is a caret
 * and the small one; any other octet is an underscore and two digits. Parts are joined by plus signs. What would be too
 * long for a file name ends in a digest of the identifier.
 */
final class ComponentFileName {
    private static final int MOST_CHARS = 200;
    private static final int KEPT_CHARS = 100;

    private ComponentFileName() {}

    static String of(ComponentId component) {
        if (component.parts().isEmpty()) {
            return "_none";
        }
        String name = component.parts().stream().map(ComponentFileName::encode).collect(Collectors.joining("+"));
        return name.length() <= MOST_CHARS
                ? name
                : name.substring(0, KEPT_CHARS) + "~"
                        + DigestAlgorithm.SHA_256.digest(octets(component)).hex();
    }

    /** Length before content, so that no two identifiers have the same octets. */
    private static Bytes octets(ComponentId component) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Bytes part : component.parts()) {
            out.write(part.length() >>> 8);
            out.write(part.length());
            out.writeBytes(part.toArray());
        }
        return Bytes.wrap(out.toByteArray());
    }

    private static String encode(Bytes part) {
        if (part.isEmpty()) {
            return "_-";
        }
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < part.length(); i++) {
            int octet = part.at(i);
            if (isPlain(octet) || (octet == '.' && i > 0)) {
                name.append((char) octet);
            } else if (octet >= 'A' && octet <= 'Z') {
                name.append('^').append((char) (octet - 'A' + 'a'));
            } else {
                name.append('_').append(part.slice(i, i + 1).hex());
            }
        }
        return name.toString();
    }

    private static boolean isPlain(int octet) {
        return (octet >= 'a' && octet <= 'z') || (octet >= '0' && octet <= '9') || octet == '-';
    }
}
