package io.moult.updateobject;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BootReportJsonTest {
    private static final String GOOD =
            "{\"event\":\"reverted\",\"detail\":\"watchdog\",\"reset\":\"watchdog\",\"version\":\"1.0.0\","
                    + "\"sequence\":\"18446744073709551615\",\"counter\":\"0\",\"attempts\":2}";

    private final BootReportJson json = new BootReportJson();

    @Test
    void report_encoded_isCompactJson() {
        assertThat(json.encode(new BootReport(BootReport.Event.REVERTED, "watchdog", "watchdog", "1.0.0", -1, 0, 2)))
                .isEqualTo(GOOD);
    }

    @ParameterizedTest
    @EnumSource
    void report_encodedAndDecoded_isTheSame(BootReport.Event event) {
        BootReport report = new BootReport(event, "a \"quoted\" word\n", "power", "", Long.MIN_VALUE, 7, 0);

        assertThat(json.decode(json.encode(report))).contains(report);
    }

    @Test
    void report_withAnEndlessDetail_isCutAndStillReadable() {
        BootReport report = new BootReport(BootReport.Event.NORMAL, "x".repeat(9_000), "power", "1", 1, 0, 0);

        assertThat(json.decode(json.encode(report)))
                .hasValueSatisfying(read -> assertThat(read.detail()).hasSize(256));
    }

    @Test
    void goodReport_isReadable_soThatTheBadOnesFailForTheirOwnReason() {
        assertThat(json.decode(GOOD)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{}",
                "{\"event\":\"reverted\"}",
                "{\"event\":\"REVERTED\",\"detail\":\"\",\"reset\":\"\",\"version\":\"\",\"sequence\":\"1\",\"counter\":\"0\",\"attempts\":0}",
                "{\"event\":\"normal\",\"detail\":\"\",\"reset\":\"\",\"version\":\"\",\"sequence\":1,\"counter\":\"0\",\"attempts\":0}",
                "{\"event\":\"normal\",\"detail\":\"\",\"reset\":\"\",\"version\":\"\",\"sequence\":\"-1\",\"counter\":\"0\",\"attempts\":0}",
                "{\"event\":\"normal\",\"detail\":\"\",\"reset\":\"\",\"version\":\"\",\"sequence\":\"01\",\"counter\":\"0\",\"attempts\":0}",
                "{\"event\":\"normal\",\"detail\":\"\",\"reset\":\"\",\"version\":\"\",\"sequence\":\"18446744073709551616\",\"counter\":\"0\",\"attempts\":0}",
                "{\"event\":\"normal\",\"detail\":\"\",\"reset\":\"\",\"version\":\"\",\"sequence\":\"1\",\"counter\":\"0\",\"attempts\":-1}",
                "{\"event\":\"normal\",\"detail\":\"\",\"reset\":\"\",\"version\":\"\",\"sequence\":\"1\",\"counter\":\"0\",\"attempts\":0.5}",
                "{\"event\":\"normal\",\"detail\":null,\"reset\":\"\",\"version\":\"\",\"sequence\":\"1\",\"counter\":\"0\",\"attempts\":0}",
                "{\"event\":\"normal\",\"detail\":\"\",\"reset\":\"\",\"version\":\"\",\"sequence\":\"1\",\"counter\":\"0\",\"attempts\":0,\"more\":1}",
                "{\"event\":\"normal\",\"event\":\"normal\",\"detail\":\"\",\"reset\":\"\",\"version\":\"\",\"sequence\":\"1\",\"counter\":\"0\",\"attempts\":0}",
                "{\"event\":\"normal\",\"detail\":\"\",\"reset\":\"\",\"version\":\"\",\"sequence\":\"1\",\"counter\":\"0\",\"attempts\":0} x"
            })
    void report_ofAnyOtherForm_isNotRead(String text) {
        assertThat(json.decode(text)).isEmpty();
    }

    @Test
    void report_longerThanTheLimit_isNotRead() {
        assertThat(json.decode(GOOD.replace("\"detail\":\"watchdog\"", "\"detail\":\"" + "x".repeat(1024) + "\"")))
                .isEmpty();
    }
}
