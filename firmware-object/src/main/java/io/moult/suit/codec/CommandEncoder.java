package io.moult.suit.codec;

import io.moult.cbor.CborItem;
import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.ComponentSelection;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.CustomCommand;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.UnknownCommand;
import java.util.ArrayList;
import java.util.List;

/** SUIT_Command_Sequence (draft-ietf-suit-manifest-37 section 8.4.6). */
final class CommandEncoder {
    private CommandEncoder() {}

    static CborItem sequence(CommandSequence sequence) {
        List<CborItem> items = new ArrayList<>();
        for (Command command : sequence.commands()) {
            items.add(CborItem.ofLong(command.code()));
            items.add(argument(command));
        }
        return Items.array(items);
    }

    private static CborItem argument(Command command) {
        if (command instanceof Condition || command instanceof Directive.Operation) {
            return Items.unsigned(command.policy().bits());
        } else if (command instanceof Directive.SetComponentIndex set) {
            return selection(set.components());
        } else if (command instanceof Directive.OverrideParameters override) {
            return ParameterEncoder.encode(override.parameters());
        } else if (command instanceof Directive.SetParameters set) {
            return ParameterEncoder.encode(set.parameters());
        } else if (command instanceof Directive.OverrideMultiple override) {
            Items.Members members = new Items.Members();
            override.entries()
                    .forEach(entry -> members.add(entry.index(), ParameterEncoder.encode(entry.parameters())));
            return members.toItem();
        } else if (command instanceof Directive.CopyParams copy) {
            Items.Members members = new Items.Members();
            copy.entries()
                    .forEach(entry -> members.add(
                            entry.sourceIndex(),
                            Items.array(
                                    entry.codes().stream().map(CborItem::ofLong).toList())));
            return members.toItem();
        } else if (command instanceof Directive.RunSequence run) {
            return Items.wrapped(sequence(run.sequence()));
        } else if (command instanceof Directive.TryEach tryEach) {
            return tryEach(tryEach);
        } else if (command instanceof CustomCommand custom) {
            return custom.argument();
        }
        return ((UnknownCommand) command).argument();
    }

    private static CborItem selection(ComponentSelection selection) {
        if (selection instanceof ComponentSelection.One one) {
            return Items.unsigned(one.index());
        } else if (selection instanceof ComponentSelection.Several several) {
            return Items.array(several.indexes().stream().map(Items::unsigned).toList());
        }
        return CborItem.Simple.TRUE;
    }

    private static CborItem tryEach(Directive.TryEach tryEach) {
        List<CborItem> items = new ArrayList<>();
        tryEach.attempts().forEach(attempt -> items.add(Items.wrapped(sequence(attempt))));
        if (tryEach.mayAllFail()) {
            items.add(CborItem.Simple.NULL);
        }
        return Items.array(items);
    }
}
