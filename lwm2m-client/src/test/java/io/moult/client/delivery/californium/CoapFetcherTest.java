package io.moult.client.delivery.californium;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.client.FetchPatience;
import io.moult.client.PskCredentials;
import io.moult.client.delivery.FetchResult;
import io.moult.client.delivery.PayloadFetcher;
import io.moult.client.support.TestReleases;
import io.moult.suit.verify.RefusalReason;
import io.moult.transfer.BlockSize;
import io.moult.transfer.FetchSettings;
import io.moult.transfer.RetrySchedule;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Fetching over CoAP from real sockets: R121 (client-initiated), R146. */
class CoapFetcherTest {
    private static final Bytes BODY = TestReleases.image(40_000, 5);
    private static final PskCredentials PSK = new PskCredentials("device", Bytes.ofHex("000102030405"));
    private static final FetchPatience HASTY = new FetchPatience(
            Duration.ofMillis(1500), new FetchSettings(BlockSize.LARGEST, new RetrySchedule(50, 200, 200, 2_000), 3));

    /** Collects what is fetched; may run something when an offset is reached. */
    private static final class Collected implements PayloadFetcher.Sink {
        private final byte[] octets = new byte[BODY.length()];
        private long runAt = Long.MAX_VALUE;
        private Runnable work = () -> {};
        private long stopAt = Long.MAX_VALUE;
        private Bytes etag = Bytes.EMPTY;
        private long startedAgain;

        @Override
        public boolean store(long offsetBytes, Bytes part, Bytes ofEtag) {
            part.copyInto(octets, (int) offsetBytes);
            etag = ofEtag;
            if (offsetBytes >= runAt) {
                runAt = Long.MAX_VALUE;
                work.run();
            }
            return offsetBytes < stopAt;
        }

        @Override
        public boolean startAgain() {
            startedAgain++;
            Arrays.fill(octets, (byte) 0);
            return true;
        }
    }

    private static PayloadFetcher.Job job(URI address, long from, Bytes etag) {
        return new PayloadFetcher.Job(address, OptionalLong.of(BODY.length()), from, etag);
    }

    @Test
    void fetch_overCoaps_bringsTheWholeBody() throws Exception {
        try (BlockServer server = BlockServer.secured(0, PSK, BODY);
                CoapFetcher fetcher = CoapFetcher.secured(PSK, HASTY, Optional.empty(), () -> {})) {
            Collected sink = new Collected();

            FetchResult result = fetcher.fetch(job(server.address("image"), 0, Bytes.EMPTY), sink);

            assertThat(result).isEqualTo(new FetchResult.Complete(BODY.length()));
            assertThat(Bytes.copyOf(sink.octets)).isEqualTo(BODY);
            assertThat(sink.etag.length()).isEqualTo(8);
        }
    }

    @Test
    void fetch_overPlainCoap_bringsTheWholeBody() throws Exception {
        try (BlockServer server = BlockServer.plain(0, BODY);
                CoapFetcher fetcher = CoapFetcher.plain(HASTY, Optional.empty(), () -> {})) {
            Collected sink = new Collected();

            FetchResult result = fetcher.fetch(job(server.address("image"), 0, Bytes.EMPTY), sink);

            assertThat(result).isEqualTo(new FetchResult.Complete(BODY.length()));
            assertThat(Bytes.copyOf(sink.octets)).isEqualTo(BODY);
        }
    }

    @Test
    void fetch_fromAnOffset_asksForNothingBeforeIt() throws Exception {
        try (BlockServer server = BlockServer.plain(0, BODY);
                CoapFetcher fetcher = CoapFetcher.plain(HASTY, Optional.empty(), () -> {})) {
            Collected sink = new Collected();

            fetcher.fetch(job(server.address("image"), 20_480, server.etag()), sink);

            assertThat(Bytes.copyOf(sink.octets).slice(20_480, 40_000)).isEqualTo(BODY.slice(20_480, 40_000));
            assertThat(server.requests()).isEqualTo(20);
            assertThat(sink.startedAgain).isZero();
        }
    }

