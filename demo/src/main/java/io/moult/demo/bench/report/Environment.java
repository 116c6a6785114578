package io.moult.demo.bench.report;

import java.lang.management.ManagementFactory;

/**
 * Where the figures were taken. The load is that of the whole machine, one-minute average: above the
 * number of processors the figures say more about the machine than about the ends.
 *
 * @param java vendor and version of the Java machine
 * @param system operating system and architecture
 * @param processors how many processors it may use
 * @param loadBefore one-minute load average before the first run, negative when unknown
 * @param loadAfter one-minute load average after the last run, negative when unknown
 */
public record Environment(String java, String system, int processors, double loadBefore, double loadAfter) {

    /** The one-minute load average of this machine, negative when unknown. */
    public static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** This machine. */
    public static Environment here(double loadBefore, double loadAfter) {
        return new Environment(
                System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                loadBefore,
                loadAfter);
    }
}
