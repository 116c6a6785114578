package io.moult.suit.codec;

import io.moult.cbor.CborItem;
import io.moult.suit.manifest.Identifiers;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import java.util.UUID;

/** SUIT_Parameters (draft-ietf-suit-manifest-37 section 8.4.8). */
final class ParameterEncoder {
    private ParameterEncoder() {}

    static CborItem encode(Parameters parameters) {
        Items.Members members = new Items.Members();
        parameters.all().forEach(parameter -> members.add(parameter.code(), value(parameter)));
        return members.toItem();
    }

    private static CborItem value(Parameter parameter) {
        if (parameter instanceof Parameter.VendorIdentifier vendor) {
            return uuid(vendor.value());
        } else if (parameter instanceof Parameter.VendorNumber vendor) {
            return new CborItem.Tagged(ParameterDecoder.TAG_ENTERPRISE_NUMBER, Items.octets(vendor.relativeOid()));
        } else if (parameter instanceof Parameter.ClassIdentifier classId) {
            return uuid(classId.value());
        } else if (parameter instanceof Parameter.DeviceIdentifier device) {
            return uuid(device.value());
        } else if (parameter instanceof Parameter.ImageDigest digest) {
            return Items.wrapped(Documents.item(digest.value()));
        } else if (parameter instanceof Parameter.StrictOrder strict) {
            return Items.truth(strict.value());
        } else if (parameter instanceof Parameter.SoftFailure soft) {
            return Items.truth(soft.value());
        } else if (parameter instanceof Parameter.Uri uri) {
            return new CborItem.Text(uri.value());
        } else if (parameter instanceof Parameter.UpdatePriority priority) {
            return CborItem.ofLong(priority.value());
        } else if (parameter instanceof Parameter.Version version) {
            return Items.wrapped(VersionCodec.encode(version.value()));
        } else if (parameter instanceof Parameter.WaitInfo wait) {
            return Items.wrapped(WaitCodec.encode(wait.events()));
        } else if (parameter instanceof Parameter.Metadata metadata) {
            return Items.wrapped(MetadataCodec.encode(metadata.value()));
        } else if (parameter instanceof Parameter.Custom custom) {
            return custom.value();
        } else if (parameter instanceof Parameter.Unknown unknown) {
            return unknown.value();
        }
        return plain(parameter);
    }

    /** Those that are an unsigned number or octets. */
    private static CborItem plain(Parameter parameter) {
        if (parameter instanceof Parameter.ImageSize size) {
            return Items.unsigned(size.valueBytes());
        } else if (parameter instanceof Parameter.UseBefore before) {
            return Items.unsigned(before.epochSeconds());
        } else if (parameter instanceof Parameter.ComponentSlot slot) {
            return Items.unsigned(slot.value());
        } else if (parameter instanceof Parameter.SourceComponent source) {
            return Items.unsigned(source.index());
        } else if (parameter instanceof Parameter.MinimumBattery battery) {
            return Items.unsigned(battery.level());
        } else if (parameter instanceof Parameter.SecurityCounter counter) {
            return Items.unsigned(counter.value());
        } else if (parameter instanceof Parameter.Content content) {
            return Items.octets(content.value());
        } else if (parameter instanceof Parameter.EncryptionInfo info) {
            return Items.octets(info.value());
        } else if (parameter instanceof Parameter.InvokeArguments arguments) {
            return Items.octets(arguments.value());
        }
        return Items.octets(((Parameter.FetchArguments) parameter).value());
    }

    private static CborItem uuid(UUID value) {
        return Items.octets(Identifiers.toBytes(value));
    }
}
