package io.moult.client.resume;

import io.moult.bytes.Bytes;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The records of the journal as octets. A record is: length of its content (2 octets), content, CRC-32C over both (4
 * octets), all big-endian. Content begins with its kind: 1 a whole progress, 2 a number of staged octets.
 */
final class JournalCodec {
    /** Longest content of a record: two URIs or details of 2000 octets and some numbers fit. */
    static final int MAX_CONTENT_BYTES = 8192;

    private static final int KIND_WHOLE = 1;
    private static final int KIND_STAGED = 2;
    private static final int MAX_TEXT_BYTES = 2000;

    private JournalCodec() {}

    static ByteBuffer whole(Progress progress) {
        ByteBuffer content = ByteBuffer.allocate(MAX_CONTENT_BYTES);
        content.put((byte) KIND_WHOLE);
        content.put((byte) progress.state().code());
        content.put((byte) progress.result().code());
        content.put((byte) progress.phase().code());
        putText(content, progress.lastRefusal());
        putText(content, progress.packageUri());
        putBytes(content, progress.bodyIdentity());
        content.putLong(progress.bodySizeBytes());
        content.putLong(progress.payloadOffsetBytes());
        putBytes(content, progress.payloadEtag());
        content.putLong(progress.stagedBytes());
        putBytes(content, progress.candidateDigest());
        return framed(content.flip());
    }

    static ByteBuffer staged(long stagedBytes) {
        return framed(ByteBuffer.allocate(9)
                .put((byte) KIND_STAGED)
                .putLong(stagedBytes)
                .flip());
    }

    private static ByteBuffer framed(ByteBuffer content) {
        ByteBuffer record = ByteBuffer.allocate(2 + content.remaining() + 4);
        record.putShort((short) content.remaining()).put(content);
        record.putInt(checksum(record.array(), record.position()));
        return record.flip();
    }

    /**
     * Takes the next whole record off the buffer and applies it to what was known before; empty, with the buffer left
     * at the record's beginning, when there is none or it is torn.
     */
    static Optional<Progress> next(ByteBuffer journal, Progress before) {
        int start = journal.position();
        if (journal.remaining() < 2) {
            return Optional.empty();
        }
        int length = Short.toUnsignedInt(journal.getShort());
        if (length == 0 || length > MAX_CONTENT_BYTES || journal.remaining() < length + 4) {
            journal.position(start);
            return Optional.empty();
        }
        byte[] framed = new byte[2 + length];
        journal.position(start);
        journal.get(framed);
        if (journal.getInt() != checksum(framed, framed.length)) {
            journal.position(start);
            return Optional.empty();
        }
        try {
            return Optional.of(applied(ByteBuffer.wrap(framed, 2, length), before));
        } catch (BufferUnderflowException | IllegalArgumentException foreignRecord) {
            journal.position(start);
            return Optional.empty();
        }
    }

    private static Progress applied(ByteBuffer content, Progress before) {
        return switch (content.get()) {
            case KIND_WHOLE -> {
                State state = State.ofCode(content.get());
                UpdateResult result = UpdateResult.ofCode(content.get());
                Phase phase = Phase.ofCode(content.get());
                yield new Progress(
                        state,
                        result,
                        text(content),
                        phase,
                        text(content),
                        bytes(content),
                        content.getLong(),
                        content.getLong(),
                        bytes(content),
                        content.getLong(),
                        bytes(content));
            }
            case KIND_STAGED -> before.withStagedBytes(content.getLong());
            default -> throw new IllegalArgumentException("unknown kind of record");
        };
    }

    private static void putText(ByteBuffer content, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(octets.length, MAX_TEXT_BYTES);
        content.putShort((short) length).put(octets, 0, length);
    }

    private static String text(ByteBuffer content) {
        byte[] octets = new byte[Short.toUnsignedInt(content.getShort())];
        content.get(octets);
        return new String(octets, StandardCharsets.UTF_8);
    }

    private static void putBytes(ByteBuffer content, Bytes bytes) {
        content.put((byte) bytes.length()).put(bytes.asByteBuffer());
    }

    private static Bytes bytes(ByteBuffer content) {
        byte[] octets = new byte[Byte.toUnsignedInt(content.get())];
        content.get(octets);
        return Bytes.wrap(octets);
    }

    private static int checksum(byte[] octets, int length) {
        CRC32C crc = new CRC32C();
        crc.update(octets, 0, length);
        return (int) crc.getValue();
    }
}
