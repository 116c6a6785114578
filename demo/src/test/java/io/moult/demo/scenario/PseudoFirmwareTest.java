package io.moult.demo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import org.junit.jupiter.api.Test;

class PseudoFirmwareTest {
    @Test
    void image_sameSeedAndVersion_isTheSame() {
        assertThat(PseudoFirmware.image("1.0.0", 10_000, 7)).isEqualTo(PseudoFirmware.image("1.0.0", 10_000, 7));
    }

    @Test
    void image_anotherVersion_differsButSharesMostOfItsCode() {
        Bytes one = PseudoFirmware.image("1.0.0", 64 * 1024, 7);
        Bytes two = PseudoFirmware.image("2.0.0", 64 * 1024, 7);

        int same = 0;
        for (int i = 0; i < one.length(); i++) {
            same += one.at(i) == two.at(i) ? 1 : 0;
        }

        assertThat(one).isNotEqualTo(two);
        assertThat(same).isGreaterThan(one.length() / 2);
    }
}
