package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.boot.image.Acceptance;
import io.moult.boot.image.EnvelopeStore;
import io.moult.boot.image.SuitImageVerifier;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.otp.DeviceTrust;
import io.moult.boot.recovery.RecoveryException;
import io.moult.boot.recovery.RecoveryUpdater;
import io.moult.boot.recovery.ReleaseStream;
import io.moult.boot.topology.Layouts;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import io.moult.suit.manifest.CommandCode;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.verify.AuthorisationPolicy;
import io.moult.suit.verify.Authority;
import io.moult.suit.verify.Permissions;
import io.moult.suit.verify.Role;
import io.moult.updateobject.BootReport.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R113, R114, R126, R135: the bootloader asks for the signatures that the policy asks for, whoever accepted what it boots. */
class PolicyAtBootTest {
    private static final Topology LAYOUT = Layouts.offset(1024, 8, 1, 4);

    @TempDir
    static Path dir;

    private static Releases author;
    private static Releases operator;
    private static Releases.Signed first;
    private static AuthorisationPolicy both;

    @BeforeAll
    static void makeKeys() throws IOException {
        author = new Releases(dir, "example.com", "sensor");
        operator = new Releases(dir, "operator.example.com", "fleet");
        first = Releases.countersigned(author.release("1.0.0", 1, Releases.image(3000, 1)), operator);
        both = AuthorisationPolicy.authorAndOperator(List.of(author.as(Role.AUTHOR), operator.as(Role.OPERATOR)));
    }

    private static Releases.Signed byTheAuthor() throws IOException {
        return author.release("2.0.0", 2, Releases.image(2001, 2));
    }

    private static TestDevice device() throws IOException {
        return TestDevice.manufactured(LAYOUT, author, both, first);
    }

    /** Into the primary slot and the envelope beside it, as somebody with a probe would. */
    private static void plant(TestDevice device, Releases.Signed release) throws IOException {
        EnvelopeArea area = device.journal().orElseThrow().runningArea();
        new EnvelopeStore(device.flash, LAYOUT).write(area, release.envelope(), 0);
        int sector = Layouts.main(LAYOUT).primary().first();
        byte[] octets = new byte[3 * 1024];
        release.image().copyInto(octets, 0);
        for (int i = 0; i < 3; i++) {
            device.flash.erase(sector + i);
            device.flash.program(LAYOUT.geometry().offsetOfSector(sector + i), Bytes.copyOf(octets, 1024 * i, 1024));
        }
    }

    @Test
    void candidate_byTheAuthorAlone_isRefusedAtBootWhereAnOperatorHasToAgree() throws IOException {
        TestDevice device = device();
        device.stage(byTheAuthor(), 1000);

        BootOutcome.Started started = device.start(ResetReason.REQUEST);

        assertThat(started.report().event()).isEqualTo(Event.CANDIDATE_REFUSED);
        assertThat(started.report().detail()).startsWith("policy: 1 author and 1 operator must sign");
        device.assertRuns(started, first);
    }

    @Test
    void candidate_byAuthorAndOperator_boots() throws IOException {
        TestDevice device = device();
        Releases.Signed agreed = Releases.countersigned(byTheAuthor(), operator);
        device.stage(agreed, 1000);

        device.assertRuns(device.start(ResetReason.REQUEST), agreed);
    }

    @Test
    void image_byTheAuthorAlone_thatIsInThePrimarySlot_doesNotRun() throws IOException {
        TestDevice device = device();
        plant(device, byTheAuthor());

        assertThat(device.boot(ResetReason.POWER)).isInstanceOf(BootOutcome.Recovery.class);

        plant(device, Releases.countersigned(byTheAuthor(), operator));
        assertThat(device.boot(ResetReason.POWER)).isInstanceOf(BootOutcome.Started.class);
    }

