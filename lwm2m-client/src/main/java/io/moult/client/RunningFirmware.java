package io.moult.client;

import io.moult.bytes.Bytes;
import io.moult.updateobject.BootReport;
import java.util.Objects;

/**
 * What runs on the device, as the bootloader reported it at this start.
 *
 * @param manifestDigest SHA-256 of the running manifest as its envelope says; empty when it has none
 * @param envelopeDigest SHA-256 of the envelope that is kept beside the running image; empty when there is none
 */
public record RunningFirmware(BootReport bootReport, Bytes manifestDigest, Bytes envelopeDigest) {
    public RunningFirmware {
        Objects.requireNonNull(bootReport);
        Objects.requireNonNull(manifestDigest);
        Objects.requireNonNull(envelopeDigest);
    }
}
