package io.moult.suit.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moult.cli.Version;
import io.moult.cose.KeyFiles;
import io.moult.suit.author.KeySet;
import io.moult.suit.author.KeySetMaker;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code keys init}: a key set for development. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Makes a key set for development: vendor ID (UUIDv5 of the domain), class ID (UUIDv5 of the model under the"
                    + " vendor), a P-256 signing key, and a certificate in DER, marked as for development, whose one"
                    + " use is firmware updates."
        },
        footer = {"", "Exit status: 0 done, 1 refused or failed, 2 misuse."})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
final class KeysInit extends Verb {
    @Option(
            names = "--domain",
            required = true,
            paramLabel = "DOMAIN",
            description = "The vendor's domain, such as example.com.")
    private String domain;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "MODEL",
            description = "Model and revision, such as \"sensor rev B\".")
    private String model;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Your own P-256 private key in PEM (PKCS#8 or SEC 1), not encrypted.")
    private @Nullable Path key;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The directory to make. Keys are never overwritten.")
    private Path directory;

    @Override
    int run() throws CommandRefused {
        if (!domain.matches("[^\\s\\p{Cntrl}/@:]{1,253}")) {
            throw misuse("--domain is a domain name, such as example.com.");
        }
        if (model.isBlank() || model.length() > 253 || !model.matches("\\P{Cntrl}+")) {
            throw misuse("--model is one line of text, such as \"sensor rev B\".");
        }
        KeySetMaker maker = new KeySetMaker(Clock.systemUTC(), new SecureRandom());
        Path own = key;
        KeySet keys;
        try {
            keys = own == null
                    ? maker.make(directory, domain, model)
                    : maker.make(directory, domain, model, readKey(own));
        } catch (FileAlreadyExistsException e) {
            throw CommandRefused.exists(
                    e.getFile() + " exists already: keys are never overwritten, name another directory with --out.");
        } catch (IOException e) {
            throw CommandRefused.unwritable(directory, e);
        }
        if (json()) {
            print(describe(keys));
        } else {
            print(keys);
        }
        return DONE;
    }

    private static KeyPair readKey(Path file) throws CommandRefused {
        try {
            return KeyFiles.pair(KeyFiles.privateKey(KeyFiles.readSmallFile(file)));
        } catch (IOException e) {
            throw CommandRefused.unreadable(file, e);
        }
    }

    private static ObjectNode describe(KeySet keys) {
        return new ObjectMapper()
                .createObjectNode()
                .put("directory", keys.directory().toString())
                .put("vendorId", keys.vendorId().toString())
                .put("classId", keys.classId().toString())
                .put("certificateSha256", keys.trustAnchor().keyId().hex())
                .put("development", keys.development());
    }

    private void print(KeySet keys) {
        PrintWriter out = out();
        out.println("vendor ID    " + keys.vendorId() + "  (" + domain + ")");
        out.println("class ID     " + keys.classId() + "  (" + model + ")");
        out.println("certificate  SHA-256 " + keys.trustAnchor().keyId().hex() + "  (for development)");
        out.println("keys are in  " + keys.directory() + "  (signing-key.pem is the secret: keep it to yourself)");
    }
}
