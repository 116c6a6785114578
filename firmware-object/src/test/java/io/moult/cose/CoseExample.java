package io.moult.cose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.testing.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An example of the COSE working group, as JSON has it. SUIT wants payload and ciphertext detached: they are taken out of
 * the message here, which changes nothing of what is signed or encrypted.
 */
record CoseExample(String name, JsonNode json) {
    private static final Map<String, Long> CURVES =
            Map.of("P-256", 1L, "P-384", 2L, "P-521", 3L, "Ed25519", 6L, "Ed448", 7L);

    static CoseExample named(String name) {
        try {
            return new CoseExample(
                    name,
                    new ObjectMapper()
                            .readTree(Vectors.path("cose-wg/" + name + ".json").toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<CoseExample> all() {
        Path root = Vectors.path("cose-wg");
        try (Stream<Path> files = Files.walk(root)) {
            return files
                    .filter(file -> file.toString().endsWith(".json"))
                    .map(file -> root.relativize(file).toString().replace(".json", ""))
                    .sorted()
                    .toList()
                    .stream()
                    .map(CoseExample::named);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    boolean isToFail() {
        return json.path("fail").asBoolean();
    }

    boolean isEncrypted() {
        return json.at("/input").has("enveloped");
    }

    private CborItem message() throws CborException {
        return CborReader.readDocument(Bytes.ofHex(json.at("/output/cbor").asText()), DecoderLimits.DEFAULT);
    }

    private static List<CborItem> parts(CborItem message) throws CborException {
        return (message instanceof CborItem.Tagged tagged ? tagged.item() : message).array("COSE");
    }

    Bytes attached() {
        return Bytes.ofHex(json.at("/output/cbor").asText());
    }

    Bytes detached() throws CborException {
        CborItem message = message();
        List<CborItem> parts = new ArrayList<>(parts(message));
        parts.set(2, CborItem.Simple.NULL);
        CborItem array = new CborItem.Array(parts);
        return new CborWriter()
                .item(message instanceof CborItem.Tagged tagged ? new CborItem.Tagged(tagged.tag(), array) : array)
                .toBytes();
    }

    /** The payload or ciphertext. */
    Bytes content() throws CborException {
        return parts(message()).get(2).bytes("content");
    }

    Bytes plaintext() {
        return Bytes.wrap(json.at("/input/plaintext").asText().getBytes(StandardCharsets.UTF_8));
    }

    Bytes externalData() {
        JsonNode input = json.at("/input");
        for (String kind : List.of("sign0", "mac0")) {
            if (input.path(kind).has("external")) {
                return Bytes.ofHex(input.path(kind).path("external").asText());
            }
        }
        return Bytes.EMPTY;
    }

    /** The first key in it: the signer's, or the recipient's. */
    private JsonNode key() {
        JsonNode input = json.at("/input");
        for (String pointer : List.of(
                "/sign0/key",
                "/sign/signers/0/key",
                "/mac0/recipients/0/key",
                "/mac/recipients/0/key",
                "/enveloped/recipients/0/key")) {
            if (!input.at(pointer).isMissingNode()) {
                return input.at(pointer);
            }
        }
        throw new AssertionError("no key in " + name);
    }

    /** That key as COSE_Key. */
    Bytes coseKey(boolean withPrivatePart) {
        JsonNode key = key();
        List<CborItem.Pair> parts = new ArrayList<>();
        String type = key.get("kty").asText();
        if (type.equals("oct")) {
            parts.add(CoseKey.part(-1, octets(key, "k").orElseThrow()));
            return encode(4, parts);
        } else if (type.equals("HSS-LMS")) {
            parts.add(CoseKey.part(-1, Bytes.ofHex(key.get("public").asText())));
            return encode(5, parts);
        }
        parts.add(CoseKey.part(-1, CURVES.getOrDefault(key.get("crv").asText(), 0L)));
        octets(key, "x").ifPresent(x -> parts.add(CoseKey.part(-2, x)));
        octets(key, "y").ifPresent(y -> parts.add(CoseKey.part(-3, y)));
        if (withPrivatePart) {
            octets(key, "d").ifPresent(d -> parts.add(CoseKey.part(-4, d)));
        }
        return encode(type.equals("OKP") ? 1 : 2, parts);
    }

    private static Bytes encode(long type, List<CborItem.Pair> parts) {
        return new CborWriter().item(CoseKey.fields(type, parts)).toBytes();
    }

    private static Optional<Bytes> octets(JsonNode key, String field) {
        if (key.has(field + "_hex")) {
            return Optional.of(Bytes.ofHex(key.get(field + "_hex").asText()));
        }
        return key.has(field)
                ? Optional.of(
                        Bytes.wrap(Base64.getUrlDecoder().decode(key.get(field).asText())))
                : Optional.empty();
    }
}
