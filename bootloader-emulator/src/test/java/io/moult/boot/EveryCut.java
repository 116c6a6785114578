package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.flash.FaultPlan;
import io.moult.boot.flash.FaultPlan.Tear;
import io.moult.boot.flash.PowerCut;
import java.io.IOException;
import java.util.List;
import java.util.function.LongFunction;

/** Cuts the power at every write of a life, before, inside and after it, and looks at what each cut left. */
final class EveryCut {
    private static final List<LongFunction<FaultPlan>> KINDS = List.of(
            FaultPlan::cutBefore,
            operation -> FaultPlan.tear(operation, Tear.PREFIX, operation),
            operation -> FaultPlan.tear(operation, Tear.GARBAGE, operation),
            operation -> FaultPlan.tear(operation, Tear.GARBAGE, 77 * operation),
            operation -> FaultPlan.tear(operation, Tear.LOOKS_BLANK, operation),
            operation -> FaultPlan.unstable(operation, operation),
            FaultPlan::cutAfter);

    private EveryCut() {}

    /** What a device does until its power is cut. */
    interface Life {
        void on(TestDevice device) throws IOException;
    }

    /** What must hold of the device then; it has power again. */
    interface Look {
        void at(TestDevice device) throws IOException;
    }

    /** Returns how many cuts there were; each of them has fired. */
    static int of(TestDevice from, Life life, Look look) throws IOException {
        long operations = operationsOf(from, life);
        assertThat(operations).as("writes of this life").isPositive();
        int cases = 0;
        for (long operation = 1; operation <= operations; operation++) {
            for (LongFunction<FaultPlan> kind : KINDS) {
                look.at(afterCut(from, life, kind.apply(operation)));
                cases++;
            }
        }
        return cases;
    }

    /** How many writes a life has in which nothing is cut. */
    static long operationsOf(TestDevice from, Life life) throws IOException {
        FaultPlan counting = FaultPlan.none();
        life.on(from.copy().with(counting));
        return counting.operations();
    }

    /** The device after one cut, which must have fired; it has power again. */
    static TestDevice afterCut(TestDevice from, Life life, FaultPlan plan) throws IOException {
        TestDevice device = from.copy().with(plan);
        boolean fell = false;
        try {
            life.on(device);
        } catch (PowerCut e) {
            fell = true;
        }
        assertThat(fell && plan.fired()).as("%s fired", plan.firedAt()).isTrue();
        return device.with(FaultPlan.none());
    }
}
