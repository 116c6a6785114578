package io.moult.suit.describe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** The order of text keys in deterministic CBOR (RFC 8949 section 4.2.1): shorter ones first, then octet by octet. */
enum PayloadOrder implements Comparator<String> {
    INSTANCE;

    @Override
    public int compare(String one, String other) {
        byte[] first = one.getBytes(StandardCharsets.UTF_8);
        byte[] second = other.getBytes(StandardCharsets.UTF_8);
        return first.length != second.length
                ? Integer.compare(first.length, second.length)
                : Arrays.compareUnsigned(first, second);
    }
}
