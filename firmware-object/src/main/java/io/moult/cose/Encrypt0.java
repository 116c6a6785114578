package io.moult.cose;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * COSE_Encrypt0: a small message for whoever shares its key (RFC 9052 section 5.2), all of it in memory. The cipher has a
 * tag, so who opens it knows that somebody with the key made it. An IV is random: one key is good for some 2^32 messages.
 */
public final class Encrypt0 {
    private static final long TAG = 16;
    private static final int PARTS = 3;
    private static final String CONTEXT = "Encrypt0";

    private Encrypt0() {}

    /** A message, or why it is none for this key. */
    public sealed interface Opened {
        record Plain(Bytes plaintext) implements Opened {
            public Plain {
                Objects.requireNonNull(plaintext);
            }
        }

        record Refused(DecryptionStart.Reason reason, String detail) implements Opened {}
    }

    public static Bytes seal(Bytes plaintext, ContentKey key, SecureRandom random) {
        byte[] iv = new byte[key.cipher().ivBytes()];
        random.nextBytes(iv);
        CborItem.Pair algorithm =
                CoseKey.part(CoseHeaders.ALGORITHM, key.cipher().number());
        Bytes header =
                new CborWriter().item(new CborItem.Mapping(List.of(algorithm))).toBytes();
        CipherRun run = start(true, key, Bytes.wrap(iv), header);
        Bytes ciphertext = run(run, plaintext).orElseThrow(() -> new IllegalStateException("encryption has no end"));
        CborItem.Pair nonce = CoseKey.part(CoseHeaders.IV, Bytes.wrap(iv));
        return new CborWriter()
                .tag(TAG)
                .array(PARTS)
                .bytes(header)
                .item(new CborItem.Mapping(List.of(nonce)))
                .bytes(ciphertext)
                .toBytes();
    }

    public static Opened open(Bytes message, ContentKey key, DecoderLimits limits) {
        try {
            CborItem item = CborReader.readDocument(message, limits);
            if (!(item instanceof CborItem.Tagged tagged) || tagged.tag() != TAG) {
                throw CoseException.unsupported("what is not a tagged COSE_Encrypt0");
            }
            List<CborItem> parts = tagged.item().array("COSE_Encrypt0");
            if (parts.size() != PARTS) {
                throw CoseException.malformed("not of " + PARTS + " parts");
            }
            return open(parts, CoseHeaders.read(parts, limits), key);
        } catch (CborException e) {
            return malformed(e.detail());
        } catch (CoseException e) {
            return e.isUnsupported()
                    ? new Opened.Refused(DecryptionStart.Reason.UNSUPPORTED, e.detail())
                    : malformed(e.detail());
        }
    }

    private static Opened open(List<CborItem> parts, CoseHeaders headers, ContentKey key)
            throws CborException, CoseException {
        headers.checkCritical();
        long algorithm = headers.protectedAlgorithm();
        if (algorithm != key.cipher().number()) {
            throw CoseException.unsupported(CoseAlgorithm.label(algorithm) + " with a " + key);
        }
        Optional<Bytes> iv = headers.octets(CoseHeaders.IV, "the IV");
        if (iv.isEmpty() || iv.get().length() != key.cipher().ivBytes()) {
            throw CoseException.malformed("no whole IV in the header");
        }
        CipherRun run = start(false, key, iv.get(), headers.covered());
        return run(run, parts.get(2).bytes("the ciphertext"))
                .<Opened>map(Opened.Plain::new)
                .orElse(new Opened.Refused(DecryptionStart.Reason.NO_RECIPIENT, "this key does not open it"));
    }

    private static CipherRun start(boolean encrypts, ContentKey key, Bytes iv, Bytes header) {
        return CipherRun.start(encrypts, key.cipher(), key.secret(), iv, CipherRun.encStructure(CONTEXT, header));
    }

    private static Optional<Bytes> run(CipherRun run, Bytes in) {
        Bytes head = run.update(in);
        return run.finish().map(tail -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream(head.length() + tail.length());
            out.writeBytes(head.toArray());
            out.writeBytes(tail.toArray());
            return Bytes.wrap(out.toByteArray());
        });
    }

    private static Opened malformed(String detail) {
        return new Opened.Refused(DecryptionStart.Reason.MALFORMED, "COSE_Encrypt0: " + detail);
    }
}
