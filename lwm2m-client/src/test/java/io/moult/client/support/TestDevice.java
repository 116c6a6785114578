package io.moult.client.support;

import io.moult.bytes.Bytes;
import io.moult.client.ClientSettings;
import io.moult.client.ConsumerParts;
import io.moult.client.FirmwareConsumer;
import io.moult.client.delivery.Fetchers;
import io.moult.client.provision.DeviceIdentity;
import io.moult.client.resume.ProgressStore;
import io.moult.client.resume.VolatileProgressStore;
import io.moult.cose.TrustStore;
import io.moult.suit.manifest.Digest;
import io.moult.suit.verify.AuthorisationPolicy;
import io.moult.transfer.BlockAnswer;
import io.moult.transfer.BlockOption;
import io.moult.transfer.BlockSize;
import io.moult.transfer.BodyIdentity;
import io.moult.transfer.ReceivedBlock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A firmware consumer without a network: its flash, boot control and progress outlive its restarts. */
public final class TestDevice implements AutoCloseable {
    public final StrictStagingArea staging;
    public final FakeBootControl boot = new FakeBootControl();
    public final ProgressStore progress;
    public final FakeFetcher fetcher = new FakeFetcher();
    private final DeviceIdentity identity;
    private final TrustStore trust;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private Optional<AuthorisationPolicy> policy = Optional.empty();
    private Duration pushPatience = Duration.ofHours(1);
    private FirmwareConsumer consumer;

    public TestDevice(TestReleases author, StrictStagingArea staging) {
        this(
                DeviceIdentity.of(author.keys().vendorId(), author.keys().classId(), 1),
                author.trust(),
                staging,
                new VolatileProgressStore());
    }

    public TestDevice(DeviceIdentity identity, TrustStore trust, StrictStagingArea staging, ProgressStore progress) {
        this.identity = identity;
        this.trust = trust;
        this.staging = staging;
        this.progress = progress;
        this.consumer = started();
    }

    private FirmwareConsumer started() {
        try {
            ClientSettings.Builder settings = ClientSettings.of("device", URI.create("coap://127.0.0.1:5683"))
                    .pushPatience(pushPatience);
            policy.ifPresent(settings::policy);
            return FirmwareConsumer.start(new ConsumerParts(
                    settings.build(),
                    identity,
                    trust,
                    staging,
                    boot,
                    progress,
                    new Fetchers(Map.of("coaps", fetcher)),
                    scheduler,
                    Clock.systemUTC()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public FirmwareConsumer consumer() {
        return consumer;
    }

    /** From the next restart on, a push is given up after so long a silence. */
    public void patience(Duration pushPatience) {
        this.pushPatience = pushPatience;
    }

    /** From the next restart on, this says who may do what. */
    public void policy(AuthorisationPolicy whoMayDoWhat) {
        this.policy = Optional.of(whoMayDoWhat);
    }

    /** What was in RAM is gone. */
    public void restart() {
        consumer.close();
        consumer = started();
    }

    /** Offers one block of a body. */
    public BlockAnswer block(Bytes body, int number, BlockSize size, BodyIdentity identity) {
        int from = number * size.octets();
        int to = Math.min(body.length(), from + size.octets());
        return consumer.offer(new ReceivedBlock(
                Optional.of(new BlockOption(number, to < body.length(), size)),
                number == 0 ? OptionalLong.of(body.length()) : OptionalLong.empty(),
                identity,
                body.slice(from, to)));
    }

    /** Pushes blocks from one up to another, or until one is not accepted; returns the last answer. */
    public BlockAnswer push(Bytes body, int fromNumber, int toNumber, BodyIdentity identity) {
        BlockAnswer answer = block(body, fromNumber, BlockSize.LARGEST, identity);
        for (int number = fromNumber + 1; number < toNumber && answer.code().isSuccess(); number++) {
            answer = block(body, number, BlockSize.LARGEST, identity);
        }
        return answer;
    }

    public BlockAnswer pushAll(Bytes body) {
        return push(body, 0, blocks(body), identityOf(body));
    }

    public static int blocks(Bytes body) {
        return (body.length() + 1023) / 1024;
    }

    public static BodyIdentity identityOf(Bytes body) {
        return BodyIdentity.ofDigest(Digest.sha256(body).value());
    }

    @Override
    public void close() {
        consumer.close();
        scheduler.shutdownNow();
    }
}
