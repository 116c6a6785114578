package io.moult.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code -V} says, the same for every command. */
public final class Version implements IVersionProvider {
    /** The version of this build; a test keeps it equal to the POM's. */
    public static final String NUMBER = "0.1.0";

    @Override
    public String[] getVersion() {
        return new String[] {
            "moult " + NUMBER, "on Java " + System.getProperty("java.version") + ", " + System.getProperty("os.name")
        };
    }
}
