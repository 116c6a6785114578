package io.moult.boot.journal;

import io.moult.boot.swap.Changes;
import io.moult.bytes.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What the records say together.
 *
 * @param runningArea where the running set's envelope is; the other area belongs to the candidate or the set before
 * @param changes which components differ between the two sets, and by how many blocks; nothing while there is only one
 * @param sides one bit for each component, the lowest for the first: set where the secondary slot is executed
 * @param wayBack whether what an exchange under way moves aside may be gone back to
 * @param candidateDigest SHA-256 of the staged envelope's octets; empty unless something is staged or pending
 * @param candidateSizeBytes the octets that were staged, as the requester said; 0 otherwise
 * @param attempts trial boots spent on the running set
 * @param powerCuts how many of them a loss of power ended and were forgiven
 * @param stepsDone steps of the exchange under way that are done
 * @param planDigest the first octets of the plan's digest; empty before any exchange
 * @param generation of the key under which external flash was written last
 * @param note why the last candidate was given up; empty when none was
 */
public record JournalState(
        EnvelopeArea runningArea,
        Phase phase,
        SecondaryContent secondary,
        Changes changes,
        int sides,
        boolean wayBack,
        Bytes candidateDigest,
        long candidateSizeBytes,
        int attempts,
        int powerCuts,
        int stepsDone,
        Bytes planDigest,
        int generation,
        String note) {

    static final int NOTE_LIMIT_BYTES = 40;
    private static final int FIXED_BYTES = 8 + 32 + 8 + 8 + 5 * 4;
    private static final int DIGEST_AT = 8;
    private static final int PLAN_AT = 40;
    private static final int NUMBERS_AT = 48;

    public JournalState {
        Objects.requireNonNull(runningArea);
        Objects.requireNonNull(phase);
        Objects.requireNonNull(secondary);
        Objects.requireNonNull(changes);
        if (!candidateDigest.isEmpty() && candidateDigest.length() != 32) {
            throw new IllegalArgumentException("candidate digest of " + candidateDigest.length() + " B");
        }
        if (!planDigest.isEmpty() && planDigest.length() != 8) {
            throw new IllegalArgumentException("plan digest of " + planDigest.length() + " B");
        }
        note = cut(note);
    }

    /** A device whose only set is confirmed, with nothing beside it. */
    public static JournalState settled(EnvelopeArea runningArea) {
        return new Draft(runningArea).done();
    }

    /** What an exchange left: a set on trial, and the one before to go back to. */
    public static JournalState onTrial(EnvelopeArea runningArea, Changes changes) {
        Draft draft = new Draft(runningArea);
        draft.phase = Phase.TRIAL;
        draft.secondary = SecondaryContent.PREVIOUS;
        draft.changes = changes;
        return draft.done();
    }

    /** A set on trial with nothing to go back to. */
    public static JournalState onTrial(EnvelopeArea runningArea) {
        Draft draft = new Draft(runningArea);
        draft.phase = Phase.TRIAL;
        return draft.done();
    }

    /** A candidate waits beside slots that hold nothing that verifies. */
    public static JournalState staged(EnvelopeArea runningArea, Bytes envelopeDigest, Changes changes) {
        Draft draft = new Draft(runningArea);
        draft.secondary = SecondaryContent.STAGED;
        draft.candidateDigest = envelopeDigest;
        draft.changes = changes;
        return draft.done();
    }

    /** Nothing that is installed is to be booted. */
    public static JournalState givenUp(EnvelopeArea runningArea) {
        Draft draft = new Draft(runningArea);
        draft.phase = Phase.GIVEN_UP;
        return draft.done();
    }

    /** The same with another side for each component, and at least this generation. */
    public JournalState with(int newSides, int newGeneration) {
        Draft draft = edit();
        draft.sides = newSides;
        draft.generation = Math.max(generation, newGeneration);
        return draft.done();
    }

    public boolean confirmed() {
        return phase == Phase.SETTLED;
    }

    /** For people. */
    String words() {
        String words = phase + ", envelope " + runningArea + " is the running image's, secondary holds " + secondary;
        if (phase == Phase.INSTALLING || phase == Phase.REVERTING) {
            words += ", " + stepsDone + " steps done";
        }
        return (words + (attempts > 0 ? ", attempt " + attempts : "")).toLowerCase(Locale.ROOT);
    }

    /** The sides once the changed components have changed theirs. */
    public int otherSides() {
        return sides ^ changes.mask();
    }

    Draft edit() {
        return new Draft(this);
    }

    /** A state in the making; fields as in the record. */
    static final class Draft {
        EnvelopeArea runningArea;
        Phase phase = Phase.SETTLED;
        SecondaryContent secondary = SecondaryContent.NONE;
        Changes changes = Changes.NONE;
        int sides;
        boolean wayBack;
        Bytes candidateDigest = Bytes.EMPTY;
        long candidateSizeBytes;
        int attempts;
        int powerCuts;
        int stepsDone;
        Bytes planDigest = Bytes.EMPTY;
        int generation;
        String note = "";

        Draft(EnvelopeArea runningArea) {
            this.runningArea = runningArea;
        }

        private Draft(JournalState from) {
            runningArea = from.runningArea;
            phase = from.phase;
            secondary = from.secondary;
            changes = from.changes;
            sides = from.sides;
            wayBack = from.wayBack;
            candidateDigest = from.candidateDigest;
            candidateSizeBytes = from.candidateSizeBytes;
            attempts = from.attempts;
            powerCuts = from.powerCuts;
            stepsDone = from.stepsDone;
            planDigest = from.planDigest;
            generation = from.generation;
            note = from.note;
        }

        /** Nothing is beside the running set. */
        Draft alone() {
            secondary = SecondaryContent.NONE;
            changes = Changes.NONE;
            candidateDigest = Bytes.EMPTY;
            candidateSizeBytes = 0;
            return this;
        }

        /** The other envelope speaks for what runs. */
        Draft exchanged(int newSides) {
            runningArea = runningArea.other();
            sides = newSides;
            candidateDigest = Bytes.EMPTY;
            candidateSizeBytes = 0;
            attempts = 0;
            powerCuts = 0;
            stepsDone = 0;
            wayBack = false;
            return this;
        }

        JournalState done() {
            return new JournalState(
                    runningArea,
                    phase,
                    secondary,
                    changes,
                    sides,
                    wayBack,
                    candidateDigest,
                    candidateSizeBytes,
                    attempts,
                    powerCuts,
                    stepsDone,
                    planDigest,
                    generation,
                    note);
        }
    }

    Bytes encode() {
        byte[] noteOctets = note.getBytes(StandardCharsets.UTF_8);
        Bytes changed = encode(changes);
        ByteBuffer to = ByteBuffer.allocate(FIXED_BYTES + changed.length() + noteOctets.length);
        to.put((byte) runningArea.code()).put((byte) phase.code()).put((byte) secondary.code());
        to.put((byte) (wayBack ? 1 : 0));
        to.put((byte) candidateDigest.length()).put((byte) planDigest.length());
        to.put((byte) changes.blocks().size()).put((byte) noteOctets.length);
        candidateDigest.copyInto(to.array(), DIGEST_AT);
        planDigest.copyInto(to.array(), PLAN_AT);
        to.position(NUMBERS_AT);
        to.putLong(candidateSizeBytes).putInt(attempts).putInt(powerCuts).putInt(stepsDone);
        to.putInt(sides).putInt(generation);
        to.put(changed.toArray()).put(noteOctets);
        return Bytes.wrap(to.array());
    }

    /** IllegalArgumentException, IndexOutOfBoundsException or BufferUnderflowException for what no encoder wrote. */
    static JournalState decode(Bytes octets) {
        ByteBuffer from = octets.asByteBuffer();
        Draft draft = new Draft(EnvelopeArea.ofCode(from.get()));
        draft.phase = Phase.ofCode(from.get());
        draft.secondary = SecondaryContent.ofCode(from.get());
        draft.wayBack = from.get() != 0;
        int digestBytes = from.get();
        int planBytes = from.get();
        int components = from.get();
        int noteBytes = from.get();
        draft.candidateDigest = octets.slice(DIGEST_AT, DIGEST_AT + digestBytes);
        draft.planDigest = octets.slice(PLAN_AT, PLAN_AT + planBytes);
        from.position(NUMBERS_AT);
        draft.candidateSizeBytes = from.getLong();
        draft.attempts = from.getInt();
        draft.powerCuts = from.getInt();
        draft.stepsDone = from.getInt();
        draft.sides = from.getInt();
        draft.generation = from.getInt();
        int noteAt = FIXED_BYTES + 4 * components;
        draft.changes = decodeChanges(octets.slice(FIXED_BYTES, noteAt));
        draft.note = text(octets.slice(noteAt, noteAt + noteBytes));
        return draft.done();
    }

    /** Four octets for each component. */
    static Bytes encode(Changes changes) {
        ByteBuffer to = ByteBuffer.allocate(4 * changes.blocks().size());
        changes.blocks().forEach(to::putInt);
        return Bytes.wrap(to.array());
    }

    static Changes decodeChanges(Bytes octets) {
        ByteBuffer from = octets.asByteBuffer();
        List<Integer> blocks = new ArrayList<>();
        while (from.hasRemaining()) {
            blocks.add(from.getInt());
        }
        return new Changes(blocks);
    }

    static String text(Bytes octets) {
        return new String(octets.toArray(), StandardCharsets.UTF_8);
    }

    /** At most 40 octets of UTF-8, whole characters only. */
    static String cut(String note) {
        String text = note;
        while (text.getBytes(StandardCharsets.UTF_8).length > NOTE_LIMIT_BYTES) {
            text = text.substring(0, text.offsetByCodePoints(text.length(), -1));
        }
        return text;
    }
}
