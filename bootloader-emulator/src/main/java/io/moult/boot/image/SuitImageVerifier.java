package io.moult.boot.image;

import io.moult.boot.otp.Provisioning;
import io.moult.bytes.Bytes;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** Belief by SUIT manifest and the trust anchors in one-time-programmable memory. */
public final class SuitImageVerifier implements ImageVerifier {
    private final Supplier<Optional<Provisioning>> provisioning;

    public SuitImageVerifier(Supplier<Optional<Provisioning>> provisioning) {
        this.provisioning = provisioning;
    }

    @Override
    public ImageVerdict verify(Bytes envelope, ImageView image, Acceptance acceptance) throws IOException {
        return new ImageVerdict.Refused(new Refusal(
                RefusalReason.NOT_PROVISIONED,
                provisioning.get().map(Provisioning::toString).orElse("")));
    }

    @Override
    public Optional<ImageFacts> describe(Bytes envelope) {
        return Optional.empty();
    }
}
