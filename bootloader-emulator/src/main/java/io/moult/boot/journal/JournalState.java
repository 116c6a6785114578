package io.moult.boot.journal;

import io.moult.bytes.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/**
 * What the records say together.
 *
 * @param runningArea where the envelope of the primary slot's image is; the other area belongs to the secondary's
 * @param candidateDigest SHA-256 of the staged envelope's octets; empty unless something is staged or pending
 * @param candidateSizeBytes the size of the pending image as its requester said; 0 otherwise
 * @param attempts trial boots spent on the primary slot's image
 * @param swapSectors how many sectors of each slot the last exchange took part with
 * @param stepsDone steps of the exchange under way that are done
 * @param planDigest the first 8 octets of the plan's digest; empty before any exchange
 * @param note why the last candidate was given up; empty when none was
 */
public record JournalState(
        EnvelopeArea runningArea,
        Phase phase,
        SecondaryContent secondary,
        Bytes candidateDigest,
        long candidateSizeBytes,
        int attempts,
        int swapSectors,
        int stepsDone,
        Bytes planDigest,
        String note) {

    static final int NOTE_LIMIT_BYTES = 40;
    private static final int FIXED_BYTES = 66;

    public JournalState {
        Objects.requireNonNull(runningArea);
        Objects.requireNonNull(phase);
        Objects.requireNonNull(secondary);
        if (!candidateDigest.isEmpty() && candidateDigest.length() != 32) {
            throw new IllegalArgumentException("candidate digest of " + candidateDigest.length() + " B");
        }
        if (!planDigest.isEmpty() && planDigest.length() != 8) {
            throw new IllegalArgumentException("plan digest of " + planDigest.length() + " B");
        }
        note = cut(note);
    }

    /** A device whose only image is confirmed, with nothing beside it. */
    public static JournalState settled(EnvelopeArea runningArea) {
        return new JournalState(
                runningArea, Phase.SETTLED, SecondaryContent.NONE, Bytes.EMPTY, 0, 0, 0, 0, Bytes.EMPTY, "");
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

    /** What an exchange of this many sectors left: an image on trial, and the previous one to go back to. */
    public static JournalState onTrial(EnvelopeArea runningArea, int swapSectors) {
        return new JournalState(
                runningArea,
                Phase.TRIAL,
                SecondaryContent.PREVIOUS,
                Bytes.EMPTY,
                0,
                0,
                swapSectors,
                0,
                Bytes.EMPTY,
                "");
    }

    /** A candidate waits beside a primary slot that holds nothing that verifies. */
    public static JournalState staged(EnvelopeArea runningArea, Bytes envelopeDigest) {
        return settled(runningArea).withSecondary(SecondaryContent.STAGED, envelopeDigest, 0, "");
    }

    JournalState withSecondary(SecondaryContent content, Bytes digest, long sizeBytes, String newNote) {
        return new JournalState(
                runningArea, phase, content, digest, sizeBytes, attempts, swapSectors, stepsDone, planDigest, newNote);
    }

    JournalState withSwap(Phase newPhase, int sectors, int steps, Bytes digest, String newNote) {
        return new JournalState(
                runningArea,
                newPhase,
                secondary,
                candidateDigest,
                candidateSizeBytes,
                attempts,
                sectors,
                steps,
                digest,
                newNote);
    }

    JournalState withPhase(Phase newPhase, int newAttempts) {
        return new JournalState(
                runningArea,
                newPhase,
                secondary,
                candidateDigest,
                candidateSizeBytes,
                newAttempts,
                swapSectors,
                stepsDone,
                planDigest,
                note);
    }

    JournalState exchanged(Phase newPhase, SecondaryContent content, String newNote) {
        return new JournalState(
                runningArea.other(), newPhase, content, Bytes.EMPTY, 0, 0, swapSectors, 0, planDigest, newNote);
    }

    Bytes encode() {
        byte[] noteOctets = note.getBytes(StandardCharsets.UTF_8);
        ByteBuffer to = ByteBuffer.allocate(FIXED_BYTES + noteOctets.length);
        to.put((byte) runningArea.code()).put((byte) phase.code()).put((byte) secondary.code());
        to.put((byte) candidateDigest.length()).put((byte) planDigest.length()).put((byte) noteOctets.length);
        to.put(padded(candidateDigest, 32)).put(padded(planDigest, 8));
        to.putLong(candidateSizeBytes).putInt(attempts).putInt(swapSectors).putInt(stepsDone);
        to.put(noteOctets);
        return Bytes.wrap(to.array());
    }

    /** IllegalArgumentException, IndexOutOfBoundsException or BufferUnderflowException for what no encoder wrote. */
    static JournalState decode(Bytes octets) {
        ByteBuffer from = octets.asByteBuffer();
        EnvelopeArea area = EnvelopeArea.ofCode(from.get());
        Phase phase = Phase.ofCode(from.get());
        SecondaryContent secondary = SecondaryContent.ofCode(from.get());
        int digestBytes = from.get();
        int planBytes = from.get();
        int noteBytes = from.get();
        Bytes digest = octets.slice(6, 6 + digestBytes);
        Bytes plan = octets.slice(38, 38 + planBytes);
        from.position(46);
        return new JournalState(
                area,
                phase,
                secondary,
                digest,
                from.getLong(),
                from.getInt(),
                from.getInt(),
                from.getInt(),
                plan,
                text(octets.slice(FIXED_BYTES, FIXED_BYTES + noteBytes)));
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

    private static byte[] padded(Bytes octets, int length) {
        byte[] target = new byte[length];
        octets.copyInto(target, 0);
        return target;
    }
}
