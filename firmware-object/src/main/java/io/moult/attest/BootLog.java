package io.moult.attest;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.manifest.Digest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The log of a measured boot. Each entry goes into a register as it is written, register = SHA-256(register || entry),
 * from 32 octets of zero on: who knows the register can tell a log that is whole from one that is not, and computes it
 * anew from the log ({@link #register}).
 */
public record BootLog(List<Entry> entries) {
    private static final int REGISTER_BYTES = 32;
    private static final int ENTRY_LIMIT = 256;

    public BootLog {
        entries = List.copyOf(entries);
        if (entries.size() > ENTRY_LIMIT) {
            throw new IllegalArgumentException("a boot log of " + entries.size() + " entries");
        }
    }

    /** What an entry speaks of. The numbers are those in the log. */
    public enum Subject {
        /** Digest of the bootloader, or its name where it is not in flash. */
        BOOTLOADER(1),
        /** {@code blank} or {@code provisioned}. */
        LIFECYCLE(2),
        /** Digest over the certificates believed, one after the other. */
        TRUST_ANCHORS(3),
        /** Digest of the manifest of what runs. */
        MANIFEST(4),
        /** Digest of the octets of a component that execute, in the order in which they start. */
        COMPONENT(5),
        /** Of the manifest: eight octets. */
        SEQUENCE_NUMBER(6),
        /** Of the device: eight octets. */
        SECURITY_COUNTER(7),
        /** Where the component before it lies. */
        SLOT(8),
        RESET_REASON(9),
        /** Trial boots spent, this one included: four octets. */
        ATTEMPT(10),
        /** One octet, 1 where nothing is left to run but the golden image, or nothing at all. */
        RECOVERY(11),
        /** What the bootloader did. */
        RESULT(12),
        /** Why, in words. */
        ERROR(13);

        private final int code;

        Subject(int code) {
            this.code = code;
        }

        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private static Subject of(long code) throws CborException {
            for (Subject subject : values()) {
                if (subject.code == code) {
                    return subject;
                }
            }
            throw CborException.malformed("boot log entry of kind " + code);
        }
    }

    /** One measurement. */
    public record Entry(Subject subject, Bytes value) {
        public Entry {
            Objects.requireNonNull(subject);
            Objects.requireNonNull(value);
        }

        /** For people: words as words, numbers in decimal, all else in hexadecimal. */
        public String shown() {
            return switch (subject) {
                case SEQUENCE_NUMBER, SECURITY_COUNTER, ATTEMPT, RECOVERY ->
                    value.length() > 8 ? value.hex() : new BigInteger(1, value.toArray()).toString();
                case LIFECYCLE, SLOT, RESET_REASON, RESULT, ERROR ->
                    new String(value.toArray(), StandardCharsets.UTF_8);
                case BOOTLOADER, TRUST_ANCHORS, MANIFEST, COMPONENT -> value.hex();
            };
        }

        /** The octets that go into the register. */
        public Bytes encode() {
            return new CborWriter().array(2).unsigned(subject.code).bytes(value).toBytes();
        }
    }

    /** The register after the last entry. */
    public Bytes register() {
        Bytes register = Bytes.wrap(new byte[REGISTER_BYTES]);
        for (Entry entry : entries) {
            Bytes octets = entry.encode();
            byte[] both = new byte[REGISTER_BYTES + octets.length()];
            register.copyInto(both, 0);
            octets.copyInto(both, REGISTER_BYTES);
            register = Digest.sha256(Bytes.wrap(both)).value();
        }
        return register;
    }

    /** The values of a subject, in order. */
    public List<Bytes> of(Subject subject) {
        return entries.stream()
                .filter(entry -> entry.subject() == subject)
                .map(Entry::value)
                .toList();
    }

    public Bytes encode() {
        CborWriter writer = new CborWriter().array(entries.size());
        entries.forEach(entry -> writer.raw(entry.encode()));
        return writer.toBytes();
    }

    /** Reads what {@link #encode} wrote. */
    public static BootLog decode(Bytes octets, DecoderLimits limits) throws CborException {
        List<Entry> entries = new ArrayList<>();
        List<CborItem> items = CborReader.readDocument(octets, limits).array("boot log");
        if (items.size() > ENTRY_LIMIT) {
            throw CborException.malformed("boot log of " + items.size() + " entries");
        }
        for (CborItem item : items) {
            List<CborItem> parts = item.array("boot log entry");
            if (parts.size() != 2) {
                throw CborException.malformed("boot log entry of " + parts.size() + " parts");
            }
            entries.add(new Entry(
                    Subject.of(parts.get(0).unsigned("boot log entry's kind")),
                    parts.get(1).bytes("boot log entry's value")));
        }
        return new BootLog(entries);
    }
}
