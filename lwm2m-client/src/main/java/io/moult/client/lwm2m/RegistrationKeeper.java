package io.moult.client.lwm2m;

import io.moult.client.Backoff;
import io.moult.client.ContactSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.eclipse.leshan.client.RegistrationUpdate;
import org.eclipse.leshan.client.engine.RegistrationEngine;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the one registration alive: registers, refreshes, probes when it has been silent, and after a server that no
 * longer answers makes a fresh handshake and registers anew, trying again after short and growing delays.
 *
 * <p>It stands in for Leshan's own engine, which waits ten minutes between attempts, and which, when an update timed
 * out, keeps the old registration beside the new one and may go on with either. Deviation: it knows no bootstrap server.
 *
 * <p>One thread of its own does everything; the other methods only hand work to it or read.
 */
final class RegistrationKeeper implements RegistrationEngine {
    private static final Logger LOG = LoggerFactory.getLogger(RegistrationKeeper.class);

    private final Uplink uplink;
    private final ContactSettings settings;
    private final LongSupplier nanoClock;
    private final ScheduledExecutorService thread;
    private final SilenceWatch silence;
    private final Backoff retries;
    private final AtomicReference<RegistrationUpdate> requestedUpdate = new AtomicReference<>();

    private volatile boolean started;
    private volatile @Nullable LwM2mServer server;
    private volatile @Nullable String registrationId;
    private volatile boolean registering;
    private volatile long heardNanos;
    private volatile boolean alert;
    private volatile String trouble = "";
    private long refreshedNanos;
    private @Nullable Future<?> scheduled;

