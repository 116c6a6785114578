package io.moult.server.tracker;

/** What the update machine wants done. Each asks for one event in return, unless it says otherwise. */
public sealed interface TrackerCommand {
    /** Read State, Result, versions, the private object. Answered by Read, Busy or NoAnswer. */
    record Read() implements TrackerCommand {}

    /** Queue for a transfer slot. Answered by SlotGranted. */
    record RequestSlot() implements TrackerCommand {}

    /** Give the slot, or the place in the queue, back. No answer. */
    record ReleaseSlot() implements TrackerCommand {}

    /** Push from an offset on. Answered by PushCompleted, PushInterrupted, PushRefused or PushTooLarge. */
    record Push(long offsetBytes) implements TrackerCommand {}

    /** Stop the push. No answer. */
    record StopPush() implements TrackerCommand {}

    /** Write the address to 5/0/1. Answered by Accepted, Rejected or NoAnswer. */
    record WriteUri() implements TrackerCommand {}

    /** Bring the device's state machine back to Idle. Answered by Accepted, Rejected or NoAnswer. */
    record ResetPackage() implements TrackerCommand {}

    /** Execute 5/0/2. Answered by Accepted, Rejected or NoAnswer. */
    record Execute() implements TrackerCommand {}

    /** Execute 5/0/10, or what comes nearest on an older device. Answered by Accepted, Rejected or NoAnswer. */
    record CancelOnDevice() implements TrackerCommand {}
}
