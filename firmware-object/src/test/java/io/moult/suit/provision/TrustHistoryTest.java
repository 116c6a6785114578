package io.moult.suit.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.TrustStore;
import io.moult.suit.codec.EnvelopeEncoder;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.manifest.CommandCode;
import io.moult.suit.manifest.Common;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.ReportPolicy;
import io.moult.suit.manifest.Section;
import io.moult.suit.testing.Heads;
import io.moult.suit.testing.Scene;
import io.moult.suit.testing.TestIssuer;
import io.moult.suit.verify.AuthorisationPolicy;
import io.moult.suit.verify.Authority;
import io.moult.suit.verify.Capabilities;
import io.moult.suit.verify.Circumstances;
import io.moult.suit.verify.Constraints;
import io.moult.suit.verify.ManifestVerifier;
import io.moult.suit.verify.Permissions;
import io.moult.suit.verify.RefusalReason;
import io.moult.suit.verify.Role;
import io.moult.suit.verify.Verification;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** R29, R90, R91, R92, R93; RFC 9124 REQ.SEC.KEY.ROTATION. */
class TrustHistoryTest {
    private final TestIssuer provisioner = TestIssuer.root(1);
    private final TestIssuer author = TestIssuer.root(1);
    private final TestIssuer newcomer = TestIssuer.root(1);
    private final TrustHistory factory = TrustHistory.beginning(new AuthorisationPolicy(
            List.of(Authority.of(provisioner.anchor(), Role.PROVISIONING), Authority.of(author.anchor(), Role.AUTHOR)),
            1,
            0,
            false));

    @Test
    void newAuthor_isBelievedBehindTheChange_andNotBefore() {
        assertThat(isBelieved(factory, newcomer)).isFalse();

        TrustHistory after = changed(factory, change(1, provisioner, adding(newcomer)));

        assertThat(isBelieved(after, newcomer)).isTrue();
        assertThat(isBelieved(after, author)).isTrue();
    }

    @Test
    void author_whoseKeyIsReplaced_isNotBelievedAnyMore() {
        TrustHistory after = changed(
                factory,
                change(
                        1,
                        provisioner,
                        new TrustChange(
                                List.of(Authority.of(newcomer.anchor(), Role.AUTHOR)),
                                List.of(author.anchor().key().thumbprint()))));

        assertThat(isBelieved(after, newcomer)).isTrue();
        assertThat(isBelieved(after, author)).isFalse();
    }

    @Test
    void author_whoIsLimited_mayDoNoMoreThanThat() {
        Authority limited = Authority.of(author.anchor(), Role.AUTHOR)
                .limitedTo(
                        Permissions.of(new Permissions.Grant(ComponentId.of("elsewhere"), Set.of(CommandCode.WRITE))));
        TrustHistory after = changed(factory, change(1, provisioner, new TrustChange(List.of(limited), List.of())));

        assertThat(isBelieved(after, author)).isFalse();
    }

    @Test
    void change_byAnAuthor_isRefused() {
        assertThat(refused(factory, change(1, author, adding(newcomer)))).isEqualTo(RefusalReason.POLICY);
        assertThat(refused(factory, change(1, newcomer, adding(newcomer)))).isEqualTo(RefusalReason.UNKNOWN_SIGNER);
    }

    @Test
    void provisioningAuthority_isNoAuthor() {
        assertThat(isBelieved(factory, provisioner)).isFalse();
    }

    @Test
    void changes_thatAreReplayed_areEachJudgedByThePolicyBeforeThem() {
        Envelope first = change(1, provisioner, adding(newcomer));
        TrustChange successor = new TrustChange(
                List.of(Authority.of(newcomer.anchor(), Role.PROVISIONING)),
                List.of(provisioner.anchor().key().thumbprint()));
        Envelope second = change(2, provisioner, successor);
        Envelope third = change(3, newcomer, adding(provisioner));

        assertThat(factory.replay(List.of(first, second, third), Circumstances.NONE))
                .isInstanceOf(TrustHistory.Outcome.Changed.class);
        assertThat(factory.replay(List.of(first, third), Circumstances.NONE))
                .as("one is taken out of the middle")
                .isInstanceOf(TrustHistory.Outcome.Refused.class);
        assertThat(factory.replay(List.of(second, first), Circumstances.NONE))
                .as("an older one again")
                .isInstanceOf(TrustHistory.Outcome.Refused.class);
        assertThat(factory.replay(List.of(first, first), Circumstances.NONE))
                .as("the same twice")
                .isInstanceOf(TrustHistory.Outcome.Refused.class);
    }

    @Test
    void change_thatLeavesNobodyToChangeAnything_isRefused() {
        TrustChange last =
                new TrustChange(List.of(), List.of(provisioner.anchor().key().thumbprint()));
        TrustChange noAuthor =
                new TrustChange(List.of(), List.of(author.anchor().key().thumbprint()));

        assertThat(refused(factory, change(1, provisioner, last))).isEqualTo(RefusalReason.POLICY);
        assertThat(refused(factory, change(1, provisioner, noAuthor))).isEqualTo(RefusalReason.POLICY);
    }

    @Test
    void change_amongOtherThings_isRefused() {
        Manifest both = new Manifest.Builder(1)
                .common(new Common(
                        List.of(), List.of(AuthorisationPolicy.TRUST_COMPONENT, ComponentId.of("a")), Scene.sequence()))
                .section(
                        Section.INSTALL,
                        Scene.sequence(
                                Scene.index(0),
                                Scene.override(new Parameter.Content(TrustChangeCodec.encode(adding(newcomer)))),
                                Scene.WRITE))
                .build();

        assertThat(refused(factory, signed(both, provisioner))).isEqualTo(RefusalReason.POLICY);
    }

