package io.moult.client.resume;

import java.io.Closeable;
import java.io.IOException;

/**
 * The port over the place where progress is kept. What {@link #save} or {@link #advance} was given is there after the
 * end of the process, however it ended; what they did not finish writing is as if never given. Owned by the firmware
 * consumer.
 */
public interface ProgressStore extends Closeable {
    /** What was saved last; {@link Progress#NOTHING} in the beginning. */
    Progress progress();

    /** Keeps a progress. */
    void save(Progress progress) throws IOException;

    /** Keeps the same progress with more octets staged: the cheap and frequent form of {@link #save}. */
    void advance(long stagedBytes) throws IOException;
}
