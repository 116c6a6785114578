package io.moult.demo.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The CoAP messages that one end wrote down, one JSON object per line, read as the file grows. */
final class WireLog {
    private final Path file;
    private final ObjectMapper json = new ObjectMapper();
    private final List<JsonNode> messages = new ArrayList<>();
    private long read;

    WireLog(Path file) {
        this.file = file;
    }

    /** Only what is written from now on. */
    WireLog fromHere() throws IOException {
        read = Files.exists(file) ? Files.size(file) : 0;
        messages.clear();
        return this;
    }

    /** All messages so far; a line that is still being written is left for the next look. */
    List<JsonNode> messages() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (RandomAccessFile from = new RandomAccessFile(file.toFile(), "r")) {
            from.seek(read);
            byte[] fresh = new byte[(int) (from.length() - read)];
            from.readFully(fresh);
            int end = lastNewline(fresh) + 1;
            read += end;
            String text = new String(fresh, 0, end, StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                if (line.startsWith("{") && line.endsWith("}")) {
                    messages.add(json.readTree(line));
                }
            }
        }
        return List.copyOf(messages);
    }

    private static int lastNewline(byte[] octets) {
        int at = octets.length - 1;
        while (at >= 0 && octets[at] != '\n') {
            at--;
        }
        return at;
    }
}
