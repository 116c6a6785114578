package io.moult.suit.manifest;

import java.util.List;

/**
 * A command that acts (draft-ietf-suit-manifest-37 section 8.4.10, draft-ietf-suit-trust-domains-11 section 5.6,
 * draft-ietf-suit-update-management-14 section 4).
 */
public sealed interface Directive extends Command {
    /** One whose argument is nothing but what to report of it. */
    sealed interface Operation extends Directive {
        @Override
        ReportPolicy policy();
    }

    /** Which components the commands that follow are about. */
    record SetComponentIndex(ComponentSelection components) implements Directive {
        @Override
        public long code() {
            return CommandCode.SET_COMPONENT_INDEX.code();
        }
    }

    /** Sets parameters for what follows, whatever they were before. */
    record OverrideParameters(Parameters parameters) implements Directive {
        @Override
        public long code() {
            return CommandCode.OVERRIDE_PARAMETERS.code();
        }
    }

    /** Sets those of the parameters that are not set yet: defaults that a dependent's manifest may have replaced. */
    record SetParameters(Parameters parameters) implements Directive {
        @Override
        public long code() {
            return CommandCode.SET_PARAMETERS.code();
        }
    }

    /** Sets parameters of several components; the last one is the current component afterwards. */
    record OverrideMultiple(List<OverrideMultiple.Entry> entries) implements Directive {
        public OverrideMultiple {
            entries = List.copyOf(entries);
        }

        /** The parameters of the component at an index. */
        public record Entry(int index, Parameters parameters) {}

        @Override
        public long code() {
            return CommandCode.OVERRIDE_MULTIPLE.code();
        }
    }

    /** Sets parameters of the current component to what they are for others. */
    record CopyParams(List<CopyParams.Entry> entries) implements Directive {
        public CopyParams {
            entries = List.copyOf(entries);
        }

        /** Which parameters, by the specification's numbers, are taken from the component at an index. */
        public record Entry(int sourceIndex, List<Long> codes) {
            public Entry {
                codes = List.copyOf(codes);
            }
        }

        @Override
        public long code() {
            return CommandCode.COPY_PARAMS.code();
        }
    }

    /**
     * Runs one sequence after the other until one succeeds.
     *
     * @param mayAllFail whether it is a success if none does (a nil at the end)
     */
    record TryEach(List<CommandSequence> attempts, boolean mayAllFail) implements Directive {
        public TryEach {
            attempts = List.copyOf(attempts);
        }

        @Override
        public long code() {
            return CommandCode.TRY_EACH.code();
        }
    }

    /** Runs a sequence of its own. */
    record RunSequence(CommandSequence sequence) implements Directive {
        @Override
        public long code() {
            return CommandCode.RUN_SEQUENCE.code();
        }
    }

    /** Obtains the payload that the URI parameter points to. */
    record Fetch(ReportPolicy policy) implements Operation {
        @Override
        public long code() {
            return CommandCode.FETCH.code();
        }
    }

    /** Writes the content parameter into the component. */
    record Write(ReportPolicy policy) implements Operation {
        @Override
        public long code() {
            return CommandCode.WRITE.code();
        }
    }

    /** Copies the source component into the component. */
    record Copy(ReportPolicy policy) implements Operation {
        @Override
        public long code() {
            return CommandCode.COPY.code();
        }
    }

    /** Exchanges the source component and the component. */
    record Swap(ReportPolicy policy) implements Operation {
        @Override
        public long code() {
            return CommandCode.SWAP.code();
        }
    }

    /** Runs what the component holds, with the arguments of the parameter. */
    record Invoke(ReportPolicy policy) implements Operation {
        @Override
        public long code() {
            return CommandCode.INVOKE.code();
        }
    }

    /** Gives up the component: removed once nobody counts on it any more. */
    record Unlink(ReportPolicy policy) implements Operation {
        @Override
        public long code() {
            return CommandCode.UNLINK.code();
        }
    }

    /** Waits until all events of the parameter have come. */
    record Wait(ReportPolicy policy) implements Operation {
        @Override
        public long code() {
            return CommandCode.WAIT.code();
        }
    }

    /** Runs the same section of the manifest that the component holds. */
    record ProcessDependency(ReportPolicy policy) implements Operation {
        @Override
        public long code() {
            return CommandCode.PROCESS_DEPENDENCY.code();
        }
    }
}
