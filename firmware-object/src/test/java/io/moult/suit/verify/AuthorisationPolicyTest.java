package io.moult.suit.verify;

import static io.moult.suit.testing.Scene.content;
import static io.moult.suit.testing.Scene.index;
import static io.moult.suit.testing.Scene.override;
import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.codec.EnvelopeEncoder;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.manifest.CommandCode;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.testing.Heads;
import io.moult.suit.testing.ManifestSketch;
import io.moult.suit.testing.Scene;
import io.moult.suit.testing.TestAuthor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** R92, R98, R113, R114, R115, R124, R134, R135; RFC 9124 REQ.SEC.RIGHTS, REQ.SEC.ACCESS_CONTROL, THREAT.UPD.UNAPPROVED. */
class AuthorisationPolicyTest {
    private final TestAuthor author = new TestAuthor();
    private final TestAuthor operator = new TestAuthor();
    private final Manifest writing = Scene.installing(1, override(content("x")), Scene.WRITE);

    @Test
    void authorAndOperator_bothMustSign() {
        AuthorisationPolicy policy = AuthorisationPolicy.authorAndOperator(
                List.of(Authority.of(author.anchor(), Role.AUTHOR), Authority.of(operator.anchor(), Role.OPERATOR)));

        accepted(policy, writing, author, operator);
        refused(policy, writing, author);
        refused(policy, writing, operator);
        refused(policy, writing, author, new TestAuthor());
    }

    @Test
    void signatures_areCountedByDifferentKeys() {
        AuthorisationPolicy two = new AuthorisationPolicy(
                List.of(Authority.of(author.anchor(), Role.AUTHOR), Authority.of(operator.anchor(), Role.AUTHOR)),
                2,
                0,
                false);

        refused(two, writing, author, author);
        accepted(two, writing, author, operator);
    }

    @Test
    void whoMayBeBoth_countsForOneOfThem() {
        AuthorisationPolicy policy = AuthorisationPolicy.authorAndOperator(List.of(
                Authority.of(author.anchor(), Role.AUTHOR, Role.OPERATOR),
                Authority.of(operator.anchor(), Role.OPERATOR)));

        refused(policy, writing, author);
        accepted(policy, writing, author, operator);
    }

    @Test
    void exactlyOneEntity_isAPolicyToo() {
        AuthorisationPolicy policy =
                new AuthorisationPolicy(List.of(Authority.of(author.anchor(), Role.AUTHOR)), 1, 0, false);

        accepted(policy, writing, author);
        refused(policy, writing, operator);
    }

    @Test
    void directive_onAComponentThatTheSignerMayNotTouch_isRefusedBeforeAnythingRuns() {
        Permissions onlyA = Permissions.of(
                new Permissions.Grant(ComponentId.of("a"), Set.of(CommandCode.WRITE, CommandCode.FETCH)));
        AuthorisationPolicy policy = new AuthorisationPolicy(
                List.of(Authority.of(author.anchor(), Role.AUTHOR).limitedTo(onlyA)), 1, 0, false);

        accepted(policy, writing, author);
        assertThat(refused(policy, Scene.installing(2, index(1), override(content("x")), Scene.WRITE), author)
                        .refusal())
                .hasToString("component-unauthorised: write of b is not permitted to any author who signed");
        refused(
                policy,
                Scene.installing(2, index(0), Scene.run(index(1), override(content("x")), Scene.WRITE)),
                author);
        refused(policy, Scene.installing(2, index(0), override(new Parameter.SourceComponent(1)), Scene.COPY), author);
    }

    @Test
    void condition_needsNoPermission() {
        AuthorisationPolicy policy = new AuthorisationPolicy(
                List.of(Authority.of(author.anchor(), Role.AUTHOR).limitedTo(Permissions.NONE)), 1, 0, false);

        accepted(policy, Scene.installing(1, Scene.MATCH), author);
        refused(policy, writing, author);
    }

    @Test
    void everyRoleThatIsNeeded_mustBePermittedTheStep() {
        Permissions noWrite =
                Permissions.of(new Permissions.Grant(new ComponentId(List.of()), Set.of(CommandCode.FETCH)));
        AuthorisationPolicy policy = AuthorisationPolicy.authorAndOperator(List.of(
                Authority.of(author.anchor(), Role.AUTHOR),
                Authority.of(operator.anchor(), Role.OPERATOR).limitedTo(noWrite)));

        refused(policy, writing, author, operator);
        accepted(policy, Scene.installing(1, override(new Parameter.Uri("#a")), Scene.FETCH), author, operator);
    }

    @Test
    void anchor_beyondItsConstraints_doesNotCount() {
        Manifest forVendor = new ManifestSketch().build();
        UUID another = UUID.fromString("3f2504e0-4f89-41d3-9a0c-0305e82c3301");

        accepted(within(vendors(Set.of(ManifestSketch.VENDOR))), forVendor, author);
        refused(within(vendors(Set.of(another))), forVendor, author);
        refused(within(vendors(Set.of(ManifestSketch.VENDOR))), writing, author);
        accepted(within(sequenceUpTo(2)), writing, author);
        refused(within(sequenceUpTo(1)), writing, author);
    }

