package io.moult.suit.codec;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandCode;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.ReportPolicy;
import io.moult.suit.manifest.UnknownCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** SUIT_Command_Sequence (draft-ietf-suit-manifest-37 section 8.4.6). One per manifest: it counts the steps of all. */
final class CommandDecoder {
    private final DecoderLimits limits;
    private final ParameterDecoder parameters;
    private long steps;

    CommandDecoder(DecoderLimits limits) {
        this.limits = limits;
        this.parameters = new ParameterDecoder(limits);
    }

    /** @param shared whether this is the shared sequence, which has no effects but on parameters (section 6.4) */
    CommandSequence sequence(Bytes content, String where, boolean shared) throws CborException {
        List<CborItem> items = Documents.read(content, limits, where).array(where);
        if (items.isEmpty() || items.size() % 2 != 0) {
            throw CborException.malformed(where + " is not pairs of command and argument");
        }
        steps += items.size() / 2;
        limits.check(Limit.STEPS, steps);
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < items.size(); i += 2) {
            Command command = command(items.get(i).integer("a command in " + where), items.get(i + 1), shared);
            if (shared && acts(command)) {
                throw CborException.malformed(command.label() + " in the shared sequence");
            }
            commands.add(command);
        }
        return new CommandSequence(commands);
    }

    private static boolean acts(Command command) {
        return command instanceof Directive.Fetch
                || command instanceof Directive.Write
                || command instanceof Directive.Copy;
    }

    private Command command(long code, CborItem argument, boolean shared) throws CborException {
        Optional<CommandCode> known = CommandCode.of(code);
        if (known.isEmpty()) {
            return new UnknownCommand(code, argument);
        }
        return switch (known.get()) {
            case VENDOR_IDENTIFIER -> new Condition.VendorIdentifier(policy(argument));
            case CLASS_IDENTIFIER -> new Condition.ClassIdentifier(policy(argument));
            case IMAGE_MATCH -> new Condition.ImageMatch(policy(argument));
            case COMPONENT_SLOT -> new Condition.ComponentSlot(policy(argument));
            case OVERRIDE_PARAMETERS -> new Directive.OverrideParameters(parameters.decode(argument, shared));
            case FETCH -> new Directive.Fetch(policy(argument));
            case WRITE -> new Directive.Write(policy(argument));
            case COPY -> new Directive.Copy(policy(argument));
            case USE_BEFORE,
                    CHECK_CONTENT,
                    DEPENDENCY_INTEGRITY,
                    IS_DEPENDENCY,
                    ABORT,
                    DEVICE_IDENTIFIER,
                    IMAGE_NOT_MATCH,
                    MINIMUM_BATTERY,
                    UPDATE_AUTHORIZED,
                    VERSION,
                    PROCESS_DEPENDENCY,
                    SET_COMPONENT_INDEX,
                    TRY_EACH,
                    SET_PARAMETERS,
                    INVOKE,
                    WAIT,
                    SWAP,
                    RUN_SEQUENCE,
                    UNLINK,
                    OVERRIDE_MULTIPLE,
                    COPY_PARAMS -> new UnknownCommand(code, argument);
        };
    }

    private static ReportPolicy policy(CborItem argument) throws CborException {
        long bits = argument.unsigned("a reporting policy");
        if (bits < 0 || bits > ReportPolicy.ALL_BITS) {
            throw CborException.malformed("a reporting policy of unknown bits");
        }
        return new ReportPolicy((int) bits);
    }
}
