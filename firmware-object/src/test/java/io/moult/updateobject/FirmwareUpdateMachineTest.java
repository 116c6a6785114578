package io.moult.updateobject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.suit.verify.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every situation with every event, against a table written by hand from the text of object 5, version 1.1. R121 (each
 * step of an update by push or by fetch), R117 (what the tracker sees in 5/0/3 and 5/0/5).
 */
class FirmwareUpdateMachineTest {
    /**
     * Columns as in {@link Situations#situations}. A cell: the next situation ({@code =} the same; State, for 1 with
     * {@code p}ush, {@code u}ri or {@code m}anifest's payload, and after the slash the Update Result), then a code if
     * the request is refused, then the effects in order.
     */
    private static final String TABLE = """
            first block written to 5/0/0                 | 1p/0 discard receive | 1p/0 discard receive | 1p/0 discard receive | = 4.00 | = 4.00 | = 4.00 | = 4.00 | = 4.05
            further block written to 5/0/0               | = receive | = 4.00 | = receive | = 4.00 | = 4.00 | = 4.00 | = 4.00 | = 4.05
            nothing, or one zero octet, written to 5/0/0 | 0/0 discard | 0/0 discard | 0/0 discard | 0/0 stop discard | 0/0 stop discard | 0/0 discard | 0/0 discard | = 4.05
            address written to 5/0/1                     | 1u/0 discard fetch-package | 1u/0 discard fetch-package | = 4.00 | = 4.00 | = 4.00 | = 4.00 | = 4.00 | = 4.05
            unusable address written to 5/0/1            | 0/9 4.00 discard | 0/9 4.00 discard | = 4.00 | = 4.00 | = 4.00 | = 4.00 | = 4.00 | = 4.05
            nothing written to 5/0/1                     | 0/0 discard | 0/0 discard | 0/0 discard | 0/0 stop discard | 0/0 stop discard | 0/0 discard | 0/0 discard | = 4.05
            5/0/2 Update executed                        | = 4.05 | = 4.05 | = 4.05 | = 4.05 | = 4.05 | 3/0 install | 3/0 install | = 4.05
            5/0/2 Update executed, device defers         | = 4.05 | = 4.05 | = 4.05 | = 4.05 | = 4.05 | 2/11 | 2/11 | = 4.05
            5/0/10 Cancel executed                       | = 4.05 | = 4.05 | 0/10 discard | 0/10 stop discard | 0/10 stop discard | 0/10 discard | 0/10 discard | = 4.05
            envelope accepted, payload elsewhere         | = | = | 1m/0 fetch-payload | 1m/0 fetch-payload | 1m/0 fetch-payload | = | = | =
            package complete and verified                | = | = | 2/0 | 2/0 | 2/0 | = | = | =
            refused by the device                        | 0/5 4.00 discard | 0/5 4.00 discard | 0/5 4.00 discard | 0/5 4.00 stop discard | 0/5 4.00 stop discard | 0/5 4.00 discard | 0/5 4.00 discard | 0/5 4.00 discard
            connection given up                          | = | = | 0/4 discard | 0/4 stop discard | 0/4 stop discard | = | = | =
            deferred update may go on                    | = | = | = | = | = | 3/0 install | 3/0 install | =
            restarted, progress kept                     | = | = | = | = fetch-package | = fetch-payload | = | = | =
            restarted, nothing kept                      | = | = | 0/0 discard | 0/0 discard | 0/0 discard | 0/0 discard | 0/0 discard | =
            new image booted on trial                    | = | = | = | = | = | = | = | =
            new image confirmed                          | = | = | = | = | = | = | = | 0/1
            previous image runs again                    | = | = | = | = | = | = | = | 0/8 discard
            """;

