package io.moult.suit.verify;

import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Identifiers;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Goes through a manifest on paper: conditions about who the device is are judged, all others are taken to hold, and
 * nothing is done. Tells whether a device of this identity gets to the end, and with which digest each payload will be
 * compared.
 *
 * <p>Does not tell whether the update succeeds: slots, versions, times and images are the device's own.
 */
public final class Rehearsal {
    /** What no manifest of any use comes near. */
    private static final int MOST_STEPS = 100_000;

    private final Manifest manifest;
    private final Device device;
    private final Map<Integer, Parameters> parameters = new HashMap<>();
    private final Map<Integer, String> fetched = new HashMap<>();
    private final List<PayloadMatch> matches = new ArrayList<>();
    private final Set<String> uris = new LinkedHashSet<>();
    private int steps;

    private Rehearsal(Manifest manifest, Device device) {
        this.manifest = manifest;
        this.device = device;
    }

    /** Who the device is; what is not said fits every manifest. */
    public record Device(Optional<UUID> vendorId, Optional<UUID> classId, Optional<UUID> deviceId) {
        public static final Device ANY = new Device(Optional.empty(), Optional.empty(), Optional.empty());

        public Device {
            Objects.requireNonNull(vendorId);
            Objects.requireNonNull(classId);
            Objects.requireNonNull(deviceId);
        }
    }

    /**
     * That what is fetched from a URI will be compared with a digest.
     *
     * @param dependency whether it is an envelope, and the digest that of the manifest in it
     */
    public record PayloadMatch(String uri, Digest digest, boolean dependency) {}

    /**
     * What came of it.
     *
     * @param refusal why a device of this identity does not get to the end
     * @param matches in the order in which they are met; payloads that are decrypted on their way are not among them
     * @param uris all that is fetched
     */
    public record Outcome(Optional<Refusal> refusal, List<PayloadMatch> matches, Set<String> uris) {
        public Outcome {
            Objects.requireNonNull(refusal);
            matches = List.copyOf(matches);
            uris = Set.copyOf(uris);
        }
    }

    /** All that an update runs, and all that the manifest has beside. */
    public static Outcome of(Manifest manifest, Device device) {
        Rehearsal rehearsal = new Rehearsal(manifest, device);
        Set<Integer> indexes = new TreeSet<>(manifest.componentIndexes());
        List<Integer> first = indexes.size() == 1 ? List.copyOf(indexes) : List.of();
        Optional<Refusal> refusal = rehearsal.run(manifest.sharedSequence(), first);
        for (Section section : Section.values()) {
            Optional<CommandSequence> sequence = manifest.sequence(section);
            if (refusal.isEmpty() && sequence.isPresent()) {
                refusal = rehearsal.run(sequence.get(), first);
            }
        }
        return new Outcome(refusal, rehearsal.matches, rehearsal.uris);
    }

