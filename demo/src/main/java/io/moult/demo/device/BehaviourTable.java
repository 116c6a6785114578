package io.moult.demo.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How images behave, by the SHA-256 of their octets. Only the stand-in for the application reads it: bootloader, client
 * and server never see it. An image that is not in it is healthy.
 */
final class BehaviourTable {
    static final String FILE = "behaviour.json";

    private final Map<String, Behaviour> bySha256;

    private BehaviourTable(Map<String, Behaviour> bySha256) {
        this.bySha256 = Map.copyOf(bySha256);
    }

    /** Reads {@code behaviour.json} of a device's directory; without one, all images are healthy. */
    static BehaviourTable read(Path deviceDirectory) throws IOException {
        Path file = deviceDirectory.resolve(FILE);
        Map<String, Behaviour> table = new HashMap<>();
        if (Files.exists(file)) {
            JsonNode root = parse(file);
            for (Map.Entry<String, JsonNode> row : root.properties()) {
                String digest = row.getKey().toLowerCase(Locale.ROOT);
                if (!digest.matches("[0-9a-f]{64}")) {
                    throw new IOException(file + ": \"" + row.getKey() + "\" is no SHA-256 in hexadecimal digits");
                }
                table.put(digest, behaviour(file, row.getValue().asText()));
            }
        }
        return new BehaviourTable(table);
    }

    private static JsonNode parse(Path file) throws IOException {
        try {
            JsonNode root = new ObjectMapper().readTree(file.toFile());
            if (root != null && root.isObject()) {
                return root;
            }
        } catch (JsonProcessingException e) {
            // said below
        }
        throw new IOException(file + " is no JSON object of SHA-256 and behaviour");
    }

    private static Behaviour behaviour(Path file, String word) throws IOException {
        for (Behaviour behaviour : Behaviour.values()) {
            if (behaviour.name().equalsIgnoreCase(word)) {
                return behaviour;
            }
        }
        String known = Arrays.stream(Behaviour.values())
                .map(behaviour -> behaviour.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        throw new IOException(file + ": \"" + word + "\" is no behaviour; known are " + known);
    }

    Behaviour of(Bytes imageSha256) {
        return bySha256.getOrDefault(imageSha256.hex(), Behaviour.HEALTHY);
    }
}
