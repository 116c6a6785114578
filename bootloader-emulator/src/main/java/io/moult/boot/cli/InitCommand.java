package io.moult.boot.cli;

import io.moult.boot.DeviceFiles;
import io.moult.boot.DeviceStorage;
import io.moult.boot.Manufacture;
import io.moult.boot.otp.Provisioning;
import io.moult.boot.topology.ComponentPlace;
import io.moult.boot.topology.Topology;
import io.moult.cli.Failure;
import io.moult.cli.Version;
import io.moult.suit.author.KeySet;
import io.moult.suit.describe.PolicySource;
import io.moult.suit.verify.AuthorisationPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code boot init}: a device as it comes off the line, whole or not at all. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Makes a blank device: its flash and its one-time-programmable memory.",
        footer = {"", "Exit status: 0 made, 1 there is one already or it cannot be made, 2 misuse."})
final class InitCommand extends DeviceVerb {
    @Mixin
    private TopologyOptions kind = new TopologyOptions();

    @Option(
            names = "--provision",
            paramLabel = "KEYS",
            description = "Burn in vendor ID, class ID and certificate of this directory (see moult keys init).")
    private @Nullable Path keys;

    @Option(
            names = "--policy",
            paramLabel = "P.yaml",
            description = "Burn in who may do what (docs/policy.md); without it the certificate may have all done.")
    private @Nullable Path policy;

    @Option(
            names = "--production",
            description =
                    "For good: a device to be sold. It refuses certificates for development and demonstration keys.")
    private boolean production;

    @Override
    boolean makesNone() {
        return false;
    }

    @Override
    int run(DeviceFiles files) throws IOException {
        Topology topology = topology();
        if (policy != null && keys == null) {
            throw new ParameterException(
                    spec().commandLine(), "--policy is for a device that is somebody's: say --provision KEYS too.");
        }
        Optional<Provisioning> owner = keys == null ? Optional.empty() : Optional.of(ownerOf(keys));
        Optional<AuthorisationPolicy> rules =
                policy == null ? Optional.empty() : Optional.of(PolicySource.readFile(policy));
        for (Path file : List.of(files.flash(), files.otp())) {
            if (Files.exists(file)) {
                throw new Failure("file-exists", file + " is there already; a device is made once");
            }
        }
        try {
            make(files, topology, owner, rules);
        } catch (IOException e) {
            Files.deleteIfExists(files.flash());
            Files.deleteIfExists(files.otp());
            throw e;
        }
        return DONE;
    }

    private Topology topology() {
        try {
            return kind.topology();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec().commandLine(), e.getMessage());
        }
    }

    private static Provisioning ownerOf(Path directory) throws IOException {
        KeySet set = KeySet.read(directory);
        return new Provisioning(set.vendorId(), set.classId(), List.of(set.certificateDer()));
    }

    private void make(
            DeviceFiles files, Topology topology, Optional<Provisioning> owner, Optional<AuthorisationPolicy> rules)
            throws IOException {
        DeviceStorage.createIfAbsent(files, topology);
        try (DeviceStorage storage = DeviceStorage.open(files, DeviceStorage.Options.withoutFaults())) {
            if (production) {
                Manufacture.markForProduction(storage.platform());
            }
            if (owner.isPresent() && rules.isPresent()) {
                Manufacture.provision(storage.platform(), owner.get(), rules.get());
            } else if (owner.isPresent()) {
                Manufacture.provision(storage.platform(), owner.get());
            }
            say(files, topology, owner);
        }
    }

    private void say(DeviceFiles files, Topology topology, Optional<Provisioning> owner) throws IOException {
        long slot = topology.components().get(0).slotBytes();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("flash", files.flash().toString());
        object.put("otp", files.otp().toString());
        object.put("topology", topology.name());
        object.put("strategy", topology.strategy().name().toLowerCase(Locale.ROOT));
        object.put(
                "components",
                topology.components().stream()
                        .map(place -> place.id().toString())
                        .toList());
        object.put("slotSizeBytes", slot);
        object.put("sectors", topology.geometry().sectorCount());
        object.put("production", production);
        object.put("provisioned", owner.isPresent());
        object.put("policy", policy != null);
        List<String> lines = new ArrayList<>();
        lines.add("made " + files.flash() + " (" + topology.name() + ", "
                + topology.strategy().label() + ", " + topology.geometry().sectorCount() + " sectors, "
                + slots(topology) + ") and " + files.otp());
        lines.add(
                owner.isPresent()
                        ? "provisioned: vendor " + owner.get().vendorId() + ", class "
                                + owner.get().classId()
                        : "not provisioned: it takes no updates");
        tell(object, lines);
    }

    private static String slots(Topology topology) {
        List<ComponentPlace> places = topology.components();
        return places.size() == 1
                ? "slots of " + places.get(0).slotBytes() + " B"
                : "slots: "
                        + places.stream()
                                .map(place -> place.id() + " " + place.slotBytes() + " B")
                                .collect(Collectors.joining(", "));
    }
}
