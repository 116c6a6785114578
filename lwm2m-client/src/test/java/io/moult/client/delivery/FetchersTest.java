package io.moult.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.client.support.FakeFetcher;
import io.moult.suit.verify.RefusalReason;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which fetcher is for which address. */
class FetchersTest {
    private final FakeFetcher coaps = new FakeFetcher();
    private final Fetchers fetchers = new Fetchers(Map.of("coaps", coaps));

    @Test
    void address_withAKnownScheme_goesToItsFetcher() {
        assertThat(fetchers.choose("COAPS://host/a"))
                .isInstanceOfSatisfying(
                        Fetchers.Choice.Usable.class,
                        usable -> assertThat(usable.fetcher()).isSameAs(coaps));
    }

    @Test
    void address_withAnotherScheme_isUnsupported() {
        assertThat(reason("https://host/a")).isEqualTo(RefusalReason.UNSUPPORTED_SCHEME);
    }

    @Test
    void address_thatIsNone_isABadUri() {
        for (String bad :
                new String[] {"", "#image", "a/b", "coaps:/a", "coaps://u@h/a", "coaps://h/a#f", "coaps://h:x/"}) {
            assertThat(reason(bad)).as(bad).isEqualTo(RefusalReason.BAD_URI);
        }
        assertThat(reason("coaps://host/" + "a".repeat(250))).isEqualTo(RefusalReason.BAD_URI);
    }

    private RefusalReason reason(String address) {
        return ((Fetchers.Choice.Unusable) fetchers.choose(address)).refusal().reason();
    }
}
