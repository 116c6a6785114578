package io.moult.boot.flash;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * One thing that goes wrong, as data: a power cut in a life, damage between two lives, or a decision that comes out
 * wrong. {@link #text} and {@link #parse} are inverse to one another; several stand side by side with commas.
 */
public sealed interface Fault {
    /** The form in a replay string. */
    String text();

    /** The power goes at a write operation, counted from 1 since the last start over all media: {@code 12:prefix@5}. */
    record Cut(long operation, Interruption how) implements Fault {
        public Cut {
            Objects.requireNonNull(how);
            if (operation < 1) {
                throw new IllegalArgumentException("operation " + operation + "; counted from 1");
            }
        }

        @Override
        public String text() {
            return operation + ":" + how.text();
        }
    }

    /** What happens to a medium while the device is off. */
    sealed interface BetweenBoots extends Fault {
        Medium medium();

        /** Does it, to the medium that it names. */
        void strike(NorFlash target) throws IOException;
    }

    /** One bit rots, counted from the beginning of the medium: {@code rot@77}, {@code rot@otp.77}. */
    record Rot(Medium medium, long bit) implements BetweenBoots {
        public Rot {
            Objects.requireNonNull(medium);
            requireNatural(bit);
        }

        @Override
        public String text() {
            return "rot@" + medium.prefix + bit;
        }

        @Override
        public void strike(NorFlash target) throws IOException {
            target.rot(bit);
        }
    }

    /** A sector takes no program and no erase from now on: {@code stuck@3}. */
    record Stuck(Medium medium, int sector) implements BetweenBoots {
        public Stuck {
            Objects.requireNonNull(medium);
            requireNatural(sector);
        }

        @Override
        public String text() {
            return "stuck@" + medium.prefix + sector;
        }

        @Override
        public void strike(NorFlash target) throws IOException {
            target.stick(sector);
        }
    }

    /** A named decision comes out the other way, the n-th time (from 1) that it is taken: {@code flip@signature.1}. */
    record Flip(String decision, int time) implements Fault {
        public Flip {
            requireNatural(time - 1L);
            if (!decision.matches("[a-z0-9-]+")) {
                throw new IllegalArgumentException("decision \"" + decision + "\"");
            }
        }

        @Override
        public String text() {
            return "flip@" + decision + "." + time;
        }
    }

    /** Which of a device's media. */
    enum Medium {
        FLASH(""),
        OTP("otp.");

        private final String prefix;

        Medium(String prefix) {
            this.prefix = prefix;
        }

        private static Medium of(String text) {
            return text.startsWith(OTP.prefix) ? OTP : FLASH;
        }
    }

    /** Reads what {@link #text} wrote; IllegalArgumentException with a sentence for anything else. */
    static Fault parse(String text) {
        Fault read = null;
        try {
            int at = text.indexOf('@');
            if (text.startsWith("rot@") || text.startsWith("stuck@")) {
                Medium medium = Medium.of(text.substring(at + 1));
                String number = text.substring(at + 1 + medium.prefix.length());
                read = text.startsWith("rot@")
                        ? new Rot(medium, Long.parseLong(number))
                        : new Stuck(medium, Integer.parseInt(number));
            } else if (text.startsWith("flip@")) {
                int dot = text.indexOf('.');
                read = new Flip(text.substring(at + 1, dot), Integer.parseInt(text.substring(dot + 1)));
            } else {
                int colon = text.indexOf(':');
                read = new Cut(Long.parseLong(text.substring(0, colon)), Interruption.parse(text.substring(colon + 1)));
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // said below
        }
        if (read == null || !read.text().equals(text)) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no fault: say OPERATION:HOW (12:before, 12:prefix@5,"
                            + " 12:bits@0=55, 12:unstable@0, 12:weak@0, 12:neighbour@0^77, 12:after), rot@BIT, stuck@SECTOR"
                            + " (otp.BIT for fuses) or flip@DECISION.TIME");
        }
        return read;
    }

    /** Several faults, one after the other. */
    static String text(List<Fault> faults) {
        return faults.stream().map(Fault::text).collect(Collectors.joining(","));
    }

    /** Reads what {@link #text(List)} wrote. */
    static List<Fault> parseAll(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(Fault::parse).toList();
    }

    private static void requireNatural(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("number " + number);
        }
    }
}
