package io.moult.suit.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.cose.TrustStore;
import io.moult.suit.manifest.CommandCode;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.testing.TestIssuer;
import io.moult.suit.verify.AuthorisationPolicy;
import io.moult.suit.verify.Authority;
import io.moult.suit.verify.Constraints;
import io.moult.suit.verify.Permissions;
import io.moult.suit.verify.Role;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** R92: a trust anchor is a key with what limits it, in the form in which a device keeps it. */
class PolicyCodecTest {
    private static final UUID VENDOR = UUID.fromString("3f2504e0-4f89-41d3-9a0c-0305e82c3301");

    private final AuthorisationPolicy policy = new AuthorisationPolicy(
            List.of(
                    Authority.of(TestIssuer.root(1).anchor(), Role.PROVISIONING),
                    Authority.of(TestIssuer.root(1).anchor(), Role.OPERATOR),
                    Authority.of(TestIssuer.root(1).anchor(), Role.AUTHOR)
                            .limitedTo(
                                    Permissions.of(new Permissions.Grant(ComponentId.MAIN, Set.of(CommandCode.FETCH))))
                            .within(new Constraints(
                                    Set.of(VENDOR),
                                    Set.of(),
                                    OptionalLong.of(-1),
                                    OptionalLong.of(1),
                                    OptionalLong.empty()))),
            1,
            2,
            true);

    @Test
    void policy_inOctets_isReadBack_andCutShortIsNone() {
        Bytes octets = PolicyCodec.encode(policy);

        assertThat(PolicyCodec.decode(octets)).contains(policy);
        for (int length = 0; length < octets.length(); length++) {
            assertThat(PolicyCodec.decode(octets.slice(0, length))).isEmpty();
        }
    }

    @Test
    void policy_inWhichAnySignerCounts_hasNoOctets() {
        AuthorisationPolicy any =
                AuthorisationPolicy.anyOf(TrustStore.of(TestIssuer.root(1).anchor()));

        assertThatThrownBy(() -> PolicyCodec.encode(any)).isInstanceOf(IllegalArgumentException.class);
    }
}
