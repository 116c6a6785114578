package io.moult.demo.cli;

import io.moult.boot.cli.BootCommand;
import io.moult.demo.bench.BenchCommand;
import io.moult.demo.device.DeviceCommand;
import io.moult.demo.scenario.DemoCommand;
import io.moult.server.cli.DevicesCommand;
import io.moult.server.cli.ServerCommand;
import io.moult.server.cli.UpdateCommand;
import io.moult.suit.cli.KeysCommand;
import io.moult.suit.cli.ManifestCommand;
import io.moult.suit.cli.ReleaseCommand;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The verbs of all rooms, in the order in which the help shows them. A verb's room is loaded when it is called. */
enum Verb {
    DEMO,
    KEYS,
    RELEASE,
    MANIFEST,
    SERVER,
    DEVICE,
    BOOT,
    DEVICES,
    UPDATE,
    BENCH;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Object command() {
        return switch (this) {
            case DEMO -> new DemoCommand();
            case KEYS -> new KeysCommand();
            case RELEASE -> new ReleaseCommand();
            case MANIFEST -> new ManifestCommand();
            case SERVER -> new ServerCommand();
            case DEVICE -> new DeviceCommand();
            case BOOT -> new BootCommand();
            case DEVICES -> new DevicesCommand();
            case UPDATE -> new UpdateCommand();
            case BENCH -> new BenchCommand();
        };
    }

    /** The verb that a command line calls: its first word that is not an option. */
    static Optional<Verb> calledBy(String... arguments) {
        return firstWord(arguments).flatMap(Verb::labelled);
    }

    /** The first word of a command line, where it is no verb; the options before a verb take no values. */
    static Optional<String> unknownIn(String... arguments) {
        return firstWord(arguments).filter(word -> labelled(word).isEmpty());
    }

    private static Optional<String> firstWord(String... arguments) {
        return Arrays.stream(arguments)
                .filter(argument -> !argument.startsWith("-"))
                .findFirst();
    }

    private static Optional<Verb> labelled(String word) {
        return Arrays.stream(values()).filter(verb -> verb.label().equals(word)).findFirst();
    }

    /** The verb that somebody may have meant by a word: one or two letters away. */
    static Optional<String> nearestTo(String word) {
        return Arrays.stream(values())
                .map(Verb::label)
                .filter(label -> distance(label, word) <= 2)
                .min(Comparator.comparingInt(label -> distance(label, word)));
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