    RegistrationKeeper(Uplink uplink, ContactSettings settings, LongSupplier nanoClock) {
        this.uplink = uplink;
        this.settings = settings;
        this.nanoClock = nanoClock;
        this.silence = new SilenceWatch(settings);
        this.retries = new Backoff(settings.firstRetry(), settings.maxRetry());
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread owner = new Thread(work, "registration-" + uplink.endpoint());
            owner.setDaemon(true);
            return owner;
        });
    }

    /** The server sent something. Called by the endpoint for every message, so it only takes the time down. */
    void heard() {
        heardNanos = nanoClock.getAsLong();
    }

    /** A block of a package came: from now on a short silence is a reason to probe. */
    void blocksMove() {
        heard();
        if (!alert) {
            alert = true;
            submit(() -> {
                silence.blocksMove();
                if (registrationId != null) {
                    schedule(this::watch, Duration.ofNanos(silence.untilProbeNanos(0)));
                }
            });
        }
    }

    @Override
    public void start() {
        server = uplink.connect();
        heard();
        started = true;
        submit(this::register);
    }

    private void register() {
        LwM2mServer to = server;
        if (!started || to == null) {
            return;
        }
        registering = true;
        try {
            if (uplink.unresolvedHost(to).isPresent()) {
                to = uplink.connect();
                server = to;
                Optional<String> unknown = uplink.unresolvedHost(to);
                if (unknown.isPresent()) {
                    throw Uplink.Failed.unresolved(unknown.get());
                }
            }
            String id = uplink.register(to, settings.registrationTimeout());
            registrationId = id;
            trouble = "";
            retries.reset();
            requestedUpdate.set(null);
            refreshedNanos = nanoClock.getAsLong();
            heard();
            schedule(this::watch, nextWatch());
        } catch (Uplink.Failed failed) {
            trouble = failed.silent()
                    ? failed.why() + ": either no server is there, or it does not take this identity and key"
                    : failed.why();
            Duration delay = retries.next();
            LOG.info("Registration at {} failed: {}; again in {} ms", to.getUri(), failed.why(), delay.toMillis());
            if (failed.silent()) {
                uplink.forgetConnection(to);
            }
            schedule(this::register, delay);
        } finally {
            registering = false;
        }
    }

    /** Looks whether a probe or a refresh is due, and comes back when it will be. */
    private void watch() {
        if (!started || registrationId == null) {
            return;
        }
        RegistrationUpdate update = requestedUpdate.getAndSet(null);
        Duration wait = nextWatch();
        if (update != null || wait.isZero()) {
            probe(update == null ? new RegistrationUpdate() : update);
        } else {
            schedule(this::watch, wait);
        }
    }

    private Duration nextWatch() {
        long now = nanoClock.getAsLong();
        long untilProbe = silence.untilProbeNanos(now - heardNanos);
        LwM2mServer at = server;
        long untilRefresh = at == null ? untilProbe : uplink.refreshPeriod(at).toNanos() - (now - refreshedNanos);
        return Duration.ofNanos(Math.max(0, Math.min(untilProbe, untilRefresh)));
    }

    /** A short question of its own, not the minutes of CoAP's retransmission. */
    private void probe(RegistrationUpdate update) {
        LwM2mServer to = server;
        String id = registrationId;
        if (to == null || id == null) {
            return;
        }
        for (int attempt = 1; attempt <= settings.probeAttempts(); attempt++) {
            try {
                uplink.update(to, id, update, settings.probeTimeout());
                refreshedNanos = nanoClock.getAsLong();
                heard();
                alert = false;
                silence.probeAnswered();
                schedule(this::watch, nextWatch());
                return;
            } catch (Uplink.Failed failed) {
                LOG.info("Probe {} of {}: {}", attempt, settings.probeAttempts(), failed.why());
                if (failed.answered()) {
                    // the server is there, but does not know us any more: no new handshake is needed
                    registrationId = null;
                    register();
                    return;
                }
            }
        }
        registrationId = null;
        uplink.forgetConnection(to);
        register();
    }

    private void schedule(Runnable work, Duration delay) {
        Future<?> before = scheduled;
        if (before != null) {
            before.cancel(false);
        }
        try {
            scheduled = thread.schedule(guarded(work), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("No more work: stopped");
        }
    }

    private void submit(Runnable work) {
        try {
            thread.execute(guarded(work));
        } catch (RejectedExecutionException stopped) {
            LOG.debug("No more work: stopped");
        }
    }

    /** Whatever goes wrong inside must not end the watch. */
    private Runnable guarded(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.error("Registration: unexpected", e);
                schedule(registrationId == null ? this::register : this::watch, settings.maxRetry());
            }
        };
    }

    @Override
    public void stop(boolean deregister) {
        boolean wasStarted = started;
        started = false;
        if (deregister && wasStarted) {
            takeLeave();
        }
        registrationId = null;
    }

    /** In its turn: a registration that is still under way comes to its end first. */
    private void takeLeave() {
        Duration longest = settings.registrationTimeout().plus(settings.probeTimeout());
        try {
            thread.submit(() -> {
                        LwM2mServer from = server;
                        String id = registrationId;
                        if (from != null && id != null) {
                            uplink.deregister(from, id, settings.probeTimeout());
                        }
                    })
                    .get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            LOG.info("No leave taken: {}", e.toString());
        }
    }

    @Override
    public void destroy(boolean deregister) {
        stop(deregister);
        thread.shutdownNow();
    }

    @Override
    public void triggerRegistrationUpdate() {
        triggerRegistrationUpdate(new RegistrationUpdate());
    }

    @Override
    public void triggerRegistrationUpdate(RegistrationUpdate update) {
        requestedUpdate.set(update);
        submit(this::watch);
    }

    @Override
    public void triggerRegistrationUpdate(LwM2mServer toServer) {
        triggerRegistrationUpdate();
    }

    @Override
    public void triggerRegistrationUpdate(LwM2mServer toServer, RegistrationUpdate update) {
        triggerRegistrationUpdate(update);
    }

    @Override
    public boolean triggerClientInitiatedBootstrap(boolean deregister) {
        return false;
    }

    @Override
    public @Nullable String getRegistrationId(LwM2mServer ofServer) {
        return ofServer != null && ofServer.equals(server) ? registrationId : null;
    }

    @Override
    public Map<String, LwM2mServer> getRegisteredServers() {
        String id = registrationId;
        LwM2mServer at = server;
        return id == null || at == null ? Map.of() : Map.of(id, at);
    }

    @Override
    public @Nullable LwM2mServer getRegisteredServer(long serverId) {
        LwM2mServer at = server;
        return at != null && (registering || registrationId != null) && at.getId() == serverId ? at : null;
    }

    @Override
    public boolean isAllowedToCommunicate(LwM2mServer peer) {
        return peer != null && peer.equals(server) && (registering || registrationId != null);
    }

    /** Why the last attempt to register failed, in words for people; empty when it did not. */
    String trouble() {
        return trouble;
    }

    /** The server, registered at or not; null before the start. */
    @Nullable
    LwM2mServer current() {
        return server;
    }

    @Override
    public String getEndpoint() {
        return uplink.endpoint();
    }
}
