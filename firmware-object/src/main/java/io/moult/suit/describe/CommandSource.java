package io.moult.suit.describe;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Command sequences: lists of commands by their names, each alone or with its argument. */
final class CommandSource {
    /** At the end of a try-each: it is a success if no attempt is. */
    private static final String NOTHING = "nothing";

    private static final Map<String, CommandCode> COMMANDS = commands();
    private static final Map<String, Integer> REPORTS = Map.of(
            "record-success", 1,
            "record-failure", 2,
            "sysinfo-success", 4,
            "sysinfo-failure", 8);

    private final ParameterSource parameters;
    private final ComponentNames components;

    CommandSource(ParameterSource parameters, ComponentNames components) {
        this.parameters = parameters;
        this.components = components;
    }

    private static Map<String, CommandCode> commands() {
        Map<String, CommandCode> byName = new LinkedHashMap<>();
        for (CommandCode code : CommandCode.values()) {
            byName.put(CommandCode.label(code.code()), code);
        }
        return byName;
    }

    CommandSequence sequence(Described described) throws DescriptionException {
        List<Command> commands = new ArrayList<>();
        for (Described item : described.list()) {
            commands.add(command(item));
        }
        if (commands.isEmpty()) {
            throw described.wrong(described.name() + " has no command");
        }
        return new CommandSequence(commands);
    }

    private Command command(Described item) throws DescriptionException {
        if (item.isText()) {
            CommandCode code = code(item.text(), item);
            return operation(code, reportOf(code), item);
        }
        Map<String, Described> pair = item.map();
        if (pair.size() != 1) {
            throw item.wrong("a command is a name, or one name with its argument");
        }
        String name = pair.keySet().iterator().next();
        Described argument = pair.values().iterator().next();
        if (ParameterSource.isPrivate(name)) {
            return new CustomCommand(Long.parseLong(name), customArgument(argument));
        }
        return command(code(name, argument), argument);
    }

    private static CborItem customArgument(Described argument) throws DescriptionException {
        if (argument.isNothing()) {
            return CborItem.Simple.NULL;
        }
        CborItem item = ParameterSource.custom(argument);
        if (!CustomCommand.allows(item)) {
            throw argument.wrong("a custom command takes a number, a text, h'…' or nothing");
        }
        return item;
    }

    private static CommandCode code(String name, Described where) throws DescriptionException {
        CommandCode code = COMMANDS.get(name);
        if (code == null) {
            throw where.wrong("there is no command \"" + name + "\"");
        }
        return code;
    }

    private Command command(CommandCode code, Described argument) throws DescriptionException {
        return switch (code) {
            case SET_COMPONENT_INDEX -> new Directive.SetComponentIndex(selection(argument));
            case OVERRIDE_PARAMETERS -> new Directive.OverrideParameters(parameters.read(argument));
            case SET_PARAMETERS -> new Directive.SetParameters(parameters.read(argument));
            case OVERRIDE_MULTIPLE -> overrideMultiple(argument);
            case COPY_PARAMS -> copyParams(argument);
            case RUN_SEQUENCE -> new Directive.RunSequence(sequence(argument));
            case TRY_EACH -> tryEach(argument);
            default -> operation(code, report(argument), argument);
        };
    }

    private static ReportPolicy reportOf(CommandCode code) {
        return code.isCondition() ? ReportPolicy.ALWAYS : ReportPolicy.ON_FAILURE;
    }

    /** Which records are wished for: the number of the specification, or names. */
    private static ReportPolicy report(Described argument) throws DescriptionException {
        if (argument.isText() && argument.text().matches("[0-9]+")) {
            return new ReportPolicy(argument.count(ReportPolicy.ALL_BITS));
        }
        int bits = 0;
        for (Described one : argument.listOrOne()) {
            bits |= one.oneOf(REPORTS);
        }
        return new ReportPolicy(bits);
    }

