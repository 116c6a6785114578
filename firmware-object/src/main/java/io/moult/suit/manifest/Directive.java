package io.moult.suit.manifest;

/** A command that acts (draft-ietf-suit-manifest-37 section 8.4.10). */
public sealed interface Directive extends Command {

    /** Sets parameters for what follows. */
    record OverrideParameters(Parameters parameters) implements Directive {
        @Override
        public long code() {
            return CommandCode.OVERRIDE_PARAMETERS.code();
        }
    }

    /** Obtains the payload that the URI parameter points to. */
    record Fetch(ReportPolicy policy) implements Directive {
        @Override
        public long code() {
            return CommandCode.FETCH.code();
        }
    }

    /** Writes the content parameter into the component. */
    record Write(ReportPolicy policy) implements Directive {
        @Override
        public long code() {
            return CommandCode.WRITE.code();
        }
    }

    /** Copies the source component into the component. */
    record Copy(ReportPolicy policy) implements Directive {
        @Override
        public long code() {
            return CommandCode.COPY.code();
        }
    }
}
