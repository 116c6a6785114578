package io.moult.boot.image;

import io.moult.boot.otp.Provisioning;
import io.moult.bytes.Bytes;
import io.moult.cose.DigestAlgorithm;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.process.RecipientView;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/** One place for an image as a manifest sees it: the device's one component, to the bootloader where it runs. */
final class ImageRecipientView implements RecipientView {
    private final Provisioning owner;
    private final ImageView image;
    private Optional<Bytes> lastDigest = Optional.empty();

    ImageRecipientView(Provisioning owner, ImageView image) {
        this.owner = owner;
        this.image = image;
    }

    /** The SHA-256 digest that was found last. */
    Optional<Bytes> lastDigest() {
        return lastDigest;
    }

    @Override
    public UUID vendorId() {
        return owner.vendorId();
    }

    @Override
    public UUID classId() {
        return owner.classId();
    }

    @Override
    public boolean hasComponent(ComponentId component) {
        return component.equals(ComponentId.MAIN);
    }

    @Override
    public long slot(ComponentId component) {
        return 0;
    }

    @Override
    public Bytes read(ComponentId component, long offsetBytes, int lengthBytes) throws IOException {
        long left = Math.max(0, image.capacityBytes() - offsetBytes);
        return image.read(offsetBytes, (int) Math.min(lengthBytes, left));
    }

    @Override
    public Bytes digest(ComponentId component, DigestAlgorithm algorithm, long sizeBytes) throws IOException {
        if (sizeBytes < 0 || sizeBytes > image.capacityBytes()) {
            throw new IOException(Long.toUnsignedString(sizeBytes) + " octets of a slot of " + image.capacityBytes());
        }
        if (algorithm != DigestAlgorithm.SHA_256) {
            return RecipientView.super.digest(component, algorithm, sizeBytes);
        }
        Bytes digest = image.sha256(sizeBytes);
        lastDigest = Optional.of(digest);
        return digest;
    }
}
