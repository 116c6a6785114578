package io.moult.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RunPlanTest {

    @Test
    void plan_bothEnds_alternatesTheirOrderPairByPair() {
        List<RunPlan.Planned> plan = RunPlan.of(3, List.of(End.STOCK, End.MOULT));

        assertThat(plan.stream().map(RunPlan.Planned::end))
                .containsExactly(End.STOCK, End.MOULT, End.MOULT, End.STOCK, End.STOCK, End.MOULT);
        assertThat(plan.stream().map(RunPlan.Planned::pair)).containsExactly(1, 1, 2, 2, 3, 3);
    }

    @Test
    void plan_oneEnd_isThatEndAlone() {
        assertThat(RunPlan.of(2, List.of(End.MOULT)))
                .containsExactly(new RunPlan.Planned(1, End.MOULT), new RunPlan.Planned(2, End.MOULT));
    }
}
