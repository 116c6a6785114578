package io.moult.boot.swap;

/** What happens to octets on their way: external flash holds ciphertext only. */
public enum Transform {
    PLAIN(0),
    /** From external flash, under the key of what is read. */
    DECRYPT(1),
    /** To external flash, under the key of what is kept. */
    ENCRYPT(2);

    private final int code;

    Transform(int code) {
        this.code = code;
    }

    /** The number in a plan's digest. */
    int code() {
        return code;
    }
}
