package io.moult.suit.recipient;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.DecryptionKey;
import io.moult.cose.DecryptionStart;
import io.moult.cose.PayloadDecryption;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Puts octets beside files piece by piece, decrypting them on the way; only all of them are to replace a file. */
final class PayloadStore {
    private static final int PIECE_BYTES = 64 * 1024;

    private final StagedFiles files;
    private final List<DecryptionKey> keys;

    PayloadStore(StagedFiles files, List<DecryptionKey> keys) {
        this.files = files;
        this.keys = List.copyOf(keys);
    }

    /**
     * Replaces a file.
     *
     * @param encryptionInfo how the octets come encrypted
     * @param mostBytes more of them, decrypted, are refused
     */
    Optional<Refusal> store(String name, InputStream octets, Optional<Bytes> encryptionInfo, OptionalLong mostBytes)
            throws IOException {
        Optional<PayloadDecryption> decryption = Optional.empty();
        if (encryptionInfo.isPresent()) {
            DecryptionStart start = PayloadDecryption.begin(encryptionInfo.get(), keys, DecoderLimits.DEFAULT);
            if (start instanceof DecryptionStart.Refused refused) {
                return Optional.of(refusal(refused));
            }
            decryption = Optional.of(((DecryptionStart.Ready) start).decryption());
        }
        Optional<Refusal> refused;
        try (FileChannel fresh = files.begin(name)) {
            refused = pour(octets, fresh, decryption, mostBytes);
            fresh.force(true);
        }
        if (refused.isPresent()) {
            files.giveUp(name);
        } else {
            files.finish(name);
        }
        return refused;
    }

    private static Optional<Refusal> pour(
            InputStream octets, FileChannel fresh, Optional<PayloadDecryption> decryption, OptionalLong mostBytes)
            throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        for (int count = octets.read(piece); count >= 0; count = octets.read(piece)) {
            Bytes read = Bytes.copyOf(piece, 0, count);
            write(fresh, decryption.isPresent() ? decryption.get().update(read) : read);
            if (mostBytes.isPresent() && Long.compareUnsigned(fresh.size(), mostBytes.getAsLong()) > 0) {
                return Optional.of(new Refusal(
                        RefusalReason.IMAGE_SIZE,
                        "more than " + Long.toUnsignedString(mostBytes.getAsLong()) + " octets come"));
            }
        }
        if (decryption.isPresent()) {
            Optional<Bytes> rest = decryption.get().finish();
            if (rest.isEmpty()) {
                return Optional.of(
                        new Refusal(RefusalReason.IMAGE_DIGEST, "the encrypted payload is not as its sender made it"));
            }
            write(fresh, rest.get());
        }
        return Optional.empty();
    }

    private static void write(FileChannel fresh, Bytes octets) throws IOException {
        ByteBuffer rest = octets.asByteBuffer();
        while (rest.hasRemaining()) {
            fresh.write(rest);
        }
    }

    private static Refusal refusal(DecryptionStart.Refused refused) {
        RefusalReason reason = switch (refused.reason()) {
            case MALFORMED -> RefusalReason.MALFORMED;
            case UNSUPPORTED -> RefusalReason.UNSUPPORTED_ALGORITHM;
            case NO_RECIPIENT -> RefusalReason.INSTALL_FAILED;
        };
        return new Refusal(reason, refused.detail());
    }
}
