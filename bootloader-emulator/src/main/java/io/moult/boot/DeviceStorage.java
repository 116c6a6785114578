package io.moult.boot;

import io.moult.boot.flash.FaultPlan;
import io.moult.boot.flash.FaultyFlash;
import io.moult.boot.flash.FlashFile;
import io.moult.boot.flash.FlashFileException;
import io.moult.boot.flash.NorFlash;
import io.moult.boot.image.SuitImageVerifier;
import io.moult.boot.otp.Otp;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The two files of an emulated device: {@code flash.bin} and {@code otp.bin}. Both say what they are; the layout is
 * read from them, never guessed. Opened for writing by one device at a time. Owned by one thread at a time.
 */
public final class DeviceStorage implements Closeable {
    private static final Bytes OTP_LABEL = Bytes.copyOf("MOULT-OTP".getBytes(StandardCharsets.US_ASCII));

    private final NorFlash flash;
    private final NorFlash otpMemory;
    private final Topology topology;
    private final FaultPlan faults;

    private DeviceStorage(NorFlash flash, NorFlash otpMemory, Topology topology, FaultPlan faults) {
        this.flash = flash;
        this.otpMemory = otpMemory;
        this.topology = topology;
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
        return DeviceFiles.in(dir).flash();
    }

    public static Path otpFile(Path dir) {
        return DeviceFiles.in(dir).otp();
    }

    /** Whether a device has been made in this directory. */
    public static boolean exists(Path dir) {
        return Files.exists(otpFile(dir)) || Files.exists(flashFile(dir));
    }

    /**
     * Makes a blank device in a directory; what a crash left half made is completed. One that is there stays as it is,
     * and must have slots of this size if a size is given ({@link Topology#DEFAULT_SLOT_BYTES} for a new one
     * otherwise).
     */
    public static void createIfAbsent(Path dir, OptionalLong slotBytes) throws IOException {
        createIfAbsent(DeviceFiles.in(dir), slotBytes);
    }

    /** The same, for files anywhere. */
    public static void createIfAbsent(DeviceFiles files, OptionalLong slotBytes) throws IOException {
        Topology wanted = Topology.single(slotBytes.orElse(Topology.DEFAULT_SLOT_BYTES));
        makeIfAbsent(files, wanted);
        Topology made = topologyOf(files);
        if (slotBytes.isPresent() && slotBytes(wanted) != slotBytes(made)) {
            throw new FlashFileException(files.flash() + " has slots of " + slotBytes(made)
                    + " B; a slot size is chosen once, when a device is made");
        }
    }

    /** Makes a blank device of any topology; one that is there must be of this very topology. */
    public static void createIfAbsent(DeviceFiles files, Topology wanted) throws IOException {
        makeIfAbsent(files, wanted);
        if (!topologyOf(files).equals(wanted)) {
            throw new FlashFileException(
                    files.flash() + " is of another topology; that is chosen once, when a device is made");
        }
    }

    private static void makeIfAbsent(DeviceFiles files, Topology fresh) throws IOException {
        for (Path file : List.of(files.flash(), files.otp())) {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
        }
        if (!Files.exists(files.otp()) && !Files.exists(files.flash())) {
            FlashFile.create(files.otp(), Otp.GEOMETRY, OTP_LABEL);
        }
        if (!Files.exists(files.flash())) {
            Topology topology = topologyInOtp(files, fresh);
            FlashFile.create(files.flash(), topology.geometry(), topology.encode());
        }
    }

    private static long slotBytes(Topology topology) {
        return topology.components().get(0).slotBytes();
    }

    private static Topology topologyInOtp(DeviceFiles files, Topology fresh) throws IOException {
        try (NorFlash memory = openOtp(files, FlashFile.Options.DEFAULT)) {
            Otp otp = new Otp(memory);
            otp.settle();
            if (otp.layout().isEmpty()) {
                otp.writeLayout(fresh.encode());
            }
            return Topology.decode(otp.layout().orElseThrow());
        }
    }

