package io.moult.transfer.californium;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.transfer.BlockOption;
import io.moult.transfer.BlockSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what {@link WireTrace} wrote. A last line that is torn, because its writer was killed, is passed over. */
public final class WireTraceFile {
    private final List<Line> lines;

    private WireTraceFile(List<Line> lines) {
        this.lines = List.copyOf(lines);
    }

    /** Which way a message went, seen from the process that wrote the trace. */
    public enum Direction {
        IN,
        OUT
    }

    /**
     * One message.
     *
     * @param token hexadecimal; empty without one
     * @param uri the path of a request, such as {@code 5/0/0}; empty for others
     * @param tag the Request-Tag in hexadecimal; empty without one
     * @param payloadBytes octets of the payload
     */
    public record Line(
            long timeMillis,
            Direction direction,
            String peer,
            String type,
            String code,
            int mid,
            String token,
            String uri,
            Optional<BlockOption> block1,
            Optional<BlockOption> block2,
            String tag,
            int payloadBytes) {}

    /** Reads a whole file. IOException too if a line other than a torn last one is not what we write. */
    public static WireTraceFile read(Path path) throws IOException {
        String text = Files.readString(path, StandardCharsets.UTF_8);
        ObjectMapper mapper = new ObjectMapper();
        List<Line> lines = new ArrayList<>();
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            lines.add(parse(mapper, text.substring(from, end)));
            from = end + 1;
        }
        return new WireTraceFile(lines);
    }

    public List<Line> lines() {
        return lines;
    }

    /** The messages after the first so many: what came since an earlier reading of the same file. */
    public WireTraceFile since(int count) {
        return new WireTraceFile(lines.subList(Math.min(count, lines.size()), lines.size()));
    }

    /** How often each block of a push to this path was sent (OUT, by its sender) or arrived (IN), by offset in octets. */
    public SortedMap<Long, Integer> pushedBlocks(Direction direction, String path) {
        SortedMap<Long, Integer> counts = new TreeMap<>();
        for (Line line : lines) {
            if (line.direction() == direction
                    && line.code().equals("PUT")
                    && line.uri().equals(path)) {
                line.block1().ifPresent(block -> counts.merge(block.offsetBytes(), 1, Integer::sum));
            }
        }
        return counts;
    }

    /** How often each block was asked for by GET at this path (OUT, by the fetching side; IN at its server), by offset. */
    public SortedMap<Long, Integer> fetchedBlocks(Direction direction, String path) {
        SortedMap<Long, Integer> counts = new TreeMap<>();
        for (Line line : lines) {
            if (line.direction() == direction
                    && line.code().equals("GET")
                    && line.uri().equals(path)) {
                line.block2().ifPresent(block -> counts.merge(block.offsetBytes(), 1, Integer::sum));
            }
        }
        return counts;
    }

    private static Line parse(ObjectMapper mapper, String text) throws IOException {
        JsonNode node;
        try {
            node = mapper.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IOException("not a line of a trace: " + text, e);
        }
        if (!node.isObject()) {
            throw new IOException("not a line of a trace: " + text);
        }
        return new Line(
                node.path("t").asLong(),
                node.path("dir").asText().equals("in") ? Direction.IN : Direction.OUT,
                node.path("peer").asText(),
                node.path("type").asText(),
                node.path("code").asText(),
                node.path("mid").asInt(),
                node.path("token").asText(),
                node.path("uri").asText(),
                block(node.path("block1")),
                block(node.path("block2")),
                node.path("tag").asText(),
                node.path("bytes").asInt());
    }

    private static Optional<BlockOption> block(JsonNode node) {
        if (!node.isObject()) {
            return Optional.empty();
        }
        return Optional.of(new BlockOption(
                node.path("num").asInt(),
                node.path("more").asBoolean(),
                BlockSize.ofOctets(node.path("size").asInt())));
    }
}
