package io.moult.suit.manifest;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import java.util.List;
import java.util.UUID;

/**
 * One parameter (draft-ietf-suit-manifest-37 section 8.4.8, draft-ietf-suit-update-management-14 section 4): an input of
 * commands, for the current component.
 */
public sealed interface Parameter {
    /** The specification's number. */
    long code();

    /** The specification's name, such as {@code image-digest}. */
    default String label() {
        return ParameterCode.label(code());
    }

    /** Whom the image is from. */
    record VendorIdentifier(UUID value) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.VENDOR_IDENTIFIER.code();
        }
    }

    /** Whom the image is from, as a private enterprise number: a relative OID under 1.3.6.1.4.1 (tag 112). */
    record VendorNumber(Bytes relativeOid) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.VENDOR_IDENTIFIER.code();
        }
    }

    /** What kind of device the image is for. */
    record ClassIdentifier(UUID value) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.CLASS_IDENTIFIER.code();
        }
    }

    /** Which one device the image is for. */
    record DeviceIdentifier(UUID value) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.DEVICE_IDENTIFIER.code();
        }
    }

    /** Of the image; for a dependency, of its manifest. */
    record ImageDigest(Digest value) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.IMAGE_DIGEST.code();
        }
    }

    /** In octets, unsigned. */
    record ImageSize(long valueBytes) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.IMAGE_SIZE.code();
        }
    }

    /** Seconds since 1970-01-01T00:00:00Z, unsigned 64 bit. */
    record UseBefore(long epochSeconds) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.USE_BEFORE.code();
        }
    }

    /** Unsigned. */
    record ComponentSlot(long value) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.COMPONENT_SLOT.code();
        }
    }

    /** Whether commands run one after the other. */
    record StrictOrder(boolean value) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.STRICT_ORDER.code();
        }
    }

    /** Whether a condition that does not hold ends no more than the sequence it is in. */
    record SoftFailure(boolean value) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.SOFT_FAILURE.code();
        }
    }

    /** What the write directive writes. */
    record Content(Bytes value) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.CONTENT.code();
        }
    }

    /** How the payload is encrypted: an encoded COSE_Encrypt, not looked into. */
    record EncryptionInfo(Bytes value) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.ENCRYPTION_INFO.code();
        }
    }

    /** Where the fetch directive fetches from: an address, or {@code #name} for a payload in the envelope. */
    record Uri(String value) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.URI.code();
        }
    }

    /** The index of the component that the copy and swap directives take from, unsigned. */
    record SourceComponent(long index) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.SOURCE_COMPONENT.code();
        }
    }

    /** What the invoke directive hands over, of the device's own form. */
    record InvokeArguments(Bytes value) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.INVOKE_ARGS.code();
        }
    }

    /** What the fetch directive is to mind, of the device's own form. */
    record FetchArguments(Bytes value) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.FETCH_ARGUMENTS.code();
        }
    }

    /** The least charge, in the device's own measure, unsigned. */
    record MinimumBattery(long level) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.MINIMUM_BATTERY.code();
        }
    }

    /** How urgent the update is, in the deployment's own measure. */
    record UpdatePriority(long value) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.UPDATE_PRIORITY.code();
        }
    }

    /** Which versions of the component are meant. */
    record Version(VersionMatch value) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.VERSION.code();
        }
    }

    /** What the wait directive waits for: all of it. */
    record WaitInfo(List<WaitEvent> events) implements Parameter {
        public WaitInfo {
            events = List.copyOf(events);
        }

        @Override
        public long code() {
            return ParameterCode.WAIT_INFO.code();
        }
    }

    /** What a file system should remember of the component. */
    record Metadata(ComponentMetadata value) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.COMPONENT_METADATA.code();
        }
    }

    /**
     * Moult's own parameter: the security counter, unsigned, below which nothing boots any more once this release is
     * confirmed. In the validate sequence, since the shared sequence takes no custom parameter (section 8.4.8.16).
     */
    record SecurityCounter(long value) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.SECURITY_COUNTER.code();
        }
    }

    /**
     * One from the range for private use: a hint, without which every standard command works just the same.
     *
     * @param code {@value CustomCommand#HIGHEST_CODE} or less
     * @param value a number, a truth value, a text or octets
     */
    record Custom(long code, CborItem value) implements Parameter {
        public Custom {
            if (code > CustomCommand.HIGHEST_CODE || !allows(value)) {
                throw new IllegalArgumentException("no custom parameter: " + code + " " + value);
            }
        }

        /** Whether something has the form of a value. */
        public static boolean allows(CborItem value) {
            return value instanceof CborItem.ByteString
                    || value instanceof CborItem.Text
                    || value instanceof CborItem.Unsigned
                    || value instanceof CborItem.Negative
                    || value.equals(CborItem.Simple.TRUE)
                    || value.equals(CborItem.Simple.FALSE);
        }
    }

    /** One of a number that no specification has given out: kept so that a refusal can name it. */
    record Unknown(long code, CborItem value) implements Parameter {}
}
