package io.moult.server.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A request that is not done, as RFC 9457 has it told: {@code application/problem+json}. */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String TYPES = "urn:moult:problem:";
    private final int status;
    private final String kind;

    /**
     * A problem.
     *
     * @param kind the last part of the type URI, stable
     * @param detail one sentence that names the thing
     */
    Problem(int status, String kind, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.kind = kind;
    }

    static Problem badRequest(String detail) {
        return new Problem(400, "bad-request", detail);
    }

    static Problem notFound(String detail) {
        return new Problem(404, "not-found", detail);
    }

    int status() {
        return status;
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("type", TYPES + kind);
        node.put("title", kind.replace('-', ' '));
        node.put("status", status);
        node.put("detail", getMessage());
        return node;
    }
}
