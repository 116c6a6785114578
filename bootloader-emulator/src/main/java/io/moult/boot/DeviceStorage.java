package io.moult.boot;

import io.moult.boot.flash.FaultPlan;
import io.moult.boot.flash.FaultyFlash;
import io.moult.boot.flash.FlashFile;
import io.moult.boot.flash.FlashFileException;
import io.moult.boot.flash.NorFlash;
import io.moult.boot.image.FlashLayout;
import io.moult.boot.image.SuitImageVerifier;
import io.moult.boot.otp.Otp;
import io.moult.bytes.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The two files of an emulated device: {@code flash.bin} and {@code otp.bin}. Both say what they are; the layout is
 * read from them, never guessed. Opened for writing by one device at a time. Owned by one thread at a time.
 */
public final class DeviceStorage implements Closeable {
    private static final Bytes OTP_LABEL = Bytes.copyOf("MOULT-OTP".getBytes(StandardCharsets.US_ASCII));

    private final NorFlash flash;
    private final NorFlash otpMemory;
    private final FlashLayout layout;
    private final FaultPlan faults;

    private DeviceStorage(NorFlash flash, NorFlash otpMemory, FlashLayout layout, FaultPlan faults) {
        this.flash = flash;
        this.otpMemory = otpMemory;
        this.layout = layout;
        this.faults = faults;
    }

    /**
     * How a device's files are opened.
     *
     * @param fsync whether each write also reaches the disk
     * @param faults the power cut to come; counts over both files
     */
    public record Options(boolean fsync, FaultPlan faults) {
        public static Options withoutFaults() {
            return new Options(false, FaultPlan.none());
        }
    }

    public static Path flashFile(Path dir) {
        return dir.resolve("flash.bin");
    }

    public static Path otpFile(Path dir) {
        return dir.resolve("otp.bin");
    }

    /** Whether a device has been made in this directory. */
    public static boolean exists(Path dir) {
        return Files.exists(otpFile(dir)) || Files.exists(flashFile(dir));
    }

    /**
     * Makes a blank device in a directory; what a crash left half made is completed. One that is there stays as it is,
     * and must have slots of this size if a size is given ({@link FlashLayout#DEFAULT_SLOT_BYTES} for a new one
     * otherwise).
     */
    public static void createIfAbsent(Path dir, OptionalLong slotBytes) throws IOException {
        Files.createDirectories(dir);
        if (!Files.exists(otpFile(dir)) && !Files.exists(flashFile(dir))) {
            FlashFile.create(otpFile(dir), Otp.GEOMETRY, OTP_LABEL);
        }
        if (!Files.exists(flashFile(dir))) {
            FlashLayout layout =
                    layoutInOtp(dir, FlashLayout.ofSlotBytes(slotBytes.orElse(FlashLayout.DEFAULT_SLOT_BYTES)));
            FlashFile.create(flashFile(dir), layout.geometry(), layout.encode());
        }
        FlashLayout layout = layoutOf(dir);
        if (slotBytes.isPresent()
                && FlashLayout.ofSlotBytes(slotBytes.getAsLong()).slotBytes() != layout.slotBytes()) {
            throw new FlashFileException(flashFile(dir) + " has slots of " + layout.slotBytes()
                    + " B; a slot size is chosen once, when a device is made");
        }
    }

    private static FlashLayout layoutInOtp(Path dir, FlashLayout fresh) throws IOException {
        try (NorFlash memory = openOtp(dir, FlashFile.Options.DEFAULT)) {
            Otp otp = new Otp(memory);
            if (otp.layout().isEmpty()) {
                otp.writeLayout(fresh.encode());
            }
            return FlashLayout.decode(otp.layout().orElseThrow());
        }
    }

    /** Opens a device for running; a second one on the same files is refused. */
    public static DeviceStorage open(Path dir, Options options) throws IOException {
        FlashLayout layout = layoutOf(dir);
        FlashFile.Options fileOptions = new FlashFile.Options(options.fsync());
        NorFlash flash = NorFlash.open(flashFile(dir), fileOptions);
        try {
            return new DeviceStorage(flash, openOtp(dir, fileOptions), layout, options.faults()).checked(dir);
        } catch (IOException | RuntimeException e) {
            flash.close();
            throw e;
        }
    }

    /** Opens a device for looking at it, also while it runs. */
    public static DeviceStorage openReadOnly(Path dir) throws IOException {
        FlashLayout layout = layoutOf(dir);
        requireOtp(dir);
        NorFlash flash = NorFlash.openReadOnly(flashFile(dir));
        try {
            NorFlash memory = NorFlash.openReadOnly(otpFile(dir));
            return new DeviceStorage(flash, memory, layout, FaultPlan.none()).checked(dir);
        } catch (IOException | RuntimeException e) {
            flash.close();
            throw e;
        }
    }

    private DeviceStorage checked(Path dir) throws IOException {
        try {
            Bytes made = new Otp(otpMemory).layout().orElse(Bytes.EMPTY);
            if (!made.equals(layout.encode())) {
                throw new FlashFileException(flashFile(dir) + " and " + otpFile(dir) + " are not of the same device");
            }
            return this;
        } catch (IOException | RuntimeException e) {
            otpMemory.close();
            throw e;
        }
    }

    private static NorFlash openOtp(Path dir, FlashFile.Options options) throws IOException {
        requireOtp(dir);
        return NorFlash.open(otpFile(dir), options);
    }

    private static void requireOtp(Path dir) throws IOException {
        if (!Files.isRegularFile(otpFile(dir))) {
            throw new FlashFileException(otpFile(dir) + ", the device's one-time-programmable memory, is missing");
        }
        if (!FlashFile.describe(otpFile(dir)).label().equals(OTP_LABEL)) {
            throw new FlashFileException(otpFile(dir) + " is not a device's one-time-programmable memory");
        }
    }

    private static FlashLayout layoutOf(Path dir) throws IOException {
        try {
            return FlashLayout.decode(FlashFile.describe(flashFile(dir)).label());
        } catch (IllegalArgumentException e) {
            throw new FlashFileException(flashFile(dir) + " is not the flash of a device of this kind", e);
        }
    }

    /** What a boot ROM runs on. Read anew from the files: one for each boot. */
    public BootPlatform platform() throws IOException {
        return platform(BootPlatform.DEFAULT_TRIAL_ATTEMPTS);
    }

    /** The same, with more attempts for an image on trial. */
    public BootPlatform platform(int trialAttempts) throws IOException {
        Otp otp = new Otp(FaultyFlash.ofFuses(otpMemory, faults));
        SuitImageVerifier verifier = new SuitImageVerifier(otp::provisioning);
        return new BootPlatform(new FaultyFlash(flash, faults), layout, otp, verifier, trialAttempts);
    }

    public FlashLayout layout() {
        return layout;
    }

    /** The medium itself, for its counts. */
    public NorFlash flash() {
        return flash;
    }

    @Override
    public void close() throws IOException {
        try (otpMemory) {
            flash.close();
        }
    }
}
