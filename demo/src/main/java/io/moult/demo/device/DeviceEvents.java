package io.moult.demo.device;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** What a device says of itself, one line an event: for people, or as one JSON object. Any thread may speak. */
final class DeviceEvents {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private final PrintWriter out;
    private final boolean asJson;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();

    DeviceEvents(PrintWriter out, boolean asJson, Clock clock) {
        this.out = out;
        this.asJson = asJson;
        this.clock = clock;
    }

    /** Says something that needs no figures. */
    void say(String event, String sentence) {
        say(event, sentence, Map.of());
    }

    /** Says something; a program finds the figures as fields. */
    synchronized void say(String event, String sentence, Map<String, ?> figures) {
        if (asJson) {
            ObjectNode node = json.createObjectNode().put("t", clock.millis()).put("event", event);
            figures.forEach((name, value) -> node.set(name, json.valueToTree(value)));
            out.println(node.put("text", sentence));
        } else {
            out.println(TIME.format(clock.instant().atZone(ZoneId.systemDefault())) + "  " + sentence);
        }
        out.flush();
    }
}
