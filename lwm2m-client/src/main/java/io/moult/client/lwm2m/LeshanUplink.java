package io.moult.client.lwm2m;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.leshan.client.EndpointsManager;
import org.eclipse.leshan.client.RegistrationUpdate;
import org.eclipse.leshan.client.observer.LwM2mClientObserver;
import org.eclipse.leshan.client.request.UplinkRequestSender;
import org.eclipse.leshan.client.resource.LwM2mObjectEnabler;
import org.eclipse.leshan.client.resource.LwM2mObjectTree;
import org.eclipse.leshan.client.servers.DmServerInfo;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.client.servers.ServersInfoExtractor;
import org.eclipse.leshan.client.util.LinkFormatHelper;
import org.eclipse.leshan.core.LwM2m.LwM2mVersion;
import org.eclipse.leshan.core.LwM2mId;
import org.eclipse.leshan.core.link.Link;
import org.eclipse.leshan.core.peer.IpPeer;
import org.eclipse.leshan.core.request.BindingMode;
import org.eclipse.leshan.core.request.ContentFormat;
import org.eclipse.leshan.core.request.DeregisterRequest;
import org.eclipse.leshan.core.request.RegisterRequest;
import org.eclipse.leshan.core.request.UpdateRequest;
import org.eclipse.leshan.core.request.UplinkRequest;
import org.eclipse.leshan.core.response.LwM2mResponse;
import org.eclipse.leshan.core.response.RegisterResponse;
import org.eclipse.leshan.core.response.UpdateResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The uplink over Leshan's sender and endpoints. */
final class LeshanUplink implements Uplink {
    private static final Logger LOG = LoggerFactory.getLogger(LeshanUplink.class);

    /** What Leshan hands to an engine's factory. */
    record Parts(
            String endpoint,
            LwM2mObjectTree objects,
            EndpointsManager endpoints,
            UplinkRequestSender sender,
            LwM2mClientObserver observer,
            Set<ContentFormat> contentFormats,
            LinkFormatHelper links) {}

    private final Parts parts;
    private final Runnable beforeRegistration;

    LeshanUplink(Parts parts, Runnable beforeRegistration) {
        this.parts = parts;
        this.beforeRegistration = beforeRegistration;
    }

    @Override
    public String endpoint() {
        return parts.endpoint();
    }

    @Override
    public LwM2mServer connect() {
        Map<Long, DmServerInfo> servers =
                ServersInfoExtractor.getInfo(parts.objects().getObjectEnablers()).deviceManagements;
        if (servers.size() != 1) {
            throw new IllegalStateException(servers.size() + " LwM2M servers are configured, not one");
        }
        LwM2mServer server =
                parts.endpoints().createEndpoint(servers.values().iterator().next(), true);
        if (server == null) {
            throw new IllegalStateException("no endpoint can be made for the configured LwM2M server");
        }
        return server;
    }

    @Override
    public Optional<String> unresolvedHost(LwM2mServer server) {
        return server.getTransportData() instanceof IpPeer peer
                        && peer.getSocketAddress().isUnresolved()
                ? Optional.of(peer.getSocketAddress().getHostString())
                : Optional.empty();
    }

    @Override
    public String register(LwM2mServer server, Duration timeout) throws Failed {
        beforeRegistration.run();
        Map<Integer, LwM2mObjectEnabler> objects = parts.objects().getObjectEnablers();
        DmServerInfo account = ServersInfoExtractor.getDMServerInfo(objects, server.getId());
        EnumSet<BindingMode> bindings =
                ServersInfoExtractor.getDeviceSupportedBindingMode(objects.get(LwM2mId.DEVICE), 0);
        Link[] links = parts.links()
                .getClientDescription(
                        objects.values(),
                        null,
                        ContentFormat.getOptionalContentFormatForClient(
                                parts.contentFormats(), LwM2mVersion.lastSupported()));
        RegisterRequest request = new RegisterRequest(
                parts.endpoint(),
                account.lifetime,
                LwM2mVersion.lastSupported().toString(),
                bindings,
                false,
                null,
                links,
                null);
        parts.observer().onRegistrationStarted(server, request);
        try {
            RegisterResponse response = sent(server, request, timeout);
            parts.observer().onRegistrationSuccess(server, request, response.getRegistrationID());
            LOG.info("Registered at {} as {}", server.getUri(), response.getRegistrationID());
            return response.getRegistrationID();
        } catch (Failed failed) {
            if (failed.answered()) {
                parts.observer().onRegistrationFailure(server, request, null, failed.why(), null);
            } else {
                parts.observer().onRegistrationTimeout(server, request);
            }
            throw failed;
        }
    }

    @Override
    public void update(LwM2mServer server, String registrationId, RegistrationUpdate update, Duration timeout)
            throws Failed {
        UpdateRequest request = new UpdateRequest(
                registrationId,
                update.getLifeTimeInSec(),
                update.getSmsNumber(),
                update.getBindingMode(),
                update.getObjectLinks(),
                update.getAdditionalAttributes());
        parts.observer().onUpdateStarted(server, request);
        try {
            UpdateResponse response = sent(server, request, timeout);
            LOG.debug("Registration refreshed: {}", response.getCode());
            parts.observer().onUpdateSuccess(server, request);
        } catch (Failed failed) {
            if (failed.answered()) {
                parts.observer().onUpdateFailure(server, request, null, failed.why(), null);
            } else {
                parts.observer().onUpdateTimeout(server, request);
            }
            throw failed;
        }
    }

    @Override
    public void deregister(LwM2mServer server, String registrationId, Duration timeout) {
        try {
            sent(server, new DeregisterRequest(registrationId), timeout);
        } catch (Failed failed) {
            LOG.info("Deregistration: {}", failed.why());
        }
    }

    private <T extends LwM2mResponse> T sent(LwM2mServer server, UplinkRequest<T> request, Duration timeout)
            throws Failed {
        T response;
        try {
            response = parts.sender().send(server, request, timeout.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failed.silent("interrupted");
        } catch (RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw Failed.silent(String.valueOf(cause.getMessage()));
        }
        if (response == null) {
            throw Failed.silent("no answer within " + timeout.toMillis() + " ms");
        }
        if (!response.isSuccess()) {
            throw Failed.answered(response.getCode() + " " + response.getErrorMessage());
        }
        return response;
    }

    @Override
    public void forgetConnection(LwM2mServer server) {
        parts.endpoints().forceReconnection(server, false);
    }

    @Override
    public Duration refreshPeriod(LwM2mServer server) {
        DmServerInfo account =
                ServersInfoExtractor.getDMServerInfo(parts.objects().getObjectEnablers(), server.getId());
        return Duration.ofSeconds(account.lifetime).multipliedBy(3).dividedBy(4);
    }
}
