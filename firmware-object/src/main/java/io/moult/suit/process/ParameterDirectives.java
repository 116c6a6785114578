package io.moult.suit.process;

import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.verify.RefusalReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The directives that set parameters. Strict order and soft failure belong to the sequence, all others to a component
 * (draft-ietf-suit-manifest-37 section 8.4.8).
 */
final class ParameterDirectives {
    private final ParameterTable table;

    ParameterDirectives(ParameterTable table) {
        this.table = table;
    }

    void override(Frame frame, ComponentId component, Parameters parameters) throws CommandFailure {
        table.override(component, scoped(frame, parameters));
    }

    void setIfUnset(Frame frame, ComponentId component, Parameters parameters) throws CommandFailure {
        table.setIfUnset(component, scoped(frame, parameters));
    }

    /** An alias of set-component-index and override-parameters, one pair for each entry. */
    void overrideMultiple(Frame frame, Directive.OverrideMultiple directive) throws CommandFailure {
        for (Directive.OverrideMultiple.Entry entry : directive.entries()) {
            override(frame, componentAt(frame, entry.index()), entry.parameters());
            frame.select(List.of(entry.index()), false);
        }
    }

    /** One that is not set for the source cannot be copied: the author meant it to be. */
    void copy(Frame frame, ComponentId component, Directive.CopyParams directive) throws CommandFailure {
        for (Directive.CopyParams.Entry entry : directive.entries()) {
            ComponentId source = componentAt(frame, entry.sourceIndex());
            Parameters picked = ParameterTable.pick(table.of(source), entry.codes());
            if (picked.all().size() < entry.codes().size()) {
                throw CommandFailure.abort(
                        RefusalReason.INSTALL_FAILED, "copy-params of what is not set for " + source);
            }
            table.override(component, picked);
        }
    }

    static ComponentId componentAt(Frame frame, int index) throws CommandFailure {
        Optional<ComponentId> component = frame.node().component(index);
        if (component.isEmpty()) {
            throw CommandFailure.abort(RefusalReason.UNSUPPORTED_COMPONENT, "there is no component index " + index);
        }
        return component.get();
    }

    /** Takes those of the sequence to the frame, and gives back the others. */
    private static Parameters scoped(Frame frame, Parameters parameters) throws CommandFailure {
        List<Parameter> others = new ArrayList<>();
        for (Parameter parameter : parameters.all()) {
            if (parameter instanceof Parameter.SoftFailure soft) {
                if (frame.kind() == Frame.Kind.SECTION) {
                    throw CommandFailure.abort(
                            RefusalReason.MALFORMED, "soft-failure set outside of try-each and run-sequence");
                }
                frame.setSoft(soft.value());
            } else if (parameter instanceof Parameter.StrictOrder strict) {
                frame.setStrict(strict.value());
            } else if (parameter instanceof Parameter.Unknown) {
                throw CommandFailure.abort(RefusalReason.UNSUPPORTED_PARAMETER, parameter.label());
            } else {
                others.add(parameter);
            }
        }
        return new Parameters(others);
    }
}
