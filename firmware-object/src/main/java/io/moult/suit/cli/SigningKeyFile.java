package io.moult.suit.cli;

import io.moult.bytes.Bytes;
import io.moult.cose.CoseAlgorithm;
import io.moult.cose.CoseSigner;
import io.moult.cose.HssKeyFile;
import io.moult.cose.HssMarks;
import io.moult.cose.KeyFileException;
import io.moult.cose.KeyFiles;
import io.moult.cose.Pkcs11Token;
import io.moult.cose.Pkcs11Uri;
import io.moult.cose.SignerCommand;
import io.moult.cose.SigningKey;
import io.moult.cose.TrustAnchor;
import io.moult.suit.author.KeySet;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A key as a user names it: a key set, a private key in PEM with its certificate beside it, a COSE_Key, an HSS key with
 * its state, a key in a PKCS#11 token, or one that an external command signs with.
 */
final class SigningKeyFile {
    /** Where marks are kept unless the user says otherwise. */
    static final Path HOME_MARKS = Path.of(System.getProperty("user.home", "."), ".moult", "hss");

    private static final String PIN = "MOULT_PIN";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final List<String> CERTIFICATE_ENDINGS = List.of(".der", ".crt", ".cer", ".cert.pem", ".crt.pem");

    private final Path marks;

    /** @param marks how far HSS keys have been used */
    SigningKeyFile(Path marks) {
        this.marks = marks;
    }

    /**
     * @param command a command line for the shell; the key is then the public one
     * @param certificate of the key; empty to look for it beside the key
     */
    CoseSigner load(String key, Optional<String> command, @Nullable Path certificate) throws CommandRefused {
        if (Pkcs11Uri.isOne(key)) {
            InToken found = inToken(key);
            return signer(found.signing(), found.anchor().keyId());
        }
        Path file = path(key);
        try {
            if (command.isPresent()) {
                return elsewhere(command.get(), file);
            }
            if (Files.isDirectory(file)) {
                return keySet(file);
            }
            Bytes content = KeyFiles.readSmallFile(file);
            SigningKey signing = HssKeyFile.isOne(content)
                    ? HssKeyFile.open(file, new HssMarks(marks))
                    : KeyFiles.signingKey(content);
            return signer(signing, keyId(file, content, signing, certificate));
        } catch (KeyFileException e) {
            throw CommandRefused.unusable(file + " " + e.detail() + ".");
        } catch (IOException e) {
            throw CommandRefused.unreadable(file, e);
        }
    }

    /** A key in a token, and who is known by its certificate. */
    record InToken(SigningKey signing, TrustAnchor anchor) {}

    /** The key that a pkcs11: URI names, and its certificate. */
    static InToken inToken(String key) throws CommandRefused {
        try {
            Pkcs11Token.Key found = Pkcs11Token.open(Pkcs11Uri.parse(key), SigningKeyFile::pin);
            return new InToken(found.signing(), TrustAnchor.ofCertificate(found.certificateDer()));
        } catch (KeyFileException e) {
            throw CommandRefused.unusable(nameOf(key) + " " + e.detail() + ".");
        } catch (IOException e) {
            throw CommandRefused.unusable(nameOf(key) + ": " + e.getMessage() + ".");
        }
    }

    /** From the environment, where no URI shows it, or from the terminal. */
    @SuppressWarnings("SystemConsoleNull") // it is, before Java 22
    private static char[] pin() throws IOException {
        String given = System.getenv(PIN);
        if (given != null) {
            return given.toCharArray();
        }
        // the launcher says whether there is a terminal: newer Java runtimes give a console without one
        Console console = Boolean.getBoolean("moult.terminal") ? System.console() : null;
        char[] typed = console == null ? null : console.readPassword("PIN of the token: ");
        if (typed == null) {
            throw new IOException(
                    "there is no PIN: give it at the terminal, in " + PIN + ", or by pin-source in the URI");
        }
        return typed;
    }

