package io.moult.suit.manifest;

/** A command that observes: it is shown a read-only view and cannot act (draft-ietf-suit-manifest-37 section 8.4.9). */
public sealed interface Condition extends Command {
    ReportPolicy policy();

    /** The device's vendor ID is the parameter's. */
    record VendorIdentifier(ReportPolicy policy) implements Condition {
        @Override
        public long code() {
            return CommandCode.VENDOR_IDENTIFIER.code();
        }
    }

    /** The device's class ID is the parameter's. */
    record ClassIdentifier(ReportPolicy policy) implements Condition {
        @Override
        public long code() {
            return CommandCode.CLASS_IDENTIFIER.code();
        }
    }

    /** The component's octets have the digest that the parameter says. */
    record ImageMatch(ReportPolicy policy) implements Condition {
        @Override
        public long code() {
            return CommandCode.IMAGE_MATCH.code();
        }
    }

    /** The component's slot is the one that the parameter says. */
    record ComponentSlot(ReportPolicy policy) implements Condition {
        @Override
        public long code() {
            return CommandCode.COMPONENT_SLOT.code();
        }
    }
}
