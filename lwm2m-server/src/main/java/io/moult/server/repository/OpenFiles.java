package io.moult.server.repository;

import io.moult.bytes.Bytes;
import io.moult.transfer.BodySource;
import io.moult.transfer.file.FileBody;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that are open for reading, each once for all its readers. Those that nobody reads stay open for a while, but
 * only so many. Safe for any thread.
 */
public final class OpenFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenFiles.class);
    private static final int MOST_IDLE = 32;
    private final Map<Path, Shared> open = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Shared {
        private final FileBody body;
        private int readers;

        Shared(FileBody body) {
            this.body = body;
        }
    }

    /** Opens a file whose digest is known, or joins those who read it already. */
    public synchronized BodyLease acquire(Path file, Bytes sha256) throws IOException {
        Shared shared = open.get(file);
        if (shared == null) {
            closeIdle();
            shared = new Shared(FileBody.open(file, sha256));
            open.put(file, shared);
        }
        shared.readers++;
        return new Lease(shared);
    }

    private final class Lease implements BodyLease {
        private final Shared shared;
        private boolean closed;

        Lease(Shared shared) {
            this.shared = shared;
        }

        @Override
        public BodySource body() {
            return shared.body;
        }

        @Override
        public void close() {
            synchronized (OpenFiles.this) {
                if (!closed) {
                    closed = true;
                    shared.readers--;
                }
            }
        }
    }

    private void closeIdle() {
        Iterator<Map.Entry<Path, Shared>> eldestFirst = open.entrySet().iterator();
        while (open.size() >= MOST_IDLE && eldestFirst.hasNext()) {
            Map.Entry<Path, Shared> entry = eldestFirst.next();
            if (entry.getValue().readers == 0) {
                eldestFirst.remove();
                close(entry.getKey(), entry.getValue().body);
            }
        }
    }

    private static void close(Path file, FileBody body) {
        try {
            body.close();
        } catch (IOException e) {
            LOG.warn("{} could not be closed: {}", file, e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        open.forEach((file, shared) -> close(file, shared.body));
        open.clear();
    }
}
