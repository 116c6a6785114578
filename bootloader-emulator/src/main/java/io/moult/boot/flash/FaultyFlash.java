package io.moult.boot.flash;

import io.moult.bytes.Bytes;
import java.io.IOException;

/**
 * A medium whose power is cut as a {@link FaultPlan} says. After the cut every call throws {@link PowerCut} again: code
 * that swallows the exception gets no further.
 */
public final class FaultyFlash implements Flash {
    private final NorFlash medium;
    private final FaultPlan plan;

    public FaultyFlash(NorFlash medium, FaultPlan plan) {
        this.medium = medium;
        this.plan = plan;
    }

    @Override
    public FlashGeometry geometry() {
        return medium.geometry();
    }

    @Override
    public Bytes read(long offsetBytes, int lengthBytes) throws IOException {
        plan.requirePower();
        return medium.read(offsetBytes, lengthBytes);
    }

    @Override
    public void program(long offsetBytes, Bytes octets) throws IOException {
        if (plan.nextIsCut()) {
            throw cut(medium.aboutToProgram(offsetBytes, octets));
        }
        medium.program(offsetBytes, octets);
    }

    @Override
    public void erase(int sector) throws IOException {
        if (plan.nextIsCut()) {
            throw cut(medium.aboutToErase(sector));
        }
        medium.erase(sector);
    }

    private PowerCut cut(WriteOperation operation) throws IOException {
        Interruption how = plan.choose(operation);
        if (!(how instanceof Interruption.Before)) {
            medium.leave(operation, how.of(operation));
        }
        return plan.fire(operation, how);
    }
}
