package io.moult.fuzz;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborWriter;
import io.moult.cose.AuthenticationWriter;
import io.moult.cose.ContentCipher;
import io.moult.cose.CoseSigner;
import io.moult.cose.EncryptionRecipient;
import io.moult.cose.KeyFiles;
import io.moult.cose.PayloadEncryption;
import io.moult.cose.SigningKey;
import io.moult.cose.TrustAnchor;
import io.moult.suit.codec.EnvelopeEncoder;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.manifest.CommandCode;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Identifiers;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.provision.TrustChange;
import io.moult.suit.provision.TrustChangeCodec;
import io.moult.suit.report.CapabilityReport;
import io.moult.suit.report.CommandRecord;
import io.moult.suit.report.Report;
import io.moult.suit.report.ReportEncoder;
import io.moult.suit.report.ReportResult;
import io.moult.suit.report.SystemClaims;
import io.moult.suit.testing.ManifestGenerator;
import io.moult.suit.verify.Authority;
import io.moult.suit.verify.Constraints;
import io.moult.suit.verify.Permissions;
import io.moult.suit.verify.RefusalReason;
import io.moult.suit.verify.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.bouncycastle.crypto.params.HSSPrivateKeyParameters;
import org.bouncycastle.crypto.signers.HSSSigner;

/** The recipe of the inputs that a campaign begins with: good ones of each kind, made by our own encoders. */
final class Seeds {
    private static final SecureRandom RANDOM = FuzzKeys.random(7);

    private Seeds() {}

    /** Puts the seeds of a target into its corpus, in the place of those before. */
    static void write(FuzzTarget target) throws IOException {
        Corpus before = Files.exists(Corpus.file(target)) ? Corpus.of(target) : new Corpus(Map.of());
        before.with(Corpus.SEED, of(target)).write(target);
    }

    static List<Bytes> of(FuzzTarget target) throws IOException {
        return switch (target) {
            case CBOR -> cbor();
            case ENVELOPE -> envelopes();
            case MANIFEST -> manifests(24);
            case REPORT -> reports();
            case ENCRYPTION_INFO -> encryptionInfos(FuzzKeys.keyEncryption());
            case KEY_AGREEMENT -> encryptionInfos(FuzzKeys.agreementPublic());
            case PROCESSOR -> choices();
            case AUTHENTICATION -> blocks();
            case CERTIFICATE -> certificates();
            case KEY_FILE -> keyFiles();
            case TRUST_CHANGE -> trustChanges();
        };
    }

    private static List<Bytes> cbor() {
        return List.of(
                Bytes.ofHex("1bffffffffffffffff"),
                Bytes.ofHex("3bffffffffffffffff"),
                Bytes.ofHex("d86b82f4f5"),
                Bytes.ofHex("83f6f763e282ac"),
                Bytes.ofHex("a201820203414081a0"),
                Bytes.ofHex("4683010203a000"),
                Bytes.ofHex("18"),
                Bytes.ofHex("1800"),
                Bytes.ofHex("9bffffffffffffffff"),
                Bytes.ofHex("a201000100"));
    }

    private static List<Bytes> manifests(int count) {
        List<Bytes> manifests = new ArrayList<>();
        for (long seed = 0; seed < count; seed++) {
            manifests.add(ManifestEncoder.encode(new ManifestGenerator(seed).manifest()));
        }
        return manifests;
    }

    /** With blocks, severed members, and none, one or two payloads. */
    private static List<Bytes> envelopes() throws IOException {
        List<Bytes> envelopes = new ArrayList<>();
        for (long seed = 100; seed < 112; seed++) {
            Manifest manifest = new ManifestGenerator(seed).manifest();
            Bytes encoded = ManifestEncoder.encode(manifest);
            Digest digest = EnvelopeEncoder.digestOf(encoded);
            List<Bytes> signatures = blocks(ManifestEncoder.encode(digest)).subList(0, (int) seed % 3);
            EnvelopeEncoder.Parts parts =
                    new EnvelopeEncoder.Parts(encoded, digest, signatures, ManifestEncoder.severed(manifest));
            Map<String, Bytes> payloads = new TreeMap<>();
            for (int i = 0; i < seed % 4; i++) {
                payloads.put("#" + i, FuzzKeys.octets(9, i));
            }
            envelopes.add(EnvelopeEncoder.encode(parts, payloads));
        }
        return envelopes;
    }

    private static List<Bytes> reports() {
        CommandRecord record = new CommandRecord(List.of(0, 1), 20, 7, 1, Parameters.EMPTY);
        Parameters measured = Parameters.of(new Parameter.ComponentSlot(1), new Parameter.MinimumBattery(2));
        Report failed = new Report(
                "coap://[::1]/m",
                Digest.sha256(Bytes.EMPTY),
                Optional.of(FuzzKeys.octets(8, 1)),
                List.of(record, new SystemClaims(ComponentId.of("a"), measured)),
                ReportResult.of(RefusalReason.IMAGE_DIGEST, record),
                Optional.empty());
        Report done = new Report(
                "",
                Digest.sha256(Bytes.EMPTY),
                Optional.empty(),
                List.of(),
                new ReportResult.Success(),
                Optional.empty());
        CapabilityReport capabilities = new CapabilityReport(
                List.of(new CapabilityReport.Component(List.of(Bytes.ofHex("61")), true)),
                Map.of(
                        CapabilityReport.COMMANDS, List.of(1L, 2L),
                        CapabilityReport.PARAMETERS, List.of(3L),
                        CapabilityReport.ALGORITHMS, List.of(-9L)));
        return List.of(
                ReportEncoder.encode(failed),
                ReportEncoder.encode(done),
                ReportEncoder.encode(done.withCapabilities(capabilities)));
    }

