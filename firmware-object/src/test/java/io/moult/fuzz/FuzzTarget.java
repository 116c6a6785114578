package io.moult.fuzz;

import io.moult.bytes.Bytes;
import java.util.Locale;

/**
 * A door of the library through which octets come that nobody vouches for. A target catches what the door is documented to
 * throw, and nothing else: whatever else comes out of it is a finding, and so is an invariant that does not hold.
 */
enum FuzzTarget {
    CBOR(10_000_000),
    ENVELOPE(10_000_000),
    MANIFEST(10_000_000),
    REPORT(10_000_000),
    ENCRYPTION_INFO(10_000_000),
    PROCESSOR(10_000_000),
    /** From here on octets may get as far as public-key arithmetic. */
    KEY_AGREEMENT(1_000_000),
    AUTHENTICATION(1_000_000),
    CERTIFICATE(1_000_000),
    KEY_FILE(1_000_000),
    TRUST_CHANGE(1_000_000);

    private final long runs;

    FuzzTarget(long runs) {
        this.runs = runs;
    }

    /** How often a whole campaign runs it. */
    long runs() {
        return runs;
    }

    /** Such as {@code key-file}: the name of its corpus. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static FuzzTarget of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Whether the input is taken for what the door is for; false if it is refused as documented. */
    boolean takes(Bytes input) {
        return switch (this) {
            case CBOR -> CodecTargets.cbor(input);
            case ENVELOPE -> CodecTargets.envelope(input);
            case MANIFEST -> CodecTargets.manifest(input);
            case REPORT -> CodecTargets.report(input);
            case ENCRYPTION_INFO -> EncryptionTargets.keyWrap(input);
            case PROCESSOR -> ProcessorTarget.run(input);
            case KEY_AGREEMENT -> EncryptionTargets.keyAgreement(input);
            case AUTHENTICATION -> KeyTargets.authentication(input);
            case CERTIFICATE -> KeyTargets.certificate(input);
            case KEY_FILE -> KeyTargets.keyFile(input);
            case TRUST_CHANGE -> KeyTargets.trustChange(input);
        };
    }

    /** Finds fault with what has been run. */
    static void require(boolean holds, String invariant) {
        if (!holds) {
            throw new AssertionError(invariant);
        }
    }
}
