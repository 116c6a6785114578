package io.moult.boot.image;

/**
 * Where every decision passes through that lets something execute. A device takes them as they are; a test turns one
 * round, as a glitch in supply or clock would, and nothing unverified may run even so.
 */
@FunctionalInterface
public interface Decisions {
    /** As they are. */
    Decisions SOUND = (question, truth) -> truth;

    /**
     * @param question what is decided, in a word such as {@code first-look}
     * @return the truth, unless somebody interferes
     */
    boolean is(String question, boolean truth);
}
