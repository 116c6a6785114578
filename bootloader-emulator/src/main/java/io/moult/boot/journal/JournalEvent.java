package io.moult.boot.journal;

import io.moult.boot.journal.JournalState.Draft;
import io.moult.boot.swap.Changes;
import io.moult.boot.swap.SwapPlan;
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

    default Bytes payload() {
        return Bytes.EMPTY;
    }

    /** What was staged, or the set before, is given up: its sectors are about to be used anew. */
    record Discarded() implements JournalEvent {
        @Override
        public JournalState after(JournalState state) {
            require(state.phase().takesCandidates(), this, state);
            return state.edit().alone().done();
        }

        @Override
        public int type() {
            return 2;
        }
    }

    /** An envelope is in the area that is not the running one's; the images of the changed components are arriving. */
    record Staged(Bytes envelopeDigest, Changes changes) implements JournalEvent {
        private static final int DIGEST_BYTES = 32;

        @Override
        public JournalState after(JournalState state) {
            require(state.phase().takesCandidates() && state.secondary() == SecondaryContent.NONE, this, state);
            Draft draft = state.edit();
            draft.secondary = SecondaryContent.STAGED;
            draft.candidateDigest = envelopeDigest;
            draft.changes = changes;
            draft.generation++;
            draft.note = "";
            return draft.done();
        }

        @Override
        public int type() {
            return 3;
        }

        @Override
        public Bytes payload() {
            return join(envelopeDigest, JournalState.encode(changes));
        }

        static Staged decode(Bytes payload) {
            return new Staged(
                    payload.slice(0, DIGEST_BYTES),
                    JournalState.decodeChanges(payload.slice(DIGEST_BYTES, payload.length())));
        }
    }

    /** The staged candidate, of so many octets, is to be tried at the next boot; 0 octets if nobody says. */
    record Pending(long imageSizeBytes) implements JournalEvent {
        @Override
        public JournalState after(JournalState state) {
            require(state.phase().takesCandidates() && state.secondary() == SecondaryContent.STAGED, this, state);
            Draft draft = state.edit();
            draft.secondary = SecondaryContent.PENDING;
            draft.candidateSizeBytes = imageSizeBytes;
            return draft.done();
        }

        @Override
        public int type() {
            return 4;
        }

        @Override
        public Bytes payload() {
            return Bytes.wrap(ByteBuffer.allocate(8).putLong(imageSizeBytes).array());
        }
    }

    /**
     * The candidate verifies and the exchange begins: from here on it is finished, whatever happens.
     *
     * @param wayBack whether what runs now may be gone back to
     */
    record Plan(Bytes planDigest, boolean wayBack, Changes changes) implements JournalEvent {
        @Override
        public JournalState after(JournalState state) {
            boolean candidate =
                    state.secondary() == SecondaryContent.PENDING || state.secondary() == SecondaryContent.STAGED;
            require(state.phase().takesCandidates() && candidate, this, state);
            Draft draft = state.edit();
            draft.phase = Phase.INSTALLING;
            draft.changes = changes;
            draft.wayBack = wayBack;
            draft.stepsDone = 0;
            draft.planDigest = planDigest;
            draft.generation++;
            draft.note = "";
            return draft.done();
        }

        @Override
        public int type() {
            return 5;
        }

        @Override
        public Bytes payload() {
            return join(planDigest, Bytes.wrap(new byte[] {(byte) (wayBack ? 1 : 0)}), JournalState.encode(changes));
        }

        static Plan decode(Bytes payload) {
            return new Plan(
                    payload.slice(0, SwapPlan.DIGEST_BYTES),
                    payload.at(SwapPlan.DIGEST_BYTES) != 0,
                    JournalState.decodeChanges(payload.slice(SwapPlan.DIGEST_BYTES + 1, payload.length())));
        }
    }

    /** This many steps of the exchange are done. */
    record Step(int stepsDone) implements JournalEvent {
        @Override
        public JournalState after(JournalState state) {
            boolean exchange = state.phase() == Phase.INSTALLING || state.phase() == Phase.REVERTING;
            require(exchange && stepsDone == state.stepsDone() + 1, this, state);
            Draft draft = state.edit();
            draft.stepsDone = stepsDone;
            return draft.done();
        }

        @Override
        public int type() {
            return 6;
        }

        @Override
        public Bytes payload() {
            return ofInts(stepsDone);
        }
    }

    /** The exchange is done: the whole candidate set is where it executes, on trial, from these sides. */
    record Installed(int sides) implements JournalEvent {
        @Override
        public JournalState after(JournalState state) {
            require(state.phase() == Phase.INSTALLING, this, state);
            Draft draft = state.edit();
            if (state.wayBack()) {
                draft.secondary = SecondaryContent.PREVIOUS;
            } else {
                draft.alone();
            }
            draft.exchanged(sides).phase = Phase.TRIAL;
            return draft.done();
        }

        @Override
        public int type() {
            return 7;
        }

        @Override
        public Bytes payload() {
            return ofInts(sides);
        }
    }

    /**
     * A trial boot is about to begin: written before the jump.
     *
     * @param powerCuts how many attempts so far are forgiven because power was lost in them
     */
    record Attempt(int number, int powerCuts) implements JournalEvent {
        @Override
        public JournalState after(JournalState state) {
            boolean due = state.phase() == Phase.TRIAL || state.phase() == Phase.GIVEN_UP;
            require(due && number == state.attempts() + 1, this, state);
            Draft draft = state.edit();
            draft.phase = Phase.TRIAL;
            draft.attempts = number;
            draft.powerCuts = powerCuts;
            return draft.done();
        }

        @Override
        public int type() {
            return 8;
        }

        @Override
        public Bytes payload() {
            return ofInts(number, powerCuts);
        }
    }

    /** The application keeps the set that runs. */
    record Confirmed() implements JournalEvent {
        @Override
        public JournalState after(JournalState state) {
            require(state.phase() == Phase.TRIAL, this, state);
            Draft draft = state.edit();
            draft.phase = Phase.SETTLED;
            draft.attempts = 0;
            draft.powerCuts = 0;
            return draft.done();
        }

        @Override
        public int type() {
            return 9;
        }
    }

    /** The set before verifies and the way back begins: from here on it is finished. */
    record Reverting(Bytes planDigest, String reason) implements JournalEvent {
        public Reverting {
            reason = JournalState.cut(reason);
        }

        @Override
        public JournalState after(JournalState state) {
            boolean due = state.phase() == Phase.TRIAL || state.phase() == Phase.SETTLED;
            require(due && state.secondary() == SecondaryContent.PREVIOUS, this, state);
            Draft draft = state.edit();
            draft.phase = Phase.REVERTING;
            draft.stepsDone = 0;
            draft.planDigest = planDigest;
            draft.note = reason;
            return draft.done();
        }

        @Override
        public int type() {
            return 10;
        }

        @Override
        public Bytes payload() {
            return join(planDigest, ofText(reason));
        }

        static Reverting decode(Bytes payload) {
            return new Reverting(
                    payload.slice(0, SwapPlan.DIGEST_BYTES),
                    JournalState.text(payload.slice(SwapPlan.DIGEST_BYTES, payload.length())));
        }
    }

    /** The set before is where it executes, confirmed as it was, from these sides. */
    record Reverted(int sides) implements JournalEvent {
        @Override
        public JournalState after(JournalState state) {
            require(state.phase() == Phase.REVERTING, this, state);
            Draft draft = state.edit().alone().exchanged(sides);
            draft.phase = Phase.SETTLED;
            return draft.done();
        }

        @Override
        public int type() {
            return 11;
        }

        @Override
        public Bytes payload() {
            return ofInts(sides);
        }
    }

    /** The pending candidate was found bad before any exchange, and is given up. */
    record Failed(String reason) implements JournalEvent {
        public Failed {
            reason = JournalState.cut(reason);
        }

        @Override
        public JournalState after(JournalState state) {
            require(state.phase().takesCandidates() && state.secondary() == SecondaryContent.PENDING, this, state);
            Draft draft = state.edit().alone();
            draft.note = reason;
            return draft.done();
        }

        @Override
        public int type() {
            return 12;
        }

        @Override
        public Bytes payload() {
            return ofText(reason);
        }
    }

    /** The set on trial failed, and there is none to go back to but golden images. */
    record GaveUp(String reason) implements JournalEvent {
        public GaveUp {
            reason = JournalState.cut(reason);
        }

        @Override
        public JournalState after(JournalState state) {
            require(state.phase() == Phase.TRIAL, this, state);
            Draft draft = state.edit().alone();
            draft.phase = Phase.GIVEN_UP;
            draft.note = reason;
            return draft.done();
        }

        @Override
        public int type() {
            return 13;
        }

        @Override
        public Bytes payload() {
            return ofText(reason);
        }
    }

    /** Reads a record back; IllegalArgumentException for an unknown type, runtime exceptions for a payload no encoder wrote. */
    static JournalEvent decode(Records.Entry entry) {
        Bytes payload = entry.payload();
        ByteBuffer from = payload.asByteBuffer();
        return switch (entry.type()) {
            case 2 -> new Discarded();
            case 3 -> Staged.decode(payload);
            case 4 -> new Pending(from.getLong());
            case 5 -> Plan.decode(payload);
            case 6 -> new Step(from.getInt());
            case 7 -> new Installed(from.getInt());
            case 8 -> new Attempt(from.getInt(), from.getInt());
            case 9 -> new Confirmed();
            case 10 -> Reverting.decode(payload);
            case 11 -> new Reverted(from.getInt());
            case 12 -> new Failed(JournalState.text(payload));
            case 13 -> new GaveUp(JournalState.text(payload));
            default -> throw new IllegalArgumentException("record type " + entry.type());
        };
    }

    private static void require(boolean possible, JournalEvent event, JournalState state) {
        if (!possible) {
            throw new IllegalStateException(event + " cannot follow " + state);
        }
    }

    private static Bytes ofInts(int... values) {
        ByteBuffer to = ByteBuffer.allocate(4 * values.length);
        for (int value : values) {
            to.putInt(value);
        }
        return Bytes.wrap(to.array());
    }

    private static Bytes ofText(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Bytes join(Bytes... parts) {
        int length = 0;
        for (Bytes part : parts) {
            length += part.length();
        }
        byte[] joined = new byte[length];
        int at = 0;
        for (Bytes part : parts) {
            part.copyInto(joined, at);
            at += part.length();
        }
        return Bytes.wrap(joined);
    }
}
