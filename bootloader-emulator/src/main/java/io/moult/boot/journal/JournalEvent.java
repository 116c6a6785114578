package io.moult.boot.journal;

import io.moult.bytes.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One thing that happened, as one record. {@link #after} is the whole of the bookkeeping: an event that cannot follow a
 * state is a bug of ours when it is appended, and damage when it is read.
 */
public sealed interface JournalEvent {

    /** The state that this event makes of another; IllegalStateException where it cannot happen. */
    JournalState after(JournalState state);

    int type();

    Bytes payload();

    /** What was staged, or the previous image, is given up: its sectors are about to be used anew. */
    record Discarded() implements JournalEvent {
        @Override
        public JournalState after(JournalState state) {
            require(state.phase() == Phase.SETTLED, this, state);
            return state.withSecondary(SecondaryContent.NONE, Bytes.EMPTY, 0, state.note());
        }

        @Override
        public int type() {
            return 2;
        }

        @Override
        public Bytes payload() {
            return Bytes.EMPTY;
        }
    }

    /** An envelope is in the area that is not the running one's; its image is arriving. */
    record Staged(Bytes envelopeDigest) implements JournalEvent {
        @Override
        public JournalState after(JournalState state) {
            require(state.phase() == Phase.SETTLED && state.secondary() == SecondaryContent.NONE, this, state);
            return state.withSecondary(SecondaryContent.STAGED, envelopeDigest, 0, "");
        }

        @Override
        public int type() {
            return 3;
        }

        @Override
        public Bytes payload() {
            return envelopeDigest;
        }
    }

    /** The staged candidate, with an image of this size, is to be tried at the next boot. */
    record Pending(long imageSizeBytes) implements JournalEvent {
        @Override
        public JournalState after(JournalState state) {
            require(state.phase() == Phase.SETTLED && state.secondary() == SecondaryContent.STAGED, this, state);
            return state.withSecondary(SecondaryContent.PENDING, state.candidateDigest(), imageSizeBytes, state.note());
        }

        @Override
        public int type() {
            return 4;
        }

        @Override
        public Bytes payload() {
            return ofLong(imageSizeBytes);
        }
    }

    /** The candidate verifies and the exchange begins: from here on it is finished, whatever happens. */
    record Plan(int sectors, Bytes planDigest) implements JournalEvent {
        @Override
        public JournalState after(JournalState state) {
            boolean candidate =
                    state.secondary() == SecondaryContent.PENDING || state.secondary() == SecondaryContent.STAGED;
            require(state.phase() == Phase.SETTLED && candidate, this, state);
            return state.withSwap(Phase.INSTALLING, sectors, 0, planDigest, "");
        }

        @Override
        public int type() {
            return 5;
        }

        @Override
        public Bytes payload() {
            return ofPlan(sectors, planDigest, "");
        }
    }

    /** This many steps of the exchange are done. */
    record Step(int stepsDone) implements JournalEvent {
        @Override
        public JournalState after(JournalState state) {
            require(
                    (state.phase() == Phase.INSTALLING || state.phase() == Phase.REVERTING)
                            && stepsDone == state.stepsDone() + 1,
                    this,
                    state);
            return state.withSwap(state.phase(), state.swapSectors(), stepsDone, state.planDigest(), state.note());
        }

        @Override
        public int type() {
            return 6;
        }

        @Override
        public Bytes payload() {
            return ofInt(stepsDone);
        }
    }

    /** The exchange is done: the candidate is in the primary slot, on trial. */
    record Installed() implements JournalEvent {
        @Override
        public JournalState after(JournalState state) {
            require(state.phase() == Phase.INSTALLING, this, state);
            return state.exchanged(Phase.TRIAL, SecondaryContent.PREVIOUS, "");
        }

        @Override
        public int type() {
            return 7;
        }

        @Override
        public Bytes payload() {
            return Bytes.EMPTY;
        }
    }

    /** A trial boot is about to begin: written before the jump. */
    record Attempt(int number) implements JournalEvent {
        @Override
        public JournalState after(JournalState state) {
            require(state.phase() == Phase.TRIAL && number == state.attempts() + 1, this, state);
            return state.withPhase(Phase.TRIAL, number);
        }

        @Override
        public int type() {
            return 8;
        }

        @Override
        public Bytes payload() {
            return ofInt(number);
        }
    }

    /** The application keeps its image. */
    record Confirmed() implements JournalEvent {
        @Override
        public JournalState after(JournalState state) {
            require(state.phase() == Phase.TRIAL, this, state);
            return state.withPhase(Phase.SETTLED, 0);
        }

        @Override
        public int type() {
            return 9;
        }

        @Override
        public Bytes payload() {
            return Bytes.EMPTY;
        }
    }

    /** The previous image verifies and the exchange back begins: from here on it is finished. */
    record Reverting(int sectors, Bytes planDigest, String reason) implements JournalEvent {
        public Reverting {
            reason = JournalState.cut(reason);
        }

        @Override
        public JournalState after(JournalState state) {
            require(
                    (state.phase() == Phase.TRIAL || state.phase() == Phase.SETTLED)
                            && state.secondary() == SecondaryContent.PREVIOUS,
                    this,
                    state);
            return state.withSwap(Phase.REVERTING, sectors, 0, planDigest, reason);
        }

        @Override
        public int type() {
            return 10;
        }

        @Override
        public Bytes payload() {
            return ofPlan(sectors, planDigest, reason);
        }
    }

    /** The exchange back is done: the previous image is in the primary slot, confirmed as it was. */
    record Reverted() implements JournalEvent {
        @Override
        public JournalState after(JournalState state) {
            require(state.phase() == Phase.REVERTING, this, state);
            return state.exchanged(Phase.SETTLED, SecondaryContent.NONE, state.note());
        }

        @Override
        public int type() {
            return 11;
        }

        @Override
        public Bytes payload() {
            return Bytes.EMPTY;
        }
    }

    /** The pending candidate was found bad before any exchange, and is given up. */
    record Failed(String reason) implements JournalEvent {
        public Failed {
            reason = JournalState.cut(reason);
        }

        @Override
        public JournalState after(JournalState state) {
            require(state.phase() == Phase.SETTLED && state.secondary() == SecondaryContent.PENDING, this, state);
            return state.withSecondary(SecondaryContent.NONE, Bytes.EMPTY, 0, reason);
        }

        @Override
        public int type() {
            return 12;
        }

        @Override
        public Bytes payload() {
            return Bytes.wrap(reason.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Reads a record back; IllegalArgumentException for an unknown type, runtime exceptions for a payload no encoder wrote. */
    static JournalEvent decode(Records.Entry entry) {
        Bytes payload = entry.payload();
        ByteBuffer from = payload.asByteBuffer();
        return switch (entry.type()) {
            case 2 -> new Discarded();
            case 3 -> new Staged(payload);
            case 4 -> new Pending(from.getLong());
            case 5 -> new Plan(from.getInt(), payload.slice(4, 12));
            case 6 -> new Step(from.getInt());
            case 7 -> new Installed();
            case 8 -> new Attempt(from.getInt());
            case 9 -> new Confirmed();
            case 10 ->
                new Reverting(
                        from.getInt(), payload.slice(4, 12), JournalState.text(payload.slice(12, payload.length())));
            case 11 -> new Reverted();
            case 12 -> new Failed(JournalState.text(payload));
            default -> throw new IllegalArgumentException("record type " + entry.type());
        };
    }

    private static void require(boolean possible, JournalEvent event, JournalState state) {
        if (!possible) {
            throw new IllegalStateException(event + " cannot follow " + state);
        }
    }

    private static Bytes ofLong(long value) {
        return Bytes.wrap(ByteBuffer.allocate(8).putLong(value).array());
    }

    private static Bytes ofInt(int value) {
        return Bytes.wrap(ByteBuffer.allocate(4).putInt(value).array());
    }

    private static Bytes ofPlan(int sectors, Bytes planDigest, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(12 + text.length)
                .putInt(sectors)
                .put(planDigest.toArray())
                .put(text)
                .array());
    }
}
