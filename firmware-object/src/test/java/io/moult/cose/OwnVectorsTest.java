package io.moult.cose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Vectors made by another implementation; their recipe stands beside them, in the test resources. */
class OwnVectorsTest {
    private static final JsonNode ALL = read();

    record Vector(String name, JsonNode json) {
        @Override
        public String toString() {
            return name;
        }

        Bytes hex(String field) {
            return Bytes.ofHex(json.get(field).asText());
        }
    }

    static Stream<Vector> blocks() {
        return vectors("blocks");
    }

    static Stream<Vector> encrypted() {
        return vectors("encrypted");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("blocks")
    void block_madeByAnother_isValidUnderEachOfItsKeys(Vector vector) throws IOException {
        List<TrustAnchor> anchors = new ArrayList<>();
        for (JsonNode key : vector.json().get("keys")) {
            anchors.add(TrustAnchor.ofCoseKey(Bytes.ofHex(key.asText())));
        }
        Bytes payload = Bytes.ofHex(ALL.get("payload").asText());

        SignatureCheck check = new AuthenticationCheck(TrustStore.of(anchors), DecoderLimits.DEFAULT)
                .check(vector.hex("message"), payload);

        assertThat(check).isEqualTo(new SignatureCheck.Valid(anchors));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("encrypted")
    void payload_encryptedByAnother_isDecryptedPieceByPiece(Vector vector) throws IOException {
        DecryptionKey key = KeyFiles.decryptionKey(vector.hex("key"));
        DecryptionStart start = PayloadDecryption.begin(vector.hex("message"), List.of(key), DecoderLimits.DEFAULT);
        PayloadDecryption decryption = ((DecryptionStart.Ready) start).decryption();
        Bytes ciphertext = vector.hex("ciphertext");

        Bytes plaintext = Bytes.EMPTY;
        for (int at = 0; at < ciphertext.length(); at += 13) {
            Bytes piece = ciphertext.slice(at, Math.min(at + 13, ciphertext.length()));
            plaintext = ChangedOctetsTest.join(plaintext, decryption.update(piece));
        }
        plaintext = ChangedOctetsTest.join(plaintext, decryption.finish().orElseThrow());

        assertThat(plaintext.hex()).isEqualTo(ALL.get("plaintext").asText());
    }

    private static Stream<Vector> vectors(String kind) {
        return StreamSupport.stream(ALL.get(kind).spliterator(), false)
                .map(json -> new Vector(json.get("name").asText(), json));
    }

    private static JsonNode read() {
        try (InputStream in = Objects.requireNonNull(OwnVectorsTest.class.getResourceAsStream("vectors.json"))) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