    static Stream<Arguments> pairs() {
        List<String> columns = List.copyOf(Situations.situations().keySet());
        List<Arguments> pairs = new ArrayList<>();
        for (String line : TABLE.lines().toList()) {
            String[] cells = line.split("\\|");
            for (int column = 0; column < columns.size(); column++) {
                pairs.add(Arguments.of(columns.get(column), cells[0].strip(), cells[column + 1].strip()));
            }
        }
        return pairs.stream();
    }

    @ParameterizedTest(name = "in {0}: {1} → {2}")
    @MethodSource("pairs")
    void everyEvent_inEverySituation_leadsWhereTheTableSays(String situation, String event, String cell) {
        UpdateSituation now = Situations.situation(situation);

        UpdateTransition transition = FirmwareUpdateMachine.on(now, Situations.event(event));

        List<String> words = Arrays.asList(cell.split(" +"));
        if (words.get(0).equals("=")) {
            assertThat(transition.next()).isEqualTo(now);
        } else {
            assertThat(situation(transition.next())).isEqualTo(words.get(0));
        }
        assertThat(code(transition.answer()))
                .isEqualTo(words.stream()
                        .filter(word -> word.matches("4\\.\\d\\d"))
                        .findFirst());
        assertThat(transition.effects().stream().map(FirmwareUpdateMachineTest::word))
                .isEqualTo(words.subList(1, words.size()).stream()
                        .filter(word -> !word.matches("4\\.\\d\\d"))
                        .toList());
    }

    @Test
    void table_hasARowForEveryKindOfEvent() {
        Set<Class<?>> tested = new HashSet<>();
        TABLE.lines()
                .forEach(line -> tested.add(
                        Situations.event(line.split("\\|")[0].strip()).getClass()));

        assertThat(tested).containsExactlyInAnyOrder(UpdateEvent.class.getPermittedSubclasses());
        assertThat(pairs())
                .hasSize(Situations.events().size() * Situations.situations().size());
    }

    @Test
    void refusal_isRemembered_andToldToBlocksThatStillCome_untilANewStart() {
        UpdateSituation push = after(UpdateSituation.INITIAL, new UpdateEvent.FirstBlock());

        UpdateSituation refused = after(push, new UpdateEvent.Refused(Situations.CLASS));

        assertThat(refused.lastRefusal()).contains(Situations.CLASS);
        assertThat(refused.result()).isEqualTo(UpdateResult.UNSUPPORTED_PACKAGE_TYPE);
        assertThat(FirmwareUpdateMachine.on(refused, new UpdateEvent.FurtherBlock())
                        .answer())
                .isInstanceOfSatisfying(UpdateAnswer.Refuse.class, refuse -> {
                    assertThat(refuse.code()).hasToString("4.00");
                    assertThat(refuse.diagnostic()).isEqualTo("class-mismatch");
                });
        assertThat(after(refused, new UpdateEvent.FirstBlock()).lastRefusal()).isEmpty();
        assertThat(after(refused, new UpdateEvent.UriWritten("coap://h/a", Optional.empty()))
                        .lastRefusal())
                .isEmpty();
        assertThat(after(refused, new UpdateEvent.PackageReset())).isEqualTo(UpdateSituation.INITIAL);
    }

    @Test
    void revert_isRememberedWithItsReason() {
        UpdateSituation updating = Situations.situation("3 Updating");

        UpdateSituation back = after(updating, new UpdateEvent.BootReverted(Situations.TRIAL));

        assertThat(back.lastRefusal().map(Refusal::toString)).contains("trial-failed: watchdog");
    }

    @Test
    void address_written_isReadBack_evenIfItIsOfNoUse() {
        assertThat(after(UpdateSituation.INITIAL, new UpdateEvent.UriWritten("coaps://h/a", Optional.empty()))
                        .packageUri())
                .isEqualTo("coaps://h/a");
        assertThat(after(
                                UpdateSituation.INITIAL,
                                new UpdateEvent.UriWritten("ftp://h/a", Optional.of(Situations.SCHEME)))
                        .packageUri())
                .isEqualTo("ftp://h/a");
    }

