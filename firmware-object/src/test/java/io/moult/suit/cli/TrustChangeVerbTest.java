package io.moult.suit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.TrustAnchor;
import io.moult.cose.TrustStore;
import io.moult.suit.author.KeySet;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.manifest.CommandCode;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.provision.TrustHistory;
import io.moult.suit.verify.AuthorisationPolicy;
import io.moult.suit.verify.Authority;
import io.moult.suit.verify.Circumstances;
import io.moult.suit.verify.Permissions;
import io.moult.suit.verify.RefusalReason;
import io.moult.suit.verify.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change of whom devices believe, from a description to a device: R90, R91. */
class TrustChangeVerbTest {
    @TempDir
    private Path directory;

    private TrustHistory factory = TrustHistory.beginning(AuthorisationPolicy.anyOf(TrustStore.of()));

    @BeforeEach
    void makeKeys() throws IOException {
        for (String name : List.of("AUTHOR", "NEWCOMER", "PROVISIONER")) {
            Moult.makeKeys(directory.resolve(name));
        }
        factory = TrustHistory.beginning(
                new AuthorisationPolicy(
                        List.of(
                                Authority.of(anchor("AUTHOR"), Role.AUTHOR),
                                Authority.of(anchor("PROVISIONER"), Role.PROVISIONING)),
                        1,
                        0,
                        false),
                KeySet.read(directory.resolve("AUTHOR")).vendorId(),
                KeySet.read(directory.resolve("AUTHOR")).classId());
    }

    private TrustAnchor anchor(String name) throws IOException {
        return KeySet.read(directory.resolve(name)).trustAnchor();
    }

    private Moult.Result create(String change) throws IOException {
        Path description = Files.writeString(directory.resolve("change.yaml"), """
                sequence: 1
                components: [moult/trust]
                install:
                  - override-parameters:
                      content:
                        trust:
                """ + change.indent(10) + """
                  - write
                """);
        return Moult.run("manifest", "create", description, "--out", directory.resolve("change.suit"));
    }

    private Envelope signedBy(String name) throws IOException {
        Path file = directory.resolve("change.suit");
        Moult.Result signed =
                Moult.run("manifest", "sign", file, "--key", directory.resolve(name), "--role", "provisioning");
        assertThat(signed.status()).as(signed.err()).isZero();
        return ((HeadResult.Complete)
                        new EnvelopeReader(DecoderLimits.DEFAULT).readHead(Bytes.wrap(Files.readAllBytes(file))))
                .envelope();
    }

    @Test
    void change_fromADescription_addsLimitsAndRemoves() throws IOException {
        Moult.Result created = create("""
                believed:
                  - key: NEWCOMER
                    roles: [author]
                    permissions: [{components: [main], commands: [fetch]}]
                forgotten: [AUTHOR/certificate.der]
                """);
        assertThat(created.status()).as(created.err()).isZero();

        TrustHistory.Outcome outcome = factory.changedBy(signedBy("PROVISIONER"), Circumstances.NONE);

        assertThat(outcome).isInstanceOf(TrustHistory.Outcome.Changed.class);
        assertThat(((TrustHistory.Outcome.Changed) outcome).history().policy().authorities())
                .containsExactly(
                        Authority.of(anchor("PROVISIONER"), Role.PROVISIONING),
                        Authority.of(anchor("NEWCOMER"), Role.AUTHOR)
                                .limitedTo(Permissions.of(
                                        new Permissions.Grant(ComponentId.MAIN, Set.of(CommandCode.FETCH)))));
    }

    @Test
    void change_isShownAsWhatItIs() throws IOException {
        create("""
                believed: [{key: NEWCOMER, roles: [author], constraints: {highest-sequence: 3}}]
                forgotten: [AUTHOR]
                """);

        assertThat(Moult.run("manifest", "show", directory.resolve("change.suit"))
                        .out())
                .contains("believe " + anchor("NEWCOMER").keyId().hex() + " as author, within limits")
                .contains(
                        "forget the key " + anchor("AUTHOR").key().thumbprint().hex());
    }

    @Test
    void change_signedByAnAuthor_isRefused() throws IOException {
        create("forgotten: [" + anchor("AUTHOR").key().thumbprint().hex()
                + "]\nbelieved: [{key: NEWCOMER, roles: author}]\n");

        TrustHistory.Outcome outcome = factory.changedBy(signedBy("AUTHOR"), Circumstances.NONE);

        assertThat(((TrustHistory.Outcome.Refused) outcome).refusal().reason()).isEqualTo(RefusalReason.POLICY);
    }

    @Test
    void change_thatChangesNothing_orNamesNoCertificate_isRefusedWithItsLine() throws IOException {
        assertThat(create("believed: []\n").err()).contains("changes nothing");
        assertThat(create("believed: [{key: NOBODY.der, roles: [author]}]\n").err())
                .contains("there is no such file");
        assertThat(create("believed: [{key: NEWCOMER, roles: [king]}]\n").err()).contains("king");
    }
}
