package io.moult.suit.manifest;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import java.util.UUID;

/** One parameter (draft-ietf-suit-manifest-37 section 8.4.8): an input of commands, for the current component. */
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

    /** What kind of device the image is for. */
    record ClassIdentifier(UUID value) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.CLASS_IDENTIFIER.code();
        }
    }

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

    /** Unsigned. */
    record ComponentSlot(long value) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.COMPONENT_SLOT.code();
        }
    }

    /** What the write directive writes. */
    record Content(Bytes value) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.CONTENT.code();
        }
    }

    /** Where the fetch directive fetches from: an address, or {@code #name} for a payload in the envelope. */
    record Uri(String value) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.URI.code();
        }
    }

    /** The index of the component that the copy directive copies from, unsigned. */
    record SourceComponent(long index) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.SOURCE_COMPONENT.code();
        }
    }

    /**
     * Moult's own parameter: the security counter, unsigned, below which nothing boots any more once this release is
     * confirmed. In the validate sequence, since the shared sequence takes no custom parameter (section 8.4.8.15).
     */
    record SecurityCounter(long value) implements Parameter {
        @Override
        public long code() {
            return ParameterCode.SECURITY_COUNTER.code();
        }
    }

    /** One that was read but means nothing to this processor: kept so that a refusal can name it. */
    record Unsupported(long code, CborItem value) implements Parameter {}
}
