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
import io.moult.suit.manifest.CustomCommand;
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
    private final ArgumentDecoder arguments;
    private long steps;

    CommandDecoder(DecoderLimits limits) {
        this.limits = limits;
        this.parameters = new ParameterDecoder(limits);
        this.arguments = new ArgumentDecoder(limits, parameters);
    }

    /**
     * Where a command is.
     *
     * @param shared whether this is the shared sequence, which has no effects but on parameters (section 6.4)
     * @param depth how many sequences it is in
     */
    private record Place(String name, boolean shared, int depth) {
        Place within(String command) {
            return new Place(command + " of " + name, shared, depth + 1);
        }
    }

    CommandSequence shared(Bytes content) throws CborException, DecodeException {
        return sequence(content, new Place("shared sequence", true, 1));
    }

    CommandSequence section(Bytes content, String name) throws CborException, DecodeException {
        return sequence(content, new Place(name, false, 1));
    }

    private CommandSequence sequence(Bytes content, Place place) throws CborException, DecodeException {
        limits.check(Limit.NESTING_DEPTH, place.depth());
        List<CborItem> items = Documents.read(content, limits, place.name()).array(place.name());
        if (items.isEmpty() || items.size() % 2 != 0) {
            throw CborException.malformed(place.name() + " is not pairs of command and argument");
        }
        steps += items.size() / 2;
        limits.check(Limit.STEPS, steps);
        String what = "a command in " + place.name();
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < items.size(); i += 2) {
            long code = items.get(i).integer(what);
            Optional<CommandCode> known = CommandCode.of(code);
            if (place.shared() && !allowedInShared(code, known)) {
                throw CborException.malformed(CommandCode.label(code) + " in the shared sequence");
            }
            commands.add(
                    known.isPresent()
                            ? command(known.get(), items.get(i + 1), place)
                            : unnamed(code, items.get(i + 1)));
        }
        return new CommandSequence(commands);
    }

    /** SUIT_Shared_Sequence; an unknown command passes, to be refused by its name. */
    private static boolean allowedInShared(long code, Optional<CommandCode> known) {
        if (known.isEmpty()) {
            return code > CustomCommand.HIGHEST_CODE;
        }
        CommandCode command = known.get();
        return command.isCondition()
                || command == CommandCode.SET_COMPONENT_INDEX
                || command == CommandCode.RUN_SEQUENCE
                || command == CommandCode.TRY_EACH
                || command == CommandCode.OVERRIDE_PARAMETERS;
    }

    private static Command unnamed(long code, CborItem argument) throws CborException {
        if (code > CustomCommand.HIGHEST_CODE) {
            return new UnknownCommand(code, argument);
        }
        if (!CustomCommand.allows(argument)) {
            throw CborException.malformed(
                    CommandCode.label(code) + " has an argument that is neither octets, a text, a number nor nil");
        }
        return new CustomCommand(code, argument);
    }

    private Command command(CommandCode code, CborItem argument, Place place) throws CborException, DecodeException {
        return switch (code) {
            case VENDOR_IDENTIFIER -> new Condition.VendorIdentifier(policy(argument));
            case CLASS_IDENTIFIER -> new Condition.ClassIdentifier(policy(argument));
            case DEVICE_IDENTIFIER -> new Condition.DeviceIdentifier(policy(argument));
            case IMAGE_MATCH -> new Condition.ImageMatch(policy(argument));
            case IMAGE_NOT_MATCH -> new Condition.ImageNotMatch(policy(argument));
            case COMPONENT_SLOT -> new Condition.ComponentSlot(policy(argument));
            case CHECK_CONTENT -> new Condition.CheckContent(policy(argument));
            case USE_BEFORE -> new Condition.UseBefore(policy(argument));
            case DEPENDENCY_INTEGRITY -> new Condition.DependencyIntegrity(policy(argument));
            case IS_DEPENDENCY -> new Condition.IsDependency(policy(argument));
            case ABORT -> new Condition.Abort(policy(argument));
            case MINIMUM_BATTERY -> new Condition.MinimumBattery(policy(argument));
            case UPDATE_AUTHORIZED -> new Condition.UpdateAuthorized(policy(argument));
            case VERSION -> new Condition.Version(policy(argument));
            case FETCH -> new Directive.Fetch(policy(argument));
            case WRITE -> new Directive.Write(policy(argument));
            case COPY -> new Directive.Copy(policy(argument));
            case SWAP -> new Directive.Swap(policy(argument));
            case INVOKE -> new Directive.Invoke(policy(argument));
            case UNLINK -> new Directive.Unlink(policy(argument));
            case WAIT -> new Directive.Wait(policy(argument));
            case PROCESS_DEPENDENCY -> new Directive.ProcessDependency(policy(argument));
            case SET_COMPONENT_INDEX -> new Directive.SetComponentIndex(arguments.selection(argument));
            case OVERRIDE_PARAMETERS -> new Directive.OverrideParameters(parameters.decode(argument, place.shared()));
            case SET_PARAMETERS -> new Directive.SetParameters(parameters.decode(argument, place.shared()));
            case OVERRIDE_MULTIPLE -> new Directive.OverrideMultiple(arguments.overrideMultiple(argument));
            case COPY_PARAMS -> new Directive.CopyParams(arguments.copyParams(argument));
            case RUN_SEQUENCE ->
                new Directive.RunSequence(sequence(argument.bytes("run-sequence"), place.within("run-sequence")));
            case TRY_EACH -> tryEach(argument.array("try-each"), place.within("try-each"));
        };
    }

    /** Two sequences at least, then perhaps nil (section 8.4.10.2). */
    private Directive.TryEach tryEach(List<CborItem> items, Place place) throws CborException, DecodeException {
        boolean mayAllFail = !items.isEmpty() && items.get(items.size() - 1).equals(CborItem.Simple.NULL);
        List<CborItem> wrapped = mayAllFail ? items.subList(0, items.size() - 1) : items;
        if (wrapped.size() < 2) {
            throw CborException.malformed("try-each of less than two sequences");
        }
        List<CommandSequence> attempts = new ArrayList<>();
        for (CborItem attempt : wrapped) {
            attempts.add(sequence(attempt.bytes("a sequence of try-each"), place));
        }
        return new Directive.TryEach(attempts, mayAllFail);
    }

    private static ReportPolicy policy(CborItem argument) throws CborException {
        long bits = argument.unsigned("a reporting policy");
        if (bits < 0 || bits > ReportPolicy.ALL_BITS) {
            throw CborException.malformed("a reporting policy of unknown bits");
        }
        return new ReportPolicy((int) bits);
    }
}
