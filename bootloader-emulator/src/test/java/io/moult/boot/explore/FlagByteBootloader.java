package io.moult.boot.explore;

import io.moult.boot.ResetReason;
import io.moult.boot.flash.Flash;
import io.moult.boot.flash.FlashGeometry;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A bootloader that remembers by flag bytes in trailers, as MCUboot does (magic, image_ok, copy_done, swap_info), with the
 * weaknesses that were measured there, F1 to F4: it exists so that the explorer can be seen to find them. Each image has
 * one sector in either slot and a trailer sector for each; one scratch sector serves all.
 */
final class FlagByteBootloader implements Subject {
    private static final int UNIT = 8;
    private static final int IMAGE_BYTES = 64;
    private static final int MAGIC_AT = 48;
    private static final int OK_AT = 40;
    private static final int DONE_AT = 32;
    private static final int INFO_AT = 24;
    private static final int SET = 1;
    private static final int UNSET = 0xff;
    private static final int TEST = 2;
    private static final int REVERT = 4;
    private static final Bytes MAGIC = Bytes.ofHex("77c295f360d2ef7f3552500f2cb67980");

    private final int images;
    private final boolean confirms;
    private final Shape shape;

    FlagByteBootloader(int images, boolean confirms) {
        this.images = images;
        this.confirms = confirms;
        this.shape = new Shape(
                FlashGeometry.uniform(IMAGE_BYTES, 4 * images + 1, UNIT), FlashGeometry.uniform(64, 1, 8), Set.of());
    }

    private static final class Panic extends IOException {
        private static final long serialVersionUID = 1;
    }

    private int primary(int image) {
        return 4 * image;
    }

    private int secondary(int image) {
        return 4 * image + 1;
    }

    private int primaryTrailer(int image) {
        return 4 * image + 2;
    }

    private int secondaryTrailer(int image) {
        return 4 * image + 3;
    }

    private int scratch() {
        return 4 * images;
    }

    private static Bytes image(int release) {
        byte[] octets = new byte[IMAGE_BYTES];
        Arrays.fill(octets, (byte) release);
        return Bytes.wrap(octets);
    }

    private static Bytes flag(int value) {
        byte[] unit = new byte[UNIT];
        Arrays.fill(unit, (byte) 0xff);
        unit[0] = (byte) value;
        return Bytes.wrap(unit);
    }

    private static int flag(Flash flash, int sector, int at) throws IOException {
        return flash.read(flash.geometry().offsetOfSector(sector) + at, 1).at(0);
    }

    private static boolean magic(Flash flash, int sector) throws IOException {
        return flash.read(flash.geometry().offsetOfSector(sector) + MAGIC_AT, MAGIC.length())
                .equals(MAGIC);
    }

    private static void write(Flash flash, int sector, int at, Bytes octets) throws IOException {
        flash.program(flash.geometry().offsetOfSector(sector) + at, octets);
    }

    /** What is to be done with an image: the first row that fits. */
    private int type(Flash flash, int image) throws IOException {
        int trailer = primaryTrailer(image);
        boolean primaryMagic = magic(flash, trailer);
        if (primaryMagic && flag(flash, trailer, DONE_AT) == UNSET) {
            return flag(flash, trailer, INFO_AT) & 0x0f;
        }
        if (magic(flash, secondaryTrailer(image)) && flag(flash, secondaryTrailer(image), OK_AT) == UNSET) {
            return flag(flash, secondaryTrailer(image), INFO_AT) == REVERT ? REVERT : TEST;
        }
        boolean done = flag(flash, trailer, DONE_AT) == SET;
        return primaryMagic && done && flag(flash, trailer, OK_AT) == UNSET ? REVERT : 0;
    }

    private void swap(Flash flash, int image, int type) throws IOException {
        if (type != TEST && type != REVERT) {
            throw new Panic();
        }
        int trailer = primaryTrailer(image);
        boolean resumed = magic(flash, trailer) && flag(flash, trailer, DONE_AT) == UNSET;
        if (!resumed) {
            boolean begun = flag(flash, trailer, INFO_AT) != UNSET && !magic(flash, trailer);
            if (!begun) {
                if (type == REVERT && !magic(flash, secondaryTrailer(image))) {
                    askForRevert(flash, image);
                }
                flash.erase(trailer);
                write(flash, trailer, INFO_AT, flag(type));
            }
            write(flash, trailer, MAGIC_AT, MAGIC);
        }
        for (int step = 1; step <= 3; step++) {
            if (flag(flash, trailer, UNIT * (step - 1)) == UNSET) {
                copy(flash, image, step);
                write(flash, trailer, UNIT * (step - 1), flag(step));
            }
        }
        flash.erase(secondaryTrailer(image));
        if (type == REVERT) {
            if (flag(flash, trailer, OK_AT) == UNSET) {
                write(flash, trailer, OK_AT, flag(SET));
            }
        }
        write(flash, trailer, DONE_AT, flag(SET));
    }

