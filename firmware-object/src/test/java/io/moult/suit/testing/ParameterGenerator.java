package io.moult.suit.testing;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.cose.DigestAlgorithm;
import io.moult.suit.manifest.ComponentMetadata;
import io.moult.suit.manifest.ComponentMetadata.Actor;
import io.moult.suit.manifest.ComponentMetadata.Permissions;
import io.moult.suit.manifest.CustomCommand;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Identifiers;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.ParameterCode;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.Version;
import io.moult.suit.manifest.VersionMatch;
import io.moult.suit.manifest.WaitEvent;
import io.moult.suit.manifest.WaitEvent.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** Parameters of every kind, in the order of the encoding, for {@link ManifestGenerator}. */
class ParameterGenerator {
    private static final Comparator<Parameter> IN_ENCODED_ORDER =
            Comparator.<Parameter, Boolean>comparing(one -> one.code() < 0).thenComparing(one -> Math.abs(one.code()));

    private final Random random;

    ParameterGenerator(Random random) {
        this.random = random;
    }

    Parameters parameters(boolean shared, boolean nested) {
        List<Parameter> chosen = new ArrayList<>();
        for (ParameterCode code : ParameterCode.values()) {
            boolean allowed = (code != ParameterCode.SOFT_FAILURE || nested)
                    && (code != ParameterCode.SECURITY_COUNTER || !shared);
            if (allowed && random.nextInt(5) == 0) {
                chosen.add(parameter(code));
            }
        }
        if (!shared && random.nextInt(8) == 0) {
            chosen.add(new Parameter.Custom(CustomCommand.HIGHEST_CODE - 1 - random.nextInt(9), customValue()));
        }
        if (chosen.isEmpty()) {
            chosen.add(parameter(ParameterCode.IMAGE_SIZE));
        }
        chosen.sort(IN_ENCODED_ORDER);
        return new Parameters(chosen);
    }

    /** One parameter of this kind. */
    Parameter parameter(ParameterCode code) {
        return switch (code) {
            case VENDOR_IDENTIFIER ->
                random.nextInt(5) == 0 ? new Parameter.VendorNumber(octets(4)) : new Parameter.VendorIdentifier(uuid());
            case CLASS_IDENTIFIER -> new Parameter.ClassIdentifier(uuid());
            case DEVICE_IDENTIFIER -> new Parameter.DeviceIdentifier(uuid());
            case IMAGE_DIGEST -> new Parameter.ImageDigest(digest());
            case IMAGE_SIZE -> new Parameter.ImageSize(number());
            case USE_BEFORE -> new Parameter.UseBefore(number());
            case COMPONENT_SLOT -> new Parameter.ComponentSlot(number());
            case STRICT_ORDER -> new Parameter.StrictOrder(random.nextBoolean());
            case SOFT_FAILURE -> new Parameter.SoftFailure(random.nextBoolean());
            case CONTENT -> new Parameter.Content(octets(40));
            case ENCRYPTION_INFO -> new Parameter.EncryptionInfo(octets(40));
            case URI -> new Parameter.Uri("coap://host/ä" + random.nextInt(1000));
            case SOURCE_COMPONENT -> new Parameter.SourceComponent(0); // there is one in every manifest
            case INVOKE_ARGS -> new Parameter.InvokeArguments(octets(10));
            case FETCH_ARGUMENTS -> new Parameter.FetchArguments(octets(10));
            case MINIMUM_BATTERY -> new Parameter.MinimumBattery(random.nextInt(101));
            case UPDATE_PRIORITY -> new Parameter.UpdatePriority(random.nextLong());
            case VERSION -> new Parameter.Version(match());
            case WAIT_INFO -> new Parameter.WaitInfo(events());
            case COMPONENT_METADATA -> new Parameter.Metadata(metadata());
            case SECURITY_COUNTER -> new Parameter.SecurityCounter(number());
        };
    }

    Bytes octets(int most) {
        byte[] octets = new byte[random.nextInt(most + 1)];
        random.nextBytes(octets);
        return Bytes.wrap(octets);
    }

    private long number() {
        return random.nextLong() >>> random.nextInt(64);
    }

    private UUID uuid() {
        return random.nextBoolean()
                ? Identifiers.vendorId("d" + random.nextInt(1000) + ".example")
                : UUID.nameUUIDFromBytes(octets(8).toArray());
    }

    /** Of any algorithm: nothing in a parameter says that this processor has it. */
    Digest digest() {
        return random.nextInt(4) == 0
                ? new Digest(-43, DigestAlgorithm.SHA_384.digest(octets(10)))
                : random.nextInt(4) == 0 ? new Digest(-15, octets(9)) : Digest.sha256(octets(10));
    }

    private CborItem customValue() {
        return switch (random.nextInt(5)) {
            case 0 -> CborItem.ofLong(random.nextInt());
            case 1 -> CborItem.Simple.TRUE;
            case 2 -> CborItem.Simple.FALSE;
            case 3 -> new CborItem.Text("custom");
            default -> new CborItem.ByteString(octets(9));
        };
    }

    private VersionMatch match() {
        return new VersionMatch(
                VersionMatch.Comparison.of(1 + random.nextInt(5)).orElseThrow(),
                new Version(List.of((long) random.nextInt(9), -1L, number() >>> 1)));
    }

    private List<WaitEvent> events() {
        List<WaitEvent> all = List.of(
                new WaitEvent.Authorization(random.nextInt()),
                new WaitEvent.Power(random.nextInt(9)),
                new WaitEvent.Network(-1),
                new WaitEvent.OtherDeviceVersion(octets(9), List.of(match(), match())),
                new WaitEvent.Time(number()),
                new WaitEvent.TimeOfDay(random.nextInt(86_400), Clock.LOCAL),
                new WaitEvent.DayOfWeek(random.nextInt(7), Clock.LOCAL),
                new WaitEvent.TimeOfDay(random.nextInt(86_400), Clock.UTC),
                new WaitEvent.DayOfWeek(random.nextInt(7), Clock.UTC));
        int from = random.nextInt(all.size());
        return all.subList(from, from + 1 + random.nextInt(all.size() - from));
    }

    private ComponentMetadata metadata() {
        return new ComponentMetadata(
                maybe(permissions()),
                permissionMap(new Actor.ById(uuid())),
                permissionMap(new Actor.ByNumber(random.nextInt())),
                permissionMap(new Actor.ByName("Jürgen")),
                maybe(ComponentMetadata.FileType.of(1 + random.nextInt(3)).orElseThrow()),
                maybe(number()),
                maybe(number()),
                maybe(new Actor.ByOctets(octets(9))));
    }

    private Map<Actor, Permissions> permissionMap(Actor actor) {
        return random.nextBoolean() ? Map.of() : Map.of(actor, permissions(), new Actor.ByName("root"), permissions());
    }

    private Permissions permissions() {
        return new Permissions(random.nextInt(Permissions.ALL_BITS + 1));
    }

    private <T> Optional<T> maybe(T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }
}
