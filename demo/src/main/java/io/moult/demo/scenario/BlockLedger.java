package io.moult.demo.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The blocks of one body as an end of the wire wrote them down: which were taken by the other end, in which order, and
 * how many octets crossed again after they had been taken. A retransmission of the same message counts once.
 */
final class BlockLedger {
    /** A block that crossed and was taken: where it lies in the body, and when it was taken. */
    record Taken(long offsetBytes, long lengthBytes, long atMillis) {}

    private final List<Taken> taken = new ArrayList<>();

    private BlockLedger() {}

    /** Block1 of a push as its sender sees it: a block is taken when it is answered by 2.31 or 2.04. */
    static BlockLedger ofPush(List<JsonNode> serversMessages, Predicate<JsonNode> request) {
        BlockLedger ledger = new BlockLedger();
        Map<String, JsonNode> open = new HashMap<>();
        for (JsonNode message : serversMessages) {
            String token =
                    message.path("peer").asText() + " " + message.path("token").asText();
            String code = message.path("code").asText();
            JsonNode block = message.path("block1");
            if (message.path("dir").asText().equals("out") && request.test(message) && block.isObject()) {
                open.put(token, message);
            } else if (message.path("dir").asText().equals("in") && open.containsKey(token)) {
                JsonNode asked = open.get(token);
                if (code.equals("2.31") || code.equals("2.04")) {
                    open.remove(token);
                    ledger.add(
                            asked.path("block1"),
                            asked.path("bytes").asLong(),
                            message.path("t").asLong());
                }
            }
        }
        return ledger;
    }

    /** Block2 of a pull as its receiver sees it: a block is taken when its 2.05 has come. */
    static BlockLedger ofPull(List<JsonNode> devicesMessages) {
        BlockLedger ledger = new BlockLedger();
        Map<String, JsonNode> seen = new HashMap<>();
        for (JsonNode message : devicesMessages) {
            JsonNode block = message.path("block2");
            if (message.path("dir").asText().equals("in")
                    && message.path("code").asText().equals("2.05")
                    && block.isObject()) {
                String key = message.path("peer").asText() + " "
                        + message.path("mid").asText() + " "
                        + message.path("token").asText();
                if (seen.put(key, message) == null) {
                    ledger.add(
                            block,
                            message.path("bytes").asLong(),
                            message.path("t").asLong());
                }
            }
        }
        return ledger;
    }

    private void add(JsonNode block, long payloadBytes, long atMillis) {
        long size = block.path("size").asLong();
        taken.add(new Taken(block.path("num").asLong() * size, payloadBytes > 0 ? payloadBytes : size, atMillis));
    }

    List<Taken> taken() {
        return List.copyOf(taken);
    }

    int count() {
        return taken.size();
    }

    /** How far the body has come: the end of the furthest block taken. */
    long reachedBytes() {
        return taken.stream()
                .mapToLong(block -> block.offsetBytes() + block.lengthBytes())
                .max()
                .orElse(0);
    }

    /** Where the first block lies that was taken at or after a time; -1 for none. */
    long firstOffsetSince(long millis) {
        return taken.stream()
                .filter(block -> block.atMillis() >= millis)
                .mapToLong(Taken::offsetBytes)
                .findFirst()
                .orElse(-1);
    }

    /** Octets that were taken more than once. */
    long takenAgainBytes() {
        NavigableMap<Long, Long> covered = new TreeMap<>();
        long again = 0;
        for (Taken block : taken) {
            long from = block.offsetBytes();
            long to = from + block.lengthBytes();
            for (Map.Entry<Long, Long> part : covered.headMap(to, false).entrySet()) {
                again += Math.max(0, Math.min(to, part.getValue()) - Math.max(from, part.getKey()));
            }
            merge(covered, from, to);
        }
        return again;
    }

    private static void merge(NavigableMap<Long, Long> covered, long from, long to) {
        long start = from;
        long end = to;
        for (Map.Entry<Long, Long> part = covered.floorEntry(end);
                part != null && part.getValue() >= start;
                part = covered.floorEntry(end)) {
            start = Math.min(start, part.getKey());
            end = Math.max(end, part.getValue());
            covered.remove(part.getKey());
        }
        covered.put(start, end);
    }
}
