package io.moult.suit.verify;

import io.moult.suit.manifest.CommandCode;
import io.moult.suit.manifest.ComponentId;
import java.util.Objects;

/** That a manifest may run a command on a component, or with it as the source. */
public record CommandUse(CommandCode command, ComponentId component) {
    public CommandUse {
        Objects.requireNonNull(command);
        Objects.requireNonNull(component);
    }

    /** Such as {@code fetch of main}. */
    @Override
    public String toString() {
        return CommandCode.label(command.code()) + " of " + component;
    }
}
