package io.moult.boot.image;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;

/** What an envelope says of one image. By itself no proof of anything: see {@link SetFacts}. */
public record ImageFacts(ComponentId component, long sizeBytes, Bytes sha256) {}