    @Test
    void fetch_ofABodyThatHasChanged_startsAgain() throws Exception {
        try (BlockServer server = BlockServer.plain(0, BODY);
                CoapFetcher fetcher = CoapFetcher.plain(HASTY, Optional.empty(), () -> {})) {
            Collected sink = new Collected();

            FetchResult result = fetcher.fetch(job(server.address("image"), 20_480, Bytes.ofHex("0badcafe")), sink);

            assertThat(result).isEqualTo(new FetchResult.Complete(BODY.length()));
            assertThat(sink.startedAgain).isEqualTo(1);
            assertThat(Bytes.copyOf(sink.octets)).isEqualTo(BODY);
        }
    }

    @Test
    void server_thatIsStartedAgainInMidFetch_costsAHandshake() throws Exception {
        BlockServer first = BlockServer.secured(0, PSK, BODY);
        URI address = first.address("image");
        Collected sink = new Collected();
        BlockServer[] second = new BlockServer[1];
        sink.runAt = 10_000;
        sink.work = () -> {
            first.close();
            second[0] = BlockServer.secured(address.getPort(), PSK, BODY);
        };
        try (CoapFetcher fetcher = CoapFetcher.secured(PSK, HASTY, Optional.empty(), () -> {})) {
            FetchResult result = fetcher.fetch(job(address, 0, Bytes.EMPTY), sink);

            assertThat(result).isEqualTo(new FetchResult.Complete(BODY.length()));
            assertThat(Bytes.copyOf(sink.octets)).isEqualTo(BODY);
            assertThat(second[0].requests()).isLessThan(32);
        } finally {
            first.close();
            if (second[0] != null) {
                second[0].close();
            }
        }
    }

    @Test
    void server_thatNeverAnswersAgain_isGivenUp() throws Exception {
        BlockServer server = BlockServer.plain(0, BODY);
        Collected sink = new Collected();
        sink.runAt = 10_000;
        sink.work = server::close;
        AtomicInteger silences = new AtomicInteger();
        FetchPatience impatient = new FetchPatience(
                Duration.ofMillis(200), new FetchSettings(BlockSize.LARGEST, new RetrySchedule(20, 200, 50, 100), 3));
        try (CoapFetcher fetcher = CoapFetcher.plain(impatient, Optional.empty(), silences::incrementAndGet)) {
            FetchResult result = fetcher.fetch(job(server.address("image"), 0, Bytes.EMPTY), sink);

            assertThat(result).isInstanceOf(FetchResult.Interrupted.class);
            assertThat(silences.get()).isPositive();
        }
    }

    @Test
    void server_thatNeverAnswers_isTroubleInFewWords() throws Exception {
        BlockServer server = BlockServer.plain(0, BODY);
        URI address = server.address("image");
        server.close();
        CoapFetcher[] asked = new CoapFetcher[1];
        List<String> told = new ArrayList<>();
        FetchPatience impatient = new FetchPatience(
                Duration.ofMillis(20), new FetchSettings(BlockSize.LARGEST, new RetrySchedule(1, 100, 1, 19), 3));
        try (CoapFetcher fetcher = CoapFetcher.plain(impatient, Optional.empty(), () -> told.add(asked[0].trouble()))) {
            asked[0] = fetcher;

            FetchResult result = fetcher.fetch(job(address, 4096, Bytes.EMPTY), new Collected());

            assertThat(told).hasSize(20);
            assertThat(new LinkedHashSet<>(told))
                    .satisfiesExactly(
                            first -> assertThat(first).isEmpty(),
                            second -> assertThat(second)
                                    .startsWith("cannot fetch " + address + ": no answer; 4096 octets are here"),
                            third -> assertThat(third).contains("no answer (4 attempts)"),
                            fourth -> assertThat(fourth).contains("no answer (16 attempts)"));
            assertThat(fetcher.trouble()).isEqualTo("gave up fetching " + address + ": no answer, after 19 retries");
            assertThat(result).isEqualTo(new FetchResult.Interrupted(address + ": no answer, after 19 retries"));
        }
    }

