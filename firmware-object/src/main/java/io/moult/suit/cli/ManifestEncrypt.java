package io.moult.suit.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.cli.Version;
import io.moult.cose.ContentCipher;
import io.moult.cose.EncryptionRecipient;
import io.moult.cose.KeyFiles;
import io.moult.cose.PayloadEncryption;
import io.moult.suit.author.EncryptionEdit;
import io.moult.suit.author.EnvelopeDraft;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.verify.Rehearsal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code manifest encrypt}: a payload for those who have a key, and the manifest that tells them how. */
@Command(
        name = "encrypt",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Encrypts a payload once, for one or many recipients, and says so in the manifest, which is to be signed"
                    + " afterwards. Certificates and public keys (P-256, X25519) get the payload's key by ECDH-ES +"
                    + " A128KW, shared secrets by AES key wrap.",
            "A payload in the envelope is replaced; one that is fetched from an address is named with its file."
        },
        footer = {"", "Exit status: 0 done, 1 refused or failed, 2 misuse."})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
final class ManifestEncrypt extends Verb {
    @Parameters(paramLabel = "FILE", description = "The envelope, not signed yet.")
    private Path file;

    @Option(
            names = "--recipient",
            required = true,
            arity = "1",
            paramLabel = "CERT",
            description = "For whom: a certificate, a public key, or a COSE_Key that is public or a key-encryption key."
                    + " Repeatable.")
    private List<Path> recipients;

    @Option(
            names = "--payload",
            paramLabel = "KEY|URI=FILE",
            description = "Which payload: its key in the envelope (not needed where there is one), or the address that"
                    + " it is fetched from and the file that will be there.")
    private @Nullable String payload;

    @Option(
            names = "--payload-out",
            paramLabel = "FILE",
            description = "Where the ciphertext is written, for a payload with an address.")
    private @Nullable Path payloadOut;

    @Option(
            names = "--cipher",
            paramLabel = "NAME",
            description = "A128GCM (default), A256GCM, CHACHA20-POLY1305, A128CTR, A192CTR or A256CTR.")
    private String cipher = "A128GCM";

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write. Without it FILE is replaced.")
    private @Nullable Path out;

    @Option(
            names = "--each",
            paramLabel = "DIR",
            description = "Write an envelope for each recipient into this directory, named after its file, instead of"
                    + " one for all: the payload, which has an address, is the same for all of them.")
    private @Nullable Path each;

    @Override
    int run() throws CommandRefused {
        ContentCipher chosen = cipher();
        InputEnvelope input = InputEnvelope.read(file);
        if (!input.envelope().authentication().blocks().isEmpty()) {
            throw CommandRefused.unusable(
                    file + " is signed, and its manifest would be another one: encrypt first, then sign.");
        }
        Map<Path, EncryptionRecipient> keys = keys();
        PayloadEncryption encryption = new PayloadEncryption(chosen, new SecureRandom());
        Outside outside = outside();
        String uri = outside == null ? keyInside(input) : outside.uri();
        if (outside != null) {
            requirePayload(input.manifest(), uri, outside.plain());
        }
        Map<Path, EnvelopeDraft> results = new LinkedHashMap<>();
        Path directory = each;
        if (directory == null) {
            Bytes info = encryption.encryptionInfo(List.copyOf(keys.values()));
            results.put(input.target(out), draft(input, uri, info, encryption));
        } else {
            if (outside == null || out != null) {
                throw misuse("--each is for a payload with an address, and without --out.");
            }
            for (Map.Entry<Path, EncryptionRecipient> one : keys.entrySet()) {
                Path target = directory.resolve(stem(one.getKey()) + ".suit");
                OutputFile.requireFree(target);
                Bytes info = encryption.encryptionInfo(List.of(one.getValue()));
                if (results.put(target, draft(input, uri, info, encryption)) != null) {
                    throw CommandRefused.unusable("two recipients would have the one envelope " + target + ".");
                }
            }
        }
        write(results, outside, encryption);
        report(uri, results, keys.size());
        return DONE;
    }

    private ContentCipher cipher() {
        for (ContentCipher one : ContentCipher.values()) {
            if (one.name()
                    .replace('_', '-')
                    .equals(cipher.toUpperCase(Locale.ROOT).replace('_', '-'))) {
                return one;
            }
        }
        throw misuse("--cipher: there is no \"" + Printable.of(cipher)
                + "\", but A128GCM, A256GCM, CHACHA20-POLY1305, A128CTR, A192CTR and A256CTR.");
    }

    private Map<Path, EncryptionRecipient> keys() throws CommandRefused {
        int most = DecoderLimits.DEFAULT.of(Limit.RECIPIENTS);
        if (recipients.size() > most && each == null) {
            throw misuse("--recipient: at most " + most + " have room in one manifest; use --each.");
        }
        Map<Path, EncryptionRecipient> keys = new LinkedHashMap<>();
        for (Path recipient : recipients) {
            try {
                if (keys.put(recipient, KeyFiles.recipient(KeyFiles.readSmallFile(recipient))) != null) {
                    throw misuse("--recipient: " + recipient + " is named twice.");
                }
            } catch (IOException e) {
                throw CommandRefused.unreadable(recipient, e);
            }
        }
        return keys;
    }

