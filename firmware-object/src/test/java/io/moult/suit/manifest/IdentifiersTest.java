package io.moult.suit.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** R3, R4, R5: vendor and class identifiers. */
class IdentifiersTest {
    @Test
    void vendorId_ofKnownDomain_isTheKnownAnswer() {
        assertThat(Identifiers.vendorId("arm.com")).isEqualTo(UUID.fromString("fa6b4a53-d5ad-5fdf-be9d-e663e4d41ffe"));
    }

    @Test
    void nameBased_exampleOfRfc9562_isTheKnownAnswer() {
        // RFC 9562 appendix A.4
        assertThat(Identifiers.nameBased(Identifiers.NAMESPACE_DNS, "www.example.com"))
                .isEqualTo(UUID.fromString("2ed6657d-e927-568b-95e1-2665a8aea6a2"));
    }

    @Test
    void classId_ofModel_isNameBasedUnderTheVendor() {
        UUID vendor = Identifiers.vendorId("example.com");

        UUID classId = Identifiers.classId(vendor, "sensor+rev B");

        assertThat(classId).isEqualTo(Identifiers.nameBased(vendor, "sensor+rev B"));
        assertThat(classId.version()).isEqualTo(5);
        assertThat(classId.variant()).isEqualTo(2);
        assertThat(classId).isNotEqualTo(Identifiers.classId(Identifiers.vendorId("example.org"), "sensor+rev B"));
        assertThat(classId).isNotEqualTo(Identifiers.classId(vendor, "sensor+rev C"));
    }

    @Test
    void octets_ofAnId_areSixteenInNetworkOrder() {
        UUID id = UUID.fromString("fa6b4a53-d5ad-5fdf-be9d-e663e4d41ffe");

        assertThat(Identifiers.toBytes(id)).isEqualTo(Bytes.ofHex("fa6b4a53d5ad5fdfbe9de663e4d41ffe"));
        assertThat(Identifiers.ofBytes(Identifiers.toBytes(id))).isEqualTo(id);
        assertThatThrownBy(() -> Identifiers.ofBytes(Bytes.ofHex("00")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16");
    }
}
