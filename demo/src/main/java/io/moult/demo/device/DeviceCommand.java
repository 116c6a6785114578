package io.moult.demo.device;

import io.moult.boot.DeviceFiles;
import io.moult.boot.DeviceStorage;
import io.moult.boot.flash.FaultPlan;
import io.moult.bytes.Bytes;
import io.moult.cli.Version;
import io.moult.client.ClientSettings;
import io.moult.client.ContactSettings;
import io.moult.client.PskCredentials;
import io.moult.suit.describe.PolicySource;
import io.moult.updateobject.UpdateSupportObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code moult device}: an emulated device, until stopped. */
@Command(
        name = "device",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Runs an emulated device until it is stopped: bootloader, application and LwM2M client around one flash file.",
            "A new device is made by --provision and --first-image (or --first-image alone, when that brings the provisioning",
            "along), or by --manufacturing-image."
        },
        footer = {
            "",
            "Image octets are not executed: DIR/behaviour.json says how an image behaves, by its SHA-256:",
            "  {\"9f86d0…\": \"healthy\" | \"fails\" | \"hangs\" | \"crashes\"}; one that is not listed is healthy.",
            "Exit status: 0 switched off, 1 no image verifies or something failed, 2 misuse."
        })
public final class DeviceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The device's directory.")
    private Path data = Path.of("");

    @Option(names = "--endpoint", paramLabel = "NAME", description = "Its LwM2M endpoint name.")
    private @Nullable String endpoint;

    @Option(names = "--server", paramLabel = "URI", description = "Its server, such as coaps://127.0.0.1:5684.")
    private @Nullable URI server;

    @Option(names = "--identity", paramLabel = "ID", description = "The identity of its pre-shared key.")
    private @Nullable String identity;

    @Option(names = "--key", paramLabel = "HEX", description = "Its pre-shared key.", converter = Hex.class)
    private @Nullable Bytes key;

    @Option(
            names = "--provision",
            paramLabel = "KEYS",
            description = "At manufacture: put vendor ID, class ID and certificate of this directory into the device.")
    private @Nullable Path provision;

    @Option(
            names = "--first-image",
            paramLabel = "FILE.suit",
            description = "At manufacture: the release that it runs at first, its image in it.")
    private @Nullable Path firstImage;

    @Option(
            names = "--manufacturing-image",
            paramLabel = "FILE",
            description = "At manufacture: bootloader, certificate and first image in one (release --manufacturing).")
    private @Nullable Path manufacturingImage;

    @Option(
            names = "--slot-size",
            paramLabel = "BYTES",
            description = "At manufacture: the largest image it holds (default: 1 MiB).")
    private @Nullable Long slotBytes;

    @Option(
            names = "--watchdog",
            paramLabel = "MILLISECONDS",
            defaultValue = "3000",
            description = "How long an image may hang (default: ${DEFAULT-VALUE}).")
    private long watchdogMillis;

    @Option(
            names = "--lifetime",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "Lifetime of its registration (default: ${DEFAULT-VALUE}).")
    private long lifetimeSeconds;

    @Option(
            names = "--idle-probe",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description =
                    "How often an idle device makes sure that its server still knows it (default: ${DEFAULT-VALUE}).")
    private long idleProbeSeconds;

    @Option(
            names = "--private-object",
            paramLabel = "ID",
            defaultValue = "" + UpdateSupportObject.DEFAULT_OBJECT_ID,
            description = "Id of the private object (default: ${DEFAULT-VALUE}).")
    private int privateObjectId;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description =
                    "At manufacture: who may do what to it, in YAML (docs/policy.md); it is kept by the bootloader."
                            + " Without it the certificate may have everything done.")
    private @Nullable Path policy;

    @Option(names = "--trace", paramLabel = "FILE", description = "Append a JSON line for each CoAP message.")
    private @Nullable Path trace;

    @Option(
            names = "--boot-only",
            description = "Boot, run the self-test, confirm what passes it, and stop: needs no server.")
    private boolean bootOnly;

    @Option(
            names = "--cut-power",
            paramLabel = "N[:HOW]",
            description = "Lose power at the Nth write to flash, counted from the boot that carries an update out."
                    + " HOW: before (default), torn, garbage, blank, after. DIR/power-cut.json proves that it fired.")
    private @Nullable String cutPower;

    @Option(names = "--fsync", description = "Let what is written survive the machine, and not only the process.")
    private boolean fsync;

    @Option(names = "--json", description = "One JSON object per event.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        DeviceSettings settings = settings();
        DeviceEvents events = new DeviceEvents(spec.commandLine().getOut(), json, Clock.systemUTC());
        Files.createDirectories(data);
        try (DeviceLock lock = DeviceLock.take(data)) {
            manufacture();
            long pid = ProcessHandle.current().pid();
            events.say("started", "device in " + lock.directory() + ", process " + pid, Map.of("pid", pid));
            PowerSwitch power = new PowerSwitch();
            try (OrderlyEnd end = OrderlyEnd.onSignal(power)) {
                return end.with(new EmulatedDevice(settings, events, power).run());
            }
        }
    }

    private DeviceSettings settings() throws IOException {
        if (cutPower != null) {
            checked(cutPower);
        }
        return new DeviceSettings(
                data,
                bootOnly ? Optional.empty() : Optional.of(clientSettings()),
                Duration.ofMillis(watchdogMillis),
                Optional.ofNullable(cutPower),
                fsync);
    }

    private void checked(String order) {
        try {
            FaultPlan.parse(order);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--cut-power: " + e.getMessage());
        }
    }

    private ClientSettings clientSettings() throws IOException {
        if (endpoint == null || server == null) {
            throw new ParameterException(
                    spec.commandLine(), "a device needs --endpoint and --server (or --boot-only).");
        }
        if ("coaps".equalsIgnoreCase(server.getScheme()) && key == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "coaps needs the device's pre-shared key: give --key (and --identity, where it is not the endpoint's"
                            + " name).");
        }
        try {
            ClientSettings.Builder builder = ClientSettings.of(endpoint, server)
                    .lifetimeSeconds(lifetimeSeconds)
                    .privateObjectId(privateObjectId)
                    .contact(contact())
                    .equalSequenceAllowed(false);
            if (key != null) {
                builder.psk(new PskCredentials(identity == null ? endpoint : identity, key));
            }
            if (trace != null) {
                builder.traceFile(trace);
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private ContactSettings contact() {
        ContactSettings usual = ContactSettings.DEFAULT;
        return new ContactSettings(
                usual.silence(),
                Duration.ofSeconds(idleProbeSeconds),
                usual.probeTimeout(),
                usual.probeAttempts(),
                usual.registrationTimeout(),
                usual.firstRetry(),
                usual.maxRetry());
    }

    private void manufacture() throws IOException {
        OptionalLong size = slotBytes == null ? OptionalLong.empty() : OptionalLong.of(slotBytes);
        if (manufacturingImage != null && (provision != null || firstImage != null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--manufacturing-image brings all that a device is made of: leave out --provision and --first-image.");
        }
        if (policy != null && provision == null) {
            throw new ParameterException(
                    spec.commandLine(), "--policy is burnt in with the identifiers: say --provision KEYS too.");
        }
        boolean made = provision != null || firstImage != null || manufacturingImage != null;
        if (!made && !DeviceStorage.exists(data)) {
            throw new IOException(
                    "there is no device in " + data + ": make one with --provision KEYS and --first-image FILE.suit, or"
                            + " with --manufacturing-image FILE");
        }
        boolean isNew = !DeviceStorage.exists(data);
        try {
            make(new Factory(data, size));
        } catch (IOException e) {
            if (isNew) {
                // a device that did not come off the line whole is thrown away, with what was burnt into it
                Files.deleteIfExists(DeviceStorage.flashFile(data));
                Files.deleteIfExists(DeviceStorage.otpFile(data));
                Files.deleteIfExists(DeviceFiles.in(data).bootloader());
            }
            throw e;
        }
    }

    private void make(Factory factory) throws IOException {
        if (manufacturingImage != null) {
            factory.manufacture(manufacturingImage);
        }
        if (provision != null) {
            factory.provision(
                    provision, policy == null ? Optional.empty() : Optional.of(PolicySource.readFile(policy)));
        }
        if (firstImage != null) {
            factory.flash(firstImage);
        }
    }

    /** Reads a key. */
    static final class Hex implements ITypeConverter<Bytes> {
        @Override
        public Bytes convert(String digits) {
            try {
                return Bytes.ofHex(digits);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("a key is written in hexadecimal digits, two for each octet");
            }
        }
    }
}
