package io.moult.demo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is counted on the wire must itself be right: else the story's verdicts are worth nothing. */
class BlockLedgerTest {
    private final ObjectMapper json = new ObjectMapper();
    private final List<JsonNode> wire = new ArrayList<>();
    private long clock = 1000;
    private int mid;

    @Test
    void push_withoutInterruption_takesNothingTwice() throws IOException {
        push(0, "2.31");
        push(1, "2.31");
        push(2, "2.04");

        BlockLedger ledger = ledger();

        assertThat(ledger.count()).isEqualTo(3);
        assertThat(ledger.reachedBytes()).isEqualTo(3 * 1024);
        assertThat(ledger.takenAgainBytes()).isZero();
    }

    @Test
    void push_resumedTwoBlocksBack_countsTwoBlocksTwice() throws IOException {
        for (int i = 0; i < 10; i++) {
            push(i, "2.31");
        }
        long cut = clock;
        for (int i = 8; i < 12; i++) {
            push(i, "2.31");
        }

        assertThat(ledger().takenAgainBytes()).isEqualTo(2 * 1024);
        assertThat(ledger().firstOffsetSince(cut)).isEqualTo(8 * 1024);
    }

    @Test
    void push_refusedBlock_isNotTaken() throws IOException {
        push(0, "4.00");
        push(1, "4.08");

        assertThat(ledger().count()).isZero();
        assertThat(ledger().firstOffsetSince(0)).isEqualTo(-1);
    }

    @Test
    void push_retransmittedMessage_countsOnce() throws IOException {
        wire.add(request(0));
        wire.add(request(0));
        wire.add(answer("2.31"));
        wire.add(answer("2.31"));

        assertThat(ledger().count()).isEqualTo(1);
    }

    @Test
    void push_smallerBlocksAfterTheResume_areComparedByOctets() throws IOException {
        push(0, "2.31");
        push(1, "2.31");
        push(7, 256, "2.31");
        push(8, 256, "2.31");

        assertThat(ledger().takenAgainBytes()).isEqualTo(256);
        assertThat(ledger().reachedBytes()).isEqualTo(9 * 256);
    }

    @Test
    void pull_blocksThatCame_areCountedFromTheAnswers() throws IOException {
        for (int num : List.of(0, 1, 2, 2, 3)) {
            wire.add(json.readTree("{\"t\":" + clock++ + ",\"dir\":\"in\",\"peer\":\"p\",\"code\":\"2.05\",\"mid\":"
                    + mid++ + ",\"token\":\"t\",\"block2\":{\"num\":" + num
                    + ",\"more\":true,\"size\":512},\"bytes\":512}"));
        }

        BlockLedger ledger = BlockLedger.ofPull(wire);

        assertThat(ledger.count()).isEqualTo(5);
        assertThat(ledger.takenAgainBytes()).isEqualTo(512);
        assertThat(ledger.reachedBytes()).isEqualTo(4 * 512);
    }

    private BlockLedger ledger() {
        return BlockLedger.ofPush(wire, message -> message.path("uri").asText().equals("5/0/0"));
    }

    private void push(int num, String answer) throws IOException {
        push(num, 1024, answer);
    }

    private void push(int num, int size, String answer) throws IOException {
        mid++;
        wire.add(request(num, size));
        wire.add(answer(answer));
    }

    private JsonNode request(int num) throws IOException {
        return request(num, 1024);
    }

    private JsonNode request(int num, int size) throws IOException {
        return json.readTree("{\"t\":" + clock++ + ",\"dir\":\"out\",\"peer\":\"p\",\"code\":\"PUT\",\"mid\":" + mid
                + ",\"token\":\"t" + mid + "\",\"uri\":\"5/0/0\",\"block1\":{\"num\":" + num
                + ",\"more\":true,\"size\":"
                + size + "},\"bytes\":" + size + "}");
    }

    private JsonNode answer(String code) throws IOException {
        return json.readTree("{\"t\":" + clock++ + ",\"dir\":\"in\",\"peer\":\"p\",\"code\":\"" + code + "\",\"mid\":"
                + mid + ",\"token\":\"t" + mid + "\",\"bytes\":0}");
    }
}
