package io.moult.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.moult.cli.Failure;
import java.io.IOException;

/** The update of a device that has not ended yet, and what an operator may still do with it. */
final class UpdateInProgress {
    private static final int CONFLICT = 409;

    private final ApiClient api;
    private final String endpoint;
    private final String path;

    private UpdateInProgress(ApiClient api, String endpoint, String id) {
        this.api = api;
        this.endpoint = endpoint;
        this.path = "/updates/" + ApiClient.escaped(id);
    }

    /**
     * Finds it.
     *
     * @param verb what is to be done with it, for the sentence that there is none
     */
    static UpdateInProgress of(ApiClient api, String endpoint, String verb) throws IOException, InterruptedException {
        String id = api.get("/devices/" + ApiClient.escaped(endpoint))
                .path("update")
                .asText("");
        if (id.isEmpty()) {
            throw new Failure("no-update", endpoint + " has no update in progress; there is nothing to " + verb + ".");
        }
        return new UpdateInProgress(api, endpoint, id);
    }

    JsonNode cancel() throws IOException, InterruptedException {
        try {
            return api.delete(path);
        } catch (ApiClient.Refused e) {
            throw refused(e, "it is too late to cancel it");
        }
    }

    JsonNode approve() throws IOException, InterruptedException {
        try {
            return api.post(path + "/execute");
        } catch (ApiClient.Refused e) {
            throw refused(e, "it can be approved when it is ready, or was deferred");
        }
    }

    private IOException refused(ApiClient.Refused refused, String rule) throws IOException, InterruptedException {
        if (refused.status() != CONFLICT) {
            return refused;
        }
        String state = api.get(path).path("state").asText();
        return new Failure(
                refused.errorName(), "The update of " + endpoint + " is " + state + ": " + rule + ".", refused);
    }
}
