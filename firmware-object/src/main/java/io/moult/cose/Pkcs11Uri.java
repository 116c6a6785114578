package io.moult.cose;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The name of a private key in a token (RFC 7512), such as
 * {@code pkcs11:token=moult;object=signing?module-path=/usr/lib/softhsm/libsofthsm2.so}. Attributes by which nothing can be
 * found here are refused, and not passed over: the key would be another one than was meant.
 */
public final class Pkcs11Uri {
    private static final String SCHEME = "pkcs11:";
    private static final Set<String> PATH =
            Set.of("token", "serial", "model", "manufacturer", "slot-id", "object", "type");
    private static final Set<String> QUERY = Set.of("module-path", "pin-value", "pin-source");

    private final Map<String, String> attributes;

    private Pkcs11Uri(Map<String, String> attributes) {
        this.attributes = Map.copyOf(attributes);
    }

    /** Whether a text is meant to be one. */
    public static boolean isOne(String text) {
        return text.startsWith(SCHEME);
    }

    public static Pkcs11Uri parse(String text) throws KeyFileException {
        if (!isOne(text)) {
            throw new KeyFileException("is no pkcs11: URI");
        }
        String rest = text.substring(SCHEME.length());
        int question = rest.indexOf('?');
        Map<String, String> found = new LinkedHashMap<>();
        read(question < 0 ? rest : rest.substring(0, question), ";", PATH, found);
        if (question >= 0) {
            read(rest.substring(question + 1), "&", QUERY, found);
        }
        Pkcs11Uri uri = new Pkcs11Uri(found);
        if (uri.find("type").filter(type -> !type.equals("private")).isPresent()) {
            throw new KeyFileException("names a " + found.get("type") + ", where a private key is needed");
        }
        if (uri.find("slot-id").filter(id -> !id.matches("[0-9]{1,18}")).isPresent()) {
            throw new KeyFileException("has a slot-id that is no number");
        }
        if (uri.find("pin-value").isPresent() && uri.find("pin-source").isPresent()) {
            throw new KeyFileException("has both pin-value and pin-source");
        }
        return uri;
    }

    private static void read(String part, String separator, Set<String> known, Map<String, String> found)
            throws KeyFileException {
        if (part.isEmpty()) {
            return;
        }
        for (String attribute : part.split(separator, -1)) {
            int equals = attribute.indexOf('=');
            if (equals < 1) {
                throw new KeyFileException("has an attribute without a value");
            }
            String name = attribute.substring(0, equals);
            if (!known.contains(name)) {
                throw new KeyFileException("has the attribute " + name + ", by which no key is found here");
            }
            if (found.put(name, decode(attribute.substring(equals + 1))) != null) {
                throw new KeyFileException("has the attribute " + name + " twice");
            }
        }
    }

    private static String decode(String text) throws KeyFileException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        byte[] decoded = new byte[octets.length];
        int length = 0;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] != '%') {
                decoded[length++] = octets[i];
                continue;
            }
            int high = i + 2 < octets.length ? Character.digit(octets[i + 1], 16) : -1;
            int low = i + 2 < octets.length ? Character.digit(octets[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new KeyFileException("has a % without two hexadecimal digits behind");
            }
            decoded[length++] = (byte) (high * 16 + low);
            i += 2;
        }
        return new String(decoded, 0, length, StandardCharsets.UTF_8);
    }

    /** An attribute of the path or the query. */
    public Optional<String> find(String name) {
        return Optional.ofNullable(attributes.get(name));
    }

    /** Without the query, which may hold the PIN. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(SCHEME);
        for (String name : new String[] {"token", "serial", "model", "manufacturer", "slot-id", "object"}) {
            find(name)
                    .ifPresent(value -> text.append(text.length() > SCHEME.length() ? ";" : "")
                            .append(name + "=" + value));
        }
        return text.toString();
    }
}
