package io.moult.boot.flash;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/**
 * The flash as one master sees it: a processor, a partition, an application. What no grant allows is denied by a {@link
 * DeniedAccessException}, before anything happens.
 */
public final class GuardedFlash implements Flash {
    private final Flash flash;
    private final String master;
    private final List<FlashAccess> grants;

    /** @param master the name in a denial */
    public GuardedFlash(Flash flash, String master, List<FlashAccess> grants) {
        this.flash = Objects.requireNonNull(flash);
        this.master = Objects.requireNonNull(master);
        this.grants = List.copyOf(grants);
    }

    @Override
    public FlashGeometry geometry() {
        return flash.geometry();
    }

    @Override
    public Bytes read(long offsetBytes, int lengthBytes) throws IOException {
        if (lengthBytes > 0
                && offsetBytes >= 0
                && offsetBytes + lengthBytes <= geometry().sizeBytes()) {
            int last = geometry().sectorAt(offsetBytes + lengthBytes - 1);
            for (int sector = geometry().sectorAt(offsetBytes); sector <= last; sector++) {
                require(FlashAccess.Right.READ, sector);
            }
        }
        return flash.read(offsetBytes, lengthBytes);
    }

    @Override
    public void program(long offsetBytes, Bytes octets) throws IOException {
        if (offsetBytes >= 0 && offsetBytes < geometry().sizeBytes()) {
            require(FlashAccess.Right.PROGRAM, geometry().sectorAt(offsetBytes));
        }
        flash.program(offsetBytes, octets);
    }

    @Override
    public void erase(int sector) throws IOException {
        require(FlashAccess.Right.ERASE, sector);
        flash.erase(sector);
    }

    private void require(FlashAccess.Right right, int sector) {
        for (FlashAccess grant : grants) {
            if (grant.allows(right, sector)) {
                return;
            }
        }
        throw new DeniedAccessException(master, right, sector);
    }
}
