package io.moult.suit.recipient;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What a recipient is taken for; what is not said fits every manifest. */
public record RecipientIdentity(Optional<UUID> vendorId, Optional<UUID> classId, Optional<UUID> deviceId) {
    /** Any device. */
    public static final RecipientIdentity ANY =
            new RecipientIdentity(Optional.empty(), Optional.empty(), Optional.empty());

    public RecipientIdentity {
        Objects.requireNonNull(vendorId);
        Objects.requireNonNull(classId);
        Objects.requireNonNull(deviceId);
    }
}
