package io.moult.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Sender against receiver over a link that loses, doubles and reorders, between a device and a server that both restart,
 * by seed. Whatever happens, the push ends and the device has the right octets.
 *
 * <p>Replay one: {@code mvn test -pl firmware-object -Dtest=PushSimulationTest -Dmoult.seed=N}. R146.
 */
class PushSimulationTest {
    private static final int SEEDS = 600;
    private static final int SECTOR = 4096;

    private enum Fault {
        REQUEST_LOST,
        ANSWER_LOST,
        STALE_DUPLICATE,
        DEVICE_RESTART,
        SERVER_RESTART,
        BUSY,
        SMALLER_BLOCKS,
        TOO_LARGE
    }

    @Test
    void push_overAnyLinkAndAnyRestarts_endsWithTheRightOctets() {
        Map<Fault, Integer> fired = new EnumMap<>(Fault.class);
        Long one = Long.getLong("moult.seed");
        long from = one == null ? 1 : one;
        long to = one == null ? SEEDS : one;
        for (long seed = from; seed <= to; seed++) {
            World world = new World(seed);
            world.run();
            world.fired.forEach((fault, times) -> fired.merge(fault, times, Integer::sum));
        }
        if (one == null) {
            assertThat(fired).as("faults that fired").containsOnlyKeys(Fault.values());
        }
    }

    private static final class World {
        final long seed;
        final Random random;
        final Bytes body;
        final BodyIdentity identity;
        final double trouble;
        final Map<Fault, Integer> fired = new EnumMap<>(Fault.class);
        final List<ReceivedBlock> stale = new ArrayList<>();
        final Device device;
        Block1Sender sender;
        SendSettings settings;
        int messages;

        World(long seed) {
            this.seed = seed;
            random = new Random(seed);
            // a body without a name begins anew at each restart: it must be short to ever arrive
            boolean named = random.nextInt(4) > 0;
            body = Bodies.random(seed, 1 + random.nextInt(named ? 40_000 : 4_000));
            identity = named ? Bodies.identity(body) : BodyIdentity.NONE;
            trouble = random.nextInt(3) * 0.04;
            settings = SendSettings.DEFAULT.withBlockSize(new BlockSize(3 + random.nextInt(4)));
            sender = new Block1Sender(body.length(), identity, 0, settings);
            device = new Device();
        }

        boolean happens(Fault fault, double scale) {
            boolean happens = random.nextDouble() < trouble * scale;
            if (happens) {
                fired.merge(fault, 1, Integer::sum);
            }
            return happens;
        }

        void run() {
            SendStep step = new SendStep.Send(sender.current());
            while (!(step instanceof SendStep.Done)) {
                assertThat(messages++).as("messages; seed %d", seed).isLessThan(20_000);
                if (happens(Fault.DEVICE_RESTART, 0.1)) {
                    device.restart();
                }
                if (happens(Fault.SERVER_RESTART, 0.1)) {
                    long remembered = random.nextBoolean() ? sender.offsetBytes() : 0;
                    sender = new Block1Sender(
                            body.length(), identity, remembered, settings.withBlockSize(sender.blockSize()));
                    step = new SendStep.Send(sender.current());
                }
                step = next(step);
            }
            assertThat(device.downloaded).as("complete; seed %d", seed).isTrue();
            assertThat(Bytes.wrap(Arrays.copyOf(device.storage, body.length())))
                    .as("octets; seed %d", seed)
                    .isEqualTo(body);
        }

        SendStep next(SendStep step) {
            if (step instanceof SendStep.Send || step instanceof SendStep.SendLater) {
                return exchange();
            }
            if (step instanceof SendStep.ReadDevice || step instanceof SendStep.Park) {
                return sender.deviceRead(
                        random.nextDouble() < trouble ? new DeviceReading.Unreadable() : device.read());
            }
            throw new AssertionError("seed " + seed + ": " + step);
        }

        /** One confirmable request with its retransmissions; no deduplication at the device. */
        SendStep exchange() {
            SendBlock sent = sender.current();
            ReceivedBlock block = new ReceivedBlock(
                    Optional.of(sent.block()), sent.size1(), sent.identity(), body.slice((int) sent.offsetBytes(), (int)
                            sent.endBytes()));
            for (int copy = 0; copy < 3; copy++) {
                if (!stale.isEmpty() && random.nextInt(3) == 0) {
                    device.receive(stale.remove(random.nextInt(stale.size())));
                }
                if (happens(Fault.REQUEST_LOST, 1)) {
                    continue;
                }
                if (happens(Fault.STALE_DUPLICATE, 1)) {
                    stale.add(block);
                }
                BlockAnswer answer = device.receive(block);
                if (happens(Fault.ANSWER_LOST, 1)) {
                    continue;
                }
                return sender.answered(answer, copy > 0);
            }
            return sender.timedOut();
        }

        /** A device with a head of up to 3000 octets before its flash, and durable progress by sector. */
        private final class Device {
            final byte[] storage = new byte[body.length()];
            final int head = random.nextInt(3_000);
            final int buffer = random.nextInt(5) == 0 ? 128 : 1024;
            BlockSize wanted = new BlockSize(2 + random.nextInt(5));
            Block1Receiver receiver = new Block1Receiver(body.length(), wanted);
            boolean downloaded;
            BodyIdentity durableIdentity = BodyIdentity.NONE;
            long durable;

            BlockAnswer receive(ReceivedBlock block) {
                if (block.payload().length() > buffer) {
                    fired.merge(Fault.TOO_LARGE, 1, Integer::sum);
                    return BlockAnswer.of(CoapCode.REQUEST_ENTITY_TOO_LARGE, "");
                }
                if (happens(Fault.BUSY, 1)) {
                    return BlockAnswer.busy(0);
                }
                Offer offer = receiver.offer(block);
                if (offer instanceof Offer.Repeat) {
                    return offer.answer();
                }
                if (downloaded) {
                    return BlockAnswer.of(CoapCode.BAD_REQUEST, "downloaded");
                }
                if (offer instanceof Offer.Accept accept) {
                    if (accept.beginsBody()) {
                        durable = 0;
                    }
                    for (int i = 0; i < accept.lengthOctets(); i++) {
                        storage[(int) accept.bodyOffsetBytes() + i] =
                                (byte) block.payload().at(accept.skipOctets() + i);
                    }
                    receiver.stored(accept);
                    long sectors = (receiver.nextOffsetBytes() - head) / SECTOR;
                    durable = sectors > 0 ? head + sectors * SECTOR : 0;
                    durableIdentity = block.identity();
                    downloaded = accept.last();
                    if (block.block().orElseThrow().size().compareTo(wanted) > 0) {
                        fired.merge(Fault.SMALLER_BLOCKS, 1, Integer::sum);
                    }
                }
                return offer.answer();
            }

            DeviceReading read() {
                if (downloaded) {
                    return new DeviceReading.Complete();
                }
                if (!durableIdentity.namesContent()) {
                    return receiver.inProgress() ? new DeviceReading.Downloading() : new DeviceReading.Nothing();
                }
                return new DeviceReading.Holds(durableIdentity, durable);
            }

            void restart() {
                wanted = new BlockSize(2 + random.nextInt(5));
                if (!durableIdentity.namesContent()) {
                    durable = 0;
                }
                if (!downloaded) {
                    Arrays.fill(storage, (int) durable, storage.length, (byte) 0xff);
                }
                receiver = Block1Receiver.resumed(body.length(), wanted, durableIdentity, durable);
            }
        }
    }
}
