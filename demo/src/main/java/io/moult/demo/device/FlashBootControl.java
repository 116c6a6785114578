package io.moult.demo.device;

import io.moult.boot.ApplicationServices;
import io.moult.bytes.Bytes;
import io.moult.client.install.BootControl;
import io.moult.client.install.TrustInForce;
import io.moult.updateobject.BootReport;
import java.io.IOException;
import java.util.Optional;

/** The port over the bootloader, as a porter would write it. */
public final class FlashBootControl implements BootControl {
    private final ApplicationServices services;

    public FlashBootControl(ApplicationServices services) {
        this.services = services;
    }

    @Override
    public BootReport bootReport() {
        return services.bootReport();
    }

    @Override
    public Bytes signedBootReport() throws IOException {
        return services.signedBootReport();
    }

    @Override
    public Optional<TrustInForce> trust() {
        return services.trust()
                .map(now -> new TrustInForce(now.history(), now.lastChange().orElse(Bytes.EMPTY)));
    }

    @Override
    public Bytes runningEnvelope() throws IOException {
        return services.runningEnvelope();
    }

    @Override
    public boolean confirmed() {
        return services.confirmed();
    }

    @Override
    public void requestTrialBoot(long imageSizeBytes) throws IOException {
        services.requestTrialBoot(imageSizeBytes);
    }

    @Override
    public void confirm() throws IOException {
        services.confirm();
    }

    @Override
    public void reset() {
        services.reset();
    }
}
