package io.moult.demo.interop;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the firmware object of a scripted device does of its own accord; the sets are devices that were met. */
enum Habit {
    /** State 1 shows while a package arrives. */
    SHOWS_DOWNLOADING,
    /** In the middle of a push everything but the next expected block is answered 5.03. */
    BUSY_IN_PUSH,
    /** A retransmitted request (same message id) gets the same answer again. */
    CACHES_ANSWERS,
    /** Notifications go out before the answer to the request that caused them. */
    NOTIFIES_BEFORE_ANSWERING,
    /** All blocks of a body must carry the token of the first; otherwise 4.08. */
    ONE_TOKEN_PER_BODY,
    RESETS_ON_EMPTY_PACKAGE,
    RESETS_ON_ZERO_BYTE,
    RESETS_ON_EMPTY_URI,
    /** Resource 10 of object 1.1. */
    CANCELS;

    /** A device that does what the specification's reader expects. */
    static Set<Habit> ordinary() {
        return EnumSet.of(
                SHOWS_DOWNLOADING,
                CACHES_ANSWERS,
                RESETS_ON_EMPTY_PACKAGE,
                RESETS_ON_ZERO_BYTE,
                RESETS_ON_EMPTY_URI,
                CANCELS);
    }

    /** As AVSystem Anjay 3.14 was measured: no State 1 on a push, no response cache, busy in mid-push. */
    static Set<Habit> anjay() {
        return EnumSet.of(BUSY_IN_PUSH, RESETS_ON_ZERO_BYTE, RESETS_ON_EMPTY_URI, CANCELS);
    }

    /** As the source of Zephyr has it: object 1.0 without Cancel, no pull compiled in, so no reset by URI. */
    static Set<Habit> zephyr() {
        return EnumSet.of(SHOWS_DOWNLOADING, CACHES_ANSWERS, RESETS_ON_EMPTY_PACKAGE, RESETS_ON_ZERO_BYTE);
    }

    static Set<Habit> with(Set<Habit> habits, Habit... more) {
        Set<Habit> all = EnumSet.copyOf(habits);
        all.addAll(List.of(more));
        return all;
    }
}
