package io.moult.demo.device;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Turns SIGTERM and Ctrl-C into switching the device off: the process ends in order, with the status of the device. */
final class OrderlyEnd implements AutoCloseable {
    private static final int LONGEST_SECONDS = 4;

    private final PowerSwitch power;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::switchOff, "switch-off");
    private volatile int status;

    private OrderlyEnd(PowerSwitch power) {
        this.power = power;
    }

    static OrderlyEnd onSignal(PowerSwitch power) {
        OrderlyEnd end = new OrderlyEnd(power);
        Runtime.getRuntime().addShutdownHook(end.hook);
        return end;
    }

    /** The status to end with. */
    int with(int newStatus) {
        status = newStatus;
        return newStatus;
    }

    private void switchOff() {
        power.switchOff();
        try {
            if (ended.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The virtual machine is going down, and the hook waits for just this.
        }
        ended.countDown();
    }
}
