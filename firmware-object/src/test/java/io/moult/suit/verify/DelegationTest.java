package io.moult.suit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.TrustStore;
import io.moult.suit.codec.EnvelopeEncoder;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.testing.Heads;
import io.moult.suit.testing.Scene;
import io.moult.suit.testing.TestIssuer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R26, R27, R28, R29, R30, R31, R126; RFC 9124 REQ.SEC.KEY.ROTATION, REQ.USE.DELEGATION, USER_STORY.MFST.DELEGATION. */
class DelegationTest {
    private final Manifest manifest = Scene.installing(1, Scene.override(Scene.content("x")), Scene.WRITE);
    private final TestIssuer root = TestIssuer.root(2);
    private final TestIssuer office = root.delegate("office", 0);
    private final TestIssuer developer = office.delegate("developer", -1);

    @Test
    void developer_whomTheRootHasDelegatedTo_isBelieved_withoutBeingInstalled() {
        Verification verification = judge(root, developer, List.of(developer, office));

        assertThat(verification).isInstanceOf(Verification.Accepted.class);
        Signatory signatory =
                ((Verification.Accepted) verification).manifest().signatories().get(0);
        assertThat(signatory.key().certificateDer()).isEqualTo(developer.certificate());
        assertThat(signatory.believed()).isEqualTo(root.anchor());
    }

    @Test
    void chain_thatNamesTheAnchorItself_isFoundByItsFingerprint() {
        assertThat(judge(root, developer, List.of(developer, office, root))).isInstanceOf(Verification.Accepted.class);
        assertThat(judge(office, developer, List.of(developer, office))).isInstanceOf(Verification.Accepted.class);
    }

    @Test
    void chain_ofAnotherRoot_isNotBelieved_whateverItsNames() {
        refused(judge(TestIssuer.root(2), developer, List.of(developer, office)), RefusalReason.UNKNOWN_SIGNER);
    }

    @Test
    void chain_withALinkMissing_isNotBelieved() {
        refused(judge(root, developer, List.of(developer)), RefusalReason.UNKNOWN_SIGNER);
    }

    @Test
    void certificate_thatMayIssueNothing_delegatesToNobody() {
        TestIssuer friend = developer.delegate("friend", -1);

        refused(judge(root, friend, List.of(friend, developer, office)), RefusalReason.UNKNOWN_SIGNER);
    }

    @Test
    void chain_longerThanAnIssuerAllowed_isNotBelieved() {
        TestIssuer deep = office.delegate("deep", 0);
        TestIssuer deeper = deep.delegate("deeper", -1);

        refused(judge(root, deeper, List.of(deeper, deep, office)), RefusalReason.UNKNOWN_SIGNER);
    }

    @Test
    void chain_ofMoreThanFourCertificates_isRefused() {
        refused(judge(root, developer, List.of(developer, office, root, root, root)), RefusalReason.UNKNOWN_SIGNER);
    }

    @Test
    void signature_byAnotherKeyThanTheFirstCertificates_isNotBelieved() {
        TestIssuer other = office.delegate("developer", -1);

        refused(judge(root, other, List.of(developer, office)), RefusalReason.SIGNATURE);
    }

    @Test
    void certificate_outOfItsTime_isNotBelievedWhereThereIsAClock() {
        long inTime = TestIssuer.FROM.getEpochSecond() + 1;
        long late = TestIssuer.UNTIL.getEpochSecond() + 1;

        assertThat(judge(policy(root), developer, List.of(developer, office), OptionalLong.of(inTime)))
                .isInstanceOf(Verification.Accepted.class);
        refused(
                judge(policy(root), developer, List.of(developer, office), OptionalLong.of(late)),
                RefusalReason.UNKNOWN_SIGNER);
    }

    @Test
    void certificateForDevelopment_countsForNothingInProduction() {
        TestIssuer toy = TestIssuer.developmentRoot(1);
        TestIssuer delegate = toy.delegate("developer", -1);

        assertThat(judge(toy, delegate, List.of(delegate))).isInstanceOf(Verification.Accepted.class);
        refused(
                judge(policy(toy).inProduction(), delegate, List.of(delegate), OptionalLong.empty()),
                RefusalReason.POLICY);
        assertThat(judge(policy(root).inProduction(), developer, List.of(developer, office), OptionalLong.empty()))
                .isInstanceOf(Verification.Accepted.class);
    }

    /** R31: the key that is believed is not the one that signs. */
    @Test
    void production_demandsDelegation() {
        assertThat(judge(root, root, List.of())).isInstanceOf(Verification.Accepted.class);

        refused(judge(policy(root).inProduction(), root, List.of(), OptionalLong.empty()), RefusalReason.POLICY);
        refused(judge(policy(root).inProduction(), root, List.of(root), OptionalLong.empty()), RefusalReason.POLICY);
        assertThat(judge(policy(root).inProduction(), developer, List.of(developer, office), OptionalLong.empty()))
                .isInstanceOf(Verification.Accepted.class);
    }

    /** A block that is broken is not a matter of whom it is by. */
    @ParameterizedTest
    @ValueSource(strings = {"a201260126", "a1012600", "a10126a10126"})
    void header_withAnItemTwiceOrBehindIt_isMalformed(String header) {
        Bytes encoded = ManifestEncoder.encode(manifest);
        Digest digest = EnvelopeEncoder.digestOf(encoded);
        Bytes block = new CborWriter()
                .tag(18)
                .array(4)
                .bytes(Bytes.ofHex(header))
                .map(0)
                .item(CborItem.Simple.NULL)
                .bytes(Bytes.wrap(new byte[64]))
                .toBytes();

        refused(
                new ManifestVerifier(policy(root), DecoderLimits.DEFAULT, Capabilities.ALL)
                        .verify(
                                Heads.envelope(EnvelopeEncoder.head(encoded, digest, List.of(block), Optional.empty())),
                                new Circumstances(OptionalLong.empty(), Optional.empty()),
                                unused -> 0),
                RefusalReason.MALFORMED);
    }

    private static AuthorisationPolicy policy(TestIssuer trusted) {
        return AuthorisationPolicy.anyOf(TrustStore.of(trusted.anchor()));
    }

    private Verification judge(TestIssuer trusted, TestIssuer signer, List<TestIssuer> chain) {
        return judge(policy(trusted), signer, chain, OptionalLong.empty());
    }

    private Verification judge(
            AuthorisationPolicy policy, TestIssuer signer, List<TestIssuer> chain, OptionalLong now) {
        Bytes encoded = ManifestEncoder.encode(manifest);
        Digest digest = EnvelopeEncoder.digestOf(encoded);
        Bytes block = signer.block(
                ManifestEncoder.encode(digest),
                chain.stream().map(TestIssuer::certificate).toList());
        Bytes envelope = EnvelopeEncoder.head(encoded, digest, List.of(block), Optional.empty());
        return new ManifestVerifier(policy, DecoderLimits.DEFAULT, Capabilities.ALL)
                .verify(Heads.envelope(envelope), new Circumstances(now, Optional.empty()), unused -> 0);
    }

    private static void refused(Verification verification, RefusalReason reason) {
        assertThat(verification).isInstanceOf(Verification.Refused.class);
        Refusal refusal = ((Verification.Refused) verification).refusal();
        assertThat(refusal.reason()).as(refusal.toString()).isEqualTo(reason);
    }
}
