package io.moult.demo.cli;

import java.util.Arrays;

/** What the launcher starts in its test: says how it was called. */
public final class EchoMain {
    private EchoMain() {}

    public static void main(String[] arguments) {
        System.out.println("ran " + Arrays.toString(arguments));
    }
}