    @Test
    void anchor_afterItsTime_doesNotCountWhereThereIsAClock() {
        AuthorisationPolicy policy = within(
                new Constraints(Set.of(), Set.of(), OptionalLong.empty(), OptionalLong.of(100), OptionalLong.of(200)));

        for (long now : new long[] {100, 200}) {
            assertThat(judge(policy, writing, at(now), author)).isInstanceOf(Verification.Accepted.class);
        }
        for (long now : new long[] {99, 201}) {
            assertThat(judge(policy, writing, at(now), author)).isInstanceOf(Verification.Refused.class);
        }
        accepted(policy, writing, author);
    }

    @Test
    void decisions_areNineAndSayWhoAndWhat() {
        Verification good = judge(AuthorisationPolicy.anyOf(author.trusted()), writing, Circumstances.NONE, author);
        assertThat(good.decisions().all()).hasSize(9).allMatch(one -> one.answer() == Decision.Answer.GO);
        assertThat(good.decisions().on(Question.DESTINATION).because()).isEqualTo("a");
        assertThat(good.decisions().on(Question.HOW).because()).isEqualTo("write");

        Verification bad = judge(AuthorisationPolicy.anyOf(operator.trusted()), writing, Circumstances.NONE, author);
        assertThat(bad.decisions().on(Question.CORRUPTED).answer()).isEqualTo(Decision.Answer.GO);
        assertThat(bad.decisions().on(Question.TRUSTED).answer()).isEqualTo(Decision.Answer.STOP);
        assertThat(bad.decisions().on(Question.OLDER).answer()).isEqualTo(Decision.Answer.NOT_ASKED);
    }

    @Test
    void sequenceNumber_lowerIsRefused_equalIsTakenWhereItIsAppliedAgainAlone() {
        ManifestVerifier verifier = new ManifestVerifier(author.trusted(), DecoderLimits.DEFAULT, Capabilities.ALL);
        var envelope = Heads.envelope(signed(writing, author));

        assertThat(verifier.verify(envelope, Circumstances.NONE, manifest -> 2))
                .isInstanceOf(Verification.Accepted.class);
        Verification refused = verifier.verify(envelope, Circumstances.NONE, manifest -> 0x8000_0000_0000_0000L);
        assertThat(((Verification.Refused) refused).refusal().reason()).isEqualTo(RefusalReason.SEQUENCE_TOO_LOW);
        assertThat(refused.decisions().on(Question.OLDER).answer()).isEqualTo(Decision.Answer.STOP);
        Verification another = verifier.verify(envelope, Circumstances.NONE, manifest -> 2, manifest -> false);
        assertThat(((Verification.Refused) another).refusal().reason()).isEqualTo(RefusalReason.SEQUENCE_TOO_LOW);
    }

    private AuthorisationPolicy within(Constraints limits) {
        return new AuthorisationPolicy(
                List.of(Authority.of(author.anchor(), Role.AUTHOR).within(limits)), 1, 0, false);
    }

    private static Constraints vendors(Set<UUID> vendors) {
        return new Constraints(vendors, Set.of(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
    }

    private static Constraints sequenceUpTo(long highest) {
        return new Constraints(
                Set.of(), Set.of(), OptionalLong.of(highest), OptionalLong.empty(), OptionalLong.empty());
    }

    private static Circumstances at(long now) {
        return new Circumstances(OptionalLong.of(now), Optional.empty());
    }

    private static void accepted(AuthorisationPolicy policy, Manifest manifest, TestAuthor... signers) {
        Verification verification = judge(policy, manifest, Circumstances.NONE, signers);
        assertThat(verification).as(String.valueOf(verification)).isInstanceOf(Verification.Accepted.class);
    }

    private static Verification.Refused refused(AuthorisationPolicy policy, Manifest manifest, TestAuthor... signers) {
        Verification verification = judge(policy, manifest, Circumstances.NONE, signers);
        assertThat(verification).isInstanceOf(Verification.Refused.class);
        return (Verification.Refused) verification;
    }

    private static Verification judge(
            AuthorisationPolicy policy, Manifest manifest, Circumstances now, TestAuthor... signers) {
        return new ManifestVerifier(policy, DecoderLimits.DEFAULT, Capabilities.ALL)
                .verify(Heads.envelope(signed(manifest, signers)), now, unused -> 0);
    }

    private static Bytes signed(Manifest manifest, TestAuthor... signers) {
        Bytes encoded = ManifestEncoder.encode(manifest);
        Digest digest = EnvelopeEncoder.digestOf(encoded);
        List<Bytes> blocks = List.of(signers).stream()
                .map(one -> one.block(ManifestEncoder.encode(digest)))
                .toList();
        return EnvelopeEncoder.head(encoded, digest, blocks, Optional.empty());
    }
}
