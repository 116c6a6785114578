package io.moult.suit.process;

import io.moult.suit.codec.CommandOctets;
import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.Directive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the commands of a sequence begin in the octets of its section, for reports; reckoned when asked for, and once: a
 * sequence may run, and fail softly, as often as there are steps. From the
 * one deterministic form: what was received may have had its maps in another order, which changes no length.
 */
final class SequenceOffsets {
    private final CommandSequence sequence;
    private final Optional<Place> place;
    private final Map<List<Integer>, SequenceOffsets> inner = new HashMap<>();
    private List<Long> begins = List.of();

    /** Where a sequence stands inside another: as the argument, or a part of it, of a command. */
    private record Place(SequenceOffsets outer, int commandIndex, int part) {}

    private SequenceOffsets(CommandSequence sequence, Optional<Place> place) {
        this.sequence = sequence;
        this.place = place;
    }

    /** Of a section, whose octets are the sequence itself. */
    static SequenceOffsets of(CommandSequence sequence) {
        return new SequenceOffsets(sequence, Optional.empty());
    }

    /** Of a sequence in the argument of a command. */
    SequenceOffsets inside(int commandIndex, int part) {
        return inner.computeIfAbsent(
                List.of(commandIndex, part),
                first -> new SequenceOffsets(
                        parts(sequence.commands().get(commandIndex)).get(part),
                        Optional.of(new Place(this, commandIndex, part))));
    }

    /** Where a command begins. */
    long of(int commandIndex) {
        if (begins.isEmpty()) {
            begins = reckon();
        }
        return begins.get(commandIndex);
    }

    private List<Long> reckon() {
        List<Long> all = new ArrayList<>();
        long offset = place.map(SequenceOffsets::start).orElse(0L)
                + headBytes(2L * sequence.commands().size());
        for (Command command : sequence.commands()) {
            all.add(offset);
            offset += CommandOctets.of(command).length();
        }
        return all;
    }

    private static long start(Place place) {
        Command command = place.outer.sequence.commands().get(place.commandIndex);
        long at = place.outer.of(place.commandIndex) + headBytes(command.code());
        List<CommandSequence> parts = parts(command);
        if (command instanceof Directive.TryEach tryEach) {
            at += headBytes(parts.size() + (tryEach.mayAllFail() ? 1L : 0L));
        }
        for (int i = 0; i < place.part; i++) {
            int length = CommandOctets.of(parts.get(i)).length();
            at += headBytes(length) + length;
        }
        return at + headBytes(CommandOctets.of(parts.get(place.part)).length());
    }

    private static List<CommandSequence> parts(Command command) {
        if (command instanceof Directive.TryEach tryEach) {
            return tryEach.attempts();
        }
        return List.of(((Directive.RunSequence) command).sequence());
    }

    /** The length of a head with this argument (RFC 8949 section 3). */
    private static int headBytes(long argument) {
        long magnitude = argument < 0 ? -1 - argument : argument;
        if (magnitude < 24) {
            return 1;
        } else if (magnitude < 1 << 8) {
            return 2;
        } else if (magnitude < 1 << 16) {
            return 3;
        }
        return magnitude < 1L << 32 ? 5 : 9;
    }
}