    private Optional<Refusal> run(CommandSequence sequence, List<Integer> from) {
        List<Integer> selected = from;
        for (Command command : sequence.commands()) {
            if (command instanceof Directive.SetComponentIndex set) {
                selected = set.components().indexes(manifest.componentIndexes());
            } else if (command instanceof Directive.OverrideMultiple override) {
                for (Directive.OverrideMultiple.Entry entry : override.entries()) {
                    override(entry.index(), entry.parameters());
                    selected = List.of(entry.index());
                }
            } else {
                for (int index : selected) {
                    Optional<Refusal> refusal = step(command, index);
                    if (refusal.isPresent()) {
                        return refusal;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Refusal> step(Command command, int index) {
        steps++;
        if (steps > MOST_STEPS) {
            return Optional.of(
                    new Refusal(RefusalReason.LIMIT_EXCEEDED, "it runs more than " + MOST_STEPS + " commands"));
        }
        if (command instanceof Directive.OverrideParameters override) {
            override(index, override.parameters());
        } else if (command instanceof Directive.SetParameters set) {
            parameters.put(index, set.parameters().overriddenBy(of(index)));
        } else if (command instanceof Directive.CopyParams copy) {
            copy(copy, index);
        } else if (command instanceof Directive.RunSequence run) {
            return run(run.sequence(), List.of(index)).filter(refusal -> !isSoft(run.sequence()));
        } else if (command instanceof Directive.TryEach tryEach) {
            return tryEach(tryEach, index);
        } else if (command instanceof Condition condition) {
            return judge(condition, index);
        } else if (command instanceof Directive.Operation operation) {
            follow(operation, index);
        }
        return Optional.empty();
    }

    private static boolean isSoft(CommandSequence sequence) {
        return sequence.commands().stream()
                .filter(Directive.OverrideParameters.class::isInstance)
                .map(Directive.OverrideParameters.class::cast)
                .flatMap(override -> override.parameters().find(Parameter.SoftFailure.class).stream())
                .anyMatch(Parameter.SoftFailure::value);
    }

    /** Every attempt is gone through, for what it would fetch; the first that gets to its end counts. */
    private Optional<Refusal> tryEach(Directive.TryEach tryEach, int index) {
        Map<Integer, Parameters> before = new HashMap<>(parameters);
        Optional<Map<Integer, Parameters>> after = Optional.empty();
        Optional<Refusal> first = Optional.empty();
        for (CommandSequence attempt : tryEach.attempts()) {
            restore(before);
            Optional<Refusal> refusal = run(attempt, List.of(index));
            if (refusal.isEmpty() && after.isEmpty()) {
                after = Optional.of(new HashMap<>(parameters));
            }
            first = first.or(() -> refusal);
        }
        restore(after.orElse(before));
        return after.isPresent() || tryEach.mayAllFail() ? Optional.empty() : first;
    }

    private void restore(Map<Integer, Parameters> known) {
        parameters.clear();
        parameters.putAll(known);
    }

    private Parameters of(int index) {
        return parameters.getOrDefault(index, Parameters.EMPTY);
    }

    private void override(int index, Parameters later) {
        parameters.put(index, of(index).overriddenBy(later));
    }

    private void copy(Directive.CopyParams copy, int index) {
        for (Directive.CopyParams.Entry entry : copy.entries()) {
            override(
                    index,
                    new Parameters(of(entry.sourceIndex()).all().stream()
                            .filter(parameter -> entry.codes().contains(parameter.code()))
                            .toList()));
        }
    }

    private Optional<Refusal> judge(Condition condition, int index) {
        Parameters known = of(index);
        if (condition instanceof Condition.VendorIdentifier) {
            Optional<UUID> wanted = known.find(Parameter.VendorIdentifier.class)
                    .map(Parameter.VendorIdentifier::value)
                    .or(() -> known.find(Parameter.VendorNumber.class)
                            .map(number -> Identifiers.vendorIdOfNumber(number.relativeOid())));
            return compare(RefusalReason.VENDOR_MISMATCH, "vendor", wanted, device.vendorId());
        } else if (condition instanceof Condition.ClassIdentifier) {
            return compare(
                    RefusalReason.CLASS_MISMATCH,
                    "class",
                    known.find(Parameter.ClassIdentifier.class).map(Parameter.ClassIdentifier::value),
                    device.classId());
        } else if (condition instanceof Condition.DeviceIdentifier) {
            return compare(
                    RefusalReason.DEVICE_MISMATCH,
                    "device",
                    known.find(Parameter.DeviceIdentifier.class).map(Parameter.DeviceIdentifier::value),
                    device.deviceId());
        } else if (condition instanceof Condition.Abort) {
            return failed("it gives up");
        } else if (condition instanceof Condition.IsDependency) {
            return manifest.dependency(index).isPresent()
                    ? Optional.empty()
                    : failed("component " + index + " is no dependency");
        } else if (condition instanceof Condition.ImageMatch || condition instanceof Condition.DependencyIntegrity) {
            known.find(Parameter.ImageDigest.class).ifPresent(digest -> match(index, digest.value()));
        }
        return Optional.empty();
    }

    private static Optional<Refusal> failed(String detail) {
        return Optional.of(new Refusal(RefusalReason.CONDITION_FAILED, detail));
    }

    private static Optional<Refusal> compare(
            RefusalReason reason, String what, Optional<UUID> wanted, Optional<UUID> actual) {
        if (actual.isEmpty() || actual.equals(wanted)) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                reason,
                "the manifest is for "
                        + wanted.map(id -> what + " " + id).orElse("a " + what + " that it does not name")
                        + ", this device is "
                        + (what.equals("device") ? "" : "of ") + actual.get()));
    }

    private void match(int index, Digest digest) {
        String uri = fetched.get(index);
        if (uri != null) {
            matches.add(new PayloadMatch(uri, digest, manifest.dependency(index).isPresent()));
        }
    }

    /** Where the octets of a component are from; nobody knows once they have been decrypted or put together. */
    private void follow(Directive.Operation operation, int index) {
        Parameters known = of(index);
        boolean plain = known.find(Parameter.EncryptionInfo.class).isEmpty();
        Optional<String> origin = Optional.empty();
        if (operation instanceof Directive.Fetch) {
            origin = known.find(Parameter.Uri.class).map(Parameter.Uri::value);
            origin.ifPresent(uris::add);
        } else if (operation instanceof Directive.Copy) {
            origin = known.find(Parameter.SourceComponent.class).map(source -> fetched.get((int) source.index()));
        } else if (!(operation instanceof Directive.Write) && !(operation instanceof Directive.Swap)) {
            return;
        }
        if (plain && origin.isPresent()) {
            fetched.put(index, origin.get());
        } else {
            fetched.remove(index);
        }
    }
}
