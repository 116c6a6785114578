package io.moult.cose;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An ECDSA key that never comes here: a command is given the digest, as octets on its standard input, and gives the
 * signature on its standard output, as ASN.1 or as r||s. So {@code openssl pkeyutl -sign -inkey KEY} is one, and so is a
 * script before a hardware module. What it gives is checked before it is used. Its error output is the user's.
 */
public final class SignerCommand implements SigningKey {
    private static final int MOST_BYTES = 1024;

    private final List<String> command;
    private final VerificationKey publicPart;
    private final Ecdsa kind;
    private final Duration patience;

    /**
     * @param publicPart of the key that the command signs with; IllegalArgumentException if it is not ECDSA's, for
     *     others sign more than a digest
     * @param patience how long the command may take
     */
    public SignerCommand(List<String> command, VerificationKey publicPart, Duration patience) {
        if (!(publicPart.kind() instanceof Ecdsa ecdsa)) {
            throw new IllegalArgumentException(
                    "a command signs digests, and " + publicPart.kind().label() + " does not");
        }
        this.command = List.copyOf(command);
        this.publicPart = publicPart;
        this.kind = ecdsa;
        this.patience = patience;
    }

    @Override
    public VerificationKey verificationKey() {
        return publicPart;
    }

    @Override
    public Bytes sign(Bytes octets) throws IOException {
        Path out = Files.createTempFile("signature", null);
        try {
            run(kind.digestOf(octets), out);
            if (Files.size(out) > MOST_BYTES) {
                throw new IOException("the signer command gives more than a signature");
            }
            Bytes signature = kind.ofAsn1(Bytes.wrap(Files.readAllBytes(out)));
            if (!publicPart.verifies(octets, signature)) {
                throw new IOException("the signer command gives a signature that is not the key's");
            }
            return signature;
        } finally {
            Files.delete(out);
        }
    }

    private void run(Bytes digest, Path out) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            try (OutputStream in = process.getOutputStream()) {
                in.write(digest.toArray());
            } catch (IOException e) {
                // a command that does not read its input says by its status or its signature what it did
            }
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("the signer command gives no signature within " + patience.toMillis() + " ms");
            }
            if (process.exitValue() != 0) {
                throw new IOException("the signer command ends with status " + process.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the signer command runs", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
