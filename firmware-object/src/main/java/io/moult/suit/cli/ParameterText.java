package io.moult.suit.cli;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.PayloadEncryption;
import io.moult.suit.manifest.ComponentMetadata;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.WaitEvent;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Parameters in words. */
final class ParameterText {
    private static final int MOST_SHOWN_CHARS = 60;

    private ParameterText() {}

    static String of(Parameters parameters) {
        return parameters.all().stream().map(ParameterText::of).collect(Collectors.joining(", "));
    }

    private static String of(Parameter parameter) {
        return parameter.label() + " " + value(parameter);
    }

    private static String value(Parameter parameter) {
        if (parameter instanceof Parameter.VendorIdentifier vendor) {
            return vendor.value().toString();
        } else if (parameter instanceof Parameter.VendorNumber vendor) {
            return "of enterprise number " + vendor.relativeOid().hex();
        } else if (parameter instanceof Parameter.ClassIdentifier classId) {
            return classId.value().toString();
        } else if (parameter instanceof Parameter.DeviceIdentifier device) {
            return device.value().toString();
        } else if (parameter instanceof Parameter.ImageDigest digest) {
            return digest.value().value().hex();
        } else if (parameter instanceof Parameter.StrictOrder strict) {
            return Boolean.toString(strict.value());
        } else if (parameter instanceof Parameter.SoftFailure soft) {
            return Boolean.toString(soft.value());
        } else if (parameter instanceof Parameter.Uri uri) {
            return Printable.of(uri.value());
        } else if (parameter instanceof Parameter.UseBefore before) {
            return time(before.epochSeconds());
        } else if (parameter instanceof Parameter.UpdatePriority priority) {
            return Long.toString(priority.value());
        } else if (parameter instanceof Parameter.Version version) {
            return version.value().toString();
        } else if (parameter instanceof Parameter.WaitInfo wait) {
            return events(wait);
        } else if (parameter instanceof Parameter.Metadata metadata) {
            return metadata(metadata.value());
        }
        return plain(parameter);
    }

    /** Those that are an unsigned number or octets, and what nobody knows. */
    private static String plain(Parameter parameter) {
        if (parameter instanceof Parameter.ImageSize size) {
            return Long.toUnsignedString(size.valueBytes());
        } else if (parameter instanceof Parameter.ComponentSlot slot) {
            return Long.toUnsignedString(slot.value());
        } else if (parameter instanceof Parameter.SourceComponent source) {
            return Long.toUnsignedString(source.index());
        } else if (parameter instanceof Parameter.MinimumBattery battery) {
            return Long.toUnsignedString(battery.level());
        } else if (parameter instanceof Parameter.SecurityCounter counter) {
            return Long.toUnsignedString(counter.value());
        } else if (parameter instanceof Parameter.Content content) {
            return content(content.value());
        } else if (parameter instanceof Parameter.EncryptionInfo info) {
            return "of " + octets(info.value()) + " ("
                    + Printable.of(PayloadEncryption.describe(info.value(), DecoderLimits.DEFAULT)) + ")";
        } else if (parameter instanceof Parameter.InvokeArguments arguments) {
            return octets(arguments.value());
        } else if (parameter instanceof Parameter.FetchArguments arguments) {
            return octets(arguments.value());
        } else if (parameter instanceof Parameter.Custom) {
            return "(for the device to know)";
        }
        return "(unknown)";
    }

    /** All that is waited for. */
    static String events(Parameter.WaitInfo wait) {
        return wait.events().stream().map(ParameterText::event).collect(Collectors.joining(" and "));
    }

    /** A short text as it is. */
    private static String content(Bytes value) {
        String text = new String(value.toArray(), StandardCharsets.ISO_8859_1);
        return text.matches("[ -~]{1," + MOST_SHOWN_CHARS + "}") ? "\"" + text + "\"" : octets(value);
    }

    private static String octets(Bytes value) {
        return value.length() + " octets";
    }

    private static String event(WaitEvent event) {
        if (event instanceof WaitEvent.Authorization authorization) {
            return "an authorization of priority " + authorization.priority();
        } else if (event instanceof WaitEvent.Power power) {
            return "power state " + power.state();
        } else if (event instanceof WaitEvent.Network network) {
            return "network state " + network.state();
        } else if (event instanceof WaitEvent.OtherDeviceVersion other) {
            return "device " + other.device().hex() + " to be of a version "
                    + other.versions().stream().map(Object::toString).collect(Collectors.joining(" and "));
        } else if (event instanceof WaitEvent.Time time) {
            return time(time.epochSeconds());
        } else if (event instanceof WaitEvent.TimeOfDay time) {
            return "second " + time.seconds() + " of the day" + clock(time.clock());
        }
        WaitEvent.DayOfWeek day = (WaitEvent.DayOfWeek) event;
        return "day " + day.days() + " of the week, Sunday being 0" + clock(day.clock());
    }

    private static String clock(WaitEvent.Clock clock) {
        return switch (clock) {
            case LOCAL -> " by local time";
            case UTC -> " by UTC";
        };
    }

    private static String time(long epochSeconds) {
        try {
            if (epochSeconds >= 0) {
                return Instant.ofEpochSecond(epochSeconds).toString();
            }
        } catch (DateTimeException e) {
            // later than any calendar here goes: told as a number
        }
        return Long.toUnsignedString(epochSeconds) + " seconds after 1970";
    }

    private static String metadata(ComponentMetadata metadata) {
        List<String> parts = new ArrayList<>();
        metadata.fileType()
                .ifPresent(
                        type -> parts.add(type.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        metadata.defaultPermissions().ifPresent(bits -> parts.add("permissions " + bits.bits()));
        add(parts, "users", metadata.users().size());
        add(parts, "groups", metadata.groups().size());
        add(parts, "roles", metadata.roles().size());
        metadata.modificationEpochSeconds().ifPresent(time -> parts.add("modified " + time(time)));
        metadata.creationEpochSeconds().ifPresent(time -> parts.add("created " + time(time)));
        metadata.creator().ifPresent(actor -> parts.add("by " + actor(actor)));
        return "(" + String.join(", ", parts) + ")";
    }

    private static void add(List<String> parts, String what, int count) {
        if (count > 0) {
            parts.add("permissions of " + count + " " + what);
        }
    }

    private static String actor(ComponentMetadata.Actor actor) {
        if (actor instanceof ComponentMetadata.Actor.ById id) {
            return id.id().toString();
        } else if (actor instanceof ComponentMetadata.Actor.ByOctets octets) {
            return octets.octets().hex();
        } else if (actor instanceof ComponentMetadata.Actor.ByName name) {
            return Printable.of(name.name());
        }
        return Long.toString(((ComponentMetadata.Actor.ByNumber) actor).number());
    }
}
