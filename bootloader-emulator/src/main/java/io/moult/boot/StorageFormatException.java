package io.moult.boot;

import java.io.IOException;

/** Client and bootloader do not mean the same by a staging place. Nothing has been written. */
public final class StorageFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    StorageFormatException(StorageFormat client, StorageFormat bootloader) {
        super("the client stages in the storage format " + client + "; the bootloader reads " + bootloader
                + ": use a client that was built for this bootloader");
    }
}