    /** R121: push, verify, update, confirm. */
    @Test
    void pushedUpdate_fromBeginningToEnd_showsStatesInOrder() {
        UpdateSituation now = UpdateSituation.INITIAL;
        List<String> seen = new ArrayList<>();
        for (UpdateEvent event : List.of(
                new UpdateEvent.FirstBlock(),
                new UpdateEvent.FurtherBlock(),
                new UpdateEvent.Restarted(true),
                new UpdateEvent.FurtherBlock(),
                new UpdateEvent.PackageVerified(),
                new UpdateEvent.UpdateExecuted(),
                new UpdateEvent.Restarted(true),
                new UpdateEvent.BootOnTrial(),
                new UpdateEvent.BootConfirmed())) {
            now = after(now, event);
            seen.add(now.state().code() + "/" + now.result().code());
        }

        assertThat(seen).containsExactly("1/0", "1/0", "1/0", "1/0", "2/0", "3/0", "3/0", "3/0", "0/1");
    }

    /** R121: a manifest alone is pushed; State stays 1 until the last payload is verified. */
    @Test
    void manifestThenPayload_fromBeginningToEnd_showsStatesInOrder() {
        UpdateSituation now = UpdateSituation.INITIAL;
        List<String> seen = new ArrayList<>();
        for (UpdateEvent event : List.of(
                new UpdateEvent.FirstBlock(),
                new UpdateEvent.PayloadNeeded(),
                new UpdateEvent.Restarted(true),
                new UpdateEvent.PackageVerified(),
                new UpdateEvent.UpdateDeferred(),
                new UpdateEvent.UpdateApproved(),
                new UpdateEvent.BootReverted(Situations.TRIAL))) {
            now = after(now, event);
            seen.add(now.state().code() + "/" + now.result().code());
        }

        assertThat(seen).containsExactly("1/0", "1/0", "1/0", "2/0", "2/11", "3/0", "0/8");
    }

    /** facts/interop.md 3: devices differ in which of the two they take. */
    @Test
    void reset_isNothingOrASingleZeroOctet() {
        assertThat(FirmwareUpdateObject.isReset(Bytes.EMPTY)).isTrue();
        assertThat(FirmwareUpdateObject.isReset(Bytes.ofHex("00"))).isTrue();
        assertThat(FirmwareUpdateObject.isReset(Bytes.ofHex("30"))).isFalse();
        assertThat(FirmwareUpdateObject.isReset(Bytes.ofHex("0000"))).isFalse();
    }

    @Test
    void situation_thatContradictsItself_isABug() {
        assertThatThrownBy(() ->
                        new UpdateSituation(State.IDLE, UpdateResult.INITIAL, Delivery.PUSH, "", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UpdateSituation(
                        State.DOWNLOADING, UpdateResult.INITIAL, Delivery.NONE, "", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static UpdateSituation after(UpdateSituation now, UpdateEvent event) {
        return FirmwareUpdateMachine.on(now, event).next();
    }

    private static String situation(UpdateSituation situation) {
        Map<Delivery, String> letters =
                Map.of(Delivery.NONE, "", Delivery.PUSH, "p", Delivery.PACKAGE_FETCH, "u", Delivery.PAYLOAD_FETCH, "m");
        return situation.state().code()
                + letters.get(situation.delivery())
                + "/"
                + situation.result().code();
    }

    private static Optional<String> code(UpdateAnswer answer) {
        return answer instanceof UpdateAnswer.Refuse refuse
                ? Optional.of(refuse.code().toString())
                : Optional.empty();
    }

    private static String word(UpdateEffect effect) {
        return switch (effect) {
            case STOP_FETCHING -> "stop";
            case DISCARD -> "discard";
            case RECEIVE -> "receive";
            case FETCH_PACKAGE -> "fetch-package";
            case FETCH_PAYLOAD -> "fetch-payload";
            case INSTALL -> "install";
        };
    }
}
