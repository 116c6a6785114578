package io.moult.client.install;

import io.moult.bytes.Bytes;
import io.moult.updateobject.BootReport;
import java.io.IOException;
import java.util.Optional;

/** The port over the bootloader, as an application sees it. Owned by the firmware consumer's thread. */
public interface BootControl {
    /** What the bootloader reported of the boot that led to this run. */
    BootReport bootReport() throws IOException;

    /**
     * The same and more, as evidence that the device has signed (COSE_Sign1), to be passed on as it is; empty octets from
     * a bootloader that signs nothing.
     */
    default Bytes signedBootReport() throws IOException {
        return Bytes.EMPTY;
    }

    /**
     * Whom the bootloader believes since this start; empty from one that keeps no policy: then the settings say who may do
     * what, and no change of trust is taken.
     */
    default Optional<TrustInForce> trust() throws IOException {
        return Optional.empty();
    }

    /** The envelope (without payloads) kept beside the running image; empty octets before the first image is known. */
    Bytes runningEnvelope() throws IOException;

    /** True unless the running image is still on trial. */
    boolean confirmed() throws IOException;

    /**
     * The staged candidate, image of this size and all, is to be tried at the next boot; durable when it returns. Size 0 is
     * that of a change of trust, which the next boot judges and makes.
     */
    void requestTrialBoot(long imageSizeBytes) throws IOException;

    /** Keeps the running image for good; durable when it returns. No effect on a confirmed one. */
    void confirm() throws IOException;

    /** Restarts the device. Returns at once; the restart throws away everything in RAM soon after. */
    void reset();
}
