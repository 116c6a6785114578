package io.moult.boot.swap;

/** What happens to octets on their way: external flash holds ciphertext only. */
public enum Transform {
    PLAIN,
    /** From external flash, under the key of what is read. */
    DECRYPT,
    /** To external flash, under the key of what is kept. */
    ENCRYPT
}
