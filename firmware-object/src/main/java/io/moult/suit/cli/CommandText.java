package io.moult.suit.cli;

import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Parameter;
import java.util.stream.Collectors;

/** Commands in words. */
final class CommandText {
    private CommandText() {}

    static String of(Command command) {
        if (command instanceof Condition.VendorIdentifier) {
            return "check that the device is of this vendor";
        } else if (command instanceof Condition.ClassIdentifier) {
            return "check that the device is of this class";
        } else if (command instanceof Condition.ImageMatch) {
            return "check that the image has the digest";
        } else if (command instanceof Condition.ComponentSlot) {
            return "check that the slot is the given one";
        } else if (command instanceof Directive.OverrideParameters override) {
            return "set "
                    + override.parameters().all().stream().map(CommandText::of).collect(Collectors.joining(", "));
        } else if (command instanceof Directive.Fetch) {
            return "fetch the payload";
        } else if (command instanceof Directive.Write) {
            return "write the content";
        } else if (command instanceof Directive.Copy) {
            return "copy the source component";
        }
        return command.label() + " (not supported here)";
    }

    private static String of(Parameter parameter) {
        String value;
        if (parameter instanceof Parameter.VendorIdentifier vendor) {
            value = vendor.value().toString();
        } else if (parameter instanceof Parameter.ClassIdentifier classId) {
            value = classId.value().toString();
        } else if (parameter instanceof Parameter.ImageDigest digest) {
            value = digest.value().value().hex();
        } else if (parameter instanceof Parameter.ImageSize size) {
            value = Long.toUnsignedString(size.valueBytes());
        } else if (parameter instanceof Parameter.ComponentSlot slot) {
            value = Long.toUnsignedString(slot.value());
        } else if (parameter instanceof Parameter.Content content) {
            value = content.value().length() + " octets";
        } else if (parameter instanceof Parameter.Uri uri) {
            value = Printable.of(uri.value());
        } else if (parameter instanceof Parameter.SourceComponent source) {
            value = Long.toUnsignedString(source.index());
        } else if (parameter instanceof Parameter.SecurityCounter counter) {
            value = Long.toUnsignedString(counter.value());
        } else {
            value = "(not supported here)";
        }
        return parameter.label() + " " + value;
    }
}
