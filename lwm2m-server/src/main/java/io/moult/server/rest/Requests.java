package io.moult.server.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;

/** What requests may say, and the problem they get when they say something else. */
final class Requests {
    private static final int MOST_JSON_BYTES = 64 * 1024;
    private static final int MOST_LISTED = 500;
    private static final int USUALLY_LISTED = 100;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Requests() {}

    /** A member that nobody knows is a slip of the pen, and what it was meant to forbid would happen. */
    static void onlyMembers(JsonNode body, String... known) {
        for (String name : (Iterable<String>) body::fieldNames) {
            if (!List.of(known).contains(name)) {
                throw new IllegalArgumentException("there is no member \"" + name + "\"");
            }
        }
    }

    static boolean flag(JsonNode body, String name, boolean otherwise) {
        JsonNode value = body.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new IllegalArgumentException("\"" + name + "\" is neither true nor false");
        }
        return value.asBoolean(otherwise);
    }

    static JsonNode json(Context ctx) {
        try {
            byte[] octets = ctx.bodyInputStream().readNBytes(MOST_JSON_BYTES + 1);
            if (octets.length > MOST_JSON_BYTES) {
                throw new Problem(413, "too-large", "The JSON has more than " + MOST_JSON_BYTES + " octets.");
            }
            JsonNode node = MAPPER.readTree(octets);
            if (node == null || !node.isObject()) {
                throw Problem.badRequest("The body is not a JSON object.");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw Problem.badRequest("The body is not JSON: " + e.getOriginalMessage() + ".");
        } catch (IOException e) {
            throw Problem.badRequest("The body could not be read.");
        }
    }

    static int limit(Context ctx) {
        String text = ctx.queryParam("limit");
        if (text == null) {
            return USUALLY_LISTED;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit < 1 || limit > MOST_LISTED) {
                throw Problem.badRequest("limit is not in 1.." + MOST_LISTED + ": " + limit + ".");
            }
            return limit;
        } catch (NumberFormatException e) {
            throw Problem.badRequest("limit is not a number: \"" + text + "\".");
        }
    }
}