    @Test
    void trouble_isOverWithTheNextBlock() throws Exception {
        BlockServer first = BlockServer.plain(0, BODY);
        URI address = first.address("image");
        first.close();
        BlockServer[] second = new BlockServer[1];
        List<String> told = new ArrayList<>();
        Collected sink = new Collected();
        try (CoapFetcher fetcher = CoapFetcher.plain(HASTY, Optional.empty(), () -> {
            if (second[0] == null) {
                second[0] = BlockServer.plain(address.getPort(), BODY);
            }
        })) {
            sink.runAt = 0;
            sink.work = () -> told.add(fetcher.trouble());

            fetcher.fetch(job(address, 0, Bytes.EMPTY), sink);

            assertThat(told).containsExactly("");
            assertThat(fetcher.trouble()).isEmpty();
        } finally {
            if (second[0] != null) {
                second[0].close();
            }
        }
    }

    @Test
    void address_whereNothingIs_isABadUri() throws Exception {
        try (BlockServer server = BlockServer.plain(0, BODY);
                CoapFetcher fetcher = CoapFetcher.plain(HASTY, Optional.empty(), () -> {})) {
            FetchResult result = fetcher.fetch(job(server.address("nothing"), 0, Bytes.EMPTY), new Collected());

            assertThat(result)
                    .isInstanceOfSatisfying(
                            FetchResult.Refused.class,
                            refused -> assertThat(refused.refusal().reason()).isEqualTo(RefusalReason.BAD_URI));
        }
    }

    @Test
    void body_ofAnotherLength_isRefused() throws Exception {
        try (BlockServer server = BlockServer.plain(0, BODY);
                CoapFetcher fetcher = CoapFetcher.plain(HASTY, Optional.empty(), () -> {})) {
            FetchResult result = fetcher.fetch(
                    new PayloadFetcher.Job(server.address("image"), OptionalLong.of(39_999), 0, Bytes.EMPTY),
                    new Collected());

            assertThat(result)
                    .isInstanceOfSatisfying(
                            FetchResult.Refused.class,
                            refused -> assertThat(refused.refusal().reason()).isEqualTo(RefusalReason.IMAGE_SIZE));
        }
    }

    @Test
    void key_thatTheServerDoesNotKnow_isNoConnection() throws Exception {
        FetchPatience impatient = new FetchPatience(
                Duration.ofMillis(500), new FetchSettings(BlockSize.LARGEST, new RetrySchedule(20, 200, 50, 50), 3));
        try (BlockServer server = BlockServer.secured(0, PSK, BODY);
                CoapFetcher fetcher = CoapFetcher.secured(
                        new PskCredentials("device", Bytes.ofHex("ff")), impatient, Optional.empty(), () -> {})) {
            FetchResult result = fetcher.fetch(job(server.address("image"), 0, Bytes.EMPTY), new Collected());

            assertThat(result).isInstanceOf(FetchResult.Interrupted.class);
            assertThat(server.requests()).isZero();
        }
    }

    @Test
    void sink_thatWantsNoMore_endsTheFetch() throws Exception {
        try (BlockServer server = BlockServer.plain(0, BODY);
                CoapFetcher fetcher = CoapFetcher.plain(HASTY, Optional.empty(), () -> {})) {
            Collected sink = new Collected();
            sink.stopAt = 5_000;

            FetchResult result = fetcher.fetch(job(server.address("image"), 0, Bytes.EMPTY), sink);

            assertThat(result).isEqualTo(new FetchResult.Stopped());
        }
    }
}
