package io.moult.demo.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the reports of all benchmarks say in the same way. */
public final class JsonParts {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonParts() {}

    public static ObjectNode environment(Environment environment) {
        return MAPPER.createObjectNode()
                .put("java", environment.java())
                .put("system", environment.system())
                .put("processors", environment.processors())
                .put("loadBefore", environment.loadBefore())
                .put("loadAfter", environment.loadAfter());
    }

    public static ObjectNode quartiles(Quartiles quartiles) {
        return MAPPER.createObjectNode()
                .put("least", quartiles.least())
                .put("lowerQuartile", quartiles.lower())
                .put("median", quartiles.median())
                .put("upperQuartile", quartiles.upper())
                .put("greatest", quartiles.greatest());
    }
}
