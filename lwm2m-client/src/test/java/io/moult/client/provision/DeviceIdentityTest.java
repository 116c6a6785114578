package io.moult.client.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.suit.verify.RefusalReason;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** R1: what must be there before a device takes updates. */
class DeviceIdentityTest {
    private static final UUID ID = UUID.fromString("fa6b4a53-d5ad-5fdf-be9d-e663e4d41ffe");

    @Test
    void identity_withEverything_isProvisioned() {
        assertThat(DeviceIdentity.of(ID, ID, 1).provisioned()).isTrue();
        assertThat(DeviceIdentity.of(ID, ID, 1).refusal()).isEmpty();
    }

    @Test
    void identity_withoutOneOfThem_isNot() {
        assertThat(new DeviceIdentity(Optional.empty(), Optional.of(ID), 1).provisioned())
                .isFalse();
        assertThat(new DeviceIdentity(Optional.of(ID), Optional.empty(), 1).provisioned())
                .isFalse();
        assertThat(DeviceIdentity.of(ID, ID, 0).provisioned()).isFalse();
    }

    @Test
    void refusal_namesWhatIsMissing() {
        assertThat(DeviceIdentity.BLANK.refusal()).hasValueSatisfying(refusal -> {
            assertThat(refusal.reason()).isEqualTo(RefusalReason.NOT_PROVISIONED);
            assertThat(refusal.detail()).contains("vendor ID", "class ID", "certificate");
        });
    }
}
