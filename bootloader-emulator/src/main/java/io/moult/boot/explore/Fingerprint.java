package io.moult.boot.explore;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * 128 bits that stand for a content. Not a cryptographic digest: nobody attacks an exploration. Among ten million
 * contents two share a fingerprint by accident with a chance below 10⁻²⁴.
 */
public record Fingerprint(long high, long low) {

    /** Begins a fingerprint. */
    public static Builder builder() {
        return new Builder();
    }

    /** Of a run of octets. */
    public static Fingerprint of(byte[] octets) {
        return new Builder().add(octets, 0, octets.length).done();
    }

    /** Takes values in order. */
    public static final class Builder {
        private static final VarHandle LONGS =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
        private long high = 0x243f6a8885a308d3L;
        private long low = 0x13198a2e03707344L;

        public Builder add(long value) {
            high = Long.rotateLeft(high ^ value * 0x9e3779b97f4a7c15L, 29) * 0xbf58476d1ce4e5b9L;
            low = Long.rotateLeft(low + value * 0xc2b2ae3d27d4eb4fL, 31) * 0x94d049bb133111ebL;
            return this;
        }

        public Builder add(Fingerprint other) {
            return add(other.high).add(other.low);
        }

        public Builder add(byte[] octets, int from, int to) {
            add((long) to - from);
            int at = from;
            for (; at + Long.BYTES <= to; at += Long.BYTES) {
                add((long) LONGS.get(octets, at));
            }
            for (; at < to; at++) {
                add(octets[at]);
            }
            return this;
        }

        public Fingerprint done() {
            return new Fingerprint(scramble(high ^ low >>> 32), scramble(low + (high << 17)));
        }

        private static long scramble(long value) {
            long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
            mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
            return mixed ^ mixed >>> 31;
        }
    }
}
