package io.moult.suit.codec;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborWriter;
import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import java.util.List;

/** Commands as they stand in a sequence, for whom their lengths matter. */
public final class CommandOctets {
    private CommandOctets() {}

    /** A sequence without the byte string around it. */
    public static Bytes of(CommandSequence sequence) {
        return new CborWriter().item(CommandEncoder.sequence(sequence)).toBytes();
    }

    /** A command's number and argument. */
    public static Bytes of(Command command) {
        Bytes alone = of(new CommandSequence(List.of(command)));
        return alone.slice(1, alone.length());
    }
}
