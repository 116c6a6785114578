package io.moult.suit.manifest;

/**
 * A command that observes: it is shown a read-only view and cannot act (draft-ietf-suit-manifest-37 section 8.4.9,
 * draft-ietf-suit-trust-domains-11 section 5.6, draft-ietf-suit-update-management-14 section 4).
 */
public sealed interface Condition extends Command {
    @Override
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

    /** The device's own ID is the parameter's. */
    record DeviceIdentifier(ReportPolicy policy) implements Condition {
        @Override
        public long code() {
            return CommandCode.DEVICE_IDENTIFIER.code();
        }
    }

    /** The component's octets have the digest that the parameter says. */
    record ImageMatch(ReportPolicy policy) implements Condition {
        @Override
        public long code() {
            return CommandCode.IMAGE_MATCH.code();
        }
    }

    /** The component's octets do not have the digest that the parameter says. */
    record ImageNotMatch(ReportPolicy policy) implements Condition {
        @Override
        public long code() {
            return CommandCode.IMAGE_NOT_MATCH.code();
        }
    }

    /** The component's slot is the one that the parameter says. */
    record ComponentSlot(ReportPolicy policy) implements Condition {
        @Override
        public long code() {
            return CommandCode.COMPONENT_SLOT.code();
        }
    }

    /** The component's octets are those of the content parameter; compared in constant time. */
    record CheckContent(ReportPolicy policy) implements Condition {
        @Override
        public long code() {
            return CommandCode.CHECK_CONTENT.code();
        }
    }

    /** It is earlier than the parameter says. */
    record UseBefore(ReportPolicy policy) implements Condition {
        @Override
        public long code() {
            return CommandCode.USE_BEFORE.code();
        }
    }

    /** The component holds an envelope that is authentic and has the digest that the parameter says. */
    record DependencyIntegrity(ReportPolicy policy) implements Condition {
        @Override
        public long code() {
            return CommandCode.DEPENDENCY_INTEGRITY.code();
        }
    }

    /** The component is in the list of dependencies. */
    record IsDependency(ReportPolicy policy) implements Condition {
        @Override
        public long code() {
            return CommandCode.IS_DEPENDENCY.code();
        }
    }

    /** Never holds. */
    record Abort(ReportPolicy policy) implements Condition {
        @Override
        public long code() {
            return CommandCode.ABORT.code();
        }
    }

    /** The battery is charged as far as the parameter says. */
    record MinimumBattery(ReportPolicy policy) implements Condition {
        @Override
        public long code() {
            return CommandCode.MINIMUM_BATTERY.code();
        }
    }

    /** Whoever has a say here allows an update of the parameter's priority. */
    record UpdateAuthorized(ReportPolicy policy) implements Condition {
        @Override
        public long code() {
            return CommandCode.UPDATE_AUTHORIZED.code();
        }
    }

    /** The component's version is one of those that the parameter allows. */
    record Version(ReportPolicy policy) implements Condition {
        @Override
        public long code() {
            return CommandCode.VERSION.code();
        }
    }
}
