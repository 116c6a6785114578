package io.moult.demo.device;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One process for one device's directory. The operating system lets go of it when the process ends, however it ends. */
final class DeviceLock implements Closeable {
    static final String FILE = "device.lock";

    private final Path directory;
    private final FileChannel channel;

    private DeviceLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /** Takes the lock; IOException with a sentence when another device has it. */
    static DeviceLock take(Path deviceDirectory) throws IOException {
        FileChannel channel =
                FileChannel.open(deviceDirectory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new IOException("another device runs on " + deviceDirectory
                    + ": stop it, or give this one a directory of its own with --data");
        }
        return new DeviceLock(deviceDirectory, channel);
    }

    /** Whose directory it is. */
    Path directory() {
        return directory;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