    /** In the other trailer, before this one is erased. */
    private void askForRevert(Flash flash, int image) throws IOException {
        flash.erase(secondaryTrailer(image));
        write(flash, secondaryTrailer(image), INFO_AT, flag(REVERT));
        write(flash, secondaryTrailer(image), MAGIC_AT, MAGIC);
    }

    private void copy(Flash flash, int image, int step) throws IOException {
        int from = step == 1 ? secondary(image) : step == 2 ? primary(image) : scratch();
        int to = step == 1 ? scratch() : step == 2 ? secondary(image) : primary(image);
        flash.erase(to);
        write(flash, to, 0, flash.read(flash.geometry().offsetOfSector(from), IMAGE_BYTES));
    }

    @Override
    public BootSeen boot(Machine machine, ResetReason reason) throws IOException {
        Flash flash = machine.flash();
        try {
            List<Integer> types = new ArrayList<>();
            for (int image = 0; image < images; image++) {
                types.add(type(flash, image));
            }
            for (int image = 0; image < images; image++) {
                if (types.get(image) != 0) {
                    swap(flash, image, types.get(image));
                }
            }
        } catch (Panic e) {
            return new BootSeen(false, List.of(), 0, false, 0, true, "panic", this);
        }
        boolean trial = false;
        List<Integer> running = new ArrayList<>();
        for (int image = 0; image < images; image++) {
            int trailer = primaryTrailer(image);
            trial |= magic(flash, trailer) && flag(flash, trailer, OK_AT) == UNSET;
            Sector sector = machine.sector(primary(image));
            int release = sector.written()[0];
            boolean whole =
                    sector.settled() && sector.writtenBytes(0, IMAGE_BYTES).equals(image(release));
            running.add(whole && (release == 1 || release == 2) ? release : 0);
        }
        return new BootSeen(true, running, running.get(0), trial, 0, true, "start", this);
    }

    @Override
    public List<Action> actions(Machine machine, BootSeen boot) {
        if (boot.trial()) {
            return confirms ? List.of(new Deed("confirm", Action.Kind.CONFIRM, this::confirm)) : List.of();
        }
        return boot.said() == 1 ? List.of(new Deed("update", Action.Kind.OTHER, this::update)) : List.of();
    }

    private interface Body {
        void on(Flash flash) throws IOException;
    }

    private record Deed(String name, Kind kind, Body body) implements Action {
        @Override
        public void run(Machine machine, BootSeen boot) throws IOException {
            body.on(machine.flash());
        }
    }

    private void update(Flash flash) throws IOException {
        for (int image = 0; image < images; image++) {
            flash.erase(secondaryTrailer(image));
            flash.erase(secondary(image));
            write(flash, secondary(image), 0, image(2));
        }
        for (int image = 0; image < images; image++) {
            write(flash, secondaryTrailer(image), MAGIC_AT, MAGIC);
        }
    }

    private void confirm(Flash flash) throws IOException {
        for (int image = 0; image < images; image++) {
            int trailer = primaryTrailer(image);
            if (magic(flash, trailer) && flag(flash, trailer, OK_AT) == UNSET) {
                write(flash, trailer, OK_AT, flag(SET));
            }
        }
    }

    @Override
    public Contents manufactured() {
        Machine machine = Machine.blank(shape);
        try {
            for (int image = 0; image < images; image++) {
                write(machine.flash(), primary(image), 0, image(1));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return machine.contents();
    }

    @Override
    public String title() {
        return images + " images by flag bytes";
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public Canonical canonical() {
        return Canonical.exact();
    }

    @Override
    public String label(Contents contents) {
        return title();
    }

    @Override
    public List<ResetReason> resets() {
        return List.of(ResetReason.POWER);
    }

    @Override
    public Limits limits() {
        return new Limits(1, 200, 10, false, List.of(0L, 0L, 0L));
    }
}
