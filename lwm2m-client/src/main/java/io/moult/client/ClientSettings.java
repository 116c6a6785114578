package io.moult.client;

import io.moult.suit.verify.AuthorisationPolicy;
import io.moult.updateobject.UpdateSupportObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All that can be set on a firmware consumer and its LwM2M client, checked once.
 *
 * @param endpoint the LwM2M endpoint name
 * @param server {@code coaps://host:port}, or {@code coap://host:port} without credentials
 * @param psk the credentials for the server, and for addresses that are fetched over coaps
 * @param lifetimeSeconds the registration's lifetime
 * @param privateObjectId the id of the object that {@link UpdateSupportObject} describes
 * @param equalSequenceAllowed whether a release with the running sequence number may be installed again
 * @param policy who may do what to the device; without one any of its trust anchors may do everything
 * @param restartDelay how long after the answer to Update or Reboot has been sent the device resets, so that a lost
 *     answer can be repeated
 * @param pushPatience after how long without a block a push is given up (Update Result 4)
 * @param traceFile where a line per CoAP message goes, if anywhere
 */
public record ClientSettings(
        String endpoint,
        URI server,
        Optional<PskCredentials> psk,
        long lifetimeSeconds,
        int privateObjectId,
        DeviceDescription device,
        boolean equalSequenceAllowed,
        Optional<AuthorisationPolicy> policy,
        Duration restartDelay,
        Duration pushPatience,
        ContactSettings contact,
        FetchPatience fetch,
        Optional<Path> traceFile) {
    public ClientSettings {
        Objects.requireNonNull(device);
        Objects.requireNonNull(policy);
        Objects.requireNonNull(contact);
        Objects.requireNonNull(fetch);
        Objects.requireNonNull(traceFile);
        if (endpoint.isEmpty()) {
            throw new IllegalArgumentException("an endpoint name is needed");
        }
        String scheme = String.valueOf(server.getScheme());
        if (server.getHost() == null || !List.of("coap", "coaps").contains(scheme)) {
            throw new IllegalArgumentException("server address " + server + " is not coaps://HOST:PORT");
        }
        if (scheme.equals("coaps") != psk.isPresent()) {
            throw new IllegalArgumentException(
                    psk.isPresent() ? "coap takes no credentials" : "coaps needs an identity and a key");
        }
        if (lifetimeSeconds < 1) {
            throw new IllegalArgumentException("lifetime of " + lifetimeSeconds + " s");
        }
        if (privateObjectId < 1 || privateObjectId > 65534) {
            throw new IllegalArgumentException("private object id " + privateObjectId);
        }
        if (restartDelay.isNegative() || pushPatience.isNegative() || pushPatience.isZero()) {
            throw new IllegalArgumentException("restart delay " + restartDelay + ", push patience " + pushPatience);
        }
    }

    /** What the Device object (3) says of the maker. */
    public record DeviceDescription(String manufacturer, String modelNumber, String serialNumber) {
        public static final DeviceDescription UNKNOWN = new DeviceDescription("Moult", "emulated device", "");
    }

    /** Begins with defaults for everything but these. */
    public static Builder of(String endpoint, URI server) {
        return new Builder(endpoint, server);
    }

    /** Collects the settings that differ from the defaults. */
    public static final class Builder {
        private final String endpoint;
        private final URI server;
        private Optional<PskCredentials> psk = Optional.empty();
        private long lifetimeSeconds = 300;
        private int privateObjectId = UpdateSupportObject.DEFAULT_OBJECT_ID;
        private DeviceDescription device = DeviceDescription.UNKNOWN;
        private boolean equalSequenceAllowed = false;
        private Optional<AuthorisationPolicy> policy = Optional.empty();
        private Duration restartDelay = Duration.ofMillis(300);
        private Duration pushPatience = Duration.ofHours(24);
        private ContactSettings contact = ContactSettings.DEFAULT;
        private FetchPatience fetch = FetchPatience.DEFAULT;
        private Optional<Path> traceFile = Optional.empty();

        private Builder(String endpoint, URI server) {
            this.endpoint = endpoint;
            this.server = server;
        }

        public Builder psk(PskCredentials credentials) {
            psk = Optional.of(credentials);
            return this;
        }

        public Builder lifetimeSeconds(long seconds) {
            lifetimeSeconds = seconds;
            return this;
        }

        public Builder privateObjectId(int id) {
            privateObjectId = id;
            return this;
        }

        public Builder device(DeviceDescription description) {
            device = description;
            return this;
        }

        public Builder equalSequenceAllowed(boolean allowed) {
            equalSequenceAllowed = allowed;
            return this;
        }

        public Builder policy(AuthorisationPolicy whoMayDoWhat) {
            policy = Optional.of(whoMayDoWhat);
            return this;
        }

        public Builder restartDelay(Duration delay) {
            restartDelay = delay;
            return this;
        }

        public Builder pushPatience(Duration patience) {
            pushPatience = patience;
            return this;
        }

        public Builder contact(ContactSettings settings) {
            contact = settings;
            return this;
        }

        public Builder fetch(FetchPatience settings) {
            fetch = settings;
            return this;
        }

        public Builder traceFile(Path file) {
            traceFile = Optional.of(file);
            return this;
        }

        public ClientSettings build() {
            return new ClientSettings(
                    endpoint,
                    server,
                    psk,
                    lifetimeSeconds,
                    privateObjectId,
                    device,
                    equalSequenceAllowed,
                    policy,
                    restartDelay,
                    pushPatience,
                    contact,
                    fetch,
                    traceFile);
        }
    }
}