    @Test
    void trustComponent_isClosedToWhoeverMayDoEverythingElse() {
        AuthorisationPolicy simple = AuthorisationPolicy.anyOf(TrustStore.of(author.anchor()));

        Verification verification = new ManifestVerifier(simple, DecoderLimits.DEFAULT, Capabilities.ALL)
                .verify(change(1, author, adding(newcomer)), Circumstances.NONE, unused -> 0);

        assertThat(verification).isInstanceOf(Verification.Refused.class);
    }

    @Test
    void change_inOctets_isReadBack_andCutShortIsNone() {
        Authority narrow = Authority.of(newcomer.anchor(), Role.AUTHOR, Role.OPERATOR)
                .limitedTo(Permissions.of(new Permissions.Grant(
                        ComponentId.of("files", "a"), Set.of(CommandCode.WRITE, CommandCode.FETCH))))
                .within(new Constraints(
                        Set.of(UUID.fromString("3f2504e0-4f89-41d3-9a0c-0305e82c3301")),
                        Set.of(),
                        OptionalLong.of(-1),
                        OptionalLong.empty(),
                        OptionalLong.of(5)));
        TrustChange change =
                new TrustChange(List.of(narrow), List.of(author.anchor().key().thumbprint()));
        Bytes octets = TrustChangeCodec.encode(change);

        assertThat(TrustChangeCodec.decode(octets)).contains(change);
        for (int length = 0; length < octets.length(); length++) {
            assertThat(TrustChangeCodec.decode(octets.slice(0, length))).isEmpty();
        }
    }

    @Test
    void change_thatSaysForWhoseDevicesItIs_isMadeThereAndNowhereElse() {
        UUID vendor = UUID.fromString("3f2504e0-4f89-41d3-9a0c-0305e82c3301");
        UUID model = UUID.fromString("3f2504e0-4f89-41d3-9a0c-0305e82c3302");
        Manifest addressed = new Manifest.Builder(1)
                .common(new Common(
                        List.of(),
                        List.of(AuthorisationPolicy.TRUST_COMPONENT),
                        Scene.sequence(
                                Scene.override(
                                        new Parameter.VendorIdentifier(vendor), new Parameter.ClassIdentifier(model)),
                                new Condition.VendorIdentifier(ReportPolicy.ALWAYS),
                                new Condition.ClassIdentifier(ReportPolicy.ALWAYS))))
                .section(
                        Section.INSTALL,
                        Scene.sequence(
                                Scene.override(new Parameter.Content(TrustChangeCodec.encode(adding(newcomer)))),
                                Scene.WRITE))
                .build();
        Envelope change = signed(addressed, provisioner);

        changed(TrustHistory.beginning(factory.policy(), vendor, model), change);
        assertThat(refused(TrustHistory.beginning(factory.policy(), vendor, vendor), change))
                .isEqualTo(RefusalReason.CLASS_MISMATCH);
        assertThat(refused(TrustHistory.beginning(factory.policy(), model, model), change))
                .isEqualTo(RefusalReason.VENDOR_MISMATCH);
    }

    private static TrustChange adding(TestIssuer who) {
        return new TrustChange(List.of(Authority.of(who.anchor(), Role.AUTHOR)), List.of());
    }

    private static Envelope change(long sequenceNumber, TestIssuer signer, TrustChange change) {
        Manifest manifest = new Manifest.Builder(sequenceNumber)
                .common(new Common(List.of(), List.of(AuthorisationPolicy.TRUST_COMPONENT), Scene.sequence()))
                .section(
                        Section.INSTALL,
                        Scene.sequence(
                                Scene.override(new Parameter.Content(TrustChangeCodec.encode(change))), Scene.WRITE))
                .build();
        return signed(manifest, signer);
    }

    private static Envelope signed(Manifest manifest, TestIssuer signer) {
        Bytes encoded = ManifestEncoder.encode(manifest);
        Digest digest = EnvelopeEncoder.digestOf(encoded);
        Bytes block = signer.block(ManifestEncoder.encode(digest), List.of(signer.certificate()));
        return Heads.envelope(EnvelopeEncoder.head(encoded, digest, List.of(block), Optional.empty()));
    }

    private static boolean isBelieved(TrustHistory history, TestIssuer who) {
        Manifest update = Scene.installing(1, Scene.override(Scene.content("x")), Scene.WRITE);
        return new ManifestVerifier(history.policy(), DecoderLimits.DEFAULT, Capabilities.ALL)
                        .verify(signed(update, who), Circumstances.NONE, unused -> 0)
                instanceof Verification.Accepted;
    }

    private static TrustHistory changed(TrustHistory before, Envelope change) {
        TrustHistory.Outcome outcome = before.changedBy(change, Circumstances.NONE);
        assertThat(outcome).as(String.valueOf(outcome)).isInstanceOf(TrustHistory.Outcome.Changed.class);
        return ((TrustHistory.Outcome.Changed) outcome).history();
    }

    private static RefusalReason refused(TrustHistory before, Envelope change) {
        TrustHistory.Outcome outcome = before.changedBy(change, Circumstances.NONE);
        assertThat(outcome).isInstanceOf(TrustHistory.Outcome.Refused.class);
        return ((TrustHistory.Outcome.Refused) outcome).refusal().reason();
    }
}
