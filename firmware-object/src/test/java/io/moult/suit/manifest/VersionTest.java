package io.moult.suit.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {
    @ParameterizedTest
    @ValueSource(strings = {"2.0.0", "1", "0.0.10", "1.2.3.4", "2026.11"})
    void version_parsed_isShownAsItWasGiven(String text) {
        assertThat(Version.parse(text)).hasToString(text);
    }

    @Test
    void version_ofThreeNumbers_hasThem() {
        assertThat(Version.parse("0.0.10").parts()).isEqualTo(List.of(0L, 0L, 10L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v2",
                "2.",
                ".2",
                "2..0",
                "-1",
                "2.0.0-rc.1",
                "2.0.0+5",
                "1.02",
                "2,0",
                "99999999999999999999",
                " 2"
            })
    void version_ofAnythingElse_isRefusedWithASentence(String text) {
        assertThatThrownBy(() -> Version.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("such as 2.0.0");
    }

    @Test
    void version_beforeARelease_isShownInWords() {
        assertThat(new Version(List.of(2L, 0L, 0L, -1L, 3L))).hasToString("2.0.0-rc.3");
        assertThat(new Version(List.of(2L, -2L))).hasToString("2-beta");
        assertThat(new Version(List.of(2L, -3L))).hasToString("2-alpha");
    }
}
