package io.moult.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.testing.Vectors;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9964: the working group's examples of ML-DSA in COSE. */
class MlDsaExamplesTest {
    @ParameterizedTest
    @ValueSource(strings = {"44", "65", "87"})
    void example_ofTheWorkingGroup_verifies(String size) throws Exception {
        JsonNode json = example(size);
        List<CborItem> parts = parts(json);
        TrustStore trust = TrustStore.of(TrustAnchor.ofCoseKey(publicPart(hex(json, "key"))));

        SignatureCheck check = new AuthenticationCheck(trust, DecoderLimits.DEFAULT)
                .check(detached(parts), parts.get(2).bytes("payload"));

        assertThat(check).isInstanceOf(SignatureCheck.Valid.class);
        assertThat(((SignatureCheck.Valid) check).signer().key().kind().label()).isEqualTo("ML-DSA-" + size);
    }

    @ParameterizedTest
    @ValueSource(strings = {"44", "65", "87"})
    void key_ofTheExample_signsAndIsKnownByItsThumbprint(String size) throws Exception {
        JsonNode json = example(size);
        SigningKey key = KeyFiles.signingKey(hex(json, "key"));
        Bytes octets = hex(json, "raw_to_be_signed");

        assertThat(key.verificationKey().verifies(octets, key.sign(octets))).isTrue();
        assertThat(key.verificationKey().verifies(octets, hex(json, "raw_signature")))
                .isTrue();
        assertThat(parts(json).get(0).bytes("header").hex())
                .contains(key.verificationKey().thumbprint().hex());
    }

    @ParameterizedTest
    @ValueSource(strings = {"65", "87"})
    void key_ofOneSize_isRefusedUnderAnother(String size) throws Exception {
        SigningKey small = KeyFiles.signingKey(hex(example("44"), "key"));

        assertThatThrownBy(() -> new CoseSigner(small, CoseAlgorithm.valueOf("ML_DSA_" + size), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static JsonNode example(String size) throws Exception {
        return new ObjectMapper()
                .readTree(Vectors.path("ml-dsa-cose/ML_DSA_" + size + ".cose.json")
                        .toFile());
    }

    static Bytes hex(JsonNode json, String field) {
        return Bytes.ofHex(json.get(field).asText());
    }

    static List<CborItem> parts(JsonNode json) throws Exception {
        CborItem item = CborReader.readDocument(hex(json, "sign1"), DecoderLimits.DEFAULT);
        return ((CborItem.Tagged) item).item().array("COSE_Sign1");
    }

    static Bytes detached(List<CborItem> parts) {
        CborItem array = new CborItem.Array(List.of(parts.get(0), parts.get(1), CborItem.Simple.NULL, parts.get(3)));
        return new CborWriter().item(new CborItem.Tagged(18, array)).toBytes();
    }

    static Bytes publicPart(Bytes key) throws Exception {
        CborItem.Mapping map =
                CborReader.readDocument(key, DecoderLimits.DEFAULT).map("key");
        return new CborWriter()
                .item(new CborItem.Mapping(map.pairs().stream()
                        .filter(pair -> !pair.key().equals(CborItem.ofLong(-2)))
                        .toList()))
                .toBytes();
    }
}
