package io.moult.suit.author;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.bytes.Bytes;
import io.moult.cose.CoseAlgorithm;
import io.moult.cose.CoseSigner;
import io.moult.cose.DevelopmentMark;
import io.moult.cose.KeyFileException;
import io.moult.cose.KeyFiles;
import io.moult.cose.TrustAnchor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Optional;
import java.util.UUID;

/**
 * The KEYS directory: whom devices belong to, what they are, and the key that signs for them. Files: {@code vendor-id},
 * {@code class-id}, {@code certificate.der}, {@code description.json} (public), and {@code signing-key.pem} (secret: a
 * device never needs it).
 *
 * <p>The identifiers are public and say what fits; only the key proves anything.
 */
public final class KeySet {
    static final String VENDOR_ID = "vendor-id";
    static final String CLASS_ID = "class-id";
    static final String SIGNING_KEY = "signing-key.pem";
    static final String CERTIFICATE = "certificate.der";
    static final String DESCRIPTION = "description.json";

    private final Path directory;
    private final UUID vendorId;
    private final UUID classId;
    private final TrustAnchor anchor;
    private final String domain;
    private final String model;

    private KeySet(Path directory, UUID vendorId, UUID classId, TrustAnchor anchor, String domain, String model) {
        this.directory = directory;
        this.vendorId = vendorId;
        this.classId = classId;
        this.anchor = anchor;
        this.domain = domain;
        this.model = model;
    }

    /**
     * Reads the public files. An IOException's message is one sentence that names the file; the signing key is read only
     * by {@link #signer}.
     */
    public static KeySet read(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException(directory + " is not a directory of keys: make one with keys init");
        }
        UUID vendorId = readUuid(directory.resolve(VENDOR_ID));
        UUID classId = readUuid(directory.resolve(CLASS_ID));
        TrustAnchor anchor = readCertificate(directory.resolve(CERTIFICATE));
        JsonNode description = readDescription(directory.resolve(DESCRIPTION));
        return new KeySet(
                directory,
                vendorId,
                classId,
                anchor,
                description.path("domain").asText(),
                description.path("model").asText());
    }

    public Path directory() {
        return directory;
    }

    public UUID vendorId() {
        return vendorId;
    }

    public UUID classId() {
        return classId;
    }

    public Bytes certificateDer() {
        return anchor.certificateDer();
    }

    /** What a device that believes this key set believes. */
    public TrustAnchor trustAnchor() {
        return anchor;
    }

    /** The domain that the vendor ID was made of; empty if not described. */
    public String domain() {
        return domain;
    }

    /** The model that the class ID was made of; empty if not described. */
    public String model() {
        return model;
    }

    /** Whether the certificate is marked as for development. */
    public boolean development() {
        return DevelopmentMark.isOn(certificateDer());
    }

    /** Reads the signing key, to sign whatever is to be signed. */
    public CoseSigner coseSigner() throws IOException {
        try {
            return new CoseSigner(KeyFiles.signingKey(signingKey()), CoseAlgorithm.ESP256, Optional.of(anchor.keyId()));
        } catch (KeyFileException e) {
            throw new IOException(directory.resolve(SIGNING_KEY) + " " + e.detail(), e);
        }
    }

    /** Reads the signing key. */
    public Signer signer() throws IOException {
        return signer(CoseAlgorithm.ESP256);
    }

    /** Reads the signing key, to sign under a given algorithm number. */
    public Signer signer(CoseAlgorithm algorithm) throws IOException {
        return new KeySigner(signingKey(), algorithm, anchor.keyId());
    }

    private PrivateKey signingKey() throws IOException {
        Path file = directory.resolve(SIGNING_KEY);
        try {
            PrivateKey key = KeyFiles.privateKey(readFile(file));
            if (!KeyFiles.signingKey(key).verificationKey().equals(anchor.key())) {
                throw new KeyFileException("does not belong to " + CERTIFICATE + " beside it");
            }
            return key;
        } catch (KeyFileException e) {
            throw new IOException(file + " " + e.detail(), e);
        }
    }

    private static UUID readUuid(Path file) throws IOException {
        String text = new String(readFile(file).toArray(), StandardCharsets.UTF_8).strip();
        try {
            if (text.length() == 36) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " does not hold a UUID", e);
        }
        throw new IOException(file + " does not hold a UUID");
    }

    private static TrustAnchor readCertificate(Path file) throws IOException {
        Bytes der = readFile(file);
        try {
            return TrustAnchor.ofCertificate(der);
        } catch (KeyFileException e) {
            throw new IOException(file + " " + e.detail(), e);
        }
    }

    private static JsonNode readDescription(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new ObjectMapper().createObjectNode();
        }
        try {
            return new ObjectMapper().readTree(readFile(file).toArray());
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw new IOException(file + " is not JSON", e);
        }
    }

    private static Bytes readFile(Path file) throws IOException {
        try {
            return KeyFiles.readSmallFile(file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " is missing", e);
        } catch (KeyFileException e) {
            throw new IOException(file + " " + e.detail(), e);
        }
    }
}
