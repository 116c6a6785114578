package io.moult.demo.device;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code moult device}. */
@Command(name = "device", mixinStandardHelpOptions = true, description = "Runs an emulated device, until stopped.")
public final class DeviceCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return 0;
    }
}
