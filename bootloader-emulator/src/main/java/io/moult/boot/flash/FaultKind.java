package io.moult.boot.flash;

import io.moult.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * The kinds of interruption by the names that a user says, and all the interruptions of a kind that an operation can
 * suffer. What cannot be listed whole (the subsets of bits) is listed in part, always the same.
 */
public enum FaultKind {
    /** Cut before the operation. */
    BEFORE {
        @Override
        public List<Interruption> of(WriteOperation operation) {
            return List.of(new Interruption.Before());
        }
    },
    /** Cut after the operation. */
    AFTER {
        @Override
        public List<Interruption> of(WriteOperation operation) {
            return List.of(new Interruption.After());
        }
    },
    /** Torn after any number of whole units; an erase also when nothing has changed yet. */
    TORN_UNIT {
        @Override
        public List<Interruption> of(WriteOperation operation) {
            return each(operation, operation.units(), unit -> new Interruption.Prefix(unit * operation.unitBytes()));
        }
    },
    /** Torn after any number of octets. */
    TORN_OCTET {
        @Override
        public List<Interruption> of(WriteOperation operation) {
            return each(operation, operation.lengthBytes(), Interruption.Prefix::new);
        }
    },
    /** Torn inside any unit, with these bits changed or those. */
    SOME_BITS {
        @Override
        public List<Interruption> of(WriteOperation operation) {
            List<Interruption> all = new ArrayList<>();
            for (Bytes mask : MASKS) {
                all.addAll(each(operation, operation.units(), unit -> new Interruption.SomeBits(unit, mask)));
            }
            return all;
        }
    },
    /** Torn inside any unit, which reads anew each time. */
    UNSTABLE {
        @Override
        public List<Interruption> of(WriteOperation operation) {
            return each(operation, operation.units(), Interruption.Unstable::new);
        }
    },
    /** Torn inside any unit, which reads blank and is not; an erase that looks done and is not. */
    WEAK {
        @Override
        public List<Interruption> of(WriteOperation operation) {
            return each(operation, operation.units(), Interruption.Weak::new);
        }
    },
    /** A program that is cut before it has begun, and flips a bit of any other octet of its sector. */
    NEIGHBOUR {
        @Override
        public List<Interruption> of(WriteOperation operation) {
            return each(
                    operation,
                    operation.region().sectorBytes(),
                    octet -> new Interruption.Neighbour(0, 8L * octet + octet % 8));
        }
    };

    /** Alternating bits, either half, and one that is the same in no two octets. */
    private static final List<Bytes> MASKS =
            List.of(Bytes.ofHex("55"), Bytes.ofHex("aa"), Bytes.ofHex("0f"), Bytes.ofHex("013780fe5b21c49a"));

    /** All of this kind that fit; none for an operation that knows no such thing. */
    public abstract List<Interruption> of(WriteOperation operation);

    /** The name on the command line, such as {@code torn-unit}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** IllegalArgumentException with the names there are. */
    public static FaultKind ofLabel(String label) {
        for (FaultKind kind : values()) {
            if (kind.label().equals(label)) {
                return kind;
            }
        }
        List<String> labels = List.of(values()).stream().map(FaultKind::label).toList();
        throw new IllegalArgumentException("no kind of fault \"" + label + "\"; say one of " + labels);
    }

    private static List<Interruption> each(WriteOperation operation, int count, IntFunction<Interruption> one) {
        List<Interruption> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Interruption interruption = one.apply(i);
            if (interruption.fits(operation)) {
                all.add(interruption);
            }
        }
        return all;
    }
}