    /** A key as it may be shown: what follows in a URI may be a PIN. */
    static String nameOf(String key) {
        int question = key.indexOf('?');
        return Pkcs11Uri.isOne(key) && question >= 0 ? key.substring(0, question) : key;
    }

    private static CoseSigner keySet(Path directory) throws CommandRefused {
        try {
            return KeySet.read(directory).coseSigner();
        } catch (IOException e) {
            throw CommandRefused.unusable(e.getMessage() + ".");
        }
    }

    static Path path(String key) throws CommandRefused {
        try {
            return Path.of(key);
        } catch (InvalidPathException e) {
            throw CommandRefused.unusable(Printable.of(key) + " is no name of a file.");
        }
    }

    /** Certificates in DER, from the files that a user names. */
    static List<Bytes> chain(List<Path> files) throws CommandRefused {
        List<Bytes> certificates = new ArrayList<>();
        for (Path file : files) {
            try {
                certificates.add(KeyFiles.certificate(KeyFiles.readSmallFile(file)));
            } catch (IOException e) {
                throw CommandRefused.unreadable(file, e);
            }
        }
        return certificates;
    }

    /** How many signatures are left in a key that is used up by signing. */
    static OptionalLong remaining(CoseSigner signer) throws IOException {
        return signer.key() instanceof HssKeyFile hss ? OptionalLong.of(hss.remaining()) : OptionalLong.empty();
    }

    private static CoseSigner elsewhere(String command, Path publicPart) throws IOException, CommandRefused {
        TrustAnchor anchor = Files.isDirectory(publicPart)
                ? KeySet.read(publicPart).trustAnchor()
                : KeyFiles.trustAnchor(KeyFiles.readSmallFile(publicPart));
        try {
            return signer(new SignerCommand(List.of("sh", "-c", command), anchor.key(), PATIENCE), anchor.keyId());
        } catch (IllegalArgumentException e) {
            throw CommandRefused.unusable(publicPart + ": " + e.getMessage() + ".");
        }
    }

    private static CoseSigner signer(SigningKey key, Bytes keyId) {
        return new CoseSigner(key, CoseAlgorithm.preferred(key.verificationKey().kind()), Optional.of(keyId));
    }

    /** The fingerprint of the key's certificate, the id that the key carries, or its thumbprint. */
    private static Bytes keyId(Path file, Bytes content, SigningKey key, @Nullable Path certificate)
            throws IOException, CommandRefused {
        if (certificate != null) {
            return fingerprint(certificate, key)
                    .orElseThrow(() -> CommandRefused.unusable(
                            certificate + " is not the certificate of the key in " + file + "."));
        }
        Optional<Bytes> carried = KeyFiles.keyId(content);
        if (carried.isPresent()) {
            return carried.get();
        }
        String name = String.valueOf(file.getFileName());
        String stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
        for (String ending : CERTIFICATE_ENDINGS) {
            Path beside = file.resolveSibling(stem + ending);
            if (!beside.equals(file) && Files.isRegularFile(beside)) {
                Optional<Bytes> fingerprint = fingerprint(beside, key);
                if (fingerprint.isPresent()) {
                    return fingerprint.get();
                }
            }
        }
        return key.verificationKey().thumbprint();
    }

    /** Of a certificate, if it is one and the key's. */
    private static Optional<Bytes> fingerprint(Path certificate, SigningKey key) throws IOException, CommandRefused {
        try {
            TrustAnchor anchor = KeyFiles.trustAnchor(KeyFiles.readSmallFile(certificate));
            return anchor.key().equals(key.verificationKey())
                            && !anchor.certificateDer().isEmpty()
                    ? Optional.of(anchor.keyId())
                    : Optional.empty();
        } catch (KeyFileException e) {
            throw CommandRefused.unusable(certificate + " " + e.detail() + ".");
        }
    }
}
