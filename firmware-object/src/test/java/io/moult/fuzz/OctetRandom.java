package io.moult.fuzz;

import io.moult.bytes.Bytes;
import java.util.Random;

/**
 * Makes the choices of a generator from an input: each octet one choice, as long as there are any. Then it chooses the least
 * three times of four, and else what a fixed seed gives, so that every generator comes to an end, and soon.
 */
final class OctetRandom extends Random {
    private static final long serialVersionUID = 1L;

    private final transient Bytes octets;
    private int at;

    OctetRandom(Bytes octets) {
        super(0);
        this.octets = octets;
    }

    @Override
    protected int next(int bits) {
        int choice = octet();
        if (bits > 8 && choice >= 0) {
            int mixed = choice * 0x9e3779b1;
            return mixed >>> (32 - bits);
        }
        return choice >= 0 ? choice >>> (8 - bits) : super.next(bits);
    }

    @Override
    public int nextInt(int bound) {
        int choice = bound <= 256 ? octet() : -1;
        if (choice >= 0) {
            return choice % bound;
        }
        return super.next(2) == 0 ? super.nextInt(bound) : 0;
    }

    @Override
    public boolean nextBoolean() {
        return nextInt(2) == 1;
    }

    private int octet() {
        return octets != null && at < octets.length() ? octets.at(at++) : -1;
    }
}
