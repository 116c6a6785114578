package io.moult.fuzz;

import io.moult.bytes.Bytes;

/** What Jazzer calls: the target named by the first argument, over each input. */
public final class FuzzEntry {
    private static FuzzTarget target = FuzzTarget.CBOR;

    private FuzzEntry() {}

    /** Called once, with {@code --target_args}. */
    public static void fuzzerInitialize(String[] arguments) {
        target = FuzzTarget.of(arguments[0]);
    }

    /** Called for each input. */
    public static void fuzzerTestOneInput(byte[] octets) {
        target.takes(Bytes.wrap(octets));
    }
}