    private ComponentSelection selection(Described argument) throws DescriptionException {
        if (argument.isText()
                && (argument.text().equals("all") || argument.text().equals("true"))) {
            return new ComponentSelection.All();
        }
        if (!argument.isList()) {
            return new ComponentSelection.One(components.index(argument));
        }
        List<Integer> indexes = new ArrayList<>();
        for (Described one : argument.list()) {
            indexes.add(components.index(one));
        }
        if (indexes.isEmpty()) {
            throw argument.wrong("set-component-index of no component");
        }
        return new ComponentSelection.Several(indexes);
    }

    private Command overrideMultiple(Described argument) throws DescriptionException {
        List<Directive.OverrideMultiple.Entry> entries = new ArrayList<>();
        for (Map.Entry<String, Described> one : argument.map().entrySet()) {
            entries.add(new Directive.OverrideMultiple.Entry(
                    components.index(one.getKey(), one.getValue()), parameters.read(one.getValue())));
        }
        return new Directive.OverrideMultiple(entries);
    }

    private Command copyParams(Described argument) throws DescriptionException {
        List<Directive.CopyParams.Entry> entries = new ArrayList<>();
        for (Map.Entry<String, Described> one : argument.map().entrySet()) {
            List<Long> codes = new ArrayList<>();
            for (Described name : one.getValue().listOrOne()) {
                codes.add(ParameterSource.code(name.text(), name));
            }
            entries.add(new Directive.CopyParams.Entry(components.index(one.getKey(), one.getValue()), codes));
        }
        return new Directive.CopyParams(entries);
    }

    private Command tryEach(Described argument) throws DescriptionException {
        List<CommandSequence> attempts = new ArrayList<>();
        boolean mayAllFail = false;
        for (Described one : argument.list()) {
            if (mayAllFail) {
                throw one.wrong("\"" + NOTHING + "\" comes last in try-each");
            }
            if (one.isNothing() || (one.isText() && one.text().equals(NOTHING))) {
                mayAllFail = true;
            } else {
                attempts.add(sequence(one));
            }
        }
        return new Directive.TryEach(attempts, mayAllFail);
    }

    private static Command operation(CommandCode code, ReportPolicy report, Described where)
            throws DescriptionException {
        return switch (code) {
            case VENDOR_IDENTIFIER -> new Condition.VendorIdentifier(report);
            case CLASS_IDENTIFIER -> new Condition.ClassIdentifier(report);
            case DEVICE_IDENTIFIER -> new Condition.DeviceIdentifier(report);
            case IMAGE_MATCH -> new Condition.ImageMatch(report);
            case IMAGE_NOT_MATCH -> new Condition.ImageNotMatch(report);
            case COMPONENT_SLOT -> new Condition.ComponentSlot(report);
            case CHECK_CONTENT -> new Condition.CheckContent(report);
            case USE_BEFORE -> new Condition.UseBefore(report);
            case DEPENDENCY_INTEGRITY -> new Condition.DependencyIntegrity(report);
            case IS_DEPENDENCY -> new Condition.IsDependency(report);
            case ABORT -> new Condition.Abort(report);
            case MINIMUM_BATTERY -> new Condition.MinimumBattery(report);
            case UPDATE_AUTHORIZED -> new Condition.UpdateAuthorized(report);
            case VERSION -> new Condition.Version(report);
            case FETCH -> new Directive.Fetch(report);
            case WRITE -> new Directive.Write(report);
            case COPY -> new Directive.Copy(report);
            case SWAP -> new Directive.Swap(report);
            case INVOKE -> new Directive.Invoke(report);
            case UNLINK -> new Directive.Unlink(report);
            case WAIT -> new Directive.Wait(report);
            case PROCESS_DEPENDENCY -> new Directive.ProcessDependency(report);
            case SET_COMPONENT_INDEX,
                    OVERRIDE_PARAMETERS,
                    SET_PARAMETERS,
                    OVERRIDE_MULTIPLE,
                    COPY_PARAMS,
                    RUN_SEQUENCE,
                    TRY_EACH -> throw where.wrong(CommandCode.label(code.code()) + " needs an argument");
        };
    }
}
