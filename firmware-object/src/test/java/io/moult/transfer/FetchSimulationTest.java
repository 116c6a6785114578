package io.moult.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A fetch from a server that is silent, busy, changes its block size and, once, its body; by a device that restarts. By
 * seed: {@code -Dtest=FetchSimulationTest -Dmoult.seed=N} replays one. R146.
 */
class FetchSimulationTest {
    @Test
    void fetch_overAnyLinkAndAnyRestarts_endsWithTheRightOctets() {
        Long one = Long.getLong("moult.seed");
        int changes = 0;
        int restarts = 0;
        for (long seed = one == null ? 1 : one; seed <= (one == null ? 500 : one); seed++) {
            Random random = new Random(seed);
            Bytes body = Bodies.random(seed, 1 + random.nextInt(30_000));
            boolean etags = random.nextInt(4) > 0;
            boolean changing = etags && random.nextInt(3) == 0;
            byte[] storage = new byte[40_000];
            Block2Fetcher fetch = fetcher(random, 0, Optional.empty());
            FetchStep step = fetch.first();
            for (int messages = 0; !(step instanceof FetchStep.Done); messages++) {
                assertThat(messages).as("messages; seed %d", seed).isLessThan(10_000);
                assertThat(step).as("seed %d", seed).isNotInstanceOf(FetchStep.GaveUp.class);
                if (changing && random.nextInt(40) == 0) {
                    body = Bodies.random(seed + 1_000_000, 1 + random.nextInt(30_000));
                    changing = false;
                    changes++;
                }
                if (random.nextInt(60) == 0) {
                    long durable = fetch.offsetBytes() / 4096 * 4096;
                    Arrays.fill(storage, (int) durable, storage.length, (byte) 0);
                    fetch = fetcher(random, durable, fetch.etag());
                    step = fetch.first();
                    restarts++;
                }
                if (random.nextInt(10) == 0) {
                    step = fetch.timedOut();
                    continue;
                }
                FetchedBlock answer = serve(random, body, etags, get(step));
                step = fetch.answered(answer);
                if (step instanceof FetchStep.Store store) {
                    answer.payload()
                            .slice(store.skipOctets(), store.skipOctets() + store.lengthOctets())
                            .copyInto(storage, (int) store.bodyOffsetBytes());
                    step = store.then();
                }
            }
            assertThat(Bytes.wrap(Arrays.copyOf(storage, (int) fetch.offsetBytes())))
                    .as("octets; seed %d", seed)
                    .isEqualTo(body);
        }
        if (one == null) {
            assertThat(changes).isPositive();
            assertThat(restarts).isPositive();
        }
    }

    private static Block2Fetcher fetcher(Random random, long from, Optional<Bytes> etag) {
        return new Block2Fetcher(
                OptionalLong.empty(),
                from,
                etag,
                new FetchSettings(new BlockSize(2 + random.nextInt(5)), RetrySchedule.DEFAULT, 3));
    }

    private static FetchStep.Get get(FetchStep step) {
        if (step instanceof FetchStep.GetLater later) {
            return later.get();
        }
        return step instanceof FetchStep.StartAgain again ? again.get() : (FetchStep.Get) step;
    }

    private static FetchedBlock serve(Random random, Bytes body, boolean etags, FetchStep.Get get) {
        if (random.nextInt(20) == 0) {
            return FetchedBlock.of(CoapCode.SERVICE_UNAVAILABLE);
        }
        BlockSize size = random.nextInt(20) == 0 ? get.size().min(new BlockSize(2)) : get.size();
        int from = (int) get.offsetBytes();
        if (from > 0 && from >= body.length()) {
            return FetchedBlock.of(CoapCode.BAD_OPTION);
        }
        int to = Math.min(from + size.octets(), body.length());
        return new FetchedBlock(
                CoapCode.CONTENT,
                Optional.of(BlockOption.at(from, to < body.length(), size)),
                OptionalLong.of(body.length()),
                etags ? Optional.of(Bodies.identity(body).octets()) : Optional.empty(),
                OptionalLong.empty(),
                body.slice(from, to));
    }
}
