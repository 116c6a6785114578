package io.moult.demo.bench.moult;

import io.moult.bytes.Bytes;
import io.moult.client.ClientSettings;
import io.moult.client.PskCredentials;
import io.moult.demo.bench.child.DevicesEnd;
import io.moult.demo.bench.child.RunConfig;
import io.moult.suit.author.KeySet;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Moult devices, each with a flash file of its own. */
public final class MoultDevices implements DevicesEnd {

    private static final int LIFETIME_SECONDS = 86_400;
    private static final int REGISTERING_AT_ONCE = 8;
    private static final int LOOK_MILLIS = 10;

    private final RunConfig config;
    private final List<MoultDevice> devices = new ArrayList<>();

    /** Devices as {@code config} counts and names them. */
    public MoultDevices(RunConfig config) {
        this.config = config;
    }

    @Override
    public void connect(int serverPort) throws Exception {
        KeySet keys = Manufacturing.keys(config);
        for (int number = 0; number < config.devices(); number++) {
            String name = RunConfig.endpoint(number);
            Path directory = Path.of(config.directory(), name);
            Manufacturing.copyDevice(config, directory);
            devices.add(MoultDevice.powerOn(directory, settings(name, serverPort), keys));
            awaitRegistered(number + 1 - REGISTERING_AT_ONCE);
        }
        awaitRegistered(config.devices());
    }

    @Override
    public int holding(int body) throws Exception {
        int right = 0;
        for (MoultDevice device : devices) {
            if (device.holds(config.bodies().get(body))) {
                right++;
            }
        }
        return right;
    }

    private static ClientSettings settings(String name, int serverPort) {
        return ClientSettings.of(name, URI.create("coaps://127.0.0.1:" + serverPort))
                .psk(new PskCredentials(name, Bytes.copyOf(RunConfig.key())))
                .lifetimeSeconds(LIFETIME_SECONDS)
                .build();
    }

    private void awaitRegistered(int wanted) throws InterruptedException, TimeoutException {
        Semaphore enough = new Semaphore(0);
        ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor();
        try {
            var unused = looker.scheduleWithFixedDelay(
                    () -> {
                        if (registered() >= wanted) {
                            enough.release();
                        }
                    },
                    0,
                    LOOK_MILLIS,
                    TimeUnit.MILLISECONDS);
            if (!enough.tryAcquire(config.pushLimitSeconds(), TimeUnit.SECONDS)) {
                throw new TimeoutException("only " + registered() + " of " + wanted + " devices had registered");
            }
        } finally {
            looker.shutdownNow();
        }
    }

    private long registered() {
        return devices.stream().filter(MoultDevice::registered).count();
    }
}
