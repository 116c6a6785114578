package io.moult.client.resume;

/** Progress in RAM: for a device that has nowhere else to put it, and for tests. It forgets when it is thrown away. */
public final class VolatileProgressStore implements ProgressStore {
    private Progress progress = Progress.NOTHING;

    @Override
    public Progress progress() {
        return progress;
    }

    @Override
    public void save(Progress newProgress) {
        progress = newProgress;
    }

    @Override
    public void advance(long stagedBytes) {
        progress = progress.withStagedBytes(stagedBytes);
    }

    @Override
    public void close() {}
}
