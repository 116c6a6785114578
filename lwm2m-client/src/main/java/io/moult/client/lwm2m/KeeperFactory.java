package io.moult.client.lwm2m;

import io.moult.client.ContactSettings;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.eclipse.leshan.client.EndpointsManager;
import org.eclipse.leshan.client.bootstrap.BootstrapHandler;
import org.eclipse.leshan.client.engine.RegistrationEngine;
import org.eclipse.leshan.client.engine.RegistrationEngineFactory;
import org.eclipse.leshan.client.observer.LwM2mClientObserver;
import org.eclipse.leshan.client.request.UplinkRequestSender;
import org.eclipse.leshan.client.resource.LwM2mObjectTree;
import org.eclipse.leshan.client.util.LinkFormatHelper;
import org.eclipse.leshan.core.request.ContentFormat;
import org.jspecify.annotations.Nullable;

/** Gives Leshan the registration that is kept alive, and gives it to us too. */
final class KeeperFactory implements RegistrationEngineFactory {
    private final ContactSettings settings;
    private final LongSupplier nanoClock;
    private volatile @Nullable RegistrationKeeper keeper;
    private volatile Runnable beforeRegistration = () -> {};

    KeeperFactory(ContactSettings settings, LongSupplier nanoClock) {
        this.settings = settings;
        this.nanoClock = nanoClock;
    }

    @Override
    public RegistrationEngine createRegistratioEngine(
            String endpoint,
            LwM2mObjectTree objectTree,
            EndpointsManager endpointsManager,
            UplinkRequestSender requestSender,
            BootstrapHandler bootstrapState,
            LwM2mClientObserver observer,
            Map<String, String> additionalAttributes,
            Map<String, String> bsAdditionalAttributes,
            Set<ContentFormat> supportedContentFormats,
            ScheduledExecutorService sharedExecutor,
            LinkFormatHelper linkFormatHelper) {
        LeshanUplink uplink = new LeshanUplink(
                new LeshanUplink.Parts(
                        endpoint,
                        objectTree,
                        endpointsManager,
                        requestSender,
                        observer,
                        supportedContentFormats,
                        linkFormatHelper),
                () -> beforeRegistration.run());
        RegistrationKeeper made = new RegistrationKeeper(uplink, settings, nanoClock);
        keeper = made;
        return made;
    }

    /** The one that was made. */
    RegistrationKeeper keeper() {
        RegistrationKeeper made = keeper;
        if (made == null) {
            throw new IllegalStateException("the client is not built yet");
        }
        return made;
    }

    /** Something came from the server. */
    void heard() {
        RegistrationKeeper made = keeper;
        if (made != null) {
            made.heard();
        }
    }

    /** Asks the server whether it is still there. */
    void askServer() {
        RegistrationKeeper made = keeper;
        if (made != null) {
            made.triggerRegistrationUpdate();
        }
    }

    /** What is done before each registration. */
    void beforeRegistration(Runnable work) {
        beforeRegistration = work;
    }
}
