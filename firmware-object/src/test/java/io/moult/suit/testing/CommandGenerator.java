package io.moult.suit.testing;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandCode;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.ComponentSelection;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.CustomCommand;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.ReportPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Commands of every kind, for {@link ManifestGenerator}. */
final class CommandGenerator {
    private static final int MOST_DEPTH = 3;
    private static final List<CommandCode> CODES = List.of(CommandCode.values());

    private final Random random;
    private final ParameterGenerator parameters;

    CommandGenerator(Random random, ParameterGenerator parameters) {
        this.random = random;
        this.parameters = parameters;
    }

    Bytes octets(int most) {
        return parameters.octets(most);
    }

    ComponentSelection selection(int components) {
        return switch (random.nextInt(3)) {
            case 0 -> new ComponentSelection.All();
            case 1 -> new ComponentSelection.One(random.nextInt(components));
            default -> {
                List<Integer> indexes = new ArrayList<>();
                int count = 1 + random.nextInt(components);
                for (int i = 0; i < count; i++) {
                    indexes.add(random.nextInt(components));
                }
                yield new ComponentSelection.Several(indexes);
            }
        };
    }

    List<Command> sharedCommands(int components) {
        return commands(components, true, 1);
    }

    List<Command> sectionCommands(int components) {
        return commands(components, false, 1);
    }

    private List<Command> commands(int components, boolean shared, int depth) {
        List<Command> commands = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        while (commands.size() < count) {
            CommandCode code = CODES.get(random.nextInt(CODES.size()));
            boolean nests = code == CommandCode.TRY_EACH || code == CommandCode.RUN_SEQUENCE;
            if ((!shared || allowedInShared(code)) && (!nests || depth < MOST_DEPTH)) {
                commands.add(command(code, components, shared, depth));
            }
        }
        if (!shared && random.nextInt(8) == 0) {
            commands.add(new CustomCommand(
                    CustomCommand.HIGHEST_CODE - random.nextInt(100),
                    random.nextBoolean() ? CborItem.Simple.NULL : new CborItem.Text("x")));
        }
        return commands;
    }

    private static boolean allowedInShared(CommandCode code) {
        return code.isCondition()
                || code == CommandCode.SET_COMPONENT_INDEX
                || code == CommandCode.RUN_SEQUENCE
                || code == CommandCode.TRY_EACH
                || code == CommandCode.OVERRIDE_PARAMETERS;
    }

    private Command command(CommandCode code, int components, boolean shared, int depth) {
        ReportPolicy policy = new ReportPolicy(random.nextInt(ReportPolicy.ALL_BITS + 1));
        boolean nested = depth > 1;
        return switch (code) {
            case VENDOR_IDENTIFIER -> new Condition.VendorIdentifier(policy);
            case CLASS_IDENTIFIER -> new Condition.ClassIdentifier(policy);
            case DEVICE_IDENTIFIER -> new Condition.DeviceIdentifier(policy);
            case IMAGE_MATCH -> new Condition.ImageMatch(policy);
            case IMAGE_NOT_MATCH -> new Condition.ImageNotMatch(policy);
            case COMPONENT_SLOT -> new Condition.ComponentSlot(policy);
            case CHECK_CONTENT -> new Condition.CheckContent(policy);
            case USE_BEFORE -> new Condition.UseBefore(policy);
            case DEPENDENCY_INTEGRITY -> new Condition.DependencyIntegrity(policy);
            case IS_DEPENDENCY -> new Condition.IsDependency(policy);
            case ABORT -> new Condition.Abort(policy);
            case MINIMUM_BATTERY -> new Condition.MinimumBattery(policy);
            case UPDATE_AUTHORIZED -> new Condition.UpdateAuthorized(policy);
            case VERSION -> new Condition.Version(policy);
            case FETCH -> new Directive.Fetch(policy);
            case WRITE -> new Directive.Write(policy);
            case COPY -> new Directive.Copy(policy);
            case SWAP -> new Directive.Swap(policy);
            case INVOKE -> new Directive.Invoke(policy);
            case UNLINK -> new Directive.Unlink(policy);
            case WAIT -> new Directive.Wait(policy);
            case PROCESS_DEPENDENCY -> new Directive.ProcessDependency(policy);
            case SET_COMPONENT_INDEX -> new Directive.SetComponentIndex(selection(components));
            case OVERRIDE_PARAMETERS -> new Directive.OverrideParameters(parameters.parameters(shared, nested));
            case SET_PARAMETERS -> new Directive.SetParameters(parameters.parameters(shared, nested));
            case OVERRIDE_MULTIPLE -> overrideMultiple(components, nested);
            case COPY_PARAMS -> copyParams(components);
            case RUN_SEQUENCE ->
                new Directive.RunSequence(new CommandSequence(commands(components, shared, depth + 1)));
            case TRY_EACH -> tryEach(components, shared, depth + 1);
        };
    }

    private Directive overrideMultiple(int components, boolean nested) {
        List<Directive.OverrideMultiple.Entry> entries = new ArrayList<>();
        for (int index : someIndexes(components)) {
            entries.add(new Directive.OverrideMultiple.Entry(index, parameters.parameters(false, nested)));
        }
        return new Directive.OverrideMultiple(entries);
    }

    private Directive copyParams(int components) {
        List<Directive.CopyParams.Entry> entries = new ArrayList<>();
        for (int index : someIndexes(components)) {
            entries.add(new Directive.CopyParams.Entry(index, List.of(3L, 14L, -300L)));
        }
        return new Directive.CopyParams(entries);
    }

    private Set<Integer> someIndexes(int components) {
        Set<Integer> indexes = new TreeSet<>();
        indexes.add(random.nextInt(components));
        indexes.add(random.nextInt(components));
        return indexes;
    }

    private Directive tryEach(int components, boolean shared, int depth) {
        List<CommandSequence> attempts = new ArrayList<>();
        int count = 2 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            attempts.add(new CommandSequence(commands(components, shared, depth)));
        }
        return new Directive.TryEach(attempts, random.nextBoolean());
    }
}
