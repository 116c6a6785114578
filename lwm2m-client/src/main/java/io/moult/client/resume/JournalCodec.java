package io.moult.client.resume;

import io.moult.bytes.Bytes;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.updateobject.Delivery;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import io.moult.updateobject.UpdateSituation;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The records of the journal as octets. A record is: length of its content (2 octets), content, CRC-32C over both (4
 * octets), all big-endian. Content begins with its kind: 1 a whole progress, 2 a number of staged octets.
 */
final class JournalCodec {
    /** Longest content of a record: four texts of 1500 octets and some numbers fit. */
    static final int MAX_CONTENT_BYTES = 8192;

    private static final int KIND_WHOLE = 1;
    private static final int KIND_STAGED = 2;
    private static final int MAX_TEXT_BYTES = 1500;

    /** In the order of their numbers in the journal: never to be changed, only to be added to. */
    private static final List<Delivery> DELIVERIES =
            List.of(Delivery.NONE, Delivery.PUSH, Delivery.PACKAGE_FETCH, Delivery.PAYLOAD_FETCH);

    private JournalCodec() {}

    static ByteBuffer whole(Progress progress) {
        ByteBuffer content = ByteBuffer.allocate(MAX_CONTENT_BYTES);
        content.put((byte) KIND_WHOLE);
        UpdateSituation situation = progress.situation();
        content.put((byte) situation.state().code());
        content.put((byte) situation.result().code());
        content.put((byte) DELIVERIES.indexOf(situation.delivery()));
        content.put((byte) progress.phase().code());
        putText(content, situation.packageUri());
        putText(
                content,
                situation.lastRefusal().map(why -> why.reason().label()).orElse(""));
        putText(content, situation.lastRefusal().map(Refusal::detail).orElse(""));
        putBytes(content, progress.body().identity());
        putBytes(content, progress.body().etag());
        putBytes(content, progress.candidate().envelopeDigest());
        putText(content, progress.candidate().version());
        content.putLong(progress.candidate().payloadOffsetBytes());
        content.putLong(progress.candidate().imageSizeBytes());
        content.putLong(progress.stagedBytes());
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
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException foreignRecord) {
            journal.position(start);
            return Optional.empty();
        }
    }

    private static Progress applied(ByteBuffer content, Progress before) {
        return switch (content.get()) {
            case KIND_WHOLE -> whole(content);
            case KIND_STAGED -> before.withStagedBytes(content.getLong());
            default -> throw new IllegalArgumentException("unknown kind of record");
        };
    }

    private static Progress whole(ByteBuffer content) {
        State state = State.ofCode(content.get());
        UpdateResult result = UpdateResult.ofCode(content.get());
        Delivery delivery = DELIVERIES.get(content.get());
        Phase phase = Phase.ofCode(content.get());
        String packageUri = text(content);
        Optional<Refusal> refusal = refusal(text(content), text(content));
        Progress.Body body = new Progress.Body(bytes(content), bytes(content));
        Progress.Candidate candidate =
                new Progress.Candidate(bytes(content), text(content), content.getLong(), content.getLong());
        UpdateSituation situation = new UpdateSituation(state, result, delivery, packageUri, refusal);
        return new Progress(situation, phase, body, candidate, content.getLong());
    }

    private static Optional<Refusal> refusal(String label, String detail) {
        for (RefusalReason reason : RefusalReason.values()) {
            if (reason.label().equals(label)) {
                return Optional.of(new Refusal(reason, detail));
            }
        }
        return Optional.empty();
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