    private static List<Bytes> encryptionInfos(List<Bytes> keys) throws IOException {
        List<Bytes> infos = new ArrayList<>();
        for (ContentCipher cipher : ContentCipher.values()) {
            List<EncryptionRecipient> all = new ArrayList<>();
            for (Bytes key : keys) {
                all.add(KeyFiles.recipient(key));
            }
            PayloadEncryption encryption = new PayloadEncryption(cipher, RANDOM);
            infos.add(encryption.encryptionInfo(all));
            infos.add(encryption.encryptionInfo(List.of(all.get(all.size() - 1))));
        }
        return infos;
    }

    private static List<Bytes> choices() {
        List<Bytes> choices = new ArrayList<>();
        for (int seed = 0; seed < 24; seed++) {
            byte[] octets = new byte[32 + 8 * seed];
            new Random(seed).nextBytes(octets);
            choices.add(Bytes.wrap(octets));
        }
        return choices;
    }

    private static List<Bytes> blocks() throws IOException {
        List<Bytes> blocks = new ArrayList<>(blocks(FuzzKeys.PAYLOAD));
        blocks.add(FuzzIssuer.block(List.of(FuzzIssuer.SIGNER.certificate(), FuzzIssuer.BELOW.certificate())));
        return blocks;
    }

    private static List<Bytes> blocks(Bytes payload) throws IOException {
        List<Bytes> blocks = new ArrayList<>();
        List<CoseSigner> signers = new ArrayList<>();
        for (Bytes coseKey : FuzzKeys.signing()) {
            SigningKey key = FuzzKeys.signingKey(coseKey);
            CoseSigner signer = CoseSigner.of(key, key.verificationKey().thumbprint());
            blocks.add(AuthenticationWriter.block(signer, payload));
            if (!signer.algorithm().isMac()) {
                signers.add(signer);
            }
        }
        blocks.add(AuthenticationWriter.block(signers.subList(0, 3), payload));
        blocks.add(hssBlock(payload));
        return blocks;
    }

    private static Bytes hssBlock(Bytes payload) {
        Bytes header = new CborWriter().map(1).unsigned(1).integer(-46).toBytes();
        HSSPrivateKeyParameters key = FuzzKeys.hss();
        HSSSigner signer = new HSSSigner();
        signer.init(true, key);
        Bytes signed = new CborWriter()
                .array(4)
                .text("Signature1")
                .bytes(header)
                .bytes(Bytes.EMPTY)
                .bytes(payload)
                .toBytes();
        return new CborWriter()
                .tag(18)
                .array(4)
                .bytes(header)
                .map(0)
                .nil()
                .bytes(Bytes.wrap(signer.generateSignature(signed.toArray())))
                .toBytes();
    }

    private static List<Bytes> certificates() {
        return List.of(FuzzIssuer.ROOT.certificate(), FuzzIssuer.BELOW.certificate(), FuzzIssuer.SIGNER.certificate());
    }

    private static List<Bytes> keyFiles() {
        List<Bytes> files = new ArrayList<>(FuzzKeys.signing());
        files.addAll(FuzzKeys.keyEncryption());
        files.addAll(FuzzKeys.agreement());
        files.add(FuzzIssuer.SIGNER.certificate());
        files.add(pem("CERTIFICATE", FuzzIssuer.SIGNER.certificate().toArray()));
        files.add(Bytes.wrap(FuzzIssuer.ROOT.keys().getPublic().getEncoded()));
        files.add(pem("PUBLIC KEY", FuzzIssuer.ROOT.keys().getPublic().getEncoded()));
        files.add(Bytes.wrap(FuzzIssuer.ROOT.keys().getPrivate().getEncoded()));
        files.add(pem("PRIVATE KEY", FuzzIssuer.ROOT.keys().getPrivate().getEncoded()));
        files.add(text(FuzzKeys.signing().get(0).hex()));
        return files;
    }

    private static Bytes pem(String label, byte[] der) {
        return text("-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label
                + "-----\n");
    }

    private static Bytes text(String words) {
        return Bytes.wrap(words.getBytes(StandardCharsets.US_ASCII));
    }

    private static List<Bytes> trustChanges() throws IOException {
        Authority free = Authority.of(TrustAnchor.ofCertificate(FuzzIssuer.ROOT.certificate()), Role.PROVISIONING);
        Authority limited = Authority.of(
                        TrustAnchor.ofCertificate(FuzzIssuer.BELOW.certificate()), Role.AUTHOR, Role.OPERATOR)
                .limitedTo(Permissions.of(
                        new Permissions.Grant(ComponentId.of("a"), Set.of(CommandCode.FETCH, CommandCode.COPY))))
                .within(new Constraints(
                        Set.of(Identifiers.vendorId("example.com")),
                        Set.of(),
                        OptionalLong.of(9),
                        OptionalLong.empty(),
                        OptionalLong.of(-1)));
        Bytes gone = Digest.sha256(Bytes.EMPTY).value();
        return List.of(
                TrustChangeCodec.encode(new TrustChange(List.of(free), List.of())),
                TrustChangeCodec.encode(new TrustChange(List.of(limited, free), List.of(gone))),
                TrustChangeCodec.encode(new TrustChange(List.of(), List.of(gone))));
    }
}
