package io.moult.suit.author;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moult.bytes.Bytes;
import io.moult.cose.KeyFiles;
import io.moult.suit.manifest.Identifiers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Makes a KEYS directory for development: vendor ID and class ID from domain and model, a P-256 key made or brought
 * along, and a self-signed certificate for it. Never writes over a file that is there.
 */
public final class KeySetMaker {
    private final Clock clock;
    private final SecureRandom random;

    public KeySetMaker(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** A key set with a fresh key. */
    public KeySet make(Path directory, String domain, String model) throws IOException {
        return make(directory, domain, model, KeyFiles.generate(random));
    }

    /** A key set with a key that the author has already. */
    public KeySet make(Path directory, String domain, String model, KeyPair keys) throws IOException {
        refuseToOverwrite(directory);
        UUID vendorId = Identifiers.vendorId(domain);
        UUID classId = Identifiers.classId(vendorId, model);
        Bytes certificate = new DevelopmentCertificate(clock, random).issue(keys, domain, model);
        Files.createDirectories(directory);
        writeSecret(directory.resolve(KeySet.SIGNING_KEY), KeyFiles.toPem(keys.getPrivate()));
        write(directory.resolve(KeySet.VENDOR_ID), text(vendorId + "\n"));
        write(directory.resolve(KeySet.CLASS_ID), text(classId + "\n"));
        write(directory.resolve(KeySet.CERTIFICATE), certificate.toArray());
        ObjectNode description = new ObjectMapper().createObjectNode();
        description.put("domain", domain).put("model", model).put("development", true);
        write(directory.resolve(KeySet.DESCRIPTION), text(description.toPrettyString() + "\n"));
        return KeySet.read(directory);
    }

    private static void refuseToOverwrite(Path directory) throws IOException {
        for (String name : List.of(
                KeySet.SIGNING_KEY, KeySet.CERTIFICATE, KeySet.VENDOR_ID, KeySet.CLASS_ID, KeySet.DESCRIPTION)) {
            if (Files.exists(directory.resolve(name))) {
                throw new FileAlreadyExistsException(directory.resolve(name).toString());
            }
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void write(Path file, byte[] octets) throws IOException {
        Files.write(file, octets, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** For the owner's eyes from its first octet on, where the file system can say so. */
    private static void writeSecret(Path file, String pem) throws IOException {
        FileAttribute<?>[] ownerOnly =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        try (var channel = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            var octets = java.nio.ByteBuffer.wrap(text(pem));
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
        }
    }
}
