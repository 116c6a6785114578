package io.moult.server.repository;

import java.util.List;
import java.util.Optional;

/** The durable list of releases and images. Safe for any thread. */
public interface ReleaseCatalogue {
    Optional<Release> find(String id);

    /** The newest first. */
    List<Release> list(int limit);

    /** Adds; nothing happens if the release is there already. */
    void add(Release release);

    Optional<StoredImage> findImage(String name);

    void putImage(StoredImage image);
}
