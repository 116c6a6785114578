package io.moult.server.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of credentials: JSON objects {@code {"endpoint": …, "identity": …, "key-hex": …}}, one after the other or in
 * one array.
 */
public final class CredentialsFile {
    private CredentialsFile() {}

    /** Reads all of a file; IOException with one sentence that names the file and the entry when it cannot. */
    public static List<Credential> read(Path file) throws IOException {
        List<Credential> credentials = new ArrayList<>();
        ObjectMapper mapper = new ObjectMapper();
        try (MappingIterator<JsonNode> values = mapper.readerFor(JsonNode.class).readValues(Files.readString(file))) {
            while (values.hasNextValue()) {
                credentials.add(of(values.nextValue()));
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            String why = e instanceof JsonProcessingException json
                    ? "line " + json.getLocation().getLineNr() + " is no JSON"
                    : e.getMessage();
            throw new IOException(
                    "The credentials file " + file + " is not usable: entry " + (credentials.size() + 1) + ": " + why,
                    e);
        } catch (IOException e) {
            throw new IOException("The credentials file " + file + " cannot be read.", e);
        }
        return credentials;
    }

    /** The credential that one JSON object holds; IllegalArgumentException when it does not. */
    public static Credential of(JsonNode json) {
        return new Credential(text(json, "endpoint"), text(json, "identity"), key(json));
    }

    /** The key of a JSON object, under {@code key-hex}, {@code keyHex} or {@code key}. */
    public static Bytes key(JsonNode json) {
        String name =
                json.has("key-hex") ? "key-hex" : json.has("keyHex") ? "keyHex" : json.has("key") ? "key" : "key-hex";
        return Bytes.ofHex(text(json, name));
    }

    /** A text member; IllegalArgumentException that names it when it is missing or no text. */
    public static String text(JsonNode json, String name) {
        JsonNode value = json.get(name);
        if (value == null || !value.isTextual()) {
            throw new IllegalArgumentException("the text \"" + name + "\" is missing");
        }
        return value.asText();
    }
}