    @Test
    void candidate_thatNeedsWhatItsSignerMayNot_isRefusedAtBoot() throws IOException {
        Authority narrow = author.as(Role.AUTHOR)
                .limitedTo(Permissions.of(
                        new Permissions.Grant(ComponentId.MAIN, EnumSet.complementOf(EnumSet.of(CommandCode.WRITE)))));
        TestDevice device = TestDevice.manufactured(
                LAYOUT, author, new AuthorisationPolicy(List.of(narrow), 1, 0, false), byTheAuthor());
        Authority narrower = author.as(Role.AUTHOR)
                .limitedTo(
                        Permissions.of(new Permissions.Grant(ComponentId.of("elsewhere"), Set.of(CommandCode.FETCH))));

        device.assertRuns(device.start(ResetReason.POWER), byTheAuthor());
        assertThatThrownBy(() -> TestDevice.manufactured(
                        LAYOUT, author, new AuthorisationPolicy(List.of(narrower), 1, 0, false), byTheAuthor()))
                .isInstanceOf(ManufactureException.class)
                .hasMessageContaining("component-unauthorised");
    }

    @Test
    void certificateOfTheDevicesOwner_thatIsNotInThePolicy_hasNoSay() throws IOException {
        AuthorisationPolicy operatorOnly = new AuthorisationPolicy(List.of(operator.as(Role.AUTHOR)), 1, 0, false);

        assertThatThrownBy(() -> TestDevice.manufactured(LAYOUT, author, operatorOnly, byTheAuthor()))
                .isInstanceOf(ManufactureException.class)
                .hasMessageContaining("unknown-signer");
    }

    @Test
    void releaseOverTheLine_inRecovery_isHeldToThePolicyToo() throws IOException {
        TestDevice device = device();
        device.flash.rot(8 * LAYOUT.offsetOf(Layouts.main(LAYOUT).primary()) + 3);
        assertThat(device.boot(ResetReason.POWER)).isInstanceOf(BootOutcome.Recovery.class);
        ReleaseStream stream = ReleaseStream.read(new ByteArrayInputStream(RecoveryTest.line(byTheAuthor())));

        assertThatThrownBy(() -> new RecoveryUpdater(device.platform()).take(stream))
                .isInstanceOf(RecoveryException.class)
                .hasMessageContaining("policy: 1 author and 1 operator must sign");
    }

    @Test
    void policy_isBurntOnceAndBeforeTheDeviceIsAnybodys_andTheSameAgainIsNothing() throws IOException {
        TestDevice device = TestDevice.blank(LAYOUT);

        assertThat(EveryCut.of(
                        device,
                        made -> Manufacture.provision(made.platform(), TestDevice.owner(author), both),
                        after -> {
                            assertThat(after.platform().otp().provisioning().isEmpty()
                                            || after.trust().policy().operators() == 1)
                                    .as("nobody's, or judging by the policy")
                                    .isTrue();
                            Manufacture.provision(after.platform(), TestDevice.owner(author), both);
                            assertThat(after.trust().policy()).isEqualTo(both);
                        }))
                .isPositive();
        TestDevice made = device();
        assertThatThrownBy(() -> Manufacture.provision(
                        made.platform(),
                        TestDevice.owner(author),
                        new AuthorisationPolicy(List.of(author.as(Role.AUTHOR)), 1, 0, false)))
                .isInstanceOf(ManufactureException.class)
                .hasMessageContaining("a signed change of trust");
        TestDevice without = TestDevice.manufactured(LAYOUT, author, byTheAuthor());
        assertThatThrownBy(() -> Manufacture.provision(without.platform(), TestDevice.owner(author), both))
                .isInstanceOf(ManufactureException.class);
    }

    @Test
    void policyWithACertificateForDevelopment_isRefusedOnADeviceForProduction() throws IOException {
        TestDevice device = TestDevice.blank(LAYOUT);
        Manufacture.markForProduction(device.platform());

        assertThatThrownBy(() -> Manufacture.provision(device.platform(), TestDevice.owner(author), both))
                .isInstanceOf(ManufactureException.class)
                .hasMessageContaining("the certificate is for development");
        assertThat(DeviceTrust.of(device.platform().otp())).isEmpty();
    }

    @Test
    void goldenImage_isHeldToThePolicy() throws IOException {
        TestDevice device = device();

        assertThat(new SuitImageVerifier(device.platform().otp())
                        .verify(
                                author.release("0.1.0", 0, OptionalLong.empty(), first.image())
                                        .envelope(),
                                device.platform().places().running(0),
                                Acceptance.ofGolden())
                        .refusal())
                .isPresent();
    }
}