    /** Opens a device for running; a second one on the same files is refused. */
    public static DeviceStorage open(Path dir, Options options) throws IOException {
        return open(DeviceFiles.in(dir), options);
    }

    /** The same, for files anywhere. */
    public static DeviceStorage open(DeviceFiles files, Options options) throws IOException {
        Topology topology = topologyOf(files);
        FlashFile.Options fileOptions = new FlashFile.Options(options.fsync());
        NorFlash flash = NorFlash.open(files.flash(), fileOptions);
        try {
            return new DeviceStorage(flash, openOtp(files, fileOptions), topology, options.faults()).checked(files);
        } catch (IOException | RuntimeException e) {
            flash.close();
            throw e;
        }
    }

    /** Opens a device for looking at it, also while it runs. */
    public static DeviceStorage openReadOnly(Path dir) throws IOException {
        return openReadOnly(DeviceFiles.in(dir));
    }

    /** The same, for files anywhere. */
    public static DeviceStorage openReadOnly(DeviceFiles files) throws IOException {
        Topology topology = topologyOf(files);
        requireOtp(files);
        NorFlash flash = NorFlash.openReadOnly(files.flash());
        try {
            NorFlash memory = NorFlash.openReadOnly(files.otp());
            return new DeviceStorage(flash, memory, topology, FaultPlan.none()).checked(files);
        } catch (IOException | RuntimeException e) {
            flash.close();
            throw e;
        }
    }

    private DeviceStorage checked(DeviceFiles files) throws IOException {
        try {
            Bytes made = new Otp(otpMemory).layout().orElse(Bytes.EMPTY);
            if (!made.equals(topology.encode())) {
                throw new FlashFileException(files.flash() + " and " + files.otp()
                        + " are not of the same device: the flash is for " + words(topology) + ", the device is "
                        + words(made));
            }
            return this;
        } catch (IOException | RuntimeException e) {
            otpMemory.close();
            throw e;
        }
    }

    private static String words(Bytes layout) {
        if (layout.isEmpty()) {
            return "not made yet";
        }
        try {
            return words(Topology.decode(layout));
        } catch (IllegalArgumentException e) {
            return "of a kind that this program does not know";
        }
    }

    private static String words(Topology topology) {
        return topology.name() + " with " + topology.strategy().label() + ", "
                + topology.geometry().sectorCount() + " sectors, slots of " + slotBytes(topology) + " B";
    }

    private static NorFlash openOtp(DeviceFiles files, FlashFile.Options options) throws IOException {
        requireOtp(files);
        return NorFlash.open(files.otp(), options);
    }

    private static void requireOtp(DeviceFiles files) throws IOException {
        if (!Files.isRegularFile(files.otp())) {
            throw new FlashFileException(files.otp() + ", the device's one-time-programmable memory, is missing");
        }
        if (!FlashFile.describe(files.otp()).label().equals(OTP_LABEL)) {
            throw new FlashFileException(files.otp() + " is not a device's one-time-programmable memory");
        }
    }

    private static Topology topologyOf(DeviceFiles files) throws IOException {
        try {
            return Topology.decode(FlashFile.describe(files.flash()).label());
        } catch (IllegalArgumentException e) {
            throw new FlashFileException(
                    files.flash() + " is not the flash of a device of this kind: " + e.getMessage(), e);
        }
    }

    /** What a boot ROM runs on. Read anew from the files: one for each boot. */
    public BootPlatform platform() throws IOException {
        return platform(TrialBudget.ONE);
    }

    /** The same, with more attempts for a set on trial. */
    public BootPlatform platform(TrialBudget trials) throws IOException {
        Otp otp = new Otp(new FaultyFlash(otpMemory, faults));
        SuitImageVerifier verifier = new SuitImageVerifier(otp);
        return new BootPlatform(new FaultyFlash(flash, faults), topology, otp, verifier, trials);
    }

    public Topology topology() {
        return topology;
    }

    /** The plan of the power cut to come; it knows how many writes there were. */
    public FaultPlan faults() {
        return faults;
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
