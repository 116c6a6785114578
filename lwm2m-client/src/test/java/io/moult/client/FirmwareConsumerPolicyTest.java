package io.moult.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.client.support.StrictStagingArea;
import io.moult.client.support.TestDevice;
import io.moult.client.support.TestReleases;
import io.moult.suit.manifest.CommandCode;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.verify.AuthorisationPolicy;
import io.moult.suit.verify.Authority;
import io.moult.suit.verify.Permissions;
import io.moult.suit.verify.Role;
import io.moult.transfer.BlockAnswer;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R113, R114, R126: a device takes what its policy wants signed, and refuses all else before a payload block. */
class FirmwareConsumerPolicyTest {
    private static final Bytes IMAGE = TestReleases.image(10_000, 1);

    @TempDir
    private Path directory;

    private TestReleases author;
    private TestReleases operator;
    private TestDevice device;

    @BeforeEach
    void start() {
        author = TestReleases.in(directory);
        operator = TestReleases.in(directory, "operator.example.com", "fleet");
        device = new TestDevice(author, StrictStagingArea.ofKibibytes(64));
        device.policy(AuthorisationPolicy.authorAndOperator(List.of(
                Authority.of(author.keys().trustAnchor(), Role.AUTHOR),
                Authority.of(operator.keys().trustAnchor(), Role.OPERATOR))));
        device.restart();
    }

    @AfterEach
    void stop() {
        device.close();
    }

    @Test
    void release_byTheAuthorAlone_isRefusedWhereAnOperatorHasToAgree() {
        assertRefused(device.pushAll(author.embedded("2.0.0", 2, IMAGE)), "policy");
    }

    @Test
    void release_byAuthorAndOperator_isStaged() {
        Bytes body = TestReleases.countersigned(author.embedded("2.0.0", 2, IMAGE), operator);

        BlockAnswer last = device.pushAll(body);

        assertThat(last.code().isSuccess()).as(last.diagnostic()).isTrue();
        assertThat(device.consumer().view().state()).isEqualTo(State.DOWNLOADED);
    }

    /** The operator's key is nobody's that the bootloader knows: alone it signs nothing. */
    @Test
    void release_byTheOperatorAlone_isRefused() {
        Bytes body = TestReleases.countersigned(
                operator.embedded("2.0.0", 2, IMAGE), TestReleases.in(directory, "c.example.com", "d"));

        assertRefused(device.pushAll(body), "policy");
    }

    @Test
    void release_thatNeedsWhatItsSignerMayNot_isRefused() {
        Permissions elsewhere =
                Permissions.of(new Permissions.Grant(ComponentId.of("elsewhere"), Set.of(CommandCode.FETCH)));
        device.policy(new AuthorisationPolicy(
                List.of(Authority.of(author.keys().trustAnchor(), Role.AUTHOR).limitedTo(elsewhere)), 1, 0, false));
        device.restart();

        assertRefused(device.pushAll(author.embedded("2.0.0", 2, IMAGE)), "component-unauthorised");
    }

    @Test
    void release_withADevelopmentKey_isRefusedInProduction() {
        device.policy(AuthorisationPolicy.anyOf(author.trust()).inProduction());
        device.restart();

        assertRefused(device.pushAll(author.embedded("2.0.0", 2, IMAGE)), "policy");
    }

    /** Else it would accept what its bootloader then refuses. */
    @Test
    void policy_withAnAuthorWhomTheDeviceWasNotMadeToBelieve_isRefusedAtOnce() {
        device.policy(AuthorisationPolicy.anyOf(operator.trust()));

        assertThatThrownBy(device::restart)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("whom this device was not made to believe");
    }

    private void assertRefused(BlockAnswer answer, String reason) {
        assertThat(answer.code().isSuccess()).isFalse();
        assertThat(answer.diagnostic()).isEqualTo(reason);
        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.UPDATE_FAILED);
        assertThat(device.staging.begins()).isZero();
    }
}
