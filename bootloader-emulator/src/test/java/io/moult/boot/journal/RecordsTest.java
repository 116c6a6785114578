package io.moult.boot.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The form of a record: what is whole, what is torn, what is missing. */
class RecordsTest {
    private static final Bytes PAYLOAD = Bytes.ofHex("00112233445566778899aabbccddeeff0123");

    /** Records one after the other in a region of 256 octets. */
    private static byte[] region(Bytes... records) {
        byte[] region = new byte[256];
        Arrays.fill(region, (byte) 0xff);
        int at = 0;
        for (Bytes record : records) {
            record.copyInto(region, at);
            at += record.length();
        }
        return region;
    }

    private static Records.Scan scan(byte[] region) {
        return Records.scan(Bytes.wrap(region), 0xff);
    }

    @Test
    void blankRegion_hasNothing() {
        Records.Scan scan = scan(region());

        assertThat(scan.blank()).isTrue();
        assertThat(scan.entries()).isEmpty();
        assertThat(scan.startsWithEntry()).isFalse();
    }

    @Test
    void wholeRecords_areReadInOrder() {
        Records.Scan scan = scan(region(Records.encode(5, 9, PAYLOAD), Records.encode(6, 10, Bytes.EMPTY)));

        assertThat(scan.entries())
                .containsExactly(new Records.Entry(5, 9, PAYLOAD), new Records.Entry(6, 10, Bytes.EMPTY));
        assertThat(scan.usedBytes()).isEqualTo(96);
        assertThat(scan.consecutive()).isTrue();
        assertThat(scan.startsWithEntry()).isTrue();
    }

    /** Cut after each octet: absent until the last one that counts is there. */
    @Test
    void tornRecord_isAbsentAtEveryOctet() {
        Bytes record = Records.encode(5, 9, PAYLOAD);
        int counting = 16 + PAYLOAD.length();
        for (int octets = 0; octets < counting; octets++) {
            byte[] region = region(record.slice(0, octets));
            boolean same = region[counting - 1] == record.toArray()[counting - 1] && octets == counting - 1;

            assertThat(scan(region).entries().isEmpty()).isEqualTo(!same);
        }
        assertThat(scan(region(record.slice(0, counting))).entries()).hasSize(1);
    }

    @Test
    void flippedBit_makesARecordAbsent() {
        Bytes record = Records.encode(5, 9, PAYLOAD);
        for (int bit = 0; bit < 8 * (16 + PAYLOAD.length()); bit++) {
            byte[] region = region(record);
            region[bit / 8] ^= (byte) (1 << (bit % 8));

            Records.Scan scan = scan(region);

            assertThat(scan.entries().stream().filter(entry -> bit(entry))).isEmpty();
            assertThat(scan.usedBytes()).isPositive();
        }
    }

    private static boolean bit(Records.Entry entry) {
        return entry.sequence() == 9 && entry.type() == 5 && entry.payload().equals(PAYLOAD);
    }

    @Test
    void recordMissingBetweenOthers_isNoticed() {
        Bytes first = Records.encode(5, 1, Bytes.EMPTY);
        Bytes third = Records.encode(5, 3, Bytes.EMPTY);
        Bytes torn = Bytes.ofHex("00".repeat(32));

        assertThat(scan(region(first, torn, third)).consecutive()).isFalse();
        assertThat(scan(region(first, torn, Records.encode(5, 2, Bytes.EMPTY))).consecutive())
                .isTrue();
    }

    @Test
    void lengthThatCannotBe_isNotFollowed() {
        byte[] record = Records.encode(5, 9, PAYLOAD).toArray();
        for (byte[] length : new byte[][] {{-1, -1, -1, -1}, {0x7f, -1, -1, -1}, {0, 0, 1, 0}}) {
            System.arraycopy(length, 0, record, 8, 4);

            assertThat(scan(region(Bytes.copyOf(record))).entries()).isEmpty();
        }
    }
}