    /** A payload that is no part of the envelope. */
    private record Outside(String uri, Path plain, Path encrypted) {}

    private @Nullable Outside outside() throws CommandRefused {
        String said = payload;
        Path target = payloadOut;
        if (said == null || !said.contains("=")) {
            if (target != null) {
                throw misuse("--payload-out is for a payload with an address: --payload URI=FILE.");
            }
            return null;
        }
        if (target == null) {
            throw misuse("--payload-out is needed: where the ciphertext of " + Printable.of(said) + " goes.");
        }
        int split = said.lastIndexOf('=');
        Path plain = Path.of(said.substring(split + 1));
        if (!Files.isRegularFile(plain)) {
            throw CommandRefused.unusable(plain + ": there is no such file.");
        }
        OutputFile.requireFree(target);
        return new Outside(said.substring(0, split), plain, target);
    }

    /** The digest in the manifest stays that of the plaintext, so this must be it. */
    private static void requirePayload(Manifest manifest, String uri, Path plain) throws CommandRefused {
        List<Digest> wanted = Rehearsal.of(manifest, Rehearsal.Device.ANY).matches().stream()
                .filter(match -> match.uri().equals(uri) && !match.dependency())
                .map(Rehearsal.PayloadMatch::digest)
                .filter(digest -> digest.knownAlgorithm().isPresent())
                .toList();
        boolean fits = wanted.isEmpty();
        for (Digest digest : wanted) {
            MessageDigest running = digest.knownAlgorithm().orElseThrow().start();
            try (InputStream in = new DigestInputStream(Files.newInputStream(plain), running)) {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                throw CommandRefused.unreadable(plain, e);
            }
            fits |= Bytes.wrap(running.digest()).equals(digest.value());
        }
        if (!fits) {
            throw CommandRefused.unusable(plain + " is not the payload of " + Printable.of(uri)
                    + ": the manifest says another digest, and no device would take it.");
        }
    }

    private String keyInside(InputEnvelope input) throws CommandRefused {
        List<String> inside = input.draft().payloads().stream()
                .map(EnvelopeDraft.Payload::key)
                .toList();
        String said = payload;
        if (said == null && inside.size() == 1) {
            return inside.get(0);
        }
        if (said != null && inside.contains(said)) {
            return said;
        }
        throw CommandRefused.unusable(file + " has "
                + (inside.isEmpty() ? "no payload in it" : "the payloads " + String.join(", ", inside))
                + ": say which one by --payload, one with an address as URI=FILE.");
    }

    private EnvelopeDraft draft(InputEnvelope input, String uri, Bytes info, PayloadEncryption encryption)
            throws CommandRefused {
        EncryptionEdit.Result result = EncryptionEdit.of(input.manifest(), uri, info);
        if (!(result instanceof EncryptionEdit.Result.Edited edited)) {
            throw CommandRefused.unusable(file + ": " + ((EncryptionEdit.Result.Refused) result).detail() + ".");
        }
        Manifest manifest = edited.manifest();
        List<EnvelopeDraft.Payload> payloads = new ArrayList<>();
        for (EnvelopeDraft.Payload one : input.draft().payloads()) {
            payloads.add(
                    one.key().equals(uri)
                            ? new EnvelopeDraft.Payload(uri, new EncryptedContent(one.content(), encryption))
                            : one);
        }
        return EnvelopeDraft.of(manifest, payloads);
    }

    private void write(Map<Path, EnvelopeDraft> results, @Nullable Outside outside, PayloadEncryption encryption)
            throws CommandRefused {
        if (outside != null) {
            EncryptedContent ciphertext = new EncryptedContent(new FileContent(outside.plain()), encryption);
            OutputFile.write(outside.encrypted(), stream -> {
                try (var in = ciphertext.open()) {
                    in.transferTo(stream);
                }
            });
        }
        Optional<Path> directory = Optional.ofNullable(each);
        if (directory.isPresent()) {
            try {
                Files.createDirectories(directory.get());
            } catch (IOException e) {
                throw CommandRefused.unwritable(directory.get(), e);
            }
        }
        for (Map.Entry<Path, EnvelopeDraft> one : results.entrySet()) {
            OutputFile.write(one.getKey(), one.getValue());
        }
    }

    private void report(String uri, Map<Path, EnvelopeDraft> results, int count) {
        if (json()) {
            ArrayNode all = new ObjectMapper().createArrayNode();
            results.keySet()
                    .forEach(target -> all.addObject()
                            .put("file", target.toString())
                            .put("payload", uri)
                            .put("recipients", each == null ? count : 1));
            print(all);
            return;
        }
        String cipherName = cipher.toUpperCase(Locale.ROOT);
        results.keySet()
                .forEach(target -> out().println(target + ": " + Printable.of(uri) + " encrypted with " + cipherName
                        + " for " + (each == null ? count : 1)
                        + (each == null && count > 1 ? " recipients" : " recipient")
                        + ", not signed yet"));
    }

    private static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    }
}
