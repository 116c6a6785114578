package io.moult.updateobject;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * A boot report as it travels in resource {@link UpdateSupportObject#BOOT_REPORT}: compact JSON, such as
 *
 * <pre>{"event":"reverted","detail":"watchdog","reset":"watchdog","version":"1.0.0","sequence":"1","counter":"0","attempts":2}</pre>
 *
 * <p>The two unsigned 64-bit numbers are decimal strings, since many readers of JSON round numbers beyond 2^53.
 * Decoding is strict: exactly these members, each of its type, once.
 */
public final class BootReportJson {
    /** Longer reports are not read. */
    public static final int MAX_LENGTH = 1024;

    private static final int MAX_DETAIL_LENGTH = 256;

    private static final Set<String> MEMBERS =
            Set.of("event", "detail", "reset", "version", "sequence", "counter", "attempts");

    private final JsonMapper mapper = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Writes a report; a detail of more than 256 characters is cut. */
    public String encode(BootReport report) {
        ObjectNode node = mapper.createObjectNode();
        node.put("event", label(report.event()));
        String detail = report.detail();
        node.put("detail", detail.length() <= MAX_DETAIL_LENGTH ? detail : detail.substring(0, MAX_DETAIL_LENGTH));
        node.put("reset", report.resetReason());
        node.put("version", report.version());
        node.put("sequence", Long.toUnsignedString(report.sequenceNumber()));
        node.put("counter", Long.toUnsignedString(report.securityCounter()));
        node.put("attempts", report.attempts());
        try {
            return mapper.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of strings and numbers is always writable", e);
        }
    }

    /** Reads a report; empty for anything that {@link #encode} would not have written. */
    public Optional<BootReport> decode(String json) {
        if (json.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            JsonNode node = mapper.readTree(json);
            return node != null && node.isObject() ? decode(node) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<BootReport> decode(JsonNode node) {
        int members = 0;
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); members++) {
            if (!MEMBERS.contains(names.next())) {
                return Optional.empty();
            }
        }
        boolean whole = members == MEMBERS.size()
                && node.path("event").isTextual()
                && node.path("detail").isTextual()
                && node.path("reset").isTextual()
                && node.path("version").isTextual()
                && node.path("sequence").isTextual()
                && node.path("counter").isTextual()
                && node.path("attempts").isInt()
                && node.path("attempts").intValue() >= 0;
        if (!whole) {
            return Optional.empty();
        }
        for (BootReport.Event event : BootReport.Event.values()) {
            if (label(event).equals(node.path("event").textValue())) {
                return decode(node, event);
            }
        }
        return Optional.empty();
    }

    private static Optional<BootReport> decode(JsonNode node, BootReport.Event event) {
        try {
            return Optional.of(new BootReport(
                    event,
                    node.path("detail").textValue(),
                    node.path("reset").textValue(),
                    node.path("version").textValue(),
                    unsigned(node.path("sequence").textValue()),
                    unsigned(node.path("counter").textValue()),
                    node.path("attempts").intValue()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static long unsigned(String decimal) {
        long value = Long.parseUnsignedLong(decimal);
        if (!Long.toUnsignedString(value).equals(decimal)) {
            throw new NumberFormatException(decimal);
        }
        return value;
    }

    private static String label(BootReport.Event event) {
        return switch (event) {
            case NORMAL -> "normal";
            case TRIAL -> "trial";
            case REVERTED -> "reverted";
            case CANDIDATE_REFUSED -> "candidate-refused";
            case RECOVERY -> "recovery";
        };
    }
}
