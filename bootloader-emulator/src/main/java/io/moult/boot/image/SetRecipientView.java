package io.moult.boot.image;

import io.moult.boot.otp.Provisioning;
import io.moult.bytes.Bytes;
import io.moult.cose.DigestAlgorithm;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.process.RecipientView;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A set of images as a manifest sees it: the device's components, to the bootloader where they run. */
final class SetRecipientView implements RecipientView {
    private final Provisioning owner;
    private final SetView images;
    private final Map<ComponentId, Bytes> found = new HashMap<>();

    SetRecipientView(Provisioning owner, SetView images) {
        this.owner = owner;
        this.images = images;
    }

    /** The SHA-256 digest that was found last of a component. */
    Optional<Bytes> found(ComponentId component) {
        return Optional.ofNullable(found.get(component));
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
        return images.has(component);
    }

    @Override
    public long slot(ComponentId component) {
        return images.image(component).slot();
    }

    @Override
    public Bytes read(ComponentId component, long offsetBytes, int lengthBytes) throws IOException {
        ImageView image = images.image(component);
        long left = Math.max(0, image.capacityBytes() - offsetBytes);
        return image.read(offsetBytes, (int) Math.min(lengthBytes, left));
    }

    @Override
    public Bytes digest(ComponentId component, DigestAlgorithm algorithm, long sizeBytes) throws IOException {
        ImageView image = images.image(component);
        if (sizeBytes < 0 || sizeBytes > image.capacityBytes()) {
            throw new IOException(Long.toUnsignedString(sizeBytes) + " octets of a slot of " + image.capacityBytes());
        }
        if (algorithm != DigestAlgorithm.SHA_256) {
            return RecipientView.super.digest(component, algorithm, sizeBytes);
        }
        Bytes digest = image.sha256(sizeBytes);
        found.put(component, digest);
        return digest;
    }
}
