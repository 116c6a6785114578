package io.moult.suit.process;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentMetadata;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import java.util.Objects;
import java.util.Optional;

/**
 * How octets are to be treated on their way into a component.
 *
 * @param encryptionInfo they come encrypted so, and are to be stored decrypted: an encoded COSE_Encrypt
 * @param fetchArguments of the device's own form
 * @param metadata what a file system should remember of the component; a wish, subject to the device's policy
 */
public record Handling(
        Optional<Bytes> encryptionInfo, Optional<Bytes> fetchArguments, Optional<ComponentMetadata> metadata) {
    /** As they are. */
    public static final Handling PLAIN = new Handling(Optional.empty(), Optional.empty(), Optional.empty());

    public Handling {
        Objects.requireNonNull(encryptionInfo);
        Objects.requireNonNull(fetchArguments);
        Objects.requireNonNull(metadata);
    }

    static Handling of(Parameters parameters) {
        return new Handling(
                parameters.find(Parameter.EncryptionInfo.class).map(Parameter.EncryptionInfo::value),
                parameters.find(Parameter.FetchArguments.class).map(Parameter.FetchArguments::value),
                parameters.find(Parameter.Metadata.class).map(Parameter.Metadata::value));
    }
}
