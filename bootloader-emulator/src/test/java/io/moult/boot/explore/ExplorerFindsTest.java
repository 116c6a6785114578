package io.moult.boot.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.moult.boot.explore.invariant.Invariants;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The explorer is itself on trial: a bootloader by flag bytes has the weaknesses that were measured with MCUboot's, and
 * it finds each; and where there is none to be found, it finds none.
 */
class ExplorerFindsTest {
    private static final List<Invariant> WITHOUT_RULES_OF_OURS = Invariants.ALL.stream()
            .filter(invariant -> !Set.of("I8", "I10").contains(invariant.id()))
            .toList();

    private static ExploreSettings settings(Set<FaultKind> kinds, int depth) {
        return new ExploreSettings(
                new FaultModel(kinds, false),
                WITHOUT_RULES_OF_OURS,
                depth,
                0,
                2,
                200_000,
                false,
                line -> {},
                System::nanoTime);
    }

    private static List<Violation> violations(FlagByteBootloader subject, Set<FaultKind> kinds, int depth)
            throws Exception {
        return new Explorer(subject, settings(kinds, depth)).explore().violations();
    }

    private static List<Violation> of(String invariant, List<Violation> violations) {
        return violations.stream()
                .filter(violation -> violation.invariant().equals(invariant))
                .toList();
    }

    /** F1: a torn copy_done, neither set nor unset: nobody reverts, and the image that nobody confirmed stays. */
    @Test
    void f1TornCopyDone_isFoundAsAnUnconfirmedImageThatStays() throws Exception {
        List<Violation> found = violations(new FlagByteBootloader(1, false), EnumSet.of(FaultKind.BITS), 1);

        assertThat(of("I4", found)).isNotEmpty();
    }

    /** F2: the same tear on one image of two: the next boot reverts the other alone. */
    @Test
    void f2TornCopyDoneOfOneImage_isFoundAsAMixedSet() throws Exception {
        List<Violation> found = violations(new FlagByteBootloader(2, false), EnumSet.of(FaultKind.BITS), 1);

        assertThat(of("I3", found)).isNotEmpty();
    }

    /** F3: a torn swap_info, used unchecked when the swap is resumed: no boot ever again, with both images there. */
    @Test
    void f3TornSwapInfo_isFoundAsARefusalForEver() throws Exception {
        Set<FaultKind> kinds = EnumSet.of(FaultKind.BITS, FaultKind.AFTER);

        assertThat(of("I1", violations(new FlagByteBootloader(1, false), kinds, 2)))
                .isNotEmpty();
    }

    /** F4: a reset between the confirmation of one image and the other's. */
    @Test
    void f4ResetBetweenConfirmations_isFoundAsAMixedSet() throws Exception {
        List<Violation> found = violations(new FlagByteBootloader(2, true), EnumSet.of(FaultKind.AFTER), 1);

        assertThat(of("I3", found)).anyMatch(violation -> violation.path().contains("confirm:0=after"));
    }

    /** Cut between operations only, one image by flag bytes is sound: as MCUboot's simulator finds, too. */
    @Test
    void oneImage_cutBetweenOperationsAnyNumberOfTimes_isFoundSound() throws Exception {
        ExploreSettings closure = settings(EnumSet.of(FaultKind.BEFORE, FaultKind.AFTER), ExploreSettings.UNBOUNDED);

        Exploration exploration = new Explorer(new FlagByteBootloader(1, false), closure).explore();

        assertThat(exploration.violations()).isEmpty();
        assertThat(exploration.figures().complete()).isTrue();
        assertThat(exploration.figures().states()).isGreaterThan(20);
    }

    /** A violation's path is all that is needed to see it again. */
    @Test
    void violation_isReproducedByItsPath() throws Exception {
        FlagByteBootloader subject = new FlagByteBootloader(2, true);
        List<Violation> found = violations(subject, EnumSet.of(FaultKind.BITS, FaultKind.AFTER), 2);
        assertThat(found).hasSizeGreaterThan(3);

        for (Violation violation : found) {
            Replay.Result again = new Replay(subject, WITHOUT_RULES_OF_OURS).of(violation.path());

            assertThat(again.violations())
                    .extracting(Violation::invariant, Violation::detail)
                    .contains(tuple(violation.invariant(), violation.detail()));
        }
    }
}
