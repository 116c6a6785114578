package io.moult.boot.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.cose.TrustAnchor;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class DeviceKeysTest {
    private final DeviceKeys keys = DeviceKeys.generate(new SecureRandom());

    @Test
    void publicPart_checksWhatTheDeviceSigned() throws Exception {
        Bytes octets = Bytes.ofHex("0123");

        Bytes signature = keys.signer().sign(octets);

        assertThat(TrustAnchor.ofPublicKey(keys.publicKey()).key().verifies(octets, signature))
                .isTrue();
    }

    @Test
    void twoDevices_haveNothingInCommon() {
        DeviceKeys other = DeviceKeys.generate(new SecureRandom());

        assertThat(other.rootKey()).isNotEqualTo(keys.rootKey());
        assertThat(other.publicKey()).isNotEqualTo(keys.publicKey());
    }

    @Test
    void secrets_areNotPrinted() {
        assertThat(keys.toString())
                .doesNotContain(keys.rootKey().hex())
                .doesNotContain(keys.reportKey().hex());
    }

    @Test
    void octetsThatAreNoKeys_areRefused() {
        assertThat(DeviceKeys.decode(keys.encode())).isEqualTo(keys);
        for (int length : new int[] {0, 31, 32, 600}) {
            Bytes octets = Bytes.wrap(new byte[length]);
            assertThatThrownBy(() -> DeviceKeys.decode(octets)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
