package io.moult.cose;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
        Bytes given = run(kind.digestOf(octets));
        if (given.isEmpty()) {
            throw new IOException(
                    "the signer command gives nothing on its standard output, where the signature is to be");
        }
        Bytes signature = kind.ofAsn1(given);
        if (!publicPart.verifies(octets, signature)) {
            throw new IOException("the signer command gives a signature that is not the key's");
        }
        return signature;
    }

    /** What the command gives, of which no more is read than a signature may have; then it is over, whatever it does. */
    private Bytes run(Bytes digest) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        FutureTask<byte[]> talk = new FutureTask<>(() -> talk(process, digest));
        Thread talking = new Thread(talk, "signer command");
        talking.setDaemon(true);
        talking.start();
        try {
            byte[] given = talk.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (given.length > MOST_BYTES) {
                throw new IOException("the signer command gives more than a signature, and was stopped");
            }
            if (process.exitValue() != 0) {
                throw new IOException("the signer command ends with status " + process.exitValue());
            }
            return Bytes.wrap(given);
        } catch (TimeoutException e) {
            throw new IOException("the signer command gives no signature within " + patience.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException("the signer command cannot be read: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the signer command runs", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static byte[] talk(Process process, Bytes digest) throws IOException, InterruptedException {
        try (OutputStream in = process.getOutputStream()) {
            in.write(digest.toArray());
        } catch (IOException e) {
            // a command that does not read its input says by its status or its signature what it did
        }
        byte[] given = process.getInputStream().readNBytes(MOST_BYTES + 1);
        if (given.length <= MOST_BYTES) {
            process.waitFor();
        }
        return given;
    }
}
