package io.moult.server.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The admission limit: so many at a time, in the order in which they came. */
final class SlotsTest {
    private final Slots slots = new Slots(2);

    @Test
    void slots_asManyAsThereAre_areGrantedInOrder() {
        slots.request("a");
        slots.request("b");
        slots.request("c");

        assertThat(slots.grantNext()).contains("a");
        assertThat(slots.grantNext()).contains("b");
        assertThat(slots.grantNext()).isEmpty();
    }

    @Test
    void slot_givenBack_goesToTheNextThatStillWaits() {
        slots.request("a");
        slots.request("b");
        slots.request("c");
        slots.request("d");
        slots.grantNext();
        slots.grantNext();

        slots.release("c");
        slots.release("a");

        assertThat(slots.grantNext()).contains("d");
        assertThat(slots.grantNext()).isEmpty();
    }

    @Test
    void slot_askedForAgainByItsHolder_isNotGivenTwice() {
        slots.request("a");
        slots.grantNext();

        slots.request("a");

        assertThat(slots.grantNext()).isEmpty();
    }
}
